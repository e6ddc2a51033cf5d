#include "toolchain/info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "toolchain/h1.h"

#define INFO_MAX ((size_t)64 << 10)

const char *cache_name(const struct go_version *v, const char *goos, const char *goarch, char buf[CACHE_NAME])
{
	char version[GO_VERSION_TEXT];

	snprintf(buf, CACHE_NAME, "%s.%.12s-%.12s", version_format(v, version, sizeof version), goos, goarch);
	return buf;
}

bool cache_name_parse(const char *name, struct go_version *v, char goos[32], char goarch[32])
{
	const char *dot = strrchr(name, '.'), *dash = dot ? strchr(dot, '-') : NULL;
	char version[GO_VERSION_TEXT];

	if (!dash || dash == dot + 1 || !dash[1] || strlen(dot) > 30 || (size_t)(dot - name) >= sizeof version)
		return false;
	str_copy(version, sizeof version, name, (size_t)(dot - name));
	str_copy(goos, 32, dot + 1, (size_t)(dash - dot - 1));
	str_copy(goarch, 32, dash + 1, strlen(dash + 1));
	return version_parse(version, v);
}

static char *below(const char *cache, const char *folder, const char *name, const char *suffix)
{
	char *dir = path_absolute(cache);
	char *path = xasprintf("%s/%s/%s%s", dir, folder, name, suffix);

	free(dir);
	return path;
}

char *cache_goroot(const char *cache, const char *name)
{
	return below(cache, "toolchains", name, "");
}

char *cache_info(const char *cache, const char *name)
{
	return below(cache, "toolchains", name, ".info");
}

char *cache_sums(const char *cache, const char *name)
{
	return below(cache, "toolchains", name, ".sums");
}

char *cache_lock(const char *cache, const char *name)
{
	return below(cache, "locks", name, "");
}

/* The keys of an .info file and where their values go. */
static const struct {
	const char *key;
	size_t field;
	bool optional; /* not in the files of earlier versions */
} keys[] = {
	{ "go", offsetof(struct toolchain, go), false },
	{ "goos", offsetof(struct toolchain, goos), false },
	{ "goarch", offsetof(struct toolchain, goarch), false },
	{ "digest", offsetof(struct toolchain, digest), false },
	{ "source", offsetof(struct toolchain, source), false },
	{ "version_output", offsetof(struct toolchain, version_output), false },
	{ "installed_at", offsetof(struct toolchain, installed_at), false },
	{ "trust", offsetof(struct toolchain, trust), true },
	{ "archive_sha256", offsetof(struct toolchain, archive_sha256), true },
};
#define KEYS (sizeof keys / sizeof *keys)

static char **field_of(const struct toolchain *t, size_t i)
{
	return (char **)((char *)(uintptr_t)t + keys[i].field);
}

static void parse(const char *text, struct toolchain *t)
{
	struct strlist lines = STRLIST_INIT;

	strlist_split(&lines, text, '\n');
	for (size_t n = 0; n < lines.len; n++) {
		char *value = strchr(lines.items[n], '=');

		if (!value)
			continue;
		*value++ = '\0';
		for (size_t i = 0; i < KEYS; i++) {
			if (strcmp(lines.items[n], keys[i].key) || *field_of(t, i))
				continue;
			*field_of(t, i) = xstrdup(value);
		}
	}
	strlist_release(&lines);
}

int info_read(const char *cache, const char *name, struct toolchain *out)
{
	char *path = cache_info(cache, name);
	struct error ignored = ERROR_INIT;
	struct str text = STR_INIT;
	struct toolchain t = { 0 };
	char version[GO_VERSION_TEXT], goos[32], goarch[32];
	bool whole = false;

	if (cache_name_parse(name, &t.version, goos, goarch) && !file_read(path, INFO_MAX, &text, &ignored)) {
		parse(str_cstr(&text), &t);
		whole = true;
		for (size_t i = 0; i < KEYS; i++)
			whole = whole && (keys[i].optional || *field_of(&t, i));
		/* the name of the file is what was asked for: a copied or edited .info must not pretend otherwise */
		whole = whole && !strcmp(t.go, version_format(&t.version, version, sizeof version)) &&
		        !strcmp(t.goos, goos) && !strcmp(t.goarch, goarch) && h1_valid(t.digest);
		t.goroot = cache_goroot(cache, name);
		whole = whole && path_is_dir(t.goroot);
	}
	if (whole)
		*out = t;
	else
		toolchain_release(&t);
	str_release(&text);
	free(path);
	return whole ? 0 : -1;
}

int info_write(const char *cache, const char *name, const struct toolchain *t, struct error *err)
{
	char *path = cache_info(cache, name);
	struct str text = STR_INIT;
	int rc;

	for (size_t i = 0; i < KEYS; i++) {
		const char *value = *field_of(t, i);

		if (!value && keys[i].optional)
			continue;
		str_addf(&text, "%s=", keys[i].key);
		for (const char *p = value ? value : ""; *p; p++)
			str_add_char(&text, *p == '\n' || *p == '\r' ? ' ' : *p);
		str_add_char(&text, '\n');
	}
	rc = file_write(path, text.p, text.len, err);
	str_release(&text);
	free(path);
	return rc;
}
