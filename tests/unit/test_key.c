#include "testing.h"

#include "bench/key.h"
#include "bench/record.h"
#include "harness/bench/runner.go.h"
#include "harness/bench/sites.go.h"

/* All that a key is made of, as text, so that each part can be changed alone. */
struct parts {
	const char *digest, *go, *goos, *goarch, *name, *sha, *mode;
};
static const struct parts base = {
	"h1:abc", "go1.9.2", "linux", "amd64", "slice/x", "00ff", "x=-N -l GOGC=off GODEBUG=a=1"
};

static void key_of(const struct parts *p, char out[HASH_HEX])
{
	char digest[64], go[64], goos[64], goarch[64], name[64], output[] = "go version";
	struct toolchain t = { .digest = digest, .go = go, .goos = goos, .goarch = goarch, .version_output = output };
	struct mode_list modes = MODE_LIST_INIT;
	struct error err = ERROR_INIT;
	struct gocase c = { .name = name };

	snprintf(digest, sizeof digest, "%s", p->digest);
	snprintf(go, sizeof go, "%s", p->go);
	snprintf(goos, sizeof goos, "%s", p->goos);
	snprintf(goarch, sizeof goarch, "%s", p->goarch);
	snprintf(name, sizeof name, "%s", p->name);
	snprintf(c.sha256, sizeof c.sha256, "%s", p->sha);
	assert_int_equal(mode_define(p->mode, &modes, &err), 0);
	cell_key(&t, &modes.items[0], &c, out);
	mode_list_release(&modes);
}

static void test_what_changes_a_key(void **state)
{
	struct parts changed[] = { base, base, base, base, base, base, base, base, base, base };
	const size_t n = sizeof changed / sizeof changed[0];
	char keys[sizeof changed / sizeof changed[0]][HASH_HEX];

	(void)state;
	changed[1].digest = "h1:abd";
	changed[2].goos = "darwin";
	changed[3].goarch = "arm64";
	changed[4].name = "slice/y";
	changed[5].sha = "00fe";
	changed[6].mode = "x=-l -N GOGC=off GODEBUG=a=1";
	changed[7].mode = "x=-N GOGC=off GODEBUG=a=1";
	changed[8].mode = "x=-N -l GOGC=100 GODEBUG=a=1";
	changed[9].mode = "x=-N -l GOGC=off GODEBUG=a=1 GOARCH=386";
	for (size_t i = 0; i < n; i++) {
		key_of(&changed[i], keys[i]);
		assert_int_equal(strlen(keys[i]), HASH_HEX - 1);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(keys[i], keys[k]))
				fail_msg("%zu and %zu have one key", i, k);
	}
}

static void test_what_does_not(void **state)
{
	struct parts changed[] = { base, base, base };
	char key[HASH_HEX], other[HASH_HEX];

	(void)state;
	changed[0].mode = "renamed=-N -l GOGC=off GODEBUG=a=1";
	changed[1].mode = "x=-N -l GODEBUG=a=1 GOGC=off";
	changed[2].go = "go1.9.2-renamed";
	key_of(&base, key);
	for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
		key_of(&changed[i], other);
		assert_string_equal(key, other);
	}
}

static void test_without_digest_the_name_counts(void **state)
{
	struct parts a = base, b = base;
	char key[HASH_HEX], other[HASH_HEX];

	(void)state;
	a.digest = b.digest = "";
	b.go = "tip";
	key_of(&a, key);
	key_of(&b, other);
	assert_string_not_equal(key, other);
}

/*
 * Cells measured by one text of the runner pass for another's as long as RUNNER_VERSION stays. Whoever edits the Go code that
 * runs inside the measured program is asked here whether its numbers still mean the same.
 */
static void test_the_runner_is_the_one_of_its_version(void **state)
{
	static const char version[] = "6";
	static const struct {
		const char *name, *text, *sha256;
	} files[] = {
		{ "runner.go", embedded_runner_go, "7ba14dd86c2ccee403cc727bed8acf5bd592670f9ce4b0ced10e13ccec7039bc" },
		{ "sites.go", embedded_sites_go, "03dc961101332681a33d90bc8ea8e9c3e3c087ab14a96881e58b244d37cce5e6" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct hash *h = hash_new();
		char now[HASH_HEX];

		hash_add(h, files[i].text, strlen(files[i].text));
		hash_hex(h, now);
		if (strcmp(now, files[i].sha256) != 0)
			fail_msg(
				"harness/bench/%s has changed. If it may count otherwise than before, bump "
				"RUNNER_VERSION "
				"(bench/record.h): cells are then measured again. If only its words changed, leave it. "
				"Either way note it here: %s, version %s",
				files[i].name, now, RUNNER_VERSION);
	}
	if (strcmp(version, RUNNER_VERSION) != 0)
		fail_msg("RUNNER_VERSION is %s: note it here, beside the texts it is the version of", RUNNER_VERSION);
}

static void test_status_names(void **state)
{
	static const char *const names[] = { "ok", "unsupported", "build_failed", "run_failed", "timeout" };

	(void)state;
	assert_int_equal(CELL_STATUSES, 5);
	for (int i = 0; i < CELL_STATUSES; i++)
		assert_string_equal(cell_status_name((enum cell_status)i), names[i]);
}

static void test_sample_list(void **state)
{
	struct sample_list l = SAMPLE_LIST_INIT;

	(void)state;
	for (int i = 0; i < 100; i++)
		sample_list_add(&l, &(struct sample){ .benchmark = "B", .block = i });
	assert_int_equal(l.len, 100);
	assert_int_equal(l.items[99].block, 99);
	sample_list_release(&l);
	assert_int_equal(l.len, 0);
	assert_null(l.items);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_what_changes_a_key),
	cmocka_unit_test(test_what_does_not),
	cmocka_unit_test(test_without_digest_the_name_counts),
	cmocka_unit_test(test_the_runner_is_the_one_of_its_version),
	cmocka_unit_test(test_status_names),
	cmocka_unit_test(test_sample_list),
};

TEST_MAIN(tests)
