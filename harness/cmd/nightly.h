/*
 * goalloc nightly, in parts: one night from its start to its folder.
 *
 *   night_open        locks, opens the database, finds what this date has already
 *   night_toolchains  which toolchains: new releases found, the baseline pinned, the one before a new release
 *   night_measure     what is missing, then all times in one session; then the night's points
 *   night_tell        judged, recorded, written to the night's folder; old ones pruned
 *   night_close
 *
 * Each step can be killed anywhere: what it completed is in the database or in a folder renamed into place, and the next
 * start of the same date goes on behind it.
 */
#ifndef GOALLOC_CMD_NIGHTLY_H
#define GOALLOC_CMD_NIGHTLY_H

#include "analysis/accept.h"
#include "analysis/nights.h"
#include "bench/case.h"
#include "bench/mode.h"
#include "cmd/command.h"
#include "cmd/nightly_config.h"
#include "store/night.h"
#include "toolchain/toolchain.h"

struct nightly {
	struct app *app;
	struct nightly_config config;
	char date[NIGHT_DATE];
	bool wait, again;
	struct store *db;
	int lock;
	int64_t id, session; /* of the night; 0: not begun */
	enum night_state state;
	struct case_list cases;
	struct mode_list modes;
	struct toolchain_list toolchains;
	char *baseline; /* its `go` */
	struct accept_list accepted;
	struct error trouble; /* what kept a part of the night from being measured; it goes on all the same */
};

int night_open(struct nightly *n, struct error *err);
void night_close(struct nightly *n);
/* The last night before this one; NULL-date ("") if there is none. */
int night_last(struct nightly *n, char date[NIGHT_DATE], enum night_state *state, struct error *err);
int night_toolchains(struct nightly *n, struct error *err);
int night_measure(struct nightly *n, struct error *err);
/* Points of the present session into the database. */
int night_points(struct nightly *n, struct error *err);
/*
 * Adds to *j what the toolchains that are new in the last of the nights changed against the release before each, and marks
 * what is accepted among all reports. *undecided: comparisons of times that stay open. `notes` get lines for people.
 */
int night_compare(struct nightly *n, const struct nights *nights, struct judgement *j, size_t *undecided,
                  struct strlist *notes, struct error *err);
/* Returns the exit code of the verdict, or -1. `print`: the summary to stdout. */
int night_tell(struct nightly *n, const char *date, bool print, struct error *err);

#endif
