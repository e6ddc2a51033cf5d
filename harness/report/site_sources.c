/* Provenance: which toolchains, from where; which sessions, on what machine. */
#include "report/site_page.h"

#include "report/table.h"

#define SESSIONS 50 /* in the page, at most */

static void add_columns(struct table *t, const char *const *titles, size_t n)
{
	for (size_t i = 0; i < n; i++)
		table_column(t, titles[i], titles[i], COLUMN_TEXT, false);
}

static void add_table(const struct page *p, struct table *t)
{
	struct error ignored = ERROR_INIT;

	str_add(p->out, "<div class=\"scroll provenance\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">");
	table_print(t, FORMAT_HTML, 0, p->out, &ignored); /* html cannot fail */
	str_add(p->out, "</div>\n");
	table_release(t);
}

void page_sources(const struct page *p)
{
	static const char *const toolchain_titles[] = { "go",     "platform", "go version says",
		                                        "digest", "from",     "installed" };
	static const char *const session_titles[] = { "session", "started", "finished", "command",  "goalloc", "seed",
		                                      "machine", "cpu",     "kernel",   "governor", "load" };
	const struct toolchain_rows *toolchains = p->in->toolchains;
	const struct session_rows *sessions = p->in->sessions;
	size_t first = sessions && sessions->len > SESSIONS ? sessions->len - SESSIONS : 0;
	struct table t;

	str_add(p->out, "<section>\n");
	page_heading(p, 2, "provenance", "Where the numbers come from");
	table_init(&t, "Toolchains");
	add_columns(&t, toolchain_titles, sizeof toolchain_titles / sizeof *toolchain_titles);
	for (size_t i = 0; toolchains && i < toolchains->len; i++) {
		const struct toolchain_row *r = &toolchains->items[i];

		table_cell(&t, r->go);
		table_cellf(&t, "%s/%s", or_empty(r->goos), or_empty(r->goarch));
		table_cell(&t, r->version_output);
		table_cell(&t, r->digest);
		table_cell(&t, r->source);
		table_cell(&t, r->installed_at);
	}
	add_table(p, &t);
	table_init(&t, "Sessions");
	add_columns(&t, session_titles, sizeof session_titles / sizeof *session_titles);
	if (sessions && sessions->len > SESSIONS)
		table_note(&t, "The last %d of %zu.", SESSIONS, sessions->len);
	for (size_t i = sessions ? sessions->len : 0; i-- > first;) { /* the last one first */
		const struct session_row *r = &sessions->items[i];
		const char *const rest[] = { r->started_at, r->finished_at, r->command_line, r->tool_version, r->seed,
			                     r->machine,    r->cpu,         r->kernel,       r->governor,     r->load };

		table_cellf(&t, "%lld", (long long)r->session);
		for (size_t c = 0; c < sizeof rest / sizeof *rest; c++)
			table_cell(&t, rest[c]);
	}
	add_table(p, &t);
	str_add(p->out, "</section>\n");
}
