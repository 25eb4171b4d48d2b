//! Events as bytes, and bytes of any age as events.
//!
//! A payload is a JSON object with a version, `v`. When the shape of an event changes, the version goes up and a step is
//! added to `UPCASTERS` that brings a payload of the version before into the new shape, so that a record written years
//! ago folds as if it had been written today. When a step is added, payloads of the version before are kept as files beside the
//! tests and must load for ever; so far there is one version.
//!
//! What is sealed has a form of its own ([`crate::seal`]): in records of before a payload holds the request that it came with;
//! now that is sealed beside the payload, and the commitment is to the payload alone.

use crate::actor::ActingAccount;
use crate::event::Recorded;
use crate::request::RequestDigest;
use crate::seal::Opened;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The version that is written now.
pub const VERSION: u64 = 1 + UPCASTERS.len() as u64;

/// One step from a version to the next. It gets the whole payload.
pub type Upcaster = fn(&mut Value);

/// The steps from version 1 on, in order. There is only one version so far.
const UPCASTERS: &[Upcaster] = &[];

/// A payload that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// It is not what an event looks like. The text says what, and quotes nothing of it.
    Malformed(String),
    /// It was written by a newer version of Mediant.
    TooNew(u64),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "this is not an event: {why}"),
            Self::TooNew(version) => {
                write!(
                    f,
                    "this event has version {version}, and only versions up to {VERSION} are known; update Mediant"
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// The payload of an event. The same event always has the same bytes.
///
/// # Errors
/// None that an event built through this crate can cause; serialisation reports them all the same.
pub fn encode(recorded: &Recorded) -> Result<Vec<u8>, DecodeError> {
    let malformed = |error: serde_json::Error| DecodeError::Malformed(error.to_string());
    let mut value = serde_json::to_value(recorded).map_err(malformed)?;
    if let Value::Object(map) = &mut value {
        map.insert("v".to_owned(), VERSION.into());
    }
    serde_json::to_vec(&value).map_err(malformed)
}

/// The payload of an event, and apart from it how it was asked for, its request and account: what is sealed beside it and not
/// committed to.
///
/// A reader may be given the first. The second is between the one who asked and the desk; it is empty where the event came
/// with no request and from no account.
#[derive(Clone, PartialEq, Eq)]
pub struct Apart {
    /// The payload, without the request.
    pub event: Vec<u8>,
    /// The request and the account, as JSON.
    pub request: Vec<u8>,
}

/// The payload of an event, with the request apart.
///
/// # Errors
/// As [`encode`].
pub fn encode_apart(recorded: &Recorded) -> Result<Apart, DecodeError> {
    let event = encode(&Recorded { request: None, request_digest: None, account: None, ..recorded.clone() })?;
    let asked = Asked {
        request: recorded.request.clone(),
        request_digest: recorded.request_digest,
        account: recorded.account.clone(),
    };
    let request = match &asked {
        Asked { request: None, request_digest: None, account: None } => Vec::new(),
        asked => serde_json::to_vec(asked).map_err(|error| DecodeError::Malformed(error.to_string()))?,
    };
    Ok(Apart { event, request })
}

/// How an event was asked for, as it stands beside the event.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_digest: Option<RequestDigest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<ActingAccount>,
}

/// The event that was sealed, in whichever form.
///
/// # Errors
/// As [`decode`].
pub fn decode_opened(opened: &Opened) -> Result<Recorded, DecodeError> {
    let mut recorded = decode(&opened.event)?;
    let Some(beside) = opened.beside.as_deref() else { return Ok(recorded) };
    if !says_nothing_of_asking(&recorded) {
        return Err(DecodeError::Malformed("its request stands in it, and not beside it".to_owned()));
    }
    if !beside.is_empty() {
        let not_json = |error: serde_json::Error| DecodeError::Malformed(position(&error));
        let Asked { request, request_digest, account } = serde_json::from_slice(beside).map_err(not_json)?;
        (recorded.request, recorded.request_digest, recorded.account) = (request, request_digest, account);
    }
    Ok(recorded)
}

/// Whether a reader of the event may be given the bytes that were committed to: nothing of a request stands in them.
pub fn is_without_request(opened: &Opened) -> bool {
    match &opened.beside {
        Some(_) => true,
        None => decode(&opened.event).is_ok_and(|recorded| says_nothing_of_asking(&recorded)),
    }
}

fn says_nothing_of_asking(recorded: &Recorded) -> bool {
    recorded.request.is_none() && recorded.request_digest.is_none() && recorded.account.is_none()
}

impl fmt::Debug for Apart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Apart(confidential)")
    }
}

/// The event of a payload, whatever version it was written in.
///
/// # Errors
/// The payload is no event, or comes from the future.
pub fn decode(payload: &[u8]) -> Result<Recorded, DecodeError> {
    decode_with(payload, UPCASTERS)
}

/// [`decode`] with these steps: the version that is written now is one more than there are steps.
///
/// # Errors
/// As [`decode`].
pub fn decode_with(payload: &[u8], upcasters: &[Upcaster]) -> Result<Recorded, DecodeError> {
    let not_json = |error: serde_json::Error| DecodeError::Malformed(position(&error));
    let mut value: Value = serde_json::from_slice(payload).map_err(not_json)?;
    let version = value.get("v").and_then(Value::as_u64);
    let version = version.ok_or_else(|| DecodeError::Malformed("it has no version".to_owned()))?;
    let done = usize::try_from(version.saturating_sub(1)).unwrap_or(usize::MAX);
    if done > upcasters.len() {
        return Err(DecodeError::TooNew(version));
    }
    for upcast in upcasters.iter().skip(done) {
        upcast(&mut value);
    }
    serde_json::from_value(value).map_err(not_json)
}

/// Where an error is, without the words around it: they may be confidential.
fn position(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let what = match error.classify() {
        Category::Io | Category::Eof => "it ends too soon",
        Category::Syntax => "it is not JSON",
        Category::Data => "a field is missing, or holds something else",
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}
