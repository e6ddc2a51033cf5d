#include "report/paper_kit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "report/paper_sums.h"

#define STAGING ".new-" /* and the pid of who writes */
#define SUMS_MAX ((size_t)16 << 20)
#define MARK_LINE PAPER_KIT_MARK "; check: sha256sum -c " PAPER_KIT_SUMS "\n"

struct paper_kit {
	char *dir, *staging;
	struct sums old, now;
};

static char *in_kit(const struct paper_kit *k, const char *path)
{
	return xasprintf("%s/%s", k->dir, path);
}

static int write_sums(const struct paper_kit *k, bool old_too, struct error *err)
{
	struct str text = STR_INIT;
	char *path = in_kit(k, PAPER_KIT_SUMS);
	int status;

	str_add(&text, MARK_LINE);
	if (old_too)
		sums_write(&k->old, &text);
	sums_write(&k->now, &text);
	status = file_write(path, str_cstr(&text), text.len, err);
	free(path);
	str_release(&text);
	return status;
}

/* What processes that are no more were writing. */
static void remove_abandoned(const struct paper_kit *k, const struct strlist *names)
{
	for (size_t i = 0; i < names->len; i++) {
		const char *digits = names->items[i] + strlen(STAGING);
		struct error ignored = ERROR_INIT;
		char *path;
		long pid;

		if (!str_starts(names->items[i], STAGING) || !*digits || digits[strspn(digits, "0123456789")])
			continue;
		pid = strtol(digits, NULL, 10);
		if (pid <= 0 || pid > INT32_MAX || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
			continue;
		path = in_kit(k, names->items[i]);
		tree_remove(path, &ignored);
		free(path);
	}
}

/* A kit of before, with what it lists; or nothing. */
static int look(struct paper_kit *k, struct error *err)
{
	struct strlist names = STRLIST_INIT;
	struct str text = STR_INIT;
	char *sums = in_kit(k, PAPER_KIT_SUMS);
	int status = dir_list(k->dir, &names, err);

	if (!status && names.len && path_is_file(sums))
		status = file_read(sums, SUMS_MAX, &text, err);
	if (!status && names.len && !str_starts(str_cstr(&text), PAPER_KIT_MARK))
		status = error_set(
			err, ERR_USAGE,
			"%s holds %s%s and is no paper kit (%s in it does not say so): files of yours might be "
			"replaced; name a new or an empty folder",
			k->dir, names.items[0], names.len > 1 ? " and more" : "", PAPER_KIT_SUMS);
	if (!status) {
		sums_parse(str_cstr(&text), &k->old);
		remove_abandoned(k, &names);
	}
	free(sums);
	str_release(&text);
	strlist_release(&names);
	return status;
}

int paper_kit_open(const char *dir, struct paper_kit **out, struct error *err)
{
	struct paper_kit *k = xcalloc(1, sizeof *k);

	k->dir = xstrdup(dir);
	k->staging = xasprintf("%s/" STAGING "%ld", dir, (long)getpid());
	/* marked first: whoever is killed from now on leaves a kit */
	if (!dir_make(dir, err) && !look(k, err) && !write_sums(k, true, err) && !tree_remove(k->staging, err) &&
	    !dir_make(k->staging, err)) {
		*out = k;
		return 0;
	}
	paper_kit_free(k);
	return -1;
}

void paper_kit_free(struct paper_kit *k)
{
	struct error ignored = ERROR_INIT;

	if (!k)
		return;
	tree_remove(k->staging, &ignored);
	sums_release(&k->old);
	sums_release(&k->now);
	free(k->dir);
	free(k->staging);
	free(k);
}

static int make_parent(const char *path, struct error *err)
{
	char *parent = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	int status = dir_make(parent, err);

	free(parent);
	return status;
}

int paper_kit_begin(struct paper_kit *k, const char *path, FILE **out, struct error *err)
{
	char *staged = xasprintf("%s/%s", k->staging, path);
	int status = make_parent(staged, err);

	if (!status) {
		*out = fopen(staged, "wxe");
		if (!*out)
			status = error_errno(err, ERR_INFRA, "cannot write %s/%s", k->dir, path);
	}
	free(staged);
	return status;
}

int paper_kit_end(struct paper_kit *k, const char *path, FILE *f, struct error *err)
{
	char *staged = xasprintf("%s/%s", k->staging, path);
	char hex[HASH_HEX];
	const bool failed = ferror(f) != 0;
	int status = 0;

	if (fclose(f) || failed)
		status = error_errno(err, ERR_INFRA, "cannot write %s/%s", k->dir, path);
	if (!status)
		status = hash_file(staged, hex, err);
	if (!status)
		sums_add(&k->now, hex, path, false);
	free(staged);
	return status;
}

int paper_kit_add(struct paper_kit *k, const char *path, const struct str *text, bool executable, struct error *err)
{
	FILE *f = NULL;

	if (paper_kit_begin(k, path, &f, err) || !f)
		return -1;
	if (text->len)
		fwrite(text->p, 1, text->len, f); /* paper_kit_end asks ferror */
	if (executable)
		(void)fchmod(fileno(f), 0755); /* `sh reproduce.sh` needs it not */
	return paper_kit_end(k, path, f, err);
}

int paper_kit_drawn(struct paper_kit *k, const char *path, struct error *err)
{
	char *placed = in_kit(k, path);
	char hex[HASH_HEX];
	int status = 0;

	if (path_is_file(placed)) {
		status = hash_file(placed, hex, err);
		if (!status)
			sums_add(&k->now, hex, path, true);
	}
	free(placed);
	return status;
}

/* Has somebody put the file there, or changed it? */
static bool is_foreign(const struct paper_kit *k, const char *placed, const struct sum *s)
{
	struct error ignored = ERROR_INIT;
	char hex[HASH_HEX];

	if (!path_exists(placed))
		return false;
	if (!path_is_file(placed) || hash_file(placed, hex, &ignored))
		return true;
	return strcmp(hex, s->hex) != 0 && !sums_have(&k->old, s->path, hex);
}

static int place(struct paper_kit *k, struct sum *s, struct strlist *kept, struct error *err)
{
	char *staged = xasprintf("%s/%s", k->staging, s->path), *placed = in_kit(k, s->path);
	int status = 0;

	if (is_foreign(k, placed, s)) {
		strlist_add(kept, s->path);
	} else {
		status = make_parent(placed, err);
		if (!status && rename(staged, placed))
			status = error_errno(err, ERR_INFRA, "cannot put %s in place", placed);
		s->placed = !status;
	}
	free(staged);
	free(placed);
	return status;
}

/* What the kit of before wrote, and this one does not; a changed file is no longer that. */
static void remove_stale(const struct paper_kit *k)
{
	for (size_t i = 0; i < k->old.len; i++) {
		const struct sum *s = &k->old.items[i];
		struct error ignored = ERROR_INIT;
		char *path, hex[HASH_HEX];

		if (sums_have(&k->now, s->path, NULL))
			continue;
		path = in_kit(k, s->path);
		if (path_is_file(path) && !hash_file(path, hex, &ignored) && !strcmp(hex, s->hex))
			(void)unlink(path); /* a file too many does no harm */
		free(path);
	}
}

int paper_kit_finish(struct paper_kit *k, struct strlist *kept, struct error *err)
{
	size_t n = 0;
	int status = write_sums(k, true, err); /* killed meanwhile: old and new files are both known */

	for (size_t i = 0; i < k->now.len && !status; i++)
		if (!k->now.items[i].placed)
			status = place(k, &k->now.items[i], kept, err);
	if (status)
		return -1;
	remove_stale(k);
	for (size_t i = 0; i < k->now.len; i++) { /* what was kept is not ours to vouch for */
		struct sum s = k->now.items[i];

		if (s.placed)
			k->now.items[n++] = s;
		else
			free(s.path);
	}
	k->now.len = n;
	return write_sums(k, false, err);
}
