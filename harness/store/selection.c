#include "store/selection.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"

bool filter_takes_release(const struct row_filter *f, const char *go)
{
	return !f || ((!f->go || !strcmp(f->go, go)) && (!f->releases || strlist_has(f->releases, go)));
}

struct strlist filter_globs(const struct row_filter *f)
{
	struct strlist globs = STRLIST_INIT;

	if (f && f->case_glob)
		strlist_split(&globs, f->case_glob, ',');
	return globs;
}

bool filter_takes_case(const struct strlist *globs, const char *case_name)
{
	for (size_t i = 0; i < globs->len; i++)
		if (!fnmatch(globs->items[i], case_name, 0))
			return true;
	return !globs->len;
}

/* ---- reading ---- */

struct entry {
	struct cell_row row;
	int64_t id;
	size_t toolchain; /* its place among the toolchains */
};

struct toolchain_entry {
	int64_t id;
	const char *go, *goos;
	struct go_version version;
	bool local;
};

struct loading {
	struct store *s;
	struct arena *arena;
	const struct row_filter *filter;
	struct strlist globs;
	struct toolchain_entry *toolchains;
	struct entry *entries;
	size_t ntoolchains, toolchains_cap, n, cap;
};

static int read_toolchain(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct loading *l = ctx;
	const char *go = column_string(l->arena, stmt, 1);

	(void)err;
	if (!filter_takes_release(l->filter, go))
		return 0;
	l->toolchains = vec_grow(l->toolchains, &l->toolchains_cap, l->ntoolchains + 1, sizeof *l->toolchains);
	l->toolchains[l->ntoolchains++] =
		(struct toolchain_entry){ .id = sqlite3_column_int64(stmt, 0),
		                          .go = go,
		                          .goos = column_string(l->arena, stmt, 2),
		                          .version = version_from_order(sqlite3_column_int64(stmt, 3)),
		                          .local = sqlite3_column_int64(stmt, 4) != 0 };
	return 0;
}

static int read_cell(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct loading *l = ctx;
	const struct toolchain_entry *t = &l->toolchains[l->ntoolchains];
	const struct cell_row *last = l->n ? &l->entries[l->n - 1].row : NULL;
	struct cell_row row = {
		.go = t->go,
		.goos = t->goos,
		.goarch = column_repeated(l->arena, stmt, 1, last ? last->goarch : ""),
		.mode = column_repeated(l->arena, stmt, 2, last ? last->mode : ""),
		.case_name = column_string(l->arena, stmt, 3),
		.version = t->version,
		.build_ms = column_count(stmt, 7),
		.stages = (unsigned)sqlite3_column_int64(stmt, 8) & STAGE_ALL,
		.local = t->local,
	};

	if (!filter_takes_case(&l->globs, row.case_name))
		return 0;
	row.status = column_repeated(l->arena, stmt, 4, last ? last->status : "");
	row.reason = column_repeated(l->arena, stmt, 5, last ? last->reason : "");
	row.key = column_string(l->arena, stmt, 6);
	if (l->filter && l->filter->measured && !strcmp(row.key, CELL_KEY_IMPORTED))
		return 0;
	row.binary = column_repeated(l->arena, stmt, 10, last ? last->binary : "");
	if (column_known(l->s, l->arena, "SELECT sha256 FROM case_file WHERE id = ?1", stmt, 9, &row.case_sha256, err))
		return -1;
	l->entries = vec_grow(l->entries, &l->cap, l->n + 1, sizeof *l->entries);
	l->entries[l->n++] =
		(struct entry){ .row = row, .id = sqlite3_column_int64(stmt, 0), .toolchain = l->ntoolchains };
	return 0;
}

/*
 * Toolchain by toolchain: the index over (toolchain_id, ..) finds its cells, so that those of a few releases are read without a
 * look at the others. ntoolchains counts them down meanwhile.
 */
static int read_entries(struct loading *l, struct error *err)
{
	int status = each_row(l->s,
	                      "SELECT id, go, goos, version_order, local FROM toolchain"
	                      " ORDER BY local, iif(local, 0, version_order), go, goos",
	                      NULL, 0, read_toolchain, l, err);

	while (!status && l->ntoolchains-- > 0) {
		const struct value v[] = { value_int(l->toolchains[l->ntoolchains].id),
			                   value_text_or_null(l->filter ? l->filter->mode : NULL) };

		status = each_row(l->s,
		                  "SELECT id, goarch, mode, case_name, status, reason, key, build_ms, stages, "
		                  "case_file_id, binary_sha256"
		                  " FROM cell WHERE toolchain_id = ?1 AND (?2 IS NULL OR mode = ?2)",
		                  v, 2, read_cell, l, err);
	}
	return status;
}

/* A cell's row is unique by these, but in a database from elsewhere: then the first one recorded comes first. */
static int by_name(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = strcmp(a->row.case_name, b->row.case_name);

	if (!order)
		order = strcmp(a->row.mode, b->row.mode);
	if (!order)
		order = (a->toolchain > b->toolchain) - (a->toolchain < b->toolchain);
	if (!order)
		order = strcmp(a->row.goarch, b->row.goarch);
	return order ? order : (a->id > b->id) - (a->id < b->id);
}

/* Equal neighbours get one string: comparing them is then comparing pointers. */
static void share(const char **name, const char *before)
{
	if (!strcmp(*name, before))
		*name = before;
}

static void fill(struct selection *out, struct loading *l)
{
	if (l->n)
		qsort(l->entries, l->n, sizeof *l->entries, by_name);
	out->rows = xcalloc(l->n, sizeof *out->rows);
	out->ids = xcalloc(l->n, sizeof *out->ids);
	out->n = l->n;
	for (size_t i = 0; i < l->n; i++) {
		out->rows[i] = l->entries[i].row;
		out->ids[i] = l->entries[i].id;
		if (!i)
			continue;
		share(&out->rows[i].case_name, out->rows[i - 1].case_name);
		share(&out->rows[i].mode, out->rows[i - 1].mode);
		share(&out->rows[i].goarch, out->rows[i - 1].goarch);
	}
}

/* ---- keeping ---- */

void selection_free(struct selection *l)
{
	if (!l)
		return;
	free(l->go);
	free(l->mode);
	free(l->case_glob);
	strlist_release(&l->releases);
	arena_free(l->arena);
	free(l->rows);
	free(l->ids);
	free(l);
}

static struct selection *selection_new(const struct row_filter *f)
{
	struct selection *l = xcalloc(1, sizeof *l);

	l->arena = arena_new();
	if (!f)
		return l;
	l->go = xstrdup(f->go);
	l->mode = xstrdup(f->mode);
	l->case_glob = xstrdup(f->case_glob);
	l->named = f->releases;
	l->measured = f->measured;
	for (size_t i = 0; f->releases && i < f->releases->len; i++)
		strlist_add(&l->releases, f->releases->items[i]);
	return l;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool same_filter(const struct selection *l, const struct row_filter *f)
{
	static const struct row_filter everything;
	const struct row_filter *g = f ? f : &everything;

	if (!same_text(l->go, g->go) || !same_text(l->mode, g->mode) || !same_text(l->case_glob, g->case_glob) ||
	    l->measured != g->measured || l->named != (g->releases != NULL) || (g->releases && g->releases->len != l->releases.len))
		return false;
	for (size_t i = 0; g->releases && i < l->releases.len; i++)
		if (strcmp(l->releases.items[i], g->releases->items[i]) != 0)
			return false;
	return true;
}

int selection_get(struct store *s, const struct row_filter *f, const struct selection **out, struct error *err)
{
	struct loading l = { .s = s, .filter = f };
	int status;

	if (s->snapshot && s->selection && same_filter(s->selection, f)) {
		*out = s->selection;
		return 0;
	}
	selection_free(s->selection);
	s->selection = selection_new(f);
	l.arena = s->selection->arena;
	l.globs = filter_globs(f);
	status = read_entries(&l, err);
	if (!status)
		fill(s->selection, &l);
	strlist_release(&l.globs);
	free(l.toolchains);
	free(l.entries);
	if (status) {
		selection_free(s->selection);
		s->selection = NULL;
	}
	*out = s->selection;
	return status;
}
