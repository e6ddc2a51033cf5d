/* What `goalloc nightly --config` reads: defaults, every kind of value, and what is refused with which words. */
#include "testing.h"

#include "analysis/change.h"
#include "cmd/nightly_config.h"

static int parse(const char *text, struct nightly_config *c, struct error *err)
{
	nightly_config_default(c);
	error_clear(err);
	return nightly_config_parse(text, strlen(text), c, err);
}

static void defaults_need_no_file(void **state)
{
	struct nightly_config c;

	(void)state;
	nightly_config_default(&c);
	assert_string_equal(c.go, "latest~1,latest");
	assert_string_equal(c.baseline, "latest~1");
	assert_int_equal(c.metrics, METRIC_ALL);
	assert_int_equal(c.fail_on, METRIC_ALLOCS | METRIC_BYTES);
	assert_true(c.precision > 0.0099 && c.precision < 0.0101);
	assert_true(c.budget_ns == 3600 * INT64_C(1000000000));
	assert_string_equal(c.results, "results/nightly");
	assert_string_equal(c.match, "");
	assert_int_equal(c.cases.len, 0);
	nightly_config_release(&c);
}

static bool same(const struct nightly_config *a, const struct nightly_config *b)
{
	return !strcmp(a->go, b->go) && !strcmp(a->baseline, b->baseline) && !strcmp(a->match, b->match) &&
	       !strcmp(a->modes, b->modes) && !strcmp(a->accept, b->accept) && !strcmp(a->results, b->results) &&
	       a->metrics == b->metrics && a->fail_on == b->fail_on && a->budget_ns == b->budget_ns &&
	       a->sample_ns == b->sample_ns && !(a->precision < b->precision) && !(a->precision > b->precision) &&
	       a->keep_nights == b->keep_nights && a->keep_days == b->keep_days && a->keep_samples == b->keep_samples &&
	       a->max_cache == b->max_cache && a->cases.len == b->cases.len && a->define.len == b->define.len;
}

static void the_example_is_the_defaults(void **state)
{
	struct nightly_config fresh, parsed;
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	nightly_config_example(&text);
	nightly_config_default(&fresh);
	if (parse(str_cstr(&text), &parsed, &err))
		fail_msg("%s", err.msg);
	assert_true(same(&fresh, &parsed));
	assert_non_null(strstr(str_cstr(&text), "\n# accept = ...\n"));
	for (const char *line = str_cstr(&text); line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		assert_true(strcspn(line, "\n") <= 120);
	nightly_config_release(&fresh);
	nightly_config_release(&parsed);
	str_release(&text);
}

static void values_of_every_kind(void **state)
{
	struct nightly_config c;
	struct error err = ERROR_INIT;

	(void)state;
	if (parse("# a comment\r\n\n  go = latest , tip=/go/tip \r\nbaseline=1.26\ncases = a\ncases = b c\n"
	          "define-mode = v3=GOAMD64=v3\nmetrics = allocs,time\nfail-on = none\nprecision = 0.5%\nbudget = 20m\n"
	          "sample = 10ms\njobs = 3\nthreshold = 2\nmax-cache = 8G\nkeep-nights = 0\naccept =\nmatch = slice/*",
	          &c, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(c.go, "latest , tip=/go/tip");
	assert_string_equal(c.baseline, "1.26");
	assert_int_equal(c.cases.len, 2);
	assert_string_equal(c.cases.items[1], "b c");
	assert_string_equal(c.define.items[0], "v3=GOAMD64=v3");
	assert_int_equal(c.metrics, METRIC_ALLOCS | METRIC_TIME);
	assert_int_equal(c.fail_on, 0);
	assert_true(c.precision > 0.00499 && c.precision < 0.00501);
	assert_true(c.threshold > 0.0199 && c.threshold < 0.0201);
	assert_true(c.budget_ns == 1200 * INT64_C(1000000000));
	assert_true(c.sample_ns == 10000000);
	assert_int_equal(c.jobs, 3);
	assert_int_equal(c.keep_nights, 0);
	assert_true(c.max_cache == UINT64_C(8) << 30);
	assert_string_equal(c.match, "slice/*");
	nightly_config_release(&c);
}

static void what_is_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} table[] = {
		{ "\nspeed = 3", "line 2: there is no key 'speed'; there are go, baseline," },
		{ "go", "line 1: 'go' is no `key = value`" },
		{ "go =", "line 1: go has no value; write for example go = latest~1,latest" },
		{ "go = 1.2.3.4", "line 1: go: " },
		{ "baseline = ", "baseline has no value" },
		{ "jobs = -1", "jobs: '-1' is no whole number" },
		{ "jobs = 1e3", "jobs: '1e3'" },
		{ "jobs = 1234567", "jobs: '1234567'" },
		{ "keep-days = 0x10", "keep-days: '0x10'" },
		{ "precision = 200%", "precision: '200%'" },
		{ "precision = nan", "precision: 'nan'" },
		{ "precision = -1", "precision: '-1'" },
		{ "threshold = 1.2.3", "threshold: '1.2.3'" },
		{ "budget = soon", "budget: " },
		{ "max-cache = big", "max-cache: 'big'" },
		{ "metrics = speed", "metrics: " },
		{ "fail-on = none,allocs", "fail-on: " },
		{ "jobs = 1\njobs = 2", "line 2: jobs is given twice" },
		{ "match = a\xffz", "line 1: a byte that is no UTF-8" },
		{ "match = a\033[31m", "line 1: a byte that is no UTF-8, or a character that does not show" },
		{ "match = a\xe2\x80\xaez", "line 1: a byte that is no UTF-8, or a character" }, /* right to left */
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct nightly_config c;
		struct error err = ERROR_INIT;

		if (!parse(table[i].text, &c, &err))
			fail_msg("%s was taken", table[i].text);
		assert_int_equal(err.kind, ERR_USAGE);
		if (!strstr(err.msg, table[i].said))
			fail_msg("%s: %s (wanted: %s)", table[i].text, err.msg, table[i].said);
		nightly_config_release(&c);
	}
}

static void sizes_are_bounded(void **state)
{
	struct nightly_config c;
	struct error err = ERROR_INIT;
	char *text = malloc(NIGHTLY_CONFIG_BYTES + 2);
	struct str many = STR_INIT;

	(void)state;
	assert_non_null(text);
	memset(text, '\n', NIGHTLY_CONFIG_BYTES + 1);
	nightly_config_default(&c);
	assert_int_equal(nightly_config_parse(text, NIGHTLY_CONFIG_BYTES, &c, &err), 0);
	assert_int_equal(nightly_config_parse(text, NIGHTLY_CONFIG_BYTES + 1, &c, &err), -1);
	assert_int_equal(nightly_config_parse("jobs = 1\0", 9, &c, &err), -1);
	nightly_config_release(&c);
	memcpy(text, "match = ", 8);
	memset(text + 8, 'x', NIGHTLY_CONFIG_VALUE + 1);
	text[8 + NIGHTLY_CONFIG_VALUE + 1] = '\0';
	assert_int_equal(parse(text, &c, &err), -1);
	nightly_config_release(&c);
	text[8 + NIGHTLY_CONFIG_VALUE] = '\0';
	assert_int_equal(parse(text, &c, &err), 0);
	nightly_config_release(&c);
	for (int i = 0; i < NIGHTLY_CONFIG_REPEAT; i++)
		str_add(&many, "cases = x\n");
	assert_int_equal(parse(str_cstr(&many), &c, &err), 0);
	nightly_config_release(&c);
	str_add(&many, "cases = x\n");
	assert_int_equal(parse(str_cstr(&many), &c, &err), -1);
	nightly_config_release(&c);
	str_release(&many);
	free(text);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(defaults_need_no_file), cmocka_unit_test(the_example_is_the_defaults),
	cmocka_unit_test(values_of_every_kind),  cmocka_unit_test(what_is_refused),
	cmocka_unit_test(sizes_are_bounded),
};

TEST_MAIN(tests)
