#include "cmd/status_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/status_cells.h"
#include "report/figure_data.h"
#include "report/table.h"

#define NAMES_SHOWN 3   /* of cases, then "N more" */
#define MATCH_NAMED 6   /* a command names so many cases at most */
#define REASONS_SHOWN 8 /* of a kind; the others are counted */

/* ---- words ---- */

static void add_names(const struct strlist *names, size_t most, const char *separator, struct str *out)
{
	for (size_t i = 0; i < names->len && i < most; i++)
		str_addf(out, "%s%s", i ? separator : "", names->items[i]);
	if (names->len > most)
		str_addf(out, "%s%zu more", separator, names->len - most);
}

/* "go1.9.2, go1.20.14 .. go1.22.12": runs of neighbours of the history. */
static void add_releases(const struct history *h, const bool *in, struct str *out)
{
	for (size_t from = 0, to; from < h->nreleases; from = to) {
		to = from + 1;
		if (!in[from])
			continue;
		while (to < h->nreleases && in[to])
			to++;
		str_addf(out, "%s%s", out->len ? ", " : "", h->releases[from].go);
		if (to - from > 2)
			str_addf(out, " .. %s", h->releases[to - 1].go);
		else if (to - from == 2)
			str_addf(out, ", %s", h->releases[to - 1].go);
	}
}

/* Words of a command: names that a shell would take apart are quoted. */
static void add_word(struct str *out, const char *word)
{
	const bool plain = *word && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	                                         "-_./,=+:@%") == strlen(word);

	if (plain) {
		str_add(out, word);
		return;
	}
	str_add_char(out, '\'');
	for (; *word; word++)
		str_add(out, *word == '\'' ? "'\\''" : (const char[]){ *word, '\0' });
	str_add_char(out, '\'');
}

/* The command that measures a heap: "goalloc run --only time --go 1.9.2,tip --mode noopt". */
static void add_command(const struct dataset *d, const struct status_heap *heap, const char *more, struct str *out)
{
	struct str go = STR_INIT, modes = STR_INIT, cases = STR_INIT;

	for (size_t i = 0; i < d->history.nreleases; i++)
		if (heap->releases[i])
			str_addf(&go, "%s%s", go.len ? "," : "", release_label(d->history.releases[i].go));
	for (size_t i = 0; i < heap->modes.len; i++)
		str_addf(&modes, "%s%s", i ? "," : "", heap->modes.items[i]);
	for (size_t i = 0; i < heap->cases.len && heap->cases.len <= MATCH_NAMED; i++)
		str_addf(&cases, "%s%s", i ? "," : "", heap->cases.items[i]);
	str_addf(out, "goalloc run%s --go ", more);
	add_word(out, str_cstr(&go));
	str_add(out, " --mode ");
	add_word(out, str_cstr(&modes));
	if (cases.len) {
		str_add(out, " --match ");
		add_word(out, cases.p);
	}
	str_release(&go);
	str_release(&modes);
	str_release(&cases);
}

/* ---- the table of toolchains ---- */

static bool same_counts(const struct status_row *a, const struct status_row *b)
{
	return !memcmp(a->by_status, b->by_status, sizeof a->by_status) && a->missing == b->missing &&
	       a->untimed == b->untimed;
}

/* The modes of one release that count the same: rows [from, to). */
static size_t same_release(const struct status_cells *all, size_t from)
{
	size_t to = from + 1;

	while (to < all->len && all->rows[to].release == all->rows[from].release &&
	       same_counts(&all->rows[from], &all->rows[to]))
		to++;
	return to;
}

static bool same_modes(const struct status_cells *all, size_t a, size_t b, size_t n)
{
	if (b + n > all->len)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(all->rows[a + i].mode, all->rows[b + i].mode) != 0 ||
		    !same_counts(&all->rows[a + i], &all->rows[b + i]))
			return false;
	return true;
}

/* Neighbouring releases whose modes count the same: the last row of the last of them, plus one. */
static size_t same_run(const struct status_cells *all, size_t from, size_t to, size_t *last)
{
	const size_t n = to - from;

	*last = all->rows[from].release;
	while (same_modes(all, from, to, n) && all->rows[to].release == *last + 1 && same_release(all, to) == to + n) {
		*last = all->rows[to].release;
		to += n;
	}
	return to;
}

static void count_cells(const struct dataset *d, const struct status_cells *all, struct table *t)
{
	size_t sums[CELL_STATUSES] = { 0 }, missing = 0, untimed = 0;

	for (size_t i = 0; i < all->len; i++) {
		for (size_t k = 0; k < CELL_STATUSES; k++)
			sums[k] += all->rows[i].by_status[k];
		missing += all->rows[i].missing;
		untimed += all->rows[i].untimed;
	}
	table_column(t, "go", "toolchain", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_heads(t);
	for (size_t k = 0; k < CELL_STATUSES; k++)
		table_column(t, cell_status_name((enum cell_status)k), cell_status_name((enum cell_status)k),
		             COLUMN_NUMBER, k != CELL_OK && !sums[k]);
	table_column(t, "missing", "missing", COLUMN_NUMBER, !missing);
	table_column(t, "untimed", "not timed", COLUMN_NUMBER, !untimed);
	for (size_t from = 0, to; from < all->len; from = to) {
		const struct status_row *row = &all->rows[from];
		struct str modes = STR_INIT;
		size_t last;

		to = same_release(all, from);
		for (size_t i = from; i < to; i++)
			str_addf(&modes, "%s%s", i > from ? ", " : "", all->rows[i].mode);
		to = same_run(all, from, to, &last);
		if (last > row->release)
			table_cellf(t, "%s .. %s", d->history.releases[row->release].go, d->history.releases[last].go);
		else
			table_cell(t, d->history.releases[row->release].go);
		table_cell(t, str_cstr(&modes));
		for (size_t k = 0; k < CELL_STATUSES; k++)
			table_cellf(t, "%zu", row->by_status[k]);
		table_cellf(t, "%zu", row->missing);
		table_cellf(t, "%zu", row->untimed);
		str_release(&modes);
	}
}

/* ---- what is left, and why ---- */

static void add_heap(const struct dataset *d, const struct status_heap *heap, struct table *t)
{
	struct str releases = STR_INIT, modes = STR_INIT, cases = STR_INIT, why = STR_INIT;

	add_releases(&d->history, heap->releases, &releases);
	add_names(&heap->modes, SIZE_MAX, ", ", &modes);
	if (heap->cases.len > NAMES_SHOWN)
		str_addf(&cases, "%zu cases", heap->cases.len);
	else
		add_names(&heap->cases, NAMES_SHOWN, ", ", &cases);
	str_add(&why, heap->why);
	if (heap->kind == HEAP_MISSING || heap->kind == HEAP_INCOMPLETE) {
		str_add(&why, why.len ? ": " : "");
		add_command(d, heap, strcmp(heap->why, "not timed") != 0 ? "" : " --only time", &why);
	}
	table_cellf(t, "%zu", heap->cells);
	table_cell(t, str_cstr(&releases));
	table_cell(t, str_cstr(&modes));
	table_cell(t, str_cstr(&cases));
	table_cell(t, str_cstr(&why));
	str_release(&releases);
	str_release(&modes);
	str_release(&cases);
	str_release(&why);
}

static void add_heaps(const struct dataset *d, const struct status_cells *all, struct table *t)
{
	static const char *const titles[HEAP_KINDS] = { [HEAP_MISSING] = "Missing",
		                                        [HEAP_FAILED] = "Failed",
		                                        [HEAP_INCOMPLETE] = "Incomplete",
		                                        [HEAP_UNSUPPORTED] = "Unsupported" };

	table_column(t, "cells", "cells", COLUMN_NUMBER, false);
	table_column(t, "go", "toolchains", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "cases", "cases", COLUMN_TEXT, false);
	table_column(t, "why", "why, or what measures them", COLUMN_TEXT, false);
	table_flows(t);
	for (size_t from = 0, to; from < all->nheaps; from = to) {
		size_t cells = 0, hidden = 0;

		for (to = from; to < all->nheaps && all->heaps[to].kind == all->heaps[from].kind; to++) {
			cells += all->heaps[to].cells;
			hidden += to >= from + REASONS_SHOWN ? all->heaps[to].cells : 0;
		}
		table_section(t, "%s: %zu cell%s", titles[all->heaps[from].kind], cells, cells == 1 ? "" : "s");
		for (size_t i = from; i < to && i < from + REASONS_SHOWN; i++)
			add_heap(d, &all->heaps[i], t);
		if (hidden) {
			table_cellf(t, "%zu", hidden);
			for (int k = 0; k < 3; k++)
				table_cell(t, "");
			table_cellf(t, "%zu other reasons: goalloc status --%s", to - from - REASONS_SHOWN,
			            all->heaps[from].kind == HEAP_UNSUPPORTED ? "unsupported" : "failed");
		}
	}
}

/* "Done: 1510 of 1638 cells: 1506 ok, ...": the parts add up to the whole. */
static void add_sum(const struct status_cells *all, struct table *t)
{
	size_t sums[CELL_STATUSES] = { 0 }, missing = 0, done = 0;
	struct str text = STR_INIT;

	for (size_t i = 0; i < all->len; i++) {
		for (size_t k = 0; k < CELL_STATUSES; k++) {
			sums[k] += all->rows[i].by_status[k];
			done += all->rows[i].by_status[k];
		}
		missing += all->rows[i].missing;
	}
	for (size_t k = 0; k < CELL_STATUSES; k++)
		if (sums[k])
			str_addf(&text, "%s%zu %s", text.len ? ", " : ": ", sums[k],
			         cell_status_name((enum cell_status)k));
	table_note(t, "Done: %zu of %zu cells%s; %zu missing.", done, done + missing, str_cstr(&text), missing);
	str_release(&text);
}

int status_text(const struct dataset *d, const struct text_look *look, struct str *out, struct error *err)
{
	struct status_cells all;
	struct case_rows cases;
	struct table counts, heaps;
	int rc;

	if (store_cases(d->db, &cases, err))
		return -1;
	status_cells_of(d, &cases, &all);
	table_init(&counts, "Cells");
	table_init(&heaps, "");
	count_cells(d, &all, &counts);
	add_heaps(d, &all, &heaps);
	if (all.len)
		add_sum(&all, &counts);
	rc = table_print_text(&counts, look, out, err);
	if (!rc && table_rows(&heaps))
		rc = table_print_text(&heaps, look, out, err);
	if (table_rows(&heaps))
		str_add_char(out, '\n');
	table_release(&counts);
	table_release(&heaps);
	status_cells_release(&all);
	case_rows_release(&cases);
	return rc;
}
