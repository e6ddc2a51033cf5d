/* goalloc run: fetch, build, measure, record; only what is missing. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/process.h"
#include "base/rng.h"
#include "bench/engine.h"
#include "cmd/command.h"
#include "cmd/machine.h"
#include "cmd/options.h"
#include "cmd/timing_judge.h"
#include "store/store.h"
#include "toolchain/cache.h"

struct run_options {
	const char *go, *match, *modes, *only, *baseline;
	struct strlist cases, define;
	struct install_options install;
	struct engine_config engine;
	int downloads;
};

static int parse_stages(const char *only, unsigned *stages, struct error *err)
{
	static const struct {
		const char *name;
		unsigned stage;
	} table[] = { { "escape", STAGE_ESCAPE }, { "allocs", STAGE_ALLOCS }, { "time", STAGE_TIME } };
	struct strlist words = STRLIST_INIT;
	int status = 0;

	*stages = only ? 0 : STAGE_ALL;
	strlist_split(&words, only ? only : "", ',');
	for (size_t i = 0; i < words.len && !status; i++) {
		size_t k = 0;

		while (k < 3 && strcmp(table[k].name, words.items[i]) != 0)
			k++;
		if (k == 3)
			status = error_set(err, ERR_USAGE, "--only: '%s' is none of escape, allocs, time",
			                   words.items[i]);
		else
			*stages |= table[k].stage;
	}
	if (!status && !*stages)
		status = error_set(err, ERR_USAGE, "--only: name at least one of escape, allocs, time");
	strlist_release(&words);
	return status;
}

static int find_cases(struct app *app, const struct run_options *o, struct case_list *cases, struct error *err)
{
	char *library = data_folder("cases");
	int status = o->cases.len ? 0 : case_discover(library, &app->sink, cases, err);

	for (size_t i = 0; i < o->cases.len && !status; i++) {
		struct strlist paths = STRLIST_INIT;

		strlist_split(&paths, o->cases.items[i], ',');
		for (size_t k = 0; k < paths.len && !status; k++)
			status = case_discover(paths.items[k], &app->sink, cases, err);
		strlist_release(&paths);
	}
	if (!status)
		case_list_filter(cases, o->match);
	if (!status && !cases->len)
		status = error_set(err, ERR_USAGE, "no case%s%s%s; `goalloc case list` names the library",
		                   o->match ? " matches '" : " found", o->match ? o->match : "", o->match ? "'" : "");
	free(library);
	return status;
}

static int begin_session(struct app *app, struct store *db, const struct engine_config *config, struct error *err)
{
	struct str line = STR_INIT, conditions = STR_INIT;
	struct session_info info;
	struct machine m;
	int status;

	add_command_line(app, &line);
	machine_read(&m);
	engine_conditions(config, &conditions);
	info = machine_session(&m, config->seed, str_cstr(&line), str_cstr(&conditions));
	status = store_session_begin(db, &info, err);
	machine_release(&m);
	str_release(&conditions);
	str_release(&line);
	return status;
}

/* The driver's own CPU time so far, in nanoseconds. */
static int64_t own_cpu_ns(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) ? 0 : t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

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

static int print_totals(const struct app *app, const struct engine_config *config, const struct engine_totals *t,
                        int64_t fetch_ns, int64_t wall_ns, int64_t cpu_ns, struct error *err)
{
	struct str out = STR_INIT;
	char wall[32], stage[5][32], compilers[32], own[32];
	const int64_t ns[5] = { fetch_ns, t->compile_ns, t->build_ns, t->allocs_ns, t->time_ns };
	int status;

	duration_format(wall_ns, wall, sizeof wall);
	for (int i = 0; i < 5; i++)
		duration_format(ns[i], stage[i], sizeof stage[i]);
	duration_format(cpu_ns, own, sizeof own);
	duration_format(t->compile_cpu_ns, compilers, sizeof compilers);
	str_addf(&out, "%zu cells: %zu measured now, %zu already known", t->cells, t->fresh, t->skipped);
	for (int i = 0; i < CELL_STATUSES; i++)
		if (t->by_status[i])
			str_addf(&out, "; %zu %s", t->by_status[i], cell_status_name((enum cell_status)i));
	str_addf(&out, "; %zu samples\n", t->samples);
	str_addf(&out,
	         "wall time %s: fetch %s, compile %s (%s of CPU in the compilers), build %s, count %s, time %s; own "
	         "CPU %s, %.2f %% of it\n",
	         wall, stage[0], stage[1], compilers, stage[2], stage[3], stage[4], own,
	         wall_ns ? 100.0 * (double)cpu_ns / (double)wall_ns : 0);
	add_times(&out, config, t);
	str_addf(&out, "database %s\n", app->db);
	status = app->verbosity < 0 ? 0 : print_out(&out, err);
	str_release(&out);
	return status;
}

/*
 * Two toolchains, and nothing said of how long: whoever names two wants to know what differs, and four pairs can't tell that of
 * anything. So it goes on until each ratio is known within 1.5 %: a change of 3 %, what "the same" is held to, is seen then. With
 * more toolchains a run is a look at a long history, which the same would turn from minutes into hours.
 */
static void choose_precision(struct engine_config *config)
{
	if (config->toolchains->len == 2 && !config->blocks && !(config->precision > 0) && !config->budget_ns)
		config->precision = PRECISION_OF_TWO;
}

/* The name of the one toolchain that --baseline means; the caller frees. Installed if need be. */
static int find_baseline(struct app *app, const struct run_options *o, char **name, struct error *err)
{
	struct toolchain_list one = TOOLCHAIN_LIST_INIT;
	int status = cache_prepare(app->cache, o->baseline, &o->install, &app->sink, &one, err);

	if (!status && one.len != 1)
		status = error_set(err, ERR_USAGE, "--baseline: '%s' names %zu toolchains; name one", o->baseline,
		                   one.len);
	if (!status)
		*name = xstrdup(one.items[0].go);
	toolchain_list_release(&one);
	return status;
}

static int prepare(struct app *app, const struct run_options *o, struct toolchain_list *out, char **baseline,
                   struct error *err)
{
	char *spec = o->baseline ? xasprintf("%s,%s", o->go, o->baseline) : xstrdup(o->go);
	int status = o->baseline ? find_baseline(app, o, baseline, err) : 0;

	if (!status)
		status = cache_prepare(app->cache, spec, &o->install, &app->sink, out, err);
	free(spec);
	return status;
}

static int measure(struct app *app, const struct run_options *o, struct error *err)
{
	struct toolchain_list toolchains = TOOLCHAIN_LIST_INIT;
	struct case_list cases = CASE_LIST_INIT;
	struct mode_list defined = MODE_LIST_INIT, modes = MODE_LIST_INIT;
	struct engine_config config = o->engine;
	struct engine_totals totals = { 0 };
	struct engine_recorder recorder;
	struct store *db = NULL;
	char *baseline = NULL;
	int64_t start = clock_ns(), fetched, cpu = own_cpu_ns();
	int status = parse_stages(o->only, &config.stages, err);

	for (size_t i = 0; i < o->define.len && !status; i++)
		status = mode_define(o->define.items[i], &defined, err);
	if (!status)
		status = mode_select(o->modes ? o->modes : MODE_DEFAULT_NAMES, &defined, &modes, err);
	if (!status)
		status = find_cases(app, o, &cases, err);
	/* the database first: nobody wants to learn after the downloads that it cannot be written */
	if (!status)
		status = store_open(app->db, STORE_WRITE, &db, err);
	if (!status)
		status = prepare(app, o, &toolchains, &baseline, err);
	fetched = clock_ns();
	config.baseline = baseline;
	config.toolchains = &toolchains;
	config.cases = &cases;
	config.modes = &modes;
	config.cache = app->cache;
	config.sink = &app->sink;
	config.judge = &timing_judge;
	choose_precision(&config);
	if (!status)
		status = begin_session(app, db, &config, err);
	for (size_t i = 0; i < toolchains.len && !status; i++)
		status = store_toolchain(db, &toolchains.items[i], err);
	if (!status) {
		recorder = store_recorder(db);
		status = engine_run(&config, &recorder, &totals, err);
		struct error late = ERROR_INIT;
		if (store_session_finish(db, &late) && !status) {
			*err = late;
			status = -1;
		}
	}
	if (!status)
		status = print_totals(app, &config, &totals, fetched - start, clock_ns() - start, own_cpu_ns() - cpu,
		                      err);
	store_close(db);
	mode_list_release(&modes);
	mode_list_release(&defined);
	case_list_release(&cases);
	toolchain_list_release(&toolchains);
	free(baseline);
	/* building fills the cache further, and what this run used may go now if it has to */
	if (!status && o->install.max_cache)
		status = cache_trim(app->cache, o->install.max_cache, &app->sink, err);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct run_options o = {
		.go = SPEC_DEFAULT,
		.install = { .source = app->source, .offline = app->offline, .max_cache = app->max_cache }
	};
	struct strlist words = STRLIST_INIT;
	const struct option_row rows[] = {
		{ "go", OPTION_TEXT, "SPEC", "toolchains (" SPEC_DEFAULT ")", &o.go },
		{ "cases", OPTION_LIST, "PATH,..", "folders or files of cases instead of the library", &o.cases },
		{ "match", OPTION_TEXT, "GLOB,..", "only these cases: slice/*", &o.match },
		{ "mode", OPTION_TEXT, "NAME,..", "modes (" MODE_DEFAULT_NAMES ")", &o.modes },
		{ "define-mode", OPTION_LIST, "'NAME=WORD ..'",
		  "a mode: KEY=VALUE and compiler flags, e.g. 'v3=GOAMD64=v3'", &o.define },
		{ "only", OPTION_TEXT, "STAGE,..", "escape, allocs, time (all three)", &o.only },
		{ "blocks", OPTION_INT, "N", "pairs of times per comparison (4)", &o.engine.blocks },
		{ "sample", OPTION_DURATION, "DURATION", "length of one timing sample (5ms; without a precision 2ms)",
		  &o.engine.sample_ns },
		{ "precision", OPTION_PERCENT, "P%",
		  "time each comparison on until its ratio is known this well (of two toolchains: 1.5%)",
		  &o.engine.precision },
		{ "budget", OPTION_DURATION, "DURATION",
		  "of timing; what looks like a change is confirmed all the same", &o.engine.budget_ns },
		{ "baseline", OPTION_TEXT, "SPEC", "compare the times of each toolchain with this one's (neighbours)",
		  &o.baseline },
		{ "jobs", OPTION_INT, "N", "children at a time when not timing (processors)", &o.engine.jobs },
		{ "seed", OPTION_SEED, "N", "of the random order (drawn and recorded)", &o.engine.seed },
		{ "deadline", OPTION_DURATION, "DURATION", "of one benchmark process (60s)", &o.engine.deadline_ns },
		{ "memory", OPTION_SIZE, "SIZE", "of one benchmark process (2G)", &o.engine.max_rss },
		{ "downloads", OPTION_INT, "N", "downloads at a time (2)", &o.install.jobs },
		{ "refresh", OPTION_FLAG, NULL, "ask which versions exist even if that is known since today",
		  &o.install.refresh },
		{ "max-cache", OPTION_SIZE, "SIZE",
		  "remove the longest unused toolchains until the cache is this small", &o.install.max_cache },
		{ "offline", OPTION_FLAG, NULL, "never touch the network: installed toolchains only",
		  &o.install.offline },
	};
	int status;

	o.engine.seed = rng_entropy() >> 1; /* 63 bits: SQLite's integers are signed */
	status = options_parse(&command_run, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);
	if (!status)
		status = measure(app, &o, err);
	else if (status == OPTIONS_HELP)
		status = 0;
	strlist_release(&o.cases);
	strlist_release(&o.define);
	strlist_release(&words);
	return status;
}

const struct command command_run = {
	.name = "run",
	.usage = "[--go SPEC] [OPTION ...]",
	.summary = "fetch toolchains, build and measure cases, record what is missing",
	.examples = "  goalloc run\n"
		    "  goalloc run --go 1.9.2,1.22..latest --match 'slice/*' --only escape,allocs\n"
		    "  goalloc run --go tip=/path/to/goroot,latest\n"
		    "  goalloc run --cases ./mycases --mode default,v3 --define-mode 'v3=GOAMD64=v3'\n"
		    "  goalloc run --precision 1% --budget 30m\n"
		    "  goalloc run --go tip=/path/to/goroot --baseline latest --only time --precision 2%\n",
	.needs_cache = true,
	.run = run,
};
