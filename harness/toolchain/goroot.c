/* What of a Go distribution is kept, and under which names. */
#include <string.h>

#include "toolchain/unpack.h"

/*
 * Tried with the newest patch of every minor from go1.2 to go1.27 (tests/tools/kept.sh): `go build`, `go test` with its
 * vet, `go tool compile`, `go list -export std`, another GOARCH and cgo need none of these. A drop list, not a keep
 * list: what a later release brings along is kept until somebody has looked at it.
 */
static const char
	*const dropped_folders[] = { "api",  "blog",    "doc",    "misc",
	                             "test", "pkg/obj", "src/cmd" /* the go command's and the tools' own sources */ };
/* Everywhere else than in building: formatting, looking at programs, profiles and documentation. */
static const char *const dropped_programs[] = {
	"addr2line", "api",     "covdata", "cover", "dist", "distpack",  "doc",  "fix",   "godoc", "gofmt",
	"nm",        "objdump", "oldlink", "pprof", "prof", "test2json", "tour", "trace", "yacc",
};
static const char *const variant_suffixes[] = {
	"_race", "_msan", "_asan", "_shared", "_dynlink", "_testcshared_shared"
};

static bool below(const char *name, const char *folder)
{
	size_t n = strlen(folder);

	return !strncmp(name, folder, n) && name[n] == '/';
}

/* pkg/linux_amd64_race/...: packages compiled for other ways of building */
static bool variant_package(const char *name)
{
	const char *end;

	if (!below(name, "pkg"))
		return false;
	name += 4;
	end = strchr(name, '/');
	for (size_t i = 0; end && i < sizeof variant_suffixes / sizeof *variant_suffixes; i++) {
		size_t n = strlen(variant_suffixes[i]);

		if ((size_t)(end - name) > n && !strncmp(end - n, variant_suffixes[i], n))
			return true;
	}
	return false;
}

/* bin/gofmt, pkg/tool/linux_amd64/pprof */
static bool dropped_program(const char *name)
{
	const char *base = strrchr(name, '/');

	if (!goroot_is_program(name))
		return false;
	for (size_t i = 0; i < sizeof dropped_programs / sizeof *dropped_programs; i++)
		if (!strcmp(base + 1, dropped_programs[i]))
			return true;
	return false;
}

/* pkg/linux_amd64/cmd/...: the go command's and the tools' packages, up to 1.9 */
static bool command_package(const char *name)
{
	const char *platform = below(name, "pkg") ? strchr(name + 4, '/') : NULL;

	return platform && !strncmp(platform, "/cmd/", 5) && strncmp(name, "pkg/tool/", 9) != 0;
}

bool goroot_needs(const char *name)
{
	/* old go commands want to load cgo's own package before they use it; a module's root is looked at too */
	if (below(name, "src/cmd/cgo") || !strcmp(goroot_name(name), "src/cmd/go.mod"))
		return !strstr(name, "/testdata/") && !strstr(name, "/internal/") && !str_ends(name, "_test.go");
	for (size_t i = 0; i < sizeof dropped_folders / sizeof *dropped_folders; i++)
		if (below(name, dropped_folders[i]))
			return false;
	if (variant_package(name) || command_package(name) || dropped_program(name) || strstr(name, "/testdata/"))
		return false;
	/* the race detector's library, for six platforms; without -race nothing looks at it */
	if (below(name, "src/runtime/race") && str_ends(name, ".syso"))
		return false;
	return !(below(name, "src") && str_ends(name, "_test.go"));
}

bool goroot_is_program(const char *name)
{
	return below(name, "bin") || below(name, "pkg/tool");
}

bool goroot_not_in_module(const char *name)
{
	static const char *const folders[] = { "api", "doc", "misc", "test" };

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (below(name, folders[i]))
			return true;
	return false;
}

const char *goroot_name(const char *name)
{
	static const char *const renamed[][2] = { { "src/_go.mod", "src/go.mod" },
		                                  { "src/cmd/_go.mod", "src/cmd/go.mod" } };

	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		if (!strcmp(name, renamed[i][0]))
			return renamed[i][1];
	return name;
}
