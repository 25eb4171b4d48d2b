//! Breaches proven complete by what they are the transversals of.
//!
//! A set of facts that shares one with every breach known leaves no package, if the breaches known are all (Reiter
//! 1987). The other way round: if every *minimal* such set leaves none, they are all. A package found instead breaks
//! a set that was missing. Each question is about one set of standing facts, so the kernel can answer it.
//!
//! Why the other way round holds. Say a package's breach B' is neither known nor contains a known one. Then
//! each known breach has a fact outside B', so the facts outside B' hit them all; some minimal set T of those
//! does as well. The package breaks nothing in T, so T leaves a package. The same argument shows that what is
//! listed is minimal: a known breach with a smaller one inside would leave T a package too. So one "no" for
//! every minimal T proves both.

use super::{Breach, Feasibility, Oracle, keep_minimal};
use crate::Control;
use crate::fact_set::FactSet;
use crate::transversal::minimal_transversals;
use mediant_model::Package;

/// With more minimal transversals than this the proof would take too long.
const TRANSVERSALS_MAX: usize = 1_000;
/// The part of the effort that a single question may cost.
const QUESTION_PART: u64 = 40;

/// Adds what is missing to the breaches of packages that break none of the `kept` facts; whether they are then
/// proven to be all.
///
/// All questions together may cost as much as one question to the oracle otherwise.
pub(super) fn complete(
    oracle: &Oracle,
    kept: &FactSet,
    breaches: &mut Vec<Breach>,
    limit: usize,
    control: &dyn Control,
) -> bool {
    let mut asking = Asking { oracle, all: oracle.facts(), effort_left: oracle.effort, control };
    let mut excluded: Vec<FactSet> = Vec::new();
    loop {
        let edges: Vec<FactSet> = breaches.iter().map(|breach| breach.facts.clone()).collect();
        let candidates = minimal_transversals(&edges, TRANSVERSALS_MAX, control);
        if !candidates.complete {
            return false;
        }
        let mut found: Vec<Breach> = Vec::new();
        for set in candidates.sets {
            // A breach found meanwhile may leave these facts a package.
            let settled = found.iter().any(|breach| breach.facts.is_disjoint(&set));
            if settled || excluded.contains(&set) {
                continue;
            }
            match asking.admits(&kept.union(&set)) {
                Feasibility::Excluded => excluded.push(set),
                Feasibility::Respected(package) => found.push(asking.reduced(package)),
                // One open question is enough: nothing is said of the list then, and what was found so far
                // stays in it.
                Feasibility::Unknown => return false,
            }
        }
        if found.is_empty() {
            return true;
        }
        found.into_iter().for_each(|breach| keep_minimal(breaches, breach));
        if breaches.len() > limit {
            return false;
        }
    }
}

/// Questions with a common budget.
struct Asking<'a> {
    oracle: &'a Oracle,
    /// The facts that count.
    all: FactSet,
    effort_left: u64,
    control: &'a dyn Control,
}

impl Asking<'_> {
    fn admits(&mut self, standing: &FactSet) -> Feasibility {
        // A share for each: one hard question must not take from the others what they need.
        let most = (self.oracle.effort / QUESTION_PART).min(self.effort_left);
        let mut left = most;
        let verdict = self.oracle.admits_within(standing, &mut left, self.control);
        self.effort_left -= most - left;
        verdict
    }

    /// What the package breaks, or less: each fact that could be shown to stand again does.
    fn reduced(&mut self, mut package: Package) -> Breach {
        let mut facts = self.oracle.broken_by(&package);
        for fact in facts.clone().iter() {
            // An earlier fact's package broke fewer than it had to: this one stands already.
            if !facts.contains(fact) {
                continue;
            }
            // Asks for a package that breaks only a part, this fact not among it. "Unknown" leaves the set
            // larger than need be, which `complete` finds out later.
            let standing = self.all.minus(&facts).with(fact);
            if let Feasibility::Respected(other) = self.admits(&standing) {
                facts = self.oracle.broken_by(&other);
                package = other;
            }
        }
        Breach { facts, package }
    }
}
