#include "analysis/history.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/history_internal.h"
#include "base/alloc.h"

static int by_benchmark(const void *pa, const void *pb)
{
	const struct sample_row *a = ((const struct ref *)pa)->row, *b = ((const struct ref *)pb)->row;

	return text_compare(a->benchmark, b->benchmark);
}

/* ---- a group: the cells and samples of one case, mode and platform ---- */

struct group {
	struct ref *cells, *samples;
	size_t ncells, nsamples;
};

struct benchmark {
	const char *name;
	int64_t ordinal;
	size_t release;
	struct series *series;
};

static int by_name_newest_first(const void *pa, const void *pb)
{
	const struct benchmark *a = pa, *b = pb;
	int order = strcmp(a->name, b->name);

	return order ? order : (a->release < b->release) - (a->release > b->release);
}

static int by_ordinal(const void *pa, const void *pb)
{
	const struct benchmark *a = pa, *b = pb;
	int order = (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);

	return order ? order : strcmp(a->name, b->name);
}

static int by_benchmark_name(const void *pa, const void *pb)
{
	const struct benchmark *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

/* Where the run of samples of one cell and benchmark that starts at `i` ends. */
static size_t run_end(const struct group *g, size_t i)
{
	size_t end = i + 1;

	while (end < g->nsamples && g->samples[end].release == g->samples[i].release &&
	       !by_benchmark(&g->samples[i], &g->samples[end]))
		end++;
	return end;
}

/* The benchmarks of the group, in the order of the file of the newest release that has them. The caller frees. */
static struct benchmark *find_benchmarks(const struct group *g, size_t *n)
{
	struct benchmark *found = xcalloc(g->nsamples + 1, sizeof *found);
	size_t runs = 0;

	*n = 0;
	for (size_t i = 0; i < g->nsamples; i = run_end(g, i)) {
		const struct sample_row *s = g->samples[i].row;

		found[runs++] = (struct benchmark){ .name = s->benchmark,
			                            .ordinal = s->ordinal,
			                            .release = g->samples[i].release };
	}
	if (runs)
		qsort(found, runs, sizeof *found, by_name_newest_first);
	for (size_t i = 0; i < runs; i++)
		if (!*n || strcmp(found[*n - 1].name, found[i].name) != 0)
			found[(*n)++] = found[i];
	if (!*n)
		found[(*n)++] = (struct benchmark){ .name = "" };
	qsort(found, *n, sizeof *found, by_ordinal);
	return found;
}

static struct series *add_series(struct history *h, const struct group *g, const char *benchmark)
{
	struct series *s;

	h->items = vec_grow(h->items, &h->cap, h->len + 1, sizeof *h->items);
	s = &h->items[h->len++];
	*s = (struct series){ .mode = g->cells->mode,
		              .case_name = g->cells->case_name,
		              .benchmark = benchmark,
		              .goos = g->cells->goos,
		              .goarch = g->cells->goarch,
		              .points = xcalloc(g->ncells, sizeof *s->points) };
	for (size_t i = 0; i < g->ncells; i++) {
		const struct cell_row *c = g->cells[i].row;

		if (s->n && s->points[s->n - 1].release == g->cells[i].release)
			continue; /* a second one: from two hosts compiling for the same target */
		s->points[s->n++] = (struct point){ .go = h->releases[g->cells[i].release].go,
			                            .version = h->releases[g->cells[i].release].version,
			                            .status = c->status,
			                            .reason = c->reason,
			                            .stages = c->stages,
			                            .case_sha256 = c->case_sha256,
			                            .binary = c->binary,
			                            .release = g->cells[i].release,
			                            .imported = !strcmp(c->key, CELL_KEY_IMPORTED) };
	}
	return s;
}

static int compare_release(const void *pa, const void *pb)
{
	const size_t a = *(const size_t *)pa, b = ((const struct point *)pb)->release;

	return (a > b) - (a < b);
}

static bool any_counting(const struct ref *samples, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(((const struct sample_row *)samples[i].row)->purpose, "allocs"))
			return true;
	return false;
}

static void fold_samples(const struct group *g, struct benchmark *benchmarks, size_t n)
{
	double *scratch = xreallocarray(NULL, g->nsamples + 1, sizeof *scratch);

	qsort(benchmarks, n, sizeof *benchmarks, by_benchmark_name);
	for (size_t i = 0, end; i < g->nsamples; i = end) {
		const struct sample_row *s = g->samples[i].row;
		const struct benchmark key = { .name = s->benchmark };
		struct benchmark *b = bsearch(&key, benchmarks, n, sizeof *benchmarks, by_benchmark_name);
		struct point *p = !b ? NULL
		                     : bsearch(&g->samples[i].release, b->series->points, b->series->n,
		                               sizeof *b->series->points, compare_release);

		end = run_end(g, i);
		if (!p)
			continue;
		point_fold(p, &g->samples[i], end - i, scratch);
		/* a log without -benchmem: zeros that nobody counted */
		if (p->imported && !any_counting(&g->samples[i], end - i))
			p->counted = false;
	}
	free(scratch);
}

static void add_group(struct history *h, const struct group *g)
{
	struct benchmark *benchmarks;
	size_t n, first = h->len;

	for (size_t i = 0, end; i < g->nsamples; i = end) {
		for (end = i + 1; end < g->nsamples && g->samples[end].release == g->samples[i].release;)
			end++;
		qsort(&g->samples[i], end - i, sizeof *g->samples, by_benchmark);
	}
	benchmarks = find_benchmarks(g, &n);
	for (size_t i = 0; i < n; i++)
		add_series(h, g, benchmarks[i].name);
	for (size_t i = 0; i < n; i++) /* only now: the array has stopped moving */
		benchmarks[i].series = &h->items[first + i];
	fold_samples(g, benchmarks, n);
	free(benchmarks);
}

/* ---- all of it ---- */

static struct ref *cell_refs(const struct cell_rows *rows, const struct history *h, const size_t *names)
{
	struct ref *refs = xcalloc(rows->len, sizeof *refs);

	for (size_t i = 0; i < rows->len; i++) {
		const struct cell_row *c = &rows->items[i];

		refs[i] = (struct ref){ .row = c,
			                .case_name = c->case_name,
			                .mode = c->mode,
			                .goos = c->goos,
			                .goarch = c->goarch,
			                .mode_rank = mode_rank(c->mode),
			                .release = release_index(h, names, c->go) };
	}
	refs_sort(refs, rows->len);
	return refs;
}

static struct ref *sample_refs(const struct sample_rows *rows, const struct history *h, const size_t *names)
{
	struct ref *refs = xcalloc(rows->len, sizeof *refs);

	for (size_t i = 0; i < rows->len; i++) {
		const struct sample_row *s = &rows->items[i];

		refs[i] = (struct ref){ .row = s,
			                .case_name = s->case_name,
			                .mode = s->mode,
			                .goos = s->goos,
			                .goarch = s->goarch,
			                .mode_rank = mode_rank(s->mode),
			                .release = release_index(h, names, s->go) };
	}
	refs_sort(refs, rows->len);
	return refs;
}

void history_build(const struct cell_rows *cells, const struct sample_rows *samples, struct history *out)
{
	struct ref *c, *s;
	size_t *names, at = 0;

	*out = (struct history){ .items = NULL };
	releases_find(cells, out);
	names = releases_by_name(out);
	c = cell_refs(cells, out, names);
	s = sample_refs(samples, out, names);
	for (size_t i = 0, end; i < cells->len; i = end) {
		struct group g = { .cells = &c[i] };

		for (end = i + 1; end < cells->len && !ref_compare_group(&c[i], &c[end]);)
			end++;
		g.ncells = end - i;
		while (at < samples->len && ref_compare_group(&s[at], &c[i]) < 0)
			at++;
		g.samples = &s[at];
		for (; at < samples->len && !ref_compare_group(&s[at], &c[i]); at++)
			g.nsamples++;
		add_group(out, &g);
	}
	free(c);
	free(s);
	free(names);
}

void history_release(struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		free(h->items[i].points);
	free(h->items);
	free(h->releases);
	*h = (struct history){ .items = NULL };
}

const struct point *series_at(const struct series *s, const char *go)
{
	for (size_t i = 0; i < s->n; i++)
		if (!text_compare(s->points[i].go, go))
			return &s->points[i];
	return NULL;
}

static const struct release *release_exactly(const struct history *h, const char *prefix, const char *name)
{
	size_t n = strlen(prefix);

	for (size_t i = 0; i < h->nreleases; i++)
		if (!strncmp(h->releases[i].go, prefix, n) && !strcmp(h->releases[i].go + n, name))
			return &h->releases[i];
	return NULL;
}

const struct release *history_release_named(const struct history *h, const char *name)
{
	const struct release *found = release_exactly(h, "", name);
	struct go_version v;

	if (found || !version_parse(name, &v))
		return found;
	/* "1.20" asks for the newest patch, even where go1.20 itself is present */
	if (v.patch < 0 && v.stage == GO_RELEASE)
		for (size_t i = h->nreleases; i-- > 0;) {
			const struct release *r = &h->releases[i];

			if (!r->local && r->version.major == v.major && r->version.minor == v.minor &&
			    r->version.stage == GO_RELEASE)
				return r;
		}
	return release_exactly(h, "go", name);
}
