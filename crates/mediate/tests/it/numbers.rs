//! Random mediations on numbers, of which some parties put a few values in order only: nothing that is called certain or proven is
//! false, and nobody is asked about what cannot be.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use crate::random::{Ended, Talks, among, falsehood, packages, problem};
use mediant_mediate::{
    Agenda, Answer, Interview, Manner, Mediation, MediationDriver, Parties, Purpose, Question, Settings,
    SimulatedParty, Turn,
};
use mediant_model::OptionSet;
use mediant_model::problem::{Problem, Region};
use proptest::prelude::*;

/// Talks on a number and something else.
#[derive(Clone, Debug)]
struct Numbers {
    talks: Talks,
    /// The values that are asked about first.
    round: Vec<u32>,
    /// Whose values all have a place.
    orders_all: Vec<bool>,
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let drawn = (4..9_usize, 2..4_usize, 2..4_usize).prop_flat_map(|(values, options, count)| {
        // A party's points rise or fall along the number, or lie anyhow; its walk-away and a red line on an end of the number.
        let party = (
            prop::collection::vec(0..9_i64, values),
            0..3_u8,
            prop::collection::vec(0..9_i64, options),
            0..110_u8,
            prop::option::weighted(0.4, (any::<bool>(), 1..values)),
        );
        let round = prop::collection::btree_set(0..values as u32, 0..3);
        (
            Just((values, options)),
            prop::collection::vec(party, count),
            round,
            prop::collection::vec(any::<bool>(), count),
        )
    });
    let how = (any::<bool>(), any::<bool>(), 6..40_usize, any::<u64>());
    (drawn, how).prop_map(
        |(((values, options), parties, round, orders_all), (briefs_at_hand, coupled, questions, seed))| {
            let lines: Vec<_> = parties.iter().map(|party| party.4).collect();
            let each = parties.into_iter().map(|(mut points, way, others, share, _)| {
                match way {
                    0 => points.sort_unstable(),
                    1 => points.sort_unstable_by(|one, other| other.cmp(one)),
                    _ => {}
                }
                (vec![points, others], vec![], None, share, None, false)
            });
            let count = lines.len();
            let mut problem = problem(&[values, options], count, each.collect(), None);
            for (party, line) in lines.into_iter().enumerate() {
                let Some((above, at)) = line else { continue };
                let never = if above { at..values } else { 0..at };
                let forbids = vec![Region::everything().with(0, OptionSet::from_options(values, never))];
                problem.facts.push(mediant_model::problem::Fact {
                    id: mediant_model::problem::FactId::new(format!("p{party}.red_line.1")),
                    kind: mediant_model::problem::FactKind::RedLine,
                    party: Some(party),
                    forbids,
                    beyond: Vec::new(),
                    origin: Default::default(),
                });
            }
            let manner = if coupled { Manner::Coupled } else { Manner::Blind };
            let talks = Talks { problem, errors: 0.0, briefs_at_hand, manner, forms: true, questions, seed };
            let last = values as u32 - 1;
            let round = [0, last].into_iter().chain(round).collect();
            Numbers { talks, round, orders_all }
        },
    )
}

fn bare(problem: &Problem) -> Problem {
    let mut bare = problem.clone();
    bare.parties.iter_mut().for_each(|party| (party.utility, party.reservation) = (None, None));
    bare.facts.retain(|fact| fact.kind != mediant_model::problem::FactKind::Reservation);
    bare
}

fn small() -> Settings {
    Settings { particles: 48, sweeps: 2, ..Settings::default() }
}

/// Leads the talks to their end; what was asked to learn from, by party.
fn led(numbers: &Numbers) -> (Ended, Vec<Vec<Question>>) {
    let talks = &numbers.talks;
    let seen = if talks.briefs_at_hand { talks.problem.clone() } else { bare(&talks.problem) };
    let agenda = Agenda::from_problem(&seen).unwrap().with_round(0, numbers.round.clone());
    let who = Parties::from_problem(&seen).unwrap();
    let mut parties: Vec<SimulatedParty> = (0..who.count())
        .map(|party| SimulatedParty::from_problem(&talks.problem, &who, party, 0.0, talks.seed).unwrap())
        .collect();
    let mut asked = vec![Vec::new(); who.count()];
    let mediation = Mediation::new(&agenda, &small(), talks.manner, who, talks.seed);
    let mut session = MediationDriver::new(mediation, talks.questions);
    for _ in 0..10_000 {
        match session.turn(&seen) {
            Turn::Ended(outcome) => {
                return (Ended { seen, mediation: session.mediation().clone(), outcome }, asked);
            }
            Turn::Ask { party, question, purpose } => {
                let mut answer = parties[party].answer(&agenda, &question);
                if question == (Question::RankOptions { issue: 0 }) && !numbers.orders_all[party] {
                    answer = among(&answer, &Answer::Order(vec![numbers.round.clone()]));
                }
                if purpose == Purpose::Learn && !question.is_form() {
                    asked[party].push(question);
                }
                session.answer(answer).unwrap();
            }
        }
    }
    panic!("the mediation does not end")
}

fn named(question: &Question) -> Vec<&Vec<u32>> {
    match question {
        Question::Accept { package } => vec![package],
        Question::Compare { first, second } => vec![first, second],
        Question::RankOptions { .. } | Question::RankIssues => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_proven_of_numbers_is_false(numbers in numbers()) {
        let (ended, asked) = led(&numbers);
        prop_assert_eq!(falsehood(&numbers.talks, &ended), None);
        for (party, asked) in asked.iter().enumerate() {
            for question in asked {
                for package in named(question) {
                    let barred = numbers.talks.problem.facts.iter().any(|fact| {
                        fact.kind != mediant_model::problem::FactKind::Reservation
                            && fact.party.is_none_or(|of| of == party)
                            && fact.forbids.iter().any(|region| region.contains(package))
                    });
                    prop_assert!(!barred, "{:?} is asked of party {}", question, party);
                    let is_round = numbers.round.contains(&package[0]);
                    prop_assert!(is_round || numbers.orders_all[party], "{:?} is asked of party {}", question, party);
                }
            }
        }
    }

    /// What cannot come about is in no question, whatever the answers are; and with nothing left nothing is asked.
    #[test]
    fn nothing_is_asked_about_what_cannot_come_about(
        numbers in numbers(), bits in prop::collection::vec(any::<bool>(), 9), seed in any::<u64>(),
    ) {
        let agenda = Agenda::from_problem(&bare(&numbers.talks.problem)).unwrap().with_round(0, numbers.round.clone());
        let values = agenda.size(0);
        let out = (0..values).filter(|value| bits[*value]);
        let impossible = vec![Region::everything().with(0, OptionSet::from_options(values, out))];
        let who = Parties::from_problem(&numbers.talks.problem).unwrap();
        let mut party = SimulatedParty::from_problem(&numbers.talks.problem, &who, 0, 0.0, seed).unwrap();
        let mut interview = Interview::new(&agenda, &small(), Vec::new(), 1, seed).with_impossible(impossible.clone());
        for _ in 0..12 {
            let Some(question) = interview.next() else { break };
            for package in named(&question) {
                prop_assert!(!impossible[0].contains(package), "{:?}", question);
            }
            let answer = party.answer(&agenda, &question);
            interview.answer(question, answer).unwrap();
        }
    }
}

/// The finer values are used: a package that only they allow is found.
#[test]
fn a_deal_between_two_round_values_is_found() {
    // One wants much of it, the other little, and only the value 5 of 0 to 8 is acceptable to both.
    let rising: Vec<i64> = (0..9).collect();
    let falling: Vec<i64> = (0..9).rev().collect();
    let party = |points: &Vec<i64>| (vec![points.clone(), vec![0, 0]], vec![], None, 0, None, false);
    let mut problem = problem(&[9, 2], 2, vec![party(&rising), party(&falling)], None);
    for (party, least) in problem.parties.iter_mut().zip([5, 3]) {
        let reservation = party.reservation.as_mut().unwrap();
        (reservation.firm, reservation.least) = (least, least);
    }
    assert_eq!(packages(&problem).iter().filter(|package| problem.passes_rule(package)).count(), 2);
    for seed in 1..6 {
        let manner = Manner::Blind;
        let talks = Talks {
            problem: problem.clone(),
            errors: 0.0,
            briefs_at_hand: false,
            manner,
            forms: true,
            questions: 40,
            seed,
        };
        let numbers = Numbers { talks, round: vec![0, 4, 8], orders_all: vec![true, true] };
        let (ended, _) = led(&numbers);
        assert_eq!(falsehood(&numbers.talks, &ended), None);
        let mediant_mediate::MediationEnding::Deal { package, .. } = &ended.outcome else {
            panic!("{:?}", ended.outcome)
        };
        assert_eq!(package[0], 5);
    }
}
