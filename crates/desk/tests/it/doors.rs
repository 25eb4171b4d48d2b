//! A party's own door, over sockets: who lets whom in, who is told, and what does not come in whatever the roster says.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::faulty::Fault;
use crate::line::{Answer, Line, Member, PASSWORD};
use jiff::SignedDuration;
use mediant_model::case::Reader;
use mediant_record::Role;
use mediant_record::door::OpenedBy;
use serde_json::{Value, json};

fn principal(party: &str) -> Role {
    Role::Principal(party.into())
}

fn token(made: &Answer) -> String {
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["link_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn accept(line: &Line, token: &str, name: &str) -> Answer {
    let wish = json!({ "token": token, "name": name, "password": PASSWORD });
    line.post("/api/v1/invitations/accept", &wish).await
}

async fn invite(by: &Member<'_>, role: Value, person: Option<&str>) -> Answer {
    by.post("/api/v1/invitations", &json!({ "role": role, "person": person })).await
}

async fn announce(by: &Member<'_>) -> Answer {
    let wish = json!({ "role": { "principal": "A" }, "person": "alma", "valid_hours": 240 });
    by.post("/api/v1/doors/announce", &wish).await
}

async fn ask(by: &Member<'_>, mut command: Value) -> Answer {
    let kind = command.as_object_mut().unwrap().remove("command").unwrap();
    by.post(&format!("/api/v1/commands/{}", kind.as_str().unwrap()), &command).await
}

/// A line with the case of two parties; A has the principals `anna` and `alma`, B `bert`.
async fn talks() -> Line {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("A", "alma", "Alma").await;
    line.principal("B", "bert", "Bert").await;
    line
}

/// Everything that a member gets, as bytes.
async fn gets(member: &Member<'_>) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for path in [
        "/api/v1/doors",
        "/api/v1/timeline",
        "/api/v1/case",
        "/api/v1/people",
        "/api/v1/streams",
        "/api/v1/accounts",
        "/api/v1/invitations",
        "/api/v1/accounts/sign-ins",
    ] {
        all.push(member.get(path).await.body);
    }
    for path in ["/", "/people", "/accounts", "/record", "/timeline", "/caucus"] {
        all.push(member.get(path).await.page().into_bytes());
    }
    all
}

#[tokio::test]
async fn once_a_principal_has_come_the_mediator_invites_nobody_of_the_party() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let early = invite(&mediator, json!({ "delegate": "A" }), None).await;
    let (first, second) = (
        invite(&mediator, json!({ "principal": "A" }), Some("anna")).await,
        invite(&mediator, json!({ "principal": "A" }), Some("alma")).await,
    );
    let anna = accept(&line, &token(&first), "Anna").await;
    assert_eq!(anna.status, 200, "{}", anna.text());
    let anna = line.signed_in(&anna);
    // What was open of the mediator's opens no longer, and is listed as void.
    for link in [&early, &second] {
        let answer = accept(&line, &token(link), "Eve").await;
        assert_eq!((answer.status, answer.reason().as_str()), (410, "link_over"));
        assert_eq!(line.get(&format!("/invitation/{}", token(link))).await.status, 410);
    }
    for role in ["principal", "delegate", "adviser"] {
        let refused = invite(&mediator, json!({ role: "A" }), None).await;
        assert_eq!((refused.status, refused.reason().as_str()), (403, "not_allowed"));
        assert!(refused.json()["help"].as_str().unwrap().contains("door"), "the way out");
        let valid = jiff::Span::new().hours(1);
        let role: Role = serde_json::from_value(json!({ role: "A" })).unwrap();
        assert!(
            line.app.accounts.invite(role, None, None, valid).await.is_err(),
            "nor does whoever runs the desk"
        );
    }
    // Of the other party nobody has come.
    assert_eq!(invite(&mediator, json!({ "principal": "B" }), Some("bert")).await.status, 201);
    // The principal invites everybody of the party, further principals included, and nobody else's.
    for role in ["principal", "delegate", "adviser"] {
        let made = invite(&anna, json!({ role: "A" }), (role == "principal").then_some("alma")).await;
        assert_eq!(accept(&line, &token(&made), role).await.status, 200);
        assert_eq!(invite(&anna, json!({ role: "B" }), None).await.reason(), "not_allowed");
    }
    assert_eq!(anna.get("/api/v1/accounts").await.json().as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn of_two_principals_who_come_at_once_on_the_mediators_word_one_comes_in() {
    let line = talks().await;
    let other = line.beside().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let (one, two) = (
        token(&invite(&mediator, json!({ "principal": "A" }), Some("anna")).await),
        token(&invite(&mediator, json!({ "principal": "A" }), Some("alma")).await),
    );
    let (one, two) = tokio::join!(accept(&line, &one, "One"), accept(&other, &two, "Two"));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
    let came = if one.status == 200 { one } else { two };
    let listed = line.signed_in(&came).get("/api/v1/accounts").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "no account is left of who did not come in");
}

#[tokio::test]
async fn a_new_door_shows_on_every_page_of_the_party_and_nowhere_else() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.person("Anna", principal("A"), Some("anna")).await;
    let aide = line.person("Aide", Role::Adviser("A".into()), None).await;
    let bert = line.person("Bert", principal("B"), Some("bert")).await;
    assert_eq!(announce(&anna).await.reason(), "not_allowed");
    let before = gets(&bert).await;
    let made = announce(&mediator).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let pages =
        ["/", "/text", "/people", "/accounts", "/caucus", "/timeline", "/record", "/account", "/brief"];
    for member in [&anna, &aide] {
        for path in pages {
            let page = member.get(path).await.page();
            assert!(page.contains("data-door="), "{path} says nothing of the new door");
            assert!(page.contains("/do/close_door"), "{path} lets nobody shut it");
        }
    }
    let waiting = anna.get("/api/v1/doors").await.json();
    assert!(waiting.to_string().contains("announced"));
    assert_eq!(gets(&bert).await, before, "another party's bytes");
    for path in pages {
        assert!(!bert.get(path).await.page().contains("data-door="));
    }
    assert!(!line.get("/").await.page().contains("data-door="));
}

#[tokio::test]
async fn a_new_door_opens_after_two_days_or_when_somebody_agrees_and_never_once_it_is_shut() {
    for how in ["waits", "agrees", "shut", "withdrawn", "agreed and shut"] {
        let line = talks().await;
        let mediator = line.member("Mara", Role::Mediator).await;
        let anna = line.person("Anna", principal("A"), Some("anna")).await;
        let aide = line.person("Aide", Role::Adviser("A".into()), None).await;
        let made = announce(&mediator).await;
        let link = token(&made);
        let door = anna.get("/api/v1/doors").await.json();
        let doors = door["doors"].as_object().unwrap();
        let door = doors.iter().find(|(_, door)| door.get("opened").is_none()).unwrap().0.clone();
        let early = accept(&line, &link, "Alma").await;
        assert_eq!((early.status, early.reason().as_str()), (409, "not_now"), "{}", early.text());
        assert_eq!(announce(&mediator).await.reason(), "not_now", "one door at a time");
        let agree = json!({ "command": "agree_to_door", "door": door });
        let shut = json!({ "command": "close_door", "door": door });
        match how {
            "waits" => line.world.advance(SignedDuration::from_hours(48)),
            "agrees" => {
                assert_eq!(
                    ask(&aide, agree.clone()).await.reason(),
                    "not_allowed",
                    "an adviser speaks for nobody"
                );
                assert_eq!(ask(&anna, agree).await.status, 201);
            }
            "shut" => assert_eq!(ask(&aide, shut).await.status, 201),
            "withdrawn" => {
                let id = made.json()["id"].as_str().unwrap().to_owned();
                assert_eq!(
                    mediator.send("DELETE", &format!("/api/v1/invitations/{id}"), "").await.status,
                    204
                );
            }
            _ => {
                assert_eq!(ask(&anna, agree).await.status, 201);
                assert_eq!(ask(&aide, shut).await.status, 201);
            }
        }
        let late = accept(&line, &link, "Alma").await;
        let opens = matches!(how, "waits" | "agrees");
        assert_eq!(late.status == 200, opens, "{how}: {}", late.text());
        if opens {
            let alma = line.signed_in(&late);
            assert_eq!(alma.account, door, "the door is the account's");
            assert_eq!(alma.get("/api/v1/caucuses/A").await.status, 200);
        } else {
            line.world.advance(SignedDuration::from_hours(49));
            assert_ne!(accept(&line, &link, "Alma").await.status, 200);
        }
        let anna = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
        assert!(!anna.get("/").await.page().contains("data-door="), "nothing waits any more");
    }
}

#[tokio::test]
async fn a_clock_that_is_put_back_makes_a_wait_neither_shorter_nor_longer() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    line.person("Anna", principal("A"), Some("anna")).await;
    // Put back before it is announced, and put right again.
    line.world.advance(SignedDuration::from_hours(-100));
    let link = token(&announce(&mediator).await);
    line.world.advance(SignedDuration::from_hours(100));
    assert_eq!(accept(&line, &link, "Alma").await.reason(), "not_now", "the wait is not shorter");
    // Put back while it waits, for good: two days on it opens all the same.
    line.world.advance(SignedDuration::from_hours(-200));
    let page = format!("/invitation/{link}");
    for hour in 0..47 {
        assert_eq!(line.get(&page).await.status, 409, "after {hour} h");
        line.world.advance(SignedDuration::from_hours(1));
    }
    line.app.accounts.watch_doors();
    line.world.advance(SignedDuration::from_hours(1));
    assert_eq!(accept(&line, &link, "Alma").await.status, 200, "the wait is not longer");
}

#[tokio::test]
async fn accounts_of_before_get_a_door_at_the_first_opening_and_what_was_closed_stays_closed() {
    let line = Line::open().await;
    // As an earlier desk made them: nothing of doors anywhere.
    let anna = line.member("Anna", principal("A")).await;
    let olena = line.member("Olena", principal("A")).await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let close = format!("/api/v1/accounts/{}/close", olena.account);
    let open_roster = line.app.desk.document("accounts", "roster").await.unwrap().unwrap().1;
    assert_eq!(mediator.post(&close, &json!({})).await.status, 204);
    let forget = async |of: Option<&[u8]>| {
        let (version, now) = line.app.desk.document("accounts", "roster").await.unwrap().unwrap();
        let mut roster: Value = serde_json::from_slice(of.unwrap_or(&now)).unwrap();
        for account in roster["accounts"].as_object_mut().unwrap().values_mut() {
            account.as_object_mut().unwrap().remove("let_in");
        }
        let text = serde_json::to_vec(&roster).unwrap();
        line.app.desk.put_document("accounts", "roster", version, &text).await.unwrap();
    };
    forget(None).await;
    line.open_case().await;
    let again = line.beside().await;
    assert_eq!(again.sign_in("Anna", PASSWORD).await.status, 200);
    assert_eq!(again.sign_in("Olena", PASSWORD).await.reason(), "wrong_name_or_password");
    let doors = again.app.desk.read(&Reader::Party("A".into()), |state| state.doors.clone()).unwrap();
    assert_eq!(doors.len(), 2);
    assert!(doors.values().all(|door| door.opened.as_ref().is_some_and(|(by, _)| *by == OpenedBy::Before)));
    for (id, door) in &doors {
        assert_eq!(door.is_open(), id.as_str() == anna.account);
    }
    // An older roster put back lets nobody in whose door was closed.
    forget(Some(&open_roster)).await;
    let once_more = again.beside().await;
    assert_eq!(once_more.sign_in("Olena", PASSWORD).await.reason(), "not_allowed");
    let cookie = [("cookie", olena.cookie.as_str())];
    assert_eq!(once_more.ask("GET", "/api/v1/me", &cookie, "").await.reason(), "not_signed_in");
    assert_eq!(once_more.sign_in("Anna", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_principal_closes_any_account_of_the_party_but_the_last() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.person("Anna", principal("A"), Some("anna")).await;
    let alma = line.person("Alma", principal("A"), Some("alma")).await;
    let bert = line.person("Bert", principal("B"), Some("bert")).await;
    let close = |id: &str| format!("/api/v1/accounts/{id}/close");
    let refused = mediator.post(&close(&anna.account), &json!({})).await;
    assert_eq!((refused.status, refused.reason().as_str()), (403, "not_allowed"));
    assert_eq!(bert.post(&close(&anna.account), &json!({})).await.reason(), "unknown");
    let roster = line.app.desk.document("accounts", "roster").await.unwrap().unwrap().1;
    assert_eq!(alma.post(&close(&anna.account), &json!({})).await.status, 204);
    assert_eq!(anna.get("/api/v1/me").await.reason(), "not_signed_in");
    let last = alma.post(&close(&alma.account), &json!({})).await;
    assert_eq!((last.status, last.reason().as_str()), (409, "not_now"));
    assert!(last.json()["help"].is_string() && last.json()["field"].is_string());
    assert_eq!(alma.get("/api/v1/me").await.status, 200);
    // The roster of before, put back, does not open what is closed on record.
    let version = line.app.desk.document("accounts", "roster").await.unwrap().unwrap().0;
    line.app.desk.put_document("accounts", "roster", version, &roster).await.unwrap();
    let other = line.beside().await;
    assert_eq!(other.sign_in("Anna", PASSWORD).await.reason(), "not_allowed");
    assert_eq!(other.ask("GET", "/api/v1/me", &[("cookie", &anna.cookie)], "").await.status, 401);
}

#[tokio::test]
async fn no_door_is_opened_but_by_an_invitation() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.person("Anna", principal("A"), Some("anna")).await;
    let open = |by: &str| json!({ "command": "open_door", "door": "x", "role": { "delegate": "A" }, "let_in_by": by });
    for (member, command) in [
        (&mediator, open("before")),
        (&mediator, json!({ "command": "announce_door", "door": "x", "role": { "principal": "A" } })),
        (&anna, open("principal")),
    ] {
        assert_eq!(ask(member, command).await.reason(), "not_allowed");
    }
    // A name that is closed by the command is closed for the account.
    let aide = line.person("Aide", Role::Adviser("A".into()), None).await;
    assert_eq!(ask(&anna, json!({ "command": "close_door", "door": aide.account })).await.status, 201);
    assert_eq!(aide.get("/api/v1/me").await.reason(), "not_signed_in");
    assert_eq!(line.sign_in("Aide", PASSWORD).await.reason(), "not_allowed");
}

#[tokio::test]
async fn whatever_is_done_about_a_partys_accounts_its_principal_reads_at_once_and_nobody_else_does() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let aide = line.person("Aide", Role::Delegate("A".into()), None).await;
    let anna = line.person("Anna", principal("A"), Some("anna")).await;
    let alma = line.person("Alma", principal("A"), Some("alma")).await;
    let bert = line.person("Bert", principal("B"), Some("bert")).await;
    let theirs = gets(&bert).await;
    let mut read = gets(&anna).await;
    let made = invite(&alma, json!({ "adviser": "A" }), None).await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let steps: [&str; 9] = [
        "invited",
        "came in",
        "closed",
        "announced",
        "withdrawn",
        "invited again",
        "revoked",
        "signed in",
        "password",
    ];
    let mut last = String::new();
    for step in steps {
        match step {
            "came in" => assert_eq!(accept(&line, &token(&made), "Eve").await.status, 200),
            "closed" => {
                let close = format!("/api/v1/accounts/{}/close", aide.account);
                assert_eq!(alma.post(&close, &json!({})).await.status, 204);
            }
            "announced" => last = announce(&mediator).await.json()["id"].as_str().unwrap().to_owned(),
            "withdrawn" | "revoked" => {
                let by = if step == "withdrawn" { &mediator } else { &alma };
                assert_eq!(by.send("DELETE", &format!("/api/v1/invitations/{last}"), "").await.status, 204);
            }
            "invited again" => {
                let again = invite(&alma, json!({ "delegate": "A" }), None).await;
                last = again.json()["id"].as_str().unwrap().to_owned();
            }
            "signed in" => assert_eq!(line.sign_in("Alma", PASSWORD).await.status, 200),
            "password" => {
                let wish = json!({ "current": PASSWORD, "password": "quite another phrase" });
                assert_eq!(alma.post("/api/v1/me/password", &wish).await.status, 200);
            }
            _ => assert!(!id.is_empty()),
        }
        let now = gets(&anna).await;
        assert_ne!(now, read, "{step} changes nothing that a principal reads");
        read = now;
        assert_eq!(gets(&bert).await, theirs, "{step} changes what another party reads");
    }
    let sign_ins = anna.get("/api/v1/accounts/sign-ins").await.json();
    let names: Vec<_> = sign_ins.as_array().unwrap().iter().map(|entry| entry["name"].to_string()).collect();
    assert!(names.iter().any(|name| name == "\"Alma\"") && !names.iter().any(|name| name == "\"Bert\""));
    assert!(sign_ins.as_array().unwrap().iter().any(|entry| entry["from"] == json!("127.0.0.1")));
    for member in [&mediator, &aide] {
        assert_ne!(member.get("/api/v1/accounts/sign-ins").await.status, 200);
    }
}

#[tokio::test]
async fn an_account_made_while_the_record_was_out_of_reach_gets_its_door_when_it_signs_in() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let link = token(&invite(&mediator, json!({ "principal": "A" }), Some("anna")).await);
    line.store.batches.lock().unwrap().push_back(Fault::Down);
    assert_eq!(accept(&line, &link, "Anna").await.status, 503);
    let doors = || line.app.desk.read(&Reader::Party("A".into()), |state| state.doors.len()).unwrap();
    assert_eq!(doors(), 0, "nobody has come in");
    assert_eq!(line.sign_in("Anna", PASSWORD).await.status, 200);
    assert_eq!(doors(), 1);
}

#[tokio::test]
async fn an_account_that_was_to_come_in_on_the_mediators_word_does_not_once_a_principal_has() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let link = token(&invite(&mediator, json!({ "delegate": "A" }), None).await);
    line.store.batches.lock().unwrap().push_back(Fault::Down);
    assert_eq!(accept(&line, &link, "Eve").await.status, 503);
    line.person("Anna", principal("A"), Some("anna")).await;
    assert_eq!(line.sign_in("Eve", PASSWORD).await.reason(), "not_allowed");
}

#[tokio::test]
async fn a_door_that_was_shut_is_announced_anew_and_waits_anew() {
    let line = talks().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.person("Anna", principal("A"), Some("anna")).await;
    let first = token(&announce(&mediator).await);
    let doors = anna.get("/api/v1/doors").await.json();
    let doors = doors["doors"].as_object().unwrap();
    let door = doors.iter().find(|(_, door)| door.get("opened").is_none()).unwrap().0.clone();
    line.world.advance(SignedDuration::from_hours(47));
    line.app.accounts.watch_doors();
    let anna = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    assert_eq!(ask(&anna, json!({ "command": "close_door", "door": door })).await.status, 201);
    let mediator = line.signed_in(&line.sign_in("Mara", PASSWORD).await);
    let second = token(&announce(&mediator).await);
    for _ in 0..47 {
        line.world.advance(SignedDuration::from_hours(1));
        line.app.accounts.watch_doors();
        assert_eq!(accept(&line, &second, "Alma").await.status, 409, "it waits for its own 48 hours");
        assert_eq!(accept(&line, &first, "Alma").await.status, 410, "what was shut stays shut");
    }
    line.world.advance(SignedDuration::from_hours(1));
    let anna = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    let came = accept(&line, &second, "Alma").await;
    assert_eq!(came.status, 200, "{}", came.text());
    // One link lets one in.
    assert_eq!(accept(&line, &second, "Eve").await.status, 410);
    assert_eq!(anna.get("/api/v1/accounts").await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_new_door_does_not_outlive_the_caucus_that_it_stood_in() {
    for agreed in [false, true] {
        let line = talks().await;
        let mediator = line.member("Mara", Role::Mediator).await;
        let anna = line.person("Anna", principal("A"), Some("anna")).await;
        let aide = line.person("Aide", Role::Adviser("A".into()), None).await;
        let closed = json!({ "command": "close_door", "door": aide.account });
        assert_eq!(ask(&anna, closed).await.status, 201);
        let link = token(&announce(&mediator).await);
        let doors = anna.get("/api/v1/doors").await.json();
        let doors = doors["doors"].as_object().unwrap();
        let door = doors.iter().find(|(_, door)| door.get("opened").is_none()).unwrap().0.clone();
        if agreed {
            assert_eq!(ask(&anna, json!({ "command": "agree_to_door", "door": door })).await.status, 201);
        }
        assert_eq!(ask(&mediator, json!({ "command": "ask_to_delete", "party": "A" })).await.status, 201);
        let yes = json!({ "command": "answer_deletion", "party": "A", "agrees": true });
        assert_eq!(ask(&anna, yes).await.status, 201);
        let delete = json!({ "command": "delete_compartment", "compartment": "caucus:A" });
        let deleted = ask(&mediator, delete).await;
        assert_eq!(deleted.status, 201, "{}", deleted.text());
        let anew = announce(&mediator).await;
        assert_eq!(anew.status, 409, "nor is one announced that nobody would read of: {}", anew.text());
        for hours in [0, 49] {
            line.world.advance(SignedDuration::from_hours(hours));
            let came = accept(&line, &link, "Alma").await;
            assert_ne!(came.status, 200, "agreed {agreed}, after {hours} h: {}", came.text());
        }
        // Nor does who was closed out come back with the deletion of what said so.
        assert_ne!(line.sign_in("Aide", PASSWORD).await.status, 200);
        assert_eq!(aide.get("/api/v1/me").await.status, 401);
        let anna = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
        let accounts = anna.get("/api/v1/accounts").await.json();
        let open = accounts.as_array().unwrap().iter().filter(|account| account.get("closed").is_none());
        assert_eq!(open.count(), 1);
    }
}
