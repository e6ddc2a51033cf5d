#include "cmd/progress.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/str.h"

enum style { STYLE_NONE, STYLE_PLAIN, STYLE_TTY };
#define REDRAW_NS INT64_C(100000000) /* a terminal is redrawn ten times a second */
#define PLAIN_NS INT64_C(5000000000) /* a plain line for a long task every five seconds */

struct task {
	char *name;
	uint64_t done, total;
	enum event_unit unit;
	int64_t started, last_line;
};

struct progress {
	enum style style;
	int verbosity;
	pthread_mutex_t lock;
	struct task *tasks;
	size_t len, cap;
	int drawn; /* lines of bars now on the screen */
	int64_t last_draw;
	uint64_t finished_bytes; /* of ended byte tasks, for the overall bar */
	size_t byte_tasks;
};

static struct task *find_task(struct progress *p, const char *name)
{
	for (size_t i = 0; i < p->len; i++)
		if (!strcmp(p->tasks[i].name, name))
			return &p->tasks[i];
	return NULL;
}

static void amount_text(const struct task *t, char *buf, size_t size)
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
		buf[0] = '\0';
	else if (t->total)
		snprintf(buf, size, "%s of %s", done, total);
	else
		snprintf(buf, size, "%s", done);
}

static unsigned stderr_width(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_col < 40 ? 80 : size.ws_col;
}

static void draw_bar(const struct task *t, unsigned width)
{
	char amount[80], time[32];
	struct str bar = STR_INIT;
	const unsigned cells = 20;
	unsigned filled = t->total ? (unsigned)(t->done * cells / t->total) : 0;
	int used;

	if (filled > cells)
		filled = cells;
	amount_text(t, amount, sizeof amount);
	duration_format(clock_ns() - t->started, time, sizeof time);
	for (unsigned i = 0; i < cells; i++)
		str_add(&bar, i < filled ? "#" : "-");
	used = (int)width - 34 - (int)strlen(amount) - (int)strlen(time);
	fprintf(stderr, "\r\033[K%-*.*s [%s] %s  %s\n", used > 10 ? used : 10, used > 10 ? used : 10, t->name,
	        str_cstr(&bar), amount, time);
	str_release(&bar);
}

static void clear_bars(struct progress *p)
{
	if (p->drawn)
		fprintf(stderr, "\033[%dA\r\033[J", p->drawn);
	p->drawn = 0;
}

static void draw_all(struct progress *p, int64_t now)
{
	unsigned width = stderr_width();
	struct task overall = { .name = (char *)"all downloads",
		                .unit = UNIT_BYTES,
		                .done = p->finished_bytes,
		                .total = p->finished_bytes,
		                .started = now };

	clear_bars(p);
	for (size_t i = 0; i < p->len; i++) {
		const struct task *t = &p->tasks[i];

		draw_bar(t, width);
		p->drawn++;
		if (t->unit == UNIT_BYTES) {
			overall.done += t->done;
			overall.total += t->total;
			if (t->started < overall.started)
				overall.started = t->started;
		}
	}
	if (p->byte_tasks > 1) {
		draw_bar(&overall, width);
		p->drawn++;
	}
	p->last_draw = now;
	fflush(stderr);
}

static void plain_line(const struct task *t, const char *what, const char *text)
{
	char amount[80], time[32];

	amount_text(t, amount, sizeof amount);
	duration_format(clock_ns() - t->started, time, sizeof time);
	fprintf(stderr, "%s: %s%s%s", t->name, what, *what && *amount ? " " : "", amount);
	if (text && *text)
		fprintf(stderr, "%s%s", *what || *amount ? ", " : "", text);
	fprintf(stderr, " (%s)\n", time);
}

static void say(struct progress *p, const char *prefix, const char *text)
{
	struct str line = STR_INIT;

	if (p->style == STYLE_TTY)
		clear_bars(p);
	/* texts may quote servers and compilers: no control characters reach the terminal */
	for (const char *c = text; *c; c++)
		str_add_char(&line, (unsigned char)*c < ' ' || *c == 127 ? ' ' : *c);
	fprintf(stderr, "%s%s\n", prefix, str_cstr(&line));
	str_release(&line);
}

static void end_task(struct progress *p, const struct event *e, bool failed)
{
	struct task *t = find_task(p, e->task);

	if (!t)
		return;
	if (t->unit == UNIT_BYTES)
		p->finished_bytes += t->done;
	if (p->style == STYLE_TTY) {
		clear_bars(p);
		if (p->verbosity >= 0)
			plain_line(t, failed ? "failed" : "done", e->text);
	} else if (p->style == STYLE_PLAIN) {
		plain_line(t, failed ? "failed" : "done", e->text);
	}
	free(t->name);
	*t = p->tasks[--p->len];
}

static void emit(void *ctx, const struct event *e)
{
	struct progress *p = ctx;
	int64_t now = clock_ns();
	struct task *t;

	pthread_mutex_lock(&p->lock);
	switch (e->kind) {
	case EVENT_START:
		if (p->style == STYLE_NONE || find_task(p, e->task))
			break;
		p->tasks = vec_grow(p->tasks, &p->cap, p->len + 1, sizeof *p->tasks);
		p->tasks[p->len++] = (struct task){
			.name = xstrdup(e->task), .total = e->total, .unit = e->unit, .started = now, .last_line = now
		};
		p->byte_tasks += e->unit == UNIT_BYTES;
		if (p->style == STYLE_TTY)
			draw_all(p, now);
		break;
	case EVENT_PROGRESS:
		t = p->style == STYLE_NONE ? NULL : find_task(p, e->task);
		if (!t)
			break;
		t->done = e->done;
		t->total = e->total;
		t->unit = e->unit;
		if (p->style == STYLE_PLAIN && now - t->last_line >= PLAIN_NS) {
			plain_line(t, "", e->text);
			t->last_line = now;
		}
		break;
	case EVENT_DONE:
	case EVENT_FAIL:
		end_task(p, e, e->kind == EVENT_FAIL);
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
	if (p->style == STYLE_TTY && now - p->last_draw >= REDRAW_NS)
		draw_all(p, now);
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
		style = verbosity < 0 ? STYLE_NONE : isatty(STDERR_FILENO) ? STYLE_TTY : STYLE_PLAIN;
	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		if (!strcmp(how, styles[i].name))
			style = (int)styles[i].style;
	if (style < 0)
		return error_set(err, ERR_USAGE, "--progress: '%s' is none of auto, tty, plain, none", how);
	p = xcalloc(1, sizeof *p);
	p->style = (enum style)style;
	p->verbosity = verbosity;
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
	clear_bars(p);
	for (size_t i = 0; i < p->len; i++)
		free(p->tasks[i].name);
	free(p->tasks);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
