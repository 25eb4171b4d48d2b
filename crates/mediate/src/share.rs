//! What share of the largest product of gains a package is proven to reach.
//!
//! The ratio of two products splits by party into ratios of gains. How much more than `s(x)` a gain `s(x')` can be,
//! whatever utility bears out the party's answers, is a fractional linear program (Charnes and Cooper 1962); its dual
//! writes `s(x') = m s(x) - (a sum of statements)`, and the exact multiplier `m` is the bound. Sound, and far below the truth
//! after few questions: show it beside the estimate, never as the headline. It holds of parties that value issues one
//! by one and answered truly, and of no others.

use crate::combination::{Form, Multipliers, combined};
use crate::statement::{Orders, Part, Relation, Statement};
use crate::{Agenda, Interview, Parties};
use mediant_model::Package;
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{One, Zero};

/// Beyond so many packages nothing is proven: each may take a linear program a party.
const PACKAGES_MAX: u64 = 5_000;

/// A share of the largest product of gains, and what shows it.
pub(crate) struct Proven {
    pub share: Ratio<BigInt>,
    /// For each party what it stated, and the bounds of what packages gain it.
    pub parties: Vec<Shown>,
}

/// What a party stated, and what follows from it.
pub(crate) struct Shown {
    /// The last one is that the package's gain, turned round, may be used: its multiplier is the bound.
    pub statements: Vec<Statement>,
    /// A package, and with which multipliers what was stated bounds its gain.
    pub bounds: Vec<(Package, Multipliers)>,
}

/// The share of the best product of gains that the package, which everybody accepted, has for certain if each party
/// values issues one by one and answered truly; `None` where nothing follows.
///
/// `likely` orders the other packages so that one that may be much better comes early. Cost: a linear program for
/// each party and package until one is found that no bound holds for.
pub(crate) fn proven_share(
    agenda: &Agenda,
    interviews: &[Interview],
    who: &Parties,
    package: &[u32],
    likely: impl Fn(&Package) -> f64,
) -> Option<Proven> {
    if agenda.packages().is_none_or(|count| count > PACKAGES_MAX) {
        return None;
    }
    let mut others = agenda.all_packages();
    others.retain(|other| other != package && !who.bars(other));
    others.sort_by(|one, other| likely(other).total_cmp(&likely(one)));
    let mut parties: Vec<Party> =
        interviews.iter().map(|interview| Party::new(agenda, interview, package)).collect();
    let mut most = Ratio::one();
    for other in others {
        // One package without a bound is enough: it might be better without limit, and nothing is proven.
        most = most.max(product(&mut parties, package, &other)?);
    }
    let shown = parties.into_iter().map(Party::shown);
    Some(Proven { share: most.recip(), parties: shown.collect() })
}

/// The most that the other package's product can be of this one's; `None` where nothing bounds it.
fn product(parties: &mut [Party], package: &[u32], other: &[u32]) -> Option<Ratio<BigInt>> {
    let mut product = Ratio::one();
    let mut unbounded = false;
    for party in parties {
        match party.ratio(package, other) {
            // Somebody refuses it for certain: it is no better, whatever others gain.
            Some(ratio) if ratio.is_zero() => return Some(ratio),
            Some(ratio) => product *= ratio,
            None => unbounded = true,
        }
    }
    (!unbounded).then_some(product)
}

struct Party {
    agenda: Agenda,
    /// What was stated, then that the package's gain, turned round, may be used.
    statements: Vec<Statement>,
    orders: Orders,
    /// Each bound that was found, beside what it amounts to.
    bounds: Vec<(Package, Ratio<BigInt>, Multipliers)>,
}

impl Party {
    fn new(agenda: &Agenda, interview: &Interview, package: &[u32]) -> Self {
        let mut statements = interview.statements();
        let gain = Form::gain(agenda, package, -1);
        statements.push(Statement {
            terms: gain.terms,
            walk_away: gain.walk_away,
            relation: Relation::AtLeast,
            exchange: usize::MAX,
            part: Part::Whole,
        });
        Self {
            agenda: agenda.clone(),
            statements,
            orders: Orders::new(agenda, interview.exchanges()),
            bounds: Vec::new(),
        }
    }

    /// The most that the other package's gain can be of this one's; `None` where nothing bounds it.
    fn ratio(&mut self, package: &[u32], other: &[u32]) -> Option<Ratio<BigInt>> {
        if self.is_no_better(other, package) {
            // Good enough here, and no linear program.
            return Some(Ratio::one());
        }
        let last = self.statements.len() - 1;
        let gain = Form::gain(&self.agenda, other, -1);
        let multipliers =
            combined(&self.agenda, &self.statements, |index| if index == last { 1.0 } else { 0.0 }, &gain)?;
        let of_last = multipliers.iter().find(|(index, _)| *index == last);
        let ratio = of_last.map_or_else(Ratio::zero, |(_, multiplier)| multiplier.clone());
        self.bounds.push((other.to_vec(), ratio.clone(), multipliers));
        Some(ratio)
    }

    /// The bounds that no other makes needless: one that is no larger, of a package that is no worse for the party.
    fn shown(mut self) -> Shown {
        let all = std::mem::take(&mut self.bounds);
        let mut kept: Vec<(Package, Ratio<BigInt>, Multipliers)> = Vec::new();
        for (package, ratio, multipliers) in all {
            let covers = |(of, other, _): &(Package, Ratio<BigInt>, Multipliers)| {
                *other <= ratio && self.is_no_better(&package, of)
            };
            if !kept.iter().any(covers) {
                kept.push((package, ratio, multipliers));
            }
        }
        let bounds = kept.into_iter().map(|(package, _, multipliers)| (package, multipliers)).collect();
        Shown { statements: self.statements, bounds }
    }

    fn is_no_better(&self, package: &[u32], than: &[u32]) -> bool {
        let place = |issue: usize, option: u32| {
            self.orders.options.get(issue)?.as_ref()?.iter().position(|group| group.contains(&option))
        };
        package.iter().zip(than).enumerate().all(|(issue, (one, other))| {
            one == other
                || place(issue, *one).zip(place(issue, *other)).is_some_and(|(one, other)| one >= other)
        })
    }
}
