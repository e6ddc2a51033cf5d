/* What stands behind a case's page: what programs print, the compiler's own words byte for byte, what has no result. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/site_case_view.h"

#define RAW_SHOWN ((size_t)256 << 10) /* bytes of one output in the page; the database has all */

void page_case_outputs(const struct page *p, const struct case_view *v)
{
	if (!v->noutputs)
		return;
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "outputs", "What it prints");
	page_program(p, v->outputs, v->noutputs);
	str_add(p->out, "</section>\n");
}

/* ---- compiler output ---- */

static bool is(const char *a, const char *b)
{
	return a == b || !strcmp(or_empty(a), or_empty(b));
}

static bool of_mode(const struct compiler_row *r, const struct case_mode *m, const char *level)
{
	return is(r->mode, m->mode) && is(r->goos, m->goos) && is(r->goarch, m->goarch) && is(r->level, level);
}

static void add_output(const struct page *p, const char *level, const char *text)
{
	struct str releases = STR_INIT;
	const size_t n = strlen(text);
	char *head = xstrndup(text, n > RAW_SHOWN ? RAW_SHOWN : n);

	page_marked(p, &releases);
	str_add(p->out, "<details class=\"raw\"><summary>");
	page_text(p, str_cstr(&releases));
	str_add(p->out, ", <code>");
	page_text(p, level);
	str_addf(p->out, "</code>, %zu bytes</summary>\n<pre>", n);
	page_text(p, head);
	str_add(p->out, n > RAW_SHOWN ? "\n[... the database has the rest]</pre></details>\n" : "</pre></details>\n");
	free(head);
	str_release(&releases);
}

/* Releases that follow each other and say the same are told once. */
static void add_level(const struct page *p, const struct case_mode *m, const struct compiler_rows *rows,
                      const char *level)
{
	const char *text = NULL;

	page_unmark(p);
	for (size_t i = 0; i < rows->len; i++) {
		const struct compiler_row *r = &rows->items[i];

		if (!of_mode(r, m, level))
			continue;
		if (text && !is(text, r->text)) {
			add_output(p, level, text);
			page_unmark(p);
		}
		text = or_empty(r->text);
		page_mark(p, r->go);
	}
	if (text)
		add_output(p, level, text);
}

static void add_mode(const struct page *p, const struct case_view *v, const struct case_mode *m,
                     const struct compiler_rows *rows)
{
	struct strlist levels = STRLIST_INIT;
	char *label = case_mode_label(v, m);

	for (size_t i = 0; i < rows->len; i++)
		if (of_mode(&rows->items[i], m, rows->items[i].level) && !strlist_has(&levels, rows->items[i].level))
			strlist_add(&levels, rows->items[i].level);
	if (levels.len) {
		str_add(p->out, "<details class=\"mode\"><summary>Mode ");
		page_text(p, label);
		str_add(p->out, "</summary>\n");
		for (size_t i = 0; i < levels.len; i++)
			add_level(p, m, rows, levels.items[i]);
		str_add(p->out, "</details>\n");
	}
	strlist_release(&levels);
	free(label);
}

void page_case_raw(const struct page *p, const struct case_view *v, const struct compiler_rows *rows)
{
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "raw", "What the compilers said, word for word");
	if (!rows->len)
		str_add(p->out, "<p>Nothing was recorded.</p>\n");
	for (size_t i = 0; i < v->nmodes; i++)
		add_mode(p, v, &v->modes[i], rows);
	str_add(p->out, "</section>\n");
}

/* ---- cells without a result ---- */

static bool same_trouble(const struct cell_row *a, const struct cell_row *b)
{
	return is(a->mode, b->mode) && is(a->status, b->status) && is(a->reason, b->reason);
}

/* One trouble of a mode: its releases. */
static void add_trouble(const struct page *p, const struct case_view *v, size_t first)
{
	const struct cell_row *c = &v->cells[first];
	struct str releases = STR_INIT;

	page_unmark(p);
	for (size_t i = first; i < v->ncells; i++)
		if (same_trouble(c, &v->cells[i]))
			page_mark(p, v->cells[i].go);
	page_marked(p, &releases);
	str_add(p->out, "<tr><td>");
	page_text(p, str_cstr(&releases));
	str_add(p->out, "</td><td>");
	page_text(p, c->mode);
	str_add(p->out, "</td><td>");
	page_text(p, c->status);
	str_add(p->out, "</td><td class=\"words\">");
	page_text(p, c->reason);
	str_add(p->out, "</td></tr>\n");
	str_release(&releases);
}

void page_case_missing(const struct page *p, const struct case_view *v)
{
	bool any = false;

	for (size_t i = 0; i < v->ncells; i++) {
		bool told = is(v->cells[i].status, "ok");

		for (size_t k = 0; k < i && !told; k++)
			told = same_trouble(&v->cells[k], &v->cells[i]);
		if (told)
			continue;
		if (!any) {
			str_add(p->out, "<section>\n");
			page_heading(p, 2, "missing", "Without a result");
			str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Without a "
			                "result\"><table><thead><tr><th "
			                "scope=\"col\">releases</th><th scope=\"col\">mode</th><th "
			                "scope=\"col\">status</th><th "
			                "scope=\"col\">why</th></tr></thead>\n<tbody>\n");
		}
		any = true;
		add_trouble(p, v, i);
	}
	str_add(p->out, any ? "</tbody></table></div>\n</section>\n" : "");
}
