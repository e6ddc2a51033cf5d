/* The history as data: does a new measurement reproduce it? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/history_file.h"

void history_check_release(struct history_check *c)
{
	for (size_t i = 0; i < c->len; i++) {
		free(c->items[i].case_name);
		free(c->items[i].benchmark);
		free(c->items[i].mode);
		free(c->items[i].go);
		free(c->items[i].expected);
		free(c->items[i].measured);
	}
	free(c->items);
	*c = (struct history_check)HISTORY_CHECK_INIT;
}

static void add(struct history_check *c, const struct history_run *r, const char *go, const char *expected,
                const char *measured)
{
	c->items = vec_grow(c->items, &c->cap, c->len + 1, sizeof *c->items);
	c->items[c->len++] = (struct history_difference){ .case_name = xstrdup(r->case_name),
		                                          .benchmark = xstrdup(r->benchmark),
		                                          .mode = xstrdup(r->mode),
		                                          .go = xstrdup(go),
		                                          .expected = xstrdup(expected),
		                                          .measured = xstrdup(measured) };
}

static void expected_text(const struct history_run *r, char *buf, size_t size)
{
	char allocs[48], bytes[48];

	figure_range_text(&r->allocs, allocs, sizeof allocs);
	figure_range_text(&r->bytes, bytes, sizeof bytes);
	if (*r->status)
		snprintf(buf, size, "%s", r->status);
	else
		snprintf(buf, size, "%s allocs/op, %s B/op", allocs, bytes);
}

/* What was measured is one number, whatever range it would be written as. */
static void measured_text(const struct history_run *r, char *buf, size_t size)
{
	struct history_run single = *r;

	single.allocs.low = single.allocs.high = r->allocs.value;
	single.bytes.low = single.bytes.high = r->bytes.value;
	expected_text(&single, buf, size);
}

static bool reproduces(const struct history_run *file, const struct history_run *now)
{
	if (*file->status || *now->status)
		return !strcmp(file->status, now->status);
	return figure_reproduces(&file->allocs, now->allocs.value) && figure_reproduces(&file->bytes, now->bytes.value);
}

/*
 * A cell whose benchmarks nobody knows the names of (no other release of the measurement got that far) stands for all
 * that the file has of it.
 */
static void check_nameless(const struct history_file *file, size_t release, const struct history_run *now,
                           const char *go, struct history_check *out)
{
	bool found = false;

	for (size_t i = history_find_case(file, now->case_name); i < file->len; i++) {
		const struct history_run *r = file->index[i];
		char expected[160];

		if (strcmp(r->case_name, now->case_name) != 0)
			break;
		if (strcmp(r->mode, now->mode) != 0 || release < r->from || release > r->to)
			continue;
		found = true;
		out->compared++;
		if (strcmp(r->status, now->status) != 0) {
			expected_text(r, expected, sizeof expected);
			add(out, r, go, expected, now->status);
		}
	}
	if (!found)
		add(out, now, go, "not in the file", now->status);
}

static void check_run(const struct history_file *file, size_t release, const struct history_run *now, const char *go,
                      struct history_check *out)
{
	const struct history_run *r = history_find(file, now->case_name, now->benchmark, now->mode, release);
	char expected[160], measured[160];

	if (!r && !strcmp(now->benchmark, "-")) {
		check_nameless(file, release, now, go, out);
		return;
	}
	measured_text(now, measured, sizeof measured);
	if (!r) {
		add(out, now, go, "not in the file", measured);
		return;
	}
	out->compared++;
	if (!reproduces(r, now)) {
		expected_text(r, expected, sizeof expected);
		add(out, now, go, expected, measured);
	} else {
		out->in_ranges += r->allocs.low != r->allocs.high || r->bytes.low != r->bytes.high;
	}
}

/* Which cells were measured: the file's other figures of them are missing. */
static int by_cell(const void *pa, const void *pb)
{
	const struct history_run *a = *(const struct history_run *const *)pa,
				 *b = *(const struct history_run *const *)pb;
	int order = strcmp(a->case_name, b->case_name);

	if (!order)
		order = strcmp(a->mode, b->mode);
	return order ? order : (a->from > b->from) - (a->from < b->from);
}

static int by_figure(const void *pa, const void *pb)
{
	const struct history_run *a = *(const struct history_run *const *)pa,
				 *b = *(const struct history_run *const *)pb;
	int order = by_cell(pa, pb);

	return order ? order : strcmp(a->benchmark, b->benchmark);
}

static void check_missing(const struct history_file *file, const struct history_file *now, const size_t *here,
                          struct history_check *out)
{
	const struct history_run **cells = xcalloc(now->len + 1, sizeof(void *));

	for (size_t i = 0; i < now->len; i++)
		cells[i] = &now->runs[i];
	qsort(cells, now->len, sizeof(void *), by_figure);
	for (size_t i = 0; i < file->len; i++)
		for (size_t k = file->runs[i].from; k <= file->runs[i].to; k++) {
			struct history_run key = file->runs[i], nameless = key;
			const struct history_run *wanted = &key, *none = &nameless;
			char expected[160];

			key.from = key.to = nameless.from = here[k];
			nameless.benchmark = "-";
			if (here[k] == now->nreleases || !now->len ||
			    !bsearch(&wanted, cells, now->len, sizeof(void *), by_cell) ||
			    bsearch(&wanted, cells, now->len, sizeof(void *), by_figure) ||
			    bsearch(&none, cells, now->len, sizeof(void *), by_figure))
				continue;
			expected_text(&key, expected, sizeof expected);
			add(out, &key, file->releases[k], expected, "not measured");
		}
	free(cells);
}

static void check_case(const struct history_file *file, const struct history_case *c, struct history_check *out)
{
	const struct history_case *known = history_case_named(file, c->name);
	const struct history_run whole = { .case_name = c->name, .benchmark = "", .mode = "" };

	if (known && strcmp(known->sha256, c->sha256) != 0)
		add(out, &whole, "", "the case as it was", "an edited case");
}

void history_check(const struct history_file *file, const struct history_file *now, struct history_check *out)
{
	const struct history_run all = { .case_name = "", .benchmark = "", .mode = "" };
	size_t *there = xcalloc(now->nreleases + 1, sizeof *there), *here = xcalloc(file->nreleases + 1, sizeof *here);

	for (size_t i = 0; i < file->len; i++)
		out->total += file->runs[i].to - file->runs[i].from + 1;
	for (size_t i = 0; i < file->nreleases; i++)
		here[i] = history_release_index(now, file->releases[i]);
	if (strcmp(file->goos, now->goos) != 0 || strcmp(file->goarch, now->goarch) != 0) {
		add(out, &all, "", "another platform", now->goarch);
		goto out;
	}
	for (size_t i = 0; i < now->nreleases; i++) {
		there[i] = history_release_index(file, now->releases[i]);
		if (there[i] == file->nreleases)
			add(out, &all, now->releases[i], "a release of the file", "another release");
	}
	for (size_t i = 0; i < now->ncases; i++)
		check_case(file, &now->cases[i], out);
	for (size_t i = 0; i < now->len; i++)
		if (there[now->runs[i].from] < file->nreleases)
			check_run(file, there[now->runs[i].from], &now->runs[i], now->releases[now->runs[i].from], out);
	check_missing(file, now, here, out);
out:
	free(there);
	free(here);
}
