//! The pages over a socket: signing in, forms that are carried out, refused and sent twice, and what others may not see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Listener, Member, PASSWORD};
use mediant_record::state::Revision;
use mediant_record::{Actor, Command, Role};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends a form as a browser does.
async fn send(member: &Member<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("token", member.form_token.as_str())];
    all.extend(fields);
    let headers = [("cookie", member.cookie.as_str()), FORM, ("sec-fetch-site", "same-origin")];
    member.line.ask("POST", path, &headers, &encoded(&all)).await
}

async fn people(line: &Line) -> (Member<'_>, Member<'_>, Member<'_>) {
    line.open_case().await;
    (
        line.member("Mona", Role::Mediator).await,
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    )
}

/// The fields of the form on a page that is sent to `action`.
fn form_of(page: &str, action: &str) -> Vec<(String, String)> {
    let document = Html::parse_document(page);
    let form = Selector::parse(&format!("form[action=\"{action}\"]")).unwrap();
    let form = document.select(&form).next().unwrap_or_else(|| panic!("no form for {action}"));
    let field = Selector::parse("input, textarea").unwrap();
    let named = form.select(&field).filter_map(|field| {
        let text: String = field.text().collect();
        Some((field.attr("name")?.to_owned(), field.attr("value").map_or(text, str::to_owned)))
    });
    named.collect()
}

/// What stands in an attribute of a page's body.
fn attribute(page: &str, name: &str) -> String {
    let document = Html::parse_document(page);
    document.select(&Selector::parse("body").unwrap()).next().unwrap().attr(name).unwrap().to_owned()
}

/// What stands in the middle of a page.
fn main_of(page: &str) -> String {
    let document = Html::parse_document(page);
    document.select(&Selector::parse("main").unwrap()).next().unwrap().html()
}

#[tokio::test]
async fn a_form_sent_twice_is_carried_out_once() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let page = anna.get("/caucus").await;
    assert_eq!(page.status, 200);
    let mut fields = form_of(&page.text(), "/do/tell_item");
    fields.retain(|(name, _)| !matches!(name.as_str(), "token" | "text" | "release"));
    let words = [("text", "a grey fence would do"), ("release", "held")];
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).chain(words).collect();
    for _ in 0..2 {
        let done = send(&anna, "/do/tell_item", &fields).await;
        assert_eq!((done.status, done.header("location")), (303, Some("/caucus")), "{}", done.text());
    }
    let page = anna.get("/caucus").await.text();
    assert_eq!(page.matches("a grey fence would do").count(), 1);
    // A page that was looked at after that asks for something new.
    let name = fields.iter().find(|(name, _)| *name == "request").unwrap().1;
    assert_ne!(request_of(&page, "/do/tell_item"), name);
}

/// Two tabs with one form, looked at before anything was sent: both texts are on record.
#[tokio::test]
async fn two_tabs_with_one_form_are_two_requests() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let mut names = BTreeSet::new();
    let tabs = [anna.get("/caucus").await.text(), anna.get("/caucus").await.text()];
    for (tab, text) in tabs.iter().zip(["a grey fence", "a red fence"]) {
        let name = request_of(tab, "/do/tell_item");
        let told = [("party:fixed", "A"), ("text", text), ("release", "held"), ("request", &name)];
        assert_eq!(send(&anna, "/do/tell_item", &told).await.status, 303);
        assert!(names.insert(name));
    }
    let page = anna.get("/caucus").await.text();
    assert!(page.contains("a grey fence") && page.contains("a red fence"));
}

/// In a sealed round nobody could notice that the later answer is nowhere.
#[tokio::test]
async fn the_later_of_two_tabs_counts_in_a_round() {
    let line = Line::open().await;
    let (mona, ..) = people(&line).await;
    let anna = line.person("Anna in person", Role::Principal("A".into()), Some("anna")).await;
    let question = json!({"words": {"text": "Shall we meet?"}});
    let open = json!({"title": "Meeting", "closes": "2025-12-04T10:00:00Z", "questions": [question]});
    assert_eq!(mona.post("/api/v1/commands/open_round", &open).await.status, 201);
    let tabs = [anna.get("/rounds").await.text(), anna.get("/rounds").await.text()];
    let form = Selector::parse("form[action=\"/do/answer_round\"]").unwrap();
    for (tab, verdict) in tabs.iter().zip(["accept", "reject"]) {
        let sent = chosen(&Html::parse_document(tab), &form, verdict);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let answer = send(&anna, "/do/answer_round", &sent).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    // Its time runs out, and the desk closes it.
    line.world.advance(jiff::SignedDuration::from_hours(2));
    let mut own = String::new();
    for _ in 0..600 {
        own = anna.get("/api/v1/rounds").await.text();
        if own.contains("\"closed\"") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(own.contains("\"reject\"") && !own.contains("\"accept\""), "{own}");
}

/// The fields of the first such form with the choice made, without the session's token.
fn chosen(page: &Html, form: &Selector, verdict: &str) -> Vec<(String, String)> {
    let form = page.select(form).next().unwrap();
    let mut fields = Vec::new();
    for field in form.select(&Selector::parse("input, textarea, select").unwrap()) {
        let Some(name) = field.attr("name").filter(|name| *name != "token") else { continue };
        match (field.value().name(), field.attr("type")) {
            ("select", _) => fields.push((name.to_owned(), verdict.to_owned())),
            ("input", Some("radio")) if field.attr("value") == Some(verdict) => {
                fields.push((name.to_owned(), verdict.to_owned()));
            }
            ("input", Some("radio")) => {}
            ("input", _) => fields.push((name.to_owned(), field.attr("value").unwrap_or("").to_owned())),
            _ => {}
        }
    }
    assert!(fields.iter().any(|(_, value)| value == verdict), "{}", form.html());
    fields
}

/// One form, sent with other words (the page was gone back to, and what was typed was changed): the answer says so and
/// keeps what was typed, and sent from there it is on record. This holds for every form, and whatever changed.
#[tokio::test]
async fn a_form_sent_again_with_other_words_is_not_swallowed() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let name = request_of(&anna.get("/caucus").await.text(), "/do/tell_item");
    let request = ("request", name.as_str());
    let told = [("party:fixed", "A"), ("text", "first"), ("release", "held"), request];
    let other_text = [("party:fixed", "A"), ("text", "second"), ("release", "held"), request];
    let other_release = [("party:fixed", "A"), ("text", "first"), ("release", "verbatim"), request];
    let other_kind = [("in:fixed", "caucus:A"), ("text", "third"), request];
    assert_eq!(send(&anna, "/do/tell_item", &told).await.status, 303);
    for (path, fields) in [
        ("/do/tell_item", &other_text[..]),
        ("/do/tell_item", &other_release[..]),
        ("/do/write_note", &other_kind[..]),
    ] {
        let refused = send(&anna, path, fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let mut again = form_of(&refused.text(), path);
        again.retain(|(name, _)| name != "token");
        for (name, value) in fields.iter().filter(|(name, _)| *name != "request") {
            let kept = again.iter().find(|(known, _)| known == name).unwrap();
            assert_eq!(kept.1.trim_start_matches('\n'), *value, "{name} is kept");
        }
        assert_ne!(request_of(&refused.text(), path), name);
        let again: Vec<(&str, &str)> = again.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(send(&anna, path, &again).await.status, 303);
    }
    let caucus = anna.get("/api/v1/caucuses/A").await.json();
    assert_eq!(caucus["items"].as_object().unwrap().len(), 3, "{caucus}");
    // The first is done, and stays so.
    assert_eq!(send(&anna, "/do/tell_item", &told).await.status, 303);
    assert_eq!(anna.get("/api/v1/caucuses/A").await.json()["items"].as_object().unwrap().len(), 3);
}

/// The name of the request that the form on a page makes that is sent to `action`.
fn request_of(page: &str, action: &str) -> String {
    form_of(page, action).into_iter().find(|(name, _)| name == "request").unwrap().1
}

/// The name of the request that a party's form for notes makes.
async fn name_of_note(member: &Member<'_>) -> String {
    request_of(&member.get("/caucus").await.text(), "/do/write_note")
}

/// What a party sends after a deletion is never taken for what it sent at the same count of events before.
#[tokio::test]
async fn the_names_of_requests_do_not_come_back_after_a_deletion() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let principal = Actor::new(Role::Principal("A".into()));
    let ask = async |actor: &Actor, command: Value| {
        let command: Command = serde_json::from_value(command).unwrap();
        line.app.desk.ask(actor, command, None).await.unwrap();
    };
    let mut named = BTreeSet::new();
    let mut written = 0;
    for step in 0..8 {
        let name = name_of_note(&anna).await;
        assert!(named.insert(name.clone()), "the name {name} came back at step {step}");
        if step == 3 {
            ask(&Actor::new(Role::Mediator), json!({"command": "ask_to_delete", "party": "A"})).await;
            let agree = json!({"command": "answer_deletion", "party": "A", "agrees": true});
            ask(&Actor::person(Role::Principal("A".into()), "anna"), agree).await;
            ask(
                &Actor::new(Role::Mediator),
                json!({"command": "delete_compartment", "compartment": "caucus:A"}),
            )
            .await;
        } else if step < 2 {
            ask(&principal, json!({"command": "tell_item", "party": "A", "text": "in confidence"})).await;
        } else {
            let text = format!("note {step}");
            let fields = [
                ("in:fixed", "delegation:A"),
                ("text", text.as_str()),
                ("request", &name),
                ("return", "/caucus"),
            ];
            assert_eq!(send(&anna, "/do/write_note", &fields).await.status, 303);
            written += 1;
            assert_eq!(anna.get("/caucus").await.text().matches(&text).count(), 1, "{text} was carried out");
        }
    }
    assert_eq!(written, 5);
}

#[tokio::test]
async fn what_is_refused_comes_back_with_what_was_typed() {
    let line = Line::open().await;
    let (mona, anna, _) = people(&line).await;
    let clause = [("clauses[0].heading", "Height"), ("clauses[0].text", "An [open <b>bracket</b>")];
    let fixed = [("in:fixed", "table"), ("title", "Terms"), ("request", "r1"), ("return", "/text")];
    let refused = send(&mona, "/do/put_draft", &[&fixed[..], &clause[..]].concat()).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let mut again = form_of(&refused.text(), "/do/put_draft");
    let text = again.iter_mut().find(|(name, _)| name == "clauses[0].text").unwrap();
    assert_eq!(text.1.trim_start_matches('\n'), "An [open <b>bracket</b>");
    text.1 = "A [closed|A] bracket".to_owned();
    again.retain(|(name, _)| name != "token");
    assert!(again.contains(&("request".to_owned(), "r1".to_owned())));
    let again: Vec<(&str, &str)> = again.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let done = send(&mona, "/do/put_draft", &again).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/text")), "{}", done.text());
    // What is no command, what is missing, and what the role does not allow.
    assert_eq!(send(&anna, "/do/nothing_known", &[]).await.status, 404);
    assert_eq!(send(&anna, "/do/tell_item", &[("party:fixed", "A")]).await.status, 422);
    let others = [("party:fixed", "B"), ("text", "x")];
    assert_eq!(send(&anna, "/do/tell_item", &others).await.status, 403);
    let stray = [("in", "table"), ("title", "x"), ("clauses[0].heading", "a"), ("clauses[0].text", "b")];
    assert_eq!(send(&anna, "/do/put_draft", &stray).await.status, 403);
}

#[tokio::test]
async fn strangers_are_led_to_where_they_sign_in_and_back() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    for path in ["/caucus", "/deal", "/people", "/brief", "/preview/of-A", "/no/such/page"] {
        let answer = line.get(path).await;
        let to = answer.header("location").unwrap_or_default().to_owned();
        assert!(answer.status == 303 && to.starts_with("/sign-in?return="), "{path}: {} {to}", answer.status);
    }
    let page = line.get("/sign-in?return=%2Fcaucus").await;
    assert!(form_of(&page.text(), "/sign-in").contains(&("return".to_owned(), "/caucus".to_owned())));
    let elsewhere = line.get("/sign-in?return=https%3A%2F%2Fexample.org").await;
    assert!(form_of(&elsewhere.text(), "/sign-in").contains(&("return".to_owned(), "/".to_owned())));
    let typed = [("name", "Anna"), ("password", "wrong words here"), ("return", "/caucus")];
    let wrong = line.ask("POST", "/sign-in", &[FORM], &encoded(&typed)).await;
    assert_eq!(wrong.status, 401);
    assert!(form_of(&wrong.text(), "/sign-in").contains(&("name".to_owned(), "Anna".to_owned())));
    assert!(!wrong.text().contains("wrong words here"));
    let typed = [("name", "Anna"), ("password", PASSWORD), ("return", "/caucus")];
    let right = line.ask("POST", "/sign-in", &[FORM], &encoded(&typed)).await;
    assert_eq!((right.status, right.header("location")), (303, Some("/caucus")));
    let cookie = right.cookie();
    assert_eq!(line.ask("GET", "/caucus", &[("cookie", &cookie)], "").await.status, 200);
    // Without the session's token a form is nobody's.
    let forged = line
        .ask(
            "POST",
            "/do/tell_item",
            &[("cookie", &cookie), FORM],
            &encoded(&[("party", "A"), ("text", "x")]),
        )
        .await;
    assert_eq!(forged.status, 403);
    let out = send(&anna, "/sign-out", &[]).await;
    assert_eq!((out.status, out.header("location")), (303, Some("/sign-in")));
    assert_eq!(anna.get("/caucus").await.status, 303);
}

#[tokio::test]
async fn an_invitation_is_accepted_on_a_page_and_works_once() {
    let line = Line::open().await;
    let _ = people(&line).await;
    let path = format!("/invitation/{}", line.token(Role::Delegate("A".into())).await);
    assert_eq!(line.get(&path).await.status, 200);
    let with = |password: &'static str, again: &'static str| {
        encoded(&[("name", "Nils"), ("password", password), ("again", again), ("zone", "Europe/Kyiv")])
    };
    let different = line.ask("POST", &path, &[FORM], &with("four small words", "four big words")).await;
    assert_eq!(different.status, 422);
    assert!(different.text().contains("Nils") && !different.text().contains("four small words"));
    let done = line.ask("POST", &path, &[FORM], &with(PASSWORD, PASSWORD)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = line.ask("GET", "/account", &[("cookie", &done.cookie())], "").await;
    assert!(page.text().contains("Europe/Kyiv"));
    assert_eq!(line.get(&path).await.status, 410);
    assert_eq!(line.get("/invitation/0123").await.status, 404);
}

#[tokio::test]
async fn what_a_reader_may_not_know_of_is_like_what_is_not_there() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    let told = [("party:fixed", "B"), ("text", "the word of the hedgehog"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    for path in [
        "/caucus/B",
        "/preview/of-B",
        "/preview/public",
        "/deal",
        "/deal/picture.svg",
        "/deal/certificate.json",
        "/text/new?in=table",
    ] {
        let answer = anna.get(path).await;
        let missing = anna.get("/caucus/zz").await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(main_of(&answer.text()), main_of(&missing.text()), "{path}");
    }
    for path in [
        "/",
        "/caucus",
        "/timeline",
        "/people",
        "/sessions",
        "/text",
        "/rounds",
        "/packages",
        "/brief",
        "/outlook",
        "/communiques",
        "/keys",
        "/record?verify=1",
        "/account",
    ] {
        let answer = anna.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text().contains("hedgehog"), "{path}");
    }
    assert!(mona.get("/caucus/B").await.text().contains("hedgehog"));
    assert!(mona.get("/preview/of-B/caucus").await.text().contains("hedgehog"));
    assert!(!mona.get("/preview/of-A/timeline").await.text().contains("hedgehog"));
    assert_eq!(mona.get("/preview/of-zz").await.status, 404);
}

#[tokio::test]
async fn a_page_does_not_change_from_one_look_to_the_next_or_with_what_is_hidden() {
    let line = Line::open().await;
    let (_, anna, bert) = people(&line).await;
    let paths = ["/", "/caucus", "/timeline", "/people", "/record", "/text", "/brief"];
    let mut before = Vec::new();
    for path in paths {
        before.push(anna.get(path).await.page());
    }
    let told = [("party:fixed", "B"), ("text", "nobody knows"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    for (path, before) in paths.iter().zip(before) {
        assert!(anna.get(path).await.page() == before, "{path}");
    }
}

#[tokio::test]
async fn files_of_pages_keep_and_pages_do_not() {
    let line = Line::open().await;
    let page = line.get("/").await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
    let sheet = page.text().split('"').find(|part| part.starts_with("/assets/desk.css?")).unwrap().to_owned();
    let file = line.get(&sheet).await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert!(file.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(line.get("/assets/other.css").await.status, 404);
    assert_eq!(line.get("/api/v1/no-such-thing").await.reason(), "unknown");
}

#[tokio::test]
async fn an_open_page_hears_of_what_its_reader_may_read_and_of_nothing_else() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    assert_eq!(line.get("/live").await.status, 303);
    let annas_page = anna.get("/").await.text();
    let stands = attribute(&annas_page, "data-seen");
    assert_eq!(Revision::from_text(&stands).unwrap().seen, 5);
    let mut annas = Listener::open(&line, Some(&anna), &format!("/live?after={stands}"), &[]).await;
    let mut berts = Listener::open(&line, Some(&bert), "/live?after=0", &[]).await;
    // Whoever was away hears at once.
    assert_eq!(berts.news().await, "5");
    let told = [("party:fixed", "B"), ("text", "nobody knows"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    assert_eq!(berts.news().await, "6");
    let said = [("to:json", "{\"party\":\"A\"}"), ("wording", "good morning")];
    assert_eq!(send(&mona, "/do/say", &said).await.status, 303);
    // The first that Anna hears is what was said to her: of what Bert told before that, nothing came.
    assert_eq!(annas.news().await, "6");
    // After signing out nothing more comes: the next event that she could have read ends her line.
    assert_eq!(send(&anna, "/sign-out", &[]).await.status, 303);
    assert_eq!(
        send(&mona, "/do/say", &[("to:json", "{\"party\":\"A\"}"), ("wording", "again")]).await.status,
        303
    );
    assert_eq!(annas.rest().await, "");
}

#[tokio::test]
async fn copies_hold_what_their_reader_may_read() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    let told = [("party:fixed", "B"), ("text", "the word of the hedgehog"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    let (all, own) = (mona.get("/record/export.json").await, anna.get("/record/export.json").await);
    assert!(all.text().contains("hedgehog") && !own.text().contains("hedgehog"));
    assert_eq!(own.json()["events"].as_array().unwrap().len(), 5);
    assert!(anna.get("/record/case.toml").await.text().contains("mediant = 1"));
    assert_eq!(anna.get("/record/brief.toml").await.status, 404);
    let brief = [("party:fixed", "A"), ("text", "mediant_brief = 1\nparty = \"A\"\n")];
    assert_eq!(send(&anna, "/do/draft_brief", &brief).await.status, 303);
    assert!(anna.get("/record/brief.toml").await.text().contains("mediant_brief"));
    assert_eq!(mona.get("/record/brief.toml").await.status, 404);
    assert_eq!(line.get("/record/export.json").await.status, 303);
}

/// A form that is sent when the session is over: nothing of it is lost, whatever ended it and however often the password is
/// mistyped.
#[tokio::test]
async fn what_was_typed_when_the_session_was_over_goes_on_after_signing_in() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let request = request_of(&anna.get("/caucus").await.text(), "/do/tell_item");
    assert_eq!(send(&anna, "/sign-out-everywhere", &[]).await.status, 303);
    let long = "дуже довгий текст, який писали весь вечір; ".repeat(300);
    let text = long.trim();
    let told = [
        ("party:fixed", "A"),
        ("text", text),
        ("release", "held"),
        ("request", request.as_str()),
        ("return", "/caucus"),
    ];
    for headers in [vec![("cookie", anna.cookie.as_str()), FORM], vec![FORM]] {
        let mut answer = line.ask("POST", "/do/tell_item", &headers, &encoded(&told)).await;
        assert_eq!(answer.status, 401);
        for password in ["not the password", PASSWORD] {
            let mut fields = form_of(&answer.text(), "/sign-in");
            for (name, value) in &mut fields {
                match name.as_str() {
                    "name" => *value = "Anna".to_owned(),
                    "password" => *value = password.to_owned(),
                    _ => {}
                }
            }
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            answer = line.ask("POST", "/sign-in", &[FORM], &encoded(&fields)).await;
        }
        assert_eq!(answer.status, 200, "{}", answer.text());
        let (cookie, form) = (answer.cookie(), form_of(&answer.text(), "/do/tell_item"));
        let kept = form.iter().find(|(name, _)| name == "text").unwrap();
        assert_eq!(kept.1.trim_start_matches('\n'), text);
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let headers = [("cookie", cookie.as_str()), FORM, ("sec-fetch-site", "same-origin")];
        let done = line.ask("POST", "/do/tell_item", &headers, &encoded(&form)).await;
        assert_eq!((done.status, done.header("location")), (303, Some("/caucus")), "{}", done.text());
        let page = line.ask("GET", "/caucus", &[("cookie", &cookie)], "").await.text();
        assert_eq!(page.matches(text).count(), 1, "once, though it was sent twice");
    }
    // A program is told so, and gets no page.
    let wish = json!({"party": "A", "text": "x"}).to_string();
    let program = [("cookie", anna.cookie.as_str()), ("content-type", "application/json")];
    assert_eq!(
        line.ask("POST", "/api/v1/commands/tell_item", &program, &wish).await.reason(),
        "not_signed_in"
    );
}

/// Fills a page of signing in and sends it.
async fn sign_in_on(line: &Line, page: &str, name: &str, headers: &[(&str, &str)]) -> Answer {
    let mut fields = form_of(page, "/sign-in");
    for (field, value) in &mut fields {
        match field.as_str() {
            "name" => name.clone_into(value),
            "password" => PASSWORD.clone_into(value),
            _ => {}
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    line.ask("POST", "/sign-in", &[&[FORM], headers].concat(), &encoded(&fields)).await
}

/// What somebody typed before the session was over is theirs: the page to sign in on does not show it, and another account
/// that signs in there does not get it.
#[tokio::test]
async fn what_was_typed_goes_to_its_own_account_alone() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let request = request_of(&anna.get("/caucus").await.text(), "/do/tell_item");
    assert_eq!(send(&anna, "/sign-out-everywhere", &[]).await.status, 303);
    let secret = "the word of the hedgehog";
    let told = [("party:fixed", "A"), ("text", secret), ("request", request.as_str()), ("return", "/caucus")];
    let page = line.ask("POST", "/do/tell_item", &[FORM], &encoded(&told)).await;
    assert_eq!(page.status, 401);
    assert!(!page.text().contains("hedgehog"), "it stands readable on the page to sign in on");
    let others = sign_in_on(&line, &page.text(), "Bert", &[]).await;
    assert_eq!(others.status, 200, "{}", others.text());
    assert!(!others.text().contains("hedgehog"));
    // It is not lost: whoever typed it signs in from there.
    let cookie = others.cookie();
    let own = sign_in_on(&line, &others.text(), "Anna", &[("cookie", cookie.as_str())]).await;
    assert_eq!(own.status, 200, "{}", own.text());
    let text = form_of(&own.text(), "/do/tell_item").into_iter().find(|(name, _)| name == "text").unwrap();
    assert_eq!(text.1.trim_start_matches('\n'), secret);
    // What was altered on the way is nobody's, and neither is a form that no page of this desk served.
    let altered = page.text().replace("name=\"kept:fixed\" value=\"", "name=\"kept:fixed\" value=\"AAAA");
    let answer = sign_in_on(&line, &altered, "Anna", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/caucus")));
    let made_up = [("party:fixed", "A"), ("text", secret), ("request", "made-up-0"), ("return", "/caucus")];
    let page = line.ask("POST", "/do/tell_item", &[FORM], &encoded(&made_up)).await;
    assert!(!sign_in_on(&line, &page.text(), "Anna", &[]).await.text().contains("hedgehog"));
}

/// A mistake leads back to the page that the form stands on, though it goes elsewhere when it is done; mended from there it is on
/// record once, however often it is sent.
#[tokio::test]
async fn a_mistaken_form_comes_back_on_its_page_and_is_recorded_once() {
    let line = Line::open().await;
    let (mona, anna, _) = people(&line).await;
    let before = mona.get("/text/new?in=table").await;
    let request = request_of(&before.text(), "/do/put_draft");
    let long = "ж".repeat(300_000);
    let mistaken = [
        ("in:fixed", "table"),
        ("title", "Terms"),
        ("clauses[2].heading", "Height"),
        ("clauses[2].text", long.as_str()),
        ("note", "what I say about it"),
        ("request", request.as_str()),
        ("return", "/text"),
        ("page", "/text/new?in=table"),
    ];
    let back = send(&mona, "/do/put_draft", &mistaken).await;
    assert_eq!(back.status, 422);
    let page = Html::parse_document(&back.text());
    let of = |selector: &str| {
        let found = page.select(&Selector::parse(selector).unwrap()).next();
        found.unwrap_or_else(|| panic!("no {selector}"))
    };
    let title = |page: &Html| -> String {
        page.select(&Selector::parse("title").unwrap()).next().unwrap().text().collect()
    };
    assert_eq!(title(&page), title(&Html::parse_document(&before.text())));
    let wrong = of("form[data-sent] [aria-invalid=true]");
    assert_eq!((wrong.attr("name"), wrong.attr("autofocus")), (Some("clauses[2].text"), Some("")));
    assert_eq!(wrong.text().collect::<String>(), long);
    assert_eq!(
        of("[data-part=problem] a").attr("href"),
        wrong.attr("id").map(|id| format!("#{id}")).as_deref()
    );
    assert_eq!(of("form[data-sent] textarea[name=note]").text().collect::<String>(), "what I say about it");
    // Mended.
    let mut mended = mistaken;
    mended[3].1 = "Nothing is higher than a hedge.";
    for _ in 0..2 {
        let done = send(&mona, "/do/put_draft", &mended).await;
        assert_eq!((done.status, done.header("location")), (303, Some("/text")), "{}", done.text());
    }
    assert_eq!(anna.get("/api/v1/export").await.text().matches("draft_put").count(), 1);
}

/// Numbers as people write them are no reason to type a brief twice.
#[tokio::test]
async fn a_brief_with_decimal_commas_is_read_and_one_with_a_typo_comes_back() {
    let line = Line::open().await;
    let (mona, anna, _) = people(&line).await;
    let options = json!([{"id": "low", "name": "low"}, {"id": "high", "name": "high"}]);
    let issue = json!({"id": "height", "name": "Height", "kind": "discrete", "options": options});
    let added = mona.post("/api/v1/commands/add_issue", &json!({"in": "table", "issue": issue})).await;
    assert_eq!(added.status, 201, "{}", added.text());
    let brief = |low: &'static str| {
        [
            ("points.height.low", low),
            ("points.height.high", "1 500"),
            ("weight.height", "12 %"),
            ("never.height.low", "on"),
            ("party:fixed", "A"),
            ("return", "/brief"),
            ("go", "look"),
        ]
    };
    let back = send(&anna, "/brief/compose", &brief("12,5x")).await;
    assert_eq!(back.status, 422);
    let page = Html::parse_document(&back.text());
    let selector = Selector::parse("form[data-sent] [aria-invalid=true]").unwrap();
    let wrong: Vec<_> =
        page.select(&selector).map(|field| (field.attr("name"), field.attr("value"))).collect();
    assert_eq!(wrong, [(Some("points.height.low"), Some("12,5x"))]);
    let ticked = Selector::parse("form[data-sent] input[name=\"never.height.low\"][checked]").unwrap();
    assert!(page.select(&ticked).next().is_some(), "what was ticked is ticked");
    let again = Selector::parse("form[data-sent] input[name=own_draft_version]").unwrap();
    let version = page.select(&again).next().unwrap().attr("value").unwrap();
    let mended = [&brief("12,5")[..], &[("own_draft_version", version)]].concat();
    let kept = send(&anna, "/brief/compose", &mended).await;
    assert_eq!((kept.status, kept.header("location")), (303, Some("/brief?step=look")), "{}", kept.text());
    let look = anna.get("/brief?step=look").await.text();
    assert!(look.contains("12.5") && look.contains("1500"), "{look}");
}

/// A case that is closed while somebody types: the page says so, and everything typed stands there to be copied.
#[tokio::test]
async fn what_was_typed_stands_where_the_form_is_gone() {
    let line = Line::open().await;
    let (mona, anna, _) = people(&line).await;
    let request = request_of(&anna.get("/caucus").await.text(), "/do/tell_item");
    assert_eq!(
        mona.post("/api/v1/commands/close_case", &json!({"in": "table", "outcome": "without a deal"}))
            .await
            .status,
        201
    );
    let told = [
        ("party:fixed", "A"),
        ("text", "a grey fence"),
        ("release", "held"),
        ("request", &request),
        ("return", "/caucus"),
    ];
    let back = send(&anna, "/do/tell_item", &told).await;
    assert_eq!(back.status, 409, "{}", back.text());
    assert!(main_of(&back.text()).contains("a grey fence"));
    let heading = |page: &str| {
        let document = Html::parse_document(page);
        document.select(&Selector::parse("h1").unwrap()).next().unwrap().html()
    };
    assert_eq!(heading(&back.text()), heading(&anna.get("/caucus").await.text()));
}

/// A session whose day is over is asked about, not announced; a time that there is not, and a zone that there is not, are
/// refused with what was typed.
#[tokio::test]
async fn sessions_are_where_and_when_there_is_a_time() {
    let line = Line::open().await;
    let (mona, anna, _) = people(&line).await;
    let plan = async |on: &str, time: &str, zone: &str| {
        let fields = [
            ("in", "table"),
            ("plan.parties[]", "A"),
            ("plan.parties[]", "B"),
            ("plan.on", on),
            ("plan.time", time),
            ("plan.time_zone", zone),
            ("plan.text", "about the weather"),
            ("return", "/sessions"),
        ];
        send(&mona, "/do/plan_session", &fields).await
    };
    for (on, time, zone) in [
        ("2027-03-28", "02:30", "Europe/Berlin"),
        ("2027-03-14", "02:30", "America/New_York"),
        ("2027-03-28", "12:30", "Mars/Olympus_Mons"),
    ] {
        let refused = plan(on, time, zone).await;
        assert_eq!(refused.status, 422, "{on} {time} {zone}");
        let again = form_of(&refused.text(), "/do/plan_session");
        assert!(again.iter().any(|(name, value)| name == "plan.text" && value.contains("about the weather")));
    }
    // It is 4 December 2025 here.
    for (on, time, zone) in [
        ("2027-03-28", "03:30", "Europe/Berlin"),
        ("2027-10-31", "02:30", "Europe/Berlin"),
        ("2024-12-05", "10:00", "Europe/Kyiv"),
    ] {
        assert_eq!(plan(on, time, zone).await.status, 303);
    }
    for member in [&mona, &anna] {
        let page = member.get("/sessions").await.text();
        let main = main_of(&page);
        let ahead = main.split("<h2>").find(|part| part.starts_with("To come")).unwrap();
        assert!(ahead.contains("28 Mar 2027") && !ahead.contains("2024"), "{ahead}");
        assert!(main.contains("5 Dec 2024"), "it is on the page all the same");
        assert!(ahead.contains("first of two"), "{ahead}");
        assert!(!member.get("/").await.text().contains("2024"));
    }
}
