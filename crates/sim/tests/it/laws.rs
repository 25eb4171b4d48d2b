//! What must hold of every negotiation: same input, same bytes; a fault costs its own side alone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::domains;
use mediant_sim::{
    Action, Clock, Ending, Fault, Limits, Offer, Own, Placed, Protocol, Random, Run, RunAct, Scenario,
    Shuttle, SingleText, Spec, Strategy, Turn, negotiate, record, sample,
};
use std::cell::Cell;

/// A scenario with some room: 5 x 4 x 3 packages, opposed and not.
fn rooms() -> Scenario {
    sample::of(
        &[
            &[&[0, 10, 20, 30, 40], &[30, 20, 10, 0], &[0, 5, 11]],
            &[&[50, 35, 20, 10, 0], &[0, 9, 18, 31], &[0, 6, 13]],
        ],
        &[10, 12],
        &[0.9, 0.8],
    )
}

fn three() -> Scenario {
    sample::of(
        &[
            &[&[0, 4, 7], &[2, 5], &[0, 1, 2]],
            &[&[6, 5, 0], &[4, 0], &[2, 1, 0]],
            &[&[1, 6, 2], &[3, 3], &[0, 2, 1]],
        ],
        &[2, 2, 2],
        &[1.0, 1.0, 1.0],
    )
}

fn protocols() -> Vec<Protocol> {
    vec![
        Protocol::Alternating,
        Protocol::Overlap,
        Protocol::SingleText(SingleText { temperature: 0.0 }),
        Protocol::SingleText(SingleText { temperature: 0.3 }),
    ]
}

fn played(scenario: &Scenario, names: &[&str], protocol: &Protocol, rounds: u32, seed: u64) -> Run {
    let specs: Vec<Spec> = names.iter().map(|name| name.parse().unwrap()).collect();
    let names: Vec<String> = specs.iter().map(Spec::to_string).collect();
    let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
    record(scenario, &mut seats, &names, protocol, &Limits::rounds(rounds), seed).unwrap()
}

#[test]
fn every_run_is_replayed_byte_for_byte() {
    let (two, many) = (rooms(), three());
    for entry in mediant_sim::strategies::ENTRIES {
        for other in ["boulware", "random", "micro"] {
            for protocol in protocols() {
                for seed in 0..3 {
                    let run = played(&two, &[entry.name, other], &protocol, 40, seed);
                    let text = run.to_json().unwrap();
                    let read: Run = serde_json::from_str(&text).unwrap();
                    assert_eq!(read, run);
                    assert_eq!(read.replay(&two).unwrap().to_json().unwrap(), text);
                    let run = played(&many, &[other, entry.name, "linear"], &protocol, 40, seed);
                    let text = run.to_json().unwrap();
                    let read: Run = serde_json::from_str(&text).unwrap();
                    assert_eq!(read.replay(&many).unwrap().to_json().unwrap(), text);
                }
            }
        }
    }
}

#[test]
fn a_mediation_is_replayed_and_shows_each_party_its_own_talk() {
    let scenario = rooms();
    let protocol = Protocol::Shuttle(Shuttle::default());
    for names in [["candid", "candid"], ["overstating(share=0.3)", "candid"]] {
        let run = played(&scenario, &names, &protocol, 30, 3);
        assert_eq!(run.replay(&scenario).unwrap().to_json().unwrap(), run.to_json().unwrap());
        for party in 0..2 {
            let own = run.seen_by(party);
            assert!(!own.is_empty() && own.len() < run.moves.len());
            assert!(own.iter().all(|made| made.party == Some(party)));
        }
        if let Some(package) = &run.end.package {
            assert!(scenario.problem().is_unanimously_acceptable(package));
        }
    }
}

#[test]
fn a_recorded_negotiation_ends_as_the_unrecorded_one_and_as_one_with_used_strategies() {
    let scenario = rooms();
    for protocol in protocols() {
        for first in mediant_sim::strategies::ENTRIES {
            let specs: [Spec; 2] = [first.name.parse().unwrap(), "conceder".parse().unwrap()];
            let mut used: Vec<_> = specs.iter().map(Spec::make).collect();
            for seed in [5, 6, 5] {
                let limits = Limits::rounds(60);
                let outcome = negotiate(&scenario, &mut used, &protocol, &limits, seed).unwrap();
                let run = played(&scenario, &[first.name, "conceder"], &protocol, 60, seed);
                assert_eq!(run.end.package, outcome.agreement.as_ref().map(|offer| scenario.package(offer)));
                assert_eq!((&run.end.ending, run.end.rounds), (&outcome.ending, outcome.rounds));
                assert_eq!((&run.end.units, run.end.moves), (&outcome.units, outcome.moves));
                assert_eq!(run.end.discounted, outcome.discounted);
            }
        }
    }
}

#[test]
fn a_deal_is_worth_what_the_problem_says_and_is_discounted_over_the_deadline() {
    let scenario = rooms();
    let run = played(&scenario, &["boulware", "boulware"], &Protocol::Alternating, 50, 1);
    let package = run.end.package.clone().unwrap();
    assert_eq!(run.end.units, scenario.problem().utilities(&package));
    for (party, discount) in [0.9f64, 0.8].iter().enumerate() {
        let expected = run.end.units[party] as f64 * discount.powf(run.end.time);
        assert!((run.end.discounted[party] - expected).abs() < 1e-12);
    }
    assert!((run.end.time - f64::from(run.end.rounds) / 51.0).abs() < 1e-12);
}

#[test]
fn without_a_deal_everybody_has_its_walk_away_value_discounted_to_the_deadline() {
    let run = played(&rooms(), &["tough", "tough"], &Protocol::Alternating, 7, 1);
    assert_eq!(run.end.ending, Ending::Deadline);
    assert_eq!((run.end.rounds, run.end.moves), (7, 14));
    assert_eq!(run.end.units, [10, 12]);
    assert!((run.end.discounted[0] - 9.0).abs() < 1e-12 && (run.end.discounted[1] - 9.6).abs() < 1e-12);
}

/// What to do at a turn.
type Act = fn(&Turn<'_>) -> Action;

/// Does what it is told to do at its third turn, and is tough before.
struct Faulty(Act, u32);

impl Strategy for Faulty {
    fn begin(&mut self, _own: &Own<'_>, _random: Random) {
        self.1 = 0;
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        self.1 += 1;
        if self.1 == 3 { (self.0)(turn) } else { Action::Offer(turn.own.best()) }
    }
}

fn against_tough(act: Act, faulty: usize, limits: &Limits<'_>) -> mediant_sim::Outcome {
    let tough: Spec = "tough".parse().unwrap();
    let mut seats: Vec<Box<dyn Strategy>> = vec![tough.make(), tough.make()];
    seats[faulty] = Box::new(Faulty(act, 0));
    negotiate(&rooms(), &mut seats, &Protocol::Alternating, limits, 1).unwrap()
}

#[test]
fn a_fault_loses_the_negotiation_and_leaves_the_other_its_walk_away_value() {
    let endless = |turn: &Turn<'_>| loop {
        turn.own.worth(&turn.own.best());
    };
    let cases: [(Act, Fault); 4] = [
        (
            |_| std::panic::resume_unwind(Box::new("out of order")),
            Fault::Panicked { message: "out of order".into() },
        ),
        (endless, Fault::TooMuchEffort),
        (|_| Action::Offer(Offer::from_options(&[9, 0, 0])), Fault::NoSuchPackage),
        (|_| Action::Offer(Offer::from_options(&[0, 0])), Fault::NoSuchPackage),
    ];
    for (act, fault) in cases {
        for party in [0, 1] {
            let limits = Limits { effort: 10_000, ..Limits::rounds(20) };
            let outcome = against_tough(act, party, &limits);
            assert_eq!(outcome.ending, Ending::Lost { party, fault: fault.clone() });
            assert_eq!(outcome.agreement, None);
            assert_eq!(outcome.rounds, 3);
            let mut expected = [10, 12];
            expected[party] = 0;
            assert_eq!(outcome.units, expected);
        }
    }
    let mut seats: Vec<Box<dyn Strategy>> = vec![Box::new(Eager), Box::new(Eager)];
    let outcome = negotiate(&rooms(), &mut seats, &Protocol::Alternating, &Limits::rounds(5), 1).unwrap();
    assert_eq!(outcome.ending, Ending::Lost { party: 0, fault: Fault::NothingToAccept });
}

/// Accepts whatever there is, and if it is nothing.
struct Eager;

impl Strategy for Eager {
    fn act(&mut self, _turn: &Turn<'_>) -> Action {
        Action::Accept
    }
}

/// Time passes by so much at every look.
struct Steps {
    now: Cell<f64>,
    step: f64,
}

impl Clock for Steps {
    fn share(&self) -> f64 {
        self.now.set(self.now.get() + self.step);
        self.now.get()
    }
}

#[test]
fn an_answer_after_the_deadline_loses_and_one_a_little_late_ends_it() {
    // Looks: entering round 0 at 0.6, after the first answer at 1.2.
    let clock = Steps { now: Cell::new(0.0), step: 0.6 };
    let limits = Limits { clock: Some(&clock), ..Limits::rounds(100) };
    let outcome = against_tough(|_| Action::Walk, 0, &limits);
    assert_eq!(outcome.ending, Ending::Lost { party: 0, fault: Fault::Late });
    let clock = Steps { now: Cell::new(0.0), step: 0.52 };
    let limits = Limits { clock: Some(&clock), ..Limits::rounds(100) };
    let outcome = against_tough(|_| Action::Walk, 0, &limits);
    assert_eq!((outcome.ending, outcome.units), (Ending::Deadline, vec![10, 12]));
}

#[test]
fn a_strategy_that_goes_on_asking_is_stopped_by_the_clock() {
    let clock = Steps { now: Cell::new(0.0), step: 0.01 };
    let limits = Limits { clock: Some(&clock), effort: u64::MAX, ..Limits::rounds(100) };
    let endless = |turn: &Turn<'_>| loop {
        turn.own.worth(&turn.own.best());
    };
    assert_eq!(against_tough(endless, 1, &limits).ending, Ending::Lost { party: 1, fault: Fault::Late });
}

#[test]
fn a_run_by_the_clock_is_replayed_from_its_readings() {
    let scenario = rooms();
    let clock = Steps { now: Cell::new(0.0), step: 0.0123 };
    let limits = Limits { clock: Some(&clock), ..Limits::rounds(1000) };
    let specs: Vec<Spec> = ["boulware", "random"].iter().map(|name| name.parse().unwrap()).collect();
    let names: Vec<String> = specs.iter().map(Spec::to_string).collect();
    let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
    let run = record(&scenario, &mut seats, &names, &Protocol::Alternating, &limits, 3).unwrap();
    assert!(!run.readings.is_empty());
    let text = run.to_json().unwrap();
    let read: Run = serde_json::from_str(&text).unwrap();
    assert_eq!(read.replay(&scenario).unwrap().to_json().unwrap(), text);
}

/// Notes what it sees.
struct Witness {
    inner: Box<dyn Strategy>,
    saw: std::sync::Arc<std::sync::Mutex<Vec<Placed>>>,
}

impl Strategy for Witness {
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        self.inner.begin(own, random);
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        *self.saw.lock().unwrap() = turn.offers.to_vec();
        self.inner.act(turn)
    }
}

#[test]
fn what_a_party_saw_is_what_the_run_says_it_saw() {
    let scenario = rooms();
    for protocol in [Protocol::Alternating, Protocol::Overlap] {
        let saw: std::sync::Arc<std::sync::Mutex<Vec<Placed>>> = std::sync::Arc::default();
        let spec: Spec = "micro".parse().unwrap();
        let other: Spec = "boulware".parse().unwrap();
        let mut seats: Vec<Box<dyn Strategy>> =
            vec![Box::new(Witness { inner: spec.make(), saw: saw.clone() }), other.make()];
        let names = ["micro".to_owned(), "boulware".to_owned()];
        let run = record(&scenario, &mut seats, &names, &protocol, &Limits::rounds(10), 1).unwrap();
        let seen: Vec<(usize, Vec<u32>)> = saw
            .lock()
            .unwrap()
            .iter()
            .map(|placed| (placed.party, scenario.package(&placed.offer)))
            .collect();
        let recorded = run.seen_by(0).into_iter().filter_map(|made| match made.act {
            RunAct::Offer { package, units } => {
                assert_eq!(units, [scenario.problem().utilities(&package)[0]]);
                Some((made.party.unwrap(), package))
            }
            _ => None,
        });
        // At its last turn a party had not seen what came after.
        let recorded: Vec<(usize, Vec<u32>)> = recorded.take(seen.len()).collect();
        assert_eq!(seen, recorded, "{}", protocol.name());
        assert!(!seen.is_empty());
        assert_eq!(protocol == Protocol::Overlap, seen.iter().all(|(party, _)| *party == 0));
    }
}

#[test]
fn what_the_other_wants_does_not_reach_a_strategy() {
    // The first party's moves against a tough second party, whose best package stays the same while all its
    // other worths change.
    let moves = |other: &[&[i64]]| {
        let scenario = sample::of(
            &[&[&[0, 10, 20, 30, 40], &[30, 20, 10, 0], &[0, 5, 11]], other],
            &[10, 12],
            &[1.0, 1.0],
        );
        mediant_sim::strategies::ENTRIES
            .iter()
            .map(move |entry| {
                let run = played(&scenario, &[entry.name, "tough"], &Protocol::Alternating, 30, 4);
                let own = run.seen_by(0);
                own.into_iter().filter(|made| made.party == Some(0)).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    let one = moves(&[&[50, 35, 20, 10, 0], &[0, 9, 18, 31], &[0, 6, 13]]);
    let other = moves(&[&[50, 1, 2, 3, 4], &[0, 30, 8, 31], &[9, 0, 13]]);
    assert_eq!(one, other);
}

#[test]
fn moves_by_timetable_are_the_moves_of_asking() {
    // A recorded negotiation asks for every move; a lean one of used strategies goes by their timetables.
    let names = [
        "boulware",
        "conceder",
        "linear",
        "boulware(e=0.02)",
        "conceder(e=50)",
        "time-dependent-exponential",
    ];
    let mut deals = 0;
    for domain in 0..6 {
        let scenario = domains::random(&[4, 3, 5, 2], 2, domain);
        for first in names {
            for second in names {
                let specs: [Spec; 2] = [first.parse().unwrap(), second.parse().unwrap()];
                let mut used: Vec<_> = specs.iter().map(Spec::make).collect();
                for rounds in [1, 2, 7, 100, 7, 100] {
                    let run = played(&scenario, &[first, second], &Protocol::Alternating, rounds, 1);
                    let limits = Limits::rounds(rounds);
                    for _ in 0..2 {
                        let outcome =
                            negotiate(&scenario, &mut used, &Protocol::Alternating, &limits, 1).unwrap();
                        let package = outcome.agreement.as_ref().map(|offer| scenario.package(offer));
                        assert_eq!(run.end.package, package, "{domain} {first} {second} {rounds}");
                        assert_eq!((&run.end.ending, run.end.rounds), (&outcome.ending, outcome.rounds));
                        assert_eq!((run.end.moves, run.end.time), (outcome.moves, outcome.time));
                        deals += u32::from(package.is_some());
                    }
                }
            }
        }
    }
    assert!(deals > 1000, "{deals}");
}

#[test]
fn packages_too_many_to_be_numbered_are_played_as_well() {
    // 10^30 packages.
    let scenario = domains::random(&[10; 30], 2, 3);
    assert_eq!(scenario.numbered(), None);
    for entry in
        mediant_sim::strategies::ENTRIES.iter().filter(|entry| entry.protocols.contains(&"alternating"))
    {
        let run = played(&scenario, &[entry.name, "conceder"], &Protocol::Alternating, 60, 1);
        assert!(!matches!(run.end.ending, Ending::Lost { .. }), "{}: {:?}", entry.name, run.end.ending);
        for made in &run.moves {
            if let (RunAct::Offer { units, .. }, Some(party)) = (&made.act, made.party) {
                let least = scenario.problem().reservation(party).unwrap();
                assert!(units[party] >= least, "{} goes below its walk-away value", entry.name);
            }
        }
        assert_eq!(run.replay(&scenario).unwrap(), run);
    }
}

#[test]
fn a_target_is_met_from_above_and_closely_where_packages_are_searched() {
    let numbers: &[&[i64]] = &[&[0, 3, 7, 20], &[0, 11, 13, 40], &[5, 0, 9, 1], &[0, 2, 4, 8]];
    let full = sample::of(&[numbers, numbers], &[0, 0], &[1.0, 1.0]);
    let searched = Scenario::with(full.problem().clone(), &[1.0, 1.0], 0).unwrap();
    for step in 0..=20 {
        let target = f64::from(step) / 20.0;
        let worth = |scenario: &Scenario| {
            let mut probe: Vec<Box<dyn Strategy>> = vec![Box::new(Probe(target)), Box::new(Eager)];
            let outcome =
                negotiate(scenario, &mut probe, &Protocol::Alternating, &Limits::rounds(1), 1).unwrap();
            scenario.worth(0, outcome.units[0])
        };
        let (exact, found) = (worth(&full), worth(&searched));
        assert!(exact >= target && found >= exact, "{target}: {exact} {found}");
        assert!(found - exact < 0.1, "{target}: {exact} {found}");
    }
}

/// Puts forward what is nearest to a target.
struct Probe(f64);

impl Strategy for Probe {
    fn act(&mut self, turn: &Turn<'_>) -> Action {
        Action::Offer(turn.own.least_reaching(self.0, &mut Random::new(1)))
    }
}

#[test]
fn nobody_goes_below_its_walk_away_value_or_accepts_less() {
    for domain in 0..4 {
        let scenario = domains::random(&[4, 3, 5, 2], 2, domain);
        for entry in mediant_sim::strategies::ENTRIES {
            for protocol in protocols().into_iter().filter(|p| entry.protocols.contains(&p.name())) {
                for seed in 0..5 {
                    let run = played(&scenario, &[entry.name, "conceder"], &protocol, 30, seed);
                    for (party, units) in run.end.units.iter().enumerate() {
                        let least = scenario.problem().reservation(party).unwrap();
                        assert!(*units >= least, "{} {}: {units} {least}", entry.name, protocol.name());
                    }
                }
            }
        }
    }
}

#[test]
fn red_lines_and_linkages_hold_and_a_quorum_is_enough() {
    use mediant_model::OptionSet;
    use mediant_model::problem::{Fact, FactId, FactKind, FactOrigin, Region};
    let mut problem = three().problem().clone();
    let fact = |id: &str, kind, party, issue: usize, size: usize, option: usize| Fact {
        id: FactId::new(id),
        kind,
        party,
        forbids: vec![Region::everything().with(issue, OptionSet::from_options(size, [option]))],
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    };
    problem.facts.push(fact("party0.red_line.1", FactKind::RedLine, Some(0), 0, 3, 1));
    problem.facts.push(fact("linkage.1", FactKind::Linkage, None, 2, 3, 2));
    problem.quorum = 2;
    for numbered in [0, Scenario::NUMBERED_MAX] {
        let scenario = Scenario::with(problem.clone(), &[1.0; 3], numbered).unwrap();
        let mut without_the_first = 0;
        for first in ["tough", "boulware", "random", "agent-k", "atlas3"] {
            for seed in 0..6 {
                let run = played(&scenario, &[first, "conceder", "linear"], &Protocol::Alternating, 40, seed);
                for made in &run.moves {
                    let RunAct::Offer { package, .. } = &made.act else { continue };
                    assert_ne!(package[2], 2, "a linkage is broken");
                    assert!(made.party != Some(0) || package[0] != 1, "{first} offers beyond its red line");
                }
                // Party 0 is never the one to accept what it forbids itself; the others may agree without it.
                let package = run.end.package.expect("two of three agree");
                without_the_first += u32::from(package[0] == 1);
            }
        }
        assert!(without_the_first > 0);
    }
}
