/*
 * Any bytes as a toolchain's archive, tar.gz or zip as they begin: nothing crashes, nothing appears outside the folder, and a success means a digest
 * and as many lines of sums as files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
	const uint8_t *p;
	size_t n;
};

static int read_memory(void *ctx, const void **p, size_t *n, struct error *err)
{
	struct memory *m = ctx;
	size_t step = m->n < 97 ? m->n : 97;
	(void)err;

	*p = m->p;
	*n = step;
	m->p += step;
	m->n -= step;
	return 0;
}

static size_t count_lines(const struct str *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		n += s->p[i] == '\n';
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *outer, *folder;
	struct unpack_options o = { .prefix = "p/", .max_files = 100, .max_bytes = 1 << 20 };
	struct memory m = { .p = data, .n = size };
	struct unpack_result r;
	struct error err = ERROR_INIT;
	struct strlist names = STRLIST_INIT;

	if (!outer) {
		const char *tmp = getenv("TMPDIR");

		outer = xasprintf("%s/goalloc-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
		if (!mkdtemp(outer))
			abort();
		folder = xasprintf("%s/in", outer);
	}
	if (unpack_begins(UNPACK_TAR_GZ, data, size))
		o.format = UNPACK_TAR_GZ;
	if (dir_make(folder, &err))
		abort();
	o.folder = folder;
	if (unpack_archive(read_memory, &m, &o, &r, &err)) {
		/* ENAMETOOLONG and the like are the disk's; all else is the archive's fault */
		if ((err.kind != ERR_CORRUPT && err.kind != ERR_INFRA) || !err.msg[0])
			abort();
	} else if (!h1_valid(r.h1) || count_lines(&r.sums) != r.files) {
		abort();
	}
	unpack_result_release(&r);
	if (dir_list(outer, &names, &err) || names.len != 1 || strcmp(names.items[0], "in"))
		abort();
	strlist_release(&names);
	if (tree_remove(folder, &err))
		abort();
	return 0;
}
