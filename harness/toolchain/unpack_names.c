/* Which names an archive may hold: each for itself, and all together. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "toolchain/unpack.h"

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
		size_t n = utf8_length(p, strnlen((const char *)p, 4));

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

/* Of a character for comparing names: "/" before all others, so that what is below a folder stands together. */
static int weight(unsigned char c)
{
	if (c == '/')
		return 1;
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int by_folded(const void *pa, const void *pb)
{
	const char *a = *(const char *const *)pa, *b = *(const char *const *)pb;

	while (*a && weight((unsigned char)*a) == weight((unsigned char)*b)) {
		a++;
		b++;
	}
	return weight((unsigned char)*a) - weight((unsigned char)*b);
}

/*
 * Two neighbours in that order. What has the same parents but for case stands together, so if among those some parents
 * differ, then those of two neighbours do.
 */
static const char *neighbours_problem(const char *a, const char *b)
{
	const char *p = a, *q = b;
	bool differ = false;

	for (; *p && *q && weight((unsigned char)*p) == weight((unsigned char)*q); p++, q++) {
		if (*p == '/' && differ)
			return "another name differs from it only in case";
		differ = differ || *p != *q;
	}
	/* "a/" and "a/b" is a folder and what is in it; "a" and "a/" or "a/b" is a file and a folder */
	if (!*p && !*q)
		return differ ? "another name differs from it only in case" : "the name comes twice";
	if (!*p && *q == '/')
		return differ ? "another name differs from it only in case" : "a file and a folder of one name";
	return NULL;
}

const char *unpack_names_problem(const char **names, size_t n, const char **which)
{
	const char *problem = NULL;

	*which = NULL;
	if (n > 1)
		qsort(names, n, sizeof *names, by_folded);
	for (size_t i = 1; !problem && i < n; i++) {
		problem = neighbours_problem(names[i - 1], names[i]);
		*which = names[i];
	}
	return problem;
}
