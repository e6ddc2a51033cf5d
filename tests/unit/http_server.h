/*
 * A web server on the loopback interface, in a thread of the test: it serves one file and does what a plan says,
 * request by request. serve_start .. requests .. serve_stop; what it was asked is in server.log.
 */
#ifndef GOALLOC_TESTS_HTTP_SERVER_H
#define GOALLOC_TESTS_HTTP_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"

/* What one request is answered with; the last step of a plan stands for all that follow. */
struct step {
	long status;       /* 0: 200, or 206 to a Range */
	size_t cut;        /* bytes of the body after which the connection is reset; 0: never */
	const char *etag;  /* NULL: none */
	const char *extra; /* header lines, each with its line end */
	const char *raw;   /* instead of an answer: these bytes, and the connection ends */
	const char *range; /* a Content-Range of its own */
	size_t length;     /* the file is so long now; 0: as it is */
	bool no_ranges;    /* a Range is passed over */
	bool chunked;      /* no Content-Length */
	bool hang;         /* after the cut: the connection stays, and nothing comes */
	size_t trickle;    /* one byte a tenth of a second, so many times, then on */
};

struct server {
	const char *body;
	size_t len;
	const struct step *plan;
	size_t steps;
	/* what the thread has seen */
	pthread_mutex_t lock;
	struct str log; /* "GET /path range=5- if-range=\"x\"\n" for each request */
	size_t requests;
	bool stop;
	int fd, port;
	pthread_t thread;
	char url[64];
};

static inline bool serve_send(int fd, const void *p, size_t n)
{
	for (const char *c = p; n;) {
		ssize_t w = send(fd, c, n, MSG_NOSIGNAL);

		if (w <= 0)
			return false;
		c += w;
		n -= (size_t)w;
	}
	return true;
}

/* The value of a request's header, or "". */
static inline void serve_field(const char *request, const char *name, char *out, size_t size)
{
	const char *p = strcasestr(request, name);

	str_copy(out, size, p ? p + strlen(name) : "", p ? strcspn(p + strlen(name), "\r\n") : 0);
}

static inline bool serve_stopped(struct server *s)
{
	bool stop;

	pthread_mutex_lock(&s->lock);
	stop = s->stop;
	pthread_mutex_unlock(&s->lock);
	return stop;
}

static inline void serve_body(struct server *s, const struct step *t, int fd, const char *p, size_t n)
{
	size_t cut = t->cut && t->cut < n ? t->cut : n;
	struct linger reset = { .l_onoff = 1 };
	bool fine = true;

	for (size_t i = 0; fine && i < t->trickle && cut; i++, p++, cut--) {
		fine = serve_send(fd, p, 1);
		for (int k = 0; k < 10 && !serve_stopped(s); k++)
			usleep(10000);
	}
	if (fine && t->chunked && cut) {
		char head[32];

		fine = serve_send(fd, head, (size_t)snprintf(head, sizeof head, "%zx\r\n", cut)) &&
		       serve_send(fd, p, cut) && serve_send(fd, "\r\n", 2) &&
		       ((t->cut && t->cut <= n) || serve_send(fd, "0\r\n\r\n", 5));
	} else if (fine) {
		serve_send(fd, p, cut);
	}
	while (t->hang && !serve_stopped(s))
		usleep(10000);
	/* every second one is reset, the others end as a connection should */
	if (t->cut && s->requests % 2 && !t->chunked && cut < n) {
		shutdown(fd, SHUT_WR);
		usleep(200); /* lets the bytes arrive: a reset throws away what was not read yet */
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	}
}

static inline void serve_one(struct server *s, int fd)
{
	char request[8192], range[64], if_range[256];
	size_t got = 0, from = 0, len;
	const struct step *t;
	struct str head = STR_INIT;
	ssize_t n;
	long status;
	size_t which;

	request[0] = '\0';
	while (got < sizeof request - 1 && !strstr(request, "\r\n\r\n") &&
	       (n = recv(fd, request + got, sizeof request - 1 - got, 0)) > 0) {
		got += (size_t)n;
		request[got] = '\0';
	}
	if (!got)
		return;
	serve_field(request, "\r\nRange: bytes=", range, sizeof range);
	serve_field(request, "\r\nIf-Range: ", if_range, sizeof if_range);
	pthread_mutex_lock(&s->lock);
	which = s->requests++;
	str_addf(&s->log, "%.*s range=%s if-range=%s\n", (int)strcspn(request, "\r\n"), request, range, if_range);
	pthread_mutex_unlock(&s->lock);
	t = &s->plan[which < s->steps ? which : s->steps - 1];
	if (t->raw) {
		serve_send(fd, t->raw, strlen(t->raw));
		return;
	}
	len = t->length ? t->length : s->len;
	if (*range && !t->no_ranges && (!*if_range || (t->etag && !strcmp(if_range, t->etag)) || !t->etag))
		from = strtoull(range, NULL, 10);
	status = t->status ? t->status : from ? 206 : 200;
	if (status == 206 && from >= len) {
		status = 416;
		str_addf(&head, "HTTP/1.1 416 x\r\nContent-Range: bytes */%zu\r\n", len);
		from = len;
	} else {
		str_addf(&head, "HTTP/1.1 %ld x\r\n", status);
	}
	if (status == 206 && t->range)
		str_addf(&head, "Content-Range: %s\r\n", t->range);
	else if (status == 206)
		str_addf(&head, "Content-Range: bytes %zu-%zu/%zu\r\n", from, len - 1, len);
	if (t->etag)
		str_addf(&head, "ETag: %s\r\n", t->etag);
	if (t->extra)
		str_add(&head, t->extra);
	if (t->chunked)
		str_add(&head, "Transfer-Encoding: chunked\r\n");
	else
		str_addf(&head, "Content-Length: %zu\r\n", status < 300 ? len - from : 0);
	str_add(&head, "Content-Type: text/plain\r\nConnection: close\r\n\r\n");
	if (serve_send(fd, head.p, head.len) && status < 300)
		serve_body(s, t, fd, s->body + from, len - from);
	str_release(&head);
}

static inline void *serve_thread(void *ctx)
{
	struct server *s = ctx;

	for (;;) {
		int fd = accept(s->fd, NULL, NULL);

		if (fd < 0 || serve_stopped(s)) {
			if (fd >= 0)
				close(fd);
			return NULL;
		}
		serve_one(s, fd);
		close(fd);
	}
}

static inline void serve_start(struct server *s, const char *body, size_t len, const struct step *plan, size_t steps)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof a;

	memset(s, 0, sizeof *s);
	s->body = body;
	s->len = len;
	s->plan = plan;
	s->steps = steps;
	pthread_mutex_init(&s->lock, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&a, sizeof a) || listen(s->fd, 16) ||
	    getsockname(s->fd, (struct sockaddr *)&a, &size))
		abort();
	s->port = ntohs(a.sin_port);
	snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d/file", s->port);
	if (pthread_create(&s->thread, NULL, serve_thread, s))
		abort();
}

static inline void serve_stop(struct server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		                 .sin_port = htons((uint16_t)s->port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_mutex_unlock(&s->lock);
	if (fd >= 0)
		(void)!connect(fd, (struct sockaddr *)&a, sizeof a); /* wakes accept() */
	pthread_join(s->thread, NULL);
	if (fd >= 0)
		close(fd);
	close(s->fd);
	str_release(&s->log);
	pthread_mutex_destroy(&s->lock);
}

#endif
