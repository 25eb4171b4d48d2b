//! Whose person somebody is, where the report says it beside their name: `Ilse Marand, for the growers`, `the union's secretary, Tomas Oye`.

use crate::group::{Group, at_noun};
use mediant_reader::document::Sentence;
use mediant_reader::events::Scene;
use mediant_reader::names::cast::Named;
use mediant_reader::names::lists::offices;
use mediant_reader::report::Excerpt;
use std::ops::Range;

/// A party as the words beside a person's name say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose<'t> {
    /// By its name.
    Named(Excerpt<'t>),
    /// By its noun.
    Group(Group),
}

/// How many words such a phrase has at most.
const LONG: usize = 12;

/// Whose person somebody is, by what stands right beside a name of theirs. Only what the words say outright is taken: `for`, `of` behind
/// an office, `who speaks for`, or an owner before an office. The first place that says so counts.
pub fn whose<'t>(scene: &Scene<'t>, person: usize) -> Option<Whose<'t>> {
    let named = scene.cast.mentions.iter().filter(|(_, named)| *named == Named::Person(person));
    named.into_iter().find_map(|(mention, _)| {
        let sentence = scene.document.sentences.get(mention.sentence)?;
        let found = Phrase { scene, sentence, place: mention.sentence };
        found.behind(mention.words.end).or_else(|| found.before(mention.words.start))
    })
}

struct Phrase<'s, 't> {
    scene: &'s Scene<'t>,
    sentence: &'s Sentence<'t>,
    /// The sentence among the report's.
    place: usize,
}

impl<'t> Phrase<'_, 't> {
    fn text(&self, at: usize) -> &str {
        self.sentence.words.get(at).map_or("", |word| word.at.as_str())
    }

    fn lemma(&self, at: usize) -> &str {
        self.sentence.words.get(at).map_or("", |word| word.lemma.as_str())
    }

    /// `NAME of the divers`, `NAME, for the growers`, `NAME, chair of the council`, `NAME, who speaks for the heirs`.
    fn behind(&self, end: usize) -> Option<Whose<'t>> {
        if matches!(self.lemma(end), "of" | "for") {
            return self.party(end + 1);
        }
        if self.text(end) != "," {
            return None;
        }
        let start = end + 1;
        if self.lemma(start) == "for" {
            return self.party(start + 1);
        }
        if self.lemma(start) == "who" {
            return match (self.lemma(start + 1), self.lemma(start + 2)) {
                ("speak" | "negotiate" | "act", "for") => self.party(start + 3),
                ("represent" | "lead" | "head" | "chair", _) => self.party(start + 2),
                _ => None,
            };
        }
        // An office with its `of`, before the phrase ends.
        let phrase = (start..self.sentence.words.len().min(start + LONG)).take_while(|&at| {
            let word = &self.sentence.words[at];
            !matches!(word.at.as_str(), "," | ";" | ")" | "(" | "–" | "—")
                && !word.is_verb()
                && word.tag != "MD"
        });
        let phrase: Vec<usize> = phrase.collect();
        let of = phrase.iter().copied().find(|&at| matches!(self.lemma(at), "of" | "for"))?;
        let office = of.checked_sub(1).filter(|at| *at >= start)?;
        offices().is_office(self.text(office)).then(|| self.party(of + 1)).flatten()
    }

    /// `the union's general secretary, NAME`, `the union's secretary NAME`.
    fn before(&self, start: usize) -> Option<Whose<'t>> {
        let end = start.checked_sub(1).filter(|&at| self.text(at) == ",").unwrap_or(start);
        let office = end.checked_sub(1).filter(|&at| offices().is_office(self.text(at)))?;
        let stays = |at: &usize| matches!(self.sentence.words[*at].tag, "NN" | "JJ" | "NNP" | "HYPH" | "NNS");
        let first = (0..office).rev().take_while(stays).last().unwrap_or(office);
        let mark = first.checked_sub(1).filter(|&at| self.sentence.words[at].tag == "POS")?;
        let noun = mark.checked_sub(1)?;
        self.of_noun(noun..noun + 1)
    }

    /// The party that begins at a word, with its article.
    fn party(&self, start: usize) -> Option<Whose<'t>> {
        let article = usize::from(self.sentence.words.get(start)?.tag == "DT");
        let run = (start + article..self.sentence.words.len()).take_while(|&at| {
            matches!(self.sentence.words[at].tag, "NN" | "NNS" | "NNP" | "NNPS" | "JJ" | "POS" | "HYPH")
        });
        let last = run.filter(|&at| self.sentence.words[at].tag.starts_with("NN")).last()?;
        self.of_noun(start + article..last + 1)
    }

    fn of_noun(&self, words: Range<usize>) -> Option<Whose<'t>> {
        let last = words.end.checked_sub(1)?;
        let named = self.scene.cast.mentions.iter().find(|(mention, named)| {
            mention.sentence == self.place
                && mention.words.contains(&last)
                && matches!(named, Named::Party(_))
        });
        match named {
            Some((mention, _)) => Some(Whose::Named(mention.at)),
            None => at_noun(self.sentence, last).map(Whose::Group),
        }
    }
}
