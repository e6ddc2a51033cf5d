/* Files of the report: written where they differ, and never over somebody else's. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "report/site_page.h"

#define MARK_WITHIN 600            /* bytes, from the start of a file of ours */
#define MAX_PAGE ((size_t)1 << 30) /* bytes of one file */

/* Pages of releases before 1.6 had no mark, and this title. */
static bool is_ours(const struct str *text)
{
	char head[MARK_WITHIN + 1];

	str_copy(head, sizeof head, str_cstr(text), text->len < MARK_WITHIN ? text->len : MARK_WITHIN);
	return !text->len || strstr(head, SITE_MARK) || strstr(head, "<title>How Go allocates");
}

/* Beside the target and renamed; not synced to the disk: what a crash takes, the next report writes again. */
static int replace(const char *path, const struct str *text, struct error *err)
{
	char *temporary = xasprintf("%s.%ld.tmp", path, (long)getpid());
	FILE *f = fopen(temporary, "wxe");
	bool fine;

	if (!f && errno == EEXIST && !unlink(temporary)) /* of a process that was killed, once with our number */
		f = fopen(temporary, "wxe");
	if (!f) {
		error_errno(err, ERR_INFRA, "cannot write %s", path);
		free(temporary);
		return -1;
	}
	fine = fwrite(str_cstr(text), 1, text->len, f) == text->len;
	fine = !fclose(f) && fine;
	if (!fine || rename(temporary, path)) {
		error_errno(err, ERR_INFRA, "cannot write %s", path);
		unlink(temporary);
		free(temporary);
		return -1;
	}
	free(temporary);
	return 0;
}

static int make_parent(const char *path, struct error *err)
{
	char *folder = xstrdup(path);
	int rc;

	*strrchr(folder, '/') = '\0';
	rc = path_is_dir(folder) ? 0 : dir_make(folder, err);
	free(folder);
	return rc;
}

/* What is there into *have; 0 where nothing is, or a file of ours. */
static int read_ours(const char *path, struct str *have, struct error *err)
{
	if (!path_exists(path))
		return 0;
	if (file_read(path, MAX_PAGE, have, err))
		return -1;
	if (is_ours(have))
		return 0;
	return error_set(
		err, ERR_INFRA,
		"%s is not a file of goalloc's and stays as it is: move it away, or give another folder with --output",
		path);
}

int site_file_check(const char *output_dir, const char *path, struct error *err)
{
	char *full = xasprintf("%s/%s", output_dir, path);
	struct str have = STR_INIT;
	const int rc = read_ours(full, &have, err);

	str_release(&have);
	free(full);
	return rc;
}

int site_file(const char *output_dir, const char *path, const struct str *text, struct error *err)
{
	char *full = xasprintf("%s/%s", output_dir, path);
	struct str have = STR_INIT;
	int rc = -1;

	if (make_parent(full, err) || read_ours(full, &have, err))
		goto out;
	if (path_exists(full) && have.len == text->len && !memcmp(str_cstr(&have), str_cstr(text), text->len))
		rc = 0;
	else
		rc = replace(full, text, err);
out:
	str_release(&have);
	free(full);
	return rc;
}
