/* Any bytes as accepted changes: nothing crashes, what is taken is bounded and whole, and applying it ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/accept.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct accept_entry *e)
{
	if (!e->globs.len || !e->metrics || !e->since || !*e->since || !e->why || !*e->why ||
	    strlen(e->why) > ACCEPT_MAX_LINE || !(e->up_to <= 1e15) ||
	    (*e->until && strlen(e->until) != ACCEPT_DATE - 1))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct accept_list l;
	struct point points[] = {
		{ .go = "go1.16.15", .status = "ok", .counted = true, .stages = STAGE_ALL },
		{ .go = "tip", .status = "ok", .counted = true, .stages = STAGE_ALL, .release = 1 },
	};
	struct release releases[] = { { .go = "go1.16.15", .version = { 1, 16, 15, GO_RELEASE, 0 } },
		                      { .go = "tip", .local = true } };
	struct series series = {
		.mode = "default", .case_name = "goroutine/start", .benchmark = "BenchmarkGo", .points = points, .n = 2
	};
	struct history history = { .items = &series, .len = 1, .releases = releases, .nreleases = 2 };
	struct accept_scope scope = { .history = &history,
		                      .old = &releases[0],
		                      .new = &releases[1],
		                      .metrics = METRIC_EXACT,
		                      .today = "2026-11-25" };
	struct change change = { .metric = METRIC_ALLOCS,
		                 .mode = (char *)"default",
		                 .case_name = (char *)"goroutine/start",
		                 .benchmark = (char *)"BenchmarkGo",
		                 .new_value = 1,
		                 .worse = true };
	struct change_list changes = { .items = &change, .len = 1 };
	size_t covered = 0;

	if (accept_parse((const char *)data, size, &l, &err)) {
		if (!*err.msg || l.len || l.items)
			abort();
		return 0;
	}
	if (l.len > ACCEPT_MAX_ENTRIES)
		abort();
	accept_apply(&l, &scope, &changes);
	for (size_t i = 0; i < l.len; i++) {
		check(&l.items[i]);
		covered += l.items[i].state == ACCEPT_USED;
	}
	if ((covered > 0) != (change.accepted_why != NULL))
		abort();
	accept_release(&l);
	return 0;
}
