//! What was found out about some options, said of all of them.
//!
//! Two directions have to be kept apart. What exists among some options exists among all: deals, points,
//! packages, lower counts. What does not exist among some may exist among the rest: for "none", "at most" and
//! "best" something larger than the problem has to be looked at, the cells at their most or prices over all
//! options.

use super::Coarse;
use crate::analysis::{
    Analysis, Basis, Count, Frontier, FrontierPoint, Gap, NoDeal, Note, Solution, Solutions, Zopa,
};
use crate::analyze::{Settings, Units, additive, answers, certain, claims};
use crate::conflict::Limits;
use crate::control::{Budget, Control, Share};
use crate::decomposition::Scope;
use crate::interaction::Objective;
use crate::no_deal::no_deal;
use mediant_check::{Certificate, Claim};
use mediant_model::Problem;
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::ToPrimitive;

impl Coarse {
    /// Answers about all packages, from those of the options looked at.
    pub fn analyze(&self, problem: &Problem, settings: &Settings, control: &dyn Control) -> Analysis {
        let budget = Budget::new(control);
        let light = Settings { certify: false, ..settings.clone() };
        let found = answers(&self.some, &light, false, &Share::one_of(2, &budget));
        let zopa = self.zopa(problem, &found, settings, &Share::one_of(2, &budget));
        let basis = self.basis(problem, &found, settings, &Share::one_of(2, &budget));
        let frontier = found.frontier.filter(|_| basis.is_some()).map(|frontier| self.frontier(frontier));
        let ours = found.solutions.filter(|_| basis.is_some());
        let solutions = ours.map(|solutions| self.solutions(problem, basis, solutions));
        let mut explained = (zopa.exists == Some(false)).then(|| explained(problem, &budget));
        // That there is none was found out at the lower ends; a conflict may still need the upper ones.
        let at_least = problem.has_ranges().then(|| problem.at_least());
        if let (Some(no_deal), Some(at_least)) = (&mut explained, &at_least) {
            certain::mark(at_least, Some(false), no_deal, &budget);
        }
        let mut notes: Vec<Note> = found.notes.into_iter().filter_map(note).collect();
        notes.push(Note::Cells(self.seen(problem)));
        if frontier.as_ref().is_some_and(|frontier| frontier.within.is_some())
            && !notes.contains(&Note::FrontierLimited)
        {
            notes.push(Note::FrontierLimited);
        }
        let mut claims: Vec<Claim> = Vec::new();
        if settings.certify {
            let deal = zopa.witness.as_ref().filter(|witness| problem.outcome(witness) == Some(true));
            claims.extend(deal.map(|witness| claims::deal(problem, witness)));
            if let Some(no_deal) = &explained {
                claims.extend(claims::no_deal(problem, at_least.as_ref(), no_deal, settings, &budget));
            }
        }
        let adjusted_winner = additive::adjusted_winner(problem, settings, &budget);
        let division = adjusted_winner.as_ref().filter(|_| settings.certify);
        claims.extend(division.and_then(|division| claims::division(problem, division)));
        if budget.should_stop() || budget.has_ended() {
            notes.retain(|note| *note != Note::Stopped);
            notes.push(Note::Stopped);
        }
        Analysis {
            package_count: problem.package_count(),
            basis: basis.unwrap_or(Basis::Unanimous),
            zopa,
            frontier,
            solutions,
            adjusted_winner,
            no_deal: explained,
            method: found.method,
            notes,
            certificate: Certificate::new(problem, claims),
        }
    }

    /// There is a deal if one was found, and none if there is none where each cell brings everybody its most.
    fn zopa(&self, problem: &Problem, found: &Analysis, settings: &Settings, control: &dyn Control) -> Zopa {
        let mut exists = found.zopa.exists.filter(|exists| *exists);
        if found.zopa.exists != Some(true) && found.zopa.witness.is_none() {
            let most = self.at_most(problem);
            let most = if most.has_ranges() { most.at_least() } else { most };
            // Only its "no" counts: a deal with every cell at its most need not be one with the options there
            // are.
            exists = super::super::exists(&most, settings, control).filter(|exists| !exists);
        }
        let count = |found: &Count| match exists {
            Some(false) => Count::exactly(0u32),
            _ => Count { lower: found.lower.clone(), upper: problem.package_count() },
        };
        Zopa {
            exists,
            count: count(&found.zopa.count),
            unanimous: count(&found.zopa.unanimous),
            witness: found.zopa.witness.as_ref().map(|package| self.package(package)),
        }
    }

    /// The basis of frontier and fair packages; none where that rests on there being no unanimous package, and that is not
    /// known.
    fn basis(
        &self,
        problem: &Problem,
        found: &Analysis,
        settings: &Settings,
        control: &dyn Control,
    ) -> Option<Basis> {
        let known = found.basis != Basis::Rule || self.excludes_unanimity(problem, settings, control);
        known.then_some(found.basis)
    }

    fn frontier(&self, frontier: Frontier) -> Frontier {
        let parties = self.some.parties.len();
        let cells = (0..parties).map(|party| {
            let lost = self.cells.iter().flatten().filter_map(|cells| cells.lost.get(party));
            lost.sum::<i64>()
        });
        let within = match frontier.within {
            None if frontier.complete => Some(vec![0; parties]),
            within => within,
        };
        let within =
            within.map(|within| within.iter().zip(cells).map(|(units, lost)| units + lost).collect());
        let points = frontier
            .points
            .into_iter()
            .map(|point| FrontierPoint { package: self.package(&point.package), utilities: point.utilities });
        Frontier { complete: false, within, points: points.collect() }
    }

    fn solutions(&self, problem: &Problem, basis: Option<Basis>, found: Solutions) -> Solutions {
        let together = problem.together();
        let units = Units::new(problem);
        let bounds = Bounds::new(problem, basis == Some(Basis::All));
        let lifted = |solution: Solution, rule: Option<Objective>, unit: f64| {
            let gap = rule.and_then(|rule| bounds.gap(&rule, &solution, unit));
            Solution { package: self.package(&solution.package), proven: false, gap, ..solution }
        };
        let compared = |rule: Objective| Some(rule).filter(|_| together.exact);
        Solutions {
            nash: lifted(found.nash, Some(Objective::Nash), units.product),
            // What each party can gain at the most is not known here.
            kalai_smorodinsky: lifted(found.kalai_smorodinsky, None, 1.0),
            leximin: lifted(found.leximin, compared(Objective::Shares(together.steps.clone())), units.share),
            utilitarian: lifted(
                found.utilitarian,
                compared(Objective::Sum(together.weights.clone())),
                units.sum,
            ),
        }
    }

    /// For each issue that is cut into cells, how many.
    fn seen(&self, problem: &Problem) -> Vec<(usize, usize)> {
        debug_assert_eq!(self.cells.len(), problem.issues.len());
        let each = self.cells.iter().enumerate();
        each.filter_map(|(issue, cells)| Some((issue, cells.as_ref()?.len()))).collect()
    }
}

/// What holds of the problem, too.
fn note(note: Note) -> Option<Note> {
    match note {
        // That some options leave no deal at the lower ends says nothing of the others.
        Note::ReservationRange { party, exists_at_least } => {
            Some(Note::ReservationRange { party, exists_at_least: exists_at_least.filter(|exists| *exists) })
        }
        // Nor does it say of the others that in no package everybody gains.
        Note::NashIsZero => None,
        other => Some(other),
    }
}

/// Beyond so many numbers there is no room to lay them out for questions about statements.
const EXPLAINED_MAX: usize = 20_000_000;

/// Why there is no deal, asked of all options.
fn explained(problem: &Problem, control: &dyn Control) -> NoDeal {
    let parties = problem.parties.len();
    let options: usize = problem.issues.iter().map(|issue| issue.options.len()).sum();
    if parties.saturating_mul(options) > EXPLAINED_MAX {
        return NoDeal { concessions: vec![None; parties], ..NoDeal::default() };
    }
    no_deal(problem, &Limits::default(), control)
}

/// Upper bounds on priced utility over all options.
struct Bounds<'a> {
    problem: &'a Problem,
    from: Vec<i64>,
    /// Options that no statement of those in scope excludes whatever else is agreed.
    open: Vec<Vec<bool>>,
}

impl<'a> Bounds<'a> {
    fn new(problem: &'a Problem, all: bool) -> Self {
        let from = (0..problem.parties.len()).map(|party| problem.reservation(party).unwrap_or(0)).collect();
        let scope = if all { Scope::of_coalition(problem, &[]) } else { Scope::everything(problem) };
        let mut open: Vec<Vec<bool>> = vec![Vec::new(); problem.issues.len()];
        let facts = problem.facts.iter().enumerate().filter(|(index, _)| scope.binds(*index));
        for region in facts.flat_map(|(_, fact)| &fact.forbids).filter(|region| region.width() == 1) {
            for (issue, side) in region.sides() {
                let Some(open) = open.get_mut(issue) else { continue };
                open.resize(side.size(), true);
                side.iter()
                    .filter_map(|option| open.get_mut(option).map(|slot| *slot = false))
                    .for_each(drop);
            }
        }
        Self { problem, from, open }
    }

    /// How far the solution may be from the best; `None` where no weights are known that say so.
    fn gap(&self, rule: &Objective, solution: &Solution, unit: f64) -> Option<Gap> {
        let prices = match rule {
            Objective::Sum(weights) => weights.clone(),
            _ => solution.prices.clone()?,
        };
        let bound = rule.value_bound(&self.from, &prices, self.priced(&prices)?)?;
        let reached = rule.value(&self.from, &solution.utilities);
        let shown = |value: &Ratio<BigInt>| {
            value.numer().to_f64().unwrap_or(f64::INFINITY) / value.denom().to_f64().unwrap_or(1.0) / unit
        };
        Some(Gap { reached: shown(&reached), bound: shown(&bound.max(reached)) })
    }

    /// What no package is worth more than, under these prices.
    ///
    /// Every issue at its best, every bonus and no penalty. Cost: one pass over all numbers.
    fn priced(&self, prices: &[i64]) -> Option<i128> {
        let utilities: Vec<_> =
            self.problem.parties.iter().map(|party| party.utility.as_ref()).collect::<Option<_>>()?;
        let priced: Vec<(i128, _)> = prices.iter().map(|price| i128::from(*price)).zip(utilities).collect();
        let mut bound: i128 = 0;
        for (price, utility) in &priced {
            let bonuses = utility.interactions.iter().map(|held| (price * i128::from(held.points)).max(0));
            bound = bound.checked_add(price * i128::from(utility.constant) + bonuses.sum::<i128>())?;
        }
        for (issue, stated) in self.problem.issues.iter().enumerate() {
            let mut worth = vec![0_i128; stated.options.len()];
            for (price, utility) in &priced {
                let values = utility.values.get(issue)?;
                worth.iter_mut().zip(values).for_each(|(sum, units)| *sum += price * i128::from(*units));
            }
            let open = self.open.get(issue)?;
            let is_open = |option: usize| open.get(option).copied().unwrap_or(true);
            let best = worth.into_iter().enumerate().filter(|(option, _)| is_open(*option));
            bound = bound.checked_add(best.map(|(_, worth)| worth).max()?)?;
        }
        Some(bound)
    }
}
