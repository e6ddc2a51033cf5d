/*
 * Progress as events: the core says what happens, the front end draws it (cmd/progress.c).
 *
 * A sink may be called from several threads: the renderer locks. Strings live only during the call.
 * A task is announced by EVENT_START, moves by EVENT_PROGRESS, and ends by EVENT_DONE or EVENT_FAIL.
 */
#ifndef GOALLOC_BASE_EVENT_H
#define GOALLOC_BASE_EVENT_H

#include <stddef.h>
#include <stdint.h>

enum event_kind { EVENT_START, EVENT_PROGRESS, EVENT_DONE, EVENT_FAIL, EVENT_NOTE, EVENT_WARN, EVENT_DEBUG };
enum event_unit { UNIT_NONE, UNIT_BYTES, UNIT_COUNT };

/* Of work that goes through several kinds of steps, one kind: how many steps, and the time that those done took. */
struct event_part {
	uint64_t done, total;
	int64_t ns;
};

struct event {
	enum event_kind kind;
	const char *task;     /* "download go1.22.12"; identifies the task among those running; NULL for notes */
	const char *text;     /* more words, or NULL; of EVENT_PROGRESS: what it is at */
	uint64_t done, total; /* total 0: unknown */
	enum event_unit unit;
	/* of EVENT_PROGRESS, for how long it will still take: */
	const struct event_part *parts; /* NULL: what is left goes as fast as what was done */
	size_t nparts;
	int64_t most_ns; /* it ends after that time at the latest; 0: not known */
};

struct event_sink {
	void (*emit)(void *ctx, const struct event *e); /* may be NULL: silence */
	void *ctx;
};

/* All accept sink == NULL. */
void event_start(const struct event_sink *sink, const char *task, uint64_t total, enum event_unit unit);
void event_progress(const struct event_sink *sink, const char *task, uint64_t done, uint64_t total,
                    enum event_unit unit);
void event_emit(const struct event_sink *sink, const struct event *e); /* any */
void event_done(const struct event_sink *sink, const char *task, const char *text);
void event_fail(const struct event_sink *sink, const char *task, const char *text);
void event_note(const struct event_sink *sink, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void event_warn(const struct event_sink *sink, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void event_debug(const struct event_sink *sink, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
