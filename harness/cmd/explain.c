/* goalloc explain: a case's source with what the compilers said, emitted, and what happened, per release. */
#include <string.h>

#include "cmd/explain.h"
#include "cmd/options.h"
#include "cmd/terminal.h"

#define WIDTH_PIPED 100
#define WIDTH_MIN 10
#define WIDTH_MAX 1000

static int show(struct app *app, const struct explain_request *r, enum format format, struct error *err)
{
	struct explanation x;
	struct str out = STR_INIT;
	int status;

	if (explanation_load(app, r, &x, err))
		return -1;
	if (format == FORMAT_TEXT) {
		const struct text_look look = terminal_look();
		const unsigned width = r->width ? r->width : look.width;

		explain_text(&x, r, !width ? WIDTH_PIPED : width < WIDTH_MIN ? WIDTH_MIN : width, &out);
		if (look.ascii && out.p) {
			text_to_ascii(out.p);
			out.len = strlen(out.p);
		}
		status = print_out(&out, err);
	} else {
		struct table t;

		table_init(&t, r->name);
		explain_table(&x, r, &t);
		status = print_table(&t, format, err);
		table_release(&t);
	}
	str_release(&out);
	explanation_release(&x);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct explain_request r = { .mode = "default" };
	const char *format_name = "text";
	struct strlist words = STRLIST_INIT;
	enum format format = FORMAT_TEXT;
	int width = 0;
	const struct option_row rows[] = {
		{ "go", OPTION_TEXT, "SPEC,..", "the releases (the two around the newest change of its counts)",
		  &r.go },
		{ "mode", OPTION_TEXT, "NAME", "the mode (default)", &r.mode },
		{ "benchmark", OPTION_TEXT, "NAME", "only what this benchmark allocates", &r.benchmark },
		{ "all", OPTION_FLAG, NULL, "the whole source; parameters and what leaks, too", &r.all },
		{ "width", OPTION_INT, "N", "columns of the text (those of the terminal, 100 without one)", &width },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format_name },
	};
	int status = options_parse(&command_explain, rows, sizeof rows / sizeof *rows, argc, argv, &words, 1, 1, err);

	if (!status)
		status = format_parse(format_name, NULL, &format, err);
	if (!status) {
		r.name = words.items[0];
		r.colour = terminal_look().colour;
		r.width = width > WIDTH_MAX ? WIDTH_MAX : (unsigned)width;
		status = show(app, &r, format, err);
	} else if (status == OPTIONS_HELP) {
		status = 0;
	}
	strlist_release(&words);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.usage = "NAME [OPTION ...]",
	.summary = "a case's source with what was said, emitted, allocated at each line, per release",
	.examples = "  goalloc explain slice/append_growth\n"
		    "  goalloc explain string/concat --go 1.4,1.5,latest\n"
		    "  goalloc explain interface/conversion --go 1.14..1.16 --benchmark Small --format json\n",
	.run = run,
};
