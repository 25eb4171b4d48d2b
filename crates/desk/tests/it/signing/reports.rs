//! What the mediator reported for a party with a key: the party confirms it by its signature, and the agreement carries that.

use super::agreement::file;
use super::passkeys::Passkey;
use super::*;
use mediant_attest::Deed;
use mediant_attest::agreement::{Agreement, Hold, verify};

/// What the team records for Anna waits; its id, as the party reads it.
async fn reported(team: &Member<'_>, anna: &Member<'_>, kind: &str, body: Value) -> String {
    let answer = asks(team, kind, body).await;
    assert_eq!((answer.status, &answer.json()["waits_for"]), (201, &json!("A")), "{kind}: {}", answer.text());
    let all = anna.get("/api/v1/reported").await.json();
    let waiting = all["reported"].as_array().unwrap().iter().find(|act| act["waits"] == true).cloned();
    waiting.unwrap()["report"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_confirmation_is_signed_as_the_act_itself_and_the_agreement_carries_it() {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    let team = line.member("tess", Role::Team).await;
    let got = signs(&talks.bert, &key(2), "answer_package", talks.accept("B")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let mut body = talks.accept("A");
    body["person"] = json!("anna");
    let report = reported(&team, &talks.anna, "answer_package", body).await;
    let declare = json!({"in": "table", "about": {"package": talks.package}});
    assert_eq!(asks(&talks.mediator, "declare_agreement", declare.clone()).await.status, 409);

    let confirm = json!({"report": report});
    let (field, _) = refusal(&asks(&talks.anna, "confirm_report", confirm.clone()).await);
    assert_eq!(field, "signed");
    // Nor with the act of the thing itself, which says nothing of a report.
    let act = act_of(&talks.anna, "answer_package", &talks.accept("A")).await;
    let envelope = Envelope::sign(&act, &key(1)).unwrap();
    let (field, _) = refusal(&asks(&talks.anna, "confirm_report", with(&confirm, &envelope)).await);
    assert_eq!(field, "signed.confirms report");
    assert_eq!(asks(&talks.mediator, "declare_agreement", declare.clone()).await.status, 409);

    let got = signs(&talks.anna, &key(1), "confirm_report", confirm.clone()).await;
    assert_eq!(got.status, 201, "{}", got.text());
    done(&talks.mediator, "declare_agreement", declare).await;
    // The signature of the agreement, too, is reported and confirmed.
    let report_of_signature = reported(
        &team,
        &talks.anna,
        "record_signature",
        json!({"in": "table", "party": "A", "person": "anna"}),
    )
    .await;
    let got = signs(&talks.anna, &key(1), "confirm_report", json!({"report": report_of_signature})).await;
    assert_eq!(got.status, 201, "{}", got.text());

    let (text, keys) = file(&talks.bert).await;
    let checked = verify(&text, &keys, &[]).unwrap();
    assert!(checked.is_proven(), "{checked:?}");
    let holds: Vec<_> = checked.parties.iter().map(|party| party.hold.clone()).collect();
    assert_eq!(holds, [Ok(Hold::Signed), Ok(Hold::Accepted)]);
    let (agreement, _) = Agreement::from_json(&text).unwrap();
    let acts: Vec<Act> =
        agreement.acts().iter().map(|envelope| Act::parse(&envelope.text()).unwrap()).collect();
    let confirmed: Vec<_> =
        acts.iter().filter_map(|act| act.confirms.as_ref().map(|id| id.as_str().to_owned())).collect();
    assert_eq!(confirmed, [report, report_of_signature]);
    assert!(matches!(acts.last().map(|act| &act.deed), Some(Deed::Signs(_))));
    assert!(text.contains("\"reported\": []"), "nothing is left that is only reported: {text}");
}

#[tokio::test]
async fn a_passkey_confirms_a_report_and_a_contested_one_takes_no_signature() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    let passkey = Passkey::of(&line);
    passkey.is_registered(&talks.anna, "A").await;
    let team = line.member("tess", Role::Team).await;
    let mut body = talks.accept("A");
    body["person"] = json!("anna");
    let first = reported(&team, &talks.anna, "answer_package", body.clone()).await;
    done(&talks.anna, "contest_report", json!({"report": first})).await;
    let second = reported(&team, &talks.anna, "answer_package", body).await;
    let confirm = json!({"report": second});
    let act = act_of(&talks.anna, "confirm_report", &confirm).await;
    let data = passkey.client_data_for(&act.digest().unwrap());
    let [client_data, authenticator_data, signature] = passkey.signs(&data, 0x1d, "127.0.0.1");
    let mut signed = confirm;
    signed["signed"] = json!({"act": act.print().unwrap(), "client_data": client_data,
        "authenticator_data": authenticator_data, "signature": signature});
    let got = asks(&talks.anna, "confirm_report", signed).await;
    assert_eq!(got.status, 201, "{}", got.text());
    assert_eq!(act.confirms.as_ref().map(|report| report.as_str()), Some(second.as_str()));
    let package = talks.bert.get("/api/v1/packages").await.text();
    assert!(package.contains("accept") && !package.contains("not confirmed"), "{package}");
}
