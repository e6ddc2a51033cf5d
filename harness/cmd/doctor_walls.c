/* The walls around downloaded programs, and what they cost. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/confine.h"
#include "base/file.h"
#include "base/process.h"
#include "cmd/doctor.h"

#define PRICE_GOAL_MS 3.0

/* Waits for one child that does nothing. */
static int time_child(const char *program, const char *folder, struct confinement *walls, double *ms, struct error *err)
{
	const char *const argv[] = { program, NULL }, *const env[] = { NULL };
	struct child_spec spec = { .argv = argv, .env = env, .cwd = folder, .confine = walls };
	struct child_result r;
	int64_t start = clock_ns();
	int rc = child_run(&spec, &r, err);

	*ms = (double)(clock_ns() - start) / 1e6;
	if (rc)
		return -1;
	if (!child_ok(&r)) {
		char why[128];

		rc = error_set(err, ERR_INFRA, "%s: %s", program, child_end_text(&r, why, sizeof why));
	}
	child_result_release(&r);
	return rc;
}

/* Children with and without walls in turns, so that whatever else goes on hits both. */
static int time_children(const char *folder, int n, double *plain, double *confined, struct error *err)
{
	char *program = program_find("true");
	struct confinement *walls = confinement_new();
	double warm;
	int rc = program ? 0 : error_set(err, ERR_INFRA, "there is no program `true` on PATH to start");

	confinement_write(walls, folder);
	if (!rc) /* what is made once is not the price of a child */
		rc = time_child(program, folder, walls, &warm, err);
	for (int i = 0; i < n && !rc; i++) {
		bool first = i % 2;

		rc = time_child(program, folder, first ? walls : NULL, first ? &confined[i] : &plain[i], err);
		if (!rc)
			rc = time_child(program, folder, first ? NULL : walls, first ? &plain[i] : &confined[i], err);
	}
	confinement_free(walls);
	free(program);
	return rc;
}

int doctor_add_price(struct doctor_list *l, int children, struct error *err)
{
	const size_t n = (size_t)children;
	const char *tmp = getenv("TMPDIR");
	char *folder = xasprintf("%s/goalloc-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	double *plain = xcalloc(n, sizeof *plain), *confined = xcalloc(n, sizeof *confined);
	struct error ignored = ERROR_INIT;
	int rc = -1;

	if (!mkdtemp(folder)) {
		error_errno(err, ERR_INFRA, "cannot create a folder like %s", folder);
		goto done;
	}
	rc = time_children(folder, children, plain, confined, err);
	(void)tree_remove(folder, &ignored);
	if (!rc) {
		double a = stats_median(plain, n), b = stats_median(confined, n), more = b - a;

		doctor_add(l, &(struct doctor_check){
				      .group = DOCTOR_WALLS,
				      .name = "price",
				      .what = "costs less than 3 ms a child",
				      .state = more < PRICE_GOAL_MS ? DOCTOR_FINE : DOCTOR_BAD,
				      .found = xasprintf("%.2f ms more a child: median %.2f against %.2f, p95 %.2f "
		                                         "against %.2f, ratio %.2f",
		                                         more, b, a, stats_quantile(confined, n, 0.95),
		                                         stats_quantile(plain, n, 0.95), b / a),
				      .has_value = true,
				      .value = more,
				      .unit = "ms" });
	}
done:
	free(folder);
	free(plain);
	free(confined);
	return rc;
}

void doctor_add_walls(struct doctor_list *l)
{
	struct confine_check all[CONFINE_CHECKS];

	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++)
		doctor_add(l, &(struct doctor_check){ .group = DOCTOR_WALLS,
		                                      .name = all[i].name,
		                                      .what = all[i].what,
		                                      .state = all[i].stands ? DOCTOR_FINE : DOCTOR_BAD,
		                                      .found = xstrdup(all[i].held_by),
		                                      .lacking = xstrdup(all[i].lacking),
		                                      .advice = xstrdup(all[i].advice) });
}
