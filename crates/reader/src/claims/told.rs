//! From a claim whose place is known to a fact: days, names and parties as the reader computes them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::claim::{Claim, What};
use super::place::Places;
use super::proposed::Refusal;
use crate::document::Sentence;
use crate::events::Scene;
use crate::events::features::Piece;
use crate::events::pieces::pieces;
use crate::report::Excerpt;
use crate::suggest::floor::{Floor, Said};
use crate::suggest::party::Sides;
use crate::suggest::voice::Voices;
use crate::suggest::when::{Asked, day};
use crate::suggest::who::{Who, meant, session_names};
use crate::suggest::whose::{Event, befallen};
use crate::suggest::{Event as _, Fact, Field, From, Judges, Reading, SessionState, StatusKind};
use crate::time::{Aspect, foreign};

/// What kind of fact a claim is of; two claims of one kind do not share words.
pub fn sort(what: What) -> &'static str {
    match what {
        What::Statement(_) => "statement",
        What::Session(_) => "session",
        What::Status(_) => "status",
        What::Alternative(_) => "alternative",
        What::Person(_) => "person",
    }
}

/// Computes the fields of a report's claims.
pub struct Teller<'r, 't> {
    scene: &'r Scene<'t>,
    places: &'r Places<'t>,
    language: Option<&'static str>,
    sides: Sides,
    voices: Voices<'t>,
    judges: Judges<'static>,
    said: BTreeMap<(usize, usize), Said<'t>>,
}

impl std::fmt::Debug for Teller<'_, '_> {
    /// Nothing of the report: it may be confidential.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Teller").field("language", &self.language).finish_non_exhaustive()
    }
}

/// A stretch of one sentence with a word at its top.
struct Stretch {
    sentence: usize,
    head: usize,
    words: Vec<usize>,
}

impl<'r, 't> Teller<'r, 't> {
    /// For the claims of a report, whose places in it are given.
    pub fn new(reading: &'r Reading<'t>, places: &'r Places<'t>, claimed: &[(What, Excerpt<'t>)]) -> Self {
        let scene = &reading.scene;
        let mut teller = Self {
            scene,
            places,
            language: reading.language,
            sides: Sides::new(scene),
            voices: Voices::of_report(scene),
            judges: Judges::english(),
            said: BTreeMap::new(),
        };
        teller.give_the_floor(claimed);
        teller
    }

    /// Goes through what is said in the report, with what is claimed to be said in the place of what the reader found there, so that
    /// each speaker has the floor for what follows.
    fn give_the_floor(&mut self, claimed: &[(What, Excerpt<'t>)]) {
        let stated = claimed.iter().filter(|(what, _)| matches!(what, What::Statement(_)));
        let claims: Vec<Piece<'t>> = stated.filter_map(|(_, at)| piece(self.scene, *at)).collect();
        let mut all: Vec<(Piece<'t>, bool)> = pieces(self.scene)
            .into_iter()
            .filter(|found| !claims.iter().any(|claim| claim.at.overlaps(found.at)))
            .map(|found| (found, false))
            .collect();
        all.extend(claims.into_iter().map(|claim| (claim, true)));
        all.sort_by_key(|(piece, _)| (piece.at.start(), piece.at.end()));
        let mut floor = Floor::new(self.scene, &self.sides, &self.voices, self.judges);
        let mut said = BTreeMap::new();
        for (piece, claimed) in &all {
            let told = floor.speaker(piece, true);
            if *claimed {
                said.insert((piece.at.start(), piece.at.end()), told);
            }
        }
        self.said = said;
    }

    /// The fact that a claim at a place is, and what of the claim had to be left out.
    pub fn fact(&self, claim: &Claim, paragraph: usize, at: Excerpt<'t>) -> (Fact<'t>, Vec<Refusal>) {
        let mut dropped = Vec::new();
        let who = self.named(claim.who.as_deref(), paragraph, &mut dropped);
        let party = self.named(claim.party.as_deref(), paragraph, &mut dropped);
        let on = self.day(claim, paragraph, at, &mut dropped);
        (self.of_kind(claim.what, at, Given { who, party, on }), dropped)
    }

    fn of_kind(&self, what: What, at: Excerpt<'t>, given: Given<'t>) -> Fact<'t> {
        let here = stretch(self.scene, at);
        match what {
            What::Statement(stance) => self.statement(stance, at, given),
            What::Session(state) => {
                let (participants, place) = here.as_ref().map_or((Vec::new(), None), |here| {
                    session_names(self.scene, &self.sides, here.sentence, &here.words)
                });
                Fact::Session { state, on: given.on, participants, place }
            }
            What::Status(kind) => Fact::Status { kind, on: given.on },
            What::Alternative(way) => {
                let found = here.as_ref().and_then(|here| self.befallen(way.name(), here));
                let found =
                    found.map(|who| if who.person { who.party.unwrap_or(who.name) } else { who.name });
                Fact::Alternative { party: given.party.map(|party| party.name).or(found), way }
            }
            What::Person(change) => {
                let found = here.as_ref().and_then(|here| self.befallen(change.name(), here));
                let who = given.who.or(found);
                let party = given.party.map(|party| party.name).or(who.and_then(|who| who.party));
                Fact::Person { change, who: who.map(|who| who.name), on: given.on, party }
            }
        }
    }

    fn statement(&self, stance: crate::suggest::Stance, at: Excerpt<'t>, given: Given<'t>) -> Fact<'t> {
        let piece = piece(self.scene, at);
        let said = piece.as_ref().and_then(|piece| self.scene.said.get(piece.said?));
        let told = piece.as_ref().and_then(|piece| self.said.get(&(piece.at.start(), piece.at.end())));
        let who = given.who.or(told.and_then(|told| told.who));
        Fact::Statement {
            speaker: who.map(|who| who.name),
            anonymous: who.is_some_and(|who| who.anonymous),
            party: given.party.map(|party| party.name).or(who.and_then(|who| who.party)),
            manner: said.map(|said| said.manner),
            stance,
            on: given.on.or(told.and_then(|told| told.on)),
            cue: said.and_then(|said| said.cue),
        }
    }

    fn befallen(&self, kind: &str, here: &Stretch) -> Option<Who<'t>> {
        let event = Event { kind, sentence: here.sentence, head: here.head, words: &here.words };
        befallen(self.scene, &self.sides, &self.voices, self.judges.befallen, &event).map(|(who, _)| who)
    }

    /// Whom words of the report name, in the paragraph or the nearest one.
    fn named(&self, words: Option<&str>, paragraph: usize, dropped: &mut Vec<Refusal>) -> Option<Who<'t>> {
        let words = words?;
        let Some((_, at)) = self.places.nearest(words, paragraph) else {
            dropped.push(Refusal::NoSuchName);
            return None;
        };
        let sentence = self.scene.document.sentences.iter().position(|sentence| sentence.at.overlaps(at));
        Some(match sentence {
            Some(sentence) => meant(self.scene, sentence, at),
            None => {
                let name = Field { value: at, from: From::Words(at) };
                Who { name, party: None, anonymous: false, person: false }
            }
        })
    }

    /// The day that words of the report give: those that the claim names, or else the one that the reader finds for it.
    fn day(
        &self,
        claim: &Claim,
        paragraph: usize,
        at: Excerpt<'t>,
        dropped: &mut Vec<Refusal>,
    ) -> Option<Field<'t, Date>> {
        if let Some(words) = &claim.day {
            let place = self.places.nearest(words, paragraph);
            let found = place.and_then(|(_, words)| self.day_of(words, aspect(claim.what)));
            if found.is_none() {
                dropped.push(Refusal::NoSuchDay);
            }
            return found;
        }
        if self.language.is_some() {
            return self.day_of(at, aspect(claim.what));
        }
        let kind = match claim.what {
            What::Session(state) => state.name(),
            What::Status(kind) => kind.name(),
            What::Person(change) => change.name(),
            // Of a statement the day comes with the speaker; a situation has none.
            What::Statement(_) | What::Alternative(_) => return None,
        };
        let here = stretch(self.scene, at)?;
        let asked = Asked {
            kind,
            sentence: here.sentence,
            head: here.head,
            words: &here.words,
            said: None,
            before: None,
            told: None,
        };
        day(self.scene, &self.voices, self.judges.days, &asked).0
    }

    /// The single day that some words of the report give.
    fn day_of(&self, words: Excerpt<'t>, aspect: Aspect) -> Option<Field<'t, Date>> {
        let report = self.scene.document.report.date();
        if let Some(language) = self.language {
            let (at, value) = foreign::day(words, language, report, aspect)?;
            return Some(Field { value, from: From::Words(at) });
        }
        let time = self.scene.times.iter().find(|time| time.at.overlaps(words))?;
        let value = time.when.and_then(|when| when.single())?;
        Some(Field { value, from: From::Words(time.at) })
    }
}

/// What the claim itself gives, as far as the report has it.
struct Given<'t> {
    who: Option<Who<'t>>,
    party: Option<Who<'t>>,
    on: Option<Field<'t, Date>>,
}

/// On which side of the report's day a fact lies.
fn aspect(what: What) -> Aspect {
    match what {
        What::Session(SessionState::Planned | SessionState::Moved) | What::Status(StatusKind::Deadline) => {
            Aspect::Future
        }
        What::Session(SessionState::Cancelled) => Aspect::Unknown,
        _ => Aspect::Past,
    }
}

/// The words of a stretch in the sentence that it begins in, and the one at their top.
fn stretch(scene: &Scene<'_>, at: Excerpt<'_>) -> Option<Stretch> {
    let place = scene.document.sentences.iter().position(|sentence| sentence.at.overlaps(at))?;
    let sentence: &Sentence<'_> = scene.sentence(place);
    let words: Vec<usize> = sentence.words_in(at).collect();
    let plain = words.iter().copied().filter(|&word| sentence.words[word].kind() != "punct");
    let head = plain.min_by_key(|&word| (sentence.way_up(word).count(), word))?;
    Some(Stretch { sentence: place, head, words })
}

/// Something claimed to be said, as the reader's own pieces are.
fn piece<'t>(scene: &Scene<'t>, at: Excerpt<'t>) -> Option<Piece<'t>> {
    let Stretch { sentence, head, words } = stretch(scene, at)?;
    let top = scene.sentence(sentence).words[head].at;
    let said = scene
        .said
        .iter()
        .position(|said| said.content.contains(top) || said.rest.is_some_and(|rest| rest.contains(top)));
    Some(Piece { said, sentence, head, words, at })
}
