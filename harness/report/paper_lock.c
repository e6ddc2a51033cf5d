/* What must be the same elsewhere, and the commands that do it again. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/mode.h"
#include "report/paper_facts.h"
#include "report/table.h"

/* A field of a line: tabs and line ends of hostile text are visible. */
static void field(struct str *out, const char *text)
{
	str_add_char(out, '\t');
	escape_text(out, text ? text : "");
}

/* One row a case: of several contents in use the newest. */
static bool is_superseded(const struct case_rows *cases, size_t i)
{
	return i + 1 < cases->len && !strcmp(cases->items[i].case_name, cases->items[i + 1].case_name);
}

void paper_lock(const struct paper_input *in, struct str *out)
{
	str_add(out, "# What the measurement was made of: a word, then fields, tabs between. `sh reproduce.sh --check` "
	             "holds this machine to it.\n"
	             "#tool\tversion\n#comparison\told\tnew\tmode\n#toolchain\tgo\tplatform\tdigest\tgo version says\n"
	             "#case\tname\tSHA-256 of the "
	             "source\n#session\tnumber\tstarted\ttool\tseed\tconditions\tprocessor\tkernel\t"
	             "governor\tload\tmachine\tcommand line, as typed\n");
	str_add(out, "tool");
	field(out, in->tool);
	str_add_char(out, '\n');
	if (in->pair) {
		str_add(out, "comparison");
		field(out, in->old_go);
		field(out, in->new_go);
		field(out, in->mode);
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < in->toolchains->len; i++) {
		const struct toolchain_row *t = &in->toolchains->items[i];
		char *platform = xasprintf("%s/%s", t->goos, t->goarch);

		str_add(out, "toolchain");
		field(out, t->go);
		field(out, platform);
		field(out, t->digest);
		field(out, t->version_output);
		str_add_char(out, '\n');
		free(platform);
	}
	for (size_t i = 0; i < in->cases->len; i++) {
		if (is_superseded(in->cases, i))
			continue;
		str_add(out, "case");
		field(out, in->cases->items[i].case_name);
		field(out, in->cases->items[i].sha256);
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < in->sessions->len; i++) {
		const struct session_row *s = &in->sessions->items[i];
		const char *const texts[] = { s->started_at, s->tool_version, s->seed, s->conditions, s->cpu,
			                      s->kernel,     s->governor,     s->load, s->machine,    s->command_line };

		str_addf(out, "session\t%" PRId64, s->session);
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			field(out, texts[k]);
		str_add_char(out, '\n');
	}
}

/* ---- reproduce.sh ---- */

/* A word that a shell takes as it stands, single quotes and all; control characters are taken out. */
static void quote(struct str *out, const char *text)
{
	str_add_char(out, '\'');
	for (; *text; text++)
		if (*text == '\'')
			str_add(out, "'\\''");
		else if ((unsigned char)*text >= ' ' && *text != 0x7f)
			str_add_char(out, *text);
	str_add_char(out, '\'');
}

static void add_releases(const struct paper_input *in, struct str *list)
{
	for (size_t i = 0; i < in->history->nreleases; i++)
		if (!in->history->releases[i].local)
			str_addf(list, "%s%s", list->len ? "," : "", in->history->releases[i].go);
}

/* The modes' names; those that are not the program's own have to be defined. */
static void add_modes(const struct paper_input *in, struct str *list, struct str *definitions)
{
	struct strlist known = STRLIST_INIT;

	strlist_split(&known, MODE_DEFAULT_NAMES, ',');
	for (size_t i = 0; i < in->nmodes; i++) {
		const struct paper_mode *m = &in->modes[i];
		char *definition = xasprintf("%s=%s%s%s", m->name, m->flags, *m->flags && *m->environment ? " " : "",
		                             m->environment);

		str_addf(list, "%s%s", list->len ? "," : "", m->name);
		if (!strlist_has(&known, m->name)) {
			str_add(definitions, " --define-mode ");
			quote(definitions, definition);
		}
		free(definition);
	}
	strlist_release(&known);
}

/* The seed of the newest marked session, if it is one; else "". */
static const char *newest_seed(const struct paper_input *in, const bool *marked)
{
	const char *seed = "";

	for (size_t i = 0; i < in->sessions->len; i++) {
		const char *s = in->sessions->items[i].seed;

		if (marked[i] && *s && s[strspn(s, "0123456789")] == '\0')
			seed = s;
	}
	return seed;
}

static void add_assignment(struct str *out, const char *name, const char *value)
{
	str_addf(out, "%s=", name);
	quote(out, value);
	str_add_char(out, '\n');
}

/* The wanted precision of the sessions that timed: "0.015" if they agree; else "". */
static char *precision_of(const struct paper_input *in, const struct paper_facts *f)
{
	struct strlist values = STRLIST_INIT;
	char *text = xstrdup("");

	paper_condition_values(in, f->timing, "precision", &values);
	if (values.len == 1 && *values.items[0] && strlen(values.items[0]) == strspn(values.items[0], "0123456789.")) {
		free(text);
		text = xasprintf("%g%%", 100 * strtod(values.items[0], NULL));
	}
	strlist_release(&values);
	return text;
}

static const char script_head[] =
	"#!/bin/sh\n"
	"# Measures again what this kit is of, and holds the counts to it. In the folder of the kit:\n"
	"#   sh reproduce.sh --check    only: is this kit whole, are cases and toolchains those of lock.tsv?\n"
	"#   sh reproduce.sh            that, and everything measured again into again.db, and compared\n"
	"# GOALLOC names the program; its cache and its source of toolchains come from the environment as always.\n"
	"set -eu\n"
	"cd \"$(dirname \"$0\")\"\n"
	"goalloc=${GOALLOC:-goalloc}\n"
	"db=${DB:-again.db}\n";

static const char script_check[] =
	"\n"
	"grep -E '  (data/|cases/|lock[.]tsv$)' SHA256SUMS | sha256sum --quiet -c -\n"
	"echo 'data, cases and lock.tsv are as they were written'\n"
	"\"$goalloc\" --version | grep -qxF \"goalloc $tool\" || echo \"note: this is $(\"$goalloc\" --version), the "
	"kit is of goalloc $tool\"\n"
	"if [ -n \"$releases\" ]; then\n"
	"  \"$goalloc\" toolchain install \"$releases\" | cut -f 1,2 | sort > .toolchains.here\n"
	"  awk -F '\\t' '$1 == \"toolchain\" { print $2 \"\\t\" $4 }' lock.tsv | sort > .toolchains.lock\n"
	"  # local toolchains are in the lock and not here\n"
	"  if comm -23 .toolchains.here .toolchains.lock | grep .; then\n"
	"    echo 'these toolchains are not those of lock.tsv' >&2\n"
	"    exit 1\n"
	"  fi\n"
	"  rm -f .toolchains.here .toolchains.lock\n"
	"  echo 'the toolchains are those of lock.tsv'\n"
	"fi\n"
	"[ \"${1:-}\" != --check ] || exit 0\n";

/* A release, which anybody can install; not a build of somebody's own. */
static bool is_release(const struct paper_input *in, const char *go)
{
	for (size_t i = 0; i < in->history->nreleases; i++)
		if (!strcmp(in->history->releases[i].go, go))
			return !in->history->releases[i].local;
	return false;
}

static void add_counting(const struct paper_input *in, const struct paper_facts *f, const char *definitions,
                         struct str *out)
{
	const char *seed = newest_seed(in, f->counting);

	str_addf(out,
	         "\n# counts, and what the compilers said\n"
	         "\"$goalloc\" --db \"$db\" run --go \"$releases\" --mode \"$modes\" --cases cases --only "
	         "escape,allocs%s",
	         definitions);
	if (*seed)
		str_addf(out, " --seed %s", seed);
	str_add_char(out, '\n');
	if (in->history_file)
		str_add(out, "# exit code 1 where a count differs; ranges are what varies from process to process\n"
		             "\"$goalloc\" --db \"$db\" status --against data/history.tsv && counts=0 || counts=$?\n");
	else
		str_add(out, "counts=0\n");
}

static void add_comparing(const struct paper_input *in, const struct paper_facts *f, const char *definitions,
                          struct str *out)
{
	const char *seed = newest_seed(in, f->timing);
	char *precision = precision_of(in, f);

	if (paper_has_times(in)) {
		str_add(out, "# times of the comparison: another machine has other times, and its own verdicts\n"
		             "\"$goalloc\" --db \"$db\" run --go ");
		quote(out, in->old_go);
		str_add_char(out, ',');
		quote(out, in->new_go);
		str_add(out, " --mode ");
		quote(out, in->mode);
		str_addf(out, " --cases cases --only time%s", definitions);
		if (*seed)
			str_addf(out, " --seed %s", seed);
		if (*precision)
			str_addf(out, " --precision %s", precision);
		str_add_char(out, '\n');
	}
	str_add(out, "\"$goalloc\" --db \"$db\" compare ");
	quote(out, in->old_go);
	str_add_char(out, ' ');
	quote(out, in->new_go);
	str_add(out, " --mode ");
	quote(out, in->mode);
	str_add(out, " --metric allocs,bytes,escape,output,status,time\n");
	free(precision);
}

void paper_reproduce(const struct paper_input *in, struct str *out)
{
	struct str releases = STR_INIT, modes = STR_INIT, definitions = STR_INIT;
	struct paper_facts f;

	paper_facts_read(in, &f);
	add_releases(in, &releases);
	add_modes(in, &modes, &definitions);
	str_add(out, script_head);
	add_assignment(out, "tool", in->tool);
	add_assignment(out, "releases", str_cstr(&releases));
	add_assignment(out, "modes", str_cstr(&modes));
	str_add(out, script_check);
	if (releases.len) {
		add_counting(in, &f, str_cstr(&definitions), out);
		if (in->pair && is_release(in, in->old_go) && is_release(in, in->new_go))
			add_comparing(in, &f, str_cstr(&definitions), out);
		str_add(out, "exit \"$counts\"\n");
	} else {
		str_add(out,
		        "\necho 'local toolchains were measured, which cannot be installed from here' >&2\nexit 3\n");
	}
	str_release(&releases);
	str_release(&modes);
	str_release(&definitions);
	paper_facts_release(&f);
}
