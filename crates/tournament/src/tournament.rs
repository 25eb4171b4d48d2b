//! A tournament, ready to be played: its specification with its scenarios, all of it valid.

use crate::grid::{Cell, Grid, GridError, seed_of};
use crate::labels;
use crate::roster::Roster;
use crate::source::{Found, Source};
use crate::specification::{self, Pattern, Specification};
use mediant_formats::diagnostic::sort;
use mediant_formats::native::{fields::Diagnostics, parse_toml};
use mediant_formats::{Diagnostic, InputFile, SourceText};
use mediant_model::Problem;
use mediant_model::problem::Options;
use mediant_model::spelling::quoted;
use mediant_sim::Scenario;
use std::fmt;

/// A tournament, ready to be played. It is read-only and may be shared between threads.
///
/// Every scenario is prepared and held: about 12 bytes for each package and party of those with up to four million
/// packages (see [`Scenario`]).
pub struct Tournament {
    specification: Specification,
    entries: Vec<Entry>,
    grid: Grid,
}

/// A scenario of a tournament. Confidential, as briefs are: its `Debug` shows its label.
pub struct Entry {
    /// What results call it.
    pub label: String,
    /// Where it was found.
    pub path: String,
    /// The scenario, prepared.
    pub scenario: Scenario,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({:?})", self.label)
    }
}

impl fmt::Debug for Tournament {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tournament")
            .field("specification", &self.specification)
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

/// Something read, with warnings, or every problem at once.
pub type Read<T> = Result<(T, Vec<Diagnostic>), Vec<Diagnostic>>;

impl Tournament {
    /// Reads a specification in TOML and the scenarios it names, and prepares them.
    ///
    /// # Errors
    /// Every problem of the specification and of every scenario, with its place.
    pub fn read(file: &InputFile, roster: &dyn Roster, source: &dyn Source) -> Read<Self> {
        let text = file.text().map_err(|problem| vec![problem])?;
        let shown = SourceText::new(&file.name, text);
        let top = parse_toml(&shown)?;
        let problems = Diagnostics::new(&shown);
        let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let title = base.strip_suffix(".toml").unwrap_or(base);
        let (specification, patterns) = specification::read(top.get_ref(), roster, title, &problems);
        let mut gathered = Gathered { problems: &problems, foreign: Vec::new(), found: Vec::new() };
        patterns.iter().for_each(|pattern| gathered.add(pattern, source));
        let Gathered { found, foreign, .. } = gathered;
        let entries = labelled(found, &problems);
        let grid = grid(&specification, &entries, &problems);
        let mut noted = problems.into_noted();
        noted.extend(foreign);
        sort(&mut noted);
        match grid {
            Some(grid) if !noted.iter().any(Diagnostic::is_error) => {
                let entries = entries.into_iter().map(|(entry, _)| entry).collect();
                Ok((Self { specification, entries, grid }, noted))
            }
            _ => Err(noted),
        }
    }

    /// What it is to be.
    pub fn specification(&self) -> &Specification {
        &self.specification
    }

    /// Its scenarios, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Which negotiations there are, in their fixed order.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The seed of a negotiation (see [`seed_of`]).
    pub fn seed_of(&self, cell: &Cell) -> u64 {
        let entrants = &self.specification.entrants;
        let seats = cell.seats.iter().filter_map(|seat| entrants.get(*seat));
        let labels: Vec<&str> = seats.map(|entrant| entrant.label.as_str()).collect();
        let scenario = self.entries.get(cell.scenario).map_or("", |entry| entry.label.as_str());
        seed_of(self.specification.seed, scenario, &labels, cell.repetition)
    }

    /// A hash of everything that results depend on, as 64 hexadecimal digits: seed, limits, protocol, strategies by
    /// label and full name, scenarios by label and content, and the version of this program.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("mediant tournament 2026 fingerprint");
        let mut ink = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        let specification = &self.specification;
        ink(env!("CARGO_PKG_VERSION"));
        let protocol =
            serde_json::to_string(&specification.protocol).unwrap_or_else(|error| error.to_string());
        ink(&protocol);
        let (seed, repetitions) = (specification.seed, specification.repetitions);
        ink(&format!("{seed} {repetitions} {} {}", specification.rounds, specification.effort));
        ink(&format!("{:?} {}", specification.roles, specification.self_play));
        for entrant in &specification.entrants {
            ink(&entrant.label);
            ink(&entrant.strategy);
        }
        for entry in &self.entries {
            ink(&entry.label);
            ink(&entry.scenario.fingerprint());
            for party in &entry.scenario.problem().parties {
                ink(party.id.as_str());
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// Scenarios as they are found, with what is wrong with them.
struct Gathered<'a> {
    problems: &'a Diagnostics<'a>,
    /// Problems of other files than the specification.
    foreign: Vec<Diagnostic>,
    found: Vec<(Found, Scenario, Pattern)>,
}

impl Gathered<'_> {
    fn add(&mut self, pattern: &Pattern, source: &dyn Source) {
        let found = match source.find(&pattern.path) {
            Ok(found) => found,
            Err(problems) => return problems.into_iter().for_each(|problem| self.unread(pattern, problem)),
        };
        if found.len() > 1 && pattern.label.is_some() {
            let message = format!("a label is for one scenario, but {} match this", found.len());
            self.problems.error_help(pattern.span.clone(), message, "leave out the label, or name one path");
        }
        for found in found {
            // What two patterns match takes part once.
            if self.found.iter().any(|(known, _, _)| known.path == found.path) {
                continue;
            }
            if let Some(scenario) = self.prepared(&found, pattern) {
                self.found.push((found, scenario, pattern.clone()));
            }
        }
    }

    /// A problem of the source: at its own file, and at the line that names it where it has none or cannot be opened.
    fn unread(&mut self, pattern: &Pattern, problem: Diagnostic) {
        if problem.spot.is_some() {
            return self.foreign.push(problem);
        }
        let place =
            if problem.file.is_empty() { String::new() } else { format!("{}: ", quoted(&problem.file)) };
        let message = format!("{place}{}", problem.message);
        let help = problem.help.unwrap_or_else(|| "check the path".to_owned());
        self.problems.error_help(pattern.span.clone(), message, help);
    }

    fn prepared(&mut self, found: &Found, pattern: &Pattern) -> Option<Scenario> {
        let negotiation = match mediant_formats::read(&found.files) {
            Ok((negotiation, warnings)) => {
                self.foreign.extend(warnings);
                negotiation
            }
            Err(problems) => {
                self.foreign.extend(problems);
                let message = format!("the scenario {} cannot be read", quoted(&found.path));
                self.problems.error_help(pattern.span.clone(), message, "see the problems of its files");
                return None;
            }
        };
        let refuse = |message: String| {
            let message = format!("the scenario {} cannot be negotiated: {message}", quoted(&found.path));
            let help = "a tournament needs points from every party: leave it out, or complete its briefs";
            self.problems.error_help(pattern.span.clone(), message, help);
        };
        let problem = match Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()) {
            Ok(problem) => problem,
            Err(errors) => {
                errors.into_iter().for_each(|error| refuse(error.to_string()));
                return None;
            }
        };
        Scenario::new(problem, &negotiation.briefs).map_err(|unfit| refuse(unfit.to_string())).ok()
    }
}

fn labelled(found: Vec<(Found, Scenario, Pattern)>, problems: &Diagnostics<'_>) -> Vec<(Entry, Pattern)> {
    let paths: Vec<&str> = found.iter().map(|(found, _, _)| found.path.as_str()).collect();
    let labels = labels::of_paths(&paths);
    let mut entries: Vec<(Entry, Pattern)> = Vec::new();
    for ((found, scenario, pattern), short) in found.into_iter().zip(labels) {
        let label = pattern.label.clone().unwrap_or(short);
        if entries.iter().any(|(entry, _)| entry.label == label) {
            let message = format!("a second scenario would be called {}", quoted(&label));
            let help = "write `{ path = \"…\", label = \"…\" }`";
            problems.error_help(pattern.span.clone(), message, help);
        }
        entries.push((Entry { label, path: found.path, scenario }, pattern));
    }
    entries
}

fn grid(
    specification: &Specification,
    entries: &[(Entry, Pattern)],
    problems: &Diagnostics<'_>,
) -> Option<Grid> {
    let parties: Vec<usize> = entries.iter().map(|(entry, _)| entry.scenario.party_count()).collect();
    let Specification { roles, self_play, repetitions, .. } = specification;
    let strategies = specification.entrants.len();
    if strategies == 0 || entries.is_empty() {
        return None;
    }
    match Grid::new(&parties, strategies, *roles, *self_play, *repetitions) {
        Ok(grid) => Some(grid),
        Err(GridError::TooLarge) => {
            let message = "this is too large: a tournament has at most a thousand million negotiations, and a \
                           scenario at most a million ways to seat the strategies";
            problems.error_help(0..1, message, "take fewer strategies, scenarios or repetitions");
            None
        }
        Err(GridError::TooFewStrategies { scenario }) => {
            if let Some((entry, pattern)) = entries.get(scenario) {
                let parties = entry.scenario.party_count();
                let message = format!(
                    "{} has {parties} parties, but there are {strategies} strategies, and none may meet itself",
                    quoted(&entry.label)
                );
                problems.error_help(
                    pattern.span.clone(),
                    message,
                    "add strategies, or write `self_play = true`",
                );
            }
            None
        }
    }
}
