/* Transfers: one stream over connections that break anywhere, and everything a server can do instead of sending it. */
#include "testing.h"

#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/rng.h"
#include "http_server.h"
#include "toolchain/download.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct notes {
	pthread_mutex_t lock;
	struct str text;
};

static void on_event(void *ctx, const struct event *e)
{
	struct notes *n = ctx;

	pthread_mutex_lock(&n->lock);
	str_addf(&n->text, "%s\n", e->text ? e->text : "");
	pthread_mutex_unlock(&n->lock);
}

/* What came of one transfer. */
struct got {
	struct str bytes, notes;
	struct error err;
	enum download_verdict verdict;
	uint64_t total;
	int rc;
};

static void got_release(struct got *g)
{
	str_release(&g->bytes);
	str_release(&g->notes);
}

static struct got fetch(const char *url, struct download_options o)
{
	struct got g = { .err = ERROR_INIT };
	struct notes notes = { .lock = PTHREAD_MUTEX_INITIALIZER, .text = STR_INIT };
	struct event_sink sink = { on_event, &notes };
	struct download *d;
	const void *p;
	size_t n = 0;

	o.url = url;
	o.shown = "http://shown";
	o.retry_ms = o.retry_ms ? o.retry_ms : 1;
	o.stall_seconds = o.stall_seconds ? o.stall_seconds : 20;
	o.sink = &sink;
	d = download_open(&o);
	while (!(g.rc = download_read(d, &p, &n, &g.err)) && n) {
		str_add_bytes(&g.bytes, p, n);
		assert_int_equal(download_done(d), g.bytes.len);
		assert_int_equal(download_verdict(d), DOWNLOAD_FINE);
	}
	g.verdict = download_verdict(d);
	g.total = download_total(d);
	download_free(d);
	g.notes = notes.text;
	pthread_mutex_destroy(&notes.lock);
	return g;
}

static struct got fetch_plan(const char *body, size_t len, const struct step *plan, size_t steps,
                             struct download_options o, struct str *log)
{
	struct server s;
	struct got g;

	serve_start(&s, body, len, plan, steps);
	g = fetch(s.url, o);
	if (log) {
		str_release(log);
		str_add(log, str_cstr(&s.log));
	}
	serve_stop(&s);
	return g;
}

static void assert_whole(struct got *g, const char *body, size_t len)
{
	if (g->rc)
		fail_msg("failed: %s", g->err.msg);
	assert_int_equal(g->bytes.len, len);
	assert_memory_equal(g->bytes.p, body, len);
	assert_int_equal(g->verdict, DOWNLOAD_FINE);
}

static void assert_failed(struct got *g, enum download_verdict verdict, const char *words)
{
	assert_int_equal(g->rc, -1);
	assert_int_equal(g->err.kind, ERR_INFRA);
	assert_non_null(strstr(g->err.msg, "http://shown"));
	if (!strstr(g->err.msg, words))
		fail_msg("'%s' lacks '%s'", g->err.msg, words);
	assert_int_equal(g->verdict, verdict);
}

static const char small[] = "a small file, long enough to be cut at each of its bytes: 0123456789 abcdefghijklmnopq";
#define SMALL (sizeof small - 1)

static void cut_at_every_byte(void **state)
{
	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		for (size_t cut = 1; cut < SMALL; cut++) {
			struct step plan[] = { { .cut = cut, .etag = kind == 1 ? "\"v1\"" : NULL },
				               { .etag = kind == 1 ? "\"v1\"" : NULL, .no_ranges = kind == 2 } };
			struct str log = STR_INIT;
			char asked[64];
			struct got g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, &log);

			assert_whole(&g, small, SMALL);
			assert_int_equal(g.total, SMALL);
			snprintf(asked, sizeof asked, " range=%zu- if-range=%s\n", cut, kind == 1 ? "\"v1\"" : "");
			assert_non_null(strstr(str_cstr(&log), asked));
			snprintf(asked, sizeof asked, "connection lost after %zu bytes: http://shown: ", cut);
			assert_non_null(strstr(str_cstr(&g.notes), asked));
			str_release(&log);
			got_release(&g);
		}
	}
}

static void cut_again_and_again(void **state)
{
	struct step plan[] = { { .cut = 7 } };
	struct got g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ .retries = 1 }, NULL);
	(void)state;

	/* each connection makes progress: however few tries are allowed without */
	assert_whole(&g, small, SMALL);
	got_release(&g);
	/* and with none it ends, after the bytes that came */
	plan[0].no_ranges = true;
	g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ .retries = 4 }, NULL);
	assert_failed(&g, DOWNLOAD_TRANSIENT, "after 5 tries");
	assert_int_equal(g.bytes.len, 7);
	assert_memory_equal(g.bytes.p, small, 7);
	got_release(&g);
}

static void a_large_one_is_cut_anywhere(void **state)
{
	const size_t len = ((size_t)4 << 20) + 12345;
	char *body = xmalloc(len);
	struct rng rng;
	(void)state;

	rng_seed(&rng, 42);
	for (size_t i = 0; i < len; i++)
		body[i] = (char)rng_next(&rng);
	for (int round = 0; round < 12; round++) {
		struct step plan[9] = { { 0 } };
		struct got g;

		for (size_t i = 0; i + 1 < COUNT(plan); i++)
			plan[i] = (struct step){ .cut = 1 + (size_t)rng_below(&rng, len),
				                 .etag = round % 3 ? "\"one\"" : NULL,
				                 .chunked = round % 4 == 3,
				                 .no_ranges = rng_below(&rng, 3) == 0 };
		plan[8].etag = round % 3 ? "\"one\"" : NULL;
		g = fetch_plan(body, len, plan, COUNT(plan), (struct download_options){ .retries = 20 }, NULL);
		assert_whole(&g, body, len);
		got_release(&g);
	}
	free(body);
}

static void another_file_is_never_mixed_in(void **state)
{
	static const struct {
		struct step first, second;
	} cases[] = {
		{ { .cut = 9, .etag = "\"a\"" }, { .etag = "\"b\"" } },
		{ { .cut = 9, .etag = "W/\"a\"" }, { .etag = "W/\"b\"" } },
		{ { .cut = 9 }, { .length = SMALL - 3 } },
		{ { .cut = 9 }, { .length = SMALL - 3, .no_ranges = true } },
		{ { .cut = 9 }, { .length = 5 } },
		{ { .cut = 9 }, { .length = 5, .no_ranges = true } },
		{ { .cut = 9, .extra = "Last-Modified: Mon, 02 Jan 2006 15:04:05 GMT\r\n" },
		  { .extra = "Last-Modified: Mon, 02 Jan 2006 15:04:06 GMT\r\n" } },
		/* of unknown length, and shorter the second time */
		{ { .cut = 9, .chunked = true }, { .length = 5, .no_ranges = true, .chunked = true } },
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct step plan[] = { cases[i].first, cases[i].second };
		struct got g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, NULL);

		assert_failed(&g, DOWNLOAD_CHANGED, "changed on the server");
		assert_int_equal(g.bytes.len, 9);
		got_release(&g);
	}
}

static void a_wrong_part_is_not_taken(void **state)
{
	static const char *const ranges[] = { "bytes 0-82/83", "bytes 10-20/86", "bytes x-y/z", "pages 9-85/86", "" };
	(void)state;

	for (size_t i = 0; i < COUNT(ranges); i++) {
		struct step plan[] = { { .cut = 9 }, { .range = ranges[i], .status = 206 }, { 0 } };
		struct str log = STR_INIT;
		struct got g = fetch_plan(small, SMALL, plan, 3, (struct download_options){ 0 }, &log);

		if (i == 0) {
			assert_failed(&g, DOWNLOAD_CHANGED, "changed"); /* its total is another */
		} else {
			assert_whole(&g, small, SMALL);
			assert_non_null(strstr(str_cstr(&log),
			                       " range= if-range=\nGET /file HTTP/1.1 range=9- if-range=\n"
			                       "GET /file HTTP/1.1 range= if-range=\n"));
		}
		str_release(&log);
		got_release(&g);
	}
}

static void only_the_end_mark_was_missing(void **state)
{
	/* of unknown length, all bytes came, the last chunk's mark did not: the server says there is no more */
	struct step plan[] = { { .chunked = true, .cut = SMALL }, { 0 } };
	struct got g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, NULL);
	(void)state;

	assert_whole(&g, small, SMALL);
	got_release(&g);
}

static void busy_servers_are_asked_again(void **state)
{
	static const long busy[] = { 408, 429, 500, 502, 503, 504 };
	(void)state;

	for (size_t i = 0; i < COUNT(busy); i++) {
		/* before the first byte, and between two parts */
		struct step plan[] = { { .status = busy[i] }, { .cut = 9 }, { .status = busy[i] }, { 0 } };
		struct got g = fetch_plan(small, SMALL, plan, 4, (struct download_options){ 0 }, NULL);

		assert_whole(&g, small, SMALL);
		got_release(&g);
	}
	for (int status = 503; status <= 504; status++) {
		struct step plan[] = { { .status = status } };
		struct str log = STR_INIT;
		struct got g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ .retries = 3 }, &log);
		size_t asked = 0;

		assert_failed(&g, DOWNLOAD_TRANSIENT, "after 4 tries");
		for (const char *p = log.p; (p = strstr(p, "GET ")); p++)
			asked++;
		assert_int_equal(asked, 4);
		str_release(&log);
		got_release(&g);
	}
}

static void others_are_not(void **state)
{
	static const struct {
		long status;
		enum download_verdict verdict;
	} cases[] = { { 404, DOWNLOAD_GONE },   { 410, DOWNLOAD_GONE },   { 401, DOWNLOAD_FAILED },
		      { 403, DOWNLOAD_FAILED }, { 400, DOWNLOAD_FAILED }, { 501, DOWNLOAD_FAILED },
		      { 204, DOWNLOAD_FAILED }, { 206, DOWNLOAD_FAILED }, { 304, DOWNLOAD_FAILED },
		      { 416, DOWNLOAD_FAILED } };
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct step plan[] = { { .status = cases[i].status } };
		struct str log = STR_INIT;
		char words[64];
		struct got g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ 0 }, &log);

		snprintf(words, sizeof words, "HTTP status %ld", cases[i].status);
		assert_failed(&g, cases[i].verdict, words);
		assert_int_equal(g.bytes.len, 0);
		assert_null(strstr(strstr(str_cstr(&log), "GET ") + 1, "GET "));
		str_release(&log);
		got_release(&g);
	}
}

static void it_waits_as_long_as_asked(void **state)
{
	struct step plan[] = { { .status = 503, .extra = "Retry-After: 1\r\n" }, { 0 } };
	int64_t start = clock_ns();
	struct got g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, NULL);
	char date[64], line[96];
	time_t soon = time(NULL) + 3600;
	struct tm tm;
	(void)state;

	assert_whole(&g, small, SMALL);
	assert_true(clock_ns() - start >= INT64_C(1000000000));
	got_release(&g);
	/* longer than anybody waits: it says so at once */
	plan[0] = (struct step){ .status = 429, .extra = "Retry-After: 61\r\n" };
	g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, NULL);
	assert_failed(&g, DOWNLOAD_TRANSIENT, "come back in 61 s");
	got_release(&g);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&soon, &tm));
	snprintf(line, sizeof line, "Retry-After: %s\r\n", date);
	plan[0] = (struct step){ .status = 503, .extra = line };
	g = fetch_plan(small, SMALL, plan, 2, (struct download_options){ 0 }, NULL);
	assert_failed(&g, DOWNLOAD_TRANSIENT, "come back in 3");
	got_release(&g);
}

static void slowness_ends(void **state)
{
	/* nothing at all, and less than a kilobyte a second: each counts as three tries */
	struct step silent[] = { { .cut = 9, .hang = true } }, trickle[] = { { .trickle = 60 } };
	struct download_options o = { .stall_seconds = 1, .retries = 2 };
	struct got g;
	(void)state;

	g = fetch_plan(small, SMALL, silent, 1, o, NULL);
	assert_failed(&g, DOWNLOAD_TRANSIENT, "nothing came for 1 s");
	assert_int_equal(g.bytes.len, 9);
	got_release(&g);
	g = fetch_plan(small, SMALL, trickle, 1, o, NULL);
	assert_failed(&g, DOWNLOAD_TRANSIENT, "too slow");
	assert_true(g.bytes.len > 0 && g.bytes.len < SMALL);
	got_release(&g);
}

static void the_readers_slowness_does_not_count(void **state)
{
	const size_t len = (size_t)12 << 20; /* more than the ring and the sockets take */
	struct step plan[] = { { 0 } };
	struct error err = ERROR_INIT;
	struct download_options o = { .shown = "http://shown", .stall_seconds = 1, .retries = 1 };
	struct server s;
	struct download *d;
	char *body = xcalloc(len, 1);
	const void *p;
	size_t n = 0;
	int rc, reads = 0;
	(void)state;

	serve_start(&s, body, len, plan, 1);
	o.url = s.url;
	d = download_open(&o);
	while (!(rc = download_read(d, &p, &n, &err)) && n)
		if (++reads == 2)
			usleep(2500000); /* as a disk that hangs: the ring fills, and the sender waits */
	assert_int_equal(rc, 0);
	assert_int_equal(download_done(d), len);
	download_free(d);
	assert_int_equal(s.requests, 1);
	serve_stop(&s);
	free(body);
}

static void what_is_no_answer(void **state)
{
	static const struct {
		const char *raw, *words;
		enum download_verdict verdict;
	} cases[] = {
		{ "SSH-2.0-OpenSSH_9.9\r\n", "HTTP", DOWNLOAD_FAILED },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nx", "larger than", DOWNLOAD_FAILED },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nx", "", DOWNLOAD_FAILED },
		{ "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "http",
		  DOWNLOAD_FAILED },
		{ "HTTP/1.1 302 Found\r\nLocation: /file\r\nContent-Length: 0\r\n\r\n", "redirect", DOWNLOAD_FAILED },
		{ "HTTP/1.1 302 Found\r\nLocation: gopher://u:secret@h/?secret\r\nContent-Length: 0\r\n\r\n", "http",
		  DOWNLOAD_FAILED },
		{ "", "", DOWNLOAD_TRANSIENT },
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct step plan[] = { { .raw = cases[i].raw } };
		struct got g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ .retries = 1 }, NULL);

		assert_failed(&g, cases[i].verdict, cases[i].words);
		assert_null(strstr(g.err.msg, "secret"));
		assert_null(strstr(str_cstr(&g.notes), "secret"));
		got_release(&g);
	}
}

static void heads_end(void **state)
{
	struct str head = STR_INIT;
	struct step plan[1] = { { 0 } };
	struct got g;
	(void)state;

	str_add(&head, "HTTP/1.1 200 OK\r\n");
	while (head.len < (size_t)400 << 10)
		str_add(&head, "X-More: and more and more and more and more\r\n");
	plan[0].raw = head.p;
	g = fetch_plan(small, SMALL, plan, 1, (struct download_options){ 0 }, NULL);
	assert_failed(&g, DOWNLOAD_FAILED, "");
	got_release(&g);
	str_release(&head);
}

static void more_than_may_come(void **state)
{
	struct step announced[] = { { 0 } }, silent[] = { { .chunked = true } };
	struct download_options o = { .max_bytes = SMALL - 1 };
	struct got g = fetch_plan(small, SMALL, announced, 1, o, NULL);
	(void)state;

	assert_failed(&g, DOWNLOAD_FAILED, "larger than the 85 bytes");
	got_release(&g);
	g = fetch_plan(small, SMALL, silent, 1, o, NULL);
	assert_failed(&g, DOWNLOAD_FAILED, "larger than the 85 bytes");
	got_release(&g);
	o.max_bytes = SMALL;
	g = fetch_plan(small, SMALL, silent, 1, o, NULL);
	assert_whole(&g, small, SMALL);
	assert_int_equal(g.total, 0);
	got_release(&g);
}

static void *interrupt_soon(void *ctx)
{
	(void)ctx;
	usleep(30000);
	interrupt_raise();
	return NULL;
}

static void an_interrupt_ends_it(void **state)
{
	struct step hangs[] = { { .cut = 9, .hang = true } },
		    asks[] = { { .status = 503, .extra = "Retry-After: 50\r\n" } };
	struct step *plans[] = { hangs, asks };
	(void)state;

	/* several times: who sees it first, this thread or the transfer's, is chance */
	for (size_t i = 0; i < 5 * COUNT(plans); i++) {
		struct download_options o = { .shown = "http://shown", .stall_seconds = 100 };
		struct error err = ERROR_INIT;
		struct server s;
		struct download *d;
		pthread_t thread;
		const void *p;
		size_t n = 1, first = 9;
		int rc = 0;

		serve_start(&s, small, SMALL, plans[i % 2], 1);
		o.url = s.url;
		d = download_open(&o);
		if (i % 2 == 0) {
			rc = download_read(d, &p, &n, &err);
			first = n;
		}
		assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
		rc = download_read(d, &p, &n, &err);
		download_free(d); /* the test's own time limit would show a wait */
		pthread_join(thread, NULL);
		interrupt_clear();
		serve_stop(&s); /* before anything fails: its thread uses what is on the stack here */
		assert_int_equal(first, 9);
		assert_int_equal(rc, -1);
		assert_int_equal(err.kind, ERR_INTERRUPTED);
	}
}

static void leaving_in_the_middle(void **state)
{
	const size_t len = (size_t)12 << 20; /* more than the ring and the sockets take */
	struct step plan[] = { { 0 } };
	char *body = xcalloc(len, 1);
	(void)state;

	/* with a full ring, after the first bytes, and before any */
	for (int i = 0; i < 3; i++) {
		struct server s;
		struct download_options o = { .shown = "http://shown" };
		struct error err = ERROR_INIT;
		struct download *d;
		const void *p;
		size_t n;

		serve_start(&s, body, len, plan, 1);
		o.url = s.url;
		d = download_open(&o);
		if (i < 2)
			assert_int_equal(download_read(d, &p, &n, &err), 0);
		if (i < 1)
			usleep(100000);
		assert_int_equal(download_verdict(d), DOWNLOAD_FINE);
		download_free(d);
		serve_stop(&s);
	}
	free(body);
}

static void texts(void **state)
{
	struct step plan[] = {
		{ .cut = 9, .etag = "\"a\"" }, { .etag = "\"b\"" }, { .status = 503 }, { .etag = "\"b\"" }
	};
	struct download_options o = { .shown = "http://shown", .retry_ms = 1 };
	enum download_verdict verdict;
	struct error err = ERROR_INIT;
	struct str out = STR_INIT;
	struct server s;
	(void)state;

	/* changed in the middle: begun anew, once; nothing of the old one stays */
	serve_start(&s, small, SMALL, plan, COUNT(plan));
	o.url = s.url;
	str_add(&out, "before ");
	assert_int_equal(download_text(&o, &out, &verdict, &err), 0);
	assert_int_equal(verdict, DOWNLOAD_FINE);
	assert_int_equal(err.kind, ERR_NONE);
	assert_int_equal(out.len, SMALL + 7);
	assert_string_equal(out.p + 7, small);
	assert_int_equal(s.requests, 4);
	serve_stop(&s);
	/* and a failure leaves what was there */
	str_reset(&out);
	str_add(&out, "before ");
	serve_start(&s, small, SMALL, (struct step[]){ { .cut = 9 }, { .status = 404 } }, 2);
	o.url = s.url;
	assert_int_equal(download_text(&o, &out, &verdict, &err), -1);
	assert_int_equal(verdict, DOWNLOAD_GONE);
	assert_string_equal(out.p, "before ");
	serve_stop(&s);
	str_release(&out);
}

static void files(void **state)
{
	char *folder = test_folder(), *path = xasprintf("%s/a b%%", folder);
	char *url = xasprintf("file://%s/a%%20b%%25", folder), *missing = xasprintf("file://%s/x", folder);
	struct error err = ERROR_INIT;
	struct got g;
	(void)state;

	assert_int_equal(file_write(path, small, SMALL, &err), 0);
	g = fetch(url, (struct download_options){ 0 });
	assert_whole(&g, small, SMALL);
	got_release(&g);
	g = fetch(url, (struct download_options){ .max_bytes = 3 });
	assert_failed(&g, DOWNLOAD_FAILED, "larger");
	got_release(&g);
	g = fetch(missing, (struct download_options){ 0 });
	assert_failed(&g, DOWNLOAD_GONE, "no such file");
	got_release(&g);
	tree_remove(folder, &err);
	free(url);
	free(missing);
	free(path);
	free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_at_every_byte),
		cmocka_unit_test(cut_again_and_again),
		cmocka_unit_test(a_large_one_is_cut_anywhere),
		cmocka_unit_test(another_file_is_never_mixed_in),
		cmocka_unit_test(a_wrong_part_is_not_taken),
		cmocka_unit_test(only_the_end_mark_was_missing),
		cmocka_unit_test(busy_servers_are_asked_again),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(it_waits_as_long_as_asked),
		cmocka_unit_test(slowness_ends),
		cmocka_unit_test(the_readers_slowness_does_not_count),
		cmocka_unit_test(what_is_no_answer),
		cmocka_unit_test(heads_end),
		cmocka_unit_test(more_than_may_come),
		cmocka_unit_test(an_interrupt_ends_it),
		cmocka_unit_test(leaving_in_the_middle),
		cmocka_unit_test(texts),
		cmocka_unit_test(files),
	};
	static const char *const names[] = { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "NETRC" };

	for (size_t i = 0; i < COUNT(names); i++)
		unsetenv(names[i]);
	unsetenv("GOALLOC_RETRIES");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
