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
#include "cmd/run_totals.h"
#include "cmd/timing_judge.h"
#include "store/store.h"
#include "toolchain/cache.h"

struct run_options {
	const char *go, *match, *modes, *only, *baseline;
	struct strlist cases, define;
	struct install_options install;
	struct engine_config engine;
	enum format format; /* of what it came to: text, json */
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

/* A machine gets its object whatever becomes of the run; people get lines of a run that ended, unless they want none. */
static int print_totals(const struct app *app, const struct run_options *o, const struct run_totals *r,
                        struct error *err)
{
	struct str out = STR_INIT;
	int status;

	if (o->format == FORMAT_JSON)
		run_totals_json(r, &out);
	else if (app->verbosity >= 0 && r->err->kind == ERR_NONE)
		run_totals_text(r, &out);
	status = o->format == FORMAT_JSON ? print_out(&out, err) : print_lines(&out, err);
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
	struct error ended = ERROR_INIT, late = ERROR_INIT;
	char *baseline = NULL;
	int64_t start = clock_ns(), fetched, cpu = own_cpu_ns(), session = 0;
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
		session = store_session_id(db);
		status = engine_run(&config, &recorder, &totals, err);
		session = store_session_recorded(db) ? session : 0;
		if (store_session_finish(db, &late) && !status) {
			*err = late;
			status = -1;
		}
	}
	store_close(db);
	if (status)
		ended = *err;
	/* who called it wrong gets no result */
	if (ended.kind != ERR_USAGE &&
	    print_totals(app, o,
	                 &(struct run_totals){ .config = &config,
	                                       .engine = &totals,
	                                       .db = app->db,
	                                       .session = session,
	                                       .fetch_ns = fetched - start,
	                                       .wall_ns = clock_ns() - start,
	                                       .cpu_ns = own_cpu_ns() - cpu,
	                                       .err = &ended },
	                 &late) &&
	    !status) {
		*err = late;
		status = -1;
	}
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
	const char *format = "text";
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
		{ "format", OPTION_TEXT, "FORMAT", "text; json: what it came to as one object", &format },
	};
	int status;

	o.engine.seed = rng_entropy() >> 1; /* 63 bits: SQLite's integers are signed */
	status = options_parse(&command_run, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);
	if (!status)
		status = format_parse(format, "text,json", &o.format, err);
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
		    "  goalloc run --go tip=/path/to/goroot --baseline latest --only time --precision 2%\n"
		    "  goalloc --progress none run --format json | jq '.cells.build_failed, .comparisons.open'\n"
		    "\n--format json: exit_code, exit_reason (finished, interrupted, failed), error, session (null: "
		    "nothing was\n"
		    "recorded), database, seed, cells (all, known before, measured now, and of those ok, unsupported,\n"
		    "build_failed, run_failed, timeout), samples, seconds (wall, fetch, compile, build, count, time, "
		    "own_cpu,\n"
		    "compilers_cpu), comparisons of times (all, known, open, failed, suspected, unconfirmed, "
		    "pairs_..., precision).\n"
		    "It comes whatever becomes of the run, unless it was called wrong.\n",
	.needs_cache = true,
	.run = run,
};
