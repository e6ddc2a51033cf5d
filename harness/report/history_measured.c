/* The history as data: from the rows of a database. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/history_file.h"

/* ---- all of it ---- */

struct measuring {
	const struct history *h;
	size_t *index; /* of each release of the history among those of the file */
	struct history_file *out;
};

static struct figure_range figure_of(const struct count_range *r)
{
	return (struct figure_range){ .low = r->low, .high = r->high, .value = r->value };
}

static void add_run(struct measuring *m, const struct series *s, const struct point *p)
{
	struct history_file *f = m->out;
	struct history_run r = { .case_name = s->case_name,
		                 .benchmark = *s->benchmark ? s->benchmark : "-",
		                 .mode = s->mode,
		                 .from = m->index[p->release],
		                 .to = m->index[p->release],
		                 .status = "" };

	if (p->counted) {
		r.allocs = figure_of(&p->allocs_range);
		r.bytes = figure_of(&p->bytes_range);
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

void history_measured(const struct history *h, const struct session_row *session, struct history_file *out)
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
	free(m.index);
}
