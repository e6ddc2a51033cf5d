#include "toolchain/sumdb_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/signed_note.h"

#define LOCK_MS 60000 /* held only while a small file is written: longer is a broken file system */

struct sumdb_state {
	char *folder;
};

struct sumdb_state *sumdb_state_open(const char *folder, const char *name)
{
	struct sumdb_state *s = xcalloc(1, sizeof *s);
	struct str path = STR_INIT;

	str_addf(&path, "%s/", folder);
	for (; *name; name++) {
		if (*name == '/' || *name == ':') /* a name may hold a path or a port */
			str_addf(&path, "%%%02x", (unsigned char)*name);
		else
			str_add_char(&path, *name);
	}
	s->folder = str_detach(&path);
	return s;
}

void sumdb_state_free(struct sumdb_state *s)
{
	if (!s)
		return;
	free(s->folder);
	free(s);
}

const char *sumdb_state_folder(const struct sumdb_state *s)
{
	return s->folder;
}

int sumdb_state_latest(const struct sumdb_state *s, struct str *out, struct error *err)
{
	char *path = xasprintf("%s/latest", s->folder);
	int rc = path_exists(path) ? file_read(path, NOTE_MAX, out, err) : 0;

	free(path);
	return rc;
}

int sumdb_state_advance(const struct sumdb_state *s, const struct str *old, const char *note, size_t n, bool *lost,
                        struct error *err)
{
	char *lock = xasprintf("%s/lock", s->folder), *path = xasprintf("%s/latest", s->folder);
	struct str now = STR_INIT;
	int fd = -1, rc = -1;

	*lost = false;
	if (!dir_make(s->folder, err) && !file_lock(lock, LOCK_MS, &fd, NULL, err) &&
	    !sumdb_state_latest(s, &now, err)) {
		*lost = now.len != old->len || memcmp(str_cstr(&now), str_cstr(old), now.len);
		rc = *lost ? 0 : file_write(path, note, n, err);
	}
	if (fd >= 0)
		file_unlock(fd);
	str_release(&now);
	free(path);
	free(lock);
	return rc;
}

void sumdb_state_forked(const struct sumdb_state *s, const struct str *a, const char *b, size_t n)
{
	char *path = xasprintf("%s/forked", s->folder);
	struct error ignored = ERROR_INIT;
	struct str both = STR_INIT;

	str_add_bytes(&both, str_cstr(a), a->len);
	str_add(&both, "\n");
	str_add_bytes(&both, b, n);
	if (!dir_make(s->folder, &ignored))
		file_write(path, both.p, both.len, &ignored);
	str_release(&both);
	free(path);
}

static char *tile_file(const struct sumdb_state *s, const struct tlog_tile *t)
{
	char path[TLOG_PATH];

	return xasprintf("%s/%s", s->folder, tlog_tile_path(t, true, path));
}

/* One file a tile, however much of it was known: a wider one serves a narrower one's readers, too. */
bool sumdb_state_tile(const struct sumdb_state *s, const struct tlog_tile *t, unsigned char *out)
{
	char *path = tile_file(s, t);
	size_t want = (size_t)t->width * HASH_BYTES;
	struct error ignored = ERROR_INIT;
	struct str data = STR_INIT;
	bool found = !file_read(path, TLOG_TILE_BYTES, &data, &ignored) && data.len >= want;

	if (found)
		memcpy(out, data.p, want);
	str_release(&data);
	free(path);
	return found;
}

void sumdb_state_keep(const struct sumdb_state *s, const struct tlog_tile *t, const unsigned char *data)
{
	char *path = tile_file(s, t), *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	struct error ignored = ERROR_INIT;

	if (!dir_make(folder, &ignored))
		file_write(path, data, (size_t)t->width * HASH_BYTES, &ignored);
	free(folder);
	free(path);
}
