/*
 * Inside the cache: who uses a toolchain, and when it was last used.
 *
 * locks/NAME.use is held shared by every process that works with the toolchain, from the moment it has found the .info
 * until toolchain_release, and exclusively by who removes it. Its time is that of the last use. Taken after the version's
 * own lock where both are needed.
 */
#ifndef GOALLOC_TOOLCHAIN_USE_H
#define GOALLOC_TOOLCHAIN_USE_H

#include <stdint.h>

#include "base/error.h"
#include "toolchain/toolchain.h"

/*
 * info_read, with the toolchain in use from then on: -1 when it is not installed. In a cache that cannot be written it is
 * handed out unlocked: who may not write here may not be the one to remove either.
 */
int use_installed(const char *cache, const char *name, struct toolchain *out);
/* ERR_INFRA while somebody uses it; on success *fd is file_unlock's. */
int use_end_all(const char *cache, const char *name, int *fd, struct error *err);
/* Nanoseconds since 1970 of the last use; 0 if never. */
int64_t use_last(const char *cache, const char *name);

#endif
