#include "toolchain/sumdb.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/sumdb_state.h"
#include "toolchain/sumdb_text.h"

#define RACES 100 /* so often others may be faster with a newer head */

struct sumdb {
	struct sumdb_spec spec;
	struct sumdb_state *state;
	sumdb_fetch fetch;
	void *ctx;
	uint64_t size;
};

/* A signed head, verified: the note as it came, and what it says. */
struct head {
	const char *note;
	size_t len;
	struct tlog_tree tree;
};

int sumdb_open(const char *gosumdb, const char *folder, sumdb_fetch fetch, void *ctx, struct sumdb **out,
               struct error *err)
{
	struct sumdb_spec spec;
	struct sumdb *db;

	*out = NULL;
	if (sumdb_spec_parse(gosumdb, &spec, err))
		return -1;
	db = xcalloc(1, sizeof *db);
	db->spec = spec;
	db->state = sumdb_state_open(folder, spec.key.name);
	db->fetch = fetch;
	db->ctx = ctx;
	*out = db;
	return 0;
}

void sumdb_free(struct sumdb *db)
{
	if (!db)
		return;
	sumdb_state_free(db->state);
	free(db);
}

const char *sumdb_name(const struct sumdb *db)
{
	return db->spec.key.name;
}

const char *sumdb_url(const struct sumdb *db)
{
	return *db->spec.url ? db->spec.url : NULL;
}

uint64_t sumdb_size(const struct sumdb *db)
{
	return db->size;
}

static int fetch(struct sumdb *db, const char *path, uint64_t max, struct str *out, enum download_verdict *verdict,
                 struct error *err)
{
	*verdict = DOWNLOAD_FINE;
	if (db->fetch(db->ctx, path, max, out, verdict, err))
		return -1;
	if (out->len > max)
		return error_set(err, ERR_CORRUPT, "%s: larger than the %llu bytes it may be", path,
		                 (unsigned long long)max);
	return 0;
}

/* A tile from the database: as wide as it is asked for, or the whole one if that is all there is by now. */
static int fetch_tile(struct sumdb *db, const struct tlog_tile *t, unsigned char *out, struct error *err)
{
	size_t want = (size_t)t->width * HASH_BYTES;
	enum download_verdict verdict;
	struct str data = STR_INIT;
	char path[TLOG_PATH + 1] = "/";
	bool whole = t->width == TLOG_WIDTH;
	int rc;

	tlog_tile_path(t, whole, path + 1);
	rc = fetch(db, path, want, &data, &verdict, err);
	if (rc && verdict == DOWNLOAD_GONE && !whole) {
		error_clear(err);
		str_reset(&data);
		whole = true;
		tlog_tile_path(t, true, path + 1);
		rc = fetch(db, path, TLOG_TILE_BYTES, &data, &verdict, err);
	}
	if (!rc && data.len != (whole ? TLOG_TILE_BYTES : want))
		rc = error_set(err, ERR_CORRUPT, "%s: this is no tile: %zu bytes came", path, data.len);
	if (!rc)
		memcpy(out, data.p, want);
	str_release(&data);
	return rc;
}

static int on_read(void *ctx, const struct tlog_tile *t, bool fresh, unsigned char *out, bool *kept, struct error *err)
{
	struct sumdb *db = ctx;

	*kept = !fresh && sumdb_state_tile(db->state, t, out);
	return *kept ? 0 : fetch_tile(db, t, out, err);
}

static void on_save(void *ctx, const struct tlog_tile *t, const unsigned char *data)
{
	const struct sumdb *db = ctx;

	sumdb_state_keep(db->state, t, data);
}

static struct tlog *open_log(struct sumdb *db, const struct tlog_tree *tree)
{
	struct tlog_source source = { .ctx = db, .read = on_read, .save = on_save };

	return tlog_open(tree, &source);
}

static int open_head(const struct sumdb *db, const char *note, size_t n, struct head *out, struct error *err)
{
	size_t text_len;

	*out = (struct head){ .note = note, .len = n };
	if (note_open(&db->spec.key, note, n, &text_len, err))
		return error_prefix(err, "the signed tree head");
	return sumdb_tree_parse(note, text_len, &out->tree, err);
}

/* Does the newer tree begin with the older one? *same says so; -1 when that cannot be found out. */
static int continues(struct sumdb *db, const struct tlog_tree *older, const struct tlog_tree *newer, bool *same,
                     struct error *err)
{
	struct tlog *log = NULL;
	struct tlog_hash root;
	int rc = 0;

	if (older->size == newer->size) {
		*same = tlog_same(&older->root, &newer->root); /* two signed roots of one size need no tiles */
		return 0;
	}
	log = open_log(db, newer);
	rc = tlog_root_at(log, older->size, &root, err);
	*same = !rc && tlog_same(&root, &older->root);
	tlog_free(log);
	return rc ? error_prefix(err, "cannot compare the tree of %llu records with that of %llu",
	                         (unsigned long long)older->size, (unsigned long long)newer->size)
	          : 0;
}

static int alarm_fork(const struct sumdb *db, const struct head *remembered, const struct str *note,
                      const struct head *came, struct error *err)
{
	char a[48], b[48];

	base64_encode(remembered->tree.root.b, HASH_BYTES, a, sizeof a);
	base64_encode(came->tree.root.b, HASH_BYTES, b, sizeof b);
	sumdb_state_forked(db->state, note, came->note, came->len);
	return error_set(
		err, ERR_CORRUPT,
		"SECURITY ALARM: the checksum database has two histories. Remembered is the signed tree of %llu "
		"records with root %s; what came now is the signed tree of %llu records with root %s, and neither "
		"continues the other. The database, or who stands between, lies to some of its users; nothing is "
		"trusted. Both heads are kept in %.300s/forked: show them to others",
		(unsigned long long)remembered->tree.size, a, (unsigned long long)came->tree.size, b,
		sumdb_state_folder(db->state));
}

/*
 * Brings the head that came and the one remembered into one history. *tree is the newer of both. A head that is older
 * than what is remembered is fine if it is its beginning: proxies keep answers.
 */
static int merge(struct sumdb *db, const struct head *came, struct tlog_tree *tree, struct error *err)
{
	struct str note = STR_INIT;
	bool done = false;
	int rc = 0;

	for (int i = 0; !rc && !done; i++) {
		struct head remembered = { .len = 0 };
		bool same = true, lost = false;

		str_reset(&note);
		rc = sumdb_state_latest(db->state, &note, err);
		if (!rc && note.len && open_head(db, note.p, note.len, &remembered, err))
			rc = error_prefix(
				err,
				"%s/latest, what is remembered of the checksum database, does not verify: with "
				"$GOSUMDB right, look who changed it before you remove it",
				sumdb_state_folder(db->state));
		if (rc)
			break;
		*tree = came->tree;
		if (note.len && remembered.tree.size >= came->tree.size) {
			rc = continues(db, &came->tree, &remembered.tree, &same, err);
			*tree = remembered.tree;
			done = true;
		} else if (note.len) {
			rc = continues(db, &remembered.tree, &came->tree, &same, err);
		}
		if (!rc && !same)
			rc = alarm_fork(db, &remembered, &note, came, err);
		if (rc || done)
			break;
		rc = sumdb_state_advance(db->state, &note, came->note, came->len, &lost, err);
		done = !lost;
		if (!rc && lost && i == RACES)
			rc = error_set(err, ERR_INFRA, "%s/latest changes all the time", sumdb_state_folder(db->state));
	}
	str_release(&note);
	return rc;
}

/* Is the record the one that the tree holds at its number? */
static int check_record(struct sumdb *db, const struct sumdb_answer *a, const struct tlog_tree *tree, struct error *err)
{
	struct tlog_hash proven, own;
	struct tlog *log = open_log(db, tree);
	int rc = tlog_record(log, a->record, &proven, err);

	tlog_leaf_hash(a->text, a->text_len, &own);
	if (!rc && !tlog_same(&proven, &own))
		rc = error_set(
			err, ERR_CORRUPT,
			"the record that came is not record %llu of the signed tree: somebody changed it on the way",
			(unsigned long long)a->record);
	tlog_free(log);
	return rc;
}

/* "/lookup/MODULE@VERSION", capitals written "!x" as the module protocol does; false for what is neither. */
static bool lookup_path(const char *module, const char *version, struct str *out)
{
	const char *const parts[] = { module, version };

	str_add(out, "/lookup/");
	for (size_t i = 0; i < 2; i++) {
		const char *p = parts[i];

		if (!*p || *p == '/' || strlen(p) > 500 || strstr(p, "..") || (i && strchr(p, '/')))
			return false;
		if (i)
			str_add_char(out, '@');
		for (; *p; p++) {
			if (*p >= 'A' && *p <= 'Z') {
				str_add_char(out, '!');
				str_add_char(out, (char)(*p - 'A' + 'a'));
			} else if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || strchr("-._~+/", *p)) {
				str_add_char(out, *p);
			} else {
				return false;
			}
		}
	}
	return true;
}

static int verified(struct sumdb *db, const struct str *answer, const char *module, const char *version,
                    char out[H1_TEXT], struct error *err)
{
	struct sumdb_answer a;
	struct tlog_tree tree;
	struct head came;

	if (sumdb_answer_parse(str_cstr(answer), answer->len, &a, err) ||
	    open_head(db, a.head, a.head_len, &came, err) || merge(db, &came, &tree, err) ||
	    check_record(db, &a, &tree, err) || sumdb_record_digest(a.text, a.text_len, module, version, out, err))
		return -1;
	db->size = tree.size;
	return 0;
}

int sumdb_lookup(struct sumdb *db, const char *module, const char *version, char out[H1_TEXT], struct error *err)
{
	struct str path = STR_INIT, answer = STR_INIT;
	enum download_verdict verdict = DOWNLOAD_FINE;
	int rc = -1;

	*out = '\0';
	if (!lookup_path(module, version, &path)) {
		error_set(err, ERR_USAGE, "'%.100s@%.100s' is no module version", module, version);
	} else if (fetch(db, str_cstr(&path), SUMDB_ANSWER_MAX, &answer, &verdict, err)) {
		if (verdict == DOWNLOAD_GONE)
			error_prefix(err, "the checksum database %s does not know %s %s", sumdb_name(db), module,
			             version);
	} else {
		rc = verified(db, &answer, module, version, out, err);
		if (rc)
			*out = '\0';
		if (rc && err->kind == ERR_CORRUPT && !str_starts(err->msg, "SECURITY"))
			error_prefix(err, "the checksum database %s cannot be trusted with %s", sumdb_name(db),
			             version);
	}
	str_release(&answer);
	str_release(&path);
	return rc;
}
