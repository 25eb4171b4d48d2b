-- Under which master key every key is wrapped, as a mark that says nothing of it: one row, or none as long as nobody noted it.
-- A key is added, and keys are wrapped anew, only by those who know the mark that stands here.
CREATE TABLE master (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    mark BLOB NOT NULL CHECK (length(mark) = 32)
) STRICT;
