/*
 * A simulated year through the real database and the real judging code: every night is recorded as `goalloc nightly`
 * records it, read back, judged, and what is said is recorded; the next night is judged by it.
 *
 * A planted change "can be known" on the first night on which an oracle, who knows the noise and where the change would be,
 * has power 0.95 at the level at which the year's questions (series x nights) raise 0.3 false alarms; or when the new level
 * has three nights, whichever is later. It must be found at most two nights after that.
 *
 * Nothing was tuned here (the rules come from test_changepoint_year.c). Measured on seeds 1001 to 1025: all of 300
 * planted changes found, 4 later than that, one of these (3 % in noise of 1.4 %, after 29 nights) with another
 * beginning; 2 false alarms in 25 years, no year with two. The four: two changes of 3 % in noise of 1.3 and 1.4 %; two
 * that were a night late, of which one began on nights that were disturbed upwards. The false ones are runs of eight and
 * nine nights a little above their level, 1.7 and 1.8 % in noise of 1 %, one of them on a series that drifts: no spikes.
 * What was tried against it made it worse: a penalty for 0.1 false alarms a year instead of 0.03 (7 false alarms, and
 * the four were told a night sooner at best); looking back on 80 nights, 40 of them of the new level, instead of 60 and
 * 20 (drifts were told for changes in two of the years 1011 to 1016). The machine was told in every year, by its
 * fingerprint at once, else on the fourth night. The seeds below are held to the promise without an exception.
 *
 * NIGHTLY_YEARS="FROM TO" judges the years of those seeds instead and prints what came of them, whatever it was.
 */
#include "testing.h"

#include "analysis/change.h"
#include "analysis/changepoint.h"
#include "analysis/nights.h"
#include "simulated_year.h"
#include "store_fixture.h"
#include "store/night.h"

#define DATED 5 /* nights */
#define MISDATED 40

struct outcome {
	size_t found, late, late_for_all, misdated, false_alarms, machine, machine_night, swap, waited, oracle,
		wrong_codes;
};

struct keeping {
	struct scratch *scratch;
	struct store *db;
	const struct year *year;
	struct night_series *series; /* the baseline's, then the toolchain's */
	struct night_point *points;
	char (*names)[32];
	bool *done;
	struct outcome *out;
};

static void keeping_init(struct keeping *k, struct scratch *x, const struct year *y, struct outcome *out)
{
	const size_t n = y->plan.nseries;

	*k = (struct keeping){ .scratch = x, .year = y, .out = out };
	k->series = xcalloc(2 * n, sizeof *k->series);
	k->points = xcalloc(2 * n, sizeof *k->points);
	k->names = xcalloc(n, sizeof *k->names);
	k->done = xcalloc(y->nplanted + 1, sizeof *k->done);
	for (size_t i = 0; i < n; i++)
		snprintf(k->names[i], sizeof k->names[i], "Benchmark%zu", i);
	for (size_t i = 0; i < 2 * n; i++)
		k->series[i] = (struct night_series){ .go = i < n ? "go1.26.11" : "tip",
			                              .goarch = "amd64",
			                              .mode = "default",
			                              .case_name = "made/up",
			                              .case_sha256 = "x",
			                              .benchmark = k->names[i % n] };
	must(x, store_open(x->path, STORE_WRITE, &k->db, &x->err));
}

static void keeping_release(struct keeping *k)
{
	store_close(k->db);
	free(k->series);
	free(k->points);
	free(k->names);
	free(k->done);
}

/* Records the t-th night; returns its id. */
static int64_t record_night(struct keeping *k, size_t t, const char *date)
{
	const struct year *y = k->year;
	const size_t n = y->plan.nseries;
	const bool other = y->plan.swap && y->night[t] >= y->plan.swap && y->plan.seen;
	char digest[32];
	struct night night = { .date = date,
		               .baseline = "go1.26.11",
		               .baseline_digest = "h1:a",
		               .machine = "m",
		               .kernel = "k",
		               .cpu = other ? "another" : "c",
		               .governor = "g",
		               .conditions = "" };
	const struct night_toolchain toolchains[] = {
		{ .go = "go1.26.11", .digest = "h1:a", .version_output = "", .version = { 1, 26, 11, GO_RELEASE, 0 } },
		{ .go = "tip",
		  .digest = digest,
		  .version_output = "",
		  .version = { 1, 28, -1, GO_BETA, 1 },
		  .local = true },
	};
	struct night_record r = { toolchains, 2, k->series, 2 * n, k->points, 2 * n };
	int64_t id;

	snprintf(digest, sizeof digest, "h1:%zu", t);
	for (size_t i = 0; i < n; i++) {
		double base = exp(y->base[i * y->nights + t]), ratio = y->ratio[i * y->nights + t];

		k->points[i] = (struct night_point){
			.series = i, .status = "ok", .pairs = 12, .ns = base, .baseline_ns = base
		};
		k->points[n + i] = (struct night_point){ .series = n + i,
			                                 .status = "ok",
			                                 .pairs = 12,
			                                 .log_ratio = ratio,
			                                 .low = ratio - y->sigma[i],
			                                 .high = ratio + y->sigma[i],
			                                 .ns = base * exp(ratio),
			                                 .baseline_ns = base };
	}
	must(k->scratch, store_night_begin(k->db, &night, &id, &k->scratch->err));
	must(k->scratch, store_night_points(k->db, id, &r, &k->scratch->err));
	return id;
}

static size_t index_of(const struct year *y, size_t night)
{
	size_t i = 0;

	while (i < y->nights && y->night[i] < night)
		i++;
	return i;
}

/* Nights of the new level after which the oracle knows. */
static size_t oracle_nights(const struct year *y, const struct planted *p)
{
	const double z = sqrt(changepoint_penalty(0.3, (double)(y->plan.nseries * y->nights))) + 1.6448536;
	double before = (double)index_of(y, p->night);

	if (y->plan.swap && p->night > y->plan.swap)
		before -= (double)index_of(y, y->plan.swap);
	before = fmin(before, 60);
	for (size_t k = 3;; k++)
		if (sqrt((double)k * before / ((double)k + before)) * fabs(p->size) / y->sigma[p->series] >= z ||
		    k == 60)
			return k;
}

/* The mean of one side of a change; what is far off is left out, as an oracle would. */
static double side_mean(const struct year *y, const struct planted *p, size_t from, size_t to)
{
	const double *x = y->ratio + p->series * y->nights, middle = stats_median(x + from, to - from);
	double sum = 0;
	size_t n = 0;

	for (size_t t = from; t < to; t++)
		if (fabs(x[t] - middle) < 4 * y->sigma[p->series]) {
			sum += x[t];
			n++;
		}
	return n ? sum / (double)n : middle;
}

/* Nights of the new level after which the oracle, looking at these very nights, is beyond its level; 0 if it never is. */
static size_t oracle_saw(const struct year *y, const struct planted *p)
{
	const double z = sqrt(changepoint_penalty(0.3, (double)(y->plan.nseries * y->nights)));
	const size_t at = index_of(y, p->night), swap = y->plan.swap ? index_of(y, y->plan.swap) : 0;
	const size_t first = at > swap && swap && at - swap < 60 ? swap : at > 60 ? at - 60 : 0;
	const double n = (double)(at - first), before = side_mean(y, p, first, at);

	for (size_t k = 3; at + k <= (at < swap ? swap : y->nights); k++)
		if (sqrt((double)k * n / ((double)k + n)) * fabs(side_mean(y, p, at, at + k) - before) /
		            y->sigma[p->series] >=
		    z)
			return k;
	return 0;
}

static size_t night_named(const struct year *y, const char *since)
{
	char date[11];
	size_t i = 0;

	for (; i < y->nights; i++) {
		year_date(y->night[i], date);
		if (!strcmp(date, since))
			break;
	}
	return i;
}

/*
 * The planted change that a report is about: of that series, not told before, begun at most DATED nights beside the date it gives; or at
 * most MISDATED before tonight and in the same direction. For a level that moved by two or three times the noise is there and is
 * told, but where it began a few nights' noise can hide.
 */
static size_t planted_behind(const struct keeping *k, const struct night_news *r, size_t t)
{
	const struct year *y = k->year;
	const size_t since = night_named(y, r->since);
	size_t other = y->nplanted;

	for (size_t i = 0; i < y->nplanted; i++) {
		const struct planted *p = &y->planted[i];
		const size_t at = index_of(y, p->night);

		if (k->done[i] || at > t || strcmp(k->names[p->series], r->benchmark) != 0)
			continue;
		if (since <= at + DATED && since + DATED >= at)
			return i;
		if (t <= at + MISDATED && (r->relative > 0) == (p->size > 0))
			other = i;
	}
	return other;
}

static void count_report(struct keeping *k, const struct night_news *r, size_t t)
{
	const struct year *y = k->year;
	struct outcome *o = k->out;
	size_t which;

	if (!strcmp(r->kind, "machine")) {
		o->machine++;
		o->machine_night = t;
		return;
	}
	which = !strcmp(r->kind, "time") ? planted_behind(k, r, t) : y->nplanted;
	if (which < y->nplanted) {
		const struct planted *p = &y->planted[which];
		const size_t at = index_of(y, p->night), since = night_named(y, r->since), waited = t + 1 - at;
		const bool misdated = since > at + DATED || since + DATED<at, late = waited> oracle_nights(y, p) + 2;

		k->done[which] = true;
		o->found++;
		o->waited += waited;
		o->oracle += oracle_nights(y, p);
		o->misdated += misdated;
		o->late += late;
		o->late_for_all += late && waited <= oracle_saw(y, p) + 2;
		if (late || misdated)
			print_message("# %s%s%s: %s, %+.1f %% from night %zu on, sigma %.4f: found after %zu nights, "
			              "since night "
			              "%zu; the oracle asked for %zu, with these very nights for %zu\n",
			              late ? "late" : "", late && misdated ? ", " : "", misdated ? "misdated" : "",
			              r->benchmark, 100 * expm1(p->size), at, y->sigma[p->series], waited, since,
			              oracle_nights(y, p), oracle_saw(y, p));
		assert_int_equal(r->worse, p->size > 0);
		return;
	}
	o->false_alarms++;
	print_message("# false alarm: night %zu, %s %s since %s: %+.1f %%, p %.4f, sigma %.4f\n", t, r->kind,
	              r->benchmark, r->since, 100 * r->relative, r->p,
	              *r->benchmark ? y->sigma[atoi(r->benchmark + 9)] : 0);
}

static void one_night(struct keeping *k, size_t t)
{
	struct scratch *x = k->scratch;
	struct nights nights;
	struct judgement j;
	struct night_verdict v;
	size_t worse = 0;
	char date[11];
	int64_t id;

	year_date(k->year->night[t], date);
	id = record_night(k, t, date);
	must(x, store_nights(k->db, NIGHTS_WINDOW, date, &nights, &x->err));
	nights_judge(&nights, &night_rules_default, &j);
	night_conclude(&j, METRIC_TIME | METRIC_ALLOCS, 0, 0, &v);
	must(x, store_night_judged(k->db, id, j.news, j.len, v.word, v.exit_code, &x->err));
	for (size_t i = 0; i < j.len; i++) {
		if (strcmp(j.news[i].state, "new") != 0)
			continue;
		worse += j.news[i].worse;
		count_report(k, &j.news[i], t);
	}
	k->out->wrong_codes += (v.exit_code == 1) != (worse > 0);
	judgement_release(&j);
	nights_release(&nights);
}

static struct outcome judge_year(const struct year_plan *p, const struct recorded *noise)
{
	struct year y = year_make(p, noise);
	struct outcome o = { .found = 0 };
	struct scratch *x;
	void *state;
	struct keeping k;

	scratch_setup(&state);
	x = state;
	keeping_init(&k, x, &y, &o);
	for (size_t t = 0; t < y.nights; t++)
		one_night(&k, t);
	o.swap = p->swap ? index_of(&y, p->swap) : 0;
	for (size_t i = 0; i < y.nplanted; i++)
		if (!k.done[i])
			print_message("# not found: Benchmark%zu, %+.1f %% from night %zu on, sigma %.4f; the oracle "
			              "asked for %zu "
			              "nights, with these very nights for %zu\n",
			              y.planted[i].series, 100 * expm1(y.planted[i].size),
			              index_of(&y, y.planted[i].night), y.sigma[y.planted[i].series],
			              oracle_nights(&y, &y.planted[i]), oracle_saw(&y, &y.planted[i]));
	/* one row a night, and what was measured stays: nothing twice, nothing lost */
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM nights"), y.nights);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM night_points"), 2 * p->nseries * y.nights);
	keeping_release(&k);
	year_free(&y);
	scratch_teardown(&state);
	return o;
}

static const struct year_plan usual = { .nseries = 60,
	                                .plants = 12,
	                                .missed = 200,
	                                .swap = 250,
	                                .drift = 0.04,
	                                .spikes = 0.005,
	                                .load = 0.01,
	                                .sigma_low = 0.004,
	                                .sigma_high = 0.015 };

static void print_outcome(const char *what, uint64_t seed, size_t plants, const struct outcome *o)
{
	print_message(
		"# %s %d: %zu of %zu found after %zu nights (oracle %zu), %zu late, %zu false alarms, machine %zu "
		"times, after %zd nights\n",
		what, (int)seed, o->found, plants, o->waited, o->oracle, o->late, o->false_alarms, o->machine,
		o->machine ? (ssize_t)o->machine_night - (ssize_t)o->swap + 1 : 0);
}

/* Every seed is a year, and is held to the promise by itself. Every other machine says that it is another. */
static void planted_changes_are_found_and_little_else(void **state)
{
	struct recorded noise = recorded_read();

	(void)state;
	for (uint64_t seed = 1; seed <= 2; seed++) {
		struct year_plan p = usual;
		struct outcome o;

		p.seed = seed;
		p.seen = seed % 2;
		o = judge_year(&p, &noise);
		print_outcome("seed", seed, p.plants, &o);
		assert_int_equal(o.found, p.plants);
		assert_int_equal(o.late, 0);
		assert_int_equal(o.misdated, 0);
		assert_in_range(o.false_alarms, 0, 1);
		assert_int_equal(o.machine, 1);
		assert_in_range(o.machine_night, p.seen ? o.swap : o.swap + 3, p.seen ? o.swap : o.swap + 4);
	}
	free(noise.z);
}

/* Nothing planted, nothing to find, whatever the load and the drift. */
static void a_quiet_year_is_quiet(void **state)
{
	struct recorded noise = recorded_read();
	struct year_plan p = usual;
	struct outcome o;

	(void)state;
	p.seed = 21;
	p.plants = p.missed = p.swap = 0;
	p.drift = 0.06;
	o = judge_year(&p, &noise);
	print_outcome("quiet year", 21, 0, &o);
	assert_in_range(o.false_alarms, 0, 1);
	assert_int_equal(o.machine, 0);
	free(noise.z);
}

/* For whoever measures rates: prints, and judges nothing. */
static void years_asked_for(void **state)
{
	const char *range = getenv("NIGHTLY_YEARS");
	struct recorded noise = recorded_read();
	struct outcome sum = { .found = 0 };
	size_t years = 0, planted = 0, more = 0, machine_wrong = 0;
	char *next;

	(void)state;
	for (unsigned long seed = range ? strtoul(range, &next, 10) : 1, last = range ? strtoul(next, NULL, 10) : 0;
	     seed <= last; seed++, years++) {
		struct year_plan p = usual;
		struct outcome o;

		p.seed = seed;
		p.seen = seed % 2;
		o = judge_year(&p, &noise);
		print_outcome("year", seed, p.plants, &o);
		planted += p.plants;
		sum.found += o.found;
		sum.late += o.late;
		sum.late_for_all += o.late_for_all;
		sum.misdated += o.misdated;
		sum.false_alarms += o.false_alarms;
		sum.waited += o.waited;
		sum.oracle += o.oracle;
		sum.wrong_codes += o.wrong_codes;
		more += o.false_alarms > 1;
		machine_wrong += o.machine != 1;
	}
	if (years)
		print_message(
			"# %zu years: %zu of %zu planted found, %zu later than two nights after the oracle (%zu "
			"of them no later than two nights after an oracle that sees the same nights), %zu with "
			"another beginning; %zu false alarms, %zu years with more than one; waited %.2f nights in "
			"the mean, the oracle %.2f; machine wrong in %zu years; %zu nights with a wrong exit "
			"code\n",
			years, sum.found, planted, sum.late, sum.late_for_all, sum.misdated, sum.false_alarms, more,
			(double)sum.waited / (double)sum.found, (double)sum.oracle / (double)sum.found, machine_wrong,
			sum.wrong_codes);
	free(noise.z);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(planted_changes_are_found_and_little_else),
	cmocka_unit_test(a_quiet_year_is_quiet),
	cmocka_unit_test(years_asked_for),
};

TEST_MAIN(tests)
