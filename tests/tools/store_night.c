/*
 * What a night asks of a database made by many_samples: store_night FILE open|night.
 *
 * "open" opens it for writing, which migrates an old one. "night" then adds what a night measures of two releases (the newest and
 * the one two before): every benchmark of the mode default in 20 blocks, one transaction for the two sides of a visit, as the
 * engine records them. Prints a line "STEP SECONDS" for each step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"
#include "store/cell.h"

#define BLOCKS 20

struct timed_case {
	char *name, *sha256, *key[2];
	struct strlist benchmarks;
};
struct night {
	struct store *db;
	struct rng rng;
	struct toolchain toolchains[2];
	struct mode_list modes;
	struct timed_case *cases;
	size_t n, cap;
};

static double since(int64_t *start)
{
	const int64_t now = clock_ns(), then = *start;

	*start = now;
	return (double)(now - then) / 1e9;
}

static int read_toolchains(struct night *w, struct error *err)
{
	sqlite3_stmt *stmt;
	int status, i = 0;

	if (db_query(w->db,
	             "SELECT go, goos, goarch, source, digest, go_version_output, installed_at, version_order FROM"
	             " toolchain ORDER BY version_order DESC LIMIT 3",
	             NULL, 0, &stmt, err))
		return -1;
	while ((status = db_step(w->db, stmt, err)) > 0) {
		struct toolchain *t = &w->toolchains[i / 2];
		char **const texts[] = { &t->go,     &t->goos,           &t->goarch,      &t->source,
			                 &t->digest, &t->version_output, &t->installed_at };

		if (i++ == 1)
			continue;
		for (int k = 0; k < 7; k++)
			*texts[k] = xstrdup((const char *)sqlite3_column_text(stmt, k));
		t->version = version_from_order(sqlite3_column_int64(stmt, 7));
	}
	db_done(stmt);
	return status < 0 || i < 3 ? -1 : 0;
}

/* The cases and keys of both sides, and the benchmarks that were counted. */
static int read_cases(struct night *w, struct error *err)
{
	const struct value v[] = { value_text(w->toolchains[0].go), value_text(w->toolchains[1].go) };
	sqlite3_stmt *stmt;
	int status;

	if (db_query(w->db,
	             "SELECT a.case_name, a.key, b.key, f.sha256, x.text FROM cell a"
	             " JOIN cell b ON b.case_name = a.case_name AND b.mode = a.mode JOIN case_file f ON f.id = "
	             "a.case_file_id"
	             " JOIN toolchain t ON t.id = a.toolchain_id JOIN toolchain u ON u.id = b.toolchain_id"
	             " JOIN alloc_site s ON s.cell_id = a.id JOIN text x ON x.id = s.benchmark"
	             " WHERE t.go = ?1 AND u.go = ?2 AND a.mode = 'default' ORDER BY a.case_name, s.seq",
	             v, 2, &stmt, err))
		return -1;
	while ((status = db_step(w->db, stmt, err)) > 0) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		struct timed_case *c = w->n ? &w->cases[w->n - 1] : NULL;

		if (!c || strcmp(c->name, name) != 0) {
			w->cases = vec_grow(w->cases, &w->cap, w->n + 1, sizeof *w->cases);
			c = &w->cases[w->n++];
			*c = (struct timed_case){ .name = xstrdup(name),
				                  .key = { xstrdup((const char *)sqlite3_column_text(stmt, 1)),
				                           xstrdup((const char *)sqlite3_column_text(stmt, 2)) },
				                  .sha256 = xstrdup((const char *)sqlite3_column_text(stmt, 3)) };
		}
		strlist_add(&c->benchmarks, (const char *)sqlite3_column_text(stmt, 4));
	}
	db_done(stmt);
	return status;
}

static int visit_side(struct night *w, const struct timed_case *one, size_t k, int side, int block, struct error *err)
{
	struct gocase c = { .name = one->name,
		            .family = (char *)"",
		            .file = (char *)"",
		            .title = (char *)"",
		            .question = (char *)"",
		            .why = (char *)"",
		            .answer = (char *)"",
		            .benchmarks = one->benchmarks };
	const struct place p = { .t = &w->toolchains[side], .m = &w->modes.items[0], .c = &c, .key = one->key[side] };
	struct sample s = { .benchmark = one->benchmarks.items[k],
		            .purpose = SAMPLE_TIME,
		            .block = block,
		            .position = side + 1,
		            .n = 5000,
		            .elapsed_ns = 1000000 + (int64_t)rng_below(&w->rng, 20000),
		            .mallocs = 5000,
		            .bytes = 80000 };
	const struct sample_list list = { .items = &s, .len = 1, .cap = 1 };
	int64_t id;

	str_copy(c.sha256, sizeof c.sha256, one->sha256, strlen(one->sha256));
	if (cell_make(w->db, &p, &id, err))
		return -1;
	return cell_put_samples(w->db, id, &c, &list, err);
}

static int add_night(struct night *w, struct error *err)
{
	for (int block = 1; block <= BLOCKS; block++)
		for (size_t i = 0; i < w->n; i++)
			for (size_t k = 0; k < w->cases[i].benchmarks.len; k++) {
				int status = db_begin(w->db, err);

				for (int side = 0; side < 2 && !status; side++)
					status = visit_side(w, &w->cases[i], k, side, block, err);
				if (db_end(w->db, status, err))
					return -1;
			}
	w->db->recorded = true;
	return 0;
}

static int night(struct night *w, struct error *err)
{
	const struct session_info info = { .command_line = "night",
		                           .tool_version = "0",
		                           .machine = "",
		                           .kernel = "",
		                           .cpu = "",
		                           .governor = "",
		                           .load = "" };
	int64_t start;

	if (read_toolchains(w, err) || read_cases(w, err) || mode_select("default", NULL, &w->modes, err))
		return -1;
	start = clock_ns();
	if (store_session_begin(w->db, &info, err) || add_night(w, err))
		return -1;
	printf("append %.4f\n", since(&start));
	if (store_session_finish(w->db, err))
		return -1;
	printf("finish %.4f\n", since(&start));
	if (store_session_begin(w->db, &info, err) || store_session_finish(w->db, err))
		return -1;
	printf("nothing %.4f\n", since(&start)); /* a night that had nothing to do */
	return 0;
}

int main(int argc, char **argv)
{
	struct night *w = xcalloc(1, sizeof *w);
	struct error err = ERROR_INIT;
	int64_t start = clock_ns();
	int status;

	if (argc != 3 || (strcmp(argv[2], "open") != 0 && strcmp(argv[2], "night") != 0)) {
		fputs("usage: store_night FILE open|night\n", stderr);
		return 2;
	}
	status = store_open(argv[1], STORE_WRITE, &w->db, &err);
	if (!status) {
		printf("open %.4f\n", since(&start));
		status = !strcmp(argv[2], "night") ? night(w, &err) : 0;
		start = clock_ns();
		store_close(w->db);
		printf("close %.4f\n", since(&start));
	}
	if (status)
		fprintf(stderr, "store_night: %s\n", err.msg);
	return status ? 1 : 0;
}
