/*
 * The one flag that SIGINT and SIGTERM set (main.c installs the handler); long loops look at it and leave with
 * ERR_INTERRUPTED after finishing what must be finished.
 */
#ifndef GOALLOC_BASE_INTERRUPT_H
#define GOALLOC_BASE_INTERRUPT_H

#include <stdbool.h>

#include "base/error.h"

void interrupt_install(void); /* handlers for SIGINT, SIGTERM, SIGHUP; SIGPIPE ignored */
bool interrupted(void);
void interrupt_raise(void);             /* as if a signal had come (tests, or a sink that wants to stop) */
void interrupt_clear(void);             /* lowers the flag again (tests) */
int interrupt_check(struct error *err); /* -1 with ERR_INTERRUPTED once raised */

#endif
