//! The summary for a terminal.

use super::{Estimate, Figures, Summary};
use std::fmt::Write;

/// So many comparisons are shown; the JSON document has all of them.
const COMPARISONS: usize = 15;
/// So many columns, at most, has a game that is shown as a table.
const GAME: usize = 8;
/// Where paragraphs break.
const WIDTH: usize = 92;

/// The summary in lines of at most 92 columns, unless labels are long.
pub fn written(summary: &Summary) -> String {
    let mut text = String::new();
    let s = summary;
    let head = format!(
        "{} negotiations: {} strategies in {} scenarios, each pairing {} times. Protocol {}, {} rounds, seed {}.",
        s.negotiations,
        s.strategies.len(),
        s.scenarios.len(),
        s.repetitions,
        s.protocol,
        s.rounds,
        s.seed
    );
    paragraph(&mut text, &s.title, "");
    paragraph(&mut text, &head, "");
    let strategies = s.strategies.iter().map(|one| (one.label.as_str(), &one.figures));
    section(&mut text, "Strategies", &figures(strategies));
    for one in s.strategies.iter().filter(|one| one.faults > 0) {
        let first = one.first_fault.as_deref().unwrap_or_default();
        let line = format!("{} lost {} negotiations by a fault: {first}.", one.label, one.faults);
        paragraph(&mut text, &line, "  ");
    }
    let scenarios = s.scenarios.iter().map(|one| (one.label.as_str(), &one.figures));
    section(&mut text, "Scenarios", &figures(scenarios));
    if !s.comparisons.is_empty() {
        section(&mut text, "Comparisons", &comparisons(s));
        if s.comparisons.len() > COMPARISONS {
            let more = format!("{} more in summary.json.", s.comparisons.len() - COMPARISONS);
            paragraph(&mut text, &more, "  ");
        }
    }
    game(&mut text, s);
    text.push_str("\nHow to read it\n");
    for line in s.notes.iter().map(String::as_str).chain(METHOD.iter().copied()) {
        paragraph(&mut text, line, "  ");
    }
    text
}

/// How the figures were made, in sentences.
pub const METHOD: &[&str] = &[
    "Scores are discounted utilities on each party’s own scale: 0 is its worst package, 1 its best; without a deal it has \
     its walk-away value.",
    "Nash share: the product of gains as a share of the greatest possible one. Distance: of deals, to the nearest \
     efficient package. Both are measured against the exact frontier.",
    "Below each mean its 95 % interval: percentiles of 1,999 resamples of whole pairings (cluster bootstrap; Davison & \
     Hinkley 1997, section 3.8), since repetitions of one pairing are not independent.",
    "Comparisons pair what two strategies scored in the same scenario and seat against the same others. p is that of the \
     two-sided permutation test of paired differences (Fisher 1935) that exchanges the two in whole negotiations, in every \
     scenario and company by itself, corrected for all comparisons by Holm’s procedure (1979).",
    "The game: payoffs are mean scores over scenarios and both seats; dynamics are the replicator equation (Taylor & \
     Jonker 1978) of the symmetrised game (Tuyls et al. 2018).",
];

type Rows = Vec<Vec<String>>;

fn figures<'a>(of: impl Iterator<Item = (&'a str, &'a Figures)>) -> Rows {
    let headings = ["", "score", "deals", "Nash share", "distance", "efficient", "rounds"];
    let mut rows: Rows = vec![headings.map(str::to_owned).to_vec()];
    for (label, figures) in of {
        let shown = [
            (figures.score, 3),
            (figures.agreement_rate, 3),
            (figures.nash_ratio, 3),
            (figures.distance_to_frontier, 4),
            (figures.efficient_rate, 3),
            (figures.rounds, 1),
        ];
        let mean = |(estimate, digits): &(Option<Estimate>, usize)| {
            estimate.map_or_else(|| "–".to_owned(), |estimate| format!("{:.digits$}", estimate.mean))
        };
        rows.push(std::iter::once(label.to_owned()).chain(shown.iter().map(mean)).collect());
        let interval = |(estimate, digits): &(Option<Estimate>, usize)| {
            estimate.as_ref().map(|estimate| interval(estimate, *digits)).unwrap_or_default()
        };
        rows.push(std::iter::once(String::new()).chain(shown.iter().map(interval)).collect());
    }
    rows
}

/// The ends of an interval; empty where there is none.
pub(crate) fn interval(estimate: &Estimate, digits: usize) -> String {
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("{low:.digits$}–{high:.digits$}"),
        _ => String::new(),
    }
}

/// A p-value as it is usually written.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.000_1 { "< 0.0001".to_owned() } else { format!("{p:.4}") }
}

fn comparisons(summary: &Summary) -> Rows {
    let headings = ["better", "worse", "difference", "interval", "pairs", "p", "p, Holm"];
    let mut rows: Rows = vec![headings.map(str::to_owned).to_vec()];
    for one in summary.comparisons.iter().take(COMPARISONS) {
        let difference = one.difference.as_ref();
        rows.push(vec![
            one.better.clone(),
            one.worse.clone(),
            difference.map_or_else(|| "–".to_owned(), |found| format!("{:+.4}", found.mean)),
            difference.map(|found| interval(found, 4)).unwrap_or_default(),
            one.pairs.to_string(),
            p_value(one.p),
            p_value(one.p_adjusted),
        ]);
    }
    rows
}

fn game(text: &mut String, summary: &Summary) {
    let Some(game) = &summary.game else {
        if let Some(reason) = &summary.no_game {
            text.push_str("\nThe tournament as a game\n");
            paragraph(text, reason, "  ");
        }
        return;
    };
    if game.strategies.len() <= GAME {
        let heading = std::iter::once("own score against".to_owned()).chain(game.strategies.iter().cloned());
        let mut rows: Rows = vec![heading.collect()];
        for (label, payoffs) in game.strategies.iter().zip(&game.payoffs) {
            let payoffs = payoffs.iter().map(|payoff| format!("{payoff:.3}"));
            rows.push(std::iter::once(label.clone()).chain(payoffs).collect());
        }
        section(text, "The tournament as a game", &rows);
    } else {
        text.push_str("\nThe tournament as a game\n");
    }
    sentences(summary).iter().for_each(|line| paragraph(text, line, "  "));
}

/// What the game comes to, in sentences.
pub fn sentences(summary: &Summary) -> Vec<String> {
    let Some(game) = &summary.game else { return summary.no_game.iter().cloned().collect() };
    let mut lines = Vec::new();
    let pairs: Vec<String> = game
        .equilibria
        .iter()
        .map(|pair| {
            let weak = if pair.strict { "" } else { " (not strict)" };
            match pair.first == pair.second {
                true => format!("everybody plays {}{weak}", pair.first),
                false => format!("{} against {}{weak}", pair.first, pair.second),
            }
        })
        .collect();
    lines.push(match pairs.is_empty() {
        true => "No pure equilibrium: whatever two play, one of them would rather change.".to_owned(),
        false => format!("Pure equilibria: {}.", pairs.join("; ")),
    });
    let last = game.from_equal_shares.last().map_or(&[] as &[f64], |(_, shares)| shares.as_slice());
    let rest = if game.settled { "comes to rest at" } else { "does not come to rest; it was left at" };
    lines.push(format!("From equal shares the population {rest} {}.", shares(&game.strategies, last)));
    for end in &game.ends {
        let rest = if end.settled { "end at" } else { "do not come to rest; the first was left at" };
        lines.push(format!(
            "Of {} populations {} {rest} {}.",
            game.starts,
            end.starts,
            shares(&game.strategies, &end.shares)
        ));
    }
    lines
}

/// The shares of at least half a per cent.
fn shares(labels: &[String], shares: &[f64]) -> String {
    let shown = labels.iter().zip(shares).filter(|(_, share)| **share >= 0.005);
    let shown: Vec<String> = shown.map(|(label, share)| format!("{label} {:.0} %", share * 100.0)).collect();
    shown.join(", ")
}

fn section(text: &mut String, title: &str, rows: &Rows) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n{title}");
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    // The words of a comparison stand to the left like labels, figures to the right.
    let words = rows.first().map_or(1, |row| {
        row.iter()
            .take_while(|cell| matches!(cell.as_str(), "" | "better" | "worse" | "own score against"))
            .count()
            .max(1)
    });
    for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
        let mut line = String::from(" ");
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = match column < words {
                true => write!(line, " {cell:<width$}"),
                false => write!(line, "  {cell:>width$}"),
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn paragraph(text: &mut String, words: &str, indent: &str) {
    let mut line = String::from(indent);
    for word in words.split_whitespace() {
        let full = line.chars().count() + 1 + word.chars().count() > WIDTH;
        if full && line.trim() != "" {
            let _ = writeln!(text, "{line}");
            line = String::from(indent);
        }
        if line.trim() != "" {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}
