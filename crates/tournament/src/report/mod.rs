//! The report: one HTML document that needs nothing else.

mod charts;

use crate::summary::text::{METHOD, interval, p_value, sentences};
use crate::summary::{Comparison, Estimate, Figures, Summary};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use mediant_render::picture::{Scene, svg};

/// The report as an HTML document. It fetches nothing, follows the reader's light or dark, and has no script.
pub fn written(summary: &Summary) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "mediant " (summary.version) };
                title { (summary.title) }
                style { (PreEscaped(include_str!("report.css"))) }
            }
            body {
                main {
                    (opening(summary))
                    (strategies(summary))
                    (by_scenario(summary))
                    (scenarios(summary))
                    (comparisons(summary))
                    (game(summary))
                    (method(summary))
                }
            }
        }
    };
    page.into_string()
}

fn opening(s: &Summary) -> Markup {
    html! {
        h1 dir="auto" { (s.title) }
        p.lede {
            (s.negotiations) " negotiations: " (s.strategies.len()) " strategies in " (s.scenarios.len())
            " scenarios, each pairing " (s.repetitions) " times. Protocol " (s.protocol) ", " (s.rounds)
            " rounds, seed " (s.seed) "."
        }
        @if let Some(best) = s.strategies.first() && let Some(score) = best.figures.score {
            p.verdict {
                strong { bdi { (best.label) } " scored most: " (number(score.mean, 3)) }
                @if let Some(next) = s.strategies.get(1) && let Some(second) = next.figures.score {
                    ", before " bdi { (next.label) } " with " (number(second.mean, 3)) ". " (certainty(s, &best.label, &next.label))
                }
            }
        }
    }
}

/// Whether the difference between two strategies could be chance.
fn certainty(s: &Summary, better: &str, worse: &str) -> String {
    let pair = |one: &&Comparison| {
        (one.better == better && one.worse == worse) || (one.better == worse && one.worse == better)
    };
    match s.comparisons.iter().find(pair) {
        Some(one) if one.p_adjusted <= 0.05 => {
            format!("The difference is significant (p {}, corrected).", p_value(one.p_adjusted))
        }
        Some(one) => format!("The difference could be chance (p {}, corrected).", p_value(one.p_adjusted)),
        None => String::new(),
    }
}

fn strategies(s: &Summary) -> Markup {
    let of = |pick: fn(&Figures) -> Option<Estimate>| -> Vec<(&str, Estimate)> {
        s.strategies.iter().filter_map(|one| Some((one.label.as_str(), pick(&one.figures)?))).collect()
    };
    html! {
        section {
            h2 { "Strategies" }
            (figures("Means over all seats of a strategy, with 95 % intervals", "Strategy",
                s.strategies.iter().map(|one| (one.label.as_str(), &one.figures))))
            @for one in s.strategies.iter().filter(|one| one.faults > 0) {
                p.fault {
                    bdi { (one.label) } " lost " (one.faults) " negotiations by a fault: "
                    (one.first_fault.as_deref().unwrap_or_default()) "."
                }
            }
            div.pictures {
                (picture(&charts::intervals("Score", &of(|figures| figures.score))))
                (picture(&charts::own_and_others(s)))
                (picture(&charts::intervals("Share of negotiations with a deal", &of(|figures| figures.agreement_rate))))
                (picture(&charts::intervals("Share of the greatest Nash product", &of(|figures| figures.nash_ratio))))
            }
        }
    }
}

fn by_scenario(s: &Summary) -> Markup {
    html! {
        section {
            h2 { "Scores by scenario" }
            div.wide {
                table {
                    caption { "Mean score of each strategy; the best in each scenario is bold" }
                    thead { tr {
                        th scope="col" { "Scenario" }
                        @for one in &s.strategies { th.num scope="col" { bdi { (one.label) } } }
                    } }
                    tbody {
                        @for (row, scenario) in s.scenarios.iter().enumerate() {
                            @let scores: Vec<Option<f64>> = s.strategies.iter()
                                .map(|one| one.score_by_scenario.get(row).copied().flatten()).collect();
                            @let best = scores.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
                            tr {
                                th scope="row" { bdi { (scenario.label) } }
                                @for (one, score) in s.strategies.iter().zip(&scores) {
                                    td.num.best[*score == Some(best)] data-of=(one.label) {
                                        (score.map_or_else(|| "–".to_owned(), |score| number(score, 3)))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn scenarios(s: &Summary) -> Markup {
    html! {
        section {
            h2 { "Scenarios" }
            (figures("Means over all negotiations in a scenario, with 95 % intervals", "Scenario",
                s.scenarios.iter().map(|one| (one.label.as_str(), &one.figures))))
        }
    }
}

fn figures<'a>(caption: &str, of: &str, rows: impl Iterator<Item = (&'a str, &'a Figures)>) -> Markup {
    let columns = ["Score", "Deals", "Nash share", "Distance to frontier", "Efficient deals", "Rounds"];
    let shown = |figures: &Figures| {
        [
            (figures.score, 3),
            (figures.agreement_rate, 3),
            (figures.nash_ratio, 3),
            (figures.distance_to_frontier, 4),
            (figures.efficient_rate, 3),
            (figures.rounds, 1),
        ]
    };
    html! {
        div.wide {
            table {
                caption { (caption) }
                thead { tr { th scope="col" { (of) } @for column in columns { th.num scope="col" { (column) } } } }
                tbody {
                    @for (label, figures) in rows {
                        tr {
                            th scope="row" { bdi { (label) } }
                            @for (column, (estimate, digits)) in columns.iter().zip(shown(figures)) {
                                td.num data-of=(column) { (mean(estimate, digits)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mean(estimate: Option<Estimate>, digits: usize) -> Markup {
    html! {
        @match estimate {
            Some(estimate) => {
                (number(estimate.mean, digits))
                @let interval = interval(&estimate, digits);
                @if !interval.is_empty() { " " small { (interval) } }
            },
            None => "–",
        }
    }
}

fn comparisons(s: &Summary) -> Markup {
    html! {
        @if !s.comparisons.is_empty() {
            section {
                h2 { "Who is better than whom" }
                div.wide {
                    table {
                        caption { "Score on equal terms: same scenario, same seat, same others at the table" }
                        thead { tr {
                            th scope="col" { "Better" } th scope="col" { "Worse" } th.num scope="col" { "Difference" }
                            th.num scope="col" { "Pairs" } th.num scope="col" { "p" } th.num scope="col" { "p, corrected" }
                        } }
                        tbody {
                            @for one in &s.comparisons {
                                tr {
                                    th scope="row" { bdi { (one.better) } }
                                    td data-of="Worse" { bdi { (one.worse) } }
                                    td.num data-of="Difference" { (mean(one.difference, 4)) }
                                    td.num data-of="Pairs" { (one.pairs) }
                                    td.num data-of="p" { (p_value(one.p)) }
                                    td.num data-of="p, corrected" {
                                        @if one.p_adjusted <= 0.05 { strong { (p_value(one.p_adjusted)) } }
                                        @else { (p_value(one.p_adjusted)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn game(s: &Summary) -> Markup {
    html! {
        section {
            h2 { "The tournament as a game" }
            @for sentence in sentences(s) { p dir="auto" { (sentence) } }
            @if let Some(game) = &s.game {
                div.pictures { (picture(&charts::dynamics(game))) }
                @let all: Vec<f64> = game.payoffs.iter().flatten().copied().collect();
                @let low = all.iter().copied().fold(f64::INFINITY, f64::min);
                @let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                div.wide {
                    table.payoffs {
                        caption { "Mean score of the strategy of the row against that of the column" }
                        thead { tr {
                            th scope="col" { "Own strategy" }
                            @for label in &game.strategies { th.num scope="col" { bdi { (label) } } }
                        } }
                        tbody {
                            @for (label, payoffs) in game.strategies.iter().zip(&game.payoffs) {
                                tr {
                                    th scope="row" { bdi { (label) } }
                                    @for (other, payoff) in game.strategies.iter().zip(payoffs) {
                                        td.num.(shade(*payoff, low, high)) data-of=(other) { (number(*payoff, 3)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One of five shades, from the least to the greatest payoff.
fn shade(payoff: f64, low: f64, high: f64) -> &'static str {
    let place = if high > low { (payoff - low) / (high - low) } else { 0.5 };
    match (place * 5.0) as u8 {
        0 => "s0",
        1 => "s1",
        2 => "s2",
        3 => "s3",
        _ => "s4",
    }
}

fn method(s: &Summary) -> Markup {
    html! {
        section.method {
            h2 { "How to read it" }
            ul { @for line in s.notes.iter().map(String::as_str).chain(METHOD.iter().copied()) { li { (line) } } }
            p { small { "mediant " (s.version) ", tournament " code { (s.tournament) } "." } }
        }
    }
}

fn picture(scene: &Scene) -> Markup {
    html! { figure { (PreEscaped(svg(scene))) } }
}

fn number(value: f64, digits: usize) -> String {
    format!("{value:.digits$}")
}
