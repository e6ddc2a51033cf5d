/* What the compiler emitted at a place, and what the runtime makes of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_internal.h"
#include "analysis/emitted.h"
#include "base/alloc.h"

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

		if ((function ? cause_same_function(s->calls[i].function, function) : s->calls[i].line == line) &&
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

static enum cause known_turn(const struct cause_looking *l, const struct callees *c)
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
		cause_note(l, "%s %s since go1.%d: ", t->group, t->why, t->minor);
		cause_add_step(l, p->objects, "objects per op");
		return t->cause;
	}
	return CAUSE_UNKNOWN;
}

/* Larger objects than this have no class: they take whole pages, whose size is the runtime's affair, too. */
#define LARGE 32768.0

/* The class of 24 bytes is there since 1.16: what took 32 takes 24. */
bool cause_size_class_of_24(const struct cause_looking *l)
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
static enum cause within_runtime(const struct cause_looking *l, const struct callees *c)
{
	const struct cause_place *p = l->p;
	bool both = p->objects[0] > 0 && p->objects[1] > 0, same = both && fabs(p->objects[0] - p->objects[1]) < 0.1;
	enum cause cause = known_turn(l, c);
	const char *callee = ONE_OF(c, growing);

	if (cause != CAUSE_UNKNOWN || !c->len)
		return cause;
	if (!callee && same && (cause_size_class_of_24(l) || p->bytes[0] > LARGE * p->objects[0]))
		callee = c->names[0];
	if (!callee && same)
		callee = ONE_OF(c, sized);
	if (callee && both) {
		cause_note(l, "still calls %s: ", callee);
		cause_add_steps(l);
		return CAUSE_GROWTH;
	}
	if (same) { /* a type of the library's is larger or smaller: those of the case are not */
		cause_note(l, "%s makes an object of another size: ", c->names[0]);
		cause_add_step(l, p->bytes, "bytes per op");
		return CAUSE_LIBRARY;
	}
	callee = ONE_OF(c, deciding);
	if (both || !callee)
		return CAUSE_UNKNOWN;
	cause_note(l, "still calls %s, which %s", callee, l->more ? "allocates now" : "no longer allocates");
	return CAUSE_LIBRARY;
}

enum cause cause_emitted(const struct cause_looking *l)
{
	struct callees old = callees_of(&l->q->old, l->p->line, NULL), new = callees_of(&l->q->new, l->p->line, NULL);
	enum cause cause = CAUSE_UNKNOWN;

	if (!equal(&old, &new)) {
		struct str before = STR_INIT, after = STR_INIT;

		add_callees(&old, &before);
		add_callees(&new, &after);
		cause_note(l, "calls %s instead of %s", str_cstr(&after), str_cstr(&before));
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

enum cause cause_of_instance(const struct cause_looking *l, const char *function)
{
	struct callees callees = callees_of(&l->q->new, 0, function);
	enum cause cause = known_turn(l, &callees);

	free(callees.names);
	return cause;
}
