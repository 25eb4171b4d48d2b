//! A report that is another one since its review was made.

use std::collections::BTreeSet;

use super::decision::{DecisionKind, Review};
use super::proposal::{Key, Proposal};

/// What became of the suggestions that were decided about, in another text than they were made of.
///
/// Words that stand elsewhere are counted and no more: which place is meant only a person knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changed {
    /// Their words stand where they stood.
    pub at_place: usize,
    /// Their words stand somewhere else.
    pub elsewhere: usize,
    /// Their words stand nowhere.
    pub gone: usize,
}

impl Review {
    /// What became of what was decided about (not of what was skipped), in the text of another report.
    pub fn changed(&self, text: &str) -> Changed {
        let mut changed = Changed::default();
        let keys: BTreeSet<&Key> = self.decisions.iter().map(|decision| &decision.key).collect();
        for key in keys {
            let count = match self.decided(key) {
                Some(decision) if decision.verdict == DecisionKind::Skipped => continue,
                _ if key.stands_in(text) => &mut changed.at_place,
                _ if text.contains(key.words.as_str()) => &mut changed.elsewhere,
                _ => &mut changed.gone,
            };
            *count += 1;
        }
        changed
    }

    /// The review of the report as it is now: of the decisions only those about what is suggested now just as it was then: at the same
    /// bytes, with the same words and the same fields. A person has asked for it.
    pub fn carried_over(&self, sha256: &str, proposals: &[Proposal]) -> Self {
        let is_same = |key: &Key| proposals.iter().find(|proposal| proposal.key == *key);
        let mut review = self.clone();
        review.sha256 = sha256.to_owned();
        review.decisions.retain(|decision| {
            is_same(&decision.key).is_some_and(|proposal| proposal.fields == decision.before)
        });
        review
    }
}
