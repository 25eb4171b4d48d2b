-- The record, as SQLite says it. `Step::for_postgres` names the types as PostgreSQL calls them. What makes the tables
-- append-only is said differently by the two, and stands in the crate of each.

-- Sealed events. A position is unique in the record, a sequence in its stream: of two writers who decide on the same
-- record, one is refused.
CREATE TABLE entries (
    position INTEGER NOT NULL PRIMARY KEY CHECK (position > 0),
    stream TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    nonce BLOB NOT NULL CHECK (length(nonce) = 24),
    sealed BLOB NOT NULL,
    UNIQUE (stream, sequence)
) STRICT;

-- Wrapped keys. A destroyed key leaves its row without the key, so that its stream never gets another.
CREATE TABLE keys (
    stream TEXT NOT NULL PRIMARY KEY,
    nonce BLOB CHECK (length(nonce) = 24),
    wrapped BLOB,
    CHECK ((nonce IS NULL) = (wrapped IS NULL))
) STRICT;

-- The cabinet.
CREATE TABLE papers (
    drawer TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    content BLOB NOT NULL,
    PRIMARY KEY (drawer, id)
) STRICT;
