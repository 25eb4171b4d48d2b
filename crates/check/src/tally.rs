//! Counting packages: nothing is dropped because something else is better, equal sums are counted together.

use crate::better::Better;
use crate::certificate::{Basis, Case, Claim, Node};
use crate::claim::{Ground, solution};
use crate::proof::read_prices;
use crate::replay::{Asked, KEPT_MAX, TOO_MUCH, layers};
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
    // What the components still to come bring at least; with it, what is beyond need is all the same.
    let mut least_after = vec![vec![0; floor.len()]];
    for layer in layers.iter().skip(1).rev() {
        let mut least = least_after.last().cloned().unwrap_or_default();
        for (party, least) in least.iter_mut().enumerate() {
            *least += layer.choices.iter().filter_map(|(_, choice)| choice.get(party)).min().unwrap_or(&0);
        }
        least_after.push(least);
    }
    least_after.reverse();
    let mut tally = Tally::from([(part.constant.clone(), BigUint::from(1u32))]);
    for (layer, least_after) in layers.iter().zip(&least_after) {
        let enough: Vec<i64> =
            floor.iter().zip(least_after).map(|(floor, least)| floor.saturating_sub(*least)).collect();
        tally = longer(ground, &tally, &layer.choices, |sums| {
            let mut reach = sums.iter().zip(&layer.each_after).zip(&floor);
            let reach = reach.all(|((sum, after), floor)| sum + after >= *floor);
            sums.iter_mut().zip(&enough).for_each(|(sum, enough)| *sum = (*sum).min(*enough));
            reach
        })?;
    }
    Ok(tally.into_values().sum())
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

/// Adds every choice to every partial sum; `keep` says whether the result is counted, and may change what it is counted as.
fn longer(
    ground: &Ground<'_>,
    tally: &Tally,
    choices: &[(i128, Vec<i64>)],
    keep: impl Fn(&mut [i64]) -> bool,
) -> Checked<Tally> {
    let (mut longer, mut steps) = (Tally::new(), 0);
    let mut sums = Vec::new();
    for (start, count) in tally {
        steps += choices.len();
        while steps >= STEPS {
            ground.watch.look()?;
            steps -= STEPS;
        }
        for (_, choice) in choices {
            sums.clear();
            sums.extend(start.iter().zip(choice).map(|(a, b)| a + b));
            if !keep(&mut sums) {
                continue;
            }
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
    let asked = Asked::of(&wanted, &corners, &prices);
    let layers = layers(ground, &part, &prices, |choices| Some(choices.collect()))?;
    let mut tally = Tally::from([(part.constant.clone(), BigUint::from(1u32))]);
    for layer in &layers {
        tally = longer(ground, &tally, &layer.choices, |sums| {
            let value = crate::better::priced(&prices, sums) + layer.value_after;
            let mut reach = sums.iter().zip(&layer.each_after).zip(&asked.least);
            value >= asked.threshold && reach.all(|((sum, after), least)| sum + after >= *least)
        })?;
    }
    let above = |vector: &[i64]| corners.iter().any(|corner| at_least(vector, corner));
    let tied = tally.into_iter().filter(|(sums, _)| {
        let vector = problem.clipped(sums);
        above(&vector) && better.equals(&vector)
    });
    Ok(tied.map(|(_, count)| count).sum())
}
