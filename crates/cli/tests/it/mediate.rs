//! `mediant mediate`, seen from outside.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use crate::support::{Folder, Said, example, mediant, said};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

fn simulated(name: &str, more: &[&str]) -> Said {
    let case = example(name);
    mediant(&[&["mediate", case.as_str(), "--simulate"], more].concat())
}

/// With what people type.
fn typed(answers: &str, arguments: &[&str]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mediant"))
        .arg("mediate")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever stops early closes the pipe; what it printed tells.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    said(child.wait_with_output().unwrap())
}

fn read(said: &Said) -> Value {
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    serde_json::from_str(&said.out).unwrap()
}

/// The questions with their answers, of one party or of all.
fn exchanges<'a>(transcript: &'a Value, party: Option<&'a str>) -> impl Iterator<Item = &'a Value> {
    let all = transcript["exchanges"].as_array().unwrap().iter();
    all.filter(move |exchange| party.is_none_or(|party| exchange["party"] == party))
}

#[test]
fn a_deal_is_what_everybody_said_yes_to() {
    let first = simulated("thompson-employment", &["--format", "json"]);
    assert_eq!(simulated("thompson-employment", &["--format", "json"]).out, first.out);
    let transcript = read(&first);
    assert_eq!(transcript["mediant_mediation"], 1);
    assert_eq!(transcript["manner"], "blind");
    assert_eq!(transcript["ended"]["how"], "deal");
    let chosen = &transcript["ended"]["package"];
    let numbers: Vec<usize> = transcript["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| {
            let option = &chosen[issue[0].as_str().unwrap()];
            issue[1].as_array().unwrap().iter().position(|id| id == option).unwrap()
        })
        .collect();
    for party in ["employer", "employee"] {
        let accepted = exchanges(&transcript, Some(party)).any(|exchange| {
            exchange["question"]["accept"]["package"] == json!(numbers) && exchange["answer"] == "yes"
        });
        assert!(accepted, "{party}");
    }
}

#[test]
fn talks_that_broke_off_go_on_as_if_they_had_not() {
    let folder = Folder::new();
    let whole = simulated("thompson-employment", &["--format", "json", "--record", &folder.at("whole.json")]);
    assert_eq!(folder.read("whole.json"), whole.out.as_bytes());
    let mut begun = read(&whole);
    begun.as_object_mut().unwrap().remove("ended");
    begun["exchanges"].as_array_mut().unwrap().truncate(9);
    let begun = folder.write("begun.json", begun.to_string());
    // Into the very file that it goes on from.
    let resumed =
        simulated("thompson-employment", &["--format", "json", "--resume", &begun, "--record", &begun]);
    assert_eq!((resumed.code, resumed.out.as_str()), (0, whole.out.as_str()));
    assert_eq!(folder.read("begun.json"), whole.out.as_bytes());
    // Not with another seed, another way of asking or another case.
    for other in [&["--seed", "2"][..], &["--coupled"], &["--no-forms"]] {
        let refused = simulated("thompson-employment", &[&["--resume", &begun], other].concat());
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{other:?}");
    }
    let elsewhere = simulated("nash-1950", &["--resume", &begun]);
    assert_eq!((elsewhere.code, elsewhere.out.as_str()), (2, ""));
}

#[test]
fn no_deal_comes_with_a_certificate_that_holds_for_this_case_alone() {
    let folder = Folder::new();
    let proof = folder.at("proof.json");
    let none = simulated("strike-fund", &["--format", "json", "--certificate", &proof]);
    let transcript = read(&none);
    assert_eq!(transcript["ended"]["how"], "no_deal");
    let verified = mediant(&["verify", &proof, &example("strike-fund")]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let elsewhere = mediant(&["verify", &proof, &example("nash-1950")]);
    assert_ne!(elsewhere.code, 0);
    // A week later the strike fund runs low.
    let later = read(&simulated("strike-fund", &["--format", "json", "--date", "2026-05-11"]));
    assert_eq!(later["ended"]["how"], "deal");
    // Without the refusals nothing is refused.
    let text = String::from_utf8(folder.read("proof.json")).unwrap();
    let forged = text.replace("\"yes\":false", "\"yes\":true");
    assert_ne!(forged, text);
    let forged = mediant(&["verify", &folder.write("forged.json", forged), &example("strike-fund")]);
    assert_ne!(forged.code, 0);
    // Where there is a deal there is no such proof.
    let deal = simulated("thompson-employment", &["--certificate", &folder.at("none.json")]);
    assert_eq!(deal.code, 0);
    assert!(!deal.err.is_empty());
    assert!(!folder.names().contains(&"none.json".to_owned()));
}

#[test]
fn people_answer_and_what_they_said_is_kept_for_its_owner_alone() {
    let folder = Folder::new();
    let talks = folder.at("talks.json");
    let case = example("nash-1950");
    // Two of three are understood.
    let begun = typed("1 2\nno idea\n2 1\n", &[&case, "--record", &talks]);
    assert_eq!(begun.code, 1);
    let kept: Value = serde_json::from_slice(&folder.read("talks.json")).unwrap();
    let answers: Vec<&Value> = exchanges(&kept, None).map(|exchange| &exchange["answer"]).collect();
    assert_eq!(answers, [&json!({"order": [[0], [1]]}), &json!({"order": [[1], [0]]})]);
    assert!(kept.get("ended").is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&talks).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    // The next sitting begins where this one ended. Equals, and what cannot be said, are answers.
    let next = typed("1=2\n?\n", &[&case, "--resume", &talks, "--record", &talks]);
    assert_eq!(next.code, 1);
    let kept: Value = serde_json::from_slice(&folder.read("talks.json")).unwrap();
    let answers: Vec<&Value> = exchanges(&kept, None).skip(2).map(|exchange| &exchange["answer"]).collect();
    assert_eq!(answers, [&json!({"order": [[0, 1]]}), &json!("cannot_say")]);
}

#[test]
fn what_one_party_is_asked_does_not_depend_on_the_other() {
    let folder = Folder::new();
    let case = example("thompson-employment");
    let employer = format!("{case}/brief-employer.toml");
    let employee = std::fs::read_to_string(format!("{case}/brief-employee.toml")).unwrap();
    let turned = employee
        .replace("0.41", "0.06")
        .replace("weight = 0.06, options = { 100", "weight = 0.41, options = { 100");
    assert_ne!(turned, employee);
    let asked = |employee: &str| {
        let brief = folder.write("brief-employee.toml", employee);
        let files = [&format!("{case}/case.toml"), &employer, &brief];
        let mut arguments = vec!["mediate"];
        arguments.extend(files.iter().map(|file| file.as_str()));
        arguments.extend(["--simulate", "--format", "json"]);
        let transcript = read(&mediant(&arguments));
        let of_employer: Vec<Value> = exchanges(&transcript, Some("employer")).cloned().collect();
        // A package that is put to everybody is a release.
        let alone = of_employer.iter().take_while(|exchange| exchange["purpose"] == "learn");
        alone.cloned().collect::<Vec<Value>>()
    };
    let (one, other) = (asked(&employee), asked(&turned));
    let both = one.len().min(other.len());
    assert!(both >= 6);
    assert_eq!(one[..both], other[..both]);
}

#[test]
fn what_cannot_be_mediated_ends_with_two() {
    let folder = Folder::new();
    let (case, nash) = (example("thompson-employment"), example("nash-1950"));
    let nonsense = folder.write("nonsense.json", "{}");
    let bare = format!("{case}/case.toml");
    for wrong in [
        &[case.as_str(), "--simulate", "--format", "markdown"][..],
        &[&case, "--simulate", "--questions", "0"],
        &[&case, "--simulate", "--errors", "0.9"],
        &[&case, "--errors", "0.1"],
        &[&case, "--simulate", "--seed", "-1"],
        &[&case, "--simulate", "--resume", &nonsense],
        &[&case, "--simulate", "--resume", &folder.at("absent.json")],
        &[&folder.at("absent.toml"), "--simulate"],
        // Nobody can answer in the place of who gave no points.
        &[&bare, "--simulate"],
        &[],
    ] {
        let refused = typed("", wrong);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{wrong:?}");
        assert!(!refused.err.is_empty());
    }
    // A record that cannot be written is found before anybody is asked.
    let unwritten = typed("1 2\n", &[&nash, "--record", &folder.at("absent/talks.json")]);
    assert_ne!(unwritten.code, 0);
    assert_eq!(unwritten.out, "");
}
