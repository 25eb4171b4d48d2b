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

#[test]
fn an_outlook_comes_with_a_certificate_that_its_report_is_held_against() {
    let folder = Folder::new();
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strike-fund");
    let (case, certificate) = (case.to_str().unwrap(), folder.at("outlook.json"));
    let said = mediant(&["outlook", case, "--certificate", &certificate, "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = folder.write("report.json", &said.out);
    let held = mediant(&["verify", &certificate, case, "--report", &report]);
    assert_eq!(held.code, 0, "{}", held.err);
    let open = held.out.lines().filter(|line| line.trim_start().starts_with("not proven"));
    assert_eq!(open.count(), 0, "{}", held.out);
    let forged = said.out.replacen("\"opens\"", "\"grows\"", 1);
    assert_ne!(forged, said.out);
    assert_ne!(
        mediant(&["verify", &certificate, case, "--report", &folder.write("forged.json", forged)]).code,
        0
    );
}

/// Three parties and four issues: points, a ranking, and a red line alone.
fn mixed(folder: &Folder) -> String {
    std::fs::create_dir_all(folder.path().join("water")).unwrap();
    folder.write(
        "water/case.toml",
        r#"
        mediant = 1
        id = "water"
        title = "Water"
        [parties]
        farms = { name = "Farmers" }
        city = { name = "City" }
        mill = { name = "Mill" }
        [issues.water]
        options = { farms = "most to the farms", even = "evenly", city = "most to the city" }
        [issues.fee]
        options = { low = "low", mid = "middling", high = "high" }
        [issues.dam]
        options = { none = "no dam", small = "a small dam", large = "a large dam" }
        [issues.term]
        options = { five = "five years", ten = "ten years" }
        "#,
    );
    folder.write(
        "water/brief-farms.toml",
        r#"
        mediant_brief = 1
        party = "farms"
        points.water.options = { farms = 10, even = 6, city = 0 }
        points.fee.options = { low = 6, mid = 3, high = 0 }
        points.dam.options = { none = 0, small = 2, large = 5 }
        points.term.options = { five = 0, ten = 2 }
        reservation.value = 8
        "#,
    );
    folder.write(
        "water/brief-city.toml",
        r#"
        mediant_brief = 1
        party = "city"
        [ranking]
        water = ["city", "even", "farms"]
        fee = ["high", "mid", "low"]
        dam = ["small", "none", "large"]
        "#,
    );
    folder.write(
        "water/brief-mill.toml",
        "mediant_brief = 1\nparty = \"mill\"\n[[red_lines]]\nnever = { dam = \"large\" }\n",
    );
    folder.at("water")
}

#[test]
fn packages_of_mixed_briefs_are_named_and_each_claim_is_proven() {
    let folder = Folder::new();
    let (case, certificate) = (mixed(&folder), folder.at("c.json"));
    let said = mediant(&["analyze", &case, "--certificate", &certificate, "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let read: Value = serde_json::from_str(&said.out).unwrap();
    let found = &read["mixed"];
    assert_eq!(found["compared"], serde_json::json!(["farms", "city"]));
    assert_eq!(found["aside"], serde_json::json!(["mill"]));
    // No side need get its last choice: evenly, a middling fee, a small dam, ten years.
    let best = found["picks"].as_array().unwrap().iter().find(|pick| pick["rule"] == "fewest_last_choices");
    assert_eq!(best.unwrap()["last_choices"], 0, "{found}");
    let report = folder.write("report.json", &said.out);
    let held = mediant(&["verify", &certificate, &case, "--report", &report]);
    assert_eq!(held.code, 0, "{}", held.err);
    let of_mixed = || held.out.lines().filter(|line| line.contains("mixed."));
    assert!(of_mixed().count() >= 5, "{}", held.out);
    assert!(of_mixed().all(|line| line.trim_start().starts_with("proven by")), "{}", held.out);
    // Any other package, any other rule: refused.
    let text = String::from_utf8(folder.read("c.json")).unwrap();
    for (one, other) in [
        (
            "\"fewest_last_choices\",\"package\":{\"dam\":\"small\"",
            "\"fewest_last_choices\",\"package\":{\"dam\":\"none\"",
        ),
        ("\"can_be_efficient\":{\"count\":\"", "\"can_be_efficient\":{\"count\":\"1"),
        ("\"ties\":\"", "\"ties\":\"1"),
    ] {
        let forged = text.replacen(one, other, 1);
        assert_ne!(forged, text, "{one} is not there: {text}");
        let forged = folder.write("forged.json", forged);
        assert_ne!(mediant(&["verify", &forged, &case]).code, 0, "{one}");
    }
}

/// Two parties, one issue; what either says in its brief.
fn one_issue(folder: &Folder, briefs: [&str; 2]) -> String {
    std::fs::create_dir_all(folder.path().join("t")).unwrap();
    folder.write("t/case.toml", "mediant = 1\nid = \"t\"\ntitle = \"T\"\n[parties.a]\n[parties.b]\n[issues.x]\noptions = [\"p\", \"q\"]\n");
    for (party, text) in ["a", "b"].into_iter().zip(briefs) {
        if !text.is_empty() {
            let head = format!("mediant_brief = 1\ncase = \"t\"\nparty = \"{party}\"\n");
            folder.write(&format!("t/brief-{party}.toml"), head + text);
        }
    }
    folder.at("t")
}

#[test]
fn where_nobody_has_said_anything_nothing_is_proven() {
    let folder = Folder::new();
    let silent = one_issue(&folder, ["", ""]);
    let certificate = folder.at("c.json");
    let said = mediant(&["analyze", &silent, "--certificate", &certificate]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("c.json"), "{}", said.err);
    assert!(!folder.names().contains(&"c.json".to_owned()));
}

#[test]
fn a_report_is_held_against_its_certificate_and_no_other_is() {
    let folder = Folder::new();
    let files = one_issue(
        &folder,
        [
            "reservation = { value = 1 }\npoints.x.options = { p = 1, q = 2 }",
            "points.x.options = { p = 3, q = 0 }",
        ],
    );
    let certificate = folder.at("c.json");
    let said = mediant(&["analyze", &files, "--format", "json", "--certificate", &certificate]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = folder.write("r.json", said.out.clone());
    let held = mediant(&["verify", &certificate, &files, "--report", &report]);
    assert_eq!(held.code, 0, "{}", held.err);
    let report_line = |place: &str| {
        held.out.lines().find(|line| line.contains(place)).unwrap_or_default().trim().to_owned()
    };
    for place in ["zopa.exists", "zopa.count", "frontier", "solutions.nash.package", "solutions.nash.ties"] {
        assert!(report_line(place).starts_with("proven"), "{place}: {}", held.out);
    }
    // Spaced differently and taking longer it is the same report; with another number it is not.
    let other = folder.write("o.json", said.out.replacen("\"packages\":\"2\"", "\"packages\":\"3\"", 1));
    assert_eq!(mediant(&["verify", &certificate, &files, "--report", &other]).code, 2);
    let longer = said.out.trim_end().trim_end_matches('}');
    let longer = longer.rsplit_once(",\"elapsed_ms\":").map_or(longer, |(head, _)| head);
    let longer = folder.write("l.json", format!("{longer}, \"elapsed_ms\": 9999 }}"));
    let held = mediant(&["verify", &certificate, &files, "--report", &longer]);
    assert_eq!(held.code, 0, "{}", held.err);
}

#[test]
fn what_is_not_checked_in_time_is_refused() {
    let folder = Folder::new();
    let files = one_issue(
        &folder,
        [
            "reservation = { value = 1 }\npoints.x.options = { p = 1, q = 2 }",
            "points.x.options = { p = 3, q = 0 }",
        ],
    );
    let certificate = folder.at("c.json");
    assert_eq!(mediant(&["analyze", &files, "--certificate", &certificate]).code, 0);
    assert_eq!(mediant(&["verify", &certificate, &files]).code, 0);
    let out_of_time = mediant(&["verify", &certificate, &files, "--budget", "0s"]);
    assert_eq!((out_of_time.code, out_of_time.out.as_str()), (2, ""));
    // Of another day it says nothing.
    assert_eq!(mediant(&["verify", &certificate, &files, "--date", "2025-01-01"]).code, 2);
}
