/* Opening: what is refused and how it is said; migrations; killed writers; two writers; a full disk. */
#include "store_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/migrate.h"

static void refused(struct scratch *x, enum store_access access, const char *why)
{
	struct store *s = NULL;

	error_clear(&x->err);
	assert_int_equal(store_open(x->path, access, &s, &x->err), -1);
	assert_null(s);
	assert_int_equal(x->err.kind, ERR_INFRA);
	if (!strstr(x->err.msg, why) || !strstr(x->err.msg, x->path) || strchr(x->err.msg, '\n'))
		fail_msg("'%s' is not in: %s", why, x->err.msg);
}

static void put_file(struct scratch *x, const char *content, size_t n)
{
	char *folder = xasprintf("%s/results", x->folder);

	must(x, dir_make(folder, &x->err));
	must(x, file_write(x->path, content, n, &x->err));
	free(folder);
}

/* A database with one cell. */
static void make_database(struct scratch *x)
{
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
}

static void what_is_no_database_of_ours_is_refused(void **state)
{
	struct scratch *x = *state;
	struct str garbage = STR_INIT, after = STR_INIT;

	refused(x, STORE_READ, "run `goalloc run` first");
	put_file(x, "", 0);
	refused(x, STORE_READ, "is empty");
	for (int i = 0; i < 5000; i++)
		str_addf(&garbage, "%d garbage ", i);
	put_file(x, garbage.p, garbage.len);
	refused(x, STORE_READ, "is not a database");
	refused(x, STORE_WRITE, "is not a database");
	must(x, file_read(x->path, 1 << 20, &after, &x->err));
	assert_string_equal(after.p, garbage.p); /* untouched */
	str_release(&garbage);
	str_release(&after);

	assert_int_equal(unlink(x->path), 0);
	tamper(x->path, "CREATE TABLE bookmarks (url TEXT)");
	refused(x, STORE_READ, "another program");
	refused(x, STORE_WRITE, "another program");
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sqlite_schema"), 1);

	assert_int_equal(unlink(x->path), 0);
	must(x, dir_make(x->path, &x->err));
	refused(x, STORE_READ, "folder");
	refused(x, STORE_WRITE, "folder");
	assert_int_equal(rmdir(x->path), 0);
	assert_int_equal(mkfifo(x->path, 0600), 0);
	refused(x, STORE_WRITE, "special file");
}

static void a_newer_version_names_its_writer(void **state)
{
	struct scratch *x = *state;

	make_database(x);
	tamper(x->path, "PRAGMA user_version = 99; UPDATE session SET tool_version = '7.0' || char(27) || '[1m'");
	refused(x, STORE_READ, "has version 99, written by goalloc 7.0?[1m");
	refused(x, STORE_WRITE, "upgrade goalloc");
	/* whatever its tables are by then: the view is public, but might be made to run for ever */
	tamper(x->path,
	       "DROP VIEW sessions; CREATE VIEW sessions AS WITH RECURSIVE r (tool_version) AS"
	       " (SELECT 1 UNION ALL SELECT tool_version + 1 FROM r) SELECT tool_version, 1 AS session FROM r");
	refused(x, STORE_READ, "written by goalloc of a later release");
}

static void missing_or_faked_tables_are_found(void **state)
{
	struct scratch *x = *state;

	make_database(x);
	tamper(x->path, "DROP TABLE sample");
	refused(x, STORE_READ, "lacks the table sample");
	tamper(x->path, "CREATE VIEW sample AS SELECT 1 AS n");
	refused(x, STORE_READ, "lacks the table sample");
}

static void a_truncated_file_is_an_error_not_a_crash(void **state)
{
	struct scratch *x = *state;
	struct stat st;

	make_database(x);
	assert_int_equal(stat(x->path, &st), 0);
	for (off_t size = st.st_size - 4096; size > 0; size -= 4096) {
		struct store *s = NULL;
		struct cell_rows cells = { 0 };
		struct decision_rows decisions = { 0 };
		struct sample_rows samples = { 0 };
		struct error err = ERROR_INIT;

		assert_int_equal(truncate(x->path, size), 0);
		if (!store_open(x->path, STORE_READ, &s, &err) && !store_cells(s, NULL, &cells, &err) &&
		    !store_decisions(s, NULL, &decisions, &err))
			store_samples(s, NULL, &samples, &err);
		assert_true(err.kind == ERR_NONE || strstr(err.msg, x->path));
		cell_rows_release(&cells);
		decision_rows_release(&decisions);
		sample_rows_release(&samples);
		store_close(s);
	}
}

/* Runs `work` as a user who owns nothing, where we are root: permissions do not bind root. */
static int without_rights(struct scratch *x, int (*work)(struct scratch *x))
{
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		if (!geteuid() && (setgid(65534) || setuid(65534)))
			_exit(99);
		_exit(work(x));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

static int write_is_refused(struct scratch *x)
{
	struct store *s;

	if (!store_open(x->path, STORE_WRITE, &s, &x->err))
		return 1;
	return strstr(x->err.msg, "cannot be written") && strstr(x->err.msg, "--db") ? 0 : 2;
}

static int read_finds_one_cell(struct scratch *x)
{
	struct store *s;
	struct cell_rows cells;
	size_t n;

	if (store_open(x->path, STORE_READ, &s, &x->err) || store_cells(s, NULL, &cells, &x->err)) {
		fprintf(stderr, "# %s\n", x->err.msg);
		return 1;
	}
	n = cells.len;
	cell_rows_release(&cells);
	store_close(s);
	return n == 1 ? 0 : 2;
}

static int read_finds_no_cell(struct scratch *x)
{
	return read_finds_one_cell(x) == 2 ? 0 : 1;
}

static void read_only(struct scratch *x, mode_t file)
{
	char *folder = xasprintf("%s/results", x->folder);

	assert_int_equal(chmod(x->folder, 0755), 0);
	assert_int_equal(chmod(x->path, file), 0);
	assert_int_equal(chmod(folder, 0555), 0);
	free(folder);
}

static void a_read_only_database_is_read_but_not_written(void **state)
{
	struct scratch *x = *state;
	char *folder = xasprintf("%s/results", x->folder);

	make_database(x);
	read_only(x, 0444);
	assert_int_equal(without_rights(x, read_finds_one_cell), 0);
	assert_int_equal(without_rights(x, write_is_refused), 0);
	assert_int_equal(chmod(x->path, 0666), 0); /* the folder alone forbids the lock */
	assert_int_equal(without_rights(x, write_is_refused), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	free(folder);
}

/* An old database that cannot be changed is migrated in memory: version 0 of ours, an empty one. */
static void a_read_only_old_database_is_read_through_a_copy(void **state)
{
	struct scratch *x = *state;
	char *folder = xasprintf("%s/results", x->folder), *sql;

	must(x, dir_make(folder, &x->err));
	sql = xasprintf("PRAGMA journal_mode = WAL; PRAGMA application_id = %d", STORE_APPLICATION_ID);
	tamper(x->path, sql);
	read_only(x, 0444);
	assert_int_equal(without_rights(x, read_finds_no_cell), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	assert_int_equal(chmod(x->path, 0666), 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sqlite_schema"), 0); /* the file is as it was */
	assert_int_equal(read_finds_no_cell(x), 0);
	assert_int_equal(number_of(x->path, "PRAGMA user_version"), STORE_VERSION); /* now it could be changed */
	free(folder);
	free(sql);
}

static void two_writers_are_one_too_many(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x), *reader;
	char *pid = xasprintf("by process %ld;", (long)getpid()), *link = xasprintf("%s/link.db", x->folder),
	     *real = x->path;
	struct cell_rows cells;
	struct sheet f;

	refused(x, STORE_WRITE, pid);
	/* by another name, too */
	assert_int_equal(symlink(real, link), 0);
	x->path = link;
	refused(x, STORE_WRITE, pid);
	x->path = real;
	/* readers work, each on the moment it began */
	sheet_fill(&f);
	record(x, s, &f);
	reader = open_store(x, STORE_READ);
	must(x, store_cells(reader, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	cell_rows_release(&cells);
	f.c.name = text("slice/other");
	record(x, s, &f);
	must(x, store_cells(reader, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	cell_rows_release(&cells);
	store_close(reader);
	store_close(s);
	store_close(open_store(x, STORE_WRITE)); /* free again */
	free(pid);
	free(link);
}

static int cells_until_death;

static int die(void *unused)
{
	(void)unused;
	if (!--cells_until_death)
		kill(getpid(), SIGKILL);
	return 0;
}

static void die_at_row(void *unused, int op, const char *db, const char *table, sqlite3_int64 row)
{
	(void)op;
	(void)db;
	(void)table;
	(void)row;
	die(unused);
}

/* Records cells until killed from inside: at a commit, or at a row in the middle of a transaction. */
static _Noreturn void record_until_killed(struct scratch *x, bool at_commit, int after)
{
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	cells_until_death = after;
	if (at_commit)
		sqlite3_commit_hook(s->db, die, NULL);
	else
		sqlite3_update_hook(s->db, die_at_row, NULL);
	for (int i = 0;; i++) {
		char *name = xasprintf("slice/case_%d", i);

		f.c.name = name;
		record(x, s, &f);
		free(name);
	}
}

static void a_killed_writer_leaves_whole_cells(void **state)
{
	static const struct {
		bool at_commit;
		int after;
		int64_t cells; /* that were finished */
	} table[] = { { true, 1, 0 }, { true, 4, 3 }, { false, 1, 0 }, { false, 30, -1 }, { false, 47, -1 } };
	struct scratch *x = *state;

	for (size_t i = 0; i < COUNT(table); i++) {
		struct store *s;
		int64_t cells;
		int status;
		pid_t pid;

		fflush(NULL);
		pid = fork();
		assert_true(pid >= 0);
		if (!pid)
			record_until_killed(x, table[i].at_commit, table[i].after);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);

		s = open_session(x); /* the lock died with its holder */
		store_close(s);
		assert_int_equal(number_of(x->path, "SELECT quick_check = 'ok' FROM pragma_quick_check"), 1);
		assert_int_equal(number_of(x->path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
		cells = number_of(x->path, "SELECT count(*) FROM cells");
		if (table[i].cells >= 0)
			assert_int_equal(cells, table[i].cells);
		else
			assert_true(cells > 0);
		assert_int_equal(number_of(x->path, "SELECT count(*) FROM samples"), 2 * cells);
		assert_int_equal(number_of(x->path, "SELECT count(*) FROM decisions"), 2 * cells);
		assert_int_equal(number_of(x->path, "SELECT count(*) FROM compiler_output"), 2 * cells);
		assert_int_equal(unlink(x->path), 0);
	}
}

/* A writer was killed, and a child of it that had not come to its exec yet lives a moment longer, with the lock. */
static void the_lock_of_a_dead_writer_is_waited_for(void **state)
{
	struct scratch *x = *state;
	char *name = malloc(strlen(x->path) + 6);
	struct store *s = open_store(x, STORE_WRITE);
	pid_t writer, waited;

	assert_non_null(name);
	sprintf(name, "%s.lock", x->path);
	store_close(s);
	writer = fork();
	if (!writer) {
		struct error ignored = ERROR_INIT;
		int fd;

		if (file_lock(name, 0, &fd, NULL, &ignored))
			_exit(1);
		if (!fork()) { /* not waited for: its parent is gone */
			usleep(300000);
			_exit(0);
		}
		_exit(0);
	}
	do
		waited = waitpid(writer, NULL, 0);
	while (waited < 0 && errno == EINTR);
	assert_int_equal(waited, writer);
	s = open_store(x, STORE_WRITE);
	store_close(s);
	free(name);
}

static void a_full_disk_loses_only_what_is_not_recorded(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct engine_recorder r = store_recorder(s);
	struct sheet f;
	char *big = calloc(1, 1 << 20);

	assert_non_null(big);
	sheet_fill(&f);
	record(x, s, &f);
	/* a limit of pages gives the same error as a full disk */
	assert_int_equal(sqlite3_exec(s->db, "PRAGMA max_page_count = 40", NULL, NULL, NULL), SQLITE_OK);
	f.c.name = text("slice/other");
	f.raw_m = (struct str){ .p = big, .len = 1 << 20, .cap = 1 << 20 };
	assert_int_equal(r.cell(r.ctx, &f.record, &x->err), -1);
	assert_int_equal(x->err.kind, ERR_INFRA);
	assert_non_null(strstr(x->err.msg, "recording go1.9.2, default, slice/other: "));
	assert_non_null(strstr(x->err.msg, "the disk is full; free some space"));
	assert_non_null(strstr(x->err.msg, x->path));
	/* and it goes on as soon as there is space */
	assert_int_equal(sqlite3_exec(s->db, "PRAGMA max_page_count = 100000", NULL, NULL, NULL), SQLITE_OK);
	record(x, s, &f);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells"), 2);
	free(big);
}

/* ---- migrations, by a schema of their own ---- */

static const char *const old_steps[] = { "CREATE TABLE thing (a INTEGER NOT NULL) STRICT" };
static const char *const new_steps[] = {
	"CREATE TABLE thing (a INTEGER NOT NULL) STRICT",
	"ALTER TABLE thing ADD COLUMN b TEXT NOT NULL DEFAULT 'old'",
	"ALTER TABLE thing RENAME COLUMN a TO c",
};
static const char *const bad_steps[] = {
	"CREATE TABLE thing (a INTEGER NOT NULL) STRICT",
	"ALTER TABLE thing ADD COLUMN b TEXT; UPDATE nothing SET a = 1",
};
static const struct schema old_schema = { old_steps, 1, "CREATE VIEW things AS SELECT a FROM thing" };
static const struct schema new_schema = { new_steps, 3, "CREATE VIEW things AS SELECT c AS a, b FROM thing" };
static const struct schema bad_schema = { bad_steps, 2, "CREATE VIEW things AS SELECT a, b FROM thing" };

static struct store *bare(struct scratch *x)
{
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(x->path);
	s->lock_fd = -1;
	put_file(x, "", 0);
	assert_int_equal(sqlite3_open(x->path, &s->db), SQLITE_OK);
	return s;
}

static void old_versions_are_brought_up_to_date(void **state)
{
	struct scratch *x = *state;
	struct store *s = bare(x);
	enum database_kind kind;

	must(x, migrate_inspect(s, &old_schema, &kind, &x->err));
	assert_int_equal(kind, DATABASE_EMPTY);
	must(x, migrate(s, &old_schema, &x->err));
	assert_int_equal(number_of(x->path, "PRAGMA user_version"), 1);
	assert_int_equal(number_of(x->path, "PRAGMA application_id"), STORE_APPLICATION_ID);
	tamper(x->path, "INSERT INTO thing VALUES (42)");

	must(x, migrate_inspect(s, &new_schema, &kind, &x->err));
	assert_int_equal(kind, DATABASE_OLDER);
	must(x, migrate(s, &new_schema, &x->err));
	assert_int_equal(number_of(x->path, "PRAGMA user_version"), 3);
	assert_int_equal(number_of(x->path, "SELECT a = 42 AND b = 'old' FROM things"), 1);
	must(x, migrate(s, &new_schema, &x->err)); /* once more: nothing to do */
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM things"), 1);
	store_close(s);
}

static void a_failed_migration_changes_nothing(void **state)
{
	struct scratch *x = *state;
	struct store *s = bare(x);

	must(x, migrate(s, &old_schema, &x->err));
	tamper(x->path, "INSERT INTO thing VALUES (42)");
	assert_int_equal(migrate(s, &bad_schema, &x->err), -1);
	assert_non_null(strstr(x->err.msg, "migrating from version 1 to 2"));
	store_close(s);
	assert_int_equal(number_of(x->path, "PRAGMA user_version"), 1);
	assert_int_equal(number_of(x->path, "SELECT a FROM things"), 42);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM pragma_table_info('thing')"), 1);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(what_is_no_database_of_ours_is_refused),
	STORE_TEST(a_newer_version_names_its_writer),
	STORE_TEST(missing_or_faked_tables_are_found),
	STORE_TEST(a_truncated_file_is_an_error_not_a_crash),
	STORE_TEST(a_read_only_database_is_read_but_not_written),
	STORE_TEST(a_read_only_old_database_is_read_through_a_copy),
	STORE_TEST(two_writers_are_one_too_many),
	STORE_TEST(a_killed_writer_leaves_whole_cells),
	STORE_TEST(the_lock_of_a_dead_writer_is_waited_for),
	STORE_TEST(a_full_disk_loses_only_what_is_not_recorded),
	STORE_TEST(old_versions_are_brought_up_to_date),
	STORE_TEST(a_failed_migration_changes_nothing),
};

TEST_MAIN(tests)
