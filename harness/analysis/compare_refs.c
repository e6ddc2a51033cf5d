/* What a comparison looks things up in: of each kind of row, where those of a cell are. */
#include <stdlib.h>

#include "analysis/change_internal.h"
#include "base/alloc.h"

/* Whose row it is: the cell. */
struct owner {
	const char *go, *mode, *case_name, *goos, *goarch;
};

static bool same_owner(const struct owner *a, const struct owner *b)
{
	return !text_compare(a->case_name, b->case_name) && !text_compare(a->mode, b->mode) &&
	       !text_compare(a->go, b->go) && !text_compare(a->goos, b->goos) && !text_compare(a->goarch, b->goarch);
}

struct refs {
	struct ref *items;
	size_t len, cap;
	struct owner last;
};

/* Rows of one cell follow one another: a ref for each such run. */
static void refs_add(struct refs *r, const void *row, const struct owner *o, const struct history *h,
                     const size_t *names)
{
	if (r->len && same_owner(o, &r->last)) {
		r->items[r->len - 1].n++;
		return;
	}
	r->items = vec_grow(r->items, &r->cap, r->len + 1, sizeof *r->items);
	r->items[r->len++] = (struct ref){ .row = row,
		                           .n = 1,
		                           .case_name = o->case_name,
		                           .mode = o->mode,
		                           .goos = o->goos,
		                           .goarch = o->goarch,
		                           .mode_rank = mode_rank(o->mode),
		                           .release = release_index(h, names, o->go) };
	r->last = *o;
}

static struct ref *refs_take(struct refs *r, size_t *n)
{
	refs_sort(r->items, r->len);
	*n = r->len;
	return r->items;
}

static struct ref *decision_refs(const struct decision_rows *rows, const struct history *h, const size_t *names,
                                 size_t *n)
{
	struct refs r = { .items = NULL };

	for (size_t i = 0; i < rows->len; i++) {
		const struct decision_row *d = &rows->items[i];

		refs_add(&r, d, &(struct owner){ d->go, d->mode, d->case_name, d->goos, d->goarch }, h, names);
	}
	return refs_take(&r, n);
}

static struct ref *call_refs(const struct call_rows *rows, const struct history *h, const size_t *names, size_t *n)
{
	struct refs r = { .items = NULL };

	for (size_t i = 0; i < rows->len; i++) {
		const struct call_row *c = &rows->items[i];

		refs_add(&r, c, &(struct owner){ c->go, c->mode, c->case_name, c->goos, c->goarch }, h, names);
	}
	return refs_take(&r, n);
}

static struct ref *site_refs(const struct site_rows *rows, const struct history *h, const size_t *names, size_t *n)
{
	struct refs r = { .items = NULL };

	for (size_t i = 0; i < rows->len; i++) {
		const struct site_row *s = &rows->items[i];

		refs_add(&r, s, &(struct owner){ s->go, s->mode, s->case_name, s->goos, s->goarch }, h, names);
	}
	return refs_take(&r, n);
}

static struct ref *output_refs(const struct output_rows *rows, const struct history *h, const size_t *names, size_t *n)
{
	struct refs r = { .items = NULL };

	for (size_t i = 0; i < rows->len; i++) {
		const struct output_row *o = &rows->items[i];

		refs_add(&r, o, &(struct owner){ o->go, o->mode, o->case_name, o->goos, o->goarch }, h, names);
	}
	return refs_take(&r, n);
}

void comparison_init(struct comparison *c, const struct evidence *e, unsigned metrics)
{
	size_t *names = releases_by_name(e->history);

	*c = (struct comparison){ .history = e->history, .metrics = metrics };
	if (e->decisions)
		c->decisions = decision_refs(e->decisions, e->history, names, &c->ndecisions);
	if (e->outputs)
		c->outputs = output_refs(e->outputs, e->history, names, &c->noutputs);
	if (e->calls)
		c->calls = call_refs(e->calls, e->history, names, &c->ncalls);
	if (e->sites)
		c->sites = site_refs(e->sites, e->history, names, &c->nsites);
	if (metrics & METRIC_TIME)
		c->times = times_new(e, names);
	if ((metrics & METRIC_TIME) && e->codes)
		c->codes = code_index_new(e->codes);
	free(names);
}

void comparison_release(struct comparison *c)
{
	free(c->decisions);
	free(c->outputs);
	free(c->calls);
	free(c->sites);
	free(c->found);
	times_free(c->times);
	code_index_free(c->codes);
	differences_release(&c->differences);
}

const struct ref *comparison_ref(const struct ref *refs, size_t n, const struct series *s, const struct point *p)
{
	const struct ref key = { .case_name = s->case_name,
		                 .mode = s->mode,
		                 .goos = s->goos,
		                 .goarch = s->goarch,
		                 .mode_rank = mode_rank(s->mode),
		                 .release = p->release };

	return refs_find(refs, n, &key);
}
