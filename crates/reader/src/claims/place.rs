//! Where words stand in a report, whatever its quotation marks and spaces look like.
//!
//! Both sides are *folded*: every kind of quotation mark is one, every run of white space is one space, every dash is one. Where the folded words
//! begin and end in the folded paragraph, their bytes in the report are known, since the folding keeps the place of every letter.

use std::collections::BTreeSet;

use super::proposed::Refusal;
use crate::report::{Excerpt, Report};

/// A paragraph, folded.
struct Folded {
    letters: String,
    /// For each byte of `letters` the bytes of the report that it stands for.
    from: Vec<(usize, usize)>,
}

/// What a character is folded to; `None` of what is left out.
fn folded(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => Some('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '`' => Some('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Some('-'),
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

impl Folded {
    fn new(text: &str, start: usize) -> Self {
        let mut folding = Self { letters: String::new(), from: Vec::new() };
        for (at, c) in text.char_indices() {
            let Some(to) = folded(c) else { continue };
            let here = (start + at, start + at + c.len_utf8());
            if to == ' ' && folding.letters.ends_with(' ') {
                continue;
            }
            folding.letters.push(to);
            folding.from.extend(std::iter::repeat_n(here, to.len_utf8()));
        }
        folding
    }

    /// Where `words`, folded, stand as whole words: bytes of the report.
    fn places(&self, words: &str) -> Vec<(usize, usize)> {
        let whole = |from: usize, to: usize| {
            let parted = |one: Option<char>, other: Option<char>| {
                !(one.is_some_and(char::is_alphanumeric) && other.is_some_and(char::is_alphanumeric))
            };
            parted(self.letters[..from].chars().next_back(), words.chars().next())
                && parted(words.chars().next_back(), self.letters[to..].chars().next())
        };
        let found = self.letters.match_indices(words).map(|(from, _)| (from, from + words.len()));
        found
            .filter(|&(from, to)| whole(from, to))
            .filter_map(|(from, to)| Some((self.from.get(from)?.0, self.from.get(to.checked_sub(1)?)?.1)))
            .collect()
    }
}

/// The places of words in a report, each given once.
pub struct Places<'t> {
    report: Report<'t>,
    paragraphs: Vec<Folded>,
    taken: BTreeSet<(String, usize)>,
}

impl std::fmt::Debug for Places<'_> {
    /// How many paragraphs there are: what they say may be confidential.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Places({} paragraphs, {} taken)", self.paragraphs.len(), self.taken.len())
    }
}

impl<'t> Places<'t> {
    /// Of a report, with none taken.
    pub fn new(report: &Report<'t>) -> Self {
        let fold = |paragraph: &Excerpt<'t>| Folded::new(paragraph.as_str(), paragraph.start());
        let paragraphs = report.paragraphs().iter().map(fold).collect();
        Self { report: report.clone(), paragraphs, taken: BTreeSet::new() }
    }

    /// The words in the report, and their paragraph, from 0. Words that stand in several places need the paragraph (from 1); within it
    /// the leftmost place counts that no claim of the same `sort` took before, and is taken then.
    ///
    /// # Errors
    /// [`Refusal::NoWords`], [`Refusal::NotInTheReport`], [`Refusal::InSeveralPlaces`], [`Refusal::TooOften`].
    pub fn take(
        &mut self,
        sort: &str,
        words: &str,
        paragraph: Option<usize>,
    ) -> Result<(usize, Excerpt<'t>), Refusal> {
        let all = self.find(words)?;
        let known: Vec<_> = all.iter().filter(|(at, _)| Some(at + 1) == paragraph).copied().collect();
        let offered = match (paragraph, all.len()) {
            (Some(_), _) if !known.is_empty() => known,
            // A wrong number beside words that stand in one place: the words decide.
            (_, 1) => all,
            _ => return Err(Refusal::InSeveralPlaces),
        };
        let free = offered.into_iter().find(|(_, at)| !self.taken.contains(&(sort.to_owned(), at.start())));
        let (paragraph, at) = free.ok_or(Refusal::TooOften)?;
        self.taken.insert((sort.to_owned(), at.start()));
        Ok((paragraph, at))
    }

    /// The place of words that name somebody or a day: in the paragraph `near` (from 0), or else the last before it, or else the first
    /// behind it.
    pub fn nearest(&self, words: &str, near: usize) -> Option<(usize, Excerpt<'t>)> {
        let all = self.find(words).ok()?;
        let here = all.iter().find(|(at, _)| *at == near);
        here.or_else(|| all.iter().rev().find(|(at, _)| *at < near)).or_else(|| all.first()).copied()
    }

    fn find(&self, words: &str) -> Result<Vec<(usize, Excerpt<'t>)>, Refusal> {
        let wanted = Folded::new(words, 0).letters;
        let wanted = wanted.trim();
        if !wanted.contains(char::is_alphanumeric) {
            return Err(Refusal::NoWords);
        }
        let mut all = Vec::new();
        for (paragraph, folding) in self.paragraphs.iter().enumerate() {
            for (from, to) in folding.places(wanted) {
                all.extend(self.report.excerpt(from..to).map(|at| (paragraph, at)));
            }
        }
        if all.is_empty() { Err(Refusal::NotInTheReport) } else { Ok(all) }
    }
}
