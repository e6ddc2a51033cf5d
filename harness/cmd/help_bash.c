/* Completion for bash: tables as case statements, and one function that walks the line. Needs no bash-completion. */
#include "cmd/globals.h"
#include "cmd/help.h"
#include "harness/cmd/complete.bash.h"

static const char *const source_names[] = {
	[WORDS_ANY] = "any",           [WORDS_FIXED] = "words",
	[WORDS_CASES] = "cases",       [WORDS_TOOLCHAINS] = "toolchains",
	[WORDS_FILES] = "files",       [WORDS_FOLDERS] = "folders",
	[WORDS_COMMANDS] = "commands",
};

/* "many words allocs bytes time" */
static void add_set(struct str *out, struct word_set w)
{
	str_addf(out, "echo %s %s", w.several ? "many" : "one", source_names[w.source]);
	for (size_t i = 0; i < w.words.len; i++)
		str_addf(out, " %s", w.words.items[i]);
	str_add(out, " ;;\n");
	word_set_release(&w);
}

static void options_function(const struct help_book *b, struct str *out)
{
	str_add(out,
	        "\n# The options after a command, or before any.\n_goalloc_options() {\n  case $1 in\n    '') echo");
	for (const struct global_row *g = global_table; g->name; g++)
		str_addf(out, " --%s", g->name);
	str_add(out, " ;;\n");
	for (size_t i = 0; i < b->len; i++) {
		str_addf(out, "    %s) echo", b->items[i].c->name);
		for (size_t k = 0; k < b->items[i].options.len; k++)
			str_addf(out, " --%s", b->items[i].options.rows[k].name);
		str_add(out, " --help ;;\n");
	}
	str_add(out, "  esac\n}\n");
}

static void values_function(const struct help_book *b, struct str *out)
{
	str_add(out, "\n# What the value of COMMAND's OPTION is; nothing for one without a value.\n_goalloc_value() {\n"
	             "  case $1:$2 in\n");
	for (const struct global_row *g = global_table; g->name; g++)
		if (g->arg) {
			str_addf(out, "    :--%s) ", g->name);
			add_set(out, word_set_of_option(NULL, g->name, g->arg));
		}
	for (size_t i = 0; i < b->len; i++)
		for (size_t k = 0; k < b->items[i].options.len; k++) {
			const struct option_row *r = &b->items[i].options.rows[k];

			if (!r->arg)
				continue;
			str_addf(out, "    %s:--%s) ", b->items[i].c->name, r->name);
			add_set(out, word_set_of_option(b->items[i].c, r->name, r->arg));
		}
	str_add(out, "  esac\n}\n");
}

/* By the number of words before it: of a command with verbs the first is the verb. */
static void operands_function(const struct help_book *b, struct str *out)
{
	str_add(out, "\n# What the word after COMMAND is, when FIRST is the first of so many before it.\n"
	             "_goalloc_operand() {\n  case $1:$2:$3 in\n");
	for (size_t i = 0; i < b->len; i++) {
		const struct help_command *h = &b->items[i];

		if (*h->parts[0].verb) {
			str_addf(out, "    %s::0) echo one words", h->c->name);
			for (size_t k = 0; k < h->nparts; k++)
				str_addf(out, " %s", h->parts[k].verb);
			str_add(out, " ;;\n");
		}
		for (size_t k = 0; k < h->nparts; k++) {
			const struct usage_part *p = &h->parts[k];

			for (size_t n = 0; n < p->operands.len; n++) {
				const bool rest = h->options.max < 0 && n + 1 == p->operands.len;

				str_addf(out, "    %s:%s:", h->c->name, *p->verb ? p->verb : "*");
				str_addf(out, rest ? "*) " : "%zu) ", n + (*p->verb != '\0'));
				add_set(out, word_set_of_operand(p->operands.items[n]));
			}
		}
	}
	str_add(out, "  esac\n}\n");
}

void help_bash(const struct help_book *b, struct str *out)
{
	str_add(out, "# bash completion for goalloc, written by: goalloc help --format bash\n"
	             "# shellcheck shell=bash\n_goalloc_commands() { echo");
	for (size_t i = 0; i < b->len; i++)
		str_addf(out, " %s", b->items[i].c->name);
	str_add(out, "; }\n");
	options_function(b, out);
	values_function(b, out);
	operands_function(b, out);
	str_add(out, embedded_complete_bash);
}
