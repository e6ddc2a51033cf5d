/* Any bytes are a runner's answer: nothing is added unless all of it was read, rows of one place stand once, in order. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/sites.h"

#define N INT64_C(128)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int compare(const struct alloc_site *a, const struct alloc_site *b)
{
	int r = strcmp(a->file, b->file);

	r = r ? r : (a->line > b->line) - (a->line < b->line);
	r = r ? r : strcmp(a->function, b->function);
	return r ? r : strcmp(a->callee, b->callee);
}

static int is_end(const uint8_t *data, size_t size)
{
	static const char end[] = "end\n";

	return size >= sizeof end - 1 && !memcmp(data + size - (sizeof end - 1), end, sizeof end - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct site_case c = { .package = "goalloc/cases/c1", .built = "a.go", .file = "a_test.go" };
	struct alloc_site_list l = { .items = NULL };
	struct str answer = STR_INIT;
	bool good;

	str_add_bytes(&answer, (const char *)data, size);
	good = sites_parse(&answer, N, &c, "BenchmarkX", &l);
	if ((!good && l.len) || (good && !is_end(data, size)) || l.len > SITES_MAX_ROWS)
		abort();
	for (size_t i = 0; i < l.len; i++) {
		const struct alloc_site *s = &l.items[i];

		if (!s->function || !s->callee || s->line < 0 || !(s->objects_per_op >= 0) || !(s->bytes_per_op >= 0) ||
		    strcmp(s->benchmark, "BenchmarkX") != 0)
			abort();
		if (i && compare(s - 1, s) >= 0)
			abort();
	}
	alloc_site_list_release(&l);
	str_release(&answer);
	return 0;
}
