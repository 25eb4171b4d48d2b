//! Forged and genuine never read alike: every act of a party, once by the party and once recorded for it by the team, on
//! every page of every reader. The acts are those of the record's own list, which leaves out no kind.

use super::record::{Played, party};
use super::{Html, TODAY, all, all_paths, rendered, viewer};
use mediant_model::case::Reader;
use mediant_pages::view::Viewer;
use mediant_record::{Actor, Compartment, Role, State};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One a line: the kind of event, what it weighs, what has to happen before, and what the party asks for.
const ACTS: &str = include_str!("../../../../record/tests/fixtures/party-acts.jsonl");

const PARTIES: [&str; 3] = ["north", "south", "west"];

/// What the reader is told of an act that the team recorded.
const MARK: &str = "recorded by the mediator’s team on NORTH’s word";

/// Pages on which an act changes a count, an offer or a standing, and does not show itself.
const COUNTS_ALONE: [(&str, &str); 11] = [
    // How many held items a party told; how many messages it has not confirmed.
    ("item_told", "/"),
    ("item_released", "/"),
    ("hearing_confirmed", "/"),
    // What somebody who left, or is back, may do there.
    ("person_left", "/brief"),
    ("person_returned", "/brief"),
    ("person_left", "/brief?step=look"),
    ("person_returned", "/brief?step=look"),
    ("person_left", "/keys"),
    ("person_returned", "/keys"),
    // What the engine makes of a brief; that there is a brief to take along as a file.
    ("brief_deposited", "/deal"),
    ("brief_deposited", "/record"),
];

fn principal(of: &str) -> Actor {
    Actor::person(Role::Principal(party(of)), format!("{of}_principal").as_str())
}

fn team() -> Actor {
    Actor::new(Role::Team)
}

/// Three parties with a principal and a delegate each, two issues.
fn opened(come: bool) -> Played {
    let mut r = Played::empty(&PARTIES);
    let m = super::record::mediator();
    let open = json!({"in": "public", "title": "Harbour", "reference": "harbour",
        "agreement": {"quorum": {"at_least": 2}}});
    r.ask(&m, "open_case", open);
    for of in PARTIES {
        let joins =
            json!({"in": "public", "party": {"id": of, "name": of.to_uppercase(), "role": "negotiating"}});
        r.ask(&m, "add_party", joins);
        for role in ["principal", "delegate"] {
            let person =
                json!({"id": format!("{of}_{role}"), "name": format!("{role} of {of}"), "role": role});
            r.ask(&m, "name_person", json!({"in": "public", "party": of, "person": person}));
        }
    }
    for (issue, options) in [("quay", ["wide", "narrow"]), ("fees", ["low", "high"])] {
        let options = options.map(|id| json!({"id": id, "name": id}));
        let issue =
            json!({"id": issue, "name": issue.to_uppercase(), "kind": "discrete", "options": options});
        r.ask(&m, "add_issue", json!({"in": "public", "issue": issue}));
    }
    if come {
        let open = json!({"door": "an account", "role": {"principal": "north"}, "person": "north_principal",
            "let_in_by": "mediator"});
        r.ask(&m, "open_door", open);
    }
    r
}

/// The record before the act, and what was made on the way.
fn before(act: &Value, come: bool) -> (Played, Vec<String>) {
    let mut r = opened(come);
    let mut made = Vec::new();
    for step in act["before"].as_array().unwrap() {
        let by = step["by"].as_str().unwrap();
        let by = if by == "mediator" { super::record::mediator() } else { principal(by) };
        let wish = filled(&r, &step["command"], &made);
        let before = r.log.len();
        r.ask(&by, step["command"]["command"].as_str().unwrap(), wish);
        let id = r.log[before..].iter().find_map(|placed| placed.recorded.event.made().map(str::to_owned));
        made.push(id.unwrap_or_default());
    }
    (r, made)
}

fn act_as(r: &mut Played, by: &Actor, act: &Value, made: &[String]) {
    let mut wish = filled(r, &act["act"], made);
    if by.role.mediates() && act["names"] == true {
        wish["person"] = json!("north_principal");
    }
    r.ask(by, act["act"]["command"].as_str().unwrap(), wish);
}

fn filled(r: &Played, wish: &Value, made: &[String]) -> Value {
    match wish {
        Value::String(text) => match text.strip_prefix('$') {
            Some("clause") => {
                let state = &r.states[&Reader::Mediator];
                json!(state.latest_draft(&Compartment::Table).unwrap().1.clauses[0].id)
            }
            Some(at) => json!(made[at.parse::<usize>().unwrap()]),
            None => wish.clone(),
        },
        Value::Array(list) => list.iter().map(|entry| filled(r, entry, made)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, entry)| (name.clone(), filled(r, entry, made))).collect()
        }
        other => other.clone(),
    }
}

fn readers() -> Vec<Viewer> {
    let of = |role: Role, person: Option<&str>| Viewer { person: person.map(Into::into), ..viewer(role) };
    vec![
        of(Role::Mediator, None),
        of(Role::Team, None),
        of(Role::Principal(party("north")), Some("north_principal")),
        of(Role::Delegate(party("north")), Some("north_delegate")),
        of(Role::Principal(party("south")), Some("south_principal")),
        Viewer { session: None, name: String::new(), ..viewer(Role::Observer) },
    ]
}

/// What stands on every page of a reader, without the forms: the words, and which of them are marks.
fn pages(r: &Played, who: &Viewer, paths: &[String]) -> BTreeMap<String, String> {
    let reader = who.role.reader();
    let (state, lines) = (&r.states[&reader], r.lines(&reader));
    let page = |path: &String| Some((path.clone(), told(&rendered(state, &lines, who, path, false)?)));
    let mut pages: BTreeMap<String, String> = paths.iter().filter_map(page).collect();
    // What the command line prints, and the case as a file.
    pages.insert("record show".to_owned(), shown(state));
    pages.insert("case.toml".to_owned(), mediant_desk::export::case_file(state, TODAY));
    pages
}

/// What `record show` prints, without the count of events in its first line.
fn shown(state: &State) -> String {
    let text = mediant_desk::show::text(state, TODAY);
    text.lines().skip(1).collect::<Vec<_>>().join("\n")
}

/// The words of a page outside its forms, and without the lines that say where the talks are and what waits: they follow from all
/// acts together, and count.
fn told(page: &str) -> String {
    let document = Html::parse_document(page);
    let apart: BTreeSet<_> = document
        .select(&all("form, details.fold > summary, head, .pages, [data-phase]:not([data-phase=broken_off]), .next, .next-steps"))
        .flat_map(|form| form.descendants().map(|node| node.id()).collect::<Vec<_>>())
        .collect();
    let texts = document.root_element().descendants().filter(|node| !apart.contains(&node.id()));
    let words: Vec<&str> = texts.filter_map(|node| node.value().as_text()).map(|text| &**text).collect();
    words.join("")
}

/// The line that says where the talks are.
fn phase(page: &str) -> Option<String> {
    let document = Html::parse_document(page);
    document.select(&all("[data-phase]")).next().map(|line| line.text().collect())
}

#[test]
fn the_line_at_the_top_says_which_signatures_are_only_recorded() {
    let mut looked_at = 0;
    for act in acts().iter().filter(|act| act["event"] == "signed" || act["event"] == "ratified") {
        let made = before(act, false).1;
        let (mut genuine, mut forged) = (before(act, false).0, before(act, false).0);
        act_as(&mut genuine, &principal("north"), act, &made);
        act_as(&mut forged, &team(), act, &made);
        let paths = all_paths(&forged.states[&Reader::Mediator]);
        for who in readers() {
            let reader = who.role.reader();
            let line = |r: &Played, path: &str| {
                phase(&rendered(&r.states[&reader], &r.lines(&reader), &who, path, false)?)
            };
            for path in &paths {
                let (Some(genuine), Some(forged)) = (line(&genuine, path), line(&forged, path)) else {
                    continue;
                };
                looked_at += 1;
                assert_ne!(genuine, forged, "{} on {path} for {:?}", act["event"], who.role);
            }
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

fn acts() -> Vec<Value> {
    ACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_the_team_recorded_never_reads_like_what_the_party_did() {
    let (mut looked_at, mut missing) = (0, Vec::new());
    for (act, come) in acts().iter().flat_map(|act| [(act, false), (act, true)]) {
        let kind = act["event"].as_str().unwrap();
        // A party that has come says itself who is back: nobody records it on its word.
        if come && kind == "person_returned" {
            continue;
        }
        let (untouched, made) = before(act, come);
        let (mut genuine, mut forged) = (before(act, come).0, before(act, come).0);
        act_as(&mut genuine, &principal("north"), act, &made);
        act_as(&mut forged, &team(), act, &made);
        let place = &forged.log.last().unwrap().compartment;
        let paths = all_paths(&forged.states[&Reader::Mediator]);
        for who in readers() {
            let of = |r: &Played| pages(r, &who, &paths);
            let (untouched, genuine, forged) = (of(&untouched), of(&genuine), of(&forged));
            if !place.is_read_by(&who.role.reader()) {
                assert_eq!(forged, genuine, "{kind} for {:?}", who.role);
                continue;
            }
            let mut shows = 0;
            for (path, page) in &genuine {
                if untouched.get(path) == Some(page) || COUNTS_ALONE.contains(&(kind, path.as_str())) {
                    continue;
                }
                looked_at += 1;
                let marked = forged.get(path).is_some_and(|page| page.contains(MARK));
                shows += usize::from(marked);
                assert!(!page.contains(MARK), "{kind} on {path} for {:?}", who.role);
                if !marked {
                    missing.push(format!("{kind} (come: {come}) on {path} for {:?}", who.role));
                }
            }
            assert!(shows > 0, "{kind} shows nowhere to {:?}", who.role);
        }
    }
    assert!(missing.is_empty(), "of {looked_at}: {missing:#?}");
    let weighs: BTreeSet<String> = acts().iter().map(|act| act["weight"].to_string()).collect();
    assert_eq!(weighs.len(), 3, "what gives, what takes back, and neither");
}
