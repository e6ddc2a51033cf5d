#include "base/event.h"

#include <stdarg.h>
#include <stdio.h>

void event_emit(const struct event_sink *sink, const struct event *e)
{
	if (sink && sink->emit)
		sink->emit(sink->ctx, e);
}

void event_start(const struct event_sink *sink, const char *task, uint64_t total, enum event_unit unit)
{
	event_emit(sink, &(struct event){ .kind = EVENT_START, .task = task, .total = total, .unit = unit });
}

void event_progress(const struct event_sink *sink, const char *task, uint64_t done, uint64_t total,
                    enum event_unit unit)
{
	event_emit(sink,
	           &(struct event){ .kind = EVENT_PROGRESS, .task = task, .done = done, .total = total, .unit = unit });
}

void event_done(const struct event_sink *sink, const char *task, const char *text)
{
	event_emit(sink, &(struct event){ .kind = EVENT_DONE, .task = task, .text = text });
}

void event_fail(const struct event_sink *sink, const char *task, const char *text)
{
	event_emit(sink, &(struct event){ .kind = EVENT_FAIL, .task = task, .text = text });
}

__attribute__((format(printf, 3, 0))) static void say(const struct event_sink *sink, enum event_kind kind,
                                                      const char *fmt, va_list ap)
{
	char text[2048];

	if (!sink || !sink->emit)
		return;
	vsnprintf(text, sizeof text, fmt, ap);
	event_emit(sink, &(struct event){ .kind = kind, .text = text });
}

void event_note(const struct event_sink *sink, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(sink, EVENT_NOTE, fmt, ap);
	va_end(ap);
}

void event_warn(const struct event_sink *sink, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(sink, EVENT_WARN, fmt, ap);
	va_end(ap);
}

void event_debug(const struct event_sink *sink, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(sink, EVENT_DEBUG, fmt, ap);
	va_end(ap);
}
