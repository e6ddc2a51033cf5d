/* What a new release changed against the one before it, and what of a night is known and accepted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cmd/accepted.h"
#include "cmd/history.h"
#include "cmd/nightly.h"

/* ---- which toolchains are new ---- */

static bool known_before(const struct nights *n, const char *go)
{
	for (size_t i = 0; i < n->ntoolchains; i++)
		if (n->toolchains[i].night < n->len - 1 && !strcmp(n->toolchains[i].go, go))
			return true;
	return false;
}

/*
 * What tonight's toolchain is compared with: the newest release below it that was measured tonight; a local one is newer
 * than all. NULL: with none.
 */
static const struct night_toolchain *predecessor(const struct nights *n, const struct night_toolchain *t)
{
	const struct night_toolchain *best = NULL;

	for (size_t i = 0; i < n->ntoolchains; i++) {
		const struct night_toolchain *k = &n->toolchains[i];

		if (k->night == n->len - 1 && !k->local && strcmp(k->go, t->go) != 0 &&
		    (t->local || version_compare(&k->version, &t->version) < 0) &&
		    (!best || version_compare(&best->version, &k->version) < 0))
			best = k;
	}
	return best;
}

/* On the first night everything is new: only the newest release and local ones are news then. */
static bool is_arrival(const struct nights *n, const struct night_toolchain *t)
{
	if (t->night != n->len - 1 || known_before(n, t->go))
		return false;
	for (size_t i = 0; n->len == 1 && i < n->ntoolchains; i++)
		if (!t->local && !n->toolchains[i].local && version_compare(&n->toolchains[i].version, &t->version) > 0)
			return false;
	return true;
}

/* ---- comparing ---- */

static bool is_case_of(const struct nightly *n, const char *name)
{
	for (size_t i = 0; i < n->cases.len; i++)
		if (!strcmp(n->cases.items[i].name, name))
			return true;
	return false;
}

static bool is_mode_of(const struct nightly *n, const char *name)
{
	for (size_t i = 0; i < n->modes.len; i++)
		if (!strcmp(n->modes.items[i].name, name))
			return true;
	return false;
}

static void add_change(const struct nights *nights, const struct change *c, struct judgement *j)
{
	struct str why = STR_INIT;
	struct night_news r = { .kind = "release",
		                .state = "new",
		                .metric = metric_info(c->metric)->name,
		                .go = c->new_go,
		                .old_go = c->old_go,
		                .mode = c->mode,
		                .case_name = c->case_name,
		                .benchmark = c->benchmark,
		                .old_text = c->old_text,
		                .new_text = c->new_text,
		                .relative = NAN,
		                .low = NAN,
		                .high = NAN,
		                .p = NAN,
		                .since = nights->items[nights->len - 1].date,
		                .worse = c->worse,
		                .accepted = c->accepted_why };

	if (c->cause != CAUSE_NONE)
		str_addf(&why, "%s: ", cause_info(c->cause)->name);
	change_why(c, &why);
	r.why = str_cstr(&why);
	if (c->metric == METRIC_TIME) {
		const struct time_result *time = &c->time;

		r.state = time->verdict == TIME_SUSPECTED ? "open" : "new";
		r.relative = time->told.ratio - 1;
		r.low = time->told.low - 1;
		r.high = time->told.high - 1;
		r.p = time->verdict == TIME_SUSPECTED ? time->q : time->again.q;
	} else if ((c->metric & (METRIC_ALLOCS | METRIC_BYTES)) && c->old_value > 0) {
		r.relative = c->new_value / c->old_value - 1;
	}
	judgement_add(j, &r);
	str_release(&why);
}

/* What looked like a change and did not hold up when it was timed again. */
static void add_cleared(const struct nights *nights, const struct time_outcome *o, struct judgement *j)
{
	const struct night_news r = { .kind = "release",
		                      .state = "cleared",
		                      .metric = metric_info(METRIC_TIME)->name,
		                      .go = o->new_go,
		                      .old_go = o->old_go,
		                      .mode = o->mode,
		                      .case_name = o->case_name,
		                      .benchmark = o->benchmark,
		                      .relative = o->result.told.ratio - 1,
		                      .low = o->result.told.low - 1,
		                      .high = o->result.told.high - 1,
		                      .p = o->result.again.q,
		                      .since = nights->items[nights->len - 1].date,
		                      .why = "timed again, it did not hold up" };

	judgement_add(j, &r);
}

static void note_entries(const struct accept_list *l, struct strlist *notes)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct accept_entry *e = &l->items[i];

		if (e->state == ACCEPT_EXPIRED)
			strlist_addf(notes, "line %zu (%s since %s) expired after %s", e->line, e->cases, e->since,
			             e->until);
		else if (e->state == ACCEPT_STALE)
			strlist_addf(notes, "line %zu (%s since %s) matches nothing that changed any more: remove it",
			             e->line, e->cases, e->since);
		else if (e->state == ACCEPT_BEYOND || e->beyond)
			strlist_addf(notes, "line %zu (%s since %s) accepts less than %zu changes", e->line, e->cases,
			             e->since, e->beyond);
	}
}

static int compare(struct nightly *n, const struct nights *nights, const char *old, const char *new,
                   struct judgement *j, size_t *undecided, struct strlist *notes, struct error *err)
{
	const char *const specs[2] = { old, new };
	const struct row_filter filter = { .case_glob = *n->config.match ? n->config.match : NULL };
	const unsigned metrics = n->config.metrics;
	struct time_rules rules = time_rules_default;
	struct change_list changes = CHANGE_LIST_INIT;
	struct dataset d;
	const char *go[2];

	if (n->config.threshold > 0) {
		rules.threshold = n->config.threshold;
		rules.margin = fmax(rules.margin, n->config.threshold);
	}
	if (dataset_load_named(n->app, &filter, specs, 2,
	                       DATASET_ESCAPE | DATASET_CAUSES |
	                               (metrics & METRIC_TIME ? DATASET_CODES | DATASET_RECENT : 0),
	                       &d, go, err))
		return -1;
	d.evidence.rules = &rules;
	changes_between(&d.evidence, go[0], go[1], metrics, &changes, NULL);
	accepted_apply(&n->accepted, &d, &filter, metrics, go[0], go[1], &changes);
	note_entries(&n->accepted, notes);
	for (size_t i = 0; i < changes.len; i++)
		if (!changes.items[i].epoch && is_case_of(n, changes.items[i].case_name) &&
		    is_mode_of(n, changes.items[i].mode))
			add_change(nights, &changes.items[i], j);
	*undecided += changes.times.verdicts[TIME_OPEN];
	for (size_t i = 0; i < changes.noutcomes; i++)
		if (changes.outcomes[i].result.verdict == TIME_CLEARED &&
		    is_case_of(n, changes.outcomes[i].case_name) && is_mode_of(n, changes.outcomes[i].mode))
			add_cleared(nights, &changes.outcomes[i], j);
	change_list_release(&changes);
	dataset_release(&d);
	return 0;
}

/* ---- what is accepted of a toolchain that is followed ---- */

/* As a step from the newest release to the local toolchain: its name may stand for VERSION in the file. */
static void accept_followed(struct nightly *n, struct night_news *r)
{
	char now[32];
	unsigned metric = 0;
	struct error ignored = ERROR_INIT;
	const struct release releases[2] = { { .go = "", .version = { 1, 0, 0, GO_RELEASE, 0 } },
		                             { .go = r->go, .local = true } };
	const struct history history = { .releases = NULL };
	const struct accept_scope scope = { .history = &history,
		                            .old = &releases[0],
		                            .new = &releases[1],
		                            .metrics = METRIC_ALL,
		                            .some_cases = true,
		                            .today = now };
	struct change change = { .mode = (char *)(uintptr_t)r->mode,
		                 .case_name = (char *)(uintptr_t)r->case_name,
		                 .benchmark = (char *)(uintptr_t)r->benchmark,
		                 .new_value = strtod(r->new_text, NULL) };
	struct change_list changes = { .items = &change, .len = 1 };

	clock_stamp(now, sizeof now);
	now[ACCEPT_DATE - 1] = '\0';
	if (!metrics_parse(r->metric, &metric, &ignored))
		change.metric = (enum metric)metric;
	accept_apply(&n->accepted, &scope, &changes);
	if (change.accepted_why)
		r->accepted = change.accepted_why;
}

int night_compare(struct nightly *n, const struct nights *nights, struct judgement *j, size_t *undecided,
                  struct strlist *notes, struct error *err)
{
	*undecided = 0;
	for (size_t i = 0; i < j->len; i++) {
		struct night_news *r = &j->news[i];

		if (!strcmp(r->state, "new") && *r->case_name && n->accepted.len)
			accept_followed(n, r);
	}
	for (size_t i = 0; i < nights->ntoolchains; i++) {
		const struct night_toolchain *t = &nights->toolchains[i], *old;
		struct error reason = ERROR_INIT;

		if (!is_arrival(nights, t))
			continue;
		old = predecessor(nights, t);
		if (!old || !compare(n, nights, old->go, t->go, j, undecided, notes, &reason))
			continue;
		if (reason.kind == ERR_INTERRUPTED) {
			*err = reason;
			return -1;
		}
		/* a night told again after its cells are gone, or a toolchain that could not be used at all */
		strlist_addf(notes, "%s was not compared with %s: %s", t->go, old->go, reason.msg);
		event_warn(&n->app->sink, "%s is not compared with %s: %s", t->go, old->go, reason.msg);
	}
	return 0;
}
