/* What source.c (which bases there are) and source_ask.c (what they say) share. Nothing here is for others. */
#ifndef GOALLOC_TOOLCHAIN_SOURCE_INTERNAL_H
#define GOALLOC_TOOLCHAIN_SOURCE_INTERNAL_H

#include <pthread.h>

#include "toolchain/download_index.h"
#include "toolchain/source.h"

struct base {
	char *url, *shown; /* without a slash at the end; shown has no credentials */
	bool any_error;    /* written before "|": the next is asked after any error, not only "not there" */
	bool index;        /* a download index, not a module proxy */
	struct memory *memory;
};

/* What a download index said: fetched when first asked for, kept until source_free. */
struct memory {
	pthread_mutex_t lock;
	bool there;
	char *goos, *goarch;
	struct download_index index;
};

struct source {
	struct base *bases;
	size_t len, cap;
	char *name;
};

#endif
