//! A long issue's options, cut into cells.

use mediant_model::{OptionSet, Problem};
use std::collections::BTreeSet;
use std::ops::Range;

/// An issue's options in cells of neighbours that no statement tells apart.
pub(super) struct Cells {
    /// For each cell the option that stands for it.
    pub chosen: Vec<u32>,
    /// For each party and cell the most that an option of the cell brings the party.
    pub most: Vec<Vec<i64>>,
    /// For each party how much less than another option of its cell the one that stands for it brings, at the most.
    pub lost: Vec<i64>,
}

/// Of the cells asked for, this part may go to single options at which somebody's points bend.
const BENDS_PART: usize = 4;

impl Cells {
    /// About `count` cells; `None` where the issue has hardly more options, or statements divide it more finely.
    pub fn new(problem: &Problem, issue: usize, count: usize) -> Option<Self> {
        let stated = problem.issues.get(issue)?;
        let size = stated.options.len();
        if size <= 2 * count {
            return None;
        }
        let columns: Vec<Option<&[i64]>> = problem
            .parties
            .iter()
            .map(|party| Some(party.utility.as_ref()?.values.get(issue)?.as_slice()))
            .collect();
        // First where statements begin and end: a cell across such a place would have options of which some
        // are excluded and some not, and no single one could stand for them.
        let mut starts = divided(problem, issue, count)?;
        starts.extend([0, size - 1]);
        let spacing = size.div_ceil(count).max(1);
        starts.extend((0..size).step_by(spacing));
        // An option at which a curve bends is somebody's best there: it stands for itself.
        for bend in bends(&columns, size, count / BENDS_PART) {
            starts.extend([bend, (bend + 1).min(size - 1)]);
        }
        let starts: Vec<usize> = starts.into_iter().collect();
        let ends = starts.iter().skip(1).copied().chain([size]);
        let cells: Vec<Range<usize>> = starts.iter().zip(ends).map(|(start, end)| *start..end).collect();
        let chosen = chosen(&columns, &cells);
        let over = |column: &[i64], cell: &Range<usize>| {
            column.get(cell.clone()).and_then(|values| values.iter().max()).copied().unwrap_or(0)
        };
        let most: Vec<Vec<i64>> = columns
            .iter()
            .map(|column| cells.iter().map(|cell| column.map_or(0, |column| over(column, cell))).collect())
            .collect();
        let lost = columns.iter().zip(&most).map(|(column, most)| {
            let of = |(option, most): (&u32, &i64)| {
                most - column.and_then(|column| column.get(*option as usize)).copied().unwrap_or(*most)
            };
            chosen.iter().zip(most).map(of).max().unwrap_or(0)
        });
        Some(Self { lost: lost.collect(), chosen, most })
    }

    pub fn len(&self) -> usize {
        self.chosen.len()
    }
}

/// Where a statement or an interaction begins or stops to hold along the issue; `None` where that is at too many places.
fn divided(problem: &Problem, issue: usize, count: usize) -> Option<BTreeSet<usize>> {
    let utilities = problem.parties.iter().filter_map(|party| party.utility.as_ref());
    let paid = utilities.flat_map(|utility| utility.interactions.iter().map(|held| &held.region));
    let stated = problem.facts.iter().flat_map(|fact| &fact.forbids);
    let mut starts = BTreeSet::new();
    for side in stated.chain(paid).filter_map(|region| region.side(issue)) {
        for start in changes(side) {
            starts.insert(start);
            if starts.len() > 2 * count {
                return None;
            }
        }
    }
    Some(starts)
}

/// The options that are in the set and the one before not, or the other way round.
fn changes(side: &OptionSet) -> impl Iterator<Item = usize> + '_ {
    (1..side.size()).filter(|option| side.contains(*option) != side.contains(option - 1))
}

/// The options at which parties' points bend most, at most so many.
///
/// Along a straight piece differences of rounded points are one apart at the most.
fn bends(columns: &[Option<&[i64]>], size: usize, most: usize) -> Vec<usize> {
    let mut bend = vec![0.0_f64; size];
    for column in columns.iter().flatten() {
        let range = span(column);
        for (window, sum) in column.windows(3).zip(bend.iter_mut().skip(1)) {
            let [before, at, after] = window else { continue };
            let by = (after - at).abs_diff(at - before);
            if by > 2 {
                *sum += by as f64 / range;
            }
        }
    }
    let mut found: Vec<(usize, f64)> = bend.into_iter().enumerate().filter(|(_, by)| *by > 0.0).collect();
    let order = |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if found.len() > most {
        if most > 0 {
            found.select_nth_unstable_by(most - 1, order);
        }
        found.truncate(most);
    }
    found.into_iter().map(|(option, _)| option).collect()
}

/// Of each cell the option that brings parties most, each measured by what it can gain on the issue.
fn chosen(columns: &[Option<&[i64]>], cells: &[Range<usize>]) -> Vec<u32> {
    let size = cells.last().map_or(0, |cell| cell.end);
    let mut worth = vec![0.0_f64; size];
    for column in columns.iter().flatten() {
        let range = span(column);
        worth.iter_mut().zip(*column).for_each(|(sum, units)| *sum += *units as f64 / range);
    }
    let best = |cell: &Range<usize>| {
        let value = |option: &usize| worth.get(*option).copied().unwrap_or(0.0);
        // Of equals the first.
        let found = cell.clone().rev().max_by(|a, b| value(a).total_cmp(&value(b)));
        u32::try_from(found.unwrap_or(cell.start)).unwrap_or(0)
    };
    cells.iter().map(best).collect()
}

fn span(column: &[i64]) -> f64 {
    let (least, most) =
        (column.iter().min().copied().unwrap_or(0), column.iter().max().copied().unwrap_or(0));
    (most - least).max(1) as f64
}
