//! Claims of a case over time: what follows from the files and the claims of each day is accepted, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::files::{about, example, negotiation, subject};
use crate::truth::Truth;
use mediant_check::{About, Certificate, Claim, Motion, ReportPrint, Row};
use mediant_engine::outlook::{Solved, outlook};
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_formats::Negotiation;
use mediant_model::problem::Options;
use serde_json::{Value, json};

const PATIENT: &dyn Fn() -> bool = &|| false;

/// The claim that the engine's answers make, and their reading in the engine's own words.
pub fn claimed(negotiation: &Negotiation) -> (Claim, mediant_engine::outlook::Outlook) {
    let Negotiation { case, briefs, .. } = negotiation;
    let mut claims = Vec::new();
    let found = outlook(case, briefs, &Options::default(), &Unlimited, |problem| {
        let analysis = analyze(problem, &Settings::default(), &Unlimited);
        let solved = Solved::new(problem, &analysis);
        claims.push(analysis.certificate.claims);
        solved
    });
    (mediant_check::outlook(case, briefs, claims, true).unwrap(), found.unwrap())
}

fn rows(claim: &Claim) -> &[Row] {
    match claim {
        Claim::Outlook { rows, .. } => rows,
        _ => &[],
    }
}

/// Why the certificate with this one claim is refused; `None` where it is not.
fn refused(negotiation: &Negotiation, claim: &Value) -> Option<String> {
    let subject = subject(negotiation);
    let units =
        serde_json::to_value(Certificate::new(subject.problem(), Vec::new())).unwrap()["units"].take();
    let certificate = json!({"mediant": 2, "units": units, "claims": [claim]});
    let text = about(negotiation, certificate).to_string();
    let refused = subject.verify_json(&text, PATIENT).err();
    refused.map(|refused| refused.to_string())
}

#[test]
fn what_the_engine_finds_over_time_is_certified_as_far_as_it_is_known() {
    for negotiation in [negotiation("dated"), example("strike-fund"), example("nash-1950")] {
        let (claim, found) = claimed(&negotiation);
        assert_eq!(refused(&negotiation, &serde_json::to_value(&claim).unwrap()), None);
        assert_eq!(rows(&claim).len(), found.rows.len());
        for (row, of) in rows(&claim).iter().zip(&found.rows) {
            assert_eq!(row.from, of.from.map(|day| day.to_string()));
            assert_eq!(row.changes.len(), of.changes.len());
            let motion = of
                .motion
                .and_then(|motion| serde_json::from_value(json!(format!("{motion:?}").to_lowercase())).ok());
            assert_eq!(row.motion, motion);
        }
        let truth = Truth::new(&negotiation, subject(&negotiation).problem());
        assert!(truth.holds(std::slice::from_ref(&claim), &claim));
    }
}

#[test]
fn a_case_that_changes_has_rows_of_every_kind() {
    let (claim, _) = claimed(&negotiation("dated"));
    let motions: Vec<Option<Motion>> = rows(&claim).iter().map(|row| row.motion).collect();
    // Before; a red line falls and one stands; a walk-away value rises; it becomes a range, and an alternative is stated.
    assert_eq!(motions.len(), 4);
    assert!(motions[1..].iter().all(Option::is_some), "{motions:?}");
    let named = |row: &Row| row.changes.iter().map(|change| change.what.clone()).collect::<Vec<_>>();
    let named: Vec<Vec<String>> = rows(&claim).iter().map(named).collect();
    assert_eq!(named[1..], [vec!["stands", "falls"], vec!["walk_away"], vec!["walk_away", "worsening"]]);
}

#[test]
fn what_is_forged_of_a_case_over_time_is_refused() {
    let negotiation = negotiation("dated");
    let genuine = serde_json::to_value(claimed(&negotiation).0).unwrap();
    let forge = |forge: &dyn Fn(&mut Value)| {
        let mut forged = genuine.clone();
        forge(&mut forged["outlook"]);
        assert_ne!(forged, genuine);
        refused(&negotiation, &forged).is_some()
    };
    assert!(forge(&|of| of["rows"].as_array_mut().unwrap().clear()), "no row");
    assert!(forge(&|of| drop(of["rows"].as_array_mut().unwrap().pop())), "a day left out at the end");
    assert!(forge(&|of| drop(of["rows"].as_array_mut().unwrap().remove(1))), "a day left out on the way");
    assert!(forge(&|of| of["rows"].as_array_mut().unwrap().swap(1, 2)), "days in another order");
    assert!(forge(&|of| of["rows"][1]["from"] = json!("2026-02-02")), "another day");
    assert!(forge(&|of| of["rows"][0]["from"] = json!("2026-01-31")), "a day where there is none");
    assert!(forge(&|of| of["rows"][1]["changes"] = json!([])), "a change left out");
    assert!(forge(&|of| of["rows"][0]["changes"] = of["rows"][1]["changes"].clone()), "a change before any");
    assert!(forge(&|of| of["rows"][2]["changes"][0]["after"] = json!("8")), "another walk-away value");
    assert!(forge(&|of| of["rows"][1]["changes"][0]["fact"] = json!("a.red_line.1")), "another statement");
    assert!(forge(&|of| of["rows"][1]["units"]["a"] = json!("2")), "other units");
    for (row, motion) in [(1, "opens"), (2, "stays"), (3, "closes"), (3, "shrinks")] {
        let other = genuine["outlook"]["rows"][row]["motion"] != json!(motion);
        assert!(!other || forge(&|of| of["rows"][row]["motion"] = json!(motion)), "{row} {motion}");
    }
    assert!(forge(&|of| of["rows"][0]["motion"] = json!("stays")), "motion before any");
    for (row, other) in [(0, 2), (1, 2), (2, 1), (3, 2)] {
        assert!(
            forge(&|of| of["rows"][row]["claims"] = of["rows"][other]["claims"].clone()),
            "claims of another day"
        );
    }
    assert!(forge(&|of| of["rows"][1]["claims"] = json!([])), "motion without what shows it");
    assert!(
        forge(&|of| of["rows"][0]["claims"] = json!([{"outlook": {"rows": of["rows"].clone(), "all": true}}])),
        "rows in a row"
    );
    let refused = json!({"refused": {"said": {}, "proof": []}});
    assert!(forge(&|of| of["rows"][0]["claims"] = json!([refused.clone()])), "answers of no day");
    // Fewer rows are no forgery where they do not claim to be all.
    let mut fewer = genuine.clone();
    fewer["outlook"]["rows"].as_array_mut().unwrap().pop();
    fewer["outlook"]["all"] = json!(false);
    assert_eq!(self::refused(&negotiation, &fewer), None);
}

#[test]
fn an_outlook_is_held_against_its_rows() {
    let negotiation = negotiation("dated");
    let (claim, _) = claimed(&negotiation);
    let row = |from: Value, exists: bool, motion: Value| {
        json!({"from": from, "exists": exists, "count": null, "motion": motion, "changes": [],
            "reservations": {"a": 4.0, "b": 4.0}, "best_gains": {"a": null, "b": null}, "nash_gains": {"a": null, "b": null}})
    };
    let report = json!({"mediant": 1, "parties": ["a", "b"], "directions": {"a": null, "b": "worsening"}, "towards": ["a"],
        "rows": [row(Value::Null, true, Value::Null), row(json!("2026-02-01"), true, json!("closes"))]});
    let report = report.to_string();
    let mut print = ReportPrint::default();
    std::io::Write::write_all(&mut print, report.as_bytes()).unwrap();
    let about = About::new(&negotiation.case, &negotiation.briefs, None).unwrap().with_report(print.finish());
    let subject = subject(&negotiation);
    let certificate = Certificate::new(subject.problem(), vec![claim]).about(about);
    let accepted = subject.verify(certificate, PATIENT).unwrap();
    let told: Vec<String> = accepted.held_against(&report).unwrap().iter().map(ToString::to_string).collect();
    let shown = |place: &str| told.iter().find(|line| line.contains(place)).unwrap().clone();
    assert!(shown("rows: 2").starts_with("not proven"), "two rows are not all");
    assert!(shown("rows[0].exists").starts_with("proven by claim 1"));
    assert!(shown("rows[0].reservations").starts_with("as the files say"));
    assert!(shown("rows[1].motion").starts_with("not proven"), "it does not close");
    assert!(shown("rows[1].changes").starts_with("not proven"), "changes are left out");
    assert!(shown("directions").starts_with("not proven"));
    assert!(accepted.told(&accepted.claims()[0], 10).len() > 8);
}
