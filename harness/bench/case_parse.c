#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/case.h"
#include "bench/go_source.h"

/* ---- the comments on top ---- */

struct key {
	const char *word;
	size_t field; /* offset of a char * in struct gocase; KEY_* otherwise */
};
#define KEY_GO ((size_t)-1)
#define KEY_REF ((size_t)-2)
static const struct key keys[] = {
	{ "title", offsetof(struct gocase, title) },
	{ "question", offsetof(struct gocase, question) },
	{ "why", offsetof(struct gocase, why) },
	{ "answer", offsetof(struct gocase, answer) },
	{ "fast", offsetof(struct gocase, fast) },
	{ "go", KEY_GO },
	{ "ref", KEY_REF },
};

static const struct key *find_key(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strlen(keys[i].word) == n && !memcmp(keys[i].word, word, n))
			return &keys[i];
	return NULL;
}

static char **field_of(struct gocase *c, const struct key *k)
{
	return (char **)((char *)c + k->field);
}

/* Stores the finished value of a key; it was given twice: an error, since one of the two would be lost. */
static int store_value(struct gocase *c, const struct key *k, const char *value, bool seen, struct error *err)
{
	if (k->field == KEY_REF) {
		strlist_add(&c->refs, value);
		return 0;
	}
	if (seen)
		return error_set(err, ERR_USAGE, "%s: '%s:' is given twice in the comments on top; keep one", c->path,
		                 k->word);
	if (k->field == KEY_GO) {
		if (!version_parse(value, &c->min_go))
			return error_set(err, ERR_USAGE, "%s: 'go: %s' is no Go version; write one like 'go: 1.18'",
			                 c->path, value);
		return 0;
	}
	free(*field_of(c, k));
	*field_of(c, k) = xstrdup(value);
	return 0;
}

/* One line without its newline, trailing white space and carriage return. */
static size_t line_length(const char *p, const char *end, const char **next)
{
	const char *stop = memchr(p, '\n', (size_t)(end - p));
	size_t n = (size_t)((stop ? stop : end) - p);

	*next = stop ? stop + 1 : end;
	while (n && (p[n - 1] == '\r' || p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n;
}

/* The key that the comment line begins ("// word: value"), *value after it; NULL if it begins none. */
static const struct key *begins_key(const char *line, size_t n, const char **value)
{
	const char *colon = n > 3 && line[2] == ' ' ? memchr(line + 3, ':', n - 3) : NULL;

	if (!colon)
		return NULL;
	*value = colon + 1;
	while (*value < line + n && (**value == ' ' || **value == '\t'))
		++*value;
	return find_key(line + 3, (size_t)(colon - line - 3));
}

/* A key's value goes on in lines "//   more"; anything else ends it, and the first line of code ends all. */
static int parse_comments(struct gocase *c, const char *bytes, size_t n, struct error *err)
{
	const char *p = bytes, *end = bytes + n, *next = bytes, *first = NULL;
	const struct key *open = NULL;
	bool seen[sizeof keys / sizeof keys[0]] = { false };
	struct str value = STR_INIT;
	bool last = false;
	int r = 0;

	for (; !last && r == 0; p = next) {
		size_t len = line_length(p, end, &next);
		bool comment = len >= 2 && p[0] == '/' && p[1] == '/';

		if (open && len > 5 && !memcmp(p, "//   ", 5) && p[5] != ' ') {
			str_add_char(&value, ' ');
			str_add_bytes(&value, p + 5, len - 5);
			continue;
		}
		if (open) {
			r = store_value(c, open, str_cstr(&value), seen[open - keys], err);
			seen[open - keys] = true;
			str_reset(&value);
		}
		last = p == end || (len && !comment);
		open = comment ? begins_key(p, len, &first) : NULL;
		if (open)
			str_add_bytes(&value, first, (size_t)(p + len - first));
	}
	str_release(&value);
	return r;
}

/* ---- the name ---- */

/* What may stand in a family or a case name: both become file names and database keys. */
static bool is_plain(const char *s, size_t n)
{
	if (!n || n > 100 || *s == '.' || *s == '_' || *s == '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		char ch = s[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' ||
		      ch == '-' || ch == '.' || ch == '+'))
			return false;
	}
	return true;
}

/* Family and file from ".../FAMILY/FILE"; false when they cannot name a case. */
static bool parse_name(struct gocase *c)
{
	const char *slash = strrchr(c->path, '/');
	const char *file = slash ? slash + 1 : c->path;
	const char *family = slash;
	size_t n = strlen(file), stem, family_n;

	c->kind = str_ends(file, "_test.go") ? CASE_BENCHMARK : CASE_PROGRAM;
	if (!str_ends(file, ".go"))
		return false;
	stem = n - strlen(c->kind == CASE_BENCHMARK ? "_test.go" : ".go");
	while (family && family > c->path && family[-1] != '/')
		family--;
	family_n = family ? (size_t)(slash - family) : 0;
	if (!is_plain(file, stem) || !is_plain(family ? family : "", family_n))
		return false;
	c->file = xstrdup(file);
	c->family = xstrndup(family, family_n);
	c->name = xasprintf("%s/%.*s", c->family, (int)stem, file);
	return true;
}

/* ---- all of it ---- */

static bool has_main(const struct go_source *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (!strcmp(s->funcs[i].name, "main"))
			return true;
	return false;
}

static bool scan(struct gocase *c)
{
	struct go_source s;
	bool program;

	go_source_scan(c->source.p, c->source.len, &s);
	free(c->package);
	c->package = xstrdup(s.package);
	program = !strcmp(s.package, "main");
	if (c->kind == CASE_BENCHMARK && !program)
		for (size_t i = 0; i < s.len; i++)
			if (go_func_is_benchmark(&s.funcs[i]))
				strlist_add(&c->benchmarks, s.funcs[i].name);
	if (c->kind == CASE_PROGRAM)
		program = program && has_main(&s);
	go_source_release(&s);
	return c->kind == CASE_PROGRAM ? program : c->benchmarks.len > 0;
}

int case_parse(const char *path, const char *bytes, size_t n, struct gocase *out, bool *is_case, struct error *err)
{
	struct hash *h;

	*is_case = false;
	*out = (struct gocase){ .path = xstrdup(path) };
	out->min_go =
		(struct go_version){ .major = 1, .minor = 2, .patch = -1, .stage = GO_RELEASE, .stage_number = 0 };
	out->package = xstrdup("");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i].field < sizeof *out)
			*field_of(out, &keys[i]) = xstrdup("");
	str_add_bytes(&out->source, bytes, n);
	if (!parse_name(out) || !scan(out))
		return 0;
	if (parse_comments(out, out->source.p, n, err))
		return -1;
	h = hash_new();
	hash_add(h, out->source.p, n);
	hash_hex(h, out->sha256);
	*is_case = true;
	return 0;
}

void gocase_release(struct gocase *c)
{
	char *const owned[] = { c->name,  c->family,   c->file, c->path,   c->package,
		                c->title, c->question, c->why,  c->answer, c->fast };

	for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
		free(owned[i]);
	str_release(&c->source);
	strlist_release(&c->refs);
	strlist_release(&c->benchmarks);
	*c = (struct gocase){ .name = NULL };
}
