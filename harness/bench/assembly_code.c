/* The machine code of a listing's functions, so that two releases' can be told to be the same. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/assembly.h"
#include "bench/assembly_code.h"

/* References looked at per listing, and bytes of one function's names: what is beyond both is no case. */
#define MAX_STEPS ((size_t)1 << 20)
#define MAX_NAMES ((size_t)1 << 16)

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

/* Constants, and what is not run, or once at most, while nothing fails; beginnings of names as name_copy() leaves them. */
static bool is_of_no_work(const char *name)
{
	static const char *const begins[] = {
		"go.string.",
		"type.",
		"go.itab.",
		"gclocals",
		"$f32.",
		"$f64.",
		"$i64.",
		"runtime.morestack",
		"runtime.panic",
		"runtime.goPanic",
		"runtime.throwinit",
		"runtime.gcWriteBarrier",
		"runtime.writebarrier",
		"runtime.writeBarrier",
		"runtime.wb",
		"runtime.zerobase",
		"runtime.tlsg",
		"runtime.tls_g",
		"runtime.staticuint64s",
		"testing.(*B).ResetTimer",
		"testing.(*B).ReportAllocs",
		"testing.(*B).SetBytes",
	};

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (!strncmp(name, begins[i], strlen(begins[i])))
			return true;
	return false;
}

/* What is not in the listing has its package before the dot; a variable of the own package has none. */
static bool leaves(const struct reading *r, const struct node *node)
{
	if (node->any)
		return true;
	for (size_t i = 0; i < node->len; i++) {
		const char *name = node->refs[i].name;

		if (strchr(name, '.') && !is_of_no_work(name) && find(r, name) == r->len)
			return true;
	}
	return false;
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
			            .refers = str_detach(&names),
			            .leaves = leaves(r, node) };
		digest(r, node, c->digest);
	}
	free(queue);
	if (out->len > 1)
		qsort(out->items, out->len, sizeof *out->items, by_function);
}

void assembly_codes(const char *text, size_t n, struct code_list *out)
{
	struct reading r = { .nodes = NULL };

	code_read(&r, piece_of(text, n));
	if (r.len > 1)
		qsort(r.nodes, r.len, sizeof *r.nodes, by_name);
	code_mask_loop(&r);
	add_codes(&r, out);
	code_reading_release(&r);
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
