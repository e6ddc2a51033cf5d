/*
 * goalloc doctor: what this machine is fit for. Checks in three groups: the walls around downloaded programs, what the
 * machine is set to, and its noise as measured now.
 */
#include <stdlib.h>
#include <string.h>

#include "base/confine.h"
#include "cmd/command.h"
#include "cmd/doctor.h"
#include "cmd/options.h"
#include "cmd/terminal.h"

#define CHILDREN 50
#define MOST_CHILDREN 100000

struct settings {
	int children; /* to measure the walls' price with, each way; 0: not measured */
	bool quick;   /* nothing is measured */
	enum format format;
	struct strlist required;
};

/* The machine is read before and after the noise is measured, so that what happened meanwhile is seen. */
static int examine(const struct settings *s, const struct event_sink *sink, struct doctor_list *l, struct error *err)
{
	struct doctor_list noise = { 0 };
	struct host_cpus allowed;
	struct host before, after;
	int rc = 0;

	doctor_add_walls(l);
	host_allowed(&allowed);
	host_read("", &allowed, &before);
	if (!s->quick) {
		rc = doctor_measure_noise(&noise, host_measuring_cpu(&before, &allowed), sink, err);
		host_read("", &allowed, &after);
		if (!rc && s->children)
			rc = doctor_add_price(l, s->children, err);
	}
	if (!rc)
		doctor_add_machine(l, &before, s->quick ? &before : &after, &allowed);
	for (size_t i = 0; i < noise.len; i++) /* the texts move over */
		doctor_add(l, &noise.items[i]);
	free(noise.items);
	return rc;
}

/* Before anything is measured: what is measured is known by name alone. */
static int check_names(const struct settings *s, struct error *err)
{
	struct doctor_list told = { 0 };
	struct strlist names = STRLIST_INIT;
	struct str known = STR_INIT;
	struct host_cpus none = { { 0 } };
	struct host nothing;
	int rc = 0;

	host_read("/nowhere", &none, &nothing);
	doctor_add_walls(&told);
	doctor_add_machine(&told, &nothing, &nothing, &none);
	for (size_t i = 0; i < told.len; i++)
		strlist_add(&names, told.items[i].name);
	for (size_t i = 0; doctor_noise_names[i] && !s->quick; i++)
		strlist_add(&names, doctor_noise_names[i]);
	if (!s->quick && s->children)
		strlist_add(&names, "price");
	for (size_t i = 0; i < names.len; i++)
		str_addf(&known, "%s%s", i ? ", " : "", names.items[i]);
	for (size_t i = 0; i < s->required.len && !rc; i++)
		if (!strlist_has(&names, s->required.items[i]))
			rc = error_set(err, ERR_USAGE, "--require %.60s: none of %s%s", s->required.items[i],
			               str_cstr(&known), s->quick ? "; --quick leaves out what is measured" : "");
	str_release(&known);
	strlist_release(&names);
	doctor_release(&told);
	return rc;
}

/* Only what is known to be fine is; walls have words of their own. */
static int check_required(const struct strlist *required, const struct doctor_list *l, struct error *err)
{
	struct str walls = STR_INIT, rest = STR_INIT;
	int rc = 0;

	for (size_t i = 0; i < required->len; i++) {
		const struct doctor_check *c = doctor_find(l, required->items[i]);
		struct str *to = !strcmp(c->group, DOCTOR_WALLS) ? &walls : &rest;

		if (c->state != DOCTOR_FINE)
			str_addf(to, "%s%s%s", to->len ? ", " : "", c->name,
			         c->state == DOCTOR_UNKNOWN ? " (unknown)" : "");
	}
	if (walls.len || rest.len)
		rc = error_set(err, ERR_INFRA, "required, but not %s%s%s%s%s; the table says what to do",
		               walls.len ? "standing: " : "fine: ", str_cstr(&walls), walls.len && rest.len ? "; " : "",
		               walls.len && rest.len ? "not fine: " : "", str_cstr(&rest));
	str_release(&walls);
	str_release(&rest);
	return rc;
}

static int report(const struct settings *s, const struct doctor_list *l, struct error *err)
{
	const struct text_look look = terminal_look();
	struct str text = STR_INIT;
	int rc = doctor_print(l, s->format, &look, &text, err);

	if (!rc)
		rc = print_out(&text, err);
	str_release(&text);
	return rc;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct settings s = { .children = CHILDREN, .format = FORMAT_TEXT, .required = STRLIST_INIT };
	struct strlist words = STRLIST_INIT;
	struct doctor_list list = { 0 };
	const char *format = "text", *require = "";
	const struct option_row rows[] = {
		{ "require", OPTION_TEXT, "CHECK,..", "exit with 3 if one of these is not fine, or not known to be",
		  &require },
		{ "quick", OPTION_FLAG, NULL, "measure nothing", &s.quick },
		{ "children", OPTION_INT, "N", "measure the walls' price with N children each way (50; 0: do not)",
		  &s.children },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format },
	};
	int status = options_parse(&command_doctor, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	if (!status)
		status = format_parse(format, NULL, &s.format, err);
	if (!status && s.children > MOST_CHILDREN)
		status = error_set(err, ERR_USAGE, "--children %d: at most %d", s.children, MOST_CHILDREN);
	if (!status)
		strlist_split(&s.required, require, ',');
	if (!status)
		status = confine_announce(NULL, err);
	if (!status)
		status = check_names(&s, err);
	if (!status)
		status = examine(&s, &app->sink, &list, err);
	if (!status)
		status = report(&s, &list, err);
	if (!status)
		status = check_required(&s.required, &list, err);
	doctor_release(&list);
	strlist_release(&s.required);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "[OPTION ...]",
	.summary = "is this machine fit to time on, how noisy is it, which walls stand",
	.examples = "  goalloc doctor\n"
		    "  goalloc doctor --quick --require network,files\n"
		    "  goalloc doctor --require quiet || echo 'not now'\n"
		    "  goalloc doctor --format json\n",
	.run = run,
};
