/* Any bytes as a download index: nothing crashes, and what is taken from it may stand in an address and be compared. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "toolchain/download_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct index_file *f)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";

	if (strspn(f->filename, fine) != strlen(f->filename) || strncmp(f->filename, "go1", 3) != 0 ||
	    strspn(f->sha256, "0123456789abcdef") != HASH_HEX - 1)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const platforms[] = { "linux", "darwin" };

	for (size_t k = 0; k < sizeof platforms / sizeof *platforms; k++) {
		struct download_index x = DOWNLOAD_INDEX_INIT;
		struct error err = ERROR_INIT;

		if (download_index_parse((const char *)data, size, platforms[k], "amd64", &x, &err)) {
			if (err.kind != ERR_CORRUPT || !err.msg[0] || strpbrk(err.msg, "\n\033") || x.len)
				abort();
			continue;
		}
		if (x.len > INDEX_MAX_RELEASES || x.len > x.releases)
			abort();
		for (size_t i = 0; i < x.len; i++) {
			check(&x.items[i]);
			if (i && version_compare(&x.items[i - 1].version, &x.items[i].version) >= 0)
				abort();
			if (download_index_find(&x, &x.items[i].version) != &x.items[i])
				abort();
		}
		download_index_release(&x);
	}
	return 0;
}
