//! Who signed in, who tried to, when and from where.

use super::error::AccountError;
use crate::service::Desk;
use jiff::{Timestamp, ToSpan};
use mediant_record::audit::{COLLECTION, number_of};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Documents that are read at a time.
const PAGE: usize = 500;
/// Entries that are given out at most.
pub(super) const ENTRIES_MAX: usize = 10_000;
/// Entries about one party's accounts that are given out at most.
pub(super) const OF_A_PARTY_MAX: usize = 1_000;

/// What happened to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to sign in, and name and password did not belong together.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// Somebody ended all sign-ins of the account.
    SignedOutEverywhere,
    /// Somebody was invited.
    Invited,
    /// An invitation was withdrawn.
    InvitationWithdrawn,
    /// An invitation was accepted, and the account made.
    InvitationAccepted,
    /// Somebody came with a link that is not valid, or no longer.
    InvitationRefused,
    /// The password was changed.
    PasswordChanged,
    /// The account was closed.
    AccountClosed,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// What.
    pub what: Happening,
    /// The account, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The name on the account; or, in quotation marks, what stands for a name that no account has: the same for the
    /// same name, so that repeated attempts show, and not the name, which might be a mistyped password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The network address it came from, where it came over the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl AuditEntry {
    pub(super) fn new(what: Happening, at: Timestamp, from: &str) -> Self {
        let from = Some(from.to_owned()).filter(|from| !from.is_empty());
        Self { at, what, account: None, name: None, from }
    }

    pub(super) fn of(mut self, account: &str, name: &str) -> Self {
        self.account = Some(account.to_owned());
        self.name = Some(name.to_owned());
        self
    }

    pub(super) fn named(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }
}

/// Writes an entry down.
pub(super) async fn note(desk: &Desk, entry: &AuditEntry) -> Result<(), AccountError> {
    let id = format!("{}-{}", place(entry.at), desk.world().id());
    let text = serde_json::to_vec(entry).unwrap_or_default();
    Ok(desk.note_sign_in(&id, &text).await?)
}

/// The entries since a time that are wanted, newest first, the newest `most` of them.
pub(super) async fn since(
    desk: &Desk,
    since: Timestamp,
    most: usize,
    wanted: impl Fn(&AuditEntry) -> bool,
) -> Result<Vec<AuditEntry>, AccountError> {
    let mut entries = std::collections::VecDeque::new();
    let mut after = place(since);
    loop {
        let documents = desk.documents_after(COLLECTION, Some(&after), PAGE).await?;
        let Some((last, _, _)) = documents.last() else { break };
        after.clone_from(last);
        for (_, _, text) in documents {
            let Ok(entry) = serde_json::from_slice(&text) else {
                tracing::error!("an entry of the audit cannot be read");
                return Err(AccountError::Unavailable);
            };
            // What is not wanted does not count: how much of it there is shows nowhere.
            if wanted(&entry) {
                entries.push_front(entry);
                entries.truncate(most);
            }
        }
    }
    Ok(entries.into())
}

/// Takes out what is older than a year. First it is said that it is over, and the next time it is taken out: whoever reads the list
/// in between does not miss it.
pub(super) async fn tidy(desk: &Desk) -> Result<(), AccountError> {
    let now = desk.world().now();
    let Ok(oldest) = now.checked_sub(8_784.hours()) else { return Ok(()) };
    let oldest = place(oldest);
    let is_over = desk.first_sign_in().await?;
    let mut first = is_over;
    let mut after: Option<String> = None;
    loop {
        let documents = desk.documents_after(COLLECTION, after.as_deref(), PAGE).await?;
        let Some((last, _, _)) = documents.last() else { break };
        after = Some(last.clone());
        for (id, _, text) in documents.iter().filter(|(id, _, _)| *id < oldest) {
            match number_of(text) {
                Some(number) if number >= is_over => first = first.max(number.saturating_add(1)),
                _ => {
                    desk.remove_document(COLLECTION, id).await?;
                }
            }
        }
        if after.as_ref().is_some_and(|last| *last >= oldest) {
            break;
        }
    }
    Ok(desk.end_sign_ins_before(first).await?)
}

/// Ids in the order of time.
fn place(at: Timestamp) -> String {
    format!("{:020}", at.as_microsecond().max(0))
}
