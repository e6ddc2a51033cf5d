#include "analysis/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const char *code_verdict_name(enum code_verdict v)
{
	static const char *const names[CODE_VERDICTS] = { "", "same", "differs" };

	return (unsigned)v < CODE_VERDICTS ? names[v] : "";
}

/* ---- the cells ---- */

struct code_index {
	struct code_side *cells; /* sorted by cell */
	size_t len, cap;
};

static int by_cell(const struct code_row *a, const struct code_row *b)
{
	const char *const x[] = { a->case_name, a->mode, a->goarch, a->go, a->goos }, *const y[] = { b->case_name,
		                                                                                     b->mode, b->goarch,
		                                                                                     b->go, b->goos };
	int order = 0;

	for (size_t i = 0; !order && i < sizeof x / sizeof *x; i++)
		order = strcmp(x[i], y[i]);
	return order;
}

static int by_first(const void *a, const void *b)
{
	const struct code_side *x = a, *y = b;
	int order = by_cell(x->rows, y->rows);

	return order ? order : (x->rows > y->rows) - (x->rows < y->rows);
}

struct code_index *code_index_new(const struct code_rows *rows)
{
	struct code_index *x = xcalloc(1, sizeof *x);

	for (size_t i = 0; i < rows->len; i++) {
		if (!i || by_cell(&rows->items[i - 1], &rows->items[i]) != 0) {
			x->cells = vec_grow(x->cells, &x->cap, x->len + 1, sizeof *x->cells);
			x->cells[x->len++] = (struct code_side){ .rows = &rows->items[i], .n = 0 };
		}
		x->cells[x->len - 1].n++;
	}
	if (x->len > 1)
		qsort(x->cells, x->len, sizeof *x->cells, by_first);
	return x;
}

void code_index_free(struct code_index *x)
{
	if (!x)
		return;
	free(x->cells);
	free(x);
}

struct code_side code_find(const struct code_index *x, const char *go, const char *goos, const char *goarch,
                           const char *mode, const char *case_name)
{
	const struct code_row key = { .go = go, .goos = goos, .goarch = goarch, .mode = mode, .case_name = case_name };
	size_t low = 0, high = x ? x->len : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = by_cell(x->cells[middle].rows, &key);

		if (!order)
			return x->cells[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct code_side){ .rows = NULL, .n = 0 };
}

/* ---- what is reached ---- */

struct reach {
	const struct code_row **rows; /* all of the cell, sorted by function and digest */
	size_t n;
	bool *seen;
	size_t *queue, todo;
};

static int by_function(const void *a, const void *b)
{
	const struct code_row *x = *(const struct code_row *const *)a, *y = *(const struct code_row *const *)b;
	int order = strcmp(x->function, y->function);

	return order ? order : strcmp(x->digest, y->digest);
}

/* How the row's function and the name of n bytes sort. */
static int compare_name(const struct code_row *row, const char *name, size_t n)
{
	int order = strncmp(row->function, name, n);

	return order ? order : row->function[n] != '\0';
}

/* All functions of this name: there may be one for each calling convention. False if there is none. */
static bool add_function(struct reach *r, const char *name, size_t n)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_name(r->rows[middle], name, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == r->n || compare_name(r->rows[low], name, n) != 0)
		return false;
	for (; low < r->n && !compare_name(r->rows[low], name, n); low++)
		if (!r->seen[low]) {
			r->seen[low] = true;
			r->queue[r->todo++] = low;
		}
	return true;
}

static bool add_all(struct reach *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!r->seen[i]) {
			r->seen[i] = true;
			r->queue[r->todo++] = i;
		}
	return true;
}

/* False if something is missing. */
static bool reach_from(struct reach *r, const char *function)
{
	if (!add_function(r, function, strlen(function)))
		return false;
	while (r->todo) {
		const struct code_row *row = r->rows[r->queue[--r->todo]];

		if (!*row->digest)
			return false;
		for (const char *at = row->refers, *end; *at; at = end + 1) {
			bool found;

			end = strchr(at, '\n');
			if (!end)
				return false;
			found = end - at == 1 && *at == '*' ? add_all(r) : add_function(r, at, (size_t)(end - at));
			if (!found)
				return false;
		}
	}
	return true;
}

static struct reach reach_new(struct code_side side)
{
	/* an array of pointers. NOLINTBEGIN(bugprone-sizeof-expression) */
	struct reach r = { .rows = xcalloc(side.n + 1, sizeof *r.rows),
		           .n = side.n,
		           .seen = xcalloc(side.n + 1, sizeof *r.seen),
		           .queue = xcalloc(side.n + 1, sizeof *r.queue) };

	for (size_t i = 0; i < side.n; i++)
		r.rows[i] = &side.rows[i];
	if (side.n > 1)
		qsort(r.rows, r.n, sizeof *r.rows, by_function);
	/* NOLINTEND(bugprone-sizeof-expression) */
	return r;
}

static void reach_release(struct reach *r)
{
	free(r->rows);
	free(r->seen);
	free(r->queue);
}

/* The next one reached from *i on; NULL behind the last. */
static const struct code_row *next(const struct reach *r, size_t *i)
{
	while (*i < r->n && !r->seen[*i])
		++*i;
	return *i < r->n ? r->rows[(*i)++] : NULL;
}

static enum code_verdict compare(const struct reach *old, const struct reach *new)
{
	const struct code_row *a, *b;
	size_t i = 0, k = 0;
	bool same = true;

	do {
		a = next(old, &i);
		b = next(new, &k);
		/* of one kind of listing: the digest of a text says nothing about bytes */
		if (a && b && !a->bytes != !b->bytes)
			return CODE_UNKNOWN;
		same = same && (a && b ? !by_function(&a, &b) : a == b);
	} while (a && b);
	return same ? CODE_SAME : CODE_DIFFERS;
}

static bool stays(const struct reach *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->seen[i] && r->rows[i]->leaves)
			return false;
	return true;
}

bool code_identical(struct code_side old, struct code_side new, const char *function)
{
	struct reach a = reach_new(old), b = reach_new(new);
	bool same = reach_from(&a, function) && reach_from(&b, function) && compare(&a, &b) == CODE_SAME && stays(&a) &&
	            stays(&b);

	reach_release(&a);
	reach_release(&b);
	return same;
}

enum code_verdict code_compare(struct code_side old, struct code_side new, const char *function)
{
	struct reach a = reach_new(old), b = reach_new(new);
	enum code_verdict verdict = CODE_UNKNOWN;

	if (reach_from(&a, function) && reach_from(&b, function))
		verdict = compare(&a, &b);
	reach_release(&a);
	reach_release(&b);
	return verdict;
}
