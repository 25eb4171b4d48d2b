//! A recorded negotiation as text.

use crate::text::wrapped;
use mediant_engine::report::decimal;
use mediant_mediate::Question;
use mediant_model::Problem;
use mediant_sim::{Ending, Run, RunAct, RunMove, Scenario};
use unicode_width::UnicodeWidthStr;

/// So many moves at the beginning and at the end are shown; those between are counted.
const SHOWN: usize = 8;

/// A recorded negotiation for a screen of so many columns: who played, how it ended, and the first and last moves.
///
/// The run must have been recorded in the scenario. It shows what every party has: it is for whoever may read all
/// briefs.
pub fn render(title: &str, scenario: &Scenario, run: &Run, width: usize) -> String {
    let problem = scenario.problem();
    let mut lines = vec![title.to_owned()];
    lines.extend(wrapped(&setting(problem, run), width));
    lines.push(String::new());
    lines.extend(wrapped(&ending(problem, run), width));
    lines.push(String::new());
    lines.extend(columns(&results(scenario, run), 2));
    if let Some(package) = &run.end.package {
        lines.push(String::new());
        lines.extend(columns(&chosen(problem, package), 2));
    }
    lines.push(String::new());
    lines.extend(columns(&moves(problem, run), 1));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn name(problem: &Problem, party: usize) -> String {
    problem.parties.get(party).map_or_else(String::new, |party| party.name.clone())
}

fn setting(problem: &Problem, run: &Run) -> String {
    let seats = run.strategies.iter().enumerate();
    let seats: Vec<String> =
        seats.map(|(party, strategy)| format!("{}: {strategy}", name(problem, party))).collect();
    let rounds = if run.rounds == 1 { "1 round".to_owned() } else { format!("{} rounds", run.rounds) };
    format!("{}. Protocol {}, at most {rounds}, seed {}.", seats.join("; "), run.protocol.name(), run.seed)
}

fn ending(problem: &Problem, run: &Run) -> String {
    let end = &run.end;
    let share = format!("at {} % of the time", decimal((end.time * 1000.0).round() / 10.0));
    match &end.ending {
        Ending::Agreement => format!("Deal in round {} of {}, {share}.", end.rounds, run.rounds),
        Ending::Deadline => "No deal: the deadline passed.".to_owned(),
        Ending::Walked { party } => {
            format!("No deal: {} walked away in round {}, {share}.", name(problem, *party), end.rounds)
        }
        Ending::Lost { party, fault } => {
            format!("No deal: {} lost in round {}, {share}: {fault}.", name(problem, *party), end.rounds)
        }
    }
}

/// What each party has: its utility, where that lies between its worst and its best package, and what discounts
/// leave of it.
fn results(scenario: &Scenario, run: &Run) -> Vec<Vec<String>> {
    let problem = scenario.problem();
    let mut rows =
        vec![["party", "utility", "of its best", "walk-away", "discounted"].map(str::to_owned).to_vec()];
    for (party, (units, discounted)) in run.end.units.iter().zip(&run.end.discounted).enumerate() {
        let share = scenario.worth(party, *units) * 100.0;
        rows.push(vec![
            name(problem, party),
            decimal(problem.shown(party, *units)),
            format!("{share:.0} %"),
            problem.reservation(party).map_or_else(String::new, |units| decimal(problem.shown(party, units))),
            decimal(*discounted),
        ]);
    }
    rows
}

fn chosen(problem: &Problem, package: &[u32]) -> Vec<Vec<String>> {
    let issues = problem.issues.iter().zip(package).map(|(issue, option)| {
        let option = *option as usize;
        let label = issue.labels.get(option).filter(|label| !label.is_empty()).cloned();
        let label = label.or_else(|| issue.options.get(option).map(|id| id.as_str().to_owned()));
        let name = if issue.name.is_empty() { issue.id.as_str() } else { &issue.name };
        vec![name.to_owned(), label.unwrap_or_default()]
    });
    std::iter::once(vec!["issue".to_owned(), "option".to_owned()]).chain(issues).collect()
}

fn moves(problem: &Problem, run: &Run) -> Vec<Vec<String>> {
    let names = (0..problem.parties.len()).map(|party| format!("to {}", name(problem, party)));
    let head = ["round", "who", "does"].into_iter().map(str::to_owned).chain(names).collect();
    let mut rows: Vec<Vec<String>> = vec![head];
    let count = run.moves.len();
    for (place, made) in run.moves.iter().enumerate() {
        let hidden = count.saturating_sub(2 * SHOWN);
        if hidden > 1 && place == SHOWN {
            rows.push(vec!["…".to_owned(), format!("{hidden} moves"), "…".to_owned()]);
        }
        if hidden <= 1 || place < SHOWN || place >= count - SHOWN {
            rows.push(row(problem, made));
        }
    }
    rows
}

fn row(problem: &Problem, made: &RunMove) -> Vec<String> {
    let who = made.party.map_or_else(|| "the mediator".to_owned(), |party| name(problem, party));
    let (does, units): (&str, &[i64]) = match &made.act {
        RunAct::Offer { units, .. } => ("offers", units),
        RunAct::Draft { units, .. } => ("drafts", units),
        RunAct::Accept => ("accepts", &[]),
        RunAct::Walk => ("walks away", &[]),
        RunAct::Vote { yes: true } => ("votes yes", &[]),
        RunAct::Vote { yes: false } => ("votes no", &[]),
        RunAct::Reply { question, .. } => (asked(question), &[]),
        RunAct::Keep => ("keeps the draft", &[]),
        RunAct::Drop => ("drops the draft", &[]),
    };
    let worth = units.iter().enumerate().map(|(party, units)| decimal(problem.shown(party, *units)));
    [(made.round + 1).to_string(), who, does.to_owned()].into_iter().chain(worth).collect()
}

/// What a party was asked, without its answer's worth.
fn asked(question: &Question) -> &'static str {
    match question {
        Question::RankOptions { .. } => "orders the options of an issue",
        Question::RankIssues => "orders the issues",
        Question::Accept { .. } => "says whether it accepts a package",
        Question::Compare { .. } => "says which of two packages is better",
    }
}

/// Rows in columns; those from `words` on that hold figures stand at the right.
fn columns(rows: &[Vec<String>], indent: usize) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let width = |column| rows.iter().map(|row| cell(row, column).width()).max().unwrap_or(0);
    let is_figure = |column| {
        let mut cells =
            rows.iter().skip(1).map(|row| cell(row, column)).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some()
            && cells.all(|cell| cell == "…" || cell.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
    };
    let shape: Vec<(usize, bool)> = (0..count).map(|column| (width(column), is_figure(column))).collect();
    let line = |row: &Vec<String>| {
        let cells = shape.iter().enumerate().map(|(column, (width, figure))| {
            let text = cell(row, column);
            let blank = " ".repeat(width - text.width());
            if *figure { format!("{blank}{text}") } else { format!("{text}{blank}") }
        });
        format!("{}{}", " ".repeat(indent), cells.collect::<Vec<_>>().join("  "))
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Course, svg};
    use mediant_sim::{Limits, Protocol, SingleText, Spec, record, sample};

    fn played(strategy: &str, protocol: &Protocol, rounds: u32) -> (Scenario, Run) {
        let scenario = sample::two_fields();
        let spec: Spec = strategy.parse().unwrap();
        let names = vec![strategy.to_owned(); 2];
        let mut seats = vec![spec.make(), spec.make()];
        let run = record(&scenario, &mut seats, &names, protocol, &Limits::rounds(rounds), 1).unwrap();
        (scenario, run)
    }

    fn all() -> Vec<(Scenario, Run)> {
        let single = Protocol::SingleText(SingleText { temperature: 0.5 });
        vec![
            played("tough", &Protocol::Alternating, 1),
            played("tough", &Protocol::Alternating, 200),
            played("linear", &Protocol::Alternating, 50),
            played("linear", &Protocol::Overlap, 50),
            played("annealer", &single, 60),
            // It makes no offers and walks away.
            played("annealer", &Protocol::Alternating, 5),
        ]
    }

    #[test]
    fn a_long_run_is_cut_in_the_middle_and_a_short_one_is_whole() {
        for (scenario, run) in all() {
            let rows = moves(scenario.problem(), &run).len() - 1;
            let expected = if run.moves.len() > 2 * SHOWN + 1 { 2 * SHOWN + 1 } else { run.moves.len() };
            assert_eq!(rows, expected);
            let text = render("Two fields", &scenario, &run, 80);
            assert!(text.lines().count() >= rows);
            assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        }
    }

    #[test]
    fn every_figure_of_a_party_stands_at_the_right_of_its_column() {
        let rows =
            [["a", "utility"], ["b", "1.5"], ["longer", "-20"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows, 1), [" a       utility", " b           1.5", " longer      -20"]);
    }

    #[test]
    fn pictures_are_well_formed_and_stay_on_their_sheet() {
        for (scenario, run) in all() {
            let frontier = vec![vec![12, 4], vec![2, 10], vec![9, 5]];
            let course = Course::new("Two <fields> & more", &scenario, &run, &frontier);
            let scene = course.scene();
            let drawn = svg(&scene);
            let parsed = roxmltree::Document::parse(&drawn).unwrap();
            assert_eq!(parsed.root_element().tag_name().name(), "svg");
            for mark in &scene.marks {
                let points = match mark {
                    crate::picture::Mark::Area { corners: points, .. }
                    | crate::picture::Mark::Line { points, .. } => points.clone(),
                    crate::picture::Mark::Dot { at, .. } | crate::picture::Mark::Words { at, .. } => {
                        vec![*at]
                    }
                };
                let inside = |(x, y): (f64, f64)| {
                    (-1.0..=scene.width + 1.0).contains(&x) && (-1.0..=scene.height + 1.0).contains(&y)
                };
                assert!(points.into_iter().all(inside));
            }
        }
    }
}
