/* One report of the selftest: measured by the engine into a database of its own, judged as compare judges. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/history.h"
#include "cmd/machine.h"
#include "cmd/selftest.h"
#include "cmd/timing_judge.h"
#include "store/store.h"

/* The real toolchain under another name, with a digest of its own for what it is fed with. Shallow: `name` and `digest`
 * are the caller's. */
static struct toolchain disguised(const struct toolchain *real, char *name, char *digest)
{
	struct toolchain t = *real;

	t.go = name;
	t.digest = digest;
	t.local = true;
	t.source = (char *)"selftest";
	t.use = 0;
	return t;
}

static int begin(struct selftest *s, struct store *db, const struct engine_config *config, struct error *err)
{
	struct machine m;
	struct session_info info;
	int rc;

	str_reset(&s->conditions);
	engine_conditions(config, &s->conditions);
	machine_read(&m);
	info = machine_session(&m, config->seed, "goalloc selftest", str_cstr(&s->conditions));
	rc = store_session_begin(db, &info, err);
	machine_release(&m);
	return rc;
}

/* Of what the engine tells, how far it is: its notes would be those of hundreds of measurements. */
static void forward(void *ctx, const struct event *e)
{
	const struct selftest *s = ctx;

	if (e->task)
		event_emit(&s->app->sink, e);
}

int selftest_measure(struct selftest *s, struct selftest_report *r, const char *db_path, struct error *err)
{
	static const char *const names[2] = { "a", "b" };
	const struct case_list *cases[2] = { &r->cases[0], &r->cases[1] };
	const struct event_sink progress = { .emit = forward, .ctx = s };
	struct toolchain sides[2];
	struct toolchain_list list = { .items = sides, .len = 2, .cap = 2 };
	struct engine_config config = { .toolchains = &list,
		                        .cases = cases[0],
		                        .cases_of = cases,
		                        .modes = &s->modes,
		                        .cache = s->root,
		                        .gocache = s->gocache,
		                        .stages = r->stages,
		                        .seed = s->seed + (uint64_t)r->number,
		                        .blocks = s->blocks,
		                        .sample_ns = s->sample_ns,
		                        .precision = s->precision,
		                        .judge = &timing_judge,
		                        .sink = s->verbose ? &s->app->sink : &progress };
	struct engine_totals totals;
	struct engine_recorder recorder;
	struct store *db = NULL;
	char *digests[2];
	int rc;

	for (int i = 0; i < 2; i++) {
		digests[i] = r->digest[i] ? xstrdup(r->digest[i])
		                          : injected_digest(s->real.items[0].digest, names[i], cases[i]);
		sides[i] = disguised(&s->real.items[0], (char *)names[i], digests[i]);
	}
	rc = store_open(db_path, STORE_WRITE, &db, err);
	if (!rc)
		rc = begin(s, db, &config, err);
	for (int i = 0; i < 2 && !rc; i++)
		rc = store_toolchain(db, &sides[i], err);
	if (!rc) {
		struct error late = ERROR_INIT;

		recorder = store_recorder(db);
		rc = engine_run(&config, &recorder, &totals, err);
		if (store_session_finish(db, &late) && !rc) {
			*err = late;
			rc = -1;
		}
	}
	store_close(db);
	r->time_ns = rc ? 0 : totals.time_ns;
	free(digests[0]);
	free(digests[1]);
	return rc;
}

/* The place of one of our benchmarks among those for times; -1 for another one. */
static int own_index(const struct case_list *cases, const char *case_name, const char *benchmark)
{
	int at = 0;

	for (size_t i = 0; i < cases->len; i++)
		for (size_t k = 0; k < cases->items[i].benchmarks.len; k++, at++)
			if (!strcmp(cases->items[i].name, case_name) &&
			    !strcmp(cases->items[i].benchmarks.items[k], benchmark))
				return at;
	return -1;
}

static enum tally tally_of_time(const struct selftest_report *r, const struct time_outcome *o)
{
	int at = r->library ? -1 : own_index(&r->cases[0], o->case_name, o->benchmark);

	if (at < 0 || at >= INJECTED_TIMES)
		return TALLY_LIBRARY;
	if (r->more && r->more[at])
		for (int i = 0; i < SELFTEST_EFFECTS; i++)
			if (r->more[at] == selftest_effects[i])
				return (enum tally)(TALLY_EFFECT + i);
	return r->more ? TALLY_BESIDE : TALLY_OWN;
}

static void note_flag(struct selftest *s, const struct selftest_report *r, const struct time_outcome *o)
{
	const struct time_result *t = &o->result;

	strlist_addf(&s->flagged, "report %d: %s %s %s by %+.2f %% though nothing changed (p %.2g, %zu pairs)",
	             r->number, o->case_name, o->benchmark, time_verdict_name(t->verdict), 100 * (t->told.ratio - 1),
	             t->again.p, t->again.pairs);
}

static void judge_times(struct selftest *s, const struct selftest_report *r, const struct change_list *changes)
{
	bool any = false;

	for (size_t i = 0; i < changes->noutcomes; i++) {
		const struct time_outcome *o = &changes->outcomes[i];
		const enum tally which = tally_of_time(r, o);
		const enum time_verdict v = o->result.verdict;
		const bool truly = which >= TALLY_EFFECT && which < TALLY_COUNTS;
		const bool flag = v == TIME_SLOWER || (v == TIME_FASTER && !truly);
		const bool looked = time_decided_again(&o->result) || v == TIME_SUSPECTED;
		struct calibration_tally *t = &s->tallies[which];

		t->comparisons++;
		t->found += flag;
		t->suspected += looked;
		t->open += v == TIME_OPEN;
		if (flag && !truly)
			note_flag(s, r, o);
		any |= flag && !truly;
	}
	if (!r->more && changes->noutcomes) {
		s->tallies[TALLY_REPORTS].comparisons++;
		s->tallies[TALLY_REPORTS].found += any;
	}
}

static bool worse_count(const struct change_list *changes, enum metric m, const char *case_name, const char *benchmark)
{
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		if (c->metric == m && c->worse && !strcmp(c->case_name, case_name) && !strcmp(c->benchmark, benchmark))
			return true;
	}
	return false;
}

/* Any change of a count at all: of what did not change, none may be seen, better or worse. */
static void judge_counts(struct selftest *s, const struct selftest_report *r, const struct history *h,
                         const struct change_list *changes)
{
	for (size_t i = 0; i < h->len; i++) {
		const struct series *one = &h->items[i];
		int at = own_index(&r->cases[0], one->case_name, one->benchmark);
		bool ours = !r->library && at >= 0 && at < INJECTED_COUNTS;
		enum injected_count kind = ours ? injected_count_kind(at) : INJECTED_SAME;
		struct calibration_tally *t = &s->tallies[kind == INJECTED_ALLOC  ? TALLY_ALLOC
		                                          : kind == INJECTED_SIZE ? TALLY_SIZE
		                                                                  : TALLY_COUNTS];

		if (one->n < 2 || !one->points[0].counted || !one->points[1].counted)
			continue;
		t->comparisons++;
		if (kind != INJECTED_SAME) {
			t->found += worse_count(changes, kind == INJECTED_ALLOC ? METRIC_ALLOCS : METRIC_BYTES,
			                        one->case_name, one->benchmark);
			continue;
		}
		for (size_t k = 0; k < changes->len; k++) {
			const struct change *c = &changes->items[k];

			if (strcmp(c->case_name, one->case_name) != 0 || strcmp(c->benchmark, one->benchmark) != 0)
				continue;
			t->found++;
			strlist_addf(&s->flagged, "%s %s: %s %s to %s though nothing changed", c->case_name,
			             c->benchmark, metric_info(c->metric)->title, c->old_text, c->new_text);
			break;
		}
	}
}

int selftest_judge(struct selftest *s, const struct selftest_report *r, const char *db, struct error *err)
{
	static const char *const specs[2] = { "a", "b" };
	const struct row_filter filter = { .mode = "default" };
	struct app app = *s->app;
	struct change_list changes = CHANGE_LIST_INIT;
	struct time_rules rules = time_rules_default;
	const char *go[2];
	struct dataset d;
	bool times = r->stages & STAGE_TIME;
	int rc = 0;

	app.db = db;
	if (dataset_load_named(&app, &filter, specs, 2, 0, &d, go, err))
		return -1;
	rules.judge_identical = true; /* what is the same is what is asked about */
	d.evidence.rules = &rules;
	changes_between(&d.evidence, go[0], go[1], times ? METRIC_TIME : METRIC_ALLOCS | METRIC_BYTES, &changes, NULL);
	if (times)
		judge_times(s, r, &changes);
	else
		judge_counts(s, r, &d.history, &changes);
	if (times && s->keep)
		rc = selftest_keep(s, r, &changes, err);
	change_list_release(&changes);
	dataset_release(&d);
	return rc;
}

void selftest_report_release(struct selftest_report *r)
{
	case_list_release(&r->cases[0]);
	case_list_release(&r->cases[1]);
}

char *selftest_database(const struct selftest *s, const char *name, struct error *err)
{
	static const char *const parts[] = { "", "-wal", "-shm", ".lock" };
	char *path = xasprintf("%s/%s.db", s->scratch, name);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char *part = xasprintf("%s%s", path, parts[i]);
		int rc = tree_remove(part, err);

		free(part);
		if (rc) {
			free(path);
			return NULL;
		}
	}
	return path;
}
