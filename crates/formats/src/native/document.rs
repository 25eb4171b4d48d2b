//! The text of a Mediant file as TOML: its syntax errors, and where a place stands in it.

use super::fields::Value;
use crate::diagnostic::{Diagnostic, SourceText};
use mediant_model::Place;
use mediant_model::finding::Step;
use mediant_model::spelling::quoted;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// With more syntax errors than this, a file is not TOML and only the first one is shown.
const SYNTAX_ERRORS_MAX: usize = 10;

/// Parses a text; every syntax error at once, or one where there are too many to be of use.
///
/// Tables and lists nest at most 80 deep.
///
/// # Errors
/// What is not TOML, with its place.
pub fn parse<'t>(source: &SourceText<'t>) -> Result<Spanned<DeTable<'t>>, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if errors.is_empty() {
        return Ok(table);
    }
    if let Some(deep) = errors.iter().find(|error| error.message().contains("recurs")) {
        let error = source.error(deep.span().unwrap_or(0..1), "tables or lists are nested too deeply here");
        return Err(vec![error.help("nest at most 80 deep")]);
    }
    let mut diagnostics: Vec<Diagnostic> = errors.iter().map(|error| syntax_error(source, error)).collect();
    crate::diagnostic::sort(&mut diagnostics);
    if diagnostics.len() > SYNTAX_ERRORS_MAX {
        let count = diagnostics.len();
        diagnostics.truncate(1);
        for first in &mut diagnostics {
            first.message =
                format!("this is not TOML: {count} syntax errors, the first here: {}", first.message);
            first.help = Some("check that this is the right file".into());
        }
    }
    Err(diagnostics)
}

fn syntax_error(source: &SourceText<'_>, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let word = source.text().get(span.clone()).unwrap_or_default();
    let named = if error.message() == "duplicate key" { format!(" {}", quoted(word)) } else { String::new() };
    source.error(span, format!("{}{named}", error.message()))
}

/// Where a place stands: the last part of it that is in the text.
///
/// A place that ends in a name or a missing key is the key; a table is shown by its header.
pub(super) fn locate(top: &Spanned<DeTable<'_>>, place: &Place) -> Option<Range<usize>> {
    let mut span = None;
    let mut key_span = None;
    let mut table = Some(top.get_ref());
    let mut value: Option<&Value<'_>> = None;
    for step in &place.0 {
        match step {
            Step::Key(key) => {
                let Some((found_key, found)) = table.and_then(|table| table.get_key_value(key.as_str()))
                else {
                    // A table with several entries is a conjunction without saying `all`.
                    if key == "all" { continue } else { break }
                };
                key_span = Some(found_key.span());
                (value, table) = (Some(found), found.get_ref().as_table());
                span = Some(found.span());
            }
            Step::Index(index) => {
                // A single value may stand for a list of one.
                let Some(DeValue::Array(list)) = value.map(Spanned::get_ref) else { continue };
                let Some(found) = list.get(*index) else { break };
                (value, table) = (Some(found), found.get_ref().as_table());
                span = Some(found.span());
            }
            Step::Name => span = key_span.clone(),
        }
    }
    span
}
