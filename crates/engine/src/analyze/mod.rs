//! From a problem to everything that can be said about it, with the proof.
//!
//! The rooms of the engine are joined here: decomposition first, then the additive kernel where
//! the problem falls apart into independent choices, the interaction kernel where it does not, and
//! a scan of all packages where the agreement rule lets some party be outvoted.

mod additive;
mod by_rule;
mod certain;
mod claims;
mod coarse;
mod interacting;
mod many_coalitions;
mod one_by_one;
mod scan;

use crate::analysis::{Analysis, Basis, Count, Frontier, Method, Note, Solution, Solutions, Zopa};
use crate::conflict::Limits;
use crate::control::{Budget, Control, Share};
use crate::decomposition::{Decomposed, Keep, Route, Scope, decompose};
use crate::kernel::PARTIES_MAX;
use crate::no_deal::no_deal;
use coarse::Coarse;
use mediant_check::{Certificate, Claim};
use mediant_model::{Package, Problem};

/// What to answer, and how far to go for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Frontier and solutions over everything that constraints allow, walk-away values aside.
    pub all: bool,
    /// Which groups of joined issues are gone through combination by combination.
    pub route: Route,
    /// Beyond so many points a frontier of up to three parties is thinned out to a stated accuracy, one
    /// of more parties beyond a tenth as many: there comparing points with each other takes the time.
    pub frontier_points_max: usize,
    /// Whether to write the certificate; otherwise it makes no claim.
    pub certify: bool,
}

/// Bytes that a frontier may take while it is built.
const FRONTIER_BYTES: usize = 1 << 30;

impl Default for Settings {
    fn default() -> Self {
        Self { all: false, route: Route::ByCost, frontier_points_max: 200_000, certify: true }
    }
}

impl Settings {
    /// How many points a frontier of so many parties over so many issues may have.
    ///
    /// While it is built, the points of every issue are kept, each with every party's units.
    fn points_max(&self, party_count: usize, issue_count: usize) -> usize {
        let most = if party_count <= 3 { self.frontier_points_max } else { self.frontier_points_max / 10 };
        let bytes = (8 * party_count + 24).saturating_mul(issue_count.max(1));
        most.min(FRONTIER_BYTES / bytes)
    }
}

/// What one way of solving found out about the packages that every party accepts.
#[derive(Default)]
struct Found {
    /// Whether there is one; `None` when stopped before that was known.
    exists: Option<bool>,
    witness: Option<Package>,
    count: Option<Count>,
    frontier: Option<Frontier>,
    solutions: Option<Solutions>,
    claims: Vec<Claim>,
    method: Method,
    notes: Vec<Note>,
}

/// Answers the mediator's three questions about a problem.
///
/// Stopped by `control`, it returns what is known by then, marked as such.
///
/// A budget is dealt out: no question takes what others need to be answered at all. Issues with so many options that
/// going through them would take all of it are looked at through some of them, and what is then said is bounded.
pub fn analyze(problem: &Problem, settings: &Settings, control: &dyn Control) -> Analysis {
    match Coarse::new(problem) {
        Some(coarse) => coarse.analyze(problem, settings, control),
        None => answers(problem, settings, true, control),
    }
}

/// The same, option by option. `explains`: whether to say why there is no deal, where there is none.
fn answers(problem: &Problem, settings: &Settings, explains: bool, control: &dyn Control) -> Analysis {
    let budget = Budget::new(control);
    let control: &dyn Control = &budget;
    let everything = Scope::everything(problem);
    let of_rule = if problem.is_unanimous() { 1 } else { 2 };
    let bases = of_rule + u32::from(settings.all);
    let mut found = over(problem, &everything, settings, &Share::one_of(bases, control));
    let unanimous = found.count.clone().unwrap_or_else(|| open_count(problem, &found));
    let mut basis = Basis::Unanimous;
    let mut zopa =
        Zopa { exists: found.exists, count: unanimous.clone(), unanimous, witness: found.witness.clone() };
    if !problem.is_unanimous() {
        let by_rule = by_rule::solve(problem, settings, &Share::one_of(bases - 1, control));
        zopa.count = by_rule.count.clone().unwrap_or_else(|| open_count(problem, &by_rule));
        zopa.exists = by_rule.exists.or(zopa.exists.filter(|exists| *exists));
        zopa.witness = zopa.witness.or_else(|| by_rule.witness.clone());
        if found.exists == Some(false) {
            basis = Basis::Rule;
            found = by_rule;
        }
    }
    if settings.all {
        let all = over(problem, &Scope::of_coalition(problem, &[]), settings, control);
        basis = Basis::All;
        found = Found { notes: all.notes, ..all };
    }
    let excluded = zopa.exists == Some(false);
    if zopa.exists == Some(true) {
        let sure = certain::deal(problem, zopa.witness.as_deref(), settings, control);
        zopa.exists = sure.as_ref().map(|_| true);
        zopa.witness = sure.or(zopa.witness);
    }
    let mut notes = notes(problem);
    notes.append(&mut found.notes);
    // Somebody gains nothing in the package with the largest product: another one may only stand in for it.
    let is_zero = |nash: &Solution| nash.proven && nash.gains.iter().any(|gain| *gain <= 0);
    notes.extend(found.solutions.iter().filter(|found| is_zero(&found.nash)).map(|_| Note::NashIsZero));
    // Where walk-away values are ranges, packages within them are neither accepted nor refused for certain.
    let at_least = (excluded && problem.has_ranges()).then(|| {
        let lower = problem.at_least();
        let exists = exists(&lower, settings, control);
        (lower, exists)
    });
    if let Some((_, exists)) = at_least {
        zopa.exists = exists.filter(|exists| !exists);
        let ranged = (0..problem.parties.len()).filter(|party| is_range(problem, *party));
        notes.extend(ranged.map(|party| Note::ReservationRange { party, exists_at_least: exists }));
    }
    let mut claims = Vec::new();
    let known = zopa.witness.as_ref().filter(|witness| problem.outcome(witness) == Some(true));
    if let Some(witness) = known.filter(|_| settings.certify) {
        claims.push(claims::deal(problem, witness));
    }
    if settings.certify {
        let rule = (!problem.is_unanimous()).then_some((Basis::Rule, &zopa.count));
        let counts = rule.into_iter().chain([(Basis::Unanimous, &zopa.unanimous)]);
        claims.extend(counts.filter_map(|(basis, count)| claims::count(problem, basis, count, control)));
        claims::with_ties_and_reasons(problem, &mut found.claims, found.solutions.as_ref(), control);
    }
    claims.append(&mut found.claims);
    let mut explained = (excluded && explains).then(|| no_deal(problem, &Limits::default(), control));
    if let (Some(no_deal), Some((at_least, exists))) = (&mut explained, &at_least) {
        certain::mark(at_least, *exists, no_deal, control);
    }
    if let Some(no_deal) = explained.as_ref().filter(|_| settings.certify) {
        // That there is no deal is proven of what is certain to be refused.
        let refused = at_least.as_ref().map(|(at_least, _)| at_least);
        claims.extend(claims::no_deal(problem, refused, no_deal, settings, control));
    }
    let adjusted_winner = additive::adjusted_winner(problem, settings, control);
    let division = adjusted_winner.as_ref().filter(|_| settings.certify);
    claims.extend(division.and_then(|division| claims::division(problem, division)));
    if control.should_stop() || budget.has_ended() {
        notes.push(Note::Stopped);
    }
    Analysis {
        package_count: problem.package_count(),
        basis,
        zopa,
        frontier: found.frontier,
        solutions: found.solutions,
        adjusted_winner,
        no_deal: explained,
        method: found.method,
        notes,
        certificate: Certificate::new(problem, claims),
    }
}

/// Solves for the packages that the facts in scope leave.
fn over(problem: &Problem, scope: &Scope, settings: &Settings, control: &dyn Control) -> Found {
    match decompose(problem, scope, Keep::All, settings.route, control) {
        // The additive kernel's vectors have a fixed width; beyond it few packages are gone through, and of many the other
        // kernel asks the same.
        Decomposed::Layers { .. } if problem.parties.len() > PARTIES_MAX => {
            if !one_by_one::is_feasible(problem) {
                return interacting::solve(problem, scope, None, settings, control);
            }
            let facts: Vec<usize> = (0..problem.facts.len()).filter(|fact| scope.binds(*fact)).collect();
            let respects = |package: &[u32]| problem.respects(&facts, package);
            let cases = || Some(claims::scoped(problem, scope, &[]));
            let among = (claimed_basis(problem, scope), &respects as &_, &cases as &_);
            one_by_one::solve(problem, among, settings, control)
        }
        Decomposed::Layers { layers, caps } => {
            let joined = layers.layers.iter().any(|layer| layer.issues.len() > 1);
            let method = if joined { Method::Decomposition } else { Method::Additive };
            Found { method, ..additive::solve(problem, scope, &layers, &caps, settings, control) }
        }
        Decomposed::Empty { .. } => Found {
            exists: Some(false),
            count: Some(Count::exactly(0u32)),
            method: Method::Decomposition,
            ..Found::default()
        },
        Decomposed::TooLarge { possible, .. } => {
            interacting::solve(problem, scope, possible, settings, control)
        }
    }
}

/// The basis of a certificate's claim that speaks of the packages in scope.
fn claimed_basis(problem: &Problem, scope: &Scope) -> Basis {
    let binds_all = (0..problem.facts.len()).all(|fact| scope.binds(fact));
    if binds_all { Basis::Unanimous } else { Basis::All }
}

/// What is known of a count that was not taken.
fn open_count(problem: &Problem, found: &Found) -> Count {
    match found.exists {
        Some(false) => Count::exactly(0u32),
        Some(true) => Count { lower: 1u32.into(), upper: problem.package_count() },
        None => Count { lower: 0u32.into(), upper: problem.package_count() },
    }
}

/// What 1 on the scale of the input is on the measures of the rules, for printing; and whether parties compare at all.
struct Units {
    product: f64,
    share: f64,
    sum: f64,
    exact: bool,
}

impl Units {
    fn new(problem: &Problem) -> Self {
        let units = problem.parties.iter().map(|party| party.scale.unit.to_f64());
        let together = problem.together();
        let first = problem.parties.first().map_or(1.0, |party| party.scale.unit.to_f64());
        let of_first = |all: &[i64]| all.first().map_or(1.0, |first| *first as f64);
        Self {
            product: 1.0 / units.product::<f64>(),
            share: 1.0 / (first * of_first(&together.steps)),
            sum: of_first(&together.weights) / first,
            exact: together.exact,
        }
    }

    /// Where utilities of different parties can only be compared nearly, nothing that rests on it is proven.
    fn withdraw(&self, solutions: &mut Solutions) {
        if !self.exact {
            for solution in [&mut solutions.leximin, &mut solutions.utilitarian] {
                solution.proven = false;
                solution.ties.at_least = true;
            }
        }
    }
}

fn notes(problem: &Problem) -> Vec<Note> {
    let mut notes = Vec::new();
    for (index, party) in problem.parties.iter().enumerate() {
        match (&party.utility, &party.reservation) {
            (None, _) => notes.push(Note::NoPoints(index)),
            (Some(_), Some(reservation)) if !reservation.stated => {
                notes.push(Note::DefaultReservation(index))
            }
            _ => {}
        }
    }
    for (index, party) in problem.parties.iter().enumerate() {
        if let Some(by) = &party.scale.rounded_by {
            notes.push(Note::Rounded { party: index, by: by.clone() });
        }
        if party.reservation.as_ref().is_some_and(|reservation| !reservation.reached) {
            notes.push(Note::WorstNotFound(index));
        }
    }
    if problem.has_all_utilities() && !problem.together().exact {
        notes.push(Note::Incomparable);
    }
    notes
}

/// Whether the party's walk-away value is a range.
fn is_range(problem: &Problem, party: usize) -> bool {
    let reservation = problem.parties.get(party).and_then(|party| party.reservation.as_ref());
    reservation.is_some_and(|reservation| reservation.least < reservation.firm)
}

/// Whether the agreement rule passes some package; `None` where that is not known.
pub fn exists(problem: &Problem, settings: &Settings, control: &dyn Control) -> Option<bool> {
    existence(problem, settings, control).exists
}

/// A package that the agreement rule passes.
fn deal_of(problem: &Problem, settings: &Settings, control: &dyn Control) -> Option<Package> {
    existence(problem, settings, control).witness
}

fn existence(problem: &Problem, settings: &Settings, control: &dyn Control) -> Found {
    if let Some(coarse) = Coarse::new(problem) {
        return coarse.existence(problem, settings, control);
    }
    let light = Settings { frontier_points_max: 0, ..settings.clone() };
    if problem.is_unanimous() {
        over(problem, &Scope::everything(problem), &light, control)
    } else {
        by_rule::solve(problem, &light, control)
    }
}

#[cfg(test)]
mod tests;
