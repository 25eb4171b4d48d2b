//! The pages over a socket: signing in, forms that are carried out, refused and sent twice, and what others may not see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Listener, Member, PASSWORD};
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
    assert_ne!(form_of(&page, "/do/tell_item"), form_of(&anna.get("/").await.text(), "/sign-out"));
}

/// The name of the request that a party's form for notes makes.
async fn name_of_note(member: &Member<'_>) -> String {
    let fields = form_of(&member.get("/caucus").await.text(), "/do/write_note");
    fields.into_iter().find(|(name, _)| name == "request").unwrap().1
}

/// What a party sends after a deletion is never taken for what it sent at the same count of events before.
#[tokio::test]
async fn the_names_of_requests_do_not_come_back_after_a_deletion() {
    let line = Line::open().await;
    let (_, anna, _) = people(&line).await;
    let principal = Actor::of(Role::Principal("A".into()));
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
            ask(
                &Actor::of(Role::Mediator),
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
        // Request names follow from the path that was asked for; all else is the same.
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
        before.push(anna.get(path).await.body);
    }
    let told = [("party:fixed", "B"), ("text", "nobody knows"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    for (path, before) in paths.iter().zip(before) {
        assert!(anna.get(path).await.body == before, "{path}");
    }
}

#[tokio::test]
async fn a_brief_is_composed_by_form_and_deposited() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    let option = |n: usize, id: &'static str| {
        [(format!("issue.options[{n}].id"), id), (format!("issue.options[{n}].name"), id)]
    };
    let options: Vec<(String, &str)> = [option(0, "low"), option(1, "high")].concat();
    let mut issue = vec![
        ("in", "table"),
        ("issue.id", "height"),
        ("issue.name", "Height"),
        ("issue.kind:fixed", "discrete"),
    ];
    issue.extend(options.iter().map(|(name, value)| (name.as_str(), *value)));
    let added = send(&mona, "/do/add_issue", &issue).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let half = [("points.height.low", "1"), ("return", "/brief")];
    assert_eq!(send(&anna, "/brief/compose", &half).await.status, 422);
    let points =
        [("points.height.low", "1"), ("points.height.high", "4"), ("walk_away", "2"), ("return", "/brief")];
    let kept = send(&anna, "/brief/compose", &points).await;
    assert_eq!((kept.status, kept.header("location")), (303, Some("/brief")), "{}", kept.text());
    assert!(!mona.get("/caucus/A").await.text().contains("points"));
    let page = anna.get("/brief").await.text();
    let fields = form_of(&page, "/do/deposit_brief");
    let fields: Vec<(&str, &str)> =
        fields.iter().filter(|(name, _)| name != "token").map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let deposited = send(&anna, "/do/deposit_brief", &fields).await;
    assert_eq!(deposited.status, 303, "{}", deposited.text());
    assert!(mona.get("/caucus/A").await.text().contains("points"));
    assert_eq!(send(&bert, "/brief/compose", &[("points.height.low", "x")]).await.status, 422);
    assert_eq!(send(&mona, "/brief/compose", &points).await.status, 404);
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
    let mut annas = Listener::open(&line, Some(&anna), "/live?after=4", &[]).await;
    let mut berts = Listener::open(&line, Some(&bert), "/live?after=0", &[]).await;
    // Whoever was away hears at once.
    assert_eq!(berts.news().await, "4");
    let told = [("party:fixed", "B"), ("text", "nobody knows"), ("release", "held")];
    assert_eq!(send(&bert, "/do/tell_item", &told).await.status, 303);
    assert_eq!(berts.news().await, "5");
    let said = [("to:json", "{\"party\":\"A\"}"), ("wording", "good morning")];
    assert_eq!(send(&mona, "/do/say", &said).await.status, 303);
    // The first that Anna hears is what was said to her: of what Bert told before that, nothing came.
    assert_eq!(annas.news().await, "5");
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
    assert_eq!(own.json()["events"].as_array().unwrap().len(), 4);
    assert!(anna.get("/record/case.toml").await.text().contains("mediant = 1"));
    assert_eq!(anna.get("/record/brief.toml").await.status, 404);
    let brief = [("party:fixed", "A"), ("text", "mediant_brief = 1\nparty = \"A\"\n")];
    assert_eq!(send(&anna, "/do/draft_brief", &brief).await.status, 303);
    assert!(anna.get("/record/brief.toml").await.text().contains("mediant_brief"));
    assert_eq!(mona.get("/record/brief.toml").await.status, 404);
    assert_eq!(line.get("/record/export.json").await.status, 303);
}
