#include "bench/mode_support.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/process.h"

#define ASK_NS (30 * INT64_C(1000000000))

/* The variables whose values the go command checks, those that heed them at all: what it does not know it refuses. */
static const char *const checked[] = { "GOEXPERIMENT", "GOAMD64", "GOARM64" };

static bool is_checked(const char *pair)
{
	size_t n = strcspn(pair, "=");

	for (size_t i = 0; i < sizeof checked / sizeof *checked; i++)
		if (strlen(checked[i]) == n && !strncmp(checked[i], pair, n))
			return true;
	return false;
}

/* The last line of what it said, without its own name: "unknown GOEXPERIMENT nosuch". */
static char *own_words(const struct child_result *r)
{
	char *text = xstrdup(str_cstr(&r->err)), *line = text, *words;

	for (size_t n = strlen(text); n && (text[n - 1] == '\n' || text[n - 1] == '\r'); n--)
		text[n - 1] = '\0';
	for (char *p = text; *p; p++)
		if (*p == '\n')
			line = p + 1;
	if (str_starts(line, "go: "))
		line += 4;
	words = xasprintf("its go command refuses the mode: %.200s", *line ? line : "it says nothing");
	free(text);
	return words;
}

static int ask_go_command(const struct target *t, char **reason, struct error *err)
{
	const char *const argv[] = { t->go, "tool", "compile", "-V", NULL };
	struct child_spec spec = { .argv = argv,
		                   .env = vector(&t->go_env),
		                   .cwd = t->tool_dir,
		                   .deadline_ns = ASK_NS,
		                   .allow_many = true,
		                   .confine = t->tools };
	struct child_result r = { 0 };
	int rc = child_run(&spec, &r, err);

	if (!rc && r.end == CHILD_EXITED && r.status)
		*reason = own_words(&r);
	child_result_release(&r);
	return rc;
}

int mode_support(const struct target *t, char **reason, struct error *err)
{
	bool ask = false;

	*reason = NULL;
	for (size_t i = 0; i < t->mode->env.len; i++) {
		const char *pair = t->mode->env.items[i];
		int n = (int)strcspn(pair, "="), since = era_variable_since(pair, (size_t)n);

		if (since && !version_at_least(&t->toolchain->version, 1, since)) {
			*reason = xasprintf("needs go1.%d for %.*s", since, n, pair);
			return 0;
		}
		ask = ask || (since && is_checked(pair));
	}
	return ask ? ask_go_command(t, reason, err) : 0;
}
