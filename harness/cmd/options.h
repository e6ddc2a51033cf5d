/*
 * Options of a command as a table: parsing (getopt_long), checking and --help from the same rows.
 */
#ifndef GOALLOC_CMD_OPTIONS_H
#define GOALLOC_CMD_OPTIONS_H

#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "cmd/command.h"

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char * into argv */
	OPTION_INT,      /* int >= 0 */
	OPTION_SEED,     /* uint64_t */
	OPTION_DURATION, /* int64_t nanoseconds */
	OPTION_SIZE,     /* uint64_t bytes: "512M", "2G" (powers of 1024) */
	OPTION_PERCENT,  /* double: "2%" or "2" is 0.02 */
	OPTION_LIST,     /* struct strlist: given several times, collected */
};
struct option_row {
	const char *name; /* long name without the dashes */
	enum option_kind kind;
	const char *arg; /* "SPEC"; NULL for a flag */
	const char *help;
	void *value;
};
enum { OPTIONS_HELP = 1 }; /* --help was asked for and printed */

/*
 * Parses argv[1..]; what is no option goes to *operands (must be between min and max in number, max < 0: any).
 * Returns 0, OPTIONS_HELP, or -1 with ERR_USAGE.
 */
int options_parse(const struct command *command, const struct option_row *rows, size_t n, int argc, char **argv,
                  struct strlist *operands, int min, int max, struct error *err);
int size_parse(const char *text, uint64_t *bytes, struct error *err);

/* The options of a command, for its description: what its run() hands to options_parse(). */
struct option_sheet {
	struct option_row *rows; /* their texts are constants; value is NULL */
	size_t len;
	int min, max; /* operands */
};
/* Asks the command: its run() is called and ends at options_parse(). ERR_INFRA for one that never gets there. */
int options_of(const struct command *command, struct option_sheet *out, struct error *err);
void option_sheet_release(struct option_sheet *s);

#endif
