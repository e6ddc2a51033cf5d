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
	{ "new", false, { "newobject", ALLOCATES_ALWAYS } },
	{ "newobject", false, { "newobject", ALLOCATES_ALWAYS } },
	{ "mallocgc", true, { "newobject", ALLOCATES_ALWAYS } },
	{ "newarray", false, { "newarray", ALLOCATES_ALWAYS } },
	{ "cnew", true, { "newarray", ALLOCATES_ALWAYS } },
	{ "makeslicecopy", false, { "makeslicecopy", ALLOCATES_MAYBE } },
	{ "makeslice", true, { "makeslice", ALLOCATES_MAYBE } }, /* never of zero bytes */
	{ "growslice", true, { "growslice", ALLOCATES_MAYBE } },
	{ "moveSlice", true, { "moveSlice", ALLOCATES_MAYBE } },
	{ "appendslice", false, { "growslice", ALLOCATES_MAYBE } },
	{ "appendstr", false, { "growslice", ALLOCATES_MAYBE } },
	{ "makechan", true, { "makechan", ALLOCATES_ALWAYS } },
	{ "makemap_small", false, { "makemap_small", ALLOCATES_ALWAYS } },
	{ "makemap", true, { "makemap", ALLOCATES_MAYBE } },
	{ "mapassign", true, { "mapassign", ALLOCATES_MAYBE } },
	{ "convI2", true, { "convI2I", ALLOCATES_NEVER } },
	{ "convT", true, { "convT", ALLOCATES_MAYBE } },
	{ "concatbyte", true, { "concatbytes", ALLOCATES_MAYBE } },
	{ "concatstring", true, { "concatstring", ALLOCATES_MAYBE } },
	{ "slicebytetostringtmp", false, { "slicebytetostringtmp", ALLOCATES_NEVER } },
	{ "slicebytetostring", false, { "slicebytetostring", ALLOCATES_MAYBE } },
	{ "stringtoslicebytetmp", false, { "stringtoslicebytetmp", ALLOCATES_NEVER } },
	{ "stringtoslicebyte", false, { "stringtoslicebyte", ALLOCATES_MAYBE } },
	{ "slicerunetostring", false, { "slicerunetostring", ALLOCATES_MAYBE } },
	{ "stringtoslicerune", false, { "stringtoslicerune", ALLOCATES_MAYBE } },
	{ "intstring", false, { "intstring", ALLOCATES_MAYBE } },
	{ "newproc", true, { "newproc", ALLOCATES_MAYBE } },
	{ "deferprocStack", false, { "deferprocStack", ALLOCATES_NEVER } },
	{ "deferproc", true, { "deferproc", ALLOCATES_MAYBE } },
	{ "newselect", false, { "newselect", ALLOCATES_MAYBE } },
	{ "newcoro", false, { "newcoro", ALLOCATES_ALWAYS } },
	{ "typ2Itab", false, { "getitab", ALLOCATES_MAYBE } },
};

struct emitted emitted_of(const char *callee)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].prefix ? str_starts(callee, table[i].callee) : !strcmp(callee, table[i].callee))
			return table[i].is;
	return (struct emitted){ .name = callee, .allocates = ALLOCATES_NEVER };
}
