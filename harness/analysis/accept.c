/* Which changes the accepted ones cover, and which entries cover none any more. */
#include "analysis/accept.h"

#include <fnmatch.h>
#include <string.h>

/* Is the release at or behind the border that the entry names? */
static bool reached(const struct accept_entry *e, const struct release *r)
{
	if (e->local)
		return r->local && !strcmp(r->go, e->since);
	if (r->local)
		return true;
	if (e->version.patch < 0 && e->version.stage == GO_RELEASE)
		return version_at_least(&r->version, e->version.major, e->version.minor);
	return version_compare(&r->version, &e->version) >= 0;
}

static bool has_mode(const struct accept_entry *e, const char *mode)
{
	return !e->modes.len || strlist_has(&e->modes, mode);
}

static bool has_benchmark(const struct accept_entry *e, const char *benchmark)
{
	static const char word[] = "Benchmark";

	return !e->benchmark || !fnmatch(e->benchmark, benchmark, 0) ||
	       (str_starts(benchmark, word) && !fnmatch(e->benchmark, benchmark + sizeof word - 1, 0));
}

static bool names(const struct accept_entry *e, const char *case_name, const char *mode, const char *benchmark)
{
	bool found = false;

	for (size_t i = 0; i < e->globs.len && !found; i++)
		found = !fnmatch(e->globs.items[i], case_name, 0);
	return found && has_mode(e, mode) && has_benchmark(e, benchmark);
}

/* Could any of the metrics have changed between the two? A case that was edited in between is not compared. */
static bool measured(unsigned metrics, const struct point *old, const struct point *new)
{
	unsigned have = METRIC_STATUS;

	if (!old || !new || !strcmp(old->status, "unsupported") || !strcmp(new->status, "unsupported") ||
	    strcmp(old->case_sha256 ? old->case_sha256 : "", new->case_sha256 ? new->case_sha256 : "") != 0)
		return false;
	if (old->counted && new->counted)
		have |= METRIC_ALLOCS | METRIC_BYTES;
	if (old->timed && new->timed)
		have |= METRIC_TIME;
	if (old->stages & new->stages & STAGE_ESCAPE)
		have |= METRIC_ESCAPE;
	if (!strcmp(old->status, "ok") && !strcmp(new->status, "ok"))
		have |= METRIC_OUTPUT;
	return metrics & have;
}

/* Was all that the entry names compared, as far as it is in the history, and is there something of it? */
static bool compared(const struct accept_entry *e, const struct accept_scope *scope)
{
	if (scope->some_cases || (e->metrics != METRIC_ALL && e->metrics & ~scope->metrics) ||
	    (scope->mode && (e->modes.len != 1 || strcmp(e->modes.items[0], scope->mode) != 0)))
		return false;
	for (size_t i = 0; i < scope->history->len; i++) {
		const struct series *s = &scope->history->items[i];

		if (names(e, s->case_name, s->mode, s->benchmark) &&
		    measured(e->metrics & scope->metrics, series_at(s, scope->old->go), series_at(s, scope->new->go)))
			return true;
	}
	return false;
}

/* The changes of one entry whose border lies within the comparison. */
static void apply(struct accept_entry *e, const struct accept_scope *scope, struct change_list *changes)
{
	const bool expired = *e->until && strcmp(scope->today, e->until) > 0;

	for (size_t i = 0; i < changes->len; i++) {
		struct change *c = &changes->items[i];

		if (c->epoch || !(c->metric & e->metrics) || !names(e, c->case_name, c->mode, c->benchmark))
			continue;
		if (e->up_to >= 0 && c->new_value > e->up_to) {
			e->beyond++;
			continue;
		}
		e->covered++;
		if (!c->accepted_why && !expired)
			c->accepted_why = e->why;
	}
	if (expired && (e->covered || e->beyond || compared(e, scope)))
		e->state = ACCEPT_EXPIRED;
	else if (!expired && e->covered)
		e->state = ACCEPT_USED;
	else if (!expired && e->beyond)
		e->state = ACCEPT_BEYOND;
	else if (!expired && compared(e, scope))
		e->state = ACCEPT_STALE;
}

void accept_apply(struct accept_list *l, const struct accept_scope *scope, struct change_list *changes)
{
	for (size_t i = 0; i < changes->len; i++)
		changes->items[i].accepted_why = NULL;
	for (size_t i = 0; i < l->len; i++) {
		struct accept_entry *e = &l->items[i];

		e->state = ACCEPT_OUTSIDE;
		e->covered = e->beyond = 0;
		if (!reached(e, scope->old) && reached(e, scope->new))
			apply(e, scope, changes);
	}
}
