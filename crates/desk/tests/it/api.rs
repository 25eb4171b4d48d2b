//! The API for programs: who may reach what, what nobody may learn from it, and what bad input gets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Line, Listener, Member};
use mediant_model::case::Reader;
use mediant_record::state::Revision;
use mediant_record::{Actor, Command, Role, State};
use serde_json::{Value, json};

/// Asks the service itself, past the network; the id of what was made.
async fn ask(line: &Line, actor: &Actor, command: Value) -> Option<String> {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(actor, command, None).await.unwrap().made
}

fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

/// An open case with something in every part of it that a party may see.
async fn told() -> Line {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(&line, &mediator(), json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    let line_of = |party: &str, option: &str| {
        json!({"command": "state", "statement": {"kind": "red_line", "party": party, "never": {"quay": option},
            "standing": "public", "publicity": "table", "text": "never"}})
    };
    ask(&line, &mediator(), line_of("A", "narrow")).await;
    let clauses = json!([{"heading": "Quay", "issue": "quay", "text": "The quay is wide."}]);
    ask(
        &line,
        &mediator(),
        json!({"command": "put_draft", "in": "table", "title": "First", "clauses": clauses}),
    )
    .await;
    let open = json!({"command": "open_round", "title": "One", "closes": "2025-12-09T12:00:00Z",
        "questions": [{"package": {"quay": "wide"}}]});
    ask(&line, &mediator(), open).await;
    ask(&line, &mediator(), json!({"command": "say", "to": {"party": "A"}, "wording": "a word with A"}))
        .await;
    let mediation = json!({"command": "open_mediation", "title": "Asked alone", "issues": ["quay"],
        "closes": "2025-12-09T12:00:00Z"});
    ask(&line, &mediator(), mediation).await;
    line
}

/// What party B keeps, tells, and is told, and what the mediator keeps: none of it for A. `word` is in all of it.
async fn hidden(line: &Line, word: &str, times: usize) {
    let of_b = Actor::person(Role::Principal("B".into()), "bert");
    for time in 0..times {
        let text = format!("{word} {time}");
        ask(line, &of_b, json!({"command": "tell_item", "party": "B", "text": text})).await;
        ask(line, &of_b, json!({"command": "write_note", "in": "delegation:B", "text": text})).await;
        let brief = format!(
            "mediant_brief = 1\nparty = \"B\"\n# {text}\n[points]\nquay = {{ options = {{ wide = {time}, narrow = 7 }} }}\n"
        );
        let replaces = time;
        ask(
            line,
            &of_b,
            json!({"command": "deposit_brief", "party": "B", "text": brief, "replaces_version": replaces}),
        )
        .await;
        ask(line, &of_b, json!({"command": "draft_brief", "party": "B", "text": brief})).await;
        ask(
            line,
            &mediator(),
            json!({"command": "write_note", "in": "mediator", "about": "B", "text": text}),
        )
        .await;
        ask(line, &mediator(), json!({"command": "say", "to": {"party": "B"}, "wording": text})).await;
        let person = json!({"id": format!("b{time}"), "name": text, "role": "delegate"});
        ask(
            line,
            &mediator(),
            json!({"command": "name_person", "in": "caucus:B", "party": "B", "person": person}),
        )
        .await;
        let mandate =
            json!({"command": "give_mandate", "in": "caucus:B", "party": "B", "person": format!("b{time}")});
        ask(line, &mediator(), mandate).await;
        // What B answers in the mediation, the forms first.
        let mediation = line
            .app
            .desk
            .read(&Reader::Mediator, |state| state.mediations.keys().next().unwrap().to_string());
        for (question, answer) in [
            (json!({"rank_options": "quay"}), json!({"order": [["narrow"], ["wide"]]})),
            (json!({"accept": {"quay": "wide"}}), json!(["no", "cannot_say"][time % 2])),
        ] {
            let told = json!({"command": "answer_mediation", "mediation": mediation, "party": "B",
                "question": question, "answer": answer});
            ask(line, &of_b, told).await;
        }
        // Who comes in for B, and whom the mediator would let in.
        line.person(&text, Role::Adviser("B".into()), None).await;
        let option = json!({"id": format!("o{time}"), "name": text});
        ask(
            line,
            &mediator(),
            json!({"command": "add_option", "in": "mediator", "issue": "quay", "option": option}),
        )
        .await;
    }
}

/// Every GET of the document, with the party's name filled in.
async fn reads(line: &Line, party: &str) -> Vec<String> {
    let document = line.get("/api/v1/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    let gets = paths.iter().filter(|(_, methods)| methods.get("get").is_some());
    let filled = |path: &String| path.replace("{party}", party).replace("{kind}", "answer_package");
    let all: Vec<String> = gets.map(|(path, _)| filled(path)).collect();
    assert!(all.len() > 25, "{all:?}");
    all.into_iter().filter(|path| path != "/api/v1/events").collect()
}

async fn everything(line: &Line, member: Option<&Member<'_>>, party: &str) -> Vec<(String, u16, Vec<u8>)> {
    let mut all = Vec::new();
    for path in reads(line, party).await {
        // Who is signed in is a matter of the account, which is drawn anew for each desk.
        if path == "/api/v1/me" {
            continue;
        }
        let answer = match member {
            Some(member) => member.get(&path).await,
            None => line.get(&path).await,
        };
        all.push((path, answer.status, answer.body));
    }
    all
}

/// Answer by answer, so that a difference says where it is.
fn same(here: &[(String, u16, Vec<u8>)], there: &[(String, u16, Vec<u8>)]) {
    assert_eq!(here.len(), there.len());
    for (one, other) in here.iter().zip(there) {
        let text = |answer: &(String, u16, Vec<u8>)| {
            (answer.0.clone(), answer.1, String::from_utf8_lossy(&answer.2).into_owned())
        };
        let (one, other) = (text(one), text(other));
        let differ = one.2.lines().zip(other.2.lines()).find(|(one, other)| one != other);
        assert_eq!(differ, None, "{}", one.0);
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn what_a_reader_may_not_see_changes_no_byte_of_any_answer() {
    let line = told().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let (before, public) = (everything(&line, Some(&anna), "A").await, everything(&line, None, "A").await);
    for path in ["/api/v1/case", "/api/v1/text", "/api/v1/rounds", "/api/v1/analysis", "/api/v1/questions"] {
        let answer = before.iter().find(|(known, ..)| known == path).unwrap();
        assert_eq!(answer.1, 200, "{path}: there is something to compare");
    }
    hidden(&line, "SECRET-OF-B", 3).await;
    let after = everything(&line, Some(&anna), "A").await;
    same(&after, &before);
    same(&everything(&line, None, "A").await, &public);
    for (path, _, body) in &after {
        assert!(!String::from_utf8_lossy(body).contains("SECRET"), "{path}");
    }
    // Nor does it tell whether another party's things are there, or whether there is such a party.
    for path in ["/api/v1/caucuses/", "/api/v1/briefs/"] {
        let (of_b, of_nobody) =
            (anna.get(&format!("{path}B")).await, anna.get(&format!("{path}Nobody")).await);
        assert_eq!(of_b.status, 404);
        assert_eq!(of_b.text().replace("/B\"", "/X\""), of_nobody.text().replace("/Nobody\"", "/X\""));
    }
}

/// The streams of a reader, listened to from the beginning, from where the listener stood, and as an open page does.
async fn listeners(line: &Line, member: Option<&Member<'_>>, stood: &Revision) -> Vec<Listener> {
    let stood = stood.to_string();
    let mut all = vec![
        Listener::open(line, member, "/api/v1/events?after=0", &[]).await,
        Listener::open(line, member, "/api/v1/events", &[("last-event-id", &stood)]).await,
    ];
    if member.is_some() {
        all.push(Listener::open(line, member, &format!("/live?after={stood}"), &[]).await);
    }
    all
}

/// Every frame of a stream up to the one whose id is the reader's revision. The ids of events are drawn by chance: they are
/// replaced by a word.
async fn frames(listener: &mut Listener, revision: &Revision) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let frame = listener.frame().await;
        let is_last = frame.lines().any(|field| field == format!("id: {revision}"));
        let id = frame.lines().find_map(|field| field.strip_prefix("id: ")).and_then(Revision::from_text);
        let latest = id.and_then(|id| id.latest).map_or_else(String::new, |latest| latest.to_string());
        all.push(if latest.is_empty() { frame } else { frame.replace(&latest, "EVENT") });
        if is_last {
            return all;
        }
    }
}

/// Two records that differ in what the reader may not see: every frame on every open stream is the same, and none comes
/// for what is hidden. Hidden things happen before the listener comes, while it listens, and before it is told something.
#[tokio::test]
async fn what_a_reader_may_not_see_changes_no_frame_of_any_stream() {
    let mut heard = Vec::new();
    for times in [0, 1, 4] {
        let line = told().await;
        hidden(&line, "SECRET-EARLY", times).await;
        let anna = line.member("Anna", Role::Principal("A".into())).await;
        let stands = |reader: Reader| line.app.desk.read(&reader, State::revision).unwrap();
        let anna_stands = || stands(Reader::Party("A".into()));
        let mut annas = listeners(&line, Some(&anna), &anna_stands()).await;
        let mut publics = listeners(&line, None, &stands(Reader::Public)).await;
        for time in 0..3 {
            let text = format!("SECRET-{time}");
            let of_b = Actor::person(Role::Principal("B".into()), "bert");
            for _ in 0..times {
                ask(&line, &of_b, json!({"command": "tell_item", "party": "B", "text": text})).await;
                let note = json!({"command": "write_note", "in": "mediator", "text": text});
                ask(&line, &mediator(), note).await;
            }
            let say = json!({"command": "say", "to": {"party": "A"}, "wording": "to A"});
            ask(&line, &mediator(), say).await;
            ask(&line, &mediator(), json!({"command": "say", "to": "public", "wording": "to all"})).await;
        }
        let mut all = Vec::new();
        for (listeners, stands) in [(&mut annas, anna_stands()), (&mut publics, stands(Reader::Public))] {
            for (at, listener) in listeners.iter_mut().enumerate() {
                let frames = frames(listener, &stands).await;
                // An open page is only told where its reader stands; how many steps it hears of on the way is a matter of time.
                let told = if at == 2 { frames.len().min(1) } else { frames.len() };
                all.push((told, if at == 2 { frames.last().cloned().into_iter().collect() } else { frames }));
            }
        }
        assert!(!format!("{all:?}").contains("SECRET"), "{all:?}");
        heard.push(all);
    }
    assert_eq!(heard[0].len(), 5);
    assert!(heard[0][0].0 > 6 && heard[0][1].0 == 6 && heard[0][4].0 == 3, "{:?}", heard[0]);
    assert_eq!(heard[0], heard[1]);
    assert_eq!(heard[0], heard[2]);
}

/// Somebody who is invited for a party that is not on record yet reads what is public, and not how much was said at the
/// table.
#[tokio::test]
async fn a_party_that_is_not_on_record_learns_nothing_of_the_table() {
    let line = told().await;
    let carl = line.member("Carl", Role::Principal("C".into())).await;
    for path in ["/api/v1/record", "/api/v1/export", "/api/v1/timeline", "/api/v1/case"] {
        assert_eq!(carl.get(path).await.body, line.get(path).await.body, "{path}");
    }
    let before = everything(&line, Some(&carl), "C").await;
    let page = carl.get("/record").await.page();
    ask(&line, &mediator(), json!({"command": "say", "to": "table", "wording": "a word at the table"})).await;
    same(&everything(&line, Some(&carl), "C").await, &before);
    assert_eq!(carl.get("/record").await.page(), page);
    // Once it is on record it reads the table from the beginning.
    let party = json!({"id": "C", "name": "C", "role": "negotiating"});
    ask(&line, &mediator(), json!({"command": "add_party", "in": "table", "party": party})).await;
    let streams = carl.get("/api/v1/record").await.json();
    assert!(streams["streams"]["table"]["events"].as_u64() > Some(5), "{streams}");
}

/// Words in answers are words: `accepted_ad_referendum`, as everywhere else.
#[tokio::test]
async fn how_a_clause_stands_is_a_word() {
    let line = told().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let text = || async { anna.get("/api/v1/text").await.json()["drafts"][0].clone() };
    let draft = text().await;
    let mut stood = vec![draft["clauses"][0]["standing"].clone()];
    for (party, person, answer) in [
        ("A", "anna", "reject"),
        ("A", "anna", "accept"),
        ("B", "bert", "accept_ad_referendum"),
        ("B", "bert", "accept"),
    ] {
        let answer = json!({"command": "answer_clause", "in": "table", "draft": draft["id"], "party": party,
            "clause": draft["clauses"][0]["id"], "answer": answer});
        ask(&line, &Actor::person(Role::Principal(party.into()), person), answer).await;
        stood.push(text().await["clauses"][0]["standing"].clone());
    }
    assert_eq!(stood, ["open", "rejected", "open", "accepted_ad_referendum", "accepted"]);
}

/// A field of a query that is not understood is refused, not left out of account.
#[tokio::test]
async fn a_query_that_is_not_understood_is_refused() {
    let line = told().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    for (query, field) in [
        ("before=soon", "before"),
        ("before=-1", "before"),
        ("before=0", "before"),
        ("before=99999999999999999999", "before"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=1.5", "limit"),
        ("limit=1&limit=2", "limit"),
        ("befor=3", "befor"),
    ] {
        let answer = anna.get(&format!("/api/v1/timeline?{query}")).await;
        assert_eq!((answer.status, answer.reason().as_str()), (400, "malformed"), "{query}");
        assert_eq!(answer.json()["field"], field, "{query}");
        assert!(answer.json()["help"].is_string(), "{query}");
    }
    let answer = anna.get("/api/v1/timeline?before=4&limit=2").await.json();
    let indices: Vec<_> =
        answer["events"].as_array().unwrap().iter().map(|event| event["index"].clone()).collect();
    assert_eq!(indices, [3, 2]);
    assert_eq!(anna.get("/api/v1/events?after=here").await.status, 400);
    let stood = [("cookie", anna.cookie.as_str()), ("last-event-id", "here")];
    assert_eq!(line.ask("GET", "/api/v1/events", &stood, "").await.status, 400);
}

/// What delegations keep to themselves changes nothing for the mediator.
#[tokio::test]
async fn what_a_delegation_keeps_to_itself_reaches_no_mediator() {
    let line = told().await;
    let chair = line.member("Chair", Role::Mediator).await;
    let before = everything(&line, Some(&chair), "B").await;
    let of_b = Actor::person(Role::Principal("B".into()), "bert");
    for text in ["SECRET one", "SECRET two"] {
        ask(&line, &of_b, json!({"command": "write_note", "in": "delegation:B", "text": text})).await;
        ask(&line, &of_b, json!({"command": "draft_brief", "party": "B", "text": text})).await;
    }
    same(&everything(&line, Some(&chair), "B").await, &before);
}

/// Who reads what, written down apart from the code: path, and whether mediator, team, a party (its own), another
/// party, an observer and nobody at all get an answer.
pub fn may(path: &str, method: &str) -> [bool; 6] {
    let open = [true; 6];
    let table = [true, true, true, true, false, false];
    let mediators = [true, true, false, false, false, false];
    let signed_in = [true, true, true, true, true, false];
    if method == "post" && path.starts_with("/api/v1/commands/") {
        // Whether the command is carried out is the record's to say; here only who comes as far as that.
        return signed_in;
    }
    match path {
        // Somebody of party A, whose principal has come, is invited.
        "/api/v1/invitations" if method == "post" => [false, false, true, false, false, false],
        "/api/v1/doors/announce" => [true, false, false, false, false, false],
        "/api/v1/accounts/sign-ins" => [false, false, true, true, false, false],
        "/api/v1/invitations" => [true, false, true, true, false, false],
        // To whoever may not know of an invitation it is not there, whoever that is.
        "/api/v1/invitations/{id}" => signed_in,
        "/api/v1/audit" => [true, false, false, false, false, false],
        // A principal oversees the accounts of its own party.
        "/api/v1/accounts" | "/api/v1/accounts/{id}/close" => [true, false, true, true, false, false],
        "/api/v1/caucuses/{party}" | "/api/v1/briefs/{party}" => [true, true, true, false, false, false],
        "/api/v1/preview/{party}"
        | "/api/v1/may-say"
        | "/api/v1/reports"
        | "/api/v1/certificate"
        | "/api/v1/analysis/picture.svg"
        | "/api/v1/inference" => mediators,
        "/api/v1/questions" | "/api/v1/acts/{kind}" => [false, false, true, true, false, false],
        "/api/v1/mandates"
        | "/api/v1/doors"
        | "/api/v1/text"
        | "/api/v1/packages"
        | "/api/v1/rounds"
        | "/api/v1/mediations"
        | "/api/v1/outlook"
        | "/api/v1/keys"
        | "/api/v1/keys.txt"
        | "/api/v1/agreement"
        | "/api/v1/package-meaning" => table,
        "/api/v1/sign-out" | "/api/v1/sign-out-everywhere" | "/api/v1/me" | "/api/v1/me/password" => {
            signed_in
        }
        _ => open,
    }
}

/// The same for mediator, team, A's principal, B's principal, A's delegate and adviser, B's delegate, observer, nobody:
/// delegates and advisers read what their principal reads, and invite nobody.
fn for_all(path: &str, method: &str) -> [bool; 9] {
    let [mediator, team, own, other, observer, nobody] = may(path, method);
    let oversees = [
        "/api/v1/invitations",
        "/api/v1/accounts",
        "/api/v1/accounts/sign-ins",
        "/api/v1/accounts/{id}/close",
    ];
    let invites = oversees.contains(&path);
    [mediator, team, own, other, own && !invites, own && !invites, other && !invites, observer, nobody]
}

#[tokio::test]
async fn nothing_is_reachable_that_is_not_granted() {
    let line = told().await;
    let mut members = Vec::new();
    for (name, role) in [
        ("Chair", Role::Mediator),
        ("Team", Role::Team),
        ("Anna", Role::Principal("A".into())),
        ("Bert", Role::Principal("B".into())),
        ("Dora", Role::Delegate("A".into())),
        ("Ada", Role::Adviser("A".into())),
        ("Emil", Role::Delegate("B".into())),
        ("Olga", Role::Observer),
    ] {
        members.push(Some((line.member(name, role.clone()).await, role)));
    }
    members.push(None);
    // What is public gives every stream something to begin with.
    ask(&line, &mediator(), json!({"command": "say", "to": "public", "wording": "to all"})).await;
    let mut signed_out = 0;
    let document = line.get("/api/v1/openapi.json").await.json();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            for (member, granted) in members.iter().zip(for_all(path, method)) {
                let asked = path.replace("{party}", "A").replace("{id}", "nothing");
                let asked = asked.replace("{kind}", "answer_package");
                // Signing out ends a session, so somebody else of the same role signs out.
                let leaver = match (member, path.contains("sign-out")) {
                    (Some((_, role)), true) => {
                        signed_out += 1;
                        Some(line.member(&format!("Leaver {signed_out}"), role.clone()).await)
                    }
                    _ => None,
                };
                let member = leaver.as_ref().or(member.as_ref().map(|(member, _)| member));
                // A stream does not end: that it begins is the answer.
                if path == "/api/v1/events" {
                    let _ = Listener::open(&line, member, "/api/v1/events?after=0", &[]).await.frame().await;
                    assert!(granted, "{path}");
                    continue;
                }
                let body = match path.as_str() {
                    "/api/v1/invitations" | "/api/v1/doors/announce" => {
                        json!({"role": {"adviser": "A"}}).to_string()
                    }
                    _ => "{}".to_owned(),
                };
                let answer = match (member, method.as_str()) {
                    (Some(member), "get") => member.get(&asked).await,
                    (Some(member), method) => member.send(&method.to_uppercase(), &asked, &body).await,
                    (None, "get") => line.get(&asked).await,
                    (None, method) => {
                        line.ask(
                            &method.to_uppercase(),
                            &asked,
                            &[("content-type", "application/json")],
                            &body,
                        )
                        .await
                    }
                };
                let refused =
                    matches!(answer.status, 401 | 403) || (answer.status == 404 && asked.ends_with("/A"));
                assert_eq!(
                    !refused,
                    granted,
                    "{method} {path} as {:?}: {}",
                    member.map(|m| &m.account),
                    answer.text()
                );
                assert!(answer.status < 500, "{path}: {}", answer.text());
            }
        }
    }
}

/// Commands by role: the role alone decides who may ask at all, whatever the body.
#[tokio::test]
async fn commands_are_carried_out_for_those_whose_part_they_are() {
    let line = told().await;
    let (anna, adviser) = (
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Ada", Role::Adviser("A".into())).await,
    );
    let bert = line.member("Bert", Role::Principal("B".into())).await;
    let observer = line.member("Olga", Role::Observer).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let tell = json!({"party": "A", "text": "in confidence"});
    assert_eq!(anna.post("/api/v1/commands/tell_item", &tell).await.status, 201);
    for other in [&bert, &adviser, &observer] {
        assert_eq!(other.post("/api/v1/commands/tell_item", &tell).await.status, 403);
    }
    let note = json!({"in": "delegation:A", "text": "ours"});
    assert_eq!(adviser.post("/api/v1/commands/write_note", &note).await.status, 201);
    for other in [&bert, &chair, &observer] {
        assert_eq!(other.post("/api/v1/commands/write_note", &note).await.status, 403);
    }
    assert_eq!(anna.post("/api/v1/commands/close_case", &json!({"in": "table"})).await.status, 403);
    assert_eq!(chair.post("/api/v1/commands/pause_talks", &json!({"in": "table"})).await.status, 201);
}

#[tokio::test]
async fn bad_input_gets_a_clear_problem_and_changes_nothing() {
    let line = told().await;
    let chair = line.member("Chair", Role::Mediator).await;
    let before = chair.get("/api/v1/export").await.body;
    let long = "x".repeat(mediant_record::limits::TEXT_MAX + 1);
    for (kind, body, status) in [
        ("write_note", "{".to_owned(), 400),
        ("write_note", "[]".to_owned(), 400),
        ("write_note", json!({"in": "mediator", "text": 5}).to_string(), 422),
        ("write_note", json!({"in": "nowhere", "text": "a"}).to_string(), 422),
        ("write_note", json!({"in": "mediator", "text": long}).to_string(), 422),
        ("cancel_session", json!({"session": "none"}).to_string(), 404),
        (
            "put_draft",
            json!({"in": "table", "title": "B", "clauses": [{"heading": "a", "text": "b"}]}).to_string(),
            409,
        ),
        ("no_such_thing", "{}".to_owned(), 404),
    ] {
        let answer = chair.send("POST", &format!("/api/v1/commands/{kind}"), &body).await;
        assert_eq!(answer.status, status, "{kind} {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert!(!answer.text().contains("src/"), "{}", answer.text());
    }
    assert_eq!(chair.get("/api/v1/export").await.body, before);
}

#[tokio::test]
async fn a_request_that_is_sent_twice_counts_once() {
    let line = told().await;
    let chair = line.member("Chair", Role::Mediator).await;
    let token = ("x-mediant-token", chair.form_token.as_str());
    let headers = [
        ("cookie", chair.cookie.as_str()),
        token,
        ("content-type", "application/json"),
        ("idempotency-key", "once"),
    ];
    let body = json!({"in": "mediator", "text": "a note"}).to_string();
    let first = line.ask("POST", "/api/v1/commands/write_note", &headers, &body).await;
    let again = line.ask("POST", "/api/v1/commands/write_note", &headers, &body).await;
    assert_eq!((first.status, first.body.clone()), (201, again.body));
    let events = chair.get("/api/v1/export").await.json();
    let notes = events["events"].as_array().unwrap().iter().filter(|event| event["event"] == "note_written");
    assert_eq!(notes.count(), 1);
}

/// What says something else under a name that is taken is refused, whatever differs, and is carried out under another; the
/// name is the account's own.
#[tokio::test]
async fn another_request_under_a_name_that_is_taken_is_refused() {
    let line = told().await;
    let (chair, anna) =
        (line.member("Chair", Role::Mediator).await, line.member("Anna", Role::Principal("A".into())).await);
    let send = async |member: &Member<'_>, kind: &str, name: &str, body: Value| {
        let headers = [
            ("cookie", member.cookie.as_str()),
            ("x-mediant-token", member.form_token.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", name),
        ];
        line.ask("POST", &format!("/api/v1/commands/{kind}"), &headers, &body.to_string()).await
    };
    let note = |text: &str| json!({"in": "mediator", "text": text});
    let first = send(&chair, "write_note", "k", note("first")).await;
    assert_eq!(first.status, 201);
    for (kind, body) in [
        ("write_note", note("second")),
        ("write_note", json!({"in": "caucus:A", "text": "first"})),
        ("write_note", json!({"in": "mediator", "text": "first", "about": "A"})),
        ("say", json!({"to": "table", "wording": "first"})),
    ] {
        let refused = send(&chair, kind, "k", body.clone()).await;
        assert_eq!((refused.status, refused.reason().as_str()), (422, "name_taken"), "{kind} {body}");
        assert_eq!(send(&chair, kind, &format!("{kind} {body}"), body).await.status, 201);
    }
    // The same in other bytes is the same.
    let again =
        send(&chair, "write_note", "k", json!({"text": "first", "in": "mediator", "about": null})).await;
    assert_eq!((again.status, again.body), (201, first.body));
    // Another server of the record knows as well what the name stands for.
    let beside = line.beside().await;
    beside.app.desk.catch_up().await.unwrap();
    let other = json!({"command": "write_note", "in": "mediator", "text": "other"});
    let other: Command = serde_json::from_value(other).unwrap();
    let known = beside.app.desk.ask(&mediator(), other, Some(format!("{}:k", chair.account))).await;
    assert_eq!(known, Err(mediant_desk::AskError::NameTaken));
    // Anna's requests have nothing to do with it.
    let told = send(&anna, "tell_item", "k", json!({"party": "A", "text": "first"})).await;
    assert_eq!(told.status, 201, "{}", told.text());
}

/// What a request says stands in its events as a hash, which is shown to nobody.
#[tokio::test]
async fn what_a_request_said_is_shown_to_nobody() {
    let line = told().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let headers = [
        ("cookie", anna.cookie.as_str()),
        ("x-mediant-token", anna.form_token.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "k"),
    ];
    let body = json!({"party": "A", "text": "guess me"}).to_string();
    assert_eq!(line.ask("POST", "/api/v1/commands/tell_item", &headers, &body).await.status, 201);
    for member in [&chair, &anna] {
        for path in ["/api/v1/timeline", "/api/v1/export", "/record/export.json"] {
            let read = member.get(path).await.text();
            assert!(read.contains("guess me") && !read.contains("request"), "{path}");
        }
    }
}
