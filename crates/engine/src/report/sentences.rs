//! What a stated fact says, who said it, and what it would mean to drop it.

use super::View;
use super::figures::{near_day, units};
use super::naming::{all_of, capitalised, either, possessive, quoted};
use mediant_model::problem::{Fact, FactKind, Wording};
use mediant_model::statement::{Citation, Provenance, Speaker, Standing};

/// The fact in a sentence.
///
/// Made from the condition that its author wrote; the author's own sentence stands beside it.
pub(super) fn fact(view: &View<'_>, fact: &Fact) -> String {
    let naming = &view.naming;
    let who = fact.party.map_or("", |party| naming.party(party));
    let what = excluded(view, fact);
    let demand = fact.origin.wording.as_ref().map(|wording| naming.demand(wording));
    match (fact.kind, naming.left_open_issues(&fact.forbids)) {
        (FactKind::Reservation, _) => match walk_away(view, fact) {
            Some(value) => format!("{who} walks away below {value}"),
            None => format!("{who} has a walk-away value"),
        },
        (FactKind::Precondition | FactKind::RedLine, Some(issues)) => {
            let issues: Vec<String> = issues.iter().map(|issue| naming.quoted_issue(*issue)).collect();
            format!("{who} takes no deal that leaves {} open", either(&issues))
        }
        (FactKind::RedLine, None) => format!("{who} does not accept {what}"),
        (FactKind::Precondition, None) => match demand {
            Some(demand) => format!("{who} takes a deal only if {demand}"),
            None => format!("{who} takes no deal with {what}"),
        },
        (FactKind::Linkage, _) => match (demand, fact.party) {
            (Some(demand), Some(_)) => format!("{who} takes a deal only so: {demand}"),
            (Some(demand), None) => capitalised(&demand),
            (None, Some(_)) => format!("{who} takes no deal with {what}"),
            (None, None) => format!("No package may have {what}"),
        },
    }
}

/// What a fact excludes, as its author put it; from its regions where nobody did.
fn excluded(view: &View<'_>, fact: &Fact) -> String {
    match &fact.origin.wording {
        Some(Wording::Never(never)) => view.naming.noun(never),
        _ => view.naming.regions(&fact.forbids),
    }
}

/// What becomes possible when the fact falls.
pub(super) fn without(view: &View<'_>, fact: &Fact) -> String {
    let naming = &view.naming;
    let who = fact.party.map_or("", |party| naming.party(party));
    let what = excluded(view, fact);
    let demand = fact.origin.wording.as_ref().map(|wording| naming.demand(wording));
    match (fact.kind, naming.left_open_issues(&fact.forbids)) {
        (FactKind::Reservation, _) => format!("{who} gives up its walk-away value"),
        (FactKind::Precondition | FactKind::RedLine, Some(issues)) => {
            let issues: Vec<String> = issues.iter().map(|issue| naming.quoted_issue(*issue)).collect();
            format!("{who} takes a deal that leaves {} open", either(&issues))
        }
        (FactKind::RedLine, None) => format!("{who} accepts {what}"),
        (FactKind::Precondition, None) => match demand {
            Some(demand) => format!("{who} no longer asks that {demand}"),
            None => format!("{who} accepts {what}"),
        },
        (FactKind::Linkage, _) => match (demand, fact.party) {
            (Some(demand), Some(_)) => format!("{who} no longer asks that {demand}"),
            (Some(demand), None) => format!("it need not be that {demand}"),
            (None, Some(_)) => format!("{who} accepts {what}"),
            (None, None) => format!("a package may have {what}"),
        },
    }
}

/// A walk-away value lowered by so many units.
pub(super) fn lowered(view: &View<'_>, fact: &Fact, by: i64) -> String {
    let Some(party) = fact.party else { return String::new() };
    let who = view.naming.party(party);
    let amount = units(view.problem, party, by);
    match view.problem.reservation(party) {
        Some(firm) => {
            let (from, to) = (units(view.problem, party, firm), units(view.problem, party, firm - by));
            format!("{who} lowers its walk-away value by {amount}, from {from} to {to}")
        }
        None => format!("{who} lowers its walk-away value by {amount}"),
    }
}

fn walk_away(view: &View<'_>, fact: &Fact) -> Option<String> {
    let party = fact.party?;
    Some(units(view.problem, party, view.problem.reservation(party)?))
}

/// Kind, speaker, day and place of a fact.
pub(super) fn source(view: &View<'_>, fact: &Fact) -> String {
    let origin = &fact.origin;
    let who = match (fact.kind, fact.party) {
        (FactKind::Reservation, Some(party)) => {
            let stated = view.problem.parties.get(party).and_then(|p| p.reservation.as_ref());
            let stated = stated.is_none_or(|reservation| reservation.stated);
            Some(if stated {
                format!("brief of {}", view.naming.party(party))
            } else {
                "not stated: taken as the default".to_owned()
            })
        }
        _ => origin.by_name.clone(),
    };
    let day = origin.on.map(|day| near_day(day, view.case.as_of));
    let place = match (&origin.source, &origin.place) {
        (Some(_), Some(place)) if view.case.sources.len() == 1 => Some(place.clone()),
        (Some(title), Some(place)) => Some(format!("{title}, {place}")),
        (Some(title), None) => Some(title.clone()),
        (None, place) => place.clone(),
    };
    let parts = [Some(kind(fact)), who, day, place];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    match &origin.text {
        Some(words) if is_inferred(fact) => format!("{parts}, read from: {words}"),
        Some(words) => format!("{parts}: {words}"),
        None => parts,
    }
}

/// Whether the fact is the analyst's reading.
pub(super) fn is_inferred(fact: &Fact) -> bool {
    fact.origin.standing == Some(Standing::Inferred)
}

fn kind(fact: &Fact) -> String {
    let kind = match fact.kind {
        FactKind::Reservation => "walk-away value",
        FactKind::RedLine => "red line",
        FactKind::Precondition => "precondition",
        FactKind::Linkage => "linkage",
    };
    let standing = match fact.origin.standing {
        Some(Standing::Public) => ", public",
        Some(Standing::Told) => ", told in confidence",
        Some(Standing::Inferred) => ", inferred",
        None => "",
    };
    format!("{kind}{standing}")
}

/// Speaker, day and place of a statement.
pub(super) fn provenance(view: &View<'_>, provenance: &Provenance) -> String {
    let day = provenance.on.map(|day| near_day(day, view.case.as_of));
    let places: Vec<String> = provenance.sources().map(|citation| cited(view, citation)).collect();
    let place = (!places.is_empty()).then(|| places.join("; "));
    let parts = [speaker(view, provenance), day, place];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A text with its speaker, day and place behind it in brackets.
pub(super) fn sourced(view: &View<'_>, text: &str, provenance: &Provenance) -> String {
    let source = self::provenance(view, provenance);
    if source.is_empty() { text.to_owned() } else { format!("{text} ({})", source.replace(" · ", ", ")) }
}

/// A place in a source; the source's title is left out where there is only one.
pub(super) fn cited(view: &View<'_>, citation: &Citation) -> String {
    let title = view.case.source(&citation.source).map_or(citation.source.as_str(), |source| &source.title);
    match &citation.place {
        Some(place) if view.case.sources.len() == 1 => place.clone(),
        Some(place) => format!("{title}, {place}"),
        None => title.to_owned(),
    }
}

/// Who said it.
pub(super) fn speaker(view: &View<'_>, provenance: &Provenance) -> Option<String> {
    Some(match provenance.by.as_ref()? {
        Speaker::Person(id) => {
            view.case.person(id).map_or_else(|| id.to_string(), |(_, person)| person.name.clone())
        }
        Speaker::Described(words) => words.clone(),
    })
}

/// The facts as a list of sentences.
pub(super) fn facts(view: &View<'_>, facts: &[usize]) -> String {
    let sentences = facts.iter().filter_map(|index| view.problem.facts.get(*index));
    let sentences: Vec<String> = sentences.map(|stated| fact(view, stated)).collect();
    sentences.join("; ")
}

/// The parties in a list: `Russia and Ukraine`.
pub(super) fn parties(view: &View<'_>, parties: &[usize]) -> String {
    let names: Vec<String> = parties.iter().map(|party| view.naming.party(*party).to_owned()).collect();
    all_of(&names)
}

/// What a fact limits, in few words: `Russia’s red line on “territory”`.
///
/// Where another fact would be called the same, its author's own sentence or demand stands beside it; where nobody wrote one, what it
/// excludes; and where that, too, reads the same (a long list is cut off), its identifier.
pub(super) fn limit(view: &View<'_>, fact: &Fact) -> String {
    let alone = |name: &dyn Fn(&Fact) -> String| {
        let called = name(fact);
        let shared = view.problem.facts.iter().any(|other| other.id != fact.id && name(other) == called);
        (!shared).then_some(called)
    };
    let as_written = |fact: &Fact| {
        let demand = || fact.origin.wording.as_ref().map(|wording| view.naming.demand(wording));
        match fact.origin.text.clone().map(|text| quoted(&text)).or_else(demand) {
            Some(words) => format!("{} ({words})", kind_and_party(view, fact)),
            None => format!("{} that excludes {}", kind_and_party(view, fact), excluded(view, fact)),
        }
    };
    alone(&|fact| by_issues(view, fact))
        .or_else(|| alone(&as_written))
        .unwrap_or_else(|| format!("{} ({})", by_issues(view, fact), fact.id))
}

/// A fact by the issues that it speaks of.
fn by_issues(view: &View<'_>, fact: &Fact) -> String {
    let issues: std::collections::BTreeSet<usize> =
        fact.forbids.iter().flat_map(|region| region.sides().map(|(issue, _)| issue)).collect();
    let issues: Vec<String> = issues.iter().map(|issue| quoted(&view.naming.issue(*issue))).collect();
    let on = if issues.is_empty() { String::new() } else { format!(" on {}", all_of(&issues)) };
    format!("{}{on}", kind_and_party(view, fact))
}

fn kind_and_party(view: &View<'_>, fact: &Fact) -> String {
    let kind = match fact.kind {
        FactKind::Reservation => "walk-away value",
        FactKind::RedLine => "red line",
        FactKind::Precondition => "precondition",
        FactKind::Linkage => "linkage",
    };
    match fact.party {
        Some(party) => format!("{} {kind}", possessive(view.naming.party(party))),
        None => format!("the {kind}"),
    }
}
