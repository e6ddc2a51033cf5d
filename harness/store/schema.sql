-- The tables of goalloc's database, version 1. They are private and may change by migration (migrate.c); what other
-- programs may rely on are the views (views.sql). A table is named in the singular, its view in the plural.
--
-- A child of a cell goes with its cell. Repeated texts are interned (text), big ones kept once by their hash
-- (content); what nothing refers to any more is swept at the end of a session (session.c), so those references carry no
-- foreign key: checking them would cost an index on each.

CREATE TABLE session (
	id           INTEGER PRIMARY KEY,
	started_at   TEXT NOT NULL, -- UTC, as all stamps here
	finished_at  TEXT,          -- NULL: killed, or still running
	command_line TEXT NOT NULL,
	tool_version TEXT NOT NULL,
	seed         TEXT NOT NULL, -- 64 bits without sign, in decimal: more than INTEGER holds
	machine      TEXT NOT NULL,
	kernel       TEXT NOT NULL,
	cpu          TEXT NOT NULL,
	governor     TEXT NOT NULL,
	load         TEXT NOT NULL
) STRICT;

CREATE TABLE toolchain (
	id                INTEGER PRIMARY KEY,
	go                TEXT NOT NULL,
	goos              TEXT NOT NULL, -- what it runs on
	goarch            TEXT NOT NULL,
	source            TEXT NOT NULL,
	digest            TEXT NOT NULL,
	go_version_output TEXT NOT NULL,
	installed_at      TEXT NOT NULL,
	local             INTEGER NOT NULL, -- 1: a GOROOT somebody built; go is its name
	version_order     INTEGER NOT NULL, -- the version as a number that sorts as versions do (version_order.c)
	UNIQUE (go, goos, goarch)
) STRICT;

-- A case as it was when measured: an edited case is another row.
CREATE TABLE case_file (
	id        INTEGER PRIMARY KEY,
	case_name TEXT NOT NULL,
	sha256    TEXT NOT NULL,
	family    TEXT NOT NULL,
	file      TEXT NOT NULL,
	kind      TEXT NOT NULL, -- benchmark, program
	title     TEXT NOT NULL,
	question  TEXT NOT NULL,
	why       TEXT NOT NULL,
	answer    TEXT NOT NULL,
	source    ANY NOT NULL,  -- the bytes: TEXT if valid UTF-8, else BLOB
	UNIQUE (case_name, sha256)
) STRICT;

CREATE TABLE cell (
	id            INTEGER PRIMARY KEY,
	toolchain_id  INTEGER NOT NULL REFERENCES toolchain ON DELETE CASCADE,
	goarch        TEXT NOT NULL, -- what it was compiled for
	mode          TEXT NOT NULL,
	case_name     TEXT NOT NULL,
	case_file_id  INTEGER NOT NULL REFERENCES case_file ON DELETE CASCADE,
	session_id    INTEGER REFERENCES session ON DELETE SET NULL, -- which recorded it last
	key           TEXT NOT NULL, -- of the content: equal key, equal work
	status        TEXT NOT NULL,
	reason        TEXT NOT NULL,
	stages        INTEGER NOT NULL, -- bits: 1 escape, 2 allocs, 4 time
	flags         TEXT NOT NULL,    -- of the mode, separated by spaces
	environment   TEXT NOT NULL,
	binary_sha256 TEXT NOT NULL,
	build_ms      INTEGER NOT NULL,
	UNIQUE (toolchain_id, goarch, mode, case_name)
) STRICT;
CREATE INDEX cell_of_case_file ON cell (case_file_id);

CREATE TABLE text (
	id   INTEGER PRIMARY KEY,
	hash INTEGER NOT NULL, -- FNV-1a, 64 bits
	text TEXT NOT NULL
) STRICT;
CREATE INDEX text_by_hash ON text (hash);

CREATE TABLE content (
	id     INTEGER PRIMARY KEY,
	sha256 BLOB NOT NULL UNIQUE,
	bytes  ANY NOT NULL -- byte for byte: TEXT if valid UTF-8 without NULs, so that every reader shows it, else BLOB
) STRICT;

-- file, function, kind, subject, detail, callee, benchmark: ids of text
CREATE TABLE decision (
	cell_id  INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	seq      INTEGER NOT NULL,
	file     INTEGER NOT NULL,
	line     INTEGER NOT NULL,
	col      INTEGER NOT NULL, -- 0: the compiler printed none (before 1.9)
	function INTEGER NOT NULL,
	kind     INTEGER NOT NULL,
	subject  INTEGER NOT NULL,
	detail   INTEGER NOT NULL,
	PRIMARY KEY (cell_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE runtime_call (
	cell_id  INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	seq      INTEGER NOT NULL,
	file     INTEGER NOT NULL,
	line     INTEGER NOT NULL,
	function INTEGER NOT NULL,
	callee   INTEGER NOT NULL,
	calls    INTEGER NOT NULL,
	PRIMARY KEY (cell_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE alloc_site (
	cell_id        INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	seq            INTEGER NOT NULL,
	benchmark      INTEGER NOT NULL,
	function       INTEGER NOT NULL,
	file           INTEGER NOT NULL,
	line           INTEGER NOT NULL,
	objects_per_op REAL NOT NULL,
	bytes_per_op   REAL NOT NULL,
	PRIMARY KEY (cell_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
	cell_id     INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	seq         INTEGER NOT NULL,
	session_id  INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
	benchmark   INTEGER NOT NULL,
	ordinal     INTEGER NOT NULL, -- the benchmark's place in the case's file, from 0
	purpose     INTEGER NOT NULL, -- 0: counting allocations, 1: timing
	block       INTEGER NOT NULL,
	position    INTEGER NOT NULL,
	n           INTEGER NOT NULL,
	elapsed_ns  INTEGER NOT NULL,
	mallocs     INTEGER NOT NULL, -- totals over n, as the following
	bytes       INTEGER NOT NULL,
	gc_count    INTEGER NOT NULL,
	gc_pause_ns INTEGER NOT NULL,
	PRIMARY KEY (cell_id, seq)
) STRICT, WITHOUT ROWID;

-- What a program case printed: ids of content.
CREATE TABLE output (
	cell_id     INTEGER PRIMARY KEY REFERENCES cell ON DELETE CASCADE,
	stdout      INTEGER NOT NULL,
	stderr      INTEGER NOT NULL,
	exit_status INTEGER NOT NULL
) STRICT;

-- What the compiler printed, raw.
CREATE TABLE raw_output (
	cell_id INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	level   TEXT NOT NULL,    -- the flags that asked for it: '-m', '-m -m'
	content INTEGER NOT NULL, -- id of content
	PRIMARY KEY (cell_id, level)
) STRICT, WITHOUT ROWID;
