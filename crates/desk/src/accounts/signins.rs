//! Who is signed in: of each sign-in the hash of its token, whose it is, since when.

use super::error::AccountError;
use super::roster::FRESH;
use super::token::Token;
use crate::service::{Desk, OpenError};
use jiff::{SignedDuration, Timestamp};
use mediant_record::store::StoreError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::time::Instant;

const COLLECTION: &str = "signins";
/// A sign-in ends when it was not used for so long.
const IDLE_MAX: SignedDuration = SignedDuration::from_hours(12);
/// A sign-in ends after so long whatever happens.
const AGE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
/// That it was used is written down when that was so long ago.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// Sign-ins that are remembered at most.
const KEPT_MAX: usize = 8_192;
/// Documents that are looked through at a time.
const PAGE: usize = 500;

/// A sign-in as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SignIn {
    pub account: String,
    /// The account's number when it began.
    pub epoch: u32,
    started: Timestamp,
    used: Timestamp,
}

impl SignIn {
    /// When it began.
    pub fn began(&self) -> Timestamp {
        self.started
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.used) >= IDLE_MAX || now.duration_since(self.started) >= AGE_MAX
    }
}

#[derive(Clone)]
struct Kept {
    at: Instant,
    version: u64,
    sign_in: SignIn,
}

/// The sign-ins in their collection, remembered for a moment.
pub(super) struct SignIns {
    desk: Arc<Desk>,
    kept: Mutex<BTreeMap<String, Kept>>,
    /// The keys that are looked up right now, each with those who wait for that: they look once.
    looking: Mutex<BTreeMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

impl SignIns {
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, kept: Mutex::new(BTreeMap::new()), looking: Mutex::new(BTreeMap::new()) }
    }

    /// Begins one. The token goes to whoever signed in and is kept nowhere.
    pub async fn begin(&self, account: &str, epoch: u32) -> Result<Token, AccountError> {
        let token = Token::draw(self.desk.world().as_ref());
        let now = self.desk.world().now();
        let sign_in = SignIn { account: account.to_owned(), epoch, started: now, used: now };
        self.write(&token.hash(), 0, &sign_in).await?;
        Ok(token)
    }

    /// The sign-in under a key that is not over. It counts as used.
    pub async fn current(&self, key: &str) -> Result<Option<SignIn>, AccountError> {
        let found = match self.fresh(key) {
            Some(kept) => Some(kept),
            None => self.renewed(key).await?,
        };
        let Some(Kept { version, mut sign_in, .. }) = found else { return Ok(None) };
        let now = self.desk.world().now();
        if sign_in.is_over(now) {
            self.end(key).await?;
            return Ok(None);
        }
        if now.duration_since(sign_in.used) >= NOTED_EVERY {
            sign_in.used = now;
            match self.write(key, version, &sign_in).await {
                Ok(()) => {}
                // Another server noted it, or ended it just now: what is read next tells.
                Err(OpenError::Store(StoreError::Conflict)) => {
                    self.kept().remove(key);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Some(sign_in))
    }

    /// Ends the sign-in under a key.
    pub async fn end(&self, key: &str) -> Result<(), AccountError> {
        self.desk.remove_document(COLLECTION, key).await?;
        self.kept().remove(key);
        Ok(())
    }

    /// Takes those out of the collection that are over, or whose account `lives` does not know.
    pub async fn tidy(&self, lives: impl Fn(&SignIn) -> bool) -> Result<(), AccountError> {
        let now = self.desk.world().now();
        let mut after: Option<String> = None;
        loop {
            let documents = self.desk.documents_after(COLLECTION, after.as_deref(), PAGE).await?;
            let Some((last, _, _)) = documents.last() else { return Ok(()) };
            after = Some(last.clone());
            for (key, _, text) in &documents {
                let sign_in = serde_json::from_slice::<SignIn>(text);
                if sign_in.is_ok_and(|sign_in| sign_in.is_over(now) || !lives(&sign_in)) {
                    self.end(key).await?;
                }
            }
        }
    }

    fn fresh(&self, key: &str) -> Option<Kept> {
        self.kept().get(key).filter(|kept| kept.at.elapsed() < FRESH).cloned()
    }

    /// Looks it up, unless somebody is doing that just now: then what they find.
    async fn renewed(&self, key: &str) -> Result<Option<Kept>, AccountError> {
        let turn = self.turn(key);
        let _turn = turn.lock().await;
        match self.fresh(key) {
            Some(kept) => Ok(Some(kept)),
            None => self.look(key).await,
        }
    }

    /// What those who look the same key up take turns by.
    fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = looking.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        // Nobody waits for these any more. Few stay: each look adds one, and takes all out that are over.
        looking.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        looking.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }

    async fn look(&self, key: &str) -> Result<Option<Kept>, AccountError> {
        let at = Instant::now();
        let Some((version, text)) = self.desk.document(COLLECTION, key).await? else {
            self.kept().remove(key);
            return Ok(None);
        };
        let Ok(sign_in) = serde_json::from_slice(&text) else {
            tracing::error!("a sign-in cannot be read and counts as ended");
            return Ok(None);
        };
        let kept = Kept { at, version, sign_in };
        self.keep(key, kept.clone());
        Ok(Some(kept))
    }

    async fn write(&self, key: &str, version: u64, sign_in: &SignIn) -> Result<(), OpenError> {
        let at = Instant::now();
        // A struct of texts, numbers and times: it can always be written.
        let text = serde_json::to_vec(sign_in).unwrap_or_default();
        let version = self.desk.put_document(COLLECTION, key, version, &text).await?;
        self.keep(key, Kept { at, version, sign_in: sign_in.clone() });
        Ok(())
    }

    fn keep(&self, key: &str, kept: Kept) {
        let mut all = self.kept();
        if all.len() >= KEPT_MAX {
            all.retain(|_, kept| kept.at.elapsed() < FRESH);
        }
        if all.len() < KEPT_MAX {
            all.insert(key.to_owned(), kept);
        }
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
