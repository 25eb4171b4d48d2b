//! Prices for two parties: an exact walk along the upper hull of all packages.
//!
//! The hull of a sum of layers is made of the hull edges of the layers, sorted by slope (a Minkowski sum).
//! The edge or corner at which a criterion is best on the hull gives the prices; no float is involved.
//!
//! Indexing: the two parties are 0 and 1, and `N` is at least 2.
//!
//! A criterion that grows with both gains and is concave (in some increasing scale) has its best on the
//! hull's edge, and there the price that supports the hull is the one with the smallest bound: moving along
//! the hull and moving the price are the same thing. So one walk finds it, in whole numbers.

use super::criterion::Criterion;
use super::gains::Gains;
use num_integer::Integer;

/// The efficient hull from the first party's best to the second party's best.
struct Hull {
    start: [i128; 2],
    /// Each edge costs the first party and brings the second party something; best exchange first.
    edges: Vec<[i128; 2]>,
}

/// Prices for two parties at which the criterion's dual bound is smallest, gains counted from `floor`.
pub(crate) fn prices<const N: usize>(
    gains: &Gains<N>,
    criterion: &Criterion<N>,
    floor: &[i64; N],
) -> [i64; N] {
    let hull = Hull::new(gains, floor);
    let best = match criterion {
        Criterion::Product { .. } => hull.product_prices(),
        Criterion::Shares { ideals } => hull.share_prices([ideals[0].into(), ideals[1].into()]),
        Criterion::Sum { weights } => hull.sum_prices([weights[0].into(), weights[1].into()]),
    };
    let mut prices = [0; N];
    prices[..2].copy_from_slice(&shorten(best));
    prices
}

/// Divides by the common divisor and, where still long, rounds to fewer bits: a bound holds for any prices.
fn shorten(prices: [i128; 2]) -> [i64; 2] {
    let divisor = prices[0].gcd(&prices[1]).max(1);
    let [mut a, mut b] = prices.map(|price| price / divisor);
    while a.max(b) >= 1 << 50 {
        [a, b] = [a, b].map(|price| if price > 0 { (price >> 1).max(1) } else { 0 });
    }
    [a, b].map(|price| i64::try_from(price).unwrap_or(i64::MAX))
}

impl Hull {
    fn new<const N: usize>(gains: &Gains<N>, floor: &[i64; N]) -> Self {
        let mut start = [0, 1].map(|p| i128::from(gains.base[p]) - i128::from(floor[p]));
        let mut edges = Vec::new();
        let mut corners: Vec<[i64; 2]> = Vec::new();
        for rows in &gains.layers {
            corners.clear();
            corners.extend(rows.iter().map(|row| [row.gains[0], row.gains[1]]));
            corners.sort_unstable_by(|a, b| b.cmp(a));
            keep_hull(&mut corners);
            if let Some(first) = corners.first() {
                start = [start[0] + i128::from(first[0]), start[1] + i128::from(first[1])];
            }
            edges.extend(corners.windows(2).map(|pair| [0, 1].map(|p| i128::from(pair[1][p] - pair[0][p]))));
        }
        // b1/-b0 against a1/-a0: the larger return per unit given up comes first.
        // Multiplied out instead of divided: slopes compare exactly. Sums of layers have as edges the layers'
        // edges, since each layer can move on by itself.
        edges.sort_unstable_by(|a, b| (b[1] * -a[0]).cmp(&(a[1] * -b[0])).then(b.cmp(a)));
        Self { start, edges }
    }

    /// Product: where the tangent x0*x1 = const touches the hull.
    fn product_prices(&self) -> [i128; 2] {
        let mut at = self.start;
        let mut prices = [1, 1];
        for edge in &self.edges {
            let end = add(at, *edge);
            // The derivative of the product along the edge.
            let slope = |point: [i128; 2]| edge[0] * point[1] + edge[1] * point[0];
            // The product falls along this edge, and rose along the one before: the corner is the best. Where
            // the second party has nothing yet products say nothing, and the walk goes on.
            if at[1] > 0 && slope(at) <= 0 {
                break;
            }
            prices = [edge[1], -edge[0]];
            // The best lies inside this edge, or the first party has nothing left beyond it: the edge's
            // normal is the price.
            if end[0] <= 0 || end[1] > 0 && slope(end) < 0 {
                return prices;
            }
            at = end;
        }
        // At a corner the tangent of equal products: each price is the other party's gain.
        if at[0] > 0 && at[1] > 0 { [at[1], at[0]] } else { prices }
    }

    /// Shares: where the ray of equal shares leaves the hull.
    fn share_prices(&self, ideals: [i128; 2]) -> [i128; 2] {
        let first_has_more = |point: [i128; 2]| (point[0] * ideals[1]).cmp(&(point[1] * ideals[0])).is_gt();
        let mut at = self.start;
        // Even at its own best the first party has the smaller share: only its price counts.
        if !first_has_more(at) {
            return [1, 0];
        }
        for edge in &self.edges {
            at = add(at, *edge);
            if !first_has_more(at) {
                // The ray of equal shares leaves the hull through this edge, whose normal bounds every
                // package by the same share.
                return [edge[1], -edge[0]];
            }
        }
        [0, 1]
    }

    /// Sum: where the slope passes the weights, pushed back to where nobody is below its floor.
    fn sum_prices(&self, weights: [i128; 2]) -> [i128; 2] {
        let mut at = self.start;
        let mut reached = None;
        for edge in &self.edges {
            let end = add(at, *edge);
            // As long as an edge brings more of the weighted sum the walk goes on, but not past the first
            // party's floor; and where edges bring nothing more, it still goes on to the second party's.
            let gains = edge[0] * weights[0] + edge[1] * weights[1] > 0;
            if !gains && at[1] >= 0 {
                break;
            }
            if gains && end[0] < 0 || !gains && end[1] >= 0 {
                reached = Some([edge[1], -edge[0]]);
                break;
            }
            at = end;
        }
        match reached {
            // A multiple of the weights plus a price for the floor.
            Some(prices) => prices,
            None => weights,
        }
    }
}

fn add(a: [i128; 2], b: [i128; 2]) -> [i128; 2] {
    [a[0] + b[0], a[1] + b[1]]
}

/// Keeps the corners of the upper right hull of points sorted descending.
fn keep_hull(points: &mut Vec<[i64; 2]>) {
    let mut hull: Vec<[i64; 2]> = Vec::with_capacity(points.len());
    for point in points.iter() {
        if hull.last().is_some_and(|last| point[1] <= last[1]) {
            continue;
        }
        while let [.., a, b] = hull.as_slice() {
            let turn = i128::from(b[0] - a[0]) * i128::from(point[1] - b[1])
                - i128::from(b[1] - a[1]) * i128::from(point[0] - b[0]);
            // A turn to the left, seen from the best of the first party, bulges outwards.
            if turn > 0 {
                break;
            }
            hull.pop();
        }
        hull.push(*point);
    }
    *points = hull;
}
