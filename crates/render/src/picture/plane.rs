//! The deal space of two parties.

use super::label::{Crowd, Frame};
use super::packages::{Density, Packages};
use super::scene::{ACCENT, Anchor, BLOCKED, Colour, INK, LINE, Mark, PAPER, QUIET, Scene, colour, sign};
use super::ticks::ticks;
use super::{Axis, DealSpace, font};
use mediant_engine::report::decimal;

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 660.0;
const PLOT: Frame = Frame { left: 84.0, top: 84.0, right: 872.0, bottom: 572.0 };
/// Size of labels.
const LABEL: f64 = 14.5;
/// Size of figures at ticks.
const SMALL: f64 = 12.5;

/// Axes, packages, frontier, fair packages and walk-away values of two parties.
pub(super) fn draw(space: &DealSpace) -> Scene {
    let mut scene = Scene {
        width: WIDTH,
        height: HEIGHT,
        title: space.title.clone(),
        description: described(space),
        marks: vec![Mark::rectangle(0.0, 0.0, WIDTH, HEIGHT, PAPER, 1.0)],
    };
    let [x, y] = space.axes.as_slice() else { return scene };
    let plane = Plane { x: Span::new(x, PLOT.left, PLOT.right), y: Span::new(y, PLOT.bottom, PLOT.top) };
    let marks = &mut scene.marks;
    headings(marks, space);
    if matches!(space.packages, Packages::Density(_)) {
        packages(marks, &plane, &space.packages);
        grid(marks, &plane, x, y);
    } else {
        grid(marks, &plane, x, y);
        packages(marks, &plane, &space.packages);
    }
    walk_aways(marks, &plane, x, y);
    frontier(marks, &plane, space);
    fair(marks, &plane, space);
    marks.push(Mark::line(
        vec![(PLOT.left, PLOT.top), (PLOT.left, PLOT.bottom), (PLOT.right, PLOT.bottom)],
        INK,
        1.2,
    ));
    legend(marks, space);
    scene
}

/// From utilities to places on the sheet.
struct Plane {
    x: Span,
    y: Span,
}

struct Span {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Span {
    /// An axis with a little air beyond its ends, except where it starts at zero.
    fn new(axis: &Axis, from: f64, to: f64) -> Self {
        let air = (axis.high - axis.low) * 0.05;
        let low = if axis.low == 0.0 { 0.0 } else { axis.low - air };
        Self { low, high: axis.high + air, from, to }
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

impl Plane {
    fn at(&self, point: &[f64]) -> (f64, f64) {
        let value = |party: usize| point.get(party).copied().unwrap_or(0.0);
        (self.x.at(value(0)), self.y.at(value(1)))
    }
}

fn described(space: &DealSpace) -> String {
    let fair = space.fair.iter().map(|fair| {
        let figures: Vec<String> = space
            .axes
            .iter()
            .zip(&fair.utilities)
            .map(|(axis, u)| format!("{} {}", axis.name, decimal(*u)))
            .collect();
        format!("{}: {}", fair.names(), figures.join(", "))
    });
    let fair: Vec<String> = fair.collect();
    format!("{}. {}", space.subtitle, fair.join("; "))
}

fn headings(marks: &mut Vec<Mark>, space: &DealSpace) {
    marks.push(
        Mark::words((PLOT.left, 38.0), clipped(&space.title, 21.0, WIDTH - 110.0), 21.0, INK, Anchor::Start)
            .bold(),
    );
    marks.push(Mark::words((PLOT.left, 61.0), &space.subtitle, 14.0, QUIET, Anchor::Start));
}

/// A text shortened to a width.
pub(super) fn clipped(text: &str, size: f64, width: f64) -> String {
    if font::width(text, size, true) <= width {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while !kept.is_empty() && font::width(&kept, size, true) > width - size {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

fn grid(marks: &mut Vec<Mark>, plane: &Plane, x: &Axis, y: &Axis) {
    for tick in ticks(plane.x.low, plane.x.high) {
        let at = plane.x.at(tick);
        marks.push(Mark::faint(vec![(at, PLOT.top), (at, PLOT.bottom)], LINE, 1.0, 0.6));
        marks.push(Mark::words((at, PLOT.bottom + 20.0), decimal(tick), SMALL, QUIET, Anchor::Middle));
    }
    for tick in ticks(plane.y.low, plane.y.high) {
        let at = plane.y.at(tick);
        marks.push(Mark::faint(vec![(PLOT.left, at), (PLOT.right, at)], LINE, 1.0, 0.6));
        marks.push(Mark::words((PLOT.left - 10.0, at + 4.5), decimal(tick), SMALL, QUIET, Anchor::End));
    }
    let middle = (PLOT.left + PLOT.right) / 2.0;
    let name = |axis: &Axis, room: f64| clipped(&format!("{}: utility", axis.name), 15.0, room);
    marks.push(Mark::words((middle, PLOT.bottom + 46.0), name(x, 700.0), 15.0, INK, Anchor::Middle));
    marks.push(
        Mark::words((26.0, (PLOT.top + PLOT.bottom) / 2.0), name(y, 460.0), 15.0, INK, Anchor::Middle)
            .upwards(),
    );
}

fn packages(marks: &mut Vec<Mark>, plane: &Plane, packages: &Packages) {
    match packages {
        Packages::None => {}
        Packages::Points(points) | Packages::Sample(points) => {
            let (radius, opacity) = match points.len() {
                0..=60 => (4.0, 0.55),
                61..=400 => (2.8, 0.45),
                _ => (1.8, 0.32),
            };
            marks.extend(points.iter().map(|point| Mark::dot(plane.at(point), radius, QUIET, opacity)));
        }
        Packages::Density(density) => marks.extend(shades(plane, density)),
    }
}

/// The cells of a density, neighbours of one shade in one piece, as opaque tints so that no seams show.
fn shades(plane: &Plane, density: &Density) -> Vec<Mark> {
    let half = (density.step[0] / 2.0, density.step[1] / 2.0);
    let mut runs: Vec<([f64; 2], f64, u8)> = Vec::new();
    for (middle, filled) in density.filled() {
        let shade = (filled * 8.0).ceil() as u8;
        match runs.last_mut() {
            Some((start, end, same))
                if *same == shade && start[1] == middle[1] && middle[0] - *end < half.0 * 2.5 =>
            {
                *end = middle[0]
            }
            _ => runs.push((middle, middle[0], shade)),
        }
    }
    let paint = |(start, end, shade): ([f64; 2], f64, u8)| {
        let (left, top) = plane.at(&[start[0] - half.0, start[1] + half.1]);
        let (right, bottom) = plane.at(&[end + half.0, start[1] - half.1]);
        let (left, top) = (left.max(PLOT.left), top.max(PLOT.top));
        let (right, bottom) = (right.min(PLOT.right) + 0.3, bottom.min(PLOT.bottom) + 0.3);
        Mark::rectangle(left, top, right - left, bottom - top, tint(shade), 1.0)
    };
    runs.into_iter().map(paint).collect()
}

/// One of eight tints of grey, as if [`QUIET`] were laid thinly on paper.
fn tint(shade: u8) -> Colour {
    QUIET.over(PAPER, 0.04 + 0.4 * f64::from(shade.min(8)) / 8.0)
}

/// What lies below a walk-away value is shaded; its line is dashed and named.
fn walk_aways(marks: &mut Vec<Mark>, plane: &Plane, x: &Axis, y: &Axis) {
    let at_x = x.walk_away.map(|value| plane.x.at(value));
    let at_y = y.walk_away.map(|value| plane.y.at(value));
    let shade = 0.07;
    if let Some(at) = at_x {
        marks.push(Mark::rectangle(
            PLOT.left,
            PLOT.top,
            at - PLOT.left,
            PLOT.bottom - PLOT.top,
            BLOCKED,
            shade,
        ));
    }
    if let Some(at) = at_y {
        let left = at_x.unwrap_or(PLOT.left);
        marks.push(Mark::rectangle(left, at, PLOT.right - left, PLOT.bottom - at, BLOCKED, shade));
    }
    if let (Some(at), Some(value)) = (at_x, x.walk_away) {
        marks.push(Mark::dashed(vec![(at, PLOT.top), (at, PLOT.bottom)], BLOCKED, 1.3));
        let text = clipped(&format!("{} walks away below {}", x.name, decimal(value)), SMALL, 440.0);
        // Beside the line, where the words cover the fewest packages: low down, reading upwards.
        let beside = if at - PLOT.left > 24.0 { at - 7.0 } else { at + 15.0 };
        let length = font::width(&text, SMALL, false);
        marks.push(
            Mark::words((beside, PLOT.bottom - 12.0 - length / 2.0), text, SMALL, BLOCKED, Anchor::Middle)
                .upwards()
                .haloed(),
        );
    }
    if let (Some(at), Some(value)) = (at_y, y.walk_away) {
        marks.push(Mark::dashed(vec![(PLOT.left, at), (PLOT.right, at)], BLOCKED, 1.3));
        let text = clipped(&format!("{} walks away below {}", y.name, decimal(value)), SMALL, 400.0);
        let below = if PLOT.bottom - at > 22.0 { at + 16.0 } else { at - 7.0 };
        // At the right, unless the other party's line would cut through the words.
        let cut = at_x.is_some_and(|line| PLOT.right - line < font::width(&text, SMALL, false) + 16.0);
        let (across, anchor) =
            if cut { (PLOT.left + 8.0, Anchor::Start) } else { (PLOT.right - 8.0, Anchor::End) };
        marks.push(Mark::words((across, below), text, SMALL, BLOCKED, anchor).haloed());
    }
}

fn frontier(marks: &mut Vec<Mark>, plane: &Plane, space: &DealSpace) {
    let points: Vec<(f64, f64)> = space.frontier.iter().map(|point| plane.at(point)).collect();
    if points.len() > 1 {
        marks.push(Mark::faint(points.clone(), ACCENT, 1.8, 0.75));
    }
    let radius = match points.len() {
        0..=40 => 3.4,
        41..=150 => 2.5,
        _ => 1.6,
    };
    marks.extend(points.into_iter().map(|at| Mark::dot(at, radius, ACCENT, 1.0)));
}

fn fair(marks: &mut Vec<Mark>, plane: &Plane, space: &DealSpace) {
    let places: Vec<(f64, f64)> = space.fair.iter().map(|fair| plane.at(&fair.utilities)).collect();
    let around = |(x, y): &(f64, f64)| Frame { left: x - 9.0, top: y - 9.0, right: x + 9.0, bottom: y + 9.0 };
    let mut crowd = Crowd {
        bounds: Frame {
            left: PLOT.left + 2.0,
            top: PLOT.top - 14.0,
            right: WIDTH - 6.0,
            bottom: PLOT.bottom - 4.0,
        },
        taken: places.iter().map(around).collect(),
        lines: filled_in(&space.frontier.iter().map(|point| plane.at(point)).collect::<Vec<_>>()),
    };
    let mut labels = Vec::new();
    for (fair, at) in space.fair.iter().zip(&places) {
        let Some(first) = fair.rules.first() else { continue };
        let figures: Vec<String> = fair.utilities.iter().map(|u| decimal(*u)).collect();
        let (name, figures) = (fair.names(), format!("({})", figures.join(", ")));
        let width = font::width(&name, LABEL, true).max(font::width(&figures, SMALL, false)) + 6.0;
        let frame = crowd.place(*at, width, LABEL + SMALL + 8.0);
        leader(marks, *at, &frame);
        labels.push(
            Mark::words((frame.left + 3.0, frame.top + LABEL), name, LABEL, colour(*first), Anchor::Start)
                .bold()
                .haloed(),
        );
        labels.push(
            Mark::words(
                (frame.left + 3.0, frame.top + LABEL + SMALL + 3.0),
                figures,
                SMALL,
                QUIET,
                Anchor::Start,
            )
            .haloed(),
        );
    }
    for (fair, at) in space.fair.iter().zip(&places) {
        marks.extend(fair.rules.first().map(|rule| sign(*rule, *at, 7.5)));
    }
    marks.extend(labels);
}

/// Points along a line, close enough that a label on it is noticed.
fn filled_in(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let pairs = points.iter().zip(points.iter().skip(1));
    let between = pairs.flat_map(|(a, b)| {
        let steps = (((b.0 - a.0).hypot(b.1 - a.1)) / 6.0).ceil().clamp(1.0, 200.0) as usize;
        (0..steps).map(move |step| {
            let share = step as f64 / steps as f64;
            (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
        })
    });
    between.chain(points.last().copied()).collect()
}

/// A thin line from a point to its label, where that is not right beside it.
fn leader(marks: &mut Vec<Mark>, at: (f64, f64), frame: &Frame) {
    let near = (at.0.clamp(frame.left, frame.right), at.1.clamp(frame.top, frame.bottom));
    if (near.0 - at.0).hypot(near.1 - at.1) > 14.0 {
        marks.push(Mark::line(vec![at, near], QUIET, 0.9));
    }
}

fn legend(marks: &mut Vec<Mark>, space: &DealSpace) {
    let y = HEIGHT - 17.0;
    let mut x = PLOT.left;
    let mut entry = |sample: Vec<Mark>, room: f64, text: &str| {
        marks.extend(sample);
        marks.push(Mark::words((x + room, y), text, SMALL, QUIET, Anchor::Start));
        x += room + font::room(text, SMALL, false);
        x
    };
    let mut at = PLOT.left;
    match &space.packages {
        Packages::None => {}
        Packages::Points(_) => {
            at = entry(vec![Mark::dot((at + 5.0, y - 4.0), 3.2, QUIET, 0.55)], 14.0, "a package")
        }
        Packages::Sample(_) => {
            at = entry(vec![Mark::dot((at + 5.0, y - 4.0), 3.2, QUIET, 0.55)], 14.0, "a package of a sample")
        }
        Packages::Density(_) => {
            let cells = (0..4).map(|n| {
                Mark::rectangle(
                    at + 9.0 * f64::from(n),
                    y - 9.5,
                    9.0,
                    11.0,
                    QUIET,
                    0.08 + 0.13 * f64::from(n),
                )
            });
            at = entry(cells.collect(), 43.0, "few to many packages");
        }
    }
    if !space.frontier.is_empty() {
        let line = Mark::faint(vec![(at, y - 4.0), (at + 24.0, y - 4.0)], ACCENT, 1.8, 0.75);
        let text = if space.complete {
            "efficient: nobody can gain unless somebody loses"
        } else {
            "efficient, as far as found"
        };
        at = entry(vec![line, Mark::dot((at + 12.0, y - 4.0), 2.8, ACCENT, 1.0)], 31.0, text);
    }
    if space.axes.iter().any(|axis| axis.walk_away.is_some()) {
        entry(
            vec![Mark::rectangle(at, y - 10.0, 20.0, 12.0, BLOCKED, 0.12)],
            27.0,
            "below a walk-away value",
        );
    }
}
