/*
 * The engine with a recorder that remembers and toolchains of shell scripts (shell_toolchain.h). world_setup .. add_bench,
 * add_case, changes of w->config .. run .. cell_of, w->memory, w->totals .. world_teardown.
 */
#ifndef GOALLOC_TESTS_ENGINE_FIXTURE_H
#define GOALLOC_TESTS_ENGINE_FIXTURE_H

#include "testing.h"

#include "base/interrupt.h"
#include "bench/engine.h"
#include "shell_toolchain.h"

/* A recorder that remembers, keyed as a database would be, so that a second run can be asked for. */
struct memory {
	struct entry {
		char *label, *reason; /* "go1.13.15 default f/a" */
		char key[HASH_HEX], binary[HASH_HEX];
		struct engine_have have;
		struct recorded_times times;
		size_t counted, timed, decisions, calls, records, sites;
		int64_t counted_n[16]; /* N of the counting samples, in order of arrival */
		char *out, *err, *raw_m, *raw_mm;
		int exit_status;
		bool sites_fine;  /* every site is line 12 of its benchmark, with what that allocates */
		bool allocs_fine; /* every sample has one malloc of 8 bytes an iteration, and n at least ENGINE_MIN_N */
	} items[64];
	size_t len;
	int64_t session;        /* of the run */
	bool fail;              /* the next record fails */
	bool interrupt;         /* the next record is followed by an interrupt */
	size_t interrupt_after; /* so many recorded visits comes one; 0: never */
	size_t visits;
	struct shot { /* a timing sample, in order of arrival */
		const struct entry *cell;
		struct sample s;
		int64_t session;
		size_t visit;
	} shots[4096];
	size_t nshots;
};

static inline struct entry *entry_of(struct memory *m, const struct toolchain *t, const struct mode *mode,
                                     const struct gocase *c)
{
	char *label = xasprintf("%s %s %s", t->go, mode->name, c->name);

	for (size_t i = 0; i < m->len; i++) {
		if (!strcmp(m->items[i].label, label)) {
			free(label);
			return &m->items[i];
		}
	}
	m->items[m->len] = (struct entry){ .label = label, .allocs_fine = true, .sites_fine = true };
	return &m->items[m->len++];
}

static inline int have(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                       const char *key, struct engine_have *out, struct error *err)
{
	struct entry *e = entry_of(ctx, t, m, c);

	(void)err;
	*out = (struct engine_have){ .stages = 0 };
	if (strcmp(e->key, key) != 0)
		return 0;
	*out = e->have;
	out->stages |= e->have.timed_since ? STAGE_TIME : 0;
	return 0;
}

static inline void check_samples(struct entry *e, const struct sample_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct sample *s = &l->items[i];

		if (s->mallocs != (uint64_t)s->n || s->bytes != 8 * (uint64_t)s->n ||
		    (s->elapsed_ns != 10 * s->n && s->elapsed_ns != 100000 * s->n) ||
		    (s->purpose == SAMPLE_ALLOCS && s->n < ENGINE_MIN_N))
			e->allocs_fine = false;
	}
}

static inline void check_sites(struct entry *e, const struct gocase *c, const struct alloc_site_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct alloc_site *s = &l->items[i];

		if (strcmp(s->function, s->benchmark) != 0 || strcmp(s->file, c->file) != 0 || s->line != 12 ||
		    *s->callee || s->objects_per_op != 1 || s->bytes_per_op != 8)
			e->sites_fine = false;
	}
	e->sites += l->len;
}

static inline void keep_text(char **to, const struct str *from)
{
	if (!from)
		return;
	free(*to);
	*to = xstrdup(str_cstr(from));
}

static inline int record(void *ctx, const struct cell_record *r, struct error *err)
{
	struct memory *m = ctx;
	struct entry *e = entry_of(m, r->toolchain, r->mode, r->c);

	if (m->fail)
		return error_set(err, ERR_INFRA, "the disk is full");
	if (strcmp(e->key, r->key) != 0)
		e->have = (struct engine_have){ .stages = 0 };
	memcpy(e->key, r->key, sizeof e->key);
	e->records++;
	e->have.stages |= r->stages;
	e->have.status = r->status;
	free(e->reason);
	e->reason = xstrdup(r->reason);
	memcpy(e->binary, r->binary_sha256, sizeof e->binary);
	for (size_t i = 0; i < r->samples->len && e->counted + i < sizeof e->counted_n / sizeof *e->counted_n; i++)
		e->counted_n[e->counted + i] = r->samples->items[i].n;
	e->counted += r->samples->len;
	e->decisions += r->decisions->len;
	e->calls += r->calls->len;
	keep_text(&e->raw_m, r->raw_m);
	keep_text(&e->raw_mm, r->raw_mm);
	check_samples(e, r->samples);
	check_sites(e, r->c, r->sites);
	if (r->out) {
		free(e->out);
		free(e->err);
		e->out = xstrdup(str_cstr(r->out));
		e->err = xstrdup(str_cstr(r->err));
		e->exit_status = r->exit_status;
	}
	if (m->interrupt)
		interrupt_raise();
	return 0;
}

static inline void keep_times(struct memory *mem, const struct mode *m, const struct timed_cell *cell)
{
	struct entry *e = entry_of(mem, cell->toolchain, m, cell->c);
	const struct sample_list *l = cell->samples;

	assert_string_equal(e->key, cell->key); /* the cell was recorded before */
	if (!e->have.timed_since)
		e->have.timed_since = mem->session;
	e->timed += l->len;
	check_samples(e, l);
	for (size_t i = 0; i < l->len; i++) {
		e->have.last_block = l->items[i].block;
		if (mem->nshots == sizeof mem->shots / sizeof *mem->shots)
			fail_msg("more samples than anybody asked for");
		mem->shots[mem->nshots++] = (struct shot){ e, l->items[i], mem->session, mem->visits };
		e->times.items = vec_grow(e->times.items, &e->times.cap, e->times.len + 1, sizeof *e->times.items);
		e->times.items[e->times.len++] = (struct recorded_time){
			.session = mem->session,
			.block = l->items[i].block,
			.purpose = l->items[i].purpose,
			.benchmark = l->items[i].benchmark,
			.ns = (double)l->items[i].elapsed_ns / (double)l->items[i].n,
		};
	}
}

static inline int timing(void *ctx, const struct mode *m, const struct timed_cell *cells, size_t n, struct error *err)
{
	struct memory *mem = ctx;

	(void)err;
	mem->visits++;
	for (size_t i = 0; i < n; i++)
		keep_times(mem, m, &cells[i]);
	if (mem->interrupt_after && mem->visits >= mem->interrupt_after)
		interrupt_raise();
	return 0;
}

static inline int times(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                        const char *key, int64_t since, struct recorded_times *out, struct error *err)
{
	const struct entry *e = entry_of(ctx, t, m, c);

	(void)err;
	for (size_t i = 0; i < e->times.len && !strcmp(e->key, key); i++) {
		if (e->times.items[i].session < since)
			continue;
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = e->times.items[i];
	}
	return 0;
}

/* All that a test has. */
struct world {
	char *folder, *cache, *goroot, *gocache;
	struct toolchain_list toolchains;
	struct case_list cases;
	struct mode_list modes;
	struct memory memory;
	struct engine_config config;
	struct engine_recorder recorder;
	struct engine_totals totals;
	struct error err;
};

static inline void add_case(struct world *w, const char *path, const char *text)
{
	struct error err = ERROR_INIT;
	struct gocase c;
	bool is_case;

	assert_int_equal(case_parse(path, text, strlen(text), &c, &is_case, &err), 0);
	assert_true(is_case);
	w->cases.items = vec_grow(w->cases.items, &w->cases.cap, w->cases.len + 1, sizeof c);
	w->cases.items[w->cases.len++] = c;
}

/* A benchmark case: words for the scripts, then its benchmarks. */
static inline void add_bench(struct world *w, const char *path, const char *words, const char *benchmarks)
{
	struct strlist names = STRLIST_INIT;
	struct str text = STR_INIT;

	str_addf(&text, "// %s\n\npackage f\n\nimport \"testing\"\n\n", words);
	strlist_split(&names, benchmarks, ' ');
	for (size_t i = 0; i < names.len; i++)
		str_addf(&text, "func Benchmark%s(b *testing.B) {}\n", names.items[i]);
	add_case(w, path, text.p);
	str_release(&text);
	strlist_release(&names);
}

static inline int world_setup(void **state)
{
	struct world *w = xcalloc(1, sizeof *w);
	struct error err = ERROR_INIT;

	interrupt_clear();
	w->folder = test_folder();
	w->cache = xasprintf("%s/cache", w->folder);
	w->goroot = xasprintf("%s/go", w->folder);
	w->gocache = xasprintf("%s/gocache/go1.13.15", w->cache);
	shell_toolchain(w->goroot, "1.13.15", &w->toolchains);
	if (mode_select("default", NULL, &w->modes, &err) < 0)
		abort();
	w->config = (struct engine_config){ .toolchains = &w->toolchains,
		                            .cases = &w->cases,
		                            .modes = &w->modes,
		                            .cache = w->cache,
		                            .stages = STAGE_ALL,
		                            .jobs = 2,
		                            .seed = 7,
		                            .blocks = 2,
		                            .sample_ns = 100000 };
	w->recorder = (struct engine_recorder){
		.ctx = &w->memory, .have = have, .cell = record, .timing = timing, .times = times
	};
	*state = w;
	return 0;
}

static inline int world_teardown(void **state)
{
	struct world *w = *state;
	struct error err = ERROR_INIT;

	for (size_t i = 0; i < w->memory.len; i++) {
		free(w->memory.items[i].label);
		free(w->memory.items[i].reason);
		free(w->memory.items[i].times.items);
		free(w->memory.items[i].raw_m);
		free(w->memory.items[i].raw_mm);
		free(w->memory.items[i].out);
		free(w->memory.items[i].err);
	}
	toolchain_list_release(&w->toolchains);
	case_list_release(&w->cases);
	mode_list_release(&w->modes);
	tree_remove(w->folder, &err);
	free(w->folder);
	free(w->cache);
	free(w->goroot);
	free(w->gocache);
	free(w);
	interrupt_clear();
	return 0;
}

static inline int run(struct world *w)
{
	error_clear(&w->err);
	w->memory.session++;
	return engine_run(&w->config, &w->recorder, &w->totals, &w->err);
}

/* What was recorded of a toolchain's cell. */
static inline const struct entry *cell_at(struct world *w, const char *go, const char *name)
{
	char *label = xasprintf("%s default %s", go, name);
	static const struct entry none;
	const struct entry *found = &none;

	for (size_t i = 0; i < w->memory.len; i++)
		if (!strcmp(w->memory.items[i].label, label))
			found = &w->memory.items[i];
	free(label);
	if (found == &none)
		fail_msg("%s of %s was never asked for", name, go);
	return found;
}

static inline const struct entry *cell_of(struct world *w, const char *name)
{
	return cell_at(w, "go1.13.15", name);
}

/* Another toolchain, of scripts too, in a folder of its version. */
static inline void add_toolchain(struct world *w, const char *version)
{
	char *root = xasprintf("%s/go%s", w->folder, version);

	shell_toolchain(root, version, &w->toolchains);
	free(root);
}

/* Counted twice and timed in every block, each benchmark. */
static inline void assert_measured(const struct entry *e, size_t benchmarks, size_t blocks)
{
	assert_int_equal(e->have.status, CELL_OK);
	assert_string_equal(e->reason, "");
	assert_int_equal(e->have.stages, STAGE_ESCAPE | STAGE_ALLOCS);
	assert_int_equal(e->counted, 3 * benchmarks);
	assert_int_equal(e->timed, blocks * benchmarks);
	assert_int_equal(strlen(e->binary), HASH_HEX - 1);
	assert_true(e->allocs_fine);
	assert_int_equal(e->sites, benchmarks);
	assert_true(e->sites_fine);
	assert_int_equal(e->decisions, 1);
}

#endif
