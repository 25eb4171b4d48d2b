//! The pictures of a report.

use crate::summary::{Estimate, MetaGame, Summary};
use mediant_render::picture::scene::{
    ACCENT, AGREED, Anchor, BLOCKED, Colour, HELD, INK, LINE, Mark, OPEN, PAPER, PARTLY, QUIET, Scene,
};

/// Every picture is so wide that its words can still be read on a telephone.
const WIDTH: f64 = 460.0;
const SIZE: f64 = 14.0;
const SMALL: f64 = 12.5;

/// What tells curves and points apart, besides their labels.
const COLOURS: [Colour; 6] = [ACCENT, PARTLY, AGREED, HELD, BLOCKED, OPEN];

fn colour(number: usize) -> Colour {
    COLOURS.get(number % COLOURS.len()).copied().unwrap_or(INK)
}

/// A range of values laid on a stretch of the sheet.
#[derive(Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// Around these values, with a little air.
    fn around(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low.is_finite() && high.is_finite() { (low, high) } else { (0.0, 1.0) };
        let air = ((high - low) * 0.06).max(0.01);
        Self { low: low - air, high: high + air, from, to }
    }

    fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Round values, three to seven of them.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let first = (self.low / step).ceil() as i64;
        (first..first + 12).map(|tick| tick as f64 * step).take_while(|tick| *tick <= self.high).collect()
    }
}

fn tick_label(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// A text shortened to a width, by the width that letters have on average.
fn clipped(text: &str, width: f64) -> String {
    let most = (width / (SIZE * 0.54)) as usize;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn sheet(title: &str, description: String, height: f64) -> Scene {
    let marks = vec![
        Mark::rectangle(0.0, 0.0, WIDTH, height, PAPER, 1.0),
        Mark::words((12.0, 24.0), title, 15.0, INK, Anchor::Start).bold(),
    ];
    Scene { width: WIDTH, height, title: title.to_owned(), description, marks }
}

/// Means with their intervals, one below the other.
pub fn intervals(title: &str, rows: &[(&str, Estimate)]) -> Scene {
    const ROW: f64 = 27.0;
    let (top, bottom) = (44.0, 44.0 + ROW * rows.len() as f64);
    let described = rows.iter().map(|(label, estimate)| format!("{label} {:.3}", estimate.mean));
    let described = described.collect::<Vec<_>>().join(", ");
    let mut scene = sheet(title, described, bottom + 34.0);
    let ends = rows.iter().flat_map(|(_, one)| [Some(one.mean), one.low, one.high].into_iter().flatten());
    let axis = Axis::around(ends, 168.0, WIDTH - 20.0);
    for tick in axis.ticks() {
        let x = axis.at(tick);
        scene.marks.push(Mark::faint(vec![(x, top), (x, bottom)], LINE, 1.0, 0.8));
        scene.marks.push(Mark::words((x, bottom + 19.0), tick_label(tick), SMALL, QUIET, Anchor::Middle));
    }
    for (number, (label, estimate)) in rows.iter().enumerate() {
        let y = top + ROW * (number as f64 + 0.5);
        scene.marks.push(Mark::words((156.0, y + 5.0), clipped(label, 146.0), SIZE, INK, Anchor::End));
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            scene.marks.push(Mark::line(vec![(axis.at(low), y), (axis.at(high), y)], ACCENT, 2.0));
            for end in [low, high] {
                scene.marks.push(Mark::line(
                    vec![(axis.at(end), y - 5.0), (axis.at(end), y + 5.0)],
                    ACCENT,
                    2.0,
                ));
            }
        }
        scene.marks.push(Mark::dot((axis.at(estimate.mean), y), 5.0, ACCENT, 1.0));
    }
    scene
}

/// What each strategy scored, and what the others at its tables did.
pub fn own_and_others(summary: &Summary) -> Scene {
    const HEIGHT: f64 = 400.0;
    let points: Vec<(&str, f64, f64)> = summary
        .strategies
        .iter()
        .filter_map(|one| Some((one.label.as_str(), one.figures.score?.mean, one.others_score?.mean)))
        .collect();
    let described = points.iter().map(|(label, own, others)| format!("{label} {own:.3}, others {others:.3}"));
    let described = described.collect::<Vec<_>>().join("; ");
    let mut scene = sheet("Own score and that of the others", described, HEIGHT);
    let x = Axis::around(points.iter().map(|(_, own, _)| *own), 62.0, WIDTH - 24.0);
    let y = Axis::around(points.iter().map(|(_, _, others)| *others), HEIGHT - 62.0, 44.0);
    for tick in x.ticks() {
        let at = x.at(tick);
        scene.marks.push(Mark::faint(vec![(at, y.from), (at, y.to)], LINE, 1.0, 0.8));
        scene.marks.push(Mark::words((at, y.from + 18.0), tick_label(tick), SMALL, QUIET, Anchor::Middle));
    }
    for tick in y.ticks() {
        let at = y.at(tick);
        scene.marks.push(Mark::faint(vec![(x.from, at), (x.to, at)], LINE, 1.0, 0.8));
        scene.marks.push(Mark::words((x.from - 8.0, at + 4.5), tick_label(tick), SMALL, QUIET, Anchor::End));
    }
    let middle = ((x.from + x.to) / 2.0, (y.from + y.to) / 2.0);
    scene.marks.push(Mark::words((middle.0, HEIGHT - 16.0), "own mean score", SIZE, INK, Anchor::Middle));
    scene
        .marks
        .push(Mark::words((16.0, middle.1), "the others’ mean score", SIZE, INK, Anchor::Middle).upwards());
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (number, (label, own, others)) in points.iter().enumerate() {
        let at = (x.at(*own), y.at(*others));
        scene.marks.push(Mark::dot(at, 5.5, colour(number), 1.0));
        let text = clipped(label, 150.0);
        let place = label_place(at, &text, &mut taken);
        scene.marks.push(Mark::words(place, text, SMALL, colour(number), Anchor::Start).bold().haloed());
    }
    scene
}

/// Beside the point where no label stands yet, within the sheet.
fn label_place(at: (f64, f64), text: &str, taken: &mut Vec<[f64; 4]>) -> (f64, f64) {
    let width = text.chars().count() as f64 * SMALL * 0.6;
    let (left, right) = (at.0 - 9.0 - width, at.0 + 9.0);
    let rows = [4.0, -12.0, 20.0, -28.0, 36.0, -44.0, 52.0];
    let places = rows.iter().flat_map(|down| [(right, at.1 + down), (left, at.1 + down)]);
    let frame = |(x, y): (f64, f64)| [x, y - SMALL, x + width, y + 3.0];
    let is_free = |place: &(f64, f64)| {
        let [x0, y0, x1, y1] = frame(*place);
        let inside = x0 >= 4.0 && x1 <= WIDTH - 2.0;
        inside && taken.iter().all(|[a0, b0, a1, b1]| x1 < *a0 || *a1 < x0 || y1 < *b0 || *b1 < y0)
    };
    let place = places.into_iter().find(is_free).unwrap_or((right.min(WIDTH - width - 4.0), at.1 + 4.0));
    taken.push(frame(place));
    place
}

/// How the strategies' shares change from equal ones.
pub fn dynamics(game: &MetaGame) -> Scene {
    const HEIGHT: f64 = 320.0;
    let points = &game.from_equal_shares;
    let last = points.last().map(|(_, shares)| shares.as_slice()).unwrap_or_default();
    let ends =
        game.strategies.iter().zip(last).map(|(label, share)| format!("{label} {:.0} %", share * 100.0));
    let described = format!("At the end: {}", ends.collect::<Vec<_>>().join(", "));
    let mut scene = sheet("Shares over time, from equal ones", described, HEIGHT);
    // The last point is the end of a long rest.
    let moving = points.iter().rev().nth(1).map_or(1.0, |(time, _)| *time * 1.1).max(1.0);
    let x = Axis { low: 0.0, high: moving, from: 50.0, to: 318.0 };
    let y = Axis { low: 0.0, high: 1.0, from: HEIGHT - 52.0, to: 44.0 };
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let at = y.at(tick);
        scene.marks.push(Mark::faint(vec![(x.from, at), (x.to, at)], LINE, 1.0, 0.8));
        let label = format!("{:.0} %", tick * 100.0);
        scene.marks.push(Mark::words((x.from - 6.0, at + 4.5), label, SMALL, QUIET, Anchor::End));
    }
    for tick in x.ticks() {
        let label = tick_label(tick);
        scene.marks.push(Mark::words((x.at(tick), y.from + 18.0), label, SMALL, QUIET, Anchor::Middle));
    }
    scene.marks.push(Mark::words(((x.from + x.to) / 2.0, HEIGHT - 12.0), "time", SIZE, INK, Anchor::Middle));
    let mut labels: Vec<(f64, usize)> = Vec::new();
    for number in 0..game.strategies.len() {
        let at = |(time, shares): &(f64, Vec<f64>)| {
            (x.at(time.min(moving)), y.at(shares.get(number).copied().unwrap_or(0.0)))
        };
        let line: Vec<(f64, f64)> = points.iter().map(at).collect();
        labels.extend(line.last().map(|(_, end)| (*end, number)));
        scene.marks.push(match number / COLOURS.len() % 2 {
            0 => Mark::line(line, colour(number), 2.2),
            _ => Mark::dashed(line, colour(number), 2.2),
        });
    }
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    // From below upwards, at least a line apart.
    let mut above = y.from + 16.0;
    for (end, number) in labels {
        above = end.min(above - 15.0);
        let label = game.strategies.get(number).map(|label| clipped(label, 128.0)).unwrap_or_default();
        scene
            .marks
            .push(Mark::words((x.to + 8.0, above + 4.5), label, SMALL, colour(number), Anchor::Start).bold());
    }
    scene
}
