//! Is there a package that respects this set of facts?
//!
//! Everything about a negotiation without a deal rests on this question, asked for one set of facts
//! after another. [`Oracle`] answers it exactly, at any number of packages, by depth-first search
//! over what facts exclude; how hard it is depends on how the facts entangle issues, not on how many
//! packages there are. Where utilities alone decide among astronomically many packages the search
//! may give up ([`Verdict::Unknown`]); what it says is always proven.

mod argument;
mod ground;
mod prices;
mod search;

use crate::Control;
use crate::fact_set::FactSet;
pub(crate) use argument::Argument;
use ground::{Ground, Line};
use mediant_model::{Package, Problem};
use search::{End, Next, Search};

/// Whether a package respects some facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This one does.
    Respected(Package),
    /// None does; proven.
    Excluded,
    /// The effort or the budget ended first.
    Unknown,
}

/// A minimal set of facts that some package breaks: it breaks these, and none breaks only a part of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The facts broken.
    pub facts: FactSet,
    /// A package that breaks exactly these.
    pub package: Package,
}

/// The breaches of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaches {
    /// Breaches, sorted; none contains another.
    pub breaches: Vec<Breach>,
    /// Whether these are all, each proven minimal.
    pub complete: bool,
}

/// The least equal lowering of some reservation values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lowering {
    /// Lowering each by so many units suffices, and no fewer do. Zero: nothing needs lowering.
    By(i64, Package),
    /// However much they are lowered, no package respects the other facts.
    Never,
    /// The effort or the budget ended first.
    Unknown,
}

/// Answers questions about sets of a problem's facts.
#[derive(Clone, Debug)]
pub struct Oracle {
    ground: Ground,
    effort: u64,
}

impl Oracle {
    /// Effort that suits a question within a report: about a second at most.
    pub const EFFORT: u64 = 2_000_000;

    /// An oracle for the problem's facts.
    ///
    /// `effort` is the number of steps that a question may cost: a step looks at some sixteen options
    /// of a party. Preparing costs options x regions, and, on issues with up to 600 options that
    /// matter, options² x parties.
    pub fn of(problem: &Problem, effort: u64) -> Self {
        Self { ground: Ground::of(problem), effort }
    }

    /// The same oracle for questions that may each cost this part of the effort only.
    pub fn with_part_of_effort(&self, part: u64) -> Self {
        Self { ground: self.ground.clone(), effort: (self.effort / part.max(1)).max(1) }
    }

    /// Whether some package respects all the facts of `standing`; the other facts do not count.
    pub fn admits(&self, standing: &FactSet, control: &dyn Control) -> Verdict {
        let each = standing.iter().map(|fact| FactSet::from_iter([fact])).collect();
        let mut search = self.search(standing.clone(), self.reservations(), each, control);
        let mut witness = None;
        let end = search.run(|found| {
            witness = Some(self.ground.package(&found.package));
            Next::Stop
        });
        match (witness, end) {
            (Some(package), _) => Verdict::Respected(package),
            (None, End::Stopped) => Verdict::Unknown,
            (None, _) => Verdict::Excluded,
        }
    }

    /// All minimal sets of facts that packages break; the empty set alone when some package breaks none.
    ///
    /// At most `limit`. The problem's answer to every set of facts is in them: a package respects
    /// `standing` if and only if some breach shares no fact with it.
    pub fn breaches(&self, limit: usize, control: &dyn Control) -> Breaches {
        self.breaches_within(None, limit, control)
    }

    /// The breaches of packages that break no fact outside `within`; of all packages where it is `None`.
    pub fn breaches_within(&self, within: Option<&FactSet>, limit: usize, control: &dyn Control) -> Breaches {
        let all = self.facts();
        let kept = within.map_or_else(FactSet::empty, |within| all.minus(within));
        let each = kept.iter().map(|fact| FactSet::from_iter([fact])).collect();
        let mut breaches: Vec<Breach> = Vec::new();
        let mut search = self.search(all, self.reservations(), each, control);
        let mut is_full = false;
        let end = search.run(|found| {
            if breaches.len() >= limit {
                is_full = true;
                return Next::Stop;
            }
            breaches.retain(|known| !found.broken.is_subset(&known.facts));
            let package = self.ground.package(&found.package);
            breaches.push(Breach { facts: found.broken.clone(), package });
            Next::Exclude(found.broken.clone())
        });
        breaches.sort();
        Breaches { breaches, complete: end == End::Complete && !is_full }
    }

    /// By how much the reservations in `lowered` must all fall so that a package respects `standing`
    /// and them.
    ///
    /// `lowered` holds reservation facts; a fact in both sets is lowered. `known`, a package that
    /// respects `standing`, is a place to start from.
    pub fn least_lowering(
        &self,
        standing: &FactSet,
        lowered: &FactSet,
        known: Option<&Package>,
        control: &dyn Control,
    ) -> Lowering {
        let counted = standing.union(lowered);
        let each = counted.iter().map(|fact| FactSet::from_iter([fact])).collect();
        let is_lowered = |line: &Line| lowered.contains(line.fact);
        let lines = || self.ground.lines.iter().filter(|line| is_lowered(line));
        let mut best: Option<(i64, Package)> = known.and_then(|package| {
            let shortfalls =
                lines().map(|line| Some(line.reservation - line.of_package(&self.ground, package)?));
            Some((shortfalls.max().flatten()?.max(0), package.clone()))
        });
        // Below every package's utility, so that at first nothing is asked of those lowered.
        let units_allowed = best.as_ref().map_or(i64::MAX / 4, |(units, _)| units - 1);
        let raised = |units: i64| {
            let threshold = |line: &Line| line.reservation - if is_lowered(line) { units } else { 0 };
            self.ground.lines.iter().map(threshold).collect::<Vec<i64>>()
        };
        if let Some((0, package)) = best {
            return Lowering::By(0, package);
        }
        let mut search = self.search(counted, raised(units_allowed), each, control);
        let end = search.run(|found| {
            let shortfall = |line: &Line| line.reservation - line.of(&self.ground, &found.package);
            let units = lines().map(shortfall).max().unwrap_or(0).max(0);
            best = Some((units, self.ground.package(&found.package)));
            if units == 0 { Next::Stop } else { Next::Raise(raised(units - 1)) }
        });
        match (end, best) {
            (End::Stopped, _) => Lowering::Unknown,
            (_, Some((units, package))) => Lowering::By(units, package),
            (_, None) => Lowering::Never,
        }
    }

    fn search<'a>(
        &'a self,
        counted: FactSet,
        thresholds: Vec<i64>,
        excluded: Vec<FactSet>,
        control: &'a dyn Control,
    ) -> Search<'a> {
        Search::new(&self.ground, counted, thresholds, excluded, self.effort, control)
    }

    fn reservations(&self) -> Vec<i64> {
        self.ground.lines.iter().map(|line| line.reservation).collect()
    }

    /// The facts that some live package might break.
    fn facts(&self) -> FactSet {
        let forbidden = self.ground.forbidden.iter().map(|forbidden| forbidden.fact);
        forbidden.chain(self.ground.lines.iter().map(|line| line.fact)).collect()
    }
}

#[cfg(test)]
mod tests;
