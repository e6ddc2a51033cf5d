/* The download index: what is taken from it, what is passed over, and what is no index at all. */
#include "testing.h"

#include "base/alloc.h"
#include "base/str.h"
#include "toolchain/download_index.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void add_file(struct str *s, const char *name, const char *os, const char *version, const char *sha256,
                     const char *kind)
{
	str_addf(s,
	         "%s{\"filename\":\"%s\",\"os\":\"%s\",\"arch\":\"amd64\",\"version\":\"%s\",\"sha256\":\"%s\","
	         "\"size\":1234,\"kind\":\"%s\"}",
	         str_ends(str_cstr(s), "[") ? "" : ",", name, os, version, sha256, kind);
}

/* One release with one file. */
static void one(struct str *s, const char *version, const char *name, const char *os, const char *sha256,
                const char *kind)
{
	str_reset(s);
	str_addf(s, "[{\"version\":\"%s\",\"stable\":true,\"files\":[", version);
	add_file(s, name, os, version, sha256, kind);
	str_add(s, "]}]");
}

static int parse(const char *text, const char *goos, struct download_index *x, struct error *err)
{
	error_clear(err);
	*x = (struct download_index)DOWNLOAD_INDEX_INIT;
	return download_index_parse(text, strlen(text), goos, "amd64", x, err);
}

static void archives_of_the_platform_are_taken(void **state)
{
	struct str s = STR_INIT;
	struct download_index x;
	struct error err = ERROR_INIT;
	struct go_version v;
	const struct index_file *f;
	(void)state;

	str_add(&s, "[{\"version\":\"go1.22.1\",\"more\":[1,{}],\"files\":[");
	add_file(&s, "go1.22.1.linux-amd64.tar.gz", "linux", "go1.22.1", SHA, "archive");
	add_file(&s, "go1.22.1.windows-amd64.zip", "windows", "go1.22.1", SHA, "archive");
	add_file(&s, "go1.22.1.src.tar.gz", "", "go1.22.1", SHA, "source");
	str_add(&s, "]},{\"version\":\"go1.9rc2\",\"files\":[");
	add_file(&s, "go1.9rc2.linux-amd64.tar.gz", "linux", "go1.9rc2", OTHER, "archive");
	str_add(&s, "]},{\"version\":\"go1.1\",\"files\":[");
	add_file(&s, "go1.1.linux-amd64.tar.gz", "linux", "go1.1", SHA, "archive");
	str_add(&s, "]}]");
	if (parse(s.p, "linux", &x, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(x.releases, 3);
	assert_int_equal(x.len, 2); /* go1.1 is before all that can be measured */
	assert_string_equal(x.items[0].filename, "go1.9rc2.linux-amd64.tar.gz");
	assert_true(version_parse("1.22.1", &v));
	f = download_index_find(&x, &v);
	assert_non_null(f);
	assert_string_equal(f->filename, "go1.22.1.linux-amd64.tar.gz");
	assert_string_equal(f->sha256, SHA);
	assert_int_equal(f->size, 1234);
	assert_true(version_parse("1.22.2", &v));
	assert_null(download_index_find(&x, &v));
	download_index_release(&x);
	assert_int_equal(parse(s.p, "plan9", &x, &err), 0);
	assert_int_equal(x.len, 0);
	assert_int_equal(x.releases, 3);
	str_release(&s);
}

static void what_is_not_as_it_should_be_is_passed_over(void **state)
{
	static const struct {
		const char *version, *name, *os, *sha256, *kind;
	} t[] = {
		{ "go1.22.1", "../../go1.22.1.linux-amd64.tar.gz", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz/../x", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz?x", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.2.linux-amd64.tar.gz", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64-osx10.8.tar.gz", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.zip", "linux", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "darwin", SHA, "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", SHA, "installer" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", "", "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", SHA "0", "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", SHA "z", "archive" },
		{ "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux",
		  "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "archive" },
		{ "1.22.1", "1.22.1.linux-amd64.tar.gz", "linux", SHA, "archive" },
		{ "go1.22.1x", "go1.22.1x.linux-amd64.tar.gz", "linux", SHA, "archive" },
	};
	static const char *const shapes[] = { "[]", "[1,null,\"x\",[]]", "[{\"version\":\"go1.22.1\",\"files\":{}}]",
		                              "[{\"version\":1,\"files\":[]}]",
		                              "[{\"version\":\"go1.22.1\",\"files\":[1,[],{\"filename\":2}]}]" };
	struct str s = STR_INIT;
	struct download_index x;
	struct error err = ERROR_INIT;
	(void)state;

	one(&s, "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", SHA, "archive");
	assert_int_equal(parse(s.p, "linux", &x, &err), 0);
	assert_int_equal(x.len, 1);
	download_index_release(&x);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		one(&s, t[i].version, t[i].name, t[i].os, t[i].sha256, t[i].kind);
		if (parse(s.p, "linux", &x, &err))
			fail_msg("%s", err.msg);
		if (x.len)
			fail_msg("%zu: %s is taken", i, t[i].name);
		download_index_release(&x);
	}
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		assert_int_equal(parse(shapes[i], "linux", &x, &err), 0);
		assert_int_equal(x.len, 0);
		download_index_release(&x);
	}
	str_release(&s);
}

static void of_several_for_darwin_the_newest_is_taken(void **state)
{
	struct str s = STR_INIT;
	struct download_index x;
	struct error err = ERROR_INIT;
	(void)state;

	str_add(&s, "[{\"version\":\"go1.4.2\",\"files\":[");
	add_file(&s, "go1.4.2.darwin-amd64-osx10.6.tar.gz", "darwin", "go1.4.2", SHA, "archive");
	add_file(&s, "go1.4.2.darwin-amd64-osx10.8.tar.gz", "darwin", "go1.4.2", OTHER, "archive");
	add_file(&s, "go1.4.2.darwin-amd64-osx10.7.tar.gz", "darwin", "go1.4.2", SHA, "archive");
	add_file(&s, "go1.4.2.darwin-amd64-osx10.x.tar.gz", "darwin", "go1.4.2", SHA, "archive");
	str_add(&s, "]}]");
	assert_int_equal(parse(s.p, "darwin", &x, &err), 0);
	assert_int_equal(x.len, 1);
	assert_string_equal(x.items[0].filename, "go1.4.2.darwin-amd64-osx10.8.tar.gz");
	assert_string_equal(x.items[0].sha256, OTHER);
	download_index_release(&x);
	str_release(&s);
}

static void refuse(const char *text, const char *says)
{
	struct download_index x;
	struct error err = ERROR_INIT;

	if (!parse(text, "linux", &x, &err))
		fail_msg("%.60s is taken for an index", text);
	assert_int_equal(err.kind, ERR_CORRUPT);
	assert_int_equal(x.len, 0);
	if (!strstr(err.msg, says))
		fail_msg("'%s' does not say '%s'", err.msg, says);
}

static void what_is_no_index_is_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} t[] = {
		{ "", "no JSON" },
		{ "<html>", "no JSON" },
		{ "[{\"version\":\"go1.22.1\"", "no JSON" },
		{ "[] []", "no JSON" },
		{ "[{\"version\":\"a\",\"version\":\"b\"}]", "no JSON" },
		{ "[\"\xff\"]", "no JSON" },
		{ "{}", "no list" },
		{ "[[[[[[[[[[]]]]]]]]]]", "deeper" },
	};
	struct str s = STR_INIT;
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		refuse(t[i].text, t[i].says);
	/* two digests for one archive */
	str_add(&s, "[{\"version\":\"go1.22.1\",\"files\":[");
	add_file(&s, "go1.22.1.linux-amd64.tar.gz", "linux", "go1.22.1", SHA, "archive");
	add_file(&s, "go1.22.1.linux-amd64.tar.gz", "linux", "go1.22.1", OTHER, "archive");
	str_add(&s, "]}]");
	refuse(s.p, "two digests");
	/* more values than any index has: before they cost memory */
	str_reset(&s);
	str_add(&s, "[0");
	for (size_t i = 0; i <= INDEX_MAX_VALUES; i++)
		str_add(&s, ",0");
	str_add(&s, "]");
	refuse(s.p, "more values");
	/* commas in a string are none */
	str_reset(&s);
	str_add(&s, "[\"");
	for (size_t i = 0; i <= INDEX_MAX_VALUES; i++)
		str_add(&s, ",[");
	str_add(&s, "\"]");
	struct download_index x;
	struct error err = ERROR_INIT;

	assert_int_equal(parse(s.p, "linux", &x, &err), 0);
	download_index_release(&x);
	str_release(&s);
}

static void every_truncation_is_refused(void **state)
{
	struct str s = STR_INIT;
	(void)state;

	one(&s, "go1.22.1", "go1.22.1.linux-amd64.tar.gz", "linux", SHA, "archive");
	for (size_t n = s.len; n-- > 0;) {
		s.p[n] = '\0';
		refuse(s.p, "no JSON");
	}
	str_release(&s);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(archives_of_the_platform_are_taken),
	cmocka_unit_test(what_is_not_as_it_should_be_is_passed_over),
	cmocka_unit_test(of_several_for_darwin_the_newest_is_taken),
	cmocka_unit_test(what_is_no_index_is_refused),
	cmocka_unit_test(every_truncation_is_refused),
};

TEST_MAIN(tests)
