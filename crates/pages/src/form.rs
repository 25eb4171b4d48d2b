//! A form's fields as a command.
//!
//! One mapping for every form. A field's name is the path of what it sets in the command's JSON:
//!
//! * `plan.place` sets a member of a member; `issues[]` adds to a list; `clauses[3].text` sets a member of an entry of
//!   a list, whose entries follow one another in the order of their numbers, or of their `@place` where they have one.
//! * `%` with two hexadecimal digits stands for a byte of a name that is not ours to choose, so that an issue may be
//!   called `a.b`: see [`key`].
//! * `:` and a word say how the value is to be read: `number`, `bool`, `json`, `lines` (a list, one entry a line), `day`,
//!   `amount` (a number that is written as text), `decimal` (the same, or a word in its place), `local` (a day and time in the reader's time
//!   zone), `fixed` (text that the page set, not the person). Days and numbers are read as people write them.
//!
//! Empty fields are absent. An entry of a list in which a person wrote nothing is absent, too.

mod bounds;
mod rest;
mod tree;

use super::written::{self, WrittenError};
use crate::audience::{self, Beside};
use crate::civil::{self, Clock};
use crate::percent;
use jiff::tz::TimeZone;
use mediant_record::CommandError;
use mediant_record::command::Command;
use mediant_words::{Language, say};
use serde_json::{Map, Number, Value};
use std::fmt;
use tree::{Node, in_order, steps};

/// A form as it was sent, apart into what it asks for and what comes with every form.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The request's id: sent twice it counts once.
    pub request: Option<String>,
    /// The token that proves that the form came from a page of this session.
    pub token: Option<String>,
    /// Where to go afterwards: a path on this desk, or nothing.
    pub back: Option<String>,
    /// The page that it was sent from, where that is another one.
    pub page: Option<String>,
    /// Under which name a draft of it is kept: it ends when the form is carried out.
    pub draft: Option<String>,
    /// Which version of that draft stood in it.
    pub draft_version: String,
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

impl Sent {
    /// Takes a form's fields apart.
    pub fn new(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "request" => sent.request = Some(value).filter(|value| !value.is_empty()),
                "token" => sent.token = Some(value),
                "return" => sent.back = Some(value).filter(|path| is_local(path)),
                "page" => sent.page = Some(value).filter(|path| is_local(path)),
                "own_draft" => sent.draft = Some(value).filter(|name| !name.is_empty()),
                "own_draft_version" => sent.draft_version = value,
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

    /// What was signed of it, an envelope or a passkey's answer as JSON; `None` where nothing was.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn signature(&self, language: Language) -> Result<Option<Value>, CommandError> {
        if self.signed.iter().all(|(_, value)| value.trim().is_empty()) {
            return Ok(None);
        }
        let whole = self.signed.iter().find(|(name, value)| name == SIGNED && !value.trim().is_empty());
        let signed = match whole {
            Some((_, text)) => serde_json::from_str(text).map_err(|error| {
                let message =
                    say!(language, form_faults.no_envelope, line = error.line(), column = error.column());
                CommandError::invalid(SIGNED, message).help(say!(language, form_faults.give_the_whole_file))
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
        Ok(Some(signed))
    }

    /// The command of this kind that the fields describe; `zone` is the reader's, for days and times, and in `language` it is told
    /// what cannot be read.
    ///
    /// # Errors
    /// A field that cannot be read, or one that is missing.
    pub fn command(&self, kind: &str, zone: &TimeZone, language: Language) -> Result<Command, FormError> {
        self.command_beside(kind, zone, language).map(|(command, _)| command)
    }

    /// The same with what stood beside it: how it is known, and which readers were confirmed.
    ///
    /// # Errors
    /// As [`Sent::command`].
    pub fn command_beside(
        &self,
        kind: &str,
        zone: &TimeZone,
        language: Language,
    ) -> Result<(Command, Beside), FormError> {
        if !Command::KINDS.contains(&kind) {
            let message = say!(language, form_faults.no_such_command, kind = kind).into_owned();
            return Err(FormError { field: None, message });
        }
        let mut fields = object(&self.fields, zone, language)?;
        bounds::put_in(&mut fields, language)?;
        if kind == "answer_round" {
            rest::answer(&mut fields);
        }
        let beside = audience::complete(kind, &mut fields, None, language)
            .map_err(|why| FormError { message: why.to_string(), field: why.field })?;
        fields.insert("command".to_owned(), Value::from(kind));
        let command = serde_json::from_value(Value::Object(fields))
            .map_err(|error| unclear(&error.to_string(), &self.fields, language))?;
        Ok((command, beside))
    }

    /// The path of a command's field as this form names it: entries of a list have the form's own numbers, of which those
    /// that were left empty are not in the command.
    pub fn path_as_sent(&self, path: &str) -> String {
        let mut root = Node::default();
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let (field, reading) = name.rsplit_once(':').unwrap_or((name, ""));
            if let Some(steps) = steps(field) {
                // What is given in two ways was refused before.
                let _ = root.set(&steps, Value::from(value.trim()), is_written(reading));
            }
        }
        let mut at = Some(&root);
        let mut found = Vec::new();
        for step in path.split('.') {
            let number = step.parse::<usize>().ok();
            let (written, next) = match (at, number) {
                (Some(Node::Entries(entries)), Some(number)) => match in_order(entries).get(number) {
                    Some(entry) => (Some(entry.to_string()), entries.get(entry)),
                    None => (Some(step.to_owned()), None),
                },
                (Some(Node::List(..)), Some(_)) => (None, None),
                (Some(Node::Members(members)), _) => (Some(step.to_owned()), members.get(step)),
                _ => (Some(step.to_owned()), None),
            };
            found.extend(written);
            at = next;
        }
        found.join(".")
    }
}

/// Whether a person writes what is read so.
fn is_written(reading: &str) -> bool {
    !matches!(reading, "fixed" | "bool")
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
fn object(
    fields: &[(String, String)],
    zone: &TimeZone,
    language: Language,
) -> Result<Map<String, Value>, FormError> {
    let mut root = Node::default();
    for (name, value) in fields {
        let (path, reading) = name.rsplit_once(':').unwrap_or((name, ""));
        let Some(value) = read(name, reading, value, zone, language)? else { continue };
        let steps = steps(path).ok_or_else(|| FormError::at(name, say!(language, form_faults.no_field)))?;
        root.set(&steps, value, is_written(reading))
            .ok_or_else(|| FormError::at(name, say!(language, form_faults.given_in_two_ways)))?;
    }
    match root.into_value() {
        Value::Object(object) => Ok(object),
        _ => Ok(Map::new()),
    }
}

/// A field's value; `None` for an empty one.
fn read(
    name: &str,
    reading: &str,
    value: &str,
    zone: &TimeZone,
    language: Language,
) -> Result<Option<Value>, FormError> {
    let unread = |why: WrittenError| FormError::at(name, why.said(language));
    // Browsers end lines with two characters.
    let value = value.replace("\r\n", "\n");
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let read = match reading {
        "" | "fixed" => Value::from(trimmed),
        "number" => {
            let number = written::number(trimmed).map_err(unread)?;
            let number = number.trim_start_matches('+').parse::<Number>();
            Value::Number(number.map_err(|_| unread(WrittenError::NoDigits))?)
        }
        "bool" => Value::Bool(matches!(trimmed, "true" | "on" | "yes")),
        "json" => serde_json::from_str(trimmed)
            .map_err(|_| FormError::at(name, say!(language, form_faults.not_offered)))?,
        "decimal" if !trimmed.contains(char::is_numeric) => Value::from(trimmed),
        "amount" | "decimal" => Value::from(written::number(trimmed).map_err(unread)?),
        "day" => Value::from(written::day(trimmed).map_err(unread)?.to_string()),
        "lines" => trimmed.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from).collect(),
        "local" => {
            let there = written::moment(trimmed).map_err(unread)?;
            if let Clock::Gap { from, to } = civil::clock(zone, there.date(), there.time()) {
                let (from, to) = (from.strftime("%H:%M").to_string(), to.strftime("%H:%M").to_string());
                let message = say!(language, form_faults.no_such_time_that_day, from = from, to = to);
                return Err(FormError::at(name, message));
            }
            let moment = zone
                .to_timestamp(there)
                .map_err(|_| FormError::at(name, say!(language, form_faults.no_such_day_and_time)))?;
            Value::from(moment.to_string())
        }
        _ => return Err(FormError::at(name, say!(language, form_faults.no_field))),
    };
    Ok(Some(read))
}

/// What the reader of JSON says about a command, in the words of forms.
fn unclear(message: &str, fields: &[(String, String)], language: Language) -> FormError {
    let quoted = |mark: char| message.split(mark).nth(1).map(str::to_owned);
    if message.starts_with("missing field") {
        return FormError { field: quoted('`'), message: say!(language, form_faults.needed).into_owned() };
    }
    let of = |value: &str| fields.iter().find(|(_, sent)| sent.trim() == value);
    let typed = [quoted('`'), quoted('"')].into_iter().flatten().find_map(|value| of(&value));
    let number = || {
        let value = message.split('`').nth(1).filter(|_| message.contains("floating point"))?;
        let is_it = |(name, sent): &&(String, String)| {
            name.ends_with(":number")
                && written::number(sent).is_ok_and(|read| read.parse() == value.parse::<f64>())
        };
        fields.iter().find(is_it)
    };
    match (typed, number()) {
        (_, Some((name, value))) => {
            FormError::at(name, say!(language, form_faults.no_whole_number, text = written::repeated(value)))
        }
        (Some((name, value)), None) => {
            FormError::at(name, say!(language, form_faults.unread, text = written::repeated(value)))
        }
        (None, None) => {
            FormError { field: None, message: say!(language, form_faults.something_is_unread).into_owned() }
        }
    }
}

#[cfg(test)]
mod tests;
