/* Releases of a history, and rows of different lists brought into one order. */
#include <stdlib.h>
#include <string.h>

#include "analysis/history_internal.h"
#include "base/alloc.h"

static int by_name(const void *pa, const void *pb)
{
	const struct release *a = pa, *b = pb;

	return strcmp(a->go, b->go);
}

static int by_version(const void *pa, const void *pb)
{
	const struct release *a = pa, *b = pb;
	int order = (int)a->local - (int)b->local;

	if (!order && !a->local)
		order = version_compare(&a->version, &b->version);
	return order ? order : strcmp(a->go, b->go);
}

void releases_find(const struct cell_rows *cells, struct history *h)
{
	struct release *all = xcalloc(cells->len, sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < cells->len; i++) {
		const struct cell_row *c = &cells->items[i];

		all[n++] = (struct release){ .go = c->go, .version = c->version, .local = c->local };
	}
	if (n)
		qsort(all, n, sizeof *all, by_name);
	for (size_t i = 0; i < n; i++)
		if (!h->nreleases || strcmp(all[h->nreleases - 1].go, all[i].go) != 0)
			all[h->nreleases++] = all[i];
	if (h->nreleases)
		qsort(all, h->nreleases, sizeof *all, by_version);
	h->releases = all;
}

struct named {
	const char *go;
	size_t index;
};

static int by_go(const void *pa, const void *pb)
{
	const struct named *a = pa, *b = pb;

	return strcmp(a->go, b->go);
}

size_t *releases_by_name(const struct history *h)
{
	struct named *names = xcalloc(h->nreleases, sizeof *names);
	size_t *out = xcalloc(h->nreleases, sizeof *out);

	for (size_t i = 0; i < h->nreleases; i++)
		names[i] = (struct named){ .go = h->releases[i].go, .index = i };
	if (h->nreleases)
		qsort(names, h->nreleases, sizeof *names, by_go);
	for (size_t i = 0; i < h->nreleases; i++)
		out[i] = names[i].index;
	free(names);
	return out;
}

size_t release_index(const struct history *h, const size_t *by_name_index, const char *go)
{
	size_t low = 0, high = h->nreleases;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(go, h->releases[by_name_index[mid]].go);

		if (!order)
			return by_name_index[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return h->nreleases;
}

int text_compare(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a ? a : "", b ? b : "");
}

int mode_rank(const char *mode)
{
	static const char *const known[] = { "default", "noinline", "noopt" };
	size_t i = 0;

	while (i < sizeof known / sizeof *known && strcmp(known[i], mode) != 0)
		i++;
	return (int)i;
}

int ref_compare_group(const struct ref *a, const struct ref *b)
{
	int order = text_compare(a->case_name, b->case_name);

	if (!order)
		order = a->mode_rank - b->mode_rank;
	if (!order)
		order = text_compare(a->mode, b->mode);
	if (!order)
		order = text_compare(a->goos, b->goos);
	return order ? order : text_compare(a->goarch, b->goarch);
}

int ref_compare(const void *pa, const void *pb)
{
	const struct ref *a = pa, *b = pb;
	int order = ref_compare_group(a, b);

	return order ? order : (a->release > b->release) - (a->release < b->release);
}

/* Rows from the store are sorted already, but for modes that are not in the table. */
void refs_sort(struct ref *refs, size_t n)
{
	size_t i = 1;

	while (i < n && ref_compare(&refs[i - 1], &refs[i]) <= 0)
		i++;
	if (i < n)
		qsort(refs, n, sizeof *refs, ref_compare);
}

const struct ref *refs_find(const struct ref *refs, size_t n, const struct ref *key)
{
	return n ? bsearch(key, refs, n, sizeof *refs, ref_compare) : NULL;
}
