/* What the tests of figures share: a history by hand, and a folder to draw in. */
#ifndef GOALLOC_TESTS_UNIT_FIGURE_FIXTURE_H
#define GOALLOC_TESTS_UNIT_FIGURE_FIXTURE_H

#include "testing.h"

#include <sys/stat.h>

#include "base/file.h"
#include "report/figure_data.h"
#include "report/figures.h"

/* A history by hand: three releases (one border of Go's accounting), a benchmark with a gap, one that never changes. */
struct sample_history {
	struct history h;
	struct release releases[3];
	struct point grows[3], flat[3], program[3];
	struct series series[3];
};

/* What was seen of a count, and nothing else. */
static inline struct count_range seen(double exact)
{
	return (struct count_range){ .low = count_printed(exact),
		                     .high = count_printed(exact),
		                     .value = count_printed(exact),
		                     .seen_low = exact,
		                     .seen_high = exact };
}

static inline void point(struct point *p, const struct release *r, const char *status, int64_t allocs, int64_t bytes,
                  double ns)
{
	*p = (struct point){
		.go = r->go,
		.version = r->version,
		.status = status,
		.reason = "",
		.counted = !strcmp(status, "ok"),
		.allocs = allocs,
		.bytes = bytes,
		.allocs_exact = (double)allocs,
		.bytes_exact = (double)bytes,
		.allocs_range = seen((double)allocs),
		.bytes_range = seen((double)bytes),
		.timed = ns > 0,
		.ns = ns,
		.ns_low = ns * 0.9,
		.ns_high = ns * 1.1,
		.time_samples = 5,
	};
}

static inline void small(struct sample_history *s, const char *case_name, const char *benchmark)
{
	static const char *const go[] = { "go1.5.4", "go1.9.2", "go1.27.4" };

	*s = (struct sample_history){ .h = { .nreleases = 3 } };
	s->h.items = s->series;
	s->h.len = 3;
	s->h.releases = s->releases;
	for (size_t i = 0; i < 3; i++) {
		s->releases[i].go = go[i];
		assert_true(version_parse(go[i], &s->releases[i].version));
		point(&s->flat[i], &s->releases[i], "ok", 2, 24, 0);
		point(&s->program[i], &s->releases[i], "ok", 0, 0, 0);
		s->program[i].counted = false;
	}
	point(&s->grows[0], &s->releases[0], "ok", 0, 0, 12.5);
	point(&s->grows[1], &s->releases[1], "run_failed", 0, 0, 0);
	point(&s->grows[2], &s->releases[2], "ok", 12345, 1048576, 1500);
	s->series[0] = (struct series){
		.mode = "default", .case_name = case_name, .benchmark = benchmark, .points = s->grows, .n = 3
	};
	s->series[1] = (struct series){
		.mode = "default", .case_name = case_name, .benchmark = "BenchmarkFlat", .points = s->flat, .n = 3
	};
	s->series[2] = (struct series){
		.mode = "default", .case_name = "string/alias", .benchmark = "", .points = s->program, .n = 3
	};
}

/* A place to draw in; restored and removed by done(). */
struct place {
	char *dir, *output, *scripts;
	struct figure_options options;
	struct strlist names;
	struct error err;
};

static inline void place_init(struct place *p)
{
	*p = (struct place){ .dir = test_folder(), .names = STRLIST_INIT, .err = ERROR_INIT };
	assert_true(asprintf(&p->output, "%s/figures", p->dir) > 0);
	assert_true(asprintf(&p->scripts, "%s/scripts", p->dir) > 0);
	p->options = (struct figure_options){
		.script_dir = "plots",
		.output_dir = p->output,
		.mode = "default",
		.caption = "one machine",
		.formats = "svg,png,pdf",
	};
}

static inline void place_release(struct place *p)
{
	strlist_release(&p->names);
	assert_int_equal(tree_remove(p->dir, &p->err), 0);
	free(p->dir);
	free(p->output);
	free(p->scripts);
}

static inline char *in_output(const struct place *p, const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", p->output, name) > 0);
	return path;
}

static inline ino_t inode(const struct place *p, const char *name)
{
	char *path = in_output(p, name);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size > 0);
	free(path);
	return st.st_ino;
}

static inline bool drawn(const struct place *p, const char *name)
{
	char *path = in_output(p, name);
	bool there = path_is_file(path);

	free(path);
	return there;
}

/* Entries of the output folder. */
static inline size_t entries(struct place *p)
{
	struct strlist names = STRLIST_INIT;
	size_t n;

	assert_int_equal(dir_list(p->output, &names, &p->err), 0);
	n = names.len;
	strlist_release(&names);
	return n;
}

#endif
