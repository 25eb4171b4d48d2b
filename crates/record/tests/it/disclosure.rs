//! What an issue is settled by, told to some before it is told to all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::talks::{Talks, command, mediator, party};
use mediant_model::case::Reader;
use mediant_model::{IssueKind, Quorum};
use mediant_record::Command;
use serde_json::{Value, json};

/// Talks with an issue that is public, and what it is settled by withheld.
fn withheld() -> Talks {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let issue = json!({"id": "dues", "name": "Dues", "kind": "withheld"});
    talks.must(&mediator(), command(json!({"command": "add_issue", "in": "public", "issue": issue})));
    talks
}

fn disclose(within: &str, options: &[&str]) -> Command {
    let options: Vec<Value> = options.iter().map(|id| json!({"id": id, "name": id})).collect();
    command(json!({"command": "disclose_issue", "in": within, "issue": "dues",
        "kind": {"kind": "discrete", "options": options}}))
}

fn options(talks: &Talks, reader: &Reader) -> Option<Vec<String>> {
    let issue = talks.state(reader).issues.iter().find(|issue| issue.id.as_str() == "dues")?;
    match &issue.kind {
        IssueKind::Discrete(options) => Some(options.iter().map(|option| option.id.to_string()).collect()),
        _ => None,
    }
}

/// Whatever was told apart, and to whom, the issue can be disclosed to all, and everybody knows it then.
#[test]
fn what_was_told_apart_can_be_told_to_all() {
    for apart in [&["mediator"][..], &["table"], &["mediator", "table"]] {
        let mut talks = withheld();
        for within in apart {
            talks.must(&mediator(), disclose(within, &["low", "high"]));
        }
        assert_eq!(options(&talks, &Reader::Public), None, "{apart:?}");
        talks.must(&mediator(), disclose("public", &["high", "none"]));
        assert_eq!(options(&talks, &Reader::Public).unwrap(), ["high", "none"]);
        let at_table = options(&talks, &party("west")).unwrap();
        assert_eq!(at_table.contains(&"low".to_owned()), apart.contains(&"table"), "{at_table:?}");
        // What only some were told stays known to them.
        assert_eq!(options(&talks, &Reader::Mediator).unwrap(), ["high", "none", "low"]);
        talks.refused(&mediator(), disclose("public", &["more", "less"]));
    }
}

/// What is told to all rests on what all know: no state is given an option of an issue whose substance it does not know, which
/// would fit nowhere.
#[test]
fn what_was_told_apart_is_not_taken_for_known_to_all() {
    for (apart, to_all) in [("mediator", "table"), ("mediator", "public"), ("table", "public")] {
        let mut talks = withheld();
        talks.must(&mediator(), disclose(apart, &["low", "high"]));
        let option = json!({"id": "none", "name": "none"});
        let add = json!({"command": "add_option", "in": to_all, "issue": "dues", "option": option});
        talks.refused(&mediator(), command(add.clone()));
        talks.must(&mediator(), disclose(to_all, &["low", "high"]));
        talks.must(&mediator(), command(add));
        assert_eq!(options(&talks, &party("west")).unwrap(), ["low", "high", "none"]);
    }
}
