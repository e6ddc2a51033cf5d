/*
 * Reading the database back into plain rows. Lists own their strings (one arena a list); *_release frees. Every
 * reader takes a filter (NULL: everything); NULL members match everything. Rows come sorted: case_name, mode,
 * version of go (local toolchains last), then as noted. All lists read from one store opened with STORE_READ are
 * of the same moment.
 *
 * A database may come from anywhere: strings are never NULL but may be anything else (not UTF-8, endless, control
 * characters), numbers are at least 0 unless noted, words like status and kind may be unknown ones.
 */
#ifndef GOALLOC_STORE_READ_H
#define GOALLOC_STORE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "store/store.h"

struct row_filter {
	const char *go;                 /* exact name, "go1.9.2" */
	const struct strlist *releases; /* exact names: any of them */
	const char *mode;               /* exact */
	const char *case_glob;          /* fnmatch pattern over case_name; several separated by commas match any */
	bool measured;                  /* what goalloc measured alone: nothing from logs (import.h) */
	/* of samples alone: */
	unsigned purposes; /* 1 << SAMPLE_ALLOCS and others; 0: all */
	int64_t session;   /* times and confirmations of this session alone; 0: of all */
	/*
	 * Times of the newest sessions that timed two of the cells of one case and mode side by side, whole sessions, until
	 * they make up so many blocks for each two cells; of a cell without such a session, of its own newest.
	 * Confirmations of the same sessions, and of later ones that timed nothing else. 0: all.
	 */
	int time_blocks;
};

/* The names of the tables and of the views in the file, sorted; appended to the lists. */
int store_names(struct store *s, struct strlist *tables, struct strlist *views, struct error *err);

#define CELL_KEY_IMPORTED "import" /* the key of a cell that holds what logs say (import.h): no content's hash */

struct cell_row {
	const char *go, *goos, *goarch, *mode, *case_name, *status, *reason, *key;
	struct go_version version;
	int64_t build_ms;
	unsigned stages;         /* STAGE_* recorded */
	const char *case_sha256; /* of the case's bytes when measured */
	bool local;              /* of a local toolchain */
	const char *binary;      /* SHA-256 of what ran; "" if none was built */
};
struct cell_rows {
	struct cell_row *items;
	size_t len;
	void *arena;
};
int store_cells(struct store *s, const struct row_filter *f, struct cell_rows *out, struct error *err);
void cell_rows_release(struct cell_rows *r);

struct sample_row {
	const char *go, *goos, *goarch, *mode, *case_name, *benchmark, *purpose; /* purpose: sample_purpose_name */
	struct go_version version;
	int64_t session, block, position, n, elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns;
	int64_t ordinal; /* the benchmark's place in the case's file, from 0 */
};
struct sample_rows {
	struct sample_row *items;
	size_t len;
	void *arena;
};
/*
 * then by benchmark (as in the file), purpose, session, block. Where the filter leaves out times, a cell that was only timed has
 * them nevertheless: they are all that says what it allocates.
 */
int store_samples(struct store *s, const struct row_filter *f, struct sample_rows *out, struct error *err);
void sample_rows_release(struct sample_rows *r);
/* The same rows in the same order, those of one case and mode at a time, so that millions need little memory: gone after the call. */
typedef int sample_taker(void *ctx, const struct sample_rows *rows, struct error *err);
int store_samples_by_case(struct store *s, const struct row_filter *f, sample_taker *take, void *ctx,
                          struct error *err);

struct decision_row {
	const char *go, *mode, *case_name, *file, *function, *kind, *subject, *detail;
	struct go_version version;
	int line, col;
	const char *goos, *goarch; /* of the cell */
};
struct decision_rows {
	struct decision_row *items;
	size_t len;
	void *arena;
};
int store_decisions(struct store *s, const struct row_filter *f, struct decision_rows *out, struct error *err);
void decision_rows_release(struct decision_rows *r);

struct call_row {
	const char *go, *mode, *case_name, *file, *function, *callee;
	struct go_version version;
	int line, calls;
	const char *goos, *goarch;
};
struct call_rows {
	struct call_row *items;
	size_t len;
	void *arena;
};
int store_calls(struct store *s, const struct row_filter *f, struct call_rows *out, struct error *err);
void call_rows_release(struct call_rows *r);

/* The machine code of a function: bench/assembly.h says what a digest means, and what refers holds. */
struct code_row {
	const char *go, *mode, *case_name, *function, *digest, *refers;
	struct go_version version;
	int bytes;
	const char *goos, *goarch;
	bool leaves; /* also where that is not recorded */
};
struct code_rows {
	struct code_row *items;
	size_t len;
	void *arena;
};
/* then by function and digest, as recorded. */
int store_codes(struct store *s, const struct row_filter *f, struct code_rows *out, struct error *err);
void code_rows_release(struct code_rows *r);

struct site_row {
	const char *go, *mode, *case_name, *benchmark, *function, *file, *callee;
	struct go_version version;
	int line;
	double objects_per_op, bytes_per_op; /* finite, at least 0 */
	const char *goos, *goarch;
};
struct site_rows {
	struct site_row *items;
	size_t len;
	void *arena;
};
/* then by benchmark (as text), file, line, function, callee. */
int store_sites(struct store *s, const struct row_filter *f, struct site_rows *out, struct error *err);
void site_rows_release(struct site_rows *r);

struct output_row {
	const char *go, *mode, *case_name, *out, *err;
	struct go_version version;
	int exit_status;
	const char *goos, *goarch;
};
struct output_rows {
	struct output_row *items;
	size_t len;
	void *arena;
};
int store_outputs(struct store *s, const struct row_filter *f, struct output_rows *out, struct error *err);
void output_rows_release(struct output_rows *r);

struct toolchain_row {
	const char *go, *goos, *goarch, *source, *digest, *version_output, *installed_at;
	struct go_version version;
	bool local;
	const char *trust; /* who vouched for it, as trust_name() says; "" of a local one, or unknown */
};
struct toolchain_rows {
	struct toolchain_row *items;
	size_t len;
	void *arena;
};
int store_toolchains(struct store *s, struct toolchain_rows *out, struct error *err); /* sorted by version */
/* Those that have a cell that matches. */
int store_toolchains_measured(struct store *s, const struct row_filter *f, struct toolchain_rows *out,
                              struct error *err);
void toolchain_rows_release(struct toolchain_rows *r);

/* What the compiler printed for a cell, raw; level is "-m" or "-m -m". */
struct compiler_row {
	const char *go, *goos, *goarch, *mode, *case_name, *level, *text;
	struct go_version version;
};
struct compiler_rows {
	struct compiler_row *items;
	size_t len;
	void *arena;
};
/* then by level. */
int store_compiler_output(struct store *s, const struct row_filter *f, struct compiler_rows *out, struct error *err);
/*
 * Of one case by its exact name, for who asks case by case: the cells are looked up once for all that read with this filter.
 * Equal texts are one string.
 */
int store_compiler_output_of(struct store *s, const struct row_filter *f, const char *case_name,
                             struct compiler_rows *out, struct error *err);
void compiler_rows_release(struct compiler_rows *r);

/* Cases as they were when measured: a row for every content still in use, sorted by name, then oldest first. */
struct case_row {
	const char *case_name, *family, *file, *kind, *title, *question, *why, *answer, *sha256, *source;
};
struct case_rows {
	struct case_row *items;
	size_t len;
	void *arena;
};
int store_cases(struct store *s, struct case_rows *out, struct error *err);
void case_rows_release(struct case_rows *r);

struct session_row {
	int64_t session;
	const char *started_at, *finished_at, *command_line, *tool_version, *seed, *machine, *kernel, *cpu, *governor,
		*load, *conditions;
};
struct session_rows {
	struct session_row *items;
	size_t len;
	void *arena;
};
int store_sessions(struct store *s, struct session_rows *out, struct error *err);
void session_rows_release(struct session_rows *r);

/* What selftest found: see the view calibrations. */
struct calibration_row {
	const char *metric; /* "time", "counts" */
	const char *truth;  /* "same", "report", "changed" */
	const char *what;   /* for people: "+3 %" */
	double effect;      /* 0.03; finite, at least 0 */
	int64_t comparisons, found, suspected, open;
	double low, high; /* within [0, 1], low <= high */
};
struct calibration_info {
	const char *measured_at, *tool_version, *go, *machine, *kernel, *cpu, *governor, *load, *conditions, *seed,
		*settings, *verdict;
	int64_t wall_ms;
	bool loaded;
};
struct calibration {
	struct calibration_info info;
	struct calibration_row *rows;
	size_t len;
};
struct calibrations {
	struct calibration *items; /* the newest first */
	size_t len;
	void *arena;
};
int store_calibrations(struct store *s, struct calibrations *out, struct error *err);
void calibrations_release(struct calibrations *c);

#endif
