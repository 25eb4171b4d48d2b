//! What stated facts exclude, laid out for searching.
//!
//! Indexing: issues, live options and boxes are numbered by this structure itself; every index used
//! here was made from the lengths of the same vectors.
//!
//! What holds: for every package of the problem there is one here that breaks no fact it does not break, and
//! is worth as much to every party. So no question about facts has another answer. It would be wrong for
//! counting, for which nobody uses it.

use crate::fact_set::FactSet;
use mediant_model::efficiency::undominated;
use mediant_model::problem::{FactKind, Interaction};
use mediant_model::{OptionSet, Problem, Region};
use std::collections::{BTreeMap, BTreeSet};

/// Issues with more live options than this keep options that another one dominates: comparing all
/// pairs would take longer than it saves.
const COMPARED_MAX: usize = 600;

/// The options that matter, the boxes that facts forbid, and the sums that reservations bound.
///
/// Left out are options that another option of the same issue can replace in every package without
/// breaking a further fact, whatever the facts that stand: it lies in no region that the option does
/// not lie in, and is worth as much to every party. So every question about any set of facts has the
/// same answer here as in the problem, and every package here is a package there.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// For each issue the options of the problem that are live.
    pub live: Vec<Vec<u32>>,
    /// Where the words of each issue begin in a [`Domains`]; one entry more than issues.
    pub first_word: Vec<usize>,
    /// The boxes of packages that constraints forbid.
    pub forbidden: Vec<Forbidden>,
    /// Boxes with points.
    pub bonuses: Vec<Vec<Side>>,
    /// What reservations bound from below.
    pub lines: Vec<Line>,
}

/// A box that breaks a fact.
#[derive(Clone, Debug)]
pub(super) struct Forbidden {
    pub fact: usize,
    pub sides: Vec<Side>,
}

/// The live options of an issue that lie in a box.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub issue: usize,
    pub words: Vec<u64>,
}

/// A party's utility, with the reservation fact that bounds it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub fact: usize,
    /// Units of each live option.
    pub values: Vec<Vec<i64>>,
    /// Indices into `Ground::bonuses` with the units added there.
    pub bonuses: Vec<(usize, i64)>,
    pub constant: i64,
    pub cap: Option<i64>,
    /// The reservation value in units.
    pub reservation: i64,
    /// What a unit counts beside other parties' ([`Problem::together`]).
    pub weight: i64,
}

/// For each issue a set of its live options, as words one after another.
pub(super) type Domains = Vec<u64>;

/// How a box lies to some domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlap {
    /// No package of the domains is in it.
    Outside,
    /// Some may be: so many sides are undecided.
    Open(usize),
    /// Every package is.
    Inside,
}

impl Ground {
    pub fn new(problem: &Problem) -> Self {
        let live = (0..problem.issues.len()).map(|issue| live_options(problem, issue)).collect();
        Self::over(problem, live, |_| true)
    }

    /// With every option live, and what these facts exclude.
    pub fn whole(problem: &Problem, facts: &FactSet) -> Self {
        let all = problem.issues.iter().map(|issue| (0..issue.options.len() as u32).collect());
        Self::over(problem, all.collect(), |fact| facts.contains(fact))
    }

    fn over(problem: &Problem, live: Vec<Vec<u32>>, counts: impl Fn(usize) -> bool) -> Self {
        let mut first_word = vec![0];
        for options in &live {
            first_word.push(first_word.last().copied().unwrap_or(0) + options.len().div_ceil(64));
        }
        let mut ground =
            Self { live, first_word, forbidden: Vec::new(), bonuses: Vec::new(), lines: Vec::new() };
        let facts = || problem.facts.iter().enumerate().filter(|(fact, _)| counts(*fact));
        // Only sums are compared across parties.
        let sums = facts().any(|(_, stated)| stated.kind == FactKind::Reservation);
        let weights = if sums { problem.together().weights } else { Vec::new() };
        for (fact, stated) in facts() {
            for region in &stated.forbids {
                // A region without live packages breaks nothing here.
                if let Some(sides) = ground.sides(region) {
                    ground.forbidden.push(Forbidden { fact, sides });
                }
            }
            if stated.kind == FactKind::Reservation
                && let Some(line) = ground.line(problem, fact, &weights)
            {
                ground.lines.push(line);
            }
        }
        ground
    }

    /// The region over live options; `None` when no live package lies in it.
    fn sides(&self, region: &Region) -> Option<Vec<Side>> {
        let mut sides = Vec::new();
        for (issue, options) in region.sides() {
            let live = self.live.get(issue)?;
            let mut words = vec![0u64; live.len().div_ceil(64)];
            let mut count = 0;
            for (at, _) in live.iter().enumerate().filter(|(_, option)| options.contains(**option as usize)) {
                words[at / 64] |= 1 << (at % 64);
                count += 1;
            }
            match count {
                0 => return None,
                // A side that allows every live option says nothing.
                _ if count == live.len() => {}
                _ => sides.push(Side { issue, words }),
            }
        }
        Some(sides)
    }

    fn line(&mut self, problem: &Problem, fact: usize, weights: &[i64]) -> Option<Line> {
        let party = problem.facts.get(fact)?.party?;
        let utility = problem.parties.get(party)?.utility.as_ref()?;
        let reservation = problem.reservation(party)?;
        let units = |issue: usize, option: u32| {
            utility.values.get(issue).and_then(|values| values.get(option as usize)).copied().unwrap_or(0)
        };
        let of_issue = |(issue, options): (usize, &Vec<u32>)| {
            options.iter().map(|option| units(issue, *option)).collect::<Vec<i64>>()
        };
        let values = self.live.iter().enumerate().map(of_issue).collect();
        let mut line = Line {
            fact,
            values,
            bonuses: Vec::new(),
            constant: utility.constant,
            cap: utility.cap,
            reservation,
            weight: weights.get(party).copied().unwrap_or(1),
        };
        for Interaction { region, points, .. } in &utility.interactions {
            if let Some(sides) = self.sides(region) {
                line.bonuses.push((self.bonuses.len(), *points));
                self.bonuses.push(sides);
            }
        }
        Some(line)
    }

    /// Every live option of every issue.
    pub fn everything(&self) -> Domains {
        let mut domains = Vec::new();
        for options in &self.live {
            let full = OptionSet::full(options.len());
            let mut words = vec![0u64; options.len().div_ceil(64)];
            full.iter().for_each(|at| words[at / 64] |= 1 << (at % 64));
            domains.extend(words);
        }
        domains
    }

    pub fn domain<'a>(&self, domains: &'a [u64], issue: usize) -> &'a [u64] {
        &domains[self.first_word[issue]..self.first_word[issue + 1]]
    }

    pub fn domain_mut<'a>(&self, domains: &'a mut [u64], issue: usize) -> &'a mut [u64] {
        &mut domains[self.first_word[issue]..self.first_word[issue + 1]]
    }

    pub fn is_empty(&self, domains: &[u64]) -> bool {
        (0..self.live.len()).any(|issue| self.domain(domains, issue).iter().all(|word| *word == 0))
    }

    pub fn side_overlap(&self, domains: &[u64], side: &Side) -> Overlap {
        let (mut inside, mut outside) = (false, false);
        for (domain, side) in self.domain(domains, side.issue).iter().zip(&side.words) {
            inside |= domain & side != 0;
            outside |= domain & !side != 0;
        }
        match (inside, outside) {
            // An empty domain counts as outside: nothing of it is in the box. That nothing is left at all is
            // asked for separately.
            (false, _) => Overlap::Outside,
            (true, true) => Overlap::Open(1),
            (true, false) => Overlap::Inside,
        }
    }

    pub fn overlap(&self, domains: &[u64], sides: &[Side]) -> Overlap {
        let mut open = 0;
        for side in sides {
            match self.side_overlap(domains, side) {
                Overlap::Outside => return Overlap::Outside,
                Overlap::Open(_) => open += 1,
                Overlap::Inside => {}
            }
        }
        if open == 0 { Overlap::Inside } else { Overlap::Open(open) }
    }

    /// Whether the package (live indices) lies in the box.
    pub fn contains(sides: &[Side], package: &[u32]) -> bool {
        sides.iter().all(|side| bit(&side.words, package[side.issue] as usize))
    }

    /// The package's options in the problem.
    pub fn package(&self, live: &[u32]) -> Vec<u32> {
        live.iter().zip(&self.live).map(|(at, options)| options[*at as usize]).collect()
    }
}

impl Line {
    /// So many of the party's units, in the units that all parties share.
    pub fn shared(&self, units: i64) -> i128 {
        i128::from(units) * i128::from(self.weight)
    }

    /// How many whole units of the party that many shared units are; below every utility where there are more.
    pub fn own(&self, shared: i128) -> i64 {
        // Whole units downwards: lowering by a unit that is not wholly allowed would be too much.
        let units = shared.div_euclid(i128::from(self.weight.max(1))).min(i128::from(i64::MAX / 4));
        i64::try_from(units).unwrap_or(i64::MIN / 4)
    }

    /// The utility of a package of the problem; `None` when an option of it is not live.
    pub fn of_package(&self, ground: &Ground, package: &[u32]) -> Option<i64> {
        let at = |(option, live): (&u32, &Vec<u32>)| Some(live.binary_search(option).ok()? as u32);
        let live: Option<Vec<u32>> = package.iter().zip(&ground.live).map(at).collect();
        Some(self.of(ground, &live?))
    }

    /// The utility of a package (live indices).
    pub fn of(&self, ground: &Ground, package: &[u32]) -> i64 {
        let additive: i64 = self.values.iter().zip(package).map(|(values, at)| values[*at as usize]).sum();
        let inside = self.bonuses.iter().filter(|(at, _)| Ground::contains(&ground.bonuses[*at], package));
        let total = self.constant + additive + inside.map(|(_, units)| units).sum::<i64>();
        self.cap.map_or(total, |cap| total.min(cap))
    }
}

pub(super) fn bit(words: &[u64], at: usize) -> bool {
    words[at / 64] >> (at % 64) & 1 == 1
}

/// The members of a set, ascending.
pub(super) fn members(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(index, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let at = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                index * 64 + at
            })
        })
    })
}

/// What an option means to facts and parties: smaller is better in `burdens`, larger in `merits`.
struct OptionEffect {
    option: u32,
    /// Forbidden regions and penalties that the option lies in.
    burdens: Vec<u64>,
    /// Bonuses that the option lies in.
    merits: Vec<u64>,
    units: Vec<i64>,
}

impl OptionEffect {
    fn replaces(&self, other: &Self) -> bool {
        let subset = |a: &[u64], b: &[u64]| a.iter().zip(b).all(|(a, b)| a & !b == 0);
        subset(&self.burdens, &other.burdens)
            && subset(&other.merits, &self.merits)
            && self.units.iter().zip(&other.units).all(|(a, b)| a >= b)
    }
}

/// The options of an issue that no other can replace; of equal ones the first.
fn live_options(problem: &Problem, issue: usize) -> Vec<u32> {
    let option_count = problem.issues.get(issue).map_or(0, |issue| issue.options.len());
    let forbidden = problem.facts.iter().flat_map(|fact| &fact.forbids);
    let utilities = || problem.parties.iter().filter_map(|party| party.utility.as_ref());
    let boxes = || utilities().flat_map(|utility| &utility.interactions);
    let penalties = boxes().filter(|x| x.points < 0).map(|x| &x.region);
    // It is bad to lie in a forbidden region or a penalty, and good to lie in a bonus. An option replaces
    // another if it lies in none of the bad ones that the other avoids, and in all of the good ones that the
    // other has.
    let burdens: Vec<&OptionSet> =
        forbidden.chain(penalties).filter_map(|region| region.side(issue)).collect();
    let merits: Vec<&OptionSet> =
        boxes().filter(|x| x.points > 0).filter_map(|x| x.region.side(issue)).collect();
    let marks = |sides: &[&OptionSet], option: usize| {
        let mut words = vec![0u64; sides.len().div_ceil(64)];
        for (at, _) in sides.iter().enumerate().filter(|(_, side)| side.contains(option)) {
            words[at / 64] |= 1 << (at % 64);
        }
        words
    };
    // Options that no region tells apart are told apart by units alone.
    let mut groups: BTreeMap<(Vec<u64>, Vec<u64>), Vec<u32>> = BTreeMap::new();
    for option in 0..option_count {
        groups.entry((marks(&burdens, option), marks(&merits, option))).or_default().push(option as u32);
    }
    let columns: Vec<&[i64]> =
        utilities().map(|utility| utility.values.get(issue).map_or(&[][..], Vec::as_slice)).collect();
    let units = |option: u32| -> Vec<i64> {
        columns.iter().map(|column| column.get(option as usize).copied().unwrap_or(0)).collect()
    };
    for options in groups.values_mut() {
        // Within a group all lie in the same regions, so units decide, by a sweep even for a million options.
        // Across groups pairs have to be compared, which only few options allow.
        *options = efficient(std::mem::take(options), &units);
    }
    let total: usize = groups.values().map(Vec::len).sum();
    let mut live: Vec<u32> = if total <= COMPARED_MAX {
        let mut kept: Vec<OptionEffect> = Vec::new();
        for ((burdens, merits), options) in groups {
            for option in options {
                let (burdens, merits) = (burdens.clone(), merits.clone());
                keep_irreplaceable(&mut kept, OptionEffect { option, burdens, merits, units: units(option) });
            }
        }
        kept.iter().map(|standing| standing.option).collect()
    } else {
        groups.into_values().flatten().collect()
    };
    live.sort_unstable();
    live
}

/// The options, ascending, without those for which another brings as much to everybody; of equal ones the first stays.
///
/// Up to three parties by a sweep, which takes a range of a million steps; of more parties, many options all stay.
fn efficient(options: Vec<u32>, units: &impl Fn(u32) -> Vec<i64>) -> Vec<u32> {
    let parties = options.first().map_or(0, |option| units(*option).len());
    if parties > 3 && options.len() > COMPARED_MAX {
        return options;
    }
    let vectors = options.iter().map(|option| units(*option));
    let mut left: BTreeSet<Vec<i64>> = undominated(vectors, usize::MAX).into_iter().flatten().collect();
    options.into_iter().filter(|option| left.remove(&units(*option))).collect()
}

fn keep_irreplaceable(kept: &mut Vec<OptionEffect>, standing: OptionEffect) {
    // Options arrive in any order; of two that replace each other the first of the issue stays.
    let yields = |known: &OptionEffect| {
        known.replaces(&standing) && !(standing.replaces(known) && standing.option < known.option)
    };
    if !kept.iter().any(yields) {
        kept.retain(|known| !standing.replaces(known));
        kept.push(standing);
    }
}
