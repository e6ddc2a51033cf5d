/* The one line that shows progress, for every width. Pure; nothing is owned. */
#ifndef GOALLOC_CMD_PROGRESS_LINE_H
#define GOALLOC_CMD_PROGRESS_LINE_H

#include "base/event.h"
#include "base/str.h"
#include "report/text.h"

struct progress_task {
	const char *name; /* "measure" */
	const char *text; /* what it is at, or NULL: "go1.22.12 noopt slice/append_growth" */
	uint64_t done, total;
	enum event_unit unit;
};
struct progress_view {
	struct progress_task stage;
	const struct progress_task *inner; /* a part of it that is going on, or NULL */
	int64_t left_ns;                   /* below 0: unknown */
	int64_t spent_ns;
};

/* "12 of 40", "1.2 MB of 66 MB", "12/40" when short; "" for what has no amount. */
void progress_amount(const struct progress_task *t, bool brief, struct str *out);
/* Appends at most look->width columns (0: any number), without a newline; names and texts may be anything. */
void progress_line(const struct progress_view *v, const struct text_look *look, struct str *out);
/* The same as a line of a log: no bar, and how long it took so far. */
void progress_plain(const struct progress_view *v, struct str *out);

#endif
