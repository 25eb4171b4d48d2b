//! A small tournament in memory.

#![allow(dead_code, reason = "each test uses its part")]

use mediant_formats::{Diagnostic, InputFile};
use mediant_sim::{Action, Own, Random, Strategy, Turn};
use mediant_tournament::{Entrant, Found, Literature, Roster, Source, Tournament, Unknown};

/// Scenarios by name, all in the format case/1.
pub struct Memory;

pub const FIELDS: &str = r#"{"schema": "case/1", "title": "Two fields",
  "issues": [{"name": "land", "options": ["cede", "divide", "keep"]}, {"name": "water", "options": ["shared", "sold"]}],
  "parties": ["a", "b"],
  "utilities": {"a": {"land": [0, 4, 7], "water": [2, 5]}, "b": {"land": [6, 5, 0], "water": [4, 0]}},
  "reservation": {"a": 3, "b": 2}}"#;

pub const CAKE: &str = r#"{"schema": "case/1", "title": "A cake",
  "issues": [{"name": "first", "options": ["0", "1", "2", "3", "4"]}, {"name": "second", "options": ["0", "1", "2", "3"]},
             {"name": "third", "options": ["x", "y", "z"]}],
  "parties": ["a", "b"],
  "utilities": {"a": {"first": [0, 1, 2, 3, 4], "second": [0, 2, 4, 6], "third": [1, 0, 2]},
                "b": {"first": [8, 6, 4, 2, 0], "second": [3, 2, 1, 0], "third": [0, 5, 1]}}}"#;

/// No package is acceptable to both.
pub const APART: &str = r#"{"schema": "case/1", "title": "Apart",
  "issues": [{"name": "price", "options": ["low", "middle", "high"]}],
  "parties": ["a", "b"],
  "utilities": {"a": {"price": [0, 5, 10]}, "b": {"price": [10, 5, 0]}},
  "reservation": {"a": 8, "b": 8}}"#;

pub const THREE: &str = r#"{"schema": "case/1", "title": "Three heirs",
  "issues": [{"name": "house", "options": ["a", "b", "c"]}, {"name": "boat", "options": ["a", "b", "c"]}],
  "parties": ["a", "b", "c"],
  "utilities": {"a": {"house": [6, 1, 0], "boat": [3, 1, 0]}, "b": {"house": [0, 7, 2], "boat": [0, 4, 1]},
                "c": {"house": [1, 0, 5], "boat": [2, 0, 6]}}}"#;

impl Source for Memory {
    fn find(&self, pattern: &str) -> Result<Vec<Found>, Vec<Diagnostic>> {
        let text = match pattern {
            "fields" => FIELDS,
            "cake" => CAKE,
            "apart" => APART,
            "three" => THREE,
            "broken" => r#"{"schema": "case/1", "title": }"#,
            _ => return Err(vec![Diagnostic::of_file(pattern, "there is no such file or folder").help("check the path")]),
        };
        let files = vec![InputFile::new(format!("{pattern}.json"), text)];
        Ok(vec![Found { path: pattern.to_owned(), files }])
    }
}

/// The literature, and strategies that do wrong.
pub struct WithFaults;

/// Does wrong in its own way at its second turn.
struct Faulty(&'static str);

impl Strategy for Faulty {
    fn begin(&mut self, _own: &Own<'_>, _random: Random) {}

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let best = turn.own.best();
        match self.0 {
            _ if turn.round == 0 => Action::Offer(best),
            "panics" => panic!("on purpose"),
            "loops" => loop {
                turn.own.worth(&best);
            },
            "walks" => Action::Walk,
            _ => Action::Offer(mediant_sim::Offer::of(&[99, 99])),
        }
    }
}

impl Roster for WithFaults {
    fn find(&self, name: &str) -> Result<Entrant, Unknown> {
        match ["panics", "loops", "invalid", "walks"].into_iter().find(|known| *known == name) {
            Some(kind) => Ok(Entrant::new(kind, move || Box::new(Faulty(kind)) as Box<dyn Strategy>)),
            None => Literature.find(name),
        }
    }
}

/// A specification with these lines besides its version.
pub fn file(lines: &str) -> InputFile {
    InputFile::new("spec.toml", format!("mediant_tournament = 1\n{lines}"))
}

pub fn tournament(lines: &str) -> Tournament {
    match Tournament::read(&file(lines), &WithFaults, &Memory) {
        Ok((tournament, _)) => tournament,
        Err(problems) => panic!("{}", shown(&problems)),
    }
}

pub fn shown(problems: &[Diagnostic]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}
