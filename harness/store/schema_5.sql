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
