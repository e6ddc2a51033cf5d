/* Why a count changed: one rule at a time, on rows as the store gives them. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/cause_find.h"
#include "base/alloc.h"

#define FILE_NAME "x_test.go"
#define MOST 8

struct facts {
	struct go_version version;
	struct decision_row decisions[MOST];
	struct call_row calls[MOST];
	struct site_row sites[MOST];
	size_t ndecisions, ncalls, nsites;
};

static struct facts at(const char *go)
{
	struct facts f = { .ndecisions = 0 };

	assert_true(version_parse(go, &f.version));
	return f;
}

static void said(struct facts *f, int line, const char *function, const char *kind, const char *subject,
                 const char *detail)
{
	f->decisions[f->ndecisions++] = (struct decision_row){ .file = FILE_NAME,
		                                               .line = line,
		                                               .function = function,
		                                               .kind = kind,
		                                               .subject = subject,
		                                               .detail = detail };
}

static void calls(struct facts *f, int line, const char *callee)
{
	f->calls[f->ncalls++] =
		(struct call_row){ .file = FILE_NAME, .line = line, .function = "work", .callee = callee, .calls = 1 };
}

static void allocates(struct facts *f, int line, const char *function, const char *callee, double objects, double bytes)
{
	f->sites[f->nsites++] = (struct site_row){ .file = FILE_NAME,
		                                   .line = line,
		                                   .function = function,
		                                   .callee = callee,
		                                   .benchmark = "BenchmarkX",
		                                   .objects_per_op = objects,
		                                   .bytes_per_op = bytes };
}

static struct cause_side side(const struct facts *f, double count)
{
	return (struct cause_side){ .version = &f->version,
		                    .decisions = f->decisions,
		                    .ndecisions = f->ndecisions,
		                    .calls = f->calls,
		                    .ncalls = f->ncalls,
		                    .sites = f->sites,
		                    .nsites = f->nsites,
		                    .count = count };
}

/* The cause, by name; *evidence is the caller's (NULL: not asked). */
static const char *cause(const struct facts *old, double before, const struct facts *new, double after, bool bytes,
                         bool epoch, char **evidence)
{
	struct statements a, b;
	struct differences d;
	struct str text = STR_INIT;
	enum cause found;

	statements_of(old->decisions, old->ndecisions, &old->version, &new->version, &a);
	statements_of(new->decisions, new->ndecisions, &new->version, &old->version, &b);
	statements_diff(&a, &b, &d);
	found = cause_find(&(struct cause_question){ .old = side(old, before),
	                                             .new = side(new, after),
	                                             .differences = &d,
	                                             .bytes = bytes,
	                                             .epoch = epoch },
	                   &text);
	differences_release(&d);
	statements_release(&a);
	statements_release(&b);
	if (evidence)
		*evidence = xstrdup(str_cstr(&text));
	str_release(&text);
	return cause_info(found)->name;
}

static void a_decision_that_changed(void **state)
{
	struct facts old = at("go1.16"), new = at("go1.17");
	char *evidence;

	(void)state;
	said(&old, 12, "work", "escapes", "make([]byte, 65536)", "");
	said(&new, 12, "work", "does_not_escape", "make([]byte, 65536)", "");
	calls(&old, 12, "makeslice");
	allocates(&old, 12, "work", "", 1, 65536);
	assert_string_equal(cause(&old, 1, &new, 0, false, false, &evidence), "escape");
	assert_string_equal(evidence, "x_test.go:12: make([]byte, 65536) no longer escapes");
	free(evidence);
	assert_string_equal(cause(&old, 65536, &new, 0, true, false, NULL), "escape");
	/* the other way round */
	assert_string_equal(cause(&new, 0, &old, 1, false, false, NULL), "escape");
}

/* What goes the other way explains nothing. */
static void a_decision_against_the_change(void **state)
{
	struct facts old = at("go1.16"), new = at("go1.17");

	(void)state;
	said(&old, 12, "work", "escapes", "x", "");
	said(&new, 12, "work", "does_not_escape", "x", "");
	allocates(&new, 12, "work", "", 1, 16);
	assert_string_equal(cause(&old, 0, &new, 1, false, false, NULL), "unknown");
}

static void the_function_itself_is_inlined(void **state)
{
	struct facts old = at("go1.11"), new = at("go1.12");
	char *evidence;

	(void)state;
	calls(&old, 20, "newobject");
	calls(&new, 20, "newobject");
	allocates(&old, 20, "newThing", "", 1, 32);
	said(&new, 31, "work", "inlined_call", "newThing", "");
	said(&new, 31, "work", "does_not_escape", "&thing{...}", "");
	assert_string_equal(cause(&old, 1, &new, 0, false, false, &evidence), "inlining");
	assert_string_equal(evidence, "x_test.go:20: newThing is now inlined");
	free(evidence);
	/* more inlined, and more allocated: that is not why */
	assert_string_equal(cause(&new, 0, &old, 1, false, false, NULL), "inlining");
	allocates(&new, 20, "newThing", "", 2, 64);
	assert_string_equal(cause(&old, 1, &new, 2, false, false, NULL), "unknown");
}

/* The reasons of the old decision lead to a call that is devirtualised now. */
static void reasons_lead_to_an_inlined_call(void **state)
{
	struct facts old = at("go1.15"), new = at("go1.16");
	char *evidence;

	(void)state;
	said(&old, 58, "work", "moved_to_heap", "s",
	     "flow: {heap} = s:\nfrom s.get() (call parameter) at x_test.go:59:12");
	said(&new, 59, "work", "devirtualized", "s.get", "");
	calls(&old, 58, "newobject");
	allocates(&old, 58, "work", "", 1, 8);
	assert_string_equal(cause(&old, 1, &new, 0, false, false, &evidence), "inlining");
	assert_string_equal(evidence, "x_test.go:59: call of s.get now inlined or devirtualised");
	free(evidence);
	new.decisions[0].line = 60; /* another call */
	assert_string_equal(cause(&old, 1, &new, 0, false, false, NULL), "escape");
}

/* Inlined, too, but its parameter does not leak any more: this would have sufficed. */
static void a_callee_that_leaks_less(void **state)
{
	struct facts old = at("go1.11"), new = at("go1.12");

	(void)state;
	said(&old, 5, "use", "leaking_param", "p", "");
	said(&new, 5, "use", "does_not_escape", "p", "");
	said(&old, 12, "work", "moved_to_heap", "x", "");
	said(&new, 12, "work", "inlined_call", "use", "");
	allocates(&old, 12, "work", "", 1, 8);
	assert_string_equal(cause(&old, 1, &new, 0, false, false, NULL), "escape");
	old.decisions[0] = new.decisions[0];
	assert_string_equal(cause(&old, 1, &new, 0, false, false, NULL), "inlining");
}

static void another_call_is_emitted(void **state)
{
	struct facts old = at("go1.8"), new = at("go1.9");
	char *evidence;

	(void)state;
	calls(&old, 29, "convT2E");
	calls(&new, 30, "newobject"); /* another line */
	allocates(&old, 29, "keep", "", 1, 8);
	assert_string_equal(cause(&old, 1, &new, 0, false, false, &evidence), "lowering");
	assert_string_equal(evidence, "x_test.go:29: calls nothing that allocates instead of convT2E");
	free(evidence);
	new.calls[0].line = 29;
	new.calls[0].callee = "convT2E64";
	assert_string_equal(cause(&old, 1, &new, 0, false, false, NULL), "lowering");
}

/* The allocator has other names for the same since 1.27. */
static void a_call_that_was_renamed(void **state)
{
	struct facts old = at("go1.26"), new = at("go1.27");

	(void)state;
	calls(&old, 29, "newobject");
	calls(&new, 29, "mallocgcSmallScanNoHeaderSC2");
	allocates(&old, 29, "keep", "", 1, 16);
	assert_string_equal(cause(&old, 1, &new, 0, false, false, NULL), "unknown");
}

static void a_buffer_on_the_stack(void **state)
{
	struct facts old = at("go1.24"), new = at("go1.25");

	(void)state;
	calls(&old, 30, "growslice");
	calls(&new, 30, "growslice");
	allocates(&old, 30, "grow", "", 4, 120);
	allocates(&new, 30, "grow", "", 1, 64);
	assert_string_equal(cause(&old, 4, &new, 1, false, false, NULL), "lowering");
	assert_string_equal(cause(&old, 120, &new, 64, true, false, NULL), "lowering");
	new.version.minor = 24;
	old.version.minor = 23;
	assert_string_equal(cause(&old, 4, &new, 1, false, false, NULL), "growth");
	new.version.minor = 27;
	old.version.minor = 26;
	assert_string_equal(cause(&old, 4, &new, 1, false, false, NULL), "growth");
}

/* One variable an iteration, since 1.22: only where there is a variable. */
static void a_variable_for_every_iteration(void **state)
{
	struct facts old = at("go1.21"), new = at("go1.22");

	(void)state;
	calls(&old, 62, "newobject");
	calls(&new, 62, "newobject");
	allocates(&old, 62, "loop", "", 1, 8);
	allocates(&new, 62, "loop", "", 4, 32);
	assert_string_equal(cause(&old, 1, &new, 4, false, false, NULL), "unknown");
	said(&old, 62, "loop", "moved_to_heap", "i", "");
	said(&new, 62, "loop", "moved_to_heap", "i", "");
	assert_string_equal(cause(&old, 1, &new, 4, false, false, NULL), "lowering");
}

static void other_sizes(void **state)
{
	struct facts old = at("go1.17"), new = at("go1.18");

	(void)state;
	calls(&old, 27, "growslice");
	calls(&new, 27, "growslice");
	allocates(&old, 27, "grow", "", 1, 20480);
	allocates(&new, 27, "grow", "", 1, 21760);
	assert_string_equal(cause(&old, 20480, &new, 21760, true, false, NULL), "growth");
}

/* 32 bytes became 24 in 1.16, whoever asked. Else an object of another size is of a type that the library changed. */
static void the_class_of_24_bytes(void **state)
{
	struct facts old = at("go1.15"), new = at("go1.16");

	(void)state;
	calls(&old, 63, "newobject");
	calls(&new, 63, "newobject");
	allocates(&old, 63, "make", "", 1, 32);
	allocates(&new, 63, "make", "", 1, 24);
	assert_string_equal(cause(&old, 32, &new, 24, true, false, NULL), "growth");
	new.version.minor = 15;
	assert_string_equal(cause(&old, 32, &new, 24, true, false, NULL), "library");
	new.version.minor = 16;
	new.sites[0].bytes_per_op = 16;
	assert_string_equal(cause(&old, 32, &new, 16, true, false, NULL), "library");
	old.sites[0].bytes_per_op = 102400; /* whole pages */
	new.sites[0].bytes_per_op = 106496;
	assert_string_equal(cause(&old, 102400, &new, 106496, true, false, NULL), "growth");
	old.sites[0].callee = new.sites[0].callee = "fmt.Sprint";
	old.sites[0].bytes_per_op = 32;
	new.sites[0].bytes_per_op = 24;
	assert_string_equal(cause(&old, 32, &new, 24, true, false, NULL), "growth");
}

static void within_the_library(void **state)
{
	struct facts old = at("go1.18"), new = at("go1.19");
	char *evidence;

	(void)state;
	allocates(&old, 26, "work", "bytes.makeSlice", 7, 25968);
	allocates(&new, 26, "work", "bytes.growSlice", 8, 32144);
	assert_string_equal(cause(&old, 7, &new, 8, false, false, &evidence), "library");
	assert_non_null(strstr(evidence, "x_test.go:26: within bytes.growSlice: 0 -> 8 objects"));
	free(evidence);
	/* inlined as well, but nothing is kept on the stack by it */
	said(&new, 26, "work", "inlined_call", "bytes.makeSlice", "");
	new.sites[0].objects_per_op = 6;
	assert_string_equal(cause(&old, 7, &new, 6, false, false, NULL), "library");
}

static void a_library_function_inlined(void **state)
{
	struct facts old = at("go1.11"), new = at("go1.12");

	(void)state;
	allocates(&old, 52, "read", "bufio.(*Reader).ReadString", 10, 320);
	said(&new, 52, "read", "inlined_call", "bufio.(*Reader).ReadString", "");
	assert_string_equal(cause(&old, 10, &new, 0, false, false, NULL), "library");
	said(&new, 52, "read", "does_not_escape", "string(bufio.bytes)", "");
	assert_string_equal(cause(&old, 10, &new, 0, false, false, NULL), "inlining");
}

/* Small objects share blocks; what the profile misses is the library's where the case's own code is as it was. */
static void nothing_of_its_own(void **state)
{
	struct facts old = at("go1.10"), new = at("go1.11");

	(void)state;
	allocates(&old, 37, "decode", "json.Unmarshal", 1, 160);
	allocates(&new, 37, "decode", "json.Unmarshal", 1, 160);
	assert_string_equal(cause(&old, 11, &new, 9, false, false, NULL), "library");
	said(&old, 36, "decode", "escapes", "x", "");
	assert_string_equal(cause(&old, 11, &new, 9, false, false, NULL), "unknown");
}

static void no_sites_no_cause(void **state)
{
	struct facts old = at("go1.10"), new = at("go1.11");

	(void)state;
	said(&old, 12, "work", "escapes", "x", "");
	said(&new, 12, "work", "does_not_escape", "x", "");
	allocates(&old, 12, "work", "", 1, 16);
	assert_string_equal(cause(&old, 2, &new, 1, false, false, NULL), "unknown");
}

/* Two causes of equal weight are none. */
static void causes_in_dispute(void **state)
{
	struct facts old = at("go1.10"), new = at("go1.11");

	(void)state;
	said(&old, 12, "work", "escapes", "x", "");
	allocates(&old, 12, "work", "", 1, 16);
	allocates(&old, 14, "work", "fmt.Sprint", 1, 32);
	assert_string_equal(cause(&old, 2, &new, 0, false, false, NULL), "unknown");
}

static void counted_otherwise(void **state)
{
	struct facts old = at("go1.4"), new = at("go1.5");

	(void)state;
	calls(&old, 12, "newobject");
	calls(&new, 12, "newobject");
	allocates(&old, 12, "work", "", 0.0625, 1);
	allocates(&new, 12, "work", "", 1, 16);
	assert_string_equal(cause(&old, 1, &new, 16, true, true, NULL), "counters");
	assert_string_equal(cause(&old, 1, &new, 16, true, false, NULL), "unknown");
	said(&new, 12, "work", "escapes", "n", ""); /* of a conversion 1.4 says nothing */
	assert_string_equal(cause(&old, 1, &new, 16, true, true, NULL), "counters");
	assert_string_equal(cause(&old, 1, &new, 16, true, false, NULL), "escape");
	/* more in 1.6, where they share blocks again: that is no counting */
	old.version.minor = 5;
	new.version.minor = 6;
	new.ndecisions = 0;
	old.sites[0].callee = new.sites[0].callee = "fmt.Sprint";
	assert_string_equal(cause(&old, 1, &new, 16, true, true, NULL), "library");
	assert_string_equal(cause(&new, 16, &old, 1, true, true, NULL), "library");
	old.version.minor = 6;
	new.version.minor = 5;
	assert_string_equal(cause(&old, 1, &new, 16, true, true, NULL), "counters");
	new.version.minor = 4;
	old.version.minor = 3; /* both share blocks, and what the profile sees is true */
	old.sites[0].callee = new.sites[0].callee = "fmt.Sprint";
	assert_string_equal(cause(&old, 1, &new, 16, true, true, NULL), "library");
	old.sites[0] = new.sites[0];
	assert_string_equal(cause(&old, 0, &new, 1, true, true, NULL), "counters");
}

/* A border of the counters hides no change that the code shows. */
static void changed_at_a_border_of_the_counters(void **state)
{
	struct facts old = at("go1.4"), new = at("go1.5");

	(void)state;
	said(&new, 49, "work", "moved_to_heap", "p", "");
	calls(&new, 49, "newobject");
	allocates(&new, 49, "work", "", 1, 16);
	assert_string_equal(cause(&old, 0, &new, 1, false, true, NULL), "escape");
}

/* Up to 1.8 what an inlined callee allocates is seen as the line's own. */
static void inlined_functions_before_1_9(void **state)
{
	struct facts old = at("go1.8"), new = at("go1.9");

	(void)state;
	calls(&old, 12, "newobject");
	calls(&new, 12, "newobject");
	allocates(&old, 12, "work", "", 1, 16);
	allocates(&new, 12, "work", "errors.New", 1, 16);
	allocates(&old, 14, "work", "json.typeEncoder", 1, 8);
	assert_string_equal(cause(&old, 2, &new, 1, false, false, NULL), "library");
	old.version.minor = 9; /* both see it: now the case's own line is another, too, and why is not clear */
	new.version.minor = 10;
	assert_string_equal(cause(&old, 2, &new, 1, false, false, NULL), "unknown");
}

static void causes_have_names(void **state)
{
	(void)state;
	for (int i = 0; i < CAUSES; i++)
		assert_int_equal(cause_parse(cause_info((enum cause)i)->name), i);
	assert_int_equal(cause_parse("weather"), -1);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_decision_that_changed),
	cmocka_unit_test(a_decision_against_the_change),
	cmocka_unit_test(the_function_itself_is_inlined),
	cmocka_unit_test(reasons_lead_to_an_inlined_call),
	cmocka_unit_test(a_callee_that_leaks_less),
	cmocka_unit_test(another_call_is_emitted),
	cmocka_unit_test(a_call_that_was_renamed),
	cmocka_unit_test(a_buffer_on_the_stack),
	cmocka_unit_test(a_variable_for_every_iteration),
	cmocka_unit_test(other_sizes),
	cmocka_unit_test(the_class_of_24_bytes),
	cmocka_unit_test(within_the_library),
	cmocka_unit_test(a_library_function_inlined),
	cmocka_unit_test(nothing_of_its_own),
	cmocka_unit_test(no_sites_no_cause),
	cmocka_unit_test(causes_in_dispute),
	cmocka_unit_test(counted_otherwise),
	cmocka_unit_test(changed_at_a_border_of_the_counters),
	cmocka_unit_test(inlined_functions_before_1_9),
	cmocka_unit_test(causes_have_names),
};

TEST_MAIN(tests)
