/* The compare pages: the controls, empty until the script fills them, and the data. */
#include "report/site_compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/report/site_compare.js.h"
#include "harness/report/site_compare_plot.js.h"
#include "harness/report/site_compare_rows.js.h"
#include "report/figure_data.h"

#define COMPARISONS_MOST 100000 /* of times, beside those of neighbours */

/* Without a script there is nothing to choose, but each release says what it changed. */
static void add_without_script(const struct page *p)
{
	const struct history *h = p->in->history;

	str_add(p->out,
	        "<noscript><p>Choosing takes JavaScript. What each release changed against the one before it:</p><ul>");
	for (size_t r = h->nreleases; r-- > 0;) {
		str_add(p->out, "<li>");
		page_release_link(p, h->releases[r].go);
		str_add(p->out, "</li>");
	}
	str_add(p->out, "</ul></noscript>\n");
}

static void add_other_modes(const struct page *p, const char *mode, const struct strlist *modes)
{
	bool any = false;

	for (size_t i = 0; i < modes->len; i++) {
		char *file;

		if (!strcmp(modes->items[i], mode))
			continue;
		file = page_compare_file(p, modes->items[i]);
		str_addf(p->out, "%s<a href=\"%s\">", any ? ", " : "<p class=\"caption\">Other modes: ", file);
		page_text(p, modes->items[i]);
		str_add(p->out, "</a>");
		any = true;
		free(file);
	}
	str_add(p->out, any ? ".</p>\n" : "");
}

static const char tool[] =
	"<div id=\"tool\" hidden>\n"
	"<div class=\"controls\" role=\"group\" aria-label=\"What to compare\">\n"
	"<label>from <select id=\"old\"></select></label>\n"
	"<label>to <select id=\"new\"></select></label>\n"
	"<label>mode <select id=\"mode\"></select></label>\n"
	"<label>what <select id=\"metric\"></select></label>\n"
	"<label>cause <select id=\"cause\"></select></label>\n"
	"<label>with the words <input id=\"find\" type=\"search\" placeholder=\"slice make\"></label>\n"
	"<label class=\"check\"><input id=\"changed\" type=\"checkbox\"> unchanged, too</label>\n"
	"</div>\n"
	"<p><span id=\"count\" role=\"status\" aria-live=\"polite\"></span> <a id=\"link\" href=\"#\">Link to this "
	"view</a></p>\n"
	"<div id=\"notes\"></div>\n"
	"<section id=\"plotted\"><h2>How much, and how sure</h2>\n"
	"<div class=\"plotbox\"><svg id=\"plot\" role=\"img\"></svg></div>\n"
	"<p class=\"note\">Right is more, left is less. Counts are exact and have no p-value: circles are allocs/op, "
	"squares B/op. "
	"Times stand the higher the surer they are; above the dashed line q is under 5 %, after the correction for all "
	"benchmarks. "
	"Bars are 95 % intervals. A click on a dot goes to its row.</p></section>\n"
	"<section><h2>Changes</h2>\n"
	"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes\"><table id=\"changes\" "
	"class=\"compare\"><caption "
	"class=\"vh\">What differs between the two releases; the buttons in the head "
	"sort</caption><thead></thead><tbody></tbody></table></div>\n"
	"<p class=\"note\">The reasons are those of the releases in between in which that very figure changed. What "
	"the compiler says "
	"is what is left of the steps in between: what came and went again is no difference.</p></section>\n"
	"</div>\n";

static int write_mode(const struct page *p, const char *mode, const struct strlist *modes,
                      const struct time_pairs *times, const char *output_dir, struct error *err)
{
	char *file = page_compare_file(p, mode), *slug = site_slug(mode),
	     *path = xasprintf("data/compare-%s.json", slug);
	char *title = xasprintf("Compare two Go releases, mode %s", mode);
	char *script = xasprintf("%s%s%s", embedded_site_compare_rows_js, embedded_site_compare_plot_js,
	                         embedded_site_compare_js);
	struct str data = STR_INIT, out = STR_INIT;
	struct page page = *p;
	int rc;

	page.out = &out;
	compare_data(p, mode, modes, times, &data);
	page_open(&page, title, "compare.html", script);
	str_add(&out, "<h1>");
	page_text(&page, title);
	str_add(&out, "</h1>\n<p class=\"lead\">What changes for you between any two releases that were measured, and "
	              "why.</p>\n");
	add_other_modes(&page, mode, modes);
	add_without_script(&page);
	str_add(&out, tool);
	str_addf(&out, "<p class=\"note\">The same for programs: <a href=\"%s\">%s</a>.</p>\n", path, path);
	page_data(&page, str_cstr(&data));
	page_close(&page, script);
	rc = site_file(output_dir, path, &data, err) || site_file(output_dir, file, &out, err) ? -1 : 0;
	str_release(&data);
	str_release(&out);
	free(script);
	free(title);
	free(path);
	free(slug);
	free(file);
	return rc;
}

int compare_write(const struct page *p, const struct strlist *modes, const char *output_dir, struct error *err)
{
	struct time_pairs times = TIME_PAIRS_INIT;
	int rc = 0;

	if (p->in->evidence)
		time_pairs_find(p->in->evidence, COMPARISONS_MOST, &times);
	for (size_t i = 0; i < modes->len && !rc; i++)
		rc = write_mode(p, modes->items[i], modes, &times, output_dir, err);
	time_pairs_release(&times);
	return rc;
}
