/* What the files of host.h share: hostile little files below a root folder. */
#ifndef GOALLOC_BASE_HOST_INTERNAL_H
#define GOALLOC_BASE_HOST_INTERNAL_H

#include "base/host.h"

/* The text of ROOT/path up to its first NUL, freed by the caller; NULL if it cannot be read or has more than 4 MiB. */
char *host_text(const char *root, const char *path);
/* Its first line, if that is made of printable ASCII and fits; else "" and false. */
bool host_word(const char *root, const char *path, char *out, size_t size);
/* The number it consists of, else HOST_UNKNOWN. */
int64_t host_number(const char *root, const char *path);
/* The number behind "KEY" at the start of a line, blanks or a colon between them; anything may follow it. */
int64_t host_field(const char *text, const char *key);
/* Fills quota_permille, throttled, memory_limit. */
void host_read_cgroup(const char *root, struct host *out);

#endif
