/* The lines of a case in one mode: what is known of each, in runs of releases that agree. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/site_case_view.h"

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static size_t benchmarks_of(const struct case_mode *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->nseries; i++)
		n += *m->series[i].benchmark != '\0';
	return n;
}

/* Is there more to say of the line than what was inlined there? */
static bool says_something(const struct joined_line *l)
{
	struct joined_line bare;
	struct str said = STR_INIT;
	bool some;

	if (!l)
		return false;
	bare = *l;
	bare.ninlining = 0;
	explain_said(&bare, false, "\n", &said);
	some = said.len || l->ncalls || l->nsites;
	str_release(&said);
	return some;
}

static char *findings_at(const struct join *j, int line)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < j->nfindings; i++) {
		const struct join_finding *f = &j->findings[i];

		if (f->line == line && f->kind != ALLOCATED_OUTSIDE)
			str_addf(&out, "%s%s%s%s", out.len ? "\n" : "", finding_info(f->kind)->meaning,
			         *f->note ? ": " : "", f->note);
	}
	return str_detach(&out);
}

static void run_release(struct case_run *r)
{
	free(r->said);
	free(r->emitted);
	free(r->happened);
	free(r->found);
}

/* Does it go on as before? What happened is told by the mask alone: amounts vary a little from time to time. */
static bool continues(const struct case_run *before, const struct case_run *now)
{
	return !now->differs && is(before->said, now->said) && is(before->emitted, now->emitted) &&
	       is(before->found, now->found) && !*before->happened == !*now->happened &&
	       is(before->happened, "?") == is(now->happened, "?");
}

/* The next release of a line; the run takes the texts over, those of its last release stay. */
static void add_release(struct case_line *l, struct case_run *now)
{
	struct case_run *last = l->n ? &l->runs[l->n - 1] : NULL;

	if (last && last->to + 1 == now->from && continues(last, now)) {
		now->from = last->from;
		now->differs = last->differs;
		run_release(last);
		*last = *now;
		return;
	}
	l->runs = vec_grow(l->runs, &l->cap, l->n + 1, sizeof *l->runs);
	l->runs[l->n++] = *now;
}

static void add_line(struct case_mode *m, const struct case_line *l)
{
	m->lines = vec_grow(m->lines, &m->lines_cap, m->nlines + 1, sizeof *m->lines);
	m->lines[m->nlines++] = *l;
}

/* What differs at the line, step by step, into steps[0 .. len - 1]; false if nothing is to be said of it in any release. */
static bool steps_of(const struct case_mode *m, int line, unsigned *steps)
{
	bool known = false, worth = false;

	for (size_t i = 0; i < m->len && !known; i++)
		known = join_line_at(&m->releases[i].join, line) != NULL;
	for (size_t i = 0; i < m->len && known; i++) {
		steps[i] = i ? explained_step(m->releases, m->differences, i, line) : 0;
		worth = worth || steps[i] || says_something(join_line_at(&m->releases[i].join, line));
	}
	return worth;
}

static void line_of(struct case_mode *m, int line, size_t benchmarks, unsigned *steps)
{
	const struct joined_line none = { .line = line };
	struct case_line out = { .line = line };
	bool all = false;

	if (!steps_of(m, line, steps))
		return;
	for (size_t i = 0; i < m->len; i++)
		all = all || (steps[i] & DIFFERS_SAID);
	for (size_t i = 0; i < m->len; i++) {
		const struct join *j = &m->releases[i].join;
		const struct joined_line *l = join_line_at(j, line);
		struct str said = STR_INIT, emitted = STR_INIT, happened = STR_INIT;
		struct case_run now = { .from = i, .to = i };

		explain_said(l ? l : &none, all, "\n", &said);
		explain_emitted(l ? l : &none, &emitted);
		if (benchmarks) /* of a program no allocation is measured */
			explain_happened(j, l ? l : &none, benchmarks, &happened);
		now.differs = steps[i];
		now.said = str_detach(&said);
		now.emitted = str_detach(&emitted);
		now.happened = str_detach(&happened);
		now.found = findings_at(j, line);
		add_release(&out, &now);
	}
	add_line(m, &out);
}

/* What is allocated outside of the file: an entry a function, file and benchmark. */
static void line_elsewhere(struct case_mode *m)
{
	struct case_line out = { .line = 0 };
	bool any = false;

	for (size_t i = 0; i < m->len; i++) {
		const struct join *j = &m->releases[i].join;
		struct str happened = STR_INIT;
		struct case_run now = { .from = i, .to = i };

		for (size_t k = 0; k < j->nelsewhere; k++) {
			const struct joined_site *s = &j->elsewhere[k];

			str_addf(&happened, "%s%s: %.3g obj %.0f B in %s (%s:%d)", k ? "\n" : "",
			         benchmark_short(s->benchmark), s->objects, s->bytes, s->function, s->file, s->line);
		}
		any = any || happened.len;
		now.happened = str_detach(&happened);
		now.said = xstrdup("");
		now.emitted = xstrdup("");
		now.found = xstrdup("");
		if (out.n && !is(out.runs[out.n - 1].happened, now.happened))
			now.differs = DIFFERS_HAPPENED;
		add_release(&out, &now);
	}
	if (any) {
		add_line(m, &out);
		return;
	}
	for (size_t i = 0; i < out.n; i++)
		run_release(&out.runs[i]);
	free(out.runs);
}

void case_lines_of(struct case_mode *m, size_t lines)
{
	const size_t benchmarks = benchmarks_of(m);
	unsigned *steps = xcalloc(m->len + 1, sizeof *steps);

	for (int line = 1; (size_t)line <= lines; line++)
		line_of(m, line, benchmarks, steps);
	free(steps);
	line_elsewhere(m);
}

void case_lines_release(struct case_mode *m)
{
	for (size_t l = 0; l < m->nlines; l++) {
		for (size_t r = 0; r < m->lines[l].n; r++)
			run_release(&m->lines[l].runs[r]);
		free(m->lines[l].runs);
	}
	free(m->lines);
}

const struct case_run *case_run_at(const struct case_line *l, size_t i)
{
	for (size_t r = 0; r < l->n; r++)
		if (l->runs[r].from <= i && i <= l->runs[r].to)
			return &l->runs[r];
	return NULL;
}
