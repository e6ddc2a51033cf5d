/*
 * Draws events on stderr: bars on a terminal, plain lines elsewhere, or only warnings. Thread-safe.
 * progress_begin .. (events) .. progress_end, which leaves the cursor on a line of its own.
 */
#ifndef GOALLOC_CMD_PROGRESS_H
#define GOALLOC_CMD_PROGRESS_H

#include "base/error.h"
#include "base/event.h"

struct progress;
/* `how`: auto, tty, plain, none (ERR_USAGE otherwise); verbosity as in struct app. */
int progress_begin(const char *how, int verbosity, struct progress **out, struct error *err);
struct event_sink progress_sink(struct progress *p);
void progress_end(struct progress *p); /* NULL is fine */

#endif
