//! Of which values of a number questions speak: of round ones first, of those in between where it matters.
//!
//! Who is asked for a number wants a round one, and as long as little is known, one value between two others tells no more than
//! they do. Once a party answered a few questions, a value in between is asked about near where the package seems to come to lie,
//! and only where the party put all values in order: of others nothing is known there. All of it follows from the party's own
//! answers.

use crate::{Agenda, Question, Settings};
use mediant_model::Package;

/// So many answers about packages come before values in between.
const ROUND_ANSWERS: usize = 3;

/// The values that questions may take, by issue; `None` where they may take any.
pub(crate) struct Values(Vec<Option<Vec<u32>>>);

impl Values {
    /// After these questions; `middle` are packages that seem likely, and `ordered` says whose values all have a place.
    pub fn new(agenda: &Agenda, asked: &[Question], ordered: &[bool], middle: &[Package]) -> Self {
        let is_early = asked.iter().filter(|question| !question.is_form()).count() < ROUND_ANSWERS;
        if is_early { Self::of(agenda, &[], middle) } else { Self::of(agenda, ordered, middle) }
    }

    /// With those in between from the start.
    pub fn in_between(agenda: &Agenda, ordered: &[bool], middle: &[Package]) -> Self {
        Self::of(agenda, ordered, middle)
    }

    /// Round values, and for the issues whose values all have a place those in between as well.
    fn of(agenda: &Agenda, ordered: &[bool], middle: &[Package]) -> Self {
        let of_issue = |issue: usize| {
            let round = agenda.round(issue)?;
            let mut values = round.to_vec();
            if ordered.get(issue).copied().unwrap_or(false) {
                for likely in middle.iter().filter_map(|package| package.get(issue).copied()) {
                    // Between the round values on either side of where a package lies.
                    let low = round.iter().copied().rfind(|value| *value < likely).unwrap_or(likely);
                    let high = round.iter().copied().find(|value| *value > likely).unwrap_or(likely);
                    values.extend(low..=high);
                }
                values.sort_unstable();
                values.dedup();
            }
            Some(values)
        };
        Self((0..agenda.issues()).map(of_issue).collect())
    }

    /// The question with the nearest values that it may take; `None` where nothing is left to compare.
    pub fn settled(&self, question: Question, settings: &Settings) -> Option<Question> {
        if self.0.iter().all(Option::is_none) {
            return Some(question);
        }
        match question {
            Question::Accept { package } => Some(Question::Accept { package: self.nearest(package) }),
            Question::Compare { first, second } => {
                let settled = Question::Compare { first: self.nearest(first), second: self.nearest(second) };
                let differences = settled.differences().len();
                (differences > 0 && differences <= settings.differences_max).then_some(settled)
            }
            form @ (Question::RankOptions { .. } | Question::RankIssues) => Some(form),
        }
    }

    fn nearest(&self, mut package: Package) -> Package {
        for (option, values) in package.iter_mut().zip(&self.0) {
            let nearest = values.iter().flatten().min_by_key(|value| value.abs_diff(*option));
            *option = nearest.copied().unwrap_or(*option);
        }
        package
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(asked: usize, ordered: bool) -> Values {
        let agenda = Agenda::new(vec![21, 2]).unwrap().with_round(0, vec![0, 5, 10, 15, 20]);
        let asked: Vec<Question> =
            (0..asked).map(|value| Question::Accept { package: vec![value as u32, 0] }).collect();
        Values::new(&agenda, &asked, &[ordered, true], &[vec![12, 0]])
    }

    #[test]
    fn round_values_come_first_and_those_in_between_where_it_matters() {
        let round = Some(vec![0, 5, 10, 15, 20]);
        assert_eq!(values(0, true).0, vec![round.clone(), None]);
        assert_eq!(values(9, false).0, vec![round, None]);
        assert_eq!(values(9, true).0, vec![Some(vec![0, 5, 10, 11, 12, 13, 14, 15, 20]), None]);
    }

    #[test]
    fn a_question_takes_the_nearest_value_that_it_may() {
        let settings = Settings::default();
        let accept = |value: u32| Question::Accept { package: vec![value, 1] };
        assert_eq!(values(0, true).settled(accept(12), &settings), Some(accept(10)));
        assert_eq!(values(9, true).settled(accept(12), &settings), Some(accept(12)));
        assert_eq!(values(9, true).settled(accept(17), &settings), Some(accept(15)));
        let compare =
            |first: u32, second: u32| Question::Compare { first: vec![first, 1], second: vec![second, 1] };
        assert_eq!(values(0, true).settled(compare(9, 11), &settings), None);
        assert_eq!(values(0, true).settled(compare(9, 14), &settings), Some(compare(10, 15)));
    }
}
