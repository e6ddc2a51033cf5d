/* goalloc case: the case library. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bench/case.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "report/table.h"

static int list_cases(const struct case_list *cases, const char *format_name, struct error *err)
{
	enum format format;
	struct table t;
	int status = -1;

	table_init(&t, "");
	table_column(&t, "case_name", "case", COLUMN_TEXT, false);
	table_column(&t, "kind", "kind", COLUMN_TEXT, false);
	table_column(&t, "go", "since", COLUMN_TEXT, false);
	table_column(&t, "benchmarks", "benchmarks", COLUMN_NUMBER, false);
	table_column(&t, "question", "question", COLUMN_TEXT, false);
	table_column(&t, "title", "title", COLUMN_TEXT, true);
	table_column(&t, "answer", "answer", COLUMN_TEXT, true);
	table_column(&t, "path", "path", COLUMN_TEXT, true);
	for (size_t i = 0; i < cases->len; i++) {
		const struct gocase *c = &cases->items[i];
		char go[GO_VERSION_TEXT];

		table_cell(&t, c->name);
		table_cell(&t, c->kind == CASE_PROGRAM ? "program" : "benchmark");
		table_cell(&t, version_format(&c->min_go, go, sizeof go));
		table_cellf(&t, "%zu", c->benchmarks.len);
		table_cell(&t, *c->question ? c->question : c->title);
		table_cell(&t, c->title);
		table_cell(&t, c->answer);
		table_cell(&t, c->path);
	}
	if (!format_parse(format_name, NULL, &format, err))
		status = print_table(&t, format, err);
	table_release(&t);
	return status;
}

static void add_line(struct str *out, const char *label, const char *text)
{
	escape_text(out, label);
	str_add(out, ": ");
	escape_text(out, text);
	str_add_char(out, '\n');
}

/* Its very bytes, but for a terminal, on which a case from anywhere must not act. */
static void add_source(struct str *out, const struct str *source)
{
	const char *s = str_cstr(source);

	if (!isatty(STDOUT_FILENO)) {
		str_add_bytes(out, s, source->len);
		return;
	}
	for (size_t n; *s; s += n + (s[n] == '\n')) {
		char *line;

		n = strcspn(s, "\n");
		line = xstrndup(s, n);
		for (const char *p = line; *p;) { /* tabs stay */
			size_t blanks = strspn(p, "\t"), text = strcspn(p + blanks, "\t");
			char *part = xstrndup(p + blanks, text);

			str_add_bytes(out, p, blanks);
			escape_text(out, part);
			free(part);
			p += blanks + text;
		}
		str_add_char(out, '\n');
		free(line);
	}
}

static int show_case(struct case_list *cases, const char *name, struct error *err)
{
	struct gocase *c = case_find(cases, name);
	struct str out = STR_INIT;
	char go[GO_VERSION_TEXT];
	int status;

	if (!c)
		return error_set(err, ERR_USAGE, "there is no case '%s'; `goalloc case list` names them", name);
	add_line(&out, c->name, c->title);
	str_add(&out, "file: ");
	escape_text(&out, c->path);
	str_addf(&out, " (%s, since %s)\n", c->kind == CASE_PROGRAM ? "program" : "benchmarks",
	         version_format(&c->min_go, go, sizeof go));
	const char *const labels[] = { "question", "why", "answer", "fast because" };
	const char *const texts[] = { c->question, c->why, c->answer, c->fast };

	for (size_t i = 0; i < 4; i++)
		if (*texts[i])
			add_line(&out, labels[i], texts[i]);
	for (size_t i = 0; i < c->refs.len; i++)
		add_line(&out, "reference", c->refs.items[i]);
	for (size_t i = 0; i < c->benchmarks.len; i++)
		add_line(&out, "benchmark", c->benchmarks.items[i]);
	str_addf(&out, "sha256: %s\n\n", c->sha256);
	add_source(&out, &c->source);
	status = print_out(&out, err);
	str_release(&out);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct case_list cases = CASE_LIST_INIT;
	struct strlist words = STRLIST_INIT;
	const char *format = "text", *path = NULL, *match = NULL;
	const struct option_row rows[] = {
		{ "cases", OPTION_TEXT, "PATH", "another folder or file than the library", &path },
		{ "match", OPTION_TEXT, "GLOB", "list: only these cases (slice/*)", &match },
		{ "format", OPTION_TEXT, "FORMAT", "list: text, markdown, html, latex, csv, json", &format },
	};
	int status = options_parse(&command_case, rows, sizeof rows / sizeof *rows, argc, argv, &words, 1, 2, err);
	char *library = NULL;

	if (!status) {
		library = data_folder("cases");
		status = case_discover(path ? path : library, &app->sink, &cases, err);
		if (!status && !strcmp(words.items[0], "list") && words.len == 1) {
			case_list_filter(&cases, match);
			status = list_cases(&cases, format, err);
		} else if (!status && !strcmp(words.items[0], "show") && words.len == 2) {
			status = show_case(&cases, words.items[1], err);
		} else if (!status) {
			status = error_set(err, ERR_USAGE, "usage: goalloc case %s; see `goalloc case --help`",
			                   command_case.usage);
		}
	}
	free(library);
	strlist_release(&words);
	case_list_release(&cases);
	return status < 0 ? -1 : 0;
}

const struct command command_case = {
	.name = "case",
	.usage = "list|show NAME [OPTION ...]",
	.summary = "list the cases, or show one with its question and source",
	.examples = "  goalloc case list\n"
		    "  goalloc case show slice/append_growth\n"
		    "  goalloc case list --cases ./mycases --format json\n",
	.run = run,
};
