/* The figure of a calibration: power by size of the change, and false alarms. */
#include <string.h>

#include "base/alloc.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"
#include "report/table.h"

/* What the project promises: gnuplot draws it beside what was found. */
static const struct {
	double effect, share;
} promised_power[] = { { 0.03, 80 }, { 0.05, 95 }, { 0.10, 99 } };
#define PROMISED_COMPARISONS 1.0
#define PROMISED_REPORTS 5.0

static double percent(int64_t k, int64_t n)
{
	return n > 0 ? 100.0 * (double)k / (double)n : 0;
}

static double promise_for(double effect)
{
	for (size_t i = 0; i < sizeof promised_power / sizeof *promised_power; i++)
		if (effect > promised_power[i].effect * 0.999 && effect < promised_power[i].effect * 1.001)
			return promised_power[i].share;
	return -1;
}

/* `own` of a row: its effect in percent, or its promise. */
static void add_row(struct str *out, const struct calibration_row *r, size_t place, double own, double promise)
{
	struct str what = STR_INIT;

	figure_plain(&what, r->what);
	for (char *p = what.p; p && *p; p++)
		*p = *p == '"' ? '\'' : *p;
	str_addf(out, "%zu\t%g\t%.4f\t%.4f\t%.4f\t%g\t%lld\t%lld\t\"%s\"\n", place, own,
	         percent(r->found, r->comparisons), 100 * r->low, 100 * r->high, promise, (long long)r->found,
	         (long long)r->comparisons, str_cstr(&what));
	str_release(&what);
}

void figure_plan_calibration(const struct calibration *c, struct figure_list *out)
{
	static const char columns[] = "# place\teffect\tshare\tlow\thigh\tpromise\tfound\tof\twhat\n";
	struct str power = STR_INIT, alarms = STR_INIT;
	size_t npower = 0, nalarms = 0;
	struct figure *f;

	for (size_t i = 0; i < c->len; i++) {
		const struct calibration_row *r = &c->rows[i];

		if (strcmp(r->metric, "time") != 0 || !r->comparisons)
			continue;
		if (!strcmp(r->truth, "changed"))
			add_row(&power, r, ++npower, 100 * r->effect, promise_for(r->effect));
		else
			add_row(&alarms, r, ++nalarms, 0,
			        !strcmp(r->truth, "report") ? PROMISED_REPORTS : PROMISED_COMPARISONS);
	}
	if (npower && nalarms) {
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		f = &out->items[out->len++];
		*f = (struct figure){ .name = xstrdup("power"),
			              .script = "power.gp",
			              .title = xasprintf(
					      "How far the alarms on times can be trusted: %s on both sides%s",
					      c->info.go, c->info.loaded ? ", the other processors busy" : ""),
			              .data = STR_INIT };
		str_addf(&f->data, "\n# found of what was changed\n%s%s\n\n# flagged without a change\n%s%s", columns,
		         str_cstr(&power), columns, str_cstr(&alarms));
	}
	str_release(&power);
	str_release(&alarms);
}
