/*
 * What stands before the command on the command line, and what the program ends with, as tables: main.c parses and
 * prints them, help.c writes manual page and completions from them.
 */
#ifndef GOALLOC_CMD_GLOBALS_H
#define GOALLOC_CMD_GLOBALS_H

struct global_row {
	const char *name; /* long name without the dashes */
	int key;          /* what getopt_long() returns for it: the letter of the short form where there is one */
	char letter;      /* of the short form, '\0' without one */
	const char *arg;  /* "FILE"; NULL for a flag */
	const char *help;
};
extern const struct global_row global_table[]; /* ends with a row without a name */

struct exit_row {
	int code;
	const char *meaning;
};
extern const struct exit_row exit_table[]; /* the codes of the contract; ends with a row without a meaning */

#define PROGRAM_PURPOSE "Shows how Go's allocation behaviour changes from release to release."
#define PROGRAM_EXAMPLES                                                                                               \
	"  goalloc run --go 1.9.2,1.22,latest\n"                                                                       \
	"  goalloc trend slice/append_growth\n"                                                                        \
	"  goalloc compare 1.24 latest\n"

#endif
