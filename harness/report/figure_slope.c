/* The slope chart of a comparison: counts that differ, from the old release to the new one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"

#define LINES 24 /* with a name each, in one panel; more would be no picture */

static const enum metric panels[] = { METRIC_ALLOCS, METRIC_BYTES };
#define PANELS 2

/* Lines that lie on each other are one, with the number of its benchmarks. */
struct line {
	const struct change *first;
	size_t benchmarks;
};
struct lines {
	struct line *items;
	size_t len;
	size_t changed, more, left_out; /* benchmarks */
};
enum together { EACH_BENCHMARK, SAME_CASE, ANY_CASE, TOGETHERS };

static bool belongs(const struct change *c, const char *mode, enum metric m)
{
	return c->metric == m && !c->epoch && !strcmp(c->mode, mode);
}

static bool on_each_other(const struct change *a, const struct change *b, enum together how)
{
	return how != EACH_BENCHMARK && a->old_value == b->old_value && a->new_value == b->new_value &&
	       !strcmp(a->old_text, b->old_text) && !strcmp(a->new_text, b->new_text) &&
	       (how == ANY_CASE || !strcmp(a->case_name, b->case_name));
}

static void gather(const struct change_list *changes, const char *mode, enum metric m, enum together how,
                   struct lines *out)
{
	*out = (struct lines){ .items = xcalloc(changes->len + 1, sizeof(struct line)) };
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];
		size_t k = 0;

		if (!belongs(c, mode, m))
			continue;
		out->changed++;
		out->more += c->new_value > c->old_value;
		while (k < out->len && !on_each_other(out->items[k].first, c, how))
			k++;
		if (k == out->len)
			out->items[out->len++] = (struct line){ .first = c };
		out->items[k].benchmarks++;
	}
}

/* How large a change is: the logarithm of the ratio, as if there were one more of each. */
static double size(const struct change *c)
{
	return fabs(log((c->new_value + 1) / (c->old_value + 1)));
}

static int by_size(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	double x = size(a->first), y = size(b->first);

	return x != y ? (x < y) - (x > y) : (a->benchmarks < b->benchmarks) - (a->benchmarks > b->benchmarks);
}

/* From the top of the new side downwards. */
static int by_place(const void *pa, const void *pb)
{
	const struct change *a = ((const struct line *)pa)->first, *b = ((const struct line *)pb)->first;
	int names;

	if (a->new_value != b->new_value)
		return a->new_value < b->new_value ? 1 : -1;
	if (a->old_value != b->old_value)
		return a->old_value < b->old_value ? 1 : -1;
	names = strcmp(a->case_name, b->case_name);
	return names ? names : strcmp(a->benchmark, b->benchmark);
}

/* As little as possible is put together, and the smallest are left out only if that does not suffice. */
static void choose(const struct change_list *changes, const char *mode, enum metric m, struct lines *out)
{
	gather(changes, mode, m, EACH_BENCHMARK, out);
	for (int how = SAME_CASE; how < TOGETHERS && out->len > LINES; how++) {
		free(out->items);
		gather(changes, mode, m, (enum together)how, out);
	}
	if (!out->len)
		return;
	qsort(out->items, out->len, sizeof *out->items, by_size);
	for (; out->len > LINES; out->len--)
		out->left_out += out->items[out->len - 1].benchmarks;
	qsort(out->items, out->len, sizeof *out->items, by_place);
}

static size_t counted_in_both(const struct figure_sides *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->h->len; i++) {
		const struct series *one = &s->h->items[i];
		const struct point *old = series_at(one, s->old_go), *new = series_at(one, s->new_go);

		n += *one->benchmark && !strcmp(one->mode, s->mode) && old && new && old->counted &&new->counted;
	}
	return n;
}

static void add_line(struct str *out, size_t panel, size_t place, const struct line *l)
{
	const struct change *c = l->first;

	str_addf(out, "%zu\t%zu\t%.10g\t%.10g\t%zu\t%d", panel, place, c->old_value, c->new_value, l->benchmarks,
	         c->new_value > c->old_value);
	block_fields(out, c->old_text, c->new_text);
	block_fields(out, c->case_name, benchmark_label(c->benchmark));
	block_fields(out, cause_info(c->cause)->name, c->new_go);
	str_add_char(out, '\n');
}

void figure_plan_slope(const struct figure_sides *sides, const struct change_list *between, struct figure_list *out)
{
	const size_t both = counted_in_both(sides);
	struct lines lines[PANELS];
	struct figure *f;
	size_t panel = 0;

	for (size_t k = 0; k < PANELS; k++)
		choose(between, sides->mode, panels[k], &lines[k]);
	if (lines[0].len || lines[1].len) {
		f = figure_add(out, "slope.gp");
		f->name = xstrdup("slope");
		f->title = xasprintf("Counts that differ between %s and %s (mode %s)", sides->old_go, sides->new_go,
		                     sides->mode);
		block_head(&f->data, "sides", "side\tgo");
		for (int side = 1; side <= 2; side++) {
			str_addf(&f->data, "%d\t", side);
			block_field(&f->data, release_label(side == 1 ? sides->old_go : sides->new_go));
			str_add_char(&f->data, '\n');
		}
		block_head(&f->data, "panels", "panel\tmetric\tlines\tchanged\tmore\tfewer\tleft_out\tboth");
		for (size_t k = 0; k < PANELS; k++)
			if (lines[k].len)
				str_addf(&f->data, "%zu\t%s\t%zu\t%zu\t%zu\t%zu\t%zu\t%zu\n", ++panel,
				         panels[k] == METRIC_ALLOCS ? "allocs/op" : "B/op", lines[k].len,
				         lines[k].changed, lines[k].more, lines[k].changed - lines[k].more,
				         lines[k].left_out, both);
		panel = 0;
		block_head(&f->data, "lines",
		           "panel\tplace\told\tnew\tbenchmarks\tmore\told_text\tnew_text\tcase\tbenchmark\tcause\tgo");
		for (size_t k = 0; k < PANELS; k++) {
			panel += lines[k].len > 0;
			for (size_t i = 0; i < lines[k].len; i++)
				add_line(&f->data, panel, i + 1, &lines[k].items[i]);
		}
	}
	for (size_t k = 0; k < PANELS; k++)
		free(lines[k].items);
}
