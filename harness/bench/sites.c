#include "bench/sites.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define STRAY 0.5 /* objects per op of the runtime's own that still count as nothing */

static void site_release(struct alloc_site *s)
{
	free(s->function);
	free(s->file);
	free(s->callee);
}

void alloc_site_list_release(struct alloc_site_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		site_release(&l->items[i]);
	free(l->items);
	*l = (struct alloc_site_list){ .items = NULL };
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "time/sleep.go" of a file of the standard library (whose src/ had a pkg/ up to 1.3). */
static const char *library_file(const char *path)
{
	static const char src[] = "/src/", pkg[] = "pkg/";
	const char *at = NULL;

	for (const char *p = strstr(path, src); p; p = strstr(p + 1, src))
		at = p + sizeof src - 1;
	if (!at)
		return base_name(path);
	return str_starts(at, pkg) ? at + sizeof pkg - 1 : at;
}

/* By name, or by file: C functions of the old runtime have no package, and some functions are lent to others. */
static bool is_runtime(const struct site_frame *f)
{
	static const char *const packages[] = { "runtime.", "runtime/", "internal/runtime/" };
	const char *file = library_file(f->file);

	for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
		if (str_starts(f->function, packages[i]))
			return true;
	return strchr(file, '/') && (str_starts(file, "runtime/") || str_starts(file, "internal/runtime/"));
}

static bool is_harness(const struct site_frame *f)
{
	return str_starts(f->function, "main.") || str_starts(f->function, "testing.");
}

/* The name without the case's package, NULL if it is another's. */
static const char *own_name(const struct site_case *c, const char *function)
{
	size_t n = strlen(c->package);

	return !strncmp(function, c->package, n) && function[n] == '.' ? function + n + 1 : NULL;
}

/* Wrappers that the compiler made are of its package, too, but of no file. */
static bool is_own(const struct site_case *c, const struct site_frame *f)
{
	return own_name(c, f->function) && !strcmp(base_name(f->file), c->built);
}

/* What every stack of the runtime ends with. */
static bool is_root(const struct site_frame *f)
{
	static const char *const roots[] = { "runtime.goexit",  "runtime.mstart",      "runtime.mstart0",
		                             "runtime.mstart1", "runtime.systemstack", "runtime.mcall",
		                             "runtime.gosched0" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (!strcmp(f->function, roots[i]))
			return true;
	return false;
}

bool site_attribute(const struct site_case *c, const struct site_frame *frames, size_t n, struct alloc_site *out)
{
	const struct site_frame *own = NULL, *outside = NULL, *site;
	bool harness = false;

	for (size_t i = 0; i < n && !own; i++) {
		if (is_own(c, &frames[i]))
			own = &frames[i];
		else if (!outside && !is_runtime(&frames[i]) && !own_name(c, frames[i].function))
			outside = &frames[i];
		harness |= is_harness(&frames[i]);
	}
	while (n > 1 && is_root(&frames[n - 1]))
		n--;
	site = own ? own : outside ? outside : n ? &frames[n - 1] : NULL;
	if (!site || (!own && harness))
		return false;
	*out = (struct alloc_site){
		.function = xstrdup(own ? own_name(c, own->function) : site->function),
		.file = xstrdup(own ? c->file : library_file(site->file)),
		.line = site->line,
		.callee = xstrdup(own && outside ? outside->function : ""),
	};
	return true;
}

static int compare_places(const struct alloc_site *a, const struct alloc_site *b)
{
	int d = strcmp(a->file, b->file);

	if (!d)
		d = (a->line > b->line) - (a->line < b->line);
	if (!d)
		d = strcmp(a->function, b->function);
	return d ? d : strcmp(a->callee, b->callee);
}

static int by_place(const void *a, const void *b)
{
	return compare_places(a, b);
}

/* Rows of one place become one. */
static void sum_up(struct alloc_site_list *l)
{
	size_t n = 0;

	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_place);
	for (size_t i = 0; i < l->len; i++) {
		if (n && !compare_places(&l->items[n - 1], &l->items[i])) {
			l->items[n - 1].objects_per_op += l->items[i].objects_per_op;
			l->items[n - 1].bytes_per_op += l->items[i].bytes_per_op;
			site_release(&l->items[i]);
		} else {
			l->items[n++] = l->items[i];
		}
	}
	l->len = n;
}

/* The answer as it is cut into words: in a copy, at whose bytes the words point. */
struct reader {
	char *p; /* the next line; NULL after the last */
	char *word[3];
};

/* The next line's words, between tabs: how many, 0 at the end or if there are more than three. */
static int next_line(struct reader *r)
{
	char *end = r->p ? strchr(r->p, '\n') : NULL, *p = r->p;
	int n = 0;

	if (!end)
		return 0;
	*end = '\0';
	r->p = end + 1;
	for (; n < 3 && p; n++) {
		char *tab = strchr(p, '\t');

		r->word[n] = p;
		if (tab)
			*tab++ = '\0';
		p = tab;
	}
	return p ? 0 : n;
}

static bool number(const char *s, int64_t max, int64_t *out)
{
	char *end;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	*out = strtoll(s, &end, 10);
	return !errno && !*end && *out <= max;
}

/* The frames up to the next line that is none: that line's words are the reader's then. -1: not a runner's. */
static int read_frames(struct reader *r, struct site_frame *frames, size_t *n)
{
	int words;

	for (*n = 0; (words = next_line(r)) == 3 && strcmp(r->word[0], "stack") != 0;) {
		struct site_frame f = { .function = r->word[1], .file = r->word[2] };
		int64_t line;

		if (!number(r->word[0], INT_MAX, &line))
			return -1;
		f.line = (int)line;
		if (*n < SITES_MAX_FRAMES) /* the outer ones decide nothing that the inner ones did not */
			frames[(*n)++] = f;
	}
	return words;
}

static bool parse(struct reader *r, int64_t n, const struct site_case *c, const char *benchmark,
                  struct alloc_site_list *out)
{
	struct site_frame frames[SITES_MAX_FRAMES];
	int64_t asked, objects, bytes;
	size_t depth;
	int words;

	if (next_line(r) != 2 || strcmp(r->word[0], "sites") != 0 || !number(r->word[1], INT64_MAX, &asked) ||
	    asked != n)
		return false;
	words = next_line(r);
	while (words == 3) {
		struct alloc_site site;

		if (strcmp(r->word[0], "stack") != 0 || !number(r->word[1], INT64_MAX, &objects) ||
		    !number(r->word[2], INT64_MAX, &bytes) || out->len >= SITES_MAX_ROWS)
			return false;
		words = read_frames(r, frames, &depth);
		if (words < 0)
			return false;
		if (!site_attribute(c, frames, depth, &site))
			continue;
		site.benchmark = benchmark;
		site.objects_per_op = (double)objects / (double)n;
		site.bytes_per_op = (double)bytes / (double)n;
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = site;
	}
	return words == 1 && !strcmp(r->word[0], "end") && !*r->p;
}

bool sites_parse(const struct str *answer, int64_t n, const struct site_case *c, const char *benchmark,
                 struct alloc_site_list *out)
{
	struct alloc_site_list found = { .items = NULL };
	char *copy = xstrndup(str_cstr(answer), answer->len);
	struct reader r = { .p = copy };
	bool good = n > 0 && strlen(copy) == answer->len && parse(&r, n, c, benchmark, &found);

	if (good) {
		sum_up(&found);
		for (size_t i = 0; i < found.len; i++) {
			if (strcmp(found.items[i].file, c->file) != 0 && found.items[i].objects_per_op < STRAY) {
				site_release(&found.items[i]);
				continue;
			}
			out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
			out->items[out->len++] = found.items[i];
		}
		found.len = 0; /* the strings have moved */
	}
	alloc_site_list_release(&found);
	free(copy);
	return good;
}
