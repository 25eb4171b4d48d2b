//! Counting packages: nothing is dropped because something else is better, equal sums are counted together.

use crate::better::{Better, priced};
use crate::certificate::{Basis, Case, Claim, Node};
use crate::claim::{Ground, solution};
use crate::proof::read_prices;
use crate::replay::{Asked, KEPT_MAX, Layer, TOO_MUCH, layers};
use crate::watch::Watch;
use crate::{Checked, ensure};
use mediant_model::efficiency::at_least;
use mediant_model::problem::Utility;
use mediant_model::{Package, Problem};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Under an agreement rule by which a party can be outvoted so many packages are counted one by one.
const PACKAGES_MAX: u32 = 1_000_000;

/// So many sums are made between two looks at the time.
const STEPS: usize = 1_000;

/// Sums of utilities before caps, and how many partial packages have each.
type Tally = BTreeMap<Vec<i64>, BigUint>;

/// How many packages the basis has.
pub(crate) fn count(ground: &Ground<'_>, basis: Basis) -> Checked<BigUint> {
    let problem = ground.problem;
    let every = problem.has_all_utilities() || basis == Basis::All;
    ensure(every, "packages that everybody accepts can be counted only where everybody stated points")?;
    if basis == Basis::Rule && !problem.is_unanimous() {
        return one_by_one(ground);
    }
    let bound = |fact: &usize| {
        basis != Basis::All || problem.facts.get(*fact).is_some_and(|fact| fact.party.is_none())
    };
    let facts: Vec<usize> = (0..problem.facts.len()).filter(bound).collect();
    if basis != Basis::All {
        ground.reservations()?;
    }
    let floor = problem.floor(&facts);
    if problem.clipped(&floor) != floor {
        return Ok(BigUint::ZERO); // somebody asks for more than its cap
    }
    if nothing_is_excluded(problem, &facts, &floor) {
        return Ok(problem.package_count());
    }
    // No utility is below this, so it asks for nothing, and sums with it stay within 64 bits.
    let floor: Vec<i64> = floor.into_iter().map(|floor| floor.max(-(1 << 61))).collect();
    let combinations = problem.combinations(&facts);
    let part = problem.part(problem.all_options(), &combinations);
    if part.lacks_options() {
        return Ok(BigUint::ZERO);
    }
    let prices = vec![0; floor.len()];
    let layers = layers(ground, &part, &prices, |choices| Some(choices.collect()))?;
    let least_after = least_after(&layers, floor.len());
    let asked = Asked { prices, threshold: i128::MIN, least: floor };
    let counts = |_: &[i64]| true;
    Counting { watch: ground.watch, layers: &layers, asked: &asked, least_after: &least_after, counts }
        .count(&part.constant)
}

/// What the layers after each one bring every party at least; with it, what is beyond need is all the same.
fn least_after(layers: &[Layer], parties: usize) -> Vec<Vec<i64>> {
    let mut least_after = vec![vec![0; parties]];
    for layer in layers.iter().skip(1).rev() {
        let mut least = least_after.last().cloned().unwrap_or_default();
        for (party, least) in least.iter_mut().enumerate() {
            *least += layer.choices.iter().filter_map(|(_, choice)| choice.get(party)).min().unwrap_or(&0);
        }
        least_after.push(least);
    }
    least_after.reverse();
    least_after
}

/// Whether no package breaks any of the facts, seen without going through: each of a party's packages is worth at least
/// its worst option of every issue and all penalties together.
fn nothing_is_excluded(problem: &Problem, facts: &[usize], floor: &[i64]) -> bool {
    let least = |utility: &Utility| {
        let worst =
            utility.values.iter().filter_map(|values| values.iter().min()).map(|least| i128::from(*least));
        let penalties = utility.interactions.iter().map(|one| i128::from(one.points.min(0)));
        let least = i128::from(utility.constant) + worst.sum::<i128>() + penalties.sum::<i128>();
        utility.cap.map_or(least, |cap| least.min(cap.into()))
    };
    let worth = problem.parties.iter().zip(floor).all(|(party, floor)| {
        *floor == i64::MIN
            || party.utility.as_ref().is_some_and(|utility| least(utility) >= i128::from(*floor))
    });
    let silent = |fact: &usize| problem.facts.get(*fact).is_some_and(|fact| fact.forbids.is_empty());
    worth && facts.iter().all(silent)
}

/// What is counted: packages, each a choice of every layer.
pub(crate) struct Counting<'a, C> {
    pub(crate) watch: Watch<'a>,
    pub(crate) layers: &'a [Layer],
    /// What a package has to reach. By these prices the choices of each layer fall.
    pub(crate) asked: &'a Asked,
    /// What the layers after each one bring every party at least; empty where each package has to be looked at.
    pub(crate) least_after: &'a [Vec<i64>],
    /// Whether a package with these sums, which reach what is asked, counts.
    pub(crate) counts: C,
}

impl<C: Fn(&[i64]) -> bool> Counting<'_, C> {
    /// How many packages count, after a constant.
    fn count(&self, constant: &[i64]) -> Checked<BigUint> {
        match self.walked(constant)? {
            Some(count) => Ok(count),
            None => self.tallied(constant),
        }
    }

    /// The same by partial sums, layer by layer.
    fn tallied(&self, constant: &[i64]) -> Checked<BigUint> {
        let mut tally = Tally::from([(constant.to_vec(), BigUint::from(1u32))]);
        for (place, layer) in self.layers.iter().enumerate() {
            let least_after = self.least_after.get(place).into_iter().flatten();
            let enough: Vec<i64> = least_after
                .zip(&self.asked.least)
                .map(|(after, least)| least.saturating_sub(*after))
                .collect();
            tally = self.longer(&tally, layer, &enough)?;
        }
        Ok(tally.into_iter().filter(|(sums, _)| (self.counts)(sums)).map(|(_, count)| count).sum())
    }

    /// Adds every choice to every partial sum and keeps what still reaches what is asked. Of a sum that is enough whatever
    /// comes after, no more is remembered than that.
    fn longer(&self, tally: &Tally, layer: &Layer, enough: &[i64]) -> Checked<Tally> {
        let (mut longer, mut steps) = (Tally::new(), 0);
        let mut sums = Vec::new();
        for (start, count) in tally {
            steps += layer.choices.len();
            while steps >= STEPS {
                self.watch.look()?;
                steps -= STEPS;
            }
            let value = priced(&self.asked.prices, start);
            for (worth, choice) in &layer.choices {
                if value + worth + layer.value_after < self.asked.threshold {
                    break; // the choices that follow are worth no more
                }
                sums.clear();
                sums.extend(start.iter().zip(choice).map(|(a, b)| a + b));
                let mut reach = sums.iter().zip(&layer.each_after).zip(&self.asked.least);
                if !reach.all(|((sum, after), least)| sum + after >= *least) {
                    continue;
                }
                sums.iter_mut().zip(enough).for_each(|(sum, enough)| *sum = (*sum).min(*enough));
                // Most sums are there already: a place of their own is made for new ones alone.
                match longer.get_mut(sums.as_slice()) {
                    Some(kept) => *kept += count,
                    None => {
                        longer.insert(sums.clone(), count.clone());
                    }
                }
            }
            ensure(longer.len() <= KEPT_MAX, TOO_MUCH)?;
        }
        Ok(longer)
    }
}

/// How many packages the agreement rule passes, looking at each.
fn one_by_one(ground: &Ground<'_>) -> Checked<BigUint> {
    let problem = ground.problem;
    ensure(
        problem.package_count() <= PACKAGES_MAX.into(),
        "there are too many packages to count one by one",
    )?;
    ground.reservations()?;
    let mut package: Package = vec![0; problem.issues.len()];
    let mut count = 0u32;
    loop {
        if count.is_multiple_of(1_000) {
            ground.watch.look()?;
        }
        count += u32::from(problem.passes_rule(&package));
        // The next package, as an odometer counts.
        let mut turned = false;
        for (option, issue) in package.iter_mut().zip(&problem.issues) {
            *option += 1;
            turned = (*option as usize) < issue.options.len();
            if turned {
                break;
            }
            *option = 0;
        }
        if !turned {
            return Ok(count.into());
        }
    }
}

/// How many packages do as well as the one of a solution that is proven by going through.
pub(crate) fn ties(ground: &Ground<'_>, claim: &Claim) -> Checked<BigUint> {
    let Claim::Solution { rule, basis, point, ideals, cases, .. } = claim else {
        return Err("only solutions tie".into());
    };
    ties_with(ground, *basis, cases, &solution(ground, *rule, *basis, point, ideals)?)
}

/// How many packages of the basis do as well as claimed, where nothing is `better`.
pub(crate) fn ties_with(
    ground: &Ground<'_>,
    basis: Basis,
    cases: &[Case],
    better: &Better,
) -> Checked<BigUint> {
    let problem = ground.problem;
    let (Some(wanted), [case]) = (better.or_equal(), cases) else {
        return Err(
            "ties are counted only for what is proven by a single case, and not where nobody gains".into()
        );
    };
    let [Node::Layers { prices }] = case.proof.as_slice() else {
        return Err("ties are counted only for what is proven by going through".into());
    };
    let whole = |fact: &mediant_model::problem::Fact| match basis {
        Basis::All => fact.party.is_none(),
        Basis::Unanimous => true,
        Basis::Rule => problem.is_unanimous(),
    };
    ensure(
        basis != Basis::Rule || problem.is_unanimous(),
        "ties are not counted where a party can be outvoted",
    )?;
    let facts: Vec<usize> =
        problem.facts.iter().enumerate().filter(|(_, fact)| whole(fact)).map(|(index, _)| index).collect();
    let prices = read_prices(problem, prices)?;
    let mut corners = wanted.corners(&problem.floor(&facts), false);
    corners.retain(|corner| problem.clipped(corner) == *corner);
    let combinations = problem.combinations(&facts);
    let part = problem.part(problem.all_options(), &combinations);
    if part.lacks_options() {
        return Ok(BigUint::ZERO);
    }
    let asked = Asked::new(&wanted, &corners, &prices);
    let layers = layers(ground, &part, &prices, |choices| Some(choices.collect()))?;
    let above = |vector: &[i64]| corners.iter().any(|corner| at_least(vector, corner));
    let is_tied = |sums: &[i64]| {
        let vector = problem.clipped(sums);
        above(&vector) && better.equals(&vector)
    };
    Counting { watch: ground.watch, layers: &layers, asked: &asked, least_after: &[], counts: is_tied }
        .count(&part.constant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Choices in the order that [`layers`] gives them.
    fn in_order(all: Vec<Vec<Vec<i64>>>, prices: &[i128]) -> Vec<Layer> {
        let mut after = (0, vec![0; prices.len()]);
        let mut made = Vec::new();
        for choices in all.into_iter().rev() {
            let mut choices: Vec<(i128, Vec<i64>)> =
                choices.into_iter().map(|choice| (priced(prices, &choice), choice)).collect();
            choices.sort_by(|a, b| b.cmp(a));
            let most = |party: usize| choices.iter().map(|(_, choice)| choice[party]).max().unwrap();
            let each = (0..prices.len()).map(|party| after.1[party] + most(party)).collect();
            let before = (after.0 + choices[0].0, each);
            let (value_after, each_after) = std::mem::replace(&mut after, before);
            made.push(Layer { choices, value_after, each_after });
        }
        made.reverse();
        made
    }

    proptest! {
        /// One after the other and by partial sums, with and without a least that is certain, against all packages.
        #[test]
        fn both_ways_count_the_same(
            all in (1usize..4).prop_flat_map(|parties| {
                let choice = prop::collection::vec(-3i64..4, parties);
                prop::collection::vec(prop::collection::vec(choice, 1..5), 1..5)
            }),
            (price, threshold, least) in (0i128..4, -9i128..9, -6i64..6),
            odd in any::<bool>(),
        ) {
            let parties = all[0][0].len();
            let prices: Vec<i128> = (0..parties).map(|party| price + party as i128 % 2).collect();
            let mut packages = vec![vec![1; parties]];
            for choices in &all {
                let longer = packages.iter().flat_map(|sums| choices.iter().map(|choice| crate::replay::sum(sums, choice)));
                packages = longer.collect();
            }
            let counts = |sums: &[i64]| !odd || sums.iter().sum::<i64>() % 2 != 0;
            let asked = Asked { prices: prices.clone(), threshold, least: vec![least; parties] };
            let reached = packages.iter().filter(|sums| {
                priced(&prices, sums) >= threshold && sums.iter().all(|sum| *sum >= least) && counts(sums)
            });
            let expected = BigUint::from(reached.count());
            let layers = in_order(all, &prices);
            let counting = Counting { watch: Watch(&|| false), layers: &layers, asked: &asked, least_after: &[], counts };
            prop_assert_eq!(counting.walked(&vec![1; parties]).unwrap(), Some(expected.clone()));
            prop_assert_eq!(&counting.tallied(&vec![1; parties]).unwrap(), &expected);
            // Where sums alone are asked for, branches may be counted as a whole.
            let asked = Asked { threshold: i128::MIN, ..asked };
            let reached = packages.iter().filter(|sums| sums.iter().all(|sum| *sum >= least));
            let expected = BigUint::from(reached.count());
            let least_after = least_after(&layers, parties);
            let counts = |_: &[i64]| true;
            let counting =
                Counting { watch: Watch(&|| false), layers: &layers, asked: &asked, least_after: &least_after, counts };
            prop_assert_eq!(counting.walked(&vec![1; parties]).unwrap(), Some(expected.clone()));
            prop_assert_eq!(&counting.tallied(&vec![1; parties]).unwrap(), &expected);
        }
    }
}
