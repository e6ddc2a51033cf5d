/* What of a Go distribution is kept, and under which names. */
#include <string.h>

#include "toolchain/unpack.h"

/* Tried with go1.2.2 ... go1.27.4: building programs, `go tool compile` and `go list -export std` need none of these. */
static const char *const dropped_folders[] = { "api", "blog", "doc", "misc", "test", "pkg/obj" };
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

bool goroot_needs(const char *name)
{
	for (size_t i = 0; i < sizeof dropped_folders / sizeof *dropped_folders; i++)
		if (below(name, dropped_folders[i]))
			return false;
	if (variant_package(name) || strstr(name, "/testdata/"))
		return false;
	return !(below(name, "src") && str_ends(name, "_test.go"));
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

/* Length of the UTF-8 sequence at p; 0 if it is none (overlong, surrogate, cut short, above U+10FFFF). */
static size_t utf8_length(const unsigned char *p)
{
	static const struct {
		unsigned char low, high; /* of the first byte */
		unsigned char from, to;  /* of the second */
		unsigned char length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	}; /* The Unicode Standard, table 3-7 */

	if (*p < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (*p < forms[i].low || *p > forms[i].high || p[1] < forms[i].from || p[1] > forms[i].to)
			continue;
		for (size_t k = 2; k < forms[i].length; k++)
			if (p[k] < 0x80 || p[k] > 0xbf)
				return 0;
		return forms[i].length;
	}
	return 0;
}

static const char *component_problem(const char *p, size_t n)
{
	if (!n)
		return "an empty part in the name";
	if ((n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
		return "'.' or '..' in the name";
	return n > 255 ? "a part of the name is too long" : NULL;
}

const char *unpack_name_problem(const char *name, const char *prefix)
{
	const char *rest, *problem;

	for (const unsigned char *p = (const unsigned char *)name; *p;) {
		size_t n = utf8_length(p);

		if (!n)
			return "the name is not UTF-8";
		if (*p < 0x20 || *p == 0x7f || *p == '\\' || (*p == 0xc2 && p[1] < 0xa0))
			return "a control character or a backslash in the name";
		p += n;
	}
	if (name[0] == '/')
		return "the name is absolute";
	if (strncmp(name, prefix, strlen(prefix)))
		return "the name has not the prefix of this toolchain";
	rest = name + strlen(prefix);
	if (strlen(rest) > 1024)
		return "the name is too long";
	if (!*rest)
		return NULL; /* the folder of all */
	while (*rest) {
		size_t n = strcspn(rest, "/");

		problem = component_problem(rest, n);
		if (problem)
			return problem;
		rest += n;
		rest += *rest == '/';
	}
	return NULL;
}
