#include <string.h>

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/rng.h"
#include "toolchain/download_internal.h"

#define PROGRESS ((uint64_t)64 << 10) /* so many new bytes, or a 64th of the file, are progress */
#define SLOW_COST 3                   /* a stall has cost time already: it counts as so many */
#define MOST_REQUESTS 500             /* however much progress they make */
#define LONGEST_PAUSE_NS INT64_C(10000000000)

/* What was tried. */
struct tries {
	int count;     /* since the last progress, weighed */
	int all;       /* in all */
	uint64_t mark; /* where the transfer stood then */
	struct rng rng;
};

/* Seconds that a refusal asks to wait. */
static long asked_to_wait(const struct transfer *t)
{
	return t->kind == ANSWER_REFUSED ? t->answer.retry_after : 0;
}

static bool progressed(const struct transfer *t, const struct tries *k)
{
	uint64_t enough = t->total / 64 < PROGRESS && t->total ? t->total / 64 : PROGRESS;

	return t->received > k->mark && t->received - k->mark >= enough;
}

/* Doubled with each try, with a random factor from 0.5 to 1.5: many clients do not all come back at one moment. */
static int64_t pause_before(const struct transfer *t, struct tries *k)
{
	int64_t ns = t->d->retry_ms * INT64_C(1000000), asked = asked_to_wait(t) * INT64_C(1000000000);

	for (int i = 1; i < k->count && ns < LONGEST_PAUSE_NS; i++)
		ns *= 2;
	if (ns > LONGEST_PAUSE_NS)
		ns = LONGEST_PAUSE_NS;
	ns = ns / 2 + (ns > 0 ? (int64_t)rng_below(&k->rng, (uint64_t)ns) : 0);
	return ns > asked ? ns : asked;
}

static void tell(const struct transfer *t, int64_t pause, const struct error *err)
{
	char words[32];

	duration_format(pause, words, sizeof words);
	if (t->received)
		event_note(t->d->sink, "connection lost after %llu bytes: %s; resuming in %s",
		           (unsigned long long)t->received, err->msg, words);
	else
		event_note(t->d->sink, "%s; trying again in %s", err->msg, words);
}

/* After a failure: waits for the next try. False, with the last word in *err, when there is none. */
static bool next_try(struct transfer *t, struct tries *k, struct error *err)
{
	int64_t pause;

	if (t->verdict != DOWNLOAD_TRANSIENT || interrupted()) {
		if (k->all)
			error_prefix(err, "after %d tries", k->all + 1);
		return false;
	}
	if (t->slow) {
		k->mark = t->received;
	} else if (progressed(t, k)) {
		k->mark = t->received;
		k->count = 0;
	}
	k->count += t->slow ? SLOW_COST : 1;
	k->all++;
	if (asked_to_wait(t) > DOWNLOAD_LONGEST_WAIT) {
		error_prefix(err, "it asks to come back in %ld s", asked_to_wait(t));
		return false;
	}
	if (k->count > t->d->retries || k->all > MOST_REQUESTS) {
		if (k->all > 1)
			error_prefix(err, "after %d tries", k->all);
		return false;
	}
	pause = pause_before(t, k);
	tell(t, pause, err);
	return ring_sleep(t->d->ring, pause);
}

void *http_thread(void *ctx)
{
	struct download *d = ctx;
	struct transfer t = { .d = d };
	struct tries k = { 0 };
	struct error err = ERROR_INIT;
	int rc;

	rng_seed(&k.rng, rng_entropy());
	while ((rc = http_request(&t, &err)) && next_try(&t, &k, &err))
		error_clear(&err);
	pthread_mutex_lock(&d->lock);
	d->news.verdict = rc ? t.verdict : DOWNLOAD_FINE;
	if (rc)
		d->news.err = err;
	pthread_mutex_unlock(&d->lock);
	ring_end(d->ring);
	return NULL;
}
