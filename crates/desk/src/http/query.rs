//! The query of a request: what is not understood is refused, not ignored.

use crate::http_error::{HttpError, ProblemKind};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The fields of a query by name.
pub(super) struct Query(BTreeMap<String, String>);

impl Query {
    /// The query of a route that takes fields of these names.
    ///
    /// # Errors
    /// A field that the route does not take, or one that is given twice.
    pub(super) fn new(query: Option<&str>, taken: &[&str]) -> Result<Self, HttpError> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned() {
            if !taken.contains(&name.as_str()) {
                let names: Vec<String> = taken.iter().map(|name| format!("`{name}`")).collect();
                let problem =
                    HttpError::new(ProblemKind::Malformed, "the query holds a field that is not taken here");
                return Err(problem.at(name).help(format!("this takes {}", names.join(", "))));
            }
            if fields.insert(name.clone(), value).is_some() {
                let problem =
                    HttpError::new(ProblemKind::Malformed, "this field of the query is given twice");
                return Err(problem.at(name).help("give it once"));
            }
        }
        Ok(Self(fields))
    }

    /// A field as it is; `None` where it is not given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A field that is a whole number; `None` where it is not given.
    ///
    /// # Errors
    /// It is no whole number, or outside the range.
    pub(super) fn number(&self, name: &str, range: RangeInclusive<u64>) -> Result<Option<u64>, HttpError> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let number = value.parse::<u64>().ok().filter(|number| range.contains(number));
        number.map(Some).ok_or_else(|| {
            let taken = match *range.end() {
                u64::MAX => format!("a whole number from {}", range.start()),
                most => format!("a whole number from {} to {most}", range.start()),
            };
            HttpError::new(ProblemKind::Malformed, format!("`{name}` is not {taken}"))
                .at(name)
                .help(format!("give {taken}, or leave it out"))
        })
    }
}
