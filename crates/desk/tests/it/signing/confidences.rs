//! What is confidential is never signed, and what is signed says nothing of it.

use super::*;
use mediant_model::case::Reader;
use mediant_record::{Command, Compartment, Event};
use proptest::prelude::*;

/// Everything that a principal of A may ask for that stays in the caucus or in the delegation, or is an answer.
fn confidential(
    word: &str,
    round: &str,
    question: &str,
    mediation: &str,
    package: &str,
    version: usize,
) -> Vec<(&'static str, Value)> {
    let brief = format!("mediant_brief = 1\nparty = \"A\"\n# {word}\n");
    vec![
        ("tell_item", json!({"party": "A", "text": format!("told {word}"), "release": "held"})),
        ("write_note", json!({"in": "delegation:A", "text": format!("note {word}")})),
        ("draft_brief", json!({"party": "A", "text": brief})),
        ("deposit_brief", json!({"party": "A", "text": brief, "replaces_version": version})),
        ("answer_package", json!({"in": "caucus:A", "package": package, "party": "A", "verdict": "accept"})),
        (
            "propose_package",
            json!({"in": "caucus:A", "party": "A", "options": {"quay": "narrow"}, "binding": true}),
        ),
        ("answer_round", json!({"round": round, "party": "A", "answers": {question: "accept"}})),
        (
            "answer_mediation",
            json!({"mediation": mediation, "party": "A", "question": {"accept": {"quay": "wide"}}, "answer": "yes"}),
        ),
        (
            "state",
            json!({"statement": {"kind": "red_line", "party": "A", "never": {"quay": "narrow"}, "standing": "told", "publicity": {"caucus": "A"}, "text": word}}),
        ),
        ("give_mandate", json!({"in": "caucus:A", "party": "A", "person": "carl"})),
    ]
}

async fn prepared(talks: &Talks<'_>) -> (String, String, String) {
    let m = &talks.mediator;
    let person = json!({"id": "carl", "name": "Carl", "role": "delegate"});
    done(m, "name_person", json!({"in": "table", "party": "A", "person": person})).await;
    let open = json!({"title": "One", "closes": "2025-12-09T12:00:00Z", "questions": [{"package": {"quay": "wide"}}]});
    let round = done(m, "open_round", open).await;
    let question =
        talks.line.app.desk.read(&Reader::Mediator, |state| {
            state.rounds.values().next().unwrap().questions[0].id.to_string()
        });
    let mediation = done(
        m,
        "open_mediation",
        json!({"title": "Asked", "issues": ["quay"], "closes": "2025-12-09T12:00:00Z"}),
    )
    .await;
    (round, question.unwrap(), mediation)
}

/// Every signed act stands at the table, right behind the event that says what was done, and that is none of a confidence.
fn none_of_a_confidence(line: &Line) {
    for reader in [Reader::Mediator, Reader::Party("A".into()), Reader::Party("B".into())] {
        let lines = line.app.desk.lines_after(&reader, 0, 10_000);
        for pair in lines.windows(2) {
            let [before, signed] = pair else { continue };
            let Event::ActSigned(_) = &signed.placed.recorded.event else { continue };
            assert_eq!(signed.placed.compartment, Compartment::Table);
            assert!(matches!(before.placed.compartment, Compartment::Table | Compartment::Public));
            let kind = before.placed.recorded.event.kind();
            let acts = [
                "package_answered",
                "package_proposed",
                "clause_answered",
                "communique_agreed",
                "signed",
                "ratified",
                "mandate_given",
                "mandate_limited",
                "mandate_revoked",
                "key_vouched",
                "key_revoked",
            ];
            assert!(acts.contains(&kind), "{kind}");
            assert_eq!(before.placed.recorded.at, signed.placed.recorded.at);
        }
    }
}

#[tokio::test]
async fn what_is_confidential_is_never_signed_through_any_route() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let (round, question, mediation) = prepared(&talks).await;
    let accept = talks.accept("A");
    let envelope = Envelope::sign(&act_of(&talks.anna, "answer_package", &accept).await, &key(1)).unwrap();
    for (kind, body) in confidential("word", &round, &question, &mediation, &talks.package, 0) {
        let act = talks.anna.get(&format!("/api/v1/acts/{kind}?{}", query(&body))).await;
        assert_ne!(act.status, 200, "{kind}: {}", act.text());
        let signed = asks(&talks.anna, kind, with(&body, &envelope)).await;
        assert_eq!(signed.reason(), "invalid", "{kind}: {}", signed.text());
        assert_eq!(signed.json()["field"], "signed", "{kind}");
        // And it needs no signature: it is carried out without one.
        let plain = asks(&talks.anna, kind, body).await;
        assert_eq!(plain.status, 201, "{kind}: {}", plain.text());
    }
    // Of no kind is there an act without its words; and to whoever acts for nobody there is none of any kind.
    assert!(mediant_desk::signing::KINDS.iter().all(|kind| Command::KINDS.contains(kind)));
    for kind in Command::KINDS {
        for who in [&talks.anna, &talks.mediator] {
            assert_ne!(who.get(&format!("/api/v1/acts/{kind}")).await.status, 200, "{kind}");
        }
    }
    assert_eq!(asks(&talks.anna, "answer_package", with(&accept, &envelope)).await.status, 201);
    none_of_a_confidence(&line);
}

/// What A does in confidence, in any order, between its signed acts.
fn happenings() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0_u8..10, 0..8)
}

/// A signs while it tells and notes `hidden`; what B gets of the acts, with what chance alone draws taken out.
async fn acts_beside(hidden: &[u8], word: &str) -> Vec<String> {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let (round, question, mediation) = prepared(&talks).await;
    let before = act_of(&talks.anna, "answer_package", &talks.accept("A")).await;
    let mut version = 0;
    for (at, which) in hidden.iter().enumerate() {
        let mut all =
            confidential(&format!("{word} {at}"), &round, &question, &mediation, &talks.package, version);
        // That somebody answered in a round the whole table reads.
        all.retain(|(kind, _)| *kind != "answer_round");
        let (kind, body) = all[usize::from(*which) % all.len()].clone();
        let answer = asks(&talks.anna, kind, body).await;
        version += usize::from(kind == "deposit_brief" && answer.status == 201);
    }
    let after = act_of(&talks.anna, "answer_package", &talks.accept("A")).await;
    assert_eq!(before.print().unwrap(), after.print().unwrap(), "what is confidential changes no act");
    let got = signs(&talks.anna, &key(1), "answer_package", talks.accept("A")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    none_of_a_confidence(&line);
    let events = talks.bert.get("/api/v1/timeline").await.json();
    let keys = talks.bert.get("/api/v1/keys").await.text();
    let page = talks.bert.get("/keys").await.status;
    let kinds = events["events"].as_array().unwrap().iter().map(|event| event["event"].to_string());
    kinds.chain([keys, page.to_string()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 32 + 1, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_confidence_changes_a_byte_of_an_act_or_of_what_others_read_of_keys(one in happenings(), other in happenings()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (here, there) = runtime.block_on(async {
            (acts_beside(&one, "here").await, acts_beside(&other, "there").await)
        });
        prop_assert_eq!(here, there);
    }
}
