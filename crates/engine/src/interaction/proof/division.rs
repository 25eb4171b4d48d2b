//! Bounds of a proof: how combinations are divided, and what that leaves possible.
//!
//! Indices come from one [`Instance`].
//!
//! A division that was good for a box is a good start for a part of it: options went, so some shares now lie
//! on issues where nothing is contested, and a few passes move them.

use crate::interaction::instance::{Instance, Marks};
use crate::interaction::split::{Direction, Kind, Node as Division};
use std::collections::BTreeMap;

/// Passes over the combinations for a bound without a predecessor, and with one.
const SWEEPS: (u32, u32) = (40, 10);

/// A division in priced units: by combination and issue the share, by combination the charge.
#[derive(Clone, Default)]
pub(super) struct Divided {
    pub inside: BTreeMap<(usize, usize), i64>,
    pub outside: BTreeMap<usize, i64>,
}

/// An upper bound over a box.
pub(super) struct Evaluated {
    /// Which of the writer's prices.
    pub key: usize,
    pub direction: Direction,
    pub division: Division,
    pub bound: i128,
}

/// A box as a landscape.
pub(super) struct Part {
    pub instance: Instance,
    /// For each box of the instance its combination.
    pub of: Vec<usize>,
}

pub(super) fn evaluated(part: &Part, key: usize, prices: &[i64], known: Option<&Divided>) -> Evaluated {
    let instance = &part.instance;
    let direction = Direction::in_units(instance, prices);
    let mut division = match known {
        None => Division::root(instance, &direction, None),
        Some(known) => restored(part, &direction, known),
    };
    let sweeps = if known.is_some() { SWEEPS.1 } else { SWEEPS.0 };
    let mut bound = division.bound(instance);
    for pass in 0..sweeps {
        let all = Marks::all(instance.issues());
        division.sweep(instance, &direction, pass % 2 == 1, all, 0);
        let lower = division.bound(instance);
        if lower == bound && pass > 2 {
            break;
        }
        bound = lower;
    }
    // In priced units, as the checker will sum it up.
    let bound = direction.allowed(division.bound(instance));
    Evaluated { key, direction, division, bound }
}

/// The division of a box around this one, as far as it still applies.
fn restored(part: &Part, direction: &Direction, known: &Divided) -> Division {
    let instance = &part.instance;
    let mut division = Division::undivided(instance, direction);
    for (held, of) in part.of.iter().enumerate() {
        if direction.kinds[held] == Kind::Bonus {
            division.assign(instance, direction, held, |side| {
                let (issue, _) = instance.names(instance.side_issue[side], 0);
                // Back from priced units to the direction's own. Rounding does not matter: `assign` lets the
                // first side carry the rest.
                direction.needed(known.inside.get(&(*of, issue)).copied().unwrap_or(0).into())
            });
        } else {
            let charge = known.outside.get(of).copied().unwrap_or(0);
            division.assign_charge(instance, direction, held, direction.needed(charge.into()));
        }
    }
    division
}

pub(super) fn divided(part: &Part, bound: &Evaluated) -> Divided {
    let (instance, direction) = (&part.instance, &bound.direction);
    let mut divided = Divided::default();
    for (held, of) in part.of.iter().enumerate() {
        if direction.kinds[held] == Kind::Bonus {
            for side in instance.sides(held) {
                let (issue, _) = instance.names(instance.side_issue[side], 0);
                let share = direction.in_full(bound.division.shares[side]);
                divided.inside.insert((*of, issue), share.min(1 << 61) as i64);
            }
        } else {
            let charge = direction.in_full(bound.division.charges[held]);
            divided.outside.insert(*of, charge.min(1 << 61) as i64);
        }
    }
    divided
}
