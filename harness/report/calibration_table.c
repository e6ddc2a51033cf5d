/* How far alarms can be trusted, as a table. */
#include "report/calibration_table.h"

#include <string.h>

void calibration_table(const struct calibration *c, struct table *t)
{
	table_column(t, "metric", "metric", COLUMN_TEXT, false);
	table_column(t, "truth", "truth", COLUMN_TEXT, true);
	table_column(t, "what", "what was compared", COLUMN_TEXT, false);
	table_column(t, "effect", "effect", COLUMN_NUMBER, true);
	table_column(t, "comparisons", "comparisons", COLUMN_NUMBER, false);
	table_column(t, "found", "flagged", COLUMN_NUMBER, false);
	table_column(t, "rate", "share", COLUMN_NUMBER, true);
	table_column(t, "low", "low", COLUMN_NUMBER, true);
	table_column(t, "high", "high", COLUMN_NUMBER, true);
	table_column(t, "share", "share", COLUMN_TEXT, false);
	table_column(t, "interval", "95 % interval", COLUMN_TEXT, false);
	table_column(t, "suspected", "suspected", COLUMN_NUMBER, true);
	table_column(t, "open", "open", COLUMN_NUMBER, false);
	for (size_t i = 0; i < c->len; i++) {
		const struct calibration_row *r = &c->rows[i];
		const double rate = r->comparisons ? (double)r->found / (double)r->comparisons : 0;

		table_cell(t, r->metric);
		table_cell(t, r->truth);
		table_cell(t, r->what);
		table_cellf(t, "%.10g", r->effect);
		table_cellf(t, "%lld", (long long)r->comparisons);
		table_cellf(t, "%lld", (long long)r->found);
		table_cellf(t, "%.10g", rate);
		table_cellf(t, "%.10g", r->low);
		table_cellf(t, "%.10g", r->high);
		if (!strcmp(r->metric, "gate")) { /* one answer is no share */
			table_cell(t, "");
			table_cell(t, "");
		} else {
			table_cellf(t, "%.1f %%", 100 * rate);
			table_cellf(t, "%.1f to %.1f %%", 100 * r->low, 100 * r->high);
		}
		table_cellf(t, "%lld", (long long)r->suspected);
		table_cellf(t, "%lld", (long long)r->open);
	}
}
