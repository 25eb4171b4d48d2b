//! A private PostgreSQL server for tests, gone when they are.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "for tests alone: a test that has no server cannot go on"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

/// Starts the server, says when it is ready, and stops it and removes its folder as soon as nobody holds the other end
/// of its input: after the tests, however they ended.
const SCRIPT: &str = include_str!("test_server.sh");

/// How often another port is tried, should somebody take the free one before the server does.
const ATTEMPTS_MAX: usize = 3;

/// A server of its own, on a free port of the loopback, with a password, as durable as a real one.
pub struct TestServer {
    keeper: Child,
    /// Of the programs of PostgreSQL.
    programs: PathBuf,
    port: u16,
    password: String,
}

impl TestServer {
    /// Starts a server; takes two seconds. It stops when the value is dropped or the process ends.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start, with what to do about it.
    pub fn start() -> Self {
        let mut reasons = Vec::new();
        for _ in 0..ATTEMPTS_MAX {
            match Self::try_start() {
                Ok(server) => return server,
                Err(reason) => reasons.push(reason),
            }
        }
        panic!("PostgreSQL does not start: {reasons:?}");
    }

    /// The server that all tests of one process share, each with a database of its own.
    ///
    /// # Panics
    /// As [`TestServer::start`].
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<TestServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The URL of a database, which is created if it is not there.
    ///
    /// # Panics
    /// When the database cannot be created.
    pub fn url(&self, database: &str) -> String {
        let created = self.psql("postgres", &format!("CREATE DATABASE \"{database}\""));
        let complaint = String::from_utf8_lossy(&created.stderr);
        assert!(created.status.success() || complaint.contains("42P04"), "`{database}`: {complaint}");
        format!("postgres://postgres:{}@127.0.0.1:{}/{database}?sslmode=disable", self.password, self.port)
    }

    /// Runs SQL as the superuser, and says what the server said.
    ///
    /// # Panics
    /// When `psql` cannot be run.
    pub fn psql(&self, database: &str, sql: &str) -> Output {
        Command::new(self.programs.join("psql"))
            .args([
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--quiet",
                "--host=127.0.0.1",
                "--username=postgres",
            ])
            .args([
                "--set=ON_ERROR_STOP=1",
                "--set=VERBOSITY=verbose",
                "--command",
                sql,
                "--dbname",
                database,
            ])
            .arg(format!("--port={}", self.port))
            .env("PGPASSWORD", &self.password)
            .output()
            .expect("psql runs where PostgreSQL is installed")
    }

    fn try_start() -> Result<Self, String> {
        let programs = programs();
        // The port is free now; the server takes it a moment later.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map(|free| free.port());
        let port = port.map_err(|error| format!("there is no free port: {error}"))?;
        let mut keeper = as_other_than_root()
            .args(["-c", SCRIPT, "sh"])
            .arg(&programs)
            .arg(port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("no shell: {error}"))?;
        let mut first = String::new();
        if let Some(said) = keeper.stdout.take() {
            BufReader::new(said).read_line(&mut first).map_err(|error| error.to_string())?;
        }
        match first.trim().strip_prefix("ready ") {
            Some(password) => Ok(Self { keeper, programs, port, password: password.to_owned() }),
            None => {
                let mut complaint = String::new();
                if let Some(mut said) = keeper.stderr.take() {
                    said.read_to_string(&mut complaint).map_err(|error| error.to_string())?;
                }
                keeper.wait().map_err(|error| error.to_string())?;
                Err(complaint)
            }
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Nothing can be done about a server that does not stop; the tests are over.
        let _ = self.keeper.wait();
    }
}

/// PostgreSQL refuses to run as root; Debian's package brings a user for it.
fn as_other_than_root() -> Command {
    let id = Command::new("id").arg("-u").output();
    let is_root = id.is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    }
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for version in Path::new("/usr/lib/postgresql").read_dir().into_iter().flatten().flatten() {
        let programs = version.path().join("bin");
        let number = version.file_name().to_str().and_then(|name| name.parse().ok());
        if let Some(number) = number.filter(|_| programs.join("initdb").exists()) {
            found.push((number, programs));
        }
    }
    found.sort();
    match found.pop() {
        Some((_, programs)) => programs,
        None => panic!("PostgreSQL is missing: install Debian's package postgresql"),
    }
}
