//! A recorded negotiation as text.

use crate::text::wrapped;
use mediant_engine::report::decimal;
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
            decimal(problem.shown(*units)),
            format!("{share:.0} %"),
            problem.reservation(party).map_or_else(String::new, |units| decimal(problem.shown(units))),
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
        RunAct::Keep => ("keeps the draft", &[]),
        RunAct::Drop => ("drops the draft", &[]),
    };
    let worth = units.iter().map(|units| decimal(problem.shown(*units)));
    [(made.round + 1).to_string(), who, does.to_owned()].into_iter().chain(worth).collect()
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
