//! The route for problems that do not fall apart: the interaction kernel.

use super::{Found, Settings, claimed_basis, claims, scan};
use crate::analysis::{Count, Frontier, Gap, Method, Note, Solution, Solutions, Ties};
use crate::control::{Control, Share};
use crate::decomposition::Scope;
use crate::interaction::{
    self, Beyond, Effort, Fairest, FrontierLimits, Landscape, Objective, Prepared, ProofLimits, TieLimits,
    bounds_proof, joint_frontier, pair_frontier, ties,
};
use mediant_check as stated;
use mediant_check::{Case, Claim, FairnessRule};
use mediant_model::problem::Together;
use mediant_model::{Package, Problem};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::ToPrimitive;

/// What the interaction kernel knows about the packages that the facts in scope leave.
///
/// `possible` is a package that breaks no constraint, walk-away values aside.
pub(super) fn solve(
    problem: &Problem,
    scope: &Scope,
    possible: Option<Package>,
    settings: &Settings,
    control: &dyn Control,
) -> Found {
    let landscape = Landscape::new(problem, scope);
    let from: Vec<i64> =
        (0..problem.parties.len()).map(|party| problem.reservation(party).unwrap_or(0)).collect();
    let prepared = Prepared::new(&landscape, Effort::default());
    let question = Question { problem, scope, landscape, prepared, from, control };
    let mut found = Found { method: Method::BranchAndBound, ..Found::default() };
    found.notes.push(Note::Method("branch and bound over combinations"));
    let respected = |package: &Package| {
        let mut facts = problem.facts.iter().enumerate();
        facts.all(|(index, fact)| !scope.binds(index) || !problem.breaks(fact, package))
    };
    match possible.filter(respected) {
        Some(package) => found.witness = Some(package),
        None => {
            let existence = question.fairest(&Objective::Existence, &Share::one_of(3, control));
            if existence.proven && existence.best.is_none() {
                found.exists = Some(false);
                return found;
            }
            found.witness = existence.best.map(|(package, _)| package);
        }
    }
    found.exists = found.witness.as_ref().map(|_| true);
    if settings.frontier_points_max == 0 {
        return found;
    }
    if !problem.has_all_utilities() {
        found.count = Some(question.count(found.exists));
        return found;
    }
    let ideals = question.ideals();
    found.solutions = question.solutions(&ideals);
    let frontier = question.frontier(settings);
    if frontier.complete {
        found.solutions = scan::solutions(problem, &frontier);
    } else if frontier.within.is_some() {
        found.notes.push(Note::FrontierLimited);
    }
    found.frontier = Some(frontier);
    if let Some(solutions) = found.solutions.as_mut() {
        question.count_ties(solutions, &ideals);
    }
    if settings.certify {
        found.claims = question.claims(found.solutions.as_ref(), found.frontier.as_ref(), &ideals);
    }
    // Last: it can take longest, and matters least.
    found.count = Some(question.count(found.exists));
    found
}

/// The most points of a frontier of more than two parties that a certificate proves complete.
const PROVEN_POINTS_MAX: usize = 300;

/// A problem in the kernel's form.
struct Question<'a> {
    problem: &'a Problem,
    scope: &'a Scope,
    landscape: Landscape,
    prepared: Prepared,
    from: Vec<i64>,
    control: &'a dyn Control,
}

impl Question<'_> {
    fn fairest(&self, rule: &Objective, control: &dyn Control) -> Fairest {
        self.prepared.fairest(rule, &self.from, control)
    }

    /// A fair package, with its part of the budget.
    fn fair(&self, rule: &Objective) -> Fairest {
        self.fairest(rule, &Share::one_of(6, self.control))
    }

    /// For each party the package best for it, where the search ended.
    fn ideals(&self) -> Vec<Option<(Package, Vec<i64>)>> {
        let count = self.problem.parties.len();
        let part = Share::one_of(4, self.control);
        let of = |party: usize| {
            if part.should_stop() {
                return None;
            }
            let left = u32::try_from(count - party).unwrap_or(u32::MAX);
            let weights = (0..count).map(|other| i64::from(other == party)).collect();
            let found = self.fairest(&Objective::Sum(weights), &Share::one_of(left, &part));
            found.best.filter(|_| found.proven)
        };
        (0..count).map(of).collect()
    }

    fn ideal_gains(&self, ideals: &[Option<(Package, Vec<i64>)>]) -> Option<Vec<i64>> {
        let gain = |(party, ideal): (usize, &Option<(Package, Vec<i64>)>)| {
            Some(ideal.as_ref()?.1.get(party)? - self.from.get(party)?)
        };
        ideals.iter().enumerate().map(gain).collect()
    }

    /// The fair packages, as far as the searches came.
    fn solutions(&self, ideals: &[Option<(Package, Vec<i64>)>]) -> Option<Solutions> {
        let units = super::Units::new(self.problem);
        let Together { weights, steps, .. } = self.problem.together();
        let leximin = self.solution(self.fair(&Objective::Shares(steps)), units.share)?;
        let utilitarian = self.solution(self.fair(&Objective::Sum(weights)), units.sum)?;
        // Where nobody finds a package in which all gain, the leximin package stands in: for certain only where it is known
        // that there is none, or that one has no gain even in the package that gives the worst off most.
        let found = self.fair(&Objective::Nash);
        let none = found.best.is_none()
            && (found.proven || leximin.proven && leximin.gains.iter().any(|gain| *gain <= 0));
        let stand_in = || Solution { proven: none, gap: None, ..leximin.clone() };
        let nash = self.solution(found, units.product).unwrap_or_else(stand_in);
        // Without proven ideals shares cannot be told: the leximin package stands in, unproven.
        let kalai_smorodinsky = match self.ideal_gains(ideals) {
            Some(gains) => self.solution(self.fair(&Objective::Shares(gains)), 1.0)?,
            None => Solution { proven: false, gap: None, ..leximin.clone() },
        };
        let mut solutions = Solutions { nash, kalai_smorodinsky, leximin, utilitarian };
        units.withdraw(&mut solutions);
        Some(solutions)
    }

    /// `unit` is what 1 on the rule's measure is in units.
    fn solution(&self, found: Fairest, unit: f64) -> Option<Solution> {
        let shown = |value: &Ratio<BigInt>| {
            value.numer().to_f64().unwrap_or(f64::INFINITY) / value.denom().to_f64().unwrap_or(1.0) / unit
        };
        let gap = match (&found.value, &found.bound) {
            (Some(reached), Some(bound)) if !found.proven => {
                Some(Gap { reached: shown(reached), bound: shown(bound) })
            }
            _ => None,
        };
        let (package, utilities) = found.best?;
        let gains = utilities.iter().zip(&self.from).map(|(units, from)| units - from).collect();
        let prices = Some(found.prices).filter(|prices| prices.iter().any(|price| *price > 0));
        let ties = Ties { count: 1u32.into(), at_least: true };
        Some(Solution { package, utilities, gains, ties, proven: found.proven, gap, prices })
    }

    /// How many deals there are, from below and above.
    fn count(&self, exists: Option<bool>) -> Count {
        let counted = interaction::count(&self.landscape, self.control);
        let known = u32::from(exists == Some(true));
        Count { lower: counted.lower.max(known.into()), upper: counted.upper }
    }

    /// The frontier: complete for two parties, for more as close as limits allow.
    fn frontier(&self, settings: &Settings) -> Frontier {
        let control = &Share::one_of(2, self.control);
        if let Some(pair) = pair_frontier(&self.landscape, Effort::default(), control) {
            let complete = pair.is_complete();
            return Frontier { complete, within: None, points: pair.points };
        }
        let limits = FrontierLimits::default();
        let points = settings.points_max(self.from.len(), self.problem.issues.len()).min(limits.points);
        let limits = FrontierLimits { points, ..limits };
        let found = joint_frontier(&self.landscape, limits, Effort::default(), control);
        Frontier { complete: found.complete, within: found.within, points: found.points }
    }

    /// Counts what ties with each solution that is proven.
    fn count_ties(&self, solutions: &mut Solutions, ideals: &[Option<(Package, Vec<i64>)>]) {
        let Together { weights, steps, .. } = self.problem.together();
        let leximin = Objective::Shares(steps);
        let shares = self.ideal_gains(ideals).map_or_else(|| leximin.clone(), Objective::Shares);
        // Where nobody gains everywhere the leximin package stands in for Nash.
        let gains = solutions.nash.gains.iter().all(|gain| *gain > 0);
        let nash = if gains { Objective::Nash } else { leximin.clone() };
        let each = [
            (&mut solutions.nash, nash),
            (&mut solutions.kalai_smorodinsky, shares),
            (&mut solutions.leximin, leximin),
            (&mut solutions.utilitarian, Objective::Sum(weights)),
        ];
        for (solution, rule) in each.into_iter().filter(|(solution, _)| solution.proven) {
            let (landscape, best) = (&self.landscape, &solution.utilities);
            let part = Share::one_of(8, self.control);
            let (count, all) = ties(landscape, &rule, &self.from, best, TieLimits::default(), &part);
            solution.ties = Ties { count: count.max(1u32.into()), at_least: !all };
        }
    }

    fn cases(&self, beyond: &Beyond) -> Option<Vec<Case>> {
        let facts: Vec<usize> =
            (0..self.problem.facts.len()).filter(|fact| self.scope.binds(*fact)).collect();
        let proof = bounds_proof(
            self.problem,
            &facts,
            beyond,
            ProofLimits::default(),
            &Share::one_of(4, self.control),
        )?;
        Some(vec![Case::new(self.problem, facts, proof)])
    }

    /// What of this can be proven to somebody who does not trust the search.
    fn claims(
        &self,
        solutions: Option<&Solutions>,
        frontier: Option<&Frontier>,
        ideals: &[Option<(Package, Vec<i64>)>],
    ) -> Vec<Claim> {
        let basis = claimed_basis(self.problem, self.scope);
        let listed = frontier.filter(|frontier| frontier.complete && self.is_provable(frontier));
        let listed = listed.and_then(|frontier| {
            let points = frontier.points.iter().map(|point| point.utilities.clone()).collect();
            Some(claims::frontier(self.problem, basis, frontier, self.cases(&Beyond::Points(points))?))
        });
        let Together { weights, steps, .. } = self.problem.together();
        let fair = solutions.into_iter().flat_map(|solutions| {
            let nash = Some(&solutions.nash).filter(|nash| nash.gains.iter().all(|gain| *gain > 0));
            let nash = nash.and_then(|nash| {
                let beyond = Beyond::Nash { from: self.from.clone(), best: nash.utilities.clone() };
                self.claim(FairnessRule::Nash, nash, &beyond, Vec::new())
            });
            let leximin = self.claim(
                FairnessRule::Leximin,
                &solutions.leximin,
                &self.shares(steps.clone(), &solutions.leximin),
                Vec::new(),
            );
            let sum = &solutions.utilitarian;
            let beyond = self.sum(weights.clone(), &sum.utilities);
            let utilitarian = self.claim(FairnessRule::Utilitarian, sum, &beyond, Vec::new());
            let kalai_smorodinsky = self.stated_ideals(ideals).and_then(|stated_ideals| {
                let beyond = self.shares(self.ideal_gains(ideals)?, &solutions.kalai_smorodinsky);
                let rule = FairnessRule::KalaiSmorodinsky;
                self.claim(rule, &solutions.kalai_smorodinsky, &beyond, stated_ideals)
            });
            [nash, kalai_smorodinsky, leximin, utilitarian].into_iter().flatten()
        });
        listed.into_iter().chain(fair).collect()
    }

    /// Beyond two parties a point has several corners, each with a proof of its own.
    fn is_provable(&self, frontier: &Frontier) -> bool {
        self.from.len() <= 2 || frontier.points.len() <= PROVEN_POINTS_MAX
    }

    fn claim(
        &self,
        rule: FairnessRule,
        solution: &Solution,
        beyond: &Beyond,
        ideals: Vec<stated::Ideal>,
    ) -> Option<Claim> {
        let basis = claimed_basis(self.problem, self.scope);
        let cases = solution.proven.then(|| self.cases(beyond)).flatten()?;
        Some(claims::solution(self.problem, basis, rule, &solution.package, cases, ideals))
    }

    fn stated_ideals(&self, ideals: &[Option<(Package, Vec<i64>)>]) -> Option<Vec<stated::Ideal>> {
        let of = |(party, ideal): (usize, &Option<(Package, Vec<i64>)>)| {
            let (package, utilities) = ideal.as_ref()?;
            let weights = (0..self.from.len()).map(|other| i64::from(other == party)).collect();
            let cases = self.cases(&self.sum(weights, utilities))?;
            Some(claims::ideal(self.problem, party, package, cases))
        };
        ideals.iter().enumerate().map(of).collect()
    }

    fn shares(&self, ideals: Vec<i64>, best: &Solution) -> Beyond {
        Beyond::Shares { from: self.from.clone(), ideals, best: best.utilities.clone() }
    }

    fn sum(&self, prices: Vec<i64>, utilities: &[i64]) -> Beyond {
        let value =
            prices.iter().zip(utilities).map(|(price, units)| i128::from(*price) * i128::from(*units)).sum();
        Beyond::Sum { prices, value }
    }
}
