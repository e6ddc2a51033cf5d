/* Any text as a module proxy's list: nothing crashes, sorted and unique is what it says, and versions write as they read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/version_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct version_list l = VERSION_LIST_INIT;
	char *text = xstrndup((const char *)data, size), buf[GO_VERSION_TEXT];
	size_t known = version_list_parse(text, "linux", "amd64", &l);

	if (l.len > known)
		abort();
	version_list_sort(&l);
	version_list_unique(&l);
	for (size_t i = 0; i < l.len; i++) {
		struct go_version again;

		if (i && version_compare(&l.items[i - 1], &l.items[i]) >= 0)
			abort();
		if (!version_parse(version_format(&l.items[i], buf, sizeof buf), &again) ||
		    version_compare(&again, &l.items[i]))
			abort();
	}
	version_list_release(&l);
	free(text);
	return 0;
}
