//! The steps of the schema, taken in the file.

use crate::file::APPLICATION;
use mediant_record::store::StoreError;
use mediant_store_sql::fault::of_database;
use mediant_store_sql::schema::{STEPS, STEPS_TAKEN, TAKE_STEP, VERSION, lacking};
use sqlx::{AssertSqlSafe, SqlitePool};

/// For each step of the tables, the triggers that guard them.
const GUARDS: [&str; STEPS.len()] = [
    include_str!("../schema/1.sql"),
    include_str!("../schema/2.sql"),
    include_str!("../schema/3.sql"),
    include_str!("../schema/4.sql"),
];

/// Takes the steps that the file lacks: all of them or none, one process at a time.
pub(crate) async fn bring_up_to_date(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(of_database)?;
    sqlx::raw_sql(STEPS_TAKEN).execute(&mut *transaction).await.map_err(of_database)?;
    let version = sqlx::query_scalar(VERSION).fetch_one(&mut *transaction).await.map_err(of_database)?;
    let steps = lacking(version)?;
    for (step, guards) in STEPS.iter().zip(GUARDS).filter(|(step, _)| steps.contains(step)) {
        for text in [step.for_sqlite(), guards] {
            sqlx::raw_sql(text).execute(&mut *transaction).await.map_err(of_database)?;
        }
        sqlx::query(TAKE_STEP).bind(step.version).execute(&mut *transaction).await.map_err(of_database)?;
    }
    if !steps.is_empty() {
        let mark = AssertSqlSafe(format!("PRAGMA application_id = {APPLICATION}"));
        sqlx::raw_sql(mark).execute(&mut *transaction).await.map_err(of_database)?;
    }
    transaction.commit().await.map_err(of_database)
}
