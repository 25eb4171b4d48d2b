//! A small tournament in memory.

#![allow(clippy::panic, reason = "a test that cannot be set up fails")]

use mediant_formats::{Diagnostic, InputFile};
use mediant_sim::{Action, Own, Random, Strategy, Turn};
use mediant_tournament::{Entrant, Found, Literature, Roster, RosterError, Source, Tournament};

/// Scenarios by name.
pub struct Memory;

type Points = &'static [&'static [i64]];

/// A scenario in Mediant's own format: of each party its walk-away value and the points of each issue's options.
fn scenario(name: &str, parties: &[(&str, i64, Points)]) -> Vec<InputFile> {
    let ids: String = parties.iter().map(|(id, _, _)| format!("{id} = {{ name = \"{id}\" }}\n")).collect();
    let sizes = parties.first().map_or(&[] as Points, |(_, _, points)| *points);
    let options = |count: usize| {
        (0..count).map(|option| format!("o{option} = \"option {option}\"")).collect::<Vec<_>>().join(", ")
    };
    let issues: String = sizes
        .iter()
        .enumerate()
        .map(|(issue, points)| format!("[issues.i{issue}]\noptions = {{ {} }}\n", options(points.len())))
        .collect();
    let case = format!("mediant = 1\nid = \"{name}\"\ntitle = \"{name}\"\n[parties]\n{ids}{issues}");
    let brief = |(id, reservation, points): &(&str, i64, Points)| {
        let issue = |(issue, points): (usize, &&[i64])| {
            let options = points.iter().enumerate().map(|(option, points)| format!("o{option} = {points}"));
            format!("i{issue} = {{ options = {{ {} }} }}\n", options.collect::<Vec<_>>().join(", "))
        };
        let points: String = points.iter().enumerate().map(issue).collect();
        let text = format!(
            "mediant_brief = 1\ncase = \"{name}\"\nparty = \"{id}\"\nreservation = {{ value = {reservation} }}\n[points]\n{points}"
        );
        InputFile::new(format!("{name}/brief-{id}.toml"), text)
    };
    std::iter::once(InputFile::new(format!("{name}/case.toml"), case))
        .chain(parties.iter().map(brief))
        .collect()
}

fn files(name: &str) -> Option<Vec<InputFile>> {
    Some(match name {
        "fields" => scenario(name, &[("a", 3, &[&[0, 4, 7], &[2, 5]]), ("b", 2, &[&[6, 5, 0], &[4, 0]])]),
        "cake" => scenario(
            name,
            &[
                ("a", 1, &[&[0, 1, 2, 3, 4], &[0, 2, 4, 6], &[1, 0, 2]]),
                ("b", 0, &[&[8, 6, 4, 2, 0], &[3, 2, 1, 0], &[0, 5, 1]]),
            ],
        ),
        // No package is acceptable to both.
        "apart" => scenario(name, &[("a", 8, &[&[0, 5, 10]]), ("b", 8, &[&[10, 5, 0]])]),
        "three" => scenario(
            name,
            &[
                ("a", 2, &[&[6, 1, 0], &[3, 1, 0]]),
                ("b", 1, &[&[0, 7, 2], &[0, 4, 1]]),
                ("c", 1, &[&[1, 0, 5], &[2, 0, 6]]),
            ],
        ),
        "broken" => vec![InputFile::new("broken/case.toml", "mediant = 1\ntitle = 7\n")],
        _ => return None,
    })
}

impl Source for Memory {
    fn find(&self, pattern: &str) -> Result<Vec<Found>, Vec<Diagnostic>> {
        let missing =
            || vec![Diagnostic::of_file(pattern, "there is no such file or folder").help("check the path")];
        let files = files(pattern).ok_or_else(missing)?;
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
            _ => Action::Offer(mediant_sim::Offer::from_options(&[99, 99])),
        }
    }
}

impl Roster for WithFaults {
    fn find(&self, name: &str) -> Result<Entrant, RosterError> {
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
