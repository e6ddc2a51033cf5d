#include "cmd/options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

static void print_help(const struct command *command, const struct option_row *rows, size_t n)
{
	printf("usage: goalloc [GLOBAL OPTIONS] %s %s\n\n%s\n", command->name, command->usage, command->summary);
	if (n)
		printf("\noptions:\n");
	for (size_t i = 0; i < n; i++) {
		char left[64];

		snprintf(left, sizeof left, "--%s%s%s", rows[i].name, rows[i].arg ? " " : "",
		         rows[i].arg ? rows[i].arg : "");
		if (strlen(left) > 24)
			printf("  %s\n  %-24s  %s\n", left, "", rows[i].help);
		else
			printf("  %-24s  %s\n", left, rows[i].help);
	}
	printf("  %-24s  %s\n", "--help", "this text");
	printf("\nexamples:\n%s\nGlobal options: goalloc --help\n", command->examples);
}

int size_parse(const char *text, uint64_t *bytes, struct error *err)
{
	static const struct {
		const char *suffix;
		int shift;
	} unit[] = { { "", 0 },    { "B", 0 },    { "K", 10 }, { "KB", 10 }, { "KiB", 10 }, { "M", 20 },
		     { "MB", 20 }, { "MiB", 20 }, { "G", 30 }, { "GB", 30 }, { "GiB", 30 } };
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (end != text && !errno && text[0] != '-')
		for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
			if (!strcmp(end, unit[i].suffix) && value <= UINT64_MAX >> unit[i].shift) {
				*bytes = (uint64_t)value << unit[i].shift;
				return 0;
			}
	return error_set(err, ERR_USAGE, "'%s' is not a size: write for example 512M or 2G", text);
}

static int parse_percent(const char *text, double *out, struct error *err)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || (*end && strcmp(end, "%") != 0) || !(value > 0) || value > 100)
		return error_set(err, ERR_USAGE, "'%s' is not a percentage: write for example 2%%", text);
	*out = value / 100;
	return 0;
}

static int parse_number(const char *text, uint64_t max, uint64_t *out, struct error *err)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 0);
	if (end == text || *end || errno || text[0] == '-' || *out > max)
		return error_set(err, ERR_USAGE, "'%s' is not a whole number from 0 to %" PRIu64, text, max);
	return 0;
}

static int store_value(const struct option_row *row, const char *arg, struct error *err)
{
	uint64_t number;
	int failed = 0;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)row->value = true;
		break;
	case OPTION_TEXT:
		*(const char **)row->value = arg;
		break;
	case OPTION_INT:
		failed = parse_number(arg, 1000000, &number, err);
		if (!failed)
			*(int *)row->value = (int)number;
		break;
	case OPTION_SEED:
		failed = parse_number(arg, UINT64_MAX, row->value, err);
		break;
	case OPTION_DURATION:
		failed = duration_parse(arg, row->value, err);
		break;
	case OPTION_SIZE:
		failed = size_parse(arg, row->value, err);
		break;
	case OPTION_PERCENT:
		failed = parse_percent(arg, row->value, err);
		break;
	case OPTION_LIST:
		strlist_add(row->value, arg);
		break;
	}
	return failed ? error_prefix(err, "--%s", row->name) : 0;
}

/* Set while a command is asked for its options; it is then told that --help was printed, so that it does nothing more. */
static struct option_sheet *collecting;

static int collect(const struct option_row *rows, size_t n, int min, int max)
{
	collecting->rows = xcalloc(n + 1, sizeof *rows);
	collecting->len = n;
	collecting->min = min;
	collecting->max = max;
	for (size_t i = 0; i < n; i++) {
		collecting->rows[i] = rows[i];
		collecting->rows[i].value = NULL; /* it points into a frame that ends soon */
	}
	return OPTIONS_HELP;
}

int options_of(const struct command *command, struct option_sheet *out, struct error *err)
{
	struct app nothing = { .db = "", .cache = "", .sink = { .emit = NULL } };
	char *argv[] = { xstrdup(command->name), NULL };
	int status;

	*out = (struct option_sheet){ .rows = NULL };
	collecting = out;
	status = command->run(&nothing, 1, argv, err);
	collecting = NULL;
	free(argv[0]);
	if (!status && !out->rows)
		status = error_set(err, ERR_INFRA, "command %s does not tell its options", command->name);
	return status ? -1 : 0;
}

void option_sheet_release(struct option_sheet *s)
{
	free(s->rows);
	*s = (struct option_sheet){ .rows = NULL };
}

int options_parse(const struct command *command, const struct option_row *rows, size_t n, int argc, char **argv,
                  struct strlist *operands, int min, int max, struct error *err)
{
	struct option *table;
	int status = 0, index = 0, c;

	if (collecting)
		return collect(rows, n, min, max);
	table = xcalloc(n + 2, sizeof *table);
	for (size_t i = 0; i < n; i++)
		table[i] = (struct option){ .name = rows[i].name,
			                    .has_arg = rows[i].kind == OPTION_FLAG ? no_argument : required_argument,
			                    .val = 1 };
	table[n] = (struct option){ .name = "help", .has_arg = no_argument, .val = 2 };
	optind = 0; /* GNU and BSD both start over, permutation included */
	opterr = 0;
	while (!status && (c = getopt_long(argc, argv, ":h", table, &index)) != -1) {
		const char *word = argv[optind > 0 ? optind - 1 : 0];

		if (c == 1)
			status = store_value(&rows[index], optarg, err);
		else if (c == 2 || c == 'h')
			status = OPTIONS_HELP;
		else if (c == ':')
			status = error_set(err, ERR_USAGE, "%s needs a value; see `goalloc %s --help`", word,
			                   command->name);
		else
			status = error_set(err, ERR_USAGE, "unknown option %s; see `goalloc %s --help`", word,
			                   command->name);
	}
	if (!status) {
		int given = argc - optind;

		if (given < min || (max >= 0 && given > max))
			status = error_set(err, ERR_USAGE, "%s: usage: goalloc %s %s; see `goalloc %s --help`",
			                   given < min ? "something is missing" : "too many words", command->name,
			                   command->usage, command->name);
		for (int i = optind; !status && i < argc; i++)
			strlist_add(operands, argv[i]);
	}
	if (status == OPTIONS_HELP)
		print_help(command, rows, n);
	free(table);
	return status;
}
