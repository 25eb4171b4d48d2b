//! Forms that were served before something happened, and are sent after it: each is carried out, or comes back on its page with a
//! sentence and with everything that was typed or chosen. Every form of every page of whoever sends it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Member};
use mediant_desk::World;
use mediant_record::Role;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

const PAGES: [&str; 12] = [
    "/",
    "/text",
    "/rounds",
    "/packages",
    "/brief",
    "/caucus",
    "/sessions",
    "/people",
    "/communiques",
    "/keys",
    "/issue/quay",
    "/issue/fence",
];

fn all(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// A form as somebody filled it in.
struct Filled {
    page: &'static str,
    heading: String,
    action: String,
    fields: Vec<(String, String)>,
    /// What was written into it.
    written: Vec<String>,
    /// What was chosen in it, by name.
    chosen: Vec<(String, String)>,
}

fn heading(page: &Html) -> String {
    page.select(&all("h1")).next().map(|heading| heading.text().collect()).unwrap_or_default()
}

fn fill(page: &'static str, of: &Html, form: ElementRef<'_>, count: &mut usize) -> Filled {
    let action = form.attr("action").unwrap().to_owned();
    let mut filled =
        Filled { page, heading: heading(of), action, fields: vec![], written: vec![], chosen: vec![] };
    let mut answered = BTreeSet::new();
    for field in form.select(&all("input, textarea, select")) {
        let Some(name) = field.attr("name").map(str::to_owned) else { continue };
        let kind = field.attr("type").unwrap_or("text");
        let value = field.attr("value").unwrap_or_default().to_owned();
        match (field.value().name(), kind) {
            ("select", _) => {
                let options: Vec<&str> =
                    field.select(&all("option")).filter_map(|option| option.attr("value")).collect();
                let Some(option) = options.iter().find(|option| !option.is_empty()) else { continue };
                filled.chosen.push((name.clone(), (*option).to_owned()));
                filled.fields.push((name, (*option).to_owned()));
            }
            (_, "hidden") => filled.fields.push((name, value)),
            (_, "radio") => {
                if answered.insert(name.clone()) {
                    filled.chosen.push((name.clone(), value.clone()));
                    filled.fields.push((name, value));
                }
            }
            (_, "checkbox") if field.attr("checked").is_none() => {}
            (_, "password" | "file") => {}
            _ => {
                *count += 1;
                let typed = match kind {
                    "date" => "2027-03-04".to_owned(),
                    "number" => "12".to_owned(),
                    _ => format!("words that were typed, {count}"),
                };
                filled.written.push(typed.clone());
                filled.fields.push((name, typed));
            }
        }
    }
    filled
}

/// Every form that somebody has, filled in.
async fn forms_of(member: &Member<'_>) -> Vec<Filled> {
    let (mut forms, mut count) = (Vec::new(), 0);
    for page in PAGES {
        let answer = member.get(page).await;
        if answer.status != 200 {
            continue;
        }
        let document = Html::parse_document(&answer.text());
        for form in document.select(&all("main form[method=post], aside form[method=post]")) {
            let action = form.attr("action").unwrap_or_default();
            if action.starts_with("/do/") || action == "/brief/compose" {
                forms.push(fill(page, &document, form, &mut count));
            }
        }
    }
    forms
}

async fn send(member: &Member<'_>, form: &Filled) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
    let headers = [("cookie", member.cookie.as_str()), FORM, ("sec-fetch-site", "same-origin")];
    member.line.ask("POST", &form.action, &headers, &body).await
}

/// Everything that a page says in its fields, or sets apart to be copied.
fn kept(page: &Html) -> (BTreeSet<String>, BTreeSet<(String, String)>) {
    let (mut says, mut chosen) = (BTreeSet::new(), BTreeSet::new());
    for field in page.select(&all("main input, main textarea, main pre")) {
        let text: String = field.text().collect();
        let text = text.strip_prefix('\n').map(str::to_owned).unwrap_or(text);
        let is_choice = matches!(field.attr("type"), Some("radio" | "checkbox"));
        if !is_choice {
            says.insert(field.attr("value").map_or(text, str::to_owned));
        } else if field.attr("checked").is_some() {
            let pair = (field.attr("name"), field.attr("value"));
            chosen.insert((pair.0.unwrap_or_default().to_owned(), pair.1.unwrap_or_default().to_owned()));
        }
    }
    for option in page.select(&all("main option[selected]")) {
        says.insert(option.attr("value").unwrap_or_default().to_owned());
    }
    (says, chosen)
}

/// Whether a list of the page has this choice, chosen.
fn is_listed(page: &Html, (name, value): &(String, String)) -> bool {
    page.select(&all("select"))
        .filter(|list| list.attr("name") == Some(name))
        .any(|list| list.select(&all("option[selected]")).any(|option| option.attr("value") == Some(value)))
}

/// Sends all of them; how many were carried out, and how many came back. What came back has to have everything.
async fn sent_all(member: &Member<'_>, forms: &[Filled]) -> (usize, usize) {
    let (mut done, mut back) = (0, 0);
    let mut wrong = Vec::new();
    for form in forms {
        let answer = send(member, form).await;
        let at = format!("{} of {}", form.action, form.page);
        if answer.status == 303 {
            assert!(!answer.header("location").unwrap_or_default().starts_with("/sign-in"), "{at}");
            done += 1;
            continue;
        }
        back += 1;
        let page = Html::parse_document(&answer.text());
        let (says, chosen) = kept(&page);
        if !(400..500).contains(&answer.status) || page.select(&all("main [role=alert]")).next().is_none() {
            wrong.push(format!("{at}: {} without a sentence", answer.status));
        }
        // What it was about may be called otherwise by now.
        let today = Html::parse_document(&member.get(form.page).await.text());
        if ![&form.heading, &heading(&today)].contains(&&heading(&page)) {
            wrong.push(format!("{at}: it comes back on “{}”", heading(&page)));
        }
        wrong.extend(
            form.written.iter().filter(|words| !says.contains(*words)).map(|words| format!("{at}: {words}")),
        );
        // A choice that the form has no more is said beside those that it has.
        let field = |name: &str, marked: &str| {
            let with = all(&format!("form[data-sent] [name]{marked}"));
            page.select(&with).any(|control| control.attr("name") == Some(name))
        };
        let unsaid =
            form.chosen.iter().filter(|choice| !chosen.contains(*choice) && !is_listed(&page, choice));
        let unsaid = unsaid.filter(|(name, _)| field(name, "") && !field(name, "[aria-invalid=true]"));
        wrong.extend(unsaid.map(|(name, value)| format!("{at}: nothing beside {name} of {value}")));
        let lost = form.chosen.iter().filter(|choice| !chosen.contains(*choice) && !says.contains(&choice.1));
        wrong.extend(lost.map(|(name, value)| format!("{at}: {name} as {value}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (done, back)
}

async fn ask(member: &Member<'_>, kind: &str, body: Value) -> String {
    let answer = member.post(&format!("/api/v1/commands/{kind}"), &body).await;
    assert_eq!(answer.status, 201, "{kind}: {}", answer.text());
    answer.json()["made"].as_str().unwrap_or_default().to_owned()
}

/// The same where it says first what it touches.
async fn ask_knowing(member: &Member<'_>, kind: &str, mut body: Value) {
    let answer = member.post(&format!("/api/v1/commands/{kind}"), &body).await;
    if answer.status == 409 {
        let help = answer.json()["help"].as_str().unwrap().to_owned();
        body["touches"] = json!(help.split(['“', '”']).nth(1).unwrap());
        ask(member, kind, body).await;
    } else {
        assert_eq!(answer.status, 201, "{kind}: {}", answer.text());
    }
}

/// Talks with a draft, a package, a round, a session, an item and a delegate with a mandate.
struct Talks<'l> {
    mona: Member<'l>,
    anna: Member<'l>,
    abe: Member<'l>,
    mandate: String,
    package: String,
    draft: String,
}

impl<'l> Talks<'l> {
    async fn begin(line: &'l Line) -> Self {
        line.open_case().await;
        line.principal("B", "bert", "Bert").await;
        line.person_of("A", "abe", "Abe", "delegate").await;
        let mona = line.member("Mona", Role::Mediator).await;
        for (id, name) in [("quay", "Quay"), ("fence", "Fence")] {
            let options = json!([{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"},
                {"id": "none", "name": "none"}]);
            let issue = json!({"id": id, "name": name, "kind": "discrete", "options": options});
            ask(&mona, "add_issue", json!({"in": "table", "issue": issue})).await;
        }
        let anna = line.person("Anna", Role::Principal("A".into()), Some("anna")).await;
        let abe = line.person("Abe", Role::Delegate("A".into()), Some("abe")).await;
        let mandate = ask(&anna, "give_mandate", json!({"in": "table", "party": "A", "person": "abe"})).await;
        let clauses = json!([{"heading": "Quay", "issue": "quay", "text": "The quay is wide."}]);
        let draft =
            ask(&mona, "put_draft", json!({"in": "table", "title": "First", "clauses": clauses})).await;
        let options = json!({"quay": "wide", "fence": "none"});
        let package = ask(&mona, "propose_package", json!({"in": "table", "options": options})).await;
        let question = json!({"words": {"text": "Shall we meet?"}});
        let open = json!({"title": "Meeting", "closes": "2036-01-01T10:00:00Z", "questions": [question]});
        ask(&mona, "open_round", open).await;
        let tell = json!({"party": "A", "text": "we can wait", "release": "substance"});
        ask(&anna, "tell_item", tell).await;
        Self { mona, anna, abe, mandate, package, draft }
    }

    fn today(&self) -> String {
        self.mona.line.world.today().to_string()
    }
}

#[tokio::test]
async fn a_mandate_that_ended_while_somebody_typed() {
    let line = Line::open().await;
    let talks = Talks::begin(&line).await;
    let forms = forms_of(&talks.abe).await;
    let revoke = json!({"in": "table", "mandate": talks.mandate, "ends": talks.today()});
    ask(&talks.anna, "revoke_mandate", revoke).await;
    let (_, back) = sent_all(&talks.abe, &forms).await;
    assert!(back >= 5, "{back}");
    let accepted = talks.anna.get("/api/v1/packages").await.text();
    assert!(!accepted.contains("\"accept\""), "{accepted}");
}

#[tokio::test]
async fn talks_that_were_over_while_somebody_typed() {
    for who in ["mona", "anna", "abe"] {
        let line = Line::open().await;
        let talks = Talks::begin(&line).await;
        let member = match who {
            "mona" => &talks.mona,
            "anna" => &talks.anna,
            _ => &talks.abe,
        };
        let forms = forms_of(member).await;
        assert!(forms.len() >= 15, "{who}: {}", forms.len());
        ask(&talks.mona, "close_case", json!({"in": "table"})).await;
        let (_, back) = sent_all(member, &forms).await;
        assert!(back >= 5, "{who}: {back}");
    }
}

#[tokio::test]
async fn options_that_were_gone_while_somebody_typed() {
    for is_mediator in [true, false] {
        let line = Line::open().await;
        let talks = Talks::begin(&line).await;
        let member = if is_mediator { &talks.mona } else { &talks.anna };
        let forms = forms_of(member).await;
        for (issue, option) in [("quay", "wide"), ("fence", "wide"), ("fence", "none")] {
            let what = json!({"what": {"option": {"issue": issue, "option": option}}});
            ask_knowing(&talks.mona, "retire", what).await;
        }
        sent_all(member, &forms).await;
    }
}

#[tokio::test]
async fn what_others_did_while_somebody_typed() {
    let line = Line::open().await;
    let talks = Talks::begin(&line).await;
    let forms = forms_of(&talks.abe).await;
    let answer = json!({"in": "table", "package": talks.package, "party": "A", "verdict": "reject"});
    ask(&talks.anna, "answer_package", answer).await;
    let clauses = json!([{"heading": "Quay", "issue": "quay", "text": "The quay is narrow."}]);
    let second = json!({"in": "table", "title": "Second", "clauses": clauses, "replaces": talks.draft});
    ask(&talks.mona, "put_draft", second).await;
    ask_knowing(
        &talks.mona,
        "reword",
        json!({"in": "table", "what": {"issue": "fence"}, "name": "The fence"}),
    )
    .await;
    let (done, back) = sent_all(&talks.abe, &forms).await;
    assert!(done > 0 && back > 0, "{done}, {back}");
}

/// Who left while typing is out, and gets back what was typed: nothing else, and nobody else.
#[tokio::test]
async fn whoever_left_while_typing_has_what_was_typed_and_nothing_else() {
    let line = Line::open().await;
    let talks = Talks::begin(&line).await;
    let forms = forms_of(&talks.abe).await;
    let left = json!({"in": "table", "party": "A", "person": "abe", "how": "resigned", "on": talks.today()});
    ask(&talks.anna, "record_departure", left).await;
    let before = talks.anna.get("/api/v1/export").await.text();
    for form in &forms {
        let answer = send(&talks.abe, form).await;
        assert_eq!(answer.status, 403, "{}", form.action);
        let page = answer.text();
        let (says, _) = kept(&Html::parse_document(&page));
        for words in form.written.iter().filter(|words| words.starts_with("words")) {
            assert!(says.contains(words), "{}: {words}", form.action);
        }
        assert!(!page.contains("we can wait"), "{page}");
    }
    assert_eq!(talks.anna.get("/api/v1/export").await.text(), before, "nothing of it is on record");
    let secret = Filled {
        page: "/account",
        heading: String::new(),
        action: "/account/password".to_owned(),
        fields: vec![("current".to_owned(), "my old secret".to_owned())],
        written: vec![],
        chosen: vec![],
    };
    assert!(!send(&talks.abe, &secret).await.text().contains("my old secret"));
}
