/* The checksum database: good answers, and every way in which one can lie, break or forget. */
#include "testing.h"

#include <sys/wait.h>

#include "base/file.h"
#include "log_fixture.h"
#include "toolchain/sumdb.h"

#define NAME "db.test"
#define MODULE "example.test/Mod"
#define NO_FORK UINT64_MAX

enum fault {
	NO_FAULT,
	UNSIGNED_HEAD,  /* signed by another's key under the same name */
	BROKEN_HEAD,    /* one bit of the signature changed */
	HEAD_TEXT,      /* the size in the head changed */
	RECORD_CHANGED, /* another digest than the log's */
	RECORD_NUMBER,  /* another record's number */
	NUMBER_BEYOND,  /* a number that the tree does not have */
	TILE_CHANGED,   /* one bit of every tile of level 0 */
	TILE_SHORT,     /* half a tile */
	TILE_LARGE,     /* one hash too many */
	TILES_GONE,     /* no tile at all */
	PARTIALS_GONE,  /* only whole tiles: the log has grown since */
	ANSWER_LARGE,   /* an answer beyond every bound */
	WEB_PAGE,       /* whatever was asked for */
	EMPTY,          /* so */
	OTHER_RECORD,   /* an honest record, of another module version */
	NO_RECORD,      /* 404 */
	UNREACHABLE,    /* no connection */
};

/* The server. */
struct place {
	char *folder;
	struct signer signer, stranger;
	struct log log;
	uint64_t head; /* the size whose head it hands out */
	uint64_t fork;
	enum fault fault;
	unsigned fetched, tiles;
	struct str path; /* the last one asked for */
	struct sumdb *db;
};

static void serve(struct place *p, uint64_t size, uint64_t fork)
{
	log_close(&p->log);
	log_open(&p->log, size, fork);
	p->head = size;
	p->fork = fork;
}

static void lookup_answer(struct place *p, uint64_t i, struct str *out)
{
	struct str record = STR_INIT, head = STR_INIT;
	uint64_t number = p->fault == RECORD_NUMBER ? (i ? i - 1 : 1) : p->fault == NUMBER_BEYOND ? p->log.size : i;

	log_record(p->fault == OTHER_RECORD ? (i ? i - 1 : 1) : i, p->fault == RECORD_CHANGED ? 0 : p->fork, &record);
	sign_head(p->fault == UNSIGNED_HEAD ? &p->stranger : &p->signer, &p->log, p->head, &head);
	if (p->fault == UNSIGNED_HEAD) { /* under the right key's hash, too */
		str_reset(&head);
		p->stranger.public.hash = p->signer.public.hash;
		sign_head(&p->stranger, &p->log, p->head, &head);
	}
	if (p->fault == BROKEN_HEAD)
		head.p[head.len - 10] = head.p[head.len - 10] == 'A' ? 'B' : 'A';
	if (p->fault == HEAD_TEXT)
		head.p[strlen("go.sum database tree\n")] ^= 1;
	if (p->fault == OTHER_RECORD)
		number = i ? i - 1 : 1;
	str_addf(out, "%llu\n", (unsigned long long)number);
	str_add_bytes(out, record.p, record.len);
	str_add(out, "\n");
	str_add_bytes(out, head.p, head.len);
	str_release(&record);
	str_release(&head);
}

static int gone(const char *path, enum download_verdict *verdict, struct error *err)
{
	*verdict = DOWNLOAD_GONE;
	return error_set(err, ERR_INFRA, "%s: 404", path);
}

static int tile_answer(struct place *p, const char *path, struct str *out, enum download_verdict *verdict,
                       struct error *err)
{
	struct tlog_tile t = { .width = TLOG_WIDTH };
	unsigned char data[TLOG_TILE_BYTES + HASH_BYTES] = { 0 };
	char again[TLOG_PATH];
	const char *at = path + strlen("/tile/8/");
	char *end;
	size_t n;

	t.level = (unsigned)strtoul(at, &end, 10);
	do {
		at = end + 1 + (end[1] == 'x');
		t.number = t.number * 1000 + strtoul(at, &end, 10);
	} while (*end == '/');
	if (!strncmp(end, ".p/", 3))
		t.width = (unsigned)strtoul(end + 3, &end, 10);
	assert_string_equal(path + 1, tlog_tile_path(&t, false, again));
	p->tiles++;
	if (p->fault == TILES_GONE || (p->fault == PARTIALS_GONE && t.width != TLOG_WIDTH) ||
	    (t.number * TLOG_WIDTH + t.width > p->log.size >> (t.level * TLOG_HEIGHT)))
		return gone(path, verdict, err);
	log_tile(&p->log, t.level, t.number, t.width, data);
	if (p->fault == TILE_CHANGED && !t.level)
		data[0] ^= 1;
	n = t.width * HASH_BYTES;
	str_add_bytes(out, data, p->fault == TILE_SHORT ? n / 2 : p->fault == TILE_LARGE ? n + HASH_BYTES : n);
	return 0;
}

static int on_fetch(void *ctx, const char *path, uint64_t max, struct str *out, enum download_verdict *verdict,
                    struct error *err)
{
	struct place *p = ctx;
	const char *at;

	p->fetched++;
	str_reset(&p->path);
	str_add(&p->path, path);
	assert_true(max <= SUMDB_ANSWER_MAX);
	*verdict = p->fault == UNREACHABLE ? DOWNLOAD_TRANSIENT : DOWNLOAD_FINE;
	if (p->fault == UNREACHABLE)
		return error_set(err, ERR_INFRA, "%s: no connection", path);
	if (p->fault == WEB_PAGE)
		str_add(out, "<!DOCTYPE html><html>\n\n<body>Please sign in</body></html>\n");
	if (p->fault == WEB_PAGE || p->fault == EMPTY)
		return 0;
	if (str_starts(path, "/tile/8/"))
		return tile_answer(p, path, out, verdict, err);
	if (p->fault == NO_RECORD)
		return gone(path, verdict, err);
	at = strstr(path, "@v1.");
	assert_true(str_starts(path, "/lookup/example.test/!mod@v1."));
	lookup_answer(p, strtoull(at + 4, NULL, 10), out);
	while (p->fault == ANSWER_LARGE && out->len <= SUMDB_ANSWER_MAX)
		str_add(out, "more and more and more\n");
	return 0;
}

static void reopen(struct place *p)
{
	struct error err = ERROR_INIT;

	sumdb_free(p->db);
	if (sumdb_open(p->signer.text, p->folder, on_fetch, p, &p->db, &err))
		fail_msg("%s", err.msg);
}

static void place_open(struct place *p, uint64_t size)
{
	memset(p, 0, sizeof *p);
	p->folder = test_folder();
	signer_open(&p->signer, NAME);
	signer_open(&p->stranger, NAME);
	serve(p, size, NO_FORK);
	reopen(p);
}

static void place_close(struct place *p)
{
	struct error err = ERROR_INIT;

	sumdb_free(p->db);
	log_close(&p->log);
	signer_close(&p->signer);
	signer_close(&p->stranger);
	str_release(&p->path);
	tree_remove(p->folder, &err);
	free(p->folder);
}

static int look_up(struct place *p, uint64_t i, char out[H1_TEXT], struct error *err)
{
	char version[32];

	snprintf(version, sizeof version, "v1.%llu.0", (unsigned long long)i);
	error_clear(err);
	return sumdb_lookup(p->db, MODULE, version, out, err);
}

static void is_right(struct place *p, uint64_t i)
{
	struct str record = STR_INIT;
	struct error err = ERROR_INIT;
	char digest[H1_TEXT];

	if (look_up(p, i, digest, &err))
		fail_msg("record %llu of %llu: %s", (unsigned long long)i, (unsigned long long)p->log.size, err.msg);
	log_record(i, p->fork, &record);
	assert_non_null(strstr(record.p, digest));
	assert_int_equal(strlen(digest), H1_TEXT - 1);
	str_release(&record);
}

static void is_refused(struct place *p, uint64_t i, enum error_kind kind, const char *says)
{
	struct error err = ERROR_INIT;
	char digest[H1_TEXT] = "x";

	if (!look_up(p, i, digest, &err))
		fail_msg("believed, where it should say '%s'", says);
	if (err.kind != kind || !strstr(err.msg, says))
		fail_msg("kind %d: '%s' does not say '%s'", (int)err.kind, err.msg, says);
	assert_string_equal(digest, "");
}

/* What is remembered: the size in FOLDER/NAME/latest, 0 if there is none. */
static uint64_t remembered(const struct place *p)
{
	char *path = xasprintf("%s/" NAME "/latest", p->folder);
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;
	uint64_t size = 0;

	if (!file_read(path, 1 << 16, &text, &err))
		size = strtoull(text.p + strlen("go.sum database tree\n"), NULL, 10);
	str_release(&text);
	free(path);
	return size;
}

static void honest_answers_are_believed(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 255, 256, 257, 1000, 70000 };
	(void)state;

	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
		struct place p;

		place_open(&p, sizes[k]);
		is_right(&p, 0);
		is_right(&p, sizes[k] / 2);
		is_right(&p, sizes[k] - 1);
		assert_int_equal(sumdb_size(p.db), sizes[k]);
		assert_int_equal(remembered(&p), sizes[k]);
		assert_string_equal(sumdb_name(p.db), NAME);
		assert_null(sumdb_url(p.db));
		place_close(&p);
	}
}

static void tiles_are_fetched_once_for_all_processes(void **state)
{
	struct place p;
	unsigned tiles;
	(void)state;

	place_open(&p, 1000);
	is_right(&p, 300);
	tiles = p.tiles;
	assert_int_equal(tiles, 3); /* the edges of level 0 and 1, and the record's */
	is_right(&p, 301);
	reopen(&p);
	is_right(&p, 302);
	assert_int_equal(p.tiles, tiles);
	place_close(&p);
}

static void what_does_not_verify_is_refused(void **state)
{
	static const struct {
		enum fault fault;
		enum error_kind kind;
		const char *says;
	} t[] = {
		{ UNSIGNED_HEAD, ERR_CORRUPT, "does not belong" },
		{ BROKEN_HEAD, ERR_CORRUPT, "signed tree head" },
		{ HEAD_TEXT, ERR_CORRUPT, "does not belong" },
		{ RECORD_CHANGED, ERR_CORRUPT, "is not record 300" },
		{ RECORD_NUMBER, ERR_CORRUPT, "is not record 299" },
		{ NUMBER_BEYOND, ERR_CORRUPT, "no record 1000" },
		{ TILE_CHANGED, ERR_CORRUPT, "hash" },
		{ TILE_SHORT, ERR_CORRUPT, "no tile" },
		{ TILE_LARGE, ERR_CORRUPT, "larger" },
		{ TILES_GONE, ERR_INFRA, "404" },
		{ ANSWER_LARGE, ERR_CORRUPT, "larger" },
		{ WEB_PAGE, ERR_CORRUPT, "no answer of a checksum database" },
		{ EMPTY, ERR_CORRUPT, "no answer of a checksum database" },
		{ OTHER_RECORD, ERR_CORRUPT, "no digest" },
		{ NO_RECORD, ERR_INFRA, "does not know" },
		{ UNREACHABLE, ERR_INFRA, "no connection" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;

		place_open(&p, 1000);
		p.fault = t[i].fault;
		is_refused(&p, 300, t[i].kind, t[i].says);
		/* and it leaves no trace: the honest answer is believed then */
		p.fault = NO_FAULT;
		is_right(&p, 300);
		place_close(&p);
	}
}

static void a_log_that_grows_is_followed(void **state)
{
	static const uint64_t sizes[] = { 1, 3, 255, 256, 600, 601, 65536, 65800 };
	struct place p;
	(void)state;

	place_open(&p, 1);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		serve(&p, sizes[i], NO_FORK);
		is_right(&p, 0);
		is_right(&p, sizes[i] - 1);
		assert_int_equal(remembered(&p), sizes[i]);
	}
	place_close(&p);
}

/* A proxy keeps answers: their heads are old, and the beginning of what is remembered. */
static void an_older_head_is_fine_and_forgets_nothing(void **state)
{
	static const uint64_t older[] = { 1000, 999, 512, 256, 255, 101 };
	struct place p;
	(void)state;

	place_open(&p, 1000);
	is_right(&p, 1);
	for (size_t i = 0; i < sizeof older / sizeof *older; i++) {
		p.head = older[i];
		reopen(&p);
		is_right(&p, 100);
		assert_int_equal(remembered(&p), 1000);
		assert_int_equal(sumdb_size(p.db), 1000);
	}
	place_close(&p);
}

static void a_fork_is_an_alarm(void **state)
{
	/* remembered: 1000 records; what comes then, and from which record on it is another history */
	static const struct {
		uint64_t size, fork;
	} t[] = { { 1200, 0 },  { 1200, 999 }, { 1000, 999 }, { 1000, 0 },
		  { 800, 799 }, { 800, 0 },    { 1, 0 },      { 70000, 500 } };
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;
		struct error err = ERROR_INIT;
		struct str evidence = STR_INIT;
		struct tlog_hash root;
		char digest[H1_TEXT], a[48], b[48], sizes[2][80];

		place_open(&p, 1000);
		is_right(&p, 0);
		log_root(&p.log, 0, 1000, &root);
		base64_encode(root.b, sizeof root.b, a, sizeof a);
		serve(&p, t[i].size, t[i].fork);
		/* a fork of fewer records has not all the tiles of what is remembered: those needed lie on the disk */
		log_root(&p.log, 0, t[i].size, &root);
		base64_encode(root.b, sizeof root.b, b, sizeof b);
		reopen(&p);
		if (!look_up(&p, 0, digest, &err))
			fail_msg("fork %zu was believed", i);
		assert_int_equal(err.kind, ERR_CORRUPT);
		snprintf(sizes[0], sizeof sizes[0], "of 1000 records with root %s", a);
		snprintf(sizes[1], sizeof sizes[1], "of %llu records with root ", (unsigned long long)t[i].size);
		assert_true(str_starts(err.msg, "SECURITY ALARM"));
		assert_non_null(strstr(err.msg, sizes[0]));
		assert_non_null(strstr(err.msg, sizes[1]));
		assert_non_null(strstr(err.msg, b));
		char *path = xasprintf("%s/" NAME "/forked", p.folder);

		assert_int_equal(file_read(path, 1 << 16, &evidence, &err), 0);
		assert_non_null(strstr(evidence.p, a));
		assert_non_null(strstr(evidence.p, b));
		free(path);
		assert_int_equal(remembered(&p), 1000);
		/* nor is it the second time */
		assert_int_equal(look_up(&p, 0, digest, &err), -1);
		/* the honest one still is */
		serve(&p, 1001, NO_FORK);
		is_right(&p, 1000);
		str_release(&evidence);
		place_close(&p);
	}
}

static void put(const struct place *p, const char *name, const void *data, size_t n)
{
	char *path = xasprintf("%s/" NAME "/%s", p->folder, name);
	struct error err = ERROR_INIT;

	assert_int_equal(path_is_file(path), 1);
	assert_int_equal(file_write(path, data, n, &err), 0);
	free(path);
}

static void a_kept_tile_that_rots_is_fetched_again(void **state)
{
	static const char *const tiles[] = { "tile/8/0/001", "tile/8/0/003", "tile/8/1/000" };
	static const size_t lengths[] = { TLOG_TILE_BYTES, 0, 31, TLOG_TILE_BYTES + 1 };
	char *rot = xcalloc(1, TLOG_TILE_BYTES + 1);
	(void)state;

	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++) {
		for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
			struct place p;
			unsigned before;

			place_open(&p, 1000);
			is_right(&p, 300);
			put(&p, tiles[i], rot, lengths[k]);
			before = p.tiles;
			is_right(&p, 301);
			assert_true(p.tiles > before);
			before = p.tiles;
			is_right(&p, 302); /* mended */
			assert_int_equal(p.tiles, before);
			/* rotten, and the network lies, too */
			put(&p, tiles[i], rot, lengths[k]);
			p.fault = TILE_SHORT;
			is_refused(&p, 303, ERR_CORRUPT, "no tile");
			place_close(&p);
		}
	}
	free(rot);
}

static void what_is_remembered_must_verify(void **state)
{
	struct place p;
	struct str head = STR_INIT;
	(void)state;

	place_open(&p, 1000);
	is_right(&p, 0);
	put(&p, "latest", "nonsense\n", 9);
	is_refused(&p, 0, ERR_CORRUPT, "/latest");
	/* a head that somebody else signed */
	sign_head(&p.stranger, &p.log, 1000, &head);
	put(&p, "latest", head.p, head.len);
	is_refused(&p, 0, ERR_CORRUPT, "/latest");
	str_reset(&head);
	sign_head(&p.signer, &p.log, 500, &head);
	put(&p, "latest", head.p, head.len);
	is_right(&p, 0);
	assert_int_equal(remembered(&p), 1000);
	str_release(&head);
	place_close(&p);
}

/* Children look up at once, each with heads of its own; what is remembered in the end is the newest of all. */
static void processes_share_what_is_remembered(void **state)
{
	enum { CHILDREN = 6, LOOKUPS = 15 };
	struct place p;
	pid_t children[CHILDREN];
	(void)state;

	place_open(&p, 1000);
	for (int c = 0; c < CHILDREN; c++) {
		children[c] = fork();
		assert_true(children[c] >= 0);
		for (int i = 0; !children[c] && i < LOOKUPS; i++) {
			struct error err = ERROR_INIT;
			char digest[H1_TEXT];

			p.head = 100 + (uint64_t)((c * 7919 + i * 104729) % 800);
			if (look_up(&p, (uint64_t)(i + c), digest, &err)) {
				fprintf(stderr, "# child %d: %s\n", c, err.msg);
				_exit(1);
			}
			if (remembered(&p) < p.head) {
				fprintf(stderr, "# child %d: forgotten\n", c);
				_exit(2);
			}
		}
		if (!children[c])
			_exit(0);
	}
	uint64_t newest = 0;

	for (int c = 0; c < CHILDREN; c++) {
		int status = -1;

		assert_int_equal(waitpid(children[c], &status, 0), children[c]);
		assert_int_equal(status, 0);
		for (int i = 0; i < LOOKUPS; i++) {
			uint64_t head = 100 + (uint64_t)((c * 7919 + i * 104729) % 800);

			newest = head > newest ? head : newest;
		}
	}
	assert_int_equal(remembered(&p), newest);
	place_close(&p);
}

static void whole_tiles_serve_for_partial_ones(void **state)
{
	struct place p;
	(void)state;

	place_open(&p, 1024);
	p.head = 1000; /* the answer is older than the log: 0/003 is whole by now, 1/000 is not */
	p.fault = NO_FAULT;
	is_right(&p, 900);
	place_close(&p);
	place_open(&p, 65536 + 256);
	p.head = 1000;
	p.fault = PARTIALS_GONE;
	is_right(&p, 900);
	assert_non_null(strstr(p.path.p, "/tile/8/"));
	assert_null(strstr(p.path.p, ".p/"));
	place_close(&p);
}

static void a_folder_that_cannot_be_written_is_said(void **state)
{
	struct place p;
	struct error err = ERROR_INIT;
	char *file;
	(void)state;

	place_open(&p, 10);
	file = xasprintf("%s/file", p.folder);
	assert_int_equal(file_write(file, "x", 1, &err), 0);
	sumdb_free(p.db);
	assert_int_equal(sumdb_open(p.signer.text, file, on_fetch, &p, &p.db, &err), 0);
	is_refused(&p, 0, ERR_INFRA, file);
	free(file);
	place_close(&p);
}

static void only_module_versions_are_asked_for(void **state)
{
	static const struct {
		const char *module, *version;
	} t[] = { { "", "v1.0.0" },     { "a", "" },         { "a b", "v1.0.0" },    { "a?b", "v1.0.0" },
		  { "../a", "v1.0.0" }, { "/a", "v1.0.0" },  { "a", "v1.0.0/../x" }, { "a\n", "v1.0.0" },
		  { "a@b", "v1.0.0" },  { "a%2f", "v1.0.0" } };
	struct place p;
	(void)state;

	place_open(&p, 10);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct error err = ERROR_INIT;
		char digest[H1_TEXT];

		assert_int_equal(sumdb_lookup(p.db, t[i].module, t[i].version, digest, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
	}
	assert_int_equal(p.fetched, 0);
	place_close(&p);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(honest_answers_are_believed),
	cmocka_unit_test(tiles_are_fetched_once_for_all_processes),
	cmocka_unit_test(what_does_not_verify_is_refused),
	cmocka_unit_test(a_log_that_grows_is_followed),
	cmocka_unit_test(an_older_head_is_fine_and_forgets_nothing),
	cmocka_unit_test(a_fork_is_an_alarm),
	cmocka_unit_test(a_kept_tile_that_rots_is_fetched_again),
	cmocka_unit_test(what_is_remembered_must_verify),
	cmocka_unit_test(processes_share_what_is_remembered),
	cmocka_unit_test(whole_tiles_serve_for_partial_ones),
	cmocka_unit_test(a_folder_that_cannot_be_written_is_said),
	cmocka_unit_test(only_module_versions_are_asked_for),
};

TEST_MAIN(tests)
