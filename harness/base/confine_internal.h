/*
 * What the parts of confine.h share: the mechanisms and their state (confine.c), namespaces (confine_space.c, confine_helper.c), Landlock
 * (confine_landlock.c), the system call filter (confine_filter.c), and how a child puts them on (confine_enter.c, called
 * by process_spawn.c). Nobody else includes this but its tests.
 */
#ifndef GOALLOC_BASE_CONFINE_INTERNAL_H
#define GOALLOC_BASE_CONFINE_INTERNAL_H

#include <stdint.h>
#include <sys/types.h>

#include "base/confine.h"
#include "base/str.h"

enum mechanism {
	MECH_USER,       /* user namespace: makes the next two possible without privileges, and takes those of root */
	MECH_NET,        /* an empty network namespace, one for the whole process */
	MECH_MOUNT,      /* a mount namespace where all but the own folders is read-only */
	MECH_PRIVILEGES, /* no_new_privs */
	MECH_LANDLOCK,   /* file access by folder */
	MECH_TCP,        /* Landlock's say on TCP ports */
	MECH_SCOPE,      /* Landlock's say on signals and abstract sockets */
	MECH_FILTER,     /* seccomp */
	MECHS
};

/* Tests leave mechanisms out: bits 1 << MECH_*. */
extern unsigned confine_without;

struct mech_state {
	bool stands;
	char why[128]; /* it does not */
};

/* What a child puts on between fork and exec: descriptors and plain data. -1: without that. */
struct gear {
	int user, net, mount, ruleset;
	const void *filter; /* struct sock_fprog; NULL: none */
	bool no_new_privs, drop_capabilities;
};
#define GEAR_NONE                                                                                                      \
	{                                                                                                              \
		.user = -1, .net = -1, .mount = -1, .ruleset = -1                                                      \
	}

/* For a child of process_spawn: borrowed, valid until the confinement's next use. The descriptors lie above 9. */
int confinement_gear(struct confinement *c, struct gear *out, struct error *err);
const char *mechanism_name(enum mechanism m);
/* Of all mechanisms; *off: by the environment. */
void confine_states(struct mech_state out[MECHS], bool *off);

/*
 * In the child, which may share its parent's memory (vfork): system calls only. Returns -1, or the mechanism that failed
 * with errno set. The working directory is lost in between: confine_spaces, chdir, confine_rights.
 */
int confine_spaces(const struct gear *g);
int confine_rights(const struct gear *g);

/* ---- confine_helper.c ---- */
int lift_fd(int fd); /* above 9, close-on-exec; the old one is closed; -1 stays */

/* A process that does one thing after the other, says how each went, and waits to be told to go on. */
struct helper {
	pid_t pid;
	int up, down; /* our ends: what it says, what it is told */
};
typedef void helper_work(int up, int down, const void *ctx); /* system calls only: other threads may hold locks */
int helper_start(struct helper *h, helper_work *work, const void *ctx); /* -1 with errno */
/* In the helper: `number` is 0 or an errno. False when nobody waits for the next step. */
bool helper_say(int up, int down, int number);
int helper_hear(const struct helper *h);  /* how its step went, as errno; EIO if it is gone */
void helper_tell(const struct helper *h); /* go on */
void helper_end(struct helper *h);

/* ---- confine_space.c ---- */
/* The namespaces of the whole process, as far as they can be had; g->user and g->net. */
void space_common(struct gear *g, struct mech_state *states);
/* Everything read-only but `folders`; those that do not exist are passed over. -1 with `why`. */
int space_mount(const struct gear *g, const struct strlist *folders, int *fd, char *why, size_t size);
/* Tries g in a child: the mechanism that fails, or -1; *number is its errno. */
int space_try(const struct gear *g, int *number);

/* ---- confine_landlock.c ---- */
int landlock_abi(void); /* 0: none, errno says why */
/* Paths that do not exist are passed over. -1 with `why`. */
int landlock_make(const struct strlist *write, const struct strlist *read, bool tcp, bool scope, int *fd, char *why,
                  size_t size);

/* ---- confine_filter.c ---- */
const void *filter_program(void); /* struct sock_fprog for ever; NULL: not written for this processor */

/* A refused system call and its numbers (-1: has none) for tests that look at the system's headers. */
struct filter_row {
	const char *name;
	int error;
	int x86_64, i386, arm64, arm;
};
extern const struct filter_row filter_rows[];
extern const size_t filter_nrows;

#endif
