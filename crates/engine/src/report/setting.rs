//! Who negotiates and speaks, by which rules, when they meet, and what was said besides.

use super::figures::{in_words, near_day};
use super::naming::{all_of, possessive, short};
use super::verdict::everybody;
use super::{Block, Item, Section, SectionSubject, View, figures, sentences};
use mediant_model::case::Reader;
use mediant_model::party::{Mandate, Person, PersonRole};
use mediant_model::statement::{Deadline, Provenance, SessionStatus};
use mediant_model::{Date, IssueId, PartyRole};

pub(super) fn preface(view: &View<'_>) -> Vec<String> {
    let mut lines = vec![table(view)];
    lines.push(rule(view));
    if let Reader::Party(party) = view.reader {
        let name = view.naming.party_by_id(party);
        lines.push(format!(
            "For {name}: built from what is public, what was said at the table, and {} own brief.",
            possessive(&name)
        ));
    }
    lines.push(basis(view));
    lines.retain(|line| !line.is_empty());
    lines
}

fn table(view: &View<'_>) -> String {
    let names: Vec<&str> = view.case.negotiating_parties().map(|party| party.name.as_str()).collect();
    let third: Vec<&str> = view
        .case
        .parties
        .iter()
        .filter(|party| party.role == PartyRole::Third)
        .map(|party| party.name.as_str())
        .collect();
    let mut line = names.join(" · ");
    if !third.is_empty() {
        line.push_str(&format!(" · third party: {}", third.join(", ")));
    }
    line
}

fn rule(view: &View<'_>) -> String {
    let rule = &view.case.agreement;
    let problem = view.problem;
    let mut sentence = if problem.is_unanimous() {
        format!("A deal takes {}.", everybody(view))
    } else {
        let vetoes: Vec<usize> =
            (0..problem.parties.len()).filter(|p| problem.parties.get(*p).is_some_and(|p| p.veto)).collect();
        let among = if vetoes.is_empty() {
            String::new()
        } else {
            format!(", {} among them", sentences::parties(view, &vetoes))
        };
        format!(
            "A deal takes {} of the {} parties{among}.",
            in_words(problem.quorum),
            in_words(problem.parties.len())
        )
    };
    if rule.partial {
        sentence.push_str(" It may leave issues open.");
    }
    if rule.nothing_until_everything && view.problem.issues.len() > 1 {
        sentence.push_str(" Nothing is agreed until everything is agreed.");
    }
    sentence
}

fn basis(view: &View<'_>) -> String {
    let briefs: Vec<String> = view.briefs.iter().map(|brief| view.naming.party_by_id(&brief.party)).collect();
    let mut line = match (briefs.as_slice(), view.reader) {
        ([], Reader::Party(_)) => "No brief of its own was given.".to_owned(),
        ([], _) if view.case.provenances().next().is_none() => "No brief was given.".to_owned(),
        ([], _) => {
            let public =
                view.case.provenances().all(|p| p.publicity == mediant_model::statement::Publicity::Public);
            let which = if public { "public statements" } else { "what the case states" };
            format!("No brief was given: this rests on {which} alone.")
        }
        (_, Reader::Party(_)) => String::new(),
        (briefs, _) => format!("Briefs of {}.", all_of(briefs)),
    };
    if let [source] = view.case.sources.as_slice() {
        let date = source
            .date
            .filter(|date| Some(*date) != view.case.as_of)
            .map(|date| format!(", {}", figures::day(date)))
            .unwrap_or_default();
        let gap = if line.is_empty() { "" } else { " " };
        line.push_str(&format!("{gap}Source: {}{date}.", source.title));
    }
    line
}

pub(super) fn sessions(view: &View<'_>) -> Option<Section> {
    let mut order: Vec<_> = view.case.sessions.iter().collect();
    order.sort_by_key(|session| session.on.unwrap_or(Date::MAX));
    let item = |session: &&mediant_model::statement::Session| {
        let parties: Vec<String> =
            session.parties.iter().map(|party| view.naming.party_by_id(party)).collect();
        let people: Vec<String> = session
            .people
            .iter()
            .map(|id| view.case.person(id).map_or_else(|| id.to_string(), |(_, person)| person.name.clone()))
            .collect();
        let status = match session.status {
            SessionStatus::Planned => "planned",
            SessionStatus::Held => "held",
            SessionStatus::Moved => "put off",
            SessionStatus::Cancelled => "cancelled",
        };
        let place = session.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        let people = if people.is_empty() { String::new() } else { format!(" ({})", people.join(", ")) };
        let text = format!("{}{place}{people}", all_of(&parties));
        let note = session.provenance.text.clone().unwrap_or_default();
        let text = if note.is_empty() { text } else { format!("{text}: {note}") };
        Item {
            mark: session.on.map(|day| near_day(day, view.case.as_of)).unwrap_or_else(|| "–".to_owned()),
            text: format!("{status}: {text}"),
            source: sentences::provenance(view, &Provenance { on: None, ..session.provenance.clone() }),
            inferred: false,
        }
    };
    let mut blocks = Vec::new();
    if !order.is_empty() {
        blocks.push(Block::List(order.iter().map(item).collect()));
    }
    let confidences = view.case.confidences.iter().map(|confidence| {
        let parties: Vec<String> =
            confidence.parties.iter().map(|party| view.naming.party_by_id(party)).collect();
        let issues: Vec<String> = confidence.issues.iter().map(|issue| issue_name(view, issue)).collect();
        let on = if issues.is_empty() { String::new() } else { format!(" on {}", all_of(&issues)) };
        let plain = format!("{} agreed not to disclose the substance{on}", all_of(&parties));
        let text = match &confidence.provenance.text {
            Some(words) => format!("{plain}: {words}"),
            None => plain,
        };
        Item {
            mark: "◇".into(),
            text,
            source: sentences::provenance(view, &confidence.provenance),
            inferred: false,
        }
    });
    let confidences: Vec<Item> = confidences.collect();
    if !confidences.is_empty() {
        blocks.push(Block::List(confidences));
    }
    let deadlines = deadlines(view);
    let title = if deadlines.is_empty() { "Meetings" } else { "Meetings and deadlines" };
    if !deadlines.is_empty() {
        blocks.push(Block::List(deadlines));
    }
    Section::with(SectionSubject::Sessions, title, blocks)
}

/// The last days for something, the earliest first.
fn deadlines(view: &View<'_>) -> Vec<Item> {
    let counting = |deadline: &&Deadline| deadline.provenance.counts(view.case.as_of);
    let mut order: Vec<&Deadline> = view.case.deadlines.iter().filter(counting).collect();
    order.sort_by_key(|deadline| deadline.on);
    let item = |deadline: &Deadline| {
        let issues: Vec<String> = deadline.issues.iter().map(|issue| issue_name(view, issue)).collect();
        let what = if issues.is_empty() { String::new() } else { format!(" for {}", all_of(&issues)) };
        let party = deadline.party.as_ref().map(|party| format!(", {}", view.naming.party_by_id(party)));
        let text = deadline.provenance.text.as_ref().map(|text| format!(": {text}"));
        Item {
            mark: near_day(deadline.on, view.case.as_of),
            text: format!("last day{what}{}{}", party.unwrap_or_default(), text.unwrap_or_default()),
            source: sentences::provenance(view, &Provenance { on: None, ..deadline.provenance.clone() }),
            inferred: false,
        }
    };
    order.into_iter().map(item).collect()
}

fn issue_name(view: &View<'_>, id: &IssueId) -> String {
    view.case
        .issue(id)
        .map_or_else(|| id.to_string(), |issue| super::naming::quoted(&short(&issue.name, id.as_str())))
}

pub(super) fn people(view: &View<'_>) -> Option<Section> {
    let mut items = Vec::new();
    for party in &view.case.parties {
        for person in &party.people {
            items.extend(person_item(view, &party.name, person));
        }
        let vetoes = party.factions.iter().filter(|faction| faction.veto);
        items.extend(vetoes.map(|faction| Item {
            mark: party.name.clone(),
            text: format!("cannot accept without {}", faction.name),
            source: String::new(),
            inferred: false,
        }));
    }
    let blocks = if items.is_empty() { Vec::new() } else { vec![Block::List(items)] };
    Section::with(SectionSubject::People, "Who speaks", blocks)
}

/// Who leads a delegation, holds a mandate, or has lost one.
fn person_item(view: &View<'_>, party: &str, person: &Person) -> Option<Item> {
    let day = view.case.as_of;
    let live = person.mandates.iter().find(|mandate| day.is_none_or(|day| holds(mandate, day)));
    let mut ended =
        person.mandates.iter().filter_map(|mandate| mandate.ended.as_ref().map(|end| (mandate, end)));
    let ended = ended.rfind(|(_, end)| day.is_none_or(|day| end.on <= day));
    let office = person.office.as_ref().map(|office| format!(", {office},")).unwrap_or_default();
    let name = format!("{}{office}", person.name);
    let near = |date: Date| near_day(date, day);
    let (text, citation) = match (live, ended) {
        (None, Some((mandate, end))) => {
            let reason = end.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            let led = if person.leads { "led the delegation; the" } else { "held a mandate; the" };
            (format!("{name} {led} mandate ended on {}{reason}", near(end.on)), mandate.source.as_ref())
        }
        (Some(mandate), _) => {
            let since = mandate.from.map(|from| format!(" since {}", near(from))).unwrap_or_default();
            let until = mandate.until.map(|until| format!(", until {}", near(until))).unwrap_or_default();
            let on = mandate.issues.as_ref().map(|issues| {
                let names: Vec<String> = issues.iter().map(|issue| issue_name(view, issue)).collect();
                format!(" on {}", all_of(&names))
            });
            let verb = if person.leads { "leads the delegation" } else { "has a mandate" };
            (format!("{name} {verb}{}{since}{until}", on.unwrap_or_default()), mandate.source.as_ref())
        }
        (None, None) if person.leads && person.role != PersonRole::Principal => {
            (format!("{name} leads the delegation"), None)
        }
        (None, None) => return None,
    };
    let source = citation.map(|citation| sentences::cited(view, citation)).unwrap_or_default();
    Some(Item { mark: party.to_owned(), text, source, inferred: false })
}

fn holds(mandate: &Mandate, day: Date) -> bool {
    mandate.holds(day, None)
}

/// Needs and remarks: they decide nothing, and are part of the picture.
pub(super) fn said(view: &View<'_>) -> Option<Section> {
    let from_case = view.case.interests.iter();
    let from_briefs = view.briefs.iter().flat_map(|brief| &brief.interests);
    let interests = from_case.chain(from_briefs).map(|x| (&x.party, "needs", &x.provenance));
    let remarks = view.case.remarks.iter().map(|x| (&x.party, "remark", &x.provenance));
    let items = interests.chain(remarks).filter_map(|(party, kind, provenance)| {
        let text = provenance.text.clone()?;
        let origin = sentences::provenance(view, provenance);
        let source = if origin.is_empty() { kind.to_owned() } else { format!("{kind} · {origin}") };
        Some(Item { mark: view.naming.party_by_id(party), text, source, inferred: false })
    });
    let items: Vec<Item> = items.collect();
    let blocks = if items.is_empty() { Vec::new() } else { vec![Block::List(items)] };
    Section::with(SectionSubject::Said, "Said besides", blocks)
}
