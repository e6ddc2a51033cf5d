#include "toolchain/go_env.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/process.h"
#include "base/str.h"

#define ASK_NS (10 * INT64_C(1000000000))

/* One line, as `go env` prints it; NULL when there is no go command or it does not answer. */
static char *ask(const char *name)
{
	extern char **environ;
	char *go = program_find("go"), *answer = NULL;
	const char *const argv[] = { go, "env", name, NULL };
	struct strlist env = STRLIST_INIT;
	struct child_spec spec = { .argv = argv, .cwd = "/", .deadline_ns = ASK_NS, .allow_many = true };
	struct child_result r = { 0 };
	struct error ignored = ERROR_INIT;

	if (!go)
		return NULL;
	for (char **e = environ; *e; e++)
		if (!str_starts(*e, "GOTOOLCHAIN="))
			strlist_add(&env, *e);
	strlist_add(&env, "GOTOOLCHAIN=local"); /* or it might download another go to answer */
	spec.env = (const char *const *)env.items;
	if (!child_run(&spec, &r, &ignored) && child_ok(&r)) {
		answer = xstrdup(str_cstr(&r.out));
		answer[strcspn(answer, "\r\n")] = '\0';
	}
	child_result_release(&r);
	strlist_release(&env);
	free(go);
	return answer;
}

char *go_env(const char *name)
{
	const char *own = getenv(name);
	char *answer = own && *own ? xstrdup(own) : ask(name);

	if (answer && !*answer) {
		free(answer);
		answer = NULL;
	}
	return answer;
}
