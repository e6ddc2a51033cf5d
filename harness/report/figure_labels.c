/* What things are called in figures, and where a benchmark stands at a release. */
#include "report/figure_data.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "report/figures.h"

const char *release_label(const char *go)
{
	return str_starts(go, "go") && isdigit((unsigned char)go[2]) ? go + 2 : go;
}

const char *benchmark_label(const char *benchmark)
{
	return str_starts(benchmark, "Benchmark") && benchmark[9] ? benchmark + 9 : benchmark;
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool same_platform(const struct series *a, const struct series *b)
{
	return same_text(a->goos, b->goos) && same_text(a->goarch, b->goarch);
}

char *series_label(const struct history *h, const struct series *s)
{
	for (size_t i = 0; i < h->len; i++) {
		const struct series *o = &h->items[i];

		if (!same_platform(o, s) && !strcmp(o->benchmark, s->benchmark) && !strcmp(o->mode, s->mode) &&
		    !strcmp(o->case_name, s->case_name))
			return xasprintf("%s (%s/%s)", benchmark_label(s->benchmark), s->goos ? s->goos : "",
			                 s->goarch ? s->goarch : "");
	}
	return xstrdup(benchmark_label(s->benchmark));
}

char *case_family(const char *case_name)
{
	return xstrndup(case_name, strcspn(case_name, "/"));
}

const struct point *cell_point(const struct history *h, const struct series *s, const char *go)
{
	const struct point *p = series_at(s, go);

	for (size_t i = 0; !p && i < h->len; i++) {
		const struct series *whole = &h->items[i];

		if (!*whole->benchmark && same_platform(whole, s) && !strcmp(whole->mode, s->mode) &&
		    !strcmp(whole->case_name, s->case_name))
			p = series_at(whole, go);
	}
	return p;
}

#define LONGEST_NAME 150 /* bytes; then what is left out is a digest */

char *figure_distribution_name(const char *case_name)
{
	struct str name = STR_INIT;

	str_add(&name, "distribution-");
	for (const char *p = case_name; *p; p++) {
		const bool dash = *p == '-' && (p == case_name || p[-1] == '-' || p[-1] == '/' || p[1] == '/');

		if (*p == '/')
			str_add(&name, "--");
		else if (isalnum((unsigned char)*p) || *p == '_' || (*p == '-' && !dash))
			str_add_char(&name, *p);
		else
			str_addf(&name, "+%02X", (unsigned)(unsigned char)*p);
	}
	if (name.len > LONGEST_NAME) {
		struct hash *h = hash_new();
		char hex[HASH_HEX], *cut;

		hash_add_field(h, case_name);
		hash_hex(h, hex);
		cut = xasprintf("%.*s+h%.16s", LONGEST_NAME, str_cstr(&name), hex);
		str_release(&name);
		return cut;
	}
	return str_detach(&name);
}
