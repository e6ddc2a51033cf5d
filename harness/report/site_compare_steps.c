/* The steps of site_compare_parts.h: every change, its texts each written once. */
#include <stdlib.h>
#include <string.h>

#include "report/site_compare_parts.h"
#include "report/site_groups.h"
#include "report/table.h"

/* The texts, sorted, each once; and why of each change that is here, in the order of the changes. */
struct texts {
	struct strlist all, whys;
};

static bool is_here(const struct scope *s, const struct change *c)
{
	return !strcmp(or_empty(c->mode), s->mode) && scope_case(s, c->case_name) >= 0;
}

static void keep_each_once(struct strlist *l)
{
	size_t kept = 0;

	strlist_sort(l);
	for (size_t i = 0; i < l->len; i++) {
		if (kept && !strcmp(l->items[kept - 1], l->items[i]))
			free(l->items[i]);
		else
			l->items[kept++] = l->items[i];
	}
	l->len = kept;
	if (l->items)
		l->items[kept] = NULL;
}

static void find_texts(const struct scope *s, struct texts *t)
{
	const struct change_list *l = s->p->in->changes;

	for (size_t i = 0; i < l->len; i++) {
		const struct change *c = &l->items[i];
		struct str why = STR_INIT;

		if (!is_here(s, c))
			continue;
		change_why(c, &why);
		strlist_add(&t->all, or_empty(c->old_text));
		strlist_add(&t->all, or_empty(c->new_text));
		strlist_add(&t->all, or_empty(c->where));
		strlist_add(&t->all, str_cstr(&why));
		strlist_take(&t->whys, str_detach(&why));
	}
	keep_each_once(&t->all);
}

static void add_texts(const struct scope *s, const struct texts *t)
{
	str_add(s->out, ",\n\"texts\":[");
	for (size_t i = 0; i < t->all.len; i++)
		compare_data_string(s->out, i ? ",\n" : "\n", t->all.items[i]);
	str_add_char(s->out, ']');
}

static void add_text(const struct scope *s, const struct texts *t, const char *text)
{
	const char *wanted = or_empty(text);
	char **found = bsearch(&wanted, t->all.items, t->all.len, sizeof *t->all.items, str_order);

	str_addf(s->out, ",%ld", found ? (long)(found - t->all.items) : -1L);
}

static size_t release_of(const struct scope *s, const char *go)
{
	size_t r = 0;

	while (r < s->h->nreleases && strcmp(s->h->releases[r].go, or_empty(go)) != 0)
		r++;
	return r;
}

static size_t metric_index(enum metric m)
{
	size_t i = 0;

	while (i + 1 < metric_count && metric_table[i].metric != m)
		i++;
	return i;
}

static void add_step(const struct scope *s, const struct texts *t, const struct change *c, const char *why, bool first)
{
	static const int signs[SIDES] = {
		[SIDE_BETTER] = -1, [SIDE_WORSE] = 1, [SIDE_DIFFERS] = 0, [SIDE_OPEN] = 3, [SIDE_COUNTERS] = 2
	};
	const long of = scope_case(s, c->case_name);

	str_addf(s->out, "%s[%zu,%ld,%ld,%zu,%zu", first ? "\n" : ",\n", metric_index(c->metric), of,
	         scope_series(s, of, c->benchmark), release_of(s, c->old_go), release_of(s, c->new_go));
	add_text(s, t, c->old_text);
	add_text(s, t, c->new_text);
	str_addf(s->out, ",%d,%d", signs[change_side(c)], (int)c->cause);
	add_text(s, t, why);
	add_text(s, t, c->where);
	str_add_char(s->out, ']');
}

void compare_data_steps(const struct scope *s)
{
	const struct change_list *l = s->p->in->changes;
	struct texts t = { STRLIST_INIT, STRLIST_INIT };
	size_t n = 0;

	find_texts(s, &t);
	add_texts(s, &t);
	str_add(s->out, ",\n\"steps\":[");
	for (size_t i = 0; i < l->len; i++)
		if (is_here(s, &l->items[i])) {
			add_step(s, &t, &l->items[i], t.whys.items[n], n == 0);
			n++;
		}
	str_add_char(s->out, ']');
	strlist_release(&t.all);
	strlist_release(&t.whys);
}
