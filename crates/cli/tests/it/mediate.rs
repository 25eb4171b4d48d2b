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
    // Where somebody can be outvoted nothing is proven of a deal.
    let deal = simulated("water-board", &["--certificate", &folder.at("none.json")]);
    assert_eq!(deal.code, 0);
    assert!(!deal.err.is_empty());
    assert!(!folder.names().contains(&"none.json".to_owned()));
}

#[test]
fn how_near_a_deal_is_to_the_best_comes_with_a_certificate_too() {
    let folder = Folder::new();
    let proof = folder.at("share.json");
    let deal = read(&simulated("thompson-employment", &["--format", "json", "--certificate", &proof]));
    let share = deal["ended"]["proven_share"].as_str().unwrap();
    assert!(share != "0/1" && deal["ended"]["proven_if"].is_string());
    assert_eq!(deal["ended"]["certificate"]["claims"][0]["share"]["share"], share);
    let verified = mediant(&["verify", &proof, &example("thompson-employment")]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let mut forged: Value = serde_json::from_slice(&folder.read("share.json")).unwrap();
    forged["claims"][0]["share"]["share"] = json!("99/100");
    let forged = folder.write("forged.json", forged.to_string());
    assert_ne!(mediant(&["verify", &forged, &example("thompson-employment")]).code, 0);
}

/// What follows of a package that lies within a walk-away range.
#[test]
fn within_a_walk_away_range_nobody_knows_whether_a_package_passes() {
    let folder = Folder::new();
    let points = "points.x.options = { p = 1, q = 0 }\npoints.y.options = { u = 1, v = 0 }\n";
    let (a, b) = (
        brief("a", &format!("reservation = {{ range = [1, 5] }}\n{points}")),
        brief("b", &format!("reservation = {{ value = 0 }}\n{points}")),
    );
    let files = [("case.toml", TWO_ISSUES), ("brief-a.toml", a.as_str()), ("brief-b.toml", b.as_str())];
    let paths: Vec<String> = files.iter().map(|(name, text)| folder.write(name, *text)).collect();
    let package = ["--package", "x=p, y=u"];
    let said = mediant(
        &[
            &["analyze"],
            &paths.iter().map(String::as_str).collect::<Vec<_>>()[..],
            &package,
            &["--format", "json"],
        ]
        .concat(),
    );
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        (&said["package"]["passes"], &said["package"]["breaks"]),
        (&Value::Null, &json!(["a.reservation"]))
    );
}

/// What ended how, of these files with briefs in the place of people, and whether the certificate holds beside them.
fn ended(folder: &Folder, files: &[(&str, &str)], more: &[&str]) -> (Value, Option<bool>) {
    let paths: Vec<String> = files.iter().map(|(name, text)| folder.write(name, text)).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let proof = folder.at("proof.json");
    let arguments =
        [&["mediate"], &paths[..], &["--simulate", "--format", "json", "--certificate", &proof], more];
    let said = mediant(&arguments.concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let ended = serde_json::from_str::<Value>(&said.out).unwrap()["ended"].clone();
    let holds = folder.names().contains(&"proof.json".to_owned()).then(|| {
        let verified = mediant(&[&["verify", &proof], &paths[..]].concat());
        std::fs::remove_file(&proof).unwrap();
        verified.code == 0
    });
    (ended, holds)
}

const TWO_ISSUES: &str = r#"mediant = 1
id = "two"
title = "Two matters"
[parties.a]
[parties.b]
[issues.x]
options = ["p", "q"]
[issues.y]
options = ["u", "v"]
"#;

fn brief(party: &str, rest: &str) -> String {
    format!("mediant_brief = 1\ncase = \"two\"\nparty = \"{party}\"\n{rest}")
}

/// Two packages pass the water board's quorum of four with the city, and none suits all five.
#[test]
fn the_agreement_rule_counts() {
    for seed in 1..6 {
        let transcript = read(&simulated("water-board", &["--format", "json", "--seed", &seed.to_string()]));
        let ended = &transcript["ended"];
        assert_eq!((&ended["how"], &ended["package"]["works"]), (&json!("deal"), &json!("dam")));
        let accepting: Vec<&str> =
            ended["accepting"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        assert!(accepting.len() >= 4 && accepting.contains(&"city"), "{accepting:?}");
        assert!(!accepting.contains(&"village"), "its red line is the dam");
    }
}

/// The one deal lies in a bonus that the party gets for two options together.
#[test]
fn a_combination_that_counts_is_no_reason_to_say_that_there_is_no_deal() {
    let folder = Folder::new();
    let a = "reservation = { value = 5 }\npoints.x.options = { p = 1, q = 0 }\npoints.y.options = { u = 1, v = 0 }\n\
        [[interactions]]\nwhen = { x = \"q\", y = \"v\" }\npoints = 10\n";
    let b = "reservation = { value = 0 }\npoints.x.options = { p = 0, q = 1 }\npoints.y.options = { u = 0, v = 1 }\n";
    let (a, b) = (brief("a", a), brief("b", b));
    let files = [("case.toml", TWO_ISSUES), ("brief-a.toml", a.as_str()), ("brief-b.toml", b.as_str())];
    let (ended, certified) = ended(&folder, &files, &[]);
    assert_eq!((&ended["how"], &ended["package"]), (&json!("deal"), &json!({"x": "q", "y": "v"})));
    assert_eq!((&ended["proven_share"], &ended["estimate"]), (&json!("0/1"), &Value::Null));
    assert_eq!(certified, None);
}

/// With a bonus on the one issue there is one deal, in which one party gains nothing over its walk-away: every product of
/// gains is 0, and no share of the largest is a number.
#[test]
fn where_every_product_of_gains_is_nothing_no_share_is_made_up() {
    let folder = Folder::new();
    let case = TWO_ISSUES.replace("[issues.y]\noptions = [\"u\", \"v\"]\n", "");
    let a = "reservation = { value = 5 }\npoints.x.options = { p = 1, q = 0 }\n\
        [[interactions]]\nwhen = { x = \"q\" }\npoints = 10\n";
    let (a, b) =
        (brief("a", a), brief("b", "reservation = { value = 1 }\npoints.x.options = { p = 1, q = 1 }\n"));
    let files = [("case.toml", case.as_str()), ("brief-a.toml", a.as_str()), ("brief-b.toml", b.as_str())];
    assert_eq!(ended(&folder, &files, &[]).0["package"], json!({"x": "q"}));
    let paths = files.map(|(name, _)| folder.at(name));
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let said = mediant(&[&["mediate", "--simulate"], &paths[..]].concat());
    assert_eq!((said.code, said.out.contains("NaN")), (0, false), "{}", said.out);
    // No figure stands in what is so by the briefs: there is none.
    let truth = said.out.lines().skip_while(|line| !line.starts_with("Questions: ")).skip(1);
    let truth: Vec<&str> = truth.collect();
    assert!(!truth.is_empty() && !truth.concat().contains('%'), "{truth:?}");
}

/// Whatever a mediation calls proven, and whatever it certifies, holds beside the briefs, with wrong answers too.
#[test]
fn what_is_proven_names_what_it_assumes_and_holds_beside_the_briefs() {
    let folder = Folder::new();
    let read = |name: &str| std::fs::read_to_string(format!("{}/{name}", example("strike-fund"))).unwrap();
    let names = ["case.toml", "brief-crews.toml", "brief-line.toml"];
    let texts = names.map(read);
    let files: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let mut claimed = 0;
    for seed in 1..4 {
        for errors in ["0", "0.4"] {
            let (ended, certified) =
                ended(&folder, &files, &["--seed", &seed.to_string(), "--errors", errors]);
            assert_eq!(certified.is_some(), ended["how"] == "no_deal");
            assert_ne!(certified, Some(false), "{ended}");
            if certified.is_some() {
                let assumes = &ended["certificate"]["claims"][0]["refused"]["assumes"];
                let assumed = assumes.as_array().is_some_and(|parties| !parties.is_empty());
                assert_eq!(assumed, ended["proven_if"].is_string(), "{ended}");
                claimed += 1;
            }
        }
    }
    assert!(claimed >= 3, "{claimed}");
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
