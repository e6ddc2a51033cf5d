/* The pages of the cases, one after the other. */
#include "report/site_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/report/site_case.js.h"
#include "report/figure_data.h"
#include "report/site_case_view.h"
#include "report/site_groups.h"

#define EVIDENCE_SHOWN 12 /* lines of one change */

/* ---- the head ---- */

/* A paragraph with its word in front; nothing without text. */
static void add_words(const struct page *p, const char *word, const char *text)
{
	if (!*or_empty(text))
		return;
	str_addf(p->out, "<dt>%s</dt><dd>", word);
	page_text(p, text);
	str_add(p->out, "</dd>\n");
}

/* The lines `// ref: ...` on top of the source; a web address becomes a link, and nothing else does. */
static void add_references(const struct page *p, const struct case_view *v)
{
	static const char mark[] = "// ref: ";
	const size_t n = sizeof mark - 1;
	bool any = false;

	for (size_t i = 0; i < v->source.len && v->source.lines[i].n && v->source.lines[i].text[0] == '/'; i++) {
		const struct source_line *l = &v->source.lines[i];
		char *text;

		if (l->n <= n || strncmp(l->text, mark, n) != 0)
			continue;
		text = xstrndup(l->text + n, l->n - n);
		str_add(p->out, any ? "<dd>" : "<dt>References</dt><dd>");
		any = true;
		if (str_starts(text, "https://") || str_starts(text, "http://")) {
			str_add(p->out, "<a rel=\"noreferrer\" href=\"");
			page_text(p, text);
			str_add(p->out, "\">");
			page_text(p, text);
			str_add(p->out, "</a>");
		} else {
			page_text(p, text);
		}
		str_add(p->out, "</dd>\n");
		free(text);
	}
}

static void add_head(const struct page *p, const struct case_view *v)
{
	const bool titled = v->text && *or_empty(v->text->title);

	str_add(p->out, "<header>\n<h1>");
	page_text(p, titled ? v->text->title : v->name);
	str_add(p->out, "</h1>\n<p class=\"lead\"><code>");
	page_text(p, v->name);
	str_add(p->out, "</code></p>\n");
	if (v->text) {
		str_add(p->out, "<dl class=\"words\">\n");
		add_words(p, "Question", v->text->question);
		add_words(p, "Why", v->text->why);
		add_words(p, "Answer", v->text->answer);
		add_references(p, v);
		str_add(p->out, "</dl>\n");
	}
	str_add(p->out, "<nav class=\"within\" aria-label=\"This case\"><a href=\"#changes\">What changed</a> ");
	if (*v->modes->series[v->modes->nseries - 1].benchmark)
		str_add(p->out, "<a href=\"#numbers\">Counts and times</a> ");
	if (v->text)
		str_add(p->out, "<a href=\"#source\">Source, line by line</a> ");
	if (v->noutputs)
		str_add(p->out, "<a href=\"#outputs\">What it prints</a> ");
	str_add(p->out, "<a href=\"#raw\">Compiler output</a></nav>\n</header>\n");
}

/* ---- what changed ---- */

/* The lines that show it, one below the other. */
static void add_evidence(const struct page *p, const char *evidence)
{
	size_t n = 0, more = 0;

	for (const char *s = evidence; *s;) {
		const size_t length = strcspn(s, "\n");
		char *line = xstrndup(s, length);

		if (n < EVIDENCE_SHOWN) {
			str_add(p->out, n ? "<br><code>" : "<code>");
			page_text(p, line);
			str_add(p->out, "</code>");
			n++;
		} else {
			more++;
		}
		free(line);
		s += length + (s[length] == '\n');
	}
	if (more)
		str_addf(p->out, "<br>%zu more", more);
}

static void add_why(const struct page *p, const struct change *c)
{
	if (!*or_empty(c->evidence)) {
		page_why(p, c);
		return;
	}
	if (c->cause != CAUSE_NONE) {
		str_add(p->out, "<b class=\"cause\">");
		page_text(p, cause_info(c->cause)->name);
		str_add(p->out, "</b>: ");
		page_text(p, cause_info(c->cause)->meaning);
		str_add(p->out, "<br>");
	}
	add_evidence(p, c->evidence);
}

/* `again`: the row above says why. */
static void add_change(const struct page *p, const struct change_group *g, bool again)
{
	const struct change *c = g->c;
	const struct side_info *side = &side_table[change_side(c)];
	const bool number = c->metric & (METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME);

	str_addf(p->out, "<tr class=\"%s\"><td>", side->class);
	page_release_link(p, or_empty(c->new_go));
	str_add(p->out, "</td><td>");
	page_text(p, benchmark_label(or_empty(c->benchmark)));
	str_add(p->out, "</td><td>");
	page_text(p, metric_info(c->metric)->title);
	str_addf(p->out, "</td><td class=\"%s\">", number ? "step" : "words");
	page_step(p, c);
	str_addf(p->out, "</td><td class=\"verdict\"><span class=\"%s\">%s %s</span></td><td>", side->class, side->sign,
	         side->word);
	page_text(p, str_cstr(&g->modes));
	if (again) {
		str_add(p->out, "</td><td class=\"again\">as above</td></tr>\n");
		return;
	}
	str_add(p->out, "</td><td class=\"said\">");
	add_why(p, c);
	str_add(p->out, "</td></tr>\n");
}

static bool same_why(const struct change *a, const struct change *b)
{
	return *or_empty(a->evidence) && a->cause == b->cause && !strcmp(a->evidence, or_empty(b->evidence));
}

/* One release; what has the same evidence stands together. */
static void add_release(const struct page *p, const struct change *c, size_t n)
{
	size_t count;
	struct change_group *groups = groups_of(c, n, &count);
	bool *told = xcalloc(count + 1, sizeof *told);

	for (size_t g = 0; g < count; g++) {
		if (told[g])
			continue;
		add_change(p, &groups[g], false);
		for (size_t k = g + 1; k < count; k++)
			if (!told[k] && same_why(groups[g].c, groups[k].c)) {
				add_change(p, &groups[k], true);
				told[k] = true;
			}
	}
	free(told);
	groups_free(groups, count);
}

static void add_changes(const struct page *p, const struct case_view *v)
{
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "changes", "What changed, and in which release?");
	if (!v->nchanges) {
		str_add(p->out, "<p>Nothing: every release that was measured gives the same.</p>\n</section>\n");
		return;
	}
	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes\"><table "
	                "class=\"steps\"><thead><tr><th "
	                "scope=\"col\">release</th><th scope=\"col\">benchmark</th><th scope=\"col\">what</th><th "
	                "scope=\"col\">before \xE2\x86\x92 after</th><th scope=\"col\">verdict</th><th "
	                "scope=\"col\">modes</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0, end; i < v->nchanges; i = end) {
		for (end = i + 1;
		     end < v->nchanges && !strcmp(or_empty(v->changes[end].new_go), or_empty(v->changes[i].new_go));)
			end++;
		add_release(p, &v->changes[i], end - i);
	}
	str_add(p->out, "</tbody></table></div>\n</section>\n");
}

/* ---- the page ---- */

static void add_page(const struct page *p, const struct case_view *v, const struct compiler_rows *raw, const char *json)
{
	const bool titled = v->text && *or_empty(v->text->title);
	char *title = titled ? xasprintf("%s: %s", v->name, v->text->title) : xstrdup(v->name);

	page_open(p, title, "cases.html", embedded_site_case_js);
	add_head(p, v);
	add_changes(p, v);
	page_case_numbers(p, v);
	page_case_source(p, v);
	page_case_outputs(p, v);
	page_case_raw(p, v, raw);
	page_case_missing(p, v);
	page_data(p, json);
	page_close(p, embedded_site_case_js);
	free(title);
}

static int write_files(const struct page *p, const struct case_view *v, const struct str *json, const char *output_dir,
                       struct error *err)
{
	char *slug = site_slug(v->name), *html = xasprintf("case/%s.html", slug);
	char *data = xasprintf("data/case/%s.json", slug);
	int rc = site_file(output_dir, html, p->out, err) || site_file(output_dir, data, json, err) ? -1 : 0;

	free(data);
	free(html);
	free(slug);
	return rc;
}

static int write_case(const struct page *p, const struct case_shelf *shelf, const struct series *series, size_t n,
                      const char *output_dir, struct error *err)
{
	const struct site_input *in = shelf->in;
	struct compiler_rows raw = { .items = NULL };
	struct str json = STR_INIT;
	struct case_view v;
	int rc = 0;

	case_view_of(shelf, series, n, &v);
	if (in->compiler_output)
		rc = in->compiler_output(in->ctx, v.name, &raw, err);
	if (!rc) {
		str_reset(p->out);
		case_json(&v, &json);
		add_page(p, &v, &raw, str_cstr(&json));
		str_add_char(&json, '\n');
		rc = write_files(p, &v, &json, output_dir, err);
		if (in->compiler_output)
			compiler_rows_release(&raw);
	}
	str_release(&json);
	case_view_release(&v);
	return rc;
}

int site_cases_write(const struct site_input *in, const char *output_dir, struct error *err)
{
	const struct history *h = in->history;
	struct str out = STR_INIT;
	struct case_shelf shelf;
	struct page p = { .in = in, .out = &out, .mode = "default", .root = "../" };
	int rc = 0;

	p.mark = xcalloc(h->nreleases + 1, sizeof *p.mark);
	case_shelf_init(&shelf, in);
	for (size_t i = 0, end; i < h->len && !rc; i = end) {
		for (end = i + 1; end < h->len && !strcmp(h->items[end].case_name, h->items[i].case_name);)
			end++;
		p.mode = or_empty(h->items[i].mode);
		rc = write_case(&p, &shelf, &h->items[i], end - i, output_dir, err);
	}
	case_shelf_release(&shelf);
	str_release(&out);
	free(p.mark);
	return rc;
}
