//! The agreement in one file: made at the desk, checked without it.

use super::*;
use mediant_attest::agreement::{Agreement, Hold, verify};
use mediant_attest::{Deed, Keys, Moment};

/// Both parties accept every clause of a draft, which is declared agreed.
pub(super) async fn agreed(talks: &Talks<'_>) -> String {
    let (draft, clauses) = talks.draft().await;
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        for clause in &clauses {
            let answer =
                json!({"in": "table", "draft": draft, "clause": clause, "party": party, "answer": "accept"});
            let got = signs(who, &key(seed), "answer_clause", answer).await;
            assert_eq!(got.status, 201, "{}", got.text());
        }
    }
    done(&talks.mediator, "declare_agreement", json!({"in": "table", "about": {"draft": {"draft": draft}}}))
        .await;
    draft
}

pub(super) async fn file(who: &Member<'_>) -> (String, Keys) {
    let (file, keys) = (who.get("/api/v1/agreement").await, who.get("/api/v1/keys.txt").await);
    assert_eq!((file.status, keys.status), (200, 200), "{} {}", file.text(), keys.text());
    (file.text(), Keys::parse(&keys.text()).unwrap())
}

#[tokio::test]
async fn two_parties_sign_and_anybody_can_check_it_without_the_desk() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    agreed(&talks).await;
    let (text, keys) = file(&talks.anna).await;
    let report = verify(&text, &keys, &[]).unwrap();
    assert!(report.is_proven(), "{report:?}");
    assert!(report.parties.iter().all(|party| party.hold == Ok(Hold::Accepted)));

    // One signs with its key at the table, one says so to everybody; the words stay the table's.
    for (who, seed, home, party) in [(&talks.anna, 1, "table", "A"), (&talks.bert, 2, "public", "B")] {
        let got = signs(who, &key(seed), "record_signature", json!({"in": home, "party": party})).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    let everybody = line.get("/api/v1/timeline").await.text();
    assert!(!everybody.contains("territory") && !everybody.contains("act_signed"), "{everybody}");
    let got = signs(&talks.anna, &key(1), "record_ratification", json!({"in": "table", "party": "A"})).await;
    assert_eq!(got.status, 201, "{}", got.text());

    let (text, keys) = file(&talks.anna).await;
    let report = verify(&text, &keys, &[]).unwrap();
    assert!(report.is_proven(), "{report:?}");
    let holds: Vec<_> = report.parties.iter().map(|party| party.hold.clone()).collect();
    assert_eq!(holds, [Ok(Hold::Ratified), Ok(Hold::Signed)]);
    assert_eq!(report.acts.len(), 7);
    // The same file for everybody at the table, and for nobody else.
    for who in [&talks.bert, &talks.mediator] {
        assert_eq!(file(who).await, (text.clone(), keys.clone()));
    }
    for path in ["/api/v1/agreement", "/api/v1/keys.txt", "/api/v1/keys", "/keys"] {
        assert_ne!(line.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn what_is_only_reported_is_told_and_proves_nothing() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    registers(&talks.anna, "A", &key(1)).await;
    let got = signs(&talks.anna, &key(1), "answer_package", talks.accept("A")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    done(&talks.bert, "answer_package", talks.accept("B")).await;
    done(&talks.mediator, "declare_agreement", json!({"in": "table", "about": {"package": talks.package}}))
        .await;
    let (text, keys) = file(&talks.mediator).await;
    let report = verify(&text, &keys, &[]).unwrap();
    assert!(report.faults.is_empty() && !report.is_proven(), "{report:?}");
    assert!(report.is_proven_for(|party| party.as_str() == "A"));
    let (file, _) = Agreement::from_json(&text).unwrap();
    assert_eq!(file.acts().len(), 1);
    assert!(text.contains("\"reported\": [\n    {\n      \"party\": \"B\""), "{text}");
}

#[tokio::test]
async fn a_lost_key_is_revoked_and_the_next_one_counts_once_both_sides_confirm_it() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let got = signs(&talks.anna, &key(1), "answer_package", talks.accept("A")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let got = signs(&talks.bert, &key(2), "answer_package", talks.accept("B")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    done(&talks.mediator, "declare_agreement", json!({"in": "table", "about": {"package": talks.package}}))
        .await;
    let proven = |text: &str, keys: &Keys| {
        verify(text, keys, &[]).unwrap().parties.into_iter().map(|party| party.hold).collect::<Vec<_>>()
    };
    // The key is lost: nothing signs that, and what it signed before stands.
    line.world.advance(jiff::SignedDuration::from_mins(1));
    done(&talks.anna, "revoke_key", json!({"key": key(1).public().id().to_string()})).await;
    line.world.advance(jiff::SignedDuration::from_mins(1));
    registers(&talks.anna, "A", &key(7)).await;
    let got = signs(&talks.anna, &key(7), "record_signature", json!({"in": "table", "party": "A"})).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let (text, keys) = file(&talks.bert).await;
    assert_eq!(
        proven(&text, &keys),
        [Ok(Hold::Accepted), Ok(Hold::Accepted)],
        "nobody stands up for the new key"
    );
    let id = key(7).public().id().to_string();
    let confirm = |party: &str| json!({"key": id, "party": party});
    assert_eq!(asks(&talks.mediator, "confirm_key", confirm("A")).await.reason(), "not_allowed");
    done(&talks.bert, "confirm_key", confirm("B")).await;
    assert_eq!(asks(&talks.bert, "confirm_key", confirm("B")).await.status, 409);
    let (text, keys) = file(&talks.bert).await;
    assert_eq!(proven(&text, &keys)[0], Ok(Hold::Accepted), "one side is not both");
    done(&talks.anna, "confirm_key", confirm("A")).await;
    let (text, keys) = file(&talks.bert).await;
    assert_eq!(proven(&text, &keys), [Ok(Hold::Signed), Ok(Hold::Accepted)]);
}

#[tokio::test]
async fn what_somebody_signs_elsewhere_after_leaving_proves_nothing() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        let got = signs(who, &key(seed), "answer_package", talks.accept(party)).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    done(&talks.mediator, "declare_agreement", json!({"in": "table", "about": {"package": talks.package}}))
        .await;
    let act = act_of(&talks.anna, "record_signature", &json!({"in": "table", "party": "A"})).await;
    line.world.advance(jiff::SignedDuration::from_mins(10));
    let leave = json!({"in": "table", "party": "A", "person": "anna", "how": "resigned"});
    done(&talks.mediator, "record_departure", leave).await;
    line.world.advance(jiff::SignedDuration::from_mins(10));

    // The key is not revoked, and its holder makes a file of the desk's and of an act of today.
    let (text, keys) = file(&talks.bert).await;
    let (written, _) = Agreement::from_json(&text).unwrap();
    let (Deed::Signs(words), held) = (act.deed.clone(), written.keys().unwrap()) else { panic!("{act:?}") };
    let proven = |date: &str| {
        let act = Act { date: Moment::new(date).unwrap(), ..act.clone() };
        let mut acts = written.acts().to_vec();
        acts.push(Envelope::sign(&act, &key(1)).unwrap());
        let case = (act.case.clone(), act.case_id);
        let file = Agreement::new(case.0, case.1, &act.parties, &words, &held, acts, Vec::new()).unwrap();
        let report = verify(&file.to_json().unwrap(), &keys, &[]).unwrap();
        assert!(report.faults.is_empty(), "{report:?}");
        report.parties.into_iter().map(|party| party.hold).collect::<Vec<_>>()
    };
    assert_eq!(proven("2025-12-04T09:05:00Z")[0], Ok(Hold::Signed), "what is dated before stands");
    assert_eq!(proven("2025-12-04T09:15:00Z"), [Ok(Hold::Accepted), Ok(Hold::Accepted)]);
    // Who is back signs again.
    done(&talks.mediator, "record_return", json!({"party": "A", "person": "anna"})).await;
    let back = file(&talks.bert).await.1;
    assert!(back.keys.iter().all(|key| key.revoked.is_none()));
}
