#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/command.h"

void add_command_line(const struct app *app, struct str *out)
{
	for (int i = 0; i < app->argc; i++)
		str_addf(out, "%s%s", i ? " " : "", app->argv[i]);
}

int print_out(const struct str *text, struct error *err)
{
	size_t n = text->len;

	if ((n && fwrite(text->p, 1, n, stdout) != n) || fflush(stdout))
		return error_errno(err, ERR_INFRA, "cannot write the result to standard output");
	return 0;
}

static unsigned terminal_dimension(bool rows)
{
	struct winsize size;
	const char *given = getenv(rows ? "LINES" : "COLUMNS");

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (given && atoi(given) > 20)
		return (unsigned)atoi(given);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 0;
	return rows ? size.ws_row : size.ws_col;
}

unsigned terminal_width(void)
{
	return terminal_dimension(false);
}

unsigned terminal_height(void)
{
	return terminal_dimension(true);
}

int print_table(const struct table *t, enum format format, struct error *err)
{
	struct str out = STR_INIT;
	int status = table_print(t, format, terminal_width(), &out, err);

	if (!status)
		status = print_out(&out, err);
	str_release(&out);
	return status;
}

int output_folder(const char *path, const char *option, struct error *err)
{
	if (!*path)
		return error_set(err, ERR_USAGE, "%s: no folder is named", option);
	if (!dir_make(path, err)) {
		if (!access(path, W_OK | X_OK))
			return 0;
		error_errno(err, ERR_INFRA, "cannot write into folder %s", path);
	}
	return error_set(err, ERR_INFRA, "%s; make it a folder that can be written, or choose another with %s", err->msg,
	                 option);
}

char *data_folder(const char *name)
{
	return path_is_dir(name) ? xstrdup(name) : xasprintf("%s/%s", GOALLOC_DATADIR, name);
}
