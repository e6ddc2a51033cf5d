/* What became inlined or devirtualised, or ceased to be. */
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_internal.h"

/* The part of a function's name behind the last dot, without type arguments: "newPtr" of "pkg.newPtr[int]". */
static const char *last_part(const char *function, size_t *n)
{
	size_t end = strcspn(function, "["), start = end;

	while (start && function[start - 1] != '.')
		start--;
	*n = end - start;
	return function + start;
}

/* "bytes.(*Buffer).Len" of the profile is also "bytes.Len" or "Len" of the compiler: which, depends on the era. */
bool cause_same_function(const char *said, const char *profiled)
{
	size_t a, b;
	const char *x = last_part(said, &a), *y = last_part(profiled, &b);

	return !strcmp(said, profiled) ||
	       (a == b && !strncmp(x, y, a) && (!strchr(said, '(') || !strchr(profiled, '(') || strchr(said, '[')));
}

bool cause_is_kind(const struct decision_row *d, enum decision_kind kind)
{
	return !strcmp(d->kind, decision_kind_name(kind));
}

/* In how many lines is the call said to be inlined on that side: of all lines (line 0), or of that one? */
size_t cause_inlined(const struct cause_side *s, int line, const char *function)
{
	size_t n = 0;

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *d = &s->decisions[i];

		n += (!line || d->line == line) && cause_is_kind(d, DECISION_INLINED_CALL) &&
		     cause_same_function(d->subject, function);
	}
	return n;
}

static bool devirtualized(const struct cause_side *s, int line)
{
	for (size_t i = 0; i < s->ndecisions; i++)
		if (s->decisions[i].line == line && cause_is_kind(&s->decisions[i], DECISION_DEVIRTUALIZED))
			return true;
	return false;
}

/*
 * A call of that line that is inlined, or devirtualised, on one side alone; NULL if there is none. Before 1.16 calls
 * were devirtualised, too, but after the decisions were made, and without a word: for this it is as if they were not.
 */
static const char *inlining_changed(const struct cause_looking *l, int line, int *side)
{
	for (*side = 1; *side >= 0; --*side) {
		const struct cause_side *s = cause_side_of(l, *side), *other = cause_side_of(l, !*side);

		for (size_t i = 0; i < s->ndecisions; i++) {
			const struct decision_row *d = &s->decisions[i];

			if (d->line != line)
				continue;
			if (cause_is_kind(d, DECISION_INLINED_CALL) && !cause_inlined(other, line, d->subject))
				return d->subject;
			if (cause_is_kind(d, DECISION_DEVIRTUALIZED) && !devirtualized(other, line))
				return d->subject;
		}
	}
	return NULL;
}

static size_t leaks_of(const struct cause_side *s, const char *function, const struct cause_side *other)
{
	size_t missing = 0;

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *d = &s->decisions[i];
		bool found = false;

		if (strcmp(d->function, function) != 0 ||
		    (!cause_is_kind(d, DECISION_LEAKING_PARAM) && !cause_is_kind(d, DECISION_LEAKING_CONTENT) &&
		     !cause_is_kind(d, DECISION_LEAKING_RESULT)))
			continue;
		for (size_t k = 0; k < other->ndecisions && !found; k++)
			found = other->decisions[k].line == d->line && !strcmp(other->decisions[k].kind, d->kind) &&
			        !strcmp(other->decisions[k].subject, d->subject);
		missing += !found;
	}
	return missing;
}

/* Does the callee let its parameters go elsewhere than before? Then that is what decided, inlined or not. */
bool cause_leaks_changed(const struct cause_looking *l, const char *function)
{
	return leaks_of(&l->q->old, function, &l->q->new) || leaks_of(&l->q->new, function, &l->q->old);
}

static void add_line(const struct cause_looking *l, int line, const char *call, const char *what)
{
	str_addf(l->evidence, "%s%s:%d: call of %s %s", l->evidence->len ? "\n" : "", l->p->file, line, call, what);
}

/* More is inlined and less allocated, or the other way round. */
bool cause_inlining_at(const struct cause_looking *l, int line)
{
	int side;
	const char *call = inlining_changed(l, line, &side);

	if (!call || (side == 1) == l->more || cause_leaks_changed(l, call))
		return false;
	add_line(l, line, call, side ? "now inlined or devirtualised" : "no longer inlined or devirtualised");
	return true;
}

/* The lines that the compiler's reasons name: "from s.get() (call parameter) at x_test.go:59:12". */
bool cause_inlining_in_reasons(const struct cause_looking *l, const struct difference *d)
{
	const struct cause_side *s = l->more ? &l->q->new : &l->q->old;
	size_t file = strlen(d->file);

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *r = &s->decisions[i];

		if (r->line != d->line || strcmp(r->subject, d->subject) != 0)
			continue;
		for (const char *p = r->detail; (p = strstr(p, d->file)) != NULL;) {
			p += file;
			if (*p == ':' && cause_inlining_at(l, atoi(p + 1)))
				return true;
		}
	}
	return false;
}
