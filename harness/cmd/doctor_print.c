/* The checks of doctor: a table in six formats, of which the text has lines below its rows, as words need room. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/doctor.h"

#define NAME_WIDTH 13
#define STATE_WIDTH 9
#define INDENT (NAME_WIDTH + STATE_WIDTH)
#define NARROWEST 20 /* columns for words, whatever the terminal says */

static const char *const state_words[] = { [DOCTOR_FINE] = "yes", [DOCTOR_BAD] = "no", [DOCTOR_UNKNOWN] = "unknown" };

static const struct group {
	const char *name, *title, *check, *state, *found, *what;
} groups[] = {
	{ DOCTOR_WALLS, "Confinement of downloaded compilers and of what they build", "wall", "stands", "by", "" },
	{ DOCTOR_MACHINE, "The machine that times are taken on", "fact", "fine", "found", "wanted: " },
	{ DOCTOR_NOISE, "Its noise, measured just now", "figure", "fine", "found", "wanted: " },
};

void doctor_add(struct doctor_list *l, const struct doctor_check *c)
{
	struct doctor_check *own;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	own = &l->items[l->len++];
	*own = *c;
	for (char **const *text = (char **const[]){ &own->found, &own->lacking, &own->advice, &own->cost, NULL }; *text;
	     text++)
		if (!**text)
			**text = xstrdup("");
}

const struct doctor_check *doctor_find(const struct doctor_list *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].name, name))
			return &l->items[i];
	return NULL;
}

void doctor_release(struct doctor_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->items[i].found);
		free(l->items[i].lacking);
		free(l->items[i].advice);
		free(l->items[i].cost);
	}
	free(l->items);
	*l = (struct doctor_list){ 0 };
}

/* Columns that UTF-8 takes when no character is wide or combining. */
static size_t columns_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* Words from the column INDENT on, where the cursor is; a line too long goes on there. */
static void add_words(struct str *out, const char *lead, const char *words, unsigned width)
{
	size_t room = !width ? SIZE_MAX : width > INDENT + NARROWEST ? width - INDENT : NARROWEST, used = 0;
	struct strlist all = STRLIST_INIT;
	struct str safe = STR_INIT;

	escape_text(&safe, lead);
	escape_text(&safe, words);
	strlist_split(&all, str_cstr(&safe), ' ');
	for (size_t i = 0; i < all.len; i++) {
		size_t n = columns_of(all.items[i]);

		if (used && used + 1 + n > room) {
			str_addf(out, "\n%*s", INDENT, "");
			used = 0;
		}
		str_addf(out, "%s%s", used ? " " : "", all.items[i]);
		used += n + (used ? 1 : 0);
	}
	str_add_char(out, '\n');
	strlist_release(&all);
	str_release(&safe);
}

static void add_below(struct str *out, const char *lead, const char *words, unsigned width)
{
	if (!*words)
		return;
	str_addf(out, "%*s", INDENT, "");
	add_words(out, lead, words, width);
}

static void add_text_check(struct str *out, const struct group *g, const struct doctor_check *c, unsigned width)
{
	str_addf(out, "%-*s%-*s", NAME_WIDTH, c->name, STATE_WIDTH, state_words[c->state]);
	add_words(out, "", *c->found ? c->found : "-", width);
	add_below(out, g->what, c->what, width);
	add_below(out, "lacking: ", c->lacking, width);
	add_below(out, "to do: ", c->advice, width);
	add_below(out, "costs: ", c->cost, width);
}

static void print_text(const struct doctor_list *l, unsigned width, struct str *out)
{
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		bool any = false;

		for (size_t i = 0; i < l->len; i++) {
			if (strcmp(l->items[i].group, groups[g].name) != 0)
				continue;
			if (!any)
				str_addf(out, "%s%s\n%-*s%-*s%s\n", out->len ? "\n" : "", groups[g].title, NAME_WIDTH,
				         groups[g].check, STATE_WIDTH, groups[g].state, groups[g].found);
			any = true;
			add_text_check(out, &groups[g], &l->items[i], width);
		}
	}
}

static void add_row(struct table *t, const struct doctor_check *c)
{
	table_cell(t, c->group);
	table_cell(t, c->name);
	table_cell(t, c->state == DOCTOR_UNKNOWN ? "" : state_words[c->state]);
	table_cell(t, c->found);
	table_cell(t, c->what);
	table_cell(t, c->lacking);
	table_cell(t, c->advice);
	if (c->has_value)
		table_cellf(t, "%.3f", c->value);
	else
		table_cell(t, "");
	table_cell(t, c->unit);
	table_cell(t, c->cost);
	if (*c->lacking)
		table_note(t, "%s: without %s. To do: %s.", c->name, c->lacking, c->advice);
	else if (*c->advice)
		table_note(t, "%s: to do: %s. Costs: %s.", c->name, c->advice, c->cost);
}

int doctor_print(const struct doctor_list *l, enum format format, unsigned width, struct str *out, struct error *err)
{
	struct table t;
	int rc;

	if (format == FORMAT_TEXT) {
		print_text(l, width, out);
		return 0;
	}
	table_init(&t, "What this machine is fit for");
	table_column(&t, "group", "group", COLUMN_TEXT, false);
	table_column(&t, "check", "check", COLUMN_TEXT, false);
	table_column(&t, "ok", "fine", COLUMN_BOOL, false); /* neither: unknown */
	table_column(&t, "found", "found", COLUMN_TEXT, false);
	table_column(&t, "what", "as it should be", COLUMN_TEXT, false);
	table_column(&t, "lacking", "lacking", COLUMN_TEXT, true);
	table_column(&t, "advice", "to do", COLUMN_TEXT, true);
	table_column(&t, "value", "value", COLUMN_NUMBER, true);
	table_column(&t, "unit", "unit", COLUMN_TEXT, true);
	table_column(&t, "cost", "costs in precision", COLUMN_TEXT, true);
	for (size_t i = 0; i < l->len; i++)
		add_row(&t, &l->items[i]);
	rc = table_print(&t, format, width, out, err);
	table_release(&t);
	return rc;
}
