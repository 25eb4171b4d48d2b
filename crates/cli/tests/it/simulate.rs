//! `mediant simulate`, seen from outside.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{self, Folder, example, mediant};

fn simulate(more: &[&str]) -> support::Said {
    let case = example("thompson-employment");
    let mut arguments = vec!["simulate", case.as_str()];
    arguments.extend(more);
    mediant(&arguments)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_a_run_is_replayed() {
    let folder = Folder::new();
    let run = folder.at("run.json");
    let with = ["--strategies", "random, agent-k", "--rounds", "30", "--seed", "9", "--format", "json"];
    let first = simulate(&[&with[..], &["--record", &run]].concat());
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert_eq!(simulate(&with).out, first.out);
    assert_eq!(folder.read("run.json"), first.out.as_bytes());
    let read: serde_json::Value = serde_json::from_str(&first.out).unwrap();
    assert_eq!(read["mediant_run"], 2);
    assert_eq!(read["seed"], 9);
    assert_eq!(read["strategies"], serde_json::json!(["random", "agent-k"]));
    assert_eq!(read["issues"].as_array().unwrap().len(), 5);
    assert!(!read["moves"].as_array().unwrap().is_empty());
    let again = simulate(&["--replay", &run, "--format", "json"]);
    assert_eq!((again.code, again.out), (0, first.out.clone()));
    let changed = first.out.replacen("\"seed\": 9", "\"seed\": 10", 1);
    let changed = folder.write("changed.json", &changed);
    let again = simulate(&["--replay", &changed]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    let elsewhere = mediant(&["simulate", &example("nash-1950"), "--replay", &run]);
    assert_eq!((elsewhere.code, elsewhere.out.as_str()), (2, ""));
}

#[test]
fn every_protocol_plays_and_is_drawn() {
    let folder = Folder::new();
    for (number, (protocol, strategy)) in [
        ("alternating", "boulware"),
        ("overlap", "linear"),
        ("single-text", "annealer"),
        ("shuttle", "candid"),
    ]
    .iter()
    .enumerate()
    {
        let names = [format!("{number}.svg"), format!("{number}.png")];
        let with = ["--strategies", strategy, "--protocol", protocol];
        for picture in &names {
            let said = simulate(&[&with[..], &["--picture", &folder.at(picture)]].concat());
            assert_eq!((said.code, said.err.as_str()), (0, ""), "{protocol}");
            assert!(!said.out.is_empty());
        }
        assert!(folder.read(&names[0]).starts_with(b"<svg"));
        assert!(folder.read(&names[1]).starts_with(b"\x89PNG"));
    }
    // Seven parties have no plane, but rounds.
    let picture = folder.at("many.svg");
    let said = mediant(&["simulate", &example("sportco"), "--strategies", "conceder", "--picture", &picture]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_played_ends_with_two_and_writes_nothing() {
    let folder = Folder::new();
    let record = folder.at("run.json");
    let nonsense = folder.write("nonsense.json", "{}");
    for wrong in [
        &["--strategies", "boulwar"][..],
        &["--strategies", ""],
        &["--strategies", "boulware,conceder,linear"],
        &["--strategies", "boulware(e=7)"],
        &["--strategies", "boulware(q=7)"],
        &["--strategies", "boulware(e=0.1"],
        &["--strategies", "hill-climber"],
        &["--strategies", "micro", "--protocol", "single-text", "--temperature", "2"],
        &["--strategies", "micro", "--temperature", "0.5"],
        &["--strategies", "micro", "--rounds", "0"],
        &["--strategies", "micro", "--seed", "-1"],
        &["--strategies", "micro", "--picture", "picture.gif"],
        &["--strategies", "micro", "--format", "markdown"],
        &["--replay", &nonsense],
        &["--replay", "no-such-file.json"],
        &[],
    ] {
        let said = simulate(&[wrong, &["--record", &record]].concat());
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{wrong:?}: {}", said.err);
        assert!(!said.err.is_empty());
        assert!(!std::path::Path::new(&record).exists(), "{wrong:?}");
    }
    // A case without points.
    let said = mediant(&["simulate", &example("talks-2025-12-04.toml"), "--strategies", "micro"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
}

#[test]
fn the_list_names_every_strategy_with_its_source() {
    let said = mediant(&["simulate", "--list"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for entry in mediant_sim::strategies::ENTRIES {
        assert!(said.out.lines().any(|line| line == entry.name), "{}", entry.name);
    }
}
