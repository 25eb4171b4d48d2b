//! Results as CSV: RFC 4180 but for line ends, which are single.

use super::columns::{Placed, Value, placed};
use super::{Results, Row};
use rayon::prelude::*;
use std::fmt::Write;

/// The table with a heading, a line for each negotiation. Missing fields are empty; floats are written with the fewest
/// digits that read back to the same bits. Cost: rows x columns.
pub fn written(results: &Results<'_>) -> String {
    let columns = placed(results.parties_max());
    let mut text = String::from(MARK);
    for (place, column) in columns.iter().enumerate() {
        separate(&mut text, place);
        quoted(&mut text, &column.name);
    }
    text.push('\n');
    let parts: Vec<String> =
        results.rows.par_chunks(PART).map(|rows| lines(results, &columns, rows)).collect();
    parts.iter().for_each(|part| text.push_str(part));
    text
}

/// By this mark a spreadsheet knows that the file is UTF-8. Readers of CSV pass over it.
pub const MARK: char = '\u{feff}';

/// So many rows are written by one thread at a time.
const PART: usize = 4_096;

fn lines(results: &Results<'_>, columns: &[Placed], rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        for (place, column) in columns.iter().enumerate() {
            separate(&mut text, place);
            match column.value(results, row) {
                Value::Missing => {}
                Value::Text(field) => quoted(&mut text, &field),
                // Writing to a string cannot fail.
                Value::Whole(number) => drop(write!(text, "{number}")),
                Value::Float(number) => drop(write!(text, "{number:?}")),
                Value::Truth(truth) => drop(write!(text, "{truth}")),
            }
        }
        text.push('\n');
    }
    text
}

fn separate(text: &mut String, place: usize) {
    if place > 0 {
        text.push(',');
    }
}

/// A text as a spreadsheet may have it: what it would work out as a formula has an apostrophe in front, and characters that turn
/// the direction of a line are written out.
fn quoted(text: &mut String, field: &str) {
    let field = &harmless(field);
    if !field.is_empty() && !field.contains([',', '"', '\n', '\r']) {
        return text.push_str(field);
    }
    text.push('"');
    text.push_str(&field.replace('"', "\"\""));
    text.push('"');
}

/// What is a formula to a spreadsheet, in quotes as well, begins with one of these.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋'];

fn harmless(field: &str) -> String {
    let mut harmless = String::with_capacity(field.len());
    if field.starts_with(FORMULA) {
        harmless.push('\'');
    }
    for character in field.chars() {
        if matches!(u32::from(character), 0x202a..=0x202e | 0x2066..=0x2069) {
            harmless.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            harmless.push(character);
        }
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_a_formula() {
        for (field, kept) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-a", "'-a"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("=a,b", "\"'=a,b\""),
            ("a\u{202e}b", "a\\u202eb"),
            ("Übung", "Übung"),
            ("a=b", "a=b"),
            ("", "\"\""),
        ] {
            let mut text = String::new();
            quoted(&mut text, field);
            assert_eq!(text, kept);
        }
    }
}
