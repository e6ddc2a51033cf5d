/* How far the alarms can be trusted: what selftest found last on each machine. */
#include <string.h>

#include "report/calibration_table.h"
#include "report/site_page.h"

static bool is_interrupted(const struct calibration *c)
{
	return !strcmp(or_empty(c->info.verdict), "interrupted");
}

/* Is there a newer one of the same machine and kind? They come newest first; one that was stopped hides no whole one. */
static bool is_superseded(const struct calibrations *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(all->items[k].info.machine, all->items[i].info.machine) &&
		    !strcmp(all->items[k].info.cpu, all->items[i].info.cpu) &&
		    all->items[k].info.loaded == all->items[i].info.loaded &&
		    (!is_interrupted(&all->items[k]) || is_interrupted(&all->items[i])))
			return true;
	return false;
}

/* Of the rows of one kind: "0 of 573 (0.0 to 0.6 %)". */
static void add_rate(const struct page *p, const struct calibration_row *r)
{
	str_addf(p->out, "<b>%lld of %lld</b> (95\xC2\xA0%% interval %.1f to %.1f\xC2\xA0%%)", (long long)r->found,
	         (long long)r->comparisons, 100 * r->low, 100 * r->high);
}

/* The answer in a sentence or two; the table has the rest. */
static void add_summary(const struct page *p, const struct calibration *c)
{
	str_add(p->out, "<ul class=\"rates\">\n");
	for (size_t i = 0; i < c->len; i++) {
		const struct calibration_row *r = &c->rows[i];
		const bool same = !strcmp(r->truth, "same"), changed = !strcmp(r->truth, "changed");

		if (!r->comparisons || (!same && !changed) || strcmp(r->metric, "gate") == 0)
			continue;
		str_add(p->out, same ? "<li>nothing changed, flagged all the same (" : "<li>changed by ");
		page_text(p, same ? r->metric : r->what);
		str_add(p->out, same ? "): " : ", found: ");
		add_rate(p, r);
		str_add(p->out, "</li>\n");
	}
	str_add(p->out, "</ul>\n");
}

/* How many of the counts come out the same each time, and of the times how many are known. */
static void add_kinds(const struct page *p)
{
	const struct history *h = p->in->history;
	size_t counted = 0, exact = 0, timed = 0, few = 0;

	for (size_t i = 0; i < h->len; i++)
		for (size_t k = 0; k < h->items[i].n; k++) {
			const struct point *q = &h->items[i].points[k];

			counted += q->counted;
			exact += point_deterministic(q);
			timed += q->timed;
			few += q->timed && q->time_samples < 6;
		}
	if (counted)
		str_addf(p->out,
		         "<p><b>Counts.</b> %zu of %zu figures (allocs/op and B/op of one benchmark in one release and "
		         "mode) come "
		         "out the same each time; the others are known as a range, and ranges that overlap are no "
		         "change.</p>\n",
		         exact, counted);
	if (timed)
		str_addf(p->out,
		         "<p><b>Times.</b> %zu benchmarks, releases and modes were timed, %zu of them in fewer than "
		         "six samples: a "
		         "look, which decides little. Slower and faster are said only of what was timed side by side, "
		         "and "
		         "confirmed in a second timing.</p>\n",
		         timed, few);
	else
		str_add(p->out, "<p><b>Times.</b> None were taken.</p>\n");
}

void page_trust(const struct page *p)
{
	const struct calibrations *all = p->in->calibrations;
	struct error ignored = ERROR_INIT;

	str_add(p->out, "<section>\n");
	page_heading(p, 2, "trust", "How trustworthy the numbers are");
	add_kinds(p);
	if (!all || !all->len) {
		str_add(p->out,
		        "<p><b>Alarms on times.</b> Not calibrated on this machine: <code>goalloc selftest</code> "
		        "measures how many are false, and how small a change is found.</p>\n</section>\n");
		return;
	}
	str_add(p->out,
	        "<p><b>Alarms on times.</b> goalloc selftest ran the whole path over comparisons whose truth is known: "
	        "one toolchain under two names, where every flag is a false alarm, and cases that were given a known "
	        "share more to do, where every flag is right.</p>\n");
	page_figure(p, "power", "Injected slowdowns that are found, and what is flagged although nothing changed");
	for (size_t i = 0; i < all->len; i++) {
		const struct calibration *c = &all->items[i];
		struct table t;

		if (is_superseded(all, i))
			continue;
		table_init(&t, "");
		calibration_table(c, &t);
		str_add(p->out, "<p class=\"caption\">");
		page_text(p, c->info.measured_at);
		str_add(p->out, is_interrupted(c) ? " (interrupted)" : "");
		str_add(p->out, ", ");
		page_text(p, c->info.go);
		str_add(p->out, " on both sides, ");
		page_text(p, c->info.cpu);
		str_add(p->out, c->info.loaded ? ", the other processors kept busy</p>\n" : "</p>\n");
		add_summary(p, c);
		str_add(p->out,
		        "<details><summary>All of it</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		        "aria-label=\"Calibration\">");
		table_print(&t, FORMAT_HTML, 0, p->out, &ignored); /* html cannot fail */
		str_add(p->out, "</div></details>\n");
		table_release(&t);
	}
	str_add(p->out, "</section>\n");
}
