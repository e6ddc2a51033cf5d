#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "bench/diagnostics_text.h"

/*
 * Constant integer expressions as older compilers print them in "make([]byte, 1 << 16 - 1)"; today's print the
 * value. Numbers, parentheses and Go's binary operators (https://go.dev/ref/spec#Operator_precedence); no names.
 */
struct reader {
	const char *p, *end;
	int depth;
};

static void skip_spaces(struct reader *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
}

static bool sum(struct reader *r, int64_t *out);

static bool operand(struct reader *r, int64_t *out)
{
	const char *start;

	skip_spaces(r);
	if (r->p < r->end && *r->p == '(' && r->depth < 16) {
		r->p++;
		r->depth++;
		if (!sum(r, out) || r->p >= r->end || *r->p != ')')
			return false;
		r->p++;
		r->depth--;
		return true;
	}
	*out = 0;
	for (start = r->p; r->p < r->end && *r->p >= '0' && *r->p <= '9' && r->p - start < 18; r->p++)
		*out = *out * 10 + (*r->p - '0');
	return r->p > start;
}

static bool apply(char operator, int64_t a, int64_t b, int64_t *out)
{
	switch (operator) {
	case '*':
		return !__builtin_mul_overflow(a, b, out);
	case '/':
		*out = b ? a / b : 0;
		return b != 0;
	case '%':
		*out = b ? a % b : 0;
		return b != 0;
	case '<':
		return b >= 0 && b < 62 && !__builtin_mul_overflow(a, INT64_C(1) << b, out);
	case '>':
		*out = b >= 0 && b < 62 ? a / (INT64_C(1) << b) : 0;
		return b >= 0 && b < 62 && a >= 0;
	case '+':
		return !__builtin_add_overflow(a, b, out);
	default:
		return !__builtin_sub_overflow(a, b, out);
	}
}

/* The operator that comes next if it is one of the set; 0 otherwise. Shifts are written twice: "<<", ">>". */
static char next_operator(struct reader *r, const char *set)
{
	char c;

	skip_spaces(r);
	if (r->p >= r->end || !*r->p || !strchr(set, *r->p))
		return 0;
	c = *r->p++;
	if (c == '<' || c == '>') {
		if (r->p >= r->end || *r->p != c)
			return 0;
		r->p++;
	}
	return c;
}

static bool product(struct reader *r, int64_t *out)
{
	int64_t b;
	char c;

	if (!operand(r, out))
		return false;
	while ((c = next_operator(r, "*/%<>")))
		if (!operand(r, &b) || !apply(c, *out, b, out))
			return false;
	return true;
}

static bool sum(struct reader *r, int64_t *out)
{
	int64_t b;
	char c;

	if (!product(r, out))
		return false;
	while ((c = next_operator(r, "+-")))
		if (!product(r, &b) || !apply(c, *out, b, out))
			return false;
	return true;
}

/* The end of the argument at `p`: the next comma or closing parenthesis outside brackets. */
static const char *argument_end(const char *p, const char *end)
{
	int depth = 0;

	for (; p < end; p++) {
		if (depth == 0 && (*p == ',' || *p == ')'))
			return p;
		if (*p == '(' || *p == '[' || *p == '{')
			depth++;
		else if (*p == ')' || *p == ']' || *p == '}')
			depth--;
	}
	return end;
}

void make_normalise(struct str *s)
{
	struct str out = STR_INIT;
	const char *p = str_cstr(s), *end = p + s->len;
	bool reference;
	int n = 0;

	if (!str_starts(p, "make(") || !str_ends(p, ")"))
		return;
	reference = str_starts(p, "make(map[") || str_starts(p, "make(chan ");
	str_add(&out, "make(");
	for (p += strlen("make("); p < end; n++) {
		const char *stop = argument_end(p, end);
		struct reader r = { .p = p, .end = stop, .depth = 0 };
		int64_t value = 0;
		bool constant = n > 0 && sum(&r, &value) && r.p == stop;

		if (n > 0 && !(reference && constant && value == 0))
			str_add(&out, ", ");
		if (!constant)
			str_add_bytes(&out, p, (size_t)(stop - p));
		else if (!(reference && value == 0))
			str_addf(&out, "%lld", (long long)value);
		p = stop;
		if (p < end && *p == ')') {
			str_add_bytes(&out, p, (size_t)(end - p));
			break;
		}
		p += p < end;
		while (p < end && *p == ' ')
			p++;
	}
	str_release(s);
	*s = out;
}
