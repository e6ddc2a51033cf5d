#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "bench/diagnostics_text.h"

/* How many bytes from the start on are printable ASCII: nearly all of them nearly always, so eight at a time. */
static size_t plain_run(struct piece s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t i = 0;
	uint64_t w;

	/* A byte's top bit: set in it (not ASCII), by adding 1 (DEL), or by taking 32 from less (control characters). */
	for (; i + sizeof w <= s.n; i += sizeof w) {
		memcpy(&w, s.p + i, sizeof w);
		if ((w | (w + ones) | (w - ones * ' ')) & (ones * 0x80))
			break;
	}
	while (i < s.n && s.p[i] >= ' ' && s.p[i] < 0x7f)
		i++;
	return i;
}

void clean_add(struct str *out, struct piece s)
{
	for (;;) {
		size_t len = plain_run(s);

		str_add_bytes(out, s.p, len);
		s = piece_rest(s, len);
		if (!s.n)
			return;
		len = utf8_length(s.p, s.n);
		if (len > 1)
			str_add_bytes(out, s.p, len);
		else
			str_add_char(out, *s.p == '\t' ? ' ' : '?');
		s = piece_rest(s, len > 1 ? len : 1);
	}
}

char *text_copy(struct piece s)
{
	struct str out = STR_INIT;

	if (plain_run(s) == s.n)
		return xstrndup(s.p, s.n);
	clean_add(&out, s);
	return str_detach(&out);
}

static bool is_word_end(struct piece s, size_t at)
{
	return at >= s.n || !(s.p[at] == '_' || (s.p[at] >= '0' && s.p[at] <= '9') ||
	                      (s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= 'A' && s.p[at] <= 'Z'));
}

/* Length of a package's quotes before a name, 0 if there are none; *name: in them. Up to 1.6: "". @"". @"unsafe". */
static size_t package_quotes(struct piece s, struct piece *name)
{
	size_t at = piece_starts(s, "@\"") ? 2 : piece_starts(s, "\"") ? 1 : 0, i = at;

	if (!at)
		return 0;
	while (i < s.n && s.p[i] != '"' && s.p[i] != ' ' && s.p[i] != '\\')
		i++;
	if (i + 1 >= s.n || s.p[i] != '"' || s.p[i + 1] != '.')
		return 0;
	*name = piece_base(piece_of(s.p + at, i - at));
	return i + 2;
}

/* Length of the quoted literal at the start of s, with its quotes. */
static size_t quoted(struct piece s)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] == '\\' && s.p[0] != '`')
			i++;
		else if (s.p[i] == s.p[0])
			return i + 1;
	}
	return s.n;
}

/* "·2" behind a name: the copy of a variable in inlined code, up to 1.13. func·001 is a name of its own. */
static size_t copy_number(struct piece s, const struct str *before)
{
	static const char dot[] = "\xc2\xb7";
	size_t i = sizeof dot - 1;

	if (!piece_starts(s, dot) || str_ends(str_cstr(before), "func"))
		return 0;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i > sizeof dot - 1 && is_word_end(s, i) ? i : 0;
}

/* How many bytes from the start on begin nothing that subject_copy changes or skips: quotes, " literal", "go.shape.". */
static size_t ordinary_run(struct piece s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '\0';

		if (c == '"' || c == '`' || c == '\'' || c == '@' || (c & 0x80) || (c == ' ' && next == 'l') ||
		    (c == 'g' && next == 'o'))
			break;
	}
	return i;
}

char *subject_copy(struct piece s)
{
	static const char literal[] = " literal", shape[] = "go.shape.";
	struct str clean = STR_INIT, out = STR_INIT;
	struct piece c, package = { .p = "", .n = 0 };

	c = s;
	if (plain_run(s) < s.n) {
		clean_add(&clean, s);
		c = piece_of(str_cstr(&clean), clean.len);
	} else if (ordinary_run(c) == c.n && !piece_ends(c, "{}") && !piece_starts(c, "make(")) {
		return xstrndup(c.p, c.n); /* as nearly all are */
	}
	while (c.n) {
		size_t n = ordinary_run(c);

		if (n) {
			str_add_bytes(&out, c.p, n);
		} else if ((n = package_quotes(c, &package))) {
			str_add_bytes(&out, package.p, package.n);
			if (package.n)
				str_add_char(&out, '.');
		} else if (*c.p == '"' || *c.p == '`' || *c.p == '\'') {
			n = quoted(c);
			str_add_bytes(&out, c.p, n);
		} else if (piece_starts(c, literal) && is_word_end(c, sizeof literal - 1) &&
		           !str_ends(str_cstr(&out), "func")) {
			n = sizeof literal - 1;
			str_add(&out, "{...}");
		} else if (piece_starts(c, shape)) {
			n = sizeof shape - 1;
		} else {
			n = copy_number(c, &out);
			if (!n) {
				n = 1;
				str_add_char(&out, *c.p);
			}
		}
		c = piece_rest(c, n);
	}
	str_release(&clean);
	/* An empty literal is "T{}" from 1.16 on and was "T literal" like any other before. */
	if (out.len > 2 && str_ends(out.p, "{}") && out.p[out.len - 3] != ' ') {
		out.len -= 2;
		str_add(&out, "{...}");
	}
	make_normalise(&out);
	return str_detach(&out);
}

/* What the compiler appends to a function's name for the functions it makes out of parts of it. */
static size_t without_suffix(const char *name, size_t n)
{
	static const char *const marks[] = { ".func", "-fm", "-range", ".gowrap", ".deferwrap", "\xc2\xb7" };
	size_t i = 0;

	while (i < n && name[i] != '-' && name[i] != '\xc2' &&
	       (name[i] != '.' || i + 1 == n || !strchr("fgd", name[i + 1])))
		i++;
	if (i == n) /* none begins */
		return n;
	for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
		struct piece s = piece_of(name, n);
		long at = piece_find(s, marks[k]);
		size_t end = at < 0 ? 0 : (size_t)at + strlen(marks[k]);

		if (at >= 0 && (end == n || (name[end] >= '0' && name[end] <= '9')))
			n = (size_t)at;
	}
	return n;
}

char *function_copy(struct piece s)
{
	static const char *const nowhere[] = { "init", "glob.", "func", "<S>" };
	char *name;
	size_t n = 0;
	int depth = 0;

	if (!s.n)
		return xstrdup("");
	name = subject_copy(s);
	for (const char *p = name; *p; p++) { /* without type arguments */
		if (*p == '[')
			depth++;
		if (!depth)
			name[n++] = *p;
		if (*p == ']' && depth > 0)
			depth--;
	}
	n = without_suffix(name, n);
	for (size_t k = 0; k < sizeof nowhere / sizeof nowhere[0]; k++)
		if (piece_is(piece_of(name, n), nowhere[k]))
			n = 0;
	name[n] = '\0';
	return name;
}
