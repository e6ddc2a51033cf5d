/*
 * Nights in the database: what `goalloc nightly` measured, and what it said of it. Points and reports outlive cells and
 * samples: the history that later nights are judged by is here alone.
 *
 *   store_night_find / store_night_begin   one row a date; a killed night is found again with its session
 *   store_session_resume                   ... and goes on in that session
 *   store_night_points                     what was measured, once after each begin; one transaction
 *   store_night_judged                     the reports and the verdict: replaces them; one transaction
 *   store_night_prune                      samples of nights long ago; points and reports stay
 *
 * Readers give lists that own their strings; nights_release. As in read.h a database may come from anywhere: strings are
 * never NULL but may be anything, numbers are finite, or NAN where noted.
 */
#ifndef GOALLOC_STORE_NIGHT_H
#define GOALLOC_STORE_NIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"
#include "toolchain/version.h"

#define NIGHT_DATE 11 /* "2027-01-31" and its end */

/* One night. */
struct night {
	int64_t id;
	const char *date, *started_at, *finished_at; /* finished_at "" until judged */
	const char *state, *verdict;
	int exit_code;
	const char *baseline, *baseline_digest;
	const char *machine, *kernel, *cpu, *governor, *conditions;
	int64_t session; /* 0: none any more */
};
struct night_toolchain {
	size_t night; /* index into the nights read */
	const char *go, *digest, *version_output;
	struct go_version version;
	bool local;
};
/* What is followed from night to night: unique by all of its members. */
struct night_series {
	const char *go, *goarch, *mode, *case_name, *case_sha256, *benchmark;
};
struct night_point {
	size_t night, series; /* indices into the lists read */
	const char *status;
	size_t pairs;
	double log_ratio, low, high; /* NAN without pairs; of the baseline itself 0 */
	double ns, baseline_ns;      /* medians, per op; NAN: not timed */
	bool counted;
	double allocs, bytes; /* per op, unrounded */
	int64_t allocs_low, allocs_high, bytes_low, bytes_high;
};
struct night_news {
	size_t night; /* index into the nights read */
	const char *kind, *state, *metric;
	const char *go, *old_go, *goarch, *mode, *case_name, *benchmark;
	const char *old_text, *new_text;
	double relative, low, high, p; /* NAN where there is none */
	const char *since;             /* the first night of the new level */
	bool worse;
	const char *accepted, *why; /* accepted: "" if it is not */
};

struct nights {
	struct night *items; /* oldest first */
	size_t len;
	struct night_toolchain *toolchains; /* by night, as given */
	size_t ntoolchains;
	struct night_series *series;
	size_t nseries;
	struct night_point *points; /* by night */
	size_t npoints;
	struct night_news *news; /* by night, as reported */
	size_t nnews;
	void *arena;
	size_t caps[5];
};
#define NIGHTS_INIT                                                                                                    \
	{                                                                                                              \
		.items = NULL                                                                                          \
	}
void nights_release(struct nights *n);

/*
 * The last `most` nights up to and including `until` (NULL: the newest) with all that belongs to them; nights still
 * measuring are there without points.
 */
int store_nights(struct store *s, size_t most, const char *until, struct nights *out, struct error *err);
/*
 * Its id, session (0: none) and whether it is still measuring; *id 0 if there is no such night. `state` is a constant.
 */
enum night_state { NIGHT_NONE, NIGHT_MEASURING, NIGHT_MEASURED, NIGHT_JUDGED };
int store_night_find(struct store *s, const char *date, int64_t *id, int64_t *session, enum night_state *state,
                     struct error *err);
/*
 * Makes the night's row, or brings that of a killed night up to date: id, state, verdict, exit_code and finished_at of
 * *n are not looked at; its session is the present one. What the night had before is thrown away.
 */
int store_night_begin(struct store *s, const struct night *n, int64_t *id, struct error *err);
/* What is recorded from now on belongs to that session, which an earlier process began. */
int store_session_resume(struct store *s, int64_t session, struct error *err);
/* Timing blocks recorded in the present session for the cell under this key. */
int store_session_blocks(struct store *s, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                         const char *key, int *blocks, struct error *err);

/* What a night measured; `night` of the items is not looked at, `series` indexes `series`. Sets the state "measured". */
struct night_record {
	const struct night_toolchain *toolchains;
	size_t ntoolchains;
	const struct night_series *series;
	size_t nseries;
	const struct night_point *points;
	size_t npoints;
};
int store_night_points(struct store *s, int64_t id, const struct night_record *r, struct error *err);
/* What is said of it. Sets the state "judged". */
int store_night_judged(struct store *s, int64_t id, const struct night_news *news, size_t n, const char *verdict,
                       int exit_code, struct error *err);
/* Deletes the timing samples of nights older than the newest `keep` ones; *pruned (may be NULL): of how many nights. */
int store_night_prune(struct store *s, size_t keep, size_t *pruned, struct error *err);

/*
 * The patch that a baseline's SPEC was pinned to: `go` is "" if it is not yet; store_pin pins it, or keeps what is there.
 * The caller frees *go.
 */
int store_pinned(struct store *s, const char *spec, char **go, struct error *err);
int store_pin(struct store *s, const char *spec, const char *go, struct error *err);

#endif
