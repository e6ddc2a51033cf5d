#include "analysis/explain_line.h"

#include <string.h>

const char *benchmark_short(const char *name)
{
	return str_starts(name, "Benchmark") && name[9] ? name + 9 : name;
}

/* How a kind reads before its subject; what is about parameters is context. */
static const struct {
	enum decision_kind kind;
	const char *words;
	bool context;
} kinds[] = {
	{ DECISION_MOVED_TO_HEAP, "heap", false },           { DECISION_ESCAPES, "heap", false },
	{ DECISION_DOES_NOT_ESCAPE, "stack", false },        { DECISION_LEAKING_PARAM, "leaks", true },
	{ DECISION_LEAKING_CONTENT, "leaks content", true }, { DECISION_LEAKING_RESULT, "leaks to result", true },
	{ DECISION_DEVIRTUALIZED, "devirtualized", false },
};

/* A variable or parameter: that it stays on the stack is nothing to be shown. */
static bool is_plain(const char *subject)
{
	return !strpbrk(subject, "({[\"+*& ") && strcmp(subject, "append") != 0;
}

void explain_said(const struct joined_line *l, bool all, const char *between, struct str *out)
{
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		for (size_t i = 0; i < l->nsaid; i++) {
			const struct statement *s = &l->said[i];

			if (!(s->kinds & (1u << kinds[k].kind)) || s->redundant)
				continue;
			if (!all &&
			    (kinds[k].context || (kinds[k].kind == DECISION_DOES_NOT_ESCAPE && is_plain(s->subject))))
				continue;
			str_addf(out, "%s%s %s", out->len ? between : "", kinds[k].words, s->subject);
		}
	for (size_t i = 0; i < l->ninlining; i++)
		if (!i || strcmp(l->inlining[i].callee, l->inlining[i - 1].callee) != 0)
			str_addf(out, "%sinlined %s", out->len ? between : "", l->inlining[i].callee);
}

void explain_emitted(const struct joined_line *l, struct str *out)
{
	for (size_t i = 0; i < l->ncalls; i++) {
		str_add(out, i ? ", " : "");
		if (l->calls[i].calls > 1)
			str_addf(out, "%d ", l->calls[i].calls);
		str_add(out, l->calls[i].group);
	}
}

static void add_amount(struct str *out, const struct joined_site *s)
{
	if (s->objects < 10)
		str_addf(out, "%.3g obj %.0f B", s->objects, s->bytes);
	else
		str_addf(out, "%.0f obj %.0f B", s->objects, s->bytes);
	if (*s->callee)
		str_addf(out, " in %s", s->callee);
}

static bool same_amount(const struct joined_site *a, const struct joined_site *b)
{
	return !sites_differ(a->objects, a->bytes, b->objects, b->bytes) && !strcmp(a->callee, b->callee);
}

void explain_happened(const struct join *j, const struct joined_line *l, size_t benchmarks, struct str *out)
{
	bool same = true, one_each = true;

	if (!j->sites_known) {
		str_add(out, "?");
		return;
	}
	for (size_t i = 1; i < l->nsites; i++) {
		same = same && same_amount(&l->sites[0], &l->sites[i]);
		one_each = one_each && strcmp(l->sites[i].benchmark, l->sites[i - 1].benchmark) != 0;
	}
	if (l->nsites > 1 && same && one_each) {
		add_amount(out, &l->sites[0]);
		str_addf(out, " (%zu of %zu benchmarks)", l->nsites, benchmarks);
		return;
	}
	for (size_t i = 0; i < l->nsites; i++) {
		str_add(out, i ? "\n" : "");
		if (benchmarks > 1)
			str_addf(out, "%s: ", benchmark_short(l->sites[i].benchmark));
		add_amount(out, &l->sites[i]);
	}
}
