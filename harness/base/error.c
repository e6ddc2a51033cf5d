#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 0))) static void format_into(struct error *err, const char *fmt, va_list ap)
{
	char text[sizeof err->msg]; /* the arguments may point into err->msg itself */

	vsnprintf(text, sizeof text, fmt, ap);
	memcpy(err->msg, text, sizeof text);
	/* one line: whatever came from outside must not break the message apart */
	for (char *p = err->msg; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
}

int error_set(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format_into(err, fmt, ap);
	va_end(ap);
	err->kind = kind;
	return -1;
}

int error_errno(struct error *err, enum error_kind kind, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	size_t len;

	va_start(ap, fmt);
	format_into(err, fmt, ap);
	va_end(ap);
	len = strlen(err->msg);
	snprintf(err->msg + len, sizeof err->msg - len, ": %s", strerror(saved));
	err->kind = kind;
	return -1;
}

int error_prefix(struct error *err, const char *fmt, ...)
{
	char old[sizeof err->msg];
	va_list ap;
	size_t len;

	memcpy(old, err->msg, sizeof old);
	va_start(ap, fmt);
	format_into(err, fmt, ap);
	va_end(ap);
	len = strlen(err->msg);
	snprintf(err->msg + len, sizeof err->msg - len, ": %s", old);
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
