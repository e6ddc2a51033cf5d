/* Any text as a version and as a SPEC: nothing crashes, and what parses is written so that it parses the same again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/local.h"
#include "toolchain/spec.h"
#include "toolchain/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const existing[] = { "1.2.2", "1.9",    "1.9.2",   "1.18beta1",
		                                "1.18",  "1.25.0", "1.25.14", "1.27.4" };
	struct go_version versions[sizeof existing / sizeof *existing], v, again;
	char *text = xstrndup((const char *)data, size), buf[GO_VERSION_TEXT];
	struct wanted_list l = WANTED_LIST_INIT;
	struct error err = ERROR_INIT;

	for (size_t i = 0; i < sizeof existing / sizeof *existing; i++)
		if (!version_parse(existing[i], &versions[i]))
			abort();
	if (version_parse(text, &v) &&
	    (!version_parse(version_format(&v, buf, sizeof buf), &again) || version_compare(&v, &again)))
		abort();
	if (local_version(text, &v) && !version_parse(version_format(&v, buf, sizeof buf), &again))
		abort();
	if (spec_resolve(text, versions, sizeof existing / sizeof *existing, &l, &err)) {
		if (err.kind != ERR_USAGE || !err.msg[0] || strchr(err.msg, '\n') || l.len)
			abort();
	} else if (!l.len) {
		abort();
	}
	wanted_list_release(&l);
	spec_resolve(text, NULL, 0, &l, &err);
	wanted_list_release(&l);
	spec_needs_versions(text);
	free(text);
	return 0;
}
