//! Certificates kept as files: genuine ones are accepted, and what was forged is refused.
//!
//! Each file in `forged/` differs from a genuine one in the way its first line says.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use mediant_check::verify_json;
use mediant_model::problem::*;
use mediant_model::{OptionSet, Problem, Region};
use serde_json::Value;
use std::path::Path;

/// Options of two issues, `price` and `term`, worth these units to `a` and `b`.
fn pair(reservations: [i64; 2]) -> Problem {
    let issues = vec![issue("price", &["low", "mid", "high"]), issue("term", &["short", "long"])];
    let values = [vec![vec![0, 5, 9], vec![3, 0]], vec![vec![9, 6, 0], vec![0, 4]]];
    let parties = ["a", "b"].into_iter().zip(values).zip(reservations);
    let parties = parties.map(|((id, values), firm)| party(id, values, vec![], firm)).collect();
    let reservation =
        |(party, id): (usize, &str)| fact(id.into(), FactKind::Reservation, Some(party), vec![]);
    let mut facts: Vec<Fact> =
        ["a.reservation", "b.reservation"].into_iter().enumerate().map(reservation).collect();
    let never = Region::everything().with(0, OptionSet::of(3, [0])).with(1, OptionSet::of(2, [1]));
    facts.push(fact("b.red_line.1".into(), FactKind::RedLine, Some(1), vec![never]));
    Problem { parties, issues, facts, quorum: 2 }
}

/// Two of three pass a seat, `a` among them; `a` rejects two seats, the others the third.
fn council() -> Problem {
    let never = |party: usize, id: &str, seats: &[usize]| {
        let region = Region::everything().with(0, OptionSet::of(3, seats.iter().copied()));
        fact(format!("{id}.red_line.1"), FactKind::RedLine, Some(party), vec![region])
    };
    let member = |id: &str| ProblemParty {
        id: id.into(),
        name: String::new(),
        veto: id == "a",
        utility: None,
        reservation: None,
        scale: Scale::one(),
    };
    Problem {
        parties: ["a", "b", "c"].map(member).to_vec(),
        issues: vec![issue("seat", &["x", "y", "z"])],
        facts: vec![never(0, "a", &[0, 1]), never(1, "b", &[2]), never(2, "c", &[2])],
        quorum: 2,
    }
}

/// A bonus and a penalty on combinations of two issues.
fn bundle() -> Problem {
    let both = |x, y| Region::everything().with(0, OptionSet::of(2, [x])).with(1, OptionSet::of(2, [y]));
    let combinations = vec![
        Interaction { region: both(0, 0), points: -6, stated: 0 },
        Interaction { region: both(1, 1), points: 4, stated: 1 },
    ];
    let a = party("a", vec![vec![12, 3], vec![11, 2]], combinations, 0);
    let issues = vec![issue("x", &["x0", "x1"]), issue("y", &["y0", "y1"])];
    Problem { parties: vec![a], issues, facts: vec![], quorum: 1 }
}

/// Two issues between `a` and `b`, who states no points and never takes `q` with `v`.
fn promises() -> Problem {
    let nobody = |id: &str| ProblemParty { utility: None, reservation: None, ..party(id, vec![], vec![], 0) };
    let both = Region::everything().with(0, OptionSet::of(2, [1])).with(1, OptionSet::of(2, [1]));
    Problem {
        parties: vec![nobody("a"), nobody("b")],
        issues: vec![issue("x", &["p", "q"]), issue("y", &["u", "v"])],
        facts: vec![fact("b.red_line.1".into(), FactKind::RedLine, Some(1), vec![both])],
        quorum: 2,
    }
}

/// The same among three, two of whom pass a package, `b` among them.
fn three_promises() -> Problem {
    let mut problem = promises();
    problem.parties.push(ProblemParty { id: "c".into(), ..problem.parties[0].clone() });
    problem.parties[1].veto = true;
    problem
}

/// The same where `a` and `b` give briefs: `a` thinks most of `p`, `b` likes `q` and `v`. Both can take `p` with `v`.
fn promises_with_briefs(interactions: Vec<Interaction>, cap: Option<i64>) -> Problem {
    let values = if interactions.is_empty() { vec![vec![10, 0], vec![1, 0]] } else { vec![vec![1, 0]; 2] };
    let mut a = party("a", values, interactions, 5);
    a.utility.iter_mut().for_each(|utility| utility.cap = cap);
    let b = party("b", vec![vec![0, 1]; 2], vec![], 1);
    let reservation =
        |(party, id): (usize, &str)| fact(id.into(), FactKind::Reservation, Some(party), vec![]);
    let facts = ["a.reservation", "b.reservation"].into_iter().enumerate().map(reservation).collect();
    Problem { parties: vec![a, b], facts, ..promises() }
}

/// What `a` gains by `q` with `v` and nothing else.
fn bonus() -> Interaction {
    let region = Region::everything().with(0, OptionSet::of(2, [1])).with(1, OptionSet::of(2, [1]));
    Interaction { region, points: 10, stated: 0 }
}

/// Packages worth up to 12 to `a`, who counts no more than 6.
fn capped() -> Problem {
    let mut a = party("a", vec![vec![0, 6], vec![0, 6]], vec![], 0);
    a.utility.iter_mut().for_each(|utility| utility.cap = Some(6));
    let b = party("b", vec![vec![6, 0], vec![5, 0]], vec![], 0);
    Problem { parties: vec![a, b], quorum: 2, ..bundle() }
}

fn fact(id: String, kind: FactKind, party: Option<usize>, forbids: Vec<Region>) -> Fact {
    Fact { id: FactId::new(id), kind, party, forbids, beyond: Vec::new(), origin: FactOrigin::default() }
}

fn issue(id: &str, options: &[&str]) -> ProblemIssue {
    ProblemIssue {
        id: id.into(),
        name: String::new(),
        options: options.iter().map(|option| (*option).into()).collect(),
        labels: vec![String::new(); options.len()],
        may_be_left_open: false,
    }
}

fn party(id: &str, values: Vec<Vec<i64>>, interactions: Vec<Interaction>, firm: i64) -> ProblemParty {
    ProblemParty {
        id: id.into(),
        name: String::new(),
        veto: false,
        utility: Some(Utility { values, interactions, constant: 0, cap: None }),
        reservation: Some(Reservation { firm, least: firm, stated: true, reached: true }),
        scale: Scale::one(),
    }
}

/// For each file of the folder its name, the problem it is about and the certificate.
fn certificates(folder: &str) -> Vec<(String, Problem, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut certificates = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        #[expect(clippy::disallowed_methods, reason = "the certificates are files of the test")]
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: Value = serde_json::from_str(&text).unwrap();
        let problem = match file["problem"].as_str() {
            Some("pair") => pair([4, 4]),
            Some("stuck") => pair([10, 5]),
            Some("council") => council(),
            Some("capped") => capped(),
            Some("promises") => promises(),
            Some("three_promises") => three_promises(),
            Some("briefs") => promises_with_briefs(vec![], None),
            Some("bonus") => promises_with_briefs(vec![bonus()], None),
            Some("at_a_cap") => promises_with_briefs(vec![], Some(6)),
            _ => bundle(),
        };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        certificates.push((name, problem, file["certificate"].take()));
    }
    certificates
}

/// Every value that differs from `value` in one place, taken from `replacements`.
fn altered(value: &Value, replacements: &[Value]) -> Vec<Value> {
    let mut all = replacements.to_vec();
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let rest = || items.iter().take(index).chain(items.iter().skip(index + 1)).cloned();
                all.push(rest().collect());
                all.extend(
                    altered(item, replacements).into_iter().map(|item| rest().chain([item]).collect()),
                );
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                for field in altered(field, replacements) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), field);
                    all.push(Value::Object(fields));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn genuine_certificates_are_accepted() {
    let certificates = certificates("genuine");
    assert!(certificates.len() > 10);
    for (name, problem, certificate) in certificates {
        let verdict = verify_json(&problem, &certificate.to_string());
        assert!(verdict.is_ok(), "{name}: {verdict:?}");
    }
}

#[test]
fn forged_certificates_are_refused() {
    let certificates = certificates("forged");
    assert!(certificates.len() > 50);
    for (name, problem, certificate) in certificates {
        assert!(verify_json(&problem, &certificate.to_string()).is_err(), "{name}");
    }
}

#[test]
fn nothing_in_a_certificate_stops_the_verifier() {
    let numbers =
        [0, 1, 7, 1 << 55, u64::MAX].map(Value::from).into_iter().chain([-1, i64::MIN].map(Value::from));
    let others =
        [Value::Null, Value::from(1.5), Value::from("a"), Value::from("price"), serde_json::json!([])];
    let replacements: Vec<Value> = numbers.chain(others).chain([serde_json::json!({})]).collect();
    for (_, problem, certificate) in certificates("genuine") {
        for altered in altered(&certificate, &replacements) {
            // Accepted or refused: what counts here is that there is an answer.
            let _ = verify_json(&problem, &altered.to_string());
        }
    }
}

#[test]
fn text_that_is_no_certificate_is_refused() {
    let deep = "[".repeat(100_000);
    for text in ["", "null", "{}", "[]", "{\"mediant\":1", deep.as_str(), "\u{0}"] {
        assert!(verify_json(&pair([4, 4]), text).is_err());
    }
}
