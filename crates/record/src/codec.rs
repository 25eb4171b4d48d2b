//! Events as bytes, and bytes of any age as events.
//!
//! A payload is a JSON object with a version, `v`. When the shape of an event changes, the version goes up and a step is
//! added to `UPCASTERS` that brings a payload of the version before into the new shape, so that a record written years
//! ago folds as if it had been written today. When a step is added, payloads of the version before are kept as files beside the
//! tests and must load for ever; so far there is one version.

use crate::event::Recorded;
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
pub enum Unreadable {
    /// It is not what an event looks like. The text says what, and quotes nothing of it.
    Malformed(String),
    /// It was written by a newer version of Mediant.
    TooNew(u64),
}

impl fmt::Display for Unreadable {
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

impl std::error::Error for Unreadable {}

/// The payload of an event. The same event always has the same bytes.
///
/// # Errors
/// None that an event built through this crate can cause; serialisation reports them all the same.
pub fn encode(recorded: &Recorded) -> Result<Vec<u8>, Unreadable> {
    let malformed = |error: serde_json::Error| Unreadable::Malformed(error.to_string());
    let mut value = serde_json::to_value(recorded).map_err(malformed)?;
    if let Value::Object(map) = &mut value {
        map.insert("v".to_owned(), VERSION.into());
    }
    serde_json::to_vec(&value).map_err(malformed)
}

/// The event of a payload, whatever version it was written in.
///
/// # Errors
/// The payload is no event, or comes from the future.
pub fn decode(payload: &[u8]) -> Result<Recorded, Unreadable> {
    decode_with(payload, UPCASTERS)
}

/// [`decode`] with these steps: the version that is written now is one more than there are steps.
///
/// # Errors
/// As [`decode`].
pub fn decode_with(payload: &[u8], upcasters: &[Upcaster]) -> Result<Recorded, Unreadable> {
    let not_json = |error: serde_json::Error| Unreadable::Malformed(position(&error));
    let mut value: Value = serde_json::from_slice(payload).map_err(not_json)?;
    let version = value.get("v").and_then(Value::as_u64);
    let version = version.ok_or_else(|| Unreadable::Malformed("it has no version".to_owned()))?;
    let done = usize::try_from(version.saturating_sub(1)).unwrap_or(usize::MAX);
    if done > upcasters.len() {
        return Err(Unreadable::TooNew(version));
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
