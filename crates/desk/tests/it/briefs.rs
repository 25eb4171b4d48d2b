//! A brief over a socket: kept as its author's own while it is written, looked at, handed over as it was looked at.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Member};
use mediant_record::Role;
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

type Fields = Vec<(String, String)>;

async fn send(member: &Member<'_>, path: &str, fields: &Fields) -> Answer {
    send_as(member, path, fields, "text/html").await
}

async fn send_as(member: &Member<'_>, path: &str, fields: &Fields, accept: &str) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers =
        [("cookie", member.cookie.as_str()), form, ("sec-fetch-site", "same-origin"), ("accept", accept)];
    member.line.ask("POST", path, &headers, &body).await
}

fn all(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// What a browser sends of the first form on a page that is sent to `action`.
fn form_of(page: &str, action: &str) -> Fields {
    let document = Html::parse_document(page);
    let form = document.select(&all(&format!("form[action=\"{action}\"]"))).next();
    let form = form.unwrap_or_else(|| panic!("no form for {action} on {page}"));
    let value = |field: ElementRef<'_>| {
        let is_off =
            matches!(field.attr("type"), Some("checkbox" | "radio")) && field.attr("checked").is_none();
        match field.value().name() {
            _ if is_off => None,
            "textarea" => Some(field.text().collect()),
            "select" => field.select(&all("option[selected]")).next()?.attr("value").map(str::to_owned),
            _ => Some(field.attr("value").unwrap_or_default().to_owned()),
        }
    };
    let controls = all("input, textarea, select");
    let fields = form.select(&controls);
    fields.filter_map(|field| Some((field.attr("name")?.to_owned(), value(field)?))).collect()
}

fn with(mut fields: Fields, changes: &[(&str, &str)]) -> Fields {
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn value(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

async fn opened(line: &Line) -> (Member<'_>, Member<'_>, Member<'_>) {
    line.open_case().await;
    let mona = line.member("Mona", Role::Mediator).await;
    let options = json!([{"id": "low", "name": "low"}, {"id": "high", "name": "high"}]);
    let issue = json!({"id": "height", "name": "Height", "kind": "discrete", "options": options});
    let added = mona.post("/api/v1/commands/add_issue", &json!({"in": "table", "issue": issue})).await;
    assert_eq!(added.status, 201, "{}", added.text());
    (
        mona,
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    )
}

/// Everything that somebody gets to read, page after page, and the record as a file.
async fn everything(member: &Member<'_>) -> Vec<String> {
    let paths = [
        "/",
        "/brief",
        "/brief?step=look",
        "/caucus",
        "/caucus/A",
        "/brief/A",
        "/preview/of-A/brief",
        "/timeline",
        "/people",
        "/accounts",
        "/text",
        "/packages",
        "/record",
        "/api/v1/export",
        "/api/v1/case",
    ];
    let mut pages = Vec::new();
    for path in paths {
        pages.push(member.get(path).await.page());
    }
    pages
}

#[tokio::test]
async fn what_is_typed_is_its_authors_alone_until_it_is_handed_over() {
    let line = Line::open().await;
    let (mona, anna, bert) = opened(&line).await;
    let other = line.person("Adam", Role::Delegate("A".into()), None).await;
    let readers = [&mona, &bert, &other];
    let mut before = Vec::new();
    for reader in readers {
        before.push(everything(reader).await);
    }
    let page = anna.get("/brief").await.text();
    let typed = with(
        form_of(&page, "/brief/compose"),
        &[
            ("rank.height.low", "1"),
            ("rank.height.high", "2"),
            ("points.height.low", "4,5"),
            ("points.height.high", "hedgehog"),
            ("go", "step.2"),
        ],
    );
    let kept = send(&anna, "/brief/compose", &typed).await;
    assert_eq!((kept.status, kept.header("location")), (303, Some("/brief?step=2")), "{}", kept.text());
    for (reader, before) in readers.iter().zip(&before) {
        assert!(everything(reader).await == *before, "somebody else's page has changed");
    }
    // It is there after a look, as it was typed, fault and all; and on another server.
    let again = form_of(&anna.get("/brief?step=2").await.text(), "/brief/compose");
    assert_eq!(value(&again, "points.height.high"), "hedgehog");
    let beside = line.beside().await;
    let there = beside.ask("GET", "/brief", &[("cookie", &anna.cookie)], "").await.text();
    assert_eq!(value(&form_of(&there, "/brief/compose"), "points.height.low"), "4,5");
    // What does not read is not looked at, and comes back with its fault.
    let faulty = send(&anna, "/brief/compose", &with(again.clone(), &[("go", "look")])).await;
    assert_eq!(faulty.status, 422, "{}", faulty.text());
    let marked = Html::parse_document(&faulty.text());
    let marked: Vec<_> = marked
        .select(&all("[aria-invalid=true]"))
        .filter_map(|field| field.attr("name").map(str::to_owned))
        .collect();
    assert_eq!(marked, ["points.height.high"]);
    let mended =
        with(form_of(&faulty.text(), "/brief/compose"), &[("points.height.high", "2"), ("go", "look")]);
    let mended = send(&anna, "/brief/compose", &mended).await;
    assert_eq!(mended.header("location"), Some("/brief?step=look"), "{}", mended.text());
    // What is handed over is what stood on the page, whatever is typed meanwhile.
    let look = anna.get("/brief?step=look").await.text();
    let hand = form_of(&look, "/do/deposit_brief");
    let later = with(
        form_of(&anna.get("/brief").await.text(), "/brief/compose"),
        &[("points.height.high", "9"), ("go", "keep")],
    );
    assert_eq!(send(&anna, "/brief/compose", &later).await.status, 303);
    let given = send(&anna, "/do/deposit_brief", &hand).await;
    assert_eq!(given.status, 303, "{}", given.text());
    let (file, read) = (anna.get("/record/brief.toml").await.text(), mona.get("/caucus/A").await.text());
    assert!(file.contains("4.5") && !file.contains('9'), "{file}");
    // Both read the same table; nobody else reads it.
    let table = |page: &str| {
        let document = Html::parse_document(page);
        let found = document.select(&all("table.brief-table.read")).next().map(|table| table.html());
        found.unwrap_or_else(|| panic!("no table on {page}"))
    };
    assert_eq!(table(&look), table(&read));
    assert!(!everything(&bert).await.concat().contains("4.5"));
    // The draft is gone with it.
    let fresh = form_of(&anna.get("/brief").await.text(), "/brief/compose");
    assert_eq!(
        (value(&fresh, "own_draft_version").as_str(), value(&fresh, "points.height.high").as_str()),
        ("", "2")
    );
}

#[tokio::test]
async fn two_windows_do_not_swallow_each_others_words() {
    let line = Line::open().await;
    let (_, anna, _) = opened(&line).await;
    let page = anna.get("/brief").await.text();
    let first = with(form_of(&page, "/brief/compose"), &[("why.height", "from the first"), ("go", "keep")]);
    let second =
        with(form_of(&page, "/brief/compose"), &[("interest[0].text", "from the second"), ("go", "keep")]);
    assert_eq!(send(&anna, "/brief/compose", &first).await.status, 303);
    // Sent twice it is the same.
    assert_eq!(send(&anna, "/brief/compose", &first).await.status, 303);
    let refused = send(&anna, "/brief/compose", &second).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    let back = form_of(&refused.text(), "/brief/compose");
    assert_eq!(value(&back, "interest[0].text"), "from the second");
    let stands = form_of(&anna.get("/brief").await.text(), "/brief/compose");
    assert_eq!(value(&stands, "why.height"), "from the first");
    assert_eq!(send(&anna, "/brief/compose", &with(back, &[("go", "keep")])).await.status, 303);
    let stands = form_of(&anna.get("/brief").await.text(), "/brief/compose");
    assert_eq!(value(&stands, "interest[0].text"), "from the second");
    // The script is told of the version, and of the same fault.
    let kept =
        send_as(&anna, "/keep", &with(stands.clone(), &[("why.height", "third")]), "application/json").await;
    let version = kept.json()["version"].as_str().unwrap().to_owned();
    assert_eq!(send_as(&anna, "/keep", &stands, "application/json").await.status, 409);
    let next = with(stands, &[("own_draft_version", &version), ("why.height", "fourth")]);
    assert_eq!(send_as(&anna, "/keep", &next, "application/json").await.status, 200);
}

#[tokio::test]
async fn what_is_gone_is_named_and_does_not_go_along() {
    let line = Line::open().await;
    let (mona, anna, bert) = opened(&line).await;
    let typed = with(
        form_of(&anna.get("/brief").await.text(), "/brief/compose"),
        &[("never.height.low", "on"), ("never.height.high", "on"), ("go", "keep")],
    );
    assert_eq!(send(&anna, "/brief/compose", &typed).await.status, 303);
    let taken = json!({"what": {"option": {"issue": "height", "option": "high"}}});
    let taken = mona.post("/api/v1/commands/take_out", &taken).await;
    assert_eq!(taken.status, 201, "a draft is nothing that the mediator learns of: {}", taken.text());
    let page = anna.get("/brief").await.text();
    let again = form_of(&page, "/brief/compose");
    assert_eq!(value(&again, "never.height.high"), "on", "kept");
    assert!(
        Html::parse_document(&page)
            .select(&all("form.brief-form .notice li, form .notice li"))
            .next()
            .is_some(),
        "named"
    );
    assert_eq!(send(&anna, "/brief/compose", &with(again, &[("go", "look")])).await.status, 303);
    let look = anna.get("/brief?step=look").await.text();
    let hand = form_of(&look, "/do/deposit_brief");
    let given = send(&anna, "/do/deposit_brief", &hand).await;
    assert_eq!(given.status, 303, "{}", given.text());
    // Nobody writes a brief for somebody else.
    let foreign = vec![
        ("party:fixed".to_owned(), "A".to_owned()),
        ("why.height".to_owned(), "x".to_owned()),
        ("token".to_owned(), bert.form_token.clone()),
    ];
    assert_eq!(send(&bert, "/brief/compose", &foreign).await.status, 303);
    assert!(!anna.get("/brief").await.text().contains("value=\"x\""));
}

#[tokio::test]
async fn the_mediator_estimates_by_the_same_form() {
    let line = Line::open().await;
    let (mona, anna, _) = opened(&line).await;
    let before = everything(&anna).await;
    let typed = with(
        form_of(&mona.get("/brief/A").await.text(), "/brief/compose"),
        &[("points.height.low", "3"), ("points.height.high", "8"), ("go", "look")],
    );
    let kept = send(&mona, "/brief/compose", &typed).await;
    assert_eq!((kept.status, kept.header("location")), (303, Some("/brief/A?step=look")), "{}", kept.text());
    let hand = form_of(&mona.get("/brief/A?step=look").await.text(), "/do/estimate_brief");
    assert_eq!(send(&mona, "/do/estimate_brief", &hand).await.status, 303);
    assert!(everything(&anna).await == before);
    assert_eq!(anna.get("/brief/A").await.status, 404);
    let again = form_of(&mona.get("/brief/A").await.text(), "/brief/compose");
    assert_eq!(
        (value(&again, "points.height.high"), value(&again, "own_draft_version")),
        ("8".to_owned(), String::new())
    );
}

/// A text and answers keep themselves as well.
#[tokio::test]
async fn a_text_that_was_begun_is_there_again() {
    let line = Line::open().await;
    let (mona, anna, _) = opened(&line).await;
    let path = "/text/new?in=table";
    let before = everything(&anna).await;
    let begun = with(
        form_of(&mona.get(path).await.text(), "/do/put_draft"),
        &[
            ("title", "A wall"),
            ("clauses[0].heading", "Height"),
            ("clauses[0].text", "as high as a hedgehog"),
        ],
    );
    assert_eq!(send_as(&mona, "/keep", &begun, "application/json").await.status, 200);
    assert!(everything(&anna).await == before);
    let again = form_of(&mona.get(path).await.text(), "/do/put_draft");
    assert_eq!(value(&again, "clauses[0].text").trim(), "as high as a hedgehog");
    // In a form to somebody else it does not stand.
    assert!(!mona.get("/text/new?in=caucus%3AA").await.text().contains("hedgehog"));
    let put = send(&mona, "/do/put_draft", &again).await;
    assert_eq!(put.status, 303, "{}", put.text());
    let fresh = form_of(&mona.get(path).await.text(), "/do/put_draft");
    assert_eq!(value(&fresh, "own_draft_version"), "");
    // Dropped, it is gone.
    let begun = with(fresh, &[("note", "porcupine")]);
    assert_eq!(send(&mona, "/keep", &begun).await.status, 303);
    let page = mona.get(path).await.text();
    assert!(page.contains("porcupine"));
    assert_eq!(send(&mona, "/keep/drop", &form_of(&page, "/do/put_draft")).await.status, 303);
    assert!(!mona.get(path).await.text().contains("porcupine"));
}
