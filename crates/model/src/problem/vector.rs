//! Utility vectors: a number of units for each party, in the problem's order; 0 where a party has no utility.

use super::{Problem, Utility};

impl Problem {
    /// The utilities of a package.
    pub fn utilities(&self, package: &[u32]) -> Vec<i64> {
        self.each(|utility| utility.of(package))
    }

    /// Everybody's reservation value; `None` where a party has none.
    pub fn reservations(&self) -> Option<Vec<i64>> {
        (0..self.parties.len()).map(|party| self.reservation(party)).collect()
    }

    /// What every package brings.
    pub fn constant(&self) -> Vec<i64> {
        self.each(|utility| utility.constant)
    }

    /// What an option brings by itself.
    pub fn points(&self, issue: usize, option: usize) -> Vec<i64> {
        self.each(|utility| utility.points(issue, option))
    }

    /// Sums of points as utilities: at most the cap of a party that has one.
    pub fn clipped(&self, sums: &[i64]) -> Vec<i64> {
        let caps = self.parties.iter().map(|party| party.utility.as_ref().and_then(|utility| utility.cap));
        sums.iter().zip(caps).map(|(sum, cap)| cap.map_or(*sum, |cap| cap.min(*sum))).collect()
    }

    fn each(&self, units: impl Fn(&Utility) -> i64) -> Vec<i64> {
        self.parties.iter().map(|party| party.utility.as_ref().map_or(0, &units)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_package_is_worth_its_points_up_to_the_cap() {
        let problem = sample::problem();
        assert_eq!(problem.utilities(&[1, 1]), [9, 5]);
        assert_eq!(problem.clipped(&[13, 14]), [9, 14]);
        assert_eq!((problem.constant(), problem.points(1, 1)), (vec![1, 1], vec![5, 0]));
        assert_eq!(problem.reservations(), Some(vec![3, 3]));
    }
}
