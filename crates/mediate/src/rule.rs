//! Whose acceptance makes a deal.

use mediant_model::Problem;

/// The agreement rule, as far as it is about the parties of a mediation: how many of them must accept, and who cannot be
/// outvoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    needed: usize,
    vetoes: Vec<bool>,
    /// Parties that have a say and are not asked: nobody knows what they accept.
    unasked: usize,
}

impl Rule {
    /// Everybody must accept.
    pub fn unanimity(parties: usize) -> Self {
        Self { needed: parties, vetoes: vec![false; parties], unasked: 0 }
    }

    /// So many must accept, and everybody with a veto (by party). `unasked` parties have a say beside those.
    ///
    /// ```
    /// use mediant_mediate::Rule;
    ///
    /// // Two of three, the first of whom has a veto.
    /// let rule = Rule::quorum(2, vec![true, false, false], 0);
    /// assert!(rule.passes(|party| party < 2));
    /// assert!(rule.rules_out(|party| party == 0));
    /// ```
    pub fn quorum(needed: usize, vetoes: Vec<bool>, unasked: usize) -> Self {
        Self { needed, vetoes, unasked }
    }

    /// The rule of a problem all of whose parties are asked.
    pub fn from_problem(problem: &Problem) -> Self {
        Self::quorum(problem.quorum, problem.parties.iter().map(|party| party.veto).collect(), 0)
    }

    /// How many parties are asked.
    pub fn parties(&self) -> usize {
        self.vetoes.len()
    }

    /// How many of them must accept.
    pub fn needed(&self) -> usize {
        self.needed
    }

    /// Whether each of them must accept.
    pub fn is_unanimous(&self) -> bool {
        self.needed >= self.parties() || self.vetoes.iter().all(|veto| *veto)
    }

    /// Whether a package passes that these accept, whatever the others say.
    pub fn passes(&self, accepts: impl Fn(usize) -> bool) -> bool {
        let each = || self.vetoes.iter().enumerate();
        each().filter(|(party, _)| accepts(*party)).count() >= self.needed
            && each().all(|(party, veto)| accepts(party) || !veto)
    }

    /// Whether a package cannot pass that these refuse, whatever the others say.
    pub fn rules_out(&self, refuses: impl Fn(usize) -> bool) -> bool {
        let each = || self.vetoes.iter().enumerate();
        // Whoever is not asked might accept: ruled out means whatever they would say.
        let left = each().filter(|(party, _)| !refuses(*party)).count() + self.unasked;
        left < self.needed || each().any(|(party, veto)| *veto && refuses(party))
    }

    /// The problem of those who are asked, so that a package fails there exactly where [`Rule::rules_out`] says so of whoever
    /// refuses it: what a proof that nothing can pass is checked against.
    ///
    /// The parties of the problem are those of the rule, in its order.
    pub fn ruling_out(&self, mut problem: Problem) -> Problem {
        problem.quorum = self.needed.saturating_sub(self.unasked);
        for (party, veto) in problem.parties.iter_mut().zip(&self.vetoes) {
            party.veto = *veto;
        }
        problem
    }

    /// Of values by party those of the coalition that carries a package: everybody with a veto, and of the others as
    /// many as are needed, those with the largest values.
    pub(crate) fn carrying(&self, values: Vec<f64>) -> Vec<f64> {
        if self.is_unanimous() {
            return values;
        }
        let (bound, free): (Vec<_>, Vec<_>) =
            values.into_iter().zip(&self.vetoes).partition(|(_, veto)| **veto);
        let mut free: Vec<f64> = free.into_iter().map(|(value, _)| value).collect();
        free.sort_by(|one, other| other.total_cmp(one));
        free.truncate(self.needed.saturating_sub(bound.len()));
        bound.into_iter().map(|(value, _)| value).chain(free).collect()
    }

    /// How likely a package passes that each party accepts with this likelihood, each by itself.
    pub(crate) fn likelihood(&self, accepts: &[f64]) -> f64 {
        // By how many of those looked at accept; whoever has a veto must be among them.
        let mut by_count = vec![1.0];
        for (likelihood, veto) in accepts.iter().zip(&self.vetoes) {
            let mut next = vec![0.0; by_count.len() + 1];
            for (count, share) in by_count.iter().enumerate() {
                let with = [(count, if *veto { 0.0 } else { 1.0 - likelihood }), (count + 1, *likelihood)];
                for (count, likelihood) in with {
                    if let Some(sum) = next.get_mut(count) {
                        *sum += share * likelihood;
                    }
                }
            }
            by_count = next;
        }
        by_count.iter().skip(self.needed).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every rule of up to four parties.
    fn rules() -> impl Iterator<Item = Rule> {
        (1..=4_usize).flat_map(|parties| {
            (1..=parties).flat_map(move |needed| {
                (0..1_u32 << parties).map(move |bits| {
                    Rule::quorum(needed, (0..parties).map(|party| bits >> party & 1 == 1).collect(), 0)
                })
            })
        })
    }

    #[test]
    fn what_enough_refuse_cannot_pass_and_nothing_else() {
        for rule in rules() {
            for refusing in 0..1_u32 << rule.parties() {
                let refuses = |party: usize| refusing >> party & 1 == 1;
                // All others accept, so that it passes exactly where it is not ruled out.
                assert_eq!(rule.rules_out(refuses), !rule.passes(|party| !refuses(party)), "{rule:?}");
            }
        }
    }

    #[test]
    fn whoever_is_not_asked_may_accept() {
        let rule = Rule::quorum(3, vec![false; 3], 1);
        assert!(!rule.rules_out(|party| party == 0) && rule.rules_out(|party| party < 2));
        assert!(!rule.passes(|party| party < 2) && rule.passes(|_| true));
    }

    #[test]
    fn the_coalition_that_carries_is_the_best_winning_one() {
        let values = [0.9, 0.2, 0.7, 0.4];
        for rule in rules() {
            let values = &values[..rule.parties()];
            let product = |coalition: u32| {
                let members = (0..values.len()).filter(|party| coalition >> party & 1 == 1);
                members.map(|party| values[party]).product::<f64>()
            };
            let winning = (0..1_u32 << values.len())
                .filter(|coalition| rule.passes(|party| coalition >> party & 1 == 1));
            let best = winning.map(product).fold(0.0, f64::max);
            let carried: f64 = rule.carrying(values.to_vec()).iter().product();
            assert!((best - carried).abs() < 1e-12, "{rule:?}");
        }
    }

    #[test]
    fn the_likelihood_sums_over_all_winning_coalitions() {
        let accepts = [0.9, 0.25, 0.5, 0.125];
        for rule in rules() {
            let accepts = &accepts[..rule.parties()];
            let exactly = |coalition: u32| {
                let of = |(party, share): (usize, &f64)| {
                    if coalition >> party & 1 == 1 { *share } else { 1.0 - share }
                };
                accepts.iter().enumerate().map(of).product::<f64>()
            };
            let winning = (0..1_u32 << accepts.len())
                .filter(|coalition| rule.passes(|party| coalition >> party & 1 == 1));
            let sum: f64 = winning.map(exactly).sum();
            assert!((sum - rule.likelihood(accepts)).abs() < 1e-12, "{rule:?}");
        }
    }
}
