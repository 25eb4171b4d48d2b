//! How many streams stay open: a few for each visitor, more for each account, and for all visitors together no more than
//! leaves room for those who are signed in.

use super::Peer;
use crate::accounts::{Visitor, network};
use crate::http_error::{HttpError, ProblemKind};
use crate::settings::Limits;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Streams that are open.
pub struct Streams {
    of_account: usize,
    of_visitor: usize,
    of_visitors: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    accounts: BTreeMap<String, usize>,
    visitors: BTreeMap<String, usize>,
}

/// A place for a stream, until it is dropped.
pub struct StreamPlace {
    streams: Arc<Streams>,
    account: Option<String>,
    network: String,
}

impl Streams {
    /// As many as the limits say.
    pub fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            of_account: limits.streams_of_account,
            of_visitor: limits.streams_of_visitor,
            of_visitors: limits.connections / 4,
            open: Mutex::default(),
        })
    }

    /// A place for one more stream. How many others have open shows nobody who is signed in.
    ///
    /// # Errors
    /// The account, or the visitor's network, has as many open as it may; or all visitors together have.
    pub fn enter(self: &Arc<Self>, visitor: &Visitor, peer: &Peer) -> Result<StreamPlace, HttpError> {
        let mut open = self.open();
        let account = visitor.0.as_ref().map(|session| session.account.clone());
        let network = network(&peer.0);
        let everybody: usize = open.visitors.values().sum();
        let (known, key, most, is_room) = match &account {
            Some(account) => (&mut open.accounts, account, self.of_account, true),
            None => (&mut open.visitors, &network, self.of_visitor, everybody < self.of_visitors),
        };
        let count = known.entry(key.clone()).or_default();
        if *count >= most || !is_room {
            let (whose, help) = match &account {
                Some(_) => ("you have", "close a page or a program that listens, and open it again"),
                None => ("visitors have", "sign in, or read the page again from time to time"),
            };
            let message = format!("{whose} as many streams open as are taken");
            return Err(HttpError::new(ProblemKind::TooMany, message).help(help).retry_after_s(30));
        }
        *count += 1;
        drop(open);
        Ok(StreamPlace { streams: self.clone(), account, network })
    }

    /// Counts stay usable whatever happened to another thread.
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        let mut open = self.streams.open();
        let (known, key) = match &self.account {
            Some(account) => (&mut open.accounts, account),
            None => (&mut open.visitors, &self.network),
        };
        if let Some(count) = known.get_mut(key) {
            *count -= 1;
            if *count == 0 {
                known.remove(key);
            }
        }
    }
}
