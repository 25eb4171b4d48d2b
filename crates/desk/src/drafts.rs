//! Drafts of long forms: what somebody has typed and not sent yet, kept for its author alone.
//!
//! A draft is a document beside the record, sealed under the key of the documents. It is no event: the record is never to hold
//! every half-finished wording of a brief, and nobody else's page, stream or export changes by a byte while somebody writes. It is found by
//! its author's account and the name of the form, survives a restart, is the same on every server, and is taken out when the
//! form is carried out.

use crate::service::{Desk, OpenError};
use jiff::SignedDuration;
use mediant_pages::draft::FormDraft;
use mediant_record::store::StoreError;

const COLLECTION: &str = "form-drafts";
/// Drafts that one account may have at a time.
const OF_ACCOUNT_MAX: usize = 40;
/// Bytes of one draft.
const BYTES_MAX: usize = 512 << 10;
/// A draft that nobody touched for so long is taken out.
const AGE_MAX: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Documents that are looked through at a time.
const PAGE: usize = 100;
/// Digits of a digest in ids and versions: 128 bits.
const DIGITS: usize = 32;

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Another version of it stands there than the form began from.
    #[error("this was changed meanwhile, in another window or on another device")]
    Changed,
    /// It is too long.
    #[error("this is too long to be kept as a draft: at most 512 KB are")]
    TooLong,
    /// The author has too many.
    #[error("you have {OF_ACCOUNT_MAX} drafts already: send or drop one of them first")]
    TooMany,
    /// The store does not answer.
    #[error("the record does not answer; try again in a moment")]
    Unavailable(#[from] OpenError),
}

impl Desk {
    /// The draft of this name that an account has.
    ///
    /// # Errors
    /// The store does not answer, or the document was altered.
    pub async fn form_draft(&self, account: &str, name: &str) -> Result<Option<FormDraft>, OpenError> {
        Ok(self.versioned_draft(account, name).await?.map(|(_, draft)| draft))
    }

    async fn versioned_draft(
        &self,
        account: &str,
        name: &str,
    ) -> Result<Option<(u64, FormDraft)>, OpenError> {
        let found = self.document(COLLECTION, &id(account, name)).await?;
        Ok(found.and_then(|(version, text)| Some((version, read(&text)?))))
    }

    /// The drafts of an account.
    ///
    /// # Errors
    /// As [`Desk::form_draft`].
    pub async fn form_drafts(&self, account: &str) -> Result<Vec<FormDraft>, OpenError> {
        let begins = of_account(account);
        let documents = self.documents_after(COLLECTION, Some(&begins), OF_ACCOUNT_MAX + 1).await?;
        let own = documents.into_iter().take_while(|(id, _, _)| id.starts_with(&begins));
        Ok(own.filter_map(|(_, _, text)| read(&text)).collect())
    }

    /// Keeps a draft over the version that its form began from; empty for none. Its new version.
    ///
    /// # Errors
    /// Another version stands there; it is too long; there are too many; the store does not answer.
    pub async fn keep_draft(
        &self,
        account: &str,
        name: &str,
        known: &str,
        fields: Vec<(String, String)>,
    ) -> Result<String, DraftError> {
        let draft = FormDraft {
            account: account.to_owned(),
            name: name.to_owned(),
            at: self.world().now(),
            fields,
            over: None,
        };
        let version = draft.version();
        let stands = self.versioned_draft(account, name).await?;
        let before = match &stands {
            Some((_, stands)) if stands.version() == version => return Ok(version),
            Some((number, stands)) if stands.version() == known => *number,
            None if known.is_empty() => 0,
            _ => return Err(DraftError::Changed),
        };
        // Names and texts alone: they can always be written.
        let text = serde_json::to_vec(&draft).unwrap_or_default();
        if text.len() > BYTES_MAX {
            return Err(DraftError::TooLong);
        }
        if before == 0 && self.form_drafts(account).await?.len() >= OF_ACCOUNT_MAX {
            return Err(DraftError::TooMany);
        }
        match self.put_document(COLLECTION, &id(account, name), before, &text).await {
            Ok(_) => Ok(version),
            Err(OpenError::Store(StoreError::Conflict)) => Err(DraftError::Changed),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a draft out. Whether it was there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn drop_draft(&self, account: &str, name: &str) -> Result<bool, OpenError> {
        self.remove_document(COLLECTION, &id(account, name)).await
    }

    /// Takes out the drafts that nobody touched for a year, and those of accounts that `lives` does not know.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn tidy_drafts(&self, lives: impl Fn(&str) -> bool) -> Result<(), OpenError> {
        let now = self.world().now();
        let mut after: Option<String> = None;
        loop {
            let documents = self.documents_after(COLLECTION, after.as_deref(), PAGE).await?;
            let Some((last, _, _)) = documents.last() else { return Ok(()) };
            after = Some(last.clone());
            for (id, _, text) in &documents {
                let is_over =
                    |draft: &FormDraft| now.duration_since(draft.at) >= AGE_MAX || !lives(&draft.account);
                if read(text).is_some_and(|draft| is_over(&draft)) {
                    self.remove_document(COLLECTION, id).await?;
                }
            }
        }
    }
}

fn read(text: &[u8]) -> Option<FormDraft> {
    let draft = serde_json::from_slice(text).ok();
    if draft.is_none() {
        tracing::error!("the draft of a form cannot be read and is left out");
    }
    draft
}

/// What the ids of an account's drafts begin with.
fn of_account(account: &str) -> String {
    format!("{}-", digest(&[account.as_bytes()]))
}

fn id(account: &str, name: &str) -> String {
    format!("{}{}", of_account(account), digest(&[name.as_bytes()]))
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    parts.iter().for_each(|part| {
        hasher.update(part);
    });
    hasher.finalize().to_hex().as_str().chars().take(DIGITS).collect()
}
