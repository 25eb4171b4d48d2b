//! Certificates kept as files: genuine ones are accepted, and what was forged is refused.
//!
//! Each file in `forged/` differs from a genuine one in the way its first line says.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::files::{about, certificates, example, negotiation, subject};
use mediant_check::{About, Certificate, ReportPrint, Subject};
use serde_json::{Value, json};
use std::cell::Cell;

const PATIENT: &dyn Fn() -> bool = &|| false;

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
fn genuine_certificates_are_accepted_and_told() {
    let certificates = certificates("genuine");
    assert!(certificates.len() > 25);
    for (name, of, certificate) in certificates {
        let negotiation = negotiation(&of);
        let subject = subject(&negotiation);
        let text = about(&negotiation, certificate.clone()).to_string();
        let accepted = subject.verify_json(&text, PATIENT);
        assert!(accepted.is_ok(), "{name}: {accepted:?}");
        let accepted = accepted.unwrap();
        for claim in accepted.claims() {
            assert!(accepted.told(claim, 1)[0].len() > 5, "{name}");
        }
        // What needs no statement holds of the compiled problem alone.
        let alone = mediant_check::verify_json(subject.problem(), &certificate.to_string());
        assert!(alone.is_ok() || name.starts_with("package"), "{name}: {alone:?}");
    }
}

#[test]
fn forged_certificates_are_refused() {
    let certificates = certificates("forged");
    assert!(certificates.len() > 80);
    for (name, of, certificate) in certificates {
        let negotiation = negotiation(&of);
        let verdict =
            subject(&negotiation).verify_json(&about(&negotiation, certificate).to_string(), PATIENT).err();
        assert!(verdict.as_ref().is_some_and(|refused| !refused.out_of_time), "{name}: {verdict:?}");
    }
}

#[test]
fn nothing_in_a_certificate_stops_the_verifier() {
    let numbers =
        [0, 1, 7, 1 << 55, u64::MAX].map(Value::from).into_iter().chain([-1, i64::MIN].map(Value::from));
    let others = [Value::Null, Value::from(1.5), Value::from("a"), Value::from("price"), json!([])];
    let replacements: Vec<Value> = numbers.chain(others).chain([json!({})]).collect();
    for (_, of, certificate) in certificates("genuine") {
        let negotiation = negotiation(&of);
        let subject = subject(&negotiation);
        for altered in altered(&about(&negotiation, certificate), &replacements) {
            // Accepted or refused: what counts here is that there is an answer.
            let _ = subject.verify_json(&altered.to_string(), PATIENT);
            let _ = mediant_check::verify_json(subject.problem(), &altered.to_string());
        }
    }
}

#[test]
fn text_that_is_no_certificate_is_refused() {
    let deep = "[".repeat(100_000);
    let negotiation = negotiation("pair");
    for text in ["", "null", "{}", "[]", "{\"mediant\":1", deep.as_str(), "\u{0}"] {
        assert!(subject(&negotiation).verify_json(text, PATIENT).is_err());
    }
}

/// A certificate of the pair that claims a deal.
fn of_the_pair() -> Value {
    let certificates = certificates("genuine");
    certificates.into_iter().find(|(name, ..)| name == "deal").unwrap().2
}

#[test]
fn a_certificate_holds_for_its_files_and_day_alone() {
    let pair = negotiation("pair");
    let text = about(&pair, of_the_pair()).to_string();
    assert!(subject(&pair).verify_json(&text, PATIENT).is_ok());
    let refused = |negotiation: &mediant_formats::Negotiation, on: Option<&str>| {
        let on = on.map(|day| day.parse().unwrap());
        let subject = Subject::new(&negotiation.case, &negotiation.briefs, on).unwrap();
        subject.verify_json(&text, PATIENT).err().filter(|refused| refused.claim.is_none()).is_some()
    };
    assert!(refused(&pair, Some("2025-01-01")), "another day");
    let mut other = pair.clone();
    other.case.title.push('!');
    assert!(refused(&other, None), "another title");
    let mut other = pair.clone();
    other.briefs[1].red_lines.clear();
    assert!(refused(&other, None), "another brief");
    let mut other = pair.clone();
    other.briefs.pop();
    assert!(refused(&other, None), "a brief less");
    let mut other = pair.clone();
    other.briefs[0].reservations[0].because = Some("winter comes".into());
    assert!(refused(&other, None), "another reason");
    // Without a word on what it is about it is refused too.
    assert!(subject(&pair).verify_json(&of_the_pair().to_string(), PATIENT).is_err());
}

#[test]
fn a_brief_more_than_it_was_made_with_is_told() {
    let pair = negotiation("pair");
    let mut less = pair.clone();
    less.briefs.pop();
    let made = About::new(&less.case, &less.briefs, None).unwrap();
    let mut certificate = of_the_pair();
    certificate["about"] = serde_json::to_value(made).unwrap();
    let refused = subject(&pair).verify_json(&certificate.to_string(), PATIENT).unwrap_err();
    assert!(refused.claim.is_none() && refused.why.contains("`b`"), "{refused}");
}

#[test]
fn when_time_runs_out_that_is_said_and_nothing_is_accepted() {
    for (name, of, certificate) in certificates("genuine") {
        let negotiation = negotiation(&of);
        let subject = subject(&negotiation);
        let text = about(&negotiation, certificate).to_string();
        let looks = Cell::new(0);
        let count = || {
            looks.set(looks.get() + 1);
            false
        };
        assert!(subject.verify_json(&text, &count).is_ok(), "{name}");
        assert!(looks.get() > 0, "{name}");
        for end in 0..looks.get() {
            let left = Cell::new(end);
            let ends = || left.replace(left.get().max(1) - 1) == 0;
            let refused = subject.verify_json(&text, &ends).unwrap_err();
            assert!(refused.out_of_time && refused.claim.is_some(), "{name}: {refused}");
        }
    }
}

#[test]
fn a_report_is_held_against_what_is_claimed() {
    let negotiation = example("nash-1950");
    let subject = subject(&negotiation);
    let report = r#"{"packages":"512","zopa":{"exists":true,"count":{"lower":"293","upper":"293"},
        "unanimous":{"lower":"293","upper":"293"},"witness":null},"basis":"unanimous","hurdles":["pen"]}"#;
    let mut print = ReportPrint::default();
    std::io::Write::write_all(&mut print, report.as_bytes()).unwrap();
    let about = About::new(&negotiation.case, &negotiation.briefs, None).unwrap().with_report(print.finish());
    let count = |count: &str| mediant_check::Claim::Count {
        basis: mediant_check::Basis::Unanimous,
        count: count.into(),
    };
    let certificate = Certificate::new(subject.problem(), vec![count("293")]).about(about);
    let accepted = subject.verify(certificate, PATIENT).unwrap();
    let told: Vec<String> = accepted.held_against(report).unwrap().iter().map(ToString::to_string).collect();
    let shown = |place: &str| told.iter().find(|line| line.contains(place)).unwrap().clone();
    assert!(shown("packages").starts_with("as the files say"));
    assert!(shown("zopa.exists").starts_with("not proven"), "nobody claims the deal itself");
    assert!(shown("zopa.count").starts_with("proven by claim 1"));
    assert!(shown("hurdles").starts_with("not proven"));
    assert!(accepted.held_against(&report.replace("512", "513")).is_err(), "another report");
}
