/* What checksum databases are called and what they say, as text: names, answers, heads, records. */
#include "testing.h"

#include "log_fixture.h"
#include "toolchain/sumdb_text.h"

#define KEY "756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"

static void databases_are_named_as_for_the_go_command(void **state)
{
	static const struct {
		const char *text, *name, *url;
	} good[] = {
		{ "db.test+" KEY, "db.test", "" },
		{ "  db.test+" KEY "\t", "db.test", "" },
		{ "db.test+" KEY " https://mirror.test/sum/", "db.test", "https://mirror.test/sum" },
		{ "db.test+" KEY " file:///srv/sum", "db.test", "file:///srv/sum" },
	};
	static const struct {
		const char *text, *says;
	} wrong[] = {
		{ "", "NAME" },
		{ " ", "NAME" },
		{ "db.test+" KEY " https://a.test https://b.test", "NAME" },
		{ "db.test", "NAME+HASH+KEY" },
		{ "db.test https://a.test", "NAME+HASH+KEY" },
		{ "evil.test+" KEY, "hash" },
		{ "db.test+" KEY " mirror.test", "address" },
		{ "db.test+" KEY " ftp://mirror.test", "address" },
		{ "db.test+" KEY " https://", "address" },
	};
	struct sumdb_spec spec;
	(void)state;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct error err = ERROR_INIT;

		if (sumdb_spec_parse(good[i].text, &spec, &err))
			fail_msg("'%s': %s", good[i].text, err.msg);
		assert_string_equal(spec.key.name, good[i].name);
		assert_string_equal(spec.url, good[i].url);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct error err = ERROR_INIT;

		if (!sumdb_spec_parse(wrong[i].text, &spec, &err) || err.kind != ERR_USAGE)
			fail_msg("accepted: '%s'", wrong[i].text);
		if (!strstr(err.msg, wrong[i].says) || !str_starts(err.msg, "GOSUMDB"))
			fail_msg("'%s' does not say '%s'", err.msg, wrong[i].says);
	}
}

/* The name becomes part of addresses and a folder's name. */
static void names_that_are_no_hosts_are_refused(void **state)
{
	static const char *const names[] = { "..",    "../x", "/etc", "a/../b", "a/",        "a//b", ".hidden",
		                             "a?b",   "a#b",  "u@h",  "a%2fb",  ":80",       "-x",   "a\\b",
		                             "a\x7f", "'x'",  "a;b",  "$a",     "gr\xc3\xbc" };
	(void)state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct signer s;
		struct sumdb_spec spec;
		struct error err = ERROR_INIT;

		signer_open(&s, "x.test"); /* for a key; its hash under the bad name is computed here */
		char base64[64], *text;
		unsigned char raw[1 + ED25519_KEY] = { 1 };
		struct note_key k;

		memcpy(raw + 1, s.public.key, ED25519_KEY);
		base64_encode(raw, sizeof raw, base64, sizeof base64);
		if (note_key_make(names[i], base64, &k)) {
			text = xasprintf("%s+%08x+%s", names[i], (unsigned)k.hash, base64);
			if (!sumdb_spec_parse(text, &spec, &err))
				fail_msg("accepted: '%s'", names[i]);
			assert_int_equal(err.kind, ERR_USAGE);
			free(text);
		}
		signer_close(&s);
	}
}

static void answers_are_parsed_strictly(void **state)
{
	static const char *const wrong[] = {
		"",
		"\n",
		"1",
		"1\n",
		"1\n\n",
		"x\na b h1:\n\nhead\n",
		"-1\na\n\nh\n",
		"01\na\n\nh\n",
		"1 \na\n\nh\n",
		"1\n\na\n\nh\n",
		"1\na\n",
		"281474976710657\na\n\nh\n",
		"99999999999999999999999999\na\n\nh\n",
		"1\na\x01\n\nh\n",
		"1\na\xff\n\nh\n",
		"1\r\na\n\nh\n",
	};
	static const char *const heads[] = {
		"",
		"go.sum database tree\n",
		"go.sum database tree\n1\n",
		"go.sum database tree\n1\nAAAA\n",
		"go.sum database tree\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
		"go.sum database tree\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
		"go.sum database tree\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"go.sum database tree\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"go.sum database tree\n281474976710657\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"go.sum database tree v2\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
	};
	static const char good[] =
		"go.sum database tree\n281474976710656\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nlater\n";
	struct sumdb_answer a;
	struct tlog_tree tree;
	struct error err = ERROR_INIT;
	(void)state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		error_clear(&err);
		if (!sumdb_answer_parse(wrong[i], strlen(wrong[i]), &a, &err) || err.kind != ERR_CORRUPT)
			fail_msg("accepted: '%s'", wrong[i]);
	}
	assert_int_equal(sumdb_answer_parse("12\na\nb\n\nh\n\ni\n", 13, &a, &err), 0);
	assert_int_equal(a.record, 12);
	assert_int_equal(a.text_len, 4);
	assert_int_equal(a.head_len, 5);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (!sumdb_tree_parse(heads[i], strlen(heads[i]), &tree, &err))
			fail_msg("accepted: '%s'", heads[i]);
	assert_int_equal(sumdb_tree_parse(good, strlen(good), &tree, &err), 0);
	assert_true(tree.size == TLOG_SIZE_MAX);
}

static void digests_are_taken_from_the_right_line(void **state)
{
#define A "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define B "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	static const struct {
		const char *record, *digest; /* NULL: none */
	} t[] = {
		{ "m v1 " A "\nm v1/go.mod " B "\n", A },
		{ "m v1/go.mod " B "\nm v1 " A "\n", A },
		{ "m v1 h2:later\nm v1 " A "\n", A },
		{ "m v1 " A "\nm v1 " A "\n", A },
		{ "m v1 " A "\nm v1 " B "\n", NULL },
		{ "m v1/go.mod " B "\n", NULL },
		{ "m v11 " A "\n", NULL },
		{ "xm v1 " A "\n", NULL },
		{ "m  v1 " A "\n", NULL },
		{ "m v1 " A " \n", NULL },
		{ "m v1 " A "A\n", NULL },
		{ "m v1 h1:short\n", NULL },
		{ "m v1 " A, NULL }, /* not a line */
		{ "", NULL },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct error err = ERROR_INIT;
		char digest[H1_TEXT];
		int rc = sumdb_record_digest(t[i].record, strlen(t[i].record), "m", "v1", digest, &err);

		if (rc != (t[i].digest ? 0 : -1))
			fail_msg("%zu: %s: %s", i, t[i].record, rc ? err.msg : "accepted");
		if (t[i].digest)
			assert_string_equal(digest, t[i].digest);
		else
			assert_int_equal(err.kind, ERR_CORRUPT);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(databases_are_named_as_for_the_go_command),
	cmocka_unit_test(names_that_are_no_hosts_are_refused),
	cmocka_unit_test(answers_are_parsed_strictly),
	cmocka_unit_test(digests_are_taken_from_the_right_line),
};

TEST_MAIN(tests)
