//! What happened: meetings, how the talks stand, what each has without a deal, who comes and goes.

use super::{Entry, Saying, Suggestion, inline, plain, quoted};
use crate::index::KnownSession;
use crate::page::{Row, day, list};
use crate::same;
use mediant_formats::native::words::{SESSION_STATUS, word_for};
use mediant_model::Date;
use mediant_model::statement::SessionStatus;
use mediant_reader::names::cast::Named;
use mediant_reader::report::Excerpt;
use mediant_reader::suggest::{Event, Field, PersonChange, SessionState, StatusKind, Way};
use std::collections::BTreeSet;

impl<'t> Entry<'_, 't> {
    pub(super) fn alternative(
        &mut self,
        found: &Suggestion<'t>,
        party: Option<Field<'t, Excerpt<'t>>>,
        way: Way,
    ) {
        let Some(party) = self.party_of(party, None, found) else {
            return self.unplaced(found, "it is not clear for which party");
        };
        let trend = match way {
            Way::Improves => "improving",
            Way::Worsens => "worsening",
        };
        let saying = Saying { list: "alternatives", party: &party, issue: None, says: trend, on: None };
        self.state(found, &saying, |entry| {
            let row = Row::default().with("party", party.as_str()).with("trend", trend);
            entry.provenance(row, found, None, None)
        });
    }

    pub(super) fn status(&mut self, found: &Suggestion<'t>, kind: StatusKind, on: Option<Date>) {
        match kind {
            StatusKind::Agreed => self.settled(found, on),
            StatusKind::Confidentiality => self.confidence(found, on),
            StatusKind::Deadline => match on {
                Some(last) => self.deadline(found, last),
                None => self.unplaced(found, "it is not clear which day"),
            },
            StatusKind::Hurdle => self.hurdle(found),
            StatusKind::Stalled => self.unplaced(found, "a case has no place for it but a remark of a party"),
        }
    }

    fn confidence(&mut self, found: &Suggestion<'_>, on: Option<Date>) {
        let parties: Vec<String> = self.index.negotiating().map(|party| party.id.clone()).collect();
        let parties = if parties.len() == 2 { parties } else { Vec::new() };
        let saying = Saying { list: "confidences", party: "", issue: None, says: "", on };
        self.state(found, &saying, |entry| {
            let row = Row::default().with_some("parties", (!parties.is_empty()).then(|| list(&parties)));
            entry.provenance(row, found, None, on)
        });
    }

    fn deadline(&mut self, found: &Suggestion<'_>, last: Date) {
        let saying = Saying { list: "deadlines", party: "", issue: None, says: "", on: Some(last) };
        self.state(found, &saying, |entry| {
            entry.provenance(Row::default().with("on", day(last)), found, None, None)
        });
    }

    /// What stands in the way is an issue, whoever said what about it.
    fn hurdle(&mut self, found: &Suggestion<'_>) {
        let before = self.index.issues.len();
        match self.issue(found) {
            None => self.unplaced(found, "it is not clear what stands in the way"),
            Some(_) if self.index.issues.len() > before => self.told.entered += 1,
            Some((issue, _)) => {
                let place = found.paragraph + 1;
                self.notes.push(format!("P{place}: `{issue}` stands in the way: {}", quoted(found.at)));
                self.told.noted += 1;
            }
        }
    }

    pub(super) fn session(
        &mut self,
        found: &Suggestion<'t>,
        state: SessionState,
        on: Option<Date>,
        participants: &[Excerpt<'t>],
        place: Option<Excerpt<'t>>,
    ) {
        let status = match state {
            SessionState::Held => SessionStatus::Held,
            SessionState::Planned => SessionStatus::Planned,
            SessionState::Cancelled => SessionStatus::Cancelled,
            SessionState::Moved => SessionStatus::Moved,
        };
        let who = self.present(participants, found);
        let is_same = |known: &&mut KnownSession| {
            let meets = known.parties.is_empty()
                || who.parties.is_empty()
                || !known.parties.is_disjoint(&who.parties);
            on.is_some() && known.on == on && meets
        };
        let (told, standing) = (self.told_by(found), self.standing());
        let mut against = None;
        if let Some(known) = self.index.sessions.iter_mut().find(is_same) {
            let (at, before) = (known.at, known.status);
            if before == status || status == SessionStatus::Planned {
                return self.also("sessions", at, found);
            }
            let word = word_for(SESSION_STATUS, &status);
            if before == SessionStatus::Planned {
                known.status = status;
                let cited = self.cited(found);
                self.page.also("sessions", at, cited);
                let note = format!("`status` is {standing}: changed by {told}");
                self.told.noted += 1;
                return self.page.change("sessions", at, "status", word.into(), &note);
            }
            self.page.note("sessions", at, &format!("contradicted by {told}"));
            let before = word_for(SESSION_STATUS, &before);
            against =
                Some(format!("contradicts another report, by which the session of this day was {before}"));
        }
        let row = Row::default()
            .with_some("parties", (!who.parties.is_empty()).then(|| list(&who.parties)))
            .with_some("people", (!who.people.is_empty()).then(|| list(&who.people)))
            .with("status", word_for(SESSION_STATUS, &status))
            .with_some("on", on.map(day))
            .with_some("place", place.map(|place| plain(place.as_str())))
            .with("source", self.cited(found))
            .with("text", quoted(found.at));
        let mark = self.mark(found);
        let others = format!("named, too: {}", who.others.join(", "));
        let others = (!who.others.is_empty()).then_some(others);
        let notes = std::iter::once(mark.as_str()).chain(others.as_deref()).chain(against.as_deref());
        self.page.row("sessions", row, &notes.collect::<Vec<_>>());
        self.index.session(who.parties, status, on);
        self.told.entered += 1;
    }

    /// Who of the case is named at a meeting; other names may be places.
    fn present(&mut self, participants: &[Excerpt<'t>], found: &Suggestion<'t>) -> Present {
        let mut present = Present::default();
        for words in participants {
            let cast = &self.scene.cast;
            let named =
                cast.mentions.iter().find(|(mention, _)| mention.at == *words).map(|(_, named)| *named);
            let party = match named {
                Some(Named::Person(person)) => cast.people.get(person).and_then(|person| person.party),
                Some(Named::Party(party)) => Some(party),
                None => None,
            };
            let is_person = matches!(named, Some(Named::Person(_)));
            let party = party
                .and_then(|party| cast.parties.get(party))
                // A capital may be where they meet.
                .filter(|party| is_person || is_form(words.as_str(), &party.name))
                .and_then(|party| self.index.party(&party.name))
                .map(|party| party.id.clone());
            let person = match (named, &party) {
                (Some(Named::Person(_)), Some(party)) => self.person(*words, party, found),
                _ => None,
            };
            match (party, person) {
                (Some(party), person) => {
                    present.parties.insert(party);
                    present.people.extend(person.map(|person| self.index.people[person].id.clone()));
                }
                (None, _) => present.others.push(plain(words.as_str())),
            }
        }
        present
    }

    pub(super) fn change(
        &mut self,
        found: &Suggestion<'t>,
        change: PersonChange,
        who: Option<Field<'t, Excerpt<'t>>>,
        on: Option<Field<'t, Date>>,
        party: Option<Field<'t, Excerpt<'t>>>,
    ) {
        let Some(party) = self.party_of(party, who, found) else {
            return self.unplaced(found, "it is not clear of which party");
        };
        let Some(person) = who.and_then(|who| self.person(who.value, &party, found)) else {
            return self.unplaced(found, "it is not clear who");
        };
        let on = on.map(|on| on.value);
        match change {
            PersonChange::Appointed => self.begins(found, person, on),
            _ => match on {
                Some(on) => self.ends(found, person, on, change.name()),
                None => self.unplaced(found, "it is not clear on which day"),
            },
        }
    }

    fn begins(&mut self, found: &Suggestion<'_>, person: usize, on: Option<Date>) {
        if matches!(self.index.people[person].mandate, Some((from, None)) if from == on || on.is_none()) {
            self.told.noted += 1;
            return;
        }
        let cited = self.cited(found);
        let mandate =
            inline([("issues", Some("all".into())), ("from", on.map(day)), ("source", Some(cited))]);
        let known = &mut self.index.people[person];
        known.mandate = Some((on, None));
        self.page.mandate(&known.party, &known.id, mandate, false);
        self.told.entered += 1;
    }

    fn ends(&mut self, found: &Suggestion<'_>, person: usize, on: Date, reason: &str) {
        let (mark, told, cited) = (self.mark(found), self.told_by(found), self.cited(found));
        let known = &mut self.index.people[person];
        let end = inline([("on", Some(day(on))), ("reason", Some(reason.into()))]);
        let mandate =
            inline([("issues", Some("all".into())), ("ended", Some(end.into())), ("source", Some(cited))]);
        match known.mandate {
            Some((_, Some(ended))) if ended == on => self.told.noted += 1,
            Some((_, Some(ended))) => {
                self.notes
                    .push(format!("`{}` {reason} on {on}, and the case says {ended}: {told}", known.id));
                self.told.noted += 1;
            }
            Some((Some(from), None)) if on < from => {
                self.notes.push(format!("`{}` {reason} on {on}, before the mandate began: {told}", known.id));
                self.told.noted += 1;
            }
            Some((from, None)) => {
                known.mandate = Some((from, Some(on)));
                self.page.mandate(&known.party, &known.id, mandate, true);
                self.notes.push(format!(
                    "the end of the mandate of `{}` is {mark}: {}",
                    known.id,
                    quoted(found.at)
                ));
                self.told.entered += 1;
            }
            None => {
                known.mandate = Some((None, Some(on)));
                self.page.mandate(&known.party, &known.id, mandate, false);
                self.notes.push(format!("the mandate of `{}` is {mark}", known.id));
                self.told.entered += 1;
            }
        }
    }
}

/// Whether a word is a form of a party's name, `Norlandic` of `Norland`, and not its capital: the two begin alike.
fn is_form(word: &str, name: &str) -> bool {
    let (word, name) = (same::folded(word), same::folded(name));
    let shared = word.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    shared >= name.chars().count().clamp(1, 4)
}

/// Who is named at a meeting.
#[derive(Default)]
struct Present {
    parties: BTreeSet<String>,
    people: BTreeSet<String>,
    others: Vec<String>,
}
