/*
 * Inside the analysis: the lines of a join (join.c) and what is found in them (join_findings.c).
 */
#ifndef GOALLOC_ANALYSIS_JOIN_INTERNAL_H
#define GOALLOC_ANALYSIS_JOIN_INTERNAL_H

#include "analysis/join.h"

/* Fills the findings of a join whose lines are complete. */
void join_find(const struct join_input *in, struct join *out);

#endif
