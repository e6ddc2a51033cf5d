#include "cmd/compare_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes_text.h"
#include "cmd/doubts.h"

#define OPEN_SHOWN 12  /* rows of open comparisons */
#define EDITED_NAMED 6 /* edited cases that are named */

/* ---- cases: what became of each ---- */

enum fate { FATE_CHANGED, FATE_OPEN, FATE_ACCEPTED, FATE_UNCHANGED, FATES };

/* A case has the best fate that anything of it has: a mark for each, by name. */
struct fates {
	const char **names; /* of the cases that were compared, sorted, each once */
	enum fate *fate;
	size_t len;
	struct strlist edited; /* not compared: edited between the two measurements */
};

static bool has_status(const struct point *p)
{
	return p && strcmp(p->status, "unsupported") != 0;
}

static void find_cases(const struct history *h, const char *old_go, const char *new_go, struct fates *f)
{
	size_t kept = 0;

	*f = (struct fates){ .names = xcalloc(h->len + 1, sizeof(char *)), .edited = STRLIST_INIT };
	for (size_t i = 0; i < h->len; i++) {
		const struct series *s = &h->items[i];
		const struct point *old = series_at(s, old_go), *new = series_at(s, new_go);

		if (!has_status(old) || !has_status(new))
			continue;
		if (strcmp(old->case_sha256 ? old->case_sha256 : "", new->case_sha256 ? new->case_sha256 : "") == 0)
			f->names[f->len++] = s->case_name;
		else if (!strlist_has(&f->edited, s->case_name))
			strlist_add(&f->edited, s->case_name);
	}
	if (f->len)
		qsort(f->names, f->len, sizeof(char *), str_order);
	for (size_t i = 0; i < f->len; i++)
		if (!kept || strcmp(f->names[kept - 1], f->names[i]) != 0)
			f->names[kept++] = f->names[i];
	f->len = kept;
	f->fate = xcalloc(kept + 1, sizeof *f->fate);
	for (size_t i = 0; i < kept; i++)
		f->fate[i] = FATE_UNCHANGED;
}

static void fates_release(struct fates *f)
{
	free(f->names);
	free(f->fate);
	strlist_release(&f->edited);
}

static void set_fate(const struct fates *f, const char *name, enum fate fate)
{
	const char **found = f->len ? bsearch(&name, f->names, f->len, sizeof(char *), str_order) : NULL;

	if (found && f->fate[found - f->names] > fate)
		f->fate[found - f->names] = fate;
}

static void decide_fates(const struct change_list *changes, struct fates *f)
{
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		set_fate(f, c->case_name,
		         c->accepted_why                     ? FATE_ACCEPTED
		         : c->time.verdict == TIME_SUSPECTED ? FATE_OPEN
		                                             : FATE_CHANGED);
	}
	for (size_t i = 0; i < changes->noutcomes; i++)
		if (changes->outcomes[i].result.verdict == TIME_OPEN)
			set_fate(f, changes->outcomes[i].case_name, FATE_OPEN);
}

static void add_fates(const struct fates *f, struct table *t)
{
	static const char *const names[FATES] = { "changed", "open", "known and accepted", "unchanged" };
	size_t n[FATES] = { 0 }, kinds = 0, said = 0;
	struct str text = STR_INIT;

	for (size_t i = 0; i < f->len; i++)
		n[f->fate[i]]++;
	for (int k = 0; k < FATES; k++)
		kinds += n[k] > 0;
	for (int k = 0; k < FATES; k++)
		if (n[k])
			str_addf(&text, "%s%zu %s", said++ ? ", " : "", n[k], names[k]);
	table_section(t, "Unchanged: %zu of %zu case%s%s%s%s", n[FATE_UNCHANGED], f->len, f->len == 1 ? "" : "s",
	              kinds > 1 ? " (" : "", kinds > 1 ? str_cstr(&text) : "",
	              kinds > 1 ? "; each case counts once)" : "");
	str_release(&text);
}

static void add_edited(const struct fates *f, const char *old_go, const char *new_go, struct table *t)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < f->edited.len && i < EDITED_NAMED; i++)
		str_addf(&names, "%s%s", i ? ", " : "", f->edited.items[i]);
	if (f->edited.len > EDITED_NAMED)
		str_addf(&names, ", %zu more", f->edited.len - EDITED_NAMED);
	if (f->edited.len)
		table_note(t,
		           "Not compared, as the case was edited between the two measurements: %s; `goalloc run --go "
		           "%s,%s` measures it anew.",
		           str_cstr(&names), old_go, new_go);
	str_release(&names);
}

/* ---- sections ---- */

static size_t group_end(const struct changed_rows *r, size_t from)
{
	size_t to = from;

	while (to < r->len && r->items[to].group == r->items[from].group)
		to++;
	return to;
}

static void add_groups(const struct changed_rows *r, struct doubts *d, struct table *t)
{
	static const char *const titles[ROW_GROUPS] = {
		[ROWS_CHANGED] = "Changed", [ROWS_OPEN] = "Open", [ROWS_ACCEPTED] = "Known and accepted"
	};

	for (size_t from = 0, to; from < r->len; from = to) {
		struct str summary = STR_INIT;

		to = group_end(r, from);
		rows_summary(r, from, to, &summary);
		table_section(t, "%s: %s", titles[r->items[from].group], str_cstr(&summary));
		rows_add(r, from, to, d, t);
		str_release(&summary);
	}
}

void compare_text(const struct dataset *d, const struct change_list *changes, const char *old_go, const char *new_go,
                  struct table *t)
{
	struct changed_rows rows;
	struct doubts doubts;
	struct fates fates;

	rows_of_changes(changes, false, OPEN_SHOWN, &rows);
	doubts_init(d, changes, old_go, new_go, &doubts);
	find_cases(&d->history, old_go, new_go, &fates);
	decide_fates(changes, &fates);
	rows_columns(&rows, t);
	add_groups(&rows, &doubts, t);
	add_fates(&fates, t);
	doubts_notes(&doubts, t);
	add_edited(&fates, old_go, new_go, t);
	fates_release(&fates);
	doubts_release(&doubts);
	changed_rows_release(&rows);
}
