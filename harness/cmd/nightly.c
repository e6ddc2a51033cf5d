/* goalloc nightly: one night, from new releases to a verdict; made to be left alone. */
#include "cmd/nightly.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "cmd/options.h"
#include "toolchain/cache.h"

/*
 * A night that was measured, but killed before it was told or before its folder was there, is told first: its points are
 * complete.
 */
static int tell_last(struct nightly *n, struct error *err)
{
	char date[NIGHT_DATE];
	enum night_state state;
	char *folder;
	bool told;

	if (night_last(n, date, &state, err))
		return -1;
	folder = xasprintf("%s/%s", n->config.results, date);
	told = state == NIGHT_JUDGED && path_exists(folder);
	free(folder);
	if (state == NIGHT_MEASURING)
		event_note(&n->app->sink, "the night of %s was never finished; what it measured is kept", date);
	return (state == NIGHT_MEASURED || state == NIGHT_JUDGED) && !told && night_tell(n, date, false, err) < 0 ? -1
	                                                                                                          : 0;
}

/* 0 or the exit code of the verdict, or -1. */
static int run_night(struct nightly *n, struct error *err)
{
	const bool measured = n->state == NIGHT_MEASURED || n->state == NIGHT_JUDGED;
	int status = tell_last(n, err);

	if (!status && measured && !n->again) {
		event_note(&n->app->sink, "the night of %s is measured: judged again, nothing measured (--again)",
		           n->date);
	} else if (!status) {
		status = night_toolchains(n, err);
		if (!status)
			status = night_measure(n, err);
	}
	if (!status)
		status = night_tell(n, n->date, true, err);
	if (status >= 0 && n->config.max_cache && cache_trim(n->app->cache, n->config.max_cache, &n->app->sink, err))
		status = -1;
	if (!status && n->trouble.kind != ERR_NONE) { /* a regression is told all the same, by its own code */
		*err = n->trouble;
		status = -1;
	}
	return status;
}

static int read_config(const char *path, struct nightly_config *c, struct error *err)
{
	struct str text = STR_INIT;
	int status = file_read(path, NIGHTLY_CONFIG_BYTES, &text, err);

	if (!status && nightly_config_parse(str_cstr(&text), text.len, c, err))
		status = error_prefix(err, "%s", path);
	str_release(&text);
	return status;
}

/* "2027-01-31"; today, UTC, when there is none. */
static int parse_date(const char *text, char out[NIGHT_DATE], struct error *err)
{
	char now[32];
	int month, day;

	clock_stamp(now, sizeof now);
	str_copy(out, NIGHT_DATE, text ? text : now, text ? strlen(text) : NIGHT_DATE - 1);
	if (!text)
		return 0;
	month = strlen(text) == NIGHT_DATE - 1 ? atoi(text + 5) : 0;
	day = strlen(text) == NIGHT_DATE - 1 ? atoi(text + 8) : 0;
	if (month < 1 || month > 12 || day < 1 || day > 31 || strspn(text, "0123456789-") != NIGHT_DATE - 1 ||
	    text[4] != '-' || text[7] != '-')
		return error_set(err, ERR_USAGE, "--date: '%s' is no date; write for example 2027-01-31", text);
	return 0;
}

static int print_config(struct error *err)
{
	struct str out = STR_INIT;
	int status;

	nightly_config_example(&out);
	status = print_out(&out, err);
	str_release(&out);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct nightly n = { .app = app,
		             .lock = -1,
		             .cases = CASE_LIST_INIT,
		             .modes = MODE_LIST_INIT,
		             .toolchains = TOOLCHAIN_LIST_INIT,
		             .trouble = ERROR_INIT };
	struct strlist words = STRLIST_INIT;
	const char *path = NULL, *date = NULL;
	bool print = false;
	const struct option_row rows[] = {
		{ "config", OPTION_TEXT, "FILE", "what to follow and how (all has defaults)", &path },
		{ "print-config", OPTION_FLAG, NULL, "print an example of such a file, with every default", &print },
		{ "wait", OPTION_FLAG, NULL, "wait for another night on this database instead of leaving", &n.wait },
		{ "again", OPTION_FLAG, NULL, "measure although tonight is measured already", &n.again },
		{ "date", OPTION_TEXT, "DATE", "the night's name (today, UTC)", &date },
	};
	int status = options_parse(&command_nightly, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	nightly_config_default(&n.config);
	if (status == OPTIONS_HELP) {
		status = 0;
	} else if (!status && print) {
		status = print_config(err);
	} else if (!status) {
		n.config.max_cache = app->max_cache;
		status = parse_date(date, n.date, err);
		if (!status && path)
			status = read_config(path, &n.config, err);
		if (!status)
			status = night_open(&n, err);
		if (!status)
			status = run_night(&n, err);
	}
	night_close(&n);
	nightly_config_release(&n.config);
	strlist_release(&words);
	return status;
}

const struct command command_nightly = {
	.name = "nightly",
	.usage = "[--config FILE] [OPTION ...]",
	.summary = "one night, to be left alone: new releases, what is missing, all times anew, one verdict",
	.examples =
		"  goalloc nightly\n"
		"  goalloc nightly --print-config > nightly.conf\n"
		"  goalloc nightly --config nightly.conf\n"
		"\nThe report is in results/nightly/DATE/ (summary.md, summary.json, figures) and is printed. Exit "
		"codes:\n"
		"0 nothing new, or nothing that fail-on names; 1 a regression; 2 wrong usage; 3 something is missing\n"
		"or another night is running; 4 fail-on asks for what can't be decided. A night that was killed goes\n"
		"on when it is started again on the same day. Files for systemd, cron and a CI: harness/nightly/.\n",
	.needs_cache = true,
	.run = run,
};
