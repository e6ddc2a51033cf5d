/* What a call into the runtime is called, whatever the release. */
#include "testing.h"

#include "analysis/emitted.h"

static void test_groups(void **state)
{
	static const struct {
		const char *callee, *name;
		enum allocating allocates;
	} rows[] = {
		{ "new", "newobject", ALLOCATES_ALWAYS },
		{ "newobject", "newobject", ALLOCATES_ALWAYS },
		{ "mallocgcSmallScanNoHeaderSC2", "newobject", ALLOCATES_ALWAYS },
		{ "mallocgcTinySC2", "newobject", ALLOCATES_ALWAYS },
		{ "newproc", "newproc", ALLOCATES_MAYBE },
		{ "newselect", "newselect", ALLOCATES_MAYBE },
		{ "makeslice64", "makeslice", ALLOCATES_MAYBE },
		{ "makeslicecopy", "makeslicecopy", ALLOCATES_MAYBE },
		{ "growslice_n", "growslice", ALLOCATES_MAYBE },
		{ "convT2E64", "convT", ALLOCATES_MAYBE },
		{ "convTstring", "convT", ALLOCATES_MAYBE },
		{ "convI2I", "convI2I", ALLOCATES_NEVER },
		{ "makemap_small", "makemap_small", ALLOCATES_ALWAYS },
		{ "makemap", "makemap", ALLOCATES_MAYBE },
		{ "slicebytetostring", "slicebytetostring", ALLOCATES_MAYBE },
		{ "slicebytetostringtmp", "slicebytetostringtmp", ALLOCATES_NEVER },
		{ "deferproc", "deferproc", ALLOCATES_MAYBE },
		{ "deferprocStack", "deferprocStack", ALLOCATES_NEVER },
		{ "memmove", "memmove", ALLOCATES_NEVER },
		{ "", "", ALLOCATES_NEVER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct emitted e = emitted_of(rows[i].callee);

		assert_string_equal(e.name, rows[i].name);
		assert_int_equal(e.allocates, rows[i].allocates);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_groups),
};

TEST_MAIN(tests)
