//! Sources, parties, and the people who speak for them.

use super::Findings;
use crate::party::Mandate;
use crate::spelling::quoted;
use crate::statement::Citation;
use crate::{Case, Party, Person, Place};

pub(super) fn sources(case: &Case, findings: &mut Findings) {
    let place = Place::top().key("sources");
    let ids = case.sources.iter().map(|source| source.id.as_str());
    findings.unique("source", ids.map(|id| (id, place.key(id).name())));
    for source in &case.sources {
        if let Some(hash) = &source.sha256
            && !is_sha256(hash)
        {
            let message =
                format!("{} is no SHA-256: that is 64 hexadecimal digits in lower case", quoted(hash));
            findings.error(place.key(&source.id).key("sha256").index(0), message);
        }
    }
}

fn is_sha256(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn parties(case: &Case, findings: &mut Findings) {
    let place = Place::top().key("parties");
    let ids = case.parties.iter().map(|party| party.id.as_str());
    findings.unique("party", ids.map(|id| (id, place.key(id).name())));
    let people = case.parties.iter().flat_map(|party| {
        let place = place.key(&party.id).key("people");
        party.people.iter().map(move |person| (person.id.as_str(), place.key(&person.id).name()))
    });
    findings.unique("person", people);
    for party in &case.parties {
        let place = place.key(&party.id);
        let factions = party.factions.iter().map(|faction| faction.id.as_str());
        findings.unique("faction", factions.map(|id| (id, place.key("factions").key(id).name())));
        for member in &party.people {
            person(case, party, member, &place.key("people").key(&member.id), findings);
        }
    }
}

fn person(case: &Case, party: &Party, person: &Person, place: &Place, findings: &mut Findings) {
    if let Some(faction) = &person.faction
        && !party.factions.iter().any(|known| &known.id == faction)
    {
        let known = party.factions.iter().map(|faction| faction.id.as_str());
        let message = |name: &str| format!("{name} is no faction of {}", quoted(party.id.as_str()));
        findings.unknown(place.key("faction").index(0), faction, known, message);
    }
    for (index, given) in person.mandates.iter().enumerate() {
        mandate(case, given, &place.key("mandate").index(index), findings);
    }
    if let (true, false, Some(day)) = (person.leads, person.mandates.is_empty(), case.as_of)
        && !person.mandates.iter().any(|mandate| mandate.holds(day, None))
    {
        let message = format!("{} leads a delegation without a mandate on {day}", quoted(person.id.as_str()));
        findings.warning_help(place.name(), message, "give a mandate that holds, or leave out `leads`");
    }
}

fn mandate(case: &Case, mandate: &Mandate, place: &Place, findings: &mut Findings) {
    for (index, issue) in mandate.issues.iter().flatten().enumerate() {
        if case.issue(issue).is_none() {
            let known = case.issues.iter().map(|issue| issue.id.as_str());
            let message = |name: &str| format!("a mandate covers {name}, which is no issue of this case");
            findings.unknown(place.key("issues").index(index), issue.as_str(), known, message);
        }
    }
    findings.period(place, ("from", mandate.from), ("until", mandate.until));
    if let (Some(from), Some(end)) = (mandate.from, &mandate.ended)
        && end.on < from
    {
        let message = format!("a mandate ended on {}, before it began on {from}", end.on);
        findings.error(place.key("ended").key("on").index(0), message);
    }
    if let Some(citation) = &mandate.source {
        cited(case, citation, &place.key("source"), findings);
    }
}

/// The source of a citation must be one of the case's, and no more than a few words of it are quoted.
pub(super) fn cited(case: &Case, citation: &Citation, place: &Place, findings: &mut Findings) {
    if case.source(&citation.source).is_none() {
        let known = case.sources.iter().map(|source| source.id.as_str());
        let message = |name: &str| format!("{name} is no source of this case");
        findings.unknown(place.index(0), citation.source.as_str(), known, message);
    }
    if let Some(words) = &citation.words {
        let place = place.key("words").index(0);
        let (count, most) = (words.split_whitespace().count(), Citation::WORDS_MAX);
        if count == 0 {
            findings.error(place, "`words` quotes nothing");
        } else if count > most {
            let message = format!("`words` quotes {count} words, and at most {most} are quoted");
            findings.error(place, message);
        }
    }
}
