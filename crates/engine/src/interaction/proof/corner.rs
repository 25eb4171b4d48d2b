//! What anything better than claimed reaches at least, as the checker sees it.
//!
//! Indices run over one instance's parties.
//!
//! Caps make the difference to the search's own corners. A capped utility is not a sum over issues, so the
//! checker cannot bound it by dividing boxes. It can use two facts: a worth is at most the raw utility, and
//! at most the cap. Weighing both bounds more than either alone where a party of the best package stands near
//! its cap.

use super::beyond::Beyond;
use crate::Control;
use crate::interaction::fair::aim;
use crate::interaction::instance::Instance;
use crate::interaction::objective::{Objective, priced, propose_level};
use crate::interaction::pair_frontier::normal;
use crate::interaction::search::{Effort, Search};
use mediant_model::Problem;
use mediant_model::efficiency::least_beyond;
use mediant_model::problem::FactKind;
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// A least vector that anything better reaches, and the prices to rule it out with.
pub(super) struct Corner {
    pub least: Vec<Option<i64>>,
    /// What utilities count with before caps.
    pub prices: Vec<i64>,
    /// What caps count with besides: a utility is at most its cap.
    pub capped: Vec<i64>,
    /// What a bound at these prices adds for caps.
    at_cap: i128,
    /// What anything better is worth at both prices together at least, beyond the corner itself.
    needed: Option<i128>,
}

impl Corner {
    fn plain(least: Vec<Option<i64>>, prices: Vec<i64>, needed: Option<i128>) -> Self {
        Self { capped: vec![0; prices.len()], least, prices, at_cap: 0, needed }
    }

    /// What utilities after caps count with.
    pub fn total_prices(&self) -> Vec<i64> {
        self.prices.iter().zip(&self.capped).map(|(price, capped)| price + capped).collect()
    }

    /// Whether nothing above the corner has a sum of at most `bound` at these prices, before caps.
    pub fn is_above(&self, prices: &[i64], bound: i128) -> bool {
        // The sum asked for weighs raw utilities and caps together, so what the caps bring is added to the
        // bound before the two are compared.
        if self.prices == prices && self.capped.iter().any(|weight| *weight > 0) {
            return self.needed.is_some_and(|needed| needed > bound + self.at_cap);
        }
        let terms = self.least.iter().zip(prices).filter(|(_, price)| **price > 0);
        let least: Option<i128> =
            terms.map(|(least, price)| Some(i128::from((*least)?) * i128::from(*price))).sum();
        // `None` is below everything: where a party with a price has no least utility, the vector says
        // nothing.
        least.max(self.needed.filter(|_| self.prices == prices)).is_some_and(|least| least > bound)
    }

    /// Turns a corner between two points to the prices that part it best from what the bound allows.
    pub fn aim(&mut self, instance: &Instance, control: &dyn Control) {
        // Its prices were made for the rule that asks for the sum; others would lose that.
        if self.needed.is_some() {
            return;
        }
        // A party of which nothing is asked has no price.
        let asked: Vec<bool> = self.least.iter().map(Option::is_some).collect();
        let least: Vec<i64> =
            self.least.iter().enumerate().map(|(p, least)| least.unwrap_or(instance.range(p).0)).collect();
        let ideals = (0..least.len()).map(|p| match asked[p] {
            true => (instance.range(p).1.min(instance.caps[p]) - least[p]).max(1),
            false => 0,
        });
        let mut search = Search::new(instance, Effort::default(), control);
        let rule = Objective::Shares(ideals.collect());
        self.prices = aim(&mut search, &rule, &least);
        self.prices.iter_mut().zip(asked).filter(|(_, asked)| !asked).for_each(|(price, _)| *price = 0);
    }
}

/// The least utilities that the reservations among the facts ask for.
pub(super) fn floor(problem: &Problem, facts: &[usize]) -> Vec<Option<i64>> {
    let mut floor = vec![None; problem.parties.len()];
    for fact in facts.iter().filter_map(|fact| problem.facts.get(*fact)) {
        if let (FactKind::Reservation, Some(party)) = (fact.kind, fact.party)
            && problem.parties.get(party).is_some_and(|party| party.utility.is_some())
            && let Some(entry) = floor.get_mut(party)
        {
            *entry = problem.reservation(party);
        }
    }
    floor
}

/// What anything beyond the claim reaches, as the checker sees it, with prices to rule it out.
pub(super) fn corners(
    instance: &Instance,
    beyond: &Beyond,
    floor: &[Option<i64>],
    control: &dyn Control,
) -> Vec<Corner> {
    let raised = |least: Vec<Option<i64>>| -> Vec<Option<i64>> {
        least.into_iter().zip(floor).map(|(least, floor)| least.max(*floor)).collect()
    };
    let aimed = |rule: &Objective, from: &[i64]| {
        let mut search = Search::new(instance, Effort::default(), control);
        aim(&mut search, rule, from)
    };
    let single = |least: Vec<Option<i64>>, prices: Vec<i64>, needed: Option<i128>| {
        vec![Corner::plain(raised(least), prices, needed)]
    };
    match beyond {
        Beyond::Nothing => {
            let from: Vec<i64> =
                (0..instance.parties).map(|p| floor[p].unwrap_or(instance.range(p).0)).collect();
            let ideals = (0..instance.parties).map(|p| match floor[p] {
                Some(floor) => (instance.range(p).1 - floor).max(1),
                None => 0,
            });
            let prices = aimed(&Objective::Shares(ideals.collect()), &from);
            let prices =
                prices.iter().zip(floor).map(|(price, floor)| if floor.is_some() { *price } else { 0 });
            single(vec![None; instance.parties], prices.collect(), None)
        }
        Beyond::Nash { from, best } => {
            let prices = aimed(&Objective::Nash, from);
            let capped = levelled(instance, from, best, &prices);
            let total: Vec<i64> = prices.iter().zip(&capped).map(|(price, capped)| price + capped).collect();
            let needed = least_sum(&total, from, best);
            let least = raised(from.iter().map(|from| Some(from + 1)).collect());
            vec![Corner { least, prices, at_cap: at_caps(instance, &capped), capped, needed }]
        }
        Beyond::Shares { from, ideals, best } => {
            let prices = aimed(&Objective::Shares(ideals.clone()), from);
            single(least_shares(from, ideals, best), prices, None)
        }
        Beyond::Sum { prices, value } => {
            single(vec![None; instance.parties], prices.clone(), Some(value.saturating_add(1)))
        }
        Beyond::Points(points) if instance.parties == 2 => staircase(instance, points, &raised),
        Beyond::Points(points) => {
            let points: BTreeSet<Vec<i64>> = points.iter().cloned().collect();
            let prices = evenly(instance);
            let stated = |units: i64| (units > i64::MIN).then_some(units);
            let least = least_beyond(&points, instance.parties).into_iter();
            let least = least.map(|corner| raised(corner.into_iter().map(stated).collect()));
            least.map(|least| Corner::plain(least, prices.clone(), None)).collect()
        }
    }
}

/// Gains whose product is larger have at least this priced sum (arithmetic and geometric means).
fn least_sum(prices: &[i64], from: &[i64], best: &[i64]) -> Option<i128> {
    let n = u32::try_from(prices.len()).ok()?;
    let gains = best.iter().zip(from).map(|(best, from)| BigUint::from((best - from).max(0).unsigned_abs()));
    let product: BigUint = gains.product();
    let all: BigUint = prices.iter().map(|price| BigUint::from(price.unsigned_abs())).product();
    let power = BigUint::from(n).pow(n) * all * (product + 1u32);
    // Rounded up: the sum is whole, and its power has to reach this number.
    let root = power.nth_root(n);
    let short = root.pow(n) < power;
    Some((root + u32::from(short)).to_i128()? + priced(prices, from))
}

/// What caps count with so that a product of gains within them needs the most.
///
/// A party that would be priced below its cap's gain at the level of the others is raised to that level.
fn levelled(instance: &Instance, from: &[i64], best: &[i64], prices: &[i64]) -> Vec<i64> {
    let gain = |units: i64, from: i64| (units.saturating_sub(from)).max(1);
    let best: Vec<i64> = best.iter().zip(from).map(|(best, from)| gain(*best, *from)).collect();
    let most: Vec<i64> = instance.caps.iter().zip(from).map(|(cap, from)| gain(*cap, *from)).collect();
    let (held, spent) = propose_level(&best, prices, &most);
    let free = held.iter().filter(|held| !**held).count();
    let paid = held.iter().zip(prices.iter().zip(&most)).filter(|(held, _)| **held);
    let paid: f64 = paid.map(|(_, (price, most))| *price as f64 * *most as f64).sum();
    let level = (spent - paid) / free.max(1) as f64;
    let weight = |(held, (price, most)): (&bool, (&i64, &i64))| match held {
        // Raised to the level of the others, the party's cap is what the best division would give it: only
        // then do the means bound the product as tightly as with the party held at its cap.
        true if free > 0 => ((level / *most as f64).ceil().min(1e15) as i64 - price).max(0),
        _ => 0,
    };
    held.iter().zip(prices.iter().zip(&most)).map(weight).collect()
}

fn at_caps(instance: &Instance, capped: &[i64]) -> i128 {
    let counted = instance.caps.iter().zip(capped).filter(|(_, weight)| **weight > 0);
    counted.map(|(cap, weight)| i128::from(*cap) * i128::from(*weight)).sum()
}

/// No share of anything better is below the least one claimed.
fn least_shares(from: &[i64], ideals: &[i64], best: &[i64]) -> Vec<Option<i64>> {
    let shares = best.iter().zip(from).zip(ideals).filter(|(_, ideal)| **ideal > 0);
    let shares = shares.map(|((best, from), ideal)| (i128::from(best - from), i128::from(*ideal)));
    let Some((gain, divisor)) = shares.min_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1))) else {
        return vec![None; from.len()];
    };
    let least = |from: i64, ideal: i64| {
        // Rounded up: a share of at least gain/divisor needs at least so many whole units.
        let own = -(-gain * i128::from(ideal)).div_euclid(divisor);
        i64::try_from(i128::from(from) + own).ok().filter(|_| ideal > 0)
    };
    from.iter().zip(ideals).map(|(from, ideal)| least(*from, *ideal)).collect()
}

/// Prices that make the parties' ranges count alike.
fn evenly(instance: &Instance) -> Vec<i64> {
    let range = |party: usize| {
        let (least, most) = instance.range(party);
        (most.min(instance.caps[party]) - least).max(1) as f64
    };
    let ranges: Vec<f64> = (0..instance.parties).map(range).collect();
    let largest = ranges.iter().copied().fold(1.0, f64::max);
    ranges.iter().map(|range| (largest / range * 4096.0).clamp(1.0, 1e12) as i64).collect()
}

/// Between neighbours of a staircase: one step better than each for one of the two parties.
fn staircase(
    instance: &Instance,
    points: &[Vec<i64>],
    raised: &dyn Fn(Vec<Option<i64>>) -> Vec<Option<i64>>,
) -> Vec<Corner> {
    let mut points: Vec<[i64; 2]> =
        points.iter().filter_map(|point| Some([*point.first()?, *point.get(1)?])).collect();
    points.sort_unstable();
    (0..=points.len())
        .map(|index| {
            let below = index.checked_sub(1).and_then(|index| points.get(index)).copied();
            let above = points.get(index).copied();
            let least = raised(vec![below.map(|point| point[0] + 1), above.map(|point| point[1] + 1)]);
            let prices = match (below, above) {
                (Some(below), Some(above)) => normal(above, below),
                _ => end(instance, &least, below.is_some()),
            };
            // Finer units for the same prices: shares are whole numbers, and with small prices a division
            // rounded to them would be poor.
            let finer = if prices.iter().all(|price| *price < 1 << 40) { 1 << 12 } else { 1 };
            let prices = prices.iter().map(|price| price * finer).collect();
            Corner::plain(least, prices, None)
        })
        .collect()
}

/// Prices for what lies beyond the last point of one party.
fn end(instance: &Instance, least: &[Option<i64>], first: bool) -> [i64; 2] {
    let (party, other) = if first { (0, 1) } else { (1, 0) };
    let (low, high) = instance.range(other);
    let mut prices = [1; 2];
    prices[party] = ((high - low) / instance.steps[party] + 1).min(1 << 40);
    // A party of whom nothing is asked has no least utility: with a price on it the corner would have no sum.
    prices[other] = i64::from(least[other].is_some());
    prices
}
