/* Any bytes are a listing: rows are sorted, each stands once, and there is no more than one call a line. */
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
	return 0;
}
