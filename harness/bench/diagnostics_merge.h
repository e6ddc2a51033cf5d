/*
 * Inside the diagnostics parser: statements collected as they are read, then sorted and merged into decisions.
 */
#ifndef GOALLOC_BENCH_DIAGNOSTICS_MERGE_H
#define GOALLOC_BENCH_DIAGNOSTICS_MERGE_H

#include <stdbool.h>

#include "bench/diagnostics.h"
#include "bench/diagnostics_text.h"

struct statement {
	struct decision d; /* its detail is NULL until the end: see below */
	struct detail detail;
	int file_rank; /* among the names of a list's files; set and used by statements_merge */
	bool address;  /* it explains, and is about an address: see addresses_explain */
	bool explains; /* a heading of -m -m: gives reasons for the decision that is stated elsewhere */
};
struct statement_list {
	struct statement *items;
	size_t len, cap;
};
#define STATEMENT_LIST_INIT                                                                                            \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/*
 * Up to 1.12 the reasons why a variable is moved to the heap stand where its address is taken ("&x escapes to heap"), from
 * 1.14 on where it is declared. Gives the reasons of such `whys` to the `stated` decision "moved to heap: x" that is
 * declared last before; what is about a variable of the package has none. Both have their file_rank.
 */
void addresses_explain(struct statement *stated, size_t n, struct statement *whys, size_t len);

/* A zeroed statement at the end of the list. */
struct statement *statement_add(struct statement_list *l);
/*
 * Moves the statements, and what `out` holds already, into `out`: sorted by place, one for each file, line, column,
 * kind and subject; one without a column (before 1.9) joins one with a column on its line. Reasons go to the
 * decision they explain. Where -m states none: heap reasons become a decision (the closure that `go f(x)` is made
 * into escapes, and only -m -m says so), leak reasons are left out (wrappers and copies of other packages'
 * functions). The list is empty afterwards.
 */
void statements_merge(struct statement_list *l, struct decision_list *out);

#endif
