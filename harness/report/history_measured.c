/* The history as data: from the rows of a database. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/engine.h"
#include "report/history_file.h"

#define SHORT_OF_WHOLE 0.01 /* per op: a total this little short of a whole number is that number */
#define STABLE 0.25         /* per op: less above what is printed stays so */
#define COLLECTIONS 0.002   /* per op: the collector's own blocks show in the bytes */
#define STRAY_BLOCKS 0.0025 /* per op: so do others' */

/* ---- figures ---- */

static int64_t printed(double per_op)
{
	double whole = floor(per_op + SHORT_OF_WHOLE);

	return whole < 0 ? 0 : whole > (double)HISTORY_MAX_COUNT ? HISTORY_MAX_COUNT : (int64_t)whole;
}

/* The least sample's figure and the longest one's. */
static struct figure_range figure_of(double least, double longest)
{
	int64_t a = printed(least), b = printed(longest);
	struct figure_range r = { .low = a < b ? a : b, .high = a < b ? b : a, .value = a };
	double above = (double)r.high;

	if (least - above >= STABLE || longest - above >= STABLE)
		r.high++;
	return r;
}

/* Blocks that are not the operation's own may have carried the bytes over a whole number, or will the next time. */
static void allow_strays(struct figure_range *bytes, double stray_blocks, double collections)
{
	if (bytes->low == bytes->high && stray_blocks >= STRAY_BLOCKS && bytes->low > 0)
		bytes->low--;
	if (bytes->low == bytes->high && collections >= COLLECTIONS)
		bytes->high++;
}

/* ---- the longest sample of each benchmark and release ---- */

static int by_benchmark(const void *pa, const void *pb)
{
	const struct sample_row *a = *(const struct sample_row *const *)pa, *b = *(const struct sample_row *const *)pb;
	int order = strcmp(a->case_name, b->case_name);

	if (!order)
		order = strcmp(a->mode, b->mode);
	if (!order)
		order = strcmp(a->go, b->go);
	if (!order)
		order = strcmp(a->goarch, b->goarch);
	if (!order)
		order = strcmp(a->goos, b->goos);
	return order ? order : strcmp(a->benchmark, b->benchmark);
}

static int longest_first(const void *pa, const void *pb)
{
	const struct sample_row *a = *(const struct sample_row *const *)pa, *b = *(const struct sample_row *const *)pb;
	int order = by_benchmark(pa, pb);

	return order ? order : (a->n < b->n) - (a->n > b->n);
}

static const struct sample_row **longest_samples(const struct sample_rows *rows, size_t *n)
{
	const struct sample_row **all = xcalloc(rows->len + 1, sizeof(void *));
	size_t len = 0;

	for (size_t i = 0; i < rows->len; i++)
		if (rows->items[i].n >= ENGINE_MIN_N && rows->items[i].mallocs >= 0 && rows->items[i].bytes >= 0)
			all[len++] = &rows->items[i];
	qsort(all, len, sizeof(void *), longest_first);
	*n = 0;
	for (size_t i = 0; i < len; i++)
		if (!*n || by_benchmark(&all[*n - 1], &all[i]) != 0)
			all[(*n)++] = all[i];
	return all;
}

/* ---- all of it ---- */

struct measuring {
	const struct history *h;
	const struct sample_row **longest;
	size_t n;
	size_t *index; /* of each release of the history among those of the file */
	struct history_file *out;
};

static void add_run(struct measuring *m, const struct series *s, const struct point *p)
{
	const struct sample_row key = { .case_name = s->case_name,
		                        .mode = s->mode,
		                        .go = p->go,
		                        .goarch = s->goarch,
		                        .goos = s->goos,
		                        .benchmark = s->benchmark },
				*wanted = &key, **found;
	struct history_file *f = m->out;
	struct history_run r = { .case_name = s->case_name,
		                 .benchmark = *s->benchmark ? s->benchmark : "-",
		                 .mode = s->mode,
		                 .from = m->index[p->release],
		                 .to = m->index[p->release],
		                 .status = "" };

	found = p->counted && m->n ? bsearch(&wanted, m->longest, m->n, sizeof(void *), by_benchmark) : NULL;
	if (found) {
		const double n = (double)(*found)->n;

		r.allocs = figure_of(p->allocs_exact, (double)(*found)->mallocs / n);
		r.bytes = figure_of(p->bytes_exact, (double)(*found)->bytes / n);
		allow_strays(&r.bytes, p->allocs_exact - (double)r.allocs.value, p->gc_per_op);
	} else {
		r.status = strcmp(p->status, "ok") ? p->status : "uncounted";
	}
	f->runs = vec_grow(f->runs, &f->cap, f->len + 1, sizeof *f->runs);
	f->runs[f->len++] = r;
}

static void add_case(struct history_file *f, const struct series *s)
{
	if (!s->n || (f->ncases && !strcmp(f->cases[f->ncases - 1].name, s->case_name)))
		return;
	f->cases = vec_grow(f->cases, &f->cases_cap, f->ncases + 1, sizeof *f->cases);
	f->cases[f->ncases++] =
		(struct history_case){ .name = s->case_name, .sha256 = s->points[s->n - 1].case_sha256 };
}

/* A program prints: nothing of it is counted. */
static bool is_program(const struct series *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!*s->benchmark && !strcmp(s->points[i].status, "ok"))
			return true;
	return false;
}

struct ordered {
	const struct series *s;
	size_t at; /* in the history, whose modes are in their order */
};

static int by_case_and_benchmark(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;
	int order = strcmp(a->s->case_name, b->s->case_name);

	if (!order)
		order = strcmp(a->s->benchmark, b->s->benchmark);
	return order ? order : (a->at > b->at) - (a->at < b->at);
}

static void add_releases(struct measuring *m)
{
	struct history_file *f = m->out;

	for (size_t i = 0; i < m->h->nreleases; i++) {
		m->index[i] = f->nreleases;
		if (m->h->releases[i].local)
			continue;
		f->releases = vec_grow(f->releases, &f->releases_cap, f->nreleases + 1, sizeof *f->releases);
		f->releases[f->nreleases++] = m->h->releases[i].go;
	}
}

void history_measured(const struct history *h, const struct sample_rows *samples, const struct session_row *session,
                      struct history_file *out)
{
	struct measuring m = { .h = h, .out = out, .index = xcalloc(h->nreleases + 1, sizeof *m.index) };
	struct ordered *series = xcalloc(h->len + 1, sizeof *series);

	*out = (struct history_file)HISTORY_FILE_INIT;
	if (h->len) {
		out->goos = h->items[0].goos;
		out->goarch = h->items[0].goarch;
	}
	out->tool = session ? session->tool_version : GOALLOC_VERSION;
	out->date = session ? session->started_at : "";
	m.longest = longest_samples(samples, &m.n);
	add_releases(&m);
	for (size_t i = 0; i < h->len; i++)
		series[i] = (struct ordered){ .s = &h->items[i], .at = i };
	qsort(series, h->len, sizeof *series, by_case_and_benchmark);
	for (size_t i = 0; i < h->len; i++) {
		const struct series *s = series[i].s;

		if (strcmp(s->goos, out->goos) != 0 || strcmp(s->goarch, out->goarch) != 0)
			continue;
		add_case(out, s);
		for (size_t k = 0; k < s->n && !is_program(s); k++)
			if (!h->releases[s->points[k].release].local)
				add_run(&m, s, &s->points[k]);
	}
	free(series);
	free(m.longest);
	free(m.index);
}
