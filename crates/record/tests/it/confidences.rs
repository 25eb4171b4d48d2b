//! Held words: whatever field carries them to others, they are refused; what a party tells keeps nobody from speaking; and
//! what was told by mistake can be taken back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::talks::{Talks, command, delegate, mediator, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::CommandError;
use mediant_record::item::ItemId;
use mediant_record::refusal::Reason;
use serde_json::{Value, json};

const TOLD: &str = "We would take two percent if the noise stops at midnight";

fn told(text: &str, release: &str) -> (Talks, String) {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.must(
        &principal("south"),
        command(json!({"command": "tell_item", "party": "south", "text": text, "release": release})),
    );
    let item = talks.state(&Reader::Mediator).items.keys().next().unwrap().to_string();
    (talks, item)
}

/// Everything that the mediator records where others read than those who were told, with a text in every field that takes one.
fn everything(text: &str) -> Vec<Value> {
    let plan = |field: &str, value: Value| {
        let mut plan = json!({"parties": ["north"], "on": "2026-05-01"});
        plan[field] = value;
        json!({"command": "plan_session", "in": "public", "plan": plan})
    };
    let state = |kind: &str, more: Value| {
        let mut statement = json!({"kind": kind, "party": "south", "text": text, "publicity": "public"});
        statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"command": "state", "statement": statement})
    };
    let clause = |heading: &str, text: &str| json!({"heading": heading, "text": text});
    let draft = |title: &str, clause: Value, note: Option<&str>| json!({"command": "put_draft", "in": "table", "title": title, "clauses": [clause], "note": note});
    let round = |title: &str, words: &str| json!({"command": "open_round", "title": title, "closes": "2036-01-01T00:00:00Z", "questions": [{"words": {"text": words}}]});
    let options = json!([{"id": "a", "name": text}, {"id": "b", "name": "b"}]);
    vec![
        json!({"command": "say", "to": "table", "wording": text}),
        json!({"command": "say", "to": {"party": "north"}, "wording": text}),
        json!({"command": "say", "to": "public", "wording": text}),
        json!({"command": "write_note", "in": "caucus:north", "text": text}),
        draft(text, clause("h", "t"), None),
        draft("t", clause(text, "t"), None),
        draft("t", clause("h", text), None),
        draft("t", clause("h", &format!("They agree [that {text}|south] in the end.")), None),
        draft("t", clause("h", "t"), Some(text)),
        plan("text", json!(text)),
        plan("place", json!(text)),
        plan("agenda", json!(["first", text])),
        json!({"command": "propose_communique", "concerned": ["north"], "text": text}),
        json!({"command": "propose_package", "in": "caucus:north", "options": {"quay": "wide"}, "note": text}),
        round(text, "w"),
        round("t", text),
        state("remark", json!({})),
        state("position", json!({"issue": "quay"})),
        json!({"command": "add_issue", "in": "table", "issue": {"id": "x", "name": text, "kind": "withheld"}}),
        json!({"command": "add_issue", "in": "table", "issue": {"id": "x", "name": "x", "kind": "discrete", "options": options}}),
        json!({"command": "pause_talks", "in": "table", "reason": text}),
        json!({"command": "break_off_talks", "in": "public", "reason": text}),
        json!({"command": "close_case", "in": "table", "outcome": text}),
    ]
}

fn is_refused_for(talks: &Talks, wish: &Value) -> Option<CommandError> {
    talks.clone().ask(&mediator(), &command(wish.clone())).err()
}

#[test]
fn held_words_are_refused_in_every_field_that_reaches_others() {
    let (talks, _) = told(TOLD, "held");
    for text in [
        TOLD,
        "As we hear, they WOULD  take two percent, if the noise stops.",
        "would take two\u{200b} percent if",
    ] {
        for (wish, plain) in
            everything(text).iter().zip(everything("Something else that nobody told anybody in confidence"))
        {
            // Without those words it is carried out: nothing else is wrong with it.
            assert_eq!(is_refused_for(&talks, &plain), None, "{plain}");
            let refusal = is_refused_for(&talks, wish).unwrap_or_else(|| panic!("carried out: {wish}"));
            // What nobody sees is not taken in a name at all.
            let unseen = text.contains('\u{200b}') && refusal.reason == Reason::Invalid;
            assert!(unseen || refusal.reason == Reason::NotNow, "{wish}");
            assert!(refusal.field.is_some() && refusal.help.is_some(), "{wish}: {refusal:?}");
        }
    }
}

/// The rule is no weapon: whatever a party tells, the mediator can speak.
#[test]
fn what_is_told_keeps_nobody_from_speaking() {
    for told_words in ["e", "the", "on the other hand", "We meet on Monday", "yes", "…"] {
        let (talks, _) = told(told_words, "held");
        for wish in
            everything("We meet on Monday at ten; on the other hand, the hall may be closed then, yes")
        {
            assert_eq!(is_refused_for(&talks, &wish), None, "{told_words}: {wish}");
        }
    }
}

/// What everybody there reads already says nothing new.
#[test]
fn words_that_are_read_already_may_be_repeated() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let text = "The harbour is closed at night from ten to six";
    let put = json!({"command": "put_draft", "in": "table", "title": "T", "clauses": [{"heading": "h", "text": text}]});
    talks.must(&mediator(), command(put));
    talks.must(&principal("south"), command(json!({"command": "tell_item", "party": "south", "text": format!("We could live with this: {text}")})));
    let draft = talks.state(&Reader::Mediator).drafts.keys().next().unwrap().to_string();
    let again = json!({"command": "put_draft", "in": "table", "title": "T", "replaces": draft, "clauses": [{"heading": "h", "text": text}]});
    talks.must(&mediator(), command(again));
    // The public reads neither.
    let say = json!({"command": "say", "to": "public", "wording": text});
    talks.refused(&mediator(), command(say));
    let live = json!({"command": "say", "to": "table", "wording": "South could live with this: the harbour is closed"});
    talks.refused(&mediator(), command(live));
}

/// As far as a party lets its words travel they may, and its own mouth is its own.
#[test]
fn released_words_and_a_partys_own_are_not_held() {
    let say = |to: Value| command(json!({"command": "say", "to": to, "wording": TOLD}));
    for (release, table, public) in [
        ("held", false, false),
        ("substance", false, false),
        ("verbatim", true, false),
        ("public", true, true),
    ] {
        let (talks, _) = told(TOLD, release);
        assert_eq!(talks.clone().ask(&mediator(), &say(json!("table"))).is_ok(), table, "{release}");
        assert_eq!(talks.clone().ask(&mediator(), &say(json!("public"))).is_ok(), public, "{release}");
        assert!(talks.clone().ask(&mediator(), &say(json!({"party": "south"}))).is_ok(), "{release}");
    }
    let (mut talks, _) = told(TOLD, "held");
    let state = json!({"kind": "remark", "party": "south", "text": TOLD, "publicity": "public"});
    talks.must(&principal("south"), command(json!({"command": "state", "statement": state})));
}

/// Of an item that is passed on under its substance the very words are refused however few they are.
#[test]
fn the_substance_of_an_item_is_never_its_words() {
    for told_words in ["no", "two percent", "a word in confidence"] {
        let (talks, item) = told(told_words, "substance");
        let pass = |wording: String| {
            let pass = json!({"command": "pass_item_on", "item": item, "to": {"party": "north"}, "wording": wording});
            talks.clone().ask(&mediator(), &command(pass))
        };
        assert!(pass(format!("They say: {},  he said", told_words.to_uppercase())).is_err(), "{told_words}");
        assert!(pass("something near it".to_owned()).is_ok(), "{told_words}");
    }
}

#[test]
fn what_was_told_by_mistake_can_be_taken_back_by_who_told_it() {
    let (mut talks, item) = told(TOLD, "public");
    let take_back = |more: Value| {
        let mut take_back = json!({"command": "take_item_back", "item": item, "reason": "a slip"});
        take_back.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        command(take_back)
    };
    talks.refused(&principal("north"), take_back(json!({})));
    talks.refused(&delegate("west"), take_back(json!({})));
    // The mediator records whose word it is.
    talks.refused(&mediator(), take_back(json!({})));
    talks.must(&principal("south"), take_back(json!({})));
    let known = &talks.state(&Reader::Mediator).items[&ItemId::new(item.as_str())];
    assert!(known.taken_back.is_some());
    for (actor, wish) in [
        (mediator(), json!({"command": "pass_item_on", "item": item, "to": "table"})),
        (mediator(), json!({"command": "say", "to": "table", "wording": TOLD})),
        (principal("south"), json!({"command": "release_item", "item": item, "release": "verbatim"})),
        (principal("south"), json!({"command": "take_item_back", "item": item})),
    ] {
        talks.refused(&actor, command(wish));
    }
}
