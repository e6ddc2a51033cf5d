/* What may stand where a value is wanted: by the option's name, else by the word that stands for its value. */
#include <string.h>

#include "analysis/change.h"
#include "base/str.h"
#include "bench/mode.h"
#include "cmd/help.h"

#define ALL_METRICS "*" /* those of metric_table */

/* The first row that fits; NULL fits every command. */
static const struct {
	const char *command, *option, *words;
} fixed[] = {
	{ "toolchain", "format", "text,json,csv" },
	{ "run", "format", "text,json" },
	{ "export", "format", "csv,json,bench,history,datasette" },
	{ "help", "format", "text,man,bash,zsh,fish" },
	{ NULL, "format", "text,markdown,html,latex,csv,json" },
	{ NULL, "formats", "svg,png,pdf" },
	{ NULL, "metric", ALL_METRICS },
	{ NULL, "fail-on", ALL_METRICS },
	{ "compare", "mode", MODE_DEFAULT_NAMES ",all" },
	{ "trend", "mode", MODE_DEFAULT_NAMES ",all" },
	{ NULL, "mode", MODE_DEFAULT_NAMES },
	{ "selftest", "only", "gate,counts,times" },
	{ NULL, "only", "escape,allocs,time" },
	{ NULL, "progress", "auto,tty,plain,none" },
};

/* Words of usage lines and option tables, without what makes a list of them. */
static const struct {
	const char *arg;
	enum word_source source;
	bool several;
} places[] = {
	{ "SPEC", WORDS_TOOLCHAINS, true },   { "OLD", WORDS_TOOLCHAINS, false },
	{ "NEW", WORDS_TOOLCHAINS, false },   { "VERSION", WORDS_TOOLCHAINS, false },
	{ "GLOB", WORDS_CASES, true },        { "NAME", WORDS_CASES, false },
	{ "FILE", WORDS_FILES, false },       { "DB", WORDS_FILES, false },
	{ "PATH", WORDS_FILES, false },       { "DIR", WORDS_FOLDERS, false },
	{ "COMMAND", WORDS_COMMANDS, false },
};

static struct word_set set_of_place(const char *arg)
{
	struct word_set w = { .source = WORDS_ANY, .words = STRLIST_INIT };
	const size_t n = strcspn(arg, ",. ");

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strlen(places[i].arg) == n && !strncmp(places[i].arg, arg, n)) {
			w.source = places[i].source;
			w.several = places[i].several || arg[n] == ',';
		}
	return w;
}

struct word_set word_set_of_option(const struct command *c, const char *name, const char *arg)
{
	struct word_set w = { .source = WORDS_FIXED, .several = strchr(arg, ',') != NULL, .words = STRLIST_INIT };

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
		if (strcmp(fixed[i].option, name) != 0 ||
		    (fixed[i].command && (!c || strcmp(fixed[i].command, c->name) != 0)))
			continue;
		if (strcmp(fixed[i].words, ALL_METRICS) != 0)
			strlist_split(&w.words, fixed[i].words, ',');
		for (size_t k = 0; k < metric_count && !strcmp(fixed[i].words, ALL_METRICS); k++)
			strlist_add(&w.words, metric_table[k].name);
		return w;
	}
	/* of an option, NAME is not a case's */
	return str_starts(arg, "NAME") ? (struct word_set){ .source = WORDS_ANY, .words = STRLIST_INIT }
	                               : set_of_place(arg);
}

struct word_set word_set_of_operand(const char *operand)
{
	return set_of_place(operand);
}

void word_set_release(struct word_set *w)
{
	strlist_release(&w->words);
}
