/* goalloc explain: as rows for programs, and tables for documents. */
#include <string.h>

#include "cmd/explain.h"

static void add_findings(const struct joined_line *l, struct str *out)
{
	for (enum finding_kind k = 0; k < FINDING_KINDS; k++)
		if (l && (l->findings & (1u << k)))
			str_addf(out, "%s%s", out->len ? "," : "", finding_info(k)->name);
}

void explain_row(const struct explained_row *row, struct table *t)
{
	const struct joined_site *site = row->site;

	table_cellf(t, "%d", row->line);
	table_cell(t, row->go);
	table_cell(t, site ? benchmark_short(site->benchmark) : "");
	table_cell(t, row->said);
	table_cell(t, row->emitted);
	if (site) {
		table_cellf(t, "%.10g", site->objects);
		table_cellf(t, "%.10g", site->bytes);
	} else {
		table_cell(t, "");
		table_cell(t, "");
	}
	table_cell(t, site ? site->callee : "");
	table_cell(t, row->findings);
	table_cell(t, row->changed ? "true" : "false");
	table_cell(t, row->source);
	table_cell(t, row->case_name);
	table_cell(t, row->mode);
	table_cell(t, row->file);
}

static void add_row(const struct explanation *x, const struct explained *e, int line, const struct joined_line *l,
                    const struct joined_site *site, unsigned changed, struct table *t)
{
	const struct source_line *source = source_line_at(&x->source, line);
	struct str said = STR_INIT, emitted = STR_INIT, findings = STR_INIT, text = STR_INIT;

	if (l) {
		explain_said(l, true, "; ", &said);
		explain_emitted(l, &emitted);
		add_findings(l, &findings);
	} else if (!line) {
		str_add(&findings, finding_info(ALLOCATED_OUTSIDE)->name);
	}
	if (source)
		str_add_bytes(&text, source->text, source->n);
	explain_row(&(struct explained_row){ .line = line,
	                                     .go = e->go,
	                                     .said = said.p,
	                                     .emitted = emitted.p,
	                                     .findings = findings.p,
	                                     .source = text.p,
	                                     .file = site ? site->file : x->text->file,
	                                     .case_name = x->text->case_name,
	                                     .mode = e->cell->mode,
	                                     .site = site,
	                                     .changed = changed != 0 },
	            t);
	str_release(&said);
	str_release(&emitted);
	str_release(&findings);
	str_release(&text);
}

static void add_columns(bool files, struct table *t)
{
	table_column(t, "line", "line", COLUMN_NUMBER, false);
	table_column(t, "go", "go", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, false);
	table_column(t, "said", "said", COLUMN_TEXT, false);
	table_column(t, "emitted", "emitted", COLUMN_TEXT, false);
	table_column(t, "objects_per_op", "objects/op", COLUMN_NUMBER, false);
	table_column(t, "bytes_per_op", "B/op", COLUMN_NUMBER, false);
	table_column(t, "callee", "within", COLUMN_TEXT, false);
	table_column(t, "findings", "findings", COLUMN_TEXT, false);
	table_column(t, "changed", "changed", COLUMN_BOOL, false);
	table_column(t, "source", "source", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, true);
	table_column(t, "mode", "mode", COLUMN_TEXT, true);
	table_column(t, "file", "file", COLUMN_TEXT, !files);
}

static void add_notes(const struct explanation *x, struct table *t)
{
	for (size_t i = 0; i < x->len; i++)
		for (size_t k = 0; k < x->releases[i].join.nfindings; k++) {
			const struct join_finding *f = &x->releases[i].join.findings[k];

			table_note(t, "%s, line %d: %s: %s%s%s.", x->releases[i].go, f->line,
			           finding_info(f->kind)->name, finding_info(f->kind)->meaning, *f->note ? ": " : "",
			           f->note);
		}
	for (size_t i = 0; i < x->notes.len; i++)
		table_note(t, "%s", x->notes.items[i]);
}

void explain_table(const struct explanation *x, const struct explain_request *r, struct table *t)
{
	add_columns(explanation_is_imported(x), t);
	if (explanation_is_imported(x)) {
		explain_imported_rows(x, t);
		add_notes(x, t);
		return;
	}
	for (int line = 1; (size_t)line <= x->source.len; line++) {
		unsigned changed = explanation_differs(x, line);

		for (size_t i = 0; i < x->len; i++) {
			const struct joined_line *l = join_line_at(&x->releases[i].join, line);

			if (l && l->nsites) {
				for (size_t k = 0; k < l->nsites; k++)
					add_row(x, &x->releases[i], line, l, &l->sites[k], changed, t);
			} else if (l || changed || r->all) {
				add_row(x, &x->releases[i], line, l, NULL, changed, t);
			}
		}
	}
	for (size_t i = 0; i < x->len; i++)
		for (size_t k = 0; k < x->releases[i].join.nelsewhere; k++)
			add_row(x, &x->releases[i], 0, NULL, &x->releases[i].join.elsewhere[k], 0, t);
	add_notes(x, t);
}
