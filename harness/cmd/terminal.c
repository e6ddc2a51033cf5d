#include "cmd/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80
#define WIDTH_MOST 10000

static bool colours;

static const char *given(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static bool is_dumb(void)
{
	const char *term = given("TERM");

	return term && !strcmp(term, "dumb");
}

int terminal_colours(const char *when, struct error *err)
{
	if (!strcmp(when, "auto"))
		colours = isatty(STDOUT_FILENO) && !given("NO_COLOR") && !is_dumb();
	else if (!strcmp(when, "always") || !strcmp(when, "never"))
		colours = !strcmp(when, "always");
	else
		return error_set(err, ERR_USAGE, "--color: '%s' is none of auto, always, never", when);
	return 0;
}

/* Of the variable, if it is a sensible number; 0 else. */
static unsigned dimension_given(const char *name)
{
	const char *text = given(name);
	char *end = NULL;
	long value = text ? strtol(text, &end, 10) : 0;

	return text && !*end && value > 0 && value <= WIDTH_MOST ? (unsigned)value : 0;
}

static bool window(int fd, struct winsize *size)
{
	return !ioctl(fd, TIOCGWINSZ, size);
}

static unsigned out_width(void)
{
	const unsigned columns = dimension_given("COLUMNS");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (columns)
		return columns;
	return window(STDOUT_FILENO, &size) && size.ws_col ? size.ws_col : WIDTH_UNKNOWN;
}

unsigned terminal_height(void)
{
	const unsigned lines = dimension_given("LINES");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (lines)
		return lines;
	return window(STDOUT_FILENO, &size) ? size.ws_row : 0;
}

bool terminal_is_ascii(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" }; /* the first that is set counts: POSIX */

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *locale = given(names[i]);

		if (locale)
			return !strcasestr(locale, "utf-8") && !strcasestr(locale, "utf8");
	}
	return true;
}

struct text_look terminal_look(void)
{
	const unsigned width = out_width();

	return (struct text_look){ .width = width, .colour = colours, .ascii = width && terminal_is_ascii() };
}

unsigned terminal_error_width(void)
{
	struct winsize size;
	unsigned columns;

	if (window(STDERR_FILENO, &size) && size.ws_col)
		return size.ws_col;
	columns = dimension_given("COLUMNS");
	return columns ? columns : WIDTH_UNKNOWN;
}

bool terminal_error_draws(void)
{
	return isatty(STDERR_FILENO) && !is_dumb();
}
