//! Clauses: a predicate with the words that belong to it and to no other predicate.

use crate::document::{Document, Sentence};
use crate::report::Excerpt;

/// A clause of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its sentence, as a place in [`Document::sentences`].
    pub sentence: usize,
    /// Its predicate, as a place in [`Sentence::words`].
    pub head: usize,
    /// Its own words, in order: those below the predicate that belong to no clause further down.
    pub words: Vec<usize>,
}

/// The clauses of a document, in order.
///
/// ```
/// use mediant_reader::document::Document;
/// use mediant_reader::events::clauses;
/// use mediant_reader::parse::Model;
/// use mediant_reader::report::{Options, Report};
///
/// let text = "date 2031-05-14 The envoys met in Bern, but no deal was reached because the port was closed.";
/// let document = Document::read(Report::read(text, &Options::default())?, Model::english());
/// let found = clauses(&document);
/// let heads: Vec<&str> = found.iter().map(|clause| document.sentences[0].words[clause.head].at.as_str()).collect();
/// assert_eq!(heads, ["met", "reached", "closed"]);
/// # Ok::<(), mediant_reader::report::ReportError>(())
/// ```
pub fn clauses(document: &Document<'_>) -> Vec<Clause> {
    document.sentences.iter().enumerate().flat_map(|(place, sentence)| of_sentence(sentence, place)).collect()
}

fn of_sentence(sentence: &Sentence<'_>, place: usize) -> Vec<Clause> {
    let owners = owners(sentence);
    let mut found: Vec<Clause> = Vec::new();
    for (word, &owner) in owners.iter().enumerate() {
        match found.iter_mut().find(|clause| clause.head == owner) {
            Some(clause) => clause.words.push(word),
            None => found.push(Clause { sentence: place, head: owner, words: vec![word] }),
        }
    }
    found.sort_by_key(|clause| clause.head);
    found
}

/// For each word the predicate of the clause that it belongs to.
fn owners(sentence: &Sentence<'_>) -> Vec<usize> {
    let all = sentence.words.len();
    (0..all)
        .map(|word| {
            let mut last = word;
            for at in sentence.way_up(word) {
                if opens_clause(sentence, at) {
                    return at;
                }
                last = at;
            }
            last
        })
        .collect()
}

/// Whether a word is the predicate of a clause of its own. An infinitive belongs to what it completes: `agreed to meet` is one
/// clause.
fn opens_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    let word = &sentence.words[at];
    let predicate = || {
        word.is_verb()
            || sentence.children(at).any(|child| {
                matches!(sentence.words[child].kind(), "nsubj" | "cop" | "expl" | "csubj" | "aux")
            })
    };
    match word.kind() {
        "root" => true,
        "ccomp" | "advcl" | "parataxis" | "csubj" => predicate(),
        "conj" => predicate() && word.head.is_some_and(|head| opens_or_completes(sentence, head)),
        "acl" => word.relation == "acl:relcl" || sentence.subtree(at).len() > 3 && word.tag != "VB",
        _ => false,
    }
}

/// Verbs joined to an infinitive are joined to a predicate all the same.
fn opens_or_completes(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.words[at].kind() == "xcomp" && sentence.words[at].is_verb() || opens_clause(sentence, at)
}

impl Clause {
    /// Its stretches of the text, in order, without marks, conjunctions and opening words at their ends; a word
    /// between two stretches belongs to another clause.
    pub fn stretches<'t>(&self, document: &Document<'t>) -> Vec<Excerpt<'t>> {
        let sentence = &document.sentences[self.sentence];
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for &word in &self.words {
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|&last| last + 1 == word) => run.push(word),
                _ => runs.push(vec![word]),
            }
        }
        let bare = |run: &Vec<usize>| {
            let loose = |at: usize| matches!(sentence.words[at].kind(), "punct" | "cc");
            let first = run.iter().position(|&at| !loose(at))?;
            let last = run.iter().rposition(|&at| sentence.words[at].kind() != "punct")?;
            sentence.excerpt_of(run.get(first..=last)?)
        };
        runs.iter().filter_map(bare).collect()
    }
}
