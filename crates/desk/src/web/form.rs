//! A form's fields as a command.
//!
//! One mapping for every form. A field's name is the path of what it sets in the command's JSON:
//!
//! * `plan.place` sets a member of a member; `issues[]` adds to a list; `clauses[3].text` sets a member of an entry of
//!   a list, whose entries follow one another in the order of their numbers, or of their `@place` where they have one.
//! * `%` with two hexadecimal digits stands for a byte of a name that is not ours to choose, so that an issue may be
//!   called `a.b`: see [`key`].
//! * `:` and a word say how the value is to be read: `number`, `bool`, `json`, `lines` (a list, one entry a line),
//!   `local` (a day and time in the reader's time zone), `fixed` (text that the page set, not the person).
//!
//! Empty fields are absent. An entry of a list in which a person wrote nothing is absent, too.

use crate::audience::{self, Beside};
use crate::percent;
use crate::service::civil::{self, Clock};
use crate::signing::Signature;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use mediant_record::CommandError;
use mediant_record::command::Command;
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use std::fmt;

/// A form as it was sent, apart into what it asks for and what comes with every form.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The request's id: sent twice it counts once.
    pub request: Option<String>,
    /// The token that proves that the form came from a page of this session.
    pub token: Option<String>,
    /// Where to go afterwards: a path on this desk, or nothing.
    pub back: Option<String>,
    /// What was signed of it, as it came.
    pub signed: Vec<(String, String)>,
    /// The command's fields, in order.
    pub fields: Vec<(String, String)>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sent({} fields, confidential)", self.fields.len())
    }
}

/// Why a form is not a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The field it is about, where it is about one.
    pub field: Option<String>,
    /// The cause, in one sentence.
    pub message: String,
}

impl FormError {
    fn at(field: &str, message: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), message: message.into() }
    }
}

/// Under this name goes what was signed: an envelope, or with a dot and a name each part of a passkey's answer.
const SIGNED: &str = "signed";

/// A path into lists and members may have at most this many steps.
const STEPS_MAX: usize = 12;

impl Sent {
    /// Takes a form's fields apart.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "request" => sent.request = Some(value).filter(|value| !value.is_empty()),
                "token" => sent.token = Some(value),
                "return" => sent.back = Some(value).filter(|path| is_local(path)),
                _ if name == SIGNED
                    || name.strip_prefix(SIGNED).is_some_and(|rest| rest.starts_with('.')) =>
                {
                    sent.signed.push((name, value));
                }
                _ => sent.fields.push((name, value)),
            }
        }
        sent
    }

    /// What the form says, byte for byte: kind and fields, without what comes with every form.
    pub fn content(&self, kind: &str) -> Vec<u8> {
        let mut content = form_urlencoded::Serializer::new(kind.to_owned() + "?");
        content.extend_pairs(&self.fields);
        content.extend_pairs(&self.signed);
        content.finish().into_bytes()
    }

    /// What was signed of it; `None` where nothing was.
    ///
    /// # Errors
    /// It is neither an envelope nor a passkey's answer.
    pub fn signature(&self) -> Result<Option<Signature>, CommandError> {
        if self.signed.iter().all(|(_, value)| value.trim().is_empty()) {
            return Ok(None);
        }
        let whole = self.signed.iter().find(|(name, value)| name == SIGNED && !value.trim().is_empty());
        let signed = match whole {
            Some((_, text)) => serde_json::from_str(text).map_err(|error| {
                let message = format!(
                    "this is no envelope: it is not JSON (line {}, column {})",
                    error.line(),
                    error.column()
                );
                CommandError::invalid(SIGNED, message)
                    .help("give the whole text of the file that `mediant sign` wrote")
            })?,
            None => {
                let parts = self.signed.iter().filter_map(|(name, value)| {
                    Some((
                        name.strip_prefix(SIGNED)?.strip_prefix('.')?.to_owned(),
                        Value::from(value.as_str()),
                    ))
                });
                Value::Object(parts.collect())
            }
        };
        Signature::read(&signed).map(Some)
    }

    /// The command of this kind that the fields describe; `zone` is the reader's, for days and times.
    ///
    /// # Errors
    /// A field that cannot be read, or one that is missing.
    pub fn command(&self, kind: &str, zone: &TimeZone) -> Result<Command, FormError> {
        self.command_beside(kind, zone).map(|(command, _)| command)
    }

    /// The same with what stood beside it: how it is known, and which readers were confirmed.
    ///
    /// # Errors
    /// As [`Sent::command`].
    pub fn command_beside(&self, kind: &str, zone: &TimeZone) -> Result<(Command, Beside), FormError> {
        if !Command::KINDS.contains(&kind) {
            return Err(FormError { field: None, message: format!("there is no command `{kind}`") });
        }
        let mut fields = object(&self.fields, zone)?;
        let beside = audience::complete(kind, &mut fields, None)
            .map_err(|why| FormError { message: why.to_string(), field: why.field })?;
        fields.insert("command".to_owned(), Value::from(kind));
        let command =
            serde_json::from_value(Value::Object(fields)).map_err(|error| unclear(&error.to_string()))?;
        Ok((command, beside))
    }
}

/// Whether a path stays on this desk.
fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.chars().all(|c| !c.is_control() && c != '\\' && !c.is_whitespace())
}

/// A name that is not ours to choose, written so that it can be a step of a field's path.
pub fn key(name: &str) -> String {
    percent::encoded(name)
}

/// The fields as one JSON object.
fn object(fields: &[(String, String)], zone: &TimeZone) -> Result<Map<String, Value>, FormError> {
    let mut root = Node::default();
    for (name, value) in fields {
        let (path, reading) = name.rsplit_once(':').unwrap_or((name, ""));
        let Some(value) = read(name, reading, value, zone)? else { continue };
        let steps = steps(path).ok_or_else(|| FormError::at(name, "this is not the name of a field"))?;
        let written = !matches!(reading, "fixed" | "bool");
        root.set(&steps, value, written)
            .ok_or_else(|| FormError::at(name, "this field is given in two ways"))?;
    }
    match root.into_value() {
        Value::Object(object) => Ok(object),
        _ => Ok(Map::new()),
    }
}

/// A field's value; `None` for an empty one.
fn read(name: &str, reading: &str, value: &str, zone: &TimeZone) -> Result<Option<Value>, FormError> {
    // Browsers end lines with two characters.
    let value = value.replace("\r\n", "\n");
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let read = match reading {
        "" | "fixed" => Value::from(trimmed),
        "number" => {
            let number =
                trimmed.parse::<Number>().map_err(|_| FormError::at(name, "this is not a number"))?;
            Value::Number(number)
        }
        "bool" => Value::Bool(matches!(trimmed, "true" | "on" | "yes")),
        "json" => {
            serde_json::from_str(trimmed).map_err(|_| FormError::at(name, "this choice is not offered"))?
        }
        "lines" => trimmed.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from).collect(),
        "local" => {
            let there: DateTime =
                trimmed.parse().map_err(|_| FormError::at(name, "this is not a day and time"))?;
            if let Clock::Gap { from, to } = civil::clock(zone, there.date(), there.time()) {
                let (from, to) = (from.strftime("%H:%M"), to.strftime("%H:%M"));
                let message = format!("there is no such time that day: the clock is put from {from} to {to}");
                return Err(FormError::at(name, message));
            }
            let moment = zone
                .to_timestamp(there)
                .map_err(|_| FormError::at(name, "this day and time does not exist"))?;
            Value::from(moment.to_string())
        }
        _ => return Err(FormError::at(name, "this is not the name of a field")),
    };
    Ok(Some(read))
}

/// A step of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Member(String),
    Entry(u32),
    Next,
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut rest) = match part.find('[') {
            Some(at) => part.split_at_checked(at)?,
            None => (part, ""),
        };
        steps.push(Step::Member(percent::decoded(name).filter(|name| !name.is_empty())?));
        while let Some(inner) = rest.strip_prefix('[') {
            let (number, after) = inner.split_once(']')?;
            steps.push(if number.is_empty() { Step::Next } else { Step::Entry(number.parse().ok()?) });
            rest = after;
        }
        if !rest.is_empty() {
            return None;
        }
    }
    (steps.len() <= STEPS_MAX).then_some(steps)
}

/// A value under construction.
#[derive(Default)]
enum Node {
    #[default]
    Nothing,
    /// A value, and whether a person wrote it.
    Leaf(Value, bool),
    Members(BTreeMap<String, Node>),
    Entries(BTreeMap<u32, Node>),
    /// Values, and whether a person wrote one of them.
    List(Vec<Value>, bool),
}

impl Node {
    /// `None` where the path leads through something else than what is there.
    fn set(&mut self, steps: &[Step], value: Value, written: bool) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            // The last one counts, so that a hidden "false" can stand before a box to tick.
            if !matches!(self, Self::Nothing | Self::Leaf(..)) {
                return None;
            }
            *self = Self::Leaf(value, written);
            return Some(());
        };
        match step {
            Step::Member(name) => {
                if matches!(self, Self::Nothing) {
                    *self = Self::Members(BTreeMap::new());
                }
                let Self::Members(members) = self else { return None };
                members.entry(name.clone()).or_default().set(rest, value, written)
            }
            Step::Entry(number) => {
                if matches!(self, Self::Nothing) {
                    *self = Self::Entries(BTreeMap::new());
                }
                let Self::Entries(entries) = self else { return None };
                entries.entry(*number).or_default().set(rest, value, written)
            }
            Step::Next => {
                if matches!(self, Self::Nothing) {
                    *self = Self::List(Vec::new(), false);
                }
                let (Self::List(list, any), []) = (self, rest) else { return None };
                list.push(value);
                *any |= written;
                Some(())
            }
        }
    }

    /// Whether a person wrote something in it.
    fn is_written(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Leaf(_, written) => *written,
            Self::List(_, written) => *written,
            Self::Members(members) => {
                members.iter().any(|(name, node)| name != "@place" && node.is_written())
            }
            Self::Entries(entries) => entries.values().any(Self::is_written),
        }
    }

    /// Where an entry wants to stand.
    fn place(&self) -> Option<f64> {
        let Self::Members(members) = self else { return None };
        match members.get("@place")? {
            Self::Leaf(value, _) => value.as_f64().or_else(|| value.as_str()?.parse().ok()),
            _ => None,
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Leaf(value, _) => value,
            Self::List(list, _) => Value::Array(list),
            Self::Members(members) => members
                .into_iter()
                .filter(|(name, _)| name != "@place")
                .map(|(name, node)| (name, node.into_value()))
                .collect(),
            Self::Entries(entries) => {
                let mut entries: Vec<(u32, Self)> = entries.into_iter().collect();
                entries.retain(|(_, entry)| entry.is_written());
                // A stable sort: whoever is given no place, or the same one, stays in order.
                let place = |(number, entry): &(u32, Self)| entry.place().unwrap_or(f64::from(*number));
                entries.sort_by(|a, b| place(a).total_cmp(&place(b)));
                entries.into_iter().map(|(_, entry)| entry.into_value()).collect()
            }
        }
    }
}

/// What the reader of JSON says about a command, in the words of forms.
fn unclear(message: &str) -> FormError {
    let quoted = |text: &str| text.split('`').nth(1).map(str::to_owned);
    if message.starts_with("missing field") {
        let field = quoted(message);
        let named = field.clone().unwrap_or_default().replace('_', " ");
        return FormError { field, message: format!("`{named}` is needed") };
    }
    FormError { field: None, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn mapped(fields: &[(&str, &str)]) -> Result<Value, FormError> {
        let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        object(&fields, &TimeZone::fixed(jiff::tz::offset(2))).map(Value::Object)
    }

    #[test]
    fn paths_become_members_and_lists() {
        let value = mapped(&[
            ("title", " A fence "),
            ("plan.parties[]", "north"),
            ("plan.parties[]", "south"),
            ("plan.parties[]", ""),
            ("plan.place", ""),
            ("options.a%2Eb", "low"),
            ("binding:bool", "false"),
            ("binding:bool", "on"),
            ("replaces_version:number", "3"),
            ("to:json", r#"{"party":"north"}"#),
            ("agenda:lines", "one\r\n\r\n two"),
            ("closes:local", "2025-12-04T18:00"),
        ]);
        let expected = json!({
            "title": "A fence",
            "plan": { "parties": ["north", "south"] },
            "options": { "a.b": "low" },
            "binding": true,
            "replaces_version": 3,
            "to": { "party": "north" },
            "agenda": ["one", "two"],
            "closes": "2025-12-04T16:00:00Z",
        });
        assert_eq!(value, Ok(expected));
    }

    #[test]
    fn entries_without_words_are_absent_and_places_order_the_rest() {
        let value = mapped(&[
            ("clauses[0].id:fixed", "x"),
            ("clauses[0].heading", ""),
            ("clauses[1].heading", "second"),
            ("clauses[1].@place", "2"),
            ("clauses[2].heading", "first"),
            ("clauses[2].@place", "1"),
        ]);
        assert_eq!(value, Ok(json!({ "clauses": [{ "heading": "first" }, { "heading": "second" }] })));
    }

    #[test]
    fn what_is_given_in_two_ways_is_refused() {
        assert!(mapped(&[("a", "1"), ("a.b", "2")]).is_err());
        assert!(mapped(&[("a[]", "1"), ("a[0].b", "2")]).is_err());
        assert!(mapped(&[("a[x]", "1")]).is_err());
        assert!(mapped(&[("a:unknown", "1")]).is_err());
        assert!(mapped(&[("closes:local", "soon")]).is_err());
    }

    #[test]
    fn forms_lead_nowhere_else() {
        let back = |path: &str| Sent::new([("return".to_owned(), path.to_owned())]).back;
        assert_eq!(back("/text?draft=3").as_deref(), Some("/text?draft=3"));
        for elsewhere in
            ["https://example.org", "//example.org", "/\\example.org", "javascript:1", "/a\nb", ""]
        {
            assert_eq!(back(elsewhere), None, "{elsewhere}");
        }
    }

    proptest! {
        #[test]
        fn any_name_can_be_a_step(name in "\\PC{1,12}") {
            let field = format!("options.{}", key(&name));
            let value = mapped(&[(&field, "x")]);
            prop_assert_eq!(value, Ok(json!({ "options": { name: "x" } })));
        }

        #[test]
        fn no_field_breaks_the_reader(name in "[a-z.\\[\\]0-9:%@]{0,20}", value in "\\PC{0,10}") {
            let _ = mapped(&[(&name, &value)]);
        }
    }
}
