//! Scenarios from outside the project: analysed, proven, and the proof accepted by the verifier.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, mediant};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The scenario folders beside the project; `None`, and said so, where there are none.
fn scenarios() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/scenarios/genius");
    if !folder.is_dir() {
        println!("skipped: there is no {}", folder.display());
    }
    folder.is_dir().then_some(folder)
}

/// What the analysis of a scenario says and what its certificate claims, once the verifier has accepted it.
fn proven(scenario: &Path) -> (Value, Vec<Value>) {
    let folder = Folder::new();
    let certificate = folder.at("proof.json");
    let scenario = scenario.to_str().unwrap();
    let said = mediant(&["analyze", scenario, "--format", "json", "--certificate", &certificate]);
    assert_eq!(said.code, 0, "{scenario}: {}", said.err);
    let verified = mediant(&["verify", &certificate, scenario]);
    assert_eq!(verified.code, 0, "{scenario}: {}", verified.err);
    let claims: Value = serde_json::from_slice(&folder.read("proof.json")).unwrap();
    (serde_json::from_str(&said.out).unwrap(), claims["claims"].as_array().unwrap().clone())
}

#[test]
fn no_deal_is_proven_with_conflicts_and_openings() {
    let Some(scenarios) = scenarios() else { return };
    for name in ["anac/y2013/Lunch", "anac/y2016/SYAgent"] {
        let (said, claims) = proven(&scenarios.join(name));
        assert_eq!(said["zopa"]["exists"], Value::Bool(false), "{name}");
        let listed = |what: &str| said[what].as_array().unwrap().len();
        let claimed = |what: &str| claims.iter().filter(|claim| claim.get(what).is_some()).count();
        assert!(listed("conflicts") > 0 && listed("openings") > 0, "{name}");
        assert_eq!(claimed("conflict"), listed("conflicts"), "{name}");
        assert!(claimed("opening") >= listed("openings") && claimed("no_deal") > 0, "{name}");
    }
}

#[test]
fn frontiers_and_fair_packages_are_proven() {
    let Some(scenarios) = scenarios() else { return };
    let years = std::fs::read_dir(scenarios.join("anac")).unwrap();
    let years = years.map(|year| year.unwrap().path()).filter(|year| !year.ends_with("y2014"));
    let folders =
        years.flat_map(|year| std::fs::read_dir(year).unwrap()).map(|folder| folder.unwrap().path());
    let mut seen = 0;
    for scenario in folders.filter(|folder| folder.is_dir()) {
        let (said, claims) = proven(&scenario);
        let claimed = |what: &str| claims.iter().filter(|claim| claim.get(what).is_some()).count();
        if said["zopa"]["exists"] == Value::Bool(true) {
            assert_eq!(claimed("frontier"), 1, "{}", scenario.display());
            // Where nobody can gain, Nash has no package of its own to claim.
            assert!(claimed("solution") >= 3, "{}", scenario.display());
        }
        seen += 1;
    }
    assert!(seen > 30, "{seen} scenarios");
}

#[test]
fn nonlinear_frontiers_of_ten_issues_are_proven() {
    let Some(scenarios) = scenarios() else { return };
    for name in ["10issues", "10issuesDiscountedwithRV"] {
        let (said, claims) = proven(&scenarios.join("anac/y2014").join(name));
        assert_eq!(said["frontier"]["complete"], Value::Bool(true), "{name}");
        assert_eq!(claims.iter().filter(|claim| claim.get("frontier").is_some()).count(), 1, "{name}");
    }
}
