//! Whose voice a paragraph is in when it announces nobody: the one interviewed, the writer of a letter, who is named before a colon; and
//! the day of a meeting whose minutes a report is.

use jiff::civil::Date;

use super::fact::{Field, From};
use crate::events::Scene;
use crate::report::Excerpt;

/// Somebody who speaks without being announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice<'t> {
    /// The name, or the words before the colon.
    pub name: Excerpt<'t>,
    /// The paragraph that names them, from 0.
    pub paragraph: usize,
}

/// Voices of a report's paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voices<'t> {
    labelled: Vec<Option<Voice<'t>>>,
    answers: Option<Voice<'t>>,
    signed: Option<Voice<'t>>,
    questions: Vec<bool>,
    meeting: Option<(Field<'t, Date>, &'static str)>,
    interview: Option<Field<'t, Date>>,
}

impl<'t> Voices<'t> {
    /// Finds the voices of a report.
    pub fn of_report(scene: &Scene<'t>) -> Self {
        let paragraphs = scene.document.report.paragraphs();
        let mut questions: Vec<bool> = paragraphs.iter().map(|at| is_question(*at)).collect();
        let interview = interviewed(scene, &questions);
        if interview.is_some() {
            // What is set apart as the questions are is the interviewer's, a question or not.
            let apart: Vec<bool> = paragraphs.iter().map(|at| is_set_apart(*at)).collect();
            let as_questions =
                questions.iter().zip(&apart).filter(|(question, apart)| **question && **apart).count();
            if as_questions >= 2 {
                questions = apart;
            }
        }
        Self {
            labelled: paragraphs.iter().enumerate().map(|(number, at)| label(scene, *at, number)).collect(),
            answers: interview.map(|(voice, _)| voice),
            interview: interview.and_then(|(_, day)| day),
            signed: signature(scene),
            meeting: meeting(scene),
            questions,
        }
    }

    /// Whose voice a paragraph is in.
    pub fn of(&self, paragraph: usize) -> Option<Voice<'t>> {
        let label = self.labelled.get(paragraph).copied().flatten();
        let question = self.questions.get(paragraph).copied().unwrap_or(false);
        label.or(self.answers.filter(|_| !question)).or(self.signed)
    }

    /// Whose voice a paragraph is in, and how that is known.
    pub fn named(&self, paragraph: usize) -> Option<(Voice<'t>, &'static str)> {
        let voice = self.of(paragraph)?;
        let label = self.labelled.get(paragraph).copied().flatten();
        let name = if label == Some(voice) {
            "voice before a colon"
        } else if self.answers == Some(voice) {
            "voice of the interviewed"
        } else {
            "voice of the writer"
        };
        Some((voice, name))
    }

    /// What kind of text it is, as far as voices tell.
    pub fn style(&self) -> &'static str {
        if self.meeting.is_some() {
            "minutes"
        } else if self.answers.is_some() {
            "interview"
        } else if self.labelled.iter().filter(|label| label.is_some()).count() > 1 {
            "labelled"
        } else if self.signed.is_some() {
            "letter"
        } else {
            "report"
        }
    }

    /// The day of everything that a paragraph minutes, or answers, and which of the two.
    pub fn day(&self, paragraph: usize) -> Option<(Field<'t, Date>, &'static str)> {
        let question = self.questions.get(paragraph).copied().unwrap_or(false);
        let interview = self.interview.filter(|_| !question).map(|day| (day, "interview"));
        interview.or(self.meeting)
    }
}

/// `Marand: We will wait.`: a person, an office or a body of at most five words before a colon.
fn label<'t>(scene: &Scene<'t>, at: Excerpt<'t>, paragraph: usize) -> Option<Voice<'t>> {
    let text = at.as_str().trim_start_matches(['*', '_']);
    let (name, rest) = text.split_once(':')?;
    let short = name.split_whitespace().count() <= 5 && name.len() <= 48;
    if !short
        || rest.trim().is_empty()
        || name.contains(['.', ',', '“', '"']) && !name.starts_with(['M', 'D'])
    {
        return None;
    }
    let name = at.cut(name.trim_matches(['*', '_', ' ']))?;
    let person = scene.cast.person(name.as_str()).is_some()
        || scene.cast.people.iter().any(|person| person.at.iter().any(|at| name.contains(*at)));
    person.then_some(Voice { name, paragraph })
}

/// Who signs a letter: a person named in one of its last paragraphs, which is short.
fn signature<'t>(scene: &Scene<'t>) -> Option<Voice<'t>> {
    /// Words that a signature has at most.
    const SHORT: usize = 14;
    let paragraphs = scene.document.report.paragraphs();
    if !is_letter(scene) {
        return None;
    }
    let last = paragraphs.iter().enumerate().rev().take(3);
    last.filter(|(_, at)| {
        at.as_str().split_whitespace().count() <= SHORT && !at.as_str().ends_with(['.', '”', '"'])
    })
    .find_map(|(paragraph, at)| {
        let person =
            scene.cast.people.iter().find(|person| person.at.iter().any(|name| at.contains(*name)))?;
        Some(Voice { name: person.name, paragraph })
    })
}

/// Whether a text is written to somebody: it begins so, or speaks of itself as `we` or `I` in three paragraphs, outside quotation marks.
fn is_letter(scene: &Scene<'_>) -> bool {
    let paragraphs = scene.document.report.paragraphs();
    let opens = paragraphs
        .iter()
        .take(5)
        .any(|at| at.as_str().starts_with("Dear ") || at.as_str().starts_with("To "));
    let own: std::collections::BTreeSet<usize> = scene
        .document
        .sentences
        .iter()
        .filter(|sentence| {
            sentence.words.iter().any(|word| {
                matches!(word.at.as_str(), "I" | "We" | "we" | "my" | "our" | "My" | "Our")
                    && !scene.is_quoted(word.at)
            })
        })
        .map(|sentence| sentence.paragraph)
        .collect();
    opens || own.len() >= 3 && paragraphs.len() <= 24
}

/// Who is interviewed, and when: where at least two paragraphs are questions, the person in whose sentence the first paragraphs tell of the
/// interview, or else the first with an office, or else the first.
fn interviewed<'t>(scene: &Scene<'t>, questions: &[bool]) -> Option<(Voice<'t>, Option<Field<'t, Date>>)> {
    const TELLS: [&str; 18] = [
        "interview",
        "question",
        "studio",
        "reporter",
        "us",
        "our",
        "record",
        "broadcast",
        "recording",
        "telephone",
        "microphone",
        "newspaper",
        "programme",
        "listener",
        "conversation",
        "we",
        "guest",
        "answer",
    ];
    let paragraphs = scene.document.report.paragraphs();
    if questions.iter().filter(|question| **question).count() < 2 {
        return None;
    }
    let first = questions.iter().position(|question| *question)?.max(1);
    let tells = |place: usize| {
        let sentence = scene.sentence(place);
        sentence.paragraph < first && sentence.words.iter().any(|word| TELLS.contains(&word.lemma.as_str()))
    };
    let named = |person: &crate::names::Person<'t>| {
        person
            .at
            .iter()
            .any(|name| paragraphs[..first.min(paragraphs.len())].iter().any(|at| at.contains(*name)))
    };
    let rank = |person: &crate::names::Person<'t>| {
        let told = scene.document.sentences.iter().enumerate().any(|(place, sentence)| {
            tells(place) && person.at.iter().any(|name| sentence.at.contains(*name))
        });
        (!named(person), !told, person.office.is_none(), person.name.start())
    };
    let person = scene.cast.people.iter().min_by_key(|person| rank(person))?;
    let paragraph = paragraphs.iter().position(|at| at.contains(person.name))?;
    let report = scene.document.report.date();
    let day = scene.times.iter().filter(|time| tells(time.sentence)).find_map(|time| {
        let value = time.when?.single().filter(|day| *day <= report)?;
        Some(Field { value, from: From::Words(time.at) })
    });
    Some((Voice { name: person.name, paragraph }, day))
}

/// Whether a paragraph begins with what sets an interviewer's words apart.
fn is_set_apart(at: Excerpt<'_>) -> bool {
    at.as_str().starts_with(['–', '—', '-', '*', '_'])
        || at.as_str().starts_with("Q:")
        || at.as_str().starts_with("Q.")
}

/// Whether a paragraph is a question of an interview.
fn is_question(at: Excerpt<'_>) -> bool {
    let text = at.as_str().trim_matches(['*', '_', ' ']);
    let text = text.trim_start_matches(['–', '—', '-', ' ']);
    let asks =
        text.ends_with('?') && text.split_whitespace().count() <= 60 && !text.starts_with(['“', '"', '‘']);
    asks || text.starts_with("Q:") || text.starts_with("Q.")
}

/// The day of the meeting whose minutes a report is: what one of its first lines names, or its own.
fn meeting<'t>(scene: &Scene<'t>) -> Option<(Field<'t, Date>, &'static str)> {
    const WORDS: [&str; 14] = [
        "minutes",
        "summary record",
        "attendance",
        "attending",
        "present:",
        "apologies",
        "record of the",
        "notes of",
        "note of",
        "in the chair",
        "present were",
        "agenda",
        "action points",
        "taken by",
    ];
    let head: Vec<Excerpt<'t>> = scene.document.report.paragraphs().iter().copied().take(6).collect();
    let minuted = head.iter().any(|at| {
        let text = at.as_str().to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    });
    let report = scene.document.report.date();
    if !minuted {
        return None;
    }
    let named = scene.times.iter().find_map(|time| {
        let inside = head.iter().any(|at| at.contains(time.at));
        let day = time.when?.single().filter(|day| inside && *day <= report)?;
        Some(Field { value: day, from: From::Words(time.at) })
    });
    Some(named.map_or((Field { value: report, from: From::Dateline }, "minutes of the day"), |day| {
        (day, "minutes")
    }))
}
