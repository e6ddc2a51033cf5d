/* The figure of the causes: how many counts changed in every release, up and down, and why. */
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"

/* From the axis outwards. */
static const enum cause stacked[] = { CAUSE_ESCAPE, CAUSE_INLINING, CAUSE_LOWERING,
	                              CAUSE_GROWTH, CAUSE_LIBRARY,  CAUSE_UNKNOWN };
#define STACKED (sizeof stacked / sizeof *stacked)
static const enum metric panels[] = { METRIC_ALLOCS, METRIC_BYTES };
#define PANELS 2

/* What changed in one release, of one metric. */
struct tally {
	size_t more[STACKED], fewer[STACKED], counters;
};

static size_t place_of(enum cause c)
{
	for (size_t i = 0; i < STACKED; i++)
		if (stacked[i] == c)
			return i;
	return STACKED - 1;
}

static void count(const struct view *v, const struct change *c, struct tally *tallies)
{
	size_t panel = 0, r = 0;
	struct tally *t;

	while (panel < PANELS && panels[panel] != c->metric)
		panel++;
	while (r < v->nreleases && strcmp(v->releases[r]->go, c->new_go) != 0)
		r++;
	if (panel == PANELS || r == v->nreleases)
		return;
	t = &tallies[r * PANELS + panel];
	if (c->epoch)
		t->counters++;
	else if (c->new_value > c->old_value)
		t->more[place_of(c->cause)]++;
	else
		t->fewer[place_of(c->cause)]++;
}

static size_t sum(const size_t *x, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += x[i];
	return all;
}

static void add_totals(struct str *out, const struct view *v, const struct tally *tallies)
{
	block_head(out, "releases",
	           "x\tgo\tnew_accounting\tallocs_more\tallocs_fewer\tallocs_counters\tbytes_more\tbytes_fewer\t"
	           "bytes_counters");
	for (size_t r = 0; r < v->nreleases; r++) {
		const bool border = r && crosses_epoch(&v->releases[r]->version, &v->releases[r - 1]->version);

		str_addf(out, "%zu\t", r + 1);
		block_field(out, release_label(v->releases[r]->go));
		str_addf(out, "\t%d", border);
		for (size_t k = 0; k < PANELS; k++) {
			const struct tally *t = &tallies[r * PANELS + k];

			str_addf(out, "\t%zu\t%zu\t%zu", sum(t->more, STACKED), sum(t->fewer, STACKED), t->counters);
		}
		str_add_char(out, '\n');
	}
}

static void add_stacks(struct str *out, const struct view *v, const struct tally *tallies)
{
	block_head(out, "stacks", "x\tmetric\tcause\tmore\tmore_below\tfewer\tfewer_above\tgo");
	for (size_t r = 0; r < v->nreleases; r++)
		for (size_t k = 0; k < PANELS; k++)
			for (size_t c = 0; c < STACKED; c++) {
				const struct tally *t = &tallies[r * PANELS + k];

				if (!t->more[c] && !t->fewer[c])
					continue;
				str_addf(out, "%zu\t%zu\t%zu\t%zu\t%zu\t%zu\t%zu\t", r + 1, k + 1, c + 1, t->more[c],
				         sum(t->more, c), t->fewer[c], sum(t->fewer, c));
				block_field(out, release_label(v->releases[r]->go));
				str_add_char(out, '\n');
			}
}

static void add_causes(struct str *out, const struct view *v, const struct tally *tallies)
{
	block_head(out, "causes", "place\tcause\tallocs\tbytes");
	for (size_t c = 0; c < STACKED; c++) {
		size_t all[PANELS] = { 0 };

		for (size_t i = 0; i < v->nreleases * PANELS; i++)
			all[i % PANELS] += tallies[i].more[c] + tallies[i].fewer[c];
		str_addf(out, "%zu\t", c + 1);
		block_field(out, cause_info(stacked[c])->name);
		str_addf(out, "\t%zu\t%zu\n", all[0], all[1]);
	}
}

void figure_plan_causes(const struct history *h, const struct change_list *along, const char *mode,
                        struct figure_list *out)
{
	struct tally *tallies;
	size_t changes = 0;
	struct view v;

	view_init(&v, h, mode);
	tallies = xcalloc(v.nreleases * PANELS + 1, sizeof *tallies);
	for (size_t i = 0; i < along->len; i++)
		if (!strcmp(along->items[i].mode, mode))
			count(&v, &along->items[i], tallies);
	for (size_t i = 0; i < v.nreleases * PANELS; i++)
		changes += sum(tallies[i].more, STACKED) + sum(tallies[i].fewer, STACKED);
	if (changes) {
		struct figure *f = figure_add(out, "causes.gp");

		f->name = xstrdup("causes");
		f->title = xasprintf("Counts that changed, by Go release and cause (mode %s)", mode);
		add_totals(&f->data, &v, tallies);
		add_causes(&f->data, &v, tallies);
		add_stacks(&f->data, &v, tallies);
	}
	free(tallies);
	view_release(&v);
}
