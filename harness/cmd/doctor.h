/*
 * What the parts of `goalloc doctor` share: a list of checks, who adds to it, and who prints it.
 *
 * doctor_add_* .. doctor_print .. doctor_release. The list owns found, lacking, advice and cost; group, name, what and
 * unit are string constants.
 */
#ifndef GOALLOC_CMD_DOCTOR_H
#define GOALLOC_CMD_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/event.h"
#include "base/host.h"
#include "base/str.h"
#include "bench/noise.h"
#include "report/table.h"

#define DOCTOR_WALLS "confinement"
#define DOCTOR_MACHINE "machine"
#define DOCTOR_NOISE "noise"

enum doctor_state { DOCTOR_FINE, DOCTOR_BAD, DOCTOR_UNKNOWN };
struct doctor_check {
	const char *group, *name;
	const char *what; /* as it should be */
	enum doctor_state state;
	char *found;
	char *lacking; /* of walls: what could hold it and does not */
	char *advice;  /* what to do */
	char *cost;    /* what it costs in precision to leave it so */
	bool has_value;
	double value;
	const char *unit; /* NULL: none */
};
struct doctor_list {
	struct doctor_check *items;
	size_t len, cap;
};

/* Takes over the texts of *c. NULL counts as "". */
void doctor_add(struct doctor_list *l, const struct doctor_check *c);
const struct doctor_check *doctor_find(const struct doctor_list *l, const char *name); /* NULL: none */
void doctor_release(struct doctor_list *l);

void doctor_add_walls(struct doctor_list *l);
/* What walls cost: `children` with and without them, in turns. */
int doctor_add_price(struct doctor_list *l, int children, struct error *err);
/* `before` and `after` a measurement; the same twice where nothing was measured. */
void doctor_add_machine(struct doctor_list *l, const struct host *before, const struct host *after,
                        const struct host_cpus *allowed);
extern const char *const doctor_noise_names[]; /* that follow, up to NULL */
/* n > 1 samples as noise_measure gave them, wanted on `cpu` (below 0: on none). */
void doctor_add_noise(struct doctor_list *l, const struct noise_sample *samples, size_t n, int cpu);
/* Measures on `cpu`; a processor that cannot be bound to is no error. */
int doctor_measure_noise(struct doctor_list *l, int cpu, const struct event_sink *sink, struct error *err);

/* The look is for text alone. */
int doctor_print(const struct doctor_list *l, enum format format, const struct text_look *look, struct str *out,
                 struct error *err);

#endif
