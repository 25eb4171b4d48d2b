//! Whose acceptance makes a deal.

use super::Problem;
use std::collections::BTreeSet;

/// Beyond this many parties their coalitions are not gone through.
const PARTIES_MAX: usize = 20;

impl Problem {
    /// The coalitions whose acceptance passes a package under the agreement rule, none within another.
    ///
    /// Under unanimity the one of all parties. `None` beyond 20 parties under a quorum. Cost: 2^parties.
    pub fn smallest_coalitions(&self) -> Option<Vec<BTreeSet<usize>>> {
        let everybody = 0..self.parties.len();
        if self.is_unanimous() {
            return Some(vec![everybody.collect()]);
        }
        (everybody.len() <= PARTIES_MAX).then_some(())?;
        let vetoes = self.parties.iter().filter(|party| party.veto).count();
        // A winning coalition of this size has no party to spare: no vote beyond the quorum but vetoes.
        let size = self.quorum.max(vetoes);
        let sized = (0..1u32 << everybody.len()).filter(|bits| bits.count_ones() as usize == size);
        let winning = sized.filter(|bits| self.wins(|party| bits >> party & 1 == 1));
        Some(winning.map(|bits| everybody.clone().filter(|party| bits >> party & 1 == 1).collect()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_coalition_wins_when_a_smallest_one_is_part_of_it() {
        let (mut problem, party) = (sample::problem(), sample::problem().parties.remove(0));
        for case in 0..16u32 * 6 {
            let veto = |index: usize| (case % 16) >> index & 1 == 1;
            problem.parties = (0..4)
                .map(|index| super::super::ProblemParty { veto: veto(index), ..party.clone() })
                .collect();
            problem.quorum = (case / 16) as usize % 5;
            let smallest = problem.smallest_coalitions().unwrap_or_default();
            for bits in 0..16u32 {
                let coalition: BTreeSet<usize> = (0..4).filter(|party| bits >> party & 1 == 1).collect();
                let covered = smallest.iter().any(|smallest| smallest.is_subset(&coalition));
                assert_eq!(covered, problem.wins(|party| coalition.contains(&party)));
            }
            let within = |a: &BTreeSet<usize>| smallest.iter().filter(|b| a.is_subset(b)).count();
            assert!(smallest.iter().all(|coalition| within(coalition) == 1));
            let (all_pass, none_to_spare) =
                (problem.wins(|_| true), smallest.iter().all(|one| one.len() == 4));
            assert_eq!(problem.is_unanimous(), all_pass && none_to_spare);
        }
    }
}
