#include "toolchain/index.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"

#define INDEX_MAX ((size_t)4 << 20)

/* NULL for a platform that could not be a file's name. */
static char *index_path(const char *cache, const char *goos, const char *goarch)
{
	return strchr(goos, '/') || strchr(goarch, '/') ? NULL : xasprintf("%s/index/%s-%s", cache, goos, goarch);
}

void index_remember(const char *cache, const char *goos, const char *goarch, const char *source,
                    const struct version_list *l, const struct event_sink *sink)
{
	char *folder = xasprintf("%s/index", cache), *path = index_path(cache, goos, goarch);
	struct error err = ERROR_INIT;
	struct str text = STR_INIT;
	char stamp[32], version[GO_VERSION_TEXT];

	clock_stamp(stamp, sizeof stamp);
	str_addf(&text, "# %s %s\n", stamp, source);
	for (size_t i = 0; i < l->len; i++)
		str_addf(&text, "%s\n", version_format(&l->items[i], version, sizeof version));
	if (path && (dir_make(folder, &err) || file_write(path, text.p, text.len, &err)))
		event_warn(sink, "the list of versions cannot be remembered: %s", err.msg);
	str_release(&text);
	free(path);
	free(folder);
}

bool index_recall(const char *cache, const char *goos, const char *goarch, struct version_list *out,
                  struct index_age *age)
{
	char *path = index_path(cache, goos, goarch);
	struct error ignored = ERROR_INIT;
	struct strlist lines = STRLIST_INIT;
	struct str text = STR_INIT;
	struct go_version v;
	struct stat st;

	*age = (struct index_age){ .seconds = -1 };
	if (path && !stat(path, &st) && !file_read(path, INDEX_MAX, &text, &ignored)) {
		strlist_split(&lines, str_cstr(&text), '\n');
		age->seconds = (int64_t)time(NULL) - st.st_mtime; /* it is written whenever it is seen */
	}
	for (size_t i = 0; i < lines.len; i++) {
		const char *p = lines.items[i];
		size_t n;

		if (str_starts(p, "# ")) {
			n = strcspn(p + 2, " ");
			str_copy(age->stamp, sizeof age->stamp, p + 2, n);
			p += 2 + n + strspn(p + 2 + n, " ");
			str_copy(age->source, sizeof age->source, p, strlen(p));
		} else if (version_parse(p, &v)) {
			version_list_add(out, &v);
		}
	}
	version_list_sort(out);
	strlist_release(&lines);
	str_release(&text);
	free(path);
	return out->len > 0;
}
