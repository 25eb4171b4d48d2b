//! A small scenario for examples and tests.

use crate::Scenario;
use mediant_model::problem::{Problem, ProblemIssue, ProblemParty, Reservation, Utility};

/// Two parties divide `land` (cede, divide, keep) and `water` (shared, sold): six packages, no walk-away values.
pub fn two_fields() -> Scenario {
    of(&[&[&[0, 4, 7], &[2, 5]], &[&[6, 5, 0], &[4, 0]]], &[0, 0], &[1.0, 1.0])
}

/// A scenario from numbers: for each party the points of each option of each issue, its walk-away value, and what
/// is left of utility at the deadline.
///
/// # Panics
/// Where that is no scenario: fewer than two parties, or parties that do not have the same options.
pub fn of(points: &[&[&[i64]]], reservations: &[i64], discounts: &[f64]) -> Scenario {
    let shapes: Vec<Vec<usize>> =
        points.iter().map(|issues| issues.iter().map(|options| options.len()).collect()).collect();
    assert!(shapes.windows(2).all(|pair| pair.first() == pair.last()), "the parties' options differ");
    let issues = shapes.first().into_iter().flatten().enumerate();
    let issues = issues.map(|(issue, options)| ProblemIssue {
        id: format!("issue{issue}").as_str().into(),
        name: format!("issue{issue}"),
        options: (0..*options).map(|option| format!("option{option}").as_str().into()).collect(),
        labels: vec![String::new(); *options],
        may_be_left_open: false,
    });
    let parties = points.iter().zip(reservations).enumerate().map(|(party, (points, reservation))| {
        let id = format!("party{party}");
        ProblemParty {
            id: id.as_str().into(),
            name: id,
            veto: false,
            utility: Some(Utility {
                values: points.iter().map(|options| options.to_vec()).collect(),
                interactions: Vec::new(),
                constant: 0,
                cap: None,
            }),
            reservation: Some(Reservation {
                firm: *reservation,
                least: *reservation,
                stated: true,
                reached: true,
            }),
            scale: mediant_model::problem::Scale::one(),
        }
    });
    let problem = Problem {
        parties: parties.collect(),
        issues: issues.collect(),
        facts: Vec::new(),
        quorum: points.len(),
    };
    match Scenario::with(problem, discounts, Scenario::NUMBERED_MAX) {
        Ok(scenario) => scenario,
        #[expect(clippy::panic, reason = "the caller gave no scenario; stated above")]
        Err(unfit) => panic!("{unfit}"),
    }
}
