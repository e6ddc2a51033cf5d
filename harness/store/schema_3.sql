-- Version 3: an allocation made within what the case called says so: the id of the callee's name in text. Rows of
-- earlier versions there are none.
ALTER TABLE alloc_site ADD COLUMN callee INTEGER NOT NULL DEFAULT 0;
