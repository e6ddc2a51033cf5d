/*
 * The fingerprint of the machine a session ran on: enough to tell two machines apart and to judge timings, nothing that
 * names a person or a host. machine_read fills, machine_release frees.
 */
#ifndef GOALLOC_CMD_MACHINE_H
#define GOALLOC_CMD_MACHINE_H

#include "store/store.h"

struct machine {
	char *machine;  /* 12 hex digits derived from the machine id, and the operating system's name */
	char *kernel;   /* "Linux 6.1.0 x86_64" */
	char *cpu;      /* "AMD EPYC 7B13, 2 processors" */
	char *governor; /* cpufreq governor, "unknown" where there is none */
	char *load;     /* 1, 5 and 15 minutes at the start */
};

void machine_read(struct machine *m);
void machine_release(struct machine *m);

/*
 * A session that measures on it with this seed. Everything is borrowed: the machine, `command_line` and `conditions` (engine.h) must
 * outlive it.
 */
struct session_info machine_session(const struct machine *m, uint64_t seed, const char *command_line,
                                    const char *conditions);

#endif
