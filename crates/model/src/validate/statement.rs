//! Statements: who said what, when and where, and whether it can mean anything.

use super::condition::Always;
use super::{Findings, World, party};
use crate::party::PersonRole;
use crate::spelling::quoted;
use crate::statement::{
    Answer, Linkage, Precondition, Provenance, Publicity, RedLine, Session, SessionStatus, Speaker, Stance,
};
use crate::{IssueId, OptionId, PartyId, PartyRole, Place};

pub(super) fn of_case(world: &World<'_>, findings: &mut Findings) {
    let case = world.case;
    for (place, x) in listed("positions", &case.positions) {
        world.party(&x.party, &place, findings);
        world.any_issue(&x.issue, place.key("issue").index(0), findings);
        if let Some(wants) = &x.wants {
            world.conditions.check(wants, &place.key("wants"), findings);
        }
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("interests", &case.interests) {
        world.party(&x.party, &place, findings);
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("red_lines", &case.red_lines) {
        world.negotiator(&x.party, &place, findings);
        world.red_line(x, &place, findings);
    }
    for (place, x) in listed("preconditions", &case.preconditions) {
        world.negotiator(&x.party, &place, findings);
        world.precondition(x, &place, findings);
    }
    for (place, x) in listed("linkages", &case.linkages) {
        if let Some(party) = &x.party {
            world.negotiator(party, &place, findings);
        }
        world.linkage(x, &place, findings);
    }
    for (place, x) in listed("alternatives", &case.alternatives) {
        world.party(&x.party, &place, findings);
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("answers", &case.answers) {
        world.negotiator(&x.party, &place, findings);
        world.any_issue(&x.issue, place.key("issue").index(0), findings);
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
        world.acceptance(x, &place, findings);
    }
    for (place, x) in listed("remarks", &case.remarks) {
        world.party(&x.party, &place, findings);
        if let Some(issue) = &x.issue {
            world.any_issue(issue, place.key("issue").index(0), findings);
        }
        world.provenance(&x.provenance, Some(&x.party), &place, findings);
    }
    for (place, x) in listed("sessions", &case.sessions) {
        world.session(x, &place, findings);
    }
    for (place, x) in listed("confidences", &case.confidences) {
        world.parties(&x.parties, &place.key("parties"), findings);
        for (index, issue) in x.issues.iter().enumerate() {
            world.any_issue(issue, place.key("issues").index(index), findings);
        }
        world.provenance(&x.provenance, None, &place, findings);
    }
    for (place, x) in listed("deadlines", &case.deadlines) {
        if let Some(party) = &x.party {
            world.party(party, &place, findings);
        }
        for (index, issue) in x.issues.iter().enumerate() {
            world.any_issue(issue, place.key("issues").index(index), findings);
        }
        world.provenance(&x.provenance, x.party.as_ref(), &place, findings);
    }
}

/// The statements of a list with their places.
pub(super) fn listed<'s, T>(key: &str, list: &'s [T]) -> impl Iterator<Item = (Place, &'s T)> {
    let place = Place::top().key(key);
    list.iter().enumerate().map(move |(index, statement)| (place.index(index), statement))
}

impl World<'_> {
    /// A statement's party, which may be the third party.
    fn party(&self, party: &PartyId, place: &Place, findings: &mut Findings) {
        if self.case.party(party).is_none() {
            let message = |name: &str| format!("{name} is no party to this case");
            findings.unknown(place.key("party").index(0), party.as_str(), self.party_ids(), message);
        }
    }

    /// The party of a statement that decides something: one that negotiates.
    fn negotiator(&self, party: &PartyId, place: &Place, findings: &mut Findings) {
        self.party(party, place, findings);
        if self.case.party(party).is_some_and(|party| party.role == PartyRole::Third) {
            let message = format!("{} mediates, so this statement decides nothing", quoted(party.as_str()));
            findings.warning_help(place.key("party").index(0), message, "name the party that it binds");
        }
    }

    fn parties(&self, parties: &[PartyId], place: &Place, findings: &mut Findings) {
        for (index, party) in parties.iter().enumerate() {
            if self.case.party(party).is_none() {
                let message = |name: &str| format!("{name} is no party to this case");
                findings.unknown(place.index(index), party.as_str(), self.party_ids(), message);
            }
        }
    }

    /// An issue, disclosed or not.
    fn any_issue(&self, issue: &IssueId, place: Place, findings: &mut Findings) {
        if self.case.issue(issue).is_none() {
            let message = |name: &str| format!("{name} is no issue of this case");
            findings.unknown(place, issue.as_str(), self.conditions.issue_ids(), message);
        }
    }

    fn person(&self, person: &str, place: Place, help: Option<&str>, findings: &mut Findings) {
        if self.case.person(&person.into()).is_none() {
            let known = self.case.parties.iter().flat_map(|party| &party.people).map(|p| p.id.as_str());
            let before = findings.list.len();
            findings.unknown(place, person, known, |name| format!("{name} is no person of this case"));
            if let (Some(finding), Some(more)) = (findings.list.get_mut(before), help) {
                let meant = finding.help.take().map(|meant| format!("{meant}; ")).unwrap_or_default();
                finding.help = Some(format!("{meant}{more}"));
            }
        }
    }

    /// `owner` is whose statement it is: that the owner is unknown was said elsewhere.
    pub(super) fn provenance(
        &self,
        provenance: &Provenance,
        owner: Option<&PartyId>,
        place: &Place,
        findings: &mut Findings,
    ) {
        if let Some(Speaker::Person(person)) = &provenance.by {
            let help =
                "somebody without an id is described in several words, such as \"an unnamed official\"";
            self.person(person.as_str(), place.key("by").index(0), Some(help), findings);
        }
        if let Some(citation) = &provenance.source {
            party::cited(self.case, citation, &place.key("source"), findings);
        }
        for (at, citation) in provenance.also.iter().enumerate() {
            party::cited(self.case, citation, &place.key("also").index(at), findings);
        }
        if provenance.source.is_none() && !provenance.also.is_empty() {
            findings.error(
                place.key("also"),
                "`also` names further sources, and the first one is missing: name it as `source`",
            );
        }
        if let Publicity::Caucus(party) = &provenance.publicity
            && self.case.party(party).is_none()
            && owner != Some(party)
        {
            let known = self.party_ids().chain(["public", "table", "mediator"]);
            let message =
                |name: &str| format!("{name} is no party to this case, nor `public`, `table` or `mediator`");
            findings.unknown(place.key("publicity").index(0), party.as_str(), known, message);
        }
        if let (Some(said), Some(end)) = (provenance.on, provenance.until)
            && end <= said
        {
            let message = format!(
                "`until` ({end}) is the first day a statement no longer counts, and not after `on` ({said})"
            );
            findings.error(place.key("until").index(0), message);
        }
    }

    pub(super) fn red_line(&self, red_line: &RedLine, place: &Place, findings: &mut Findings) {
        let never = place.key("never");
        match self.conditions.check(&red_line.never, &never, findings) {
            Some(Always::Fails) => {
                findings.warning(never, "no package is like this, so this red line rules out nothing")
            }
            Some(Always::Holds) => {
                findings.warning(never, "every package is like this, so this red line rules out any deal")
            }
            None => {}
        }
        self.provenance(&red_line.provenance, Some(&red_line.party), place, findings);
    }

    pub(super) fn precondition(&self, precondition: &Precondition, place: &Place, findings: &mut Findings) {
        for (index, issue) in precondition.settled.iter().enumerate() {
            let place = place.key("settled").index(index);
            if let Some(issue) = self.conditions.issue(issue, place.clone(), findings) {
                self.conditions.option(issue, &OptionId::left_open(), place, findings);
            }
        }
        if let Some(condition) = &precondition.require {
            let place = place.key("require");
            match self.conditions.check(condition, &place, findings) {
                Some(Always::Fails) => findings
                    .warning(place, "no package is like this, so this precondition rules out any deal"),
                Some(Always::Holds) => findings
                    .warning(place, "every package is like this, so this precondition rules out nothing"),
                None => {}
            }
        }
        self.provenance(&precondition.provenance, Some(&precondition.party), place, findings);
    }

    pub(super) fn linkage(&self, linkage: &Linkage, place: &Place, findings: &mut Findings) {
        let (when, then) = (place.key("if"), place.key("then"));
        if self.conditions.check(&linkage.when, &when, findings) == Some(Always::Fails) {
            findings.warning(when, "no package is like this, so this linkage rules out nothing");
        }
        match self.conditions.check(&linkage.then, &then, findings) {
            Some(Always::Fails) => {
                let help = "to rule options out, write a red line";
                findings.warning_help(
                    then,
                    "no package is like this, so this linkage only rules out what stands in `if`",
                    help,
                );
            }
            Some(Always::Holds) => {
                findings.warning(then, "every package is like this, so this linkage rules out nothing")
            }
            None => {}
        }
        self.provenance(&linkage.provenance, linkage.party.as_ref(), place, findings);
    }

    /// Acceptance counts only from a principal, or from a delegate with a mandate that holds on the day.
    fn acceptance(&self, answer: &Answer, place: &Place, findings: &mut Findings) {
        let binding = matches!(answer.stance, Stance::Accepts | Stance::AcceptsInPart);
        let Some(Speaker::Person(id)) = &answer.provenance.by else { return };
        let Some((party, person)) = self.case.person(id) else { return };
        let place = place.key("by").index(0);
        let speaker = quoted(id.as_str());
        // The third party may tell how far it has come with a party; nobody but the party accepts.
        if party.role == PartyRole::Third && !binding {
            return;
        }
        if party.id != answer.party {
            let message = format!(
                "{speaker} answers for {}, but belongs to {}",
                quoted(answer.party.as_str()),
                quoted(party.id.as_str())
            );
            findings.warning(place, message);
        } else if binding && person.role != PersonRole::Principal {
            let day = answer.provenance.on.or(self.case.as_of);
            let holds = |day| person.mandates.iter().any(|mandate| mandate.holds(day, Some(&answer.issue)));
            if day.is_some_and(|day| !holds(day)) || person.mandates.is_empty() {
                let message = format!(
                    "{speaker} accepts without a mandate for {} on the day",
                    quoted(answer.issue.as_str())
                );
                let help = "give the person a mandate that holds, or write `accepts ad referendum`";
                findings.warning_help(place, message, help);
            }
        }
    }

    fn session(&self, session: &Session, place: &Place, findings: &mut Findings) {
        self.parties(&session.parties, &place.key("parties"), findings);
        for (index, person) in session.people.iter().enumerate() {
            self.person(person.as_str(), place.key("people").index(index), None, findings);
        }
        if let (SessionStatus::Held, Some(on), Some(as_of)) = (session.status, session.on, self.case.as_of)
            && as_of < on
        {
            let message = format!("a session of {on} was `held`, but the case describes {as_of}");
            findings.warning_help(place.key("on").index(0), message, "write `status = \"planned\"`");
        }
        self.provenance(&session.provenance, None, place, findings);
    }
}
