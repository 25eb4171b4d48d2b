//! Published scenarios are played: small and large, additive and not, with two parties and with nine.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::domains;
use mediant_sim::{Ending, Limits, Protocol, Run, RunAct, Scenario, Spec, record};

fn played(scenario: &Scenario, name: &str, protocol: &Protocol, rounds: u32) -> Run {
    // The seats in turn: the strategy in question, and one that meets it.
    let specs: Vec<Spec> = (0..scenario.party_count())
        .map(|party| if party % 2 == 0 { name } else { "conceder" }.parse().unwrap())
        .collect();
    let names: Vec<String> = specs.iter().map(Spec::to_string).collect();
    let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
    record(scenario, &mut seats, &names, protocol, &Limits::rounds(rounds), 11).unwrap()
}

/// Plays every strategy on it by every protocol it is made for.
fn all(scenario: &Scenario, folder: &str, rounds: u32) {
    let protocols = [Protocol::Alternating, Protocol::Overlap, Protocol::SingleText(Default::default())];
    for entry in mediant_sim::strategies::ENTRIES {
        for protocol in protocols.iter().filter(|protocol| entry.protocols.contains(&protocol.name())) {
            let run = played(scenario, entry.name, protocol, rounds);
            let what = format!("{folder}: {} by {}", entry.name, protocol.name());
            assert!(!matches!(run.end.ending, Ending::Lost { .. }), "{what}: {:?}", run.end.ending);
            for (party, units) in run.end.units.iter().enumerate() {
                let reservation = scenario.problem().reservation(party).unwrap();
                assert!(*units >= reservation, "{what}: party {party} has less than without a deal");
            }
            for made in &run.moves {
                let (RunAct::Offer { package, units } | RunAct::Draft { package, units }) = &made.act else {
                    continue;
                };
                assert!(scenario.problem().is_package(package), "{what}");
                assert_eq!(units, &scenario.problem().utilities(package), "{what}");
            }
            assert_eq!(run.replay(scenario).unwrap(), run, "{what}");
        }
    }
}

#[test]
fn numbered_scenarios() {
    for folder in [
        "genius/anac/y2011/NiceOrDie",
        "genius/anac/y2013/Ultimatum",
        "genius/anac/y2013/Animal",
        "genius/anac/y2013/Lunch",
        "genius/anac/y2016/ClockWork",
        "genius/anac/y2015/group3-bank_robbery",
        "geniusweb/Party",
        "negolog/domain9",
    ] {
        let Some(scenario) = domains::shared(folder) else { return };
        assert!(scenario.numbered().is_some());
        all(&scenario, folder, 40);
    }
}

#[test]
fn scenarios_too_large_to_be_numbered() {
    for folder in [
        "genius/anac/y2014/10issues",
        "genius/anac/y2014/10issuesDiscountedwithRV",
        "genius/anac/y2014/30issues",
    ] {
        let Some(scenario) = domains::shared(folder) else { return };
        assert_eq!(scenario.numbered(), None);
        all(&scenario, folder, 12);
    }
}

#[test]
fn the_discount_is_the_profile_s_and_is_applied_over_the_deadline() {
    // Animal: discount 0.75 and walk-away value 0.5 for both (CATALOG.tsv).
    let Some(scenario) = domains::shared("genius/anac/y2013/Animal") else { return };
    let run = played(&scenario, "tough", &Protocol::Alternating, 10);
    assert_eq!((scenario.discount(0), scenario.discount(1)), (0.75, 0.75));
    if run.end.ending == Ending::Deadline {
        assert!(run.end.discounted.iter().all(|value| (value - 0.375).abs() < 1e-12));
    }
    let run = played(&scenario, "linear", &Protocol::Alternating, 50);
    assert_eq!(run.end.ending, Ending::Agreement);
    for (party, (units, discounted)) in run.end.units.iter().zip(&run.end.discounted).enumerate() {
        let expected = scenario.problem().shown(party, *units) * 0.75f64.powf(run.end.time);
        assert!((discounted - expected).abs() < 1e-12);
    }
}
