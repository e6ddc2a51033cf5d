#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/terminal.h"

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

int print_lines(const struct str *text, struct error *err)
{
	const struct text_look look = terminal_look();
	struct str out = STR_INIT;
	int status;

	if (!look.width)
		return print_out(text, err);
	text_fit_lines(&out, str_cstr(text), &look);
	status = print_out(&out, err);
	str_release(&out);
	return status;
}

int print_table(const struct table *t, enum format format, struct error *err)
{
	const struct text_look look = terminal_look();
	struct str out = STR_INIT;
	int status =
		format == FORMAT_TEXT ? table_print_text(t, &look, &out, err) : table_print(t, format, 0, &out, err);

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
	return error_set(err, ERR_INFRA, "%s; make it a folder that can be written, or choose another with %s",
	                 err->msg, option);
}

char *data_folder(const char *name)
{
	return path_is_dir(name) ? xstrdup(name) : xasprintf("%s/%s", GOALLOC_DATADIR, name);
}
