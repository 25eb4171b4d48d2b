//! How everybody compares a second choice with a first, as numbers that add up over groups.
//!
//! What a party might think of a second package beside a first follows from sums over issues: differences of points where it
//! gave points; where it gave an order, the balance of steps for each tier of importance, and whether there is a step that
//! leads up, that cannot be as large as its bound, that leads anywhere at all. Here each is a coordinate, larger being better
//! for the second package, so that of two partial packages one that has no coordinate larger can be forgotten: with
//! whatever comes after, the other does at least as well.

use super::terrain::{Choice, Group};
use crate::ordinal::order::{Order, View};

/// What is asked of a second package beside a first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// That numbers exist by which it is better for somebody and worse for nobody.
    Might,
    /// That by all numbers it is.
    Surely,
}

/// Differences, one coordinate after the other for each party.
pub(crate) type Beside = Vec<i64>;

/// How to compare.
pub(crate) struct Comparison<'a> {
    asked: Asked,
    sides: Vec<Side<'a>>,
}

enum Side<'a> {
    Points(usize),
    Order(&'a Order),
}

impl Side<'_> {
    /// How many coordinates it has, the first of them signs: that something is so, or not.
    fn width(&self, asked: Asked) -> (usize, usize) {
        match (self, asked) {
            (Side::Points(_), _) => (1, 0),
            (Side::Order(order), Asked::Might) => (3 + order.importance_tiers, 3),
            (Side::Order(order), Asked::Surely) => (1 + order.importance_tiers, 1),
        }
    }
}

impl<'a> Comparison<'a> {
    /// Among these parties, by their places.
    pub fn new(asked: Asked, views: &'a [View], parties: &[usize]) -> Self {
        let side = |party: &usize| {
            Some(match views.get(*party)? {
                View::Points(_) => Side::Points(*party),
                View::Order(order) => Side::Order(order),
            })
        };
        Self { asked, sides: parties.iter().filter_map(side).collect() }
    }

    /// A choice beside itself.
    pub fn same(&self) -> Beside {
        let each = self.sides.iter().flat_map(|side| match (side, self.asked) {
            (Side::Points(_), _) => vec![0],
            (Side::Order(order), Asked::Might) => {
                [0, 1, 1].into_iter().chain(std::iter::repeat_n(0, order.importance_tiers)).collect()
            }
            (Side::Order(order), Asked::Surely) => vec![0; 1 + order.importance_tiers],
        });
        each.collect()
    }

    /// `second` beside `first`; `None` where nothing that is agreed elsewhere could make up for it.
    pub fn of(&self, group: &Group, first: &Choice, second: &Choice) -> Option<Beside> {
        let mut beside = Vec::new();
        let steps = |from: &Choice, to: &Choice, order: &Order| {
            let each = group.issues.iter().zip(&from.options).zip(&to.options);
            order.steps(each.map(|((issue, from), to)| (*issue, *from, *to)))
        };
        for side in &self.sides {
            match (side, self.asked) {
                (Side::Points(party), _) => {
                    let units = |choice: &Choice| choice.units.get(*party).copied().unwrap_or(0);
                    beside.push(units(second) - units(first));
                }
                (Side::Order(order), Asked::Might) => {
                    let steps = steps(first, second, order);
                    beside.extend([
                        i64::from(steps.free_up),
                        i64::from(steps.attained),
                        i64::from(steps.level),
                    ]);
                    beside.extend(steps.sums());
                }
                (Side::Order(order), Asked::Surely) => {
                    let back = steps(second, first, order);
                    if back.free_up {
                        return None;
                    }
                    beside.push(i64::from(!back.attained));
                    beside.extend(back.sums().into_iter().map(|sum| -sum));
                }
            }
        }
        Some(beside)
    }

    /// Both differences together.
    pub fn sum(&self, one: &[i64], other: &[i64]) -> Beside {
        let mut sum: Beside = one.iter().zip(other).map(|(one, other)| one.saturating_add(*other)).collect();
        let entry = |of: &[i64], place: usize| of.get(place).copied().unwrap_or(0);
        let mut at = 0;
        for side in &self.sides {
            let (width, signs) = side.width(self.asked);
            for sign in at..at + signs {
                // Of all steps together: some lead up; all reach their bound; all are level. And some fall short.
                let all = self.asked == Asked::Might && sign > at;
                let (one, other) = (entry(one, sign), entry(other, sign));
                let joint = if all { one.min(other) } else { one.max(other) };
                sum.get_mut(sign).into_iter().for_each(|entry| *entry = joint);
            }
            at += width;
        }
        sum
    }

    /// Whether, with nothing else different, it does what is asked.
    pub fn holds(&self, beside: &[i64]) -> bool {
        let (mut rest, mut better) = (beside, false);
        for side in &self.sides {
            let (width, _) = side.width(self.asked);
            let Some((own, others)) = rest.split_at_checked(width) else { return false };
            rest = others;
            let (as_good, is_better) = match (side, self.asked, own) {
                (Side::Points(_), _, [units, ..]) => (*units >= 0, *units > 0),
                (Side::Order(_), Asked::Might, [free_up, attained, level, sums @ ..]) => {
                    let is_better = *free_up == 1 || sums.iter().any(|sum| *sum > 0);
                    let even = *level == 1 || *attained == 1 && sums.iter().all(|sum| *sum >= 0);
                    (is_better || even, is_better)
                }
                (Side::Order(_), Asked::Surely, [short, sums @ ..]) => {
                    (sums.iter().all(|sum| *sum >= 0), *short == 1 || sums.iter().any(|sum| *sum > 0))
                }
                _ => return false,
            };
            if !as_good {
                return false;
            }
            better |= is_better;
        }
        better
    }

    /// Whether the difference can still come to something, where each coordinate grows by no more than this.
    pub fn may_hold(&self, beside: &[i64], growth: &[i64]) -> bool {
        let mut at = 0;
        self.sides.iter().all(|side| {
            let place = at;
            at += side.width(self.asked).0;
            let most = |of: &[i64]| of.get(place).copied().unwrap_or(0);
            matches!(side, Side::Order(_)) || most(beside).saturating_add(most(growth)) >= 0
        })
    }

    /// Of these the ones that no other equals or exceeds in every coordinate, the first of equals.
    pub fn foremost<T>(mut all: Vec<(Beside, T)>) -> Vec<(Beside, T)> {
        all.sort_by(|(one, _), (other, _)| other.cmp(one));
        let mut kept: Vec<(Beside, T)> = Vec::new();
        for (beside, of) in all {
            let covered = |(other, _): &(Beside, T)| other.iter().zip(&beside).all(|(a, b)| a >= b);
            if !kept.iter().any(covered) {
                kept.push((beside, of));
            }
        }
        kept
    }
}
