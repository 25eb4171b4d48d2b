//! Generated cases come back from every format: the same where nothing is said to be lost, and with the
//! same packages acceptable where utilities were only moved and scaled.
#![expect(clippy::panic, reason = "a test whose input cannot be built should stop there")]

use mediant_formats::{Format, InputFile, Negotiation, convert, read};
use mediant_model::brief::{IssuePoints, IssueValues, Points};
use mediant_model::issue::{IssueOption, Range};
use mediant_model::problem::Options;
use mediant_model::statement::ReservationValue;
use mediant_model::{
    Brief, Case, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyId, PartyRole, Problem,
};
use proptest::prelude::*;

fn hundredths(value: i64) -> Number {
    Number::ratio(value, 100).unwrap_or_else(Number::zero)
}

/// Issues with one to four options; a negative count asks for a range of that many integers.
fn cases() -> impl Strategy<Value = Negotiation> {
    let issues = prop::collection::vec(prop_oneof![1..5i64, -4..-1i64], 1..4);
    let numbers = prop::collection::vec(-50..300i64, 40);
    (issues, numbers, prop::option::of(-100..400i64)).prop_map(|(sizes, numbers, reservation)| {
        let issue = |(index, size): (usize, &i64)| {
            let name = format!("issue {}", index + 1);
            let option = |at: i64| {
                let id = format!("option <{at}> & \"more\"");
                IssueOption { id: OptionId::new(&id), name: id }
            };
            let kind = match *size {
                size if size > 0 => IssueKind::Discrete((0..size).map(option).collect()),
                size => IssueKind::Range(Range {
                    min: Number::from(-1),
                    max: Number::from(-size - 2),
                    step: Number::one(),
                    unit: None,
                }),
            };
            Issue { id: IssueId::new(&name), name, kind }
        };
        let issues: Vec<Issue> = sizes.iter().enumerate().map(issue).collect();
        let mut numbers = numbers.into_iter().cycle();
        let mut next = || hundredths(numbers.next().unwrap_or_default());
        let mut case = Case { title: "Generated".to_owned(), ..Case::default() };
        let mut briefs = Vec::new();
        for name in ["ann", "bob"] {
            let mut points = Points::default();
            for issue in &issues {
                let values = match &issue.kind {
                    IssueKind::Range(range) => {
                        IssueValues::Curve(vec![(range.min.clone(), next()), (range.max.clone(), next())])
                    }
                    _ => {
                        IssueValues::Options(issue.option_ids().into_iter().map(|id| (id, next())).collect())
                    }
                };
                let weight = if next().is_negative() { Number::zero() } else { hundredths(25) };
                points.issues.insert(issue.id.clone(), IssuePoints { weight, values, left_open: None });
            }
            let value = reservation.map(hundredths);
            let reservations = value.map(|value| ReservationValue {
                from: None,
                low: value.clone(),
                high: value,
                because: None,
            });
            let party = PartyId::new(name);
            case.parties.push(Party {
                id: party.clone(),
                name: name.to_owned(),
                role: PartyRole::Negotiating,
                people: Vec::new(),
                factions: Vec::new(),
            });
            let reservations = reservations.into_iter().collect();
            briefs.push(Brief { points: Some(points), reservations, ..Brief::empty(party) });
        }
        case.issues = issues;
        Negotiation { case, briefs, notes: Vec::new() }
    })
}

fn compiled(negotiation: &Negotiation) -> Problem {
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default());
    problem.unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn packages(problem: &Problem) -> Vec<Vec<u32>> {
    problem.issues.iter().fold(vec![Vec::new()], |packages, issue| {
        let longer = |package: Vec<u32>| {
            (0..issue.options.len() as u32).map(move |option| [package.clone(), vec![option]].concat())
        };
        packages.into_iter().flat_map(longer).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(ProptestConfig::default().cases / 4) })]

    #[test]
    fn every_format_gives_back_what_it_was_given(negotiation in cases()) {
        let problem = compiled(&negotiation);
        for format in Format::ALL {
            let converted = convert(&negotiation, format);
            let files = converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str()));
            let again = read(&files.collect::<Vec<_>>());
            let (again, _) = again.map_err(|found| TestCaseError::fail(format!("{format}: {}", found[0])))?;
            let again = compiled(&again);
            for package in packages(&problem) {
                for party in 0..2 {
                    if converted.losses.is_empty() {
                        let exact = |problem: &Problem| problem.utility(party, &package).and_then(|u| problem.exact(party, u));
                        prop_assert_eq!(exact(&problem), exact(&again), "{} {:?}", format, package);
                    }
                    // A walk-away value out of reach cannot be written, and rounding may decide near it.
                    let reachable = packages(&problem).iter().any(|package| problem.accepts(party, package));
                    let gain = problem.utility(party, &package).zip(problem.reservation(party)).map(|(u, r)| u - r);
                    let is_clear = gain.is_some_and(|gain| problem.shown(party, gain).abs() > 1e-6);
                    if reachable && is_clear {
                        let (before, after) = (problem.accepts(party, &package), again.accepts(party, &package));
                        prop_assert_eq!(before, after, "{} {:?} {:?}", format, package, converted.losses);
                    }
                }
            }
        }
    }
}
