/* What is kept once: interned texts, and contents by their hash. */
#include <string.h>

#include "base/hash.h"
#include "store/db.h"

/* FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923); only to find candidates: the texts themselves are compared. */
static int64_t fnv1a(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	int64_t out;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	memcpy(&out, &h, sizeof out);
	return out;
}

int text_id(struct store *s, const char *text, int64_t *id, struct error *err)
{
	const struct value v[] = { value_int(fnv1a(text ? text : "")), value_text(text) };
	bool found;

	if (db_int(s, "SELECT id FROM text WHERE hash = ?1 AND text = ?2", v, 2, id, &found, err))
		return -1;
	if (found)
		return 0;
	if (db_run(s, "INSERT INTO text (hash, text) VALUES (?1, ?2)", v, 2, err))
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int content_id(struct store *s, const struct str *bytes, int64_t *id, struct error *err)
{
	unsigned char sha256[HASH_BYTES];
	struct hash *h = hash_new();
	struct value v[2];
	bool found;

	hash_add(h, bytes->p, bytes->len);
	hash_raw(h, sha256);
	v[0] = value_blob(sha256, sizeof sha256);
	v[1] = value_bytes(bytes->p, bytes->len);
	if (db_int(s, "SELECT id FROM content WHERE sha256 = ?1", v, 1, id, &found, err))
		return -1;
	if (found)
		return 0;
	if (db_run(s, "INSERT INTO content (sha256, bytes) VALUES (?1, ?2)", v, 2, err))
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}
