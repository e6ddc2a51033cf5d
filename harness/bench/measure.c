#include "bench/measure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/reason.h"
#include "bench/workspace.h"

int measure_folder(const struct target *t, struct cell *c, struct error *err)
{
	char package[WORKSPACE_PACKAGE];

	if (!c->run_dir)
		c->run_dir = xasprintf("%s/%s", t->run_dir, workspace_package(c->c, package));
	/* this is done before every start: one call when it is there, as it nearly always is */
	if (mkdir(c->run_dir, 0777) == 0 || errno == EEXIST)
		return 0;
	return dir_make(c->run_dir, err);
}

void measure_spec(const struct target *t, const struct cell *c, const char *verb, size_t k, int64_t n,
                  struct strlist *argv, struct child_spec *spec)
{
	strlist_add(argv, c->binary);
	strlist_add(argv, verb);
	strlist_addf(argv, "%zu", c->first + k);
	strlist_addf(argv, "%lld", (long long)n);
	*spec = (struct child_spec){
		.argv = vector(argv),
		.env = vector(&t->run_env),
		.cwd = c->run_dir,
		.deadline_ns = t->config->deadline_ns,
		.max_rss = t->config->max_rss,
		.max_output = RUN_MAX_OUTPUT,
		.want_result = true,
		.confine = t->programs,
	};
}

/* The next number of the line; false if there is none, or it is negative or too large. */
static bool next_number(const char **p, uint64_t *out)
{
	char *end;

	if (**p < '0' || **p > '9')
		return false;
	errno = 0;
	*out = strtoull(*p, &end, 10);
	if (errno || (*end != ' ' && *end != '\n'))
		return false;
	*p = end + (*end == ' ');
	return true;
}

static bool parse_sample(const struct str *line, int64_t n, struct sample *out)
{
	static const char word[] = "sample ";
	const char *p = str_cstr(line);
	uint64_t v[6];

	if (!str_starts(p, word))
		return false;
	p += sizeof word - 1;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		if (!next_number(&p, &v[i]) || v[i] > INT64_MAX)
			return false;
	if (*p != '\n' || p + 1 != str_cstr(line) + line->len || (int64_t)v[0] != n)
		return false;
	out->n = n;
	out->elapsed_ns = (int64_t)v[1];
	out->mallocs = v[2];
	out->bytes = v[3];
	out->gc_count = v[4];
	out->gc_pause_ns = v[5];
	return true;
}

enum cell_status measure_result(const struct child_result *r, int64_t n, struct sample *out, char **reason)
{
	if (child_ok(r) && parse_sample(&r->res, n, out))
		return CELL_OK;
	*reason = reason_from_run(r);
	return r->end == CHILD_DEADLINE ? CELL_TIMEOUT : CELL_RUN_FAILED;
}
