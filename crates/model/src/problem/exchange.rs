//! When one option may stand in for another at nobody's cost.

use super::{Combination, Problem};
use crate::OptionSet;

impl Problem {
    /// Whether in every package of a box that has the option `from` on the issue, taking `to` instead costs no
    /// party anything and leads into no forbidden combination.
    ///
    /// A box is a set of options for each issue. What holds of packages also holds of them after caps, which only
    /// cut off the top. Sufficient, not necessary: every combination is taken for itself, at its worst
    /// (dead-end elimination, Desmet et al., Nature 356, 1992). Cost: the combinations x their sides.
    pub fn may_exchange(
        &self,
        options: &[OptionSet],
        combinations: &[Combination],
        issue: usize,
        (from, to): (usize, usize),
    ) -> bool {
        let (before, after) = (self.points(issue, from), self.points(issue, to));
        let mut least: Vec<i64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
        let is_free = |least: &[i64]| least.iter().all(|units| *units >= 0);
        let in_box = |issue: usize, side: &OptionSet| {
            options.get(issue).is_some_and(|options| !options.is_disjoint(side))
        };
        from != to
            && options.get(issue).is_some_and(|left| left.contains(to))
            // What is taken away only grows: the sign can be tested at every step.
            && is_free(&least)
            && combinations.iter().all(|combination| {
                let Some(side) = combination.region.side(issue) else { return true };
                let (left, entered) = (side.contains(from), side.contains(to));
                if left == entered || !combination.region.sides().all(|(issue, side)| in_box(issue, side)) {
                    return true;
                }
                let each = least.iter_mut().zip(&combination.points);
                each.for_each(|(least, points)| *least += if entered { *points.min(&0) } else { -*points.max(&0) });
                !(entered && combination.forbidden) && is_free(&least)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// An exchange that is allowed costs nobody anything, package by package.
    #[test]
    fn an_exchange_costs_nobody_anything() {
        let both = sample::problem();
        let mut alone = both.clone();
        alone.parties.truncate(1);
        let mut allowed = 0;
        let facts = [&[][..], &[0], &[1], &[2], &[0, 1, 2, 3]];
        for (problem, facts) in [&both, &alone].into_iter().flat_map(|p| facts.map(|facts| (p, facts))) {
            let combinations = problem.combinations(facts);
            let respected = |package: &[u32]| {
                !combinations.iter().any(|held| held.forbidden && held.region.contains(package))
            };
            for bits in 0..32usize {
                let land = OptionSet::from_options(3, (0..3).filter(|option| bits >> option & 1 == 1));
                let water = OptionSet::from_options(2, (0..2).filter(|option| bits >> 3 >> option & 1 == 1));
                let options = vec![land.clone(), water.clone()];
                for (from, to) in (0..3).flat_map(|from| (0..3).map(move |to| (from, to))) {
                    if !problem.may_exchange(&options, &combinations, 0, (from, to)) {
                        continue;
                    }
                    allowed += 1;
                    for other in water.iter() {
                        let [before, after] = [from, to].map(|option| [option as u32, other as u32]);
                        assert!(land.contains(to) && (!respected(&before) || respected(&after)));
                        let pair = problem.utilities(&before).into_iter().zip(problem.utilities(&after));
                        assert!(pair.into_iter().all(|(before, after)| before <= after));
                    }
                }
            }
        }
        assert!(allowed > 0);
    }
}
