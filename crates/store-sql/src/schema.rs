//! The schema as steps from nothing to what this version of Mediant reads and writes.

use crate::fault::damaged;
use mediant_record::store::StoreError;

/// A step of the schema. A step that was ever released is never changed; another is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The version of the schema after this step, from 1.
    pub version: i64,
    tables: &'static str,
}

/// Every step, in order.
pub const STEPS: [Step; 4] = [
    Step { version: 1, tables: include_str!("../schema/1.sql") },
    Step { version: 2, tables: include_str!("../schema/2.sql") },
    Step { version: 3, tables: include_str!("../schema/3.sql") },
    Step { version: 4, tables: include_str!("../schema/4.sql") },
];

/// Notes which steps were taken.
pub const STEPS_TAKEN: &str = "CREATE TABLE IF NOT EXISTS schema_steps (version BIGINT NOT NULL PRIMARY KEY)";

/// The version of the schema, 0 before the first step.
pub const VERSION: &str = "SELECT coalesce(max(version), 0) FROM schema_steps";

/// Notes that the step to version `$1` was taken.
pub const TAKE_STEP: &str = "INSERT INTO schema_steps (version) VALUES ($1)";

impl Step {
    /// The tables, for SQLite.
    pub fn for_sqlite(self) -> &'static str {
        self.tables
    }

    /// The tables, for PostgreSQL: its names of the types, and names in the order of their bytes.
    pub fn for_postgres(self) -> String {
        self.tables
            .replace(" INTEGER ", " BIGINT ")
            .replace(" TEXT ", " TEXT COLLATE \"C\" ")
            .replace(" BLOB", " BYTEA")
            .replace(") STRICT;", ");")
    }
}

/// The steps that a database at this version lacks.
///
/// # Errors
/// `Newer` when a newer Mediant wrote it; `Unavailable` when it says no version at all.
pub fn lacking(version: i64) -> Result<&'static [Step], StoreError> {
    let taken = usize::try_from(version).map_err(|_| damaged(format_args!("{version} as a version")))?;
    // A handful of steps: their number fits.
    STEPS.get(taken..).ok_or(StoreError::Newer { found: version, known: STEPS.len() as i64 })
}
