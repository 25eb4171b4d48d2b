//! Where the talks are, told as stories: every phase is reached in every way that leads to it, and left in every way that leads back.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{PARTIES, Talks, command, mediator, party, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::draft::DraftId;
use mediant_record::phase::Phase::{self, *};
use mediant_record::{Actor, State};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A story and the phases that were seen in it.
struct Story {
    talks: Talks,
    seen: BTreeSet<Phase>,
}

impl Story {
    fn new(quorum: Quorum) -> Self {
        Self { talks: Talks::opened(quorum, &[]), seen: BTreeSet::new() }
    }

    /// Something is done; the id of what came of it.
    fn does(&mut self, actor: &Actor, kind: &str, mut fields: Value) -> String {
        fields["command"] = json!(kind);
        let before: BTreeSet<String> = ids(self.talks.state(&Reader::Mediator));
        self.talks.must(actor, command(fields));
        let after = ids(self.talks.state(&Reader::Mediator));
        after.difference(&before).next().cloned().unwrap_or_default()
    }

    /// Everybody at the table reads that the talks are there.
    fn is(&mut self, phase: Phase) {
        for reader in std::iter::once(Reader::Mediator).chain(PARTIES.iter().map(|id| party(id))) {
            self.reads(&reader, phase);
        }
    }

    fn reads(&mut self, reader: &Reader, phase: Phase) {
        assert_eq!(self.talks.state(reader).phase(), phase, "{reader:?}");
        self.seen.insert(phase);
    }

    fn draft(&mut self, text: &str) -> String {
        let replaces = self.talks.state(&Reader::Mediator).latest_draft(&mediant_record::Compartment::Table);
        let replaces = replaces.map(|(id, draft)| (id.to_string(), draft.clauses[0].id.to_string()));
        let mut clause = json!({ "heading": "Quay", "issue": "quay", "text": text });
        let mut put = json!({ "in": "table", "title": "The text" });
        if let Some((draft, id)) = replaces {
            put["replaces"] = json!(draft);
            clause["id"] = json!(id);
        }
        put["clauses"] = json!([clause]);
        self.does(&mediator(), "put_draft", put)
    }

    fn answers(&mut self, of: &str, draft: &str, answer: &str) {
        let clause =
            self.talks.state(&Reader::Mediator).drafts[&DraftId::new(draft)].clauses[0].id.to_string();
        self.does(
            &principal(of),
            "answer_clause",
            json!({ "in": "table", "draft": draft, "clause": clause, "party": of, "answer": answer }),
        );
    }
}

/// The ids of drafts and packages.
fn ids(state: &State) -> BTreeSet<String> {
    state
        .drafts
        .keys()
        .map(ToString::to_string)
        .chain(state.packages.keys().map(ToString::to_string))
        .collect()
}

#[test]
fn talks_go_from_nothing_to_ratification_and_are_closed() {
    let mut story = Story::new(Quorum::Unanimity);
    assert_eq!(State::new(&Reader::Mediator).phase(), Preparing);
    story.is(Preparing);
    let position = json!({ "statement": { "kind": "position", "party": "north", "issue": "quay", "publicity": "table" } });
    story.does(&principal("north"), "state", position);
    story.is(Exploring);
    // What the table does not read is no text on the table.
    story.does(
        &mediator(),
        "put_draft",
        json!({ "in": "mediator", "title": "Mine", "clauses": [{ "heading": "Quay", "text": "wide" }] }),
    );
    story.is(Exploring);
    let draft = story.draft("The quay is wide.");
    story.is(Drafting);
    for of in PARTIES {
        story.is(Drafting);
        story.answers(of, &draft, if of == "west" { "accept_ad_referendum" } else { "accept" });
    }
    story.is(AgreedInSubstance);
    // A change of the words is a change of the substance.
    let draft = story.draft("The quay is very wide.");
    story.is(Drafting);
    for of in PARTIES {
        story.answers(of, &draft, "accept");
    }
    story.is(AgreedInSubstance);
    story.answers("south", &draft, "reject");
    story.is(Drafting);
    story.answers("south", &draft, "accept");
    story.is(AgreedInSubstance);
    story.does(
        &mediator(),
        "declare_agreement",
        json!({ "in": "table", "about": { "draft": { "draft": draft } } }),
    );
    story.is(Agreed);
    story.reads(&Reader::Public, Preparing);
    for of in PARTIES {
        story.is(Agreed);
        story.does(&principal(of), "record_signature", json!({ "in": "table", "party": of }));
    }
    story.is(Signed);
    for of in PARTIES {
        story.is(Signed);
        story.does(&principal(of), "record_ratification", json!({ "in": "table", "party": of }));
    }
    story.is(Ratified);
    story.does(&mediator(), "close_case", json!({ "in": "public" }));
    story.is(Closed);
    story.reads(&Reader::Public, Closed);
    let reached: BTreeSet<Phase> =
        Phase::ALL.into_iter().filter(|phase| !matches!(phase, Paused | BrokenOff)).collect();
    assert_eq!(story.seen, reached);
}

#[test]
fn talks_that_rest_come_back_to_where_they_were() {
    let mut story = Story::new(Quorum::Unanimity);
    let draft = story.draft("The quay is wide.");
    for (kind, phase) in [("pause_talks", Paused), ("break_off_talks", BrokenOff)] {
        story.does(&mediator(), kind, json!({ "in": "public" }));
        story.is(phase);
        story.reads(&Reader::Public, phase);
        story.does(&mediator(), "resume_talks", json!({ "in": "public" }));
        story.is(Drafting);
    }
    for of in PARTIES {
        story.answers(of, &draft, "accept");
    }
    story.does(
        &mediator(),
        "declare_agreement",
        json!({ "in": "public", "about": { "draft": { "draft": draft } } }),
    );
    story.reads(&Reader::Public, Agreed);
    story.does(&mediator(), "pause_talks", json!({ "in": "public" }));
    story.is(Paused);
    story.does(&mediator(), "resume_talks", json!({ "in": "public" }));
    story.is(Agreed);
}

#[test]
fn those_who_agreed_sign_and_nobody_else_has_to() {
    let mut story = Story::new(Quorum::AtLeast(2));
    let package = story.does(
        &mediator(),
        "propose_package",
        json!({ "in": "table", "options": { "quay": "wide", "fees": "low" } }),
    );
    story.is(Exploring);
    for of in ["north", "south"] {
        story.is(Exploring);
        story.does(
            &principal(of),
            "answer_package",
            json!({ "in": "table", "package": package, "party": of, "verdict": "accept" }),
        );
    }
    story.is(AgreedInSubstance);
    story.does(&mediator(), "declare_agreement", json!({ "in": "table", "about": { "package": package } }));
    for of in ["north", "south"] {
        story.is(Agreed);
        story.does(&principal(of), "record_signature", json!({ "in": "table", "party": of }));
    }
    story.is(Signed);
}

#[test]
fn everybody_knows_as_much_as_they_were_told() {
    let mut story = Story::new(Quorum::Unanimity);
    story.does(
        &principal("north"),
        "tell_item",
        json!({ "party": "north", "text": "We could live with steps." }),
    );
    for (reader, phase) in [
        (Reader::Mediator, Exploring),
        (party("north"), Exploring),
        (party("south"), Preparing),
        (Reader::Public, Preparing),
    ] {
        story.reads(&reader, phase);
    }
    let package = story.does(
        &mediator(),
        "propose_package",
        json!({ "in": "table", "options": { "quay": "wide", "fees": "low" } }),
    );
    for of in PARTIES {
        let place = format!("caucus:{of}");
        story.does(
            &principal(of),
            "answer_package",
            json!({ "in": place, "package": package, "party": of, "verdict": "accept" }),
        );
    }
    story.reads(&Reader::Mediator, AgreedInSubstance);
    story.reads(&party("north"), Exploring);
}

#[test]
fn what_leaves_an_issue_open_is_not_the_substance_of_everything() {
    let mut story = Story::new(Quorum::Unanimity);
    let package =
        story.does(&mediator(), "propose_package", json!({ "in": "table", "options": { "quay": "wide" } }));
    for of in PARTIES {
        story.does(
            &principal(of),
            "answer_package",
            json!({ "in": "table", "package": package, "party": of, "verdict": "accept" }),
        );
    }
    let rule = story
        .talks
        .state(&Reader::Mediator)
        .opening
        .as_ref()
        .map(|opening| opening.agreement.nothing_until_everything);
    let expected = if rule == Some(true) { Exploring } else { AgreedInSubstance };
    story.is(expected);
}
