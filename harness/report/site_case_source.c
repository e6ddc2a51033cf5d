/* The source of a case, with what was said, emitted and allocated at each line: of the newest release, others by the script. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/site_case_view.h"

/* ---- a note under a line ---- */

static const struct part {
	unsigned differs;
	const char *class, *word;
} parts[] = {
	{ DIFFERS_SAID, "said", "said" },
	{ DIFFERS_EMITTED, "emitted", "emitted" },
	{ DIFFERS_HAPPENED, "happened", "happened" },
};
enum { PARTS = sizeof parts / sizeof *parts };

static const char *part_text(const struct case_run *r, size_t part)
{
	const char *const texts[PARTS] = { r->said, r->emitted, r->happened };

	return part == 2 && !strcmp(texts[part], "?") ? "not recorded" : texts[part];
}

/* Said, emitted or happened; where that is new in this release, with what was before. */
static void add_part(const struct page *p, const struct case_mode *m, const struct case_run *now,
                     const struct case_run *before, unsigned differs, size_t part)
{
	const bool differs_here = before && (differs & parts[part].differs);
	const char *text = part_text(now, part);

	if (!*text && !differs_here)
		return;
	str_addf(p->out, "<div class=\"part %s%s\"><b>%s</b> <span>", parts[part].class, differs_here ? " new" : "",
	         parts[part].word);
	page_text(p, *text ? text : "nothing");
	str_add(p->out, "</span>");
	if (differs_here) {
		str_add(p->out, " <span class=\"was\">");
		page_text(p, release_label(m->releases[before->to].go));
		str_add(p->out, ": ");
		page_text(p, *part_text(before, part) ? part_text(before, part) : "nothing");
		str_add(p->out, "</span>");
	}
	str_add(p->out, "</div>");
}

/* Releases in which the line began to differ: "differs since 1.5.4, 1.25.14". */
static void add_steps(const struct page *p, const struct case_mode *m, const struct case_line *l)
{
	bool any = false;

	for (size_t r = 0; r < l->n; r++)
		if (l->runs[r].differs) {
			str_add(p->out, any ? ", <span>" : "<div class=\"since\">changed in <span>");
			page_text(p, release_label(m->releases[l->runs[r].from].go));
			str_add(p->out, "</span>");
			any = true;
		}
	str_add(p->out, any ? "</div>" : "");
}

static bool ever_differs(const struct case_line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->runs[i].differs)
			return true;
	return false;
}

/* Of the newest release. */
static void add_note(const struct page *p, const struct case_mode *m, const struct case_line *l)
{
	const size_t last = m->len - 1;
	const struct case_run *now = case_run_at(l, last), *before = last ? case_run_at(l, last - 1) : NULL;
	const unsigned differs = now && now->from == last ? now->differs : 0;

	if (!now || (!*now->said && !*now->emitted && !*now->happened && !*now->found && !ever_differs(l)))
		return;
	str_add(p->out, "<div class=\"note\">");
	for (size_t part = 0; part < PARTS; part++)
		add_part(p, m, now, before, differs, part);
	if (*now->found) {
		str_add(p->out, "<div class=\"part found\"><b>finding</b> <span>");
		page_text(p, now->found);
		str_add(p->out, "</span></div>");
	}
	add_steps(p, m, l);
	str_add(p->out, "</div>");
}

/* ---- the lines ---- */

static const struct case_line *line_at(const struct case_mode *m, int line)
{
	for (size_t i = 0; i < m->nlines; i++)
		if (m->lines[i].line == line)
			return &m->lines[i];
	return NULL;
}

static void add_line(const struct page *p, const struct case_view *v, int line)
{
	const struct source_line *s = source_line_at(&v->source, line);
	const struct case_line *known = v->modes->len ? line_at(v->modes, line) : NULL;
	char *text = xstrndup(s->text, s->n);

	str_addf(p->out, "<li id=\"L%d\"><a href=\"#L%d\" aria-label=\"line %d\">%d</a><code>", line, line, line, line);
	page_text(p, text);
	str_add(p->out, "</code>");
	if (known)
		add_note(p, v->modes, known);
	str_add(p->out, "</li>\n");
	free(text);
}

/* The comments in front, which the page shows as words above: up to the first line that is none. */
static size_t head_of(const struct source_map *m)
{
	size_t n = 0;

	while (n < m->len && (!m->lines[n].n || (m->lines[n].n >= 2 && !strncmp(m->lines[n].text, "//", 2))))
		n++;
	return n < m->len ? n : 0;
}

static void add_lines(const struct page *p, const struct case_view *v, size_t from, size_t to)
{
	str_add(p->out, "<ol class=\"source\">\n");
	for (size_t i = from; i < to; i++)
		add_line(p, v, (int)i + 1);
	str_add(p->out, "</ol>\n");
}

/* ---- every release, for readers without scripts and for printing ---- */

static void add_run(const struct page *p, const struct case_mode *m, const struct case_line *l,
                    const struct case_run *r)
{
	const char *from = release_label(m->releases[r->from].go), *to = release_label(m->releases[r->to].go);

	str_add(p->out, "<tr><td class=\"num\">");
	if (l->line)
		str_addf(p->out, "<a href=\"#L%d\">%d</a>", l->line, l->line);
	else
		str_add(p->out, "elsewhere");
	str_add(p->out, "</td><td>");
	page_text(p, from);
	if (r->from != r->to) {
		str_add(p->out, " to ");
		page_text(p, to);
	}
	str_add(p->out, "</td>");
	for (size_t part = 0; part < PARTS; part++) {
		str_addf(p->out, "<td class=\"%s%s\">", parts[part].class,
		         r->differs & parts[part].differs ? " new" : "");
		page_text(p, part_text(r, part));
		str_add(p->out, "</td>");
	}
	str_add(p->out, "</tr>\n");
}

/* Lines that differed in some step. */
static void add_history(const struct page *p, const struct case_view *v, const struct case_mode *m)
{
	char *label = case_mode_label(v, m);
	size_t n = 0;

	for (size_t i = 0; i < m->nlines; i++)
		n += ever_differs(&m->lines[i]);
	if (n) {
		str_add(p->out, "<details class=\"lines\"><summary>");
		str_addf(p->out, "%zu line%s that changed, in every release, mode ", n, n == 1 ? "" : "s");
		page_text(p, label);
		str_add(p->out, "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Lines "
		                "that changed\"><table class=\"history\"><thead><tr><th "
		                "scope=\"col\" class=\"num\">line</th><th scope=\"col\">releases</th><th "
		                "scope=\"col\">said</th><th scope=\"col\">emitted</th><th scope=\"col\">happened, per "
		                "operation</th></tr></thead>\n<tbody>\n");
		for (size_t i = 0; i < m->nlines; i++)
			for (size_t r = 0; ever_differs(&m->lines[i]) && r < m->lines[i].n; r++)
				add_run(p, m, &m->lines[i], &m->lines[i].runs[r]);
		str_add(p->out, "</tbody></table></div></details>\n");
	}
	free(label);
}

static void add_legend(const struct page *p, const struct case_view *v)
{
	const struct case_mode *m = v->modes;

	if (!case_is_counted(v))
		page_case_modes(p, v);
	str_add(p->out,
	        "<p class=\"note\">Under a line: what the compiler <b>said</b> of it, what calls into the runtime "
	        "it <b>emitted</b>, what <b>happened</b> per operation when it ran.</p>\n"
	        "<p class=\"controls\" hidden><label>Go release <select id=\"go\"></select></label> "
	        "<label>Beside <select id=\"old\"></select></label></p>\n"
	        "<p id=\"shown\" aria-live=\"polite\">");
	if (m->len) {
		page_text(p, m->releases[m->len - 1].go);
		str_add(p->out, ", mode ");
		page_text(p, m->mode);
		if (m->len > 1) {
			str_add(p->out, ", beside ");
			page_text(p, m->releases[m->len - 2].go);
		}
		str_add(p->out, ".");
	} else {
		str_add(p->out, "No release has a result with this text of the case.");
	}
	str_add(p->out, "</p>\n");
	if (m->left_out)
		str_addf(p->out,
		         "<p class=\"note\">%zu release%s measured with another text of the case, whose lines are "
		         "others: left out here.</p>\n",
		         m->left_out, m->left_out == 1 ? " was" : "s were");
}

void page_case_source(const struct page *p, const struct case_view *v)
{
	const struct case_line *outside = v->nmodes && v->modes->len ? line_at(v->modes, 0) : NULL;
	size_t head;

	if (!v->text)
		return;
	head = head_of(&v->source);
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "source", "Source, line by line");
	if (!*v->text->source) {
		str_add(p->out, "<p>The source is not known: this was imported from logs. What they say of each line, "
		                "<code>goalloc explain</code> shows.</p>\n</section>\n");
		return;
	}
	add_legend(p, v);
	if (head) {
		str_addf(p->out, "<details class=\"top\"><summary>Lines 1 to %zu: the words above</summary>\n", head);
		add_lines(p, v, 0, head);
		str_add(p->out, "</details>\n");
	}
	add_lines(p, v, head, v->source.len);
	str_addf(p->out, "<div id=\"L0\"%s><h3>Allocated outside of this file</h3>\n", outside ? "" : " hidden");
	if (outside)
		add_note(p, v->modes, outside);
	str_add(p->out, "</div>\n");
	for (size_t i = 0; i < v->nmodes; i++)
		add_history(p, v, &v->modes[i]);
	str_add(p->out, "</section>\n");
}
