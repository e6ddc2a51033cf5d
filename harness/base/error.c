#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/*
 * What is too long loses its middle, as where a name has no end: a message begins with what and where, and ends with why and what to
 * do next.
 */
static void keep(struct error *err, const char *text)
{
	static const char gap[] = " ... ";
	const size_t room = sizeof err->msg - 1, n = strlen(text);
	size_t head = room * 3 / 5, tail = room - head - (sizeof gap - 1);

	if (n <= room) {
		memcpy(err->msg, text, n + 1);
		return;
	}
	for (int i = 0; i < 3 && ((unsigned char)text[head] & 0xc0) == 0x80; i++) /* whole characters of UTF-8 */
		head--;
	for (int i = 0; i < 3 && ((unsigned char)text[n - tail] & 0xc0) == 0x80; i++)
		tail--;
	memcpy(err->msg, text, head);
	memcpy(err->msg + head, gap, sizeof gap - 1);
	memcpy(err->msg + head + sizeof gap - 1, text + n - tail, tail + 1);
}

/* Formats "TEXT" or "TEXT: MORE" into err->msg, which may itself be among the arguments. */
__attribute__((format(printf, 2, 0))) static void format_into(struct error *err, const char *fmt, va_list ap,
                                                              const char *more)
{
	va_list again;
	char *text, *whole;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	n = n < 0 ? 0 : n;
	text = xcalloc(1, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	whole = *more ? xasprintf("%s: %s", text, more) : text;
	/* one line: whatever came from outside must not break the message apart */
	for (char *p = whole; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	keep(err, whole);
	if (whole != text)
		free(whole);
	free(text);
}

int error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format_into(err, fmt, ap, "");
	va_end(ap);
	err->kind = kind;
	return -1;
}

int error_errno(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	format_into(err, fmt, ap, strerror(saved));
	va_end(ap);
	err->kind = kind;
	return -1;
}

int error_prefix(struct error *err, const char *fmt, ...)
{
	char old[sizeof err->msg];
	va_list ap;

	memcpy(old, err->msg, sizeof old);
	va_start(ap, fmt);
	format_into(err, fmt, ap, old);
	va_end(ap);
	return -1;
}

void error_clear(struct error *err)
{
	err->kind = ERR_NONE;
	err->msg[0] = '\0';
}

int error_exit_code(const struct error *err)
{
	static const int code[] = {
		[ERR_NONE] = 0,    [ERR_USAGE] = 2,     [ERR_INFRA] = 3,
		[ERR_CORRUPT] = 3, [ERR_UNDECIDED] = 4, [ERR_INTERRUPTED] = 130,
	};
	return code[err->kind];
}
