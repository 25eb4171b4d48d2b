//! What the options of one issue are worth to a party, before that becomes integers.

use crate::Number;
use crate::grid::Grid;

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

    /// The points in units; `None` where `units` has no answer for a number.
    pub fn units(&self, units: impl Fn(&Number) -> Option<i64>) -> Option<Vec<i64>> {
        let Self::Pieces(pieces, open) = self else {
            return self.numbers().into_iter().map(units).collect();
        };
        let mut all = Vec::new();
        for piece in pieces {
            let (first, step) = (units(&piece.first)?, if piece.len > 1 { units(&piece.step)? } else { 0 });
            let at = |place: usize| Some(first + i64::try_from(place).ok()?.checked_mul(step)?);
            for place in 0..piece.len {
                all.push(at(place)?);
            }
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn along_a_grid_the_curve_is_what_it_is_at_each_point(
            first in -5i64..5, step in 1i64..4, len in 1i64..20,
            stated in prop::collection::btree_map(-12i64..70, -9i64..10, 1..5),
            weight in -3i64..4,
        ) {
            let number = |above: i64| Number::ratio(above, 2).unwrap_or_else(Number::zero);
            let range = Range { min: number(first), max: number(first + step * (len - 1)), step: number(step), unit: None };
            let Some(grid) = Grid::of(&range) else { return Err(TestCaseError::fail("a grid")) };
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
