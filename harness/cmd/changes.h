/* Lists of changes as tables: shared by compare and trend. */
#ifndef GOALLOC_CMD_CHANGES_H
#define GOALLOC_CMD_CHANGES_H

#include "analysis/change.h"
#include "report/table.h"

/* Fills an initialised table with the columns of a change list; `steps`: with the releases of each row (trend). */
void changes_table(const struct change_list *changes, bool steps, struct table *t);
/* A cell that says why, in one line (change_why); empty for NULL. */
void changes_why_cell(struct table *t, const struct change *c);
/* Takes out what only Go's counters did: for people it is no change. Returns how many. */
size_t changes_forget_counters(struct change_list *changes);
/* "lowering 14, escape 2, unknown 1": how many changes have which cause. "" if none has one. */
void changes_causes(const struct change_list *changes, struct str *out);

/* ---- times: changes_time.c ---- */
/*
 * Notes what became of the times, if any were compared; OLD and NEW as the user may name them. `marked`: without what the
 * footnotes of the rows say (doubts.h).
 */
void changes_time_notes(const struct change_list *l, const char *old_go, const char *new_go, bool marked,
                        struct table *t);
/* Of the suspected ones not timed again, or of those timed again in vain; "" if there are none. */
void changes_suspected_text(const struct change_list *l, const char *old_go, const char *new_go, bool again,
                            struct str *out);
void changes_unpaired_text(const struct change_list *l, const char *old_go, const char *new_go, struct str *out);
/* verdicts.c: a row for each comparison of times, whatever came of it: by verdict, the largest first. */
void verdicts_table(const struct change_list *l, struct table *t);
/* The columns of a time in the table of changes, and those that came later: at its end. Cells: empty for what is no time. */
void changes_time_columns(struct table *t);
void changes_time_cells(struct table *t, const struct time_result *r);
void changes_level_columns(struct table *t);
void changes_level_cells(struct table *t, const struct time_level *l);
/* Notes where new levels were looked for. */
void changes_level_notes(const struct level_summary *s, struct table *t);
void changes_again_columns(struct table *t);
void changes_again_cells(struct table *t, const struct time_result *r);
/* Notes what "12..13" means, if a count of the list is such a range. */
#define RANGE_NOTE                                                                                                     \
	"a..b: not deterministic; measured again, any count from a to b may come out (maps with random seeds, blocks " \
	"of the collector's own, late timers)."
void changes_range_note(const struct change_list *changes, struct table *t);
/* "2 fewer", "+1", "-37.5 %", ...: the difference of one change, for people. */
void change_difference(const struct change *c, char *buf, size_t size);

#endif
