/* How far the alarms can be trusted: what selftest found last on each machine. */
#include <string.h>

#include "report/calibration_table.h"
#include "report/site_page.h"

/* Is there a newer one of the same machine and kind? They come newest first. */
static bool is_superseded(const struct calibrations *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(all->items[k].info.machine, all->items[i].info.machine) &&
		    !strcmp(all->items[k].info.cpu, all->items[i].info.cpu) &&
		    all->items[k].info.loaded == all->items[i].info.loaded)
			return true;
	return false;
}

void page_trust(const struct page *p)
{
	const struct calibrations *all = p->in->calibrations;
	struct error ignored = ERROR_INIT;

	if (!all || !all->len)
		return;
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "trust", "How far these alarms can be trusted");
	str_add(p->out, "<p>goalloc selftest ran the whole path over comparisons whose truth is known: one toolchain "
	                "under two names, "
	                "where every flag is a false alarm, and cases that were given a known share more to do, where "
	                "every flag is "
	                "right.</p>\n");
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
		str_add(p->out, ", ");
		page_text(p, c->info.go);
		str_add(p->out, " on both sides, ");
		page_text(p, c->info.cpu);
		str_add(p->out, c->info.loaded ? ", the other processors kept busy</p>\n" : "</p>\n");
		str_add(p->out, "<div class=\"scroll\">");
		table_print(&t, FORMAT_HTML, 0, p->out, &ignored); /* html cannot fail */
		str_add(p->out, "</div>\n");
		table_release(&t);
	}
	str_add(p->out, "</section>\n");
}
