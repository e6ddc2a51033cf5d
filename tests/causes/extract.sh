#!/usr/bin/env bash
# Writes evidence.sql.gz: of a database of the full history, exactly the cells that labels.tsv and quiet.tsv are about, as SQL.
#   tests/causes/extract.sh DATABASE
# DATABASE: goalloc run --go all --only escape,allocs --mode default,noinline,noopt. Equal databases and lists give equal
# bytes: rows come in the order of their keys, gzip writes no time. What the compiler printed stays out (large; what was parsed from
# it is there), and so does everything about the machine: sessions, sources of toolchains, stamps.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
if [ $# != 1 ] || [ ! -r "$1" ]; then
  echo "usage: $0 DATABASE" >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk -F'\t' '/^#/ || /^set\t/ { next } { print $2 "\t" $4 "\t" $6; print $2 "\t" $4 "\t" $7 }' "$here/labels.tsv" >"$work/all"
awk -F'\t' '/^#/ || /^kind\t/ { next } { print $2 "\t" $4 "\t" $6; print $2 "\t" $4 "\t" $7 }' "$here/quiet.tsv" >>"$work/all"
sort -u "$work/all" >"$work/wanted"

sqlite3 -batch "$1" ".backup $work/full.db"
sqlite3 -batch "$work/full.db" >&2 <<EOF
PRAGMA journal_mode = DELETE;
CREATE TEMP TABLE wanted (case_name TEXT, mode TEXT, minor TEXT);
.mode ascii
.separator "\t" "\n"
.import --schema temp $work/wanted wanted
.mode list
-- of every minor the newest patch, which is what SPEC 1.16 means
CREATE TEMP TABLE newest AS
SELECT w.minor, (SELECT t.id FROM toolchain t WHERE NOT t.local AND (t.go = 'go' || w.minor OR t.go LIKE 'go' || w.minor || '.%')
	ORDER BY t.version_order DESC LIMIT 1) AS toolchain_id FROM wanted w GROUP BY w.minor;
CREATE TEMP TABLE kept AS
SELECT DISTINCT c.id FROM cell c JOIN newest n ON n.toolchain_id = c.toolchain_id
	JOIN wanted w ON w.minor = n.minor AND w.mode = c.mode AND w.case_name = c.case_name;
SELECT 'missing: ' || w.case_name || ' ' || w.mode || ' ' || w.minor FROM wanted w JOIN newest n USING (minor) WHERE NOT EXISTS
	(SELECT 1 FROM cell c WHERE c.toolchain_id = n.toolchain_id AND c.mode = w.mode AND c.case_name = w.case_name);
PRAGMA foreign_keys = OFF;
DELETE FROM decision WHERE cell_id NOT IN (SELECT id FROM kept);
DELETE FROM runtime_call WHERE cell_id NOT IN (SELECT id FROM kept);
DELETE FROM alloc_site WHERE cell_id NOT IN (SELECT id FROM kept);
DELETE FROM sample WHERE cell_id NOT IN (SELECT id FROM kept);
DELETE FROM output WHERE cell_id NOT IN (SELECT id FROM kept);
DELETE FROM raw_output;
DELETE FROM content;
DELETE FROM cell WHERE id NOT IN (SELECT id FROM kept);
DELETE FROM case_file WHERE id NOT IN (SELECT case_file_id FROM cell);
DELETE FROM toolchain WHERE id NOT IN (SELECT toolchain_id FROM cell);
DELETE FROM text WHERE id NOT IN (SELECT file FROM decision UNION SELECT function FROM decision UNION SELECT kind FROM decision
	UNION SELECT subject FROM decision UNION SELECT detail FROM decision UNION SELECT file FROM runtime_call
	UNION SELECT function FROM runtime_call UNION SELECT callee FROM runtime_call UNION SELECT benchmark FROM alloc_site
	UNION SELECT function FROM alloc_site UNION SELECT file FROM alloc_site UNION SELECT callee FROM alloc_site
	UNION SELECT benchmark FROM sample);
UPDATE sample SET session_id = (SELECT min(id) FROM session);
UPDATE cell SET session_id = (SELECT min(id) FROM session), environment = '', build_ms = 0, binary_sha256 = '';
DELETE FROM session WHERE id > (SELECT min(id) FROM session);
UPDATE session SET started_at = '', finished_at = '', command_line = 'goalloc run', seed = '0', machine = '', kernel = '',
	cpu = '', governor = '', load = '';
UPDATE toolchain SET source = '', installed_at = '', trust = '';
EOF
{
  echo "-- written by tests/causes/extract.sh"
  sqlite3 -batch "$work/full.db" "SELECT 'PRAGMA user_version = ' || user_version || ';' FROM pragma_user_version;
    SELECT 'PRAGMA application_id = ' || application_id || ';' FROM pragma_application_id;"
  sqlite3 -batch "$work/full.db" .dump
} >"$work/evidence.sql"
gzip -9 -n <"$work/evidence.sql" >"$work/evidence.sql.gz"
mv "$work/evidence.sql.gz" "$here/evidence.sql.gz"
wc -c "$here/evidence.sql.gz" "$work/evidence.sql" >&2
