#include "bench/reason.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "base/utf8.h"

char *reason_line(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;
	struct str out = STR_INIT;

	for (size_t i = 0; i < n;) {
		size_t length = utf8_length(p + i, n - i);
		size_t step = length ? length : 1;

		if (out.len + step > REASON_MAX)
			break;
		if (p[i] <= ' ' || p[i] == 0x7f) { /* blanks are joined, and dropped at the beginning */
			if (out.len && out.p[out.len - 1] != ' ')
				str_add_char(&out, ' ');
		} else if (length) {
			str_add_bytes(&out, p + i, length);
		} else {
			str_add_char(&out, '?');
		}
		i += step;
	}
	while (out.len && out.p[out.len - 1] == ' ')
		out.p[--out.len] = '\0';
	return str_detach(&out);
}

/* The next line of *p; moves *p behind it. */
static bool next_line(const char **p, const char *end, const char **line, size_t *n)
{
	if (*p >= end)
		return false;
	*line = *p;
	const char *stop = memchr(*p, '\n', (size_t)(end - *p));
	*n = (size_t)((stop ? stop : end) - *p);
	*p = stop ? stop + 1 : end;
	return true;
}

static bool line_has(const char *line, size_t n, const char *word)
{
	return memmem(line, n, word, strlen(word)) != NULL;
}

static bool line_starts(const char *line, size_t n, const char *word)
{
	return n >= strlen(word) && !memcmp(line, word, strlen(word));
}

/* What -m says about good code; an error is none of these. */
static const char *const statements[] = {
	" escape",   "moved to heap: ", "leaking param",  "can inline ",   "cannot inline ", "inlining call to ",
	"ignoring ", " esc: ",          "devirtualizing", "devirtualized", "zero-copy ",     "does not escape",
};

static bool is_statement(const char *line, size_t n)
{
	for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
		if (line_has(line, n, statements[i]))
			return true;
	return false;
}

/* "package a", then the chain of "\timports b: what is wrong": the end of the chain says it. */
static bool next_import(const char **p, const char *end, const char **line, size_t *n)
{
	static const char word[] = "\timports ";
	const char *at = *p, *next;
	size_t length;

	if (!next_line(&at, end, &next, &length) || !line_starts(next, length, word))
		return false;
	*line = next + sizeof word - 1;
	*n = length - (sizeof word - 1);
	*p = at;
	return true;
}

char *reason_from_build(const struct child_result *r)
{
	const char *p = str_cstr(&r->out), *end = p + r->out.len, *line;
	char text[128];
	size_t n;

	if (r->end != CHILD_EXITED)
		return xasprintf("compiling: %s", child_end_text(r, text, sizeof text));
	while (next_line(&p, end, &line, &n)) {
		char *clean;

		if (!n || *line == '#' || *line == '\t' || *line == ' ' || is_statement(line, n))
			continue;
		while (next_import(&p, end, &line, &n))
			continue;
		if (line_starts(line, n, "./")) {
			line += 2;
			n -= 2;
		}
		clean = reason_line(line, n);
		if (*clean)
			return clean;
		free(clean);
	}
	return xasprintf("compiling: %s, and not a word why", child_end_text(r, text, sizeof text));
}

/* How a Go program that dies begins its last words; in the order of what says most. */
static const char *const last_words[] = { "panic: ", "fatal error: ", "runtime: ", "unexpected fault address" };

static char *find_last_words(const struct str *err)
{
	for (size_t i = 0; i < sizeof last_words / sizeof last_words[0]; i++) {
		const char *p = str_cstr(err), *end = p + err->len, *line;
		size_t n;

		while (next_line(&p, end, &line, &n))
			if (line_starts(line, n, last_words[i]))
				return reason_line(line, n);
	}
	return NULL;
}

char *reason_from_run(const struct child_result *r)
{
	static const char word[] = "failed ";
	char text[128], *found;

	if (r->end != CHILD_EXITED)
		return xstrdup(child_end_text(r, text, sizeof text));
	if (child_ok(r) && r->res.len > sizeof word && line_starts(r->res.p, r->res.len, word)) {
		found = reason_line(r->res.p + sizeof word - 1, r->res.len - (sizeof word - 1));
		if (*found)
			return found;
		free(found);
	}
	found = find_last_words(&r->err);
	if (found)
		return found;
	return xasprintf("the process ended before the benchmark did: %s", child_end_text(r, text, sizeof text));
}

/* strerror's words for what is wrong with the machine, as the Go tools print them too. */
static const char *const machine_words[] = {
	"no space left on device", "No space left on device", "disk quota exceeded",
	"Disk quota exceeded",     "read-only file system",   "Read-only file system",
	"too many open files",     "Too many open files",     "resource temporarily unavailable",
	"cannot allocate memory",  "input/output error",
};

bool reason_is_machine(const struct child_result *r)
{
	if (r->end == CHILD_EXITED && r->status == 0)
		return false;
	for (size_t i = 0; i < sizeof machine_words / sizeof machine_words[0]; i++)
		if (r->out.len && line_has(r->out.p, r->out.len, machine_words[i]))
			return true;
	return false;
}

void text_replace(struct str *text, const char *from, const char *to)
{
	size_t n = strlen(from);
	const char *p = str_cstr(text), *end = p + text->len, *at;
	struct str out = STR_INIT;

	while ((at = memmem(p, (size_t)(end - p), from, n)) != NULL) {
		str_add_bytes(&out, p, (size_t)(at - p));
		str_add(&out, to);
		p = at + n;
	}
	if (!out.p && p == str_cstr(text))
		return; /* nothing found */
	str_add_bytes(&out, p, (size_t)(end - p));
	str_release(text);
	*text = out;
}

char *reason_replace(char *line, const char *from, const char *to)
{
	struct str text = STR_INIT;

	str_add(&text, line);
	free(line);
	text_replace(&text, from, to);
	return str_detach(&text);
}
