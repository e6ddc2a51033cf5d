#include "cmd/import_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct gocase import_case(const char *pkg, const char *unnamed)
{
	struct gocase c = { .kind = CASE_BENCHMARK, .family = xstrdup(IMPORT_FAMILY) };
	struct str name = STR_INIT;
	struct hash *hash = hash_new();

	if (!*pkg || !strcmp(pkg, "command-line-arguments"))
		pkg = unnamed;
	str_add(&name, IMPORT_FAMILY "/");
	for (const char *p = pkg; *p; p++)
		if (*p == '+')
			str_add(&name, "++");
		else if (*p == '/')
			str_add_char(&name, '+');
		else
			str_add_char(&name, (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			                                    (*p >= '0' && *p <= '9') || strchr("-._~", *p)
			                            ? *p
			                            : '_');
	c.name = str_detach(&name);
	c.file = xstrdup("");
	c.path = xstrdup("");
	c.package = xstrdup("");
	c.title = xasprintf("Imported: %s", pkg);
	c.question = xstrdup("");
	c.why = xstrdup("");
	c.answer = xstrdup("");
	c.fast = xstrdup("");
	str_addf(&c.source, "// Imported from logs of %s: the source is not known here.\n", pkg);
	hash_add(hash, c.source.p, c.source.len);
	hash_hex(hash, c.sha256);
	return c;
}

static int64_t total(double per_op, int64_t n)
{
	return llround(per_op * (double)n);
}

void import_samples(const struct bench_group *g, struct gocase *c, struct sample_list *out)
{
	int *seen;

	for (size_t i = 0; i < g->len; i++)
		if (!strlist_has(&c->benchmarks, g->items[i].benchmark))
			strlist_add(&c->benchmarks, g->items[i].benchmark);
	seen = xcalloc(c->benchmarks.len + 1, sizeof *seen);
	for (size_t i = 0; i < g->len; i++) {
		const struct bench_result *r = &g->items[i];
		struct sample s = { .n = r->n, .position = (int)i };
		size_t k = 0;

		while (strcmp(c->benchmarks.items[k], r->benchmark) != 0)
			k++;
		s.benchmark = c->benchmarks.items[k];
		s.block = seen[k]++;
		s.elapsed_ns = r->ns_per_op >= 0 ? total(r->ns_per_op, r->n) : 0;
		s.mallocs = r->allocs_per_op >= 0 ? (uint64_t)total(r->allocs_per_op, r->n) : 0;
		s.bytes = r->bytes_per_op >= 0 ? (uint64_t)total(r->bytes_per_op, r->n) : 0;
		s.purpose = SAMPLE_ALLOCS;
		if (r->allocs_per_op >= 0 && r->bytes_per_op >= 0)
			sample_list_add(out, &s);
		s.purpose = r->confirm ? SAMPLE_CONFIRM : SAMPLE_TIME;
		if (r->ns_per_op >= 0)
			sample_list_add(out, &s);
	}
	free(seen);
}
