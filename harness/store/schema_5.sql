-- Version 5: what a time can be defended with. conditions: how the session timed, as KEY=VALUE words ('' before there were
-- any). A sample's purpose may be 2: timing again, in fresh processes, what looked like a change.
ALTER TABLE session ADD COLUMN conditions TEXT NOT NULL DEFAULT '';
-- May the function run what is not in the listing (bench/assembly.h)? NULL: recorded before it was asked. cell.codes is 2
-- where it was.
ALTER TABLE function_code ADD COLUMN leaves INTEGER;

-- What goalloc selftest found: one row a run, and one for each kind of comparison whose truth is known.
CREATE TABLE calibration (
	id           INTEGER PRIMARY KEY,
	measured_at  TEXT NOT NULL,
	wall_ms      INTEGER NOT NULL,
	tool_version TEXT NOT NULL,
	go           TEXT NOT NULL, -- the toolchain that stood on both sides
	machine      TEXT NOT NULL,
	kernel       TEXT NOT NULL,
	cpu          TEXT NOT NULL,
	governor     TEXT NOT NULL,
	load         TEXT NOT NULL,
	conditions   TEXT NOT NULL, -- as a session's
	loaded       INTEGER NOT NULL, -- 1: with another process at work on purpose
	seed         TEXT NOT NULL,
	settings     TEXT NOT NULL, -- the command line
	verdict      TEXT NOT NULL
) STRICT;
CREATE TABLE calibration_row (
	calibration_id INTEGER NOT NULL REFERENCES calibration(id) ON DELETE CASCADE,
	ordinal        INTEGER NOT NULL,
	metric         TEXT NOT NULL, -- time, counts
	truth          TEXT NOT NULL, -- same, report (without a change), changed
	what           TEXT NOT NULL, -- "+3 %", "one allocation more", "the library", ...
	effect         REAL NOT NULL, -- 0.03; 0 where nothing changed, or it is no share
	comparisons    INTEGER NOT NULL,
	found          INTEGER NOT NULL, -- flagged
	suspected      INTEGER NOT NULL, -- flagged at first, held up or not
	open           INTEGER NOT NULL,
	low            REAL NOT NULL, -- of the share found: its exact 95 % interval
	high           REAL NOT NULL,
	PRIMARY KEY (calibration_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Nights (goalloc nightly). They outlive what they were measured from: the cells of a local toolchain go when it is rebuilt,
-- samples by retention. Times are ratios to the baseline, measured in one session.
CREATE TABLE night (
	id              INTEGER PRIMARY KEY,
	date            TEXT NOT NULL UNIQUE, -- its name: the day it began on, UTC
	session_id      INTEGER REFERENCES session ON DELETE SET NULL,
	started_at      TEXT NOT NULL,
	finished_at     TEXT,          -- judged; NULL: killed, or still running
	state           TEXT NOT NULL, -- measuring, measured, judged
	verdict         TEXT NOT NULL, -- '' until judged
	exit_code       INTEGER NOT NULL,
	baseline        TEXT NOT NULL, -- the pinned toolchain
	baseline_digest TEXT NOT NULL,
	machine         TEXT NOT NULL, -- as in session, which may be gone
	kernel          TEXT NOT NULL,
	cpu             TEXT NOT NULL,
	governor        TEXT NOT NULL,
	conditions      TEXT NOT NULL
) STRICT;
CREATE TABLE night_toolchain (
	night_id          INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
	go                TEXT NOT NULL,
	digest            TEXT NOT NULL,
	go_version_output TEXT NOT NULL,
	version_order     INTEGER NOT NULL,
	local             INTEGER NOT NULL,
	PRIMARY KEY (night_id, go)
) STRICT, WITHOUT ROWID;
-- What is followed from night to night. An edited case is another series.
CREATE TABLE night_series (
	id          INTEGER PRIMARY KEY,
	go          TEXT NOT NULL,
	goarch      TEXT NOT NULL,
	mode        TEXT NOT NULL,
	case_name   TEXT NOT NULL,
	case_sha256 TEXT NOT NULL,
	benchmark   TEXT NOT NULL, -- '' for the case as a whole
	UNIQUE (go, goarch, mode, case_name, case_sha256, benchmark)
) STRICT;
CREATE TABLE night_point (
	night_id    INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
	series_id   INTEGER NOT NULL REFERENCES night_series ON DELETE CASCADE,
	status      TEXT NOT NULL, -- of the cell
	pairs       INTEGER NOT NULL, -- processes side by side with the baseline's
	ratio       REAL,    -- of ns/op to the baseline's; NULL without pairs; 1 for the baseline itself
	ratio_low   REAL,    -- its 95 % interval (the range of fewer than 6 pairs)
	ratio_high  REAL,
	ns          REAL, -- median ns/op; NULL: not timed
	baseline_ns REAL, -- of the baseline
	allocs      REAL, -- per op, unrounded; NULL: not counted
	bytes       REAL,
	allocs_low  INTEGER, -- what counting may print
	allocs_high INTEGER,
	bytes_low   INTEGER,
	bytes_high  INTEGER,
	PRIMARY KEY (night_id, series_id)
) STRICT, WITHOUT ROWID;
-- What a night reported, and what it began to doubt.
CREATE TABLE night_news (
	night_id  INTEGER NOT NULL REFERENCES night ON DELETE CASCADE,
	seq       INTEGER NOT NULL,
	kind      TEXT NOT NULL, -- machine, release, counts, status, time, whole
	state     TEXT NOT NULL, -- new, open, cleared
	metric    TEXT NOT NULL,
	go        TEXT NOT NULL,
	old_go    TEXT NOT NULL,
	goarch    TEXT NOT NULL,
	mode      TEXT NOT NULL,
	case_name TEXT NOT NULL,
	benchmark TEXT NOT NULL,
	old_text  TEXT NOT NULL,
	new_text  TEXT NOT NULL,
	relative  REAL, -- +0.05: 5 % more
	low       REAL,
	high      REAL,
	p         REAL,
	since     TEXT NOT NULL, -- the first night of the new level
	worse     INTEGER NOT NULL,
	accepted  TEXT NOT NULL, -- why; '' if it is not
	why       TEXT NOT NULL,
	PRIMARY KEY (night_id, seq)
) STRICT, WITHOUT ROWID;
-- A baseline stays the patch it first was.
CREATE TABLE night_pin (
	spec      TEXT PRIMARY KEY,
	go        TEXT NOT NULL,
	pinned_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where among a cell's samples those of one session and purpose stand, and in how many blocks they were timed: what is asked
-- of ten million samples is answered from here and from the samples wanted, without a look at the others. Kept with the
-- samples (runs.c). Of earlier versions' samples there are none until something is added to their cell; nor of samples
-- that somebody else added: where the last run ends before the last sample the cell is read from end to end.
CREATE TABLE sample_run (
	cell_id    INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	purpose    INTEGER NOT NULL,
	session_id INTEGER NOT NULL,
	first      INTEGER NOT NULL, -- seq of the first and of the last; others may stand between
	last       INTEGER NOT NULL,
	blocks     INTEGER NOT NULL, -- different ones
	last_block INTEGER NOT NULL,
	PRIMARY KEY (cell_id, purpose, session_id)
) STRICT, WITHOUT ROWID;

-- A cell with rows here was not measured by goalloc: it holds what other people's logs said (store/import.h). sha256: of the log.
CREATE TABLE imported_log (
	cell_id    INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	sha256     TEXT NOT NULL,
	session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
	file       TEXT NOT NULL, -- its name, without folders
	holds      TEXT NOT NULL, -- what was taken from it: results, decisions
	PRIMARY KEY (cell_id, sha256, holds)
) STRICT, WITHOUT ROWID;
