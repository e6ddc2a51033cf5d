#include "bench/diagnostics_text.h"

#include <string.h>

#include "base/alloc.h"

long piece_find(struct piece s, const char *needle)
{
	const char *at = s.n ? memmem(s.p, s.n, needle, strlen(needle)) : NULL;

	return at ? (long)(at - s.p) : -1;
}

long piece_find_last(struct piece s, const char *needle)
{
	size_t n = strlen(needle);

	for (size_t end = s.n >= n ? s.n - n + 1 : 0; end > 0;) {
		const char *at = memrchr(s.p, *needle, end);

		if (!at)
			break;
		if (!memcmp(at, needle, n))
			return at - s.p;
		end = (size_t)(at - s.p);
	}
	return -1;
}

size_t piece_name(struct piece s)
{
	int depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '[' || c == '(' || c == '{')
			depth++;
		else if ((c == ']' || c == ')' || c == '}') && depth > 0)
			depth--;
		else if (c == ' ' && depth == 0)
			return i;
	}
	return s.n;
}

struct piece piece_base(struct piece path)
{
	const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;

	return slash ? piece_rest(path, (size_t)(slash - path.p) + 1) : path;
}

/* Digits from `at` on, and the byte behind them; 0 if there are none or too many. */
static size_t number(struct piece s, size_t at, int *out)
{
	size_t i = at;

	*out = 0;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i - at < 9; i++)
		*out = *out * 10 + (s.p[i] - '0');
	return i > at ? i : 0;
}

bool position_parse(struct piece text, struct position *out, struct piece *rest)
{
	static const char nowhere[] = "<unknown line number>:";

	if (piece_starts(text, nowhere)) {
		*out = (struct position){ .file = piece_of(text.p, sizeof nowhere - 2), .line = 0, .col = 0 };
		*rest = piece_rest(text, sizeof nowhere - 1);
		return true;
	}
	for (size_t i = 1; i < text.n; i++) {
		const char *colon = memchr(text.p + i, ':', text.n - i);
		size_t line_end, col_end;

		if (!colon || memchr(text.p + i, '\t', (size_t)(colon - text.p) - i))
			return false;
		i = (size_t)(colon - text.p);
		line_end = number(text, i + 1, &out->line);
		if (!line_end || line_end >= text.n || text.p[line_end] != ':')
			continue;
		out->file = piece_base(piece_of(text.p, i));
		out->col = 0;
		*rest = piece_rest(text, line_end + 1);
		col_end = number(text, line_end + 1, &out->col);
		if (col_end && col_end < text.n && text.p[col_end] == ':')
			*rest = piece_rest(text, col_end + 1);
		else
			out->col = 0;
		return true;
	}
	return false;
}

/* ---- the function before the subject ---- */

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* "f", "T.M", "(*T).M", "pkg.(*T).M", "(*T).a/b.m", "glob..func1", "f.func1", "T.M-fm": what a function was called up to 1.13. */
static bool is_function(struct piece s)
{
	static const char *const keywords[] = { "func", "struct", "map", "chan", "interface", "range" };
	size_t i = 0;

	for (size_t k = 0; k < sizeof keywords / sizeof keywords[0]; k++)
		if (piece_is(s, keywords[k]))
			return false;
	while (i < s.n) {
		if (s.p[i] == '(') { /* the receiver may be "*struct { sync.Once; n int }" */
			int depth = 1;

			for (i++; i < s.n && depth; i++)
				depth += (s.p[i] == '(') - (s.p[i] == ')');
			i -= !depth;
			if (i + 1 >= s.n || s.p[i] != ')' || s.p[i + 1] != '.')
				return false;
			i += 2;
			continue;
		}
		if (!is_name_byte(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' && s.p[i] != '/')
			return false;
		i++;
	}
	return s.n > 0 && s.p[0] != '.' && s.p[0] != '/' && s.p[0] != '-' && !(s.p[0] >= '0' && s.p[0] <= '9');
}

/* Whether a binary operator comes next, which makes the word before it an operand and no function. */
static bool is_operator(struct piece s)
{
	size_t n = piece_name(s);

	if (!n || n == s.n || n > 3)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!strchr("+-*/%&|^<>=!:", s.p[i]))
			return false;
	return true;
}

bool prefix_split(struct piece text, struct piece *function, struct piece *subject)
{
	struct piece head = piece_of(text.p, piece_name(text)), tail;

	tail = piece_rest(text, head.n + 1);
	if (!tail.n || !is_function(head) || is_operator(tail) || piece_is(tail, "literal"))
		return false;
	*function = head;
	*subject = tail;
	return true;
}
