//! The laws of the record, one by one.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{PARTIES, Talks, command, delegate, mediator, party, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::agreement::AgreementReached;
use mediant_record::communique::CommuniqueProposed;
use mediant_record::draft::{ClauseId, ClauseStanding, DraftId, DraftPut};
use mediant_record::event::Event;
use mediant_record::hearing::{Heard, HeardId};
use mediant_record::item::{ItemId, ItemTold};
use mediant_record::mandate::MandateGiven;
use mediant_record::package::{PackageId, PackageProposed};
use mediant_record::refusal::Reason;
use mediant_record::round::{QuestionId, RoundId, RoundOpened, RoundState};
use mediant_record::{Actor, Compartment, Placed, Role, State, codec};
use serde_json::json;
use std::collections::BTreeSet;

fn draft(talks: &mut Talks, text: &str) -> (DraftId, Vec<ClauseId>) {
    let replaces = talks.state(&Reader::Mediator).latest_draft(&Compartment::Table).map(|(id, _)| id.clone());
    let events = talks.must(
        &mediator(),
        command(
            json!({"command": "put_draft", "in": "table", "title": "Draft", "replaces": replaces, "clauses": [
                {"heading": "Quay", "issue": "quay", "text": text},
                {"heading": "Fees", "issue": "fees", "text": "Fees are low."}
            ]}),
        ),
    );
    match &events[0].recorded.event {
        Event::DraftPut(DraftPut { draft, clauses, .. }) => {
            (draft.clone(), clauses.iter().map(|clause| clause.id.clone()).collect())
        }
        other => panic!("{other:?}"),
    }
}

fn accept(draft: &DraftId, clause: &ClauseId, party: &str) -> mediant_record::Command {
    command(
        json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": clause, "party": party,
        "answer": "accept"}),
    )
}

#[test]
fn acceptance_takes_a_live_mandate_on_that_issue() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let (draft, clauses) = draft(&mut talks, "The quay is wide.");
    let refusal = talks.refused(&delegate("north"), accept(&draft, &clauses[0], "north"));
    assert_eq!(refusal.reason, Reason::NoMandate);
    assert!(refusal.message.contains("`quay`"), "names what is missing: {refusal}");
    talks.mandate("north", Some(&["fees"]));
    let refusal = talks.refused(&delegate("north"), accept(&draft, &clauses[0], "north"));
    assert_eq!(refusal.reason, Reason::NoMandate);
    talks.must(&delegate("north"), accept(&draft, &clauses[1], "north"));
    // A principal needs none.
    talks.must(&principal("north"), accept(&draft, &clauses[0], "north"));
    // Saying no takes none either.
    let reject = json!({"command": "answer_clause", "in": "caucus:south", "draft": draft, "clause": clauses[0],
        "party": "south", "answer": "reject"});
    talks.must(&delegate("south"), command(reject));
    // Nobody answers for another party, or in another's name.
    let refusal = talks.refused(&delegate("north"), accept(&draft, &clauses[1], "south"));
    assert_eq!(refusal.reason, Reason::NotAllowed);
    let borrowed = json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": clauses[1],
        "party": "south", "person": "south_principal", "answer": "accept"});
    assert_eq!(talks.refused(&delegate("south"), command(borrowed)).reason, Reason::NotAllowed);
}

#[test]
fn a_mandate_ends_with_its_time_its_revocation_or_its_holder() {
    for ending in ["until", "revoked", "resigned", "limited"] {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        let (draft, clauses) = draft(&mut talks, "The quay is wide.");
        let given = talks.must(
            &principal("north"),
            command(json!({"command": "give_mandate", "in": "caucus:north", "party": "north",
                "person": "north_delegate", "until": (ending == "until").then_some("2026-03-02")})),
        );
        let Event::MandateGiven(MandateGiven { mandate, .. }) = &given[0].recorded.event else { panic!() };
        talks.must(&delegate("north"), accept(&draft, &clauses[0], "north"));
        match ending {
            "until" => talks.now += jiff::Span::new().hours(24),
            "revoked" => {
                talks.must(
                    &principal("north"),
                    command(json!({"command": "revoke_mandate", "mandate": mandate})),
                );
            }
            "limited" => {
                let limit = json!({"command": "limit_mandate", "mandate": mandate, "issues": ["quay"]});
                talks.must(&principal("north"), command(limit));
            }
            _ => {
                let leave = json!({"command": "record_departure", "in": "public", "party": "north",
                    "person": "north_delegate", "how": "resigned"});
                talks.must(&mediator(), command(leave));
            }
        }
        let refusal = talks.refused(&delegate("north"), accept(&draft, &clauses[1], "north"));
        assert_eq!(refusal.reason, Reason::NoMandate, "{ending}");
        // What was accepted under a mandate stays accepted when it runs out or still covers the matter; where it is taken away,
        // the party is asked anew.
        let state = talks.state(&Reader::Mediator);
        let standing = state.clauses(&state.drafts[&draft]);
        let stays = matches!(ending, "until" | "limited");
        assert_eq!(standing[0].tally.accepted.contains(&"north".into()), stays, "{ending}");
    }
}

/// A round about one package, with its question.
fn round(talks: &mut Talks, reveal: &str) -> (RoundId, QuestionId) {
    let events = talks.must(
        &mediator(),
        command(json!({"command": "open_round", "title": "First", "closes": "2026-03-05T12:00:00Z", "reveal": reveal,
            "questions": [{"package": {"quay": "wide", "fees": "low"}}]})),
    );
    match &events[0].recorded.event {
        Event::RoundOpened(RoundOpened { round, questions, .. }) => (round.clone(), questions[0].id.clone()),
        other => panic!("{other:?}"),
    }
}

fn answer(talks: &mut Talks, who: &Actor, party: &str, round: &(RoundId, QuestionId), verdict: &str) {
    let answer = json!({"command": "answer_round", "round": round.0, "party": party,
        "answers": {round.1.as_str(): verdict}});
    talks.must(who, command(answer));
}

fn close(round: &RoundId) -> mediant_record::Command {
    command(json!({"command": "close_round", "round": round}))
}

fn overlap(talks: &Talks, reader: &Reader, round: &RoundId) -> BTreeSet<QuestionId> {
    match &talks.state(reader).rounds[round].state {
        RoundState::Closed { overlap, .. } => overlap.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_answer_is_readable_before_the_round_closes() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let round = round(&mut talks, "overlap");
    let mut other = talks.clone();
    for (at, party) in PARTIES.iter().enumerate() {
        answer(&mut talks, &principal(party), party, &round, "accept");
        answer(&mut other, &principal(party), party, &round, if at == 0 { "accept" } else { "reject" });
    }
    // Yes or no: every reader's view is the same, but for the sealed answer that nobody is shown.
    for (reader, state) in &talks.states {
        assert!(state.rounds.get(&round.0).is_none_or(|round| round.shown.is_empty()));
        if !matches!(reader, Reader::Party(_)) {
            assert_eq!(state, &other.states[reader]);
        }
    }
    talks.must(&mediator(), close(&round.0));
    other.must(&mediator(), close(&round.0));
    assert_eq!(overlap(&talks, &Reader::Mediator, &round.0), BTreeSet::from([round.1.clone()]));
    assert!(overlap(&other, &Reader::Mediator, &round.0).is_empty());
    // Only overlap shows: who said no is nobody's to know; one's own answer is one's own.
    for (reader, state) in other.states.iter().filter(|(reader, _)| **reader != Reader::Public) {
        let shown: Vec<_> = state.rounds[&round.0].shown.keys().map(|p| Reader::Party(p.clone())).collect();
        assert!(shown.iter().all(|party| party == reader), "{reader:?}");
    }
}

#[test]
fn a_round_shows_its_answers_where_it_says_so() {
    for (reveal, readers) in [("answers_to_mediator", 1), ("answers_to_table", 4)] {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        let round = round(&mut talks, reveal);
        for party in PARTIES {
            answer(&mut talks, &principal(party), party, &round, "reject");
        }
        talks.must(&mediator(), close(&round.0));
        let all = talks.states.values().filter(|state| {
            state.rounds.get(&round.0).is_some_and(|round| round.shown.len() == PARTIES.len())
        });
        assert_eq!(all.count(), readers, "{reveal}");
    }
}

#[test]
fn a_round_closes_when_all_are_in_or_its_time_is_over() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let round = round(&mut talks, "overlap");
    answer(&mut talks, &principal("north"), "north", &round, "accept");
    assert_eq!(talks.refused(&mediator(), close(&round.0)).reason, Reason::NotNow);
    talks.now = "2026-03-05T12:00:00Z".parse().expect("a time");
    let late = json!({"command": "answer_round", "round": round.0, "party": "south",
        "answers": {round.1.as_str(): "accept"}});
    assert_eq!(talks.refused(&principal("south"), command(late)).reason, Reason::NotNow);
    talks.must(&mediator(), close(&round.0));
    assert!(overlap(&talks, &Reader::Mediator, &round.0).is_empty());
}

#[test]
fn a_resignation_ends_authority_for_an_answer_already_given_in_an_open_round() {
    for resigns in [false, true] {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        talks.mandate("north", None);
        let round = round(&mut talks, "overlap");
        answer(&mut talks, &delegate("north"), "north", &round, "accept");
        for party in ["south", "west"] {
            answer(&mut talks, &principal(party), party, &round, "accept");
        }
        if resigns {
            let leave = json!({"command": "record_departure", "in": "public", "party": "north",
                "person": "north_delegate", "how": "resigned"});
            talks.must(&mediator(), command(leave));
        }
        talks.must(&mediator(), close(&round.0));
        assert_eq!(overlap(&talks, &Reader::Mediator, &round.0).is_empty(), resigns);
    }
}

#[test]
fn a_quorum_with_vetoes_follows_its_rule() {
    // Two of three, and south cannot be outvoted.
    for (yes, passes) in [(["north", "south"], true), (["north", "west"], false), (["south", "west"], true)] {
        let mut talks = Talks::opened(Quorum::AtLeast(2), &["south"]);
        let round = round(&mut talks, "overlap");
        for party in PARTIES {
            let verdict = if yes.contains(&party) { "accept" } else { "reject" };
            answer(&mut talks, &principal(party), party, &round, verdict);
        }
        talks.must(&mediator(), close(&round.0));
        assert_eq!(!overlap(&talks, &Reader::Mediator, &round.0).is_empty(), passes, "{yes:?}");
    }
}

#[test]
fn nothing_is_agreed_until_everything_is_agreed() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let (draft, clauses) = draft(&mut talks, "The quay is wide.");
    let declare =
        json!({"command": "declare_agreement", "in": "table", "about": {"draft": {"draft": draft}}});
    let part = json!({"command": "declare_agreement", "in": "table",
        "about": {"draft": {"draft": draft, "clauses": [clauses[0]]}}});
    for party in PARTIES {
        talks.must(&principal(party), accept(&draft, &clauses[0], party));
    }
    assert_eq!(talks.refused(&mediator(), command(part.clone())).reason, Reason::NotNow);
    assert_eq!(talks.refused(&mediator(), command(declare.clone())).reason, Reason::NotNow);
    for party in ["north", "south"] {
        talks.must(&principal(party), accept(&draft, &clauses[1], party));
    }
    talks.mandate("west", None);
    let referendum = json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": clauses[1],
        "party": "west", "answer": "accept_ad_referendum"});
    talks.must(&delegate("west"), command(referendum));
    assert_eq!(talks.refused(&mediator(), command(declare.clone())).reason, Reason::NotNow);
    let sign = json!({"command": "record_signature", "in": "table", "party": "west"});
    assert_eq!(talks.refused(&principal("west"), command(sign.clone())).reason, Reason::NotNow);
    talks.must(&principal("west"), accept(&draft, &clauses[1], "west"));
    talks.must(&mediator(), command(declare));
    talks.must(&principal("west"), command(sign));
    let ratify =
        |party: &str| command(json!({"command": "record_ratification", "in": "public", "party": party}));
    assert_eq!(talks.refused(&mediator(), ratify("north")).reason, Reason::NotNow);
    talks.must(&mediator(), ratify("west"));

    // Where the case allows it, clauses are agreed one by one.
    let mut loose = Talks::opened(Quorum::Unanimity, &[]);
    let rule = json!({"command": "change_agreement_rule", "in": "table",
        "agreement": {"quorum": "unanimity", "nothing_until_everything": false, "partial": true}});
    loose.must(&mediator(), command(rule));
    let (draft, clauses) = self::draft(&mut loose, "The quay is wide.");
    for party in PARTIES {
        loose.must(&principal(party), accept(&draft, &clauses[0], party));
    }
    let part = json!({"command": "declare_agreement", "in": "table",
        "about": {"draft": {"draft": draft, "clauses": [clauses[0]]}}});
    loose.must(&mediator(), command(part));
}

#[test]
fn the_whole_takes_the_same_parties_on_every_clause() {
    let mut talks = Talks::opened(Quorum::AtLeast(2), &[]);
    let (draft, clauses) = draft(&mut talks, "The quay is wide.");
    for (party, clause) in [("north", 0), ("south", 0), ("south", 1), ("west", 1)] {
        talks.must(&principal(party), accept(&draft, &clauses[clause], party));
    }
    let declare =
        json!({"command": "declare_agreement", "in": "table", "about": {"draft": {"draft": draft}}});
    assert_eq!(talks.refused(&mediator(), command(declare.clone())).reason, Reason::NotNow);
    talks.must(&principal("west"), accept(&draft, &clauses[0], "west"));
    let events = talks.must(&mediator(), command(declare));
    let Event::AgreementReached(AgreementReached { accepted_by, .. }) = &events[0].recorded.event else {
        panic!()
    };
    assert_eq!(*accepted_by, BTreeSet::from(["south".into(), "west".into()]));
}

#[test]
fn an_acceptance_counts_as_long_as_the_words_stay() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let (first, clauses) = draft(&mut talks, "The quay is wide.");
    for party in PARTIES {
        talks.must(&principal(party), accept(&first, &clauses[0], party));
        talks.must(&principal(party), accept(&first, &clauses[1], party));
    }
    let redraft = json!({"command": "put_draft", "in": "table", "title": "Second", "replaces": first, "clauses": [
        {"id": clauses[0], "heading": "Quay", "issue": "quay", "text": "The quay is [wide|north] [narrow|south]."},
        {"id": clauses[1], "heading": "Fees", "issue": "fees", "text": "Fees are low."}
    ]});
    talks.must(&mediator(), command(redraft.clone()));
    let state = talks.state(&Reader::Mediator);
    let (latest, second) = state.latest_draft(&Compartment::Table).expect("a draft");
    let standings: Vec<_> = state.clauses(second).iter().map(|clause| clause.standing).collect();
    assert_eq!(standings, [ClauseStanding::Bracketed, ClauseStanding::Accepted]);
    let latest = latest.clone();
    // Bracketed words cannot be accepted; an answer to the draft before is stale, and so is a draft put beside it.
    assert_eq!(
        talks.refused(&principal("north"), accept(&latest, &clauses[0], "north")).reason,
        Reason::NotNow
    );
    assert_eq!(
        talks.refused(&principal("north"), accept(&first, &clauses[0], "north")).reason,
        Reason::Stale
    );
    assert_eq!(talks.refused(&mediator(), command(redraft)).reason, Reason::Stale);
}

fn tell(talks: &mut Talks, release: Option<&str>) -> ItemId {
    let told = json!({"command": "tell_item", "party": "north", "release": release, "issue": "fees",
        "text": "We can live with high fees"});
    match &talks.must(&principal("north"), command(told))[0].recorded.event {
        Event::ItemTold(ItemTold { item, .. }) => item.clone(),
        other => panic!("{other:?}"),
    }
}

fn pass(item: &ItemId, to: serde_json::Value, wording: Option<&str>) -> mediant_record::Command {
    command(json!({"command": "pass_item_on", "item": item, "to": to, "wording": wording}))
}

#[test]
fn what_was_told_travels_as_far_as_it_was_released() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let item = tell(&mut talks, None);
    let south = || json!({"party": "south"});
    let hint = Some("There may be room on charges.");
    assert_eq!(talks.refused(&mediator(), pass(&item, south(), hint)).reason, Reason::NotNow);
    // Held words do not pass as the mediator's own either.
    let own = json!({"command": "say", "to": south(), "wording": "I hear:  we CAN live with high fees."});
    assert_eq!(talks.refused(&mediator(), command(own)).reason, Reason::NotNow);
    // Only the one who told it releases it; the mediator has to name whose word that is.
    let release = |level: &str, person: Option<&str>| {
        command(json!({"command": "release_item", "item": item, "release": level, "person": person}))
    };
    assert_eq!(talks.refused(&principal("south"), release("substance", None)).reason, Reason::Unknown);
    assert_eq!(talks.refused(&mediator(), release("substance", None)).reason, Reason::NoMandate);
    talks.must(&mediator(), release("substance", Some("north_principal")));
    // The substance passes in other words, and nobody is named.
    assert_eq!(talks.refused(&mediator(), pass(&item, south(), None)).reason, Reason::Invalid);
    let same = Some("They say: we can live with high fees");
    assert_eq!(talks.refused(&mediator(), pass(&item, south(), same)).reason, Reason::NotNow);
    let events = talks.must(&mediator(), pass(&item, south(), hint));
    let Event::Heard(Heard { heard, from, .. }) = &events[1].recorded.event else { panic!() };
    assert_eq!(*from, None);
    assert_eq!(events[1].compartment, Compartment::Caucus("south".into()));
    let heard: HeardId = heard.clone();
    assert_eq!(talks.refused(&mediator(), pass(&item, json!("public"), hint)).reason, Reason::NotNow);
    // The words pass as the party's own.
    talks.must(&principal("north"), release("verbatim", None));
    let forged = Some("We insist on high fees");
    assert_eq!(talks.refused(&mediator(), pass(&item, json!("table"), forged)).reason, Reason::Invalid);
    talks.must(&mediator(), pass(&item, json!("table"), None));
    // The log: who told whom, when, under which release, confirmed by the hearer.
    let confirm = json!({"command": "confirm_hearing", "heard": heard, "party": "south"});
    let wrong = json!({"command": "confirm_hearing", "heard": heard, "party": "west"});
    assert_eq!(talks.refused(&principal("west"), command(wrong)).reason, Reason::Unknown);
    talks.must(&delegate("south"), command(confirm));
    let state = talks.state(&Reader::Mediator);
    assert_eq!(state.items[&item].passed_on.len(), 2);
    assert!(state.heard[&heard].confirmed.contains_key(&"south".into()));
    // The one who told it sees where it went, and nobody else that it came from there.
    assert_eq!(talks.state(&party("north")).items[&item].passed_on.len(), 2);
    assert!(talks.state(&party("west")).items.is_empty());
    assert!(!talks.state(&party("west")).heard.contains_key(&heard));
    assert!(talks.state(&party("south")).items.is_empty());
}

#[test]
fn the_caucus_rule_says_what_passes_unmarked() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let rule =
        json!({"command": "change_caucus_rule", "in": "table", "caucus_rule": "substance_unless_marked"});
    talks.must(&mediator(), command(rule));
    let (unmarked, marked) = (tell(&mut talks, None), tell(&mut talks, Some("held")));
    let hint = Some("There may be room on charges.");
    talks.must(&mediator(), pass(&unmarked, json!({"party": "south"}), hint));
    let refusal = talks.refused(&mediator(), pass(&marked, json!({"party": "south"}), hint));
    assert_eq!(refusal.reason, Reason::NotNow);
}

#[test]
fn a_communique_takes_the_consent_of_all_concerned_to_the_same_words() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let propose = json!({"command": "propose_communique", "concerned": PARTIES, "text": "We met."});
    let events = talks.must(&mediator(), command(propose));
    let Event::CommuniqueProposed(CommuniqueProposed { communique, .. }) = events[0].recorded.event.clone()
    else {
        panic!()
    };
    let agree = |party: &str, wording: u32| {
        command(
            json!({"command": "agree_communique", "communique": communique, "wording": wording, "party": party}),
        )
    };
    let publish = command(json!({"command": "publish_communique", "communique": communique}));
    for party in PARTIES {
        assert_eq!(talks.refused(&mediator(), publish.clone()).reason, Reason::NotNow);
        talks.must(&delegate(party), agree(party, 1));
    }
    let again = json!({"command": "propose_communique", "communique": communique, "concerned": PARTIES,
        "text": "We met and talked."});
    talks.must(&mediator(), command(again));
    assert_eq!(talks.refused(&mediator(), publish.clone()).reason, Reason::NotNow);
    assert_eq!(talks.refused(&delegate("north"), agree("north", 1)).reason, Reason::Stale);
    for party in PARTIES {
        talks.must(&delegate(party), agree(party, 2));
    }
    talks.must(&mediator(), publish.clone());
    assert_eq!(talks.refused(&mediator(), publish).reason, Reason::NotNow);
    assert!(talks.state(&Reader::Public).communiques[&communique].published.is_some());
    assert_eq!(talks.state(&Reader::Public).communiques[&communique].wordings[0].0, "We met and talked.");
}

#[test]
fn a_package_is_agreed_by_those_who_accept_it() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let propose = json!({"command": "propose_package", "in": "table", "party": "north", "binding": true,
        "options": {"quay": "wide", "fees": "high"}});
    assert_eq!(talks.refused(&delegate("north"), command(propose.clone())).reason, Reason::NoMandate);
    let events = talks.must(&principal("north"), command(propose));
    let Event::PackageProposed(PackageProposed { package, .. }) = events[0].recorded.event.clone() else {
        panic!()
    };
    let package: PackageId = package;
    let answer = |party: &str| {
        command(json!({"command": "answer_package", "in": "table", "package": package, "party": party,
            "verdict": "accept"}))
    };
    let declare =
        command(json!({"command": "declare_agreement", "in": "public", "about": {"package": package}}));
    talks.must(&principal("south"), answer("south"));
    assert_eq!(talks.refused(&mediator(), declare.clone()).reason, Reason::NotNow);
    talks.must(&principal("west"), answer("west"));
    talks.must(&mediator(), declare);
    assert_eq!(talks.state(&Reader::Public).agreements.len(), 1);
}

#[test]
fn what_only_some_know_cannot_be_spoken_of_to_others() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let idea = json!({"command": "add_option", "in": "mediator", "issue": "quay",
        "option": {"id": "floating", "name": "a floating quay"}});
    talks.must(&mediator(), command(idea));
    let package = |place: &str| {
        command(json!({"command": "propose_package", "in": place, "options": {"quay": "floating"}}))
    };
    assert_eq!(talks.refused(&mediator(), package("table")).reason, Reason::Unknown);
    let line = |publicity: &str| {
        command(json!({"command": "state", "statement": {"kind": "red_line", "party": "north",
            "never": {"quay": "floating"}, "standing": "inferred", "publicity": publicity}}))
    };
    talks.must(&mediator(), line("mediator"));
    assert_ne!(talks.refused(&mediator(), line("table")).reason, Reason::NotAllowed);
    let table = json!({"command": "add_option", "in": "table", "issue": "quay",
        "option": {"id": "floating", "name": "a floating quay"}});
    talks.must(&mediator(), command(table));
    talks.must(&mediator(), line("table"));
    talks.must(&mediator(), package("table"));
    // The public never heard of it.
    assert!(talks.state(&Reader::Public).packages.is_empty());
}

#[test]
fn talks_rest_resume_and_close() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let (draft, clauses) = draft(&mut talks, "The quay is wide.");
    let say = |command_word: &str| command(json!({"command": command_word, "in": "public"}));
    talks.must(&mediator(), say("pause_talks"));
    assert_eq!(
        talks.refused(&principal("north"), accept(&draft, &clauses[0], "north")).reason,
        Reason::NotNow
    );
    let note = json!({"command": "write_note", "in": "mediator", "text": "call them next week"});
    talks.must(&mediator(), command(note.clone()));
    talks.must(&mediator(), say("resume_talks"));
    talks.must(&principal("north"), accept(&draft, &clauses[0], "north"));
    talks.must(
        &principal("south"),
        command(json!({"command": "break_off_talks", "in": "table", "party": "south"})),
    );
    talks.must(&mediator(), say("resume_talks"));
    assert_eq!(talks.refused(&Actor::new(Role::Team), say("close_case")).reason, Reason::NotAllowed);
    talks.must(&mediator(), say("close_case"));
    assert_eq!(talks.refused(&mediator(), command(note)).reason, Reason::NotNow);
}

#[test]
fn a_split_issue_stays_on_record_and_leaves_the_case() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let line = json!({"command": "state", "statement": {"kind": "red_line", "party": "north",
        "never": {"fees": "high"}, "standing": "public", "publicity": "public"}});
    talks.must(&principal("north"), command(line.clone()));
    let part = |id: &str| json!({"id": id, "name": id, "kind": "discrete", "options": [{"id": "low", "name": "low"}]});
    let split = json!({"command": "split_issue", "in": "public", "issue": "fees",
        "into": [part("berth"), part("cargo")]});
    talks.must(&mediator(), command(split));
    let today = talks.today();
    let state = talks.state(&Reader::Public);
    assert_eq!(state.statements.len(), 1);
    let case = state.case(today);
    assert!(case.red_lines.is_empty());
    let ids: Vec<_> = case.issues.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(ids, ["quay", "berth", "cargo"]);
    assert_eq!(talks.refused(&principal("north"), command(line)).reason, Reason::Invalid);
}

#[test]
fn texts_have_limits() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let note = |text: String| command(json!({"command": "write_note", "in": "mediator", "text": text}));
    talks.must(&mediator(), note("a".repeat(mediant_record::limits::TEXT_MAX)));
    let long = talks.refused(&mediator(), note("a".repeat(mediant_record::limits::TEXT_MAX + 1)));
    assert_eq!((long.reason, long.field.as_deref()), (Reason::Invalid, Some("text")));
    assert_eq!(talks.refused(&mediator(), note("bell \u{7}".to_owned())).reason, Reason::Invalid);
    assert_eq!(talks.refused(&mediator(), note("  \n".to_owned())).reason, Reason::Invalid);
    talks.must(&mediator(), note("שלום\tمرحبا\n你好".to_owned()));
}

#[test]
fn folding_one_by_one_from_bytes_and_from_a_snapshot_agree() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let (first, clauses) = draft(&mut talks, "The quay is wide.");
    talks.mandate("north", None);
    talks.must(&delegate("north"), accept(&first, &clauses[0], "north"));
    let item = tell(&mut talks, Some("verbatim"));
    talks.must(&mediator(), pass(&item, json!({"party": "south"}), None));
    let round = round(&mut talks, "overlap");
    answer(&mut talks, &principal("west"), "west", &round, "reject");
    for (reader, state) in &talks.states {
        let visible: Vec<&Placed> =
            talks.log.iter().filter(|placed| placed.compartment.is_read_by(reader)).collect();
        for cut in 0..=visible.len() {
            let mut folded = State::new(reader);
            for placed in &visible[..cut] {
                folded.apply(placed).expect("it fits");
            }
            let snapshot = serde_json::to_vec(&folded).expect("a snapshot");
            let mut folded: State = serde_json::from_slice(&snapshot).expect("the same state");
            for placed in &visible[cut..] {
                let bytes = codec::encode(&placed.recorded).expect("bytes");
                let recorded = codec::decode(&bytes).expect("the same event");
                assert_eq!(recorded, placed.recorded);
                folded.apply(&Placed { compartment: placed.compartment.clone(), recorded }).expect("it fits");
            }
            assert_eq!(&folded, state);
        }
    }
}
