//! No event reaches more people than the form said before it was sent.
//!
//! Every form of every page of every role is filled in, with each of its audiences in turn, and carried out on the state of whoever
//! was served it. Who reads the events that come of it is compared with whom the form named: by the sentence alone, as a person
//! reads it.

use super::ENGLISH;
use super::record::{self, PARTIES, Played, TODAY, agreed, full, later, party};
use super::{all, everything, filled, viewers};
use mediant_model::case::Reader;
use mediant_pages::audience;
use mediant_pages::form::Sent;
use mediant_pages::view::Viewer;
use mediant_record::{Actor, Command, CommandError, State};
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet};

/// Those whom a sentence names to whoever reads it.
fn named(sentence: &str, to: &Viewer, state: &State) -> BTreeSet<Reader> {
    if sentence.contains("everybody, in public") {
        let all = PARTIES.iter().map(|id| Reader::Party(party(id)));
        return all.chain([Reader::Mediator, Reader::Public]).collect();
    }
    let mut readers = BTreeSet::new();
    let of_mediator = if to.role.mediates() { "you with" } else { "the mediator with the team" };
    readers.extend(sentence.contains(of_mediator).then_some(Reader::Mediator));
    if sentence.contains("every party that joins") {
        readers.extend(PARTIES.iter().map(|id| Reader::Party(party(id))));
    }
    for known in state.negotiating() {
        let is_named = sentence.contains(&format!(" of {}", known.name));
        if is_named {
            // By name: everybody of it who has not left, and whoever reads this as "you".
            for person in known.people.iter().filter(|person| state.speaks(&known.id, &person.id, TODAY)) {
                let is_own = to.role.party() == Some(&known.id) && to.person.as_ref() == Some(&person.id);
                assert!(sentence.contains(if is_own { "you" } else { &person.name }), "{sentence}");
            }
            readers.insert(Reader::Party(known.id.clone()));
        }
    }
    readers
}

/// What a form sends, and whom it says that this reaches: once for each of its audiences.
fn sendings(form: ElementRef<'_>, everything: bool) -> Vec<(Vec<(String, String)>, String)> {
    let text = |element: ElementRef<'_>| element.text().collect::<String>();
    let mut base = filled(form, everything);
    for (at, (name, value)) in base.iter_mut().enumerate() {
        if name.ends_with(".id") && value == "7" {
            *value = format!("new{at}");
        }
    }
    let other: Vec<ElementRef<'_>> = form.select(&all("[data-other-audience] select")).collect();
    let with = |base: &[(String, String)], name: &str, value: &str| {
        let mut fields: Vec<_> = base.iter().filter(|(known, _)| known != name).cloned().collect();
        fields.push((name.to_owned(), value.to_owned()));
        fields
    };
    for select in &other {
        base = with(&base, select.attr("name").unwrap(), "");
    }
    let mut sendings = Vec::new();
    for tick in form.select(&all("[data-audience] .tick")) {
        let input = tick.select(&all("input")).next().unwrap();
        let (name, value) = (input.attr("name").unwrap(), input.attr("value").unwrap());
        let said = text(tick.select(&all("[data-named]")).next().unwrap());
        let chosen = with(&base, name, value);
        for select in &other {
            for option in select.select(&all("option")).filter(|option| option.attr("value") != Some("")) {
                let name = select.attr("name").unwrap();
                sendings.push((with(&chosen, name, option.attr("value").unwrap()), text(option)));
            }
        }
        sendings.push((chosen, said));
    }
    if sendings.is_empty() {
        let said = form.select(&all("p.readers[data-readers]")).next().map(text);
        sendings.extend(said.map(|said| (base, said)));
    }
    sendings
}

/// Those who read an event of several.
fn reached(played: &Played, actor: &Actor, command: &Command) -> Result<BTreeSet<Reader>, CommandError> {
    let events = played.decided(actor, command)?;
    let readers =
        played.states.keys().filter(|reader| events.iter().any(|event| event.compartment.is_read_by(reader)));
    Ok(readers.cloned().collect())
}

#[test]
fn what_a_form_records_is_read_by_those_whom_it_named() {
    let mut carried_out = BTreeSet::new();
    let mut sent_once: BTreeMap<String, u32> = BTreeMap::new();
    let mut refused: BTreeMap<String, String> = BTreeMap::new();
    for played in [full(""), later(), agreed(), Played::empty(&PARTIES)] {
        for ((at, path), page) in &everything(&played) {
            let (who, document) = (&viewers()[*at], Html::parse_document(page));
            let state = &played.states[&who.role.reader()];
            let actor = Actor { role: who.role.clone(), person: who.person.clone() };
            for form in document.select(&all("form[method=post]")) {
                let action = form.attr("action").unwrap();
                let Some(kind) = action.strip_prefix("/do/") else { continue };
                let within = format!("{path} of viewer {at}: {kind}");
                for everything in [true, false] {
                    let sendings = sendings(form, everything);
                    assert!(!sendings.is_empty(), "{within} does not say who will read it");
                    for (fields, said) in sendings {
                        let said_to = named(&said, who, state);
                        assert!(!said_to.is_empty(), "{within}: {said}");
                        *sent_once.entry(kind.to_owned()).or_default() += 1;
                        let Ok(command) = Sent::new(fields).command(kind, &jiff::tz::TimeZone::UTC, ENGLISH)
                        else {
                            continue;
                        };
                        let reached = match reached(&played, &actor, &command) {
                            Ok(reached) => reached,
                            Err(refusal) => {
                                refused.insert(kind.to_owned(), format!("{refusal}"));
                                continue;
                            }
                        };
                        assert_eq!(reached, said_to, "{within}: {said}");
                        carried_out.insert(kind.to_owned());
                    }
                }
            }
        }
    }
    // The ones that take what no filler makes up: a text that reads as a case or a brief, a key, a day at which something is due, and
    // what the desk works out first.
    let special =
        ["import_case", "deposit_brief", "estimate_brief", "register_key", "close_case", "hold_session"];
    let never: Vec<_> = sent_once
        .keys()
        .filter(|kind| !carried_out.contains(*kind) && !special.contains(&kind.as_str()))
        .map(|kind| (kind, refused.get(kind)))
        .collect();
    assert!(never.is_empty(), "no form of these was carried out: {never:?}");
}

#[test]
fn nothing_goes_to_more_people_than_the_fewest_because_nobody_chose() {
    for played in [full(""), later(), agreed(), Played::empty(&PARTIES)] {
        for ((at, path), page) in &everything(&played) {
            let (who, document) = (&viewers()[*at], Html::parse_document(page));
            let state = &played.states[&who.role.reader()];
            for choice in document.select(&all("[data-audience]")) {
                let of = |tick: ElementRef<'_>| {
                    let said: String = tick.select(&all("[data-named]")).next().unwrap().text().collect();
                    let chosen = tick.select(&all("input[checked]")).next().is_some();
                    (named(&said, who, state), chosen)
                };
                let offered: Vec<_> = choice.select(&all(".tick")).map(of).collect();
                for (first, _) in offered.iter().filter(|(_, chosen)| *chosen) {
                    assert!(
                        offered.iter().all(|(other, _)| first.is_subset(other)),
                        "{path} of viewer {at}: {}",
                        choice.html()
                    );
                }
            }
            for other in document.select(&all("[data-other-audience] option[selected]")) {
                assert_eq!(other.attr("value"), Some(""), "{path} of viewer {at}");
            }
        }
    }
}

#[test]
fn what_contradicts_how_it_is_known_is_found_and_what_was_confirmed_is_not() {
    let played = full("");
    let state = &played.states[&Reader::Mediator];
    let found = |kind: &str, fields: serde_json::Value| {
        let serde_json::Value::Object(mut fields) = fields else { panic!("an object") };
        let beside =
            audience::complete(kind, &mut fields, Some(&mediant_record::Role::Mediator), ENGLISH).unwrap();
        fields.insert("command".to_owned(), kind.into());
        let command: Command = serde_json::from_value(fields.into()).unwrap();
        audience::contradiction(state, &command, &beside, ENGLISH)
            .map(|found| (found.usual.name(), found.chosen.name()))
    };
    use serde_json::json;
    let line = |known: &str, publicity: serde_json::Value| json!({ "known": known, "statement": { "kind": "position", "party": "north", "issue": "height", "publicity": publicity } });
    let pair = |usual: &str, chosen: &str| Some((usual.to_owned(), chosen.to_owned()));
    assert_eq!(found("state", line("told", json!("table"))), pair("caucus:north", "table"));
    assert_eq!(found("state", line("told", json!("mediator"))), None);
    assert_eq!(
        found("state", line("reading", json!({ "caucus": "north" }))),
        pair("mediator", "caucus:north")
    );
    assert_eq!(found("state", line("table", json!("public"))), pair("table", "public"));
    assert_eq!(found("state", line("public", json!("public"))), None);
    let mut confirmed = line("told", json!("public"));
    confirmed["readers_confirmed"] = json!("table");
    assert_eq!(found("state", confirmed.clone()), pair("caucus:north", "public"));
    confirmed["readers_confirmed"] = json!("public");
    assert_eq!(found("state", confirmed), None);
    let session = |place: &str| json!({ "in": place, "plan": { "parties": ["north", "council"] } });
    assert_eq!(found("plan_session", session("table")), pair("caucus:north", "table"));
    assert_eq!(found("plan_session", session("mediator")), None);
    assert_eq!(
        found("plan_session", json!({ "in": "table", "plan": { "parties": ["north", "south"] } })),
        None
    );
    let _ = record::mediator();
}
