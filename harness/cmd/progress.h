/*
 * Shows events on stderr: on a terminal one line, drawn anew and erased in the end; elsewhere lines, at most one in five seconds
 * besides those that end a stage; or only warnings. Thread-safe. progress_begin .. (events) .. progress_end.
 *
 * The line is about the task that was started first, and what goes on inside it. It never is wider than the terminal, whose size is
 * asked for each time: a resized one is respected.
 */
#ifndef GOALLOC_CMD_PROGRESS_H
#define GOALLOC_CMD_PROGRESS_H

#include "base/error.h"
#include "base/event.h"

struct progress;
/* `how`: auto, tty, plain, none (ERR_USAGE otherwise); verbosity as in struct app. auto: nothing with -q, plain where TERM is dumb. */
int progress_begin(const char *how, int verbosity, struct progress **out, struct error *err);
struct event_sink progress_sink(struct progress *p);
void progress_end(struct progress *p); /* NULL is fine */

#endif
