/*
 * The folder of a paper kit: whose files are whose. paper_kit_open .. (paper_kit_add, paper_kit_begin, paper_kit_drawn)* ..
 * paper_kit_finish .. paper_kit_free.
 *
 * The folder is new, empty, or a kit: SHA256SUMS in it begins with PAPER_KIT_MARK. New files gather beside and are moved into place by
 * paper_kit_finish. What SHA256SUMS lists and still has that digest is the kit's own: replaced, or removed where it is no
 * longer written. Anything else was put there or changed by somebody and is left alone. A process that was killed leaves a folder
 * that the next one takes for the kit it is.
 */
#ifndef GOALLOC_REPORT_PAPER_KIT_H
#define GOALLOC_REPORT_PAPER_KIT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/str.h"

#define PAPER_KIT_SUMS "SHA256SUMS"
#define PAPER_KIT_MARK "# a paper kit of goalloc report --paper"

struct paper_kit;

/* ERR_USAGE where the folder holds something and is no kit; ERR_INFRA where it cannot be made or written to. */
int paper_kit_open(const char *dir, struct paper_kit **out, struct error *err);
void paper_kit_free(struct paper_kit *k); /* what was not finished goes; NULL is fine */

/* `path` is ours, below the folder: "tables/changes.tex"; parents are made. */
int paper_kit_add(struct paper_kit *k, const char *path, const struct str *text, bool executable, struct error *err);
/* The same, written to a stream: paper_kit_end closes it, and says what went wrong on the way. */
int paper_kit_begin(struct paper_kit *k, const char *path, FILE **out, struct error *err);
int paper_kit_end(struct paper_kit *k, const char *path, FILE *f, struct error *err);
/* A file that somebody else has written into the folder for the kit: a figure. One that is not there is left out. */
int paper_kit_drawn(struct paper_kit *k, const char *path, struct error *err);
/* Adds the paths that were left alone, and are therefore not those of this kit, to *kept. */
int paper_kit_finish(struct paper_kit *k, struct strlist *kept, struct error *err);

#endif
