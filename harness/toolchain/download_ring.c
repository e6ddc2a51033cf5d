#include "toolchain/download_ring.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/interrupt.h"

#define LEND ((size_t)256 << 10) /* handed out at once at most: the rest stays free for the writer */
#define SLICE_MS 200             /* how soon an interrupt is seen */

struct ring {
	unsigned char *bytes;
	size_t capacity;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t more;  /* bytes have come, or the end */
	pthread_cond_t room;  /* bytes were given back, or it was closed */
	uint64_t head, tail;  /* put and given back since the beginning */
	size_t lent;          /* handed out, from tail on */
	bool ended, closed;
};

struct ring *ring_new(size_t capacity)
{
	struct ring *r = xcalloc(1, sizeof *r);
	pthread_condattr_t monotonic;

	r->bytes = xmalloc(capacity);
	r->capacity = capacity;
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&monotonic);
#ifdef __linux__
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
#endif
	pthread_cond_init(&r->more, &monotonic);
	pthread_cond_init(&r->room, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return r;
}

void ring_free(struct ring *r)
{
	if (!r)
		return;
	pthread_cond_destroy(&r->more);
	pthread_cond_destroy(&r->room);
	pthread_mutex_destroy(&r->lock);
	free(r->bytes);
	free(r);
}

/* With the lock held. */
static void wait_for(pthread_cond_t *c, pthread_mutex_t *lock, int64_t ns)
{
#ifdef __linux__
	const clockid_t id = CLOCK_MONOTONIC;
#else
	const clockid_t id = CLOCK_REALTIME;
#endif
	struct timespec t;

	clock_gettime(id, &t);
	t.tv_sec += (time_t)(ns / INT64_C(1000000000));
	t.tv_nsec += (long)(ns % INT64_C(1000000000));
	if (t.tv_nsec >= 1000000000L) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000L;
	}
	pthread_cond_timedwait(c, lock, &t);
}

bool ring_put(struct ring *r, const void *p, size_t n, int64_t *blocked_ns)
{
	const unsigned char *from = p;
	bool open = true;

	pthread_mutex_lock(&r->lock);
	while (n && (open = !r->closed)) {
		size_t at = (size_t)(r->head % r->capacity);
		size_t part = r->capacity - (size_t)(r->head - r->tail);

		if (!part) {
			const int64_t start = clock_ns();

			wait_for(&r->room, &r->lock, SLICE_MS * INT64_C(1000000));
			*blocked_ns += clock_ns() - start;
			if (interrupted())
				r->closed = true;
			continue;
		}
		if (part > n)
			part = n;
		if (part > r->capacity - at)
			part = r->capacity - at;
		/* the reader never looks beyond head: the copying needs no lock */
		pthread_mutex_unlock(&r->lock);
		memcpy(r->bytes + at, from, part);
		pthread_mutex_lock(&r->lock);
		r->head += part;
		from += part;
		n -= part;
		pthread_cond_signal(&r->more);
	}
	pthread_mutex_unlock(&r->lock);
	return open;
}

void ring_end(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->ended = true;
	pthread_cond_signal(&r->more);
	pthread_mutex_unlock(&r->lock);
}

bool ring_sleep(struct ring *r, int64_t ns)
{
	const int64_t end = clock_ns() + ns;
	int64_t left;
	bool open;

	pthread_mutex_lock(&r->lock);
	while ((open = !r->closed && !interrupted()) && (left = end - clock_ns()) > 0)
		wait_for(&r->room, &r->lock, left < SLICE_MS * INT64_C(1000000) ? left : SLICE_MS * INT64_C(1000000));
	pthread_mutex_unlock(&r->lock);
	return open;
}

enum ring_taken ring_take(struct ring *r, const void **p, size_t *n, int wait_ms)
{
	enum ring_taken taken = RING_BYTES;
	size_t at;

	pthread_mutex_lock(&r->lock);
	if (r->lent) {
		r->tail += r->lent;
		r->lent = 0;
		pthread_cond_signal(&r->room);
	}
	if (r->head == r->tail && !r->ended)
		wait_for(&r->more, &r->lock, wait_ms * INT64_C(1000000));
	at = (size_t)(r->tail % r->capacity);
	if (r->head == r->tail) {
		taken = r->ended ? RING_END : RING_NOTHING_YET;
	} else {
		r->lent = (size_t)(r->head - r->tail);
		if (r->lent > LEND)
			r->lent = LEND;
		if (r->lent > r->capacity - at)
			r->lent = r->capacity - at;
	}
	*p = r->bytes + at;
	*n = r->lent;
	pthread_mutex_unlock(&r->lock);
	return taken;
}

void ring_close(struct ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->closed = true;
	pthread_cond_signal(&r->room);
	pthread_mutex_unlock(&r->lock);
}
