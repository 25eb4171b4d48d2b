//! The steps of the schema, taken in the database.

use mediant_record::store::StoreError;
use mediant_store_sql::fault::of_database;
use mediant_store_sql::schema::{STEPS, STEPS_TAKEN, Step, TAKE_STEP, VERSION, lacking};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// For each step of the tables, the triggers that guard them.
const GUARDS: [&str; STEPS.len()] = [
    include_str!("../schema/1.sql"),
    include_str!("../schema/2.sql"),
    include_str!("../schema/3.sql"),
    include_str!("../schema/4.sql"),
];

/// Whether there is a record at all.
const IS_BEGUN: &str = "SELECT to_regclass('mediant.schema_steps') IS NOT NULL";

/// Held by the one server that takes steps; the number says nothing.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5567890118392215)";

/// Takes the steps that the database lacks: all of them or none, one server at a time. Where none is lacking, nothing
/// is asked for that a role without the right to create could not do.
///
/// On a connection of its own: a pool would try again and again, and not say in the end why it could not connect.
pub(crate) async fn bring_up_to_date(options: &PgConnectOptions) -> Result<(), StoreError> {
    let mut connection = options.connect().await.map_err(of_database)?;
    take_steps(&mut connection).await?;
    connection.close().await.map_err(of_database)
}

async fn take_steps(connection: &mut PgConnection) -> Result<(), StoreError> {
    let is_begun: bool =
        sqlx::query_scalar(IS_BEGUN).fetch_one(&mut *connection).await.map_err(of_database)?;
    if is_begun {
        let version = sqlx::query_scalar(VERSION).fetch_one(&mut *connection).await.map_err(of_database)?;
        if lacking(version)?.is_empty() {
            return Ok(());
        }
    }
    let mut transaction = connection.begin().await.map_err(of_database)?;
    sqlx::query(LOCK).execute(&mut *transaction).await.map_err(of_database)?;
    for text in ["CREATE SCHEMA IF NOT EXISTS mediant", STEPS_TAKEN] {
        sqlx::raw_sql(text).execute(&mut *transaction).await.map_err(of_database)?;
    }
    let version = sqlx::query_scalar(VERSION).fetch_one(&mut *transaction).await.map_err(of_database)?;
    let steps = lacking(version)?;
    for (step, guards) in STEPS.iter().zip(GUARDS).filter(|(step, _)| steps.contains(step)) {
        take(*step, guards, &mut transaction).await?;
    }
    transaction.commit().await.map_err(of_database)
}

async fn take(step: Step, guards: &'static str, connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(step.for_postgres())).execute(&mut *connection).await.map_err(of_database)?;
    sqlx::raw_sql(guards).execute(&mut *connection).await.map_err(of_database)?;
    sqlx::query(TAKE_STEP).bind(step.version).execute(connection).await.map_err(of_database)?;
    Ok(())
}
