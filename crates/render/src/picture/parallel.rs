//! The fair packages of more than two parties: an axis for each party, a line for each package.

use super::label::Frame;
use super::plane::clipped;
use super::scene::{Anchor, BLOCKED, INK, LINE, Mark, PAPER, QUIET, Scene, colour, sign};
use super::{DealSpace, font};
use mediant_engine::report::decimal;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 620.0;
const PLOT: Frame = Frame { left: 84.0, top: 140.0, right: 876.0, bottom: 508.0 };
const SMALL: f64 = 12.5;
/// More efficient packages than this are thinned out.
const LINES_MAX: usize = 300;

pub(super) fn draw(space: &DealSpace) -> Scene {
    let mut marks = vec![Mark::rectangle(0.0, 0.0, WIDTH, HEIGHT, PAPER, 1.0)];
    let left = 44.0;
    marks.push(
        Mark::words((left, 38.0), clipped(&space.title, 21.0, WIDTH - 88.0), 21.0, INK, Anchor::Start).bold(),
    );
    marks.push(Mark::words((left, 61.0), &space.subtitle, 14.0, QUIET, Anchor::Start));
    legend(&mut marks, space, left);
    axes(&mut marks, space);
    let step = space.frontier.len().div_ceil(LINES_MAX).max(1);
    let opacity = if space.frontier.len() > 60 { 0.14 } else { 0.26 };
    marks.extend(
        space.frontier.iter().step_by(step).map(|point| Mark::faint(line(space, point), QUIET, 1.0, opacity)),
    );
    for fair in space.fair.iter().rev() {
        let Some(rule) = fair.rules.first() else { continue };
        let places = line(space, &fair.utilities);
        marks.push(Mark::line(places.clone(), colour(*rule), 2.4));
        marks.extend(places.into_iter().map(|at| sign(*rule, at, 5.5)));
    }
    let description = space.fair.iter().map(|fair| {
        let figures: Vec<String> = space
            .axes
            .iter()
            .zip(&fair.utilities)
            .map(|(axis, u)| format!("{} {}", axis.name, decimal(*u)))
            .collect();
        format!("{}: {}", fair.names(), figures.join(", "))
    });
    let description = format!("{}. {}", space.subtitle, description.collect::<Vec<_>>().join("; "));
    Scene { width: WIDTH, height: HEIGHT, title: space.title.clone(), description, marks }
}

/// Where the axis of a party stands.
fn across(space: &DealSpace, party: usize) -> f64 {
    let gaps = (space.axes.len() - 1).max(1) as f64;
    PLOT.left + (PLOT.right - PLOT.left) * party as f64 / gaps
}

/// The places of a package on all axes.
fn line(space: &DealSpace, utilities: &[f64]) -> Vec<(f64, f64)> {
    let places = space.axes.iter().zip(utilities).enumerate();
    places.map(|(party, (axis, utility))| (across(space, party), height(axis, *utility))).collect()
}

fn height(axis: &super::Axis, utility: f64) -> f64 {
    PLOT.bottom - (utility - axis.low) / (axis.high - axis.low) * (PLOT.bottom - PLOT.top)
}

fn axes(marks: &mut Vec<Mark>, space: &DealSpace) {
    let gap = (PLOT.right - PLOT.left) / (space.axes.len() - 1).max(1) as f64;
    for (party, axis) in space.axes.iter().enumerate() {
        let x = across(space, party);
        if let Some(value) = axis.walk_away {
            let y = height(axis, value);
            let half = (gap * 0.2).min(22.0);
            marks.push(Mark::rectangle(x - half, y, 2.0 * half, PLOT.bottom - y, BLOCKED, 0.10));
            marks.push(Mark::dashed(vec![(x - half, y), (x + half, y)], BLOCKED, 1.4));
            if PLOT.bottom - y > 20.0 {
                marks.push(
                    Mark::words((x + half + 3.0, y + 4.5), decimal(value), SMALL, BLOCKED, Anchor::Start)
                        .haloed(),
                );
            }
        }
        marks.push(Mark::line(vec![(x, PLOT.top), (x, PLOT.bottom)], LINE, 1.6));
        marks.push(Mark::words((x, PLOT.top - 9.0), decimal(axis.high), SMALL, QUIET, Anchor::Middle));
        marks.push(Mark::words((x, PLOT.bottom + 18.0), decimal(axis.low), SMALL, QUIET, Anchor::Middle));
        for (index, part) in lines(&axis.name, 14.0, gap.min(170.0) - 8.0).into_iter().enumerate() {
            marks.push(Mark::words(
                (x, PLOT.bottom + 40.0 + 17.0 * index as f64),
                part,
                14.0,
                INK,
                Anchor::Middle,
            ));
        }
    }
}

/// A name broken into at most three lines.
pub(super) fn lines(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if font::width(&format!("{line} {word}"), size, false) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > 3 {
        let rest = lines.split_off(2).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| clipped(line, size, width.max(40.0))).collect()
}

fn legend(marks: &mut Vec<Mark>, space: &DealSpace, left: f64) {
    let (mut x, mut y) = (left, 90.0);
    for fair in &space.fair {
        let Some(rule) = fair.rules.first() else { continue };
        let name = fair.names();
        let room = 35.0 + font::room(&name, 14.0, true);
        if x > left && x + room > WIDTH - left {
            (x, y) = (left, y + 20.0);
        }
        marks.push(Mark::line(vec![(x, y - 5.0), (x + 28.0, y - 5.0)], colour(*rule), 2.4));
        marks.push(sign(*rule, (x + 14.0, y - 5.0), 5.5));
        marks.push(Mark::words((x + 35.0, y), &name, 14.0, colour(*rule), Anchor::Start).bold());
        x += room;
    }
    let y = HEIGHT - 16.0;
    let mut x = left;
    if !space.frontier.is_empty() {
        marks.push(Mark::faint(vec![(x, y - 4.0), (x + 24.0, y - 4.0)], QUIET, 1.4, 0.5));
        let text = "an efficient package";
        marks.push(Mark::words((x + 31.0, y), text, SMALL, QUIET, Anchor::Start));
        x += 31.0 + font::room(text, SMALL, false);
    }
    if space.axes.iter().any(|axis| axis.walk_away.is_some()) {
        marks.push(Mark::dashed(vec![(x, y - 4.0), (x + 22.0, y - 4.0)], BLOCKED, 1.4));
        let text = "the party’s walk-away value; each axis ends at its best";
        marks.push(Mark::words((x + 29.0, y), text, SMALL, QUIET, Anchor::Start));
    }
}
