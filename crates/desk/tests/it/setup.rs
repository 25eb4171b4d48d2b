//! A case set up by telling: three steps, invitations, and the page of whoever is invited.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Member, PASSWORD};
use mediant_record::Role;
use scraper::{Html, Selector};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn send(member: &Member<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("token", member.form_token.as_str())];
    all.extend(fields);
    let headers = [("cookie", member.cookie.as_str()), FORM, ("sec-fetch-site", "same-origin")];
    member.line.ask("POST", path, &headers, &encoded(&all)).await
}

const SIDES: &[(&str, &str)] = &[
    ("in", "table"),
    ("parties[0].name", "Upper gardens"),
    ("parties[0].decides:lines", "Ana Brandt"),
    ("parties[0].speaks:lines", "Marek Novak\r\nLeila Haddad"),
    ("parties[0].mandate:bool", "false"),
    ("parties[0].mandate:bool", "true"),
    ("parties[1].name", "Нижні сади"),
    ("parties[1].decides:lines", "Jonas Weber"),
    ("parties[1].mandate:bool", "false"),
    ("parties[2].name", ""),
    ("parties[2].mandate:bool", "false"),
];
const ISSUES: &[(&str, &str)] = &[
    ("in", "table"),
    ("issues[0].name", "Turns"),
    ("issues[0].options:lines", "by the day\r\nby the hour"),
    ("issues[1].name", "Fee"),
    ("issues[1].numbers.from", "100"),
    ("issues[1].numbers.to", "400"),
    ("issues[1].numbers.step", "12,5"),
    ("issues[1].numbers.unit", "EUR"),
    ("table", "Keys;a warden;each garden\r\nShare;20;60;10;%"),
];

async fn set_up<'l>(line: &'l Line) -> Member<'l> {
    let mona = line.member("Mona", Role::Mediator).await;
    let page = mona.get("/").await.text();
    let document = Html::parse_document(&page);
    let chosen = Selector::parse("form[action='/do/open_case'] input[name=in][checked]").unwrap();
    assert_eq!(
        document.select(&chosen).next().unwrap().attr("value"),
        Some("table"),
        "nothing is public by default"
    );
    let open = [
        ("in", "table"),
        ("title", "The canal"),
        ("agreement.nothing_until_everything:bool", "true"),
        ("return", "/new-case/sides"),
    ];
    let opened = send(&mona, "/do/open_case", &open).await;
    assert_eq!(
        (opened.status, opened.header("location")),
        (303, Some("/new-case/sides")),
        "{}",
        opened.text()
    );
    assert!(mona.get("/new-case/sides").await.text().contains("/do/add_parties"));
    let named = send(&mona, "/do/add_parties", SIDES).await;
    assert_eq!(named.status, 303, "{}", named.text());
    assert!(mona.get("/new-case/issues").await.text().contains("/do/add_issues"));
    let added = send(&mona, "/do/add_issues", ISSUES).await;
    assert_eq!(added.status, 303, "{}", added.text());
    mona
}

/// The links on a page, with whom each is for.
fn links(page: &str) -> Vec<(String, String)> {
    let document = Html::parse_document(page);
    let link = Selector::parse("[data-link]").unwrap();
    let found = document.select(&link);
    found.map(|link| (link.attr("data-whom").unwrap().to_owned(), link.text().collect())).collect()
}

#[tokio::test]
async fn three_steps_and_one_button_set_a_case_up() {
    let line = Line::open().await;
    let mona = set_up(&line).await;
    let issues = mona.get("/api/v1/issues").await.text();
    for id in ["turns", "by-the-hour", "fee", "keys", "a-warden", "share"] {
        assert!(issues.contains(&format!("\"{id}\"")), "{id} in {issues}");
    }
    assert!(issues.contains("12.5"), "{issues}");
    let list = mona.get("/accounts").await.text();
    for name in ["Ana Brandt", "Marek Novak", "Leila Haddad", "Jonas Weber"] {
        assert!(list.contains(name), "{name}");
    }
    let made = send(&mona, "/invite/everybody", &[]).await;
    let made = links(&made.text());
    assert_eq!(made.len(), 4);
    assert!(made.iter().all(|(_, link)| link.starts_with("http://")), "whole addresses: {made:?}");
    // Sent again it invites nobody twice.
    assert!(links(&send(&mona, "/invite/everybody", &[]).await.text()).is_empty());
    // Nobody but who lets people in has the list or the button.
    let team = line.member("Tom", Role::Team).await;
    assert_eq!(team.get("/accounts").await.status, 404);
    assert_eq!(send(&team, "/invite/everybody", &[]).await.status, 404);
}

#[tokio::test]
async fn whoever_is_invited_reads_who_invites_whom_to_what_and_looking_spends_nothing() {
    let line = Line::open().await;
    let mona = set_up(&line).await;
    let made = links(&send(&mona, "/invite/everybody", &[]).await.text());
    let (_, link) = made.iter().find(|(whom, _)| whom == "Marek Novak").unwrap();
    let path = format!("/invitation/{}", link.rsplit('/').next().unwrap());
    for method in ["HEAD", "GET", "HEAD", "GET"] {
        assert_eq!(line.ask(method, &path, &[], "").await.status, 200);
    }
    let page = line.get(&path).await.text();
    for words in ["Mona", "Marek Novak", "The canal", "Upper gardens, delegate"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let accept = encoded(&[("name", "Marek"), ("password", PASSWORD), ("again", PASSWORD), ("zone", "UTC")]);
    let accepted = line.ask("POST", &path, &[FORM, ("sec-fetch-site", "same-origin")], &accept).await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    assert_ne!(line.get(&path).await.status, 200);
    // Of whoever came in the list says so, and offers no second invitation.
    let list = mona.get("/accounts").await.text();
    assert!(list.contains("Marek"));
    // An observer's link says no word of talks that are the table's.
    let made = send(&mona, "/invite", &[("role:json", "\"observer\"")]).await.text();
    let path = format!("/invitation/{}", links(&made)[0].1.rsplit('/').next().unwrap());
    assert!(!line.get(&path).await.text().contains("The canal"));
}

#[tokio::test]
async fn a_mistake_in_one_row_records_nothing_and_keeps_every_row() {
    let line = Line::open().await;
    let mona = set_up(&line).await;
    let rows = [
        ("in", "table"),
        ("issues[0].name", "The sluice"),
        ("issues[0].options:lines", "repaired\r\nreplaced"),
        ("issues[1].name", "Rent"),
        ("issues[1].numbers.from", "12,5x"),
        ("issues[1].numbers.to", "400"),
        ("issues[1].numbers.step", "50"),
    ];
    let refused = send(&mona, "/do/add_issues", &rows).await;
    assert_eq!(refused.status, 422);
    let page = refused.text();
    for words in ["The sluice", "repaired", "replaced", "Rent", "12,5x", "400"] {
        assert!(page.contains(words), "{words}");
    }
    let issues = mona.get("/api/v1/issues").await.text();
    assert!(!issues.contains("sluice") && !issues.contains("Rent"));
}

#[tokio::test]
async fn the_single_forms_make_short_names_too() {
    let line = Line::open().await;
    let mona = set_up(&line).await;
    for _ in 0..2 {
        let fields = [
            ("in", "table"),
            ("party", "upper-gardens"),
            ("person.name", "Ana Brandt"),
            ("person.role", "adviser"),
        ];
        let named = send(&mona, "/do/name_person", &fields).await;
        assert_eq!(named.status, 303, "{}", named.text());
    }
    let people = mona.get("/api/v1/people").await.text();
    for id in ["ana-brandt", "ana-brandt-2", "ana-brandt-3"] {
        assert!(people.contains(&format!("\"{id}\"")), "{id} in {people}");
    }
    // A short name that is given counts as it is given.
    let fields = [
        ("in", "table"),
        ("issue.name", "Boats"),
        ("issue.id", "b"),
        ("issue.kind:fixed", "discrete"),
        ("issue.options[0].name", "Two boats"),
        ("issue.options[1].name", "two boats!"),
    ];
    assert_eq!(send(&mona, "/do/add_issue", &fields).await.status, 303);
    let issues = mona.get("/api/v1/issues").await.text();
    assert!(
        issues.contains("\"b\"") && issues.contains("\"two-boats\"") && issues.contains("\"two-boats-2\""),
        "{issues}"
    );
}

/// The table reads the same ids whatever ideas the mediator keeps.
#[tokio::test]
async fn no_idea_of_the_mediators_shows_in_a_short_name() {
    let mut read = Vec::new();
    for has_idea in [false, true] {
        let line = Line::open().await;
        let mona = set_up(&line).await;
        let boats =
            |place: &'static str| [("in", place), ("issue.name", "Boats"), ("issue.kind:fixed", "withheld")];
        if has_idea {
            assert_eq!(send(&mona, "/do/add_issue", &boats("mediator")).await.status, 303);
        }
        assert_eq!(send(&mona, "/do/add_issue", &boats("table")).await.status, 303);
        let ana = line.person("Ana", Role::Principal("upper-gardens".into()), Some("ana-brandt")).await;
        let issues = ana.get("/api/v1/issues").await.json();
        read.push(issues["issues"].clone());
    }
    assert_eq!(read[0], read[1]);
}
