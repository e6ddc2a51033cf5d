#include "cmd/progress_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cmd/time_left.h"

#define BAR_CELLS 20
#define BRIEF_WIDTH 50 /* with fewer columns there are no words besides the names */

void progress_amount(const struct progress_task *t, bool brief, struct str *out)
{
	char done[32], total[32];

	if (t->unit == UNIT_BYTES) {
		bytes_format(t->done, done, sizeof done);
		bytes_format(t->total, total, sizeof total);
	} else {
		snprintf(done, sizeof done, "%" PRIu64, t->done);
		snprintf(total, sizeof total, "%" PRIu64, t->total);
	}
	if (t->unit == UNIT_NONE)
		return;
	str_add(out, done);
	if (t->total)
		str_addf(out, "%s%s", brief ? "/" : " of ", total);
}

static void add_bar(const struct progress_task *t, struct str *out)
{
	uint64_t filled = t->total ? t->done >= t->total ? BAR_CELLS : t->done * BAR_CELLS / t->total : 0;

	str_add(out, " [");
	for (uint64_t i = 0; i < BAR_CELLS; i++)
		str_add_char(out, i < filled ? '#' : '-');
	str_add_char(out, ']');
}

static void add_amount(const struct progress_task *t, bool brief, struct str *out)
{
	struct str amount = STR_INIT;

	progress_amount(t, brief, &amount);
	if (amount.len)
		str_addf(out, " %s", amount.p);
	str_release(&amount);
}

static void add_left(int64_t ns, bool brief, struct str *out)
{
	char left[32];

	if (ns < 0)
		return;
	time_left_format(ns, left, sizeof left);
	if (brief && str_starts(left, "less"))
		str_copy(left, sizeof left, "<5 s", 4);
	str_addf(out, brief ? ", %s" : ", %s left", left);
}

/* What it is at: the part that is going on, or the text of the stage. */
static void add_current(const struct progress_view *v, struct str *out)
{
	if (v->inner) {
		str_addf(out, ": %s", v->inner->name);
		add_amount(v->inner, false, out);
	} else if (v->stage.text && *v->stage.text) {
		str_addf(out, ": %s", v->stage.text);
	}
}

static char *compose(const struct progress_view *v, bool bar, const struct text_look *look)
{
	const bool brief = look->width && look->width < BRIEF_WIDTH;
	struct str line = STR_INIT;
	char *safe;

	str_add(&line, v->stage.name);
	if (bar)
		add_bar(&v->stage, &line);
	add_amount(&v->stage, brief, &line);
	add_left(v->left_ns, brief, &line);
	add_current(v, &line);
	safe = text_printable(line.p, look);
	str_release(&line);
	return safe;
}

void progress_line(const struct progress_view *v, const struct text_look *look, struct str *out)
{
	char *line = compose(v, v->stage.total > 0, look);

	if (look->width && text_width(line) > look->width) { /* the bar is what can be spared */
		free(line);
		line = compose(v, false, look);
	}
	text_cut(out, line, look->width ? look->width : SIZE_MAX, look->ascii);
	free(line);
}

void progress_plain(const struct progress_view *v, struct str *out)
{
	const struct text_look plain = { .width = 0 };
	struct str line = STR_INIT;
	char spent[32], *safe;

	duration_format(v->spent_ns, spent, sizeof spent);
	str_addf(&line, "%s:", v->stage.name);
	add_amount(&v->stage, false, &line);
	add_left(v->left_ns, false, &line);
	add_current(v, &line);
	safe = text_printable(line.p, &plain);
	str_addf(out, "%s (%s)", safe, spent);
	free(safe);
	str_release(&line);
}
