/* One object with everything that compare says, for programs: rows, summary, notes. Nothing is owned. */
#ifndef GOALLOC_CMD_COMPARE_JSON_H
#define GOALLOC_CMD_COMPARE_JSON_H

#include "analysis/change.h"
#include "report/table.h"

struct compare_summary {
	const char *old_go, *new_go;
	size_t compared;  /* benchmarks and programs measured with both */
	unsigned fail_on; /* metrics */
	int exit_code;
	const struct change_list *changes;
};

/*
 * {"rows": what `--format json` prints alone, "summary": {..}, "notes": [..]} of a table, appended to *out. "times" in the
 * summary is null where none were compared.
 */
int compare_json(const struct table *t, const struct compare_summary *s, struct str *out, struct error *err);

#endif
