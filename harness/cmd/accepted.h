/*
 * The end of compare: which changes are accepted (analysis/accept.h), the order for people, the verdict.
 *
 * accepted_load .. accepted_apply .. (changes_largest_first, accepted_notes, verdict_note | propose_print) ..
 * accept_release, after the last use of the changes.
 */
#ifndef GOALLOC_CMD_ACCEPTED_H
#define GOALLOC_CMD_ACCEPTED_H

#include "analysis/accept.h"
#include "cmd/command.h"
#include "cmd/history.h"

/* path NULL: an empty list. ERR_USAGE for a text that is none, with path and line; ERR_INFRA if it cannot be read. */
int accepted_load(const char *path, struct accept_list *out, struct error *err);
/* Marks the changes between two releases of the dataset, as of today. */
void accepted_apply(struct accept_list *l, const struct dataset *d, const struct row_filter *filter, unsigned metrics,
                    const char *old_go, const char *new_go, struct change_list *changes);
/*
 * What became of the entries, a line each: those that cover changes, and those that expired, match nothing any more, or
 * accept less than happened. As notes of the table for people; for data (no notes) the last three as warnings.
 */
void accepted_notes(struct app *app, const struct accept_list *l, const char *path, enum format format,
                    struct table *t);

/*
 * The changes for the worse among the metrics of the mask, without borders of the counters and accepted ones, that grew by
 * the relative `threshold` (0 or more) at least: counts; of a time its verdict has asked that, others have no amount.
 */
size_t changes_worse(const struct change_list *changes, unsigned metrics, double threshold);
/* Times that look slower, were not timed again yet, and are not accepted: they leave the question open. */
size_t changes_suspected_slower(const struct change_list *changes);
/* For people: accepted ones last, suspected ones before them; within a metric by |relative change|, then by |change|; others stay in order. */
void changes_largest_first(struct change_list *changes);
/*
 * "Verdict: 3 worse (2 of them accepted), 5 better, 4 open; exit code 1: allocs.": the metrics for which changes_worse()
 * finds some behind the code 1.
 */
void verdict_note(const struct change_list *changes, unsigned fail_on, double threshold, int exit_code,
                  struct table *t);
/* Prints entries for what became worse and is not accepted, with the template above; the reasons are left to people. */
int propose_print(const struct change_list *changes, const struct release *old, const struct release *new,
                  struct error *err);

#endif
