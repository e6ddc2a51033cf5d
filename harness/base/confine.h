/*
 * Confinement: walls around children that run programs from elsewhere (compilers, and what they build).
 *
 * A confined child writes only in the folders it was given, reads only those, the system's libraries and a few files
 * that say nothing of the user, has no network, no sockets, and reaches no process outside. Every wall is optional: what
 * the system does not allow is left out, and confine_checks() says so. A wall that is there must hold: a child that
 * cannot be put behind it is not started.
 *
 * Order: confinement_new .. confinement_write, confinement_read .. in any number of child_spec (base/process.h), which
 * borrows it .. confinement_free. A confinement stays with one thread at a time, as a pool does. What it costs to make
 * (a mount namespace, a Landlock ruleset) is made at the first child and again only when a folder was replaced; two with
 * the same folders share it.
 *
 * GOALLOC_CONFINE=off in the environment leaves all walls out, for whoever looks for an error. On Linux only; elsewhere
 * no wall stands, and that is said.
 */
#ifndef GOALLOC_BASE_CONFINE_H
#define GOALLOC_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/event.h"

struct confinement;

struct confinement *confinement_new(void); /* reads the system, writes nowhere */
/* A folder below which the child may do everything but make symlinks, devices and fifos. One that is missing: nothing. */
void confinement_write(struct confinement *c, const char *folder);
/* A file or folder that it may read and run. */
void confinement_read(struct confinement *c, const char *path);
/* Gives back the descriptors until the next child needs them. */
void confinement_rest(struct confinement *c);
void confinement_free(struct confinement *c); /* NULL is fine */

/* What a wall keeps from happening, and what holds it. */
struct confine_check {
	const char *name; /* "network" */
	const char *what; /* "no connection, no name lookup" */
	bool stands;
	char held_by[128]; /* "network namespace, seccomp" */
	char lacking[512]; /* "user namespaces: Operation not permitted"; "" when all that could hold it does */
	char advice[512];  /* what to do about that; "" for nothing */
};
#define CONFINE_CHECKS 9

/* Fills all of out[CONFINE_CHECKS], in a fixed order. The first call of a process tries the walls (a few ms). */
void confine_checks(struct confine_check *out);
/* Is there a wall of that name? *stands (may be NULL) is whether it is up. */
bool confine_find(const char *name, bool *stands);
/*
 * To be called before a run's first child: a warning when confinement is turned off, one note when walls are missing.
 * ERR_USAGE when GOALLOC_CONFINE has a value that means nothing.
 */
int confine_announce(const struct event_sink *sink, struct error *err);

#endif
