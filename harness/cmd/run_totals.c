#include "cmd/run_totals.h"

#include <inttypes.h>

#include "base/clock.h"
#include "report/table.h"

#define STAGES 5

/* What the times come to: how many comparisons are known, and how to know more. */
static void add_times(struct str *out, const struct engine_config *config, const struct engine_totals *t)
{
	if (!t->comparisons)
		return;
	str_addf(out, "%zu time comparison%s: ", t->comparisons, t->comparisons == 1 ? "" : "s");
	if (config->precision > 0)
		str_addf(out, "%zu known within %.3g %%, %zu open", t->precise, config->precision * 100, t->open);
	else
		str_addf(out, "%zu with the pairs asked for, %zu without", t->precise, t->open);
	if (t->failed)
		str_addf(out, ", %zu failed", t->failed);
	str_addf(out, "; %zu to %zu pairs each (median %zu)%s; ", t->pairs_min, t->pairs_max, t->pairs_median,
	         t->budget_spent ? ", the budget is spent" : "");
	if (t->suspected)
		str_addf(out, "%zu looked slower or faster, %zu of them timed again (%zu samples)\n", t->suspected,
		         t->suspected - t->unconfirmed, t->confirm_samples);
	else
		str_add(out, "none looks slower or faster\n");
	if (t->short_of)
		str_addf(out,
		         "%zu of them have fewer than the %zu pairs with which one could be told from chance: `goalloc "
		         "run "
		         "--precision 2%%` with the same options takes as many as it needs\n",
		         t->short_of, t->needed);
}

void run_totals_text(const struct run_totals *r, struct str *out)
{
	const struct engine_totals *t = r->engine;
	const int64_t ns[STAGES] = { r->fetch_ns, t->compile_ns, t->build_ns, t->allocs_ns, t->time_ns };
	char wall[32], stage[STAGES][32], compilers[32], own[32];

	duration_format(r->wall_ns, wall, sizeof wall);
	for (int i = 0; i < STAGES; i++)
		duration_format(ns[i], stage[i], sizeof stage[i]);
	duration_format(r->cpu_ns, own, sizeof own);
	duration_format(t->compile_cpu_ns, compilers, sizeof compilers);
	str_addf(out, "%zu cells: %zu measured now, %zu already known", t->cells, t->fresh, t->skipped);
	for (int i = 0; i < CELL_STATUSES; i++)
		if (t->by_status[i])
			str_addf(out, "; %zu %s", t->by_status[i], cell_status_name((enum cell_status)i));
	str_addf(out, "; %zu samples\n", t->samples);
	str_addf(out,
	         "wall time %s: fetch %s, compile %s (%s of CPU in the compilers), build %s, count %s, time %s; own "
	         "CPU %s, %.2f %% of it\n",
	         wall, stage[0], stage[1], compilers, stage[2], stage[3], stage[4], own,
	         r->wall_ns ? 100.0 * (double)r->cpu_ns / (double)r->wall_ns : 0);
	add_times(out, r->config, t);
	str_addf(out, "database %s\n", r->db);
}

/* ---- for programs ---- */

static void add_text(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\n \"%s\": ", name);
	escape_json(out, text);
}

static void add_counts(struct str *out, const struct engine_totals *t)
{
	str_addf(out, ",\n \"cells\": {\"all\": %zu, \"known\": %zu, \"measured\": %zu", t->cells, t->skipped, t->fresh);
	for (int i = 0; i < CELL_STATUSES; i++)
		str_addf(out, ", \"%s\": %zu", cell_status_name((enum cell_status)i), t->by_status[i]);
	str_addf(out, "},\n \"samples\": %zu", t->samples);
}

static void add_seconds(struct str *out, const struct run_totals *r)
{
	const struct engine_totals *t = r->engine;
	const struct {
		const char *name;
		int64_t ns;
	} stages[] = { { "wall", r->wall_ns },      { "fetch", r->fetch_ns },
		       { "compile", t->compile_ns }, { "build", t->build_ns },
		       { "count", t->allocs_ns },    { "time", t->time_ns },
		       { "own_cpu", r->cpu_ns },     { "compilers_cpu", t->compile_cpu_ns } };

	str_add(out, ",\n \"seconds\": {");
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		str_addf(out, "%s\"%s\": %.6f", i ? ", " : "", stages[i].name, (double)stages[i].ns / 1e9);
	str_add_char(out, '}');
}

static void add_comparisons(struct str *out, const struct run_totals *r)
{
	const struct engine_totals *t = r->engine;
	const struct {
		const char *name;
		size_t n;
	} numbers[] = { { "all", t->comparisons },         { "known", t->precise },
		        { "open", t->open },               { "failed", t->failed },
		        { "suspected", t->suspected },     { "unconfirmed", t->unconfirmed },
		        { "pairs_min", t->pairs_min },     { "pairs_median", t->pairs_median },
		        { "pairs_max", t->pairs_max },     { "pairs_needed", t->needed },
		        { "short_of_pairs", t->short_of }, { "confirm_samples", t->confirm_samples } };

	str_add(out, ",\n \"comparisons\": {");
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		str_addf(out, "%s\"%s\": %zu", i ? ", " : "", numbers[i].name, numbers[i].n);
	if (r->config->precision > 0)
		str_addf(out, ", \"precision\": %.10g", r->config->precision);
	else
		str_add(out, ", \"precision\": null");
	str_addf(out, ", \"budget_spent\": %s}", t->budget_spent ? "true" : "false");
}

void run_totals_json(const struct run_totals *r, struct str *out)
{
	const struct error *err = r->err;

	str_addf(out, "{\"exit_code\": %d,\n \"exit_reason\": \"%s\"", error_exit_code(err),
	         err->kind == ERR_NONE          ? "finished"
	         : err->kind == ERR_INTERRUPTED ? "interrupted"
	                                        : "failed");
	if (err->kind == ERR_NONE)
		str_add(out, ",\n \"error\": null");
	else
		add_text(out, "error", err->msg);
	if (r->session)
		str_addf(out, ",\n \"session\": %" PRId64, r->session);
	else
		str_add(out, ",\n \"session\": null");
	add_text(out, "database", r->db);
	str_addf(out, ",\n \"seed\": \"%" PRIu64 "\"", r->config->seed); /* larger than a double tells apart */
	add_counts(out, r->engine);
	add_seconds(out, r);
	add_comparisons(out, r);
	str_add(out, "}\n");
}
