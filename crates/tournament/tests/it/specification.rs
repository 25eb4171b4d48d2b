//! Reading specifications, and what is said about bad ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::support::{self, Memory, WithFaults, file, shown};
use mediant_tournament::Tournament;

fn problems(lines: &str) -> Vec<(usize, usize)> {
    let file = file(lines);
    let problems = Tournament::read(&file, &WithFaults, &Memory).unwrap_err();
    assert!(problems.iter().all(|problem| problem.is_error()), "{}", shown(&problems));
    let own = problems.iter().filter(|problem| problem.file == "spec.toml");
    own.map(|problem| problem.line_column().expect("each has its place")).collect()
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let lines = "repetitions = 0\nrounds = 0\nprotocol = \"alternatin\"\nroles = \"al\"\nself_pla = true\nseed = -1\n\
                 scenarios = [\"fields\", \"nowhere\", \"broken\"]\nstrategies = [\"boulwar\", \"micro\", \"micro\", 7]\n";
    let file = file(lines);
    let found = Tournament::read(&file, &WithFaults, &Memory).unwrap_err();
    let places: Vec<_> =
        found.iter().filter(|p| p.file == "spec.toml").filter_map(|p| p.line_column()).collect();
    let expected =
        [(2, 15), (3, 10), (4, 12), (5, 9), (6, 1), (7, 8), (8, 24), (8, 35), (9, 15), (9, 35), (9, 44)];
    assert_eq!(places, expected, "{}", shown(&found));
    // The broken scenario's own problem comes along with its own place.
    assert!(found.iter().any(|problem| problem.file == "broken/case.toml" && problem.spot.is_some()));
    // What is nearly right is named.
    let help = |line: usize| {
        let at = found.iter().find(|p| p.line_column().is_some_and(|(l, _)| l == line));
        at.and_then(|p| p.help.clone()).unwrap_or_default()
    };
    for (line, meant) in [(4, "`alternating`"), (5, "`all`"), (6, "`self_play`"), (9, "`boulware`")] {
        assert!(help(line).contains(meant), "{line}: {}", help(line));
    }
}

#[test]
fn what_must_be_there_is_missed() {
    assert_eq!(problems("").len(), 3);
    assert_eq!(problems("rounds = 5\nscenarios = []\nstrategies = []"), [(3, 13), (4, 14)]);
    assert_eq!(
        problems("rounds = 5\nscenarios = [\"cake\"]\nstrategies = \"time-dependent(e=-1)\""),
        [(4, 14)]
    );
    let without_version = mediant_formats::InputFile::new("spec.toml", "rounds = 5");
    assert!(Tournament::read(&without_version, &WithFaults, &Memory).is_err());
    let not_toml = mediant_formats::InputFile::new("spec.toml", "rounds = = 5");
    assert!(Tournament::read(&not_toml, &WithFaults, &Memory).is_err());
}

#[test]
fn too_few_strategies_for_three_heirs_are_told_at_the_scenario() {
    let lines = "rounds = 5\nself_play = false\nscenarios = [\"cake\", \"three\"]\nstrategies = [\"micro\", \"tough\"]";
    assert_eq!(problems(lines), [(4, 22)]);
}

#[test]
fn a_good_one_is_what_it_says() {
    let tournament = support::tournament(
        "title = \"T\"\nrounds = 7\nrepetitions = 2\nseed = 9\nroles = \"once\"\nself_play = false\n\
         protocol = { name = \"single-text\", temperature = 0.5 }\n\
         scenarios = [{ path = \"cake\", label = \"C\" }, \"fields\"]\nstrategies = [\"micro\", \"tough\", \"random\"]",
    );
    let specification = tournament.specification();
    assert_eq!((specification.rounds, specification.repetitions, specification.seed), (7, 2, 9));
    assert_eq!(specification.protocol.name(), "single-text");
    assert_eq!(tournament.grid().cell_count(), 2 * 3 * 2);
    assert_eq!(tournament.entries()[0].label, "C");
}

#[test]
fn the_fingerprint_tells_what_matters_apart() {
    let base = "rounds = 7\nscenarios = [\"cake\"]\nstrategies = [\"micro\"]";
    let fingerprint = |lines: &str| support::tournament(lines).fingerprint();
    assert_eq!(fingerprint(base), fingerprint(&format!("title = \"Another title\"\n{base}")));
    let others = [
        "rounds = 8",
        "rounds = 7\nseed = 2",
        "rounds = 7\nrepetitions = 2",
        "rounds = 7\nprotocol = \"overlap\"",
    ];
    for other in others {
        assert_ne!(fingerprint(base), fingerprint(&base.replace("rounds = 7", other)), "{other}");
    }
    assert_ne!(fingerprint(base), fingerprint(&base.replace("cake", "fields")));
    assert_ne!(fingerprint(base), fingerprint(&base.replace("micro", "tough")));
}
