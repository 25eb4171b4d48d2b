//! Reports on the desk: added, read, decided about, put on record, deleted; and what of that anybody else reads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Member};
use mediant_insight::reports::act::{Act, of_decision};
use mediant_insight::reports::{Found, fields, to};
use mediant_model::case::Reader;
use mediant_record::report::{DecideSuggestions, Decided, EnterSuggestion, Entry, ReportId, Resolution};
use mediant_record::{Actor, Command, Compartment, Role, State};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The guide's report, in a year that is over: its days fall on the same days of the week.
fn text() -> String {
    include_str!("../../../../examples/reports/harbour-2031-05-14.txt").replace("2031", "2025")
}

fn all(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

async fn send(member: &Member<'_>, path: &str, fields: &[(String, String)]) -> Answer {
    let token = [("token", member.form_token.as_str())];
    let body =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(token).extend_pairs(fields).finish();
    let headers = [("cookie", member.cookie.as_str()), FORM, ("sec-fetch-site", "same-origin")];
    member.line.ask("POST", path, &headers, &body).await
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn do_as_mediator(line: &Line, command: Value) {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(&Actor::new(Role::Mediator), command, None).await.unwrap();
}

/// The case of the report, known to `place`.
async fn opened(line: &Line, place: &str) {
    do_as_mediator(
        line,
        json!({"command": "open_case", "in": place, "title": "The harbour", "agreement": {}}),
    )
    .await;
    for (id, name, person, called) in
        [("veldria", "Veldria", "marand", "Ilse Marand"), ("norland", "Norland", "oye", "Tomas Oye")]
    {
        let party = json!({"id": id, "name": name, "role": "negotiating"});
        do_as_mediator(line, json!({"command": "add_party", "in": place, "party": party})).await;
        let person = json!({"id": person, "name": called, "role": "principal"});
        do_as_mediator(line, json!({"command": "name_person", "in": place, "party": id, "person": person}))
            .await;
    }
    let askel = json!({"id": "askel", "name": "Jon Askel", "role": "delegate"});
    do_as_mediator(line, json!({"command": "name_person", "in": place, "party": "norland", "person": askel}))
        .await;
    let options = json!([{"id": "shared", "name": "shared"}, {"id": "free", "name": "free"}]);
    let issue = json!({"id": "harbour", "name": "Harbour", "kind": "discrete", "options": options});
    do_as_mediator(line, json!({"command": "add_issue", "in": place, "issue": issue})).await;
}

/// Adds a report by the page's form; where its page stands.
async fn add(member: &Member<'_>, published: bool, text: &str) -> String {
    let published = if published { "yes" } else { "no" };
    let fields =
        pairs(&[("name", "Gazette"), ("published", published), ("text", text), ("return", "/reports")]);
    let answer = send(member, "/reports/add_report", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

/// The suggestion whose words begin so, on a page.
fn suggestion<'p>(page: &'p Html, begins: &str) -> ElementRef<'p> {
    let (items, quoted) = (all("li.suggestion"), all(".suggestion-words"));
    let words =
        |item: &ElementRef<'_>| -> String { item.select(&quoted).flat_map(|words| words.text()).collect() };
    let found = page.select(&items).find(|item| words(item).trim_start_matches('“').starts_with(begins));
    found.unwrap_or_else(|| panic!("no suggestion begins with {begins}"))
}

/// What a browser would send of the first form of a suggestion with a button, or of its form to edit.
fn filled(item: ElementRef<'_>, form: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = item.select(&all(&format!("{form} form"))).next().expect("a form");
    let mut fields = Vec::new();
    for field in form.select(&all("input, select, textarea")) {
        let Some(name) = field.attr("name").filter(|name| *name != "token") else { continue };
        let chosen = field.select(&all("option[selected]")).next().and_then(|option| option.attr("value"));
        let value = chosen.or(field.attr("value")).unwrap_or("").to_owned();
        fields.push((name.to_owned(), value));
    }
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn page(member: &Member<'_>, path: &str) -> Html {
    let answer = member.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    Html::parse_document(&answer.text())
}

fn stands(page: &Html, begins: &str) -> String {
    suggestion(page, begins).attr("data-stands").unwrap().to_owned()
}

fn reports(line: &Line) -> Vec<(ReportId, mediant_record::report::ReportOnRecord)> {
    let read =
        |state: &State| state.reports.iter().map(|(id, report)| (id.clone(), report.clone())).collect();
    line.app.desk.read(&Reader::Mediator, read).unwrap()
}

const READY: &str = "that Veldria was ready to discuss joint use";
const MET: &str = "Delegations from Veldria and Norland met";
const RESIGNED: &str = "Norland’s deputy negotiator, Jon Askel, resigned";
const CONFIDENTIAL: &str = "Both sides agreed to keep the proposals confidential";

/// Everything that somebody gets from pages and interface, but for what changes by itself.
async fn gets(member: &Member<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for path in [
        "/",
        "/timeline",
        "/sessions",
        "/people",
        "/caucus",
        "/record",
        "/api/v1/export",
        "/api/v1/statements",
        "/api/v1/timeline",
        "/api/v1/record",
        "/api/v1/case.toml",
        "/api/v1/reports",
        "/reports",
    ] {
        let answer = member.get(path).await;
        all.push(format!(
            "{path} {} {}",
            answer.status,
            if answer.status == 200 { answer.page() } else { String::new() }
        ));
    }
    all
}

#[tokio::test]
async fn a_report_is_read_decided_about_and_put_on_record() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    let vera = line.member("Vera", Role::Principal("veldria".into())).await;
    let nils = line.member("Nils", Role::Principal("norland".into())).await;
    let before = (gets(&vera).await, gets(&nils).await);
    let path = add(&mona, true, &text()).await;

    // Accepted, rejected, skipped, edited, taken back: nobody else gets another byte.
    for (begins, form, more, now) in [
        (READY, "[data-decide]", vec![("resolution", "accept")], "accepted"),
        ("We will not sell", "[data-decide]", vec![("resolution", "reject")], "rejected"),
        (CONFIDENTIAL, "[data-decide]", vec![("resolution", "skip")], "skipped"),
        (READY, "[data-edit]", vec![("slot.about", "harbour"), ("to", "caucus:veldria")], "accepted"),
    ] {
        let html = page(&mona, &path).await;
        let fields = filled(suggestion(&html, begins), form, &more);
        let answer = send(&mona, "/reports/decide", &fields).await;
        assert_eq!(answer.status, 303, "{begins}: {}", answer.text());
        // Sent twice it counts once.
        assert_eq!(send(&mona, "/reports/decide", &fields).await.status, 303);
        assert_eq!(stands(&page(&mona, &path).await, begins), now);
    }
    assert_eq!(reports(&line)[0].1.steps.len(), 4);
    let html = page(&mona, &path).await;
    let undo = html.select(&all("[data-undo]")).next().expect("the last step can be taken back");
    assert_eq!(send(&mona, "/reports/undo", &filled(undo, "", &[])).await.status, 303);
    assert_eq!(reports(&line)[0].1.steps.len(), 3);
    let html = page(&mona, &path).await;
    let edited = filled(
        suggestion(&html, READY),
        "[data-edit]",
        &[("slot.about", "harbour"), ("to", "caucus:veldria")],
    );
    assert_eq!(send(&mona, "/reports/decide", &edited).await.status, 303);
    assert_eq!((gets(&vera).await, gets(&nils).await), before);

    // Accepted once more, for the same or for others, it stays as it was edited.
    let html = page(&mona, &path).await;
    let again = filled(suggestion(&html, READY), "[data-decide]", &[("resolution", "accept")]);
    assert!(again.contains(&("to".to_owned(), "caucus:veldria".to_owned())), "{again:?}");
    assert_eq!(send(&mona, "/reports/decide", &again).await.status, 303);

    // On record it is read by those whom it was accepted for, as the mediator's, with its source.
    let html = page(&mona, &path).await;
    let enter = html.select(&all("[data-entering]")).next().expect("what is accepted waits");
    let answer = send(&mona, "/reports/enter", &filled(enter, "", &[])).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(stands(&page(&mona, &path).await, READY), "on-record");
    let statements = vera.get("/api/v1/statements").await.json();
    let (_, stated) = statements["statements"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(stated["content"]["kind"], "answer");
    assert_eq!(stated["content"]["by"], json!({"person": "marand"}));
    assert_eq!(stated["content"]["source"]["place"], "P2");
    assert_eq!(stated["trace"]["by"]["role"], "mediator");
    assert_eq!(gets(&nils).await, before.1, "what was accepted for one the other does not get");
    let caucus = vera.get("/caucus").await.text();
    assert!(caucus.contains("Gazette") && caucus.contains("recorded by the mediator"), "{caucus}");
    assert!(
        !vera.get("/api/v1/export").await.text().contains("Fuel reserves"),
        "the rest of the report stays"
    );
}

#[tokio::test]
async fn what_cannot_be_an_act_is_noted_and_what_is_refused_is_told() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    let path = add(&mona, true, &text()).await;
    let html = page(&mona, &path).await;
    for begins in [MET, "remains the main obstacle", RESIGNED] {
        let fields =
            filled(suggestion(&html, begins), "[data-decide]", &[("resolution", "accept"), ("to", "public")]);
        assert_eq!(send(&mona, "/reports/decide", &fields).await.status, 303);
    }
    // Somebody records meanwhile that Askel has left: the record refuses to say it again, and everything else goes on record.
    let leave = json!({"command": "record_departure", "in": "public", "party": "norland", "person": "askel", "how": "resigned"});
    let html = page(&mona, &path).await;
    do_as_mediator(&line, leave).await;
    let enter = html.select(&all("[data-entering]")).next().unwrap();
    let answer = send(&mona, "/reports/enter", &filled(enter, "", &[])).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    let html = page(&mona, &path).await;
    assert_eq!(
        [MET, "remains the main obstacle", RESIGNED].map(|begins| stands(&html, begins)),
        ["on-record", "on-record", "accepted"]
    );
    let (sessions, notes) =
        line.app.desk.read(&Reader::Mediator, |state| (state.sessions.len(), state.notes.len())).unwrap();
    assert_eq!((sessions, notes), (1, 1));
    let public =
        line.app.desk.read(&Reader::Public, |state| (state.sessions.len(), state.notes.len())).unwrap();
    assert_eq!(public, (1, 0));
}

#[tokio::test]
async fn nothing_confidential_goes_out_by_a_default() {
    for (place, published, usual) in
        [("public", true, "public"), ("table", true, "table"), ("public", false, "mediator")]
    {
        let line = Line::open().await;
        opened(&line, place).await;
        let mona = line.member("Mona", Role::Mediator).await;
        let path = add(&mona, published, &text()).await;
        let html = page(&mona, &path).await;
        for item in html.select(&all("li.suggestion")) {
            let words: String =
                item.select(&all(".suggestion-words")).flat_map(|words| words.text()).collect();
            let chosen =
                filled(item, "[data-decide]", &[]).into_iter().find(|(name, _)| name == "to").unwrap().1;
            let expected = if words.contains("confidential") { "mediator" } else { usual };
            assert_eq!(chosen, expected, "{words} of a report in {place}, published {published}");
        }
    }
}

#[tokio::test]
async fn a_deleted_report_is_gone_and_what_went_on_record_stays() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    let tim = line.member("Tim", Role::Team).await;
    let path = add(&tim, true, &text()).await;
    let html = page(&mona, &path).await;
    for (begins, resolution) in [(READY, "accept"), ("We will not sell", "reject")] {
        let fields = filled(suggestion(&html, begins), "[data-decide]", &[("resolution", resolution)]);
        assert_eq!(send(&mona, "/reports/decide", &fields).await.status, 303);
    }
    let html = page(&tim, &path).await;
    let enter = html.select(&all("[data-entering]")).next().unwrap();
    assert_eq!(send(&tim, "/reports/enter", &filled(enter, "", &[])).await.status, 303);
    assert!(
        html.select(&all("form[action=\"/do/delete_compartment\"]")).next().is_none(),
        "the team does not delete"
    );
    let id = reports(&line)[0].0.clone();
    let delete = json!({"compartment": format!("report:{id}")});
    assert_eq!(tim.post("/api/v1/commands/delete_compartment", &delete).await.status, 403);
    assert_eq!(mona.post("/api/v1/commands/delete_compartment", &delete).await.status, 201);
    assert_eq!(mona.get(&path).await.status, 404);
    for member in [&mona, &tim] {
        for path in ["/reports", "/timeline", "/api/v1/export", "/api/v1/reports", "/api/v1/timeline"] {
            let text = member.get(path).await.text();
            assert!(!text.contains("We will not sell") && !text.contains("Fuel reserves"), "{path}");
        }
    }
    let stated = line.get("/api/v1/statements").await.json();
    assert_eq!(stated["statements"].as_object().unwrap().len(), 1);
    // Another server and a desk that is opened anew know no more.
    let beside = line.beside().await;
    assert!(reports(&beside).is_empty());
    // The text may be added again, as another report.
    add(&mona, true, &text()).await;
}

#[tokio::test]
async fn nobody_but_the_mediator_and_the_team_has_reports() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    let path = add(&mona, true, &text()).await;
    for role in [
        Role::Principal("veldria".into()),
        Role::Delegate("veldria".into()),
        Role::Adviser("veldria".into()),
        Role::Observer,
    ] {
        let member = line.member(&format!("{role:?}"), role.clone()).await;
        for path in ["/reports", &path, "/reports/none"] {
            assert_eq!(member.get(path).await.status, 404, "{path} as {role:?}");
        }
        assert!(!member.get("/").await.text().contains("/reports"), "{role:?}");
        assert!(member.get("/api/v1/reports").await.status >= 400);
        for form in ["add_report", "decide", "undo", "enter"] {
            let fields = pairs(&[("name", "Mine"), ("published", "yes"), ("text", &text())]);
            assert!(
                send(&member, &format!("/reports/{form}"), &fields).await.status >= 400,
                "{form} as {role:?}"
            );
        }
    }
    assert_eq!(reports(&line).len(), 1);
    let tim = line.member("Tim", Role::Team).await;
    assert_eq!(tim.get(&path).await.status, 200);
    // The preview of a party is that party's.
    assert_eq!(mona.get("/preview/of-veldria/reports").await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_everything_that_was_typed() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    let undated = "The envoys met in Bern, and the hedgehog was there.";
    let base = [("name", "Gazette"), ("published", "yes"), ("return", "/reports")];
    let long = format!("date 2025-05-14\n\n{}", "word ".repeat(mediant_record::limits::REPORT_MAX / 5 + 1));
    for (more, typed) in [
        (vec![("text", undated)], "hedgehog"),
        (vec![("text", undated), ("on", "2025-02-30")], "hedgehog"),
        (
            vec![(
                "text",
                "date 2025-05-14\n\nDie Unterhändler haben sich am Dienstag in Bern getroffen und drei Stunden lang über den Hafen gesprochen. Eine Einigung wurde nicht erreicht, die Gespräche gehen am Montag weiter.",
            )],
            "Unterhändler",
        ),
        (vec![("text", "")], "Gazette"),
        (vec![("text", "date 2025-05-14\n\nbell \u{7} hedgehog")], "hedgehog"),
        (vec![("text", long.as_str())], "word word"),
        (vec![("file", "AAAA"), ("file_name", "a.xyz")], "Gazette"),
        (vec![("file", "not base 64!"), ("file_name", "a.txt")], "Gazette"),
    ] {
        let fields: Vec<(&str, &str)> = base.iter().copied().chain(more.clone()).collect();
        let answer = send(&mona, "/reports/add_report", &pairs(&fields)).await;
        assert_eq!(answer.status, 422, "{more:?}: {}", answer.text());
        assert!(answer.text().contains(typed), "{more:?}: {}", answer.text());
    }
    assert!(reports(&line).is_empty());
    // Mended, it is taken; and once.
    let day = [("text", undated), ("on", "2025-05-14")];
    let fields: Vec<(&str, &str)> = base.iter().copied().chain(day).collect();
    assert_eq!(send(&mona, "/reports/add_report", &pairs(&fields)).await.status, 303);
    assert_eq!(send(&mona, "/reports/add_report", &pairs(&fields)).await.status, 409);
    // A file's bytes count as the text would.
    let file = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text());
    let fields =
        pairs(&[("name", "File"), ("published", "no"), ("file", &file), ("file_name", "harbour.txt")]);
    assert_eq!(send(&mona, "/reports/add_report", &fields).await.status, 303);
    assert_eq!(reports(&line).len(), 2);
}

/// Every suggestion of the report, accepted for every place that is offered: an act of the record that fits, or a note with its reason.
#[tokio::test]
async fn every_suggestion_becomes_an_act_or_a_note() {
    let line = Line::open().await;
    opened(&line, "public").await;
    let mona = line.member("Mona", Role::Mediator).await;
    add(&mona, true, &text()).await;
    let (id, report) = reports(&line)[0].clone();
    let found = Found::new(report.text.read(), report.on).unwrap();
    assert!(found.suggestions.len() > 12);
    let places = line.app.desk.read(&Reader::Mediator, to::all).unwrap();
    assert_eq!(places.first(), Some(&Compartment::Public));
    let today = line.app.desk.world().today();
    let mut kinds = std::collections::BTreeSet::new();
    for place in places {
        for suggested in &found.suggestions {
            let decided = Decided {
                suggestion: format!("{} for {place}", suggested.key),
                resolution: Resolution::Accept,
                to: Some(place.clone()),
                rule: suggested.proposal.rule.clone(),
                confidence: suggested.proposal.confidence,
                before: fields::suggested(suggested),
                after: None,
            };
            let act = line
                .app
                .desk
                .read(&Reader::Mediator, |state| of_decision(state, today, &decided, &found))
                .unwrap();
            let entry = match act {
                Act::Entry(entry) => entry,
                Act::Note(why) => Entry::Note { text: why.into() },
            };
            kinds.insert(serde_json::to_value(&entry).unwrap()["as"].as_str().unwrap().to_owned());
            let decide = Command::DecideSuggestions(DecideSuggestions {
                report: id.clone(),
                decisions: vec![decided.clone()],
            });
            let mediator = Actor::new(Role::Mediator);
            line.app.desk.ask(&mediator, decide, None).await.unwrap();
            let enter = Command::EnterSuggestion(EnterSuggestion {
                report: id.clone(),
                suggestion: decided.suggestion.clone(),
                place: "P1".to_owned(),
                words: fields::value(&decided, fields::WORDS).to_owned(),
                entry,
            });
            // What is known to fewer than this was accepted for, or a departure that is on record, is refused, and says so.
            if let Err(refused) = line.app.desk.ask(&mediator, enter, None).await {
                let of = suggested.proposal.fields.kind();
                assert!(
                    of == "person" || matches!(place, Compartment::Caucus(_)),
                    "{of} for {place}: {refused:?}"
                );
            }
        }
    }
    assert!(
        ["departure", "note", "session", "statement"].iter().all(|kind| kinds.contains(*kind)),
        "{kinds:?}"
    );
}
