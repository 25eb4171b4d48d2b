//! What a database reports, in the words of a store.

use mediant_record::store::StoreError;
use sqlx::error::ErrorKind;

/// `Conflict` where somebody else took the same place; `Unavailable`, with the reason, otherwise.
pub fn of_database(error: sqlx::Error) -> StoreError {
    match error.as_database_error() {
        Some(refusal) if refusal.kind() == ErrorKind::UniqueViolation => StoreError::Conflict,
        // PostgreSQL's word that two transactions cannot both have been first.
        Some(refusal) if refusal.code().as_deref() == Some("40001") => StoreError::Conflict,
        Some(_) | None => StoreError::Unavailable(error.to_string()),
    }
}

/// The database holds something that no store wrote.
pub fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("the database is damaged: {what}"))
}
