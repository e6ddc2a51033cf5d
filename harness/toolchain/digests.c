#include "toolchain/digests.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "toolchain/h1.h"
#include "harness/toolchain/digests.txt.h"

#define DIGESTS_MAX ((size_t)16 << 20)

/* What follows the name on its line "NAME h1:... SIZE DATE"; NULL when there is none with a digest that is one. */
static const char *find(const char *text, const char *name, char *buf, size_t size)
{
	size_t n = strlen(name);

	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\r\n");

		if (len > n && !strncmp(line, name, n) && (line[n] == ' ' || line[n] == '\t')) {
			const char *d = line + n + strspn(line + n, " \t");
			size_t digest = strcspn(d, " \t\r\n");

			str_copy(buf, size, d, digest);
			if (h1_valid(buf))
				return d + digest;
		}
		line += len;
		line += strspn(line, "\r\n");
	}
	return NULL;
}

static bool look_up(const char *text, const char *name, char *buf, size_t size)
{
	return find(text, name, buf, size) != NULL;
}

void digest_details(const char *name, uint64_t *size, char date[11])
{
	char digest[H1_TEXT];
	const char *rest = find(embedded_digests_txt, name, digest, sizeof digest);
	char *end;

	*size = 0;
	date[0] = '\0';
	if (!rest || *rest != ' ')
		return;
	*size = strtoull(rest, &end, 10);
	end += strspn(end, " ");
	str_copy(date, 11, end, strcspn(end, " \r\n"));
}

const char *digest_pinned(const char *name, char *buf, size_t size)
{
	const char *own = getenv("GOALLOC_DIGESTS");
	bool found = false;

	if (own && *own) {
		struct str text = STR_INIT;
		struct error ignored = ERROR_INIT; /* digests_check has reported it */

		found = !file_read(own, DIGESTS_MAX, &text, &ignored) && look_up(str_cstr(&text), name, buf, size);
		str_release(&text);
	}
	return found || look_up(embedded_digests_txt, name, buf, size) ? buf : NULL;
}

int digests_check(const char **path, struct error *err)
{
	const char *own = getenv("GOALLOC_DIGESTS");
	struct str text = STR_INIT;
	int rc = 0;

	*path = NULL;
	if (!own || !*own)
		return 0;
	*path = own;
	rc = file_read(own, DIGESTS_MAX, &text, err);
	str_release(&text);
	return rc ? error_prefix(err, "$GOALLOC_DIGESTS") : 0;
}

void digests_newest(struct go_version *out)
{
	*out = (struct go_version){ .major = 1, .stage = GO_RELEASE };
	for (const char *line = embedded_digests_txt; *line;) {
		size_t len = strcspn(line, "\n");
		const char *end = memchr(line, ' ', len);
		char name[64];
		struct go_version v;

		if (end) {
			str_copy(name, sizeof name, line, (size_t)(end - line));
			/* "go1.9.2.linux-amd64": the version ends at the last point */
			char *dot = strrchr(name, '.');

			if (dot)
				*dot = '\0';
			if (version_parse(name, &v) && version_compare(&v, out) > 0)
				*out = v;
		}
		line += len;
		line += *line == '\n';
	}
}
