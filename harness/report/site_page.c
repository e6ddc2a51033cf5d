/* What the sections have in common. */
#include "report/site_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "report/figure_data.h"
#include "report/table.h"

#define MAX_FIGURE ((size_t)64 << 20)

const char *or_empty(const char *s)
{
	return s ? s : "";
}

bool same_family_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "/");

	return n == strcspn(b, "/") && !strncmp(a, b, n);
}

size_t family_end(const struct history *h, size_t from, bool *benchmarks)
{
	size_t end = from;

	*benchmarks = false;
	for (; end < h->len && same_family_name(h->items[end].case_name, h->items[from].case_name); end++)
		*benchmarks |= *h->items[end].benchmark != '\0';
	return end;
}

void page_text(const struct page *p, const char *text)
{
	escape_html(p->out, or_empty(text));
}

void page_heading(const struct page *p, int level, const char *id, const char *title)
{
	str_addf(p->out, "<h%d id=\"%s\">", level, id);
	page_text(p, title);
	str_addf(p->out, "</h%d>\n", level);
}

/* width="964" of the picture's first tag, so that the page does not jump when it comes in; 0 if not found. */
static unsigned svg_length(const char *head, const char *name)
{
	char key[32];
	const char *at;

	snprintf(key, sizeof key, " %s=\"", name);
	at = strstr(head, key);
	return at ? (unsigned)strtoul(at + strlen(key), NULL, 10) : 0;
}

static void add_size(const struct page *p, const char *path)
{
	struct error ignored = ERROR_INIT;
	struct str text = STR_INIT;

	if (!file_read(path, MAX_FIGURE, &text, &ignored)) {
		char head[2048];
		unsigned w, h;

		str_copy(head, sizeof head, str_cstr(&text), text.len);
		w = svg_length(head, "width");
		h = svg_length(head, "height");
		if (w && h)
			str_addf(p->out, " width=\"%u\" height=\"%u\"", w, h);
	}
	str_release(&text);
}

void page_figure(const struct page *p, const char *name, const char *alt)
{
	static const char *const formats[] = { "svg", "png", "pdf" };
	bool shown = false;

	if (!p->in->figures || !strlist_has(p->in->figures, name))
		return;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		char *path = xasprintf("%s/%s.%s", p->in->figure_dir, name, formats[i]);
		bool there = path_is_file(path);

		if (there && !shown && i < 2) { /* a PDF is no image */
			str_addf(p->out,
			         "<figure><div class=\"picture\"><a href=\"figures/%s.%s\"><img loading=\"lazy\" "
			         "src=\"figures/%s.%s\"",
			         name, formats[i], name, formats[i]);
			if (!i)
				add_size(p, path);
			str_add(p->out, " alt=\"");
			page_text(p, alt);
			str_add(p->out, "\"></a></div>\n<figcaption>");
			page_text(p, alt);
			str_add(p->out, ".");
			shown = true;
		}
		if (there && shown)
			str_addf(p->out, " <a href=\"figures/%s.%s\">%s</a>", name, formats[i], formats[i]);
		free(path);
	}
	if (shown)
		str_addf(p->out, "</figcaption></figure>\n");
}

void page_unmark(const struct page *p)
{
	memset(p->mark, 0, p->in->history->nreleases * sizeof *p->mark);
}

void page_mark(const struct page *p, const char *go)
{
	const struct history *h = p->in->history;

	for (size_t i = 0; i < h->nreleases; i++)
		if (!strcmp(h->releases[i].go, or_empty(go)))
			p->mark[i] = true;
}

void page_marked(const struct page *p, struct str *out)
{
	const struct history *h = p->in->history;
	bool first = true;

	for (size_t i = 0, end; i < h->nreleases; i = end) {
		end = i + 1;
		if (!p->mark[i])
			continue;
		while (end < h->nreleases && p->mark[end])
			end++;
		if (end - i == 2) /* two neighbours read better as two */
			end--;
		str_addf(out, "%s%s", first ? "" : ", ", release_label(h->releases[i].go));
		if (end - i > 1)
			str_addf(out, " to %s", release_label(h->releases[end - 1].go));
		first = false;
	}
}
