/* The cause of a change at one place, from what was said and emitted there. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_internal.h"

const struct cause_side *cause_side_of(const struct cause_looking *l, int side)
{
	return side ? &l->q->new : &l->q->old;
}

void cause_note(const struct cause_looking *l, const char *format, ...)
{
	va_list args;
	char text[512];

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	str_addf(l->evidence, "%s%s:%d: %s", l->evidence->len ? "\n" : "", l->p->file, l->p->line, text);
}

/* "0.5", "16", "32144": two digits behind the point at most. */
static const char *amount(double x, char buf[32])
{
	size_t n = (size_t)snprintf(buf, 32, "%.2f", x < 1e15 ? x : 1e15);

	while (n && buf[n - 1] == '0')
		buf[--n] = '\0';
	if (n && buf[n - 1] == '.')
		buf[n - 1] = '\0';
	return buf;
}

void cause_add_step(const struct cause_looking *l, const double sides[2], const char *unit)
{
	char before[32], after[32];

	str_addf(l->evidence, "%s -> %s %s", amount(sides[0], before), amount(sides[1], after), unit);
}

void cause_add_steps(const struct cause_looking *l)
{
	cause_add_step(l, l->p->objects, "objects, ");
	cause_add_step(l, l->p->bytes, "bytes per op");
}
/* ---- what was decided ---- */

/* `both`: only of what both releases speak of, under one name; an expression of the library's may have become another. */
static enum cause decided(const struct cause_looking *l, int line, bool both)
{
	const struct differences *d = l->q->differences;

	for (size_t i = 0; i < d->len; i++) {
		const struct difference *one = &d->items[i];
		struct str said = STR_INIT;

		if (one->line != line || !difference_is_heap(one) || difference_is_worse(one) != l->more ||
		    (both && (!one->old_kinds || !one->new_kinds)))
			continue;
		if (cause_inlining_at(l, line) || cause_inlining_in_reasons(l, one))
			return CAUSE_INLINING;
		difference_said(one, &said);
		str_addf(l->evidence, "%s%s:%d: %s", l->evidence->len ? "\n" : "", one->file, line,
		         strstr(str_cstr(&said), ": ") + 2); /* behind "line 12" */
		str_release(&said);
		return CAUSE_ESCAPE;
	}
	return CAUSE_UNKNOWN;
}

/* What is decided of the copies of the function that allocates, where it is inlined. */
static enum cause decided_of_copies(const struct cause_looking *l)
{
	const char *function = l->p->functions[1] ? l->p->functions[1] : l->p->functions[0];
	const struct cause_side *s = &l->q->new;
	enum cause cause = CAUSE_UNKNOWN;

	for (size_t i = 0; i < s->ndecisions && cause == CAUSE_UNKNOWN; i++) {
		const struct decision_row *d = &s->decisions[i];

		if (cause_is_kind(d, DECISION_INLINED_CALL) && cause_same_function(d->subject, function) &&
		    cause_inlined(&l->q->old, d->line, d->subject))
			cause = decided(l, d->line, false);
	}
	return cause;
}

/* The function that allocates is inlined into more of its callers, or into fewer. */
static bool own_function_inlined(const struct cause_looking *l)
{
	const char *function = l->p->functions[0] ? l->p->functions[0] : l->p->functions[1];
	size_t before = cause_inlined(&l->q->old, 0, function), after = cause_inlined(&l->q->new, 0, function);

	if (before == after || (after > before) == l->more || cause_leaks_changed(l, function))
		return false;
	cause_note(l, "%s is %s inlined", function, after > before ? "now" : "no longer");
	return true;
}
/* ---- in the library ---- */

/* Is something said not to escape in that line that would be an object otherwise? So it is where a copy is made of it. */
static bool keeps_on_stack(const struct cause_side *s, int line)
{
	static const char *const objects[] = { "&", "new(", "make(", "string(", "[]byte(", "[]rune(" };

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *d = &s->decisions[i];

		for (size_t k = 0; d->line == line && k < sizeof objects / sizeof *objects; k++)
			if (cause_is_kind(d, DECISION_DOES_NOT_ESCAPE) && str_starts(d->subject, objects[k]))
				return true;
	}
	return false;
}

static enum cause in_callee(const struct cause_looking *l)
{
	const struct cause_place *p = l->p;
	const struct cause_side *less = l->more ? &l->q->old : &l->q->new; /* the side that allocates less */
	size_t before = cause_inlined(&l->q->old, p->line, p->callee),
	       after = cause_inlined(&l->q->new, p->line, p->callee);

	if (before && after && (p->objects[0] <= 0 || p->objects[1] <= 0)) {
		enum cause cause = decided(l, p->line, true);

		if (cause != CAUSE_UNKNOWN)
			return cause;
	}
	if (before != after && (after > before) != l->more && (p->objects[0] <= 0 || p->objects[1] <= 0) &&
	    keeps_on_stack(less, p->line)) {
		cause_note(l, "%s is %s inlined", p->callee, after > before ? "now" : "no longer");
		return CAUSE_INLINING;
	}
	if (strchr(p->callee, '[')) { /* a generic function's instance: compiled with the case, by its compiler */
		enum cause cause = cause_of_instance(l, p->callee);

		if (cause != CAUSE_UNKNOWN)
			return cause;
	}
	cause_note(l, "within %s: ", p->callee);
	cause_add_steps(l);
	return cause_size_class_of_24(l) ? CAUSE_GROWTH : CAUSE_LIBRARY;
}

enum cause cause_of_place(const struct cause_question *q, const struct cause_place *p, struct str *evidence)
{
	const struct cause_looking l = {
		.q = q,
		.p = p,
		.more = q->bytes ? p->bytes[1] > p->bytes[0] : p->objects[1] > p->objects[0],
		.evidence = evidence,
	};
	enum cause cause;

	if (*p->callee)
		return in_callee(&l);
	cause = decided(&l, p->line, false);
	if (cause == CAUSE_UNKNOWN)
		cause = decided_of_copies(&l);
	if (cause != CAUSE_UNKNOWN)
		return cause;
	if (own_function_inlined(&l))
		return CAUSE_INLINING;
	return cause_emitted(&l);
}
