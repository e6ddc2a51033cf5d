/* What every unit test includes: cmocka with TAP output, and a scratch folder of its own. */
#ifndef GOALLOC_TESTS_TESTING_H
#define GOALLOC_TESTS_TESTING_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* A fresh folder below $TMPDIR (or /tmp); the caller removes it with tree_remove() and frees the name. */
static inline char *test_folder(void)
{
	const char *base = getenv("TMPDIR");
	char *path = NULL;

	if (asprintf(&path, "%s/goalloc-test-XXXXXX", base && *base ? base : "/tmp") < 0 || !mkdtemp(path))
		abort();
	return path;
}

#define TEST_MAIN(tests)                                                                                               \
	int main(void)                                                                                                 \
	{                                                                                                              \
		cmocka_set_message_output(CM_OUTPUT_TAP);                                                              \
		return cmocka_run_group_tests((tests), NULL, NULL);                                                    \
	}

#endif
