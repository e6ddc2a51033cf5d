#include "cmd/nightly_config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "bench/mode.h"
#include "cmd/options.h"
#include "toolchain/spec.h"

enum kind { KIND_TEXT, KIND_SPEC, KIND_LIST, KIND_METRICS, KIND_PERCENT, KIND_DURATION, KIND_COUNT, KIND_SIZE };

/* One key: where it goes, its default as text ("": none), and what the example says of it. */
static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *value, *help;
} keys[] = {
#define AT(field) offsetof(struct nightly_config, field)
	{ "go", KIND_SPEC, AT(go), "latest~1,latest",
	  "What is followed, as for `goalloc run --go`; a toolchain of yours: latest, tip=/path/to/goroot" },
	{ "baseline", KIND_SPEC, AT(baseline), "latest~1",
	  "All times are ratios to this release, timed anew every night. The patch that it means on its first night "
	  "is\n"
	  "pinned in the database and stays; write another value to change it." },
	{ "cases", KIND_LIST, AT(cases), "", "Folders or files of cases instead of the library; may be given again" },
	{ "match", KIND_TEXT, AT(match), "", "Only these cases: slice/*, string/*" },
	{ "modes", KIND_TEXT, AT(modes), "default", "As for `goalloc run --mode`" },
	{ "define-mode", KIND_LIST, AT(define), "", "A mode, as `v3=GOAMD64=v3`; may be given again" },
	{ "metrics", KIND_METRICS, AT(metrics), "allocs,bytes,escape,output,status,time",
	  "What is measured and reported" },
	{ "precision", KIND_PERCENT, AT(precision), "1%", "Time each ratio until it is known this well ..." },
	{ "budget", KIND_DURATION, AT(budget_ns), "1h", "... or this time is spent on timing" },
	{ "blocks", KIND_COUNT, AT(blocks), "0", "Timing passes at least; 0: as many as it takes" },
	{ "sample", KIND_DURATION, AT(sample_ns), "0", "Length of one timing sample; 0: goalloc's" },
	{ "jobs", KIND_COUNT, AT(jobs), "0", "Children at a time when not timing; 0: one a processor" },
	{ "fail-on", KIND_METRICS, AT(fail_on), "allocs,bytes",
	  "Exit with 1 if one of these became worse, with 4 if a time among them can't be decided; none: never" },
	{ "threshold", KIND_PERCENT, AT(threshold), "0",
	  "The least relative change that fail-on counts; 0: any count, of times what can be told" },
	{ "accept", KIND_TEXT, AT(accept), "", "A file of known changes, as for `goalloc compare --accept`" },
	{ "results", KIND_TEXT, AT(results), "results/nightly", "Where a folder for each night goes" },
	{ "keep-nights", KIND_COUNT, AT(keep_nights), "90",
	  "Folders of so many nights are kept (0: all); what the charts need stays in the database for ever" },
	{ "keep-days", KIND_COUNT, AT(keep_days), "0", "... and of no night longer ago (0: however long)" },
	{ "keep-samples", KIND_COUNT, AT(keep_samples), "30", "Single timings are kept for so many nights (0: all)" },
	{ "max-cache", KIND_SIZE, AT(max_cache), "0",
	  "Remove the longest unused toolchains until the cache is this small; 0: never" },
#undef AT
};
#define KEYS (sizeof keys / sizeof *keys)

static int complain(struct error *err, const char *value, const char *wanted)
{
	return error_set(err, ERR_USAGE, "'%.60s' is no %s", value, wanted);
}

static int parse_count(const char *text, int *out, struct error *err)
{
	size_t n = strlen(text);

	if (!n || n > 6 || text[strspn(text, "0123456789")])
		return complain(err, text, "whole number from 0 to 999999");
	*out = (int)strtol(text, NULL, 10);
	return 0;
}

/* "1%", "0.5%", "0"; up to 100 %. */
static int parse_percent(const char *text, double *out, struct error *err)
{
	size_t digits = strspn(text, "0123456789.");
	char *end;

	*out = strtod(text, &end) / 100;
	if (!digits || digits > 10 || end != text + digits || (*end && strcmp(end, "%") != 0) || !(*out <= 1))
		return complain(err, text, "percentage; write for example 2%");
	return 0;
}

static int parse_metrics(const char *text, unsigned *out, struct error *err)
{
	if (!strcmp(text, "none")) {
		*out = 0;
		return 0;
	}
	return metrics_parse(text, out, err);
}

static void set_text(char **field, const char *text)
{
	free(*field);
	*field = xstrdup(text);
}

static int set(const struct key *k, const char *text, struct nightly_config *c, struct error *err)
{
	void *field = (char *)c + k->offset;
	struct strlist *list = field;

	switch (k->kind) {
	case KIND_SPEC:
		if (spec_check(text, err))
			return -1;
		set_text(field, text);
		return 0;
	case KIND_TEXT:
		set_text(field, text);
		return 0;
	case KIND_LIST:
		if (!*text)
			return 0;
		if (list->len == NIGHTLY_CONFIG_REPEAT)
			return error_set(err, ERR_USAGE, "given more than %d times", NIGHTLY_CONFIG_REPEAT);
		strlist_add(list, text);
		return 0;
	case KIND_METRICS:
		return parse_metrics(text, field, err);
	case KIND_PERCENT:
		return parse_percent(text, field, err);
	case KIND_DURATION:
		return duration_parse(text, field, err);
	case KIND_COUNT:
		return parse_count(text, field, err);
	case KIND_SIZE:
		break;
	}
	return size_parse(text, field, err);
}

void nightly_config_default(struct nightly_config *c)
{
	struct error err = ERROR_INIT;

	*c = (struct nightly_config){ .define = STRLIST_INIT, .cases = STRLIST_INIT };
	for (size_t i = 0; i < KEYS; i++)
		if (set(&keys[i], keys[i].value, c, &err))
			abort(); /* the table above is wrong: test_nightly_config would have seen it */
}

void nightly_config_release(struct nightly_config *c)
{
	char *texts[] = { c->go, c->baseline, c->match, c->modes, c->accept, c->results };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	strlist_release(&c->cases);
	strlist_release(&c->define);
	*c = (struct nightly_config){ .define = STRLIST_INIT, .cases = STRLIST_INIT };
}

/* Without blanks at both ends, in place. */
static char *trim(char *text)
{
	size_t n;

	text += strspn(text, " \t");
	n = strlen(text);
	while (n && strchr(" \t\r", text[n - 1]))
		n--;
	text[n] = '\0';
	return text;
}

static int check_text(const char *text, struct error *err)
{
	uint32_t cp;

	for (const char *p = text; *p;) {
		p += utf8_next(p, &cp);
		if (cp == UTF8_INVALID || (cp != '\t' && cp != '\r' && utf8_is_control(cp)))
			return error_set(err, ERR_USAGE,
			                 "a byte that is no UTF-8, or a character that does not show; write it anew");
	}
	return 0;
}

static int unknown(const char *name, struct error *err)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < KEYS; i++)
		str_addf(&names, "%s%s", i ? ", " : "", keys[i].name);
	error_set(err, ERR_USAGE, "there is no key '%.40s'; there are %s", name, str_cstr(&names));
	str_release(&names);
	return -1;
}

static int parse_line(char *line, bool *given, struct nightly_config *c, struct error *err)
{
	char *name = trim(line), *value;
	size_t k = 0;

	if (check_text(name, err))
		return -1;
	if (!*name || *name == '#')
		return 0;
	value = strchr(name, '=');
	if (!value)
		return error_set(err, ERR_USAGE,
		                 "'%.40s' is no `key = value`; `goalloc nightly --print-config` shows all", name);
	*value++ = '\0';
	name = trim(name);
	value = trim(value);
	if (strlen(value) > NIGHTLY_CONFIG_VALUE)
		return error_set(err, ERR_USAGE, "a value longer than %d bytes", NIGHTLY_CONFIG_VALUE);
	while (k < KEYS && strcmp(keys[k].name, name) != 0)
		k++;
	if (k == KEYS)
		return unknown(name, err);
	if (given[k] && keys[k].kind != KIND_LIST)
		return error_set(err, ERR_USAGE, "%s is given twice; remove one of them", name);
	given[k] = true;
	if (!*value && *keys[k].value)
		return error_set(err, ERR_USAGE, "%s has no value; write for example %s = %s", name, name,
		                 keys[k].value);
	return set(&keys[k], value, c, err) ? error_prefix(err, "%s", name) : 0;
}

int nightly_config_parse(const char *text, size_t n, struct nightly_config *c, struct error *err)
{
	bool given[KEYS] = { false };
	size_t number = 0;

	if (n > NIGHTLY_CONFIG_BYTES)
		return error_set(err, ERR_USAGE, "longer than %d bytes: this is no configuration of goalloc nightly",
		                 NIGHTLY_CONFIG_BYTES);
	if (n && memchr(text, '\0', n))
		return error_set(err, ERR_USAGE, "a byte 0: this is no text");
	for (const char *p = text, *end = text + n; p < end; number++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t length = stop ? (size_t)(stop - p) : (size_t)(end - p);
		char *line = xstrndup(p, length);
		int status = parse_line(line, given, c, err);

		free(line);
		if (status)
			return error_prefix(err, "line %zu", number + 1);
		p = stop ? stop + 1 : end;
	}
	return 0;
}

void nightly_config_example(struct str *out)
{
	str_add(out, "# goalloc nightly --config FILE. Every line may be left out: these are the defaults.\n");
	for (size_t i = 0; i < KEYS; i++) {
		const struct key *k = &keys[i];

		str_add(out, "\n# ");
		for (const char *p = k->help; *p; p++) {
			str_add_char(out, *p);
			if (*p == '\n')
				str_add(out, "# ");
		}
		str_addf(out, "\n%s%s = %s\n", *k->value ? "" : "# ", k->name, *k->value ? k->value : "...");
	}
}
