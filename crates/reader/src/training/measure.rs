//! How good a model is on a treebank that it was not trained on.

use std::collections::BTreeSet;

use crate::parse::Model;
use crate::report::Excerpt;
use crate::words::{sentences, tokens};

use super::treebank::Sentence;

/// Counts of right words, with given words and predicted tags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scores {
    /// Words, punctuation included.
    pub words: usize,
    /// Words whose predicted tag is right.
    pub tags: usize,
    /// Words whose head is right, whatever the relation.
    pub heads: usize,
    /// Right heads with the right relation, its subtype left out: what the CoNLL 2018 shared task calls LAS.
    pub relations: usize,
    /// Right heads with the right relation and its subtype.
    pub subtypes: usize,
}

impl Scores {
    /// A count in per cent of the words.
    pub fn share(&self, count: usize) -> f64 {
        100.0 * count as f64 / self.words.max(1) as f64
    }
}

/// Parses every sentence of a treebank and counts.
pub fn scores(model: &Model, sentences: &[Sentence]) -> Scores {
    let mut scores = Scores::default();
    for sentence in sentences {
        let words: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
        let parsed = model.parse(&words);
        let said = parsed.tags.iter().zip(&parsed.heads).zip(&parsed.relations);
        for (word, ((&tag, &head), &relation)) in sentence.words.iter().zip(said) {
            let relation = model.relation(relation);
            let general = |relation: &str| relation.split(':').next().map(str::to_owned);
            scores.words += 1;
            scores.tags += usize::from(model.tag(tag) == word.tag);
            if head == word.head {
                scores.heads += 1;
                scores.relations += usize::from(general(relation) == general(&word.relation));
                scores.subtypes += usize::from(relation == word.relation);
            }
        }
    }
    scores
}

/// How well a text is cut: pieces that the treebank has, that we make, and that are in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cuts {
    /// In the treebank.
    pub right: usize,
    /// Pieces that we made.
    pub made: usize,
    /// In both, from the same character to the same character.
    pub both: usize,
}

impl Cuts {
    /// The harmonic mean of precision and recall, in per cent.
    pub fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.right + self.made).max(1) as f64
    }

    fn add(&mut self, right: &BTreeSet<(usize, usize)>, made: &BTreeSet<(usize, usize)>) {
        self.right += right.len();
        self.made += made.len();
        self.both += right.intersection(made).count();
    }
}

/// Cuts the treebank's sentences into words, and its paragraphs into sentences, and compares. Characters are counted without
/// white space. `differing` is told of every sentence that is cut into other words.
pub fn cuts(sentences: &[Sentence], mut differing: impl FnMut(&str, &[&str])) -> (Cuts, Cuts) {
    let (mut words, mut ends) = (Cuts::default(), Cuts::default());
    for sentence in sentences {
        let right = places(sentence.words.iter().map(|word| word.form.as_str()));
        let made: Vec<&str> =
            tokens::split(Excerpt::whole(&sentence.text)).iter().map(|word| word.as_str()).collect();
        let made_places = places(made.iter().copied());
        if right != made_places {
            differing(&sentence.text, &made);
        }
        words.add(&right, &made_places);
    }
    for paragraph in sentences.chunk_by(|_, next| !next.opens) {
        let text = paragraph.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(" ");
        let made = sentences::split(Excerpt::whole(&text));
        let right = places(paragraph.iter().map(|sentence| sentence.text.as_str()));
        ends.add(&right, &places(made.iter().map(|sentence| sentence.as_str())));
    }
    (words, ends)
}

/// From which character to which each piece goes, one behind the other, without white space.
fn places<'a>(pieces: impl Iterator<Item = &'a str>) -> BTreeSet<(usize, usize)> {
    let mut at = 0;
    pieces
        .map(|piece| {
            let begins = at;
            at += piece.chars().filter(|c| !c.is_whitespace()).count();
            (begins, at)
        })
        .collect()
}
