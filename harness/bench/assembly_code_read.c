/* The lines of a listing that have to do with machine code. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/assembly_code.h"

/* ---- names ---- */

/* Can a package path not begin behind this? */
static bool within_name(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '/' ||
	       c == '.' || c == '-' || c == '%' || (c & 0x80);
}

/* In one form for all eras: without the own package, "type." and "go." for "type:" and "go:". Texts keep what they say. */
static char *name_copy(const struct reading *r, struct piece s)
{
	static const char own[] = "\"\".";
	struct str out = STR_INIT;
	size_t i = 0;

	if (piece_ends(s, ">")) { /* "f<ABIInternal>", "f<1>" */
		long at = piece_find_last(s, "<");

		if (at > 0)
			s.n = (size_t)at;
	}
	if (piece_starts(s, "type:") || piece_starts(s, "go:")) {
		i = *s.p == 't' ? 5 : 3;
		str_add(&out, *s.p == 't' ? "type." : "go.");
	}
	if (piece_starts(piece_rest(s, i ? i : 3), "string.") && piece_starts(s, "go")) {
		str_add_bytes(&out, s.p + i, s.n - i);
		return str_detach(&out);
	}
	while (i < s.n) {
		struct piece rest = piece_rest(s, i);

		if (piece_starts(rest, own)) {
			i += sizeof own - 1;
		} else if (r->package.n && rest.n > r->package.n && !memcmp(rest.p, r->package.p, r->package.n) &&
		           rest.p[r->package.n] == '.' && !(i && within_name(s.p[i - 1]))) {
			i += r->package.n + 1;
		} else {
			str_add_char(&out, *rest.p);
			i++;
		}
	}
	return str_detach(&out);
}

/* ---- lines ---- */

struct heading {
	struct piece name;
	bool function, copy; /* copy: other packages may have one, too */
};

/* `"".F t=1 size=80 value=0` up to 1.8, "path.F STEXT nosplit size=81" since. */
static bool heading_parse(struct piece line, struct heading *out)
{
	long at;
	struct piece rest;

	if (!line.n || *line.p == '\t' || *line.p == ' ' || piece_find(line, " size=") < 0)
		return false;
	at = piece_find_last(line, " t=");
	if (at > 0) {
		rest = piece_rest(line, (size_t)at + 3);
		out->function = piece_starts(rest, "1 ");
	} else {
		at = piece_find_last(line, " S");
		rest = piece_rest(line, (size_t)(at < 0 ? 0 : at) + 1);
		if (at <= 0 || rest.n < 2 || rest.p[1] < 'A' || rest.p[1] > 'Z')
			return false;
		out->function = piece_starts(rest, "STEXT");
	}
	out->name = piece_of(line.p, (size_t)at);
	out->copy = piece_find(rest, " dupok") >= 0;
	return true;
}

static bool number_parse(struct piece *s, long *out)
{
	size_t n = 0;

	*out = 0;
	for (; n < s->n && n < 10 && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		*out = *out * 10 + (s->p[n] - '0');
	*s = piece_rest(*s, n);
	return n > 0;
}

static struct node *last(struct reading *r)
{
	return r->len ? &r->nodes[r->len - 1] : NULL;
}

static void begin(struct reading *r, struct piece name, bool function)
{
	r->nodes = vec_grow(r->nodes, &r->cap, r->len + 1, sizeof *r->nodes);
	r->nodes[r->len++] = (struct node){ .name = name_copy(r, name), .function = function, .any = r->plain };
	r->first = -1;
}

/* "\trel 29+4 t=R_PCREL type:int+0". A field of no bytes only marks a call through a pointer, or something for the linker. */
static void read_ref(struct reading *r, struct node *node, struct piece s)
{
	struct ref ref;
	struct piece name;
	long at;

	if (!number_parse(&s, &ref.at) || !piece_starts(s, "+"))
		return;
	s = piece_rest(s, 1);
	if (!number_parse(&s, &ref.size) || (at = piece_find(s, "t=")) < 0)
		return;
	s = piece_rest(s, (size_t)at);
	at = piece_find(s, " ");
	s = piece_rest(s, at < 0 ? s.n : (size_t)at + 1);
	at = piece_find_last(s, "+");
	if (at < 0)
		return;
	name = piece_of(s.p, (size_t)at);
	if (!ref.size) {
		node->any = node->any || !name.n;
		return;
	}
	if (piece_is(name, "TLS")) /* no name up to 1.5 */
		name.n = 0;
	ref.name = name_copy(r, name);
	ref.addend = piece_rest(s, (size_t)at + 1);
	node->refs = vec_grow(node->refs, &node->cap, node->len + 1, sizeof *node->refs);
	node->refs[node->len++] = ref;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\t0x0010 76 33 48  v3H": offset, up to 16 bytes, the same as characters. False for an instruction. */
static bool read_bytes(struct node *node, struct piece line)
{
	size_t i = 1, start, bytes = 0;

	while (i < line.n && (hex(line.p[i]) >= 0 || line.p[i] == 'x'))
		i++;
	start = i;
	for (; bytes < 16 && i + 3 < line.n && line.p[i] == ' '; bytes++, i += 3) {
		int high = hex(line.p[i + 1]), low = hex(line.p[i + 2]);

		if (high < 0 || low < 0 || line.p[i + 3] != ' ')
			break;
		str_add_char(&node->bytes, (char)(high * 16 + low));
	}
	return start > 1 && bytes > 0;
}

/* Jumps to a place that only running tells? A table's is no matter: all its places are in the function. */
static bool is_indirect(const struct instruction *i)
{
	struct piece to = i->operands;

	if (assembly_is_call(i->opcode))
		return !assembly_symbol(to).n;
	while (to.n && (*to.p == ',' || *to.p == ' '))
		to = piece_rest(to, 1);
	return piece_is(i->opcode, "JMP") && !assembly_symbol(to).n && to.n && *to.p >= 'A' && *to.p <= 'Z';
}

bool code_in_benchmark(const struct node *node)
{
	return piece_starts(piece_of(node->name, strlen(node->name)), "Benchmark");
}

/* "448(AX)" in the operands; 0 if there is no such thing. Not what is on the stack or a symbol's. */
static long far_of(struct piece operands)
{
	for (size_t i = 1; i + 2 < operands.n; i++) {
		struct piece digits, base = piece_rest(operands, i + 1);
		size_t from = i;
		long far;

		if (operands.p[i] != '(' || piece_starts(base, "S") || piece_starts(base, "F"))
			continue;
		while (from && operands.p[from - 1] >= '0' && operands.p[from - 1] <= '9')
			from--;
		if (from && !strchr(", \t", operands.p[from - 1]))
			continue;
		digits = piece_of(operands.p + from, i - from);
		if (number_parse(&digits, &far) && !digits.n && far > 127 && far < INT32_MAX)
			return far;
	}
	return 0;
}

static void read_access(struct node *node, struct piece line)
{
	struct instruction i;
	struct piece rest = piece_rest(line, 1);
	long at = piece_find(rest, " "), counter, far;

	rest = piece_rest(rest, at < 0 ? rest.n : (size_t)at + 1);
	if (!number_parse(&rest, &counter) || !assembly_instruction(line, &i))
		return;
	if (node->naccesses) {
		struct access *before = &node->accesses[node->naccesses - 1];

		if (before->to < 0 && counter > before->from)
			before->to = counter;
	}
	far = far_of(i.operands);
	if (!far)
		return;
	node->accesses = vec_grow(node->accesses, &node->accesses_cap, node->naccesses + 1, sizeof *node->accesses);
	node->accesses[node->naccesses++] = (struct access){ .from = counter, .to = -1, .far = far };
}

static void read_instruction(struct node *node, struct piece line)
{
	struct instruction i;

	if (code_in_benchmark(node))
		read_access(node, line);

	if ((piece_find(line, "CALL") >= 0 || piece_find(line, "JMP") >= 0 || piece_find(line, "\tBL") >= 0 ||
	     piece_find(line, "\tJAL") >= 0) &&
	    assembly_instruction(line, &i) && is_indirect(&i))
		node->any = true;
}

/* 1.2: "0026 (x.go:14) JLE     ,35". What it says of variables and the collector's maps is no instruction. */
static void read_plain(struct reading *r, struct node *node, struct piece line)
{
	struct instruction i;
	struct piece to;
	long counter, target;

	if (!assembly_instruction(line, &i) || piece_is(i.opcode, "TYPE") || piece_is(i.opcode, "FUNCDATA") ||
	    piece_is(i.opcode, "PCDATA") || !number_parse(&line, &counter))
		return;
	if (r->first < 0)
		r->first = counter;
	str_add_bytes(&node->bytes, i.opcode.p, i.opcode.n);
	to = piece_starts(i.operands, ",") ? piece_rest(i.operands, 1) : i.operands;
	if (piece_starts(i.opcode, "J") && number_parse(&to, &target) && !to.n) {
		str_addf(&node->bytes, " %ld\n", target - r->first);
		return;
	}
	str_add_char(&node->bytes, ' ');
	str_add_bytes(&node->bytes, i.operands.p, i.operands.n);
	str_add_char(&node->bytes, '\n');
}

static void read_line(struct reading *r, struct piece line)
{
	static const char prog[] = "--- prog list \"", rel[] = "\trel ";
	struct node *node = last(r);
	struct heading h;

	if (piece_starts(line, prog)) {
		struct piece name = piece_rest(line, sizeof prog - 1);
		long end = piece_find_last(name, "\"");

		name.n = end < 0 ? 0 : (size_t)end;
		r->plain = true;
		begin(r, name, true);
	} else if (heading_parse(line, &h)) {
		begin(r, h.name, h.function);
	} else if (!node) {
		return;
	} else if (r->plain) {
		read_plain(r, node, line);
	} else if (piece_starts(line, rel)) {
		read_ref(r, node, piece_rest(line, sizeof rel - 1));
	} else if (node->function && piece_starts(line, "\t") && !read_bytes(node, line)) {
		read_instruction(node, line);
	}
}

static struct piece next_line(struct piece *text)
{
	const char *stop = text->n ? memchr(text->p, '\n', text->n) : NULL;
	struct piece line = piece_of(text->p, stop ? (size_t)(stop - text->p) : text->n);

	*text = piece_rest(*text, line.n + (stop != NULL));
	return line;
}

/*
 * The own package, which the compiler tells the debugger; else that of the first function that is nobody else's. Before 1.20
 * its symbols say "".
 */
static void find_package(struct reading *r, struct piece text)
{
	static const char producer[] = "go:cuinfo.producer.";
	struct heading h;

	while (text.n) {
		if (!heading_parse(next_line(&text), &h))
			continue;
		if (piece_starts(h.name, producer)) {
			r->package = piece_rest(h.name, sizeof producer - 1);
			return;
		}
		if (h.function && !h.copy && !r->package.n && !piece_starts(h.name, "\"")) {
			r->package = assembly_package(h.name);
			r->package.n -= r->package.n > 0; /* the dot */
		}
	}
}

void code_read(struct reading *r, struct piece text)
{
	find_package(r, text);
	while (text.n)
		read_line(r, next_line(&text));
}

void code_reading_release(struct reading *r)
{
	for (size_t i = 0; i < r->len; i++) {
		for (size_t k = 0; k < r->nodes[i].len; k++)
			free(r->nodes[i].refs[k].name);
		free(r->nodes[i].refs);
		free(r->nodes[i].accesses);
		free(r->nodes[i].name);
		str_release(&r->nodes[i].bytes);
	}
	free(r->nodes);
}
