/* Where a benchmark allocates before and after. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_find.h"
#include "base/alloc.h"

/* Objects without pointers share blocks, and the profile gives a block to whoever began it: see bench/sites.h. */
#define OBJECTS_NOISE 0.1
#define OBJECTS_PACKED 0.03 /* one in sixteen is a byte, every time */
#define OBJECTS_SHARE 0.34
#define BYTES_NOISE 0.5
#define BYTES_SHARE 0.005

static int by_place(const void *pa, const void *pb)
{
	const struct cause_place *a = pa, *b = pb;
	int order = strcmp(a->file, b->file);

	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	return order ? order : strcmp(a->callee, b->callee);
}

static void add_side(struct cause_places *out, const struct cause_side *s, int side)
{
	for (size_t i = 0; i < s->nsites; i++) {
		const struct site_row *r = &s->sites[i];
		struct cause_place *p = &out->items[out->len++];

		*p = (struct cause_place){ .file = r->file, .callee = r->callee, .line = r->line };
		p->functions[side] = r->function;
		p->objects[side] = r->objects_per_op;
		p->bytes[side] = r->bytes_per_op;
	}
}

static bool has_site(const struct cause_side *s, const char *file, int line, const char *callee)
{
	for (size_t i = 0; i < s->nsites; i++)
		if (s->sites[i].line == line && !strcmp(s->sites[i].callee, callee) && !strcmp(s->sites[i].file, file))
			return true;
	return false;
}

/* Up to 1.8 what a line's inlined callee allocates is the line's own. */
static void forget_inlined(struct cause_places *l, const struct cause_question *q)
{
	bool old_sees = version_at_least(q->old.version, 1, 9), new_sees = version_at_least(q->new.version, 1, 9);
	const struct cause_side *sees = new_sees ? &q->new : &q->old, *blind = new_sees ? &q->old : &q->new;

	for (size_t i = 0; i < l->len && old_sees != new_sees; i++) {
		struct cause_place *p = &l->items[i];

		if (*p->callee && has_site(sees, p->file, p->line, p->callee) &&
		    !has_site(blind, p->file, p->line, p->callee) && has_site(blind, p->file, p->line, "") &&
		    !has_site(sees, p->file, p->line, ""))
			p->callee = "";
	}
}

void cause_places_of(const struct cause_question *q, struct cause_places *out)
{
	size_t n = 0;

	*out = (struct cause_places){ .items = xcalloc(q->old.nsites + q->new.nsites + 1, sizeof *out->items) };
	add_side(out, &q->old, 0);
	add_side(out, &q->new, 1);
	forget_inlined(out, q);
	if (out->len)
		qsort(out->items, out->len, sizeof *out->items, by_place);
	for (size_t i = 0; i < out->len; i++) {
		struct cause_place *p = &out->items[i], *last = n ? &out->items[n - 1] : NULL;

		if (!last || by_place(last, p)) {
			out->items[n++] = *p;
			continue;
		}
		for (int side = 0; side < 2; side++) {
			last->objects[side] += p->objects[side];
			last->bytes[side] += p->bytes[side];
			if (!last->functions[side])
				last->functions[side] = p->functions[side];
		}
	}
	out->len = n;
}

void cause_places_release(struct cause_places *p)
{
	free(p->items);
	*p = (struct cause_places){ .items = NULL };
}

static bool apart(double a, double b, double least, double share)
{
	double most = a > b ? a : b;

	return fabs(a - b) > least && fabs(a - b) > share * most;
}

bool cause_place_changed(const struct cause_place *p, bool bytes)
{
	const bool one_side = p->objects[0] <= 0 || p->objects[1] <= 0,
		   few = p->objects[0] < 1.5 && p->objects[1] < 1.5;

	if (bytes)
		return apart(p->bytes[0], p->bytes[1], BYTES_NOISE, BYTES_SHARE);
	if (one_side)
		return apart(p->objects[0], p->objects[1], OBJECTS_PACKED, 0);
	return apart(p->objects[0], p->objects[1], OBJECTS_NOISE, few ? OBJECTS_SHARE : 0.02);
}
