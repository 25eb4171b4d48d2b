//! Names that people can tell apart by looking at them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::talks::{Talks, command, mediator};
use mediant_model::Quorum;
use mediant_record::refusal::Reason;
use serde_json::{Value, json};

/// A name in every place that has one.
fn named(name: &str) -> Vec<Value> {
    let options = json!([{"id": "a", "name": "a"}, {"id": "b", "name": name}]);
    vec![
        json!({"command": "add_party", "in": "table", "party": {"id": "new", "name": name, "role": "negotiating"}}),
        json!({"command": "name_person", "in": "table", "party": "north", "person": {"id": "new", "name": name, "role": "delegate"}}),
        json!({"command": "add_issue", "in": "table", "issue": {"id": "new", "name": name, "kind": "discrete",
            "options": [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]}}),
        json!({"command": "add_issue", "in": "table", "issue": {"id": "new", "name": "New", "kind": "discrete", "options": options}}),
        json!({"command": "add_option", "in": "table", "issue": "quay", "option": {"id": "new", "name": name}}),
    ]
}

fn refused(name: &str) -> Vec<bool> {
    let talks = Talks::opened(Quorum::Unanimity, &[]);
    let ask = |wish: Value| match talks.clone().ask(&mediator(), &command(wish)) {
        Ok(_) => false,
        Err(refusal) => {
            assert_eq!(refusal.reason, Reason::Invalid, "{refusal:?}");
            assert!(refusal.field.is_some() && refusal.help.is_some(), "{refusal:?}");
            true
        }
    };
    named(name).into_iter().map(ask).collect()
}

/// One of each kind of character that shows nothing and changes no word: Unicode's default ignorable ones, but for those that
/// join letters, say which way a word runs or choose among shapes of one letter; and what ends a line.
const HIDDEN: [char; 20] = [
    '\u{ad}',
    '\u{34f}',
    '\u{115f}',
    '\u{1160}',
    '\u{17b4}',
    '\u{17b5}',
    '\u{200b}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2060}',
    '\u{2062}',
    '\u{2065}',
    '\u{2067}',
    '\u{206f}',
    '\u{3164}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{e0041}',
    '\u{e0fff}',
];

#[test]
fn a_name_holds_nothing_that_nobody_sees() {
    for hidden in HIDDEN {
        for name in
            [format!("An{hidden}na"), format!("{hidden}Anna"), format!("Anna{hidden}"), hidden.to_string()]
        {
            assert!(refused(&name).iter().all(|refused| *refused), "{}", name.escape_unicode());
        }
    }
}

#[test]
fn a_name_in_any_script_is_taken() {
    for name in [
        "Анна Коваль",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "\u{200f}שרה",
        "葛\u{e0100}飾",
        "✌\u{fe0f}",
        "Zoe\u{308}",
    ] {
        assert!(refused(name).iter().all(|refused| !*refused), "{name}");
    }
}

#[test]
fn a_name_shows_something() {
    for name in ["\u{200f}", " \u{200c} ", "\u{fe0f}", "\u{61c}\u{200d}"] {
        assert!(refused(name).iter().all(|refused| *refused), "{}", name.escape_unicode());
    }
}
