#include "analysis/emitted.h"

#include <string.h>

#include "base/str.h"

/*
 * Longer prefixes before shorter ones. The eras: runtime.new was renamed in 1.4; convT2E and convT2I got variants by
 * type in 1.9, gave way to convT64 and its like in 1.12 and to convT in 1.18; makemap_small came in 1.10; 1.27 calls
 * the allocator's size classes directly.
 */
static const struct row {
	const char *callee;
	bool prefix; /* the callee begins so; else it is so */
	struct emitted is;
} table[] = {
	{ "new", false, { "newobject", ALLOCATES_ALWAYS, true } },
	{ "newobject", false, { "newobject", ALLOCATES_ALWAYS, true } },
	{ "mallocgc", true, { "newobject", ALLOCATES_ALWAYS, true } },
	{ "newarray", false, { "newarray", ALLOCATES_ALWAYS, true } },
	{ "cnew", true, { "newarray", ALLOCATES_ALWAYS, true } },
	{ "makeslicecopy", false, { "makeslicecopy", ALLOCATES_MAYBE, true } },
	{ "makeslice", true, { "makeslice", ALLOCATES_MAYBE, true } }, /* never of zero bytes */
	{ "growslice", true, { "growslice", ALLOCATES_MAYBE, true } },
	{ "moveSlice", true, { "moveSlice", ALLOCATES_MAYBE, false } },
	{ "appendslice", false, { "growslice", ALLOCATES_MAYBE, true } },
	{ "appendstr", false, { "growslice", ALLOCATES_MAYBE, true } },
	{ "makechan", true, { "makechan", ALLOCATES_ALWAYS, true } },
	{ "makemap_small", false, { "makemap_small", ALLOCATES_ALWAYS, true } },
	{ "makemap", true, { "makemap", ALLOCATES_MAYBE, true } },
	{ "mapassign", true, { "mapassign", ALLOCATES_MAYBE, false } },
	{ "convI2", true, { "convI2I", ALLOCATES_NEVER, false } },
	{ "convT", true, { "convT", ALLOCATES_MAYBE, true } },
	{ "concatbyte", true, { "concatbytes", ALLOCATES_MAYBE, true } },
	{ "concatstring", true, { "concatstring", ALLOCATES_MAYBE, true } },
	{ "slicebytetostringtmp", false, { "slicebytetostringtmp", ALLOCATES_NEVER, false } },
	{ "slicebytetostring", false, { "slicebytetostring", ALLOCATES_MAYBE, true } },
	{ "stringtoslicebytetmp", false, { "stringtoslicebytetmp", ALLOCATES_NEVER, false } },
	{ "stringtoslicebyte", false, { "stringtoslicebyte", ALLOCATES_MAYBE, true } },
	{ "slicerunetostring", false, { "slicerunetostring", ALLOCATES_MAYBE, true } },
	{ "stringtoslicerune", false, { "stringtoslicerune", ALLOCATES_MAYBE, true } },
	{ "intstring", false, { "intstring", ALLOCATES_MAYBE, true } },
	{ "newproc", true, { "newproc", ALLOCATES_MAYBE, false } },
	{ "deferprocStack", false, { "deferprocStack", ALLOCATES_NEVER, false } },
	{ "deferproc", true, { "deferproc", ALLOCATES_MAYBE, false } },
	{ "newselect", false, { "newselect", ALLOCATES_MAYBE, false } },
	{ "newcoro", false, { "newcoro", ALLOCATES_ALWAYS, false } },
	{ "typ2Itab", false, { "getitab", ALLOCATES_MAYBE, false } },
};

struct emitted emitted_of(const char *callee)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].prefix ? str_starts(callee, table[i].callee) : !strcmp(callee, table[i].callee))
			return table[i].is;
	return (struct emitted){ .name = callee, .allocates = ALLOCATES_NEVER };
}
