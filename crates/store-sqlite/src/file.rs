//! The file: whose it is, and who may read it.

use mediant_record::store::StoreError;
use mediant_store_sql::fault::of_database;
use mediant_store_sql::schema;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// What SQLite files of Mediant's carry in their header: "Mdnt".
pub(crate) const APPLICATION: i32 = i32::from_be_bytes(*b"Mdnt");

/// Looks at a file without changing it.
///
/// # Errors
/// `Unavailable` when it is not there, is not a record, or was written by a newer version.
pub(crate) async fn inspect(path: &Path) -> Result<(), StoreError> {
    let shown = path.display();
    if !path.is_file() {
        return Err(StoreError::Unavailable(format!("there is no file `{shown}`")));
    }
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(crate::BUSY_MAX)
        .connect()
        .await
        .map_err(of_database)?;
    let inspected = inspected(&mut connection).await;
    connection.close().await.map_err(of_database)?;
    match inspected {
        Err(StoreError::Unavailable(why)) => Err(StoreError::Unavailable(format!("`{shown}`: {why}"))),
        other => other,
    }
}

async fn inspected(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut *connection)
        .await
        .map_err(of_database)?;
    if tables == 0 {
        return Ok(());
    }
    let application: i32 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(of_database)?;
    if application != APPLICATION {
        let foreign = "the file belongs to another program; give another path";
        return Err(StoreError::Unavailable(foreign.to_owned()));
    }
    let version = sqlx::query_scalar(schema::VERSION).fetch_one(connection).await.map_err(of_database)?;
    schema::lacking(version).map(|_| ())
}

/// Creates an empty file, durably. SQLite gives the files it puts beside it the same mode.
pub(crate) fn create_if_missing(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let created = options.open(path).and_then(|file| file.sync_all()).and_then(|()| sync_folder(path));
    match created {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(StoreError::Unavailable(format!("`{}` cannot be created: {error}", path.display())))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The file's name is on disk only when its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    OpenOptions::new().read(true).open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
