#include "cmd/calibrated.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/calibration.h"
#include "base/alloc.h"

/* The newest session among the samples of times. */
static const struct session_row *timing_session(const struct dataset *d)
{
	int64_t newest = 0;

	for (size_t i = 0; i < d->samples.len; i++)
		if (d->samples.items[i].session > newest && strcmp(d->samples.items[i].purpose, "allocs") != 0)
			newest = d->samples.items[i].session;
	for (size_t i = 0; i < d->sessions.len; i++)
		if (newest && d->sessions.items[i].session == newest)
			return &d->sessions.items[i];
	return NULL;
}

/* Words KEY=VALUE; whether there was a baseline says what was compared, not how it was timed. */
static bool same_conditions(const char *a, const char *b)
{
	struct strlist words[2] = { STRLIST_INIT, STRLIST_INIT };
	bool same = true;
	size_t i[2] = { 0, 0 };

	strlist_split(&words[0], a, ' ');
	strlist_split(&words[1], b, ' ');
	while (same) {
		for (int k = 0; k < 2; k++)
			while (i[k] < words[k].len && str_starts(words[k].items[i[k]], "baseline="))
				i[k]++;
		if (i[0] >= words[0].len || i[1] >= words[1].len) {
			same = i[0] >= words[0].len && i[1] >= words[1].len;
			break;
		}
		same = !strcmp(words[0].items[i[0]++], words[1].items[i[1]++]);
	}
	strlist_release(&words[0]);
	strlist_release(&words[1]);
	return same;
}

/* Stopped before its end: what it has is right, and may be very little. */
static bool is_interrupted(const struct calibration *c)
{
	return !strcmp(c->info.verdict, calibration_verdict_name(CALIBRATION_INTERRUPTED));
}

/* Were the times taken as in this one? */
static bool applies(const struct calibration *c, const struct session_row *s)
{
	return !c->info.loaded && c->len && !strcmp(c->info.machine, s->machine) && !strcmp(c->info.cpu, s->cpu) &&
	       same_conditions(c->info.conditions, s->conditions);
}

static void say(const struct calibration *c, struct table *t)
{
	struct str found = STR_INIT;

	for (size_t i = 0; i < c->len; i++)
		if (!strcmp(c->rows[i].truth, "changed") && !strcmp(c->rows[i].metric, "time"))
			str_addf(&found, "%s%s %lld of %lld",
			         found.len ? ", " : "; of injected changes it found: ", c->rows[i].what,
			         (long long)c->rows[i].found, (long long)c->rows[i].comparisons);
	for (size_t i = 0; i < c->len; i++)
		if (!strcmp(c->rows[i].truth, "all"))
			table_note(t,
			           "On this machine, %.10s%s: %lld of %lld comparisons without a change were flagged (at "
			           "most %.1f %%)%s.",
			           c->info.measured_at, is_interrupted(c) ? " (an interrupted selftest)" : "", (long long)c->rows[i].found, (long long)c->rows[i].comparisons,
			           100 * c->rows[i].high, str_cstr(&found));
	str_release(&found);
}

void calibration_note(const struct dataset *d, struct table *t)
{
	const struct session_row *s = timing_session(d);
	struct error ignored = ERROR_INIT;
	struct calibrations all;
	const struct calibration *best = NULL;

	if (!s || store_calibrations(d->db, &all, &ignored))
		return;
	for (size_t i = 0; i < all.len; i++) /* the newest first; one that came to its end before one that did not */
		if (applies(&all.items[i], s) && (!best || (is_interrupted(best) && !is_interrupted(&all.items[i]))))
			best = &all.items[i];
	if (best)
		say(best, t);
	else
		table_note(t,
		           "How far alarms on times can be trusted on this machine was not measured: `goalloc "
		           "selftest` does%s.",
		           all.len ? " (what is there is of another machine, or of other conditions)" : "");
	calibrations_release(&all);
}

const struct calibration *calibration_shown(const struct calibrations *all)
{
	const struct calibration *best = NULL;

	for (size_t i = 0; i < all->len; i++) {
		const struct calibration *c = &all->items[i];

		/* what was interrupted gives way, then what was made beside a load */
		if (!best || (is_interrupted(best) && !is_interrupted(c)) ||
		    (is_interrupted(best) == is_interrupted(c) && best->info.loaded && !c->info.loaded))
			best = c;
	}
	return best;
}

int calibration_draw(const struct calibrations *all, const struct figure_options *options, struct strlist *names,
                     struct error *err)
{
	const struct calibration *c = calibration_shown(all);
	struct figure_options own = *options;
	char *caption;
	int rc;

	if (!c)
		return 0;
	caption = xasprintf("goalloc %s; %s; measured %.10s; seed %s; %s", c->info.tool_version, c->info.cpu,
	                    c->info.measured_at, c->info.seed, c->info.conditions);
	own.caption = caption;
	rc = figures_draw_calibration(c, &own, names, err);
	free(caption);
	return rc;
}
