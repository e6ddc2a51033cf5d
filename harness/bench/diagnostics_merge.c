#include "bench/diagnostics_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/diagnostics_text.h"

struct statement *statement_add(struct statement_list *l)
{
	struct statement *s;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	s = &l->items[l->len++];
	*s = (struct statement){ .detail = { .text = STR_INIT }, .explains = false };
	return s;
}

static void statement_release(struct statement *s)
{
	free(s->d.file);
	free(s->d.function);
	free(s->d.subject);
	str_release(&s->detail.text);
}

static int compare_ints(int a, int b)
{
	return (a > b) - (a < b);
}

/* By place, then kind and subject: the order of the result. */
static int by_place(const void *a, const void *b)
{
	const struct statement *s = a, *t = b;
	const struct decision *x = &s->d, *y = &t->d;
	int r = compare_ints(s->file_rank, t->file_rank);

	r = r ? r : compare_ints(x->line, y->line);
	r = r ? r : compare_ints(x->col, y->col);
	r = r ? r : compare_ints((int)x->kind, (int)y->kind);
	return r ? r : strcmp(x->subject, y->subject);
}

/* By line, kind and subject, with explanations last and what has no column first: the order that merging needs. */
static int by_statement(const void *a, const void *b)
{
	const struct statement *s = a, *t = b;
	const struct decision *x = &s->d, *y = &t->d;
	int r = compare_ints(s->explains, t->explains);

	r = r ? r : compare_ints(s->file_rank, t->file_rank);
	r = r ? r : compare_ints(x->line, y->line);
	r = r ? r : compare_ints((int)x->kind, (int)y->kind);
	r = r ? r : strcmp(x->subject, y->subject);
	r = r ? r : compare_ints(x->col, y->col);
	/* The rest so that the result does not hang on the sort; a wrapper's "(*T).M" comes after the method's "T.M". */
	r = r ? r : strcmp(y->function, x->function);
	return r ? r : strcmp(str_cstr(&s->detail.text), str_cstr(&t->detail.text));
}

/* Takes over the other's lines of detail, and its function if there is none yet; releases it. */
static void absorb(struct statement *to, struct statement *from)
{
	if (!*to->d.function) {
		char *empty = to->d.function;

		to->d.function = from->d.function;
		from->d.function = empty;
	}
	detail_join(&to->detail, &from->detail);
	statement_release(from);
}

static bool same(const struct statement *a, const struct statement *b)
{
	const struct decision *x = &a->d, *y = &b->d;

	return a->explains == b->explains && a->address == b->address && x->kind == y->kind && x->line == y->line &&
	       (x->col == y->col || !x->col) && a->file_rank == b->file_rank && !strcmp(x->subject, y->subject);
}

/* Merges neighbours of a list in by_statement order. */
static void merge_same(struct statement_list *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->len; i++) {
		struct statement *last = kept ? &l->items[kept - 1] : NULL;

		if (last && same(last, &l->items[i])) {
			last->d.col = l->items[i].d.col;
			absorb(last, &l->items[i]);
		} else {
			l->items[kept++] = l->items[i];
		}
	}
	l->len = kept;
}

/* The first statement of a list in by_place order that is not before the wanted one. */
static size_t lower_bound(const struct statement *items, size_t n, const struct statement *wanted)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_place(&items[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The decision of this kind at the explanation's place, with its subject or with any. */
static struct statement *explained_as(struct statement *items, size_t n, const struct statement *why,
                                      enum decision_kind kind, bool any)
{
	char nothing[] = "";
	struct statement wanted = { .d = why->d, .file_rank = why->file_rank };
	size_t i;

	wanted.d.kind = kind;
	if (any)
		wanted.d.subject = nothing;
	i = lower_bound(items, n, &wanted);
	if (i == n)
		return NULL;
	if (any)
		wanted.d.subject = items[i].d.subject;
	return by_place(&items[i], &wanted) ? NULL : &items[i];
}

/*
 * The decision that an explanation is about. Heap reasons belong to what escapes or was moved, leak reasons to a
 * leaking parameter (or to the variable itself, when it was moved). The subject is the same but for "append(s, x)",
 * stated as "append": then it is the first decision of such a kind at the place.
 */
static struct statement *explained(struct statement *items, size_t n, const struct statement *why)
{
	static const enum decision_kind heap[] = { DECISION_ESCAPES, DECISION_MOVED_TO_HEAP, DECISION_KINDS };
	static const enum decision_kind leak[] = { DECISION_LEAKING_PARAM, DECISION_LEAKING_CONTENT,
		                                   DECISION_LEAKING_RESULT, DECISION_MOVED_TO_HEAP, DECISION_KINDS };
	const enum decision_kind *kinds = why->d.kind == DECISION_ESCAPES ? heap : leak;
	struct statement *s = NULL;

	for (int any = 0; any <= 1 && !s; any++)
		for (const enum decision_kind *k = kinds; *k != DECISION_KINDS && !s; k++)
			s = explained_as(items, n, why, *k, any);
	return s;
}

static void to_decision(struct statement *s, struct decision_list *out)
{
	out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
	out->items[out->len] = s->d;
	out->items[out->len++].detail = str_detach(&s->detail.text);
}

/* What earlier parses left becomes statements again. */
static void take_back(struct decision_list *from, struct statement_list *l)
{
	for (size_t i = 0; i < from->len; i++) {
		struct statement *s = statement_add(l);

		s->d = from->items[i];
		for (const char *p = s->d.detail; *p;) {
			size_t n = strcspn(p, "\n");

			detail_add(&s->detail, piece_of(p, n));
			p += n + (p[n] == '\n');
		}
		free(s->d.detail);
		s->d.detail = NULL;
	}
	from->len = 0;
}

/* Neighbours with one file's name. */
struct run {
	const char *file;
	size_t first, n;
};

static int by_file(const void *a, const void *b)
{
	return strcmp(((const struct run *)a)->file, ((const struct run *)b)->file);
}

/* Numbers the files in the order of their names, so that sorting compares numbers. */
static void rank_files(struct statement_list *l)
{
	struct run *runs = NULL;
	size_t len = 0, cap = 0;
	int rank = 0;

	for (size_t i = 0; i < l->len; i++) {
		if (len && !strcmp(runs[len - 1].file, l->items[i].d.file)) {
			runs[len - 1].n++;
			continue;
		}
		runs = vec_grow(runs, &cap, len + 1, sizeof *runs);
		runs[len++] = (struct run){ .file = l->items[i].d.file, .first = i, .n = 1 };
	}
	if (len)
		qsort(runs, len, sizeof *runs, by_file);
	for (size_t r = 0; r < len; r++) {
		rank += r && strcmp(runs[r - 1].file, runs[r].file) != 0;
		for (size_t i = 0; i < runs[r].n; i++)
			l->items[runs[r].first + i].file_rank = rank;
	}
	free(runs);
}

void statements_merge(struct statement_list *l, struct decision_list *out)
{
	size_t stated = 0, kept;

	take_back(out, l);
	if (!l->len)
		goto out;
	rank_files(l);
	qsort(l->items, l->len, sizeof *l->items, by_statement);
	merge_same(l);
	while (stated < l->len && !l->items[stated].explains)
		stated++;
	qsort(l->items, stated, sizeof *l->items, by_place);
	addresses_explain(l->items, stated, l->items + stated, l->len - stated);
	kept = stated;
	for (size_t i = stated; i < l->len; i++) {
		bool address = l->items[i].address;
		struct statement *s = address ? NULL : explained(l->items, stated, &l->items[i]);

		if (s)
			absorb(s, &l->items[i]);
		else if (l->items[i].d.kind == DECISION_ESCAPES && !address)
			l->items[kept++] = l->items[i];
		else
			statement_release(&l->items[i]);
	}
	if (kept > stated)
		qsort(l->items, kept, sizeof *l->items, by_place);
	for (size_t i = 0; i < kept; i++)
		to_decision(&l->items[i], out);
out:
	free(l->items);
	*l = (struct statement_list)STATEMENT_LIST_INIT;
}
