#include "toolchain/spec_parts.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define OLDEST_MINOR 2 /* `all` begins with go1.2 */

static bool bare_minor(const struct go_version *v)
{
	return v->patch < 0 && v->stage == GO_RELEASE;
}

/* "latest" or "latest~N": the number of minors back, else -1. */
static int latest_back(const char *text)
{
	char *end;
	long n;

	if (!strcmp(text, "latest"))
		return 0;
	if (!str_starts(text, "latest~") || text[7] < '0' || text[7] > '9')
		return -1;
	n = strtol(text + 7, &end, 10);
	return *end || n > 9999 ? -1 : (int)n;
}

/* "1.25.*" or "1.25.x" to 1.25 */
static bool patches_of(const char *text, struct go_version *minor)
{
	size_t n = strlen(text);
	char head[GO_VERSION_TEXT];

	if (n < 5 || n >= sizeof head || (strcmp(text + n - 2, ".*") && strcmp(text + n - 2, ".x")))
		return false;
	str_copy(head, sizeof head, text, n - 2);
	return version_parse(head, minor) && bare_minor(minor);
}

enum part_kind spec_part_kind(const char *part)
{
	struct go_version v;

	if (strstr(part, "..") && part[0] != '.' && !strchr(part, '/'))
		return PART_RANGE;
	if (strchr(part, '/') || strchr(part, '=') || !strcmp(part, ".") || !strcmp(part, ".."))
		return PART_LOCAL;
	if (!strcmp(part, "all"))
		return PART_ALL;
	if (latest_back(part) >= 0)
		return PART_LATEST;
	if (patches_of(part, &v))
		return PART_PATCHES;
	if (version_parse(part, &v))
		return bare_minor(&v) ? PART_MINOR : PART_EXACT;
	return PART_UNKNOWN;
}

/* How far apart two versions are, for suggestions: a minor weighs more than any patch. */
static int64_t distance(const struct go_version *a, const struct go_version *b)
{
	int64_t d[4] = { a->major - b->major, a->minor - b->minor,
		         (a->patch < 0 ? 0 : a->patch) - (b->patch < 0 ? 0 : b->patch), (int)a->stage - (int)b->stage };

	for (size_t i = 0; i < 4; i++)
		d[i] = d[i] < 0 ? -d[i] : d[i];
	return ((d[0] * 10000 + d[1]) * 10000 + d[2]) * 4 + d[3];
}

const char *spec_nearest(const struct go_version *v, const struct go_version *sorted, size_t n, char *buf, size_t size)
{
	size_t chosen[3], k = 0, used = 0;
	char text[GO_VERSION_TEXT];

	buf[0] = '\0';
	for (; k < 3 && k < n; k++) {
		size_t best = n;

		for (size_t i = 0; i < n; i++) {
			bool taken = false;

			for (size_t j = 0; j < k; j++)
				taken = taken || chosen[j] == i;
			if (!taken && (best == n || distance(&sorted[i], v) <= distance(&sorted[best], v)))
				best = i;
		}
		chosen[k] = best;
	}
	for (size_t j = 0; j < k && used < size; j++) {
		int w = snprintf(buf + used, size - used, "%s%s", j ? ", " : "",
		                 version_format(&sorted[chosen[j]], text, sizeof text));

		used += w > 0 ? (size_t)w : 0;
	}
	return buf;
}

static void take(struct version_range *r, const struct go_version *v)
{
	r->items = xreallocarray(r->items, r->len + 1, sizeof *r->items);
	r->items[r->len++] = *v;
}

static bool same_minor(const struct go_version *a, const struct go_version *b)
{
	return a->major == b->major && a->minor == b->minor;
}

/* Is sorted[i] the newest release of its minor? Candidates count only when named. */
static bool newest_patch(const struct go_version *sorted, size_t n, size_t i)
{
	if (sorted[i].stage != GO_RELEASE)
		return false;
	for (size_t j = i + 1; j < n && same_minor(&sorted[i], &sorted[j]); j++)
		if (sorted[j].stage == GO_RELEASE)
			return false;
	return true;
}

/* The newest release of the minor; NULL if it has none. */
static const struct go_version *of_minor(const struct go_version *minor, const struct go_version *sorted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_minor(minor, &sorted[i]) && newest_patch(sorted, n, i))
			return &sorted[i];
	return NULL;
}

static int nothing(const char *part, const struct go_version *v, const struct go_version *sorted, size_t n,
                   struct error *err)
{
	char near[128], name[GO_VERSION_TEXT];

	version_format(v, name, sizeof name);
	if (!n)
		return error_set(
			err, ERR_USAGE,
			"SPEC '%s': no list of versions is known to find %s in; name exact versions as in 1.9.2", part,
			name);
	return error_set(err, ERR_USAGE, "SPEC '%s': there is no %s here; nearest: %s", part, name,
	                 spec_nearest(v, sorted, n, near, sizeof near));
}

static const struct go_version *latest(const char *part, int back, const struct go_version *sorted, size_t n,
                                       struct error *err)
{
	int minors = 0;

	for (size_t i = n; i-- > 0;)
		if (newest_patch(sorted, n, i) && minors++ == back)
			return &sorted[i];
	if (!minors)
		error_set(err, ERR_USAGE, "SPEC '%s': no release is known: is the source reachable?", part);
	else
		error_set(err, ERR_USAGE, "SPEC '%s': only %d minor releases are known; the oldest is latest~%d", part,
		          minors, minors - 1);
	return NULL;
}

/* One end of a range: a minor, or latest and latest~N. */
static int range_end(const char *part, const char *text, const struct go_version *sorted, size_t n,
                     struct go_version *out, struct error *err)
{
	const struct go_version *found;
	int back = latest_back(text);

	if (back >= 0) {
		found = latest(part, back, sorted, n, err);
	} else {
		if (!version_parse(text, out) || !bare_minor(out))
			return error_set(err, ERR_USAGE,
			                 "SPEC '%s': a range goes from minor to minor, as in 1.13..1.27", part);
		found = of_minor(out, sorted, n);
		if (!found)
			nothing(part, out, sorted, n, err);
	}
	if (!found)
		return -1;
	*out = *found;
	return 0;
}

static int range(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                 struct error *err)
{
	const char *dots = strstr(part, "..");
	struct go_version from, to;
	char *head = xstrndup(part, (size_t)(dots - part));
	int rc = range_end(part, head, sorted, n, &from, err);

	free(head);
	if (rc || range_end(part, dots + 2, sorted, n, &to, err))
		return -1;
	if (version_compare(&from, &to) > 0)
		return error_set(err, ERR_USAGE, "SPEC '%s': the older version comes first", part);
	for (size_t i = 0; i < n; i++)
		if (newest_patch(sorted, n, i) && version_compare(&sorted[i], &from) >= 0 &&
		    version_compare(&sorted[i], &to) <= 0)
			take(out, &sorted[i]);
	return 0;
}

static int exact(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                 struct error *err)
{
	struct go_version v;

	version_parse(part, &v);
	version_canonical(&v);
	for (size_t i = 0; i < n; i++) {
		if (!version_compare(&v, &sorted[i])) {
			take(out, &sorted[i]);
			return 0;
		}
	}
	if (n)
		return nothing(part, &v, sorted, n, err);
	take(out, &v);
	return 0;
}

static int minor(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                 struct error *err)
{
	const struct go_version *found;
	struct go_version v = { 0 };

	version_parse(part, &v);
	found = of_minor(&v, sorted, n);
	if (!found)
		return nothing(part, &v, sorted, n, err);
	take(out, found);
	return 0;
}

static int patches(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                   struct error *err)
{
	struct go_version v = { 0 };

	patches_of(part, &v);
	for (size_t i = 0; i < n; i++)
		if (same_minor(&v, &sorted[i]) && sorted[i].stage == GO_RELEASE)
			take(out, &sorted[i]);
	return out->len ? 0 : nothing(part, &v, sorted, n, err);
}

static int newest(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                  struct error *err)
{
	const struct go_version *found = latest(part, latest_back(part), sorted, n, err);

	if (!found)
		return -1;
	take(out, found);
	return 0;
}

static int all(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
               struct error *err)
{
	for (size_t i = 0; i < n; i++)
		if (newest_patch(sorted, n, i) && version_at_least(&sorted[i], 1, OLDEST_MINOR))
			take(out, &sorted[i]);
	return out->len ? 0
	                : error_set(err, ERR_USAGE, "SPEC '%s': no release is known: is the source reachable?", part);
}

static int unknown(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                   struct error *err)
{
	static const char *const words[] = { "latest", "all" };
	(void)sorted, (void)n, (void)out;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (part[0] == words[i][0] && !strchr(part, '.'))
			return error_set(err, ERR_USAGE, "SPEC '%s' is not understood: did you mean '%s'?", part,
			                 words[i]);
	return error_set(err, ERR_USAGE,
	                 "SPEC '%s' is not understood: try 1.9.2, 1.9, 1.13..1.27, 1.25.*, latest, latest~1, all or "
	                 "NAME=/path/to/goroot",
	                 part);
}

int spec_part_range(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                    struct error *err)
{
	static int (*const resolve[])(const char *, const struct go_version *, size_t, struct version_range *,
	                              struct error *) = {
		[PART_LOCAL] = unknown, [PART_EXACT] = exact,   [PART_MINOR] = minor, [PART_PATCHES] = patches,
		[PART_RANGE] = range,   [PART_LATEST] = newest, [PART_ALL] = all,     [PART_UNKNOWN] = unknown,
	};
	int rc;

	*out = (struct version_range){ NULL, 0 };
	rc = resolve[spec_part_kind(part)](part, sorted, n, out, err);
	if (rc) {
		free(out->items);
		*out = (struct version_range){ NULL, 0 };
	}
	return rc;
}
