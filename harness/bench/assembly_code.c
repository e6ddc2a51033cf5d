/* The machine code of a listing's functions, so that two releases' can be told to be the same. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "bench/assembly.h"
#include "bench/assembly_text.h"

/* References looked at per listing, and bytes of one function's names: what is beyond both is no case. */
#define MAX_STEPS ((size_t)1 << 20)
#define MAX_NAMES ((size_t)1 << 16)

struct ref {
	long at, size; /* of the field that the linker fills */
	char *name;
	struct piece addend;
};

/* A symbol of the listing: a function, or data that may refer to some. */
struct node {
	char *name;
	bool function;
	bool any;         /* calls through a pointer */
	struct str bytes; /* of a function; in 1.2 the text of its instructions */
	struct ref *refs;
	size_t len, cap;
	size_t seen; /* by which search, counted from 1 */
};

struct reading {
	struct node *nodes;
	size_t len, cap;
	struct piece package; /* "path/pkg." of our own symbols, from 1.20 on */
	bool plain;           /* the listing of 1.2 */
	long first;           /* the counter of its function's first instruction */
	size_t steps, search;
};

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
		           !(i && within_name(s.p[i - 1]))) {
			i += r->package.n;
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

static void read_instruction(struct node *node, struct piece line)
{
	struct instruction i;

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

/* The own package, from the first function that is nobody else's; before 1.20 its symbols say "". */
static void find_package(struct reading *r, struct piece text)
{
	struct heading h;

	while (text.n)
		if (heading_parse(next_line(&text), &h) && h.function && !h.copy) {
			if (!piece_starts(h.name, "\""))
				r->package = assembly_package(h.name);
			return;
		}
}

/* ---- results ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->name, ((const struct node *)b)->name);
}

static int by_place(const void *a, const void *b)
{
	const struct ref *x = a, *y = b;
	int order = (x->at > y->at) - (x->at < y->at);

	return order ? order : strcmp(x->name, y->name);
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void digest(const struct reading *r, const struct node *node, char out[HASH_HEX])
{
	struct hash *h = hash_new();
	struct str line = STR_INIT;

	str_addf(&line, "%s %zu\n", r->plain ? "text" : "bytes", node->bytes.len);
	str_add_bytes(&line, str_cstr(&node->bytes), node->bytes.len);
	for (size_t i = 0; i < node->len; i++) {
		const struct ref *ref = &node->refs[i];

		str_addf(&line, "%ld+%ld %s+", ref->at, ref->size, ref->name);
		str_add_bytes(&line, ref->addend.p, ref->addend.n);
		str_add_char(&line, '\n');
	}
	hash_add(h, line.p, line.len);
	hash_hex(h, out);
	str_release(&line);
}

/* The first node of this name; r->len if there is none. */
static size_t find(const struct reading *r, const char *name)
{
	size_t low = 0, high = r->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(r->nodes[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->len && !strcmp(r->nodes[low].name, name) ? low : r->len;
}

/* Follows what the function refers to through data, up to functions. False if that leads too far. */
static bool search(struct reading *r, size_t from, size_t *queue, struct str *out)
{
	const char **names = NULL;
	size_t todo = 0, len = 0, cap = 0;
	bool done = true;

	r->nodes[from].seen = ++r->search;
	for (queue[todo++] = from; todo && done;) {
		const struct node *node = &r->nodes[queue[--todo]];

		for (size_t i = 0; i < node->len && done; i++) {
			size_t k = find(r, node->refs[i].name);

			done = r->steps++ < MAX_STEPS;
			for (; k < r->len && !strcmp(r->nodes[k].name, node->refs[i].name); k++) {
				if (r->nodes[k].seen == r->search)
					continue;
				r->nodes[k].seen = r->search;
				if (!r->nodes[k].function) {
					queue[todo++] = k;
				} else if (strcmp(r->nodes[k].name, r->nodes[from].name) != 0) {
					names = vec_grow(names, &cap, len + 1, sizeof *names);
					names[len++] = r->nodes[k].name;
				}
			}
		}
	}
	if (len > 1)
		qsort(names, len, sizeof *names, by_text);
	for (size_t i = 0; i < len; i++) {
		char *name;

		if (i && !strcmp(names[i], names[i - 1]))
			continue;
		name = text_copy(piece_of(names[i], strlen(names[i])));
		str_addf(out, "%s\n", name);
		free(name);
	}
	free(names);
	return done && out->len <= MAX_NAMES;
}

static int by_function(const void *a, const void *b)
{
	const struct code *x = a, *y = b;
	int order = strcmp(x->function, y->function);

	return order ? order : strcmp(x->digest, y->digest);
}

static void add_codes(struct reading *r, struct code_list *out)
{
	size_t *queue = xcalloc(r->len + 1, sizeof *queue);

	for (size_t i = 0; i < r->len; i++) {
		struct node *node = &r->nodes[i];
		struct str names = STR_INIT;
		struct code *c;

		if (!node->function)
			continue;
		if (node->len > 1)
			qsort(node->refs, node->len, sizeof *node->refs, by_place);
		if (node->any || !search(r, i, queue, &names)) {
			str_reset(&names);
			str_add(&names, "*\n");
		}
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		c = &out->items[out->len++];
		*c = (struct code){ .function = text_copy(piece_of(node->name, strlen(node->name))),
			            .bytes = r->plain ? 0 : (long)node->bytes.len,
			            .refers = str_detach(&names) };
		digest(r, node, c->digest);
	}
	free(queue);
	if (out->len > 1)
		qsort(out->items, out->len, sizeof *out->items, by_function);
}

void assembly_codes(const char *text, size_t n, struct code_list *out)
{
	struct reading r = { .nodes = NULL };
	struct piece rest = piece_of(text, n);

	find_package(&r, rest);
	while (rest.n)
		read_line(&r, next_line(&rest));
	if (r.len > 1)
		qsort(r.nodes, r.len, sizeof *r.nodes, by_name);
	add_codes(&r, out);
	for (size_t i = 0; i < r.len; i++) {
		for (size_t k = 0; k < r.nodes[i].len; k++)
			free(r.nodes[i].refs[k].name);
		free(r.nodes[i].refs);
		free(r.nodes[i].name);
		str_release(&r.nodes[i].bytes);
	}
	free(r.nodes);
}

void code_list_release(struct code_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->items[i].function);
		free(l->items[i].refers);
	}
	free(l->items);
	*l = (struct code_list)CODE_LIST_INIT;
}
