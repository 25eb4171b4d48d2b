//! The reports of the examples, as people read them. Review a change as prose.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{example, mediant};

/// The report without its last line, which tells the time taken.
fn report(name: &str, format: &str) -> String {
    let said = mediant(&["analyze", &example(name), "--format", format]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (body, _) = said.out.split_at(said.out.rfind("Checked:").unwrap());
    body.trim_end().to_owned()
}

macro_rules! snapshots {
    ($($test:ident: $name:literal, $format:literal;)*) => {$(
        #[test]
        fn $test() {
            insta::assert_snapshot!(stringify!($test), report($name, $format));
        }
    )*};
}

snapshots! {
    talks_text: "talks-2025-12-04.toml", "text";
    talks_markdown: "talks-2025-12-04.toml", "markdown";
    wage_dispute_text: "wage-dispute", "text";
    nash_1950_text: "nash-1950", "text";
    sportco_text: "sportco", "text";
    thompson_markdown: "thompson-employment", "markdown";
    three_fair_answers_text: "three-fair-answers", "text";
    water_board_text: "water-board", "text";
    licence_text: "licence", "text";
    garden_text: "garden", "text";
}
