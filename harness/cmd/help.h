/*
 * The commands described as data: what manual page and completions are written from. Inside cmd/help*.c.
 *
 * help_book_read() asks every command for its options (options.h) and takes its usage line apart; help_man() and the
 * others write a book; help_book_release(). word_set_of_*() say what may stand where a value is wanted.
 */
#ifndef GOALLOC_CMD_HELP_H
#define GOALLOC_CMD_HELP_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "cmd/command.h"
#include "cmd/options.h"

/* One of the ways to use a command: "list", "install SPEC". */
struct usage_part {
	char *verb;              /* "" where the command has none */
	struct strlist operands; /* "OLD", "SPEC", "FILE...": without brackets */
};
struct help_command {
	const struct command *c;
	struct option_sheet options;
	struct usage_part *parts; /* at least one */
	size_t nparts;
};
struct help_book {
	struct help_command *items;
	size_t len;
};
int help_book_read(struct help_book *out, struct error *err);
void help_book_release(struct help_book *b);

enum word_source {
	WORDS_ANY,        /* nothing can be proposed */
	WORDS_FIXED,      /* those of `words` */
	WORDS_CASES,      /* `goalloc case list` */
	WORDS_TOOLCHAINS, /* `goalloc toolchain list`, and the names that always hold */
	WORDS_FILES,
	WORDS_FOLDERS,
	WORDS_COMMANDS,
};
struct word_set {
	enum word_source source;
	bool several;         /* separated by commas */
	struct strlist words; /* of WORDS_FIXED */
};
/* What the value of this option of the command (NULL: before the command) may be. The caller releases. */
struct word_set word_set_of_option(const struct command *c, const char *name, const char *arg);
/* The same of an operand, by its word in the usage line. */
struct word_set word_set_of_operand(const char *operand);
void word_set_release(struct word_set *w);

/* The writers append to *out. */
void help_man(const struct help_book *b, struct str *out);
void help_bash(const struct help_book *b, struct str *out);
void help_zsh(const struct help_book *b, struct str *out);
void help_fish(const struct help_book *b, struct str *out);

#endif
