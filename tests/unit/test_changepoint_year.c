/*
 * A simulated year: what changepoint_recent() and series_common_shift(), asked every night, find and when.
 *
 * A planted change "can be known" on the first night on which an oracle, who knows the variance and where the change
 * would be, has power 0.95 at the level at which the year's questions (series x nights) raise 0.3 false alarms; or when the
 * new level has min_segment nights, whichever is later. It must be found at most two nights after that.
 *
 * The rules were improved on seeds 1 to 8 and 101 to 125. Measured then, once, on 1001 to 1025: 300 planted changes, all
 * found, 6 of them (2 %) later than that (noise that hides a 3 % step, or a spike on its first nights, of which the oracle
 * knows nothing); 6 false alarms in 25 years of 100 series, one year with two. 4.2 nights were waited for in the mean,
 * the oracle asked for 3.5. The six seeds below are held to the promise without an exception.
 */
#include "testing.h"

#include "analysis/changepoint.h"
#include "analysis/stats.h"
#include "simulated_series.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LEARN 28 /* nights before the first question */
#define REFERENCE 14
#define P_LEAST 0.002 /* raw: beside the penalty it guards against a wrong noise */

/* What a nightly run keeps: the series without what moved all of them, the machine's own series. */
struct watch {
	const struct simulated *s;
	double *clean, *machine, *reference, *shift;
	size_t *since, machine_since;
	struct changepoint_options options;
};

struct outcome {
	size_t found, late, false_alarms;
	size_t machine, machine_night, swap;
	size_t waited; /* nights that the new levels had when found, in all */
	size_t oracle; /* and that the oracle asked for */
};

static void watch_init(struct watch *w, const struct simulated *s)
{
	*w = (struct watch){ .s = s, .machine_since = 0 };
	w->clean = xcalloc(s->nseries * s->nights, sizeof *w->clean);
	w->machine = xcalloc(s->nights, sizeof *w->machine);
	w->reference = xcalloc(s->nseries, sizeof *w->reference);
	w->shift = xcalloc(s->nseries, sizeof *w->shift);
	w->since = xcalloc(s->nseries, sizeof *w->since);
	for (size_t i = 0; i < s->nseries; i++)
		w->reference[i] = stats_median(s->x + i * s->nights, REFERENCE);
	w->options = (struct changepoint_options){
		.min_segment = 3,
		.confirm = 4, /* three spikes in a row do happen in a year of 100 series */
		.least = 0.015,
		.penalty = changepoint_penalty(0.03, (double)(s->nseries * s->nights)),
		.seed = 1,
	};
}

static void watch_free(struct watch *w)
{
	free(w->clean);
	free(w->machine);
	free(w->reference);
	free(w->shift);
	free(w->since);
}

/* Nights of the new level after which the oracle knows. */
static size_t oracle_nights(const struct watch *w, const struct planted *p, size_t at)
{
	double before = (double)(w->s->swap && at > w->s->swap ? at - w->s->swap : at), z;

	before = fmin(before, 60);
	z = sqrt(changepoint_penalty(0.3, (double)(w->s->nseries * w->s->nights))) + 1.6448536;
	for (size_t k = w->options.min_segment;; k++)
		if (sqrt((double)k * before / ((double)k + before)) * fabs(p->size) / w->s->sigma[p->series] >= z ||
		    k == 60)
			return k;
}

static size_t index_of(const struct simulated *s, size_t night)
{
	size_t i = 0;

	while (i < s->nights && (size_t)s->position[i] < night)
		i++;
	return i;
}

/* A planted change of this series that began about there and was not found yet. */
static size_t planted_at(const struct watch *w, size_t series, const struct changepoint *c, const bool *done)
{
	for (size_t i = 0; i < w->s->nplanted; i++) {
		size_t at = index_of(w->s, w->s->planted[i].night);

		if (w->s->planted[i].series == series && !done[i] && c->where + 5 >= at && c->where <= at + 5)
			return i;
	}
	return w->s->nplanted;
}

static bool ask(const struct changepoint_options *o, const double *x, size_t n, size_t since, struct changepoint *c)
{
	return changepoint_recent(x, n, since, o, c) == 1 && c->known && c->p <= P_LEAST;
}

static void night(struct watch *w, size_t t, bool *done, struct outcome *o)
{
	const struct simulated *s = w->s;
	struct changepoint_options machine = w->options;
	struct common_shift common;
	struct changepoint c;

	machine.least_noise = 0.01; /* load comes and goes */
	for (size_t i = 0; i < s->nseries; i++)
		w->shift[i] = s->x[i * s->nights + t] - w->reference[i];
	series_common_shift(w->shift, s->nseries, 0.02, &common);
	w->machine[t] = common.median;
	for (size_t i = 0; i < s->nseries; i++)
		w->clean[i * s->nights + t] = s->x[i * s->nights + t] - common.median;
	if (t < LEARN)
		return;
	for (size_t i = 0, before = t - w->machine_since < 60 ? t - w->machine_since : 60; i < s->nseries && before;
	     i++)
		w->shift[i] -= stats_median(w->machine + t - before, before);
	series_common_shift(w->shift, s->nseries, 0.02, &common);
	if (ask(&machine, w->machine, t + 1, w->machine_since, &c)) {
		o->machine++;
		o->machine_night = t;
		w->machine_since = c.where;
		for (size_t i = 0; i < s->nseries; i++)
			w->since[i] = c.where;
		return;
	}
	if (common.common) /* one night of a machine that may be another: nobody is accused */
		return;
	for (size_t i = 0; i < s->nseries; i++) {
		size_t which, at;

		if (!ask(&w->options, w->clean + i * s->nights, t + 1, w->since[i], &c))
			continue;
		which = planted_at(w, i, &c, done);
		w->since[i] = c.where;
		if (which == s->nplanted) {
			o->false_alarms++;
			continue;
		}
		at = index_of(s, s->planted[which].night);
		done[which] = true;
		o->found++;
		o->waited += t + 1 - at;
		o->oracle += oracle_nights(w, &s->planted[which], at);
		o->late += t + 1 - at > oracle_nights(w, &s->planted[which], at) + 2;
	}
}

static struct outcome year(const struct simulation *m)
{
	struct simulated s = simulate(m);
	bool *done = xcalloc(m->plants + 1, sizeof *done);
	struct outcome o = { .found = 0 };
	struct watch w;

	watch_init(&w, &s);
	for (size_t t = 0; t < s.nights; t++)
		night(&w, t, done, &o);
	o.swap = s.swap;
	watch_free(&w);
	simulated_free(&s);
	free(done);
	return o;
}

static const struct simulation usual = { .nseries = 100,
	                                 .calendar = 365,
	                                 .plants = 12,
	                                 .missed = 200,
	                                 .swap = 250,
	                                 .load = 0.01,
	                                 .drift = 0.04,
	                                 .spikes = 0.005,
	                                 .sigma_low = 0.004,
	                                 .sigma_high = 0.015 };

/* Every seed is a year, and is held to the promise by itself; the measured rates over other seeds are on top. */
static void planted_changes_are_found_and_little_else(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct simulation m = usual;
		struct outcome o;

		m.seed = seed;
		o = year(&m);
		print_message("# seed %d: %zu of %zu found after %zu nights (oracle %zu), %zu late, %zu false alarms\n",
		              (int)seed, o.found, m.plants, o.waited, o.oracle, o.late, o.false_alarms);
		assert_int_equal(o.found, m.plants);
		assert_int_equal(o.late, 0);
		assert_in_range(o.false_alarms, 0, 1);
		assert_int_equal(o.machine, 1);
		assert_in_range(o.machine_night, o.swap + 3, o.swap + 4);
	}
}

/* Without anything planted there is nothing to find, whatever the load and the drift. */
static void a_quiet_year_is_quiet(void **state)
{
	(void)state;
	for (uint64_t seed = 21; seed <= 22; seed++) {
		struct simulation m = usual;
		struct outcome o;

		m.seed = seed;
		m.plants = m.missed = m.swap = 0;
		m.drift = 0.06;
		o = year(&m);
		print_message("# quiet year %d: %zu false alarms\n", (int)seed, o.false_alarms);
		assert_in_range(o.false_alarms, 0, 1);
		assert_int_equal(o.machine, 0);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(planted_changes_are_found_and_little_else),
	cmocka_unit_test(a_quiet_year_is_quiet),
};

TEST_MAIN(tests)
