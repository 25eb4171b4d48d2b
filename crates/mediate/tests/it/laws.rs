//! What must be true of a mediation, whatever the parties want.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use mediant_check::{Certificate, verify};
use mediant_mediate::{
    Agenda, Answer, Manner, Mediation, Parties, Question, Room, RoomSearch, Settings, SimulatedParty, Step,
};
use mediant_model::Package;
use mediant_model::problem::{Problem, ProblemIssue, ProblemParty, Utility};
use proptest::prelude::*;

/// An additive negotiation between two, with small whole numbers.
#[derive(Clone, Debug)]
struct Talks {
    worth: [Vec<Vec<i64>>; 2],
    walk_away: [i64; 2],
}

impl Talks {
    fn agenda(&self) -> Agenda {
        Agenda::new(self.worth[0].iter().map(Vec::len).collect()).unwrap()
    }

    fn gain(&self, party: usize, package: &[u32]) -> i64 {
        let worth = self.worth[party].iter().zip(package).map(|(values, option)| values[*option as usize]);
        worth.sum::<i64>() - self.walk_away[party]
    }

    fn accepts(&self, party: usize, package: &[u32]) -> bool {
        self.gain(party, package) >= 0
    }

    fn packages(&self) -> Vec<Package> {
        self.worth[0].iter().fold(vec![vec![]], |packages: Vec<Package>, values| {
            let each = |package: Package| {
                (0..values.len() as u32).map(move |option| [&package[..], &[option]].concat())
            };
            packages.into_iter().flat_map(each).collect()
        })
    }

    fn has_deal(&self) -> bool {
        self.packages().iter().any(|package| (0..2).all(|party| self.accepts(party, package)))
    }

    /// The case without what anybody wants: names alone.
    fn problem(&self) -> Problem {
        let party = |id: &str| ProblemParty {
            id: id.into(),
            name: id.into(),
            veto: false,
            utility: None,
            reservation: None,
            scale: mediant_model::problem::Scale::one(),
        };
        let issue = |(index, values): (usize, &Vec<i64>)| ProblemIssue {
            id: format!("i{index}").as_str().into(),
            name: format!("Issue {index}"),
            options: (0..values.len()).map(|option| format!("o{option}").as_str().into()).collect(),
            labels: (0..values.len()).map(|option| format!("Option {option}")).collect(),
            may_be_left_open: false,
        };
        Problem {
            parties: vec![party("a"), party("b")],
            issues: self.worth[0].iter().enumerate().map(issue).collect(),
            facts: vec![],
            quorum: 2,
        }
    }

    fn party(&self, party: usize) -> SimulatedParty {
        SimulatedParty::new(additive(&self.worth[party]), self.walk_away[party], 0.0, 7)
    }
}

fn talks() -> impl Strategy<Value = Talks> {
    let sizes = prop::collection::vec(2..4_usize, 1..4);
    sizes.prop_flat_map(|sizes| {
        let side = sizes.iter().map(|size| prop::collection::vec(0..20_i64, *size)).collect::<Vec<_>>();
        (side.clone(), side, 0..45_i64, 0..45_i64)
            .prop_map(|(a, b, one, other)| Talks { worth: [a, b], walk_away: [one, other] })
    })
}

fn additive(worth: &[Vec<i64>]) -> Utility {
    Utility { values: worth.to_vec(), interactions: vec![], constant: 0, cap: None }
}

fn small() -> Settings {
    Settings { particles: 64, sweeps: 2, ..Settings::default() }
}

/// A mediation between two, each of whom must accept.
fn begun(agenda: &Agenda, settings: &Settings, manner: Manner, seed: u64) -> Mediation {
    Mediation::new(agenda, settings, manner, Parties::unanimous(vec![vec![]; 2]).unwrap(), seed)
}

/// Asks both in turn, so many questions each.
fn ask(talks: &Talks, mediation: &mut Mediation, questions: usize) {
    for _ in 0..questions {
        for party in 0..2 {
            if let Some(question) = mediation.next(party) {
                let answer = talks.party(party).answer(&talks.agenda(), &question);
                mediation.answer(party, question, answer).unwrap();
            }
        }
    }
}

/// Puts packages that nobody refuses to both until both accept one, or it is proven that there is none.
fn until_deal_or_proof(talks: &Talks, mediation: &mut Mediation) -> (Room, usize) {
    let problem = talks.problem();
    let mut search = RoomSearch::new(mediation);
    for asked in 0..200 {
        let room = search.look(mediation, &problem);
        let Room::Open(package) = &room else { return (room, asked) };
        if (0..2).all(|party| talks.accepts(party, package)) {
            return (room, asked);
        }
        for party in 0..2 {
            let answer = if talks.accepts(party, package) { Answer::Yes } else { Answer::No };
            mediation.answer(party, Question::Accept { package: package.clone() }, answer).unwrap();
        }
    }
    panic!("neither a deal nor a proof after 200 packages")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 6, ..ProptestConfig::default() })]

    #[test]
    fn the_search_for_room_ends_with_a_deal_or_with_a_proof_that_the_checker_accepts(
        talks in talks(),
        forms in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let settings = Settings { forms, ..small() };
        let mut mediation = begun(&talks.agenda(), &settings, Manner::Blind, seed);
        ask(&talks, &mut mediation, 4);
        match until_deal_or_proof(&talks, &mut mediation).0 {
            Room::Open(package) => prop_assert!((0..2).all(|party| talks.accepts(party, &package))),
            Room::Closed(claim) => {
                prop_assert!(!talks.has_deal());
                let problem = talks.problem();
                let certificate = Certificate::new(&problem, vec![*claim]);
                prop_assert_eq!(verify(&problem, &certificate), Ok(()));
            }
            Room::Unsettled => prop_assert!(false, "so few packages were not looked through"),
        }
    }

    #[test]
    fn what_a_party_is_asked_blind_does_not_depend_on_what_another_wants(
        talks in talks(),
        other in talks(),
        seed in any::<u64>(),
    ) {
        let agenda = talks.agenda();
        // Another second party on the same table: fit the other's wishes to it, whatever they are.
        let wishes = &other.worth[0].concat();
        let mut changed = talks.clone();
        let mut next = wishes.iter().cycle();
        changed.worth[1].iter_mut().flatten().for_each(|worth| *worth = *next.next().unwrap());
        changed.walk_away[1] = other.walk_away[1];
        let questions = |talks: &Talks| {
            let mut mediation = begun(&agenda, &small(), Manner::Blind, seed);
            ask(talks, &mut mediation, 8);
            mediation.interviews()[0].exchanges().to_vec()
        };
        prop_assert_eq!(questions(&talks), questions(&changed));
    }

    #[test]
    fn comparisons_differ_in_two_issues_at_most_and_nothing_is_asked_twice(talks in talks(), seed in any::<u64>(), coupled in any::<bool>()) {
        let manner = if coupled { Manner::Coupled } else { Manner::Blind };
        let mut mediation = begun(&talks.agenda(), &small(), manner, seed);
        ask(&talks, &mut mediation, 12);
        for interview in mediation.interviews() {
            let questions: Vec<&Question> = interview.exchanges().iter().map(|exchange| &exchange.question).collect();
            for (place, question) in questions.iter().enumerate() {
                prop_assert!(question.differences().len() <= 2);
                prop_assert!(!questions[..place].contains(question));
            }
        }
    }

    #[test]
    fn true_answers_never_contradict_each_other_and_an_interview_resumes_where_it_stood(talks in talks(), seed in any::<u64>()) {
        let agenda = talks.agenda();
        let mut mediation = begun(&agenda, &small(), Manner::Blind, seed);
        ask(&talks, &mut mediation, 10);
        prop_assert_eq!((mediation.contradiction(0), mediation.contradiction(1)), (None, None));
        let exchanges = mediation.interviews()[0].exchanges().to_vec();
        let resumed = mediant_mediate::Interview::resumed(&agenda, &small(), vec![], 1, seed, exchanges).unwrap();
        prop_assert_eq!(resumed.next(), mediation.interviews()[0].next());
    }

    #[test]
    fn a_proven_share_is_never_more_than_the_true_one(talks in talks(), seed in any::<u64>()) {
        let mut mediation = begun(&talks.agenda(), &small(), Manner::Coupled, seed);
        ask(&talks, &mut mediation, 12);
        let (room, _) = until_deal_or_proof(&talks, &mut mediation);
        let Room::Open(package) = room else { return Ok(()) };
        for party in 0..2 {
            mediation.answer(party, Question::Accept { package: package.clone() }, Answer::Yes).unwrap();
        }
        let product = |package: &Package| {
            let gains = [talks.gain(0, package), talks.gain(1, package)];
            if gains.iter().all(|gain| *gain >= 0) { gains[0] * gains[1] } else { 0 }
        };
        let best = talks.packages().iter().map(product).max().unwrap_or(0);
        let proven = mediation.proven_share(&package);
        // proven <= product / best
        prop_assert!(proven.numer() * best <= proven.denom() * product(&package));
    }
}

#[test]
fn a_contradiction_names_the_answers_that_cannot_all_be_true() {
    let agenda = Agenda::new(vec![2, 2]).unwrap();
    let settings = Settings { forms: false, ..small() };
    let mut mediation = begun(&agenda, &settings, Manner::Blind, 1);
    let compare = |first: [u32; 2], second: [u32; 2]| Question::Compare {
        first: first.to_vec(),
        second: second.to_vec(),
    };
    mediation.answer(0, compare([0, 0], [1, 0]), Answer::Yes).unwrap();
    mediation.answer(0, Question::Accept { package: vec![0, 1] }, Answer::No).unwrap();
    assert_eq!(mediation.contradiction(0), None);
    mediation.answer(0, compare([1, 1], [0, 1]), Answer::Yes).unwrap();
    assert_eq!(mediation.contradiction(0), Some(vec![0, 2]));
    assert_eq!(mediation.contradiction(1), None);
}

#[test]
fn a_forged_refusal_is_not_accepted() {
    let talks = Talks {
        worth: [vec![vec![0, 10], vec![0, 10]], vec![vec![10, 0], vec![10, 0]]],
        walk_away: [15, 15],
    };
    let problem = talks.problem();
    let mut mediation = begun(&talks.agenda(), &small(), Manner::Blind, 3);
    ask(&talks, &mut mediation, 3);
    let (Room::Closed(claim), _) = until_deal_or_proof(&talks, &mut mediation) else {
        panic!("there is no deal")
    };
    let text = serde_json::to_string(&Certificate::new(&problem, vec![*claim])).unwrap();
    assert!(mediant_check::verify_json(&problem, &text).is_ok());
    // An answer turned round, a multiplier changed, a branch taken out: none of them is proven any more.
    for (from, to) in [
        ("\"yes\":false", "\"yes\":true"),
        ("\"scale\":\"1\"", "\"scale\":\"2\""),
        ("\"times\":\"1\"", "\"times\":\"3\""),
    ] {
        let forged = text.replace(from, to);
        assert_ne!(forged, text, "{from} does not occur");
        assert!(mediant_check::verify_json(&problem, &forged).is_err(), "{from} became {to}");
    }
}

#[test]
fn a_mediation_led_by_its_own_steps_finds_a_good_deal() {
    let worth =
        [vec![vec![0, 3, 9], vec![10, 0], vec![0, 2, 4]], vec![vec![9, 8, 0], vec![0, 3], vec![6, 3, 0]]];
    let talks = Talks { worth, walk_away: [8, 6] };
    let mut mediation = begun(&talks.agenda(), &Settings::default(), Manner::Coupled, 5);
    for _ in 0..40 {
        match mediation.step() {
            Step::Ask => ask(&talks, &mut mediation, 1),
            Step::Propose(proposal) => {
                for party in 0..2 {
                    let package = proposal.package.clone();
                    let answer = if talks.accepts(party, &package) { Answer::Yes } else { Answer::No };
                    mediation.answer(party, Question::Accept { package }, answer).unwrap();
                }
                if let Some(package) = mediation.best_accepted() {
                    let product =
                        |package: &Package| talks.gain(0, package).max(0) * talks.gain(1, package).max(0);
                    let best = talks.packages().iter().map(product).max().unwrap();
                    assert!(product(&package) * 10 >= best * 9, "{} of {best}", product(&package));
                    return;
                }
            }
            Step::Search => panic!("there is room for a deal"),
        }
    }
    panic!("no deal after 40 steps");
}
