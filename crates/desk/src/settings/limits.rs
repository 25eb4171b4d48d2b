//! How much is taken at a time.

use super::rates::Rate;
use std::time::Duration;

/// How much is taken at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests of one account.
    pub by_account: Rate,
    /// Requests from one network address, of whoever is not signed in.
    pub by_address: Rate,
    /// Within this time the head of a request arrives, or the connection is closed.
    pub head_time: Duration,
    /// Within this time the body of a request arrives.
    pub body_time: Duration,
    /// For so long an answer may wait to be fetched, or the connection is closed.
    pub fetch_time: Duration,
    /// Bytes in a body.
    pub body_bytes: usize,
    /// Bytes in a body that holds a case or brief file.
    pub file_bytes: usize,
    /// Bytes in a body of somebody who is not signed in.
    pub visitor_bytes: usize,
    /// For so long a page waits for what the engine finds out; then it says that this is being worked out.
    pub page_waits: Duration,
    /// Connections at a time.
    pub connections: usize,
    /// Streams that one account may have open.
    pub streams_of_account: usize,
    /// Streams that one network address may have open, of whoever is not signed in.
    pub streams_of_visitor: usize,
    /// After this time what still runs is cut off when the desk shuts down.
    pub farewell_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            by_account: Rate { burst: 1_000, every: Duration::from_millis(4) },
            by_address: Rate { burst: 1_000, every: Duration::from_millis(4) },
            head_time: Duration::from_secs(15),
            body_time: Duration::from_secs(30),
            fetch_time: Duration::from_secs(30),
            body_bytes: 1 << 20,
            file_bytes: 2 << 20,
            visitor_bytes: 64 << 10,
            page_waits: Duration::from_millis(500),
            connections: 4_096,
            streams_of_account: 128,
            streams_of_visitor: 20,
            farewell_time: Duration::from_secs(3),
        }
    }
}
