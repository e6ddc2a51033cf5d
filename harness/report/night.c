/* The page for people: the verdict first. */
#include "report/night.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/table.h"

#define ROWS 40 /* of a table on the page; summary.json has all */

size_t night_failed_cases(const struct nights *n)
{
	size_t failed = 0;

	for (size_t i = n->npoints; i-- > 0 && n->points[i].night == n->len - 1;)
		failed += strcmp(n->points[i].status, "ok") != 0;
	return failed;
}

static void percent(struct str *out, double relative)
{
	str_addf(out, "%+.1f %%", 100 * relative);
}

/* Largest first among those of a state; accepted ones last. */
static int by_size(const void *pa, const void *pb)
{
	const struct night_news *const *a = pa, *const *b = pb;
	int order = (*a)->kind[0] == 'm' ? -1 : 0;

	order += (*b)->kind[0] == 'm' ? 1 : 0;
	if (!order)
		order = (*(*a)->accepted != '\0') - (*(*b)->accepted != '\0');
	if (!order)
		order = (int)(*b)->worse - (int)(*a)->worse;
	if (!order) {
		double x = isfinite((*a)->relative) ? fabs((*a)->relative) : INFINITY;
		double y = isfinite((*b)->relative) ? fabs((*b)->relative) : INFINITY;

		order = (x < y) - (x > y);
	}
	return order ? order : ((*a) > (*b)) - ((*a) < (*b));
}

static const struct night_news **of_state(const struct judgement *j, const char *state, size_t *n)
{
	const struct night_news **list = xcalloc(j->len + 1, sizeof(void *));

	*n = 0;
	for (size_t i = 0; i < j->len; i++)
		if (!strcmp(j->news[i].state, state))
			list[(*n)++] = &j->news[i];
	qsort(list, *n, sizeof(void *), by_size);
	return list;
}

static void where(struct str *out, const struct night_news *r)
{
	if (!*r->case_name) {
		str_add(out, !strcmp(r->kind, "whole") ? "all benchmarks" : "");
		return;
	}
	escape_markdown(out, r->case_name);
	if (*r->benchmark) {
		str_add_char(out, ' ');
		escape_markdown(out, benchmark_label(r->benchmark));
	}
	if (*r->mode && strcmp(r->mode, "default") != 0) {
		str_add(out, " (");
		escape_markdown(out, r->mode);
		str_add_char(out, ')');
	}
}

static void change(struct str *out, const struct night_news *r)
{
	if (*r->old_text || *r->new_text) {
		escape_markdown(out, r->old_text);
		str_add(out, " → ");
		escape_markdown(out, r->new_text);
	}
	if (!isfinite(r->relative))
		return;
	str_add(out, *r->old_text || *r->new_text ? " (" : "(");
	percent(out, r->relative);
	if (isfinite(r->low) && isfinite(r->high)) {
		str_add(out, ", 95 %: ");
		percent(out, r->low);
		str_add(out, " to ");
		percent(out, r->high);
	}
	str_add_char(out, ')');
}

static void row(struct str *out, const struct night_news *r)
{
	str_add(out, "| ");
	escape_markdown(out, r->go);
	if (strcmp(r->go, r->old_go) != 0 && *r->old_go) {
		str_add(out, " after ");
		escape_markdown(out, r->old_go);
	}
	str_add(out, " | ");
	where(out, r);
	str_addf(out, " | %s%s | ", r->metric, *r->accepted ? ", accepted" : r->worse ? ", **worse**" : "");
	change(out, r);
	str_addf(out, " | %s | ", r->since);
	escape_markdown(out, *r->accepted ? r->accepted : r->why);
	str_add(out, " |\n");
}

static void section(struct str *out, const struct night_report *r, const char *state, const char *title,
                    const char *help)
{
	size_t n;
	const struct night_news **list = of_state(r->judgement, state, &n);

	if (n) {
		str_addf(out, "\n## %s (%zu)\n\n%s", title, n, help);
		str_add(out, "| toolchain | where | what | change | since | why |\n|---|---|---|---|---|---|\n");
		for (size_t i = 0; i < n && i < ROWS; i++)
			row(out, list[i]);
		if (n > ROWS)
			str_addf(out, "\n%zu more are in summary.json.\n", n - ROWS);
	}
	free(list);
}

static void headline(struct str *out, const struct night_report *r)
{
	const struct night *tonight = &r->nights->items[r->nights->len - 1];
	const struct night_verdict *v = r->verdict;
	const struct judgement *j = r->judgement;

	str_addf(out, "# Night of %s: %s\n\n", tonight->date, v->word);
	str_addf(out, "Exit code %d. %zu worse, %zu better", v->exit_code, v->worse, v->better);
	if (v->other)
		str_addf(out, ", %zu otherwise", v->other);
	if (v->accepted)
		str_addf(out, " (%zu of them accepted)", v->accepted);
	str_addf(out, "; %zu open, %zu cleared.", v->open, v->cleared);
	if (v->failing)
		str_addf(out, " %zu of them are what fail-on names.", v->failing);
	if (r->undecided)
		str_addf(out, " %zu comparisons of times stay open.", r->undecided);
	if (j->learning)
		str_addf(out, " %zu of %zu series have too few nights for their times to be judged (%d).", j->learning,
		         j->followed, NIGHTS_LEARN);
	str_add_char(out, '\n');
}

static void machine(struct str *out, const struct night_report *r)
{
	const struct machine_state *m = &r->judgement->machine;
	const struct nights *n = r->nights;
	const struct night *tonight = &n->items[n->len - 1], *last = n->len > 1 ? tonight - 1 : NULL;

	str_add(out, "\n## Machine\n\n");
	if (m->changed)
		str_add(out, m->certain ? "**Another machine or processor** than the last night's: "
		                        : "**The machine changed**: the baseline itself moved. ");
	if (m->changed)
		str_add(out, "no toolchain is accused of its times, and all levels begin anew.\n\n");
	if (m->unsettled)
		str_add(out, "The baseline was far from its level tonight: no toolchain is accused of its times.\n\n");
	str_add(out, "- baseline ");
	escape_markdown(out, tonight->baseline);
	if (isfinite(m->relative)) {
		str_add(out, ": ");
		percent(out, m->relative);
		str_addf(out, " against its own level (%zu benchmarks, 95 %%: ", m->series);
		percent(out, m->low);
		str_add(out, " to ");
		percent(out, m->high);
		str_add_char(out, ')');
	}
	if (isfinite(m->noise))
		str_addf(out, "; usually %.1f %% from night to night", 100 * m->noise);
	str_addf(out, "\n- levels since %s, %zu nights\n", m->since, m->nights);
	str_add(out, "- ");
	escape_markdown(out, tonight->machine);
	str_add(out, "; ");
	escape_markdown(out, tonight->cpu);
	str_add(out, "; ");
	escape_markdown(out, tonight->kernel);
	str_add(out, "; governor ");
	escape_markdown(out, tonight->governor);
	str_add_char(out, '\n');
	if (*tonight->conditions) {
		str_add(out, "- ");
		escape_markdown(out, tonight->conditions);
		str_add_char(out, '\n');
	}
	if (last && (strcmp(last->kernel, tonight->kernel) != 0 || strcmp(last->governor, tonight->governor) != 0)) {
		str_add(out, "- the last night's kernel and governor were others: ");
		escape_markdown(out, last->kernel);
		str_add(out, "; ");
		escape_markdown(out, last->governor);
		str_add_char(out, '\n');
	}
}

static void toolchains(struct str *out, const struct night_report *r)
{
	const struct nights *n = r->nights;
	size_t failed = night_failed_cases(n);

	str_add(out, "\n## Measured\n\n");
	for (size_t i = 0; i < n->ntoolchains; i++) {
		const struct night_toolchain *t = &n->toolchains[i];

		if (t->night != n->len - 1)
			continue;
		str_add(out, "- ");
		escape_markdown(out, t->go);
		str_add(out, !strcmp(t->go, n->items[n->len - 1].baseline) ? " (baseline): " : ": ");
		escape_markdown(out, t->version_output);
		str_add(out, ", ");
		escape_markdown(out, t->digest);
		str_add_char(out, '\n');
	}
	if (failed)
		str_addf(out, "\n%zu cells failed: `goalloc status --failed` says why.\n", failed);
}

void night_markdown(const struct night_report *r, struct str *out)
{
	headline(out, r);
	section(out, r, "new", "News", "");
	section(out, r, "open", "Open",
	        "Looks like a change, but not for long enough: the next nights confirm or clear it.\n\n");
	section(out, r, "cleared", "Cleared", "");
	for (size_t i = 0; r->figures && i < r->figures->len; i++)
		str_addf(out, "%s![%s](%s.png)\n", i ? "" : "\n", r->figures->items[i], r->figures->items[i]);
	machine(out, r);
	toolchains(out, r);
	for (size_t i = 0; r->notes && i < r->notes->len; i++) {
		str_add(out, i ? "- " : "\n## Known changes\n\n- ");
		escape_markdown(out, r->notes->items[i]);
		str_add_char(out, '\n');
	}
}
