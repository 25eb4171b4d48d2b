//! The day of a fact: which of the times around it is its own, and which end of it on which side of the report's day.
//!
//! Every time in the sentence, in those before it in the paragraph and every day that is known otherwise is a candidate, and so is no
//! day at all; a linear judge that is trained on labelled reports chooses. A candidate's value is computed from the time's words and the report's day
//! alone.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::fact::{Field, From};
use super::linear::Linear;
use super::voice::Voices;
use crate::events::Scene;
use crate::events::keys::{Beginnings, Keys, hash};
use crate::said::Attribution;
use crate::time::times::Time;
use crate::time::{Aspect, Clock, Meaning, When};

/// A fact whose day is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a, 't> {
    /// `said`, `position`, `held`, `deadline`, `resigned`.
    pub kind: &'a str,
    /// Its sentence.
    pub sentence: usize,
    /// Its predicate.
    pub head: usize,
    /// Its words in the sentence.
    pub words: &'a [usize],
    /// What announces it, of a statement.
    pub said: Option<&'a Attribution<'t>>,
    /// The day of what was said last, and by whom and where that was.
    pub before: Option<(Option<Field<'t, Date>>, &'static str)>,
}

/// A day that may be the fact's, or none, with what holds of it.
#[derive(Clone, PartialEq)]
pub struct Candidate<'t> {
    /// The day.
    pub on: Option<Field<'t, Date>>,
    /// Hashes of the names of what holds.
    pub keys: Vec<u32>,
}

impl fmt::Debug for Candidate<'_> {
    /// How much holds, not which day it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({} keys)", self.keys.len())
    }
}

/// The days that may be a fact's.
pub fn candidates<'t>(scene: &Scene<'t>, voices: &Voices<'t>, asked: &Asked<'_, 't>) -> Vec<Candidate<'t>> {
    let sentence = scene.sentence(asked.sentence);
    let kind = asked.kind;
    let mut all = Vec::new();
    let earlier = |time: &&Time<'t>| {
        let other = scene.sentence(time.sentence);
        other.paragraph == sentence.paragraph && time.sentence <= asked.sentence
    };
    let mut near = BTreeSet::new();
    for time in scene.times.iter().filter(earlier) {
        let at = place_of(scene, asked, time);
        near.insert(at);
        offer(scene, asked, time, at, &mut all);
    }
    let mut keys = Keys::default();
    keys.add(format_args!("none"));
    keys.add(format_args!("none|{kind}"));
    for place in ["clause", "sentence", "cue", "inside", "before"] {
        keys.add(format_args!("none|{kind}|{place} {}", near.contains(place)));
    }
    keys.add(format_args!("none|{kind}|{}", near.iter().copied().collect::<Vec<_>>().join(" ")));
    if let Some((on, place)) = asked.before {
        keys.add(format_args!("none|{kind}|{place} {}", on.is_some()));
    }
    keys.add(format_args!("none|{kind}|{}", voices.day(sentence.paragraph).map_or("", |(_, name)| name)));
    all.push(Candidate { on: None, keys: keys.in_order() });
    if let Some((Some(on), place)) = asked.before {
        let own = near.contains("sentence") || near.contains("cue") || near.contains("clause");
        let announced = asked.said.is_some_and(|said| said.cue.is_some());
        let mut keys = Keys::default();
        keys.add(format_args!("{place}"));
        keys.add(format_args!("{place}|{kind}"));
        keys.add(format_args!("{place}|{own}"));
        keys.add(format_args!("{place}|{announced}"));
        keys.add(format_args!("{place}|{kind}|{own}|{announced}"));
        all.push(Candidate { on: Some(on), keys: keys.in_order() });
    }
    if let Some((on, name)) = voices.day(sentence.paragraph) {
        let keys = vec![hash(format_args!("{name}")), hash(format_args!("{name}|{kind}"))];
        all.push(Candidate { on: Some(on), keys });
    }
    let report = Field { value: scene.document.report.date(), from: From::Dateline };
    let keys = vec![hash(format_args!("dateline")), hash(format_args!("dateline|{kind}"))];
    all.push(Candidate { on: Some(report), keys });
    all
}

/// Where a time stands, seen from the fact.
fn place_of(scene: &Scene<'_>, asked: &Asked<'_, '_>, time: &Time<'_>) -> &'static str {
    if time.sentence != asked.sentence && asked.said.is_none_or(|said| said.sentence != time.sentence) {
        return "before";
    }
    if let Some(said) = asked.said {
        if said.content.overlaps(time.at) || said.rest.is_some_and(|rest| rest.overlaps(time.at)) {
            return "inside";
        }
        let sentence = scene.sentence(said.sentence);
        let cue = said.cue.and_then(|cue| sentence.word_at(cue.start()));
        let clause = scene.clauses.iter().find(|clause| {
            clause.sentence == said.sentence && cue.is_some_and(|cue| clause.words.contains(&cue))
        });
        return if time.sentence == said.sentence
            && clause.is_some_and(|clause| clause.words.contains(&time.word))
        {
            "cue"
        } else {
            "sentence"
        };
    }
    if asked.words.contains(&time.word) { "clause" } else { "sentence" }
}

fn offer<'t>(
    scene: &Scene<'t>,
    asked: &Asked<'_, 't>,
    time: &Time<'t>,
    place: &'static str,
    all: &mut Vec<Candidate<'t>>,
) {
    let report = scene.document.report.date();
    let again = |aspect| Clock::new(report).resolve(time.meaning, aspect);
    let mut offered: Vec<(Date, &'static str)> = Vec::new();
    let readings: [(&'static str, Option<When>); 3] =
        [("told", time.when), ("past", again(Aspect::Past)), ("ahead", again(Aspect::Future))];
    for (how, when) in readings {
        let Some(when) = when.filter(|when| (when.to - when.from).get_days() <= 92) else { continue };
        let ends: &[(Date, &'static str)] = if when.from == when.to {
            &[(when.from, "day")]
        } else {
            &[(when.from, "first"), (when.to, "last")]
        };
        for &(value, end) in ends {
            if offered.contains(&(value, end)) {
                continue;
            }
            offered.push((value, end));
            all.push(Candidate {
                on: Some(Field { value, from: From::Words(time.at) }),
                keys: keys_of(scene, asked, time, place, how, end, value),
            });
        }
    }
}

fn keys_of(
    scene: &Scene<'_>,
    asked: &Asked<'_, '_>,
    time: &Time<'_>,
    place: &str,
    how: &str,
    end: &str,
    value: Date,
) -> Vec<u32> {
    let sentence = scene.sentence(time.sentence);
    let tokens = scene.tokens(time.sentence);
    let kind = asked.kind;
    let days = (value - scene.document.report.date()).get_days();
    let side = match days {
        ..-40 => "long ago",
        -40..-8 => "ago",
        -8..0 => "just now",
        0 => "today",
        1..9 => "soon",
        9..100 => "ahead",
        _ => "far ahead",
    };
    let form = match time.meaning {
        Meaning::Day(_) | Meaning::Days(..) => "date",
        Meaning::DayOfMonth(_) => "the nth",
        Meaning::Weekday(..) | Meaning::WeekdayOf(..) => "weekday",
        Meaning::Near(_) => "near",
        Meaning::SameDay | Meaning::AwayFromNamed(..) => "named",
        Meaning::Whole(..) | Meaning::Weekend(_) => "week",
        Meaning::Away(..) => "away",
        _ => "long",
    };
    let before = time.word.checked_sub(1).map_or("", |at| tokens[at].as_str());
    let above = sentence.words[time.word].head.map_or("", |at| tokens[at].as_str());
    let far = if time.sentence == asked.sentence { time.word.abs_diff(asked.head).min(12) / 3 } else { 9 };
    let opens = sentence.words.iter().take(time.word).filter(|word| word.at.as_str().len() > 3).count() < 2;
    let back = asked.sentence - time.sentence.min(asked.sentence);
    let begin =
        Beginnings::of([format_args!("{place}|{kind}|"), format_args!("{kind}|"), format_args!("{place}|")]);
    let mut keys = Keys::default();
    let mut add = |name: fmt::Arguments<'_>| keys.add_behind(&begin, name);
    add(format_args!("{side}"));
    add(format_args!("{how} {end} {form}"));
    add(format_args!("{how}|{side}"));
    add(format_args!("{end}"));
    add(format_args!("{form}"));
    add(format_args!("{form}|{side}"));
    add(format_args!("before {before}"));
    add(format_args!("before {before}|{end}"));
    add(format_args!("above {above}"));
    add(format_args!("far {far}"));
    add(format_args!("opens {opens} {back}"));
    add(format_args!("{end}|{form}|{side}|{how}"));
    keys.add(format_args!("{place}"));
    keys.add(format_args!("{place}|{kind}"));
    keys.in_order()
}

/// The day of a fact, or none, and how sure that is.
pub fn day<'t>(
    scene: &Scene<'t>,
    voices: &Voices<'t>,
    judge: &Linear,
    asked: &Asked<'_, 't>,
) -> (Option<Field<'t, Date>>, f32) {
    let mut all = candidates(scene, voices, asked);
    match judge.best(all.iter().map(|candidate| candidate.keys.as_slice())) {
        Some((place, share)) => (all.swap_remove(place).on, share),
        None => (None, 0.0),
    }
}
