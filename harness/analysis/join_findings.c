/* Where said, emitted and happened disagree in one statement. */
#include <stdlib.h>
#include <string.h>

#include "analysis/join_internal.h"
#include "base/alloc.h"

#define BIT(kind) (1u << (kind))
#define HEAP (BIT(DECISION_MOVED_TO_HEAP) | BIT(DECISION_ESCAPES))
#define STACK BIT(DECISION_DOES_NOT_ESCAPE)
#define ENOUGH 0.05   /* objects per op: less may be a stray; a packed byte is 0.0625 */
#define SURELY 0.25   /* what the runtime keeps for itself (waiting goroutines, ...) comes and goes */
#define NAMES_MAX 3   /* in a note */
#define GROUPS_MAX 64 /* more than emitted.h has */

static const struct finding_info infos[] = {
	[SAID_HEAP_NOT_EMITTED] = { "said_heap_not_emitted", "said to be on the heap, but no call that allocates it is "
	                                                     "emitted: constants, zero sizes, "
	                                                     "pointers in interfaces need none" },
	[SAID_HEAP_NOT_ALLOCATED] = { "said_heap_not_allocated",
	                              "said to be on the heap and the call is emitted, but no benchmark allocates "
	                              "there: a "
	                              "small or zero value, no bytes, an append that had room, or code that is not "
	                              "reached" },
	[SAID_STACK_BUT_ALLOCATED] = { "said_stack_but_allocated", "said not to escape, but allocated: its size is not "
	                                                           "known when compiling, or too "
	                                                           "large for the stack" },
	[ALLOCATED_UNSAID] = { "allocated_unsaid", "allocated by a call of which the compiler says nothing" },
	[ALLOCATED_UNCLEAR] = { "allocated_unclear",
	                        "allocated, by one of several calls, which differ in what was said of them" },
	[ALLOCATED_NOT_EMITTED] = { "allocated_not_emitted", "allocated, but no call that allocates is emitted at the "
	                                                     "line: the profile lost a frame and shows the caller's "
	                                                     "line (as of makeslicecopy), or it is the runtime's own" },
	[ALLOCATED_IN_CALLEE] = { "allocated_in_callee",
	                          "allocated within a function that is called there, which was compiled elsewhere" },
	[ALLOCATED_OUTSIDE] = { "allocated_outside",
	                        "allocated by the runtime or a goroutine of a library, at no line of the "
	                        "case" },
};

const struct finding_info *finding_info(enum finding_kind k)
{
	return &infos[k];
}

/* What an expression becomes: the beginning of its subject, or what it holds, and the groups of calls (emitted.h). */
static const struct shape {
	const char *text;
	bool within;
	const char *groups[5];
} shapes[] = {
	{ "make([]", false, { "makeslice", "makeslicecopy" } },
	{ "make(map", false, { "makemap", "makemap_small", "mapassign" } },
	{ "map[", false, { "makemap", "makemap_small", "mapassign" } },
	{ "make(chan", false, { "makechan" } },
	{ "([]byte)(", false, { "stringtoslicebyte" } },
	{ "[]byte(", false, { "stringtoslicebyte" } },
	{ "([]rune)(", false, { "stringtoslicerune" } },
	{ "[]rune(", false, { "stringtoslicerune" } },
	{ "string(", false, { "slicebytetostring", "slicerunetostring", "intstring", "concatstring" } },
	{ "append", false, { "growslice", "moveSlice", "concatbytes" } },
	{ " + ", true, { "concatstring", "concatbytes", "slicebytetostring" } },
};
/* What any expression becomes that lives on the heap, or is put into an interface. */
static const char *const any_shape[] = { "newobject", "newarray", "convT" };

/* What a call is, for people. */
static const struct {
	const char *group, *words;
} groups[] = {
	{ "growslice", "append grows its slice" },
	{ "moveSlice", "append moves what grew on the stack" },
	{ "makeslice", "a size not known when compiling" },
	{ "makeslicecopy", "a size not known when compiling" },
	{ "makemap", "a map's tables" },
	{ "makemap_small", "a map" },
	{ "mapassign", "a map grows" },
	{ "makechan", "a channel" },
	{ "convT", "a value is put into an interface" },
	{ "concatstring", "strings are joined" },
	{ "concatbytes", "strings are joined" },
	{ "slicebytetostring", "bytes are copied into a string" },
	{ "stringtoslicebyte", "a string is copied into bytes" },
	{ "slicerunetostring", "runes become a string" },
	{ "stringtoslicerune", "a string becomes runes" },
	{ "intstring", "a rune becomes a string" },
	{ "newobject", "a variable or a value" },
	{ "newarray", "an array" },
	{ "newproc", "a goroutine" },
	{ "deferproc", "a deferred call" },
	{ "newselect", "a select" },
	{ "newcoro", "a coroutine" },
	{ "getitab", "the method table of an interface" },
};

static bool in_list(const char *const *list, size_t n, const char *text)
{
	for (size_t i = 0; i < n && list[i]; i++)
		if (!strcmp(list[i], text))
			return true;
	return false;
}

static bool of_shape(const char *subject, const char *group)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		const struct shape *s = &shapes[i];

		if ((s->within ? strstr(subject, s->text) != NULL : str_starts(subject, s->text)) &&
		    in_list(s->groups, 5, group))
			return true;
	}
	return false;
}

/* ---- a statement: one or more joined lines ---- */

/* Names, sorted: there may be very many. */
struct names {
	const char **items;
	size_t len;
};

/* What holds for the whole join. */
struct ground {
	struct names inlined;   /* callees that are inlined somewhere */
	struct names functions; /* of the case */
};

struct scope {
	const struct join_input *in;
	struct join *out;
	const struct ground *ground;
	size_t from, until; /* of out->lines */
	bool inlined;       /* it is in a function of the case that is inlined somewhere, or inlines one */
	bool library_inlined;
	double own, callee;             /* objects per op, the most of any line and benchmark */
	const char *groups[GROUPS_MAX]; /* of its calls, each once */
	size_t ngroups;
};

static int by_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

static void names_sort(struct names *n)
{
	if (n->len)
		qsort(n->items, n->len, sizeof *n->items, by_text);
}

static bool names_have(const struct names *n, const char *name)
{
	return n->len && bsearch(&name, n->items, n->len, sizeof *n->items, by_text);
}

static void ground_of(const struct join_input *in, const struct join *j, struct ground *g)
{
	const struct go_source *source = &in->source->source;

	*g = (struct ground){ .inlined = { .items = xcalloc(j->ninlining + 1, sizeof(char *)) },
		              .functions = { .items = xcalloc(source->len + 1, sizeof(char *)) } };
	for (size_t i = 0; i < j->ninlining; i++)
		g->inlined.items[g->inlined.len++] = j->inlining[i].callee;
	for (size_t i = 0; i < source->len; i++)
		g->functions.items[g->functions.len++] = source->funcs[i].name;
	names_sort(&g->inlined);
	names_sort(&g->functions);
}

static void ground_release(struct ground *g)
{
	free(g->inlined.items);
	free(g->functions.items);
}

/* The kinds of calls in the statement are few, however many its lines are. */
static void find_groups(struct scope *s)
{
	for (size_t i = s->from; i < s->until; i++)
		for (size_t k = 0; k < s->out->lines[i].ncalls; k++) {
			const char *group = s->out->lines[i].calls[k].group;

			if (s->ngroups < GROUPS_MAX && !in_list(s->groups, s->ngroups, group))
				s->groups[s->ngroups++] = group;
		}
}

static bool heap_said(const struct statement *s)
{
	return (s->kinds & HEAP) && !s->redundant;
}

/* Can what is said of `s` be about this call? */
static bool about(const struct statement *s, const char *group)
{
	if (heap_said(s))
		return in_list(any_shape, 3, group) || of_shape(s->subject, group);
	return (s->kinds & STACK) && of_shape(s->subject, group);
}

static void add_finding(struct scope *s, enum finding_kind kind, int line, struct str *note)
{
	struct join *j = s->out;
	const struct joined_line *l = s->until ? join_line_at(j, line) : NULL;

	if (l)
		j->lines[l - j->lines].findings |= BIT(kind);
	j->findings = vec_grow(j->findings, &j->findings_cap, j->nfindings + 1, sizeof *j->findings);
	j->findings[j->nfindings++] = (struct join_finding){ .kind = kind, .line = line, .note = str_detach(note) };
}

/* The calls that something of these kinds was said about, or (kinds 0) nothing; a bit each: 1 heap, 2 stack, 4 unsaid. */
static unsigned said_of(const struct scope *s, const char *group)
{
	unsigned mask = 0;

	for (size_t i = s->from; i < s->until; i++)
		for (size_t k = 0; k < s->out->lines[i].nsaid; k++) {
			const struct statement *one = &s->out->lines[i].said[k];

			if (about(one, group))
				mask |= heap_said(one) ? 1 : 2;
		}
	return mask ? mask : 4;
}

/* `said`: of each of the scope's groups, as said_of() has it. */
static unsigned said_before(const struct scope *s, const unsigned *said, const char *group)
{
	for (size_t i = 0; i < s->ngroups; i++)
		if (!strcmp(s->groups[i], group))
			return said[i];
	return 0;
}

static void name_groups(const struct scope *s, unsigned mask, const unsigned *said, struct str *note)
{
	size_t n = 0;

	for (size_t i = s->from; i < s->until && n < NAMES_MAX; i++)
		for (size_t k = 0; k < s->out->lines[i].ncalls; k++) {
			const char *group = s->out->lines[i].calls[k].group, *words = NULL;

			if (!(said_before(s, said, group) & mask) || n++ >= NAMES_MAX)
				continue;
			for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
				if (!strcmp(groups[g].group, group))
					words = groups[g].words;
			str_addf(note, "%s%s%s%s", n > 1 ? "; " : "", group, words ? ": " : "", words ? words : "");
		}
}

/* The first line of the statement where the case's own code (or, else, what it calls) allocates. */
static int line_allocating(const struct scope *s, bool own)
{
	for (size_t i = s->from; i < s->until; i++)
		for (size_t k = 0; k < s->out->lines[i].nsites; k++)
			if (!*s->out->lines[i].sites[k].callee == own && s->out->lines[i].sites[k].objects >= ENOUGH)
				return s->out->lines[i].line;
	return s->out->lines[s->from].line;
}

static void find_own(struct scope *s)
{
	struct str note = STR_INIT;
	unsigned mask = 0, said[GROUPS_MAX];
	enum finding_kind kind;

	for (size_t i = 0; i < s->ngroups; i++) {
		said[i] = said_of(s, s->groups[i]);
		mask |= said[i];
	}
	if (mask & 1)
		return; /* said, emitted and happened agree */
	kind = !mask       ? ALLOCATED_NOT_EMITTED
	       : mask == 2 ? SAID_STACK_BUT_ALLOCATED
	       : mask == 4 ? ALLOCATED_UNSAID
	                   : ALLOCATED_UNCLEAR;
	if (kind == ALLOCATED_NOT_EMITTED ? s->own < SURELY : s->inlined)
		return; /* of inlined code it is said where it is called what holds */
	if (kind == ALLOCATED_UNSAID && !s->out->said.len)
		return; /* nothing is said of the whole case: -N up to 1.3 */
	name_groups(s, mask, said, &note);
	add_finding(s, kind, line_allocating(s, true), &note);
}

static void find_callee(struct scope *s)
{
	struct names names = { .items = NULL };
	const char *first[NAMES_MAX] = { NULL }; /* in the order of the lines */
	struct str note = STR_INIT;
	size_t cap = 0, shown = 0, distinct = 0;

	for (size_t i = s->from; i < s->until; i++)
		for (size_t k = 0; k < s->out->lines[i].nsites; k++) {
			const struct joined_site *site = &s->out->lines[i].sites[k];

			if (!*site->callee || !(site->objects >= ENOUGH))
				continue;
			if (shown < NAMES_MAX && !in_list(first, shown, site->callee))
				first[shown++] = site->callee;
			names.items = vec_grow(names.items, &cap, names.len + 1, sizeof *names.items);
			names.items[names.len++] = site->callee;
		}
	names_sort(&names);
	for (size_t i = 0; i < names.len; i++)
		distinct += !i || strcmp(names.items[i - 1], names.items[i]) != 0;
	for (size_t i = 0; i < shown; i++)
		str_addf(&note, "%s%s", i ? ", " : "", first[i]);
	if (distinct > shown)
		str_addf(&note, " and %zu more", distinct - shown);
	free(names.items);
	add_finding(s, ALLOCATED_IN_CALLEE, line_allocating(s, false), &note);
}

/* Up to 1.12 `s.Mutex escapes` says that s.Lock() takes an address, and nothing of an allocation. */
static bool is_address_of_field(const struct join_input *in, const char *subject)
{
	return !version_at_least(&in->version, 1, 13) && strchr(subject, '.') && !strpbrk(subject, "({[\"+*& ");
}

/* Nothing of the case's own is allocated in the statement. */
static void find_not_allocated(struct scope *s)
{
	for (size_t i = s->from; i < s->until; i++) {
		const struct joined_line *l = &s->out->lines[i];
		struct str notes[2] = { STR_INIT, STR_INIT };

		for (size_t k = 0; k < l->nsaid; k++) {
			bool emitted = false;
			struct str *note;

			if (!heap_said(&l->said[k]) || is_address_of_field(s->in, l->said[k].subject))
				continue;
			for (size_t g = 0; g < s->ngroups && !emitted; g++)
				emitted = about(&l->said[k], s->groups[g]);
			note = &notes[emitted];
			str_addf(note, "%s%s", note->len ? ", " : "", l->said[k].subject);
		}
		if (notes[0].len)
			add_finding(s, SAID_HEAP_NOT_EMITTED, l->line, &notes[0]);
		if (notes[1].len)
			add_finding(s, SAID_HEAP_NOT_ALLOCATED, l->line, &notes[1]);
	}
}

static void look_at(struct scope *s)
{
	const struct source_map *map = s->in->source;
	const struct source_line *line = source_line_at(map, s->out->lines[s->from].line);
	const struct go_func *f = go_source_func_at(&map->source, s->out->lines[s->from].line);

	find_groups(s);
	s->inlined = f && names_have(&s->ground->inlined, f->name);
	for (size_t i = s->from; i < s->until; i++) {
		const struct joined_line *l = &s->out->lines[i];

		for (size_t k = 0; k < l->ninlining; k++) {
			const bool ours = names_have(&s->ground->functions, l->inlining[k].callee);

			s->inlined = s->inlined || ours;
			s->library_inlined = s->library_inlined || !ours;
		}
		for (size_t k = 0; k < l->nsites; k++) {
			double *most = *l->sites[k].callee ? &s->callee : &s->own;

			*most = l->sites[k].objects > *most ? l->sites[k].objects : *most;
		}
	}
	if (!s->out->said_known)
		return;
	if (s->own >= ENOUGH)
		find_own(s);
	if (s->callee >= ENOUGH)
		find_callee(s);
	if (s->own < ENOUGH && !s->inlined && !s->library_inlined && line && line->measured)
		find_not_allocated(s);
}

static int statement_at(const struct join_input *in, int line)
{
	const struct source_line *l = source_line_at(in->source, line);

	return l ? l->statement : line;
}

/*
 * Where the profile shows an allocation at a line that emits none, it lost a frame (1.25 does behind iterators), and of
 * the line that made it nobody can say that it allocates nothing.
 */
static void drop_unsure(struct join *j)
{
	size_t n = 0, unsure = 0;

	for (size_t i = 0; i < j->nfindings; i++)
		unsure += j->findings[i].kind == ALLOCATED_NOT_EMITTED;
	for (size_t i = 0; i < j->len && unsure; i++)
		j->lines[i].findings &= ~BIT(SAID_HEAP_NOT_ALLOCATED);
	for (size_t i = 0; i < j->nfindings; i++) {
		if (unsure && j->findings[i].kind == SAID_HEAP_NOT_ALLOCATED)
			free(j->findings[i].note);
		else
			j->findings[n++] = j->findings[i];
	}
	j->nfindings = n;
}

static int by_finding(const void *pa, const void *pb)
{
	const struct join_finding *a = pa, *b = pb;
	int order = (a->line > b->line) - (a->line < b->line);

	return order ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

void join_find(const struct join_input *in, struct join *out)
{
	struct scope outside = { .in = in, .out = out };
	struct str note = STR_INIT;
	struct ground ground;
	size_t until;

	if (!out->sites_known)
		return;
	ground_of(in, out, &ground);
	for (size_t from = 0; from < out->len; from = until) {
		for (until = from + 1; until < out->len && statement_at(in, out->lines[until].line) ==
		                                                   statement_at(in, out->lines[from].line);)
			until++;
		look_at(&(struct scope){ .in = in, .out = out, .ground = &ground, .from = from, .until = until });
	}
	ground_release(&ground);
	drop_unsure(out);
	for (size_t i = 0; i < out->nelsewhere && i < NAMES_MAX; i++)
		str_addf(&note, "%s%s in %s", i ? ", " : "", out->elsewhere[i].function, out->elsewhere[i].file);
	if (out->nelsewhere)
		add_finding(&outside, ALLOCATED_OUTSIDE, 0, &note);
	if (out->nfindings)
		qsort(out->findings, out->nfindings, sizeof *out->findings, by_finding);
}
