//! What is said again, or nearly: further sources, and words that differ where it counts.

use super::{Entry, Saying, plain, words};
use crate::index::{Stated, content, is_telling};
use mediant_reader::suggest::Suggestion;
use std::collections::BTreeSet;

impl Entry<'_, '_> {
    /// Adds a further source to an entry. Where the entry names no first source, that stands in a comment: with a source, an entry may
    /// be known to others than without.
    pub(super) fn also(&mut self, list: &str, at: usize, found: &Suggestion<'_>) {
        let cited = self.cited(found);
        let note = if self.page.also(list, at, cited) {
            format!("said again, {}", self.mark(found))
        } else {
            format!("also {}", self.told_by(found))
        };
        self.page.note(list, at, &note);
        self.told.noted += 1;
    }

    /// Notes on both sides where another report gives nearly the same words with another number, or with a no: a change, a correction
    /// or a mistake, and only a person knows which.
    pub(super) fn differs(&mut self, found: &Suggestion<'_>, saying: &Saying<'_>) {
        let content = content(&words(found.at));
        let is_near = |known: &&Stated| {
            self.fits(known, saying)
                && known.source.as_deref() != Some(self.source.as_str())
                && shared(&known.content, &content)
                && !alike(&known.content, &content)
        };
        let near: Vec<(usize, String)> =
            self.index.stated.iter().filter(is_near).map(|known| (known.at, told_before(known))).collect();
        let told = self.told_by(found);
        for (at, before) in near {
            self.page.note(saying.list, at, &format!("nearly the same, and not: {told}"));
            self.against.push(format!("nearly the same, and not: {before}"));
        }
    }

    /// Whether a statement is the same party's of the same kind about the same.
    fn fits(&self, known: &Stated, saying: &Saying<'_>) -> bool {
        known.list == saying.list
            && known.party == saying.party
            && known.issue.as_deref() == saying.issue
            && known.says == saying.says
            && !known.ended
    }

    /// The place of a statement that says the same.
    pub(super) fn repeated(&self, found: &Suggestion<'_>, saying: &Saying<'_>) -> Option<usize> {
        let new = words(found.at);
        let content = content(&new);
        let is_same = |known: &&Stated| {
            let is_other_report = known.source.as_deref() != Some(self.source.as_str());
            self.fits(known, saying)
                && match saying.list {
                    _ if !is_other_report => known.words == new,
                    "answers" => true,
                    "deadlines" => known.on == saying.on,
                    _ => alike(&known.content, &content),
                }
        };
        self.index.stated.iter().find(is_same).map(|known| known.at)
    }
}

/// Whether two wordings share most of their words.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    // Another number, or a no, is another position, however alike the rest is.
    let telling = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().filter(|word| is_telling(word)).cloned().collect()
    };
    shared(one, other) && telling(one) == telling(other)
}

fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let least = one.len().min(other.len());
    least > 0 && 10 * one.intersection(other).count() >= 6 * least
}

/// What a statement of the case says, with its source.
pub(super) fn told_before(known: &Stated) -> String {
    let source = known.source.as_deref().unwrap_or("the case");
    format!("{source}: “{}”", plain(&known.words))
}
