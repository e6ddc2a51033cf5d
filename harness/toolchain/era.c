#include "toolchain/era.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Every yes-or-no fact is true from one minor to another, both of Go 1; 0 or NEVER leaves an end open. */
#define NEVER 9999
static const struct {
	size_t field;
	int from, to;
} facts[] = {
	{ offsetof(struct era, needs_goroot), 0, 8 },
	{ offsetof(struct era, leave_cgo_alone), 0, 9 },
	{ offsetof(struct era, mtimes_uniform), 0, 9 },
	{ offsetof(struct era, gcflags_pattern), 10, NEVER },
	{ offsetof(struct era, std_built_on_use), 20, NEVER },
	{ offsetof(struct era, std_from_build_cache), 20, NEVER },
	{ offsetof(struct era, compile_needs_p), 19, NEVER },
	{ offsetof(struct era, testing_init), 13, NEVER },
	{ offsetof(struct era, noinline_directive), 6, NEVER },
	{ offsetof(struct era, columns), 9, NEVER },
	{ offsetof(struct era, trims_paths), 10, NEVER },
	{ offsetof(struct era, counts_own_goroutines), 0, 5 },
	{ offsetof(struct era, cross_std_in_goroot), 0, 9 },
	{ offsetof(struct era, calls_frames), 7, NEVER },
	{ offsetof(struct era, go_list_exports), 11, NEVER },
};

/* `go tool` names of the C-era compilers, by target. */
static const struct {
	const char *goarch, *compiler;
} c_compilers[] = { { "amd64", "6g" }, { "386", "8g" }, { "arm", "5g" }, { "ppc64", "9g" }, { "ppc64le", "9g" } };

/*
 * Before, a toolchain passes over them without a word. The first two were tried on both sides of the border (up to 1.16
 * GOEXPERIMENT was for make.bash); the others are from the release notes.
 */
static const struct {
	const char *name;
	int since;
} variables[] = { { "GOEXPERIMENT", 17 }, { "GOAMD64", 18 }, { "GOMEMLIMIT", 19 }, { "GOARM64", 23 } };

int era_variable_since(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (strlen(variables[i].name) == n && !strncmp(variables[i].name, name, n))
			return variables[i].since;
	return 0;
}

void era_of(const struct go_version *v, const char *goarch, struct era *out)
{
	int minor = v->major == 1 ? v->minor : v->major < 1 ? 0 : NEVER;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		bool yes = minor >= facts[i].from && minor <= facts[i].to;

		memcpy((char *)out + facts[i].field, &yes, sizeof yes);
	}
	out->compiler = "compile";
	for (size_t i = 0; minor <= 4 && i < sizeof c_compilers / sizeof *c_compilers; i++)
		if (!strcmp(goarch, c_compilers[i].goarch))
			out->compiler = c_compilers[i].compiler;
}

/* An override takes the place of what it overrides: two of one name would leave the choice to the child. */
static void set(struct strlist *l, const char *pair)
{
	size_t n = strcspn(pair, "=") + 1;

	for (size_t i = 0; i < l->len; i++) {
		if (!strncmp(l->items[i], pair, n)) {
			free(l->items[i]);
			l->items[i] = xstrdup(pair);
			return;
		}
	}
	strlist_add(l, pair);
}

void era_environment(const struct toolchain *t, const struct child_dirs *dirs, const struct strlist *extra,
                     struct strlist *out)
{
	static const char *const fixed[] = {
		"GOTOOLCHAIN=local", "GOENV=off",  "GO111MODULE=off", "GOFLAGS=", "GOPROXY=off",
		"GOSUMDB=off",       "GOWORK=off", "LANG=C",          "LC_ALL=C",
	};
	const char *path = getenv("PATH");
	struct era era;

	era_of(&t->version, t->goarch, &era);
	strlist_addf(out, "PATH=%s", path && *path ? path : "/usr/local/bin:/usr/bin:/bin");
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		strlist_add(out, fixed[i]);
	if (dirs->gopath)
		strlist_addf(out, "GOPATH=%s", dirs->gopath);
	else
		strlist_addf(out, "GOPATH=%s/gopath", dirs->scratch);
	strlist_addf(out, "GOCACHE=%s", dirs->gocache);
	strlist_addf(out, "HOME=%s", dirs->scratch);
	strlist_addf(out, "TMPDIR=%s", dirs->scratch);
	if (era.needs_goroot)
		strlist_addf(out, "GOROOT=%s", t->goroot);
	if (!era.leave_cgo_alone)
		strlist_add(out, "CGO_ENABLED=0");
	for (size_t i = 0; extra && i < extra->len; i++)
		set(out, extra->items[i]);
}
