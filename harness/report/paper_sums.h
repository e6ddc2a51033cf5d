/*
 * Files by their digests, as sha256sum writes them: "HEX  PATH" lines. Inside the paper kit only. sums_release frees.
 */
#ifndef GOALLOC_REPORT_PAPER_SUMS_H
#define GOALLOC_REPORT_PAPER_SUMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "base/str.h"

struct sum {
	char hex[HASH_HEX];
	char *path;
	bool placed; /* its file is where it belongs: not in the staging folder */
};
struct sums {
	struct sum *items;
	size_t len, cap;
};

void sums_add(struct sums *l, const char *hex, const char *path, bool placed);
void sums_release(struct sums *l);
/* Adds the lines of a text from anywhere; anything else in it, and paths that lead out of the folder, are passed over. */
void sums_parse(const char *text, struct sums *out);
void sums_write(const struct sums *l, struct str *out);
/* Does the list have this file, with this digest (NULL: any)? A file may be there with several. */
bool sums_have(const struct sums *l, const char *path, const char *hex);

#endif
