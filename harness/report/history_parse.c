/* The history as data: reading a file that may be anything. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/history_file.h"
#include "toolchain/version.h"

#define FIELDS (HISTORY_MAX_RELEASES + 1)
static const char columns[] = "case\tbenchmark\tmode\tfrom\tto\tallocs\tbytes";

struct parser {
	struct history_file *f;
	struct error *err;
	size_t line;
	char *field[FIELDS]; /* of the line being read */
	size_t n;
	enum { IN_HEAD, IN_CASES, IN_RUNS } state;
	const char *format, *count, *digest;
};

static int complain(struct parser *p, const char *what)
{
	return error_set(p->err, ERR_CORRUPT, "line %zu: %s", p->line, what);
}

/* A word between tabs: visible characters of ASCII, and blanks where `blanks`. */
static bool is_word(const char *s, bool blanks)
{
	size_t n = strlen(s);

	if (!n || n > HISTORY_MAX_NAME)
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] < (blanks ? ' ' : '!') || s[i] > '~')
			return false;
	return true;
}

static bool is_sha256(const char *s)
{
	return strlen(s) == HASH_HEX - 1 && strspn(s, "0123456789abcdef") == HASH_HEX - 1;
}

/* Decimal digits as they are written, without a leading zero. */
static const char *parse_count(const char *s, int64_t *value)
{
	const char *start = s;

	*value = 0;
	for (; *s >= '0' && *s <= '9'; s++) {
		*value = *value * 10 + (*s - '0');
		if (*value > HISTORY_MAX_COUNT)
			return NULL;
	}
	return s == start || (*start == '0' && s - start > 1) ? NULL : s;
}

static bool parse_range(const char *s, struct figure_range *r)
{
	s = parse_count(s, &r->low);
	r->high = r->value = r->low;
	if (!s || !*s)
		return s != NULL;
	if (!str_starts(s, ".."))
		return false;
	s = parse_count(s + 2, &r->high);
	return s && !*s && r->low < r->high;
}

static bool is_status(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyz_") == strlen(s);
}

/* ---- the lines ---- */

static int parse_releases(struct parser *p)
{
	struct history_file *f = p->f;
	struct go_version last = { 0 }, v;

	if (f->nreleases || p->n < 2)
		return complain(p, "one list of releases is expected");
	for (size_t i = 1; i < p->n; i++) {
		if (!is_word(p->field[i], false) || !str_starts(p->field[i], "go") || !version_parse(p->field[i], &v))
			return complain(p, "a release is not one of Go");
		if (i > 1 && version_compare(&last, &v) >= 0)
			return complain(p, "the releases are not in ascending order");
		last = v;
		f->releases = vec_grow(f->releases, &f->releases_cap, f->nreleases + 1, sizeof *f->releases);
		f->releases[f->nreleases++] = p->field[i];
	}
	return 0;
}

static int parse_case(struct parser *p)
{
	struct history_file *f = p->f;

	if (p->n != 3 || !is_word(p->field[1], false) || !is_sha256(p->field[2]))
		return complain(p, "#case must have a name and a SHA-256");
	if (f->ncases && strcmp(f->cases[f->ncases - 1].name, p->field[1]) >= 0)
		return complain(p, "the cases are not sorted by name");
	f->cases = vec_grow(f->cases, &f->cases_cap, f->ncases + 1, sizeof *f->cases);
	f->cases[f->ncases++] = (struct history_case){ .name = p->field[1], .sha256 = p->field[2] };
	return 0;
}

static int parse_word(struct parser *p, const char **to)
{
	if (**to || p->n != 2 || !is_word(p->field[1], true))
		return complain(p, "one value is expected, and once");
	*to = p->field[1];
	return 0;
}

static int parse_tool(struct parser *p)
{
	static const char name[] = "goalloc ";

	if (parse_word(p, &p->f->tool))
		return -1;
	if (!str_starts(p->f->tool, name) || !p->f->tool[sizeof name - 1])
		return complain(p, "the tool is not goalloc");
	p->f->tool += sizeof name - 1;
	return 0;
}

static int parse_platform(struct parser *p)
{
	char *slash;

	if (parse_word(p, &p->f->goos))
		return -1;
	slash = strchr(p->field[1], '/');
	if (!slash || slash == p->field[1] || !slash[1])
		return complain(p, "the platform is not OS/ARCH");
	*slash = '\0';
	p->f->goarch = slash + 1;
	return 0;
}

static int parse_cases(struct parser *p)
{
	if (p->count || p->n != 3 || !is_word(p->field[1], false) || !is_sha256(p->field[2]))
		return complain(p, "#cases must have a number and a SHA-256, once");
	p->count = p->field[1];
	p->digest = p->field[2];
	p->state = IN_CASES;
	return 0;
}

/* Lines that start with '#': for people if a blank or nothing follows. */
static int parse_comment(struct parser *p)
{
	const char *name = p->field[0];

	if (p->state == IN_CASES && !strcmp(name, "#case"))
		return parse_case(p);
	if (!name[1] || name[1] == ' ')
		return 0;
	if (p->state != IN_HEAD)
		return complain(p, "this line is not expected here");
	if (!strcmp(name, "#format"))
		return parse_word(p, &p->format) || strcmp(p->format, "1") ? complain(p, "the format is not 1") : 0;
	if (!strcmp(name, "#platform"))
		return parse_platform(p);
	if (!strcmp(name, "#tool"))
		return parse_tool(p);
	if (!strcmp(name, "#measured"))
		return parse_word(p, &p->f->date);
	if (!strcmp(name, "#releases"))
		return parse_releases(p);
	if (!strcmp(name, "#cases"))
		return parse_cases(p);
	return complain(p, "a head line of this name is not known");
}

/* The head is over: is it whole? */
static int end_head(struct parser *p)
{
	const struct history_file *f = p->f;
	char digest[HASH_HEX];
	int64_t count;

	if (p->state != IN_CASES || !*p->format || !*f->goos || !*f->tool || !*f->date || !f->nreleases)
		return complain(p,
		                "the head above lacks one of #format, #platform, #tool, #measured, #releases, #cases");
	history_digest(f, digest);
	if (!parse_count(p->count, &count) || (uint64_t)count != f->ncases || strcmp(digest, p->digest) != 0)
		return complain(p, "number or digest of the cases above is not what #cases says");
	p->state = IN_RUNS;
	return 0;
}

static int parse_run(struct parser *p)
{
	struct history_file *f = p->f;
	struct history_run r = { .status = "" };

	if (p->n != 7 || !is_word(p->field[1], false) || !is_word(p->field[2], false))
		return complain(p, "seven columns are expected");
	r.benchmark = p->field[1];
	r.mode = p->field[2];
	r.from = history_release_index(f, p->field[3]);
	r.to = history_release_index(f, p->field[4]);
	if (!history_case_named(f, p->field[0]))
		return complain(p, "the case is none of the head");
	r.case_name = history_case_named(f, p->field[0])->name;
	if (r.from >= f->nreleases || r.to >= f->nreleases || r.from > r.to)
		return complain(p, "the releases are none of the head, or the wrong way round");
	if (!strcmp(p->field[5], p->field[6]) && is_word(p->field[5], false) && is_status(p->field[5]))
		r.status = p->field[5];
	else if (!parse_range(p->field[5], &r.allocs) || !parse_range(p->field[6], &r.bytes))
		return complain(p, "allocs and bytes must be counts, ranges LOW..HIGH, or one same word");
	f->runs = vec_grow(f->runs, &f->cap, f->len + 1, sizeof *f->runs);
	f->runs[f->len++] = r;
	return 0;
}

static int parse_line(struct parser *p, char *line)
{
	const bool heading = !strcmp(line, columns);

	p->n = 0;
	for (char *next = line; next;) {
		if (p->n == FIELDS)
			return complain(p, "too many columns");
		p->field[p->n++] = next;
		next = strchr(next, '\t');
		if (next)
			*next++ = '\0';
	}
	if (p->state == IN_RUNS)
		return *line == '#' ? complain(p, "a comment among the runs") : parse_run(p);
	if (*line == '#')
		return parse_comment(p);
	return heading ? end_head(p) : complain(p, "neither a comment nor the heading of the columns");
}

/* ---- finding ---- */

static int by_series(const struct history_run *x, const struct history_run *y)
{
	int order = strcmp(x->case_name, y->case_name);

	if (!order)
		order = strcmp(x->benchmark, y->benchmark);
	return order ? order : strcmp(x->mode, y->mode);
}

static int by_run(const void *a, const void *b)
{
	const struct history_run *x = *(struct history_run *const *)a, *y = *(struct history_run *const *)b;
	int order = by_series(x, y);

	return order ? order : (x->from > y->from) - (x->from < y->from);
}

static int index_runs(struct history_file *f, struct error *err)
{
	f->index = xcalloc(f->len + 1, sizeof(void *));
	for (size_t i = 0; i < f->len; i++)
		f->index[i] = &f->runs[i];
	qsort(f->index, f->len, sizeof(void *), by_run);
	for (size_t i = 1; i < f->len; i++)
		if (!by_series(f->index[i - 1], f->index[i]) && f->index[i - 1]->to >= f->index[i]->from)
			return error_set(err, ERR_CORRUPT, "%s %s, mode %s: %s is covered twice",
			                 f->index[i]->case_name, f->index[i]->benchmark, f->index[i]->mode,
			                 f->releases[f->index[i]->from]);
	return 0;
}

static int by_release(const void *key, const void *item)
{
	const struct history_run *x = key, *y = *(struct history_run *const *)item;
	int order = by_series(x, y);

	return order ? order : (x->from > y->to) - (x->from < y->from);
}

const struct history_run *history_find(const struct history_file *f, const char *case_name, const char *benchmark,
                                       const char *mode, size_t release)
{
	const struct history_run key = {
		.case_name = case_name, .benchmark = benchmark, .mode = mode, .from = release
	};
	struct history_run **found = f->len ? bsearch(&key, f->index, f->len, sizeof(void *), by_release) : NULL;

	return found ? *found : NULL;
}

size_t history_find_case(const struct history_file *f, const char *case_name)
{
	size_t low = 0, high = f->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(f->index[middle]->case_name, case_name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int history_parse(const char *text, size_t n, struct history_file *out, struct error *err)
{
	struct parser *p;
	int status = 0;

	*out = (struct history_file)HISTORY_FILE_INIT;
	if (n > HISTORY_MAX_BYTES)
		return error_set(err, ERR_CORRUPT, "more than %zu MiB", HISTORY_MAX_BYTES >> 20);
	if (memchr(text, 0, n))
		return error_set(err, ERR_CORRUPT, "not a text: it has NUL bytes");
	p = xcalloc(1, sizeof *p);
	p->f = out;
	p->err = err;
	p->format = "";
	out->text = xstrndup(text, n);
	for (char *line = out->text; !status && *line;) {
		char *end = strchr(line, '\n');

		p->line++;
		if (!end) {
			status = complain(p, "the last line is cut off");
			break;
		}
		*end = '\0';
		status = parse_line(p, line);
		line = end + 1;
	}
	if (!status && p->state != IN_RUNS)
		status = complain(p, "the file ends before its first column heading");
	if (!status)
		status = index_runs(out, err);
	free(p);
	if (status)
		history_file_release(out);
	return status;
}
