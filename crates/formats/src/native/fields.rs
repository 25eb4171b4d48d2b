//! Reading a TOML table key by key, every problem noted with its place.
//!
//! Public for the project's other files in TOML, such as the specification of a tournament.

use super::advice;
use crate::diagnostic::{Diagnostic, SourceText};
use mediant_model::spelling::{did_you_mean, quoted};
use mediant_model::{Date, IssueId, Number, OptionId, PartyId, PersonId, SourceId};
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A TOML value with its place in the text.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// Stands where an id could not be read, so that the rest can still be checked.
///
/// Findings that mention it are consequences of a problem already noted.
pub(in crate::native) const UNREADABLE: &str = "\0";

/// At most this many problems of a file are noted; more would not be read.
const PROBLEMS_MAX: usize = 1_000;

/// Problems noted while reading one file.
pub struct Diagnostics<'s> {
    source: &'s SourceText<'s>,
    noted: RefCell<Vec<Diagnostic>>,
}

impl<'s> Diagnostics<'s> {
    /// None yet, of a file with this text.
    pub fn new(source: &'s SourceText<'s>) -> Self {
        Self { source, noted: RefCell::new(Vec::new()) }
    }

    /// Notes an error at a span of bytes.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) {
        self.note(self.source.error(span, message));
    }

    /// Notes an error with advice.
    pub fn error_help(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.note(self.source.error(span, message).help(help));
    }

    /// Notes a problem.
    pub fn note(&self, diagnostic: Diagnostic) {
        let mut noted = self.noted.borrow_mut();
        if noted.len() < PROBLEMS_MAX {
            noted.push(diagnostic);
        }
    }

    /// The problems, in the order in which they were noted.
    pub fn into_noted(self) -> Vec<Diagnostic> {
        self.noted.into_inner()
    }

    fn full(&self) -> bool {
        self.noted.borrow().len() >= PROBLEMS_MAX
    }

    fn wrong_type(&self, value: &Value<'_>, expected: &str) {
        let found = kind_of(value.get_ref());
        self.error(value.span(), format!("expected {expected}, found {found}"));
    }
}

/// A table being read: keys that nobody asked for are unknown.
pub struct Fields<'a, 't> {
    table: &'a DeTable<'t>,
    span: Range<usize>,
    what: &'static str,
    problems: &'a Diagnostics<'a>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a, 't> Fields<'a, 't> {
    /// The fields of a value that must be a table; `what` completes "unknown key … in".
    pub fn new(value: &'a Value<'t>, what: &'static str, problems: &'a Diagnostics<'a>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::of_table(table, value.span(), what, problems)),
            _ => {
                let message = format!("expected a table for {what}, found {}", kind_of(value.get_ref()));
                let problem = problems.source.error(value.span(), message);
                problems.note(problem.maybe_help(advice::for_table(what, value.get_ref())));
                None
            }
        }
    }

    /// The fields of a table.
    pub fn of_table(
        table: &'a DeTable<'t>,
        span: Range<usize>,
        what: &'static str,
        problems: &'a Diagnostics<'a>,
    ) -> Self {
        Self { table, span, what, problems, known: RefCell::new(Vec::new()) }
    }

    /// Where its problems are noted.
    pub fn problems(&self) -> &'a Diagnostics<'a> {
        self.problems
    }

    /// Where the table stands.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key as it stands.
    pub fn value(&self, key: &'static str) -> Option<&'a Value<'t>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The value of a key that may be missing; `None` also when it cannot be read.
    pub fn optional<T: FromToml>(&self, key: &'static str) -> Option<T> {
        T::from_toml(self.value(key)?, self.problems)
    }

    /// The value of a key that must be there.
    pub fn required<T: FromToml>(&self, key: &'static str) -> Option<T> {
        match self.value(key) {
            Some(value) => T::from_toml(value, self.problems),
            None => {
                self.missing(key);
                None
            }
        }
    }

    /// Notes that a key is missing.
    pub fn missing(&self, key: &str) {
        self.problems.error(self.span(), format!("{} lacks `{key}`", self.what));
    }

    /// An id that must be there; a mark that no id can be stands in for one that cannot be read.
    pub fn id<T: FromToml + From<&'static str>>(&self, key: &'static str) -> T {
        self.required(key).unwrap_or_else(|| T::from(UNREADABLE))
    }

    /// One value or a list of them; none when the key is missing.
    pub fn list<T: FromToml>(&self, key: &'static str) -> Vec<T> {
        self.optional::<Vec<T>>(key).unwrap_or_default()
    }

    /// One word of a closed vocabulary.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let word = String::from_toml(value, self.problems)?;
        let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let message = format!("{} is no {key}", quoted(&word));
            let help = did_you_mean(&word, words.iter().map(|(known, _)| *known));
            self.problems.note(self.problems.source.error(value.span(), message).maybe_help(help));
        }
        found
    }

    /// The tables of a list of tables (`[[key]]`), or of a single table.
    pub fn rows(&self, key: &'static str, what: &'static str) -> Vec<Fields<'a, 't>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            // Where no entry is a table, the list is meant as something else: one message is enough.
            DeValue::Array(list) if list.is_empty() || list.iter().any(|row| row.get_ref().is_table()) => {
                list.iter().filter_map(|row| Self::new(row, what, self.problems)).collect()
            }
            _ => Self::new(value, what, self.problems).into_iter().collect(),
        }
    }

    /// The named tables under a key, in the order of the file; the key's own span comes along.
    pub fn named(&self, key: &'static str) -> Vec<(&'a str, Range<usize>, &'a Value<'t>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(inner) = Self::new(value, key, self.problems) else { return Vec::new() };
        inner.entries().collect()
    }

    /// Every entry, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Range<usize>, &'a Value<'t>)> + use<'a, 't> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }

    /// Notes every key that was not asked for.
    pub fn close(self) {
        let known = self.known.borrow();
        for (key, span, _) in self.entries().filter(|(key, _, _)| !known.contains(key)) {
            if self.problems.full() {
                break;
            }
            let message = format!("{} has no {}", self.what, quoted(key));
            let help = advice::for_key(self.what, key).or_else(|| did_you_mean(key, known.iter().copied()));
            self.problems.note(self.problems.source.error(span, message).maybe_help(help));
        }
    }
}

/// A value that can be read from TOML; problems are noted and give `None`.
pub trait FromToml: Sized {
    /// Reads it, or notes why not.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self>;
}

impl FromToml for String {
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            problems.wrong_type(value, "text in quotes");
        }
        text.map(str::to_owned)
    }
}

impl FromToml for bool {
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            problems.wrong_type(value, "`true` or `false`");
        }
        truth
    }
}

impl FromToml for usize {
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let count = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let count = count.and_then(|number| number.as_str().parse().ok());
        if count.is_none() {
            problems.wrong_type(value, "a whole number, not negative");
        }
        count
    }
}

impl FromToml for Date {
    /// A TOML date, or the same in quotes.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let date = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() => moment.date.and_then(|date| {
                let year = i16::try_from(date.year).ok()?;
                Self::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
            }),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        };
        if date.is_none() {
            problems.wrong_type(value, "a date such as 2025-12-04");
        }
        date
    }
}

impl FromToml for Number {
    /// The decimal as it is written, never through a float; in quotes also a fraction such as "1/3".
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let parsed = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse(),
            DeValue::Float(number) => number.as_str().parse(),
            DeValue::String(text) => fraction(text),
            _ => {
                problems.wrong_type(value, "a number");
                return None;
            }
        };
        match parsed {
            Ok(number) => Some(number),
            Err(error) => {
                let written = match value.get_ref() {
                    DeValue::Integer(number) => number.to_string(),
                    DeValue::Float(number) => number.to_string(),
                    DeValue::String(text) => text.to_string(),
                    _ => String::new(),
                };
                let help = "write a decimal number such as `0.35`, or a fraction such as `\"1/3\"`";
                problems.error_help(value.span(), format!("{} is {error}", quoted(&written)), help);
                None
            }
        }
    }
}

fn fraction(text: &str) -> Result<Number, mediant_model::number::NumberError> {
    let Some((above, below)) = text.split_once('/') else { return text.parse() };
    let (above, below) = (above.parse::<Number>()?, below.parse::<Number>()?);
    above.checked_div(&below).ok_or(mediant_model::number::NumberError::NotDecimal)
}

impl<T: FromToml> FromToml for Vec<T> {
    /// A list, or a single value for a list of one. Unreadable as a whole when an entry is.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Array(list) => {
                let read: Vec<Option<T>> = list.iter().map(|entry| T::from_toml(entry, problems)).collect();
                read.into_iter().collect()
            }
            _ => Some(vec![T::from_toml(value, problems)?]),
        }
    }
}

macro_rules! ids {
    ($($id:ident),*) => {$(
        impl FromToml for $id {
            fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
                let text = String::from_toml(value, problems)?;
                if text.is_empty() {
                    problems.error(value.span(), "a name is empty");
                    return None;
                }
                Some(Self::new(text))
            }
        }
    )*};
}
ids!(PartyId, PersonId, IssueId, SourceId);

impl FromToml for OptionId {
    /// Text, or a number: a grid point, or an option whose id is a number.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => {
                Number::from_toml(value, problems).map(|number| Self::new(number.to_string()))
            }
            DeValue::String(text) if text.is_empty() => {
                problems.error(value.span(), "an option's name is empty");
                None
            }
            DeValue::String(text) => Some(Self::new(text.as_ref())),
            _ => {
                problems.wrong_type(value, "an option");
                None
            }
        }
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
