#include "bench/record.h"

#include <math.h>

#include <stdlib.h>

#include "base/alloc.h"

static const char *const status_names[CELL_STATUSES] = {
	[CELL_OK] = "ok",
	[CELL_UNSUPPORTED] = "unsupported",
	[CELL_BUILD_FAILED] = "build_failed",
	[CELL_RUN_FAILED] = "run_failed",
	[CELL_TIMEOUT] = "timeout",
};

const char *sample_purpose_name(enum sample_purpose p)
{
	static const char *const names[SAMPLE_PURPOSES] = {
		[SAMPLE_ALLOCS] = "allocs", [SAMPLE_TIME] = "time", [SAMPLE_CONFIRM] = "confirm"
	};

	return names[p];
}

const char *cell_status_name(enum cell_status s)
{
	return (unsigned)s < CELL_STATUSES ? status_names[s] : "unknown";
}

void sample_list_add(struct sample_list *l, const struct sample *s)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = *s;
}

void sample_list_release(struct sample_list *l)
{
	free(l->items);
	*l = (struct sample_list)SAMPLE_LIST_INIT;
}

#define SHORT_OF_WHOLE 0.01 /* per op */

int64_t count_printed(double per_op)
{
	double whole = floor(per_op + SHORT_OF_WHOLE);

	return !(whole > 0) ? 0 : whole > (double)COUNT_MAX ? COUNT_MAX : (int64_t)whole;
}
