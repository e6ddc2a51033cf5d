#include "bench/assembly.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/assembly_text.h"

/* What calls are called, by architecture and era. */
static const char *const call_opcodes[] = { "CALL", "BL", "JAL" };

/* Calls that say nothing about allocation: checks that fail, stack growth, and what the garbage collector wants told. */
static const char *const skipped[] = {
	"panic",          "goPanic",      "gopanic", "throwinit", "morestack",
	"gcWriteBarrier", "writebarrier", "wbMove",  "wbZero",    "duff",
};

struct parser {
	struct runtime_call_list *out;
	char *function;       /* the one being listed */
	struct piece package; /* "path/pkg." of our own symbols, once known; before 1.20 they say "". or nothing */
	bool plain;           /* the listing of 1.2: symbols have no package */
};

static void call_release(struct runtime_call *c)
{
	free(c->file);
	free(c->function);
	free(c->callee);
}

struct piece assembly_package(struct piece symbol)
{
	size_t slash = 0, end = 0;

	while (end < symbol.n && symbol.p[end] != '(' && symbol.p[end] != '[') {
		if (symbol.p[end] == '/')
			slash = end;
		end++;
	}
	for (size_t i = slash; i < end; i++)
		if (symbol.p[i] == '.')
			return piece_of(symbol.p, i + 1);
	return piece_of(symbol.p, 0);
}

struct piece assembly_symbol(struct piece operand)
{
	long end;
	size_t n;

	while (operand.n && strchr(", \t", *operand.p))
		operand = piece_rest(operand, 1);
	end = piece_find(operand, "(SB)");
	operand.n = end < 0 ? 0 : (size_t)end;
	n = operand.n;
	while (n && operand.p[n - 1] >= '0' && operand.p[n - 1] <= '9')
		n--;
	if (n && n < operand.n && operand.p[n - 1] == '+')
		operand.n = n - 1;
	if (piece_ends(operand, ">")) {
		end = piece_find_last(operand, "<");
		if (end > 0)
			operand.n = (size_t)end;
	}
	return operand;
}

/* Skips bytes of the set; what is left. */
static struct piece skip(struct piece s, const char *set)
{
	size_t n = 0;

	while (n < s.n && s.p[n] && strchr(set, s.p[n]))
		n++;
	return piece_rest(s, n);
}

/* "FILE:LINE)" and white space behind it; *rest is what follows. Without a line number: file "", line 0. */
static bool place_parse(struct piece s, struct instruction *out, struct piece *rest)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		size_t colon = i;

		if (s.p[i] != ')' || (s.p[i + 1] != '\t' && s.p[i + 1] != ' '))
			continue;
		while (colon && s.p[colon - 1] >= '0' && s.p[colon - 1] <= '9')
			colon--;
		out->file = piece_of(s.p, 0);
		out->line = 0;
		if (colon && colon < i && i - colon < 10 && s.p[colon - 1] == ':') {
			out->file = piece_base(piece_of(s.p, colon - 1));
			for (size_t k = colon; k < i; k++)
				out->line = out->line * 10 + (s.p[k] - '0');
		} else if (!piece_starts(s, "<")) {
			continue; /* a parenthesis in the file's name */
		}
		*rest = piece_rest(s, i + 1);
		return true;
	}
	return false;
}

bool assembly_instruction(struct piece line, struct instruction *out)
{
	struct piece s = skip(line, "\t"), rest = skip(s, "0123456789abcdefx");
	size_t n;

	if (rest.n == s.n)
		return false;
	if (!piece_starts(rest, " (")) { /* the offset comes first, then the counter */
		s = piece_starts(rest, " ") ? piece_rest(rest, 1) : rest;
		rest = skip(s, "0123456789");
		if (rest.n == s.n || !piece_starts(rest, " ("))
			return false;
	}
	if (!place_parse(piece_rest(rest, 2), out, &s))
		return false;
	s = skip(s, " \t");
	for (n = 0; n < s.n && s.p[n] != ' ' && s.p[n] != '\t'; n++)
		;
	out->opcode = piece_of(s.p, n);
	out->operands = skip(piece_rest(s, n), " \t");
	return n > 0;
}

/* The name of the function that a TEXT instruction begins. */
static void begin_function(struct parser *p, const struct instruction *i)
{
	struct piece symbol = assembly_symbol(i->operands), package;

	if (!p->plain && !piece_starts(symbol, "\"")) {
		package = assembly_package(symbol);
		/* Other packages' functions (wrappers, instances) are marked as duplicates: they keep their path. */
		if (!p->package.n && piece_find(i->operands, "DUPOK") < 0)
			p->package = package;
		if (p->package.n && p->package.n == package.n && !memcmp(p->package.p, package.p, package.n))
			symbol = piece_rest(symbol, package.n);
	}
	free(p->function);
	p->function = subject_copy(symbol);
}

bool assembly_is_call(struct piece opcode)
{
	for (size_t i = 0; i < sizeof call_opcodes / sizeof call_opcodes[0]; i++)
		if (piece_is(opcode, call_opcodes[i]))
			return true;
	return false;
}

static void line_parse(struct parser *p, struct piece line)
{
	static const char runtime[] = "runtime.";
	struct instruction i;
	struct piece callee;
	struct runtime_call *c;

	if (piece_starts(line, "--- prog list \""))
		p->plain = true;
	if (!assembly_instruction(line, &i))
		return;
	if (piece_is(i.opcode, "TEXT")) {
		begin_function(p, &i);
		return;
	}
	if (!assembly_is_call(i.opcode))
		return;
	callee = assembly_symbol(i.operands);
	if (!piece_starts(callee, runtime))
		return;
	callee = piece_rest(callee, sizeof runtime - 1);
	for (size_t k = 0; k < sizeof skipped / sizeof skipped[0]; k++)
		if (piece_starts(callee, skipped[k]))
			return;
	p->out->items = vec_grow(p->out->items, &p->out->cap, p->out->len + 1, sizeof *p->out->items);
	c = &p->out->items[p->out->len++];
	*c = (struct runtime_call){ .file = text_copy(i.file), .line = i.line, .calls = 1 };
	c->function = xstrdup(p->function ? p->function : "");
	c->callee = text_copy(callee);
}

static int by_function(const void *a, const void *b)
{
	const struct runtime_call *x = a, *y = b;
	int r = strcmp(x->function, y->function);

	r = r ? r : (x->line > y->line) - (x->line < y->line);
	r = r ? r : strcmp(x->callee, y->callee);
	return r ? r : strcmp(x->file, y->file);
}

void assembly_parse(const char *text, size_t n, struct runtime_call_list *out)
{
	struct parser p = { .out = out, .function = NULL, .package = { .p = "", .n = 0 }, .plain = false };
	size_t kept = 0;

	for (const char *at = text, *end = n ? text + n : text; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);

		line_parse(&p, piece_of(at, len));
		at += len + (stop != NULL);
	}
	free(p.function);
	if (out->len > 1)
		qsort(out->items, out->len, sizeof *out->items, by_function);
	for (size_t i = 0; i < out->len; i++) {
		if (kept && !by_function(&out->items[kept - 1], &out->items[i])) {
			out->items[kept - 1].calls += out->items[i].calls;
			call_release(&out->items[i]);
		} else {
			out->items[kept++] = out->items[i];
		}
	}
	out->len = kept;
}

/* Digits follow "size=" and end the word. */
static bool has_size(struct piece line)
{
	long at = piece_find_last(line, " size=");
	struct piece rest = at < 0 ? piece_of(line.p, 0) : piece_rest(line, (size_t)at + 6);

	return rest.n && *rest.p >= '0' && *rest.p <= '9';
}

/*
 * "--- prog list "F" ---" in 1.2, `"".F t=1 size=112 value=0` up to 1.8, "path.F STEXT nosplit size=81 args=0x18" since: the
 * heading of a function or of data. Symbols may hold blanks; what is about a place in the source is no symbol.
 */
static bool is_heading(struct piece line)
{
	struct position at;
	struct piece rest;
	long kind;

	if (!line.n || *line.p == '\t' || *line.p == ' ')
		return false;
	if (piece_starts(line, "--- prog list \""))
		return true;
	if (!has_size(line) || position_parse(line, &at, &rest))
		return false;
	kind = piece_find_last(line, " t=");
	if (kind > 0)
		return true;
	kind = piece_find_last(line, " S");
	return kind > 0 && (size_t)kind + 2 < line.n && line.p[kind + 2] >= 'A' && line.p[kind + 2] <= 'Z';
}

size_t assembly_begins(const char *text, size_t n)
{
	const char *end = text + n;

	for (const char *at = text; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);

		if (is_heading(piece_of(at, len))) {
			/* 1.2 begins each with an empty line */
			bool plain = *at == '-' && at > text && at[-1] == '\n' && (at - 1 == text || at[-2] == '\n');

			return (size_t)(at - text) - plain;
		}
		at += len + (stop != NULL);
	}
	return n;
}

void runtime_call_list_release(struct runtime_call_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		call_release(&l->items[i]);
	free(l->items);
	*l = (struct runtime_call_list)RUNTIME_CALL_LIST_INIT;
}
