/*
 * How long something will still take, from how fast it went so far; smoothed, so that what is shown runs down like a clock. Pure.
 *
 * Zero-initialised: time_left_start .. time_left_note whenever more is done .. time_left_show whenever it is shown.
 */
#ifndef GOALLOC_CMD_TIME_LEFT_H
#define GOALLOC_CMD_TIME_LEFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/event.h"

enum { TIME_LEFT_MARKS = 16 };
struct time_left {
	/* what was done when: the first, then about every two seconds, of the last half minute */
	struct {
		int64_t at;
		uint64_t done;
	} marks[TIME_LEFT_MARKS];
	size_t n;
	int64_t at; /* the last note */
	uint64_t done, total;
	double shown; /* ns */
	int64_t shown_at;
	bool showing;
};

void time_left_start(struct time_left *t, int64_t now);
/* Times never go back; `done` may be more than `total`, which may change. */
void time_left_note(struct time_left *t, int64_t now, uint64_t done, uint64_t total);
/*
 * By the rate of the last half minute, in ns; below 0 while it cannot be told: in the first second, or before anything was done. What
 * went five times as fast as it goes now is not counted: what is known already is gone through in no time.
 */
double time_left_by_rate(const struct time_left *t, int64_t now);
/* By the parts of a whole, each at its own measured rate; below 0 while a part with something left was never done. */
double time_left_by_parts(const struct event_part *parts, size_t n);
/*
 * What to show now of such an estimate, ns, below 0: nothing. Between two calls it runs down with the clock, and moves towards
 * the estimate by a share that grows with the time that passed.
 */
int64_t time_left_show(struct time_left *t, int64_t now, double estimate);
/* "2 min left" as coarse as it is sure: "less than 5 s", "20 s", "3 min", "2 h 10 min". `size` at least 32. */
void time_left_format(int64_t ns, char *buf, size_t size);

#endif
