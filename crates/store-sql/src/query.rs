//! The text of the queries, the same for both databases.

/// The rows of entries after position `$1`, at most `$2`.
pub const ENTRIES_AFTER: &str = "SELECT position, stream, sequence, commitment, link, nonce, sealed \
     FROM entries WHERE position > $1 ORDER BY position LIMIT $2";

/// The rows of entries of stream `$1` after sequence `$2`, at most `$3`.
pub const STREAM_AFTER: &str = "SELECT position, stream, sequence, commitment, link, nonce, sealed \
     FROM entries WHERE stream = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

/// The last position, 0 in an empty record.
pub const LAST_POSITION: &str = "SELECT coalesce(max(position), 0) FROM entries";

/// Stream, nonce and wrapped key of every key that is not destroyed.
pub const KEYS: &str = "SELECT stream, nonce, wrapped FROM keys WHERE wrapped IS NOT NULL";

/// Notes the mark `$1` of the master key; no row where one is noted.
pub const NOTE_MASTER: &str = "INSERT INTO master (id, mark) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";

/// The mark of the master key.
pub const MASTER: &str = "SELECT mark FROM master";

/// Notes the mark `$1` in place of another.
pub const CHANGE_MASTER: &str = "UPDATE master SET mark = $1";

/// How many keys there are that are not destroyed.
pub const KEYS_COUNT: &str = "SELECT count(*) FROM keys WHERE wrapped IS NOT NULL";

/// Adds to stream `$1` a key with nonce `$2`, wrapped as `$3`; no row where the stream has one or had one.
pub const ADD_KEY: &str = "INSERT INTO keys (stream, nonce, wrapped) \
     SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM keys WHERE stream = $1)";

/// Wraps the key of stream `$1` anew, with nonce `$2`, as `$3`.
pub const REWRAP_KEY: &str =
    "UPDATE keys SET nonce = $2, wrapped = $3 WHERE stream = $1 AND wrapped IS NOT NULL";

/// Takes the key of stream `$1` out of its row.
pub const DESTROY_KEY: &str =
    "UPDATE keys SET nonce = NULL, wrapped = NULL WHERE stream = $1 AND wrapped IS NOT NULL";

/// How many keys of stream `$1` were destroyed: none or one.
pub const DESTROYED: &str = "SELECT count(*) FROM keys WHERE stream = $1 AND wrapped IS NULL";

/// Id, version and content of document `$2` of collection `$1`.
pub const DOCUMENT: &str = "SELECT id, version, content FROM papers WHERE drawer = $1 AND id = $2";

/// Id, version and content of the first `$2` documents of collection `$1`.
pub const FIRST_DOCUMENTS: &str =
    "SELECT id, version, content FROM papers WHERE drawer = $1 ORDER BY id LIMIT $2";

/// Id, version and content of the documents of collection `$1` after id `$3`, at most `$2`.
pub const DOCUMENTS_AFTER: &str =
    "SELECT id, version, content FROM papers WHERE drawer = $1 AND id > $3 ORDER BY id LIMIT $2";

/// Every collection that holds a document.
pub const COLLECTIONS: &str = "SELECT DISTINCT drawer FROM papers ORDER BY drawer";

/// Puts document `$2` with content `$3` into collection `$1`; no row where it is already.
pub const PUT_FIRST_DOCUMENT: &str = "INSERT INTO papers (drawer, id, version, content) VALUES ($1, $2, 1, $3) \
     ON CONFLICT (drawer, id) DO NOTHING";

/// Writes content `$3` over version `$4` of document `$2` of collection `$1`; no row where the version is another.
pub const PUT_DOCUMENT: &str = "UPDATE papers SET version = version + 1, content = $3 \
     WHERE drawer = $1 AND id = $2 AND version = $4";

/// Puts document `$2` with version `$3` and content `$4` into collection `$1`; no row where it is already.
pub const WRITE_FIRST_DOCUMENT: &str = "INSERT INTO papers (drawer, id, version, content) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (drawer, id) DO NOTHING";

/// Writes version `$3` with content `$4` over version `$5` of document `$2` of collection `$1`; no row where the version is
/// another.
pub const WRITE_DOCUMENT: &str = "UPDATE papers SET version = $3, content = $4 \
     WHERE drawer = $1 AND id = $2 AND version = $5";

/// Takes document `$2` out of collection `$1`.
pub const REMOVE_DOCUMENT: &str = "DELETE FROM papers WHERE drawer = $1 AND id = $2";
