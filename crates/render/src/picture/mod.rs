//! Pictures of what is possible: what is drawn, apart from how.
//!
//! A [`DealSpace`] holds the figures of what is possible on one day, [`OverTime`] those of what becomes of
//! it, [`Course`] those of a simulated negotiation; all lay themselves out as a [`Scene`] of lines, areas and
//! words. [`svg()`] and [`png()`] write a scene; [`terminal()`] draws a deal space with characters.

mod course;
mod font;
mod label;
mod over_time;
mod packages;
mod parallel;
mod plane;
mod png;
pub mod scene;
mod steps;
mod svg;
mod terminal;
mod ticks;

pub use course::Course;
use mediant_engine::Analysis;
use mediant_engine::analysis::{Basis, Solutions};
use mediant_engine::outlook::Outlook;
use mediant_engine::report::count;
use mediant_model::problem::FactKind;
use mediant_model::{FairnessRule, Problem};
pub use over_time::OverTime;
use packages::Packages;
pub use png::{Fonts, render as png};
pub use resvg::usvg::fontdb;
pub use scene::{Anchor, Colour, Mark, Scene};
pub use svg::render as svg;
pub use terminal::render as terminal;

/// The figures of a picture, on the scale of the input.
pub struct DealSpace {
    /// The title of the case.
    pub title: String,
    /// What is shown, in a few words.
    pub subtitle: String,
    /// One axis for each party.
    axes: Vec<Axis>,
    /// Where the packages lie; two parties only.
    packages: Packages,
    /// The efficient packages, by falling utility of the first party.
    frontier: Vec<Vec<f64>>,
    /// Whether the frontier holds every efficient package.
    complete: bool,
    /// The fair packages.
    fair: Vec<Fair>,
}

/// A party's axis.
struct Axis {
    name: String,
    low: f64,
    high: f64,
    /// The walk-away value, where it excludes anything.
    walk_away: Option<f64>,
}

/// A package that one or more rules pick.
struct Fair {
    rules: Vec<FairnessRule>,
    utilities: Vec<f64>,
}

/// The sign of a rule in pictures.
fn letter(rule: FairnessRule) -> char {
    match rule {
        FairnessRule::Nash => 'N',
        FairnessRule::KalaiSmorodinsky => 'K',
        FairnessRule::Leximin => 'L',
        FairnessRule::Utilitarian => 'U',
    }
}

impl Fair {
    fn names(&self) -> String {
        let names: Vec<&str> = self.rules.iter().map(|rule| rule.name()).collect();
        names.join(", ")
    }
}

impl DealSpace {
    /// What there is to draw; `None` where not every party has a utility.
    pub fn new(title: &str, problem: &Problem, analysis: &Analysis) -> Option<Self> {
        if !problem.has_all_utilities() || problem.parties.len() < 2 {
            return None;
        }
        let shown = |units: &[i64]| {
            units.iter().enumerate().map(|(party, units)| problem.shown(party, *units)).collect::<Vec<f64>>()
        };
        let mut packages =
            if problem.parties.len() == 2 { Packages::new(problem) } else { Packages::default() };
        let points = analysis.frontier.iter().flat_map(|frontier| &frontier.points);
        let frontier: Vec<Vec<f64>> = points.map(|point| shown(&point.utilities)).collect();
        let fair = analysis.solutions.as_ref().map(|solutions| fair(solutions, shown)).unwrap_or_default();
        let unconstrained = problem.facts.iter().all(|fact| fact.kind == FactKind::Reservation);
        let complete = analysis.frontier.as_ref().is_some_and(|frontier| frontier.complete);
        if let (Packages::Density(density), true, true) = (&mut packages, unconstrained, complete) {
            let reservations = (0..2).map(|party| match analysis.basis {
                Basis::Unanimous => {
                    problem.reservation(party).map_or(f64::NEG_INFINITY, |units| problem.shown(party, units))
                }
                Basis::Rule | Basis::All => f64::NEG_INFINITY,
            });
            density.clip(&frontier, &reservations.collect::<Vec<f64>>());
        }
        let seen = frontier.iter().chain(fair.iter().map(|fair| &fair.utilities));
        let seen: Vec<&Vec<f64>> = seen.collect();
        let axes = (0..problem.parties.len()).map(|party| axis(problem, party, &packages, &seen)).collect();
        let efficient = match analysis.frontier.as_ref() {
            Some(frontier) => format!(", {} efficient", count(&frontier.points.len().into())),
            None => ", none that every party accepts".to_owned(),
        };
        Some(Self {
            title: title.to_owned(),
            subtitle: format!("{} packages{efficient}", count(&analysis.package_count)),
            axes,
            packages,
            frontier,
            complete,
            fair,
        })
    }

    /// The picture laid out: a plane for two parties, parallel axes for more.
    pub fn scene(&self) -> Scene {
        if self.axes.len() == 2 { plane::draw(self) } else { parallel::draw(self) }
    }
}

/// The room for a deal and the parties' walk-away values over time, as SVG.
///
/// Confidential as far as the outlook is; see [`OverTime`].
pub fn outlook_svg(title: &str, problem: &Problem, outlook: &Outlook) -> String {
    svg(&OverTime::new(title, problem, outlook).scene())
}

fn fair(solutions: &Solutions, shown: impl Fn(&[i64]) -> Vec<f64>) -> Vec<Fair> {
    let mut fair: Vec<Fair> = Vec::new();
    for (rule, solution) in solutions.each() {
        let utilities = shown(&solution.utilities);
        match fair.iter_mut().find(|known| known.utilities == utilities) {
            Some(known) => known.rules.push(rule),
            None => fair.push(Fair { rules: vec![rule], utilities }),
        }
    }
    fair
}

fn axis(problem: &Problem, party: usize, packages: &Packages, seen: &[&Vec<f64>]) -> Axis {
    let walk_away = problem.reservation(party).map(|units| problem.shown(party, units));
    let of_packages = packages.extent(party).map(|(low, high)| vec![low, high]).unwrap_or_default();
    let values = seen.iter().filter_map(|point| point.get(party).copied());
    let values: Vec<f64> = values.chain(of_packages).chain(walk_away).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
    let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
    // Zero is where most scales start: an axis that begins near it begins at it.
    let low = if low > 0.0 && low < (high - low) * 0.5 { 0.0 } else { low };
    let name = problem.parties.get(party).map_or("", |party| &party.name).to_owned();
    let excludes = walk_away.filter(|value| *value > low || packages.extent(party).is_none());
    Axis { name, low, high, walk_away: excludes }
}
