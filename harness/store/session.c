/* Sessions and toolchains: who measured, with what. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "store/db.h"

int64_t store_session_id(const struct store *s)
{
	return s->session;
}

bool store_session_recorded(const struct store *s)
{
	return s->recorded;
}

int store_session_begin(struct store *s, const struct session_info *info, struct error *err)
{
	char now[32], seed[24];
	struct value v[10];

	clock_stamp(now, sizeof now);
	snprintf(seed, sizeof seed, "%" PRIu64, info->seed);
	v[0] = value_text(now);
	v[1] = value_text(info->command_line);
	v[2] = value_text(info->tool_version);
	v[3] = value_text(seed);
	v[4] = value_text(info->machine);
	v[5] = value_text(info->kernel);
	v[6] = value_text(info->cpu);
	v[7] = value_text(info->governor);
	v[8] = value_text(info->load);
	v[9] = value_text(info->conditions);
	if (db_run(s,
	           "INSERT INTO session (started_at, command_line, tool_version, seed, machine, kernel, cpu, governor, "
	           "load, conditions)"
	           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	           v, 10, err))
		return error_prefix(err, "starting a session");
	s->session = sqlite3_last_insert_rowid(s->db);
	s->recorded = s->replaced = false;
	return 0;
}

/*
 * Texts, contents and case files that nothing refers to any more. Benchmarks' names stay: they are few, and whether one is still
 * wanted all the samples would have to say, of which there may be millions.
 */
static int sweep(struct store *s, struct error *err)
{
	return db_run(s,
	              "DELETE FROM text WHERE id NOT IN ("
	              "SELECT file FROM decision UNION SELECT function FROM decision UNION SELECT kind FROM decision"
	              " UNION SELECT subject FROM decision UNION SELECT detail FROM decision"
	              " UNION SELECT file FROM runtime_call UNION SELECT function FROM runtime_call"
	              " UNION SELECT callee FROM runtime_call"
	              " UNION SELECT function FROM function_code UNION SELECT digest FROM function_code"
	              " UNION SELECT refers FROM function_code"
	              " UNION SELECT benchmark FROM alloc_site UNION SELECT function FROM alloc_site"
	              " UNION SELECT file FROM alloc_site UNION SELECT callee FROM alloc_site)"
	              " AND text NOT GLOB 'Benchmark*'",
	              NULL, 0, err) ||
	                       db_run(s,
	                              "DELETE FROM content WHERE id NOT IN (SELECT stdout FROM output"
	                              " UNION SELECT stderr FROM output UNION SELECT content FROM raw_output)",
	                              NULL, 0, err) ||
	                       db_run(s, "DELETE FROM case_file WHERE id NOT IN (SELECT case_file_id FROM cell)", NULL,
	                              0, err)
	               ? -1
	               : 0;
}

static int finish(struct store *s, struct error *err)
{
	const struct value id = value_int(s->session);
	struct value v[2];
	char now[32];

	if (!s->recorded)
		return db_run(s, "DELETE FROM session WHERE id = ?1", &id, 1, err);
	clock_stamp(now, sizeof now);
	v[0] = id;
	v[1] = value_text(now);
	if (db_run(s, "UPDATE session SET finished_at = ?2 WHERE id = ?1", v, 2, err))
		return -1;
	return s->replaced ? sweep(s, err) : 0;
}

int store_session_finish(struct store *s, struct error *err)
{
	if (!s->session)
		return 0;
	/*
	 * A session without samples is removed without a search for its samples, which no index would help (a cell's reference is
	 * set by nothing but recording).
	 */
	if (!s->recorded && db_run(s, "PRAGMA foreign_keys = OFF", NULL, 0, err))
		return -1;
	if (db_begin(s, err) || db_end(s, finish(s, err), err))
		return error_prefix(err, "finishing the session");
	s->session = 0;
	return db_run(s, "PRAGMA foreign_keys = ON", NULL, 0, err);
}

/*
 * What a rebuilt local toolchain left under its name was measured with a compiler that is gone: it must not pass
 * for the new one's.
 */
static int forget_rebuilt(struct store *s, const struct toolchain *t, struct error *err)
{
	const struct value v[] = { value_text(t->go), value_text(t->goos), value_text(t->goarch),
		                   value_text(t->digest) };
	int64_t id;
	bool found;
	struct value stale;

	if (db_int(s, "SELECT id FROM toolchain WHERE go = ?1 AND goos = ?2 AND goarch = ?3 AND digest <> ?4", v, 4,
	           &id, &found, err))
		return -1;
	if (!found)
		return 0;
	stale = value_int(id);
	s->replaced = true;
	return db_run(s, "DELETE FROM cell WHERE toolchain_id = ?1", &stale, 1, err);
}

int toolchain_id(struct store *s, const struct toolchain *t, int64_t *id, struct error *err)
{
	const struct value v[] = { value_text(t->go),
		                   value_text(t->goos),
		                   value_text(t->goarch),
		                   value_text(t->source),
		                   value_text(t->digest),
		                   value_text(t->version_output),
		                   value_text(t->installed_at),
		                   value_int(t->local),
		                   value_int(version_order(&t->version)),
		                   value_text(t->trust ? t->trust : "") };
	bool found;

	if (db_int(s,
	           "SELECT id FROM toolchain WHERE go = ?1 AND goos = ?2 AND goarch = ?3 AND source = ?4 AND digest = "
	           "?5"
	           " AND go_version_output = ?6 AND installed_at = ?7 AND local = ?8 AND version_order = ?9 AND trust "
	           "= ?10",
	           v, 10, id, &found, err))
		return -1;
	if (found)
		return 0;
	if (t->local && forget_rebuilt(s, t, err))
		return -1;
	return db_int(s,
	              "INSERT INTO toolchain (go, goos, goarch, source, digest, go_version_output, installed_at, local,"
	              " version_order, trust) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
	              " ON CONFLICT (go, goos, goarch) DO UPDATE SET source = ?4, digest = ?5, go_version_output = ?6,"
	              " installed_at = ?7, local = ?8, version_order = ?9, trust = ?10 RETURNING id",
	              v, 10, id, NULL, err);
}

int store_toolchain(struct store *s, const struct toolchain *t, struct error *err)
{
	int64_t id;

	if (db_begin(s, err) || db_end(s, toolchain_id(s, t, &id, err), err))
		return error_prefix(err, "recording toolchain %s", t->go);
	return 0;
}
