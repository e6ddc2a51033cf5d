/* The manual page, in the man(7) language: what groff and mandoc both read without a word of complaint. */
#include <string.h>

#include "cmd/globals.h"
#include "cmd/help.h"

#ifndef GOALLOC_DATE /* of the release: the build gives it */
#define GOALLOC_DATE "1970-01-01"
#endif
#define PROSE_WIDTH 66 /* bytes before escaping: what becomes longer stays below the 80 that are good style */

static const struct {
	const char *name, *meaning;
} environment[] = {
	{ "GOALLOC_SOURCE", "where toolchains come from, as --source: the address of a module proxy, or of a download "
	                    "index (ends in /dl)" },
	{ "GOPROXY, GOSUMDB, GONOSUMDB, GOPRIVATE", "as the go command has them; what `go env` says counts too" },
	{ "GOALLOC_DIGESTS", "a file with digests of toolchains that are trusted, instead of the built-in ones" },
	{ "NO_COLOR", "if it is not empty: no colours, unless --color always asks for them" },
	{ "COLUMNS, LINES", "the size of the terminal, if it is not what the terminal says" },
	{ "GOALLOC_CONFINE", "off takes away the walls around downloaded programs, with a warning" },
	{ "GOALLOC_RETRIES, GOALLOC_RETRY_MS, GOALLOC_STALL_SECONDS",
	  "how often a broken download is tried again without progress (6), after how long first (250), and how long it "
	  "may bring nothing (30)" },
	{ "HTTPS_PROXY, HTTP_PROXY, NO_PROXY, SSL_CERT_FILE, NETRC", "as elsewhere" },
	{ "XDG_CACHE_HOME", "where the cache is, without --cache" },
	{ "COLUMNS, LINES", "the size of the terminal, where the terminal does not tell" },
}, files[] = {
	{ "results/goalloc.db", "the database: everything measured (SQLite)" },
	{ "$XDG_CACHE_HOME/goalloc", "toolchains and build results; may be removed at any time" },
	{ GOALLOC_DATADIR, "the case library and the gnuplot scripts; folders named cases and plots in the working "
	                   "folder come first" },
};

/* Text that is read as it stands: no requests, no special characters. */
static void literal(struct str *out, const char *text, size_t n)
{
	bool first = true;

	for (size_t i = 0; i < n; i++, first = i && text[i - 1] == '\n') {
		switch (text[i]) {
		case '\\':
			str_add(out, "\\e");
			break;
		case '-':
			str_add(out, "\\-");
			break;
		case '\'':
			str_add(out, "\\(aq");
			break;
		case '`':
			str_add(out, "\\(ga");
			break;
		case '^':
			str_add(out, "\\(ha");
			break;
		case '~':
			str_add(out, "\\(ti");
			break;
		case '.':
			str_add(out, first ? "\\&." : ".");
			break;
		default:
			str_add_char(out, text[i]);
		}
	}
}

static void text(struct str *out, const char *s)
{
	literal(out, s, strlen(s));
}

/* Text to be filled: in lines of the length that man(7) asks for, each ended. */
static void prose(struct str *out, const char *s)
{
	size_t column = 0;

	while (*s) {
		const size_t n = strcspn(s, " ");

		if (column && column + n >= PROSE_WIDTH) {
			str_add_char(out, '\n');
			column = 0;
		} else if (column) {
			str_add_char(out, ' ');
		}
		literal(out, s, n);
		column += n + 1;
		s += n + strspn(s + n, " ");
	}
	str_add_char(out, '\n');
}

static void bold(struct str *out, const char *s)
{
	str_add(out, "\\fB");
	text(out, s);
	str_add(out, "\\fR");
}

/* "-q, --quiet" or "--db FILE", as the tag of a paragraph. */
static void option_tag(struct str *out, char letter, const char *name, const char *arg)
{
	str_add(out, ".TP\n");
	if (letter)
		str_addf(out, "\\fB\\-%c\\fR, ", letter);
	str_add(out, "\\fB\\-\\-");
	text(out, name);
	str_add(out, "\\fR");
	if (arg) {
		str_add(out, " \\fI");
		text(out, arg);
		str_add(out, "\\fR");
	}
	str_add_char(out, '\n');
}

static void paragraph(struct str *out, const char *tag, const char *meaning)
{
	str_add(out, ".TP\n");
	bold(out, tag);
	str_add_char(out, '\n');
	prose(out, meaning);
}

/* Lines as they stand, indented; what the tables indent by two blanks already is not indented twice. */
static void example(struct str *out, const char *lines)
{
	str_add(out, ".nf\n.RS 4\n");
	while (*lines) {
		const size_t n = strcspn(lines, "\n");
		const size_t blanks = n >= 2 && !strncmp(lines, "  ", 2) ? 2 : 0;

		/* an empty line of text is bad style in man(7), between unfilled lines too */
		if (n)
			literal(out, lines + blanks, n - blanks);
		str_add(out, n ? "\n" : ".sp\n");
		lines += n + (lines[n] == '\n');
	}
	str_add(out, ".RE\n.fi\n");
}

static void command_section(struct str *out, const struct help_command *h)
{
	str_add(out, ".SS ");
	text(out, h->c->name);
	str_add(out, "\n\\fBgoalloc ");
	text(out, h->c->name);
	str_add(out, "\\fR ");
	text(out, h->c->usage);
	str_add(out, "\n.PP\n");
	prose(out, h->c->summary);
	for (size_t i = 0; i < h->options.len; i++) {
		option_tag(out, '\0', h->options.rows[i].name, h->options.rows[i].arg);
		prose(out, h->options.rows[i].help);
	}
	str_add(out, ".PP\n");
	example(out, h->c->examples);
}

void help_man(const struct help_book *b, struct str *out)
{
	str_add(out, ".\\\" Written by goalloc help \\-\\-format man\n");
	str_addf(out, ".TH GOALLOC 1 %s \"goalloc %s\"\n", GOALLOC_DATE, GOALLOC_VERSION);
	str_add(out, ".SH NAME\ngoalloc \\- Go\\(aqs allocation behaviour from release to release\n.SH SYNOPSIS\n");
	str_add(out, ".B goalloc\n[\\fIoption\\fR ...] \\fIcommand\\fR [\\fIargument\\fR ...]\n.SH DESCRIPTION\n");
	prose(out, PROGRAM_PURPOSE);
	prose(out, "It downloads Go toolchains, compiles small programs (cases) with each, records what the compiler "
	           "said, what it emitted and what happened when the code ran, and names every change with its cause.");
	prose(out, "Results go to standard output, everything else to standard error.");
	str_add(out, ".SH OPTIONS\nThese stand before the command.\n");
	for (const struct global_row *g = global_table; g->name; g++) {
		option_tag(out, g->letter, g->name, g->arg);
		prose(out, g->help);
	}
	str_add(out, ".SH COMMANDS\n");
	for (size_t i = 0; i < b->len; i++)
		command_section(out, &b->items[i]);
	str_add(out, ".SH ENVIRONMENT\n");
	for (size_t i = 0; i < sizeof environment / sizeof *environment; i++)
		paragraph(out, environment[i].name, environment[i].meaning);
	str_add(out, ".SH FILES\n");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		paragraph(out, files[i].name, files[i].meaning);
	str_add(out, ".SH EXIT STATUS\n");
	for (const struct exit_row *e = exit_table; e->meaning; e++) {
		str_addf(out, ".TP\n.B %d\n", e->code);
		prose(out, e->meaning);
	}
	str_add(out, ".SH EXAMPLES\n");
	example(out, PROGRAM_EXAMPLES);
	str_add(out, ".SH SEE ALSO\n.BR benchstat (1),\n.BR gnuplot (1),\n.BR sqlite3 (1)\n");
}
