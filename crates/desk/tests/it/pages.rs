//! The pages, rendered from states: for every reader, from an empty record and from one with something of every kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

mod every_way;
mod in_other_words;
pub mod kept;
mod mistaken;
mod readers;
mod record;
mod ticked;
mod whose_word;

use jiff::Timestamp;
use mediant_desk::work::Stop;
use mediant_insight::interview::{Deposited, InterviewProgress, Questioning, RankedBy};
use mediant_insight::reports::{Found, ReportRead};
use mediant_insight::{Insight, InsightError};
use mediant_model::case::Reader;
use mediant_pages::actions;
use mediant_pages::form::Sent;
use mediant_pages::pages::record::{Account, Facts, Head, Invitation, SignIn, Verified};
use mediant_pages::paths::{self, Sources};
use mediant_pages::view::{FormKeys, View, Viewer};
use mediant_pages::when::Zone;
use mediant_pages::{assets, naming, shell};
use mediant_record::door::OpenedBy;
use mediant_record::event::Placed;
use mediant_record::mediation::{Ask, MediationId, MediationStage};
use mediant_record::report::ReportId;
use mediant_record::{Compartment, Role, State};
use mediant_words::Language;
use record::{PARTIES, Played, TODAY, agreed, full, later, party};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ENGLISH: Language = Language::English;

fn now() -> Timestamp {
    "2025-12-04T14:00:00Z".parse().unwrap()
}

fn viewer(role: Role) -> Viewer {
    let person = match &role {
        Role::Principal(of) if of.as_str() == "north" => Some("nora".into()),
        Role::Delegate(of) if of.as_str() == "north" => Some("nils".into()),
        Role::Principal(_) => Some("saleh".into()),
        _ => None,
    };
    let session = Some(FormKeys { token: "token".to_owned(), served: "served".to_owned() });
    Viewer {
        role,
        person,
        name: "Somebody".to_owned(),
        zone: Zone::named("Europe/Kyiv").unwrap(),
        zone_chosen: true,
        session,
    }
}

fn viewers() -> Vec<Viewer> {
    let north = || party("north");
    let mut all: Vec<Viewer> = [
        Role::Mediator,
        Role::Team,
        Role::Principal(north()),
        Role::Delegate(north()),
        Role::Adviser(north()),
        Role::Principal(party("south")),
        Role::Observer,
    ]
    .map(viewer)
    .into();
    all.push(Viewer { session: None, name: String::new(), ..viewer(Role::Observer) });
    all
}

fn facts() -> Facts {
    Facts {
        heads: vec![Head { compartment: Compartment::Table, length: 12, link: "ab".repeat(32) }],
        verified: Some(Verified { entries: 12, faults: Vec::new() }),
        accounts: vec![
            Account {
                id: "a".to_owned(),
                name: "Carla".to_owned(),
                role: Role::Mediator,
                let_in_by: None,
                is_closed: false,
                left: None,
                is_nobody: false,
                is_own: true,
            },
            Account {
                id: "b".to_owned(),
                name: "Nora".to_owned(),
                role: Role::Principal(party("north")),
                let_in_by: Some(OpenedBy::Mediator),
                is_closed: false,
                left: None,
                is_nobody: false,
                is_own: false,
            },
        ],
        invitations: vec![Invitation {
            id: "i".to_owned(),
            role: Role::Delegate(party("north")),
            person: None,
            name: Some("Nils Nord".to_owned()),
            expires: now(),
            waits: true,
        }],
        sign_ins: vec![
            SignIn {
                at: now(),
                name: "Carla".to_owned(),
                from: "127.0.0.1".to_owned(),
                what: "signed in".into(),
                refused: false,
            },
            SignIn {
                at: now(),
                name: "carla".to_owned(),
                from: "127.0.0.1".to_owned(),
                what: "sign-in refused".into(),
                refused: true,
            },
        ],
        new_links: Vec::new(),
        uninvited: Vec::new(),
    }
}

/// A page with its path and query, rendered.
fn rendered(
    state: &State,
    lines: &[(u64, Placed)],
    who: &Viewer,
    path: &str,
    preview: bool,
) -> Option<String> {
    let insight = Insight::of_state(state, TODAY, true, &Stop::within(std::time::Duration::from_secs(60)));
    let report = read(state, path);
    let sources = Sources {
        insight: insight.as_ref().map_err(|why: &InsightError| why),
        lines,
        asked: &BTreeMap::new(),
        facts: &facts(),
        report: report.as_ref(),
        drafts: &[],
    };
    rendered_with(state, &sources, who, path, preview, ENGLISH)
}

/// What the reader finds in the report whose page stands under a path.
fn read(state: &State, path: &str) -> Option<ReportRead> {
    let id = path.strip_prefix("/reports/")?;
    let report = state.reports.get(&ReportId::new(id.split('?').next()?))?;
    Some(match Found::new(report.text.read(), report.on) {
        Ok(found) => ReportRead::Found(Arc::new(found)),
        Err(why) => ReportRead::Unreadable(why),
    })
}

fn rendered_with(
    state: &State,
    sources: &Sources<'_>,
    who: &Viewer,
    path: &str,
    preview: bool,
    language: Language,
) -> Option<String> {
    let (plain, query) = path.split_once('?').unwrap_or((path, ""));
    let query: Vec<(String, String)> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    let view = View::new(state, who, now(), TODAY, path).in_language(language);
    let view = if preview { view.as_preview() } else { view };
    let page = paths::page(&view, sources, plain, &query)?;
    Some(shell::document(&view, &page).into_string())
}

fn decoded(text: &str) -> String {
    paths::steps(text).unwrap().join("/")
}

/// Where a party stands in each mediation that asks it: the first that it did not tell, and a contradiction where it told
/// enough for one.
fn asked(state: &State) -> BTreeMap<MediationId, InterviewProgress> {
    let Reader::Party(party) = state.reader() else { return BTreeMap::new() };
    let open = state.mediations.iter().filter(|(_, mediation)| {
        mediation.stage == MediationStage::Open && mediation.parties.contains(&party)
    });
    let standing = open.map(|(id, mediation)| {
        let told = state.told_in(id).len();
        let questioning = match told {
            0 => Questioning::Asked(Ask::RankOptions(mediation.issues[0].issue.clone())),
            1 => Questioning::NothingLeft,
            _ => Questioning::Asked(Ask::RankIssues),
        };
        let mediated = &mediation.issues[0];
        let deposited = Deposited {
            question: Ask::RankOptions(mediated.issue.clone()),
            order: mediated.options.iter().map(|option| vec![option.to_string()]).collect(),
            by: RankedBy::Ranking,
        };
        let progress = InterviewProgress {
            questioning,
            contradiction: (0..told.saturating_sub(2)).collect(),
            excluded: BTreeMap::new(),
            settled: Vec::new(),
            // Where the first form is asked its answer is in the brief.
            deposited: if told == 0 { vec![deposited] } else { Vec::new() },
        };
        (id.clone(), progress)
    });
    standing.collect()
}

/// Every page of a reader: those of the menu, and those of what is on record.
fn all_paths(state: &State) -> Vec<String> {
    let step = mediant_pages::words::step;
    let mut paths: Vec<String> = [
        "/",
        "/text",
        "/rounds",
        "/mediation",
        "/deal",
        "/packages",
        "/outlook",
        "/timeline",
        "/caucus",
        "/brief",
        "/brief?step=look",
        "/brief/north",
        "/brief/north?step=look",
        "/people",
        "/sessions",
        "/communiques",
        "/reports",
        "/keys",
        "/record",
        "/accounts",
        "/new-case/sides",
        "/new-case/issues",
        "/account",
        "/text/new?in=mediator",
        "/text/new?in=table",
        "/text/new?in=caucus%3Anorth",
        "/deal/package?height=high&who%2Epays=both&gap=5&paint=green",
        "/deal/package?height=low",
    ]
    .map(str::to_owned)
    .into();
    paths.extend(state.issues.iter().map(|issue| format!("/issue/{}", step(issue.id.as_str()))));
    paths.extend(state.split.iter().map(|split| format!("/issue/{}", step(split.issue.id.as_str()))));
    paths.extend(state.negotiating().map(|party| format!("/caucus/{}", step(party.id.as_str()))));
    paths.extend(
        state.items.keys().flat_map(|item| PARTIES.map(|hearer| format!("/pass-on/{item}/{hearer}"))),
    );
    paths.extend(
        state.reports.keys().flat_map(|id| [format!("/reports/{id}"), format!("/reports/{id}?all=yes")]),
    );
    paths.extend((!state.agreements.is_empty()).then(|| "/agreement".to_owned()));
    let drafts: Vec<String> = state.drafts.keys().map(ToString::to_string).collect();
    paths.extend(drafts.iter().map(|draft| format!("/text?draft={draft}")));
    paths.extend(
        drafts
            .iter()
            .zip(drafts.iter().skip(1))
            .map(|(from, to)| format!("/text/compare?from={from}&to={to}")),
    );
    paths
}

/// A new case as it begins from templates: where there is none yet.
fn template_paths(state: &State) -> Vec<String> {
    let all = [
        "/?template=pay",
        "/?template=ceasefire",
        "/new-case/sides?template=water",
        "/new-case/issues?template=parting",
        "/new-case/issues?template=neighbours",
    ];
    if state.opening.is_none() { all.map(str::to_owned).into() } else { Vec::new() }
}

/// Every page on which something is put right.
fn mend_paths(state: &State) -> Vec<String> {
    let step = mediant_pages::words::step;
    let mut paths = vec!["/mend".to_owned(), "/mend/title".to_owned()];
    for party in &state.parties {
        paths.push(format!("/mend/party/{}", step(party.id.as_str())));
        let people = party.people.iter().map(|person| step(person.id.as_str()));
        paths.extend(people.map(|person| format!("/mend/person/{}/{person}", step(party.id.as_str()))));
    }
    for issue in &state.issues {
        paths.push(format!("/mend/issue/{}", step(issue.id.as_str())));
        let options = issue.option_ids().into_iter().map(|option| step(option.as_str()));
        paths.extend(options.map(|option| format!("/mend/option/{}/{option}", step(issue.id.as_str()))));
    }
    paths.extend(state.sources.iter().map(|source| format!("/mend/source/{}", step(source.id.as_str()))));
    paths.extend(state.statements.keys().map(|id| format!("/mend/statement/{id}")));
    paths.extend(state.sessions.keys().map(|id| format!("/mend/session/{id}")));
    paths.extend(state.mandates.keys().map(|id| format!("/mend/mandate/{id}")));
    for (id, draft) in &state.drafts {
        paths.extend(draft.clauses.iter().map(|clause| format!("/mend/clause/{id}/{}", clause.id)));
    }
    paths
}

/// Every page of everybody, by who reads it and its path.
fn everything(played: &Played) -> BTreeMap<(usize, String), String> {
    everything_in(played, ENGLISH)
}

/// The same in a language.
fn everything_in(played: &Played, language: Language) -> BTreeMap<(usize, String), String> {
    let mut pages = BTreeMap::new();
    for (at, who) in viewers().iter().enumerate() {
        let reader = who.role.reader();
        let state = &played.states[&reader];
        let lines = played.lines(&reader);
        let insight =
            Insight::of_state(state, TODAY, true, &Stop::within(std::time::Duration::from_secs(60)));
        let mediators = &played.states[&Reader::Mediator];
        let more = mend_paths(mediators).into_iter().chain(template_paths(mediators));
        for path in all_paths(mediators).into_iter().chain(more) {
            let report = read(state, &path);
            let sources = Sources {
                insight: insight.as_ref().map_err(|why: &InsightError| why),
                lines: &lines,
                asked: &asked(state),
                facts: &facts(),
                report: report.as_ref(),
                drafts: &[],
            };
            if let Some(page) = rendered_with(state, &sources, who, &path, false, language) {
                pages.insert((at, path), page);
            }
        }
    }
    pages
}

/// A mark that does harm wherever it is not escaped.
const HARMFUL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;{{7*7}}";

#[test]
fn script_in_any_text_comes_out_inert() {
    let mut played = full(HARMFUL);
    played.ask(
        &record::mediator(),
        "name_source",
        serde_json::json!({ "in": "public",
        "source": { "id": "bad", "title": "Elsewhere", "url": "javascript:alert(3)" } }),
    );
    played.ask(
        &record::mediator(),
        "state",
        serde_json::json!({ "statement": { "kind": "remark", "party": "north",
        "publicity": "public", "issue": "gap", "text": "see there", "source": { "source": "bad" } } }),
    );
    for ((at, path), page) in &everything(&played) {
        let document = Html::parse_document(page);
        for element in document.select(&all("*")) {
            let name = element.value().name();
            for (attribute, value) in element.value().attrs() {
                let within = format!("{path} of viewer {at}: <{name} {attribute}={value}>");
                assert!(
                    !attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc",
                    "{within}"
                );
                let leads = matches!(attribute, "href" | "src" | "action" | "formaction");
                let known = ["/", "#", "https://example.org/"];
                assert!(!leads || known.iter().any(|start| value.starts_with(start)), "{within}");
            }
            let allowed = match name {
                "script" => {
                    let ours = [
                        "/assets/desk.js?",
                        "/assets/keys.js?",
                        "/assets/reports.js?",
                        "/assets/begin.js?",
                        "/assets/brief.js?",
                    ];
                    element.attr("src").is_some_and(|src| ours.iter().any(|start| src.starts_with(start)))
                        && element.text().next().is_none()
                }
                "img" => element.attr("src").is_some_and(|src| src.contains("/picture.svg?")),
                "style" | "iframe" | "object" | "embed" | "base" | "svg" => false,
                _ => true,
            };
            assert!(allowed, "{path} of viewer {at}: {}", element.html());
        }
    }
}

fn all(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// What a browser would send of a form: everything filled in, or only what is needed.
fn filled(form: ElementRef<'_>, everything: bool) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut ticked: BTreeSet<String> = BTreeSet::new();
    for field in form.select(&all("input, select, textarea")) {
        let Some(name) = field.attr("name").map(str::to_owned) else { continue };
        // Of several boxes, or several questions, one is needed; HTML cannot say so, the answer to the form does.
        let one_of = ["statement.never", "statement.require", "statement.when", "statement.then"]
            .iter()
            .any(|start| name.starts_with(start))
            || matches!(
                name.as_str(),
                "questions[0].words.text" | "issues[0].name" | "issues[0].options:lines"
            )
            || name.starts_with("concerned")
            || name.starts_with("plan.parties")
            || name.starts_with("options.");
        let needed = field.attr("required").is_some() || one_of;
        let value = field.attr("value").unwrap_or("").to_owned();
        let typed = |example: &str| match (value.is_empty(), everything || needed) {
            (false, _) => value.clone(),
            (true, true) => example.to_owned(),
            (true, false) => String::new(),
        };
        let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
            ("select", _) => {
                let options: Vec<&str> =
                    field.select(&all("option")).filter_map(|option| option.attr("value")).collect();
                let chosen =
                    field.select(&all("option[selected]")).next().and_then(|option| option.attr("value"));
                let chosen = if everything || needed {
                    options.last().copied()
                } else {
                    chosen.or(options.first().copied())
                };
                chosen.unwrap_or("").to_owned()
            }
            ("textarea", _) => {
                let text: String = field.text().collect();
                if text.is_empty() && (everything || needed) { "7".to_owned() } else { text }
            }
            (_, "hidden") => value,
            (_, "checkbox") if everything || one_of || field.attr("checked").is_some() => value,
            (_, "checkbox") => continue,
            (_, "radio") if ticked.insert(name.clone()) => value,
            (_, "radio") => continue,
            (_, "date") => typed("2025-12-05"),
            (_, "time") => typed("10:00"),
            (_, "datetime-local") => typed("2025-12-05T10:00"),
            _ => typed("7"),
        };
        // Described is who is not chosen.
        if name != "statement.by.described" || !everything {
            fields.push((name, value));
        }
    }
    // Where each answer is a button of its own the first one is pressed.
    let button = form.select(&all("button[type=submit]")).next();
    let pressed =
        button.and_then(|button| Some((button.attr("name")?.to_owned(), button.attr("value")?.to_owned())));
    fields.extend(pressed);
    fields
}

#[test]
fn every_form_is_a_command() {
    let mut kinds = BTreeSet::new();
    for played in [full(""), later(), agreed(), Played::empty(&PARTIES)] {
        for ((at, path), page) in &everything(&played) {
            let document = Html::parse_document(page);
            for form in document.select(&all("form[method=post]")) {
                let action = form.attr("action").unwrap();
                for everything in [true, false] {
                    let sent = Sent::new(filled(form, everything));
                    assert!(sent.token.is_some() && sent.back.is_some(), "{path} of viewer {at}: {action}");
                    // Put together on the desk from what the reader finds; what comes of them is looked at where they are sent.
                    if let Some((kind, _)) = actions::OF_REPORTS.iter().find(|(_, known)| *known == action) {
                        assert!(viewers()[*at].role.mediates(), "{path} shows viewer {at} the form {kind}");
                        kinds.extend(kind.strip_suffix("_by_form").map(str::to_owned));
                    }
                    // What comes of these the desk asks for when somebody is let in.
                    kinds.extend((action == "/invite").then(|| "open_door".to_owned()));
                    kinds.extend((action == "/doors/announce").then(|| "announce_door".to_owned()));
                    let Some(kind) = action.strip_prefix("/do/") else { continue };
                    // Short names are made from names.
                    let sent = naming::with_ids(&played.states[&viewers()[*at].role.reader()], kind, &sent);
                    let command = sent.command(kind, &jiff::tz::TimeZone::UTC, ENGLISH);
                    assert_eq!(
                        command.as_ref().map(|command| command.kind()),
                        Ok(kind),
                        "{path} of viewer {at}: {:?}",
                        sent.fields
                    );
                    kinds.insert(kind.to_owned());
                    // Whoever is shown a form may in principle send it.
                    assert!(
                        command.unwrap().may_come_from(&viewers()[*at].role),
                        "{path} shows viewer {at} the form {kind}"
                    );
                }
            }
        }
    }
    let missing: Vec<_> =
        mediant_record::Command::KINDS.iter().filter(|kind| !kinds.contains(**kind)).collect();
    assert!(missing.is_empty(), "no page asks for {missing:?}");
}

#[test]
fn every_field_is_named_and_every_id_is_used_once() {
    for ((at, path), page) in &everything(&full("")) {
        let document = Html::parse_document(page);
        let mut ids = BTreeSet::new();
        for element in document.select(&all("[id]")) {
            assert!(
                ids.insert(element.attr("id").unwrap().to_owned()),
                "{path} of viewer {at}: {}",
                element.html()
            );
        }
        let labelled: BTreeSet<&str> =
            document.select(&all("label[for]")).filter_map(|label| label.attr("for")).collect();
        for field in document.select(&all("input:not([type=hidden]), select, textarea")) {
            let named = field.attr("aria-label").is_some()
                || field.attr("id").is_some_and(|id| labelled.contains(id));
            assert!(named, "{path} of viewer {at}: {}", field.html());
        }
        for described in document.select(&all("[aria-describedby]")) {
            assert!(ids.contains(described.attr("aria-describedby").unwrap()), "{path} of viewer {at}");
        }
        assert_eq!(document.select(&all("h1")).count(), 1, "{path} of viewer {at}");
        assert_eq!(document.select(&all("main")).count(), 1, "{path} of viewer {at}");
    }
}

#[test]
fn hidden_events_do_not_change_a_byte() {
    let played = full("");
    let secret = full("the secret of the others");
    for who in viewers() {
        let reader = who.role.reader();
        // The same events that the reader may read, among others: the hidden ones are gone, or say something else.
        let alone: Vec<Placed> =
            played.log.iter().filter(|placed| placed.compartment.is_read_by(&reader)).cloned().collect();
        let mut among = alone.clone();
        for (at, hidden) in
            secret.log.iter().filter(|placed| !placed.compartment.is_read_by(&reader)).enumerate()
        {
            among.insert((at * 2).min(among.len()), hidden.clone());
        }
        let pages = |log: Vec<Placed>| {
            let other = Played::from_log(log);
            let state = other.folded(&reader, |_| true);
            let lines = other.lines(&reader);
            let mediators = &played.states[&Reader::Mediator];
            let paths: Vec<String> = all_paths(mediators).into_iter().chain(mend_paths(mediators)).collect();
            paths.iter().map(|path| rendered(&state, &lines, &who, path, false)).collect::<Vec<_>>()
        };
        let (without, with) = (pages(alone), pages(among));
        assert_eq!(without, with);
        assert!(with.iter().flatten().all(|page| !page.contains("the secret of the others")));
    }
}

#[test]
fn nobody_reads_what_others_keep() {
    let pages = everything(&full(""));
    let kept = [
        ("Nora smiled.", [true, true, false, false, false, false, false, false]),
        ("Do not smile.", [false, false, true, true, true, false, false, false]),
        ("We agreed to meet again.", [true, true, false, false, false, true, false, false]),
        ("We could live with steps.", [true, true, true, true, true, false, false, false]),
        ("The dog is old.", [true, true, true, true, true, false, false, false]),
        ("it was friendly", [true, true, true, true, true, false, false, false]),
        ("snow", [true, true, false, false, false, true, false, false]),
        ("Please bring the plans.", [true, true, true, true, true, true, false, false]),
        ("North is in talks.", [true, true, true, true, true, true, true, true]),
        ("The gazette knows of a badger.", [true, true, false, false, false, false, false, false]),
        ("the hedge would be cut", [true, true, true, true, true, false, false, false]),
        ("The houses meet at the pond", [true, true, true, true, true, true, false, false]),
    ];
    for (words, expected) in kept {
        let found: Vec<bool> = (0..viewers().len())
            .map(|at| pages.iter().any(|((reader, _), page)| *reader == at && page.contains(words)))
            .collect();
        assert_eq!(found, expected, "{words}");
    }
}

#[test]
fn a_sealed_answer_shows_nowhere() {
    let pages = |verdict: &str| {
        let mut played = full("");
        let round = played.states[&Reader::Mediator]
            .rounds
            .iter()
            .find(|(_, round)| round.title == "Round two")
            .map(|(id, round)| (id.to_string(), round.questions.clone()))
            .unwrap();
        let answers: serde_json::Map<String, serde_json::Value> =
            round.1.iter().map(|question| (question.id.to_string(), verdict.into())).collect();
        let south = mediant_record::Actor::person(Role::Principal(party("south")), "saleh");
        played.ask(
            &south,
            "answer_round",
            serde_json::json!({ "round": round.0, "party": "south", "answers": answers }),
        );
        everything(&played)
    };
    assert_eq!(pages("accept"), pages("reject"));
}

#[test]
fn previews_show_what_the_party_sees_and_no_forms() {
    let played = full("");
    let reader = Reader::Party(party("north"));
    let state = played.folded(&reader, |placed| placed.compartment.is_read_by(&Reader::Mediator));
    let page = rendered(&state, &[], &viewer(Role::Mediator), "/caucus", true).unwrap();
    assert!(page.contains("The dog is old.") && !page.contains("Do not smile."));
    let document = Html::parse_document(&page);
    let actions: Vec<_> = document.select(&all("main form, aside form")).map(|form| form.html()).collect();
    assert!(actions.is_empty(), "{actions:?}");
    for link in document.select(&all("nav.menu a")) {
        assert!(link.attr("href").unwrap().starts_with("/preview/of-north/"));
    }
}

/// Writes the pages where they can be looked at, when a folder is named for them.
#[test]
fn every_page_renders_for_an_empty_record_and_for_a_full_one() {
    let empty = everything(&Played::empty(&PARTIES));
    for at in 0..viewers().len() {
        assert!(empty.contains_key(&(at, "/".to_owned())));
        assert!(empty.contains_key(&(at, "/timeline".to_owned())));
    }
    let pages = everything(&full(""));
    let paths: BTreeSet<&String> = pages.keys().map(|(_, path)| path).collect();
    let expected = all_paths(&full("").states[&Reader::Mediator]);
    let missing: Vec<_> = expected.iter().filter(|path| !paths.contains(path)).collect();
    assert!(missing.is_empty(), "nobody has a page at {missing:?}");
    for ((at, path), page) in &pages {
        assert!(page.contains("</html>"), "{path} of viewer {at} ends");
    }
    if let Some(folder) = option_env!("MEDIANT_PAGES") {
        write(folder, &pages);
        write(&format!("{folder}/empty"), &empty);
    }
}

#[expect(clippy::disallowed_methods, reason = "a test that is asked to writes what it rendered")]
fn write(folder: &str, pages: &BTreeMap<(usize, String), String>) {
    std::fs::create_dir_all(format!("{folder}/assets")).unwrap();
    for asset in assets::ASSETS {
        std::fs::write(format!("{folder}/assets/{}", asset.name), asset.content).unwrap();
    }
    for ((at, path), page) in pages {
        let name: String = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let page = page.replace("/assets/", "assets/");
        std::fs::write(format!("{folder}/{at}{name}.html"), page).unwrap();
    }
}
