/*
 * Inside the cache: where things lie, and the .info file that makes a toolchain exist. What is returned as char * is
 * the caller's to free. See cache.h for the layout.
 */
#ifndef GOALLOC_TOOLCHAIN_INFO_H
#define GOALLOC_TOOLCHAIN_INFO_H

#include <stddef.h>

#include "base/error.h"
#include "toolchain/toolchain.h"

#define CACHE_NAME 64 /* enough for cache_name */

/* "go1.9.2.linux-amd64"; returns buf. */
const char *cache_name(const struct go_version *v, const char *goos, const char *goarch, char buf[CACHE_NAME]);
char *cache_goroot(const char *cache, const char *name); /* toolchains/NAME, absolute */
char *cache_info(const char *cache, const char *name);   /* toolchains/NAME.info */
char *cache_sums(const char *cache, const char *name);   /* toolchains/NAME.sums */
char *cache_lock(const char *cache, const char *name);   /* locks/NAME */

/* Fills *out from NAME.info. -1 when there is no such toolchain or its .info is not whole: it is not installed. */
int info_read(const char *cache, const char *name, struct toolchain *out);
int info_write(const char *cache, const char *name, const struct toolchain *t, struct error *err);
/* The platform a name is for: "go1.9.2.linux-amd64" to "linux" and "amd64"; false if it is no such name. */
bool cache_name_parse(const char *name, struct go_version *v, char goos[32], char goarch[32]);

#endif
