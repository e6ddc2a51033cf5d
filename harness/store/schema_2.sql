-- Version 2: who vouched for a toolchain when it was installed ("pinned", "checksum database", "download index", "none";
-- "" for a local one, and where an earlier version did not record it).
ALTER TABLE toolchain ADD COLUMN trust TEXT NOT NULL DEFAULT '';
