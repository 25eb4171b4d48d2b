//! From a report to suggestions.

use std::fmt;

use super::confidence::right_of;
use super::fact::{Event as _, Fact, PersonChange, SessionState, Stance, StatusKind, Suggestion, Way};
use super::floor::{Floor, Said};
use super::linear::Judges;
use super::party::Sides;
use super::voice::Voices;
use super::when::{Asked, day};
use super::who::session_names;
use super::whose::{Event, befallen};
use crate::document::Document;
use crate::events::features::{Piece, of_clause};
use crate::events::model::{EVENTS, Judgement};
use crate::events::pieces::{pieces, position};
use crate::events::positions::of_piece;
use crate::events::{Clause, Events, Scene};
use crate::net::maths::largest;
use crate::parse::Model;
use crate::report::Report;
use crate::said::Attribution;

/// A report with what it is suggested to state.
#[derive(PartialEq)]
pub struct Reading<'t> {
    /// The report with its people, times and clauses.
    pub scene: Scene<'t>,
    /// Suggestions in the order of the report.
    pub suggestions: Vec<Suggestion<'t>>,
    /// The language of a report that is not in English; nothing is suggested of it.
    pub language: Option<&'static str>,
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading of {}, {} suggestions", self.scene.document.report.date(), self.suggestions.len())
    }
}

/// Below this share nothing is suggested at all.
const FLOOR: f32 = 0.04;

/// The same of people who come and go. There are few of them, and one that is missed leaves a mandate in the case that has ended.
const FLOOR_PERSON: f32 = 0.02;

/// How much of talks a report must tell for anything to stand above the default line: the shares of meetings, agreements, hurdles, of how a side
/// stands without a deal and the like, added up over its clauses. Every report of anything has people who say things and who come and go; one
/// without talks has little else of this.
const TALKS: f32 = 1.0;

/// What tells of talks whoever says it.
const OF_TALKS: [&str; 6] = ["session", "hurdle", "agreed", "stalled", "confidentiality", "alternative"];

/// Who comes and goes.
const OF_PEOPLE: [&str; 5] = ["resigned", "dismissed", "appointed", "replaced", "died"];

/// From which share on what is said or held counts as said before what follows.
const TAKES_THE_FLOOR: f32 = 0.25;

/// From which share on each kind stands above the default line, in the order of [`EVENTS`].
const LINES: [f32; EVENTS.len()] =
    [0.4, 0.3, 0.3, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75, 0.55, 1.0];

/// What is told as surely as this is a fact all the same, unless it looks as surely like none. Of what is said and told so, five in six are
/// facts even where the words look a little like none.
fn plain(name: &str) -> f32 {
    if name == "said" { 0.8 } else { 0.9 }
}

/// From which share on what looks like a fact and may be none (history, a rumour, another matter) stands below the line; the second where the fact
/// is told plainly. Much is said that is not of these talks, and nearly all that is taken for a fact and is none is said. Set, as
/// [`LINES`], on labelled reports that were left out of the training.
fn trap_lines(name: &str) -> [f32; 2] {
    match name {
        "said" => [0.04, 0.13],
        "position" => [0.1, 0.1],
        "session" => [0.08, 0.3],
        _ if OF_PEOPLE.contains(&name) => [0.1, 0.2],
        _ => [0.13, 0.3],
    }
}

impl<'t> Reading<'t> {
    /// Reads a report with the models of this crate. Takes about 0.2 ms a word.
    pub fn new(report: Report<'t>) -> Self {
        Self::with(report, Model::english(), Events::english(), Judges::english())
    }

    /// Reads a report with other models.
    pub fn with(report: Report<'t>, model: &'static Model, events: &Events, judges: Judges<'_>) -> Self {
        let scene = Scene::new(Document::read(report, model));
        let sides = Sides::new(&scene);
        let mut reader = Reader {
            sides,
            scene: &scene,
            voices: Voices::of_report(&scene),
            model,
            events,
            judges,
            found: Vec::new(),
            talks: 0.0,
        };
        let judged: Vec<Judgement> = scene
            .clauses
            .iter()
            .map(|clause| {
                let features = of_clause(&scene, model, clause);
                events.judge(&features.keys, &features.dense)
            })
            .collect();
        reader.statements(&judged);
        for (clause, judgement) in scene.clauses.iter().zip(&judged) {
            reader.clause(clause, judgement);
        }
        let talks = reader.talks;
        let mut suggestions = reader.found;
        if talks < TALKS {
            suggestions.iter_mut().for_each(|suggestion| suggestion.shown = false);
        }
        suggestions.sort_by_key(|suggestion| (suggestion.at.start(), suggestion.at.end()));
        Self { scene, suggestions, language: None }
    }

    /// A report in another language, of which nothing is read but its day and paragraphs: what a model claims can be looked for in it.
    pub fn unread(report: Report<'t>, language: &'static str) -> Self {
        let scene = Scene::new(Document { report, sentences: Vec::new() });
        Self { scene, suggestions: Vec::new(), language: Some(language) }
    }
}

struct Reader<'s, 't> {
    scene: &'s Scene<'t>,
    model: &'static Model,
    events: &'s Events,
    sides: Sides,
    judges: Judges<'s>,
    voices: Voices<'t>,
    found: Vec<Suggestion<'t>>,
    talks: f32,
}

/// Place of an event's share.
fn of(judgement: &Judgement, name: &str) -> (f32, f32) {
    let place = EVENTS.iter().position(|known| *known == name).unwrap_or(0);
    (judgement.events[place], LINES[place])
}

/// Whether the words look like a fact of this kind, which they tell with this share, and are likely none.
fn looks_only(judgement: &Judgement, name: &str, share: f32) -> bool {
    let [doubtful, told] = trap_lines(name);
    of(judgement, "trap").0 >= if share >= plain(name) { told } else { doubtful }
}

impl<'t> Reader<'_, 't> {
    /// What is announced as said, and positions that nothing announces, in the order of the text.
    fn statements(&mut self, judged: &[Judgement]) {
        let mut all: Vec<(Piece<'t>, Judgement, f32, f32)> = Vec::new();
        for piece in pieces(self.scene) {
            let features = of_piece(self.scene, self.model, &piece);
            let judgement = self.events.judge(&features.keys, &features.dense);
            let (share, line) = of(&judgement, "said");
            all.push((piece, judgement, share, line));
        }
        for (clause, judgement) in self.scene.clauses.iter().zip(judged) {
            let at = self.scene.sentence(clause.sentence).words[clause.head].at;
            if self
                .scene
                .said
                .iter()
                .any(|said| said.content.contains(at) || said.rest.is_some_and(|rest| rest.contains(at)))
            {
                continue;
            }
            let (share, line) = of(judgement, "position");
            let Some(piece) = position(self.scene, clause).filter(|_| share >= FLOOR) else { continue };
            let features = of_piece(self.scene, self.model, &piece);
            all.push((piece, self.events.judge(&features.keys, &features.dense), share, line));
        }
        all.sort_by_key(|(piece, ..)| (piece.at.start(), piece.at.end()));
        let (voices, sides) = (self.voices.clone(), self.sides.clone());
        let mut floor = Floor::new(self.scene, &sides, &voices, self.judges);
        for (piece, judgement, share, line) in all {
            let said = piece.said.and_then(|said| self.scene.said.get(said)).copied();
            let told = floor.speaker(&piece, share >= TAKES_THE_FLOOR);
            if share >= FLOOR {
                self.state(&piece, told, said, &judgement, share, line);
            }
        }
    }

    fn state(
        &mut self,
        piece: &Piece<'t>,
        told: Said<'t>,
        said: Option<Attribution<'t>>,
        judgement: &Judgement,
        share: f32,
        line: f32,
    ) {
        let (stance, sure) = largest(&judgement.stances)
            .map_or((Stance::None, 0.0), |place| (Stance::ALL[place], judgement.stances[place]));
        let speaker = told.who;
        let rule = if said.is_some() { "said" } else { "position" };
        self.found.push(Suggestion {
            fact: Fact::Statement {
                speaker: speaker.map(|who| who.name),
                anonymous: speaker.is_some_and(|who| who.anonymous),
                party: speaker.and_then(|who| who.party),
                manner: said.map(|said| said.manner),
                stance,
                on: told.on,
                cue: said.and_then(|said| said.cue),
            },
            at: piece.at,
            also: Vec::new(),
            paragraph: self.scene.sentence(piece.sentence).paragraph,
            rule,
            sure: parts(share * sure * told.sure),
            confidence: right_of("statement", share * sure * told.sure),
            shown: share >= line && !looks_only(judgement, rule, share),
        });
    }

    /// What a clause tells.
    fn clause(&mut self, clause: &Clause, judgement: &Judgement) {
        let shares = EVENTS.iter().zip(judgement.events).filter(|(name, _)| OF_TALKS.contains(name));
        let share = shares.map(|(_, share)| share).fold(0.0, f32::max);
        // Many small doubts are no sign of talks.
        self.talks += if share >= 0.3 { share } else { 0.0 };
        for (place, name) in EVENTS.iter().enumerate() {
            let (share, line) = (judgement.events[place], LINES[place]);
            let floor = if OF_PEOPLE.contains(name) { FLOOR_PERSON } else { FLOOR };
            if share < floor || matches!(*name, "said" | "position" | "trap") {
                continue;
            }
            if let Some((fact, sure)) = self.event(name, clause, judgement) {
                self.suggest(fact, clause, share, sure, share >= line && !looks_only(judgement, name, share));
            }
        }
    }

    /// The fact that a clause tells if it tells an event, and how sure its fields are.
    fn event(&self, name: &str, clause: &Clause, judgement: &Judgement) -> Option<(Fact<'t>, f32)> {
        let (place, head, words) = (clause.sentence, clause.head, &clause.words);
        let day = |kind: &str| {
            let asked = Asked { kind, sentence: place, head, words, said: None, before: None, told: None };
            day(self.scene, &self.voices, self.judges.days, &asked)
        };
        let befallen = |kind: &str| {
            befallen(
                self.scene,
                &self.sides,
                &self.voices,
                self.judges.befallen,
                &Event { kind, sentence: place, head, words },
            )
        };
        let status = |kind| {
            let (on, sure) = day(name);
            Some((Fact::Status { kind, on }, sure))
        };
        let person = |change| {
            let who = befallen(name);
            let (on, sure) = day(name);
            let fact = Fact::Person {
                change,
                who: who.map(|(who, _)| who.name),
                on,
                party: who.and_then(|(who, _)| who.party),
            };
            Some((fact, sure * who.map_or(0.2, |(_, sure)| sure)))
        };
        match name {
            "session" => {
                let state = largest(&judgement.sessions)?;
                let (on, sure) = day(SessionState::ALL[state].name());
                let (participants, venue) = session_names(self.scene, &self.sides, place, words);
                let fact = Fact::Session { state: SessionState::ALL[state], on, participants, place: venue };
                Some((fact, sure * judgement.sessions[state]))
            }
            "alternative" => {
                let way = largest(&judgement.directions)?;
                let who = befallen(Way::ALL[way].name());
                let party =
                    who.map(|(who, _)| if who.person { who.party.unwrap_or(who.name) } else { who.name });
                let sure = judgement.directions[way] * who.map_or(0.2, |(_, sure)| sure);
                Some((Fact::Alternative { party, way: Way::ALL[way] }, sure))
            }
            "hurdle" => status(StatusKind::Hurdle),
            "agreed" => status(StatusKind::Agreed),
            "stalled" => status(StatusKind::Stalled),
            "confidentiality" => status(StatusKind::Confidentiality),
            "deadline" => status(StatusKind::Deadline),
            "resigned" => person(PersonChange::Resigned),
            "dismissed" => person(PersonChange::Dismissed),
            "appointed" => person(PersonChange::Appointed),
            "replaced" => person(PersonChange::Replaced),
            "died" => person(PersonChange::Died),
            _ => None,
        }
    }

    fn suggest(&mut self, fact: Fact<'t>, clause: &Clause, share: f32, sure: f32, shown: bool) {
        let stretches = clause.stretches(&self.scene.document);
        let Some(&at) = stretches.iter().max_by_key(|stretch| stretch.as_str().len()) else { return };
        let confidence = right_of(fact.kind(), share * sure);
        self.found.push(Suggestion {
            fact,
            at,
            also: stretches.into_iter().filter(|stretch| *stretch != at).collect(),
            paragraph: self.scene.sentence(clause.sentence).paragraph,
            rule: "clause",
            sure: parts(share * sure),
            confidence,
            shown,
        });
    }
}

/// Ten-thousandths of a share.
fn parts(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 10_000.0) as u16
}
