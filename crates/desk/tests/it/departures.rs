//! Whoever left is out: sessions, streams, invitations and signing in, on every server of the record.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::api::may;
use crate::line::{Line, Listener, Member, PASSWORD};
use jiff::SignedDuration;
use mediant_desk::http::table::ROUTES;
use mediant_model::case::Reader;
use mediant_record::{Actor, Command, Role};
use serde_json::{Value, json};
use std::time::Duration;

const SECRET: &str = "SECRET-AFTER";

async fn ask(line: &Line, actor: &Actor, command: Value) {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(actor, command, None).await.unwrap();
}

fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

fn of_a(role: &str) -> Role {
    match role {
        "principal" => Role::Principal("A".into()),
        "delegate" => Role::Delegate("A".into()),
        _ => Role::Adviser("A".into()),
    }
}

/// A case known at the table, with a principal, a delegate and an adviser of A.
async fn talks() -> Line {
    let line = Line::open().await;
    line.open_case().await;
    for (id, role) in [("dora", "delegate"), ("ada", "adviser"), ("alma", "principal")] {
        let person = json!({"id": id, "name": id, "role": role});
        let name = json!({"command": "name_person", "in": "table", "party": "A", "person": person});
        ask(&line, &mediator(), name).await;
    }
    ask(&line, &mediator(), json!({"command": "say", "to": "public", "wording": "to everybody"})).await;
    line
}

fn person(role: &str) -> &'static str {
    match role {
        "principal" => "anna",
        "delegate" => "dora",
        _ => "ada",
    }
}

async fn leave(line: &Line, who: &str, compartment: &str, on: Option<&str>) {
    let leave = json!({"command": "record_departure", "in": compartment, "party": "A", "person": who,
        "how": "dismissed", "on": on});
    ask(line, &mediator(), leave).await;
}

/// What is told for the delegation, the caucus and the table.
async fn tell(line: &Line) {
    let alma = Actor::person(of_a("principal"), "alma");
    ask(line, &alma, json!({"command": "tell_item", "party": "A", "text": format!("{SECRET} of ours")}))
        .await;
    ask(line, &alma, json!({"command": "write_note", "in": "delegation:A", "text": SECRET})).await;
    ask(line, &mediator(), json!({"command": "say", "to": {"party": "A"}, "wording": SECRET})).await;
    ask(line, &mediator(), json!({"command": "say", "to": "table", "wording": SECRET})).await;
}

/// What has to be there long before an open stream is looked at for its own sake, which is every 15 s. The budget is one
/// second; a machine that does other things at the same time is given ten.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what).await.expect("within the budget")
}

/// The same cookie at another server of the record.
fn at<'l>(line: &'l Line, member: &Member<'_>) -> Member<'l> {
    Member {
        line,
        cookie: member.cookie.clone(),
        form_token: member.form_token.clone(),
        account: member.account.clone(),
    }
}

#[tokio::test]
async fn who_left_reads_what_anybody_reads_and_is_told_why_the_rest_is_refused() {
    for compartment in ["table", "caucus:A"] {
        for role in ["principal", "delegate", "adviser"] {
            let line = talks().await;
            let other = line.beside().await;
            let member = line.person("Somebody", of_a(role), Some(person(role))).await;
            assert!(member.get("/caucus").await.text().contains("Somebody"));
            leave(&line, person(role), compartment, None).await;
            tell(&line).await;
            other.app.desk.catch_up().await.unwrap();
            for line in [&line, &other] {
                let left = at(line, &member);
                for route in ROUTES.iter().filter(|route| route.path != "/api/v1/events") {
                    let path = route.path.replace("{party}", "A").replace("{kind}", "answer_package");
                    let (theirs, anybodys) = (left.get(&path).await, line.get(&path).await);
                    if anybodys.status == 401 {
                        assert_eq!((theirs.status, theirs.reason().as_str()), (403, "departed"), "{path}");
                    } else {
                        assert_eq!((theirs.status, theirs.body), (anybodys.status, anybodys.body), "{path}");
                    }
                }
                for page in ["/", "/text", "/people", "/caucus", "/brief", "/timeline", "/record", "/account"]
                {
                    let (theirs, anybodys) = (left.get(page).await, line.get(page).await);
                    assert_eq!((theirs.status, &theirs.body), (anybodys.status, &anybodys.body), "{page}");
                    assert!(!theirs.text().contains(SECRET), "{page}");
                }
                assert_eq!(left.get("/sign-in?return=%2Fcaucus").await.status, 200);
                let sent = left
                    .post("/api/v1/commands/write_note", &json!({"in": "delegation:A", "text": "x"}))
                    .await;
                assert_eq!((sent.status, sent.reason().as_str()), (403, "departed"));
                let password = json!({"current": PASSWORD, "password": "other words than before"});
                assert_eq!(left.post("/api/v1/me/password", &password).await.reason(), "departed");
                let refused = line.sign_in("Somebody", PASSWORD).await;
                assert_eq!((refused.status, refused.reason().as_str()), (403, "departed"));
                assert!(refused.header("set-cookie").is_none());
                // Whoever does not know the password learns nothing of it.
                assert_eq!(
                    line.sign_in("Somebody", "not the password").await.reason(),
                    "wrong_name_or_password"
                );
                let form = format!("name=Somebody&password={}", PASSWORD.replace(' ', "+"));
                let kind = [("content-type", "application/x-www-form-urlencoded")];
                let page = line.ask("POST", "/sign-in", &kind, &form).await;
                assert_eq!(page.status, 403);
                assert!(page.header("set-cookie").is_none());
                assert!(page.text().contains("role=\"alert\""), "{}", page.text());
            }
        }
    }
}

/// What is read hangs on the place somebody has and on whether they have left, and on no mandate.
#[tokio::test]
async fn every_read_is_granted_by_place_under_any_mandate() {
    let mandates = [
        None,
        Some(json!({})),
        Some(json!({"issues": ["fees"]})),
        Some(json!({"until": "2025-12-04"})),
        Some(json!({"revoked": true})),
    ];
    for (given, round) in mandates.into_iter().zip([false, false, false, false, true]) {
        let line = talks().await;
        for id in ["quay", "fees"] {
            let options = json!([{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]);
            let issue = json!({"id": id, "name": id, "kind": "discrete", "options": options});
            ask(&line, &mediator(), json!({"command": "add_issue", "in": "table", "issue": issue})).await;
        }
        if let Some(given) = &given {
            let mut give = json!({"command": "give_mandate", "in": "table", "party": "A", "person": "dora"});
            let fields = give.as_object_mut().unwrap();
            fields.extend(
                given
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter(|(key, _)| *key != "revoked")
                    .map(|(k, v)| (k.clone(), v.clone())),
            );
            ask(&line, &mediator(), give).await;
        }
        if round {
            let open = json!({"command": "open_round", "title": "Round", "closes": "2026-01-01T00:00:00Z",
                "questions": [{"package": {"quay": "a"}}]});
            ask(&line, &mediator(), open).await;
            let mandate = line
                .app
                .desk
                .read(&Reader::Mediator, |state| state.mandates.keys().next().unwrap().to_string());
            ask(&line, &mediator(), json!({"command": "revoke_mandate", "mandate": mandate})).await;
        }
        // A minute after the last day of the one that ran out.
        line.world.advance(SignedDuration::from_mins(15 * 60 + 1));
        let gone = line.person("Gone", of_a("delegate"), Some("anna")).await;
        leave(&line, "anna", "table", None).await;
        let members = [
            (line.person("Chair", Role::Mediator, None).await, 0),
            (line.person("Team", Role::Team, None).await, 1),
            (line.person("Alma", of_a("principal"), Some("alma")).await, 2),
            (line.person("Dora", of_a("delegate"), Some("dora")).await, 2),
            (line.person("Ada", of_a("adviser"), Some("ada")).await, 2),
            (gone, 5),
        ];
        let document = line.get("/api/v1/openapi.json").await.json();
        let reads = document["paths"].as_object().unwrap().iter().filter(|(path, methods)| {
            methods.get("get").is_some()
                && !path.contains("accounts")
                && !path.contains("invitations")
                && *path != "/api/v1/events"
        });
        for (path, _) in reads {
            for (member, place) in &members {
                for (party, own) in [("A", true), ("B", false)] {
                    let asked = path.replace("{party}", party).replace("{kind}", "answer_package");
                    // Another party reads as little of a party as this one of another.
                    let place = if own || *place != 2 { *place } else { 3 };
                    let answer = member.get(&asked).await;
                    let refused = matches!(answer.status, 401 | 403)
                        || (answer.status == 404 && asked.ends_with(party));
                    assert_eq!(
                        !refused,
                        may(path, "get")[place],
                        "{asked} at place {place}: {}",
                        answer.text()
                    );
                    assert!(answer.status < 500, "{asked}: {}", answer.text());
                }
            }
        }
    }
}

#[tokio::test]
async fn open_streams_end_with_the_departure_on_every_server() {
    for compartment in ["table", "caucus:A"] {
        let line = talks().await;
        let other = line.beside().await;
        let dora = line.person("Dora", of_a("delegate"), Some("dora")).await;
        let alma = line.person("Alma", of_a("principal"), Some("alma")).await;
        let mut hers = Vec::new();
        for server in [&line, &other] {
            let here = at(server, &dora);
            assert_eq!(here.get("/api/v1/me").await.status, 200);
            let seen = line.app.desk.read(&Reader::Party("A".into()), |state| state.seen).unwrap();
            for path in ["/api/v1/events", "/live"] {
                let path = format!("{path}?after={}", seen - 1);
                hers.push(Listener::open(server, Some(&here), &path, &[]).await);
            }
        }
        let mut almas = Listener::open(&other, Some(&at(&other, &alma)), "/live?after=1", &[]).await;
        // Something arrives first, so that every stream is known to be open.
        for listener in &mut hers {
            assert!(!listener.frame().await.is_empty());
        }
        almas.news().await;
        leave(&line, "dora", compartment, None).await;
        tell(&line).await;
        for listener in &mut hers {
            let rest = soon(listener.rest()).await;
            assert!(!rest.contains("id:"), "told after leaving: {rest}");
        }
        almas.news().await;
    }
}

#[tokio::test]
async fn a_departure_of_another_day_takes_effect_when_that_day_begins() {
    let line = talks().await;
    let dora = line.person("Dora", of_a("delegate"), Some("dora")).await;
    leave(&line, "dora", "caucus:A", Some("2025-12-05")).await;
    let mut stream = Listener::open(&line, Some(&dora), "/api/v1/events?after=1", &[]).await;
    assert!(!stream.frame().await.is_empty());
    line.world.advance(SignedDuration::from_hours(11));
    assert_eq!(dora.get("/api/v1/me").await.status, 200);
    line.world.advance(SignedDuration::from_hours(4));
    assert_eq!(dora.get("/api/v1/me").await.reason(), "departed");
    soon(stream.rest()).await;
}

#[tokio::test]
async fn who_is_back_signs_in_anew() {
    let line = talks().await;
    let dora = line.person("Dora", of_a("delegate"), Some("dora")).await;
    leave(&line, "dora", "caucus:A", None).await;
    line.world.advance(SignedDuration::from_secs(60));
    let back = json!({"command": "record_return", "party": "A", "person": "dora"});
    ask(&line, &Actor::person(of_a("principal"), "alma"), back).await;
    assert_eq!(dora.get("/api/v1/me").await.reason(), "not_signed_in");
    line.world.advance(SignedDuration::from_secs(60));
    let answer = line.sign_in("Dora", PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let again = line.signed_in(&answer);
    assert_eq!(again.get("/api/v1/caucuses/A").await.status, 200);
}

#[tokio::test]
async fn an_account_without_a_person_is_ended_by_closing_it() {
    let line = talks().await;
    line.person("Chair", Role::Mediator, None).await;
    let alma = line.person("Alma", of_a("principal"), Some("alma")).await;
    let nobody = line.person("Nobody", of_a("delegate"), None).await;
    let boris = line.person("Boris", Role::Delegate("B".into()), None).await;
    let listed = alma.get("/api/v1/accounts").await.json();
    let ids: Vec<&str> =
        listed.as_array().unwrap().iter().map(|account| account["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [alma.account.as_str(), nobody.account.as_str()]);
    let close = |id: &str| format!("/api/v1/accounts/{id}/close");
    for by in [&nobody, &boris] {
        assert_eq!(by.post(&close(&nobody.account), &json!({})).await.reason(), "not_allowed");
    }
    // Another party's account and one that there is not are the same.
    for id in [boris.account.as_str(), "0"] {
        assert_eq!(alma.post(&close(id), &json!({})).await.reason(), "unknown", "{id}");
    }
    assert_eq!(alma.post(&close(&nobody.account), &json!({})).await.status, 204);
    assert_eq!(nobody.get("/api/v1/me").await.reason(), "not_signed_in");
    assert_eq!(boris.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn invitations_are_a_principals_in_office_and_fall_with_those_they_are_from_or_for() {
    let line = talks().await;
    let chair = line.person("Chair", Role::Mediator, None).await;
    let anna = line.person("Anna", of_a("principal"), Some("anna")).await;
    let invite = async |by: &Member<'_>, role: Value, whom: Option<&str>| {
        by.post("/api/v1/invitations", &json!({"role": role, "person": whom})).await
    };
    let token = |answer: &crate::line::Answer| {
        answer.json()["link_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    // Not for oneself, not by an account that is nobody's, not for who left.
    assert_eq!(invite(&anna, json!({"delegate": "A"}), Some("anna")).await.reason(), "not_allowed");
    let nobody = line.person("Nobody", of_a("principal"), None).await;
    assert_eq!(invite(&nobody, json!({"delegate": "A"}), Some("dora")).await.reason(), "not_allowed");
    let alma = line.person("Alma", of_a("principal"), Some("alma")).await;
    let annas = invite(&anna, json!({"delegate": "A"}), None).await;
    assert_eq!(annas.status, 201, "{}", annas.text());
    let adas = invite(&alma, json!({"adviser": "A"}), Some("ada")).await;
    let doras = invite(&alma, json!({"delegate": "A"}), Some("dora")).await;
    leave(&line, "ada", "caucus:A", None).await;
    leave(&line, "anna", "caucus:A", None).await;
    assert_eq!(invite(&alma, json!({"adviser": "A"}), Some("ada")).await.reason(), "invalid");
    let accept = |token: String| json!({"token": token, "name": "Eve", "password": PASSWORD});
    for (answer, reason) in [(&annas, "link_over"), (&adas, "departed")] {
        assert_eq!(line.post("/api/v1/invitations/accept", &accept(token(answer))).await.reason(), reason);
        let page = line.get(&format!("/invitation/{}", token(answer))).await;
        assert!((400..500).contains(&page.status), "{}", page.status);
    }
    let listed = chair.get("/api/v1/invitations").await.json();
    let void = listed.as_array().unwrap().iter().filter(|invitation| invitation["standing"] == "void");
    assert_eq!(void.count(), 2);
    assert_eq!(line.post("/api/v1/invitations/accept", &accept(token(&doras))).await.status, 200);
}
