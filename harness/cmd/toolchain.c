/* goalloc toolchain: the cache of Go releases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/confine.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/toolchain_verbs.h"

static int run_install(struct app *app, const char *spec, const struct install_options *options, struct error *err)
{
	struct toolchain_list ready = TOOLCHAIN_LIST_INIT;
	struct str out = STR_INIT;
	int status = confine_announce(&app->sink, err);

	if (!status)
		status = cache_prepare(app->cache, spec, options, &app->sink, &ready, err);

	if (!status) {
		for (size_t i = 0; i < ready.len; i++)
			str_addf(&out, "%s\t%s\t%s\n", ready.items[i].go, ready.items[i].digest, ready.items[i].goroot);
		status = print_out(&out, err);
	}
	str_release(&out);
	toolchain_list_release(&ready);
	return status;
}

/* The installed toolchains that SPEC names; all for NULL. Entries not named are released and dropped. */
static int select_installed(struct app *app, const char *spec, struct toolchain_list *out, struct error *err)
{
	struct toolchain_list all = TOOLCHAIN_LIST_INIT;
	struct wanted_list wanted = WANTED_LIST_INIT;
	struct version_list versions = VERSION_LIST_INIT;
	int status = cache_list(app->cache, &all, err);

	if (!status && !spec) {
		*out = all;
		return 0;
	}
	for (size_t i = 0; i < all.len; i++)
		version_list_add(&versions, &all.items[i].version);
	if (!status && !versions.len)
		status = error_set(err, ERR_USAGE, "no toolchain is installed in %s", app->cache);
	if (!status)
		status = spec_resolve(spec, versions.items, versions.len, &wanted, err);
	if (status && err->kind == ERR_USAGE)
		error_prefix(err, "among the installed toolchains");
	for (size_t i = 0; !status && i < wanted.len; i++)
		if (wanted.items[i].local)
			status = error_set(
				err, ERR_USAGE,
				"%s is a local toolchain, not one of the cache's: it is yours to keep or to remove; "
				"`goalloc toolchain install %s=%s` prints its digest",
				wanted.items[i].path, wanted.items[i].name, wanted.items[i].path);
	for (size_t i = 0; !status && i < all.len; i++)
		for (size_t k = 0; k < wanted.len; k++)
			if (!wanted.items[k].local &&
			    !version_compare(&wanted.items[k].version, &all.items[i].version)) {
				*toolchain_list_add(out) = all.items[i];
				memset(&all.items[i], 0, sizeof all.items[i]);
				break;
			}
	wanted_list_release(&wanted);
	version_list_release(&versions);
	toolchain_list_release(&all);
	return status;
}

static int run_verify(struct app *app, const char *spec, struct error *err)
{
	struct toolchain_list list = TOOLCHAIN_LIST_INIT;
	struct str out = STR_INIT;
	size_t bad = 0;
	int status = select_installed(app, spec, &list, err);

	for (size_t i = 0; !status && i < list.len; i++) {
		struct strlist findings = STRLIST_INIT;

		status = cache_verify(app->cache, &list.items[i], &app->sink, &findings, err);
		if (!status && !findings.len)
			str_addf(&out, "%s\tverified\n", list.items[i].go);
		for (size_t k = 0; k < findings.len; k++) {
			str_addf(&out, "%s\t", list.items[i].go);
			escape_text(&out, findings.items[k]);
			str_add_char(&out, '\n');
		}
		bad += findings.len > 0;
		strlist_release(&findings);
	}
	if (!status)
		status = print_out(&out, err);
	if (!status && bad)
		status = error_set(err, ERR_CORRUPT,
		                   "%zu of %zu toolchains in %s changed on disk; remove and install them again", bad,
		                   list.len, app->cache);
	str_release(&out);
	toolchain_list_release(&list);
	return status;
}

static int run_remove(struct app *app, const char *spec, struct error *err)
{
	struct toolchain_list list = TOOLCHAIN_LIST_INIT;
	struct str out = STR_INIT;
	int status = select_installed(app, spec, &list, err);

	for (size_t i = 0; !status && i < list.len; i++) {
		status = cache_remove(app->cache, &list.items[i], err);
		if (!status)
			str_addf(&out, "%s\tremoved\n", list.items[i].go);
	}
	if (!status)
		status = print_out(&out, err);
	str_release(&out);
	toolchain_list_release(&list);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct install_options install = { .source = app->source,
		                           .offline = app->offline,
		                           .max_cache = app->max_cache };
	struct strlist words = STRLIST_INIT;
	bool available = false;
	const char *format = "text", *platform_name = NULL;
	struct platform platform;
	const struct option_row rows[] = {
		{ "available", OPTION_FLAG, NULL, "list: every version that the source offers", &available },
		{ "format", OPTION_TEXT, "FORMAT", "list, digest: text, json or csv", &format },
		{ "jobs", OPTION_INT, "N", "install: downloads at a time (2)", &install.jobs },
		{ "platform", OPTION_TEXT, "OS/ARCH", "list, digest: of another platform, such as linux/arm64",
		  &platform_name },
		{ "offline", OPTION_FLAG, NULL, "never touch the network", &install.offline },
		{ "refresh", OPTION_FLAG, NULL, "install: ask which versions exist even if that is known since today",
		  &install.refresh },
		{ "max-cache", OPTION_SIZE, "SIZE",
		  "install: then remove the longest unused until the cache is this small", &install.max_cache },
	};
	int status = options_parse(&command_toolchain, rows, sizeof rows / sizeof *rows, argc, argv, &words, 1, 2, err);

	if (status) {
		strlist_release(&words);
		return status < 0 ? -1 : 0;
	}
	if (platform_parse(platform_name, &platform, err)) {
		strlist_release(&words);
		return -1;
	}
	const char *verb = words.items[0], *spec = words.len > 1 ? words.items[1] : NULL;

	if (!strcmp(verb, "list") && !spec)
		status = toolchain_list(app, available, &platform, &install, format, err);
	else if (!strcmp(verb, "install") && spec)
		status = run_install(app, spec, &install, err);
	else if (!strcmp(verb, "verify"))
		status = run_verify(app, spec, err);
	else if (!strcmp(verb, "digest") && spec)
		status = toolchain_digest(app, spec, &platform, &install, format, err);
	else if (!strcmp(verb, "remove") && spec)
		status = run_remove(app, spec, err);
	else
		status = error_set(err, ERR_USAGE, "usage: goalloc toolchain %s; see `goalloc toolchain --help`",
		                   command_toolchain.usage);
	strlist_release(&words);
	return status;
}

const struct command command_toolchain = {
	.name = "toolchain",
	.usage = "list|install SPEC|verify [SPEC]|remove SPEC|digest SPEC [OPTION ...]",
	.summary = "list, install, verify and remove Go releases in the cache",
	.examples = "  goalloc toolchain list --available\n"
		    "  goalloc toolchain install 1.9.2,1.13..1.27\n"
		    "  goalloc toolchain install all --max-cache 8G\n"
		    "  goalloc toolchain verify\n"
		    "  goalloc toolchain list --format json\n"
		    "  goalloc toolchain digest 1.27 --platform darwin/arm64\n"
		    "\nSPEC: 1.9.2, 1.9 (newest patch), 1.13..1.27, 1.25.*, latest, latest~1, all, /path/to/goroot,\n"
		    "name=/path/to/goroot; comma-separated.\n",
	.needs_cache = true,
	.run = run,
};
