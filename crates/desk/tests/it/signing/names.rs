//! What is called otherwise after it was signed, and what was signed before it was called so: the agreement proves what was
//! signed, whatever the mediator's team writes afterwards.

use super::agreement::{agreed, file};
use super::*;
use mediant_attest::agreement::{ActError, Hold, Report, verify};

async fn checked(who: &Member<'_>) -> Report {
    let (text, keys) = file(who).await;
    verify(&text, &keys, &[]).unwrap()
}

/// Puts something into other words, having seen what that touches.
async fn rewords(who: &Member<'_>, what: Value, name: &str) -> u16 {
    let mut body = json!({"in": "table", "what": what, "name": name});
    let answer = asks(who, "reword", body.clone()).await;
    if answer.status == 201 {
        return 201;
    }
    let help = answer.json()["help"].as_str().unwrap_or_default().to_owned();
    let mark = help.split('“').nth(1).and_then(|rest| rest.split('”').next());
    let Some(mark) = mark else { return answer.status };
    body["touches"] = json!(mark);
    asks(who, "reword", body).await.status
}

async fn both_sign(talks: &Talks<'_>) {
    for (who, seed, party) in [(&talks.anna, 1, "A"), (&talks.bert, 2, "B")] {
        let got = signs(who, &key(seed), "record_signature", json!({"in": "table", "party": party})).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
}

#[tokio::test]
async fn nothing_that_is_called_otherwise_afterwards_takes_a_signature_away() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let team = line.member("tess", Role::Team).await;
    agreed(&talks).await;
    both_sign(&talks).await;
    let before = file(&talks.anna).await.0;
    let third = json!({"party": {"id": "z", "name": "Z", "role": "negotiating"}, "in": "table"});
    for (what, name) in [
        (json!("title"), "Talks about quays"),
        (json!({"party": "A"}), "The harbour"),
        (json!({"person": {"party": "A", "person": "anna"}}), "Annabel"),
        (json!({"issue": "quay"}), "The key"),
    ] {
        rewords(&team, what.clone(), name).await;
        let report = checked(&talks.anna).await;
        assert!(report.is_proven(), "{what}: {report:?}");
    }
    done(&team, "add_party", third).await;
    let report = checked(&talks.anna).await;
    assert!(report.is_proven(), "{report:?}");
    let after = file(&talks.bert).await.0;
    assert_eq!(after, before, "the file is what was signed");
    for who in [&talks.anna, &talks.mediator] {
        assert_eq!(file(who).await.0, after, "everybody has the same");
    }
}

#[tokio::test]
async fn a_slip_put_right_between_two_signatures_leaves_the_last_one_sound() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let team = line.member("tess", Role::Team).await;
    line.person_of("A", "abe", "Abe", "delegate").await;
    let mandate = json!({"in": "table", "party": "A", "person": "abe"});
    let got = signs(&talks.anna, &key(1), "give_mandate", mandate).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let (draft, clauses) = talks.draft().await;
    let accept = |clause: &str, party: &str| json!({"in": "table", "draft": draft, "clause": clause, "party": party, "answer": "accept"});
    let got = signs(&talks.anna, &key(1), "answer_clause", accept(&clauses[0], "A")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    for (what, name) in [
        (json!("title"), "Talks about quays"),
        (json!({"party": "B"}), "The city"),
        (json!({"issue": "quay"}), "The quay and its wall"),
    ] {
        assert_eq!(rewords(&team, what, name).await, 201, "{name}");
    }
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        // What Anna accepted in other words is asked anew.
        for clause in &clauses {
            let got = signs(who, &key(seed), "answer_clause", accept(clause, party)).await;
            assert_eq!(got.status, 201, "{}", got.text());
        }
    }
    done(&team, "declare_agreement", json!({"in": "table", "about": {"draft": {"draft": draft}}})).await;
    // What Anna signed first of that clause had another name in it: it does not count, and takes nothing from what does.
    let report = checked(&talks.bert).await;
    assert!(report.faults.is_empty() && report.is_proven(), "{report:?}");
    let open = |act: &&mediant_attest::agreement::ActReport| act.counts.is_err();
    let reason: Vec<_> = report.acts.iter().filter(open).map(|act| act.counts.clone()).collect();
    assert_eq!(reason, [Err(ActError::Reworded("clause 1 issue name".to_owned()))]);
    both_sign(&talks).await;
    let report = checked(&talks.bert).await;
    assert!(report.is_proven(), "{report:?}");
    assert!(report.parties.iter().all(|party| party.hold == Ok(Hold::Signed)));
}

#[tokio::test]
async fn what_everybody_signed_of_words_that_read_otherwise_since_is_no_changed_file() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let (draft, clauses) = talks.draft().await;
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        for clause in &clauses {
            let answer =
                json!({"in": "table", "draft": draft, "clause": clause, "party": party, "answer": "accept"});
            let got = signs(who, &key(seed), "answer_clause", answer).await;
            assert_eq!(got.status, 201, "{}", got.text());
        }
    }
    assert_eq!(rewords(&talks.mediator, json!({"issue": "quay"}), "The wall").await, 201);
    // What was accepted in other words is asked anew.
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        let answer =
            json!({"in": "table", "draft": draft, "clause": clauses[0], "party": party, "answer": "accept"});
        let got = signs(who, &key(seed), "answer_clause", answer).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    done(&talks.mediator, "declare_agreement", json!({"in": "table", "about": {"draft": {"draft": draft}}}))
        .await;
    let report = checked(&talks.anna).await;
    assert!(report.faults.is_empty() && report.is_proven(), "{report:?}");
    both_sign(&talks).await;
    assert!(checked(&talks.anna).await.is_proven());
}

#[tokio::test]
async fn some_clauses_are_signed_and_proven_as_the_whole_is() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let rule = json!({"in": "table", "agreement": {"nothing_until_everything": false}});
    done(&talks.mediator, "change_agreement_rule", rule).await;
    let (draft, clauses) = talks.draft().await;
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        let answer =
            json!({"in": "table", "draft": draft, "clause": clauses[0], "party": party, "answer": "accept"});
        let got = signs(who, &key(seed), "answer_clause", answer).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    let about = json!({"in": "table", "about": {"draft": {"draft": draft, "clauses": [clauses[0]]}}});
    done(&talks.mediator, "declare_agreement", about).await;
    let report = checked(&talks.anna).await;
    assert!(report.faults.is_empty() && !report.is_proven(), "a clause is accepted as one of the whole");
    both_sign(&talks).await;
    let report = checked(&talks.anna).await;
    assert!(report.is_proven(), "{report:?}");
    let text = file(&talks.bert).await.0;
    assert!(text.contains("clauses: 1 of 2") && !text.contains("It costs ten"), "{text}");
}

#[tokio::test]
async fn what_takes_a_signature_comes_back_with_its_words() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let (draft, clauses) = talks.draft().await;
    let answer =
        json!({"in": "table", "draft": draft, "clause": clauses[0], "party": "A", "answer": "accept"});
    let (field, detail) = refusal(&asks(&talks.anna, "answer_clause", answer).await);
    assert_eq!(field, "signed");
    assert!(detail.contains("No territory changes."), "{detail}");
}
