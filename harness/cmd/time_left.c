#include "cmd/time_left.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SECOND 1e9
#define FIRST_NS INT64_C(1000000000) /* nothing is told before */
#define MARK_NS INT64_C(2000000000)  /* between two marks */
#define LATE_MARKS 4                 /* the last 8 to 10 s */
#define SLOWER 5                     /* so many times slower is another work */
#define SMOOTH_NS 4e9                /* what is shown comes to two thirds of the way in that time */

void time_left_start(struct time_left *t, int64_t now)
{
	*t = (struct time_left){ .n = 1, .at = now };
	t->marks[0].at = now;
}

void time_left_note(struct time_left *t, int64_t now, uint64_t done, uint64_t total)
{
	if (!t->n)
		time_left_start(t, now);
	t->at = now;
	t->done = done;
	t->total = total;
	if (now - t->marks[t->n - 1].at < MARK_NS)
		return;
	if (t->n == TIME_LEFT_MARKS)
		memmove(&t->marks[0], &t->marks[1], --t->n * sizeof *t->marks);
	t->marks[t->n].at = now;
	t->marks[t->n++].done = done;
}

/* Units per ns since the mark; the time since the last note counts, too. */
static double rate_since(const struct time_left *t, size_t mark, int64_t now)
{
	const int64_t ns = now - t->marks[mark].at;

	return ns > 0 && t->done > t->marks[mark].done ? (double)(t->done - t->marks[mark].done) / (double)ns : 0;
}

double time_left_by_rate(const struct time_left *t, int64_t now)
{
	double whole, late;
	size_t from;

	if (!t->n || !t->total || now - t->marks[0].at < FIRST_NS)
		return -1;
	if (t->done >= t->total)
		return 0;
	whole = rate_since(t, 0, now);
	from = t->n > LATE_MARKS ? t->n - LATE_MARKS : t->n - 1;
	late = now - t->marks[from].at >= MARK_NS ? rate_since(t, from, now) : 0;
	if (late > 0 && late * SLOWER < whole)
		whole = late;
	return whole > 0 ? (double)(t->total - t->done) / whole : -1;
}

double time_left_by_parts(const struct event_part *parts, size_t n)
{
	double left = 0;

	for (size_t i = 0; i < n; i++) {
		if (parts[i].done >= parts[i].total)
			continue;
		if (!parts[i].done)
			return -1;
		left += (double)(parts[i].total - parts[i].done) * ((double)parts[i].ns / (double)parts[i].done);
	}
	return left;
}

int64_t time_left_show(struct time_left *t, int64_t now, double estimate)
{
	const double passed = (double)(now - t->shown_at);

	if (estimate < 0)
		return t->showing ? (int64_t)fmax(t->shown - passed, 0) : -1;
	if (!t->showing) {
		t->showing = true;
		t->shown = estimate;
	} else {
		t->shown = fmax(t->shown - passed, 0);
		t->shown += (estimate - t->shown) * (1 - exp(-passed / SMOOTH_NS));
	}
	t->shown_at = now;
	return (int64_t)t->shown;
}

void time_left_format(int64_t ns, char *buf, size_t size)
{
	const double s = (double)ns / SECOND;

	if (s < 5)
		snprintf(buf, size, "less than 5 s");
	else if (s < 90)
		snprintf(buf, size, "%.0f s", 5 * ceil(s / 5));
	else if (s < 5400)
		snprintf(buf, size, "%.0f min", ceil(s / 60));
	else
		snprintf(buf, size, "%.0f h %.0f min", floor(s / 3600), 10 * floor(fmod(s, 3600) / 600));
}
