/* The transparency log: roots, records and older trees out of tiles, and tiles that lie. */
#include "testing.h"

#include "log_fixture.h"

/* ---- the source of tiles: a log in memory, a shelf of kept ones, and a fault ---- */
struct shelf {
	const struct log *log;
	struct tlog_tile bad; /* width 0: none; level, number: this tile comes changed */
	bool bad_kept;        /* it lies on the shelf, the log has it right */
	bool all_kept;        /* everything is said to come from the shelf */
	unsigned reads, fresh, saves;
};

static int on_read(void *ctx, const struct tlog_tile *t, bool fresh, unsigned char *out, bool *kept, struct error *err)
{
	struct shelf *s = ctx;
	bool bad = s->bad.width && t->level == s->bad.level && t->number == s->bad.number;
	(void)err;

	s->reads++;
	s->fresh += fresh;
	*kept = !fresh && (s->all_kept || (bad && s->bad_kept));
	log_tile(s->log, t->level, t->number, t->width, out);
	if (bad && (*kept || !s->bad_kept))
		out[t->width * HASH_BYTES - 1] ^= 1;
	return 0;
}

static void on_save(void *ctx, const struct tlog_tile *t, const unsigned char *data)
{
	struct shelf *s = ctx;
	unsigned char right[TLOG_TILE_BYTES];

	log_tile(s->log, t->level, t->number, t->width, right);
	assert_memory_equal(data, right, t->width * HASH_BYTES);
	s->saves++;
}

static struct tlog *open_on(struct shelf *s, uint64_t size)
{
	struct tlog_source source = { .ctx = s, .read = on_read, .save = on_save };
	struct tlog_tree tree = { .size = size };

	log_root(s->log, 0, size, &tree.root);
	return tlog_open(&tree, &source);
}

/* tests/tools/fake_sumdb.py --vectors: roots of the logs of "record 0\n", "record 1\n", ... */
static const struct {
	uint64_t size;
	const char *root;
} roots[] = {
	{ 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ 1, "847dbf3ba5aa33c4976d1acfd38c2445c7710675e34840f77eba8f1b54a59aaa" },
	{ 2, "88363295b1d6d137dcf133eff59b26ded9c649e1b8e665cc43e12aca6e56fdac" },
	{ 3, "34dd65ba0281a02e5de38f39154448ed2b66d5fa8840e80ac2d094e1217a003a" },
	{ 7, "55538fb5aea6b8bb6be138dec492f20cdda7e64f6df7ee08628e11ead664fab4" },
	{ 255, "0d8b6ba854ce2a2bd14111614424b5ddfa0838ac4525410f99172907da4f0ced" },
	{ 256, "60ce2af41db2c498d0cc8df08d2dbc4127b996155e9cb391abfd07b51266deae" },
	{ 257, "41d27957e4277f889682f11547dc71a4f0e054c915ce011b6172350d5264d8a8" },
	{ 1000, "fce334c21e10541647db2188240c655481f422a7a18ca2df43e2545d6dc1d223" },
	{ 65536, "78c9055f1a226df9af8b4361d843b5449aa8bb1c11ce83379e574a4e98ccc9a6" },
	{ 65537, "77d4a8cc18e6100b4e153eefeaca792ea2a933aa3cafd0ad535887087306a062" },
	{ 70000, "abd1cc0a0c3e8b154d032a5c895cfc6590d0bb1531c33068074062e15df06dd2" },
};

static struct log big; /* 70000 records, as in the vectors */

static int build(void **state)
{
	struct tlog_hash *leaves = xmalloc(70000 * sizeof *leaves);
	(void)state;

	for (uint64_t i = 0; i < 70000; i++) {
		char text[32];
		int n = snprintf(text, sizeof text, "record %d\n", (int)i);

		tlog_leaf_hash(text, (size_t)n, &leaves[i]);
	}
	log_build(&big, leaves, 70000);
	free(leaves);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	log_close(&big);
	return 0;
}

static void the_root_of_every_older_tree_is_the_vector(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
		for (size_t k = i; k < sizeof roots / sizeof *roots; k++) {
			struct shelf s = { .log = &big };
			struct tlog *t = open_on(&s, roots[k].size);
			struct tlog_hash root;
			struct error err = ERROR_INIT;
			char hex[HASH_HEX];

			if (tlog_root_at(t, roots[i].size, &root, &err))
				fail_msg("%llu in %llu: %s", (unsigned long long)roots[i].size,
				         (unsigned long long)roots[k].size, err.msg);
			hash_to_hex(root.b, hex);
			assert_string_equal(hex, roots[i].root);
			assert_true(s.reads < 16);
			assert_int_equal(s.saves, s.reads);
			tlog_free(t);
		}
	}
}

static void every_record_is_found_where_it_is(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 255, 256, 257, 511, 512, 1000, 65535, 65536, 65537, 70000 };
	(void)state;

	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		struct shelf s = { .log = &big };
		struct tlog *t = open_on(&s, sizes[k]);
		struct tlog_hash h;
		struct error err = ERROR_INIT;

		for (uint64_t i = 0; i<sizes[k]; i += sizes[k]> 1000 ? 997 : 1) {
			if (tlog_record(t, i, &h, &err))
				fail_msg("%llu of %llu: %s", (unsigned long long)i, (unsigned long long)sizes[k],
				         err.msg);
			assert_true(tlog_same(&h, &big.at[0][i]));
		}
		assert_int_equal(tlog_record(t, sizes[k] - 1, &h, &err), 0);
		assert_true(tlog_same(&h, &big.at[0][sizes[k] - 1]));
		assert_int_equal(tlog_record(t, sizes[k], &h, &err), -1);
		assert_int_equal(err.kind, ERR_CORRUPT);
		assert_int_equal(tlog_root_at(t, sizes[k] + 1, &h, &err), -1);
		assert_int_equal(tlog_record(t, UINT64_MAX, &h, &err), -1);
		tlog_free(t);
	}
}

/* A record in the middle of 70000: level 0 and 1 whole, and the edges. */
static void a_changed_tile_is_never_believed(void **state)
{
	static const struct tlog_tile tiles[] = {
		{ 0, 100, 1 }, /* the record's */
		{ 1, 0, 1 },   /* above it */
		{ 2, 0, 1 },   /* the edge: above that */
		{ 1, 1, 1 },   /* the edge beside */
		{ 0, 273, 1 }, /* the edge at the bottom */
	};
	(void)state;

	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		struct shelf s = { .log = &big, .bad = tiles[i] };
		struct tlog *t = open_on(&s, 70000);
		struct tlog_hash h;
		struct error err = ERROR_INIT;

		if (!tlog_record(t, 25700, &h, &err))
			fail_msg("tile %zu was believed", i);
		assert_int_equal(err.kind, ERR_CORRUPT);
		assert_int_equal(s.fresh, 0); /* it came that way: nothing kept is to blame */
		error_clear(&err);
		assert_int_equal(tlog_record(t, 25700, &h, &err), -1); /* nor the second time */
		tlog_free(t);
	}
}

static void a_kept_tile_that_changed_is_read_again(void **state)
{
	static const struct tlog_tile tiles[] = { { 0, 100, 1 }, { 1, 0, 1 }, { 2, 0, 1 }, { 1, 1, 1 }, { 0, 273, 1 } };
	(void)state;

	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		struct shelf s = { .log = &big, .bad = tiles[i], .bad_kept = true, .all_kept = true };
		struct tlog *t = open_on(&s, 70000);
		struct tlog_hash h;
		struct error err = ERROR_INIT;

		if (tlog_record(t, 25700, &h, &err))
			fail_msg("tile %zu: %s", i, err.msg);
		assert_true(tlog_same(&h, &big.at[0][25700]));
		assert_true(s.fresh >= 1);
		assert_true(s.saves >= 1); /* the right one is put away */
		tlog_free(t);
	}
}

static void another_root_opens_nothing(void **state)
{
	struct shelf s = { .log = &big };
	struct tlog_source source = { .ctx = &s, .read = on_read, .save = on_save };
	struct tlog_tree tree = { .size = 1000 };
	struct tlog_hash h;
	struct error err = ERROR_INIT;
	struct tlog *t;
	(void)state;

	log_root(&big, 0, 1000, &tree.root);
	tree.root.b[0] ^= 0x80;
	t = tlog_open(&tree, &source);
	assert_int_equal(tlog_record(t, 0, &h, &err), -1);
	assert_non_null(strstr(err.msg, "root"));
	assert_int_equal(tlog_root_at(t, 1000, &h, &err), -1);
	assert_int_equal(tlog_root_at(t, 0, &h, &err), -1);
	assert_int_equal(s.saves, 0);
	tlog_free(t);
	/* a tree of nothing has one root only */
	tree.size = 0;
	t = tlog_open(&tree, &source);
	assert_int_equal(tlog_root_at(t, 0, &h, &err), -1);
	tlog_free(t);
}

static void hashes_of_leaves_and_nodes_never_meet(void **state)
{
	struct tlog_hash a, b, leaf, node;
	unsigned char both[2 * HASH_BYTES];
	(void)state;

	tlog_leaf_hash("a", 1, &a);
	tlog_leaf_hash("b", 1, &b);
	memcpy(both, a.b, HASH_BYTES);
	memcpy(both + HASH_BYTES, b.b, HASH_BYTES);
	tlog_leaf_hash(both, sizeof both, &leaf);
	tlog_node_hash(&a, &b, &node);
	assert_false(tlog_same(&leaf, &node));
}

static void tiles_are_called_as_the_format_says(void **state)
{
	static const struct {
		struct tlog_tile t;
		const char *path, *whole;
	} names[] = {
		{ { 0, 0, 256 }, "tile/8/0/000", "tile/8/0/000" },
		{ { 0, 273, 112 }, "tile/8/0/273.p/112", "tile/8/0/273" },
		{ { 1, 1, 17 }, "tile/8/1/001.p/17", "tile/8/1/001" },
		{ { 4, 1234067, 1 }, "tile/8/4/x001/x234/067.p/1", "tile/8/4/x001/x234/067" },
		{ { 0, 1000, 256 }, "tile/8/0/x001/000", "tile/8/0/x001/000" },
		{ { 0, 999999, 255 }, "tile/8/0/x999/999.p/255", "tile/8/0/x999/999" },
		{ { 0, (UINT64_C(1) << 40) - 1, 255 },
		  "tile/8/0/x001/x099/x511/x627/775.p/255",
		  "tile/8/0/x001/x099/x511/x627/775" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char buf[TLOG_PATH];

		assert_string_equal(tlog_tile_path(&names[i].t, false, buf), names[i].path);
		assert_string_equal(tlog_tile_path(&names[i].t, true, buf), names[i].whole);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(the_root_of_every_older_tree_is_the_vector),
	cmocka_unit_test(every_record_is_found_where_it_is),
	cmocka_unit_test(a_changed_tile_is_never_believed),
	cmocka_unit_test(a_kept_tile_that_changed_is_read_again),
	cmocka_unit_test(another_root_opens_nothing),
	cmocka_unit_test(hashes_of_leaves_and_nodes_never_meet),
	cmocka_unit_test(tiles_are_called_as_the_format_says),
};

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, build, tear_down);
}
