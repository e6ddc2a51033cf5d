/* goalloc explain, for people: what follows the source. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/explain.h"

#define COUNT_WIDTH 24 /* "123456 allocs 1234567 B" */

/* ---- findings ---- */

static const struct join_finding *find_same(const struct join *j, const struct join_finding *f)
{
	for (size_t i = 0; i < j->nfindings; i++)
		if (j->findings[i].kind == f->kind && j->findings[i].line == f->line &&
		    !strcmp(j->findings[i].note, f->note))
			return &j->findings[i];
	return NULL;
}

/* One line: where, in which releases, what. */
static void print_finding(const struct explanation *x, size_t release, const struct join_finding *f, unsigned width,
                          struct str *out)
{
	struct str text = STR_INIT;
	size_t n = 0;

	if (f->line)
		str_addf(&text, "line %d", f->line);
	else
		str_add(&text, "elsewhere");
	for (size_t i = release; i < x->len; i++)
		n += find_same(&x->releases[i].join, f) != NULL;
	for (size_t i = release, k = 0; n < x->len && i < x->len; i++)
		if (find_same(&x->releases[i].join, f))
			str_addf(&text, "%s%s", k++ ? ", " : " (", x->releases[i].go);
	str_addf(&text, "%s: %s", n < x->len ? ")" : "", *f->note ? f->note : "-");
	explain_wrap(out, text.p, 4, width);
	str_release(&text);
}

static void print_findings(const struct explanation *x, unsigned width, struct str *out)
{
	for (enum finding_kind kind = 0; kind < FINDING_KINDS; kind++) {
		bool headed = false;

		for (size_t i = 0; i < x->len; i++)
			for (size_t k = 0; k < x->releases[i].join.nfindings; k++) {
				const struct join_finding *f = &x->releases[i].join.findings[k];
				bool seen = false;

				for (size_t before = 0; before < i && !seen; before++)
					seen = find_same(&x->releases[before].join, f) != NULL;
				if (f->kind != kind || seen)
					continue;
				if (!headed) {
					struct str head = STR_INIT;

					str_addf(&head, "%s: %s", finding_info(kind)->name,
					         finding_info(kind)->meaning);
					str_add_char(out, '\n');
					explain_wrap(out, head.p, 2, width);
					str_release(&head);
				}
				headed = true;
				print_finding(x, i, f, width, out);
			}
	}
}

/* ---- counts ---- */

static bool count_changes(const struct explanation *x, const char *benchmark)
{
	for (size_t i = 0; i < x->changes.len; i++)
		if (!strcmp(x->changes.items[i].benchmark, benchmark))
			return true;
	return false;
}

static bool of_platform(const struct explanation *x, const struct series *s)
{
	return !strcmp(s->goos, x->releases[0].cell->goos) && !strcmp(s->goarch, x->releases[0].cell->goarch);
}

static void count_text(const struct point *p, char *buf, size_t size)
{
	if (p && p->counted)
		snprintf(buf, size, "%lld allocs %lld B", (long long)p->allocs, (long long)p->bytes);
	else
		snprintf(buf, size, "-");
}

static bool is_counted_here(const struct explanation *x, const struct explain_request *r, const struct series *s)
{
	return *s->benchmark && benchmark_wanted(r, s->benchmark) && of_platform(x, s);
}

/* Columns of what is printed of a release: its name, and counts. */
static size_t count_columns(const struct explanation *x, const struct explain_request *r)
{
	const struct text_look plain = { .width = 0 };
	size_t most = COUNT_WIDTH;

	for (size_t i = 0; i < x->len; i++) {
		char *go = text_printable(x->releases[i].go, &plain);

		most = text_width(go) > most ? text_width(go) : most;
		free(go);
		for (size_t s = 0; s < x->data.history.len; s++) {
			char cell[64];

			if (!is_counted_here(x, r, &x->data.history.items[s]))
				continue;
			count_text(series_at(&x->data.history.items[s], x->releases[i].go), cell, sizeof cell);
			most = strlen(cell) > most ? strlen(cell) : most;
		}
	}
	return most;
}

/* Behind two blanks; filled up with blanks but for the last of a line. */
static void add_column(const char *text, size_t width, bool last, struct str *out)
{
	const struct text_look plain = { .width = 0 };
	char *safe = text_printable(text, &plain);

	str_addf(out, "  %s", safe);
	if (!last)
		add_blanks(out, width - text_width(safe));
	free(safe);
}

/* The counts of releases from .. until - 1, side by side. */
static void print_counts(const struct explanation *x, const struct explain_request *r, size_t from, size_t until,
                         size_t name_width, size_t width, struct str *out)
{
	add_blanks(out, name_width + 2);
	for (size_t i = from; i < until; i++)
		add_column(x->releases[i].go, width, i + 1 == until, out);
	str_add_char(out, '\n');
	for (size_t s = 0; s < x->data.history.len; s++) {
		const struct series *one = &x->data.history.items[s];
		struct str name = STR_INIT;

		if (!is_counted_here(x, r, one))
			continue;
		escape_text(&name, benchmark_short(one->benchmark));
		str_addf(out, "%c %s", count_changes(x, one->benchmark) ? '*' : ' ', name.p);
		add_blanks(out, name_width - text_columns(name.p));
		for (size_t i = from; i < until; i++) {
			char cell[64];

			count_text(series_at(one, x->releases[i].go), cell, sizeof cell);
			add_column(cell, width, i + 1 == until, out);
		}
		str_add_char(out, '\n');
		str_release(&name);
	}
}

/* A line for each release, where there is no room side by side. */
static void print_counts_stacked(const struct explanation *x, const struct explain_request *r, unsigned width,
                                 struct str *out)
{
	for (size_t s = 0; s < x->data.history.len; s++) {
		const struct series *one = &x->data.history.items[s];
		struct str name = STR_INIT;

		if (!is_counted_here(x, r, one))
			continue;
		str_addf(&name, "%c %s", count_changes(x, one->benchmark) ? '*' : ' ', benchmark_short(one->benchmark));
		explain_wrap(out, name.p, 0, width);
		str_release(&name);
		for (size_t i = 0; i < x->len; i++) {
			char cell[64], *line;

			count_text(series_at(one, x->releases[i].go), cell, sizeof cell);
			line = xasprintf("%s %s", x->releases[i].go, cell);
			explain_wrap(out, line, 4, width);
			free(line);
		}
	}
}

static void print_all_counts(const struct explanation *x, const struct explain_request *r, unsigned width,
                             struct str *out)
{
	const size_t count = count_columns(x, r);
	size_t name_width = 0, columns, step;

	for (size_t s = 0; s < x->data.history.len; s++) {
		struct str name = STR_INIT;

		escape_text(&name, benchmark_short(x->data.history.items[s].benchmark));
		columns = text_columns(str_cstr(&name));
		if (benchmark_wanted(r, x->data.history.items[s].benchmark) && columns > name_width)
			name_width = columns;
		str_release(&name);
	}
	if (!name_width)
		return;
	if (width < name_width + 4 + count) {
		str_add_char(out, '\n');
		print_counts_stacked(x, r, width, out);
		return;
	}
	step = width > name_width + 2 ? (width - name_width - 2) / (count + 2) : 1;
	for (size_t i = 0; i < x->len; i += step ? step : 1) {
		size_t until = i + (step ? step : 1);

		str_add_char(out, '\n');
		print_counts(x, r, i, until < x->len ? until : x->len, name_width, count, out);
	}
}

/* ---- causes ---- */

/* What the benchmark allocates at the line. */
static void amount_at(const struct join *j, int line, const char *benchmark, double *objects, double *bytes)
{
	const struct joined_line *l = join_line_at(j, line);

	*objects = *bytes = 0;
	for (size_t i = 0; l && i < l->nsites; i++)
		if (!strcmp(l->sites[i].benchmark, benchmark)) {
			*objects += l->sites[i].objects;
			*bytes += l->sites[i].bytes;
		}
}

static const struct join *join_of_release(const struct explanation *x, const char *go)
{
	for (size_t i = 0; i < x->len; i++)
		if (!strcmp(x->releases[i].go, go))
			return &x->releases[i].join;
	return NULL;
}

/* The lines at which the benchmark of the change allocates otherwise: " at line 12, 14"; nothing if none is known. */
static void add_lines(const struct explanation *x, const struct change *c, struct str *out)
{
	const struct join *old = join_of_release(x, c->old_go), *new = join_of_release(x, c->new_go);
	size_t n = 0;

	if (!old || !new || !old->sites_known || !new->sites_known)
		return;
	for (int line = 1; (size_t)line <= x->source.len; line++) {
		double objects[2], bytes[2];

		amount_at(old, line, c->benchmark, &objects[0], &bytes[0]);
		amount_at(new, line, c->benchmark, &objects[1], &bytes[1]);
		if (sites_differ(objects[0], bytes[0], objects[1], bytes[1]))
			str_addf(out, "%s%d", n++ ? ", " : " at line ", line);
	}
}

static void print_cause(const struct explanation *x, const struct change *c, unsigned width, struct str *out)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s, %s: %s -> %s %s", c->new_go, benchmark_short(c->benchmark), c->old_text, c->new_text,
	         metric_info(c->metric)->title);
	add_lines(x, c, &text);
	if (c->cause != CAUSE_NONE)
		str_addf(&text, ": %s: %s", cause_info(c->cause)->name, cause_info(c->cause)->meaning);
	else if (c->epoch)
		str_add(&text, ": a border where Go changed the counters themselves");
	explain_wrap(out, text.p, 2, width);
	if (*c->evidence) {
		struct strlist lines = STRLIST_INIT;

		strlist_split(&lines, c->evidence, '\n');
		for (size_t i = 0; i < lines.len; i++)
			explain_wrap(out, lines.items[i], 6, width);
		strlist_release(&lines);
	}
	str_release(&text);
}

static void print_causes(const struct explanation *x, const struct explain_request *r, unsigned width, struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < x->changes.len; i++) {
		const struct change *c = &x->changes.items[i];

		if (!benchmark_wanted(r, c->benchmark))
			continue;
		if (!any)
			str_add_char(out, '\n');
		any = true;
		print_cause(x, c, width, out);
	}
}

void explain_text_end(const struct explanation *x, const struct explain_request *r, unsigned width, struct str *out)
{
	print_findings(x, width, out);
	print_all_counts(x, r, width, out);
	print_causes(x, r, width, out);
	if (!strcmp(x->text->kind, "program")) {
		str_add_char(out, '\n');
		explain_wrap(out,
		             "A program: what it prints is the observation (goalloc trend), its allocations are not "
		             "measured.",
		             0, width);
	}
}
