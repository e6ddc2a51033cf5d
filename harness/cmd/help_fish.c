/* Completion for fish: a line for every command, option and operand. */
#include <string.h>

#include "cmd/globals.h"
#include "cmd/help.h"
#include "harness/cmd/complete.fish.h"

static void add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '\'');
	for (; *text; text++)
		str_addf(out, *text == '\'' || *text == '\\' ? "\\%c" : "%c", *text);
	str_add_char(out, '\'');
}

/* " -x -a '(...)'", " -r -F" for files. */
static void add_values(struct str *out, struct word_set w)
{
	static const char *const functions[] = {
		[WORDS_CASES] = "__goalloc_cases",
		[WORDS_TOOLCHAINS] = "__goalloc_toolchains",
		[WORDS_FOLDERS] = "__fish_complete_directories (commandline -ct)",
		[WORDS_COMMANDS] = "__goalloc_names",
	};

	if (w.source == WORDS_FILES) {
		str_add(out, " -r -F");
	} else if (w.source == WORDS_ANY) {
		str_add(out, " -x");
	} else {
		str_addf(out, " -x -a '(%s", w.several ? "__goalloc_list (" : "");
		if (w.source != WORDS_FIXED)
			str_add(out, functions[w.source]);
		else
			str_add(out, "printf \"%s\\n\"");
		for (size_t i = 0; i < w.words.len; i++)
			str_addf(out, " %s", w.words.items[i]);
		str_addf(out, "%s)'", w.several ? ")" : "");
	}
	word_set_release(&w);
}

static void add_option(struct str *out, const struct command *c, const char *name, char letter, const char *arg,
                       const char *help)
{
	str_addf(out, "complete -c goalloc -n '__goalloc_at %s' -l %s", c ? c->name : "\"\"", name);
	if (letter)
		str_addf(out, " -s %c", letter);
	if (arg)
		add_values(out, word_set_of_option(c, name, arg));
	str_add(out, " -d ");
	add_quoted(out, help);
	str_add_char(out, '\n');
}

static void add_operands(struct str *out, const struct help_command *h)
{
	for (size_t i = 0; i < h->nparts; i++) {
		const struct usage_part *p = &h->parts[i];

		if (*p->verb)
			str_addf(out, "complete -c goalloc -n '__goalloc_at %s 0' -a %s\n", h->c->name, p->verb);
		for (size_t n = 0; n < p->operands.len; n++) {
			const bool rest = h->options.max < 0 && n + 1 == p->operands.len;

			str_addf(out, "complete -c goalloc -n '__goalloc_at %s %zu%s%s%s'", h->c->name,
			         n + (*p->verb != '\0'), rest ? "+" : "", *p->verb ? " " : "", p->verb);
			add_values(out, word_set_of_operand(p->operands.items[n]));
			str_add_char(out, '\n');
		}
	}
}

/* Which options have a value in a word of their own: the walk over the line must skip it. */
static void valued_function(const struct help_book *b, struct str *out)
{
	str_add(out, "function __goalloc_valued\n  switch $argv[1]:$argv[2]\n    case");
	for (const struct global_row *g = global_table; g->name; g++)
		if (g->arg)
			str_addf(out, " :--%s", g->name);
	for (size_t i = 0; i < b->len; i++)
		for (size_t k = 0; k < b->items[i].options.len; k++)
			if (b->items[i].options.rows[k].arg)
				str_addf(out, " %s:--%s", b->items[i].c->name, b->items[i].options.rows[k].name);
	str_add(out, "\n      return 0\n  end\n  return 1\nend\n");
}

void help_fish(const struct help_book *b, struct str *out)
{
	str_add(out, "# fish completion for goalloc, written by: goalloc help --format fish\n");
	str_add(out, embedded_complete_fish);
	valued_function(b, out);
	str_add(out, "function __goalloc_names\n  printf '%s\\n'");
	for (size_t i = 0; i < b->len; i++)
		str_addf(out, " %s", b->items[i].c->name);
	str_add(out, "\nend\ncomplete -c goalloc -f\n");
	for (const struct global_row *g = global_table; g->name; g++)
		add_option(out, NULL, g->name, g->letter, g->arg, g->help);
	for (size_t i = 0; i < b->len; i++) {
		const struct help_command *h = &b->items[i];

		str_addf(out, "complete -c goalloc -n '__goalloc_at \"\"' -a %s -d ", h->c->name);
		add_quoted(out, h->c->summary);
		str_add_char(out, '\n');
		for (size_t k = 0; k < h->options.len; k++)
			add_option(out, h->c, h->options.rows[k].name, '\0', h->options.rows[k].arg,
			           h->options.rows[k].help);
		add_option(out, h->c, "help", '\0', NULL, "options and examples");
		add_operands(out, h);
	}
}
