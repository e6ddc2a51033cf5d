/* The cause of a change at one place, from what was said and emitted there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_find.h"
#include "analysis/emitted.h"
#include "base/alloc.h"
#include "bench/diagnostics.h"

/* What the place is about, and which way it went: more allocations (new > old) or fewer. */
struct looking {
	const struct cause_question *q;
	const struct cause_place *p;
	bool more;
	struct str *evidence;
};

static const struct cause_side *side_of(const struct looking *l, int side)
{
	return side ? &l->q->new : &l->q->old;
}

static void note(const struct looking *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(const struct looking *l, const char *format, ...)
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

static void add_step(const struct looking *l, const double sides[2], const char *unit)
{
	char before[32], after[32];

	str_addf(l->evidence, "%s -> %s %s", amount(sides[0], before), amount(sides[1], after), unit);
}

static void add_steps(const struct looking *l)
{
	add_step(l, l->p->objects, "objects, ");
	add_step(l, l->p->bytes, "bytes per op");
}

/* ---- inlining ---- */

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
static bool same_function(const char *said, const char *profiled)
{
	size_t a, b;
	const char *x = last_part(said, &a), *y = last_part(profiled, &b);

	return !strcmp(said, profiled) ||
	       (a == b && !strncmp(x, y, a) && (!strchr(said, '(') || !strchr(profiled, '(') || strchr(said, '[')));
}

static bool is_kind(const struct decision_row *d, enum decision_kind kind)
{
	return !strcmp(d->kind, decision_kind_name(kind));
}

/* In how many lines is the call said to be inlined on that side: of all lines (line 0), or of that one? */
static size_t inlined(const struct cause_side *s, int line, const char *function)
{
	size_t n = 0;

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *d = &s->decisions[i];

		n += (!line || d->line == line) && is_kind(d, DECISION_INLINED_CALL) &&
		     same_function(d->subject, function);
	}
	return n;
}

static bool devirtualized(const struct cause_side *s, int line)
{
	for (size_t i = 0; i < s->ndecisions; i++)
		if (s->decisions[i].line == line && is_kind(&s->decisions[i], DECISION_DEVIRTUALIZED))
			return true;
	return false;
}

/*
 * A call of that line that is inlined, or devirtualised, on one side alone; NULL if there is none. Before 1.16 calls
 * were devirtualised, too, but after the decisions were made, and without a word: for this it is as if they were not.
 */
static const char *inlining_changed(const struct looking *l, int line, int *side)
{
	for (*side = 1; *side >= 0; --*side) {
		const struct cause_side *s = side_of(l, *side), *other = side_of(l, !*side);

		for (size_t i = 0; i < s->ndecisions; i++) {
			const struct decision_row *d = &s->decisions[i];

			if (d->line != line)
				continue;
			if (is_kind(d, DECISION_INLINED_CALL) && !inlined(other, line, d->subject))
				return d->subject;
			if (is_kind(d, DECISION_DEVIRTUALIZED) && !devirtualized(other, line))
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
		    (!is_kind(d, DECISION_LEAKING_PARAM) && !is_kind(d, DECISION_LEAKING_CONTENT) &&
		     !is_kind(d, DECISION_LEAKING_RESULT)))
			continue;
		for (size_t k = 0; k < other->ndecisions && !found; k++)
			found = other->decisions[k].line == d->line && !strcmp(other->decisions[k].kind, d->kind) &&
			        !strcmp(other->decisions[k].subject, d->subject);
		missing += !found;
	}
	return missing;
}

/* Does the callee let its parameters go elsewhere than before? Then that is what decided, inlined or not. */
static bool leaks_changed(const struct looking *l, const char *function)
{
	return leaks_of(&l->q->old, function, &l->q->new) || leaks_of(&l->q->new, function, &l->q->old);
}

static void add_line(const struct looking *l, int line, const char *call, const char *what)
{
	str_addf(l->evidence, "%s%s:%d: call of %s %s", l->evidence->len ? "\n" : "", l->p->file, line, call, what);
}

/* More is inlined and less allocated, or the other way round. */
static bool inlining_at(const struct looking *l, int line)
{
	int side;
	const char *call = inlining_changed(l, line, &side);

	if (!call || (side == 1) == l->more || leaks_changed(l, call))
		return false;
	add_line(l, line, call, side ? "now inlined or devirtualised" : "no longer inlined or devirtualised");
	return true;
}

/* The lines that the compiler's reasons name: "from s.get() (call parameter) at x_test.go:59:12". */
static bool inlining_in_reasons(const struct looking *l, const struct difference *d)
{
	const struct cause_side *s = l->more ? &l->q->new : &l->q->old;
	size_t file = strlen(d->file);

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *r = &s->decisions[i];

		if (r->line != d->line || strcmp(r->subject, d->subject) != 0)
			continue;
		for (const char *p = r->detail; (p = strstr(p, d->file)) != NULL;) {
			p += file;
			if (*p == ':' && inlining_at(l, atoi(p + 1)))
				return true;
		}
	}
	return false;
}

/* ---- what was decided ---- */

/* `both`: only of what both releases speak of, under one name; an expression of the library's may have become another. */
static enum cause decided(const struct looking *l, int line, bool both)
{
	const struct differences *d = l->q->differences;

	for (size_t i = 0; i < d->len; i++) {
		const struct difference *one = &d->items[i];
		struct str said = STR_INIT;

		if (one->line != line || !difference_is_heap(one) || difference_is_worse(one) != l->more ||
		    (both && (!one->old_kinds || !one->new_kinds)))
			continue;
		if (inlining_at(l, line) || inlining_in_reasons(l, one))
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
static enum cause decided_of_copies(const struct looking *l)
{
	const char *function = l->p->functions[1] ? l->p->functions[1] : l->p->functions[0];
	const struct cause_side *s = &l->q->new;
	enum cause cause = CAUSE_UNKNOWN;

	for (size_t i = 0; i < s->ndecisions && cause == CAUSE_UNKNOWN; i++) {
		const struct decision_row *d = &s->decisions[i];

		if (is_kind(d, DECISION_INLINED_CALL) && same_function(d->subject, function) &&
		    inlined(&l->q->old, d->line, d->subject))
			cause = decided(l, d->line, false);
	}
	return cause;
}

/* The function that allocates is inlined into more of its callers, or into fewer. */
static bool own_function_inlined(const struct looking *l)
{
	const char *function = l->p->functions[0] ? l->p->functions[0] : l->p->functions[1];
	size_t before = inlined(&l->q->old, 0, function), after = inlined(&l->q->new, 0, function);

	if (before == after || (after > before) == l->more || leaks_changed(l, function))
		return false;
	note(l, "%s is %s inlined", function, after > before ? "now" : "no longer");
	return true;
}

/* ---- what was emitted ---- */

struct callees {
	const char **names;
	size_t len;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * The allocating functions of the runtime that the line calls, or else the function, each once: an inlined copy calls
 * the same. One that was only renamed has one name: all the allocator's own, for objects of a fixed size.
 */
static struct callees callees_of(const struct cause_side *s, int line, const char *function)
{
	struct callees c = { .names = xcalloc(s->ncalls + 1, sizeof *c.names) };
	size_t n = 0;

	for (size_t i = 0; i < s->ncalls; i++) {
		struct emitted e = emitted_of(s->calls[i].callee);

		if ((function ? same_function(s->calls[i].function, function) : s->calls[i].line == line) &&
		    e.allocates != ALLOCATES_NEVER)
			c.names[c.len++] = strcmp(e.name, "convT") != 0 ? e.name : s->calls[i].callee;
	}
	if (c.len)
		qsort(c.names, c.len, sizeof *c.names, by_name);
	for (size_t i = 0; i < c.len; i++)
		if (!n || strcmp(c.names[n - 1], c.names[i]) != 0)
			c.names[n++] = c.names[i];
	c.len = n;
	return c;
}

static void add_callees(const struct callees *c, struct str *out)
{
	for (size_t i = 0; i < c->len; i++)
		str_addf(out, "%s%s", i ? ", " : "", c->names[i]);
	if (!c->len)
		str_add(out, "nothing that allocates");
}

static bool has_callee(const struct callees *c, const char *prefix)
{
	for (size_t i = 0; i < c->len; i++)
		if (str_starts(c->names[i], prefix))
			return true;
	return false;
}

static bool equal(const struct callees *a, const struct callees *b)
{
	for (size_t i = 0; i < a->len && i < b->len; i++)
		if (strcmp(a->names[i], b->names[i]) != 0)
			return false;
	return a->len == b->len;
}

/*
 * What the runtime's functions of one name did otherwise since a minor of go1, with the same decision and the same call:
 * because the compiler gives them something else, or because they are something else.
 */
static const struct turn {
	const char *group;
	int minor;
	bool more;        /* allocations */
	const char *said; /* kind of a decision about that line in the newer release; NULL: whatever */
	enum cause cause;
	const char *why;
} turns[] = {
	{ "concatstring", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "slicebytetostring", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "stringtoslicebyte", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "stringtoslicerune", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "slicerunetostring", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "intstring", 5, false, NULL, CAUSE_LOWERING, "is given a buffer on the stack" },
	{ "makemap", 5, false, NULL, CAUSE_LOWERING, "is given a header and a bucket on the stack" },
	{ "mapassign", 5, false, NULL, CAUSE_LOWERING, "finds a header and a bucket on the stack" },
	{ "convT", 5, false, NULL, CAUSE_LOWERING, "is given room on the stack" },
	{ "makemap", 8, false, NULL, CAUSE_LOWERING, "is told how many entries the literal has" },
	{ "mapassign", 8, false, NULL, CAUSE_LOWERING, "finds room for all entries of the literal" },
	{ "newobject", 22, true, "moved_to_heap", CAUSE_LOWERING, "makes a variable for every iteration of the loop" },
	{ "growslice", 25, false, NULL, CAUSE_LOWERING, "begins with a buffer on the stack" },
	{ "newobject", 25, false, "moved_to_heap", CAUSE_LOWERING, "makes one object of several variables" },
	{ "growslice", 26, false, NULL, CAUSE_LOWERING, "begins with a buffer on the stack" },
};

static bool said_at(const struct cause_side *s, int line, const char *kind)
{
	for (size_t i = 0; i < s->ndecisions; i++)
		if (s->decisions[i].line == line && !strcmp(s->decisions[i].kind, kind))
			return true;
	return false;
}

static enum cause known_turn(const struct looking *l, const struct callees *c)
{
	const struct cause_place *p = l->p;
	bool more = p->objects[1] > p->objects[0] + 0.02;

	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
		const struct turn *t = &turns[i];

		if (more != t->more || (!more && p->objects[1] > p->objects[0] - 0.02) ||
		    version_at_least(l->q->old.version, 1, t->minor) ||
		    !version_at_least(l->q->new.version, 1, t->minor) || !has_callee(c, t->group) ||
		    (t->said && !said_at(&l->q->new, p->line, t->said)))
			continue;
		note(l, "%s %s since go1.%d: ", t->group, t->why, t->minor);
		add_step(l, p->objects, "objects per op");
		return t->cause;
	}
	return CAUSE_UNKNOWN;
}

/* Larger objects than this have no class: they take whole pages, whose size is the runtime's affair, too. */
#define LARGE 32768.0

/* The class of 24 bytes is there since 1.16: what took 32 takes 24. */
static bool size_class_of_24(const struct looking *l)
{
	const struct cause_place *p = l->p;
	double saved = p->bytes[0] - p->bytes[1];

	return !version_at_least(l->q->old.version, 1, 16) && version_at_least(l->q->new.version, 1, 16) &&
	       fabs(p->objects[0] - p->objects[1]) < 0.1 && saved > 7.5 && saved < 8 * p->objects[0] + 0.5;
}

/* Whose results grow by the runtime's own policy, whoever calls them; and which take the size they are asked for. */
static const char *const growing[] = { "growslice", "moveSlice", "mapassign", "makemap" };
static const char *const sized[] = { "makeslice",         "concatstring",      "concatbytes",      "slicebytetostring",
	                             "stringtoslicebyte", "stringtoslicerune", "slicerunetostring" };
/* Which decide by themselves whether to allocate at all. */
static const char *const deciding[] = { "convT",     "concatstring", "slicebytetostring", "intstring", "newproc",
	                                "deferproc", "newselect",    "stringtoslicebyte", "getitab" };

static const char *one_of(const struct callees *c, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_callee(c, names[i]))
			return names[i];
	return NULL;
}
#define ONE_OF(callees, names) one_of(callees, names, sizeof(names) / sizeof *(names))

/* Equal calls, another amount: the runtime decides. */
static enum cause within_runtime(const struct looking *l, const struct callees *c)
{
	const struct cause_place *p = l->p;
	bool both = p->objects[0] > 0 && p->objects[1] > 0, same = both && fabs(p->objects[0] - p->objects[1]) < 0.1;
	enum cause cause = known_turn(l, c);
	const char *callee = ONE_OF(c, growing);

	if (cause != CAUSE_UNKNOWN || !c->len)
		return cause;
	if (!callee && same && (size_class_of_24(l) || p->bytes[0] > LARGE * p->objects[0]))
		callee = c->names[0];
	if (!callee && same)
		callee = ONE_OF(c, sized);
	if (callee && both) {
		note(l, "still calls %s: ", callee);
		add_steps(l);
		return CAUSE_GROWTH;
	}
	if (same) { /* a type of the library's is larger or smaller: those of the case are not */
		note(l, "%s makes an object of another size: ", c->names[0]);
		add_step(l, p->bytes, "bytes per op");
		return CAUSE_LIBRARY;
	}
	callee = ONE_OF(c, deciding);
	if (both || !callee)
		return CAUSE_UNKNOWN;
	note(l, "still calls %s, which %s", callee, l->more ? "allocates now" : "no longer allocates");
	return CAUSE_LIBRARY;
}

static enum cause emitted(const struct looking *l)
{
	struct callees old = callees_of(&l->q->old, l->p->line, NULL), new = callees_of(&l->q->new, l->p->line, NULL);
	enum cause cause = CAUSE_UNKNOWN;

	if (!equal(&old, &new)) {
		struct str before = STR_INIT, after = STR_INIT;

		add_callees(&old, &before);
		add_callees(&new, &after);
		note(l, "calls %s instead of %s", str_cstr(&after), str_cstr(&before));
		str_release(&before);
		str_release(&after);
		cause = CAUSE_LOWERING;
	} else {
		cause = within_runtime(l, &old);
	}
	free(old.names);
	free(new.names);
	return cause;
}

/* ---- in the library ---- */

/* Is something said not to escape in that line that would be an object otherwise? So it is where a copy is made of it. */
static bool keeps_on_stack(const struct cause_side *s, int line)
{
	static const char *const objects[] = { "&", "new(", "make(", "string(", "[]byte(", "[]rune(" };

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision_row *d = &s->decisions[i];

		for (size_t k = 0; d->line == line && k < sizeof objects / sizeof *objects; k++)
			if (is_kind(d, DECISION_DOES_NOT_ESCAPE) && str_starts(d->subject, objects[k]))
				return true;
	}
	return false;
}

static enum cause in_callee(const struct looking *l)
{
	const struct cause_place *p = l->p;
	const struct cause_side *less = l->more ? &l->q->old : &l->q->new; /* the side that allocates less */
	size_t before = inlined(&l->q->old, p->line, p->callee), after = inlined(&l->q->new, p->line, p->callee);

	if (before && after && (p->objects[0] <= 0 || p->objects[1] <= 0)) {
		enum cause cause = decided(l, p->line, true);

		if (cause != CAUSE_UNKNOWN)
			return cause;
	}
	if (before != after && (after > before) != l->more && (p->objects[0] <= 0 || p->objects[1] <= 0) &&
	    keeps_on_stack(less, p->line)) {
		note(l, "%s is %s inlined", p->callee, after > before ? "now" : "no longer");
		return CAUSE_INLINING;
	}
	if (strchr(p->callee, '[')) { /* a generic function's instance: compiled with the case, by its compiler */
		struct callees callees = callees_of(&l->q->new, 0, p->callee);
		enum cause cause = known_turn(l, &callees);

		free(callees.names);
		if (cause != CAUSE_UNKNOWN)
			return cause;
	}
	note(l, "within %s: ", p->callee);
	add_steps(l);
	return size_class_of_24(l) ? CAUSE_GROWTH : CAUSE_LIBRARY;
}

enum cause cause_of_place(const struct cause_question *q, const struct cause_place *p, struct str *evidence)
{
	const struct looking l = {
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
	return emitted(&l);
}
