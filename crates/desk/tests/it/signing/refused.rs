//! What is refused: unsigned, wrongly signed, other words, other times, other tables, other keys.

use super::*;
use jiff::SignedDuration;
use mediant_attest::{Deed, Digest, Line as Text, Moment, Pin, Words};

/// A change of an act.
type Change = fn(&mut Act);

fn package(act: &mut Act) -> &mut mediant_attest::Package {
    match &mut act.deed {
        Deed::Accepts(Words::Package(package)) => package,
        _ => panic!("an act about a package"),
    }
}

#[tokio::test]
async fn who_has_a_key_signs_and_nobody_else_has_to() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    done(&talks.bert, "answer_package", talks.accept("B")).await;
    registers(&talks.anna, "A", &key(1)).await;
    let (field, _) = refusal(&asks(&talks.anna, "answer_package", talks.accept("A")).await);
    assert_eq!(field, "signed");
    // To refuse gives nothing away.
    let reject = json!({"in": "table", "package": talks.package, "party": "A", "verdict": "reject"});
    done(&talks.anna, "answer_package", reject).await;
    // The mediator's report is the mediator's: nobody signs it.
    let reported =
        json!({"in": "table", "package": talks.package, "party": "B", "verdict": "accept", "person": "bert"});
    done(&talks.mediator, "answer_package", reported).await;
    let answer = signs(&talks.anna, &key(1), "answer_package", talks.accept("A")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    // Once it is signed it is there, with its envelope, for both sides.
    for who in [&talks.anna, &talks.bert, &talks.mediator] {
        let events = who.get("/api/v1/timeline").await.json();
        let kinds: Vec<&str> =
            events["events"].as_array().unwrap().iter().filter_map(|event| event["event"].as_str()).collect();
        assert_eq!(kinds.first(), Some(&"act_signed"));
        assert_eq!(kinds.get(1), Some(&"package_answered"));
    }
}

#[tokio::test]
async fn other_words_are_refused_with_the_field_and_the_words_on_the_table() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    let changes: [(&str, Change, &str); 12] = [
        ("case", |act| act.case = Text::new("Other talks").unwrap(), "Talks"),
        ("case id", |act| act.case_id = Digest([9; 32]), ""),
        ("party 2 name", |act| act.parties[1].name = Text::new("C").unwrap(), "B"),
        ("person name", |act| act.person.name = Text::new("Anne").unwrap(), "Anna"),
        ("role", |act| act.office = Some(Text::new("Queen").unwrap()), "principal"),
        ("does", |act| act.deed = Deed::AcceptsAdReferendum(act.deed.words().unwrap().clone()), "accepts"),
        ("package", |act| package(act).id = Text::new("000000000000000000000000").unwrap(), ""),
        (
            "package title",
            |act| package(act).title = Some(Text::new("What we hear").unwrap()),
            "What we heard",
        ),
        (
            "issue 1 name",
            |act| package(act).options[0].issue.name = Text::new("The key").unwrap(),
            "The quay",
        ),
        ("option 1", |act| package(act).options[0].option.id = Text::new("narrow").unwrap(), "wide"),
        (
            "option 1 name",
            |act| package(act).options[0].option.name = Text::new("Narrow quay").unwrap(),
            "Wide quay",
        ),
        ("act before", |act| act.before = Some(Digest([1; 32])), "none"),
    ];
    for (wanted, change, stands) in changes {
        let mut other = act.clone();
        change(&mut other);
        let envelope = Envelope::sign(&other, &key(1)).unwrap();
        let (field, detail) = refusal(&asks(&talks.anna, "answer_package", with(&body, &envelope)).await);
        assert_eq!(field, format!("signed.{wanted}"), "{detail}");
        assert!(detail.contains(stands), "{wanted}: {detail}");
    }
    // Who it is for, and as what, is the key's.
    for (wanted, change) in [
        ("for", (|act| act.party = Text::new("B").unwrap()) as Change),
        ("person", |act| act.person.id = Text::new("bert").unwrap()),
        ("role", |act| act.role = mediant_attest::Role::Delegate),
    ] {
        let mut other = act.clone();
        change(&mut other);
        let envelope = Envelope::sign(&other, &key(1)).unwrap();
        let (field, _) = refusal(&asks(&talks.anna, "answer_package", with(&body, &envelope)).await);
        assert_eq!(field, format!("signed.{wanted}"));
    }
    // Nothing of it is on record.
    assert_eq!(
        talks.anna.get("/api/v1/packages").await.json()["packages"][0]["package"]["answers"],
        talks.bert.get("/api/v1/packages").await.json()["packages"][0]["package"]["answers"]
    );
    let answer = signs(&talks.anna, &key(1), "answer_package", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn an_act_is_of_now_and_of_this_table() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    let sent = |act: Act| {
        let (body, anna) = (with(&body, &Envelope::sign(&act, &key(1)).unwrap()), talks.anna.clone());
        async move { asks(&anna, "answer_package", body).await }
    };
    for date in ["2025-12-04T07:59:00Z", "2025-12-04T09:06:00Z", "2020-01-01T00:00:00Z"] {
        let other = Act { date: Moment::new(date).unwrap(), ..act.clone() };
        assert_eq!(refusal(&sent(other).await).0, "signed.date", "{date}");
    }
    for table in [
        Pin { length: act.table.length, link: Digest([3; 32]) },
        Pin { length: act.table.length + 1, link: act.table.link },
        Pin { length: act.table.length - 1, link: act.table.link },
        Pin { length: u64::MAX, link: act.table.link },
        Pin { length: 0, link: act.table.link },
    ] {
        assert_eq!(refusal(&sent(Act { table, ..act.clone() }).await).0, "signed.table link", "{table:?}");
    }
    // The table goes on while somebody reads; the act saw it as it was.
    done(&talks.mediator, "say", json!({"to": "table", "wording": "Take your time."})).await;
    assert_eq!(sent(act.clone()).await.status, 201);
    // The same act again is another request, and what it says is done.
    let (field, _) = refusal(&sent(act.clone()).await);
    assert_eq!(field, "signed.act before");
    line.world.advance(SignedDuration::from_hours(2));
    assert_eq!(refusal(&sent(act).await).0, "signed.date");
}

#[tokio::test]
async fn an_older_draft_another_case_and_an_ended_mandate_are_refused() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let (draft, clauses) = talks.draft().await;
    let body = |draft: &str| json!({"in": "table", "draft": draft, "clause": clauses[0], "party": "A", "answer": "accept"});
    let older = Envelope::sign(&act_of(&talks.anna, "answer_clause", &body(&draft)).await, &key(1)).unwrap();
    let next = json!([{"id": clauses[0], "heading": "Quay", "issue": "quay", "text": "The quay is narrow."}]);
    let put = json!({"in": "table", "title": "On the quay", "clauses": next, "replaces": draft});
    let newer = done(&talks.mediator, "put_draft", put).await;
    // Of the older draft nothing is taken, signed or not; and the older act does not do for the newer draft.
    assert_eq!(asks(&talks.anna, "answer_clause", with(&body(&draft), &older)).await.status, 409);
    let (field, detail) = refusal(&asks(&talks.anna, "answer_clause", with(&body(&newer), &older)).await);
    assert_eq!(field, "signed.draft", "{detail}");

    let elsewhere = Line::elsewhere().await;
    let others = Talks::with_keys(&elsewhere).await;
    let theirs = act_of(&others.anna, "answer_package", &others.accept("A")).await;
    let envelope = Envelope::sign(&theirs, &key(1)).unwrap();
    let (field, _) = refusal(&asks(&talks.anna, "answer_package", with(&talks.accept("A"), &envelope)).await);
    assert!(["signed.case id", "signed.table link"].contains(&field.as_str()), "{field}");

    // A delegate under a mandate of the table, which ends between the reading and the sending.
    let person = json!({"id": "carl", "name": "Carl", "role": "delegate"});
    done(&talks.mediator, "name_person", json!({"in": "table", "party": "A", "person": person})).await;
    let carl = line.person("carl", Role::Delegate("A".into()), Some("carl")).await;
    let give = json!({"in": "table", "party": "A", "person": "carl"});
    let answer = signs(&talks.anna, &key(1), "give_mandate", give).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let mandate = answer.json()["made"].as_str().unwrap().to_owned();
    registers(&carl, "A", &key(3)).await;
    let act = act_of(&carl, "answer_package", &talks.accept("A")).await;
    assert_eq!(act.mandate.as_ref().map(|used| used.id.as_str().to_owned()), Some(mandate.clone()));
    let envelope = Envelope::sign(&act, &key(3)).unwrap();
    let answer = signs(&talks.anna, &key(1), "revoke_mandate", json!({"mandate": mandate})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer = asks(&carl, "answer_package", with(&talks.accept("A"), &envelope)).await;
    assert_eq!(answer.reason(), "no_mandate");
}

#[tokio::test]
async fn a_mandate_that_the_table_does_not_know_is_not_named_at_the_table() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let person = json!({"id": "carl", "name": "Carl", "role": "delegate"});
    done(&talks.mediator, "name_person", json!({"in": "table", "party": "A", "person": person})).await;
    let carl = line.person("carl", Role::Delegate("A".into()), Some("carl")).await;
    // In the caucus nothing is signed, though the principal has a key.
    done(
        &talks.anna,
        "give_mandate",
        json!({"in": "caucus:A", "party": "A", "person": "carl", "until": "2026-01-31"}),
    )
    .await;
    registers(&carl, "A", &key(3)).await;
    let act = act_of(&carl, "answer_package", &talks.accept("A")).await;
    assert_eq!(act.mandate, None);
    assert!(!act.print().unwrap().contains("2026-01-31"));
    let envelope = Envelope::sign(&act, &key(3)).unwrap();
    let answer = asks(&carl, "answer_package", with(&talks.accept("A"), &envelope)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn keys_that_are_not_the_signers_or_were_revoked_sign_nothing() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    // Another person's key, and one that nobody registered.
    for seed in [2, 9] {
        let other = Act { key: key(seed).public().id(), ..act.clone() };
        let envelope = Envelope::sign(&other, &key(seed)).unwrap();
        let (field, _) = refusal(&asks(&talks.anna, "answer_package", with(&body, &envelope)).await);
        assert_eq!(field, "signed.key");
    }
    // A second key that nobody stands up for does not sign beside one that is stood up for.
    registers(&talks.anna, "A", &key(4)).await;
    let other = Act { key: key(4).public().id(), ..act.clone() };
    let envelope = Envelope::sign(&other, &key(4)).unwrap();
    assert_eq!(refusal(&asks(&talks.anna, "answer_package", with(&body, &envelope)).await).0, "signed.key");
    // Signed for by the older one, it does.
    let vouch = json!({"key": key(4).public().id().to_string(), "by": key(1).public().id().to_string()});
    assert_eq!(refusal(&asks(&talks.anna, "vouch_for_key", vouch.clone()).await).0, "signed");
    let answer = signs(&talks.anna, &key(1), "vouch_for_key", vouch).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let revoke = json!({"key": key(1).public().id().to_string(), "reason": "lost"});
    let answer = signs(&talks.anna, &key(4), "revoke_key", revoke).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let envelope = Envelope::sign(&act, &key(1)).unwrap();
    assert_eq!(refusal(&asks(&talks.anna, "answer_package", with(&body, &envelope)).await).0, "signed.key");
    let act = Act { before: None, ..act_of(&talks.anna, "answer_package", &body).await };
    assert_eq!(act.key, key(4).public().id());
}

#[tokio::test]
async fn what_is_no_key_is_not_registered() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    // Small order: the identity, and a point of order 8; then what is no key at all, another's, and one that is there.
    let spki = |point: [u8; 32]| {
        let mut spki = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        spki.extend(point);
        format!("ed25519 {}", data_encoding::BASE64.encode(&spki))
    };
    let mut identity = [0; 32];
    identity[0] = 1;
    for public in [
        spki(identity),
        spki([0; 32]),
        spki([0xff; 32]),
        "ed25519 AAAA".to_owned(),
        "rsa AAAA".to_owned(),
        String::new(),
    ] {
        let answer = asks(&talks.anna, "register_key", json!({"party": "A", "public": public})).await;
        assert_eq!(answer.reason(), "invalid", "{public}: {}", answer.text());
    }
    let taken = json!({"party": "A", "public": key(2).public().line()});
    assert_eq!(asks(&talks.anna, "register_key", taken).await.status, 409);
    let others = json!({"party": "B", "public": key(5).public().line()});
    assert_eq!(asks(&talks.anna, "register_key", others).await.reason(), "not_allowed");
    assert_eq!(
        asks(&talks.mediator, "register_key", json!({"party": "A", "public": key(5).public().line()}))
            .await
            .reason(),
        "not_allowed"
    );
}

#[tokio::test]
async fn envelopes_that_are_none_are_refused() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let body = talks.accept("A");
    let act = act_of(&talks.anna, "answer_package", &body).await;
    let good = with(&body, &Envelope::sign(&act, &key(1)).unwrap());
    let mut all = Vec::new();
    for (member, value) in [
        ("extra", json!(1)),
        ("mediant_envelope", json!(2)),
        ("kind", json!("passkey")),
        ("kind", json!("rsa")),
        ("key", json!("00")),
        ("signature", json!("AA==")),
        ("signature", json!("not base64")),
        ("prints", json!("00")),
        ("act", json!([])),
        ("act", json!(["mediant act 1\ncase: x"])),
        ("client_data", json!("AA==")),
    ] {
        let mut bad = good.clone();
        bad["signed"][member] = value;
        all.push(bad);
    }
    for signed in [json!({}), json!([]), json!("text"), json!(7), json!({"act": "x"})] {
        let mut bad = body.clone();
        bad["signed"] = signed;
        all.push(bad);
    }
    let seen = talks.bert.get("/api/v1/timeline").await.body;
    for bad in all {
        let answer = asks(&talks.anna, "answer_package", bad.clone()).await;
        assert!([409, 422].contains(&answer.status), "{bad}: {}", answer.text());
        let problem = answer.json();
        assert!(problem["field"].as_str().unwrap_or_default().starts_with("signed"), "{bad}: {problem}");
        assert!(problem["help"].is_string(), "{problem}");
    }
    assert_eq!(talks.bert.get("/api/v1/timeline").await.body, seen);
    assert_eq!(asks(&talks.anna, "answer_package", good).await.status, 201);
}
