#include "cmd/progress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/str.h"
#include "cmd/progress_line.h"
#include "cmd/terminal.h"
#include "cmd/time_left.h"

enum style { STYLE_NONE, STYLE_PLAIN, STYLE_TTY };
#define REDRAW_NS INT64_C(100000000) /* a terminal is redrawn ten times a second at most */
#define PLAIN_NS INT64_C(5000000000) /* a line every five seconds at most */

struct task {
	char *name, *text;
	uint64_t done, total;
	enum event_unit unit;
	int64_t started;
	struct time_left left;
	double by_parts; /* what its parts say; below 0: it has none, or they do not say yet */
	bool has_parts;
	int64_t ends; /* at the latest; 0: not known */
};

struct progress {
	enum style style;
	int verbosity;
	bool ascii;
	pthread_mutex_t lock;
	struct task *tasks; /* in the order in which they began */
	size_t len, cap;
	size_t latest; /* the task that moved last */
	size_t drawn;  /* columns of the line now on the screen */
	int64_t last_draw, last_line;
};

static struct task *find_task(struct progress *p, const char *name)
{
	for (size_t i = 0; i < p->len; i++)
		if (!strcmp(p->tasks[i].name, name))
			return &p->tasks[i];
	return NULL;
}

/* ---- what is shown ---- */

static int64_t left_of(struct task *t, int64_t now)
{
	double estimate = t->has_parts ? t->by_parts : time_left_by_rate(&t->left, now);

	if (t->ends && (estimate < 0 || estimate > (double)(t->ends - now)))
		estimate = t->ends > now ? (double)(t->ends - now) : 0;
	return t->total || t->ends ? time_left_show(&t->left, now, estimate) : -1;
}

static struct progress_task shown(const struct task *t)
{
	return (struct progress_task){
		.name = t->name, .text = t->text, .done = t->done, .total = t->total, .unit = t->unit
	};
}

/* The first task, and what goes on inside it. Of a task that does not say how much there is, only what is inside can. */
static struct progress_view view_of(struct progress *p, int64_t now, struct progress_task *inner)
{
	struct task *stage = &p->tasks[0];
	struct progress_view v = { .stage = shown(stage),
		                   .left_ns = left_of(stage, now),
		                   .spent_ns = now - stage->started };

	if (p->len > 1) {
		struct task *t = &p->tasks[p->latest ? p->latest : p->len - 1];

		*inner = shown(t);
		v.inner = inner;
		if (v.left_ns < 0 && stage->done + 1 >= stage->total)
			v.left_ns = left_of(t, now);
	}
	return v;
}

/* Over the line, however many the terminal has made of it by being made narrower. */
static void clear_line(struct progress *p)
{
	const unsigned width = terminal_error_width();

	if (!p->drawn)
		return;
	for (size_t rows = (p->drawn - 1) / width; rows > 0; rows--)
		fputs("\033[A", stderr);
	fputs("\r\033[J", stderr);
	p->drawn = 0;
}

static void draw(struct progress *p, int64_t now)
{
	const unsigned width = terminal_error_width();
	/* a line that fills the last column is continued by some terminals */
	const struct text_look look = { .width = width > 1 ? width - 1 : 1, .ascii = p->ascii };
	struct progress_task inner;
	struct str line = STR_INIT;

	clear_line(p);
	if (p->len) {
		const struct progress_view v = view_of(p, now, &inner);

		progress_line(&v, &look, &line);
		fputs(str_cstr(&line), stderr);
		p->drawn = text_width(str_cstr(&line));
	}
	p->last_draw = now;
	fflush(stderr);
	str_release(&line);
}

static void print_line(struct progress *p, int64_t now)
{
	struct progress_task inner;
	const struct progress_view v = view_of(p, now, &inner);
	struct str line = STR_INIT;

	progress_plain(&v, &line);
	fprintf(stderr, "%s\n", str_cstr(&line));
	p->last_line = now;
	str_release(&line);
}

/* Texts may quote servers and compilers: nothing of them acts on the terminal. */
static void say(struct progress *p, const char *prefix, const char *text)
{
	const bool drawn = p->style == STYLE_TTY;
	const struct text_look look = { .width = drawn ? terminal_error_width() : 0, .ascii = drawn && p->ascii };
	char *whole = xasprintf("%s%s", prefix, text), *safe = text_printable(whole, &look);
	struct str line = STR_INIT;

	if (drawn)
		clear_line(p);
	text_wrap(&line, safe, 0, 2, look.width);
	fputs(str_cstr(&line), stderr);
	str_release(&line);
	free(safe);
	free(whole);
}

/* ---- tasks come and go ---- */

static void start_task(struct progress *p, const struct event *e, int64_t now)
{
	struct task *t;

	if (p->style == STYLE_NONE || find_task(p, e->task))
		return;
	p->tasks = vec_grow(p->tasks, &p->cap, p->len + 1, sizeof *p->tasks);
	t = &p->tasks[p->len];
	*t = (struct task){ .name = xstrdup(e->task), .total = e->total, .unit = e->unit, .started = now };
	time_left_start(&t->left, now);
	p->latest = p->len++;
	if (p->len == 1)
		p->last_line = now;
}

static void move_task(struct progress *p, const struct event *e, int64_t now)
{
	struct task *t = find_task(p, e->task);

	if (!t)
		return;
	t->done = e->done;
	t->total = e->total;
	t->unit = e->unit;
	if (e->text) {
		free(t->text);
		t->text = xstrdup(e->text);
	}
	t->has_parts = e->nparts > 0;
	t->by_parts = time_left_by_parts(e->parts, e->nparts);
	t->ends = e->most_ns > 0 ? now + e->most_ns : 0;
	time_left_note(&t->left, now, t->done, t->total);
	p->latest = (size_t)(t - p->tasks);
}

static void end_task(struct progress *p, const struct event *e, int64_t now)
{
	const bool failed = e->kind == EVENT_FAIL;
	struct task *t = find_task(p, e->task);
	const bool first = t == p->tasks; /* a stage; what goes on inside one has a line if it took long */
	struct str amount = STR_INIT, line = STR_INIT;
	struct progress_task s;
	char time[32];

	if (!t)
		return;
	s = shown(t);
	progress_amount(&s, false, &amount);
	duration_format(now - t->started, time, sizeof time);
	str_addf(&line, "%s: %s%s%s", t->name, failed ? "failed" : "done", amount.len ? " " : "", str_cstr(&amount));
	if (e->text && *e->text)
		str_addf(&line, ", %s", e->text);
	str_addf(&line, " (%s)", time);
	if (failed || p->verbosity > 0 || (p->style == STYLE_PLAIN && (first || now - t->started >= PLAIN_NS)))
		say(p, "", line.p);
	str_release(&amount);
	str_release(&line);
	free(t->name);
	free(t->text);
	p->len--;
	memmove(t, t + 1, (p->len - (size_t)(t - p->tasks)) * sizeof *t); /* in the order in which they began */
	p->latest = p->len ? p->len - 1 : 0;
	p->last_line = now;
}

static void emit(void *ctx, const struct event *e)
{
	struct progress *p = ctx;
	const int64_t now = clock_ns();
	const size_t before = p->len;

	pthread_mutex_lock(&p->lock);
	switch (e->kind) {
	case EVENT_START:
		start_task(p, e, now);
		break;
	case EVENT_PROGRESS:
		move_task(p, e, now);
		break;
	case EVENT_DONE:
	case EVENT_FAIL:
		end_task(p, e, now);
		break;
	case EVENT_NOTE:
		if (p->style != STYLE_NONE)
			say(p, "", e->text);
		break;
	case EVENT_WARN:
		say(p, "goalloc: warning: ", e->text);
		break;
	case EVENT_DEBUG:
		if (p->verbosity > 0)
			say(p, "", e->text);
		break;
	}
	if (p->style == STYLE_TTY && (p->len != before || now - p->last_draw >= REDRAW_NS))
		draw(p, now);
	if (p->style == STYLE_PLAIN && p->len && now - p->last_line >= PLAIN_NS)
		print_line(p, now);
	pthread_mutex_unlock(&p->lock);
}

int progress_begin(const char *how, int verbosity, struct progress **out, struct error *err)
{
	static const struct {
		const char *name;
		enum style style;
	} styles[] = { { "none", STYLE_NONE }, { "plain", STYLE_PLAIN }, { "tty", STYLE_TTY } };
	struct progress *p;
	int style = -1;

	if (!strcmp(how, "auto"))
		style = verbosity < 0 ? STYLE_NONE : terminal_error_draws() ? STYLE_TTY : STYLE_PLAIN;
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		if (!strcmp(how, styles[i].name))
			style = (int)styles[i].style;
	if (style < 0)
		return error_set(err, ERR_USAGE, "--progress: '%s' is none of auto, tty, plain, none", how);
	p = xcalloc(1, sizeof *p);
	p->style = (enum style)style;
	p->verbosity = verbosity;
	p->ascii = terminal_is_ascii();
	pthread_mutex_init(&p->lock, NULL);
	*out = p;
	return 0;
}

struct event_sink progress_sink(struct progress *p)
{
	return (struct event_sink){ .emit = emit, .ctx = p };
}

void progress_end(struct progress *p)
{
	if (!p)
		return;
	clear_line(p);
	fflush(stderr);
	for (size_t i = 0; i < p->len; i++) {
		free(p->tasks[i].name);
		free(p->tasks[i].text);
	}
	free(p->tasks);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
