/* A report of the selftest as files: what was compared, and what was said of it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/selftest.h"

static int write_case(const char *folder, const struct gocase *c, struct error *err)
{
	const char *name = strchr(c->name, '/') + 1;
	char *dir = xasprintf("%s/%s.%s", folder, c->family, name), *path = xasprintf("%s/%s", dir, c->file);
	int rc = dir_make(dir, err) || file_write(path, str_cstr(&c->source), c->source.len, err) ? -1 : 0;

	free(path);
	free(dir);
	return rc;
}

static int percent_of(const struct selftest_report *r, const struct time_outcome *o)
{
	int at = 0;

	for (size_t i = 0; r->more && i < r->cases[0].len; i++)
		for (size_t k = 0; k < r->cases[0].items[i].benchmarks.len; k++, at++)
			if (!strcmp(r->cases[0].items[i].name, o->case_name) &&
			    !strcmp(r->cases[0].items[i].benchmarks.items[k], o->benchmark))
				return r->more[at];
	return 0;
}

int selftest_keep(const struct selftest *s, const struct selftest_report *r, const struct change_list *changes,
                  struct error *err)
{
	char *path = xasprintf("%s/%d/verdicts.tsv", s->keep, r->number);
	struct str text = STR_INIT;
	int rc = 0;

	for (int i = 0; i < 2; i++) {
		char *folder = xasprintf("%s/%d/%c", s->keep, r->number, "ab"[i]);

		for (size_t k = 0; k < r->cases[i].len && !rc; k++)
			rc = write_case(folder, &r->cases[i].items[k], err);
		free(folder);
	}
	str_addf(&text, "# wall_ms %lld\n", (long long)(r->time_ns / 1000000));
	for (size_t i = 0; i < changes->noutcomes; i++) {
		const struct time_outcome *o = &changes->outcomes[i];

		str_addf(&text, "%s\t%s\t%d\t%s\t%.6f\t%zu\t%.3g\t%.6f\t%zu\t%.3g\t%.6f\n", o->case_name, o->benchmark,
		         percent_of(r, o), time_verdict_name(o->result.verdict), o->result.told.ratio, o->result.pairs,
		         o->result.p, o->result.ratio, o->result.again.pairs, o->result.again.p,
		         o->result.again.estimate.ratio);
	}
	if (!rc)
		rc = file_write(path, str_cstr(&text), text.len, err);
	str_release(&text);
	free(path);
	return rc;
}
