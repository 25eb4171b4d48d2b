//! What each party said of whole packages, in so many words.
//!
//! Nothing is inferred here: a party accepts a package that it said yes to, and refuses one that it said no to or that
//! its red lines exclude.

use crate::{Answer, Interview, Parties, Question};
use mediant_model::Package;
use std::collections::BTreeMap;

/// What each party said of whole packages; of a package asked about again the last answer counts.
pub(crate) struct Verdicts<'a> {
    parties: &'a Parties,
    /// By party; nothing where it could not say.
    said: Vec<BTreeMap<&'a Package, Option<bool>>>,
}

impl<'a> Verdicts<'a> {
    pub fn new(parties: &'a Parties, interviews: &'a [Interview]) -> Self {
        Self { parties, said: interviews.iter().map(of_party).collect() }
    }

    fn answer(&self, party: usize, package: &Package) -> Option<Option<bool>> {
        self.said.get(party)?.get(package).copied()
    }

    /// Whether the party said yes to this very package.
    pub fn accepts(&self, party: usize, package: &Package) -> bool {
        self.answer(party, package) == Some(Some(true)) && !self.parties.never_accepts(party, package)
    }

    /// Whether the party said no to this very package, or told that it never accepts it.
    pub fn refuses(&self, party: usize, package: &Package) -> bool {
        self.answer(party, package) == Some(Some(false)) || self.parties.never_accepts(party, package)
    }

    /// Whether the party said nothing yet that decides whether it accepts the package.
    pub fn is_silent(&self, party: usize, package: &Package) -> bool {
        self.answer(party, package).is_none() && !self.parties.never_accepts(party, package)
    }

    /// Whether enough parties said yes to this very package.
    pub fn pass(&self, package: &Package) -> bool {
        self.parties.rule().passes(|party| self.accepts(party, package))
    }

    /// Whether enough parties refused this very package.
    pub fn rule_out(&self, package: &Package) -> bool {
        self.parties.rule().rules_out(|party| self.refuses(party, package))
    }

    /// Whether the package may yet get the acceptances that it needs. Not from those who could not say.
    pub fn may_pass(&self, package: &Package) -> bool {
        let closed = |party| !self.accepts(party, package) && !self.is_silent(party, package);
        !self.parties.rule().rules_out(closed)
    }

    /// The packages to which enough parties said yes, in their order.
    pub fn passed(&self) -> Vec<Package> {
        let mut asked: Vec<&Package> = self.said.iter().flat_map(|said| said.keys().copied()).collect();
        asked.sort_unstable();
        asked.dedup();
        asked.into_iter().filter(|package| self.pass(package)).cloned().collect()
    }
}

fn of_party(interview: &Interview) -> BTreeMap<&Package, Option<bool>> {
    let said = interview.exchanges().iter().filter_map(|exchange| match &exchange.question {
        Question::Accept { package } => Some((
            package,
            match exchange.answer {
                Answer::Yes => Some(true),
                Answer::No => Some(false),
                _ => None,
            },
        )),
        _ => None,
    });
    said.collect()
}
