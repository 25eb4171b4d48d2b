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
    if let Some((open, quote)) = unclosed(source.text()) {
        // What follows an open text is read as something else: only what stands in front of it is worth a message.
        let in_front =
            |found: &Diagnostic| found.spot.as_ref().is_some_and(|spot| spot.span.end <= open.start);
        if diagnostics.len() <= SYNTAX_ERRORS_MAX || !diagnostics.iter().any(in_front) {
            diagnostics.retain(in_front);
        }
        // An error before it in its own line has the same cause: an earlier text ends too late or too soon.
        let line = source.spot(open.clone()).line;
        let in_line = |found: &Diagnostic| found.spot.as_ref().is_some_and(|spot| spot.line == line);
        let earliest =
            diagnostics.iter().filter(|found| in_line(found)).filter_map(|found| found.spot.as_ref());
        let problem = match earliest.map(|spot| spot.span.clone()).min_by_key(|span| span.start) {
            Some(span) => source
                .error(span, "the quotes of this line do not go together")
                .help("give every text a quote before it and the same one after it"),
            None => {
                source.error(open, "this text has no closing quote").help(format!("end it with `{quote}`"))
            }
        };
        diagnostics.retain(|found| !in_line(found));
        diagnostics.push(problem);
    }
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

/// The first text without a closing quote, and that quote.
fn unclosed(text: &str) -> Option<(Range<usize>, &'static str)> {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = rest.find(['"', '\'', '#'])?;
        at += skipped;
        let rest = rest.get(skipped..)?;
        if rest.starts_with('#') {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote))?;
        let inside = rest.get(quote.len()..)?;
        let line = inside.find('\n').unwrap_or(inside.len());
        let within = if quote.len() == 3 { inside } else { inside.get(..line)? };
        match closing(within, quote) {
            Some(length) => at += quote.len() + length + quote.len(),
            None => return Some((at..at + quote.len() + line, quote)),
        }
    }
    None
}

/// How much stands in front of the closing quote. Backslashes escape in double quotes alone.
fn closing(text: &str, quote: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let next = rest.find(quote)?;
        let escape = rest.find('\\').filter(|escape| *escape < next && quote.starts_with('"'));
        match escape {
            Some(escape) => {
                at += escape + 1 + rest.get(escape + 1..)?.chars().next().map_or(0, char::len_utf8)
            }
            None => return Some(at + next),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_texts_are_found_and_closed_ones_are_not() {
        for (text, start) in [
            ("a = \"x\nb = \"y\"\n", Some(4)),
            ("a = \"x\"\nb = 'y\n", Some(12)),
            ("a = \"\"\"x\ny\n", Some(4)),
            ("a = '''x\"\n", Some(4)),
            ("a = \"x\\\"\n", Some(4)),
            ("a = [\"x\", \"y]\n", Some(10)),
            ("a = \"x\\\\\"\nb = 'it\\'\n", None),
            ("# don't\na = \"#'\" # \"\n", None),
            ("a = \"\"\"x \\\"\"\" \"y\"\n\"\"\"\n", None),
            ("a = ''\nb = \"\"\n", None),
            ("", None),
        ] {
            assert_eq!(unclosed(text).map(|(span, _)| span.start), start, "{text}");
        }
    }
}
