#include "cmd/status_cells.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static size_t status_index(const char *name)
{
	for (size_t i = 0; i < CELL_STATUSES; i++)
		if (!strcmp(cell_status_name((enum cell_status)i), name))
			return i;
	return CELL_RUN_FAILED; /* a word of a database from elsewhere: certainly not fine */
}

static size_t release_of(const struct history *h, const char *go)
{
	for (size_t i = 0; i < h->nreleases; i++)
		if (!strcmp(h->releases[i].go, go))
			return i;
	return h->nreleases;
}

/* ---- heaps ---- */

/* What differs between two messages about the same thing: places (":12:3") and addresses. */
static char *without_places(const char *reason)
{
	struct str out = STR_INIT;

	for (const char *s = reason; *s; s++) {
		if (isdigit((unsigned char)*s) && s > reason && (s[-1] == ':' || s[-1] == 'x')) {
			str_add_char(&out, '#');
			while (isxdigit((unsigned char)s[1]))
				s++;
		} else {
			str_add_char(&out, *s);
		}
	}
	return str_detach(&out);
}

static struct status_heap *heap_of(struct status_cells *all, enum heap_kind kind, const char *why, const char *key)
{
	struct status_heap *heap;

	for (size_t i = 0; i < all->nheaps; i++)
		if (all->heaps[i].kind == kind && !strcmp(all->heaps[i].key, key))
			return &all->heaps[i];
	all->heaps = vec_grow(all->heaps, &all->heaps_cap, all->nheaps + 1, sizeof *all->heaps);
	heap = &all->heaps[all->nheaps++];
	*heap = (struct status_heap){ .kind = kind,
		                      .why = xstrdup(why),
		                      .key = xstrdup(key),
		                      .releases = xcalloc(all->nreleases + 1, sizeof(bool)),
		                      .modes = STRLIST_INIT,
		                      .cases = STRLIST_INIT };
	return heap;
}

static void heap_add(struct status_heap *heap, size_t release, const char *mode, const char *case_name)
{
	heap->cells++;
	heap->releases[release] = true;
	if (!strlist_has(&heap->modes, mode))
		strlist_add(&heap->modes, mode);
	if (!strlist_has(&heap->cases, case_name))
		strlist_add(&heap->cases, case_name);
}

static int by_kind(const void *pa, const void *pb)
{
	const struct status_heap *a = pa, *b = pb;
	int order = (int)a->kind - (int)b->kind;

	if (!order)
		order = (a->cells < b->cells) - (a->cells > b->cells);
	return order ? order : strcmp(a->key, b->key);
}

static bool is_program(const struct case_rows *cases, const char *name)
{
	for (size_t i = 0; i < cases->len; i++)
		if (!strcmp(cases->items[i].case_name, name))
			return !strcmp(cases->items[i].kind, "program");
	return false;
}

/* What a fine cell lacks. A program is not timed. */
static const char *lacking(const struct cell_row *c, const struct case_rows *cases)
{
	if (!(c->stages & STAGE_ALLOCS))
		return "not counted";
	if (!(c->stages & STAGE_ESCAPE))
		return "the compiler was not asked";
	return c->stages & STAGE_TIME || is_program(cases, c->case_name) ? NULL : "not timed";
}

static void heap_cell(struct status_cells *all, const struct cell_row *c, size_t release, const struct case_rows *cases)
{
	const bool unsupported = !strcmp(c->status, "unsupported");
	const char *lacks = NULL;
	char *why, *key;

	if (!strcmp(c->status, "ok")) {
		lacks = strcmp(c->key, CELL_KEY_IMPORTED) != 0 ? lacking(c, cases) : NULL;
		if (lacks)
			heap_add(heap_of(all, HEAP_INCOMPLETE, lacks, lacks), release, c->mode, c->case_name);
		return;
	}
	why = unsupported ? xstrdup(c->reason) : xasprintf("%s%s%s", c->status, *c->reason ? ": " : "", c->reason);
	key = without_places(why);
	heap_add(heap_of(all, unsupported ? HEAP_UNSUPPORTED : HEAP_FAILED, why, key), release, c->mode, c->case_name);
	free(why);
	free(key);
}

/* ---- rows ---- */

static struct status_row *row_of(struct status_cells *all, size_t release, const char *mode)
{
	for (size_t i = 0; i < all->len; i++)
		if (all->rows[i].release == release && !strcmp(all->rows[i].mode, mode))
			return &all->rows[i];
	all->rows = vec_grow(all->rows, &all->cap, all->len + 1, sizeof *all->rows);
	all->rows[all->len] = (struct status_row){ .release = release, .mode = mode, .imported = true };
	return &all->rows[all->len++];
}

static int by_release(const void *pa, const void *pb)
{
	const struct status_row *a = pa, *b = pb;

	return (a->release > b->release) - (a->release < b->release);
}

/* ---- what is missing ---- */

struct known {
	const char **cases; /* each once, sorted */
	size_t ncases;
	bool *there; /* [row * ncases + case] */
};

static void known_of(const struct dataset *d, struct status_cells *all, struct known *k)
{
	const struct cell_rows *cells = &d->cells;
	size_t kept = 0;

	*k = (struct known){ .cases = xcalloc(cells->len + 1, sizeof(char *)) };
	for (size_t i = 0; i < cells->len; i++)
		if (strcmp(cells->items[i].key, CELL_KEY_IMPORTED) != 0)
			k->cases[k->ncases++] = cells->items[i].case_name;
	if (k->ncases)
		qsort(k->cases, k->ncases, sizeof(char *), str_order);
	for (size_t i = 0; i < k->ncases; i++)
		if (!kept || strcmp(k->cases[kept - 1], k->cases[i]) != 0)
			k->cases[kept++] = k->cases[i];
	k->ncases = kept;
	k->there = xcalloc(all->len * kept + 1, sizeof *k->there);
	for (size_t i = 0; i < cells->len; i++) {
		const struct cell_row *c = &cells->items[i];
		const size_t row = (size_t)(row_of(all, release_of(&d->history, c->go), c->mode) - all->rows);
		const char **found = bsearch(&c->case_name, k->cases, kept, sizeof(char *), str_order);

		if (found)
			k->there[row * kept + (size_t)(found - k->cases)] = true;
	}
}

/* Toolchains and modes that lack the same cases make one heap. */
static void heap_missing(struct status_cells *all, const struct known *k)
{
	for (size_t r = 0; r < all->len; r++) {
		struct status_row *row = &all->rows[r];
		struct str key = STR_INIT;

		for (size_t i = 0; i < k->ncases && !row->imported; i++)
			if (!k->there[r * k->ncases + i]) {
				row->missing++;
				str_addf(&key, "%s\n", k->cases[i]);
			}
		for (size_t i = 0; i < k->ncases && row->missing; i++)
			if (!k->there[r * k->ncases + i])
				heap_add(heap_of(all, HEAP_MISSING, "", str_cstr(&key)), row->release, row->mode,
				         k->cases[i]);
		str_release(&key);
	}
}

void status_cells_of(const struct dataset *d, const struct case_rows *cases, struct status_cells *out)
{
	struct known known;

	*out = (struct status_cells){ .nreleases = d->history.nreleases };
	for (size_t i = 0; i < d->cells.len; i++) {
		const struct cell_row *c = &d->cells.items[i];
		const size_t release = release_of(&d->history, c->go);
		struct status_row *row = row_of(out, release, c->mode);
		const bool ok = !strcmp(c->status, "ok");

		row->by_status[status_index(c->status)]++;
		row->imported = row->imported && !strcmp(c->key, CELL_KEY_IMPORTED);
		row->untimed += ok && !(c->stages & STAGE_TIME) && !is_program(cases, c->case_name);
		heap_cell(out, c, release, cases);
	}
	if (out->len)
		qsort(out->rows, out->len, sizeof *out->rows, by_release);
	known_of(d, out, &known);
	heap_missing(out, &known);
	if (out->nheaps)
		qsort(out->heaps, out->nheaps, sizeof *out->heaps, by_kind);
	out->cases = known.ncases;
	free(known.cases);
	free(known.there);
}

void status_cells_release(struct status_cells *c)
{
	for (size_t i = 0; i < c->nheaps; i++) {
		free(c->heaps[i].why);
		free(c->heaps[i].key);
		free(c->heaps[i].releases);
		strlist_release(&c->heaps[i].modes);
		strlist_release(&c->heaps[i].cases);
	}
	free(c->heaps);
	free(c->rows);
	*c = (struct status_cells){ .rows = NULL };
}
