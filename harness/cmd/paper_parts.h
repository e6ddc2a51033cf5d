/* The parts of cmd/paper.c. */
#ifndef GOALLOC_CMD_PAPER_PARTS_H
#define GOALLOC_CMD_PAPER_PARTS_H

#include "cmd/history.h"
#include "report/paper.h"
#include "report/paper_kit.h"

/* What the kit is made from. */
struct paper_data {
	struct dataset all, pair; /* one mode: every release, the two that are compared */
	struct dataset counts;    /* every mode, counts alone */
	struct cell_rows cells;   /* every mode */
	struct case_rows cases;
	struct calibrations calibrations;
	struct toolchain_rows toolchains; /* that were measured */
	struct change_list along, between;
	struct strlist mode_texts; /* name, flags, environment; name, .. */
	struct paper_mode *modes;
	struct strlist figures;
	struct paper_input in;
};

/* Draws into DIR/figures; what was drawn goes to d->figures. A failure is a warning. */
void paper_draw(struct app *app, struct paper_data *d, const char *dir);
/* Lists what paper_draw left, as the kit's. */
int paper_list_figures(struct paper_kit *kit, const struct paper_data *d, struct error *err);
/* data/: samples, views, changes, and the dictionary of all of them. */
int paper_write_data(struct paper_kit *kit, const struct paper_data *d, struct error *err);
/* cases/: the sources, where their names are those of files. */
int paper_write_cases(struct app *app, struct paper_kit *kit, const struct paper_data *d, struct error *err);

#endif
