//! Ids for what a form names without one: from the name, told apart from what its readers know.

use super::form::Sent;
use mediant_model::{IssueId, OptionId, PartyId, PersonId, SourceId};
use mediant_record::naming::id_for;
use mediant_record::state::Named;
use mediant_record::{Compartment, State};

/// The same form with an id for everything that it names and gives none. What was sent stays what was sent: this is what becomes of it
/// as things stand.
///
/// An id depends on what the readers of the place know, and on nothing else that the state holds.
pub fn with_ids(state: &State, kind: &str, sent: &Sent) -> Sent {
    let mut named = sent.clone();
    let Some(place) = value(sent, "in").and_then(|place| Compartment::named(&place)) else { return named };
    for (field, name) in &sent.fields {
        let Some((thing, word)) = thing(kind, path(field)) else { continue };
        let id = format!("{thing}.id");
        let is_given =
            named.fields.iter().any(|(known, given)| path(known) == id && !given.trim().is_empty());
        if name.trim().is_empty() || is_given {
            continue;
        }
        let taken = |id: &str| {
            is_beside(&named, thing, id) || is_known(state, &place, word, value(sent, "issue").as_deref(), id)
        };
        let made = id_for(name, word, taken);
        named.fields.retain(|(known, _)| path(known) != id);
        named.fields.push((format!("{id}:fixed"), made));
    }
    named
}

/// What a field names, as the path of the thing, and what sort of thing it is.
fn thing<'f>(kind: &str, field: &'f str) -> Option<(&'f str, &'static str)> {
    let thing = field.strip_suffix(".name").or_else(|| field.strip_suffix(".title"))?;
    let word = match (kind, thing) {
        ("add_party", "party") => "party",
        ("name_person", "person") => "person",
        ("name_source", "source") => "source",
        ("add_issue", "issue") => "issue",
        ("add_option", "option") => "option",
        ("add_issue" | "disclose_issue" | "split_issue", _) if list(thing).ends_with("options") => "option",
        ("split_issue", _) if list(thing) == "into" => "issue",
        _ => return None,
    };
    Some((thing, word))
}

/// The list in which something stands; itself where it stands in none.
fn list(thing: &str) -> &str {
    thing.rsplit_once('[').map_or(thing, |(list, _)| list)
}

/// Whether the form gives the id to something else of the same list.
fn is_beside(sent: &Sent, thing: &str, id: &str) -> bool {
    sent.fields.iter().any(|(field, given)| {
        let other = path(field).strip_suffix(".id");
        given.trim() == id && other.is_some_and(|other| other != thing && list(other) == list(thing))
    })
}

/// Whether everybody who reads the place knows something of this sort by the id.
fn is_known(state: &State, place: &Compartment, word: &str, issue: Option<&str>, id: &str) -> bool {
    let known = |named: Named| state.is_known_in(&named, place);
    match word {
        "party" => known(Named::Party(PartyId::new(id))),
        // A person's id is one of all parties.
        "person" => {
            state.parties.iter().any(|party| known(Named::Person(party.id.clone(), PersonId::new(id))))
        }
        "source" => known(Named::Source(SourceId::new(id))),
        "issue" => known(Named::Issue(IssueId::new(id))),
        // Of an issue that is there already; else the options beside it are all there are.
        _ => issue.is_some_and(|issue| known(Named::Option(IssueId::new(issue), OptionId::new(id)))),
    }
}

/// A field's path, without how it is read.
fn path(field: &str) -> &str {
    field.split(':').next().unwrap_or(field)
}

fn value(sent: &Sent, name: &str) -> Option<String> {
    let found = sent.fields.iter().rev().find(|(field, _)| path(field) == name);
    found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
}
