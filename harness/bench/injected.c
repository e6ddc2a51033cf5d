#include "bench/injected.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/bench/injected_calls.go.h"
#include "harness/bench/injected_counts.go.h"
#include "harness/bench/injected_growth.go.h"
#include "harness/bench/injected_hash.go.h"
#include "harness/bench/injected_maps.go.h"
#include "harness/bench/injected_memory.go.h"
#include "harness/bench/injected_objects.go.h"
#include "harness/bench/injected_sorting.go.h"
#include "harness/bench/injected_strings.go.h"

#define PER_CASE 6

static const struct {
	const char *name, *source;
} time_sources[] = {
	{ "calls", embedded_injected_calls_go },     { "growth", embedded_injected_growth_go },
	{ "hash", embedded_injected_hash_go },       { "maps", embedded_injected_maps_go },
	{ "memory", embedded_injected_memory_go },   { "objects", embedded_injected_objects_go },
	{ "sorting", embedded_injected_sorting_go }, { "strings", embedded_injected_strings_go },
};
_Static_assert(sizeof time_sources / sizeof *time_sources * PER_CASE == INJECTED_TIMES, "as many as promised");

/* What the changed side has instead; in the order of the benchmarks in injected_counts.go. */
static const struct {
	enum injected_count kind;
	const char *from, *to;
} count_changes[] = {
	{ INJECTED_ALLOC, "objects1 = 1\n", "objects1 = 2\n" },
	{ INJECTED_ALLOC, "objects2 = 10\n", "objects2 = 11\n" },
	{ INJECTED_ALLOC, "objects3 = 1000\n", "objects3 = 1001\n" },
	{ INJECTED_SIZE, "size1    = 16\n", "size1    = 24\n" },
	{ INJECTED_SIZE, "size2    = 64\n", "size2    = 80\n" },
	{ INJECTED_SIZE, "size3    = 1024\n", "size3    = 1152\n" },
	{ INJECTED_SIZE, "size4    = 8192\n", "size4    = 9472\n" },
	{ INJECTED_ALLOC, "appends  = 64\n", "appends  = 65\n" },
};
_Static_assert(sizeof count_changes / sizeof *count_changes == INJECTED_COUNTS, "as many as promised");

static int replace_once(struct str *text, const char *from, const char *to, struct error *err)
{
	const char *at = strstr(str_cstr(text), from);
	struct str out = STR_INIT;

	if (!at)
		return error_set(err, ERR_INFRA,
		                 "a case for the selftest lacks '%.40s': this program was built wrongly", from);
	str_add_bytes(&out, text->p, (size_t)(at - text->p));
	str_add(&out, to);
	str_add(&out, at + strlen(from));
	str_release(text);
	*text = out;
	return 0;
}

/* The case as it stands in the source; what is written into it afterwards leaves its name and digest alone. */
static int add_case(const char *name, const char *source, struct case_list *out, struct gocase **c, struct error *err)
{
	char *path = xasprintf(INJECTED_FAMILY "/%s_test.go", name);
	struct gocase parsed;
	bool is_case = false;
	int rc = case_parse(path, source, strlen(source), &parsed, &is_case, err);

	if (!rc && !is_case)
		rc = error_set(err, ERR_INFRA, "%s is no case: this program was built wrongly", path);
	if (rc) {
		gocase_release(&parsed);
	} else {
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len] = parsed;
		*c = &out->items[out->len++];
	}
	free(path);
	return rc;
}

int injected_time_cases(const int *more, struct case_list *out, struct error *err)
{
	for (size_t i = 0; i < sizeof time_sources / sizeof *time_sources; i++) {
		struct gocase *c;

		if (add_case(time_sources[i].name, time_sources[i].source, out, &c, err))
			return -1;
		for (size_t k = 0; k < PER_CASE; k++) {
			int units = more ? more[i * PER_CASE + k] : 0;
			char from[32], to[32];

			snprintf(from, sizeof from, "times%zu = %d\n", k + 1, INJECTED_UNITS);
			snprintf(to, sizeof to, "times%zu = %d\n", k + 1, INJECTED_UNITS + units);
			if (replace_once(&c->source, from, to, err))
				return -1;
		}
	}
	return 0;
}

enum injected_count injected_count_kind(int i)
{
	return i >= 0 && i < INJECTED_COUNTS ? count_changes[i].kind : INJECTED_SAME;
}

int injected_count_cases(bool changed, struct case_list *out, struct error *err)
{
	struct gocase *c;

	if (add_case("counts", embedded_injected_counts_go, out, &c, err))
		return -1;
	for (size_t i = 0; i < INJECTED_COUNTS && changed; i++)
		if (replace_once(&c->source, count_changes[i].from, count_changes[i].to, err))
			return -1;
	return 0;
}

char *injected_digest(const char *digest, const char *side, const struct case_list *cases)
{
	struct hash *h = hash_new();
	char hex[HASH_HEX];

	hash_add_field(h, "selftest");
	hash_add_field(h, side);
	for (size_t i = 0; i < cases->len; i++)
		hash_add_field(h, str_cstr(&cases->items[i].source));
	hash_hex(h, hex);
	return xasprintf("%s;selftest:%.16s", digest, hex);
}
