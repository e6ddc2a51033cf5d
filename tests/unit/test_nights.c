/* What nights say, from nights in a real database; and the nights' tables themselves. */
#include "testing.h"

#include <math.h>

#include "analysis/change.h"
#include "analysis/nights.h"
#include "base/rng.h"
#include "store/night.h"
#include "store_fixture.h"

#define SERIES 10

/* A made-up history: what differs in one night is set before add_night(). */
struct made {
	struct scratch *x;
	struct store *db;
	struct rng rng;
	size_t nights;
	const char *cpu, *baseline, *digest, *sha; /* digest NULL: another one each night */
	double factor[SERIES];                     /* of the toolchain's times */
	double machine;                            /* of all times */
	double allocs;
	const char *status; /* of the toolchain's case */
	struct nights read;
	struct judgement j;
};

static void made_init(struct made *m, struct scratch *x)
{
	*m = (struct made){
		.x = x, .cpu = "c", .baseline = "go1.26.11", .sha = "s", .machine = 1, .allocs = 1, .status = "ok"
	};
	for (size_t i = 0; i < SERIES; i++)
		m->factor[i] = 1;
	rng_seed(&m->rng, 5);
	must(x, store_open(x->path, STORE_WRITE, &m->db, &x->err));
}

static void made_release(struct made *m)
{
	judgement_release(&m->j);
	nights_release(&m->read);
	store_close(m->db);
}

/* Uniform within +-1 %. */
static double noise(struct made *m)
{
	return 1 + ((double)rng_below(&m->rng, 2001) - 1000) / 100000;
}

static void date_of(size_t night, char out[16])
{
	snprintf(out, 16, "2027-%02u-%02u", (unsigned)(1 + night / 28) % 100, (unsigned)(1 + night % 28));
}

/* Records one more night, judges it, and records what is said. */
static const struct judgement *add_night(struct made *m)
{
	static const char *const names[SERIES] = {
		"BenchmarkA", "BenchmarkB", "BenchmarkC", "BenchmarkD", "BenchmarkE",
		"BenchmarkF", "BenchmarkG", "BenchmarkH", "BenchmarkI", "BenchmarkJ"
	};
	struct night_series series[2 * SERIES];
	struct night_point points[2 * SERIES];
	char date[16], digest[16];
	const struct night night = { .date = date,
		                     .baseline = m->baseline,
		                     .baseline_digest = "h1:b",
		                     .machine = "m",
		                     .kernel = "k",
		                     .cpu = m->cpu,
		                     .governor = "g",
		                     .conditions = "" };
	const struct night_toolchain toolchains[] = {
		{ .go = m->baseline, .digest = "h1:b", .version_output = "v", .version = { 1, 26, 11, GO_RELEASE, 0 } },
		{ .go = "tip", .digest = m->digest ? m->digest : digest, .version_output = "v", .local = true },
	};
	const struct night_record r = { toolchains, 2, series, 2 * SERIES, points, 2 * SERIES };
	struct night_verdict v;
	int64_t id;

	date_of(m->nights, date);
	snprintf(digest, sizeof digest, "h1:%zu", m->nights++);
	for (size_t i = 0; i < 2 * SERIES; i++) {
		const bool tip = i >= SERIES;
		const double base = 100 * m->machine * noise(m), ratio = tip ? m->factor[i - SERIES] * noise(m) : 1;

		series[i] = (struct night_series){ .go = tip ? "tip" : m->baseline,
			                           .goarch = "amd64",
			                           .mode = "default",
			                           .case_name = "a/b",
			                           .case_sha256 = m->sha,
			                           .benchmark = names[i % SERIES] };
		points[i] = (struct night_point){ .series = i,
			                          .status = tip ? m->status : "ok",
			                          .pairs = 10,
			                          .log_ratio = log(ratio),
			                          .low = log(ratio) - 0.01,
			                          .high = log(ratio) + 0.01,
			                          .ns = base * ratio,
			                          .baseline_ns = base,
			                          .counted = true,
			                          .allocs = tip ? m->allocs : 1,
			                          .bytes = 16,
			                          .allocs_low = tip ? (int64_t)m->allocs : 1,
			                          .allocs_high = tip ? (int64_t)m->allocs : 1,
			                          .bytes_low = 16,
			                          .bytes_high = 16 };
	}
	must(m->x, store_night_begin(m->db, &night, &id, &m->x->err));
	must(m->x, store_night_points(m->db, id, &r, &m->x->err));
	judgement_release(&m->j);
	nights_release(&m->read);
	must(m->x, store_nights(m->db, NIGHTS_WINDOW, date, &m->read, &m->x->err));
	nights_judge(&m->read, &night_rules_default, &m->j);
	night_conclude(&m->j, METRIC_TIME | METRIC_ALLOCS, 0, 0, &v);
	must(m->x, store_night_judged(m->db, id, m->j.news, m->j.len, v.word, v.exit_code, &m->x->err));
	return &m->j;
}

static const struct night_news *report(const struct judgement *j, const char *kind, const char *state)
{
	for (size_t i = 0; i < j->len; i++)
		if (!strcmp(j->news[i].kind, kind) && !strcmp(j->news[i].state, state))
			return &j->news[i];
	return NULL;
}

static void quiet_nights(struct made *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (add_night(m)->len)
			fail_msg("night %zu: a report of %s, %s, %s", m->nights, m->j.news[0].kind, m->j.news[0].state,
			         m->j.news[0].benchmark);
}

/* ---- times ---- */

static void a_level_is_open_then_news_then_old(void **state)
{
	struct made m;
	const struct night_news *r;
	char date[16];

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.factor[2] = 1.1;
	quiet_nights(&m, 2);
	r = report(add_night(&m), "time", "open");
	assert_non_null(r);
	assert_string_equal(r->benchmark, "BenchmarkC");
	r = report(add_night(&m), "time", "new");
	assert_non_null(r);
	assert_int_equal(m.j.len, 1);
	assert_string_equal(r->benchmark, "BenchmarkC");
	assert_true(r->worse && r->relative > 0.08 && r->relative < 0.12 && r->low < r->relative &&
	            r->high > r->relative);
	date_of(30, date);
	assert_string_equal(r->since, date);
	quiet_nights(&m, 20); /* what was said once is not said again */
	m.factor[2] = 1;
	for (int i = 0; i < 4; i++)
		add_night(&m);
	r = report(&m.j, "time", "new");
	assert_non_null(r);
	assert_false(r->worse);
	made_release(&m);
}

static void a_spike_is_nothing(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.factor[4] = 2;
	quiet_nights(&m, 1);
	m.factor[4] = 1;
	quiet_nights(&m, 20);
	made_release(&m);
}

static void open_ones_are_cleared(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.factor[7] = 1.08;
	quiet_nights(&m, 2);
	assert_non_null(report(add_night(&m), "time", "open"));
	m.factor[7] = 1;
	add_night(&m);
	if (report(&m.j, "time", "open")) /* one quiet night may not be enough */
		add_night(&m);
	assert_non_null(report(&m.j, "time", "cleared"));
	assert_null(report(&m.j, "time", "new"));
	quiet_nights(&m, 10);
	made_release(&m);
}

static void what_was_not_rebuilt_is_not_accused(void **state)
{
	struct made m;
	const struct night_news *r;

	made_init(&m, *state);
	m.digest = "h1:same";
	quiet_nights(&m, 30);
	m.factor[2] = 1.1;
	for (int i = 0; i < 4; i++)
		add_night(&m);
	r = report(&m.j, "time", "new");
	assert_non_null(r);
	assert_false(r->worse);
	assert_non_null(strstr(r->why, "same build"));
	made_release(&m);
}

static void all_at_once_is_one_report(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	for (size_t i = 0; i < SERIES; i++)
		m.factor[i] = 1.05;
	for (int i = 0; i < 4; i++) {
		add_night(&m);
		assert_null(report(&m.j, "time", "new"));
	}
	assert_non_null(report(&m.j, "whole", "new"));
	assert_true(report(&m.j, "whole", "new")->worse);
	quiet_nights(&m, 20);
	m.factor[2] = 1.15; /* and one of them alone can still be seen */
	for (int i = 0; i < 4; i++)
		add_night(&m);
	assert_non_null(report(&m.j, "time", "new"));
	made_release(&m);
}

/* All move, but not alike: until that is known to last, nobody is doubted. */
static void nobody_is_accused_while_all_move(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	for (size_t i = 0; i < SERIES; i++)
		m.factor[i] = 1.10 + 0.02 * (double)i;
	for (int i = 0; i < 3; i++) {
		add_night(&m);
		assert_null(report(&m.j, "time", "open"));
		assert_null(report(&m.j, "time", "new"));
	}
	assert_non_null(report(&m.j, "whole", "open"));
	made_release(&m);
}

/* ---- the machine ---- */

static void a_slower_machine_accuses_nobody(void **state)
{
	struct made m;
	int nights = 0;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.machine = 1.2;
	m.factor[2] = 1.1; /* another machine has other ratios */
	while (!report(add_night(&m), "machine", "new") && ++nights < 6) {
		assert_true(m.j.machine.unsettled);
		assert_null(report(&m.j, "time", "new"));
		assert_null(report(&m.j, "time", "open"));
	}
	assert_in_range(nights, 2, 3);
	assert_true(m.j.machine.changed && !m.j.machine.certain);
	assert_true(m.j.machine.relative > 0.17 && m.j.machine.relative < 0.23);
	assert_null(report(&m.j, "time", "new"));
	quiet_nights(&m, 25); /* new levels */
	m.factor[3] = 1.1;
	for (int i = 0; i < 4; i++)
		add_night(&m);
	assert_non_null(report(&m.j, "time", "new"));
	made_release(&m);
}

static void another_processor_is_said_at_once(void **state)
{
	struct made m;
	const struct night_news *r;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.machine = 0.5;
	m.cpu = "a newer one";
	m.factor[2] = 1.3;
	r = report(add_night(&m), "machine", "new");
	assert_non_null(r);
	assert_true(m.j.machine.certain);
	assert_non_null(strstr(r->why, "processor: c -> a newer one"));
	assert_int_equal(m.j.len, 1);
	quiet_nights(&m, 30);
	made_release(&m);
}

static void another_baseline_begins_new_levels(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.baseline = "go1.27.4";
	for (size_t i = 0; i < SERIES; i++)
		m.factor[i] = 1 + 0.1 * (double)i;
	quiet_nights(&m, 30);
	assert_int_equal(m.j.machine.nights, 30);
	made_release(&m);
}

static void an_edited_case_is_another_series(void **state)
{
	struct made m;

	made_init(&m, *state);
	quiet_nights(&m, 30);
	m.sha = "edited";
	m.allocs = 7;
	m.factor[1] = 1.5;
	quiet_nights(&m, 30);
	made_release(&m);
}

/* ---- exact figures ---- */

static void counts_are_news_at_once(void **state)
{
	struct made m;
	const struct night_news *r;

	made_init(&m, *state);
	quiet_nights(&m, 2);
	m.allocs = 3;
	r = report(add_night(&m), "counts", "new");
	assert_int_equal(m.j.len, SERIES);
	assert_string_equal(r->metric, "allocs");
	assert_string_equal(r->old_text, "1");
	assert_string_equal(r->new_text, "3");
	assert_true(r->worse);
	quiet_nights(&m, 1);
	m.allocs = 2;
	r = report(add_night(&m), "counts", "new");
	assert_false(r->worse);
	made_release(&m);
}

static void a_case_that_no_longer_builds_is_news(void **state)
{
	struct made m;
	const struct night_news *r;

	made_init(&m, *state);
	quiet_nights(&m, 2);
	m.status = "build_failed";
	r = report(add_night(&m), "status", "new");
	assert_non_null(r);
	assert_true(r->worse);
	assert_int_equal(m.j.len, 1); /* once for the case */
	quiet_nights(&m, 1);
	m.status = "ok";
	assert_false(report(add_night(&m), "status", "new")->worse);
	made_release(&m);
}

/* ---- the verdict ---- */

static void conclude(const struct night_news *news, size_t n, unsigned fail_on, double threshold, size_t undecided,
                     const char *word, int code)
{
	struct judgement j = { .texts = STRLIST_INIT };
	struct night_verdict v;

	for (size_t i = 0; i < n; i++)
		judgement_add(&j, &news[i]);
	night_conclude(&j, fail_on, threshold, undecided, &v);
	assert_string_equal(v.word, word);
	assert_int_equal(v.exit_code, code);
	judgement_release(&j);
}

static void exit_codes(void **state)
{
	struct night_news worse = { .kind = "counts",
		                    .state = "new",
		                    .metric = "allocs",
		                    .relative = 0.02,
		                    .low = NAN,
		                    .high = NAN,
		                    .p = NAN,
		                    .worse = true };
	struct night_news open = { .kind = "time", .state = "open", .metric = "time", .relative = 0.1, .worse = true };
	struct night_news nothing_before = worse, accepted = worse, better = worse;

	(void)state;
	nothing_before.relative = NAN;
	accepted.accepted = "known";
	better.worse = false;
	better.relative = -0.5;
	conclude(NULL, 0, METRIC_ALL, 0, 0, "nothing new", 0);
	conclude(&worse, 1, METRIC_ALLOCS, 0, 0, "regression", 1);
	conclude(&worse, 1, METRIC_BYTES, 0, 0, "news", 0);
	conclude(&worse, 1, METRIC_ALLOCS, 0.03, 0, "news", 0);
	conclude(&nothing_before, 1, METRIC_ALLOCS, 0.03, 0, "regression", 1);
	conclude(&accepted, 1, METRIC_ALLOCS, 0, 0, "nothing new", 0);
	conclude(&better, 1, METRIC_ALLOCS, 0, 0, "news", 0);
	conclude(&open, 1, METRIC_ALLOCS, 0, 0, "nothing new", 0);
	conclude(&open, 1, METRIC_TIME, 0, 0, "undecided", 4);
	conclude(NULL, 0, METRIC_TIME, 0, 3, "undecided", 4);
	conclude(NULL, 0, METRIC_ALLOCS, 0, 3, "nothing new", 0);
}

/* ---- the tables ---- */

static void a_night_comes_back_as_it_went_in(void **state)
{
	struct made m;
	enum night_state found;
	int64_t id, session;
	size_t lows = 0;

	made_init(&m, *state);
	m.factor[0] = 1.25;
	add_night(&m);
	assert_int_equal(m.read.len, 1);
	assert_string_equal(m.read.items[0].date, "2027-01-01");
	assert_string_equal(m.read.items[0].cpu, "c");
	assert_int_equal(m.read.ntoolchains, 2);
	assert_string_equal(m.read.toolchains[1].go, "tip");
	assert_true(m.read.toolchains[1].local);
	assert_int_equal(m.read.npoints, 2 * SERIES);
	for (size_t i = 0; i < m.read.npoints; i++) {
		const struct night_point *p = &m.read.points[i];

		lows += p->log_ratio > 0.2 && p->low < p->log_ratio && p->high > p->log_ratio && p->counted &&
		        p->allocs_low == 1;
	}
	assert_int_equal(lows, 1);
	must(m.x, store_night_find(m.db, "2027-01-01", &id, &session, &found, &m.x->err));
	assert_int_equal(found, NIGHT_JUDGED);
	must(m.x, store_night_find(m.db, "2027-01-02", &id, &session, &found, &m.x->err));
	assert_int_equal(found, NIGHT_NONE);
	made_release(&m);
}

/* The same date again is the same night, with what it has now and nothing of before. */
static void a_night_is_there_once(void **state)
{
	struct made m;

	made_init(&m, *state);
	add_night(&m);
	m.nights = 0;
	m.allocs = 5;
	add_night(&m);
	assert_int_equal(m.read.len, 1);
	assert_int_equal(m.read.npoints, 2 * SERIES);
	assert_true(m.read.points[SERIES].allocs > 4.9);
	made_release(&m);
}

static void pins_stay(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_store(x, STORE_WRITE);
	char *go;

	must(x, store_pinned(s, "1.26", &go, &x->err));
	assert_string_equal(go, "");
	free(go);
	must(x, store_pin(s, "1.26", "go1.26.11", &x->err));
	must(x, store_pin(s, "1.26", "go1.26.12", &x->err));
	must(x, store_pinned(s, "1.26", &go, &x->err));
	assert_string_equal(go, "go1.26.11");
	free(go);
	store_close(s);
}

/* A killed night's session goes on: its times are there, and finishing it keeps it. */
static void a_session_goes_on(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	int64_t session = store_session_id(s);
	struct sheet f;
	int blocks;

	sheet_fill(&f);
	record(x, s, &f);
	time_it(x, s, &f, "key-1", 1);
	time_it(x, s, &f, "key-1", 2);
	store_close(s); /* killed */
	s = open_store(x, STORE_WRITE);
	must(x, store_session_resume(s, session, &x->err));
	must(x, store_session_blocks(s, &f.toolchain, &f.mode, &f.c, "key-1", &blocks, &x->err));
	assert_int_equal(blocks, 2);
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sessions WHERE finished_at IS NOT NULL"), 1);
	assert_int_equal(store_session_resume(s, 99, &x->err), -1);
	store_close(s);
}

static void numbers_from_elsewhere_are_finite_or_nan(void **state)
{
	struct made m;
	struct nights n;

	made_init(&m, *state);
	add_night(&m);
	tamper(m.x->path, "UPDATE night_point SET ratio = 9e999, ratio_low = -1, ns = -9e999, allocs = -3;"
	                  "UPDATE night SET state = 'x', exit_code = -5");
	must(m.x, store_nights(m.db, 5, NULL, &n, &m.x->err));
	for (size_t i = 0; i < n.npoints; i++)
		assert_true(isnan(n.points[i].log_ratio) && isnan(n.points[i].low) && isnan(n.points[i].ns) &&
		            !n.points[i].counted);
	judgement_release(&m.j);
	nights_judge(&n, &night_rules_default, &m.j);
	assert_int_equal(m.j.followed, 0);
	nights_release(&n);
	made_release(&m);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(a_level_is_open_then_news_then_old),
	STORE_TEST(a_spike_is_nothing),
	STORE_TEST(open_ones_are_cleared),
	STORE_TEST(what_was_not_rebuilt_is_not_accused),
	STORE_TEST(all_at_once_is_one_report),
	STORE_TEST(nobody_is_accused_while_all_move),
	STORE_TEST(a_slower_machine_accuses_nobody),
	STORE_TEST(another_processor_is_said_at_once),
	STORE_TEST(another_baseline_begins_new_levels),
	STORE_TEST(an_edited_case_is_another_series),
	STORE_TEST(counts_are_news_at_once),
	STORE_TEST(a_case_that_no_longer_builds_is_news),
	cmocka_unit_test(exit_codes),
	STORE_TEST(a_night_comes_back_as_it_went_in),
	STORE_TEST(a_night_is_there_once),
	STORE_TEST(pins_stay),
	STORE_TEST(a_session_goes_on),
	STORE_TEST(numbers_from_elsewhere_are_finite_or_nan),
};

TEST_MAIN(tests)
