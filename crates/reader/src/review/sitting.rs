//! A review in hand: what comes next, what a key does, how it is taken back.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::{By, Decision, DecisionKind, Review};
use super::fault::DecisionError;
use super::fields::{Fields, one_line};
use super::proposal::{Key, Proposal};

/// A review together with what is suggested.
///
/// It keeps nothing else: with the same review and the same suggestions it is in the same state. A decision costs the number of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    review: Review,
    proposals: Vec<Proposal>,
    /// Places in `proposals`.
    places: BTreeMap<Key, usize>,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is suggested.
    pub of: usize,
    /// Accepted, edited or not.
    pub accepted: usize,
    /// Accepted with edits.
    pub edited: usize,
    /// Decided to be wrong, or of no use.
    pub rejected: usize,
    /// To be looked at again.
    pub skipped: usize,
    /// Not looked at.
    pub left: usize,
    /// Suggestions that decisions are about and that are not made now.
    pub elsewhere: usize,
}

impl Sitting {
    /// Takes a review up.
    pub fn open(review: Review, proposals: Vec<Proposal>) -> Self {
        let places =
            proposals.iter().enumerate().rev().map(|(place, proposal)| (proposal.key.clone(), place));
        let places = places.collect();
        Self { review, proposals, places }
    }

    /// The review as it now is.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// What is suggested, in the order in which it is looked at.
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// The place of a suggestion.
    pub fn place(&self, key: &Key) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// What counts about the suggestion at a place.
    pub fn decided(&self, place: usize) -> Option<&Decision> {
        self.review.decided(&self.proposals.get(place)?.key)
    }

    /// The place of the suggestion to look at next: the first that nothing was decided about; then what was skipped, what was skipped
    /// first before the others. `None`: everything is decided.
    pub fn next(&self) -> Option<usize> {
        let last = self.last();
        let open = (0..self.proposals.len()).find(|place| !last.contains_key(place));
        open.or_else(|| {
            let skipped = last.iter().filter(|(_, (_, decision))| decision.verdict == DecisionKind::Skipped);
            skipped.min_by_key(|(_, (at, _))| *at).map(|(place, _)| *place)
        })
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let last = self.last();
        let count = |verdict| last.values().filter(|(_, decision)| decision.verdict == verdict).count();
        let (accepted, edited) = (count(DecisionKind::Accepted), count(DecisionKind::Edited));
        let keys = self.review.decisions.iter().map(|decision| &decision.key);
        let elsewhere: BTreeSet<&Key> = keys.filter(|key| self.place(key).is_none()).collect();
        Progress {
            of: self.proposals.len(),
            accepted: accepted + edited,
            edited,
            rejected: count(DecisionKind::Rejected),
            skipped: count(DecisionKind::Skipped),
            left: self.proposals.len() - last.len(),
            elsewhere: elsewhere.len(),
        }
    }

    /// Accepts the suggestion at a place as it is.
    ///
    /// # Errors
    /// There is none, or a model made it and no other person with a name accepts it.
    pub fn accept(&mut self, place: usize, by: &By) -> Result<(), DecisionError> {
        self.decide(place, DecisionKind::Accepted, None, by)
    }

    /// Accepts it with other fields. With the same as suggested, it is accepted as it is.
    ///
    /// # Errors
    /// As [`Sitting::accept`]; the fields are of another kind, or a value is none of its field.
    pub fn edit(&mut self, place: usize, fields: Fields, by: &By) -> Result<(), DecisionError> {
        let before = &self.proposals.get(place).ok_or(DecisionError::NotSuggested)?.fields;
        if before.kind() != fields.kind() {
            return Err(DecisionError::OtherKind { was: before.kind(), is: fields.kind() });
        }
        fields.checked(Some(before))?;
        let (verdict, after) = if *before == fields {
            (DecisionKind::Accepted, None)
        } else {
            (DecisionKind::Edited, Some(fields))
        };
        self.decide(place, verdict, after, by)
    }

    /// Rejects it.
    ///
    /// # Errors
    /// There is none at this place.
    pub fn reject(&mut self, place: usize, by: &By) -> Result<(), DecisionError> {
        self.decide(place, DecisionKind::Rejected, None, by)
    }

    /// Leaves it for later.
    ///
    /// # Errors
    /// There is none at this place.
    pub fn skip(&mut self, place: usize, by: &By) -> Result<(), DecisionError> {
        self.decide(place, DecisionKind::Skipped, None, by)
    }

    /// Accepts, in one act, what is on the screen and not decided: neither rejected nor accepted before, and of no model. Answers the
    /// places.
    pub fn accept_all(&mut self, on_screen: &[usize], by: &By) -> Vec<usize> {
        let mut places: Vec<usize> = on_screen.to_vec();
        places.sort_unstable();
        places.dedup();
        places.retain(|&place| {
            let is_open =
                self.decided(place).is_none_or(|decision| decision.verdict == DecisionKind::Skipped);
            is_open && self.proposals.get(place).is_some_and(|proposal| !proposal.is_of_a_model())
        });
        let act = self.next_act();
        for &place in &places {
            let decision = self.decision(place, DecisionKind::Accepted, None, by, act);
            self.review.decisions.extend(decision);
        }
        places
    }

    /// Takes the last act back, all of it. Answers the suggestions that it was about; none where nothing was decided.
    pub fn undo(&mut self) -> Vec<Key> {
        let Some(last) = self.review.decisions.last().map(|decision| decision.act) else { return Vec::new() };
        let kept = self.review.decisions.partition_point(|decision| decision.act < last);
        self.review.decisions.split_off(kept).into_iter().map(|decision| decision.key).collect()
    }

    fn decide(
        &mut self,
        place: usize,
        verdict: DecisionKind,
        after: Option<Fields>,
        by: &By,
    ) -> Result<(), DecisionError> {
        let act = self.next_act();
        let decision = self.decision(place, verdict, after, by, act).ok_or(DecisionError::NotSuggested)?;
        if decision.is_the_models_own() {
            return Err(DecisionError::ModelsOwn);
        }
        self.review.decisions.push(decision);
        Ok(())
    }

    fn decision(
        &self,
        place: usize,
        verdict: DecisionKind,
        after: Option<Fields>,
        by: &By,
        act: u32,
    ) -> Option<Decision> {
        let proposal = self.proposals.get(place)?;
        Some(Decision {
            key: proposal.key.clone(),
            paragraph: proposal.paragraph,
            verdict,
            before: proposal.fields.clone(),
            after,
            rule: proposal.rule.clone(),
            confidence: proposal.confidence.filter(|_| !proposal.is_of_a_model()),
            by: By {
                who: by.who.as_deref().map(one_line).filter(|who| !who.is_empty()),
                when: by.when.clone(),
            },
            act,
        })
    }

    fn next_act(&self) -> u32 {
        self.review.decisions.last().map_or(1, |decision| decision.act.saturating_add(1))
    }

    /// By place, the last decision about it and where that stands in the list.
    fn last(&self) -> BTreeMap<usize, (usize, &Decision)> {
        let all = self.review.decisions.iter().enumerate();
        all.filter_map(|(at, decision)| Some((self.place(&decision.key)?, (at, decision)))).collect()
    }
}
