//! What no key signed: an agreement says who recorded it, and what a party did itself never reads like what was recorded for it.

use super::*;
use mediant_attest::Keys;
use mediant_attest::agreement::verify;

/// What the file says that it does not prove, but for what every file does not prove; and its list of what is only reported.
async fn told(who: &Member<'_>) -> (Vec<String>, Value) {
    let (file, keys) = (who.get("/api/v1/agreement").await, who.get("/api/v1/keys.txt").await);
    assert_eq!((file.status, keys.status), (200, 200), "{} {}", file.text(), keys.text());
    let report = verify(&file.text(), &Keys::parse(&keys.text()).unwrap(), &[]).unwrap();
    assert!(report.faults.is_empty() && !report.is_proven(), "{report:?}");
    let reported =
        report.notes.iter().filter(|note| matches!(note, mediant_attest::agreement::Note::Reported(_)));
    (reported.map(ToString::to_string).collect(), file.json()["reported"].clone())
}

/// Both parties accept a package, which the team declares agreed; they sign and ratify. By themselves, or by the team.
async fn without_keys(by: Option<Role>) -> (Vec<String>, Value) {
    let line = Line::open().await;
    let team = line.member("tess", Role::Team).await;
    let (anna, bert, recorder, package);
    let talks = match by {
        None => {
            let talks = Talks::of(&line).await;
            (anna, bert) = (talks.anna.clone(), talks.bert.clone());
            package = talks.package.clone();
            recorder = None;
            Some(talks)
        }
        Some(role) => {
            line.open_case().await;
            line.principal("B", "bert", "Bert").await;
            let mediator = line.member("mediator", Role::Mediator).await;
            let who = if role == Role::Team { team.clone() } else { mediator.clone() };
            let issue = json!({"id": "quay", "name": "The quay", "kind": "discrete",
                "options": [{"id": "wide", "name": "Wide quay"}, {"id": "narrow", "name": "Narrow quay"}]});
            done(&mediator, "add_issue", json!({"in": "table", "issue": issue})).await;
            let propose = json!({"in": "table", "options": {"quay": "wide"}, "note": "What we heard"});
            package = done(&mediator, "propose_package", propose).await;
            (anna, bert) = (who.clone(), who.clone());
            recorder = Some(who);
            None
        }
    };
    let people = [(&anna, "A", "anna"), (&bert, "B", "bert")];
    for (who, party, person) in people {
        let mut body = json!({"in": "table", "package": package, "party": party, "verdict": "accept"});
        if recorder.is_some() {
            body["person"] = json!(person);
        }
        done(who, "answer_package", body).await;
    }
    done(&team, "declare_agreement", json!({"in": "table", "about": {"package": package}})).await;
    for (who, party, person) in people {
        let mut body = json!({"in": "table", "party": party});
        if recorder.is_some() {
            body["person"] = json!(person);
        }
        done(who, "record_signature", body).await;
        done(who, "record_ratification", json!({"in": "table", "party": party})).await;
    }
    drop(talks);
    told(&team).await
}

#[tokio::test]
async fn forged_and_genuine_never_read_alike_in_an_agreement() {
    let own = without_keys(None).await;
    let of_team = without_keys(Some(Role::Team)).await;
    let of_mediator = without_keys(Some(Role::Mediator)).await;
    for (notes, list) in [&own, &of_team, &of_mediator] {
        assert_eq!((notes.len(), list.as_array().unwrap().len()), (6, 6), "{notes:#?}");
    }
    let by = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|entry| entry["by"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(by(&own.1), ["principal without a key"; 6]);
    assert_eq!(by(&of_team.1), ["team"; 6]);
    assert_eq!(by(&of_mediator.1), ["mediator"; 6]);
    // Line by line: no act of a party's own reads as one that was recorded for it.
    for (own, recorded) in own.0.iter().zip(of_team.0.iter().chain(&of_mediator.0)) {
        assert_ne!(own, recorded);
    }
    assert!(own.0.iter().all(|note| !of_team.0.contains(note) && !of_mediator.0.contains(note)));
    assert!(of_team.0.iter().all(|note| !of_mediator.0.contains(note)));
}

#[tokio::test]
async fn what_waits_for_a_party_and_what_it_confirmed_stand_in_the_file() {
    let line = Line::open().await;
    let talks = Talks::of(&line).await;
    let team = line.member("tess", Role::Team).await;
    for (who, party) in [(&talks.anna, "A"), (&talks.bert, "B")] {
        done(who, "answer_package", talks.accept(party)).await;
    }
    done(&team, "declare_agreement", json!({"in": "table", "about": {"package": talks.package}})).await;
    let sign = json!({"in": "table", "party": "A", "person": "anna"});
    let answer = asks(&team, "record_signature", sign).await;
    assert_eq!((answer.status, &answer.json()["waits_for"]), (201, &json!("A")), "{}", answer.text());
    let by = |list: &Value, what: &str| -> Vec<String> {
        let entries = list.as_array().unwrap().iter();
        let of = entries.filter(|entry| entry["what"].as_str().unwrap().starts_with(what));
        of.map(|entry| format!("{} {}", entry["party"].as_str().unwrap(), entry["by"].as_str().unwrap()))
            .collect()
    };
    let (_, list) = told(&talks.anna).await;
    assert_eq!(by(&list, "signs"), ["A team, waits for the party"]);
    assert_eq!(by(&list, "accepts"), ["A principal without a key", "B principal without a key"]);
    assert_eq!(told(&talks.bert).await.1, list, "everybody has the same");
    let all = talks.anna.get("/api/v1/reported").await.json();
    let report = all["reported"].as_array().unwrap().iter().find(|act| act["waits"] == true).unwrap();
    done(&talks.anna, "confirm_report", json!({"report": report["report"]})).await;
    let (_, list) = told(&talks.bert).await;
    assert_eq!(by(&list, "signs"), ["A team, confirmed without a key"]);
}
