//! The reference page of results, printed from their definition.

use super::columns::{COLUMNS, Column, Kind, PARTY_COLUMNS};

/// The text of `docs/reference/tournament-results.md`, from the columns themselves.
pub fn page() -> String {
    let mut page = String::from(
        "# The results of a tournament\n\n\
         `mediant tournament` writes a row for each negotiation into `results.csv` and `results.parquet`. Both hold the \
         same columns in the same\norder, and are the same bytes however the tournament was played: on any number of \
         threads, in shards, with interruptions.\n\n\
         | type | Parquet | CSV |\n|---|---|---|\n\
         | whole number | `INT64`, logical type unsigned 64-bit integer | decimal digits |\n\
         | float | `DOUBLE` | the fewest digits that read back to the same bits |\n\
         | truth | `BOOLEAN` | `true` or `false` |\n\
         | text | `BYTE_ARRAY`, logical type string | in quotes where it holds a comma, a quote or a line break; after an apostrophe where it begins with `=`, `+`, `-` or `@`, so that no spreadsheet works it out |\n\n\
         `results.csv` is UTF-8 and begins with a byte-order mark, by which spreadsheets know that.\n\n\
         A column that may be empty is `OPTIONAL` in Parquet, where an empty field is null; all others are `REQUIRED`.\n\n\
         ## The negotiation\n\n",
    );
    page.push_str(&table(COLUMNS, ""));
    page.push_str(
        "\n## Each party\n\nThese columns come once for each party, in the order of the scenario's parties: `party_1`, \
         `strategy_1` and so on, then `party_2`.\nThere are as many as the scenario with the most parties has.\n\n",
    );
    page.push_str(&table(PARTY_COLUMNS, "_N"));
    page
}

fn table(columns: &[Column], suffix: &str) -> String {
    let row = |column: &Column| {
        let kind = match column.kind {
            Kind::Whole => "whole number",
            Kind::Float => "float",
            Kind::Truth => "truth",
            Kind::Text => "text",
        };
        let missing = if column.missing.is_empty() { "never" } else { column.missing };
        format!("| `{}{suffix}` | {kind} | {} | {} | {missing} |\n", column.name, column.unit, column.meaning)
    };
    let rows: String = columns.iter().map(row).collect();
    format!("| column | type | unit or range | meaning | empty when |\n|---|---|---|---|---|\n{rows}")
}
