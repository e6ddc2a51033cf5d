/* Is an installed toolchain still what was installed? */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "toolchain/cache.h"
#include "toolchain/digests.h"
#include "toolchain/h1.h"
#include "toolchain/info.h"
#include "toolchain/local.h"
#include "toolchain/unpack.h"

#define SUMS_MAX ((size_t)128 << 20)
#define MAX_DEPTH 600

struct sum {
	const char *hex, *name; /* name: in the archive */
	const char *disk;       /* on disk */
	bool kept, seen;
};

struct check {
	const struct toolchain *t;
	const struct event_sink *sink;
	const char *task;
	struct sum *sums;
	size_t len, cap, kept, done;
	struct strlist *findings;
};

static int by_disk(const void *a, const void *b)
{
	return strcmp(((const struct sum *)a)->disk, ((const struct sum *)b)->disk);
}

/* Cuts the text's lines apart in place; false when one is not "sha256  size  name". */
static bool parse(struct check *c, char *text)
{
	for (char *line = text; *line;) {
		char *end = line + strcspn(line, "\n"), *size, *name;
		struct sum *s;

		if (!*end || end - line < HASH_HEX + 4 || strncmp(line + HASH_HEX - 1, "  ", 2))
			return false;
		*end = '\0';
		line[HASH_HEX - 1] = '\0';
		size = line + HASH_HEX + 1;
		name = strstr(size, "  ");
		if (!name)
			return false;
		c->sums = vec_grow(c->sums, &c->cap, c->len + 1, sizeof *c->sums);
		s = &c->sums[c->len++];
		*s = (struct sum){ .hex = line, .name = name + 2, .disk = goroot_name(name + 2), .kept = *size != '-' };
		c->kept += s->kept;
		line = end + 1;
	}
	if (c->len)
		qsort(c->sums, c->len, sizeof *c->sums, by_disk);
	return true;
}

/* The module hash over the remembered sums: they must still be those of the digest that was checked. */
static bool sums_have_digest(const struct check *c, const char *name)
{
	struct h1 *h = h1_new();
	char text[H1_TEXT];
	bool good = true;

	for (size_t i = 0; good && i < c->len; i++) {
		char *full = xasprintf("golang.org/toolchain@v0.0.1-%s/%s", name, c->sums[i].name);

		good = h1_add(h, full, c->sums[i].hex);
		free(full);
	}
	good = good && !strcmp(h1_text(h, text), c->t->digest);
	h1_free(h);
	return good;
}

static int check_file(struct check *c, const char *path, const char *name, struct error *err)
{
	struct sum key = { .disk = name };
	struct sum *s = c->len ? bsearch(&key, c->sums, c->len, sizeof *c->sums, by_disk) : NULL;
	char hex[HASH_HEX];
	struct stat st;

	if (!s || !s->kept) {
		strlist_addf(c->findings, "added %s", name);
		return 0;
	}
	s->seen = true;
	if (lstat(path, &st))
		return error_errno(err, ERR_INFRA, "cannot look at %s", path);
	if (!S_ISREG(st.st_mode)) {
		strlist_addf(c->findings, "changed %s", name);
		return 0;
	}
	if (hash_file(path, hex, err))
		return -1;
	if (strcmp(hex, s->hex))
		strlist_addf(c->findings, "changed %s", name);
	if (++c->done % 64 == 0)
		event_progress(c->sink, c->task, c->done, c->kept, UNIT_COUNT);
	return 0;
}

static int walk(struct check *c, const char *folder, int depth, struct error *err)
{
	char *path = *folder ? xasprintf("%s/%s", c->t->goroot, folder) : xstrdup(c->t->goroot);
	struct strlist names = STRLIST_INIT;
	int rc = interrupt_check(err);

	if (!rc)
		rc = depth > MAX_DEPTH ? error_set(err, ERR_INFRA, "%s: folders too deep", path)
		                       : dir_list(path, &names, err);
	for (size_t i = 0; !rc && i < names.len; i++) {
		char *name = *folder ? xasprintf("%s/%s", folder, names.items[i]) : xstrdup(names.items[i]);
		char *full = xasprintf("%s/%s", c->t->goroot, name);
		struct stat st;

		if (lstat(full, &st))
			rc = error_errno(err, ERR_INFRA, "cannot look at %s", full);
		else
			rc = S_ISDIR(st.st_mode) ? walk(c, name, depth + 1, err) : check_file(c, full, name, err);
		free(full);
		free(name);
	}
	strlist_release(&names);
	free(path);
	return rc;
}

static int verify_installed(const char *cache, struct check *c, struct error *err)
{
	char name[CACHE_NAME], pinned[H1_TEXT];
	char *path;
	struct str text = STR_INIT;
	int rc;

	cache_name(&c->t->version, c->t->goos, c->t->goarch, name);
	path = cache_sums(cache, name);
	/* a tar.gz of old was trusted for its own digest: no module's is its */
	if (digest_pinned(name, pinned, sizeof pinned) && strcmp(pinned, c->t->digest) != 0 &&
	    !(c->t->archive_sha256 && !version_at_least(&c->t->version, 1, 21)))
		strlist_addf(c->findings, "changed %s.info", name);
	if (!path_is_file(path)) {
		strlist_addf(c->findings, "missing %s.sums", name);
		free(path);
		return 0;
	}
	rc = file_read(path, SUMS_MAX, &text, err);
	str_add(&text, "");
	if (!rc && (!parse(c, text.p) || !sums_have_digest(c, name))) {
		strlist_addf(c->findings, "changed %s.sums", name);
	} else if (!rc) {
		event_start(c->sink, c->task, c->kept, UNIT_COUNT);
		rc = walk(c, "", 0, err);
		for (size_t i = 0; !rc && i < c->len; i++)
			if (c->sums[i].kept && !c->sums[i].seen)
				strlist_addf(c->findings, "missing %s", c->sums[i].disk);
		if (rc)
			event_fail(c->sink, c->task, err->msg);
		else
			event_done(c->sink, c->task, NULL);
	}
	free(c->sums);
	str_release(&text);
	free(path);
	return rc;
}

int cache_verify(const char *cache, const struct toolchain *t, const struct event_sink *sink, struct strlist *findings,
                 struct error *err)
{
	char *task = xasprintf("verify %s", t->go);
	struct check c = { .t = t, .sink = sink, .task = task, .findings = findings };
	char digest[H1_TEXT];
	int rc;

	if (t->local) {
		rc = local_digest(t->goroot, t->goos, t->goarch, digest, err);
		if (!rc && strcmp(digest, t->digest))
			strlist_addf(findings, "changed %s", t->goroot);
	} else {
		rc = verify_installed(cache, &c, err);
	}
	free(task);
	return rc ? error_prefix(err, "cannot verify %s", t->go) : 0;
}
