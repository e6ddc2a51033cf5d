#include "analysis/join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/join_internal.h"
#include "analysis/step.h"
#include "base/alloc.h"

#define OBJECTS_DIFFER 0.25
#define BYTES_DIFFER 2.0
#define BYTES_DIFFER_SHARE 0.02
#define SMALL_DIFFER 0.75 /* a byte in an interface is one byte and a sixteenth of an object */
#define SMALL_DIFFER_SHARE 0.25
#define PACKED 16 /* bytes of the block that small objects share */

static int by_call(const void *pa, const void *pb)
{
	const struct joined_call *a = pa, *b = pb;
	int order = (a->line > b->line) - (a->line < b->line);

	return order ? order : strcmp(a->group, b->group);
}

/*
 * Up to 1.4 the object of a function literal is made at the literal's closing brace, since then where it begins: that
 * is where it is shown for all.
 */
static int literal_line(const struct join_input *in, int line)
{
	const struct source_line *l = source_line_at(in->source, line);

	return l && l->closes && !version_at_least(&in->version, 1, 5) ? l->closes : line;
}

/* The calls in the case's file that may allocate, those of one group summed up. */
static void add_calls(const struct join_input *in, struct join *j)
{
	size_t n = 0;

	j->calls = xcalloc(in->ncalls + 1, sizeof *j->calls);
	for (size_t i = 0; i < in->ncalls; i++) {
		const struct call_row *r = &in->calls[i];
		struct emitted is = emitted_of(r->callee);

		if (is.allocates != ALLOCATES_NEVER && !strcmp(r->file, in->file))
			j->calls[n++] = (struct joined_call){ .group = is.name,
				                              .allocates = is.allocates,
				                              .line = strcmp(is.name, "newobject") != 0
				                                              ? r->line
				                                              : literal_line(in, r->line),
				                              .calls = r->calls };
	}
	qsort(j->calls, n, sizeof *j->calls, by_call);
	for (size_t i = 0; i < n; i++) {
		if (j->ncalls && !by_call(&j->calls[j->ncalls - 1], &j->calls[i]))
			j->calls[j->ncalls - 1].calls += j->calls[i].calls;
		else
			j->calls[j->ncalls++] = j->calls[i];
	}
}

static int by_site(const void *pa, const void *pb)
{
	const struct joined_site *a = pa, *b = pb;
	int order = (a->line > b->line) - (a->line < b->line);

	if (!order)
		order = strcmp(a->benchmark, b->benchmark);
	return order ? order : strcmp(a->callee, b->callee);
}

static void add_sites(const struct join_input *in, struct join *j)
{
	j->sites = xcalloc(in->nsites + 1, sizeof *j->sites);
	j->elsewhere = xcalloc(in->nsites + 1, sizeof *j->elsewhere);
	for (size_t i = 0; i < in->nsites; i++) {
		const struct site_row *r = &in->sites[i];
		const struct joined_site site = { .benchmark = r->benchmark,
			                          .function = r->function,
			                          .file = r->file,
			                          .callee = r->callee,
			                          .line = *r->callee ? r->line : literal_line(in, r->line),
			                          .objects = r->objects_per_op,
			                          .bytes = r->bytes_per_op };

		if (strcmp(r->file, in->file) != 0)
			j->elsewhere[j->nelsewhere++] = site;
		else
			j->sites[j->nsites++] = site;
	}
	qsort(j->sites, j->nsites, sizeof *j->sites, by_site);
}

static int by_inlining(const void *pa, const void *pb)
{
	const struct joined_inlining *a = pa, *b = pb;
	int order = (a->line > b->line) - (a->line < b->line);

	return order ? order : strcmp(a->callee, b->callee);
}

static void add_said(const struct join_input *in, struct join *j)
{
	size_t n = 0;

	statements_of(in->decisions, in->ndecisions, &in->version, &in->version, &j->said);
	for (size_t i = 0; i < j->said.len; i++)
		if (!strcmp(j->said.items[i].file, in->file))
			j->said.items[n++] = j->said.items[i];
	j->said.len = n;
	j->inlining = xcalloc(in->ndecisions + 1, sizeof *j->inlining);
	for (size_t i = 0; i < in->ndecisions; i++)
		if (decision_kind_parse(in->decisions[i].kind) == DECISION_INLINED_CALL &&
		    !strcmp(in->decisions[i].file, in->file))
			j->inlining[j->ninlining++] = (struct joined_inlining){ .callee = in->decisions[i].subject,
				                                                .line = in->decisions[i].line };
	qsort(j->inlining, j->ninlining, sizeof *j->inlining, by_inlining);
}

static int smallest(int a, int b)
{
	return a < b ? a : b;
}

#define NO_LINE 0x7fffffff

/* Four sorted lists, walked together. */
static void add_lines(struct join *j)
{
	size_t said = 0, inlining = 0, calls = 0, sites = 0;

	for (;;) {
		struct joined_line l = { .said = j->said.items + said,
			                 .inlining = j->inlining + inlining,
			                 .calls = j->calls + calls,
			                 .sites = j->sites + sites };

		l.line = smallest(smallest(said < j->said.len ? j->said.items[said].line : NO_LINE,
		                           inlining < j->ninlining ? j->inlining[inlining].line : NO_LINE),
		                  smallest(calls < j->ncalls ? j->calls[calls].line : NO_LINE,
		                           sites < j->nsites ? j->sites[sites].line : NO_LINE));
		for (; said < j->said.len && j->said.items[said].line == l.line; said++)
			l.nsaid++;
		for (; inlining < j->ninlining && j->inlining[inlining].line == l.line; inlining++)
			l.ninlining++;
		for (; calls < j->ncalls && j->calls[calls].line == l.line; calls++)
			l.ncalls++;
		for (; sites < j->nsites && j->sites[sites].line == l.line; sites++)
			l.nsites++;
		if (!(l.nsaid + l.ninlining + l.ncalls + l.nsites))
			return;
		j->lines = vec_grow(j->lines, &j->cap, j->len + 1, sizeof *j->lines);
		j->lines[j->len++] = l;
	}
}

void join_of(const struct join_input *in, struct join *out)
{
	*out = (struct join){ .version = in->version, .said_known = in->said_known, .sites_known = in->sites_known };
	add_said(in, out);
	add_calls(in, out);
	add_sites(in, out);
	add_lines(out);
	join_find(in, out);
}

void join_release(struct join *j)
{
	for (size_t i = 0; i < j->nfindings; i++)
		free(j->findings[i].note);
	free(j->findings);
	free(j->lines);
	free(j->elsewhere);
	free(j->inlining);
	free(j->calls);
	free(j->sites);
	statements_release(&j->said);
	*j = (struct join){ .lines = NULL };
}

const struct joined_line *join_line_at(const struct join *j, int line)
{
	size_t low = 0, high = j->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (j->lines[middle].line == line)
			return &j->lines[middle];
		if (j->lines[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- two releases ---- */

bool sites_differ(double old_objects, double old_bytes, double new_objects, double new_bytes)
{
	double most = fmax(old_objects, new_objects), bytes = fmax(old_bytes, new_bytes);
	double difference = fabs(old_bytes - new_bytes);

	if (fabs(old_objects - new_objects) >= OBJECTS_DIFFER)
		return true;
	if (most < OBJECTS_DIFFER && bytes > PACKED * most)
		return false; /* seldom, and no packed ones: what the runtime keeps for itself comes and goes */
	return (difference > BYTES_DIFFER && difference > BYTES_DIFFER_SHARE * bytes) ||
	       (difference > SMALL_DIFFER && difference > SMALL_DIFFER_SHARE * bytes);
}

/* Do inlined calls keep their lines in the one and not in the other? */
static bool lines_moved(const struct join *a, const struct join *b)
{
	return version_at_least(&a->version, 1, 9) != version_at_least(&b->version, 1, 9);
}

/*
 * Objects of at most 16 bytes were counted otherwise in 1.2, 1.3, 1.4, 1.5 and since 1.6: across such a border only
 * whether there are any can be compared.
 */
static bool counted_otherwise(const struct join *a, const struct join *b, const double objects[2],
                              const double bytes[2])
{
	return crosses_epoch(&a->version, &b->version) && objects[0] > 0 && objects[1] > 0 &&
	       bytes[0] <= PACKED * objects[0] && bytes[1] <= PACKED * objects[1];
}

/* What one benchmark allocates at these sites. */
static void sum_sites(const struct joined_site *sites, size_t n, const char *benchmark, double *objects, double *bytes)
{
	*objects = *bytes = 0;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(sites[i].benchmark, benchmark)) {
			*objects += sites[i].objects;
			*bytes += sites[i].bytes;
		}
}

/* Is there a benchmark in the first list for which the second has another sum? */
static bool any_differs(const struct join *ja, const struct joined_line *a, const struct join *jb,
                        const struct joined_line *b)
{
	double objects[2], bytes[2];

	for (size_t i = 0; i < (a ? a->nsites : 0); i++) {
		const char *benchmark = a->sites[i].benchmark;

		if (i && !strcmp(a->sites[i - 1].benchmark, benchmark))
			continue;
		sum_sites(a->sites, a->nsites, benchmark, &objects[0], &bytes[0]);
		sum_sites(b ? b->sites : NULL, b ? b->nsites : 0, benchmark, &objects[1], &bytes[1]);
		if (!sites_differ(objects[0], bytes[0], objects[1], bytes[1]) ||
		    counted_otherwise(ja, jb, objects, bytes))
			continue;
		sum_sites(ja->sites, ja->nsites, benchmark, &objects[0], &bytes[0]);
		sum_sites(jb->sites, jb->nsites, benchmark, &objects[1], &bytes[1]);
		if (!lines_moved(ja, jb) || sites_differ(objects[0], bytes[0], objects[1], bytes[1]))
			return true;
	}
	return false;
}

static int calls_of(const struct joined_call *calls, size_t n, const char *group)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(calls[i].group, group))
			sum += calls[i].calls;
	return sum;
}

static bool any_emitted_differs(const struct join *ja, const struct joined_line *a, const struct join *jb,
                                const struct joined_line *b)
{
	for (size_t i = 0; i < (a ? a->ncalls : 0); i++) {
		const char *group = a->calls[i].group;

		if (a->calls[i].calls != calls_of(b ? b->calls : NULL, b ? b->ncalls : 0, group) &&
		    (!lines_moved(ja, jb) ||
		     calls_of(ja->calls, ja->ncalls, group) != calls_of(jb->calls, jb->ncalls, group)))
			return true;
	}
	return false;
}

unsigned joins_differ(const struct join *old, const struct join *new, const struct differences *differences, int line)
{
	const struct joined_line *a = join_line_at(old, line), *b = join_line_at(new, line);
	unsigned mask = 0;

	if (old->said_known && new->said_known) {
		for (size_t i = 0; i < differences->len; i++)
			if (differences->items[i].line == line)
				mask |= DIFFERS_SAID;
		if (any_emitted_differs(old, a, new, b) || any_emitted_differs(new, b, old, a))
			mask |= DIFFERS_EMITTED;
	}
	if (old->sites_known && new->sites_known && (any_differs(old, a, new, b) || any_differs(new, b, old, a)))
		mask |= DIFFERS_HAPPENED;
	return mask;
}
