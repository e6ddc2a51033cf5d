#include "report/site_case_view.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ---- the input, by case ---- */

struct filed {
	const struct change *c;
	size_t at;
};

static int by_case(const void *pa, const void *pb)
{
	const struct filed *a = pa, *b = pb;
	int order = strcmp(or_empty(a->c->case_name), or_empty(b->c->case_name));

	return order ? order : (a->at > b->at) - (a->at < b->at);
}

void case_shelf_init(struct case_shelf *shelf, const struct site_input *in)
{
	static const struct cell_rows none;
	static const struct evidence nothing;
	const size_t n = in->changes ? in->changes->len : 0;
	struct filed *filed = xcalloc(n + 1, sizeof *filed);

	*shelf = (struct case_shelf){ .in = in, .nchanges = n };
	shelf->rows = cell_evidence_of(in->cells ? in->cells : &none, in->evidence ? in->evidence : &nothing);
	shelf->changes = xcalloc(n + 1, sizeof *shelf->changes);
	for (size_t i = 0; i < n; i++)
		filed[i] = (struct filed){ .c = &in->changes->items[i], .at = i };
	qsort(filed, n, sizeof *filed, by_case);
	for (size_t i = 0; i < n; i++)
		shelf->changes[i] = *filed[i].c;
	free(filed);
}

void case_shelf_release(struct case_shelf *shelf)
{
	free(shelf->rows);
	free(shelf->changes);
}

/* A list sorted by the name that each item holds at `offset`. */
struct named {
	const void *items;
	size_t n, size, offset;
};

static const char *name_at(const struct named *l, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)l->items + i * l->size + l->offset, sizeof name);
	return or_empty(name);
}

/* Where the run of that name begins, and how many there are. */
static size_t run_of(const struct named *l, const char *name, size_t *count)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (strcmp(name_at(l, middle), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < l->n && !strcmp(name_at(l, low + *count), name);)
		++*count;
	return low;
}

static void find_rows(struct case_view *v)
{
	const struct case_shelf *shelf = v->shelf;
	const struct cell_rows *cells = shelf->in->cells;
	const struct output_rows *outputs = shelf->in->outputs;
	const struct named changes = { shelf->changes, shelf->nchanges, sizeof *shelf->changes,
		                       offsetof(struct change, case_name) };

	v->changes = shelf->changes + run_of(&changes, v->name, &v->nchanges);
	if (cells && cells->len) {
		const struct named l = { cells->items, cells->len, sizeof *cells->items,
			                 offsetof(struct cell_row, case_name) };

		v->cells = cells->items + run_of(&l, v->name, &v->ncells);
	}
	if (outputs && outputs->len) {
		const struct named l = { outputs->items, outputs->len, sizeof *outputs->items,
			                 offsetof(struct output_row, case_name) };

		v->outputs = outputs->items + run_of(&l, v->name, &v->noutputs);
	}
}

/* ---- a mode ---- */

static bool is(const char *a, const char *b)
{
	return !strcmp(or_empty(a), or_empty(b));
}

static const struct cell_row *cell_of(const struct case_view *v, const struct case_mode *m, const char *go)
{
	for (size_t i = 0; i < v->ncells; i++) {
		const struct cell_row *c = &v->cells[i];

		if (is(c->go, go) && is(c->mode, m->mode) && is(c->goos, m->goos) && is(c->goarch, m->goarch))
			return c;
	}
	return NULL;
}

static bool is_fine(const struct cell_row *c)
{
	return c && is(c->status, "ok");
}

/* The text as the newest fine cell of any mode was measured with; the first mode's if there are several. */
static const struct case_row *find_text(const struct case_view *v)
{
	const struct case_rows *cases = v->shelf->in->cases;
	const struct history *h = v->shelf->in->history;
	const char *sha256 = NULL;

	for (size_t r = h->nreleases; r-- > 0 && !sha256;)
		for (size_t m = 0; m < v->nmodes && !sha256; m++) {
			const struct cell_row *c = cell_of(v, &v->modes[m], h->releases[r].go);

			if (is_fine(c))
				sha256 = c->case_sha256;
		}
	for (size_t i = 0; cases && i < cases->len; i++)
		if (is(cases->items[i].case_name, v->name) && (!sha256 || is(cases->items[i].sha256, sha256)))
			return &cases->items[i];
	return NULL;
}

static void join_releases(const struct case_view *v, struct case_mode *m)
{
	const struct site_input *in = v->shelf->in;
	const struct history *h = in->history;

	m->releases = xcalloc(h->nreleases + 1, sizeof *m->releases);
	for (size_t r = 0; r < h->nreleases; r++) {
		const struct cell_row *c = cell_of(v, m, h->releases[r].go);
		struct explained *e = &m->releases[m->len];

		if (!is_fine(c))
			continue;
		if (!is(c->case_sha256, v->text->sha256)) {
			m->left_out++;
			continue;
		}
		*e = explained_of(c, &v->shelf->rows[c - in->cells->items]);
		e->go = h->releases[r].go;
		explained_join(e, v->text->file, &v->source,
		               explained_sites_known(m->series, m->nseries, e->go, e->nsites));
		m->len++;
	}
	m->differences = xcalloc(m->len + 1, sizeof *m->differences);
	explained_differences(m->releases, m->len, m->differences);
}

/* ---- the whole ---- */

static bool same_mode(const struct series *a, const struct series *b)
{
	return is(a->mode, b->mode) && is(a->goos, b->goos) && is(a->goarch, b->goarch);
}

static void add_modes(struct case_view *v, const struct series *series, size_t n)
{
	v->modes = xcalloc(n + 1, sizeof *v->modes);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && same_mode(&series[i], &series[end]);)
			end++;
		v->modes[v->nmodes++] = (struct case_mode){ .mode = or_empty(series[i].mode),
			                                    .goos = or_empty(series[i].goos),
			                                    .goarch = or_empty(series[i].goarch),
			                                    .series = &series[i],
			                                    .nseries = end - i };
	}
}

void case_view_of(const struct case_shelf *shelf, const struct series *series, size_t n, struct case_view *out)
{
	*out = (struct case_view){ .shelf = shelf, .name = series->case_name };
	find_rows(out);
	add_modes(out, series, n);
	out->text = find_text(out);
	if (!out->text)
		return;
	source_map_of(out->text->source, strlen(out->text->source), &out->source);
	for (size_t i = 0; i < out->nmodes; i++) {
		struct case_mode *m = &out->modes[i];
		join_releases(out, m);
		case_lines_of(m, out->source.len);
	}
}

void case_view_release(struct case_view *v)
{
	for (size_t i = 0; i < v->nmodes; i++) {
		struct case_mode *m = &v->modes[i];

		for (size_t r = 0; r < m->len; r++) {
			explained_release(&m->releases[r]);
			differences_release(&m->differences[r]);
		}
		case_lines_release(m);
		free(m->releases);
		free(m->differences);
	}
	free(v->modes);
	source_map_release(&v->source);
	*v = (struct case_view){ .name = NULL };
}

char *case_mode_label(const struct case_view *v, const struct case_mode *m)
{
	for (size_t i = 0; i < v->nmodes; i++)
		if (&v->modes[i] != m && is(v->modes[i].mode, m->mode))
			return xasprintf("%s, %s/%s", m->mode, m->goos, m->goarch);
	return xstrdup(m->mode);
}
