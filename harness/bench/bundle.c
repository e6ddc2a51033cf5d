#include "bench/bundle.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "bench/bundle_cache.h"
#include "bench/reason.h"
#include "bench/workspace.h"

#define BUILD_DEADLINE_NS (300 * INT64_C(1000000000))
#define BUILD_MAX_RSS (UINT64_C(8) << 30)
#define PROBE_DEADLINE_NS (10 * INT64_C(1000000000))
#define PROBE_MAX_HEAP (UINT64_C(4) << 20) /* live bytes; below the smallest heap that the collector aims at */

struct set {
	struct cell **cells;
	size_t len;
};

struct builder {
	struct target *t;
	struct set all;
	int lock;   /* on the workspace; -1: not taken yet */
	bool sound; /* something could be built: failures are the cases' */
};

static size_t count_benchmarks(const struct set *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		n += s->cells[i]->c->kind == CASE_BENCHMARK;
	return n;
}

static bool is_unbuilt_program(const struct cell *c)
{
	return c->c->kind == CASE_PROGRAM && !c->binary;
}

static bool has_programs(const struct set *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (is_unbuilt_program(s->cells[i]))
			return true;
	return false;
}

static void set_binary(struct cell *c, const char *path, const char *sha256)
{
	free(c->binary);
	c->binary = xstrdup(path);
	str_copy(c->binary_sha256, sizeof c->binary_sha256, sha256, strlen(sha256));
}

static void give_bundle(const struct set *s, const char *dir, const char *sha256)
{
	char *path = xasprintf("%s/bundle", dir);
	size_t first = 0;

	for (size_t i = 0; i < s->len; i++) {
		struct cell *c = s->cells[i];

		if (c->c->kind != CASE_BENCHMARK)
			continue;
		set_binary(c, path, sha256);
		c->first = first;
		first += c->c->benchmarks.len;
	}
	free(path);
}

static int open_workspace(struct builder *b, struct error *err)
{
	char *path;
	int rc;

	if (b->lock >= 0)
		return 0;
	path = xasprintf("%s.lock", b->t->gopath);
	rc = file_lock(path, -1, &b->lock, NULL, err);
	free(path);
	return rc < 0 ? -1 : workspace_write(b->t->gopath, b->all.cells, b->all.len, err);
}

/* Where the go command puts a binary of this name. */
static char *installed(const struct target *t, const char *name)
{
	if (t->cross)
		return xasprintf("%s/bin/%s_%s/%s", t->gopath, t->toolchain->goos, t->goarch, name);
	return xasprintf("%s/bin/%s", t->gopath, name);
}

static char *joined_flags(const struct target *t)
{
	struct str out = STR_INIT;

	str_add(&out, t->era.gcflags_pattern ? "-gcflags=goalloc/...=" : "-gcflags=");
	for (size_t i = 0; i < t->mode->flags.len; i++)
		str_addf(&out, "%s%s", i ? " " : "", t->mode->flags.items[i]);
	return str_detach(&out);
}

/* One `go install` of the set: its bundle if wanted, and its programs. */
static int install(struct builder *b, const struct set *s, bool bundle, struct child_result *r, struct error *err)
{
	struct target *t = b->t;
	struct strlist argv = STRLIST_INIT;
	struct child_spec spec = { .deadline_ns = BUILD_DEADLINE_NS,
		                   .max_rss = BUILD_MAX_RSS,
		                   .merge_output = true,
		                   .allow_many = true,
		                   .cwd = t->gopath,
		                   .confine = t->tools };
	int rc = -1;

	if (open_workspace(b, err) < 0 ||
	    (bundle && workspace_write_main(t->gopath, &t->era, s->cells, s->len, err) < 0))
		return -1;
	strlist_add(&argv, t->go);
	strlist_add(&argv, "install");
	if (t->mode->flags.len)
		strlist_take(&argv, joined_flags(t));
	strlist_add(&argv, "-ldflags=-w"); /* nobody debugs these; links a third faster */
	if (bundle)
		strlist_add(&argv, "goalloc/bundle");
	for (size_t i = 0; i < s->len; i++)
		if (is_unbuilt_program(s->cells[i]))
			strlist_take(&argv, workspace_import_path(s->cells[i]->c));
	spec.argv = vector(&argv);
	spec.env = vector(&t->go_env);
	if (child_run(&spec, r, err) == 0) {
		rc = 0;
		if (!child_ok(r) && reason_is_machine(r)) {
			char *why = reason_from_build(r);

			rc = error_set(err, ERR_INFRA, "%s: go install: %s", t->label, why);
			free(why);
			child_result_release(r);
		}
	}
	strlist_release(&argv);
	return rc;
}

/* Before a case is blamed: a toolchain that cannot build anything is not the cases' fault. */
static int check_sound(struct builder *b, struct error *err)
{
	struct set none = { .cells = b->all.cells, .len = 0 };
	struct child_result r;
	int rc = 0;

	if (b->sound)
		return 0;
	if (install(b, &none, true, &r, err) < 0)
		return -1;
	if (!child_ok(&r)) {
		char *why = reason_from_build(&r);

		rc = error_set(err, ERR_INFRA, "%s: this toolchain cannot build even an empty benchmark: %s",
		               b->t->label, why);
		free(why);
	}
	child_result_release(&r);
	b->sound = rc == 0;
	return rc;
}

/* What the initialisation of all these cases does to a process. *calm: nothing that disturbs a neighbour. */
static int probe(const struct target *t, const char *binary, bool *calm, struct error *err)
{
	const char *const argv[] = { binary, "probe", NULL };
	struct confinement *walls = confinement_new();
	struct child_spec spec = { .argv = argv,
		                   .env = vector(&t->run_env),
		                   .cwd = t->run_dir,
		                   .deadline_ns = PROBE_DEADLINE_NS,
		                   .max_rss = t->config->max_rss,
		                   .want_result = true,
		                   .confine = walls };
	struct child_result r;
	uint64_t heap = 0;
	int goroutines = 0, rc = -1;

	confinement_write(walls, t->run_dir);
	confinement_read(walls, binary); /* not kept yet: it lies in the workspace */
	if (t->config->deadline_ns > 0 && t->config->deadline_ns < spec.deadline_ns)
		spec.deadline_ns = t->config->deadline_ns;
	if (child_run(&spec, &r, err) < 0) {
		error_prefix(err, "%s: starting what was built", t->label);
	} else {
		*calm = child_ok(&r) && sscanf(str_cstr(&r.res), "probe %d %" SCNu64, &goroutines, &heap) == 2 &&
		        heap <= PROBE_MAX_HEAP;
		if (!t->era.counts_own_goroutines && goroutines > 1)
			*calm = false;
		child_result_release(&r);
		rc = 0;
	}
	confinement_free(walls);
	return rc;
}

static int take_programs(struct builder *b, const struct set *s, struct error *err)
{
	char *dir = xasprintf("%s/prog", b->t->scratch);
	int rc = dir_make(dir, err);

	for (size_t i = 0; i < s->len && rc == 0; i++) {
		struct cell *c = s->cells[i];
		char package[WORKSPACE_PACKAGE], sha256[HASH_HEX], *from, *to;

		if (!is_unbuilt_program(c))
			continue;
		from = installed(b->t, workspace_package(c->c, package));
		to = xasprintf("%s/%s-%.8s", dir, package, c->key);
		rc = hash_file(from, sha256, err);
		if (rc == 0 && rename(from, to) < 0)
			rc = error_errno(err, ERR_INFRA, "cannot move %s", from);
		if (rc == 0)
			set_binary(c, to, sha256);
		free(from);
		free(to);
	}
	free(dir);
	return rc;
}

/* The case alone could not be built. The message is about a generated workspace: it is put in the case's terms. */
static void blame(const struct target *t, struct cell *c, const struct child_result *r)
{
	char *why = reason_from_build(r), *package = workspace_import_path(c->c), *file = workspace_file(c->c);
	char *folder = xasprintf("%s/src/", t->gopath);

	why = reason_replace(why, folder, "");
	why = reason_replace(why, "src/goalloc/", "goalloc/");
	why = reason_replace(why, package, c->c->name);
	if (strcmp(file, c->c->file) != 0)
		why = reason_replace(why, file, c->c->file);
	cell_fail(c, CELL_BUILD_FAILED, why);
	free(folder);
	free(file);
	free(package);
}

static int build_set(struct builder *b, struct set s, struct error *err);

/* What of the set has no binary yet, in two parts. */
static int build_halves(struct builder *b, const struct set *s, struct error *err)
{
	size_t n = 0, half;

	for (size_t i = 0; i < s->len; i++)
		if (!s->cells[i]->binary)
			s->cells[n++] = s->cells[i];
	half = n / 2;
	if (half && build_set(b, (struct set){ .cells = s->cells, .len = half }, err) < 0)
		return -1;
	return build_set(b, (struct set){ .cells = s->cells + half, .len = n - half }, err);
}

/* The set has been built: its programs are taken, its bundle is tried and kept, or the set is split. */
static int accept_built(struct builder *b, const struct set *s, const char *dir, bool bundle, struct error *err)
{
	char sha256[HASH_HEX], *binary;
	bool calm = true;
	int rc = -1;

	if (take_programs(b, s, err) < 0)
		return -1;
	if (!bundle)
		return 0;
	binary = installed(b->t, "bundle");
	if (count_benchmarks(s) > 1 && probe(b->t, binary, &calm, err) < 0)
		goto done;
	if (!calm) {
		rc = bundle_mark_split(dir, err) < 0 ? -1 : build_halves(b, s, err);
	} else if (bundle_keep(dir, b->t->scratch, binary, sha256, err) == 0) {
		give_bundle(s, dir, sha256);
		rc = 0;
	}
done:
	free(binary);
	return rc;
}

static int build_set(struct builder *b, struct set s, struct error *err)
{
	char *dir = bundle_dir(b->t, s.cells, s.len), sha256[HASH_HEX];
	size_t benchmarks = count_benchmarks(&s);
	bool bundle = benchmarks > 0;
	struct child_result r;
	int rc = -1;

	if (bundle && bundle_find(dir, sha256)) {
		give_bundle(&s, dir, sha256);
		bundle = false;
	}
	if (!bundle && !has_programs(&s)) {
		rc = 0;
	} else if (bundle && benchmarks > 1 && bundle_is_split(dir)) {
		rc = build_halves(b, &s, err);
	} else if (install(b, &s, bundle, &r, err) == 0) {
		if (child_ok(&r)) {
			b->sound = true;
			rc = accept_built(b, &s, dir, bundle, err);
		} else if (check_sound(b, err) == 0) {
			if (s.len == 1) {
				blame(b->t, s.cells[0], &r);
				rc = 0;
			} else {
				rc = build_halves(b, &s, err);
			}
		}
		child_result_release(&r);
	}
	free(dir);
	return rc;
}

/* What goes in: everything that compiles, if anything of it has to run; programs only if they have to. */
static void choose(struct target *t, struct set *out)
{
	bool needed = false;

	out->cells = xcalloc(t->len + 1, sizeof(struct cell *));
	for (size_t i = 0; i < t->len; i++) {
		struct cell *c = &t->cells[i];
		bool run = c->status == CELL_OK && (c->todo & (STAGE_ALLOCS | STAGE_TIME));

		if (c->c->kind == CASE_PROGRAM ? run : run || (c->compiled && c->status == CELL_OK))
			out->cells[out->len++] = c;
		needed = needed || run;
	}
	if (!needed)
		out->len = 0;
}

int bundle_build(struct target *t, struct error *err)
{
	struct builder b = { .t = t, .lock = -1, .sound = false };
	int rc = 0;

	choose(t, &b.all);
	if (b.all.len)
		rc = build_set(&b, b.all, err);
	if (b.lock >= 0) {
		struct error ignored = ERROR_INIT;

		(void)tree_remove(t->gopath, &ignored);
		file_unlock(b.lock);
	}
	free(b.all.cells);
	return rc;
}
