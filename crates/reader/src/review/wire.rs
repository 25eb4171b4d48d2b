//! A review as JSON, read strictly: what is not as it is written here is a fault with its place.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::decision::{By, Decision, DecisionKind, Review};
use super::fault::{DecisionError, ReviewError};
use super::fields::{Fields, day, named, one_line};
use super::proposal::{Author, Key};
use crate::report::Place;
use crate::suggest::{Event, PersonChange, SessionState, Stance, StatusKind, Way};

/// The version of the form that is written, and the only one that is read.
const VERSION: u64 = 1;

/// Acts are numbered up to here.
const ACTS: u32 = 1_000_000_000;

impl Review {
    /// The file `REPORT.review.json`, the same bytes for the same review.
    pub fn json(&self) -> String {
        let file = FileOf {
            mediant_review: VERSION,
            report: self.report.clone(),
            sha256: self.sha256.clone(),
            decisions: self.decisions.iter().map(DecisionOf::from_decision).collect(),
        };
        // Names, numbers and texts alone: nothing in it cannot be written.
        serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// The first thing that is not as [`Review::json`] writes it: place, cause, what to do.
    pub fn read(text: &str) -> Result<Self, ReviewError> {
        version(text)?;
        let file: FileOf = serde_json::from_str(text).map_err(|error| fault(text, &error))?;
        let of_file = |cause: String| ReviewError { place: None, cause, advice: PUT_BACK };
        if file.sha256.len() != 64
            || !file.sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(of_file("`sha256` is not 64 hexadecimal digits in lower case".to_owned()));
        }
        let mut decisions: Vec<Decision> = Vec::new();
        let mut keys = BTreeSet::new();
        for (at, decision) in file.decisions.into_iter().enumerate() {
            let number = at + 1;
            let decision =
                decision.checked().map_err(|cause| of_file(format!("decision {number}: {cause}")))?;
            let last = decisions.last().map_or(0, |last| last.act);
            if decision.act < last.max(1) || decision.act > ACTS {
                let cause =
                    format!("decision {number}: `act` is {}, and the one before has {last}", decision.act);
                return Err(of_file(cause));
            }
            if decision.act > last {
                keys.clear();
            }
            if !keys.insert(decision.key.clone()) {
                let cause = format!(
                    "decision {number} is about the same suggestion as another of act {}",
                    decision.act
                );
                return Err(of_file(cause));
            }
            decisions.push(decision);
        }
        Ok(Self { report: file.report, sha256: file.sha256, decisions })
    }
}

const PUT_BACK: &str = "put the file back as it was written, or move it away to begin anew";

/// Another version may have any form: it is told before the rest is read.
fn version(text: &str) -> Result<(), ReviewError> {
    #[derive(Deserialize)]
    struct Version {
        mediant_review: u64,
    }
    let Version { mediant_review: version } =
        serde_json::from_str(text).map_err(|error| fault(text, &error))?;
    if version == VERSION {
        return Ok(());
    }
    let advice = "read it with the version of Mediant that wrote it, or move it away to begin anew";
    Err(ReviewError {
        place: None,
        cause: format!("this is a review of form {version}, and form {VERSION} is read"),
        advice,
    })
}

fn fault(text: &str, error: &serde_json::Error) -> ReviewError {
    let line = error.line().saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let place = (error.line() > 0).then(|| Place::new(text, start + error.column().saturating_sub(1)));
    let told = error.to_string();
    let cause = told.rsplit_once(" at line ").map_or(told.as_str(), |(cause, _)| cause);
    ReviewError { place, cause: one_line(cause), advice: PUT_BACK }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileOf {
    mediant_review: u64,
    report: String,
    sha256: String,
    decisions: Vec<DecisionOf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionOf {
    act: u32,
    verdict: String,
    author: String,
    kind: String,
    event: Option<String>,
    at: [usize; 2],
    also: Vec<[usize; 2]>,
    words: String,
    paragraph: usize,
    before: FieldsOf,
    after: Option<FieldsOf>,
    rule: String,
    confidence: Option<f64>,
    by: Option<String>,
    when: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum FieldsOf {
    Statement {
        stance: String,
        speaker: Option<String>,
        party: Option<String>,
        on: Option<String>,
        about: Option<String>,
    },
    Session {
        status: String,
        on: Option<String>,
        participants: Vec<String>,
        place: Option<String>,
    },
    Status {
        what: String,
        on: Option<String>,
        about: Option<String>,
    },
    Alternative {
        direction: String,
        party: Option<String>,
    },
    Person {
        event: String,
        who: Option<String>,
        on: Option<String>,
        party: Option<String>,
    },
}

impl DecisionOf {
    fn from_decision(decision: &Decision) -> Self {
        let pair = |(from, to): (usize, usize)| [from, to];
        let key = &decision.key;
        Self {
            act: decision.act,
            verdict: decision.verdict.name().to_owned(),
            author: key.author.name().to_owned(),
            kind: key.kind.clone(),
            event: key.event.clone(),
            at: pair(key.at),
            also: key.also.iter().copied().map(pair).collect(),
            words: key.words.clone(),
            paragraph: decision.paragraph,
            before: FieldsOf::from_fields(&decision.before),
            after: decision.after.as_ref().map(FieldsOf::from_fields),
            rule: decision.rule.clone(),
            confidence: decision.confidence.map(|hundredths| f64::from(hundredths) / 100.0),
            by: decision.by.who.clone(),
            when: decision.by.when.clone(),
        }
    }

    /// The decision, if it is one that a sitting could have made.
    fn checked(self) -> Result<Decision, String> {
        let verdict = DecisionKind::ALL.into_iter().find(|verdict| verdict.name() == self.verdict);
        let Some(verdict) = verdict else {
            let names: Vec<&str> = DecisionKind::ALL.iter().map(|verdict| verdict.name()).collect();
            return Err(format!(
                "`verdict` is `{}`, and none of {}",
                one_line(&self.verdict),
                names.join(", ")
            ));
        };
        let pair = |[from, to]: [usize; 2]| (from, to);
        let key = Key {
            author: Author::from_name(&self.author),
            kind: self.kind,
            event: self.event,
            at: pair(self.at),
            also: self.also.into_iter().map(pair).collect(),
            words: self.words,
        };
        let before = fields("before", self.before, None)?;
        let after = self.after.map(|after| fields("after", after, Some(&before))).transpose()?;
        let decision = Decision {
            paragraph: self.paragraph,
            verdict,
            before,
            after,
            rule: self.rule,
            confidence: self.confidence.map(hundredths).transpose()?,
            by: By { who: self.by, when: self.when },
            act: self.act,
            key,
        };
        place(&decision)?;
        said(&decision)?;
        signed(&decision)?;
        Ok(decision)
    }
}

/// What the decision is about hangs together.
fn place(decision: &Decision) -> Result<(), String> {
    let key = &decision.key;
    if key.at.0 >= key.at.1 || key.also.iter().any(|(from, to)| from >= to) {
        return Err("`at` and `also` are not each a first byte and a later one".to_owned());
    }
    if key.words.len() != key.at.1 - key.at.0 {
        return Err(format!("`words` has {} bytes, and `at` says {}", key.words.len(), key.at.1 - key.at.0));
    }
    if decision.paragraph == 0 {
        return Err("`paragraph` is 0, and the first is 1".to_owned());
    }
    if decision.before.kind() != key.kind {
        return Err(format!(
            "`kind` is `{}`, and `before` is a {}",
            one_line(&key.kind),
            decision.before.kind()
        ));
    }
    let event = matches!(decision.before, Fields::Status { .. } | Fields::Person { .. });
    if key.event.as_deref() != event.then(|| decision.before.event()) {
        return Err("`event` is not what `before` says; only of status and person it is not null".to_owned());
    }
    Ok(())
}

/// What was decided hangs together.
fn said(decision: &Decision) -> Result<(), String> {
    match (decision.verdict, &decision.after) {
        (DecisionKind::Edited, None) => Err("`after` is missing of what was edited".to_owned()),
        (DecisionKind::Edited, Some(after)) if after.kind() != decision.before.kind() => {
            Err(format!("`after` is a {}, and `before` a {}", after.kind(), decision.before.kind()))
        }
        (DecisionKind::Edited, Some(after)) if *after == decision.before => {
            Err("`after` says the same as `before`, and the verdict is `edited`".to_owned())
        }
        (DecisionKind::Edited, Some(_)) | (_, None) => Ok(()),
        (verdict, Some(_)) => Err(format!("`after` is there, and the verdict is `{}`", verdict.name())),
    }
}

/// Who decided, and whose suggestion it is.
fn signed(decision: &Decision) -> Result<(), String> {
    if decision.by.who.as_ref().is_some_and(|who| who.is_empty() || one_line(who) != *who) {
        return Err("`by` is not one plain line".to_owned());
    }
    if let Some(when) = decision.by.when.as_ref().filter(|when| when.parse::<Timestamp>().is_err()) {
        return Err(format!("`when` is `{}`, and no moment such as `2031-05-14T09:30:00Z`", one_line(when)));
    }
    match (&decision.key.author, decision.confidence) {
        (Author::Reader, None) => Err("`confidence` is missing of what the reader suggests".to_owned()),
        (Author::Model(_), Some(_)) => Err("`confidence` is there, and a model suggests this".to_owned()),
        (Author::Model(name), None) if name.trim().is_empty() => Err("`author` is empty".to_owned()),
        _ if decision.is_the_models_own() => Err(DecisionError::ModelsOwn.to_string()),
        _ => Ok(()),
    }
}

fn hundredths(share: f64) -> Result<u8, String> {
    let hundredths = (share * 100.0).round();
    if !(0.0..=99.0).contains(&hundredths) || (hundredths / 100.0 - share).abs() > 1e-9 {
        return Err("`confidence` is not from 0 to 0.99 in hundredths".to_owned());
    }
    Ok(hundredths as u8)
}

impl FieldsOf {
    fn from_fields(fields: &Fields) -> Self {
        let on = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string());
        match fields.clone() {
            Fields::Statement { stance, speaker, party, on: day, about } => {
                Self::Statement { stance: stance.name().to_owned(), speaker, party, on: on(&day), about }
            }
            Fields::Session { state, on: day, participants, place } => {
                Self::Session { status: state.name().to_owned(), on: on(&day), participants, place }
            }
            Fields::Status { kind, on: day, about } => {
                Self::Status { what: kind.name().to_owned(), on: on(&day), about }
            }
            Fields::Alternative { way, party } => {
                Self::Alternative { direction: way.name().to_owned(), party }
            }
            Fields::Person { change, who, on: day, party } => {
                Self::Person { event: change.name().to_owned(), who, on: on(&day), party }
            }
        }
    }

    fn checked(self) -> Result<Fields, DecisionError> {
        let on = |written: Option<String>| day(&written.unwrap_or_default());
        let fields = match self {
            Self::Statement { stance, speaker, party, on: day, about } => Fields::Statement {
                stance: named(&Stance::CHOICES, &stance)?,
                speaker,
                party,
                on: on(day)?,
                about,
            },
            Self::Session { status, on: day, participants, place } => Fields::Session {
                state: named(&SessionState::ALL, &status)?,
                on: on(day)?,
                participants,
                place,
            },
            Self::Status { what, on: day, about } => {
                Fields::Status { kind: named(&StatusKind::ALL, &what)?, on: on(day)?, about }
            }
            Self::Alternative { direction, party } => {
                Fields::Alternative { way: named(&Way::ALL, &direction)?, party }
            }
            Self::Person { event, who, on: day, party } => {
                Fields::Person { change: named(&PersonChange::ALL, &event)?, who, on: on(day)?, party }
            }
        };
        Ok(fields)
    }
}

/// Fields as they were suggested, or as somebody edited those.
fn fields(name: &str, wire: FieldsOf, before: Option<&Fields>) -> Result<Fields, String> {
    let fields = wire.checked().map_err(|refused| format!("`{name}`: {refused}"))?;
    // Of another kind nothing can be compared; that is told elsewhere.
    let before = before.filter(|before| before.kind() == fields.kind());
    fields.checked(before).map_err(|refused| format!("`{name}`: {refused}"))?;
    Ok(fields)
}
