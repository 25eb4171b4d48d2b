//! Whatever a party may not see can change in any way: every byte the party gets stays the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, mediant};
use proptest::prelude::*;

const CASE: &str = r#"mediant = 1
id = "secrecy"
title = "A dispute"
as_of = 2026-01-10
[agreement]
partial = true
[sources.paper]
title = "A newspaper"
[sources.notes]
title = "Notes of the mediator"
[parties.a]
name = "Party A"
[parties.b]
name = "Party B"
people.bea = { name = "Bea", role = "delegate", leads = true }
[parties.m]
role = "third"
[issues.land]
options = { north = "The north", south = "The south", both = "Both" }
[issues.pay]
min = 0
max = 10
step = 1
unit = "EUR"
[[red_lines]]
party = "a"
never = { land = "north" }
kind = "public"
source = "paper"
[[red_lines]]
party = "a"
never = { pay = { max = 2 } }
kind = "told"
"#;

const OWN_BRIEF: &str = "mediant_brief = 1\ncase = \"secrecy\"\nparty = \"a\"\nreservation = { value = 3 }\n[points]\n\
    land = { options = { north = 0, south = 4, both = 2 } }\npay = { curve = [[0, 0], [10, 5]] }\n";

/// A statement of the case that party a may not see.
fn hidden_statement() -> impl Strategy<Value = String> {
    let publicity = prop_oneof![Just("mediator"), Just("caucus:b")];
    let option = prop_oneof![Just("north"), Just("south"), Just("both")];
    let day = 1u32..10;
    (publicity, option, day, 0usize..6, "[a-z]{0,12}").prop_map(|(publicity, option, day, kind, words)| {
        let common = format!("publicity = \"{publicity}\"\non = 2026-01-0{day}\nsource = \"notes:{words}x\"\ntext = \"{words} \"\n");
        match kind {
            0 => format!("[[red_lines]]\nparty = \"b\"\nnever = {{ land = \"{option}\" }}\n{common}"),
            1 => format!("[[preconditions]]\nparty = \"b\"\nsettled = [\"land\"]\n{common}"),
            2 => format!("[[linkages]]\nparty = \"b\"\nif = {{ land = \"{option}\" }}\nthen = {{ pay = {{ min = {day} }} }}\n{common}"),
            3 => format!("[[remarks]]\nparty = \"b\"\nissue = \"land\"\n{common}"),
            4 => format!("[[alternatives]]\nparty = \"b\"\ntrend = \"worsening\"\n{common}"),
            _ => format!("[[sessions]]\nparties = [\"m\", \"b\"]\npeople = [\"bea\"]\nstatus = \"held\"\non = 2026-01-0{day}\n{}", common.replacen(&format!("on = 2026-01-0{day}\n"), "", 1)),
        }
    })
}

/// What stands in the file of the other party's brief: a brief, a broken one, or anything.
fn other_brief() -> impl Strategy<Value = Option<Vec<u8>>> {
    let points = (0u32..9, 0u32..9, 0u32..9, 0u32..20).prop_map(|(north, south, both, reservation)| {
        Some(
            format!(
                "mediant_brief = 1\ncase = \"secrecy\"\nparty = \"b\"\nreservation = {{ value = {reservation} }}\n[points]\n\
                 land = {{ options = {{ north = {north}, south = {south}, both = {both} }} }}\n"
            )
            .into_bytes(),
        )
    });
    let broken = "[a-z= \\n\\[\\]]{0,60}"
        .prop_map(|rest| Some(format!("mediant_brief = 1\nparty = \"b\"\n{rest}").into_bytes()));
    let anything = proptest::collection::vec(any::<u8>(), 0..200).prop_map(Some);
    prop_oneof![3 => points, 2 => broken, 2 => anything, 1 => Just(None)]
}

/// Everything that party a gets: code, output and errors of every format, and the picture file.
fn received(folder: &Folder) -> Vec<(i32, String, String)> {
    let path = folder.path().display().to_string();
    let picture = folder.at("picture.svg");
    let runs: [&[&str]; 7] = [
        &["analyze", &path, "--for", "a"],
        &["analyze", &path, "--for", "a", "--format", "json"],
        &["analyze", &path, "--for", "a", "--format", "markdown"],
        &["analyze", &path, "--for", "a", "--picture", &picture],
        &["analyze", &path, "--for", "a", "--package", "land=south, pay=5"],
        &["analyze", &path, "--for", "a", "--package", "land=souht, pay=5"],
        &["outlook", &path, "--for", "a"],
    ];
    let place = folder.path().display().to_string();
    let mut all: Vec<(i32, String, String)> = runs
        .iter()
        .map(|arguments| {
            let said = mediant(arguments);
            (said.code, said.out.replace(&place, ""), said.err.replace(&place, ""))
        })
        .collect();
    let drawn = folder
        .names()
        .contains(&"picture.svg".to_owned())
        .then(|| String::from_utf8(folder.read("picture.svg")).unwrap());
    all.push((0, drawn.unwrap_or_default(), String::new()));
    all
}

#[test]
fn what_a_party_may_not_see_changes_nothing() {
    let plain = Folder::new();
    plain.write("case.toml", CASE);
    plain.write("brief-a.toml", OWN_BRIEF);
    let wanted = received(&plain);
    assert_eq!(wanted[0].0, 0, "{}", wanted[0].2);
    assert!(!wanted[1].1.contains("elapsed_ms"));
    let strategy = (proptest::collection::vec(hidden_statement(), 0..5), other_brief(), any::<bool>());
    let config = ProptestConfig {
        cases: ProptestConfig::default().cases / 10,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&strategy, |(statements, brief, first)| {
            let folder = Folder::new();
            folder.write("case.toml", format!("{CASE}{}", statements.concat()));
            folder.write("brief-a.toml", OWN_BRIEF);
            if let Some(brief) = brief {
                folder.write(if first { "a-brief-of-b.toml" } else { "z.toml" }, brief);
            }
            prop_assert_eq!(&received(&folder), &wanted);
            Ok(())
        })
        .unwrap();
}

#[test]
fn each_party_sees_its_own() {
    let folder = Folder::new();
    folder.write(
        "case.toml",
        format!("{CASE}[[remarks]]\nparty = \"b\"\npublicity = \"caucus:b\"\ntext = \"only for b\"\n"),
    );
    folder.write("brief-a.toml", OWN_BRIEF);
    let path = folder.path().display().to_string();
    for (party, sees) in [("a", false), ("b", true)] {
        let said = mediant(&["analyze", &path, "--for", party]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(said.out.contains("only for b"), sees);
    }
    assert!(mediant(&["analyze", &path]).out.contains("only for b"));
    assert_eq!(mediant(&["analyze", &path, "--for", "nobody"]).code, 2);
    let forbidden = mediant(&["analyze", &path, "--for", "a", "--certificate", &folder.at("c.json")]);
    assert_eq!((forbidden.code, forbidden.out.as_str()), (2, ""));
}
