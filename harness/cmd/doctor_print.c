/* The checks of doctor: a table in six formats, of which the text has lines below its rows, as words need room. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/doctor.h"

#define NAME_WIDTH 13
#define STATE_WIDTH 9
#define INDENT (NAME_WIDTH + STATE_WIDTH)
#define NARROWEST 20 /* with fewer columns for words they stand below the name */

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

/* Where the words of a check begin: in a column of their own, or below its name. */
static size_t indent_of(const struct text_look *look)
{
	return !look->width || look->width >= INDENT + NARROWEST ? INDENT : 2;
}

static void add_words(struct str *out, const char *lead, const char *words, size_t used, const struct text_look *look)
{
	char *text = xasprintf("%s%s", lead, words), *safe = text_printable(text, look);

	text_wrap(out, safe, used, indent_of(look), look->width);
	free(safe);
	free(text);
}

static void add_below(struct str *out, const char *lead, const char *words, const struct text_look *look)
{
	if (!*words)
		return;
	text_blanks(out, indent_of(look));
	add_words(out, lead, words, indent_of(look), look);
}

static void add_text_check(struct str *out, const struct group *g, const struct doctor_check *c,
                           const struct text_look *look)
{
	static const enum text_style styles[] = {
		[DOCTOR_FINE] = TEXT_GOOD, [DOCTOR_BAD] = TEXT_BAD, [DOCTOR_UNKNOWN] = TEXT_DOUBT
	};
	const char *found = *c->found ? c->found : "-", *state = state_words[c->state];

	str_addf(out, "%-*s", NAME_WIDTH, c->name);
	text_paint(out, state, styles[c->state], look);
	if (indent_of(look) == INDENT) {
		text_blanks(out, STATE_WIDTH - strlen(state));
		add_words(out, "", found, INDENT, look);
	} else {
		str_add_char(out, '\n');
		add_below(out, "", found, look);
	}
	add_below(out, g->what, c->what, look);
	add_below(out, "lacking: ", c->lacking, look);
	add_below(out, "to do: ", c->advice, look);
	add_below(out, "costs: ", c->cost, look);
}

static void add_head(struct str *out, const struct group *g, const struct text_look *look)
{
	struct str title = STR_INIT, columns = STR_INIT;

	text_wrap(&title, g->title, 0, 0, look->width);
	title.p[--title.len] = '\0';
	str_add(out, out->len ? "\n" : "");
	text_paint(out, title.p, TEXT_STRONG, look);
	str_addf(&columns, "%-*s%s", NAME_WIDTH, g->check, g->state);
	if (indent_of(look) == INDENT)
		str_addf(&columns, "%*s%s", STATE_WIDTH - (int)strlen(g->state), "", g->found);
	str_add_char(out, '\n');
	text_paint(out, columns.p, TEXT_DIM, look);
	str_add_char(out, '\n');
	str_release(&title);
	str_release(&columns);
}

static void print_text(const struct doctor_list *l, const struct text_look *look, struct str *out)
{
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		bool any = false;

		for (size_t i = 0; i < l->len; i++) {
			if (strcmp(l->items[i].group, groups[g].name) != 0)
				continue;
			if (!any)
				add_head(out, &groups[g], look);
			any = true;
			add_text_check(out, &groups[g], &l->items[i], look);
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

int doctor_print(const struct doctor_list *l, enum format format, const struct text_look *look, struct str *out,
                 struct error *err)
{
	struct table t;
	int rc;

	if (format == FORMAT_TEXT) {
		print_text(l, look, out);
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
	rc = table_print(&t, format, 0, out, err);
	table_release(&t);
	return rc;
}
