/*
 * Any bytes as what a checksum database says: as the answer to a lookup, as $GOSUMDB and as a key, and as flips in the tiles
 * of an honest log. Nothing crashes; nothing is believed that was not signed, or is not in the log.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/str.h"
#include "toolchain/sumdb_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of tests/tools/fake_sumdb.py --vectors, and what it signed in the seeds: these trees, and nothing else. */
#define KEY "db.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define SIGNED "go.sum database tree\n1000\n/OM0wh4QVBZH2yGIJAxlVIH0IqehjKLfQ+JUXW3B0iM=\n"

static void must(bool good)
{
	if (!good)
		abort();
}

static void as_answer(const char *p, size_t n)
{
	struct error err = ERROR_INIT;
	struct sumdb_answer a;
	struct tlog_tree tree;
	struct note_key key;
	char digest[H1_TEXT];
	size_t text_len;

	must(!note_key_parse(KEY, &key, &err));
	if (!note_open(&key, p, n, &text_len, &err))
		must(text_len == strlen(SIGNED) && !memcmp(p, SIGNED, text_len));
	if (!sumdb_tree_parse(p, n, &tree, &err))
		must(tree.size <= TLOG_SIZE_MAX);
	if (!sumdb_record_digest(p, n, "golang.org/toolchain", "v0.0.1-go1.9.2.linux-amd64", digest, &err))
		must(h1_valid(digest));
	error_clear(&err);
	if (sumdb_answer_parse(p, n, &a, &err)) {
		must(err.kind == ERR_CORRUPT && !strchr(err.msg, '\n'));
		return;
	}
	must(a.record <= TLOG_SIZE_MAX && a.text_len && a.text[a.text_len - 1] == '\n');
	must(a.text >= p && a.text + a.text_len <= p + n && a.head + a.head_len == p + n);
	must(note_text_valid(a.text, a.text_len));
	if (!note_open(&key, a.head, a.head_len, &text_len, &err))
		must(text_len == strlen(SIGNED) && !memcmp(a.head, SIGNED, text_len));
}

static void as_name(const char *text)
{
	struct error err = ERROR_INIT;
	struct sumdb_spec spec;
	struct note_key key;
	unsigned char raw[256];
	char again[400];
	size_t n;

	if (!note_key_parse(text, &key, &err))
		must(*key.name && strlen(key.name) < NOTE_NAME && !strpbrk(key.name, "+ \n"));
	error_clear(&err);
	if (sumdb_spec_parse(text, &spec, &err))
		must(err.kind == ERR_USAGE && err.msg[0]);
	else
		must(*spec.key.name && !strstr(spec.key.name, "..") && spec.key.name[0] != '/' &&
		     spec.key.name[0] != '.');
	if (base64_decode(text, strlen(text), raw, sizeof raw, &n)) {
		base64_encode(raw, n, again, sizeof again);
		must(!strcmp(again, text)); /* strict: one text for the same bytes */
	}
}

/* ---- an honest log of a few hundred records, whose tiles come changed where the input says so ---- */
#define RECORDS 700
#define FLIPS_MAX 63

struct liar {
	const uint8_t *flips; /* four bytes each: level, number, byte, what to change */
	size_t n;
	bool kept;
	bool lied;
};

static struct tlog_hash nodes[12][RECORDS];

static void grow(void)
{
	for (unsigned i = 0; i < RECORDS; i++)
		tlog_leaf_hash(&i, sizeof i, &nodes[0][i]);
	for (unsigned h = 1; h < 12; h++)
		for (unsigned i = 0; i < RECORDS >> h; i++)
			tlog_node_hash(&nodes[h - 1][2 * i], &nodes[h - 1][2 * i + 1], &nodes[h][i]);
}

static void root_of(unsigned from, unsigned n, struct tlog_hash *out)
{
	struct tlog_hash left, right;
	unsigned k = 1, height = 0;

	while (2 * k <= n)
		k *= 2, height++;
	left = nodes[height][from >> height];
	if (k == n) {
		*out = left;
		return;
	}
	root_of(from + k, n - k, &right);
	tlog_node_hash(&left, &right, out);
}

static int on_read(void *ctx, const struct tlog_tile *t, bool fresh, unsigned char *out, bool *kept, struct error *err)
{
	struct liar *l = ctx;

	(void)err;
	must(t->width >= 1 && t->width <= TLOG_WIDTH && t->level < 2 && t->number < 3);
	*kept = l->kept && !fresh;
	memcpy(out, &nodes[t->level * TLOG_HEIGHT][t->number * TLOG_WIDTH], (size_t)t->width * HASH_BYTES);
	for (size_t i = 0; i + 4 <= l->n; i += 4) {
		size_t at = (size_t)l->flips[i + 2] * 32 + l->flips[i] / 8;

		if (l->flips[i] % 2 != t->level || l->flips[i + 1] % 3 != t->number ||
		    at >= (size_t)t->width * HASH_BYTES)
			continue;
		out[at] ^= l->flips[i + 3];
		l->lied = l->lied || l->flips[i + 3];
	}
	return 0;
}

static void on_save(void *ctx, const struct tlog_tile *t, const unsigned char *data)
{
	(void)ctx;
	must(!memcmp(data, &nodes[t->level * TLOG_HEIGHT][t->number * TLOG_WIDTH], (size_t)t->width * HASH_BYTES));
}

static void as_flips(const uint8_t *data, size_t size)
{
	struct liar l = { .flips = data + 7, .n = size - 7, .kept = data[6] & 1 };
	struct tlog_source source = { .ctx = &l, .read = on_read, .save = on_save };
	unsigned whole = 1 + (data[0] << 8 | data[1]) % RECORDS, record = (data[2] << 8 | data[3]) % RECORDS,
		 older = (data[4] << 8 | data[5]) % RECORDS;
	struct tlog_tree tree = { .size = whole };
	struct tlog_hash h, right;
	struct error err = ERROR_INIT;
	struct tlog *t;
	char path[TLOG_PATH];
	struct tlog_tile tile = { .level = data[0], .width = 1 + data[1] };

	if (!nodes[0][0].b[0] && !nodes[0][1].b[0])
		grow();
	root_of(0, whole, &tree.root);
	t = tlog_open(&tree, &source);
	if (!tlog_record(t, record, &h, &err))
		must(record < whole && tlog_same(&h, &nodes[0][record]));
	else
		must(err.kind == ERR_CORRUPT && (record >= whole || l.lied));
	if (older && !tlog_root_at(t, older, &h, &err)) {
		root_of(0, older, &right);
		must(older <= whole && tlog_same(&h, &right));
	}
	tlog_free(t);
	memcpy(&tile.number, data, 6);
	must(strlen(tlog_tile_path(&tile, false, path)) < TLOG_PATH);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xmalloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	as_answer(text, size);
	as_name(text);
	if (size >= 7 && size <= FLIPS_MAX) /* texts are longer, and hashing takes its time */
		as_flips(data, size);
	free(text);
	return 0;
}
