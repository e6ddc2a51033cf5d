-- Version 5: what a time can be defended with. conditions: how the session timed, as KEY=VALUE words ('' before there were
-- any). A sample's purpose may be 2: timing again, in fresh processes, what looked like a change.
ALTER TABLE session ADD COLUMN conditions TEXT NOT NULL DEFAULT '';
-- May the function run what is not in the listing (bench/assembly.h)? NULL: recorded before it was asked. cell.codes is 2
-- where it was.
ALTER TABLE function_code ADD COLUMN leaves INTEGER;
