/*
 * Lists of versions, and the list a module proxy sends. Owns its items: version_list_release.
 */
#ifndef GOALLOC_TOOLCHAIN_VERSION_LIST_H
#define GOALLOC_TOOLCHAIN_VERSION_LIST_H

#include <stddef.h>

#include "toolchain/version.h"

struct version_list {
	struct go_version *items;
	size_t len, cap;
};
#define VERSION_LIST_INIT                                                                                              \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}
void version_list_release(struct version_list *l);
void version_list_add(struct version_list *l, const struct go_version *v);
void version_list_sort(struct version_list *l);
/* One of several equal ones stays; sorted before. */
void version_list_unique(struct version_list *l);

/*
 * Adds the versions of a module proxy's list, lines "v0.0.1-go1.9.2.linux-amd64", that are for the platform; other lines
 * (other platforms, things to come) are passed over. Returns how many lines name a toolchain of whatever platform: 0
 * means that this is no such list. Any bytes may come.
 */
size_t version_list_parse(const char *text, const char *goos, const char *goarch, struct version_list *out);

#endif
