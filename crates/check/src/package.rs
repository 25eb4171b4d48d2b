//! The packages that a certificate names, held against the compiled problem and against the statements as written.

use crate::certificate::{Basis, Point, Table};
use crate::claim::Ground;
use crate::meaning::{KnownStance, Passing, Settlement};
use crate::{Checked, Meaning, ensure};
use mediant_model::problem::{Choice, FactKind, ProblemParty, Stance};
use mediant_model::{Number, Package, Problem};
use num_bigint::BigInt;
use num_integer::Integer;
use std::collections::BTreeSet;

const WORTH_STATED_WRONGLY: &str = "the utilities of a package are stated wrongly";
const OUTSIDE: &str = "a package is not among those that its claim ranges over";
const OTHERWISE: &str =
    "the compiled problem and the statements differ about a package; this is a mistake of Mediant's";

/// How the statements call a package, and what each party is known to answer.
pub(crate) struct Read<'a> {
    pub(crate) settled: Vec<Settlement>,
    pub(crate) verdicts: Vec<(&'a str, KnownStance)>,
}

impl Read<'_> {
    pub(crate) fn verdict(&self, party: &str) -> KnownStance {
        verdict_of(&self.verdicts, party)
    }
}

fn verdict_of(verdicts: &[(&str, KnownStance)], party: &str) -> KnownStance {
    let found = verdicts.iter().find(|(id, _)| *id == party);
    found.map_or(KnownStance::NotSaid, |(_, verdict)| *verdict)
}

impl<'a> Ground<'a> {
    /// The package, by indices; its worths and the parties' answers are what the statements say.
    pub(crate) fn package(&self, choice: &Choice) -> Checked<Package> {
        Ok(self.read(choice)?.0)
    }

    /// The package, and how it is read, where the statements are at hand.
    pub(crate) fn read(&self, choice: &Choice) -> Checked<(Package, Option<Read<'a>>)> {
        let package = self.problem.chosen(choice, &BTreeSet::new())?;
        let Some(meaning) = self.meaning else { return Ok((package, None)) };
        let settled = meaning.settle(choice)?;
        let verdicts = agree(self.problem, meaning, &package, &settled.iter().collect::<Vec<_>>())?;
        Ok((package, Some(Read { settled, verdicts })))
    }

    /// A package of the basis, and its utilities, which must be those stated; 0 where a party has none.
    pub(crate) fn point(&self, basis: Basis, point: &Point) -> Checked<(Package, Vec<i64>)> {
        let (package, read) = self.read(&point.package)?;
        ensure(Point::new(self.problem, &package) == *point, WORTH_STATED_WRONGLY)?;
        let inside = match (self.meaning, &read) {
            (Some(meaning), Some(read)) => {
                let settled: Vec<&Settlement> = read.settled.iter().collect();
                is_inside(self.problem, basis, &package, Some((meaning, &settled, &read.verdicts)))
            }
            _ => is_inside(self.problem, basis, &package, None),
        };
        ensure(inside, OUTSIDE)?;
        let utilities = self.problem.utilities(&package);
        Ok((package, utilities))
    }

    /// The utilities of the points of a table; each must be what its package is worth, and each package lie in the
    /// basis. Names are looked up once, not once a row.
    pub(crate) fn table(&self, basis: Basis, table: &Table) -> Checked<Vec<Vec<i64>>> {
        let columns = Columns::new(self, table)?;
        let mut vectors = Vec::with_capacity(table.rows.len());
        for (index, (places, units)) in table.rows.iter().enumerate() {
            if index % ROWS_BETWEEN_LOOKS == 0 {
                self.watch.look()?;
            }
            columns.row(self, basis, places, units)?;
            vectors.push(units.clone());
        }
        Ok(vectors)
    }

    /// Everybody's walk-away value, from which gains are counted.
    pub(crate) fn reservations(&self) -> Checked<Vec<i64>> {
        let from = self.problem.reservations().ok_or("it needs every party's reservation value")?;
        for (party, units) in self.problem.parties.iter().zip(&from) {
            let Some(meaning) = self.meaning else { break };
            // A worst package that takes too long to go through for is taken from the compiled problem.
            let Some(stated) = meaning.reservation(party.id.as_str()) else { continue };
            ensure(
                is_walk_away(party, *units, &stated),
                "gains are counted from another walk-away value than the files give",
            )?;
        }
        Ok(from)
    }

    /// Checks that walk-away values among the facts exclude no more than what is certain to be refused, or, with
    /// `firm`, than what is not certain to be accepted.
    pub(crate) fn ensure_excluded(&self, facts: &[usize], firm: bool) -> Checked<()> {
        let Some(meaning) = self.meaning else { return Ok(()) };
        let floor = self.problem.floor(facts);
        for (party, units) in self.problem.parties.iter().zip(floor).filter(|(_, units)| *units != i64::MIN) {
            let id = party.id.as_str();
            let stated = if firm { meaning.reservation(id) } else { meaning.least(id) };
            let Some(stated) = stated else { continue };
            // What is certain to be refused lies below it even where rounding has made it look worse than it is.
            let sound = match &party.scale.rounded_by {
                Some(off) if !firm => &party.scale.exact(units.saturating_sub(1)) + off < stated,
                Some(_) => is_walk_away(party, units, &stated),
                None => party.scale.exact(units) <= stated,
            };
            ensure(sound, "a walk-away value excludes packages that the party does not refuse for certain")?;
        }
        Ok(())
    }
}

const ROWS_BETWEEN_LOOKS: usize = 256;

/// The names of a table, found in the problem and in the statements.
struct Columns<'a> {
    /// For each issue of the table its place in the problem, and its options.
    issues: Vec<(usize, Vec<Column>)>,
    /// For each party what all its points are fractions of.
    below: Vec<BigInt>,
    meaning: Option<&'a Meaning<'a>>,
}

/// An option: its place in the problem, how the statements call it, and what it brings each party.
struct Column {
    option: u32,
    settled: Option<(Settlement, Vec<Number>)>,
    /// What it brings each party, over the party's common denominator: many sums are made of these.
    above: Vec<BigInt>,
}

impl<'a> Columns<'a> {
    fn new(ground: &Ground<'a>, table: &Table) -> Checked<Self> {
        let problem = ground.problem;
        ensure(
            table
                .parties
                .iter()
                .map(String::as_str)
                .eq(problem.parties.iter().map(|party| party.id.as_str())),
            "a table does not name the parties in their order",
        )?;
        let mut seen = BTreeSet::new();
        let mut issues = Vec::new();
        for (name, options) in &table.issues {
            let issue = problem.issue_named(name)?;
            ensure(seen.insert(issue), "a table names an issue twice")?;
            let options = options.iter().map(|option| column(ground, issue, name, option));
            issues.push((issue, options.collect::<Checked<Vec<Column>>>()?));
        }
        ensure(seen.len() == problem.issues.len(), "a table leaves out an issue")?;
        let mut columns = Self { issues, below: Vec::new(), meaning: ground.meaning };
        columns.bring_to_common_denominators(problem.parties.len());
        Ok(columns)
    }

    fn bring_to_common_denominators(&mut self, parties: usize) {
        self.below = vec![BigInt::from(1); parties];
        let points =
            |column: &Column| column.settled.as_ref().map_or(Vec::new(), |(_, points)| points.clone());
        for column in self.issues.iter().flat_map(|(_, options)| options) {
            for (below, points) in self.below.iter_mut().zip(points(column)) {
                *below = below.lcm(points.parts().1);
            }
        }
        let below = &self.below;
        for column in self.issues.iter_mut().flat_map(|(_, options)| options) {
            let above = points(column).into_iter().zip(below).map(|(points, below)| {
                let (numerator, denominator) = points.parts();
                numerator * (below / denominator)
            });
            column.above = above.collect();
        }
    }

    fn row(&self, ground: &Ground<'_>, basis: Basis, places: &[u32], units: &[i64]) -> Checked<()> {
        let problem = ground.problem;
        ensure(places.len() == self.issues.len(), "a row has not one option for every issue")?;
        let mut package = vec![0; self.issues.len()];
        // The statements know issues in the order of the case, as the problem does.
        let mut chosen: Vec<Option<&Column>> = vec![None; self.issues.len()];
        for ((issue, options), place) in self.issues.iter().zip(places) {
            let column =
                options.get(*place as usize).ok_or("a row takes an option that the table does not name")?;
            package.get_mut(*issue).into_iter().for_each(|slot| *slot = column.option);
            chosen.get_mut(*issue).into_iter().for_each(|slot| *slot = Some(column));
        }
        ensure(problem.utilities(&package) == *units && problem.has_all_utilities(), WORTH_STATED_WRONGLY)?;
        let Some(meaning) = self.meaning else {
            return ensure(is_inside(problem, basis, &package, None), OUTSIDE);
        };
        let chosen: Vec<&Column> = chosen.into_iter().flatten().collect();
        let settled: Vec<&Settlement> =
            chosen.iter().filter_map(|column| Some(&column.settled.as_ref()?.0)).collect();
        ensure(settled.len() == problem.issues.len(), "a row has not one option for every issue")?;
        let mut verdicts = Vec::with_capacity(problem.parties.len());
        for (index, (party, units)) in problem.parties.iter().zip(units).enumerate() {
            let id = party.id.as_str();
            let above: BigInt = chosen.iter().filter_map(|column| column.above.get(index)).sum();
            let below = self.below.get(index).cloned().ok_or(OTHERWISE)?;
            let points = Number::ratio(above, below).ok_or(OTHERWISE)?;
            let worth = meaning.total(id, points, &settled).ok_or(OTHERWISE)?;
            ensure(is_worth(party, *units, &worth), OTHERWISE)?;
            let verdict = meaning.verdict_at(id, Some(&worth), &settled);
            verdicts.push((id, known(problem, index, &package, verdict)?));
        }
        ensure(is_inside(problem, basis, &package, Some((meaning, &settled, &verdicts))), OUTSIDE)
    }
}

fn column(ground: &Ground<'_>, issue: usize, name: &str, option: &str) -> Checked<Column> {
    let place = ground.problem.option_named(issue, option)?;
    let settled = match ground.meaning {
        None => None,
        Some(meaning) => {
            let settled = meaning.settlement(name, option)?;
            let parties = ground.problem.parties.iter();
            let points =
                parties.map(|party| meaning.points(party.id.as_str(), name, &settled).ok_or(OTHERWISE));
            let points = points.collect::<Result<Vec<Number>, &str>>()?;
            Some((settled, points))
        }
    };
    Ok(Column { option: place as u32, settled, above: Vec::new() })
}

/// Checks that compiled problem and statements say the same of a package; gives the parties' answers.
fn agree<'a>(
    problem: &'a Problem,
    meaning: &Meaning<'_>,
    package: &[u32],
    settled: &[&Settlement],
) -> Checked<Vec<(&'a str, KnownStance)>> {
    let mut verdicts = Vec::with_capacity(problem.parties.len());
    for (index, party) in problem.parties.iter().enumerate() {
        let id = party.id.as_str();
        let worth = meaning.worth(id, settled);
        let same = match (&worth, problem.utility(index, package)) {
            (Some(worth), Some(units)) => is_worth(party, units, worth),
            (None, None) => true,
            _ => false,
        };
        ensure(same, OTHERWISE)?;
        let verdict = meaning.verdict_at(id, worth.as_ref(), settled);
        verdicts.push((id, known(problem, index, package, verdict)?));
    }
    ensure(problem.is_possible(package) == meaning.is_possible(settled), OTHERWISE)?;
    Ok(verdicts)
}

/// What both readings know of the party's answer; they may not contradict each other.
///
/// Rounding may leave the compiled problem in doubt where the statements are not, and so may a walk-away value that was
/// dropped: it says no more what is enough.
fn known(problem: &Problem, party: usize, package: &[u32], verdict: KnownStance) -> Checked<KnownStance> {
    let rounded = problem.parties.get(party).is_some_and(|party| party.scale.rounded_by.is_some());
    let dropped =
        !problem.facts.iter().any(|fact| fact.party == Some(party) && fact.kind == FactKind::Reservation);
    match (problem.stance(party, package), verdict) {
        (Stance::Accepts, KnownStance::Accepts)
        | (Stance::Refuses, KnownStance::Refuses)
        | (Stance::NotSaid, KnownStance::NotSaid) => Ok(verdict),
        (Stance::NotSaid, _) if rounded || dropped => Ok(KnownStance::NotSaid),
        _ => Err(OTHERWISE.into()),
    }
}

/// The statements, how they call a package, and what each party is known to answer to it.
type Known<'k> = (&'k Meaning<'k>, &'k [&'k Settlement], &'k [(&'k str, KnownStance)]);

/// Whether a package lies in the basis: by the compiled problem, and for certain by the statements.
fn is_inside(problem: &Problem, basis: Basis, package: &[u32], read: Option<Known<'_>>) -> bool {
    let compiled = match basis {
        Basis::All => problem.is_possible(package),
        Basis::Unanimous => problem.is_unanimously_acceptable(package),
        Basis::Rule => problem.passes_rule(package),
    };
    compiled
        && read.is_none_or(|(meaning, settled, verdicts)| match basis {
            Basis::All => meaning.is_possible(settled),
            Basis::Unanimous => {
                verdicts.iter().all(|(_, verdict)| *verdict == KnownStance::Accepts)
                    && meaning.is_possible(settled)
            }
            Basis::Rule => {
                meaning.passes_with(settled, |party| verdict_of(verdicts, party)) == Passing::Passes
            }
        })
}

/// Whether so many units are the worth: exactly, or, where numbers were rounded on reading, as near as that allows.
fn is_worth(party: &ProblemParty, units: i64, worth: &Number) -> bool {
    let (above, below) = worth.parts();
    let (unit_above, unit_below) = party.scale.unit.parts();
    // In whole numbers: a fraction of many digits takes long to be brought to lowest terms.
    let off = above * unit_below - below * unit_above * units;
    match &party.scale.rounded_by {
        None => off == BigInt::ZERO,
        Some(most) => {
            let (most_above, most_below) = most.parts();
            off.magnitude() * most_below.magnitude()
                <= below.magnitude() * unit_below.magnitude() * most_above.magnitude()
        }
    }
}

/// Whether so many units are the walk-away value: where numbers were rounded, the least that is certain to be enough.
fn is_walk_away(party: &ProblemParty, units: i64, stated: &Number) -> bool {
    let Some(off) = &party.scale.rounded_by else { return is_worth(party, units, stated) };
    // From what rounding may have taken away up to what it may have added, and up to the next unit.
    let (low, high) = (stated - off, &(stated + off) + &party.scale.unit);
    let exact = party.scale.exact(units);
    low <= exact && exact <= high
}
