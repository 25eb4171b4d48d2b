//! Of which values of a number a mediation asks: a coarse grid of round ones first, a finer one between them, and the values that
//! somebody named at the table.
//!
//! All of it is chosen from what the table knows: that a mediation opened is read by everybody there.

use super::{Ask, Exchange, LeftOut, MediatedIssue, Mediation, ReplyRequest};
use crate::compartment::Compartment;
use crate::state::State;
use crate::statement::{Statement, StatementId, StatementOnRecord};
use mediant_model::grid::Grid;
use mediant_model::issue::Range;
use mediant_model::{Condition, IssueId, IssueKind, Number, OptionId, PartyId};
use std::collections::BTreeSet;

/// Steps between the values of the fine grid, at most.
const FINE_MAX: usize = 40;
/// Steps between those that are asked about first, at most.
const ROUND_MAX: usize = 6;
/// Values that somebody named, at most.
const NAMED_MAX: usize = 8;

/// The values of a number to ask about, ascending, and which of them come first: both ends, round ones between them, and next to
/// each `named` value the points of the grid. Both are empty for a range without two points.
pub fn values(range: &Range, named: &[Number]) -> (Vec<OptionId>, Vec<OptionId>) {
    let Some(grid) = Grid::from_range(range).filter(|grid| grid.len() > 1) else {
        return (Vec::new(), Vec::new());
    };
    let last = grid.len() - 1;
    let mut round: BTreeSet<usize> = grid.round(ROUND_MAX).collect();
    round.extend([0, last]);
    for value in named.iter().take(NAMED_MAX) {
        // The value itself where it is a point; those on either side of it where it is none.
        let above = grid.between(Some(value), None).start;
        let below = grid.between(None, Some(value)).end.checked_sub(1);
        round.extend(below);
        round.insert(above.min(last));
    }
    let mut all: BTreeSet<usize> = grid.round(FINE_MAX).collect();
    all.extend(&round);
    let written = |places: BTreeSet<usize>| {
        let points = places.into_iter().filter_map(|place| grid.at(place));
        points.map(|point| OptionId::new(point.to_string())).collect()
    };
    (written(all), written(round))
}

impl Mediation {
    /// A question with an answer as it was asked to be recorded.
    pub(crate) fn exchange(&self, question: Ask, answer: ReplyRequest) -> Exchange {
        let number = match &question {
            Ask::RankOptions(id) => {
                self.issues.iter().find(|mediated| &mediated.issue == id && mediated.is_number())
            }
            _ => None,
        };
        let values = number.map(|mediated| mediated.options.as_slice()).unwrap_or_default();
        Exchange { question, answer: answer.reply(values) }
    }
}

impl State {
    /// Numbers that somebody named on an issue so that the table knows it: of red lines, preconditions, linkages and positions, each
    /// once, in the order in which they were said.
    pub(crate) fn numbers_at_the_table(&self, issue: &IssueId) -> Vec<Number> {
        let mut said: Vec<_> = self.known_at_the_table().collect();
        said.sort_by_key(|(_, stated)| stated.trace.index);
        let mut found: Vec<Number> = Vec::new();
        for (_, stated) in said {
            let conditions = match &stated.content {
                Statement::Position(position) => position.wants.iter().collect(),
                Statement::RedLine(line) => vec![&line.never],
                Statement::Precondition(stated) => stated.require.iter().collect(),
                Statement::Linkage(link) => vec![&link.when, &link.then],
                _ => Vec::new(),
            };
            for condition in conditions {
                numbers(condition, issue, &mut found);
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|number| seen.insert(number.clone()));
        found
    }

    /// What everybody at the table knows that somebody said, and that was not taken back.
    fn known_at_the_table(&self) -> impl Iterator<Item = (&StatementId, &StatementOnRecord)> {
        let is_known = |stated: &StatementOnRecord| {
            matches!(stated.trace.compartment, Compartment::Public | Compartment::Table)
                && stated.content.provenance().until.is_none()
        };
        self.statements.iter().filter(move |(_, stated)| is_known(stated))
    }

    /// What a mediation on these issues with these parties leaves out, as far as the table knows of it.
    pub fn left_out_of(&self, issues: &[MediatedIssue], parties: &BTreeSet<PartyId>) -> LeftOut {
        let table = self.choosable_in(&Compartment::Table);
        let is_in = |id: &IssueId| issues.iter().any(|mediated| &mediated.issue == id);
        let some_values = |mediated: &&MediatedIssue| {
            let known = table.issues.iter().find(|known| known.id == mediated.issue);
            mediated.is_number() && known.is_some_and(|known| known.option_count() > mediated.options.len())
        };
        let binds = |content: &Statement| match content {
            Statement::RedLine(_) | Statement::Precondition(_) | Statement::Linkage(_) => {
                content.issues().into_iter().any(|issue| !is_in(issue))
                    || content.party().is_some_and(|party| !parties.contains(party))
            }
            _ => false,
        };
        let statements = self.known_at_the_table().filter(|(_, stated)| binds(&stated.content));
        LeftOut {
            issues: table.issues.iter().map(|issue| issue.id.clone()).filter(|id| !is_in(id)).collect(),
            values: issues.iter().filter(some_values).map(|mediated| mediated.issue.clone()).collect(),
            statements: statements.map(|(id, _)| id.clone()).collect(),
            combinations: true,
        }
    }

    /// The values of a number that a mediation would ask about if it opened now, and which of them first; `None` for an issue that
    /// is settled otherwise, or that the table does not know so.
    pub fn values_to_ask(&self, issue: &IssueId) -> Option<(Vec<OptionId>, Vec<OptionId>)> {
        let table = self.choosable_in(&Compartment::Table);
        let known = table.issues.iter().find(|known| &known.id == issue)?;
        let IssueKind::Range(range) = &known.kind else { return None };
        Some(values(range, &self.numbers_at_the_table(issue))).filter(|(all, _)| !all.is_empty())
    }
}

/// The numbers that a condition names on the issue.
fn numbers(condition: &Condition, issue: &IssueId, found: &mut Vec<Number>) {
    match condition {
        Condition::Between(of, low, high) if of == issue => found.extend(low.iter().chain(high).cloned()),
        Condition::Options(of, options) if of == issue => {
            found.extend(options.iter().filter_map(|option| option.as_str().parse().ok()));
        }
        Condition::Options(..) | Condition::Between(..) => {}
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| numbers(part, issue, found));
        }
        Condition::Not(inner) => numbers(inner, issue, found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(range: (i64, i64, i64), named: &[i64]) -> (Vec<String>, Vec<String>) {
        let (min, max, step) = range;
        let range = Range { min: min.into(), max: max.into(), step: step.into(), unit: None };
        let named: Vec<Number> = named.iter().copied().map(Number::from).collect();
        let (all, round) = values(&range, &named);
        let texts = |of: Vec<OptionId>| of.iter().map(ToString::to_string).collect();
        (texts(all), texts(round))
    }

    #[test]
    fn round_numbers_come_first() {
        let (all, round) = texts((0, 500, 10), &[]);
        assert_eq!(round, ["0", "100", "200", "300", "400", "500"]);
        assert_eq!(all.len(), 26);
        let (all, round) = texts((17, 1_017, 1), &[350]);
        assert_eq!(round, ["17", "200", "350", "400", "600", "800", "1000", "1017"]);
        assert!(all.len() < 50 && all.contains(&"350".to_owned()));
        // Few values are all asked about.
        assert_eq!(texts((0, 10, 5), &[]).0, ["0", "5", "10"]);
        assert_eq!(texts((3, 3, 5), &[]), (Vec::new(), Vec::new()));
    }

    proptest! {
        #[test]
        fn values_are_few_points_of_the_range_with_both_ends(
            first in -500_i64..500, step in 1_i64..40, count in 1_i64..3_000, slack in 0_i64..40,
            named in prop::collection::vec(-1_000_i64..90_000, 0..12),
        ) {
            let last = first + step * count;
            let (all, round) = texts((first, last + slack % step, step), &named);
            let number = |text: &String| text.parse::<i64>().unwrap_or(i64::MIN);
            let values: Vec<i64> = all.iter().map(number).collect();
            prop_assert!(values.is_sorted_by(|a, b| a < b));
            prop_assert!(values.iter().all(|value| (value - first) % step == 0));
            prop_assert_eq!((values.first(), values.last()), (Some(&first), Some(&last)));
            prop_assert!(values.len() <= FINE_MAX + 3 + 2 * NAMED_MAX && round.len() <= ROUND_MAX + 3 + 2 * NAMED_MAX);
            prop_assert!(round.iter().all(|value| all.contains(value)));
            let of_round: Vec<i64> = round.iter().map(number).collect();
            prop_assert_eq!((of_round.first(), of_round.last()), (Some(&first), Some(&last)));
            // What somebody named is asked about, or what lies on either side of it.
            for named in named.into_iter().take(NAMED_MAX).filter(|named| (first..=last).contains(named)) {
                let below = of_round.iter().rfind(|value| **value <= named);
                prop_assert!(below.is_some_and(|below| named - below < step));
            }
        }
    }
}
