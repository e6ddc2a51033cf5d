/* Any bytes are a case file, under a good name and under one made of its first line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/case.h"
#include "bench/go_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(const char *path, const uint8_t *data, size_t size)
{
	struct error err = ERROR_INIT;
	struct gocase c;
	bool is_case = false;
	int r = case_parse(path, (const char *)data, size, &c, &is_case, &err);

	if (r ? is_case || err.kind == ERR_NONE : err.kind != ERR_NONE)
		abort();
	if (is_case) {
		if (!c.name || !c.family || !c.file || !c.title || !c.fast || strlen(c.sha256) != 64 ||
		    c.source.len != size)
			abort();
		if (strpbrk(c.file, "/'\" \n") || !strncmp(c.family, ".", 1) ||
		    (c.kind == CASE_BENCHMARK) != (c.benchmarks.len > 0))
			abort();
	}
	gocase_release(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = size ? memchr(data, '\n', size) : NULL;
	struct go_source s;
	char path[256];

	parse("slice/name_test.go", data, size);
	parse("slice/name.go", data, size);
	if (newline && (size_t)(newline - data) < sizeof path) {
		memcpy(path, data, (size_t)(newline - data));
		path[newline - data] = '\0';
		parse(path, newline + 1, size - (size_t)(newline + 1 - data));
	}
	go_source_scan((const char *)data, size, &s);
	for (size_t i = 0; i < s.len; i++)
		if (s.funcs[i].first < 1 || s.funcs[i].last < s.funcs[i].first)
			abort();
	go_source_release(&s);
	return 0;
}
