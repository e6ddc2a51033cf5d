/* What a call into the runtime is called, whatever the release. */
#include "testing.h"

#include "analysis/emitted.h"

static void test_groups(void **state)
{
	static const struct {
		const char *callee, *name;
		enum allocating allocates;
		bool value;
	} rows[] = {
		{ "new", "newobject", ALLOCATES_ALWAYS, true },
		{ "newobject", "newobject", ALLOCATES_ALWAYS, true },
		{ "mallocgcSmallScanNoHeaderSC2", "newobject", ALLOCATES_ALWAYS, true },
		{ "mallocgcTinySC2", "newobject", ALLOCATES_ALWAYS, true },
		{ "newproc", "newproc", ALLOCATES_MAYBE, false },
		{ "newselect", "newselect", ALLOCATES_MAYBE, false },
		{ "makeslice64", "makeslice", ALLOCATES_MAYBE, true },
		{ "makeslicecopy", "makeslicecopy", ALLOCATES_MAYBE, true },
		{ "growslice_n", "growslice", ALLOCATES_MAYBE, true },
		{ "convT2E64", "convT", ALLOCATES_MAYBE, true },
		{ "convTstring", "convT", ALLOCATES_MAYBE, true },
		{ "convI2I", "convI2I", ALLOCATES_NEVER, false },
		{ "makemap_small", "makemap_small", ALLOCATES_ALWAYS, true },
		{ "makemap", "makemap", ALLOCATES_MAYBE, true },
		{ "slicebytetostring", "slicebytetostring", ALLOCATES_MAYBE, true },
		{ "slicebytetostringtmp", "slicebytetostringtmp", ALLOCATES_NEVER, false },
		{ "deferproc", "deferproc", ALLOCATES_MAYBE, false },
		{ "deferprocStack", "deferprocStack", ALLOCATES_NEVER, false },
		{ "memmove", "memmove", ALLOCATES_NEVER, false },
		{ "", "", ALLOCATES_NEVER, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct emitted e = emitted_of(rows[i].callee);

		assert_string_equal(e.name, rows[i].name);
		assert_int_equal(e.allocates, rows[i].allocates);
		assert_int_equal(e.value, rows[i].value);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_groups),
};

TEST_MAIN(tests)
