/* The text of the accepted changes, which may be anything. */
#include <stdlib.h>
#include <string.h>

#include "analysis/accept.h"
#include "base/alloc.h"
#include "base/utf8.h"

#define MAX_VALUE 1e15
#define EXAMPLE "write for example `goroutine/*  allocs,bytes  since 1.17  why: the reason`"

const char accept_template[] =
	"# Changes that are known and accepted: goalloc compare OLD NEW --accept FILE\n"
	"#\n"
	"# One entry a line, words separated by blanks or tabs:\n"
	"#   CASES  METRICS  since VERSION  [until DATE]  [mode NAMES]  [benchmark GLOB]  [up-to N]  why: TEXT\n"
	"# CASES: names or globs, separated by commas. METRICS: allocs, bytes, time, escape, output, status, or all.\n"
	"# since: the release that changed it (1.17, 1.22.3, or the name of a local toolchain); the entry holds where\n"
	"#   OLD < VERSION <= NEW, and nowhere else. until: the last day on which it holds (2027-01-31).\n"
	"# mode: default if not given; * is every mode. up-to: only while the new value is no higher (one count or "
	"time).\n"
	"# why: the reason, to the end of the line.\n";

struct line {
	struct accept_entry *entry;
	struct error *err;
	size_t number;
	char *rest; /* what was not read yet */
};

static int complain(const struct line *l, const char *what, const char *word, const char *instead)
{
	return error_set(l->err, ERR_USAGE, "line %zu: %s%s%s%s; %s", l->number, word ? "'" : "", word ? word : "",
	                 word ? "' " : "", what, instead);
}

/* The next word; "" at the end of the line. */
static char *next_word(struct line *l)
{
	char *word = l->rest + strspn(l->rest, " \t");

	l->rest = word + strcspn(word, " \t");
	if (*l->rest)
		*l->rest++ = '\0';
	return word;
}

/* Blanks show where text ends; whatever else acts instead of showing could make a line read as another one. */
static int check_text(const struct line *l, const char *text)
{
	uint32_t cp;

	if (strlen(text) > ACCEPT_MAX_LINE)
		return complain(l, "the line is too long", NULL, "an entry has at most 2000 bytes");
	for (const char *p = text; *p;) {
		p += utf8_next(p, &cp);
		if (cp == UTF8_INVALID || (cp != '\t' && utf8_is_control(cp)))
			return complain(l, "a byte that is no UTF-8, or a character that does not show", NULL,
			                "write the line anew");
	}
	return 0;
}

static int check_glob(const struct line *l, const char *word)
{
	size_t stars = 0;

	for (const char *p = word; *p; p++)
		stars += *p == '*';
	if (stars > ACCEPT_MAX_STARS || strlen(word) > ACCEPT_MAX_WORD)
		return complain(l, "is too long, or has too many stars", word, "a glob has at most 200 bytes, 8 stars");
	return 0;
}

/* ---- the values ---- */

static int parse_since(struct line *l, const char *word)
{
	const char *digits = str_starts(word, "go") ? word + 2 : word;

	l->entry->since = xstrdup(word);
	if (version_parse(word, &l->entry->version))
		return 0;
	l->entry->local = true;
	if (*digits >= '0' && *digits <= '9')
		return complain(l, "is no release of Go", word, "write for example `since 1.17` or `since 1.22.3`");
	return 0;
}

static int two_digits(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

static bool is_date(const char *s)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	static const char shape[] = "dddd-dd-dd";
	int year, month, day;

	for (size_t i = 0; i < sizeof shape; i++)
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
			return false;
	year = two_digits(s) * 100 + two_digits(s + 2);
	month = two_digits(s + 5);
	day = two_digits(s + 8);
	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 || year % 400 == 0));
}

static int parse_until(struct line *l, const char *word)
{
	if (!is_date(word))
		return complain(l, "is no day", word, "write for example `until 2027-01-31`");
	memcpy(l->entry->until, word, sizeof l->entry->until);
	return 0;
}

static int parse_mode(struct line *l, const char *word)
{
	strlist_release(&l->entry->modes);
	if (!strcmp(word, "*"))
		return 0;
	strlist_split(&l->entry->modes, word, ',');
	return l->entry->modes.len ? 0
	                           : complain(l, "names no mode", word, "write for example `mode noopt` or `mode *`");
}

static int parse_benchmark(struct line *l, const char *word)
{
	l->entry->benchmark = xstrdup(word);
	return check_glob(l, word);
}

static int parse_up_to(struct line *l, const char *word)
{
	char *end;
	const unsigned numbers = METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME, metrics = l->entry->metrics;

	l->entry->up_to = strtod(word, &end);
	if (strspn(word, "0123456789.") != strlen(word) || end == word || *end || !(l->entry->up_to <= MAX_VALUE))
		return complain(l, "is no number", word, "write for example `up-to 3`");
	if (metrics & ~numbers || (metrics & (metrics - 1)))
		return complain(l, "can be up to a number only for one metric", NULL,
		                "write an entry each for allocs, bytes or time");
	return 0;
}

static const struct key {
	const char *name;
	int (*parse)(struct line *l, const char *word);
} keys[] = {
	{ "since", parse_since },         { "until", parse_until }, { "mode", parse_mode },
	{ "benchmark", parse_benchmark }, { "up-to", parse_up_to },
};
#define KEYS (sizeof keys / sizeof *keys)

/* ---- the line ---- */

static int parse_cases(struct line *l, const char *word)
{
	l->entry->cases = xstrdup(word);
	strlist_split(&l->entry->globs, word, ',');
	if (!l->entry->globs.len)
		return complain(l, "names no case", word, EXAMPLE);
	for (size_t i = 0; i < l->entry->globs.len; i++)
		if (check_glob(l, l->entry->globs.items[i]))
			return -1;
	return 0;
}

static int parse_metrics(struct line *l, const char *word)
{
	l->entry->metrics = METRIC_ALL;
	if (!strcmp(word, "all"))
		return 0;
	if (!*word || !strcmp(word, "since"))
		return complain(l, "the metrics are missing behind the cases", NULL, EXAMPLE);
	if (!metrics_parse(word, &l->entry->metrics, l->err))
		return 0;
	return error_prefix(l->err, "line %zu", l->number);
}

/* The reason is what follows "why:", without the blanks around it; there must be one. */
static int parse_why(struct line *l, const char *word)
{
	struct str why = STR_INIT;

	str_add(&why, word + strlen("why:"));
	if (why.len && *l->rest)
		str_add_char(&why, ' ');
	if (*l->rest)
		str_add(&why, l->rest + strspn(l->rest, " \t"));
	while (why.len && strchr(" \t", why.p[why.len - 1]))
		why.p[--why.len] = '\0';
	l->entry->why = str_detach(&why);
	return *l->entry->why ? 0
	                      : complain(l, "there is no reason behind why:", NULL, "write one: the next reader asks");
}

static int parse_keys(struct line *l)
{
	bool seen[KEYS] = { false };
	char *word;

	while (*(word = next_word(l)) && !str_starts(word, "why:")) {
		char *value;
		size_t k = 0;

		while (k < KEYS && strcmp(keys[k].name, word) != 0)
			k++;
		if (k == KEYS)
			return complain(l, "is none of since, until, mode, benchmark, up-to, why:", word, EXAMPLE);
		if (seen[k])
			return complain(l, "is there twice", word, "keep one");
		seen[k] = true;
		value = next_word(l);
		if (!*value || str_starts(value, "why:"))
			return complain(l, "has no value", word, EXAMPLE);
		if (keys[k].parse(l, value))
			return -1;
	}
	if (!l->entry->since)
		return complain(l, "`since VERSION` is missing", NULL, EXAMPLE);
	if (!*word)
		return complain(l, "`why: the reason` is missing", NULL, EXAMPLE);
	return parse_why(l, word);
}

static int parse_line(char *text, size_t number, struct accept_list *out, struct error *err)
{
	struct line l = { .err = err, .number = number, .rest = text };
	size_t n = strlen(text);

	if (n && text[n - 1] == '\r')
		text[n - 1] = '\0';
	if (check_text(&l, text))
		return -1;
	text += strspn(text, " \t");
	if (!*text || *text == '#')
		return 0;
	if (out->len == ACCEPT_MAX_ENTRIES)
		return complain(&l, "more than 1000 entries", NULL, "join some with globs");
	out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
	l.entry = &out->items[out->len++];
	*l.entry = (struct accept_entry){ .line = number, .up_to = -1 };
	strlist_add(&l.entry->modes, "default");
	return parse_cases(&l, next_word(&l)) || parse_metrics(&l, next_word(&l)) || parse_keys(&l) ? -1 : 0;
}

int accept_parse(const char *text, size_t n, struct accept_list *out, struct error *err)
{
	char *copy;
	size_t number = 0;
	int status = 0;

	*out = (struct accept_list)ACCEPT_LIST_INIT;
	if (n > ACCEPT_MAX_BYTES)
		return error_set(err, ERR_USAGE, "more than 1 MiB: this is no list of accepted changes");
	if (n && memchr(text, 0, n))
		return error_set(err, ERR_USAGE, "not a text: it has NUL bytes");
	copy = xstrndup(n ? text : "", n);
	for (char *line = copy; line && !status;) {
		char *end = strchr(line, '\n');

		if (end)
			*end++ = '\0';
		status = parse_line(line, ++number, out, err);
		line = end;
	}
	free(copy);
	if (status)
		accept_release(out);
	return status;
}

void accept_release(struct accept_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		struct accept_entry *e = &l->items[i];

		free(e->cases);
		strlist_release(&e->globs);
		strlist_release(&e->modes);
		free(e->since);
		free(e->benchmark);
		free(e->why);
	}
	free(l->items);
	*l = (struct accept_list)ACCEPT_LIST_INIT;
}
