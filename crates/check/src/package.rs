//! The packages that a certificate names, held against the compiled problem and against the statements as written.

use crate::certificate::{Basis, Point, Table};
use crate::claim::Ground;
use crate::meaning::{Passing, Settlement, Verdict};
use crate::{Checked, Meaning, ensure};
use mediant_model::problem::Choice;
use mediant_model::{Number, Package, Problem};
use std::collections::BTreeSet;

const WORTH_STATED_WRONGLY: &str = "the utilities of a package are stated wrongly";
const OUTSIDE: &str = "a package is not among those that its claim ranges over";
const OTHERWISE: &str =
    "the compiled problem and the statements differ about a package; this is a mistake of Mediant's";

impl Ground<'_> {
    /// The package, by indices; its worths and the parties' answers are what the statements say.
    pub(crate) fn package(&self, choice: &Choice) -> Checked<Package> {
        let package = self.problem.chosen(choice, &BTreeSet::new())?;
        if let Some(meaning) = self.meaning {
            let settled = meaning.settle(choice)?;
            let settled: Vec<&Settlement> = settled.iter().collect();
            let worth = |party: &str| meaning.worth(party, &settled);
            agree(self.problem, meaning, &package, &settled, worth)?;
        }
        Ok(package)
    }

    /// A package of the basis, and its utilities, which must be those stated; 0 where a party has none.
    pub(crate) fn point(&self, basis: Basis, point: &Point) -> Checked<(Package, Vec<i64>)> {
        let package = self.package(&point.package)?;
        ensure(Point::new(self.problem, &package) == *point, WORTH_STATED_WRONGLY)?;
        let settled = self.meaning.map(|meaning| meaning.settle(&point.package)).transpose()?;
        let settled = settled.as_ref().map(|settled| settled.iter().collect::<Vec<_>>());
        let known = self.meaning.zip(settled);
        let answer = |party: &str| {
            known.as_ref().map_or(Verdict::NotSaid, |(meaning, settled)| meaning.verdict(party, settled))
        };
        let read = known.as_ref().map(|(meaning, settled)| (*meaning, settled.as_slice()));
        ensure(is_inside(self.problem, basis, &package, read, answer), OUTSIDE)?;
        let utilities = self.problem.utilities(&package);
        Ok((package, utilities))
    }

    /// The utilities of the points of a table; each must be what its package is worth, and each package lie in the
    /// basis. Names are looked up once, not once a row.
    pub(crate) fn table(&self, basis: Basis, table: &Table) -> Checked<Vec<Vec<i64>>> {
        let columns = Columns::of(self, table)?;
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
            let id = party.id.as_str();
            let stated = meaning.reservation(id).ok_or_else(|| {
                format!("the worst package of `{id}`, from which its gains are counted, cannot be told by going through")
            })?;
            ensure(
                is_worth(self.problem, meaning, id, *units, &stated),
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
            // A worst package that cannot be told excludes nothing; then the floor must be no higher than it can be.
            let stated = if firm { meaning.reservation(id) } else { meaning.least(id) };
            let Some((stated, asked)) = stated.zip(self.problem.exact(units)) else { continue };
            let sound = asked <= stated || is_worth(self.problem, meaning, id, units, &stated);
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
    meaning: Option<&'a Meaning<'a>>,
}

/// An option: its place in the problem, how the statements call it, and what it brings each party.
struct Column {
    option: u32,
    settled: Option<(Settlement, Vec<Number>)>,
}

impl<'a> Columns<'a> {
    fn of(ground: &Ground<'a>, table: &Table) -> Checked<Self> {
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
        Ok(Self { issues, meaning: ground.meaning })
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
            return ensure(is_inside(problem, basis, &package, None, |_| Verdict::NotSaid), OUTSIDE);
        };
        let read: Option<Vec<&(Settlement, Vec<Number>)>> =
            chosen.iter().map(|column| column.as_ref()?.settled.as_ref()).collect();
        let read = read.ok_or("a row has not one option for every issue")?;
        let settled: Vec<&Settlement> = read.iter().map(|(settled, _)| settled).collect();
        let mut verdicts = Vec::with_capacity(problem.parties.len());
        for (index, (party, units)) in problem.parties.iter().zip(units).enumerate() {
            let id = party.id.as_str();
            let points = read.iter().filter_map(|(_, points)| points.get(index));
            let worth = meaning.total(id, points, &settled).ok_or(OTHERWISE)?;
            ensure(is_worth(problem, meaning, id, *units, &worth), OTHERWISE)?;
            verdicts.push((id, meaning.verdict_at(id, Some(&worth), &settled)));
        }
        let verdict = |party: &str| {
            let found = verdicts.iter().find(|(id, _)| *id == party);
            found.map_or(Verdict::NotSaid, |(_, verdict)| *verdict)
        };
        ensure(is_inside(problem, basis, &package, Some((meaning, &settled)), verdict), OUTSIDE)
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
    Ok(Column { option: place as u32, settled })
}

/// Checks that compiled problem and statements say the same of a package.
fn agree(
    problem: &Problem,
    meaning: &Meaning<'_>,
    package: &[u32],
    settled: &[&Settlement],
    worth: impl Fn(&str) -> Option<Number>,
) -> Checked<()> {
    for (index, party) in problem.parties.iter().enumerate() {
        let id = party.id.as_str();
        let worth = worth(id);
        let same = match (&worth, problem.utility(index, package)) {
            (Some(worth), Some(units)) => is_worth(problem, meaning, id, units, worth),
            (None, None) => true,
            _ => false,
        };
        ensure(same, OTHERWISE)?;
        // What nobody has said the compiled problem takes one way or the other.
        let same = match meaning.verdict_at(id, worth.as_ref(), settled) {
            Verdict::Accepts => problem.accepts(index, package),
            Verdict::Refuses => !problem.accepts(index, package),
            Verdict::NotSaid => true,
        };
        ensure(same, OTHERWISE)?;
    }
    ensure(problem.is_possible(package) == meaning.is_possible(settled), OTHERWISE)
}

/// Whether a package lies in the basis: by the compiled problem, and for certain by the statements.
fn is_inside(
    problem: &Problem,
    basis: Basis,
    package: &[u32],
    read: Option<(&Meaning<'_>, &[&Settlement])>,
    verdict: impl Fn(&str) -> Verdict,
) -> bool {
    let compiled = match basis {
        Basis::All => problem.is_possible(package),
        Basis::Unanimous => problem.is_unanimously_acceptable(package),
        Basis::Rule => problem.passes_rule(package),
    };
    compiled
        && read.is_none_or(|(meaning, settled)| match basis {
            Basis::All => meaning.is_possible(settled),
            Basis::Unanimous => {
                let all = meaning.parties().all(|party| verdict(party.as_str()) == Verdict::Accepts);
                all && meaning.is_possible(settled)
            }
            Basis::Rule => meaning.passes_with(settled, verdict) == Passing::Passes,
        })
}

/// Whether so many units are the worth: exactly, or, where numbers were rounded on reading, as near as that allows.
fn is_worth(problem: &Problem, meaning: &Meaning<'_>, party: &str, units: i64, worth: &Number) -> bool {
    let Some(stated) = problem.exact(units) else { return false };
    if !problem.rounded || stated == *worth {
        return stated == *worth;
    }
    // Each number of the sum is at most a unit off.
    let terms = i64::try_from(meaning.terms(party)).unwrap_or(i64::MAX);
    let off = if stated < *worth { worth - &stated } else { &stated - worth };
    problem.exact(terms).is_some_and(|most| off <= most)
}
