#include "analysis/cause.h"

#include <string.h>

static const struct cause_info table[CAUSES] = {
	[CAUSE_NONE] = { "", "" },
	[CAUSE_UNKNOWN] = { "unknown", "the evidence does not suffice to say why" },
	[CAUSE_ESCAPE] = { "escape", "the compiler decided otherwise whether something lives on the heap" },
	[CAUSE_INLINING] = { "inlining", "a call is now inlined or devirtualised, or no longer" },
	[CAUSE_LOWERING] = { "lowering", "the compiler emits another call into the runtime, or none" },
	[CAUSE_GROWTH] = { "growth", "the runtime takes other sizes: append, maps, size classes" },
	[CAUSE_LIBRARY] = { "library", "the standard library allocates otherwise" },
	[CAUSE_COUNTERS] = { "counters", "Go changed what its counters count" },
};

const struct cause_info *cause_info(enum cause c)
{
	return &table[c];
}

int cause_parse(const char *name)
{
	for (int i = 0; i < CAUSES; i++)
		if (!strcmp(table[i].name, name))
			return i;
	return -1;
}

size_t causes_by_count(const size_t counts[CAUSES], enum cause order[CAUSES])
{
	size_t n = 0;

	for (int c = CAUSE_UNKNOWN; c < CAUSES; c++) {
		size_t at = n;

		if (!counts[c])
			continue;
		for (; at && counts[order[at - 1]] < counts[c]; at--)
			order[at] = order[at - 1];
		order[at] = (enum cause)c;
		n++;
	}
	return n;
}
