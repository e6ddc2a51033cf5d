-- Version 5: what a time can be defended with. conditions: how the session timed, as KEY=VALUE words ('' before there were
-- any). A sample's purpose may be 2: timing again, in fresh processes, what looked like a change.
ALTER TABLE session ADD COLUMN conditions TEXT NOT NULL DEFAULT '';
