/* The cause of a change: the places vote. */
#include "analysis/cause_find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An object of at most so many bytes may be one of those that the epochs count differently (bench/sites.h). */
#define TINY 16.0
/* What a cause has to explain of the change, at least. */
#define MOST 0.6
/* What all places together have to explain of it. */
#define LEAST_SEEN 0.5

/*
 * How much of the change is the place's. Several objects without pointers share a block, and the profile sees the block:
 * what appears or vanishes there is at least one object.
 */
static double share_of(const struct cause_place *p, bool bytes)
{
	double difference = p->objects[1] - p->objects[0];

	if (bytes)
		return p->bytes[1] - p->bytes[0];
	if ((p->objects[0] <= 0 || p->objects[1] <= 0) && fabs(difference) < 1 &&
	    fabs(p->bytes[1] - p->bytes[0]) <= TINY * fabs(difference) + 0.01)
		return difference > 0 ? 1 : -1;
	return difference;
}

/* Do tiny objects share blocks? In 1.2 not yet, in 1.5 by mistake not: the profile sees each of them there. */
static bool shares_blocks(const struct go_version *v)
{
	return version_at_least(v, 1, 3) && !(version_at_least(v, 1, 5) && !version_at_least(v, 1, 6));
}

/* May what is seen there be nothing but tiny objects that share blocks now, or no longer? */
static bool may_be_counting(const struct cause_question *q, const struct cause_place *p)
{
	double most = p->objects[0] > p->objects[1] ? p->objects[0] : p->objects[1];
	double more = q->bytes ? p->bytes[1] - p->bytes[0] : p->objects[1] - p->objects[0];
	bool old = shares_blocks(q->old.version), new = shares_blocks(q->new.version);

	if (!q->epoch || old == new || p->objects[0] <= 0 || p->objects[1] <= 0)
		return false;
	return (old ? more > 0 : more < 0) && fabs(p->bytes[1] - p->bytes[0]) <= TINY * most + 0.01;
}

static bool sees(const struct cause_side *s)
{
	return s->nsites || s->count < 0.5;
}

/* Has the case's own code changed nowhere: neither what is decided, nor what is called? Then it is the library. */
static bool own_code_as_before(const struct cause_question *q)
{
	struct cause_places p;
	bool changed = false, callee = false;

	for (size_t i = 0; i < q->differences->len; i++)
		changed |= difference_is_heap(&q->differences->items[i]);
	cause_places_of(q, &p);
	for (size_t i = 0; i < p.len; i++) {
		callee |= *p.items[i].callee != '\0';
		changed |= !*p.items[i].callee &&
		           (cause_place_changed(&p.items[i], false) || cause_place_changed(&p.items[i], true));
	}
	cause_places_release(&p);
	return !changed && callee;
}

struct votes {
	double explained[CAUSES];
	struct str lines[CAUSES];
};

static void vote(const struct cause_question *q, const struct cause_place *p, struct votes *v)
{
	struct str line = STR_INIT;
	enum cause one;

	if (!cause_place_changed(p, q->bytes))
		return;
	one = cause_of_place(q, p, &line);
	if (may_be_counting(q, p))
		one = CAUSE_COUNTERS;
	else if (line.len && !strstr(str_cstr(&v->lines[one]), str_cstr(&line)))
		str_addf(&v->lines[one], "%s%s", v->lines[one].len ? "\n" : "", str_cstr(&line));
	v->explained[one] += share_of(p, q->bytes);
	str_release(&line);
}

/* The cause that explains most, if it is enough. */
static enum cause winner(const struct cause_question *q, const struct votes *v)
{
	double change = q->new.count - q->old.count, best = 0, all = 0;
	enum cause cause = CAUSE_UNKNOWN;

	for (int i = CAUSE_UNKNOWN; i < CAUSES; i++) {
		double explains = v->explained[i] / change;

		if (explains <= 0)
			continue;
		all += explains;
		if (explains > best) {
			best = explains;
			cause = (enum cause)i;
		}
	}
	return best < MOST * all || (!q->epoch && all < LEAST_SEEN) ? CAUSE_UNKNOWN : cause;
}

enum cause cause_find(const struct cause_question *q, struct str *evidence)
{
	struct votes v = { .explained = { 0 } };
	struct cause_places places;
	enum cause cause = CAUSE_UNKNOWN;

	if (sees(&q->old) && sees(&q->new)) {
		cause_places_of(q, &places);
		for (size_t i = 0; i < places.len; i++)
			vote(q, &places.items[i], &v);
		cause_places_release(&places);
		cause = winner(q, &v);
		if (cause == CAUSE_UNKNOWN && !q->epoch && own_code_as_before(q)) {
			cause = CAUSE_LIBRARY;
			str_add(evidence, "the case's own lines decide, call and allocate as before");
		}
	}
	if (cause == CAUSE_UNKNOWN && q->epoch)
		cause = CAUSE_COUNTERS;
	if (v.lines[cause].len && cause != CAUSE_UNKNOWN && !evidence->len)
		str_add(evidence, str_cstr(&v.lines[cause]));
	for (size_t i = 0; i < CAUSES; i++)
		str_release(&v.lines[i]);
	return cause;
}
