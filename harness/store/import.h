/*
 * Recording what somebody else measured: logs of `go test -bench` and of the compiler, from before goalloc or from elsewhere.
 *
 * Nobody verified the toolchain, and nothing was timed side by side; so what is imported stays apart. Its cells have a row in
 * imported_log and a key of their own; they never touch a cell that was measured, nor what is known of a toolchain
 * that was installed; a release that only logs speak of gets a toolchain with the source "import". Every import is a session, and times
 * are only ever paired within one.
 *
 * store_session_begin() .. store_import() for each package of a log .. store_session_finish().
 */
#ifndef GOALLOC_STORE_IMPORT_H
#define GOALLOC_STORE_IMPORT_H

#include "store/store.h"

#define IMPORT_SOURCE "import" /* of a toolchain nobody installed */

/* What a log says of one package. All is borrowed. */
struct import_record {
	const char *go; /* "go1.9.2", and the same as a version */
	struct go_version version;
	const char *goos, *goarch;
	const struct mode *mode;
	const struct gocase *c;            /* stands for the package */
	const struct sample_list *samples; /* of its results, or else NULL and: */
	const struct decision_list *decisions;
	const struct str *raw;     /* the compiler's words, with the decisions */
	const char *level;         /* "-m" or "-m -m" */
	const char *file, *sha256; /* of the log */
};
/*
 * Adds to the cell in one transaction: samples add up, the compiler's words replace earlier ones. *known: this log's words of the
 * package were there before this session, and nothing was done. ERR_USAGE where the cell was measured by goalloc.
 */
int store_import(struct store *s, const struct import_record *r, bool *known, struct error *err);

#endif
