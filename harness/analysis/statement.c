#include "analysis/statement.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define BIT(kind) (1u << (kind))
#define HEAP (BIT(DECISION_MOVED_TO_HEAP) | BIT(DECISION_ESCAPES))
#define SAID_MAX 3
#define EVER 10000 /* a minor of go1 that will not come */

/* The kinds that count, how they read, and how their coming and going reads. */
static const struct wording {
	enum decision_kind kind;
	const char *before, *after; /* the subject stands between */
	const char *came, *went;    /* behind the subject */
} wordings[] = {
	{ DECISION_MOVED_TO_HEAP, "moved to heap: ", "", " now moved to heap", " no longer moved to heap" },
	{ DECISION_ESCAPES, "", " escapes to heap", " now escapes", " no longer escapes" },
	{ DECISION_DOES_NOT_ESCAPE, "", " does not escape", "", "" },
	{ DECISION_LEAKING_PARAM, "leaking param: ", "", "", "" },
	{ DECISION_LEAKING_CONTENT, "leaking param content: ", "", "", "" },
	{ DECISION_LEAKING_RESULT, "leaking param: ", " to result", "", "" },
	{ DECISION_DEVIRTUALIZED, "devirtualizing ", "", "", "" },
};
#define WORDINGS (sizeof wordings / sizeof *wordings)

static unsigned kind_bit(const char *name)
{
	int kind = decision_kind_parse(name);

	for (size_t i = 0; i < WORDINGS; i++)
		if ((int)wordings[i].kind == kind)
			return BIT(kind);
	return 0;
}

/*
 * What is said in some minors of go1 only, from <= minor < until, whatever happens in the code. Found by comparing
 * the output for the case library.
 */
static const struct era {
	const char *subject;  /* NULL: any */
	bool prefix;          /* the subject begins so; else it is so */
	const char *function; /* NULL: any */
	unsigned kinds;
	int from, until;
} eras[] = {
	{ "make(chan ", true, NULL, ~0u, 0, 13 }, /* channels are always on the heap */
	{ "append", false, NULL, ~0u, 25, EVER },
	{ NULL, false, NULL, BIT(DECISION_DEVIRTUALIZED), 16, EVER },
	{ NULL, false, "init", ~0u, 16, EVER }, /* what variables of the package are given at first */
};

static bool is_of_era(const struct era *e, const struct decision_row *r, unsigned bit)
{
	if (!(bit & e->kinds) || (e->function && strcmp(r->function, e->function) != 0))
		return false;
	return !e->subject || (e->prefix ? str_starts(r->subject, e->subject) : !strcmp(r->subject, e->subject));
}

static bool would_say(const struct era *e, const struct go_version *v)
{
	return version_at_least(v, 1, e->from) && !version_at_least(v, 1, e->until);
}

/* "&s", "&p.f", but not "&T{...}", which is an object of its own. */
static bool is_address_of_variable(const char *subject)
{
	return *subject == '&' && !strchr(subject, '{');
}

static bool counts(const struct decision_row *r, unsigned bit, const struct go_version *own,
                   const struct go_version *other)
{
	if (!bit || *r->file == '<')
		return false;
	if (str_starts(r->detail, "closure reference")) /* up to 1.12; of the variable itself every release speaks */
		return false;
	if ((bit & (BIT(DECISION_ESCAPES) | BIT(DECISION_DOES_NOT_ESCAPE))) && is_address_of_variable(r->subject))
		return false;
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++)
		if (is_of_era(&eras[i], r, bit) && would_say(&eras[i], own) != would_say(&eras[i], other))
			return false;
	return true;
}

/* The slice that a call f(a, b) of f(...interface{}) makes; the second name is given where the callee was inlined. */
static const char *compared_as(const char *subject)
{
	static const char arguments[] = "... argument";

	return !strcmp(subject, "[]interface {}{...}") || !strcmp(subject, "[]any{...}") ? arguments : subject;
}

const char *statement_file_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/* A case is one file; what logs say of a package is of many, each of its own name, in whatever folder the compiler saw it. */
static int by_place(const void *pa, const void *pb)
{
	const struct statement *a = pa, *b = pb;
	int order = (a->line > b->line) - (a->line < b->line);

	if (!order)
		order = strcmp(a->key, b->key);
	return order ? order : strcmp(statement_file_name(a->file), statement_file_name(b->file));
}

static int by_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

/* Up to 1.12 a slice of an array that was moved to the heap "escapes", too, under the array's name. */
static void mark_redundant(struct statement *all, size_t n)
{
	const char **moved = xcalloc(n, sizeof *moved);
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].kinds & BIT(DECISION_MOVED_TO_HEAP))
			moved[len++] = all[i].subject;
	if (len)
		qsort(moved, len, sizeof *moved, by_text);
	for (size_t i = 0; i < n && len; i++)
		all[i].redundant = (all[i].kinds & BIT(DECISION_ESCAPES)) &&
		                   bsearch(&all[i].subject, moved, len, sizeof *moved, by_text);
	free(moved);
}

void statements_of(const struct decision_row *rows, size_t n, const struct go_version *own,
                   const struct go_version *other, struct statements *out)
{
	struct statement *all = xcalloc(n, sizeof *all);
	size_t len = 0;

	*out = (struct statements){ .items = all };
	for (size_t i = 0; i < n; i++) {
		unsigned bit = kind_bit(rows[i].kind);

		if (counts(&rows[i], bit, own, other))
			all[len++] = (struct statement){ .file = rows[i].file,
				                         .subject = rows[i].subject,
				                         .key = compared_as(rows[i].subject),
				                         .line = rows[i].line,
				                         .kinds = bit };
	}
	if (len)
		qsort(all, len, sizeof *all, by_place);
	for (size_t i = 0; i < len; i++) {
		if (out->len && !by_place(&all[out->len - 1], &all[i]))
			all[out->len - 1].kinds |= all[i].kinds;
		else
			all[out->len++] = all[i];
	}
	if (!version_at_least(own, 1, 13))
		mark_redundant(all, out->len);
}

void statements_release(struct statements *s)
{
	free(s->items);
	*s = (struct statements){ .items = NULL };
}

/* The kinds said of `s` that are news beside what the other release says of the same expression. */
static unsigned news(const struct statement *s, const struct statement *other)
{
	unsigned others = other ? other->kinds : 0;

	if (!s)
		return 0;
	return s->redundant && !(others & BIT(DECISION_ESCAPES)) ? s->kinds & ~BIT(DECISION_ESCAPES) : s->kinds;
}

static void add_difference(struct differences *l, const struct statement *old, const struct statement *new)
{
	const struct statement *s = new ? new : old;
	unsigned old_kinds = news(old, new), new_kinds = news(new, old);

	if (!((old_kinds ^ new_kinds) & ~BIT(DECISION_DOES_NOT_ESCAPE)))
		return;
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = (struct difference){
		.file = s->file, .subject = s->subject, .line = s->line, .old_kinds = old_kinds, .new_kinds = new_kinds
	};
}

void statements_diff(const struct statements *old, const struct statements *new, struct differences *out)
{
	size_t i = 0, k = 0;

	*out = (struct differences){ .items = NULL };
	while (i < old->len || k < new->len) {
		int order = i == old->len ? 1 : k == new->len ? -1 : by_place(&old->items[i], &new->items[k]);

		add_difference(out, order <= 0 ? &old->items[i] : NULL, order >= 0 ? &new->items[k] : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

void differences_keep(struct differences *d, bool (*keep)(void *ctx, const struct difference *one), void *ctx)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->len; i++)
		if (keep(ctx, &d->items[i]))
			d->items[kept++] = d->items[i];
	d->len = kept;
}

void differences_release(struct differences *d)
{
	free(d->items);
	*d = (struct differences){ .items = NULL };
}

bool difference_is_one_sided(const struct difference *d)
{
	return (d->old_kinds ^ d->new_kinds) == BIT(DECISION_ESCAPES);
}

bool difference_is_heap(const struct difference *d)
{
	return ((d->old_kinds ^ d->new_kinds) & HEAP) != 0;
}

bool difference_is_worse(const struct difference *d)
{
	return (d->new_kinds & ~d->old_kinds & HEAP) != 0;
}

bool difference_appeared(const struct difference *d)
{
	return difference_is_heap(d) ? difference_is_worse(d) : (d->new_kinds & ~d->old_kinds) != 0;
}

void difference_text(const struct difference *d, unsigned kinds, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < WORDINGS; i++) {
		if (!(kinds & BIT(wordings[i].kind)))
			continue;
		if (n++)
			str_add(out, ", ");
		else
			str_addf(out, "line %d: ", d->line);
		str_addf(out, "%s%s%s", wordings[i].before, d->subject, wordings[i].after);
	}
	if (!n)
		str_add(out, "-");
}

void difference_said(const struct difference *d, struct str *out)
{
	unsigned came = d->new_kinds & ~d->old_kinds & HEAP, went = d->old_kinds & ~d->new_kinds & HEAP;

	for (size_t i = 0; i < WORDINGS; i++) {
		unsigned bit = BIT(wordings[i].kind);

		if (!((came ? came : went) & bit))
			continue;
		str_addf(out, "%sline %d: %s%s", out->len ? "; " : "", d->line, d->subject,
		         came ? wordings[i].came : wordings[i].went);
		return;
	}
}

void differences_said(const struct differences *d, bool more_allocations, struct str *out)
{
	size_t said = 0, left = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < d->len; i++) {
			const struct difference *one = &d->items[i];

			if (!difference_is_heap(one) || (difference_is_worse(one) == more_allocations) != (pass == 0))
				continue;
			if (said == SAID_MAX) {
				left++;
			} else {
				difference_said(one, out);
				said++;
			}
		}
	}
	if (left)
		str_addf(out, "; %zu more", left);
}
