//! Is there a package that respects this set of facts?
//!
//! Everything about a negotiation without a deal rests on this question, asked for one set of facts
//! after another. [`Oracle`] answers it exactly, at any number of packages, by depth-first search
//! over what facts exclude; how hard it is depends on how the facts entangle issues, not on how many
//! packages there are. Where utilities alone decide among astronomically many packages the search
//! asks the [interaction kernel](crate::interaction), and may give up ([`Feasibility::Unknown`]); what it
//! says is always proven.
//!
//! Why this is enough. A package respects a set of facts if none of those it breaks is in the set. So all
//! that matters of the packages are their *breaches*: the sets of facts that they break, and of those only
//! the minimal ones. Conflicts, openings and concessions are all read off them. The search therefore goes
//! over broken facts and not over packages: of 10^40 packages there may be a dozen breaches.
//!
//! Two methods take turns, because each is fast where the other is hopeless. The search sees one constraint
//! and one sum at a time, with reasons; the kernel's bound sees them all together, but knows nothing of which
//! fact was broken. The search has the first sixteenth of the effort, then the kernel, then the search the
//! rest. Each is exact, so the one that comes to its end first is believed.
//!
//! Sources: minimal sets and what hits them all, Reiter 1987 (in `duality`); weights that prove sums out of
//! reach are Lagrange multipliers (in `prices`). That one search answers for every set of facts is ours;
//! `search` has the argument.

mod argument;
mod bounded;
mod duality;
mod ground;
mod prices;
mod search;

use crate::Control;
use crate::fact_set::FactSet;
pub(crate) use argument::Argument;
use bounded::Bounded;
use ground::{Ground, Line};
use mediant_model::{Package, Problem};
use search::{End, Next, Search};

/// Whether a package respects some facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feasibility {
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
    /// Lowering each by so much suffices, and no less does. Zero: nothing needs lowering. Counted in the units that all
    /// parties share: a party's own unit is as many of them as its weight says ([`Problem::together`]).
    By(i128, Package),
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
    /// The part of the effort after which the search over broken facts lets the kernel try.
    first_part: u64,
}

/// [`Oracle::first_part`], unless a test wants the kernel to have the first word.
const FIRST_PART: u64 = 16;

impl Oracle {
    /// Effort that suits a question within a report: about a second at most.
    pub const EFFORT: u64 = 2_000_000;

    /// An oracle for the problem's facts.
    ///
    /// `effort` is the number of steps that a question may cost: a step looks at some sixteen options
    /// of a party. Preparing costs options x regions, and, on issues with up to 600 options that
    /// matter, options² x parties.
    pub fn new(problem: &Problem, effort: u64) -> Self {
        Self { ground: Ground::new(problem), effort, first_part: FIRST_PART }
    }

    /// The same oracle for questions that may each cost this part of the effort only.
    pub fn with_part_of_effort(&self, part: u64) -> Self {
        Self { effort: (self.effort / part.max(1)).max(1), ..self.clone() }
    }

    /// The same oracle with these reservations lower, each by so many units of its party.
    pub fn lowered_by(&self, units: &[(usize, i64)]) -> Self {
        let mut other = self.clone();
        for line in &mut other.ground.lines {
            let by = units.iter().filter(|(fact, _)| *fact == line.fact).map(|(_, units)| *units).sum();
            // Only the threshold moves. Which options are live did not depend on it, so the ground is still
            // right.
            line.reservation = line.reservation.saturating_sub(by);
        }
        other
    }

    /// Whether some package respects all the facts of `standing`; the other facts do not count.
    pub fn admits(&self, standing: &FactSet, control: &dyn Control) -> Feasibility {
        let mut effort_left = self.effort;
        self.admits_within(standing, &mut effort_left, control)
    }

    fn admits_within(&self, standing: &FactSet, effort_left: &mut u64, control: &dyn Control) -> Feasibility {
        let each = standing.iter().map(|fact| FactSet::from_iter([fact])).collect();
        let mut search = self.search(standing.clone(), self.reservations(), each, control);
        // Without a sum to bound the kernel sees no more than the search does.
        let bounds = self.ground.lines.iter().any(|line| standing.contains(line.fact));
        // The same search goes on in the second turn: it keeps its open nodes, nothing is done twice.
        for turn in [*effort_left / self.first_part, u64::MAX] {
            let effort = turn.min(*effort_left);
            *effort_left -= effort;
            let mut witness = None;
            let end = search.run(effort, |found| {
                witness = Some(self.ground.package(&found.package));
                Next::Stop
            });
            // What the turn did not use. Taken first and given back, so that no way out of the loop can
            // forget to pay.
            *effort_left += search.effort_left;
            match (witness, end) {
                (Some(package), _) => return Feasibility::Respected(package),
                (None, End::Stopped) => {}
                (None, _) => return Feasibility::Excluded,
            }
            // Between the two turns the kernel has its own, where there is anything that it bounds better.
            if bounds && turn < u64::MAX {
                let facts = Bounded::new(&self.ground, standing, &FactSet::empty());
                let found = facts.least(1, effort_left, control);
                match found.best {
                    Some((_, package)) => return Feasibility::Respected(self.ground.package(&package)),
                    None if found.proven => return Feasibility::Excluded,
                    None => {}
                }
            }
        }
        Feasibility::Unknown
    }

    /// All minimal sets of facts that packages break; the empty set alone when some package breaks none.
    ///
    /// At most `limit`, of more the shortest known. The problem's answer to every set of facts is in them: a package respects
    /// `standing` if and only if some breach shares no fact with it.
    pub fn breaches(&self, limit: usize, control: &dyn Control) -> Breaches {
        self.breaches_within(None, limit, control)
    }

    /// The breaches of packages that break no fact outside `within`; of all packages where it is `None`. At most `limit`.
    ///
    /// The search over broken facts collects them. Where it does not come to its end soon, the kernel may prove
    /// that they are all: every [minimal set that shares a fact with each](crate::transversal) leaves no package.
    pub fn breaches_within(&self, within: Option<&FactSet>, limit: usize, control: &dyn Control) -> Breaches {
        let all = self.facts();
        let kept = within.map_or_else(FactSet::empty, |within| all.minus(within));
        let each = kept.iter().map(|fact| FactSet::from_iter([fact])).collect();
        let mut breaches: Vec<Breach> = Vec::new();
        let mut search = self.search(all, self.reservations(), each, control);
        let mut is_full = false;
        let mut collect = |breaches: &mut Vec<Breach>, found: &search::Found| {
            if breaches.len() >= limit {
                is_full = true;
                return Next::Stop;
            }
            let package = self.ground.package(&found.package);
            // A breach found early need not be minimal: a part of it may come later, and then takes its
            // place.
            keep_minimal(breaches, Breach { facts: found.broken.clone(), package });
            // From now on packages that break all of these are of no interest. Of a package that breaks
            // nothing that is the empty set, which is part of every set: the search ends.
            Next::Exclude(found.broken.clone())
        };
        let first = self.effort / self.first_part;
        let mut end = search.run(first, |found| collect(&mut breaches, found));
        if end == End::Stopped && !self.ground.lines.is_empty() {
            let known = breaches.len();
            if duality::complete(self, &kept, &mut breaches, limit, control) {
                end = End::Complete;
            } else {
                // What the kernel found need not be found again. New breaches stand at the end, unless one
                // replaced an older one; the search then meets a set it knows, which costs time only.
                breaches.iter().skip(known).for_each(|breach| search.exclude(breach.facts.clone()));
            }
        }
        if end == End::Stopped {
            end = search.run(self.effort - first, |found| collect(&mut breaches, found));
        }
        breaches.sort();
        // What the kernel adds, it adds a list at a time.
        is_full |= breaches.len() > limit;
        breaches.truncate(limit);
        Breaches { breaches, complete: end == End::Complete && !is_full }
    }

    /// By how much the reservations in `lowered` must all fall so that a package respects `standing`
    /// and them; by as much on the scale of the input, whatever units the parties have.
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
        let mut best: Option<(i128, Package)> = known.and_then(|package| {
            let shortfalls = lines()
                .map(|line| Some(line.shared(line.reservation - line.of_package(&self.ground, package)?)));
            Some((shortfalls.max().flatten()?.max(0), package.clone()))
        });
        // Below every package's utility, so that at first nothing is asked of those lowered.
        // Strictly nearer than what is known, or everything.
        let units_allowed = best.as_ref().map_or(i128::MAX, |(units, _)| units - 1);
        let raised = |units: i128| {
            let threshold = |line: &Line| {
                line.reservation.saturating_sub(if is_lowered(line) { line.own(units) } else { 0 })
            };
            self.ground.lines.iter().map(threshold).collect::<Vec<i64>>()
        };
        if let Some((0, package)) = best {
            return Lowering::By(0, package);
        }
        let mut search = self.search(counted, raised(units_allowed), each, control);
        let nearer = |best: &mut Option<(i128, Package)>, found: &search::Found| {
            let shortfall =
                |line: &Line| line.shared(line.reservation - line.of(&self.ground, &found.package));
            let units = lines().map(shortfall).max().unwrap_or(0).max(0);
            *best = Some((units, self.ground.package(&found.package)));
            // Thresholds only rise, so what was ruled out before stays ruled out and the search need not
            // start again.
            if units == 0 { Next::Stop } else { Next::Raise(raised(units - 1)) }
        };
        let first = self.effort / self.first_part;
        let mut end = search.run(first, |found| nearer(&mut best, found));
        if end == End::Stopped {
            end = match self.bounded_lowering(standing, lowered, &mut best, control) {
                true => End::Complete,
                false => search.run(self.effort - first, |found| nearer(&mut best, found)),
            };
        }
        match (end, best) {
            (End::Stopped, _) => Lowering::Unknown,
            (_, Some((units, package))) => Lowering::By(units, package),
            (_, None) => Lowering::Never,
        }
    }

    /// Asks the kernel for the least lowering; `best` is the least known. Whether the answer is proven.
    fn bounded_lowering(
        &self,
        standing: &FactSet,
        lowered: &FactSet,
        best: &mut Option<(i128, Package)>,
        control: &dyn Control,
    ) -> bool {
        let mut effort_left = self.effort;
        let fixed = standing.minus(lowered);
        // Nothing known yet. Whether the facts that do not move leave anything is a question of its own: if
        // they do not, no lowering helps, and if they do, that package is a place to start from.
        if best.is_none() {
            let found =
                Bounded::new(&self.ground, &fixed, &FactSet::empty()).least(1, &mut effort_left, control);
            let Some((_, live)) = found.best else { return found.proven };
            let lines = self.ground.lines.iter().filter(|line| lowered.contains(line.fact));
            let missing = lines.map(|line| line.shared(line.reservation - line.of(&self.ground, &live)));
            *best = Some((missing.max().unwrap_or(0).max(0), self.ground.package(&live)));
        }
        let known = best.as_ref().map_or(0, |(units, _)| *units);
        let found = Bounded::new(&self.ground, &fixed, lowered).least(known, &mut effort_left, control);
        if let Some((units, live)) = found.best {
            *best = Some((units, self.ground.package(&live)));
        }
        found.proven
    }

    fn search<'a>(
        &'a self,
        counted: FactSet,
        thresholds: Vec<i64>,
        excluded: Vec<FactSet>,
        control: &'a dyn Control,
    ) -> Search<'a> {
        Search::new(&self.ground, counted, thresholds, excluded, control)
    }

    /// The facts that a package found here breaks.
    fn broken_by(&self, package: &Package) -> FactSet {
        // Packages found here have live options only; the 0 is never taken.
        let at = |(option, live): (&u32, &Vec<u32>)| live.binary_search(option).map_or(0, |at| at as u32);
        let live: Vec<u32> = package.iter().zip(&self.ground.live).map(at).collect();
        let forbidden = self.ground.forbidden.iter().filter(|x| Ground::contains(&x.sides, &live));
        let missed = self.ground.lines.iter().filter(|line| line.of(&self.ground, &live) < line.reservation);
        forbidden.map(|forbidden| forbidden.fact).chain(missed.map(|line| line.fact)).collect()
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

/// Adds a breach, unless one known is part of it; those that it is part of go.
fn keep_minimal(breaches: &mut Vec<Breach>, breach: Breach) {
    if !breaches.iter().any(|known| known.facts.is_subset(&breach.facts)) {
        breaches.retain(|known| !breach.facts.is_subset(&known.facts));
        breaches.push(breach);
    }
}

#[cfg(test)]
mod tests;
