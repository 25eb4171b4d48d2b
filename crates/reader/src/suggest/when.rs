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
use crate::events::features::tense;
use crate::events::keys::{Beginnings, Keys};
use crate::said::{Attribution, Manner};
use crate::time::times::Time;
use crate::time::{Aspect, Clock, Meaning, When};

/// A fact whose day is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a, 't> {
    /// `said`, `position`, `held`, `deadline`, `resigned`.
    pub kind: &'a str,
    /// The sentence it stands in, as a place in the document's sentences.
    pub sentence: usize,
    /// The word at the top of its predicate, as a place in that sentence.
    pub head: usize,
    /// Its words in the sentence.
    pub words: &'a [usize],
    /// What announces it, of a statement.
    pub said: Option<&'a Attribution<'t>>,
    /// What was said last.
    pub before: Option<Before<'t>>,
    /// The last day that was given to something said, and the paragraph of that.
    pub told: Option<(Field<'t, Date>, usize)>,
}

/// What was said before a statement, seen from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Before<'t> {
    /// The day that was given to it, where there was one.
    pub on: Option<Field<'t, Date>>,
    /// By whom and where that was: `turn`, `other's turn before`.
    pub place: &'static str,
    /// How many sentences lie between, at most 4.
    pub gap: usize,
    /// How the speaker is told now: `he`, `person`, `nothing`.
    pub form: &'static str,
}

impl Asked<'_, '_> {
    /// Whether it is something said or held.
    fn says(&self) -> bool {
        matches!(self.kind, "said" | "position")
    }

    /// The cue's base form and its tag.
    fn cue<'s>(&self, scene: &'s Scene<'_>) -> [&'s str; 2] {
        let found = self.said.and_then(|said| {
            let sentence = scene.sentence(said.sentence);
            let cue = sentence.word_at(said.cue?.start())?;
            Some([sentence.words[cue].lemma.as_str(), sentence.words[cue].tag])
        });
        found.unwrap_or(["no cue", "no tag"])
    }
}

/// A day that may be the fact's, or none, with what holds of it.
#[derive(Clone, PartialEq)]
pub struct Candidate<'t> {
    /// The day; `None` is the candidate that there is none.
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

/// The days that may be a fact's. What is answered in an interview whose day is told has that day, unless it names another itself.
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
    let answered = asked.says()
        && asked.said.is_none_or(|said| said.cue.is_none())
        && voices.day(sentence.paragraph).is_some_and(|(_, name)| name == "interview");
    let mut keys = Keys::default();
    keys.add(format_args!("none"));
    keys.add(format_args!("none|{kind}"));
    for place in ["clause", "sentence", "cue", "inside", "before"] {
        keys.add(format_args!("none|{kind}|{place} {}", near.contains(place)));
    }
    keys.add(format_args!("none|{kind}|{}", near.iter().copied().collect::<Vec<_>>().join(" ")));
    let cue = asked.cue(scene);
    let announced = asked.said.is_some_and(|said| said.cue.is_some());
    let own = near.contains("sentence") || near.contains("cue") || near.contains("clause");
    if let Some(Before { on, place, gap, form }) = asked.before {
        keys.add(format_args!("none|{kind}|{place} {}", on.is_some()));
        keys.add(format_args!("none|{place} {}|{own}|{announced}|{gap}|{form}", on.is_some()));
    }
    let style = voices.style();
    keys.add(format_args!("none|{kind}|{style}"));
    keys.add(format_args!("none|{kind}|{style}|{own}|{announced}"));
    keys.add(format_args!("none|{kind}|told {}", asked.told.is_some()));
    let quoted = scene.is_quoted(sentence.words[asked.head].at);
    keys.add(format_args!("none|{kind}|{style}|quoted {quoted}|{announced}"));
    for cue in cue {
        keys.add(format_args!("none|{cue}"));
        keys.add(format_args!("none|{cue}|{style}"));
        keys.add(format_args!("none|{cue}|{own}"));
    }
    keys.add(format_args!("none|{kind}|{}", voices.day(sentence.paragraph).map_or("", |(_, name)| name)));
    if !answered {
        all.push(Candidate { on: None, keys: keys.in_order() });
    }
    if let Some(Before { on: Some(on), place, gap, form }) = asked.before.filter(|_| !answered) {
        let mut keys = Keys::default();
        keys.add(format_args!("{place}"));
        keys.add(format_args!("{place}|{kind}"));
        keys.add(format_args!("{place}|{own}"));
        keys.add(format_args!("{place}|{announced}"));
        keys.add(format_args!("{place}|{kind}|{own}|{announced}"));
        keys.add(format_args!("{place}|gap {gap}"));
        keys.add(format_args!("{place}|form {form}"));
        keys.add(format_args!("{place}|gap {gap}|form {form}"));
        keys.add(format_args!("{place}|gap {gap}|form {form}|{own}|{announced}"));
        for cue in cue {
            keys.add(format_args!("{place}|{cue}"));
            keys.add(format_args!("{place}|{cue}|gap {gap}"));
        }
        all.push(Candidate { on: Some(on), keys: keys.in_order() });
    }
    if let Some((on, name)) = voices.day(sentence.paragraph) {
        let mut keys = Keys::default();
        keys.add(format_args!("{name}"));
        keys.add(format_args!("{name}|{kind}"));
        keys.add(format_args!("{name}|{kind}|{own}|{announced}"));
        keys.add(format_args!("{name}|{kind}|told {}", asked.told.is_some()));
        let same = asked.told.is_some_and(|(told, _)| told.value == on.value);
        keys.add(format_args!("{name}|{kind}|same {same}"));
        for cue in cue {
            keys.add(format_args!("{name}|{cue}"));
            keys.add(format_args!("{name}|{cue}|{own}"));
        }
        keys.add(format_args!("{name}|{kind}|quoted {quoted}|{announced}"));
        all.push(Candidate { on: Some(on), keys: keys.in_order() });
    }
    if answered {
        return all;
    }
    if asked.says() {
        told_before(scene, voices, asked, &mut all);
    }
    let report = Field { value: scene.document.report.date(), from: From::Dateline };
    let style = voices.style();
    let mut keys = Keys::default();
    keys.add(format_args!("dateline"));
    keys.add(format_args!("dateline|{kind}"));
    keys.add(format_args!("dateline|{kind}|{style}"));
    keys.add(format_args!("dateline|{kind}|{own}|{announced}"));
    keys.add(format_args!("dateline|{kind}|{style}|quoted {quoted}|{announced}"));
    all.push(Candidate { on: Some(report), keys: keys.in_order() });
    all
}

/// Days from further back, for what is said: a letter or a report of a meeting names the day once. The last day that something was said, the
/// last that an earlier paragraph names, the first that the report names.
fn told_before<'t>(
    scene: &Scene<'t>,
    voices: &Voices<'t>,
    asked: &Asked<'_, 't>,
    all: &mut Vec<Candidate<'t>>,
) {
    let paragraph = scene.sentence(asked.sentence).paragraph;
    let report = scene.document.report.date();
    let paragraph_of = |time: &Time<'t>| scene.sentence(time.sentence).paragraph;
    let mut past = scene.times.iter().filter(|time| paragraph_of(time) < paragraph).filter_map(|time| {
        let value = time.when?.single().filter(|day| *day <= report && (report - *day).get_days() < 40)?;
        Some((Field { value, from: From::Words(time.at) }, paragraph_of(time)))
    });
    let first = past.next();
    let last = past.next_back().or(first);
    let (style, kind) = (voices.style(), asked.kind);
    let form = asked.before.map_or("no turn", |before| before.form);
    let direct = asked.said.is_some_and(|said| said.manner == Manner::Direct);
    for (name, candidate) in [("told", asked.told), ("lately", last), ("first", first)] {
        let Some((on, from)) = candidate else { continue };
        let far = (paragraph - from.min(paragraph)).min(4);
        let days = (report - on.value).get_days().min(8);
        let also = [asked.told, last, first]
            .into_iter()
            .flatten()
            .filter(|(other, _)| other.value == on.value)
            .count();
        let begin = Beginnings::new([format_args!("{name}|"), format_args!("{name}|{kind}|")]);
        let mut keys = Keys::default();
        let mut add = |more: fmt::Arguments<'_>| keys.add_behind(&begin, more);
        add(format_args!("{style}"));
        add(format_args!("far {far}"));
        add(format_args!("far {far}|{style}"));
        add(format_args!("days {days}|{style}"));
        add(format_args!("also {also}"));
        add(format_args!("also {also}|{style}"));
        add(format_args!("form {form}|far {far}"));
        add(format_args!("direct {direct}|far {far}|{style}"));
        for cue in asked.cue(scene) {
            add(format_args!("{cue}"));
            add(format_args!("{cue}|{style}"));
        }
        all.push(Candidate { on: Some(on), keys: keys.in_order() });
    }
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
    let (tense, tie) = (tense(scene.sentence(asked.sentence), asked.head), tie(scene, asked, time));
    let further = time.word.checked_sub(2).map_or("", |at| tokens[at].as_str());
    let begin =
        Beginnings::new([format_args!("{place}|{kind}|"), format_args!("{kind}|"), format_args!("{place}|")]);
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
    add(format_args!("before {further} {before}|{how}|{side}"));
    add(format_args!("tense {tense}|{how}|{side}"));
    add(format_args!("tie {tie}"));
    add(format_args!("tie {tie}|{side}"));
    add(format_args!("far {far}"));
    add(format_args!("opens {opens} {back}"));
    add(format_args!("{end}|{form}|{side}|{how}"));
    keys.add(format_args!("{place}"));
    keys.add(format_args!("{place}|{kind}"));
    keys.in_order()
}

/// How the clause of a time in the same sentence stands to the fact's own.
fn tie(scene: &Scene<'_>, asked: &Asked<'_, '_>, time: &Time<'_>) -> String {
    if time.sentence != asked.sentence {
        return "elsewhere".to_owned();
    }
    let sentence = scene.sentence(time.sentence);
    let side = if time.word < asked.head { "left" } else { "right" };
    if asked.words.contains(&time.word) {
        return format!("own {side}");
    }
    let owner = scene
        .clauses
        .iter()
        .find(|clause| clause.sentence == time.sentence && clause.words.contains(&time.word))
        .map_or(time.word, |clause| clause.head);
    let stands = if sentence.is_under(owner, asked.head) {
        "below"
    } else if sentence.is_under(asked.head, owner) {
        "above"
    } else {
        "apart"
    };
    let (from, to) = (time.word.min(asked.head), time.word.max(asked.head));
    let cut = sentence.words[from..to].iter().any(|word| word.at.as_str() == ";");
    format!("{stands} {side} {} {cut}", sentence.words[owner].kind())
}

/// The day of a fact, or none, and how sure that is.
pub fn day<'t>(
    scene: &Scene<'t>,
    voices: &Voices<'t>,
    judge: &Linear,
    asked: &Asked<'_, 't>,
) -> (Option<Field<'t, Date>>, f32) {
    let mut all = candidates(scene, voices, asked);
    let days: Vec<Option<Date>> = all.iter().map(|candidate| candidate.on.map(|on| on.value)).collect();
    match judge.best(all.iter().map(|candidate| candidate.keys.as_slice()), &days) {
        Some((place, share)) => (all.swap_remove(place).on, share),
        None => (None, 0.0),
    }
}
