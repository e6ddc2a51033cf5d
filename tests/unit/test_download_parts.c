/* The parts of a transfer: the head of an answer, what is shown of addresses and failures, the ring between threads. */
#include "testing.h"

#include <pthread.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "toolchain/download_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void what_is_shown_of_an_address(void **state)
{
	static const char *const cases[][2] = {
		{ "https://h/p", "https://h/p" },
		{ "https://h:8080/golang.org/toolchain/@v/list", "https://h:8080/golang.org/toolchain/@v/list" },
		{ "https://user:secret@h/p", "https://h/p" },
		{ "https://user:se@cret@h/p?secret#secret", "https://h/p" },
		{ "https://user@h", "https://h" },
		{ "https://h?secret", "https://h" },
		{ "https://h/?u@secret", "https://h/" },
		{ "https://[::1]:80/p", "https://[::1]:80/p" },
		/* a password that ought to be encoded */
		{ "https://user:sec/ret@h/p", "https://h/p" },
		{ "https://user:sec?ret@h/p?q", "https://h/p" },
		{ "https://user:sec#ret@h", "https://h" },
		{ "https://user:secret/x", "https://..." },
		{ "file:///a@b/c", "file:///a@b/c" },
		{ "nonsense?secret", "nonsense" },
		{ "user:secret@nonsense/x", "nonsense/x" },
		{ "", "" },
	};
	(void)state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *shown = url_without_credentials(cases[i][0]);

		assert_string_equal(shown, cases[i][1]);
		free(shown);
	}
}

static void what_libcurl_says_is_looked_at(void **state)
{
	static const char *const leaks[] = { "cannot parse http://user:secret@h", "no host user:secret@h",
		                             "h/?secret" };
	struct download d = { .shown = (char[]){ "http://shown" } };
	struct transfer t = { .d = &d };
	struct error err = ERROR_INIT;
	(void)state;

	for (size_t i = 0; i < COUNT(leaks); i++) {
		str_copy(t.reason, sizeof t.reason, leaks[i], strlen(leaks[i]));
		assert_int_equal(failure_of_curl(&t, CURLE_COULDNT_RESOLVE_HOST, &err), -1);
		assert_null(strstr(err.msg, "secret"));
		assert_non_null(strstr(err.msg, "http://shown: "));
	}
	str_copy(t.reason, sizeof t.reason, "harmless words", 14);
	failure_of_curl(&t, CURLE_COULDNT_RESOLVE_HOST, &err);
	assert_non_null(strstr(err.msg, "harmless words"));
	/* with something received already, somebody is there */
	assert_int_equal(t.verdict, DOWNLOAD_FAILED);
	t.received = 1;
	failure_of_curl(&t, CURLE_COULDNT_RESOLVE_HOST, &err);
	assert_int_equal(t.verdict, DOWNLOAD_TRANSIENT);
}

static void lines_of_an_answer(void **state)
{
	static const struct {
		const char *line;
		bool has, star;
		uint64_t from, total;
	} ranges[] = {
		{ "Content-Range: bytes 5-9/10\r\n", true, false, 5, 10 },
		{ "content-range:BYTES  5-9/*\r\n", true, false, 5, 0 },
		{ "Content-Range: bytes */10\r\n", false, true, 0, 10 },
		{ "Content-Range: bytes */*\r\n", false, false, 0, 0 },
		{ "Content-Range: bytes 9-5/10\r\n", false, false, 9, 0 },
		{ "Content-Range: bytes 5-10/10\r\n", false, false, 5, 10 },
		{ "Content-Range: bytes -5-10/10\r\n", false, false, 0, 0 },
		{ "Content-Range: bytes 5-9/10x\r\n", false, false, 5, 10 },
		{ "Content-Range: bytes 99999999999999999999-9/10\r\n", false, false, 0, 0 },
	};
	struct answer a = { 0 };
	char line[2048];
	(void)state;

	for (size_t i = 0; i < COUNT(ranges); i++) {
		a = (struct answer){ 0 };
		assert_false(answer_line(&a, "HTTP/1.1 206 x\r\n", 16));
		assert_false(answer_line(&a, ranges[i].line, strlen(ranges[i].line)));
		assert_true(answer_line(&a, "\r\n", 2));
		assert_int_equal(a.status, 206);
		assert_int_equal(a.has_range, ranges[i].has);
		assert_int_equal(a.unsatisfied, ranges[i].star);
		if (a.has_range || a.unsatisfied) {
			assert_int_equal(a.range_from, ranges[i].from);
			assert_int_equal(a.range_total, ranges[i].total);
		}
	}
	/* a second head forgets the first, a trailer changes nothing, what is too long is none */
	assert_false(answer_line(&a, "HTTP/2 200\r\n", 12));
	assert_false(a.has_range);
	memset(line, 'x', sizeof line);
	memcpy(line, "ETag: \"", 7);
	assert_false(answer_line(&a, line, 300));
	assert_false(answer_line(&a, line, sizeof line));
	assert_string_equal(a.etag, "");
	assert_true(answer_line(&a, "\n", 1));
	assert_false(answer_line(&a, "ETag: \"y\"\r\n", 11));
	assert_string_equal(a.etag, "");
	/* an empty line before any answer ends nothing */
	a = (struct answer){ 0 };
	assert_false(answer_line(&a, "\r\n", 2));
	assert_null(answer_if_range(&(struct file_version){ .etag = "W/\"x\"" }));
}

struct pipe_end {
	struct ring *ring;
	size_t len;
};

static void *put_everything(void *ctx)
{
	struct pipe_end *e = ctx;
	struct rng rng;
	int64_t blocked = 0;

	rng_seed(&rng, 7);
	for (size_t i = 0; i < e->len;) {
		unsigned char part[700];
		size_t n = 1 + (size_t)rng_below(&rng, sizeof part);

		if (n > e->len - i)
			n = e->len - i;
		for (size_t k = 0; k < n; k++)
			part[k] = (unsigned char)((i + k) * 31 >> 3);
		if (!ring_put(e->ring, part, n, &blocked))
			return NULL;
		i += n;
	}
	ring_end(e->ring);
	return NULL;
}

static void the_ring_keeps_order(void **state)
{
	/* capacities around the size of a part, so that every way of wrapping around is met */
	(void)state;
	for (size_t capacity = 1; capacity < 2000; capacity = capacity * 3 + 1) {
		struct pipe_end e = { ring_new(capacity), 100000 };
		pthread_t thread;
		const void *p;
		size_t n, at = 0;
		enum ring_taken taken;

		if (capacity < 100)
			e.len = 5000;
		assert_int_equal(pthread_create(&thread, NULL, put_everything, &e), 0);
		while ((taken = ring_take(e.ring, &p, &n, 1000)) != RING_END) {
			for (size_t i = 0; taken == RING_BYTES && i < n; i++)
				assert_int_equal(((const unsigned char *)p)[i], (unsigned char)((at + i) * 31 >> 3));
			at += n;
		}
		pthread_join(thread, NULL);
		assert_int_equal(at, e.len);
		ring_free(e.ring);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_an_answer),
		cmocka_unit_test(what_is_shown_of_an_address),
		cmocka_unit_test(what_libcurl_says_is_looked_at),
		cmocka_unit_test(the_ring_keeps_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
