#include "cmd/accepted.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cmd/changes_text.h"

int accepted_load(const char *path, struct accept_list *out, struct error *err)
{
	struct str text = STR_INIT;
	int status;

	*out = (struct accept_list)ACCEPT_LIST_INIT;
	if (!path)
		return 0;
	status = file_read(path, ACCEPT_MAX_BYTES, &text, err);
	if (!status && accept_parse(str_cstr(&text), text.len, out, err))
		status = error_prefix(err, "%s", path);
	str_release(&text);
	return status;
}

void accepted_apply(struct accept_list *l, const struct dataset *d, const struct row_filter *filter, unsigned metrics,
                    const char *old_go, const char *new_go, struct change_list *changes)
{
	char now[32];
	struct accept_scope scope = { .history = &d->history,
		                      .old = history_release_named(&d->history, old_go),
		                      .new = history_release_named(&d->history, new_go),
		                      .metrics = metrics,
		                      .mode = filter->mode,
		                      .some_cases = filter->case_glob != NULL,
		                      .today = now };

	clock_stamp(now, sizeof now);
	now[ACCEPT_DATE - 1] = '\0';
	if (scope.old && scope.new)
		accept_apply(l, &scope, changes);
}

static bool for_people(enum format format)
{
	return format != FORMAT_CSV && format != FORMAT_JSON;
}

static void complain(struct app *app, enum format format, struct table *t, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void complain(struct app *app, enum format format, struct table *t, const char *fmt, ...)
{
	char text[2 * ACCEPT_MAX_LINE];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	if (for_people(format))
		table_note(t, "%s", text);
	else
		event_warn(&app->sink, "%s", text);
}

void accepted_notes(struct app *app, const struct accept_list *l, const char *path, enum format format, struct table *t)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct accept_entry *e = &l->items[i];
		char *name = xasprintf("%s, line %zu (%s since %s)", path, e->line, e->cases, e->since);

		if (e->state == ACCEPT_USED && for_people(format))
			table_note(t, "Accepted by %s: %zu changes: %s", name, e->covered, e->why);
		if (e->state == ACCEPT_EXPIRED && e->covered + e->beyond)
			complain(app, format, t, "%s expired after %s: %zu changes count again", name, e->until,
			         e->covered + e->beyond);
		else if (e->state == ACCEPT_EXPIRED)
			complain(app, format, t, "%s expired after %s and matches nothing: remove it", name, e->until);
		else if (e->beyond)
			complain(app, format, t, "%s accepts no more than %.10g: %zu changes go beyond it", name,
			         e->up_to, e->beyond);
		if (e->state == ACCEPT_STALE)
			complain(app, format, t, "%s matches nothing that changed here any more: remove it", name);
		free(name);
	}
}

static bool grew(const struct change *c, double threshold)
{
	return !(c->metric & (METRIC_ALLOCS | METRIC_BYTES)) || c->new_value - c->old_value >= threshold * c->old_value;
}

size_t changes_worse(const struct change_list *changes, unsigned metrics, double threshold)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		n += c->worse && !c->epoch && !c->accepted_why && (c->metric & metrics) && grew(c, threshold);
	}
	return n;
}

/* ---- the order for people ---- */

static int is_suspected(const struct change *c)
{
	return c->time.verdict == TIME_SUSPECTED;
}

struct sized {
	struct change change;
	double relative, absolute;
	size_t index;
};

static int by_size(const void *pa, const void *pb)
{
	const struct sized *a = pa, *b = pb;
	int order = (a->change.accepted_why != NULL) - (b->change.accepted_why != NULL);

	if (!order)
		order = is_suspected(&a->change) - is_suspected(&b->change);
	if (!order)
		order = (a->change.metric > b->change.metric) - (a->change.metric < b->change.metric);
	if (!order)
		order = (a->relative < b->relative) - (a->relative > b->relative);
	if (!order)
		order = (a->absolute < b->absolute) - (a->absolute > b->absolute);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

void changes_largest_first(struct change_list *changes)
{
	struct sized *all = xcalloc(changes->len + 1, sizeof *all);

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		all[i] = (struct sized){ .change = *c, .index = i };
		change_size(c, &all[i].relative, &all[i].absolute);
	}
	qsort(all, changes->len, sizeof *all, by_size);
	for (size_t i = 0; i < changes->len; i++)
		changes->items[i] = all[i].change;
	free(all);
}

/* ---- the verdict ---- */

size_t changes_suspected_slower(const struct change_list *changes)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		n += is_suspected(c) && c->time.ratio > 1 && !c->accepted_why;
	}
	return n;
}

static void add_count(struct str *out, size_t n, size_t accepted, const char *what, bool always)
{
	if (!n && !always)
		return;
	str_addf(out, "%s%zu %s", out->len ? ", " : "", n, what);
	if (accepted == n && n)
		str_add(out, n == 1 ? " (accepted)" : " (all of them accepted)");
	else if (accepted)
		str_addf(out, " (%zu of them accepted)", accepted);
}

void verdict_note(const struct change_list *changes, unsigned fail_on, double threshold, int exit_code, struct table *t)
{
	enum { WORSE, BETTER, OTHER, SUSPECTED, KINDS };
	size_t n[KINDS] = { 0 }, accepted[KINDS] = { 0 };
	struct str counts = STR_INIT, failed = STR_INIT;

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];
		int kind = is_suspected(c) ? SUSPECTED : c->worse ? WORSE : c->metric == METRIC_OUTPUT ? OTHER : BETTER;

		n[kind] += !c->epoch;
		accepted[kind] += !c->epoch && c->accepted_why;
	}
	add_count(&counts, n[WORSE], accepted[WORSE], "worse", true);
	add_count(&counts, n[BETTER], accepted[BETTER], "better", true);
	add_count(&counts, n[OTHER], accepted[OTHER], "otherwise", false);
	add_count(&counts, n[SUSPECTED], accepted[SUSPECTED], "suspected", false);
	add_count(&counts, changes->times.verdicts[TIME_OPEN], 0, "open", false);
	for (size_t i = 0; i < metric_count; i++)
		if ((fail_on & metric_table[i].metric) && changes_worse(changes, metric_table[i].metric, threshold))
			str_addf(&failed, "%s%s", failed.len ? ", " : ": ", metric_table[i].name);
	table_note(t, "Verdict: %s; exit code %d%s%s.", str_cstr(&counts), exit_code, str_cstr(&failed),
	           fail_on ? "" : " (nothing to --fail-on)");
	str_release(&counts);
	str_release(&failed);
}

/* ---- entries to begin with ---- */

static int by_case(const void *pa, const void *pb)
{
	const struct change *a = *(struct change *const *)pa, *b = *(struct change *const *)pb;
	int order = strcmp(a->case_name, b->case_name);

	if (!order)
		order = strcmp(a->mode, b->mode);
	return order ? order : (a->metric > b->metric) - (a->metric < b->metric);
}

/* Would it end the word, or the line, or make it read as another one? */
static bool breaks(uint32_t cp)
{
	return cp <= ' ' || cp == ',' || cp == UTF8_INVALID || utf8_is_control(cp);
}

/* A word of the file, as a glob that means this name alone: a '?' for each byte of what breaks a word. */
static void add_name(struct str *out, const char *name)
{
	for (size_t n; *name; name += n) {
		uint32_t cp;

		n = utf8_next(name, &cp);
		if (breaks(cp) || strchr("*[\\#", *name))
			for (size_t i = 0; i < n; i++)
				str_add_char(out, '?');
		else
			str_add_bytes(out, name, n);
	}
}

/* Can it stand in the file where no glob may? */
static bool is_word(const char *s)
{
	uint32_t cp;

	if (!*s)
		return false;
	for (; *s; s += utf8_next(s, &cp)) {
		utf8_next(s, &cp);
		if (breaks(cp))
			return false;
	}
	return true;
}

/* The entry of the n changes of one case and mode: metrics together, what shows the first as a comment above. */
static void add_entry(struct str *out, struct change *const *changes, size_t n, const char *since)
{
	struct str why = STR_INIT, comment = STR_INIT;
	unsigned seen = 0;

	change_why(changes[0], &why);
	str_addf(&comment, "%s %s -> %s%s%s", metric_info(changes[0]->metric)->title, changes[0]->old_text,
	         changes[0]->new_text, why.len ? ": " : "", str_cstr(&why));
	str_add(out, "\n# ");
	escape_text(out, str_cstr(&comment));
	str_add_char(out, '\n');
	str_release(&why);
	str_release(&comment);
	if (!is_word(since) || !is_word(changes[0]->mode)) {
		str_add(out, "# no entry can be written for it: a name is no word: ");
		escape_text(out, is_word(since) ? changes[0]->mode : since);
		str_add_char(out, '\n');
		return;
	}
	add_name(out, changes[0]->case_name);
	for (size_t i = 0; i < n; i++) {
		if (!(seen & changes[i]->metric))
			str_addf(out, "%s%s", seen ? "," : "  ", metric_info(changes[i]->metric)->name);
		seen |= changes[i]->metric;
	}
	str_addf(out, "  since %s", since);
	if (strcmp(changes[0]->mode, "default") != 0)
		str_addf(out, "  mode %s", changes[0]->mode);
	str_add(out, "  why:\n");
}

/* The border between two releases: the new one's minor where it is another, so that every patch of it is behind it. */
static void border(const struct release *old, const struct release *new, struct str *out)
{
	if (new->local)
		str_add(out, new->go);
	else if (!old->local && version_at_least(&old->version, new->version.major, new->version.minor))
		str_add(out, str_starts(new->go, "go") ? new->go + 2 : new->go);
	else
		str_addf(out, "%d.%d", new->version.major, new->version.minor);
}

int propose_print(const struct change_list *changes, const struct release *old, const struct release *new,
                  struct error *err)
{
	struct change **worse = xcalloc(changes->len + 1, sizeof(void *));
	struct str since = STR_INIT;
	struct str out = STR_INIT;
	size_t n = 0;
	int status;

	border(old, new, &since);
	str_add(&out, accept_template);
	for (size_t i = 0; i < changes->len; i++)
		if (changes->items[i].worse && !changes->items[i].epoch && !changes->items[i].accepted_why)
			worse[n++] = &changes->items[i];
	qsort(worse, n, sizeof(void *), by_case);
	for (size_t from = 0, until; from < n; from = until) {
		for (until = from + 1; until < n && !strcmp(worse[from]->case_name, worse[until]->case_name) &&
		                       !strcmp(worse[from]->mode, worse[until]->mode);)
			until++;
		add_entry(&out, worse + from, until - from, str_cstr(&since));
	}
	status = print_out(&out, err);
	str_release(&out);
	str_release(&since);
	free(worse);
	return status;
}
