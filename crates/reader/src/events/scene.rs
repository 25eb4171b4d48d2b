//! A document with everything that describing a clause of it takes.

use std::fmt;

use crate::document::{Document, Sentence};
use crate::names::{Cast, Kind};
use crate::report::Excerpt;
use crate::said::{Attribution, Quotation, attributions, quotations};
use crate::time::times::{Time, times};

use super::clause::{Clause, clauses};

/// A document, read as far as grammar and names go.
#[derive(PartialEq)]
pub struct Scene<'t> {
    /// Sentences, words and trees.
    pub document: Document<'t>,
    /// People and parties.
    pub cast: Cast<'t>,
    /// Times, in order.
    pub times: Vec<Time<'t>>,
    /// Quotations, in order.
    pub quotations: Vec<Quotation<'t>>,
    /// What is said, in order.
    pub said: Vec<Attribution<'t>>,
    /// Clauses, in order.
    pub clauses: Vec<Clause>,
    /// For each word of each sentence what it counts as: its base form, or what a name, a time or a number is.
    tokens: Vec<Vec<String>>,
}

impl fmt::Debug for Scene<'_> {
    /// How much there is of each: what it says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sentences, clauses, said) = (self.tokens.len(), self.clauses.len(), self.said.len());
        write!(f, "Scene({sentences} sentences, {clauses} clauses, {said} said)")
    }
}

impl<'t> Scene<'t> {
    /// Reads a document.
    pub fn new(document: Document<'t>) -> Self {
        let cast = Cast::new(&document);
        let times = times(&document);
        let quotations = document.report.paragraphs().iter().flat_map(|&part| quotations(part)).collect();
        let said = attributions(&document);
        let clauses = clauses(&document);
        let mut scene = Self { document, cast, times, quotations, said, clauses, tokens: Vec::new() };
        scene.tokens = scene
            .document
            .sentences
            .iter()
            .map(|sentence| sentence.words.iter().map(|word| plain_token(word.tag, &word.lemma)).collect())
            .collect();
        scene.mark_names();
        scene.mark_times();
        scene
    }

    fn mark_names(&mut self) {
        for (mention, named) in &self.cast.mentions {
            let kind = match (named, mention.kind) {
                (crate::names::cast::Named::Person(_), _) => "@person",
                (_, Kind::Country(_)) => "@country",
                (_, Kind::Body) => "@body",
                _ => "@name",
            };
            let Some(tokens) = self.tokens.get_mut(mention.sentence) else { continue };
            for at in mention.words.clone() {
                if let Some(token) = tokens.get_mut(at) {
                    kind.clone_into(token);
                }
            }
        }
    }

    fn mark_times(&mut self) {
        let report = self.document.report.date();
        for time in &self.times {
            let Some(tokens) = self.tokens.get_mut(time.sentence) else { continue };
            let kind = time.when.map_or("@time", |when| {
                let days = |day: jiff::civil::Date| (day - report).get_days();
                match (days(when.from), days(when.to)) {
                    (_, to) if to < -60 => "@long ago",
                    (_, to) if to < -9 => "@ago",
                    (_, to) if to < 0 => "@just now",
                    (from, _) if from > 60 => "@far ahead",
                    (from, _) if from > 0 => "@ahead",
                    _ => "@today",
                }
            });
            for at in self.document.sentences[time.sentence].words_in(time.at) {
                if let Some(token) = tokens.get_mut(at) {
                    kind.clone_into(token);
                }
            }
        }
    }

    /// What the words of a sentence count as.
    pub fn tokens(&self, sentence: usize) -> &[String] {
        self.tokens.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// The sentence at a place.
    pub fn sentence(&self, place: usize) -> &Sentence<'t> {
        &self.document.sentences[place]
    }

    /// Whether some words stand within quotation marks.
    pub fn is_quoted(&self, at: Excerpt<'_>) -> bool {
        self.quotations.iter().any(|quote| quote.at.overlaps(at) && quote.at.contains(at))
    }

    /// The times within a sentence.
    pub fn times_in(&self, sentence: usize) -> impl Iterator<Item = &Time<'t>> {
        self.times.iter().filter(move |time| time.sentence == sentence)
    }
}

fn plain_token(tag: &str, lemma: &str) -> String {
    if tag == "CD" { "@number".to_owned() } else { lemma.to_owned() }
}
