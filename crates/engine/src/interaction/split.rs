//! An upper bound on priced utility: every box's weight is divided among its issues.
//!
//! For prices λ, a box that brings `c = λ·w >= 0` gives each of its issues a share of `c`, paid on
//! every option inside: a package in the box collects all shares, others collect at least nothing.
//! A box that costs, or is forbidden, has one charge μ (at most its cost; any for a forbidden one):
//! every package is charged μ, and each option outside returns it. So
//! `λ·u <= base + Σ issues max options θ`, for any shares and charges; the best ones give the value
//! of the linear relaxation. They are improved box by box, each in closed form (block-coordinate
//! descent: Globerson & Jaakkola, NIPS 2007; Cooper et al., AIJ 2010).
//!
//! Indices come from one [`Instance`]; see there for why they are in range.
//!
//! Why it bounds. Take a package and add up what the bound counts for it. A bonus pays its shares on the
//! sides that the package meets: all of `c` if it is inside, and otherwise some of it, never less than the
//! nothing that it brings. A penalty takes μ once and returns it on every side that the package is outside:
//! inside that costs at most what the penalty does, outside it is at least made good. A prohibition is a
//! penalty without a limit, since a package inside is no package. So each package counts for at least what it
//! is worth, and the sum of the best options is at least the count of any package. Nothing here needs the
//! shares to be good; they only have to sum to the whole and stay above zero.
//!
//! Priced sums are scaled into 64-bit words and every rounding goes up: of the values of options, of boxes
//! and of what is asked. Rounding a threshold up is right because scaled bounds are integers: a bound below
//! the rounded-up threshold is below the exact one.

use super::instance::{Instance, Marks, bits};

/// Below every sum that occurs: no option is there.
const NOTHING: i64 = i64::MIN / 4;
/// A charge that is as large as needed: no option outside.
const ENDLESS: i64 = i64::MAX / 4;
/// Scaled sums stay below this, so that shares, charges and their sums fit.
const SCALED_BITS: u32 = 44;
/// Prices stay below this: priced utilities then fit `i128`.
pub(super) const PRICE_MAX: i64 = 1 << 55;

/// What a box does under given prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bonus,
    Penalty,
    Forbidden,
}

/// Prices for parties, and everything priced by them.
///
/// Priced values are scaled by a power of two and rounded up, so that they fit machine words:
/// an upper bound stays one. Where they fit without rounding, nothing is lost.
pub(super) struct Direction {
    pub prices: Vec<i64>,
    /// Scaled = exact · 2^shift, rounded up.
    shift: i32,
    /// Each slot's scaled price.
    slots: Vec<i64>,
    /// Each box's scaled price; 0 for forbidden ones.
    pub weights: Vec<i64>,
    pub kinds: Vec<Kind>,
    base: i64,
    charge_max: i64,
    /// The scaled prices of single parties: slots x parties, boxes x parties, parties.
    pub party_slots: Vec<i64>,
    pub party_points: Vec<i64>,
    pub party_base: Vec<i64>,
}

impl Direction {
    /// Prices must be in `0..PRICE_MAX`, one for each party.
    pub fn new(instance: &Instance, prices: &[i64]) -> Self {
        Self::at_finest(instance, prices, 12)
    }

    /// As [`Direction::new`], in whole priced units where they fit: for proofs.
    pub fn in_units(instance: &Instance, prices: &[i64]) -> Self {
        Self::at_finest(instance, prices, 0)
    }

    fn at_finest(instance: &Instance, prices: &[i64], finest: i32) -> Self {
        let priced = |row: &[i64]| -> i128 {
            row.iter().zip(prices).map(|(units, price)| i128::from(*units) * i128::from(*price)).sum()
        };
        let rows = |table: &[i64]| -> Vec<i128> {
            table.chunks_exact(instance.parties.max(1)).map(priced).collect()
        };
        let (slots, weights) = (rows(&instance.values), rows(&instance.points));
        let base = priced(&instance.constant);
        // The size of one term times the number of terms bounds every sum that can occur, whatever is chosen.
        // With 44 bits for that there is room in a word for charges and for the sums of charges.
        let largest =
            slots.iter().chain(&weights).chain([&base]).map(|v| v.unsigned_abs()).max().unwrap_or(0);
        let terms = (instance.issues() + weights.len() + 1) as u128;
        let size = 128 - largest.saturating_mul(terms).leading_zeros();
        // Finer than whole units where there is room: shares then divide better.
        let shift = (SCALED_BITS as i32 - size as i32).min(finest);
        let scaled = |exact: i128| scale(exact, shift);
        let weights: Vec<i64> = weights.into_iter().map(scaled).collect();
        let single = |table: &[i64]| -> Vec<i64> {
            let priced = table.iter().zip(prices.iter().cycle());
            priced.map(|(units, price)| scaled(i128::from(*units) * i128::from(*price))).collect()
        };
        let kinds =
            weights.iter().zip(&instance.forbidden).map(|(weight, forbidden)| match (forbidden, *weight) {
                (true, _) => Kind::Forbidden,
                // By the scaled weight, so that shares are never negative. A tiny penalty may round to a
                // bonus of 0: the bound is a little higher for it, and still a bound.
                (false, 0..) => Kind::Bonus,
                (false, _) => Kind::Penalty,
            });
        Self {
            kinds: kinds.collect(),
            prices: prices.to_vec(),
            shift,
            slots: slots.into_iter().map(scaled).collect(),
            weights,
            base: scaled(base),
            party_slots: single(&instance.values),
            party_points: single(&instance.points),
            party_base: single(&instance.constant),
            // A prohibition's charge has no natural limit. This one keeps the returns of all sides together
            // inside a word.
            charge_max: (1 << 58) / (instance.side_issue.len() as i64 + 1),
        }
    }

    /// The least scaled bound that does not rule out a priced utility of `exact`.
    pub fn needed(&self, exact: i128) -> i64 {
        scale(exact, self.shift)
    }

    /// The largest priced utility that a scaled bound allows.
    pub fn allowed(&self, scaled: i64) -> i128 {
        let scaled = i128::from(scaled);
        // The largest whole number whose scaled value is not above it: a shift to the right rounds down, also
        // below zero.
        if self.shift >= 0 { scaled >> self.shift } else { scaled << -self.shift }
    }

    /// Whether scaled values are rounded.
    pub fn is_coarse(&self) -> bool {
        self.shift < 0
    }

    /// A scaled amount in whole priced units; only for directions [in units](Self::in_units).
    pub fn in_full(&self, scaled: i64) -> u64 {
        let coarser = (-self.shift).clamp(0, 62);
        scaled.max(0).unsigned_abs().saturating_mul(1 << coarser)
    }

    /// A scaled amount in priced units, as a float.
    pub fn unscaled(&self, scaled: i64) -> f64 {
        scaled as f64 * 2f64.powi(-self.shift)
    }
}

/// `exact · 2^shift`, rounded up, kept within ±2^61; `shift` from -127 to 60.
fn scale(exact: i128, shift: i32) -> i64 {
    let limit = 1i128 << 61;
    let scaled = if shift >= 0 {
        exact.clamp(-limit, limit) << shift.min(60)
    } else {
        // A shift alone rounds down. What it drops is seen when it is shifted back, which no number is too large for.
        let places = shift.unsigned_abs().min(127);
        let down = exact >> places;
        down + i128::from(down << places != exact)
    };
    scaled.clamp(-limit, limit) as i64
}

/// A subproblem: the options that are left, and the division of every box.
#[derive(Clone, Default)]
pub(super) struct Node {
    /// Live options of every issue, in the instance's words.
    pub live: Vec<u64>,
    /// Scaled price of every slot with what boxes add to it.
    pub theta: Vec<i64>,
    /// For every side the box's share there; bonuses only.
    pub shares: Vec<i64>,
    /// For every box its charge; penalties and forbidden boxes only.
    pub charges: Vec<i64>,
    /// Whether the box is still undecided.
    pub alive: Vec<bool>,
    /// What every package of the subproblem brings.
    pub base: i64,
}

impl Node {
    /// Everything open; each bonus is divided evenly, or as in `before` (with its direction).
    pub fn root(instance: &Instance, to: &Direction, before: Option<(&Direction, &Self)>) -> Self {
        let mut node = Self::undivided(instance, to);
        for held in (0..instance.boxes()).filter(|held| to.kinds[*held] == Kind::Bonus) {
            let even = to.weights[held] / (instance.sides(held).len() as i64).max(1);
            let weight = to.weights[held] as f64;
            node.assign(instance, to, held, |side| match before {
                Some((from, old)) if from.kinds[held] == Kind::Bonus && from.weights[held] > 0 => {
                    // In the proportions of the old division: prices change the weight of a box, but hardly
                    // where it is contested. Starting evenly after every change of prices would throw away
                    // what the sweeps had won.
                    (weight * (old.shares[side] as f64 / from.weights[held] as f64)) as i64
                }
                _ => even,
            });
        }
        node
    }

    /// Divides an undivided bonus as proposed; the first side carries what is missing.
    pub fn assign(
        &mut self,
        instance: &Instance,
        to: &Direction,
        held: usize,
        propose: impl Fn(usize) -> i64,
    ) {
        let sides = instance.sides(held);
        let mut rest = to.weights[held];
        for side in sides.clone() {
            // Clamped to what is left, then the first side carries the rest: whatever is proposed, the shares
            // sum to the weight. That is all that makes the division valid.
            self.shares[side] = propose(side).clamp(0, rest);
            rest -= self.shares[side];
        }
        self.shares[sides.start] += rest;
        for side in sides {
            self.pay(instance, side, self.shares[side], Inside::Yes);
        }
    }

    /// Charges an uncharged penalty or forbidden box, up to its cost.
    pub fn assign_charge(&mut self, instance: &Instance, to: &Direction, held: usize, propose: i64) {
        let most = if to.kinds[held] == Kind::Forbidden { to.charge_max } else { -to.weights[held] };
        let charge = propose.clamp(0, most);
        self.charges[held] = charge;
        self.base -= charge;
        for side in instance.sides(held) {
            self.pay(instance, side, charge, Inside::No);
        }
    }

    /// Nothing divided yet: for [`Node::assign`] and [`Node::assign_charge`].
    pub fn undivided(instance: &Instance, to: &Direction) -> Self {
        Self {
            live: instance.full.clone(),
            theta: to.slots.clone(),
            shares: vec![0; instance.side_issue.len()],
            charges: vec![0; instance.boxes()],
            alive: vec![true; instance.boxes()],
            base: to.base,
        }
    }

    pub fn copy_from(&mut self, other: &Self) {
        self.live.clone_from(&other.live);
        self.theta.clone_from(&other.theta);
        self.shares.clone_from(&other.shares);
        self.charges.clone_from(&other.charges);
        self.alive.clone_from(&other.alive);
        self.base = other.base;
    }

    /// The words of the issue's live options.
    #[inline]
    pub fn open<'a>(&'a self, instance: &Instance, issue: usize) -> &'a [u64] {
        &self.live[instance.word_start[issue]..instance.word_start[issue + 1]]
    }

    /// How many options the issue has left.
    #[inline]
    pub fn open_count(&self, instance: &Instance, issue: usize) -> u32 {
        self.open(instance, issue).iter().map(|word| word.count_ones()).sum()
    }

    /// Live options of an issue, as numbers within it.
    #[inline]
    pub fn options<'a>(&'a self, instance: &Instance, issue: usize) -> impl Iterator<Item = usize> + 'a {
        self.open(instance, issue)
            .iter()
            .enumerate()
            .flat_map(|(index, word)| bits(*word).map(move |b| index * 64 + b))
    }

    /// Whether the side allows no live option; whether it allows all.
    #[inline]
    pub fn meets(&self, instance: &Instance, side: usize) -> (bool, bool) {
        let live = self.open(instance, instance.side_issue[side]);
        let (mut none, mut all) = (true, true);
        for (live, side) in live.iter().zip(instance.side(side)) {
            none &= live & side == 0;
            all &= live & !side == 0;
        }
        (none, all)
    }

    /// The upper bound on scaled priced utility.
    pub fn bound(&self, instance: &Instance) -> i64 {
        self.base + (0..instance.issues()).map(|issue| self.best(instance, issue).1).sum::<i64>()
    }

    /// The issue's best live option and its θ.
    #[inline]
    pub fn best(&self, instance: &Instance, issue: usize) -> (usize, i64) {
        let theta = &self.theta[instance.slot_start[issue]..];
        let mut best = (0, NOTHING);
        for option in self.options(instance, issue) {
            if theta[option] > best.1 {
                best = (option, theta[option]);
            }
        }
        best
    }

    /// The best θ among live options inside and outside the side.
    #[inline]
    pub fn peaks(&self, instance: &Instance, side: usize) -> (i64, i64) {
        let issue = instance.side_issue[side];
        let theta = &self.theta[instance.slot_start[issue]..];
        let (mut inside, mut outside) = (NOTHING, NOTHING);
        for (index, (live, allowed)) in self.open(instance, issue).iter().zip(instance.side(side)).enumerate()
        {
            for bit in bits(live & allowed) {
                inside = inside.max(theta[index * 64 + bit]);
            }
            for bit in bits(live & !allowed) {
                outside = outside.max(theta[index * 64 + bit]);
            }
        }
        (inside, outside)
    }

    /// Adds an amount to the side's live options inside, or outside.
    #[inline]
    fn pay(&mut self, instance: &Instance, side: usize, amount: i64, inside: Inside) {
        if amount == 0 {
            return;
        }
        let issue = instance.side_issue[side];
        let theta = &mut self.theta[instance.slot_start[issue]..];
        // Only live options are kept in step: options never come back in a node, so what θ says of the others
        // is never read.
        let live = &self.live[instance.word_start[issue]..instance.word_start[issue + 1]];
        for (index, (live, allowed)) in live.iter().zip(instance.side(side)).enumerate() {
            let set = if inside == Inside::Yes { live & allowed } else { live & !allowed };
            for bit in bits(set) {
                theta[index * 64 + bit] += amount;
            }
        }
    }

    /// Takes a box out of the bound, giving back what was divided.
    pub fn release(&mut self, instance: &Instance, to: &Direction, held: usize, touched: &mut Marks) {
        self.alive[held] = false;
        for side in instance.sides(held) {
            touched.set(instance.side_issue[side]);
            if to.kinds[held] == Kind::Bonus {
                // The shares are cleared as they are given back. Charges cannot be cleared here: the next
                // side needs the same one.
                self.pay(instance, side, -self.shares[side], Inside::Yes);
                self.shares[side] = 0;
            } else {
                self.pay(instance, side, -self.charges[held], Inside::No);
            }
        }
        // What every package was charged is given back as well; whoever settles a penalty as met adds its
        // cost afterwards.
        self.base += std::mem::take(&mut self.charges[held]);
    }

    /// Leaves the options inside the box; true when others went. Their issues are added to `touched`.
    pub fn enter(&mut self, instance: &Instance, held: usize, touched: &mut Marks) -> bool {
        let mut narrowed = false;
        for side in instance.sides(held) {
            if self.meets(instance, side).1 {
                continue;
            }
            let issue = instance.side_issue[side];
            let words = instance.word_start[issue]..instance.word_start[issue + 1];
            for (live, allowed) in self.live[words].iter_mut().zip(instance.side(side)) {
                *live &= allowed;
            }
            touched.set(issue);
            narrowed = true;
        }
        narrowed
    }

    /// One pass over the live boxes that touch a dirty issue; returns the issues whose θ moved by
    /// more than `tolerance`.
    pub fn sweep(
        &mut self,
        instance: &Instance,
        to: &Direction,
        backwards: bool,
        mut dirty: Marks,
        tolerance: i64,
    ) -> Marks {
        let mut moved = Marks::none(instance.issues());
        let boxes = instance.boxes();
        for step in 0..boxes {
            let held = if backwards { boxes - 1 - step } else { step };
            let touches = |side: usize| dirty.has(instance.side_issue[side]);
            // Where no θ has moved, the closed form would give the same division again.
            if !self.alive[held] || !instance.sides(held).any(touches) {
                continue;
            }
            let change = match to.kinds[held] {
                Kind::Bonus => self.divide(instance, to.weights[held], held),
                Kind::Penalty => self.charge(instance, -to.weights[held], held),
                Kind::Forbidden => self.charge(instance, to.charge_max, held),
            };
            // Marked dirty for the rest of this pass too: boxes further on should see the new θ at once, as
            // block descent does.
            if change > tolerance {
                for side in instance.sides(held) {
                    moved.set(instance.side_issue[side]);
                    dirty.set(instance.side_issue[side]);
                }
            }
        }
        moved
    }

    /// Divides a bonus anew: what an issue can take without raising its maximum is free.
    fn divide(&mut self, instance: &Instance, weight: i64, held: usize) -> i64 {
        let sides = instance.sides(held);
        let count = sides.len() as i64;
        // Boxes with more sides are rare; the usual ones cost no allocation in the innermost loop.
        let mut free = [0i64; 16];
        let mut spill: Vec<i64> = Vec::new();
        let free: &mut [i64] = if sides.len() <= free.len() {
            &mut free[..sides.len()]
        } else {
            spill.resize(sides.len(), 0);
            &mut spill
        };
        let mut total = 0i64;
        for (room, side) in free.iter_mut().zip(sides.clone()) {
            let (inside, outside) = self.peaks(instance, side);
            // With every live option inside, each share raises the maximum by its whole amount: no room at
            // all.
            *room = if outside == NOTHING {
                0
            } else {
                (outside - (inside - self.shares[side])).clamp(0, weight)
            };
            total += *room;
        }
        let mut rest = weight;
        // Room for everything: no issue's maximum rises, the box costs the bound nothing. In proportion to
        // the rooms, so that each side keeps some for the boxes that come after.
        if total >= weight {
            let part = weight as f64 / total.max(1) as f64;
            for room in free.iter_mut() {
                // Rounded up, so that the last sides get what is left: nothing goes beyond the rooms.
                let share = ((*room as f64 * part) as i64 + 1).min(*room).min(rest);
                rest -= share;
                *room = share;
            }
        } else {
            // Not enough room: what is left over raises the bound by the same amount wherever it goes.
            // Evenly, so that the next sweep is not stuck on one side.
            let extra = (weight - total) / count.max(1);
            for room in free.iter_mut() {
                *room += extra;
                rest -= *room;
            }
        }
        // What rounding left over: any side may carry it.
        if let Some(first) = free.first_mut() {
            *first += rest;
        }
        let mut change = 0;
        for (share, side) in free.iter().zip(sides) {
            let by = share - self.shares[side];
            self.pay(instance, side, by, Inside::Yes);
            self.shares[side] = *share;
            change = change.max(by.abs());
        }
        change
    }

    /// Sets a charge anew: the bound is flat between the two smallest break points.
    fn charge(&mut self, instance: &Instance, most: i64, held: usize) -> i64 {
        let now = self.charges[held];
        let (mut first, mut second) = (ENDLESS, ENDLESS);
        for side in instance.sides(held) {
            let (inside, outside) = self.peaks(instance, side);
            // Up to this charge the best option of the issue stays inside, and the return is not felt there.
            // Beyond it the maximum rises with the charge. `outside - now` is what the options outside are
            // worth without the present charge.
            let at = if outside == NOTHING { ENDLESS } else { inside - (outside - now) };
            if at < first {
                (first, second) = (at, first);
            } else if at < second {
                second = at;
            }
        }
        // Nothing outside on any side: every package is in the box. That is settled by propagation, not by a
        // charge.
        if first == ENDLESS {
            return 0;
        }
        let low = first.clamp(0, most);
        // One more unit of charge lowers the base by one. Below the first break point no maximum rises, so
        // the bound falls; up to the second exactly one rises, so it stays; after that it grows.
        let high = if second == ENDLESS { low } else { second.clamp(0, most) };
        // The middle of the flat part leaves some room on both issues, which other boxes may use.
        let new = low + (high - low) / 2;
        let by = new - now;
        if by != 0 {
            self.charges[held] = new;
            self.base -= by;
            for side in instance.sides(held) {
                self.pay(instance, side, by, Inside::No);
            }
        }
        by.abs()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::scale;
    use num_bigint::BigInt;
    use num_integer::Integer;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_scaled_is_rounded_up_and_kept_within_bounds(
            exact in prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX), -1000i128..1000],
            shift in -127i32..61,
        ) {
            let power = BigInt::from(2).pow(shift.unsigned_abs());
            let exact_scaled = if shift >= 0 {
                BigInt::from(exact) * power
            } else {
                Integer::div_ceil(&BigInt::from(exact), &power)
            };
            let limit = BigInt::from(1i64 << 61);
            prop_assert_eq!(BigInt::from(scale(exact, shift)), exact_scaled.clamp(-limit.clone(), limit));
        }
    }
}
