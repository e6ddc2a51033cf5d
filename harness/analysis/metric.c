#include <string.h>

#include "analysis/change.h"
#include "base/str.h"

const struct metric_info metric_table[] = {
	{ METRIC_ALLOCS, "allocs", "allocs/op", "allocs/op" },
	{ METRIC_BYTES, "bytes", "B/op", "B/op" },
	{ METRIC_TIME, "time", "ns/op", "ns/op" },
	{ METRIC_ESCAPE, "escape", "escape", "" },
	{ METRIC_OUTPUT, "output", "output", "" },
	{ METRIC_STATUS, "status", "status", "" },
};
const size_t metric_count = sizeof metric_table / sizeof *metric_table;

const struct metric_info *metric_info(enum metric m)
{
	size_t i = 0;

	while (i + 1 < metric_count && metric_table[i].metric != m)
		i++;
	return &metric_table[i];
}

static int unknown_metric(const char *name, struct error *err)
{
	struct str known = STR_INIT;

	for (size_t i = 0; i < metric_count; i++)
		str_addf(&known, "%s%s", i ? ", " : "", metric_table[i].name);
	error_set(err, ERR_USAGE, "metric '%s' is none of %s", name, known.p);
	str_release(&known);
	return -1;
}

int metrics_parse(const char *names, unsigned *mask, struct error *err)
{
	struct strlist words = STRLIST_INIT;
	int status = 0;

	*mask = 0;
	strlist_split(&words, names, ',');
	for (size_t i = 0; i < words.len && !status; i++) {
		size_t k = 0;

		while (k < metric_count && strcmp(metric_table[k].name, words.items[i]) != 0)
			k++;
		if (k == metric_count)
			status = unknown_metric(words.items[i], err);
		else
			*mask |= metric_table[k].metric;
	}
	if (!status && !*mask)
		status = unknown_metric("", err);
	strlist_release(&words);
	return status;
}
