/* Keys and signed notes: what is accepted, and everything that must not be. */
#include "testing.h"

#include "log_fixture.h"

/* tests/tools/fake_sumdb.py --vectors: an implementation that shares nothing with this one */
#define KEY "db.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define TEXT "go.sum database tree\n1000\n/OM0wh4QVBZH2yGIJAxlVIH0IqehjKLfQ+JUXW3B0iM=\n"
#define DASH "\xe2\x80\x94 "
#define SIGNATURE                                                                                                      \
	DASH "db.test dWyzhUBlz5CcyrQ8nyetpF0BbvhFR6mQIzLcnwX+ms2kpFxUa/BXJAZbozZNhoSBVt+cjYSKCKmacvqM83+v1IbfKQ4=\n"
/* the same signature with one character changed */
#define BROKEN                                                                                                         \
	DASH "db.test dWyzhUBlz5CcyrQ8nyetpF0BbvhFR6mQIzLcnwX+ms2kpFxUa/BXJAZbozZNhoSBVt+cjYSKCKmacvqM83+v1IbfKQ8=\n"
#define OTHER DASH "other.test AAAAAAAAAAAA\n"

static void a_key_belongs_to_its_name(void **state)
{
	struct note_key k;
	struct error err = ERROR_INIT;
	static const char *const wrong[] = {
		"",
		"db.test",
		"db.test+756cb385",
		"db.test+756cb385+",
		"+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"other.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", /* another name */
		"db.test+756cb384+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",    /* another hash */
		"db.test+756cb38+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"db.test+0x6cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
		"db.test+756cb385+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", /* another algorithm */
		"db.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG",
		"db.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4AAAA",
		"db test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
	};
	(void)state;

	assert_int_equal(note_key_parse(KEY, &k, &err), 0);
	assert_string_equal(k.name, "db.test");
	assert_int_equal(k.hash, 0x756cb385);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		error_clear(&err);
		if (!note_key_parse(wrong[i], &k, &err) || err.kind != ERR_USAGE || !err.msg[0])
			fail_msg("accepted: '%s'", wrong[i]);
	}
}

static void long_names_end(void **state)
{
	char *name = xmalloc(100001), *text;
	struct note_key k;
	struct error err = ERROR_INIT;
	(void)state;

	memset(name, 'a', 100000);
	name[100000] = '\0';
	text = xasprintf("%s+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", name);
	assert_int_equal(note_key_parse(text, &k, &err), -1);
	assert_false(note_key_make(name, "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", &k));
	free(text);
	free(name);
}

static void what_the_key_signed_is_opened(void **state)
{
	static const char *const good[] = {
		TEXT "\n" SIGNATURE,
		TEXT "\n" OTHER SIGNATURE,                         /* others sign too */
		TEXT "\n" SIGNATURE OTHER,                         /* in any order */
		TEXT "\n" SIGNATURE SIGNATURE,                     /* twice */
		TEXT "\n" DASH "db.test AAAAAAAAAAAA\n" SIGNATURE, /* our name, another's hash */
	};
	struct note_key k;
	struct error err = ERROR_INIT;
	size_t n;
	(void)state;

	assert_int_equal(note_key_parse(KEY, &k, &err), 0);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		if (note_open(&k, good[i], strlen(good[i]), &n, &err))
			fail_msg("%zu: %s", i, err.msg);
		assert_int_equal(n, strlen(TEXT));
	}
}

static void what_it_did_not_sign_is_not(void **state)
{
	static const struct {
		const char *note, *says;
	} wrong[] = {
		{ "", "not a signed note" },
		{ "\n", "not a signed note" },
		{ "\n\n", "not a signed note" },
		{ TEXT, "not a signed note" },
		{ TEXT "\n", "not a signed note" },
		{ "\n" SIGNATURE, "not a signed note" },
		{ "\n\n" SIGNATURE, "not a signed note" },
		{ "<!DOCTYPE html><html>Please sign in</html>\n", "not a signed note" },
		{ TEXT SIGNATURE, "not a signed note" },
		{ TEXT "\nno signature\n", "malformed" },
		{ TEXT "\n" DASH "db.test\n" SIGNATURE, "malformed" },
		{ TEXT "\n" DASH "db.test AAAA\n" SIGNATURE, "malformed" },
		{ TEXT "\n" DASH "db.test A\n" SIGNATURE, "malformed" },
		{ TEXT "\n" DASH " AAAAAAAAAAAA\n" SIGNATURE, "malformed" },
		{ TEXT "\n" DASH "a+b AAAAAAAAAAAA\n" SIGNATURE, "malformed" },
		{ TEXT "\n" OTHER, "has not signed" },
		{ TEXT "\n" BROKEN, "does not belong" },
		{ TEXT "\n" BROKEN SIGNATURE, "does not belong" },
		{ TEXT "\n" SIGNATURE BROKEN, "does not belong" },
		{ TEXT "\n" DASH "db.test dWyzhUBl\n", "does not belong" }, /* our hash, too short */
		{ TEXT "more\n\n" SIGNATURE, "does not belong" },
		{ "\x01" TEXT "\n" SIGNATURE, "not a signed note" },
		{ TEXT "\xff\n\n" SIGNATURE, "not a signed note" },
		{ TEXT "\xc0\xaf\n\n" SIGNATURE, "not a signed note" },
		{ TEXT "\xed\xa0\x80\n\n" SIGNATURE, "not a signed note" },
		{ TEXT "\n" SIGNATURE "rest without an end", "not a signed note" },
	};
	struct note_key k;
	struct error err = ERROR_INIT;
	size_t n;
	(void)state;

	assert_int_equal(note_key_parse(KEY, &k, &err), 0);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		error_clear(&err);
		if (!note_open(&k, wrong[i].note, strlen(wrong[i].note), &n, &err))
			fail_msg("%zu: opened: %s", i, wrong[i].note);
		if (err.kind != ERR_CORRUPT || !strstr(err.msg, wrong[i].says) || n)
			fail_msg("%zu: '%s' does not say '%s'", i, err.msg, wrong[i].says);
	}
	/* a NUL is a control character like any other */
	assert_int_equal(note_open(&k, TEXT "\n" SIGNATURE, strlen(TEXT "\n" SIGNATURE) + 1, &n, &err), -1);
}

static void every_changed_byte_is_seen(void **state)
{
	char note[] = TEXT "\n" SIGNATURE;
	struct note_key k;
	struct error err = ERROR_INIT;
	size_t n;
	(void)state;

	assert_int_equal(note_key_parse(KEY, &k, &err), 0);
	for (size_t i = 0; i < strlen(note); i++) {
		note[i] ^= 1;
		error_clear(&err);
		if (!note_open(&k, note, strlen(note), &n, &err))
			fail_msg("byte %zu may be changed", i);
		note[i] ^= 1;
	}
	assert_int_equal(note_open(&k, note, strlen(note), &n, &err), 0);
}

static void notes_are_bounded(void **state)
{
	struct str note = STR_INIT;
	struct note_key k;
	struct error err = ERROR_INIT;
	size_t n;
	(void)state;

	assert_int_equal(note_key_parse(KEY, &k, &err), 0);
	str_add(&note, TEXT "\n");
	for (int i = 0; i < NOTE_SIGNATURES; i++)
		str_add(&note, OTHER);
	str_add(&note, SIGNATURE);
	assert_int_equal(note_open(&k, note.p, note.len, &n, &err), -1);
	assert_non_null(strstr(err.msg, "more than"));
	str_reset(&note);
	while (note.len <= NOTE_MAX)
		str_add(&note, TEXT);
	str_add(&note, "\n" SIGNATURE);
	assert_int_equal(note_open(&k, note.p, note.len, &n, &err), -1);
	assert_non_null(strstr(err.msg, "larger"));
	str_release(&note);
}

static void a_fresh_key_signs(void **state)
{
	struct signer s, other;
	struct str note = STR_INIT;
	struct note_key k;
	struct error err = ERROR_INIT;
	size_t n;
	(void)state;

	signer_open(&s, "localhost:8080/sum");
	signer_open(&other, "localhost:8080/sum");
	assert_int_equal(note_key_parse(s.text, &k, &err), 0);
	str_add(&note, "gr\xc3\xbc\xc3\x9f\n\nGott\n\n");
	sign_line(&s, note.p, note.len - 1, &note);
	assert_int_equal(note_open(&k, note.p, note.len, &n, &err), 0);
	assert_int_equal(n, strlen("gr\xc3\xbc\xc3\x9f\n\nGott\n"));
	assert_int_equal(note_open(&other.public, note.p, note.len, &n, &err), -1);
	str_release(&note);
	signer_close(&s);
	signer_close(&other);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_key_belongs_to_its_name),
	cmocka_unit_test(long_names_end),
	cmocka_unit_test(what_the_key_signed_is_opened),
	cmocka_unit_test(what_it_did_not_sign_is_not),
	cmocka_unit_test(every_changed_byte_is_seen),
	cmocka_unit_test(notes_are_bounded),
	cmocka_unit_test(a_fresh_key_signs),
};

TEST_MAIN(tests)
