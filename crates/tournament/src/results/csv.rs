//! Results as CSV: RFC 4180 but for line ends, which are single.

use super::columns::{Placed, Value, placed};
use super::{Results, Row};
use rayon::prelude::*;
use std::fmt::Write;

/// The table with a heading, a line for each negotiation. Missing fields are empty; floats are written with the fewest
/// digits that read back to the same bits. Cost: rows x columns.
pub fn written(results: &Results<'_>) -> String {
    let columns = placed(results.parties_max());
    let mut text = String::new();
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

fn quoted(text: &mut String, field: &str) {
    if !field.is_empty() && !field.contains([',', '"', '\n', '\r']) {
        return text.push_str(field);
    }
    text.push('"');
    text.push_str(&field.replace('"', "\"\""));
    text.push('"');
}
