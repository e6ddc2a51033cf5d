-- Version 4: the machine code of a cell's functions (bench/assembly.h). function, digest, refers: ids of text; refers has the
-- names, each with a newline behind it. codes: 1 when the cell's escape stage looked for them, which earlier
-- versions did not: it is done again when it is next asked for.
ALTER TABLE cell ADD COLUMN codes INTEGER NOT NULL DEFAULT 0;
CREATE TABLE function_code (
	cell_id  INTEGER NOT NULL REFERENCES cell ON DELETE CASCADE,
	seq      INTEGER NOT NULL,
	function INTEGER NOT NULL,
	digest   INTEGER NOT NULL,
	bytes    INTEGER NOT NULL, -- 0: the listing tells none (1.2)
	refers   INTEGER NOT NULL,
	PRIMARY KEY (cell_id, seq)
) STRICT, WITHOUT ROWID;
