#include "bench/diagnostics_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* By file, subject, line. */
static int by_variable(const void *a, const void *b)
{
	const struct statement *x = *(struct statement *const *)a, *y = *(struct statement *const *)b;
	int r = (x->file_rank > y->file_rank) - (x->file_rank < y->file_rank);

	r = r ? r : strcmp(x->d.subject, y->d.subject);
	return r ? r : (x->d.line > y->d.line) - (x->d.line < y->d.line);
}

void addresses_explain(struct statement *stated, size_t n, struct statement *whys, size_t len)
{
	struct statement **moved = NULL;
	size_t count = 0, cap = 0;

	for (size_t i = 0; i < n; i++)
		if (stated[i].d.kind == DECISION_MOVED_TO_HEAP) {
			moved = vec_grow(moved, &cap, count + 1, sizeof(struct statement *));
			moved[count++] = &stated[i];
		}
	if (count)
		qsort(moved, count, sizeof(struct statement *), by_variable);
	for (size_t i = 0; i < len && count; i++) {
		const struct statement *why = &whys[i];
		size_t low = 0, high = count;

		while (why->address && low < high) { /* the first declared after the address is taken */
			size_t middle = low + (high - low) / 2;

			if (by_variable(&moved[middle], &why) <= 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low && moved[low - 1]->file_rank == why->file_rank &&
		    !strcmp(moved[low - 1]->d.subject, why->d.subject))
			detail_join(&moved[low - 1]->detail, &whys[i].detail);
	}
	free(moved);
}
