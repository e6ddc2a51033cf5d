/* goalloc help: the text of --help, and what packages need, written from the command tables. */
#include "cmd/help.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* "[NAME]", "SPEC", "[OPTION ...]" -> operands; the last is none. */
static void read_operands(struct usage_part *part, const char *text, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t end = i;

		if (text[i] == ' ') {
			i++;
			continue;
		}
		while (end < n && (text[i] == '[' ? text[end] != ']' : text[end] != ' '))
			end++;
		if (text[i] == '[') {
			/* an option in brackets, or the rest of them, is in the option table */
			if (i + 1 < end && text[i + 1] != '-' && strncmp(text + i, "[OPTION", 7) != 0)
				strlist_addf(&part->operands, "%.*s", (int)(end - i - 1), text + i + 1);
			end++;
		} else if (text[i] != '-' && text[i] != '.') {
			strlist_addf(&part->operands, "%.*s", (int)(end - i), text + i);
		}
		i = end;
	}
}

/* "list|install SPEC|verify [SPEC] [OPTION ...]" has verbs; "OLD NEW [OPTION ...]" has none. */
static void read_usage(struct help_command *h)
{
	const bool verbs = islower((unsigned char)h->c->usage[0]) != 0;

	for (const char *p = h->c->usage;;) {
		const size_t n = verbs ? strcspn(p, "|") : strlen(p);
		const size_t word = verbs ? strspn(p, "abcdefghijklmnopqrstuvwxyz-") : 0;
		struct usage_part *part;

		h->parts = xrealloc(h->parts, (h->nparts + 1) * sizeof *h->parts);
		part = &h->parts[h->nparts++];
		*part = (struct usage_part){ .verb = xstrndup(p, word), .operands = STRLIST_INIT };
		read_operands(part, p + word, n - word);
		p += n;
		if (!*p)
			return;
		p++;
	}
}

int help_book_read(struct help_book *out, struct error *err)
{
	size_t n = 0;

	while (command_table[n])
		n++;
	*out = (struct help_book){ .items = xcalloc(n, sizeof *out->items) };
	for (size_t i = 0; i < n; i++) {
		struct help_command *h = &out->items[out->len++];

		h->c = command_table[i];
		read_usage(h);
		if (options_of(h->c, &h->options, err))
			return -1;
	}
	return 0;
}

void help_book_release(struct help_book *b)
{
	for (size_t i = 0; i < b->len; i++) {
		for (size_t k = 0; k < b->items[i].nparts; k++) {
			free(b->items[i].parts[k].verb);
			strlist_release(&b->items[i].parts[k].operands);
		}
		free(b->items[i].parts);
		option_sheet_release(&b->items[i].options);
	}
	free(b->items);
	*b = (struct help_book){ .items = NULL };
}

static const struct {
	const char *name;
	void (*write)(const struct help_book *b, struct str *out);
} writers[] = { { "man", help_man }, { "bash", help_bash }, { "zsh", help_zsh }, { "fish", help_fish } };

static int write_book(const char *format, struct error *err)
{
	struct help_book book = { .items = NULL };
	struct str out = STR_INIT;
	size_t i = 0;
	int status;

	while (i < sizeof writers / sizeof *writers && strcmp(writers[i].name, format) != 0)
		i++;
	if (i == sizeof writers / sizeof *writers)
		return error_set(err, ERR_USAGE, "--format: '%s' is none of text, man, bash, zsh, fish", format);
	status = help_book_read(&book, err);
	if (!status) {
		writers[i].write(&book, &out);
		status = print_out(&out, err);
	}
	help_book_release(&book);
	str_release(&out);
	return status;
}

/* As `goalloc NAME --help`. */
static int explain_command(struct app *app, const char *name, struct error *err)
{
	const struct command *c = command_find(name);
	char *argv[] = { NULL, NULL, NULL };
	int status;

	if (!c)
		return error_set(err, ERR_USAGE, "there is no command '%s'; see `goalloc --help`", name);
	argv[0] = xstrdup(name);
	argv[1] = xstrdup("--help");
	status = c->run(app, 2, argv, err);
	free(argv[0]);
	free(argv[1]);
	return status;
}

static int list_commands(struct error *err)
{
	struct str out = STR_INIT;
	int status;

	for (size_t i = 0; command_table[i]; i++)
		str_addf(&out, "%-10s  %s\n", command_table[i]->name, command_table[i]->summary);
	str_add(&out, "\n`goalloc help COMMAND` says more of one, `goalloc --help` what stands before it.\n");
	status = print_out(&out, err);
	str_release(&out);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct strlist words = STRLIST_INIT;
	const char *format = "text";
	const struct option_row rows[] = {
		{ "format", OPTION_TEXT, "FORMAT",
		  "text; man: the manual page; bash, zsh or fish: completions for that shell", &format },
	};
	int status = options_parse(&command_help, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 1, err);

	if (!status && strcmp(format, "text") != 0)
		status = words.len ? error_set(err, ERR_USAGE, "--format %s is of all commands: without %s", format,
		                               words.items[0])
		                   : write_book(format, err);
	else if (!status)
		status = words.len ? explain_command(app, words.items[0], err) : list_commands(err);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_help = {
	.name = "help",
	.usage = "[COMMAND] [--format text|man|bash|zsh|fish]",
	.summary = "a command's options and examples; manual page and shell completions",
	.examples = "  goalloc help compare\n"
		    "  goalloc help --format man | man -l -\n"
		    "  source <(goalloc help --format bash)\n",
	.run = run,
};
