/*
 * Any bytes are a listing: rows are sorted, each stands once, and there is no more than one call a line; functions are sorted,
 * and refer to one another by names that are there.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/assembly.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int compare(const struct runtime_call *a, const struct runtime_call *b)
{
	int r = strcmp(a->function, b->function);

	r = r ? r : (a->line > b->line) - (a->line < b->line);
	r = r ? r : strcmp(a->callee, b->callee);
	return r ? r : strcmp(a->file, b->file);
}

/* A listing begins somewhere or nowhere, and what is cut off there begins with one. */
static void check_beginning(const char *text, size_t size)
{
	size_t at = assembly_begins(text, size);

	if (at > size || (at < size && assembly_begins(text + at, size - at) != 0))
		abort();
}

static bool is_function(const struct code_list *l, const char *name, size_t n)
{
	for (size_t i = 0; i < l->len; i++)
		if (strlen(l->items[i].function) == n && !memcmp(l->items[i].function, name, n))
			return true;
	return false;
}

static void check_codes(const char *text, size_t size)
{
	struct code_list l = CODE_LIST_INIT;
	size_t lines = 1;

	assembly_codes(text, size, &l);
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	if (l.len > lines)
		abort();
	for (size_t i = 0; i < l.len; i++) {
		const struct code *c = &l.items[i];

		if (strlen(c->digest) != HASH_HEX - 1 || c->bytes < 0 || (size_t)c->bytes > size ||
		    strchr(c->function, '\n'))
			abort();
		if (i && strcmp(l.items[i - 1].function, c->function) > 0)
			abort();
		for (const char *at = c->refers, *end; *at; at = end + 1) {
			end = strchr(at, '\n');
			if (!end || ((end - at != 1 || *at != '*') && !is_function(&l, at, (size_t)(end - at))))
				abort();
		}
	}
	code_list_release(&l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct runtime_call_list l = RUNTIME_CALL_LIST_INIT;
	size_t lines = 1, calls = 0;

	assembly_parse((const char *)data, size, &l);
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	for (size_t i = 0; i < l.len; i++) {
		if (l.items[i].calls < 1 || l.items[i].line < 0)
			abort();
		if (i && compare(&l.items[i - 1], &l.items[i]) >= 0)
			abort();
		calls += (size_t)l.items[i].calls;
	}
	if (calls > lines)
		abort();
	runtime_call_list_release(&l);
	check_beginning((const char *)data, size);
	check_codes((const char *)data, size);
	return 0;
}
