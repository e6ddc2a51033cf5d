/* The report for programs: see the schema in night.h. */
#include <math.h>
#include <string.h>

#include "report/night.h"
#include "report/table.h"

static void name(struct str *out, const char *key, bool first)
{
	str_addf(out, "%s\"%s\": ", first ? "" : ", ", key);
}

static void text(struct str *out, const char *key, const char *value, bool first)
{
	name(out, key, first);
	escape_json(out, value);
}

static void number(struct str *out, const char *key, double value)
{
	name(out, key, false);
	if (isfinite(value))
		str_addf(out, "%.9g", value);
	else
		str_add(out, "null");
}

static void count(struct str *out, const char *key, size_t value, bool first)
{
	name(out, key, first);
	str_addf(out, "%zu", value);
}

static void truth(struct str *out, const char *key, bool value, bool first)
{
	name(out, key, first);
	str_add(out, value ? "true" : "false");
}

static void toolchains(struct str *out, const struct nights *n)
{
	bool first = true;

	str_add(out, ",\n  \"toolchains\": [");
	for (size_t i = 0; i < n->ntoolchains; i++) {
		const struct night_toolchain *t = &n->toolchains[i];

		if (t->night != n->len - 1)
			continue;
		str_add(out, first ? "\n    {" : ",\n    {");
		text(out, "go", t->go, true);
		text(out, "digest", t->digest, false);
		text(out, "version", t->version_output, false);
		truth(out, "local", t->local, false);
		str_add(out, "}");
		first = false;
	}
	str_add(out, "\n  ]");
}

static void machine(struct str *out, const struct night_report *r)
{
	const struct machine_state *m = &r->judgement->machine;
	const struct night *tonight = &r->nights->items[r->nights->len - 1];

	str_add(out, ",\n  \"machine\": {");
	truth(out, "changed", m->changed, true);
	truth(out, "certain", m->certain, false);
	truth(out, "unsettled", m->unsettled, false);
	number(out, "relative", m->relative);
	number(out, "low", m->low);
	number(out, "high", m->high);
	number(out, "noise", m->noise);
	count(out, "benchmarks", m->series, false);
	count(out, "nights", m->nights, false);
	text(out, "since", m->since, false);
	text(out, "machine", tonight->machine, false);
	text(out, "kernel", tonight->kernel, false);
	text(out, "cpu", tonight->cpu, false);
	text(out, "governor", tonight->governor, false);
	text(out, "conditions", tonight->conditions, false);
	str_add(out, "}");
}

static void reports(struct str *out, const struct judgement *j)
{
	str_add(out, ",\n  \"reports\": [");
	for (size_t i = 0; i < j->len; i++) {
		const struct night_news *r = &j->news[i];

		str_add(out, i ? ",\n    {" : "\n    {");
		text(out, "kind", r->kind, true);
		text(out, "state", r->state, false);
		text(out, "metric", r->metric, false);
		text(out, "go", r->go, false);
		text(out, "old_go", r->old_go, false);
		text(out, "goarch", r->goarch, false);
		text(out, "mode", r->mode, false);
		text(out, "case", r->case_name, false);
		text(out, "benchmark", r->benchmark, false);
		text(out, "old", r->old_text, false);
		text(out, "new", r->new_text, false);
		number(out, "relative", r->relative);
		number(out, "low", r->low);
		number(out, "high", r->high);
		number(out, "p", r->p);
		text(out, "since", r->since, false);
		truth(out, "worse", r->worse, false);
		text(out, "accepted", r->accepted, false);
		text(out, "why", r->why, false);
		str_add(out, "}");
	}
	str_add(out, "\n  ]");
}

void night_json(const struct night_report *r, struct str *out)
{
	const struct night *tonight = &r->nights->items[r->nights->len - 1];
	const struct night_verdict *v = r->verdict;

	str_add(out, "{\n  \"schema\": 1");
	text(out, "night", tonight->date, false);
	text(out, "verdict", v->word, false);
	count(out, "exit_code", (size_t)v->exit_code, false);
	text(out, "tool_version", r->tool_version, false);
	str_add(out, ",\n  \"baseline\": {");
	text(out, "go", tonight->baseline, true);
	text(out, "digest", tonight->baseline_digest, false);
	str_add(out, "}");
	toolchains(out, r->nights);
	machine(out, r);
	str_add(out, ",\n  \"counts\": {");
	count(out, "worse", v->worse, true);
	count(out, "better", v->better, false);
	count(out, "other", v->other, false);
	count(out, "accepted", v->accepted, false);
	count(out, "open", v->open, false);
	count(out, "cleared", v->cleared, false);
	count(out, "failing", v->failing, false);
	count(out, "undecided", r->undecided, false);
	count(out, "followed", r->judgement->followed, false);
	count(out, "learning", r->judgement->learning, false);
	count(out, "failed_cases", night_failed_cases(r->nights), false);
	str_add(out, "}");
	reports(out, r->judgement);
	str_add(out, ",\n  \"figures\": [");
	for (size_t i = 0; r->figures && i < r->figures->len; i++)
		str_addf(out, "%s\"%s.png\"", i ? ", " : "", r->figures->items[i]);
	str_add(out, "]\n}\n");
}
