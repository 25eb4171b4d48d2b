//! The times that a report names, in its order, each resolved.

use super::expressions::{Expression, Meaning, find};
use super::resolve::{Aspect, Clock, When};
use crate::document::{Document, Sentence};
use crate::report::Excerpt;

/// A time expression in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time<'t> {
    /// The words of the report that tell the time.
    pub at: Excerpt<'t>,
    /// The sentence, as a place in [`Document::sentences`].
    pub sentence: usize,
    /// Its first word, as a place in [`Sentence::words`].
    pub word: usize,
    /// What it says.
    pub meaning: Meaning,
    /// Whether what it dates is over.
    pub aspect: Aspect,
    /// What it means, if that can be told.
    pub when: Option<When>,
}

/// The times of a document.
///
/// ```
/// use mediant_reader::document::Document;
/// use mediant_reader::parse::Model;
/// use mediant_reader::report::{Options, Report};
/// use mediant_reader::time::times::times;
///
/// // A Wednesday.
/// let text = "date 2031-05-14 The envoys met on Friday and will meet again on Tuesday.";
/// let document = Document::read(Report::read(text, &Options::default())?, Model::english());
/// let days: Vec<String> = times(&document).iter().filter_map(|time| Some(time.when?.single()?.to_string())).collect();
/// assert_eq!(days, ["2031-05-09", "2031-05-20"]);
/// # Ok::<(), mediant_reader::report::ReportError>(())
/// ```
pub fn times<'t>(document: &Document<'t>) -> Vec<Time<'t>> {
    let mut clock = Clock::new(document.report.date());
    let mut all = Vec::new();
    for (place, sentence) in document.sentences.iter().enumerate() {
        for Expression { at, meaning } in find(sentence.at) {
            let Some(word) = sentence.word_at(at.start()) else { continue };
            if is_other_word(sentence, word, meaning) {
                continue;
            }
            let aspect = aspect(sentence, word);
            let when = clock.resolve(meaning, aspect);
            all.push(Time { at, sentence: place, word, meaning, aspect, when });
        }
    }
    all
}

/// `May` and `March` that the tagger takes for a verb.
fn is_other_word(sentence: &Sentence<'_>, word: usize, meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Month(_, _, None)) && !sentence.words[word].tag.starts_with("NN")
}

/// Base forms of what is still to come when it is said to be so.
const AHEAD: [&str; 14] = [
    "schedule",
    "plan",
    "expect",
    "due",
    "slate",
    "deadline",
    "until",
    "tentatively",
    "postpone",
    "adjourn",
    "reschedule",
    "invite",
    "summon",
    "upcoming",
];

/// Base forms of what an infinitive that is still to come hangs on.
const INTENDS: [&str; 28] = [
    "agree", "aim", "arrange", "ask", "be", "commit", "continue", "decide", "decline", "demand", "expect",
    "going", "hope", "intend", "invite", "mean", "offer", "plan", "pledge", "prepare", "promise", "propose",
    "ready", "refuse", "set", "threaten", "vow", "want",
];

/// Whether what a time dates is over, by the verb above it.
pub fn aspect(sentence: &Sentence<'_>, word: usize) -> Aspect {
    for at in sentence.way_up(word) {
        let here = &sentence.words[at];
        if AHEAD.contains(&here.lemma.as_str()) {
            return Aspect::Future;
        }
        if sentence.children(at).any(|child| {
            let child = &sentence.words[child];
            matches!(child.lemma.as_str(), "until" | "upcoming")
                && matches!(child.kind(), "case" | "amod" | "mark")
        }) {
            return Aspect::Future;
        }
        if !here.is_verb() && !matches!(here.kind(), "root" | "ccomp" | "parataxis" | "advcl") {
            continue;
        }
        if let Some(aspect) = of_verb(sentence, at) {
            return aspect;
        }
    }
    Aspect::Unknown
}

/// The aspect of a verb or of another predicate by what helps it.
fn of_verb(sentence: &Sentence<'_>, verb: usize) -> Option<Aspect> {
    let helpers: Vec<_> = sentence
        .children(verb)
        .filter(|&child| matches!(sentence.words[child].kind(), "aux" | "cop" | "mark"))
        .map(|child| &sentence.words[child])
        .collect();
    if helpers.iter().any(|helper| helper.tag == "MD") {
        // `could have met` is over, if it ever was.
        let perfect = helpers.iter().any(|helper| helper.lemma == "have");
        return Some(if perfect { Aspect::Past } else { Aspect::Future });
    }
    let past = helpers.iter().any(|helper| helper.tag == "VBD" || helper.lemma == "have");
    let present = helpers.iter().any(|helper| matches!(helper.tag, "VBZ" | "VBP"));
    match sentence.words[verb].tag {
        "VBD" => Some(Aspect::Past),
        // `agreed to meet on Friday` is to come; `travelled to meet him on Friday` is as the travelling is.
        "VB" if helpers.iter().any(|helper| helper.lemma == "to") => {
            let above = sentence.words[verb].head.map(|head| sentence.words[head].lemma.as_str());
            above.is_none_or(|above| INTENDS.contains(&above)).then_some(Aspect::Future)
        }
        "VB" if past => Some(Aspect::Past),
        "VBZ" | "VBP" => Some(Aspect::Future),
        "VBG" if past => Some(Aspect::Past),
        "VBG" if present => Some(Aspect::Future),
        "VBN" if past || helpers.is_empty() => Some(Aspect::Past),
        "VBN" if present => Some(Aspect::Future),
        _ if past => Some(Aspect::Past),
        _ if present => Some(Aspect::Future),
        _ => None,
    }
}
