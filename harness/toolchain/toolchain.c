#include "toolchain/toolchain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/alloc.h"

void toolchain_unuse(struct toolchain *t)
{
	/* not file_unlock: several may hold it, and the file says nothing about who */
	if (t->use)
		close(t->use - 1);
	t->use = 0;
}

void toolchain_release(struct toolchain *t)
{
	free(t->go);
	free(t->goroot);
	free(t->goos);
	free(t->goarch);
	free(t->source);
	free(t->digest);
	free(t->trust);
	free(t->version_output);
	free(t->installed_at);
	free(t->archive_sha256);
	toolchain_unuse(t);
	memset(t, 0, sizeof *t);
}

void toolchain_list_release(struct toolchain_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		toolchain_release(&l->items[i]);
	free(l->items);
	*l = (struct toolchain_list)TOOLCHAIN_LIST_INIT;
}

struct toolchain *toolchain_list_add(struct toolchain_list *l)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	memset(&l->items[l->len], 0, sizeof *l->items);
	return &l->items[l->len++];
}

static int by_version(const void *pa, const void *pb)
{
	const struct toolchain *a = pa, *b = pb;

	if (a->local != b->local)
		return a->local ? 1 : -1;
	return a->local ? strcmp(a->go, b->go) : version_compare(&a->version, &b->version);
}

void toolchain_list_sort(struct toolchain_list *l)
{
	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_version);
}

const char *host_goos(void)
{
#if defined(__linux__)
	return "linux";
#elif defined(__APPLE__)
	return "darwin";
#elif defined(__FreeBSD__)
	return "freebsd";
#elif defined(__OpenBSD__)
	return "openbsd";
#elif defined(__NetBSD__)
	return "netbsd";
#else
	return "unknown";
#endif
}

/* The machine's, not the one this program was compiled for, where both can run. */
const char *host_goarch(void)
{
	static const struct {
		const char *machine, *goarch;
	} known[] = {
		{ "x86_64", "amd64" },        { "amd64", "amd64" }, { "aarch64", "arm64" },
		{ "arm64", "arm64" },         { "i386", "386" },    { "i686", "386" },
		{ "ppc64le", "ppc64le" },     { "s390x", "s390x" }, { "riscv64", "riscv64" },
		{ "loongarch64", "loong64" },
	};
	struct utsname u;

	if (uname(&u))
		return "unknown";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(u.machine, known[i].machine))
			return known[i].goarch;
	return !strncmp(u.machine, "arm", 3) ? "arm" : "unknown";
}
