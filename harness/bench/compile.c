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

/*
 * All at once, which spares two of three processes: in every release since 1.2 what is said comes first, and the listing
 * last. Only when that fails, or when nothing but the verdict is wanted, one by one: then -m alone decides whether a
 * case compiles, and what the compiler could not say or list is all that is lost.
 */
enum level { LEVEL_ALL, LEVEL_M, LEVEL_MM, LEVEL_S, LEVELS };
static const char *const level_flags[LEVELS] = { "-m -m -S", "-m", "-m -m", "-S" };

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
	int left; /* processes waiting or running */
	bool mm_complete;
	cell_finished *finished;
	void *ctx;
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
	strlist_split(argv, level_flags[p->level], ' ');
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
	p->one->left++;
}

static void move_str(struct str *to, struct str *from)
{
	str_release(to);
	*to = *from;
	*from = (struct str)STR_INIT;
	str_add(to, ""); /* nothing said is something else than not asked */
}

/* The compiler failed, and the case may be as innocent as it is when a disk is full. */
static void fail_machine(struct compiling *one, const struct child_result *r)
{
	struct error err = ERROR_INIT;
	char *why = reason_from_build(r);

	error_set(&err, ERR_INFRA, "%s: compiling %s: %s", one->t->label, one->cell->c->name, why);
	free(why);
	work_fail(one->work, &err);
}

static void warn_lost(const struct pass *p, const struct child_result *r)
{
	char *why = reason_from_build(r);

	event_warn(p->one->t->config->sink, "%s: %s: the compiler failed with %s: %s", p->one->t->label,
	           p->one->cell->c->name, level_flags[p->level], why);
	free(why);
}

static void take_listing(struct cell *cell, const char *text, size_t n)
{
	assembly_parse(text, n, &cell->calls);
	assembly_codes(text, n, &cell->codes);
}

/* The text up to the listing is what -m -m says alone, byte for byte. */
static void take_all(struct compiling *one, struct child_result *r)
{
	struct cell *cell = one->cell;
	const char *text = str_cstr(&r->out);
	size_t said = assembly_begins(text, r->out.len);

	take_listing(cell, text + said, r->out.len - said);
	str_reset(&cell->raw_mm);
	str_add_bytes(&cell->raw_mm, text, said);
	str_add(&cell->raw_mm, ""); /* nothing said is something else than not asked */
	one->mm_complete = true;
}

static void set_compiled(struct cell *cell, const struct child_result *r)
{
	cell->build_ms = r->wall_ns / 1000000;
	cell->compiled = child_ok(r);
}

static void take_result(struct pass *p, struct child_result *r)
{
	struct compiling *one = p->one;
	struct cell *cell = one->cell;
	bool ok = child_ok(r);

	switch (p->level) {
	case LEVEL_ALL:
		if (!ok) {
			add_pass(&one->passes[LEVEL_M], true);
			break;
		}
		set_compiled(cell, r);
		take_all(one, r);
		break;
	case LEVEL_M:
		if (!ok)
			cell_fail(cell, CELL_BUILD_FAILED, reason_from_build(r));
		set_compiled(cell, r);
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
			take_listing(cell, str_cstr(&r->out), r->out.len);
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

/* Nothing of the cell is waiting or running any more. */
static void finish(struct compiling *one)
{
	struct cell *cell = one->cell;
	const struct str *said = one->mm_complete ? &cell->raw_mm : &cell->raw_m;
	struct error err = ERROR_INIT;

	if (cell->status == CELL_OK && (cell->todo & STAGE_ESCAPE)) {
		diagnostics_parse(str_cstr(said), said->len, &cell->decisions);
		keep_own(&cell->decisions, cell->c->file);
		diagnostics_functions(&cell->decisions, str_cstr(&cell->c->source), cell->c->source.len);
		cell->stages |= STAGE_ESCAPE;
	}
	/* now rather than in the end: what never reaches the disk is removed the fastest */
	if (tree_remove(one->dir, &err) < 0)
		event_warn(one->t->config->sink, "%s", err.msg);
	error_clear(&err);
	if (one->finished(one->ctx, one->t, cell, &err) < 0)
		work_fail(one->work, &err);
}

static void on_compiled(void *ctx, struct child_result *r)
{
	struct pass *p = ctx;
	struct compiling *one = p->one;
	bool ok = child_ok(r);

	one->left--;
	one->t->compile_cpu_ns += (r->user_us + r->sys_us) * 1000;
	if (!ok && reason_is_machine(r)) {
		fail_machine(one, r);
		return;
	}
	if (!ok && (p->level == LEVEL_MM || p->level == LEVEL_S)) /* it did compile */
		warn_lost(p, r);
	if (ok) /* parsing and recording take their time: meanwhile the next one runs */
		work_refill(one->work);
	take_result(p, r);
	if (!one->left)
		finish(one);
}

static int prepare(struct compiling *one, struct target *t, struct work *work, struct cell *cell,
                   cell_finished *finished, void *ctx, struct error *err)
{
	char package[WORKSPACE_PACKAGE];
	struct str text = STR_INIT;
	char *path;
	int rc = -1;

	one->t = t;
	one->work = work;
	one->cell = cell;
	one->finished = finished;
	one->ctx = ctx;
	for (int i = 0; i < LEVELS; i++)
		one->passes[i] = (struct pass){ .one = one, .level = (enum level)i };
	one->dir = xasprintf("%s/compile/%s", t->tool_dir, workspace_package(cell->c, package));
	path = xasprintf("%s/%s", one->dir, cell->c->file);
	workspace_case_text(cell->c, &text);
	if (dir_make(one->dir, err) == 0 && scratch_write(path, &text, err) == 0) {
		add_pass(&one->passes[cell->todo & STAGE_ESCAPE ? LEVEL_ALL : LEVEL_M], false);
		rc = 0;
	}
	str_release(&text);
	free(path);
	return rc;
}

int compile_cells(struct target *t, cell_finished *finished, void *ctx, struct error *err)
{
	struct compiling *all = xcalloc(t->len + 1, sizeof *all);
	struct work *work = work_new(config_jobs(t->config));
	size_t n = 0;
	int rc = -1;

	for (size_t i = 0; i < t->len; i++) {
		struct cell *cell = &t->cells[i];

		if (cell->todo && cell->status == CELL_OK && (!cell->compiled || (cell->todo & STAGE_ESCAPE)))
			if (prepare(&all[n++], t, work, cell, finished, ctx, err) < 0)
				goto done;
	}
	rc = work_run(work, err);
done:
	work_free(work);
	for (size_t i = 0; i < n; i++)
		free(all[i].dir);
	free(all);
	return rc;
}
