#include "bench/target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/confine.h"
#include "base/file.h"
#include "toolchain/cache.h"

const char *const *vector(const struct strlist *l)
{
	return (const char *const *)l->items;
}

int config_jobs(const struct engine_config *config)
{
	long n = config->jobs > 0 ? config->jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 256 ? 256 : (int)n;
}

char *safe_name(const char *name)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	char *out = *name ? xstrndup(name, 64) : xstrdup("_");

	for (char *p = out; *p; p++)
		if (!strchr(fine, *p) && (*p != '.' || p == out))
			*p = '_';
	return out;
}

/* A key of the workspace: what may share build products. */
static void workspace_key(const struct target *t, char out[HASH_HEX])
{
	struct hash *h = hash_new();

	hash_add_field(h, t->toolchain->digest);
	hash_add_field(h, t->toolchain->goroot);
	hash_add_field(h, t->mode->name);
	for (size_t i = 0; i < t->mode->flags.len; i++)
		hash_add_field(h, t->mode->flags.items[i]);
	hash_add_field(h, "");
	for (size_t i = 0; i < t->mode->env.len; i++)
		hash_add_field(h, t->mode->env.items[i]);
	hash_hex(h, out);
}

static void make_environments(struct target *t)
{
	struct child_dirs dirs = { .gopath = t->gopath, .gocache = t->gocache, .scratch = t->tool_dir };
	struct strlist extra = STRLIST_INIT;

	era_environment(t->toolchain, &dirs, &t->mode->env, &t->go_env);
	strlist_add(&extra, "GOGC=800"); /* a case is small: collecting the compiler's garbage costs it a quarter */
	for (size_t i = 0; i < t->mode->env.len; i++)
		strlist_add(&extra, t->mode->env.items[i]);
	/* called without the go command, the compiler has only this to find the standard library by */
	strlist_addf(&extra, "GOROOT=%s", t->toolchain->goroot);
	era_environment(t->toolchain, &dirs, &extra, &t->compile_env);
	strlist_release(&extra);

	strlist_add(&t->run_env, "PATH=/usr/local/bin:/usr/bin:/bin");
	strlist_addf(&t->run_env, "HOME=%s", t->run_dir);
	strlist_addf(&t->run_env, "TMPDIR=%s", t->run_dir);
	strlist_add(&t->run_env, "LC_ALL=C");
	strlist_add(&t->run_env, "TZ=UTC");
	for (size_t i = 0; i < t->mode->env.len; i++)
		strlist_add(&t->run_env, t->mode->env.items[i]);
}

static bool names_variable(const struct strlist *env, const char *word)
{
	const size_t n = strcspn(word, "=") + 1;

	for (size_t i = 0; i < env->len; i++)
		if (!strncmp(env->items[i], word, n))
			return true;
	return false;
}

static void make_time_environment(struct target *t)
{
	struct strlist words = STRLIST_INIT;

	for (size_t i = 0; i < t->run_env.len; i++)
		strlist_add(&t->time_env, t->run_env.items[i]);
	strlist_split(&words, TIMING_ENVIRONMENT, ' ');
	for (size_t i = 0; i < words.len; i++)
		if (!names_variable(&t->run_env, words.items[i]))
			strlist_add(&t->time_env, words.items[i]);
	strlist_release(&words);
}

static void make_walls(struct target *t)
{
	char *binaries = xasprintf("%s/prog", t->scratch);

	t->tools = confinement_new();
	confinement_write(t->tools, t->tool_dir);
	confinement_write(t->tools, t->gocache);
	confinement_write(t->tools, t->gopath);
	confinement_read(t->tools, t->toolchain->goroot);
	t->programs = confinement_new();
	confinement_write(t->programs, t->run_dir);
	confinement_read(t->programs, t->bundles);
	confinement_read(t->programs, binaries);
	free(binaries);
}

int target_open(const struct engine_config *config, const struct toolchain *t, const struct mode *m,
                const char *scratch, struct target *out, struct error *err)
{
	char key[HASH_HEX], *name = safe_name(t->go), *cache = path_absolute(config->cache), *programs;
	int rc;

	memset(out, 0, sizeof *out);
	out->config = config;
	out->toolchain = t;
	out->mode = m;
	out->goarch = mode_goarch(m, t->goarch);
	out->cross = strcmp(out->goarch, t->goarch) != 0;
	era_of(&t->version, out->goarch, &out->era);
	out->label = xasprintf("%s %s", t->go, m->name);
	out->go = xasprintf("%s/bin/go", t->goroot);
	out->compiler = xasprintf("%s/pkg/tool/%s_%s/%s", t->goroot, t->goos, t->goarch, out->era.compiler);
	workspace_key(out, key);
	out->gocache = config->gocache ? path_absolute(config->gocache) : cache_gocache(cache, name);
	out->gopath = xasprintf("%s/scratch/gopath-%s-%.12s", cache, name, key);
	out->bundles = xasprintf("%s/bundles", cache);
	out->scratch = xstrdup(scratch);
	out->tool_dir = xasprintf("%s/tool-%s-%.12s", scratch, name, key);
	out->run_dir = xasprintf("%s/run", scratch);
	make_environments(out);
	make_time_environment(out);
	make_walls(out);
	free(name);
	free(cache);
	/* walls are built around folders that are there */
	programs = xasprintf("%s/prog", scratch);
	rc = dir_make(out->gocache, err) < 0 || dir_make(out->bundles, err) < 0 || dir_make(out->run_dir, err) < 0 ||
	                     dir_make(out->tool_dir, err) < 0 || dir_make(programs, err) < 0
	             ? -1
	             : 0;
	free(programs);
	if (rc < 0)
		target_close(out);
	return rc;
}

void cell_fail(struct cell *c, enum cell_status status, char *reason)
{
	if (c->status != CELL_OK) {
		free(reason);
		return;
	}
	c->status = status;
	c->reason = reason;
}

void cell_forget(struct cell *c)
{
	str_release(&c->raw_m);
	str_release(&c->raw_mm);
	str_release(&c->out);
	str_release(&c->err);
	decision_list_release(&c->decisions);
	runtime_call_list_release(&c->calls);
	code_list_release(&c->codes);
	alloc_site_list_release(&c->sites);
}

void target_close(struct target *t)
{
	for (size_t i = 0; i < t->len; i++) {
		cell_forget(&t->cells[i]);
		sample_list_release(&t->cells[i].samples);
		free(t->cells[i].reason);
		free(t->cells[i].binary);
		free(t->cells[i].run_dir);
	}
	free(t->cells);
	free(t->label);
	free(t->go);
	free(t->compiler);
	free(t->gocache);
	free(t->gopath);
	free(t->bundles);
	free(t->scratch);
	free(t->tool_dir);
	free(t->run_dir);
	free(t->importcfg);
	confinement_free(t->tools);
	confinement_free(t->programs);
	strlist_release(&t->go_env);
	strlist_release(&t->compile_env);
	strlist_release(&t->run_env);
	strlist_release(&t->time_env);
	memset(t, 0, sizeof *t);
}
