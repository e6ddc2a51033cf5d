#include "bench/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/reason.h"
#include "bench/scratch.h"
#include "bench/work.h"
#include "bench/workspace.h"

#define COMPILE_DEADLINE_NS (60 * INT64_C(1000000000))
#define COMPILE_MAX_OUTPUT ((size_t)32 << 20)

enum level { LEVEL_M, LEVEL_MM, LEVEL_S, LEVELS };
static const char *const level_flags[LEVELS][2] = { { "-m", NULL }, { "-m", "-m" }, { "-S", NULL } };

struct compiling; /* one case */
struct pass {
	struct compiling *one;
	enum level level;
};
struct compiling {
	struct target *t;
	struct work *work;
	struct cell *cell;
	char *dir; /* holds the file and the objects; the compiler's working directory, so that names are short */
	struct pass passes[LEVELS];
	bool mm_complete;
};

static void on_compiled(void *ctx, struct child_result *r);

static void add_arguments(const struct target *t, const struct pass *p, struct strlist *argv)
{
	const struct gocase *c = p->one->cell->c;

	strlist_add(argv, t->compiler);
	strlist_add(argv, "-o");
	strlist_addf(argv, "%d.o", (int)p->level);
	strlist_add(argv, "-p");
	if (c->kind == CASE_PROGRAM)
		strlist_add(argv, "main");
	else
		strlist_take(argv, workspace_import_path(c));
	strlist_add(argv, "-complete");
	if (t->era.trims_paths) {
		strlist_add(argv, "-trimpath");
		strlist_add(argv, p->one->dir);
	}
	if (t->importcfg) {
		strlist_add(argv, "-importcfg");
		strlist_add(argv, t->importcfg);
	}
	for (size_t i = 0; i < t->mode->flags.len; i++)
		strlist_add(argv, t->mode->flags.items[i]);
	for (size_t i = 0; i < 2 && level_flags[p->level][i]; i++)
		strlist_add(argv, level_flags[p->level][i]);
	strlist_addf(argv, "%s%s", *c->file == '-' ? "./" : "", c->file);
}

static void add_pass(struct pass *p, bool front)
{
	struct task *task = work_add(p->one->work, front);

	add_arguments(p->one->t, p, &task->argv);
	task->spec.env = vector(&p->one->t->compile_env);
	task->spec.confine = p->one->t->tools;
	task->spec.cwd = p->one->dir;
	task->spec.deadline_ns = COMPILE_DEADLINE_NS;
	task->spec.max_output = COMPILE_MAX_OUTPUT;
	task->spec.merge_output = true;
	task->spec.allow_many = true;
	task->done = on_compiled;
	task->ctx = p;
}

static void move_str(struct str *to, struct str *from)
{
	str_release(to);
	*to = *from;
	*from = (struct str)STR_INIT;
	str_add(to, ""); /* nothing said is something else than not asked */
}

static void on_compiled(void *ctx, struct child_result *r)
{
	struct pass *p = ctx;
	struct compiling *one = p->one;
	struct cell *cell = one->cell;
	bool ok = child_ok(r);

	if (!ok && reason_is_machine(r)) {
		struct error err = ERROR_INIT;
		char *why = reason_from_build(r);

		error_set(&err, ERR_INFRA, "%s: compiling %s: %s", one->t->label, cell->c->name, why);
		free(why);
		work_fail(one->work, &err);
		return;
	}
	if (!ok && p->level != LEVEL_M) { /* it did compile: what is lost is the explanation alone */
		char *why = reason_from_build(r);

		event_warn(one->t->config->sink, "%s: %s: the compiler failed with %s %s: %s", one->t->label,
		           cell->c->name, level_flags[p->level][0],
		           level_flags[p->level][1] ? level_flags[p->level][1] : "", why);
		free(why);
	}
	switch (p->level) {
	case LEVEL_M:
		if (!ok)
			cell_fail(cell, CELL_BUILD_FAILED, reason_from_build(r));
		cell->build_ms = r->wall_ns / 1000000;
		cell->compiled = ok;
		move_str(&cell->raw_m, &r->out);
		if (ok && (cell->todo & STAGE_ESCAPE)) {
			add_pass(&one->passes[LEVEL_S], true);
			add_pass(&one->passes[LEVEL_MM], true);
		}
		break;
	case LEVEL_MM:
		one->mm_complete = ok;
		move_str(&cell->raw_mm, &r->out);
		break;
	case LEVEL_S:
		if (ok)
			assembly_parse(str_cstr(&r->out), r->out.len, &cell->calls);
		break;
	case LEVELS:
		break;
	}
}

/* Statements about other files (generic code of the library compiled into the case) stay in the raw text alone. */
static void keep_own(struct decision_list *l, const char *file)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->len; i++) {
		struct decision d = l->items[i];

		if (!strcmp(d.file, file) || *d.file == '<') {
			l->items[i] = l->items[kept];
			l->items[kept++] = d;
		}
	}
	for (size_t i = kept; i < l->len; i++) {
		free(l->items[i].file);
		free(l->items[i].function);
		free(l->items[i].subject);
		free(l->items[i].detail);
	}
	l->len = kept;
}

static void finish(struct compiling *one)
{
	struct cell *cell = one->cell;
	const struct str *said = one->mm_complete ? &cell->raw_mm : &cell->raw_m;

	if (cell->status != CELL_OK || !(cell->todo & STAGE_ESCAPE))
		return;
	diagnostics_parse(str_cstr(said), said->len, &cell->decisions);
	keep_own(&cell->decisions, cell->c->file);
	diagnostics_functions(&cell->decisions, str_cstr(&cell->c->source), cell->c->source.len);
	cell->stages |= STAGE_ESCAPE;
}

static int prepare(struct compiling *one, struct target *t, struct work *work, struct cell *cell, struct error *err)
{
	char package[WORKSPACE_PACKAGE];
	struct str text = STR_INIT;
	char *path;
	int rc = -1;

	one->t = t;
	one->work = work;
	one->cell = cell;
	for (int i = 0; i < LEVELS; i++)
		one->passes[i] = (struct pass){ .one = one, .level = (enum level)i };
	one->dir = xasprintf("%s/compile/%s", t->tool_dir, workspace_package(cell->c, package));
	path = xasprintf("%s/%s", one->dir, cell->c->file);
	workspace_case_text(cell->c, &text);
	if (dir_make(one->dir, err) == 0 && scratch_write(path, &text, err) == 0) {
		add_pass(&one->passes[LEVEL_M], false);
		rc = 0;
	}
	str_release(&text);
	free(path);
	return rc;
}

int compile_cells(struct target *t, struct error *err)
{
	struct compiling *all = xcalloc(t->len + 1, sizeof *all);
	struct work *work = work_new(config_jobs(t->config));
	size_t n = 0;
	int rc = -1;

	for (size_t i = 0; i < t->len; i++) {
		struct cell *cell = &t->cells[i];

		if (cell->todo && cell->status == CELL_OK && (!cell->compiled || (cell->todo & STAGE_ESCAPE)))
			if (prepare(&all[n++], t, work, cell, err) < 0)
				goto done;
	}
	if (work_run(work, err) < 0)
		goto done;
	for (size_t i = 0; i < n; i++)
		finish(&all[i]);
	rc = 0;
done:
	work_free(work);
	for (size_t i = 0; i < n; i++)
		free(all[i].dir);
	free(all);
	return rc;
}
