/*
 * Errors: what went wrong, where, why, and what to do next, in one line.
 *
 * A function that can fail takes a `struct error *err` last, returns 0 or -1 and fills *err before it
 * returns -1. Callers add context on the way up with error_prefix(). The struct is plain data (no
 * ownership): declare it zeroed with ERROR_INIT, reuse it after error_clear().
 */
#ifndef GOALLOC_BASE_ERROR_H
#define GOALLOC_BASE_ERROR_H

#include <stdarg.h>

enum error_kind {
	ERR_NONE = 0,
	ERR_USAGE,       /* the user asked for something that does not exist or makes no sense: exit 2 */
	ERR_INFRA,       /* network, disk, database, missing tool or data: exit 3 */
	ERR_CORRUPT,     /* something from outside is not what it should be (wrong digest, bad archive): exit 3 */
	ERR_UNDECIDED,   /* the evidence does not suffice: exit 4 */
	ERR_INTERRUPTED, /* SIGINT or SIGTERM: exit 130 */
};

struct error {
	enum error_kind kind;
	char msg[1024]; /* of a longer one the beginning and the end, " ... " between */
};

#define ERROR_INIT                                                                                                     \
	{                                                                                                              \
		.kind = ERR_NONE, .msg = ""                                                                            \
	}

/* Sets kind and message; always returns -1, so that `return error_set(...)` reads well. */
int error_set(struct error *err, enum error_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* As error_set, with ": strerror(errno)" appended; errno is read first. */
int error_errno(struct error *err, enum error_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Puts "context: " before the message; the kind stays. Always returns -1. */
int error_prefix(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void error_clear(struct error *err);
/* The exit code of the contract for this kind (0, 2, 3, 4 or 130). */
int error_exit_code(const struct error *err);

#endif
