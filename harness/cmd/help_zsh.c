/* Completion for zsh: the specifications of _arguments, a set for each command. */
#include "cmd/globals.h"
#include "cmd/help.h"
#include "harness/cmd/complete.zsh.h"

/* Within '...[HERE]': quotes, and what _arguments reads. */
static void add_text(struct str *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			str_add(out, "'\\''");
		else if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
			str_addf(out, "\\%c", *text);
		else
			str_add_char(out, *text);
	}
}

/* ":MESSAGE:ACTION" */
static void add_action(struct str *out, const char *message, struct word_set w)
{
	static const char *const functions[] = {
		[WORDS_CASES] = "_goalloc_cases", [WORDS_TOOLCHAINS] = "_goalloc_toolchains", [WORDS_FILES] = "_files",
		[WORDS_FOLDERS] = "_files -/",    [WORDS_COMMANDS] = "_goalloc_names",        [WORDS_ANY] = " ",
	};

	str_add_char(out, ':');
	add_text(out, message);
	str_add_char(out, ':');
	if (w.source != WORDS_FIXED) {
		str_addf(out, "%s%s", w.several && w.source != WORDS_FILES ? "_sequence -s , " : "",
		         functions[w.source]);
	} else {
		str_add(out, w.several ? "_sequence -s , compadd -" : "(");
		for (size_t i = 0; i < w.words.len; i++)
			str_addf(out, "%s%s", w.several || i ? " " : "", w.words.items[i]);
		str_add(out, w.several ? "" : ")");
	}
	word_set_release(&w);
}

static void add_option(struct str *out, const struct command *c, const char *name, const char *arg, const char *help)
{
	str_addf(out, " \\\n      '--%s%s[", name, arg ? "=" : "");
	add_text(out, help);
	str_add_char(out, ']');
	if (arg)
		add_action(out, arg, word_set_of_option(c, name, arg));
	str_add_char(out, '\'');
}

/* The n-th operand of whichever part has one. */
static void add_operands(struct str *out, const struct help_command *h)
{
	const size_t first = *h->parts[0].verb ? 1 : 0;
	size_t most = 0;

	if (first) {
		str_add(out, " \\\n      '1: :(");
		for (size_t i = 0; i < h->nparts; i++)
			str_addf(out, "%s%s", i ? " " : "", h->parts[i].verb);
		str_add(out, ")'");
	}
	for (size_t i = 0; i < h->nparts; i++)
		for (size_t n = 0; n < h->parts[i].operands.len; n++) {
			const char *operand = h->parts[i].operands.items[n];

			if (n < most)
				continue;
			most = n + 1;
			str_add(out, " \\\n      '");
			if (h->options.max < 0 && n + 1 == h->parts[i].operands.len)
				str_add_char(out, '*');
			else
				str_addf(out, "%zu:", first + n + 1);
			add_action(out, operand, word_set_of_operand(operand));
			str_add_char(out, '\'');
		}
}

void help_zsh(const struct help_book *b, struct str *out)
{
	str_add(out, "#compdef goalloc\n# zsh completion for goalloc, written by: goalloc help --format zsh\n");
	str_add(out, embedded_complete_zsh);
	str_add(out, "_goalloc_names() {\n  compadd \"$@\" -");
	for (size_t i = 0; i < b->len; i++)
		str_addf(out, " %s", b->items[i].c->name);
	str_add(out, "\n}\n_goalloc_commands() {\n  local -a commands\n  commands=(");
	for (size_t i = 0; i < b->len; i++) {
		str_addf(out, "\n    '%s:", b->items[i].c->name);
		add_text(out, b->items[i].c->summary);
		str_add_char(out, '\'');
	}
	str_add(out, "\n  )\n  _describe command commands\n}\n\n_goalloc() {\n"
	             "  local context state state_descr line curcontext=$curcontext\n  typeset -A opt_args\n"
	             "  _arguments -C -S");
	for (const struct global_row *g = global_table; g->name; g++) {
		add_option(out, NULL, g->name, g->arg, g->help);
		if (g->letter) {
			str_addf(out, " \\\n      '-%c[", g->letter);
			add_text(out, g->help);
			str_add(out, "]'");
		}
	}
	str_add(out, " \\\n      '1: :_goalloc_commands' \\\n      '*::argument:->command' && return 0\n"
	             "  [[ $state == command ]] || return 1\n  case $words[1] in\n");
	for (size_t i = 0; i < b->len; i++) {
		const struct help_command *h = &b->items[i];

		str_addf(out, "    %s) _arguments", h->c->name);
		for (size_t k = 0; k < h->options.len; k++)
			add_option(out, h->c, h->options.rows[k].name, h->options.rows[k].arg, h->options.rows[k].help);
		add_option(out, h->c, "help", NULL, "options and examples");
		add_operands(out, h);
		str_add(out, " ;;\n");
	}
	str_add(out, "  esac\n}\n\n"
	             "# loaded by the completion system, or sourced\n"
	             "if [[ $funcstack[1] == _goalloc ]]; then _goalloc \"$@\"; else compdef _goalloc goalloc; fi\n");
}
