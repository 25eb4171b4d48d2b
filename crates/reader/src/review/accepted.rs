//! Suggestions as a review accepts them.

use std::collections::BTreeSet;
use std::fmt;

use super::decision::{By, Decision, Review};
use super::fields::{Fields, participant};
use super::proposal::{Author, Key};
use crate::report::Excerpt;
use crate::said::Manner;
use crate::suggest::{Fact, Field, From, Parties, Reading, Suggestion};
use jiff::civil::Date;

/// A suggestion that somebody accepted, with the fields that were accepted.
#[derive(Clone, PartialEq)]
pub struct Accepted<'t> {
    /// The suggestion. Where somebody edited a name, it is an excerpt of what they wrote, and [`From::Person`] says so.
    pub suggestion: Suggestion<'t>,
    /// The matter that somebody said it is about.
    pub about: Option<&'t str>,
    /// Who suggested it.
    pub author: Author,
    /// Who accepted it, and when.
    pub by: &'t By,
    /// Whether fields were edited.
    pub edited: bool,
}

impl fmt::Debug for Accepted<'_> {
    /// The suggestion alone, as that shows itself: what it is about may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accepted({:?})", self.suggestion)
    }
}

/// Of the suggestions of one author those that the review accepts, in their order. A review of another report accepts none: ask
/// [`Review::is_of`] before.
pub fn accepted<'t>(
    review: &'t Review,
    reading: &'t Reading<'t>,
    suggestions: &[Suggestion<'t>],
    author: &Author,
) -> Vec<Accepted<'t>> {
    let parties = Parties::new(reading);
    let one = |found: &Suggestion<'t>| {
        let decision = review.decided(&Key::new(author, found))?;
        let fields = decision.accepted()?;
        let mut suggestion = found.clone();
        apply(&mut suggestion.fact, fields, &Fields::from_fact(&found.fact, &parties));
        let about = match fields {
            Fields::Statement { about, .. } | Fields::Status { about, .. } => about.as_deref(),
            _ => None,
        };
        Some(Accepted {
            suggestion,
            about,
            author: author.clone(),
            by: &decision.by,
            edited: decision.after.is_some(),
        })
    };
    suggestions.iter().filter_map(one).collect()
}

impl Review {
    /// Everything that the review accepts, in the order of the report, whoever suggested it. What is not suggested now, as a model's
    /// suggestions are not, is made anew of the decision: its words stand in the report, and its fields are those that were accepted.
    pub fn accepted<'t>(&'t self, reading: &'t Reading<'t>) -> Vec<Accepted<'t>> {
        let mut all = accepted(self, reading, &reading.suggestions, &Author::Reader);
        let made: BTreeSet<Key> =
            reading.suggestions.iter().map(|found| Key::new(&Author::Reader, found)).collect();
        let keys: BTreeSet<&Key> = self.decisions.iter().map(|decision| &decision.key).collect();
        for key in keys.into_iter().filter(|key| !made.contains(*key)) {
            all.extend(self.decided(key).and_then(|decision| anew(decision, reading)));
        }
        all.sort_by_key(|taken| (taken.suggestion.at.start(), taken.suggestion.at.end()));
        all
    }
}

/// A suggestion made of a decision; `None` where it accepts nothing, or its words do not stand where it says.
fn anew<'t>(decision: &'t Decision, reading: &'t Reading<'t>) -> Option<Accepted<'t>> {
    let fields = decision.accepted()?;
    let report = &reading.scene.document.report;
    let at = report.excerpt(decision.key.at.0..decision.key.at.1)?;
    let paragraph = report.paragraphs().iter().position(|paragraph| paragraph.contains(at))?;
    if at.as_str() != decision.key.words {
        return None;
    }
    let also = decision.key.also.iter().map(|also| report.excerpt(also.0..also.1));
    let (fact, about) = fact(fields, reading);
    Some(Accepted {
        suggestion: Suggestion {
            fact,
            at,
            also: also.collect::<Option<Vec<_>>>()?,
            paragraph,
            rule: "review",
            sure: 0,
            confidence: decision.confidence.unwrap_or(0),
            shown: true,
        },
        about,
        author: decision.key.author.clone(),
        by: &decision.by,
        edited: decision.after.is_some(),
    })
}

/// The fact that fields say. Names that stand in the report are its words.
fn fact<'t>(fields: &'t Fields, reading: &'t Reading<'t>) -> (Fact<'t>, Option<&'t str>) {
    let day = |day: &Option<Date>| day.map(|value| Field { value, from: From::Person });
    let name = |name: &'t Option<String>| {
        let words = written(name.as_deref()?, reading);
        Some(words.map_or(Field { value: Excerpt::whole(name.as_deref()?), from: From::Person }, |words| {
            Field { value: words, from: From::Words(words) }
        }))
    };
    match fields {
        Fields::Statement { stance, speaker, party, on, about } => {
            let fact = Fact::Statement {
                speaker: name(speaker),
                anonymous: false,
                party: name(party),
                // Whoever said it, it was said; in which way is not known.
                manner: speaker.is_some().then_some(Manner::Indirect),
                stance: *stance,
                on: day(on),
                cue: None,
            };
            (fact, about.as_deref())
        }
        Fields::Session { state, on, participants, place } => {
            let names = participants.iter();
            let names = names.map(|name| written(name, reading).unwrap_or(Excerpt::whole(name)));
            let place = name(place).map(|field| field.value);
            (Fact::Session { state: *state, on: day(on), participants: names.collect(), place }, None)
        }
        Fields::Status { kind, on, about } => (Fact::Status { kind: *kind, on: day(on) }, about.as_deref()),
        Fields::Alternative { way, party } => (Fact::Alternative { party: name(party), way: *way }, None),
        Fields::Person { change, who, on, party } => {
            (Fact::Person { change: *change, who: name(who), on: day(on), party: name(party) }, None)
        }
    }
}

/// Where a name stands in the report; a person or party of it before other words.
fn written<'t>(name: &str, reading: &'t Reading<'t>) -> Option<Excerpt<'t>> {
    let named = reading.scene.cast.mentions.iter().map(|(mention, _)| mention.at);
    named.into_iter().find(|at| at.as_str() == name).or_else(|| {
        let text = reading.scene.document.report.text();
        let at = text.find(name)?;
        reading.scene.document.report.excerpt(at..at + name.len())
    })
}

/// Puts into a fact what differs from what the reader found; what is the same keeps where it was taken from.
fn apply<'t>(fact: &mut Fact<'t>, new: &'t Fields, old: &Fields) {
    match (fact, new, old) {
        (
            Fact::Statement { stance, speaker, party, on, anonymous, .. },
            Fields::Statement {
                stance: new_stance, speaker: new_speaker, party: new_party, on: new_on, ..
            },
            Fields::Statement { speaker: old_speaker, party: old_party, on: old_on, .. },
        ) => {
            *stance = *new_stance;
            *anonymous = *anonymous && new_speaker == old_speaker;
            name(speaker, new_speaker, old_speaker);
            name(party, new_party, old_party);
            day(on, *new_on, *old_on);
        }
        (
            Fact::Session { state, on, participants, place },
            Fields::Session { state: new_state, on: new_on, participants: new_names, place: new_place },
            Fields::Session { on: old_on, participants: old_names, place: old_place, .. },
        ) => {
            *state = *new_state;
            day(on, *new_on, *old_on);
            if new_names != old_names {
                // Those who were named before keep their place in the report.
                let kept = |name: &'t String| {
                    let old = participants.iter().find(|words| participant(words.as_str()) == *name);
                    old.copied().unwrap_or(Excerpt::whole(name))
                };
                *participants = new_names.iter().map(kept).collect();
            }
            if new_place != old_place {
                *place = new_place.as_deref().map(Excerpt::whole);
            }
        }
        (
            Fact::Status { kind, on },
            Fields::Status { kind: new_kind, on: new_on, .. },
            Fields::Status { on: old_on, .. },
        ) => {
            *kind = *new_kind;
            day(on, *new_on, *old_on);
        }
        (
            Fact::Alternative { party, way },
            Fields::Alternative { way: new_way, party: new_party },
            Fields::Alternative { party: old_party, .. },
        ) => {
            *way = *new_way;
            name(party, new_party, old_party);
        }
        (
            Fact::Person { change, who, on, party },
            Fields::Person { change: new_change, who: new_who, on: new_on, party: new_party },
            Fields::Person { who: old_who, on: old_on, party: old_party, .. },
        ) => {
            *change = *new_change;
            name(who, new_who, old_who);
            day(on, *new_on, *old_on);
            name(party, new_party, old_party);
        }
        // An edit never changes the kind: neither a sitting nor a file takes that.
        _ => {}
    }
}

fn name<'t>(field: &mut Option<Field<'t, Excerpt<'t>>>, new: &'t Option<String>, old: &Option<String>) {
    if new != old {
        *field = new.as_deref().map(|name| Field { value: Excerpt::whole(name), from: From::Person });
    }
}

fn day(field: &mut Option<Field<'_, Date>>, new: Option<Date>, old: Option<Date>) {
    if new != old {
        *field = new.map(|value| Field { value, from: From::Person });
    }
}
