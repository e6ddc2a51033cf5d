/* The series of site_compare_parts.h: counts by release, runs of equal ones joined. */
#include <inttypes.h>

#include "analysis/step.h"
#include "report/figure_data.h"
#include "report/site_compare_parts.h"

static const struct count_range *range_of(const struct point *q, bool bytes)
{
	return bytes ? &q->bytes_range : &q->allocs_range;
}

static int64_t value_of(const struct point *q, bool bytes)
{
	return bytes ? q->bytes : q->allocs;
}

static bool varies(const struct count_range *r)
{
	return r->low < r->high;
}

static bool same_figure(const struct point *a, const struct point *b, bool bytes)
{
	const struct count_range *x = range_of(a, bytes), *y = range_of(b, bytes);

	return value_of(a, bytes) == value_of(b, bytes) && !varies(x) && !varies(y);
}

static void add_figures(const struct scope *s, const struct series *one, bool bytes)
{
	const struct point *last = NULL;
	bool any = false;
	size_t next = 0; /* the release that a run would go on with */

	str_add(s->out, ",[");
	for (size_t k = 0; k < one->n; k++) {
		const struct point *q = &one->points[k];
		const struct count_range *range = range_of(q, bytes);

		if (!q->counted)
			continue;
		if (last && q->release > next) {
			str_addf(s->out, ",[%zu]", next);
			last = NULL;
		}
		if (!last || !same_figure(last, q, bytes)) {
			str_addf(s->out, "%s[%zu,%" PRId64, any ? "," : "", q->release, value_of(q, bytes));
			if (varies(range))
				str_addf(s->out, ",%" PRId64 ",%" PRId64 ",%.10g,%.10g", range->low, range->high,
				         range->seen_low, range->seen_high);
			str_add_char(s->out, ']');
		}
		any = true;
		last = q;
		next = q->release + 1;
	}
	if (any && next < s->h->nreleases)
		str_addf(s->out, ",[%zu]", next);
	str_add_char(s->out, ']');
}

/* Values that differ, though by no more than noise: as compare has it, which looks at more than the values. */
static void add_same(const struct scope *s, const struct series *one, bool bytes)
{
	bool any = false;

	str_add(s->out, ",[");
	for (size_t a = 0; a < one->n; a++) {
		bool begun = false;

		for (size_t b = a + 1; b < one->n; b++) {
			const struct point *old = &one->points[a], *new = &one->points[b];

			if (!old->counted || !new->counted || value_of(old, bytes) == value_of(new, bytes) ||
			    (bytes ? bytes_step(old, new) : allocs_step(old, new)))
				continue;
			if (!begun)
				str_addf(s->out, "%s[%zu", any ? "," : "", old->release);
			str_addf(s->out, ",%zu", new->release);
			begun = any = true;
		}
		if (begun)
			str_add_char(s->out, ']');
	}
	str_add_char(s->out, ']');
}

void compare_data_series(const struct scope *s)
{
	size_t c = 0;

	str_add(s->out, ",\n\"series\":[");
	for (size_t i = 0; i < s->n; i++) {
		const struct series *one = s->series[i];

		while (i >= s->first[c + 1])
			c++;
		str_addf(s->out, "%s[%zu", i ? ",\n" : "\n", c);
		compare_data_string(s->out, ",", benchmark_label(one->benchmark));
		for (int bytes = 0; bytes < 2; bytes++)
			add_figures(s, one, bytes);
		for (int bytes = 0; bytes < 2; bytes++)
			add_same(s, one, bytes);
		str_add_char(s->out, ']');
	}
	str_add_char(s->out, ']');
}
