//! From a problem to everything that can be said about it, with the proof.
//!
//! The rooms of the engine are joined here: decomposition first, then the additive kernel where
//! the problem falls apart into independent choices, the interaction kernel where it does not, and
//! a scan of all packages where the agreement rule lets some party be outvoted.

mod additive;
mod by_rule;
mod claims;
mod interacting;
mod scan;

use crate::analysis::{Analysis, Basis, Count, Frontier, Method, Note, Solutions, Zopa};
use crate::conflict::Limits;
use crate::control::Control;
use crate::decomposition::{Decomposed, Keep, Route, Scope, decompose};
use crate::no_deal::no_deal;
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

impl Default for Settings {
    fn default() -> Self {
        Self { all: false, route: Route::ByCost, frontier_points_max: 200_000, certify: true }
    }
}

impl Settings {
    /// How many points a frontier of so many parties may have.
    fn points_max(&self, party_count: usize) -> usize {
        if party_count <= 3 { self.frontier_points_max } else { self.frontier_points_max / 10 }
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
pub fn analyze(problem: &Problem, settings: &Settings, control: &dyn Control) -> Analysis {
    let everything = Scope::everything(problem);
    let mut found = over(problem, &everything, settings, control);
    let unanimous = found.count.clone().unwrap_or_else(|| open_count(problem, &found));
    let mut basis = Basis::Unanimous;
    let mut zopa =
        Zopa { exists: found.exists, count: unanimous.clone(), unanimous, witness: found.witness.clone() };
    if !problem.is_unanimous() {
        let by_rule = by_rule::solve(problem, settings, control);
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
        found.frontier = all.frontier;
        found.claims.retain(|claim| !matches!(claim, Claim::Frontier { .. }));
        found.claims.extend(all.claims.into_iter().filter(|claim| matches!(claim, Claim::Frontier { .. })));
    }
    zopa.exists = knowable(problem, &zopa);
    let mut notes = notes(problem);
    notes.append(&mut found.notes);
    notes.extend(range_notes(problem, settings, control));
    let mut claims = Vec::new();
    // A package that some party never spoke about is no deal that could be proven.
    if let Some(witness) = zopa.witness.as_ref().filter(|_| settings.certify && zopa.exists == Some(true)) {
        claims.push(claims::deal(problem, witness));
    }
    if settings.certify {
        let rule = (!problem.is_unanimous()).then_some((mediant_check::Basis::Rule, &zopa.count));
        let counts = rule.into_iter().chain([(mediant_check::Basis::Unanimous, &zopa.unanimous)]);
        claims.extend(counts.filter_map(|(basis, count)| claims::count(problem, basis, count, control)));
        claims::with_ties_and_reasons(problem, &mut found.claims, found.solutions.as_ref(), control);
    }
    claims.append(&mut found.claims);
    let explained = (zopa.exists == Some(false)).then(|| no_deal(problem, &Limits::default(), control));
    if let Some(no_deal) = explained.as_ref().filter(|_| settings.certify) {
        claims.extend(claims::no_deal(problem, no_deal, settings, control));
    }
    if control.should_stop() {
        notes.push(Note::Stopped);
    }
    Analysis {
        package_count: problem.package_count(),
        basis,
        zopa,
        frontier: found.frontier,
        solutions: found.solutions,
        adjusted_winner: additive::adjusted_winner(problem, settings, control),
        no_deal: explained,
        method: found.method,
        notes,
        certificate: Certificate::new(problem, claims),
    }
}

/// Solves for the packages that the facts in scope leave.
fn over(problem: &Problem, scope: &Scope, settings: &Settings, control: &dyn Control) -> Found {
    match decompose(problem, scope, Keep::All, settings.route, control) {
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
fn claimed_basis(problem: &Problem, scope: &Scope) -> mediant_check::Basis {
    let binds_all = (0..problem.facts.len()).all(|fact| scope.binds(fact));
    if binds_all { mediant_check::Basis::Unanimous } else { mediant_check::Basis::All }
}

/// What is known of a count that was not taken.
fn open_count(problem: &Problem, found: &Found) -> Count {
    match found.exists {
        Some(false) => Count::exactly(0u32),
        Some(true) => Count { lower: 1u32.into(), upper: problem.package_count() },
        None => Count { lower: 0u32.into(), upper: problem.package_count() },
    }
}

/// Whether what was stated decides the question: a package that no statement excludes is a deal
/// only if it is known that enough parties reach their walk-away value with it.
fn knowable(problem: &Problem, zopa: &Zopa) -> Option<bool> {
    if zopa.exists != Some(true) {
        return zopa.exists;
    }
    let known = |party: usize| problem.parties.get(party).is_some_and(|party| party.utility.is_some());
    let witness = zopa.witness.as_deref()?;
    let accepts = |party: usize| known(party) && problem.accepts(party, witness);
    let sure = (0..problem.parties.len()).filter(|party| accepts(*party)).count();
    let vetoes = problem.parties.iter().enumerate().filter(|(_, party)| party.veto);
    let passed = sure >= problem.quorum && vetoes.into_iter().all(|(party, _)| accepts(party));
    passed.then_some(true)
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
    if problem.rounded {
        notes.push(Note::Rounded(problem.denominator));
    }
    notes
}

/// For walk-away ranges: whether a deal exists at their lower ends.
fn range_notes(problem: &Problem, settings: &Settings, control: &dyn Control) -> Vec<Note> {
    let ranged: Vec<usize> = (0..problem.parties.len())
        .filter(|party| {
            let reservation = problem.parties.get(*party).and_then(|party| party.reservation.as_ref());
            reservation.is_some_and(|reservation| reservation.least < reservation.firm)
        })
        .collect();
    if ranged.is_empty() {
        return Vec::new();
    }
    let lowered = at_least(problem);
    let exists = exists(&lowered, settings, control);
    ranged.into_iter().map(|party| Note::ReservationRange { party, exists_at_least: exists }).collect()
}

/// The problem with every walk-away value at the lower end of its range.
fn at_least(problem: &Problem) -> Problem {
    let mut lowered = problem.clone();
    for reservation in lowered.parties.iter_mut().filter_map(|party| party.reservation.as_mut()) {
        reservation.firm = reservation.least;
    }
    lowered
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
    let light = Settings { frontier_points_max: 0, ..settings.clone() };
    if problem.is_unanimous() {
        over(problem, &Scope::everything(problem), &light, control)
    } else {
        by_rule::solve(problem, &light, control)
    }
}

#[cfg(test)]
mod tests;
