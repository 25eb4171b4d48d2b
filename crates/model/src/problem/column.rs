//! What the options of one issue are worth to a party, before that becomes integers.

use super::decimals::{shortened, ten_to_the_minus};
use crate::Number;
use crate::grid::Grid;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// The points of an issue's options, in their order.
pub(super) enum Column {
    /// One after the other.
    Listed(Vec<Number>),
    /// Along the grid of a range in straight pieces; then, where the issue may be left open, the points of that.
    Pieces(Vec<Piece>, Option<Number>),
}

/// Points that rise or fall evenly from one option to the next.
#[derive(Clone)]
pub(super) struct Piece {
    /// How many options, at least one.
    pub len: usize,
    /// The points of the first.
    pub first: Number,
    /// How much more each next one brings.
    pub step: Number,
}

impl Piece {
    fn last(&self) -> Number {
        let steps = i64::try_from(self.len.saturating_sub(1)).unwrap_or(i64::MAX);
        &self.first + &(&Number::from(steps) * &self.step)
    }

    /// The least common denominator of its points.
    fn denominator(&self) -> BigInt {
        let (_, first) = self.first.parts();
        if self.len > 1 { first.lcm(self.step.parts().1) } else { first.clone() }
    }

    /// Its points in units, each rounded half away from zero; `None` where one that is not zero would become so, or one
    /// is too large.
    ///
    /// The point at a place is (a + place x b) / c of units: whole numbers, which a million points take no time with.
    fn units(&self, unit: &Number) -> Option<Vec<i64>> {
        let (first, step) = (self.first.checked_div(unit)?, self.step.checked_div(unit)?);
        let step = if self.len > 1 { step } else { Number::zero() };
        let below = first.parts().1.lcm(step.parts().1);
        let above = |number: &Number| number.parts().0 * (&below / number.parts().1);
        let (first, step) = (above(&first), above(&step));
        let narrow = (first.to_i128(), step.to_i128(), (&below * 2u32).to_i128());
        let round = |above: &BigInt| -> Option<i64> {
            // Half up of the size: (2 size + below) / (2 below).
            let size = ((above.abs() * 2u32 + &below) / (&below * 2u32)).to_i64()?;
            (size != 0 || above.is_zero()).then(|| if above.is_negative() { -size } else { size })
        };
        let furthest = (&first + &step * self.len).abs().max(first.abs());
        let (Some(first), Some(step), Some(twice), Some(_)) =
            (narrow.0, narrow.1, narrow.2, (furthest * 4u32 + &below).to_i128())
        else {
            let (mut at, mut all) = (first, Vec::with_capacity(self.len));
            for _ in 0..self.len {
                all.push(round(&at)?);
                at += &step;
            }
            return Some(all);
        };
        // Of an even progression the first and the last are the largest by size: no sum in between is too large.
        let round = |above: i128| -> Option<i64> {
            let size = i64::try_from((above.abs() * 2 + twice / 2) / twice).ok()?;
            (size != 0 || above == 0).then_some(if above < 0 { -size } else { size })
        };
        (0..self.len).map(|place| round(first + i128::try_from(place).ok()? * step)).collect()
    }

    /// By how much rounding to units moves a point at the most.
    fn off(&self, unit: &Number) -> Number {
        let is_whole = |number: &Number| number.checked_div(unit).is_some_and(|units| units.is_integer());
        let exact = is_whole(&self.first) && (self.len < 2 || is_whole(&self.step));
        let half = || unit.checked_div(&Number::from(2)).unwrap_or_else(|| unit.clone());
        if exact { Number::zero() } else { half() }
    }
}

impl Column {
    /// The same points for so many options.
    pub fn level(points: Number, options: usize) -> Self {
        match options {
            0 => Self::Listed(Vec::new()),
            _ => Self::Pieces(vec![Piece { len: options, first: points, step: Number::zero() }], None),
        }
    }

    /// The grid's points through a curve of (value, points), ascending and level beyond both ends, times the weight. `open`:
    /// whether the issue may be left open, and what that is stated to be worth; the worst option where it is not.
    pub fn along(
        grid: &Grid,
        curve: &[(Number, Number)],
        weight: &Number,
        open: Option<Option<Number>>,
    ) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut from = 0;
        let level = |len, points: Option<&(Number, Number)>| {
            let points = points.map_or_else(Number::zero, |(_, points)| weight * points);
            Piece { len, first: points, step: Number::zero() }
        };
        // Up to the first value of the curve, then from one to the next, then level again.
        if let Some((value, _)) = curve.first() {
            let upto = grid.between(None, Some(value)).end;
            if upto > 0 {
                pieces.push(level(upto, curve.first()));
                from = upto;
            }
        }
        for pair in curve.windows(2) {
            let [(start, low), (end, high)] = pair else { continue };
            let upto = grid.between(None, Some(end)).end;
            let slope = (high - low).checked_div(&(end - start));
            let first = grid.at(from);
            if let (true, Some(slope), Some(first)) = (upto > from, slope, first) {
                let at_first = low + &(&slope * &(&first - start));
                let step = &slope * grid.line().1;
                pieces.push(Piece { len: upto - from, first: weight * &at_first, step: weight * &step });
                from = upto;
            }
        }
        if from < grid.len() {
            pieces.push(level(grid.len() - from, curve.last()));
        }
        let worst = || pieces.iter().flat_map(|piece| [piece.first.clone(), piece.last()]).min();
        let open = open.map(|stated| stated.or_else(worst).unwrap_or_else(Number::zero));
        Self::Pieces(pieces, open)
    }

    /// Numbers of which all points are sums of whole multiples.
    pub fn numbers(&self) -> Vec<&Number> {
        match self {
            Self::Listed(points) => points.iter().collect(),
            Self::Pieces(pieces, open) => {
                let steps = pieces.iter().filter(|piece| piece.len > 1).map(|piece| &piece.step);
                pieces.iter().map(|piece| &piece.first).chain(steps).chain(open).collect()
            }
        }
    }

    /// Numbers of which all points are sums of whole multiples, once those with more decimals than so many are cut.
    pub fn shortened(&self, kept: u32) -> Vec<Number> {
        let Self::Pieces(pieces, open) = self else {
            return self.numbers().into_iter().map(|number| shortened(number, kept)).collect();
        };
        let limit = BigInt::from(10u32).pow(kept);
        let of_piece = |piece: &Piece| match piece.denominator() > limit {
            true => vec![ten_to_the_minus(kept)],
            false if piece.len > 1 => vec![piece.first.clone(), piece.step.clone()],
            false => vec![piece.first.clone()],
        };
        let open = open.iter().map(|number| shortened(number, kept));
        pieces.iter().flat_map(of_piece).chain(open).collect()
    }

    /// By how much rounding moves a point at the most: `of` a number that stands alone, and to whole `unit`s along a range.
    pub fn off(&self, of: impl Fn(&Number) -> Number, unit: &Number) -> Option<Number> {
        match self {
            Self::Listed(points) => points.iter().map(of).max(),
            Self::Pieces(pieces, open) => {
                pieces.iter().map(|piece| piece.off(unit)).chain(open.iter().map(of)).max()
            }
        }
    }

    /// The points among which the least and the largest are.
    pub fn ends(&self) -> Vec<Number> {
        match self {
            Self::Listed(points) => points.clone(),
            Self::Pieces(pieces, open) => pieces
                .iter()
                .flat_map(|piece| [piece.first.clone(), piece.last()])
                .chain(open.clone())
                .collect(),
        }
    }

    /// The same, one after the other.
    #[cfg(test)]
    pub fn listed(&self) -> Self {
        let Self::Pieces(pieces, open) = self else { return Self::Listed(self.ends()) };
        let mut all = Vec::new();
        for piece in pieces {
            let mut points = piece.first.clone();
            for _ in 0..piece.len {
                all.push(points.clone());
                points = &points + &piece.step;
            }
        }
        all.extend(open.clone());
        Self::Listed(all)
    }

    /// The points in units; `None` where `units` has no answer for a number that stands alone, or one along a range is too
    /// large or would vanish.
    pub fn units(&self, units: impl Fn(&Number) -> Option<i64>, unit: &Number) -> Option<Vec<i64>> {
        let Self::Pieces(pieces, open) = self else {
            return self.numbers().into_iter().map(units).collect();
        };
        let mut all = Vec::new();
        for piece in pieces {
            all.extend(piece.units(unit)?);
        }
        if let Some(open) = open {
            all.push(units(open)?);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::IssueValues;
    use crate::issue::Range;
    use num_traits::One;
    use proptest::prelude::*;

    proptest! {
        /// By arithmetic, each point is what rounding it alone gives.
        #[test]
        fn along_a_piece_every_point_is_rounded_by_itself(
            first in (-1_000_000i64..1_000_000, 1i64..100_000), step in (-1000i64..1000, 1i64..100_000),
            unit in prop::sample::select(vec![(1i64, 1i64), (1, 7), (1, 1_000), (1, 1_000_000_000_000), (3, 1)]),
            len in 1usize..50,
        ) {
            let ratio = |(above, below): (i64, i64)| Number::ratio(above, below).unwrap_or_else(Number::zero);
            let (first, step, unit) = (ratio(first), ratio(step), ratio(unit));
            let piece = Piece { len, first: first.clone(), step: step.clone() };
            let mut expected: Option<Vec<i64>> = Some(Vec::new());
            for place in 0..len as i64 {
                let point = &first + &(&Number::from(place) * &step);
                let units = point.checked_div(&unit).and_then(|units| units.scaled(&BigInt::one()).to_i64());
                let units = units.filter(|units| *units != 0 || point.is_zero());
                if let Some(units) = units {
                    let moved = &point - &(&Number::from(units) * &unit);
                    prop_assert!(moved <= piece.off(&unit) && &Number::zero() - &moved <= piece.off(&unit));
                }
                expected = expected.zip(units).map(|(mut all, units)| { all.push(units); all });
            }
            prop_assert_eq!(piece.units(&unit), expected);
        }

        #[test]
        fn along_a_grid_the_curve_is_what_it_is_at_each_point(
            first in -5i64..5, step in 1i64..4, len in 1i64..20,
            stated in prop::collection::btree_map(-12i64..70, -9i64..10, 1..5),
            weight in -3i64..4,
        ) {
            let number = |above: i64| Number::ratio(above, 2).unwrap_or_else(Number::zero);
            let range = Range { min: number(first), max: number(first + step * (len - 1)), step: number(step), unit: None };
            let Some(grid) = Grid::from_range(&range) else { return Err(TestCaseError::fail("a grid")) };
            let curve: Vec<(Number, Number)> =
                stated.into_iter().map(|(value, points)| (number(value), Number::from(points))).collect();
            let weight = Number::from(weight);
            let column = Column::along(&grid, &curve, &weight, Some(None));
            let curve = IssueValues::Curve(curve);
            let at = |place| Some(&weight * &curve.at(&grid.at(place)?)?);
            let mut expected: Vec<Number> = (0..grid.len()).filter_map(at).collect();
            expected.extend(expected.iter().min().cloned());
            let Column::Listed(listed) = column.listed() else { return Err(TestCaseError::fail("a list")) };
            prop_assert_eq!(&listed, &expected);
            prop_assert_eq!(column.ends().into_iter().min(), expected.iter().min().cloned());
            prop_assert_eq!(column.ends().into_iter().max(), expected.iter().max().cloned());
        }
    }
}
