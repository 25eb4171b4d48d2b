//! The room for a deal and the walk-away values over time, in columns and lanes.

use super::font;
use super::over_time::{Event, Lane, Levels, OverTime, Step, When};
use super::parallel::lines;
use super::plane::clipped;
use super::scene::{
    ACCENT, AGREED, Anchor, BLOCKED, Colour, INK, LINE, Mark, OPEN, PAPER, QUIET, Scene, sign,
};
use super::ticks::ticks;
use mediant_engine::report::decimal;
use mediant_model::FairnessRule;
use mediant_model::statement::Trend;

/// Where the first column begins: names and scales stand before it.
const LEFT: f64 = 206.0;
/// Air at the outer edges.
const EDGE: f64 = 28.0;
/// Columns share this much, unless each would become narrower than [`NARROWEST`].
const COLUMNS: f64 = 726.0;
const NARROWEST: f64 = 104.0;
/// Where the first lane begins.
const TOP: f64 = 122.0;
/// Height of the bars of the room for a deal.
const BAR: f64 = 54.0;
/// Height of a party's plot.
const PLOT: f64 = 118.0;
/// Space between two lanes, in the picture's units.
const GAP: f64 = 26.0;
/// Size of names.
const LABEL: f64 = 14.0;
/// Size of figures and events.
const SMALL: f64 = 12.5;
/// From one line of events to the next.
const LEADING: f64 = 17.0;
/// Of more events on one day only the number is told.
const EVENTS_MAX: usize = 3;

/// A column for each step; the room for a deal on top, then a lane for each party.
pub(super) fn draw(over_time: &OverTime) -> Scene {
    let steps = over_time.steps.len().max(1) as f64;
    let sheet = Sheet { column: (COLUMNS / steps).max(NARROWEST), steps };
    let width = sheet.right() + EDGE;
    let mut marks = Vec::new();
    let mut y = room(&mut marks, &sheet, over_time, TOP);
    for lane in &over_time.lanes {
        y = party(&mut marks, &sheet, lane, y + GAP);
    }
    let height = y + 54.0;
    let mut all = vec![Mark::rectangle(0.0, 0.0, width, height, PAPER, 1.0)];
    headings(&mut all, &sheet, over_time, y);
    all.append(&mut marks);
    legend(&mut all, over_time, height - 18.0);
    Scene { width, height, title: over_time.title.clone(), description: described(over_time), marks: all }
}

/// Where the columns stand.
struct Sheet {
    column: f64,
    steps: f64,
}

impl Sheet {
    fn left(&self, step: usize) -> f64 {
        LEFT + self.column * step as f64
    }

    fn right(&self) -> f64 {
        LEFT + self.column * self.steps
    }
}

fn described(over_time: &OverTime) -> String {
    let steps = over_time.steps.iter().enumerate().map(|(at, step)| {
        let (word, _) = room_words(step);
        let parties = over_time.lanes.iter().filter_map(|lane| {
            let levels = lane.levels.get(at).copied().flatten()?;
            let best = levels.best.map(|best| format!(", can reach {}", decimal(best))).unwrap_or_default();
            Some(format!("; {} walks away below {}{best}", lane.name, decimal(levels.walk_away)))
        });
        format!("From {}: room for a deal {word}{}", step.from, parties.collect::<String>())
    });
    format!("{}. {}", over_time.subtitle, steps.collect::<Vec<_>>().join(". "))
}

/// Title, and above each column the day from which it holds.
fn headings(marks: &mut Vec<Mark>, sheet: &Sheet, over_time: &OverTime, bottom: f64) {
    let room = sheet.right() - EDGE;
    marks.push(
        Mark::words((EDGE, 38.0), clipped(&over_time.title, 21.0, room), 21.0, INK, Anchor::Start).bold(),
    );
    marks.push(Mark::words((EDGE, 61.0), &over_time.subtitle, LABEL, QUIET, Anchor::Start));
    for (at, step) in over_time.steps.iter().enumerate() {
        let left = sheet.left(at);
        if step.when == When::Now {
            marks.push(Mark::rectangle(left, 76.0, sheet.column, bottom - 76.0, ACCENT, 0.07));
        }
        marks.push(Mark::line(vec![(left, 76.0), (left, bottom)], LINE, 1.0));
        let from = Mark::words((left + 7.0, 92.0), &step.from, SMALL, INK, Anchor::Start).bold();
        marks.push(from);
        let (when, colour) = match step.when {
            When::Past => continue,
            When::Now => ("now", ACCENT),
            When::Ahead => ("ahead", QUIET),
        };
        marks.push(Mark::words((left + 7.0, 108.0), when, SMALL, colour, Anchor::Start));
    }
    marks.push(Mark::line(vec![(sheet.right(), 76.0), (sheet.right(), bottom)], LINE, 1.0));
}

/// Whether there is room for a deal: in words, as a sign, and as a bar. Returns where the lane ends.
fn room(marks: &mut Vec<Mark>, sheet: &Sheet, over_time: &OverTime, top: f64) -> f64 {
    marks.push(Mark::words((EDGE, top + 14.0), "Room for a deal", LABEL, INK, Anchor::Start).bold());
    let base = top + 26.0 + BAR;
    for (at, step) in over_time.steps.iter().enumerate() {
        let (left, width) = (sheet.left(at), sheet.column);
        let (words, colour) = room_words(step);
        marks.push(state(step.exists, (left + 13.0, top + 9.5), colour));
        let words = clipped(&words, SMALL, width - 26.0);
        marks.push(Mark::words((left + 23.0, top + 14.0), words, SMALL, colour, Anchor::Start).bold());
        bar(marks, step, left, width, base);
        marks.push(Mark::line(vec![(left, base), (left + width, base)], colour, 1.6));
    }
    events(marks, sheet, over_time.steps.iter().map(|step| step.events.as_slice()), base + 6.0)
}

/// As high as its share of the most there ever is; what is not certain is only outlined.
fn bar(marks: &mut Vec<Mark>, step: &Step, left: f64, width: f64, base: f64) {
    match step.exists {
        Some(true) => {
            // However little there is, it is to be seen.
            let height = |share: f64| (share * BAR).max(3.0);
            let (least, most) = (height(step.share.0), height(step.share.1));
            marks.push(Mark::rectangle(left, base - least, width, least, AGREED, 0.3));
            if most > least {
                marks.push(Mark::dashed(vec![(left, base - most), (left + width, base - most)], AGREED, 1.2));
            }
        }
        Some(false) => marks.push(Mark::rectangle(left, base - BAR, width, BAR, BLOCKED, 0.08)),
        None => {}
    }
}

fn room_words(step: &Step) -> (String, Colour) {
    match step.exists {
        Some(true) if step.count.is_empty() => ("there is some".to_owned(), AGREED),
        Some(true) => (packages(&step.count), AGREED),
        Some(false) => ("none".to_owned(), BLOCKED),
        None if step.count.is_empty() => ("not known".to_owned(), OPEN),
        None => (format!("{} not excluded", step.count), OPEN),
    }
}

fn packages(count: &str) -> String {
    if count == "1" { "1 package".to_owned() } else { format!("{count} packages") }
}

/// The sign of a status: a disc, a square or a ring, so that it does not take colour to tell them apart.
fn state(exists: Option<bool>, (x, y): (f64, f64), colour: Colour) -> Mark {
    match exists {
        Some(true) => Mark::dot((x, y), 4.6, colour, 1.0),
        Some(false) => Mark::rectangle(x - 4.2, y - 4.2, 8.4, 8.4, colour, 1.0),
        None => {
            Mark::Dot { at: (x, y), radius: 3.8, fill: PAPER, opacity: 1.0, outline: Some((colour, 1.6)) }
        }
    }
}

/// A party's lane. Returns where it ends.
fn party(marks: &mut Vec<Mark>, sheet: &Sheet, lane: &Lane, top: f64) -> f64 {
    marks.push(Mark::line(vec![(EDGE, top - GAP / 2.0), (sheet.right(), top - GAP / 2.0)], LINE, 1.0));
    let known: Vec<Levels> = lane.levels.iter().copied().flatten().collect();
    let room = LEFT - EDGE - if known.is_empty() { 12.0 } else { 60.0 };
    let name = lines(&lane.name, LABEL, room);
    let mut below = top;
    for part in name {
        below += LEADING;
        marks.push(Mark::words((EDGE, below - 3.0), part, LABEL, INK, Anchor::Start).bold());
    }
    if known.is_empty() {
        let text = "no walk-away value known";
        below += LEADING;
        marks.push(Mark::words((EDGE, below - 3.0), text, SMALL, QUIET, Anchor::Start));
    }
    let told = events(marks, sheet, lane.events.iter().map(Vec::as_slice), top);
    if known.is_empty() {
        return below.max(told);
    }
    let scale = Scale::new(&known, told + 4.0);
    scale.draw(marks, sheet);
    for (at, levels) in lane.levels.iter().enumerate() {
        let Some(levels) = levels else { continue };
        let before = at.checked_sub(1).and_then(|before| lane.levels.get(before).copied().flatten());
        step_of(marks, &scale, *levels, before, sheet.left(at), sheet.column);
    }
    walk_away_line(marks, sheet, lane, &scale);
    below.max(scale.top + PLOT)
}

/// From a party's utilities to heights.
struct Scale {
    low: f64,
    high: f64,
    top: f64,
}

impl Scale {
    /// A scale that holds these utilities, with air for labels beyond its ends.
    fn new(known: &[Levels], top: f64) -> Self {
        let values = known.iter().flat_map(|levels| [Some(levels.walk_away), levels.best, levels.nash]);
        let values: Vec<f64> = values.flatten().collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let span = if high > low { high - low } else { 1.0 };
        Self { low: low - span * 0.24, high: high.max(low + span) + span * 0.24, top }
    }

    fn at(&self, value: f64) -> f64 {
        self.top + PLOT - (value - self.low) / (self.high - self.low) * PLOT
    }

    fn draw(&self, marks: &mut Vec<Mark>, sheet: &Sheet) {
        let all = ticks(self.low, self.high);
        // Every other one is enough for a plot this low.
        let each = all.len().div_ceil(4).max(1);
        for tick in all.into_iter().step_by(each) {
            let y = self.at(tick);
            marks.push(Mark::faint(vec![(LEFT, y), (sheet.right(), y)], LINE, 1.0, 0.6));
            marks.push(Mark::words((LEFT - 8.0, y + 4.5), decimal(tick), SMALL, QUIET, Anchor::End));
        }
    }
}

/// What a deal can bring a party during a step, and what it walks away from.
fn step_of(
    marks: &mut Vec<Mark>,
    scale: &Scale,
    levels: Levels,
    before: Option<Levels>,
    left: f64,
    width: f64,
) {
    let least = scale.at(levels.walk_away);
    marks.push(Mark::rectangle(left, least, width, scale.top + PLOT - least, BLOCKED, 0.07));
    let label = |value: f64, y: f64, colour: Colour| {
        Mark::words((left + 7.0, y), decimal(value), SMALL, colour, Anchor::Start).haloed()
    };
    if let Some(best) = levels.best {
        let y = scale.at(best);
        marks.push(Mark::rectangle(left, y, width, least - y, AGREED, 0.16));
        marks.push(Mark::line(vec![(left, y), (left + width, y)], AGREED, 1.6));
        if before.and_then(|before| before.best) != levels.best {
            marks.push(label(best, y - 5.0, AGREED));
        }
    }
    if let Some(nash) = levels.nash {
        marks.push(sign(FairnessRule::Nash, (left + width * 0.62, scale.at(nash)), 5.0));
    }
    if before.map(|before| before.walk_away) != Some(levels.walk_away) {
        marks.push(label(levels.walk_away, least + 15.0, BLOCKED));
    }
}

/// One line through the steps, broken where a step has no figures.
fn walk_away_line(marks: &mut Vec<Mark>, sheet: &Sheet, lane: &Lane, scale: &Scale) {
    let mut line: Vec<(f64, f64)> = Vec::new();
    for (at, levels) in lane.levels.iter().enumerate() {
        match levels {
            Some(levels) => {
                let y = scale.at(levels.walk_away);
                line.extend([(sheet.left(at), y), (sheet.left(at) + sheet.column, y)]);
            }
            None => marks.extend(stroke(&mut line)),
        }
    }
    marks.extend(stroke(&mut line));
}

fn stroke(line: &mut Vec<(f64, f64)>) -> Option<Mark> {
    let points = std::mem::take(line);
    (!points.is_empty()).then(|| Mark::dashed(points, BLOCKED, 1.6))
}

/// What begins or ceases to count at each step, one below the other. Returns where the longest column ends.
fn events<'a>(
    marks: &mut Vec<Mark>,
    sheet: &Sheet,
    columns: impl Iterator<Item = &'a [Event]>,
    top: f64,
) -> f64 {
    let mut end = top;
    for (at, events) in columns.enumerate() {
        let left = sheet.left(at) + 7.0;
        let mut y = top;
        let shown = if events.len() > EVENTS_MAX { EVENTS_MAX - 1 } else { events.len() };
        for event in events.iter().take(shown) {
            y += LEADING;
            let indent = event.trend.map_or(0.0, |trend| {
                marks.push(arrow(trend, (left + 4.5, y - 7.5)));
                15.0
            });
            let words = clipped(event.words, SMALL, sheet.column - 12.0 - indent);
            marks.push(Mark::words((left + indent, y - 3.0), words, SMALL, QUIET, Anchor::Start));
        }
        if shown < events.len() {
            y += LEADING;
            let more = format!("and {} more", events.len() - shown);
            marks.push(Mark::words((left, y - 3.0), more, SMALL, QUIET, Anchor::Start));
        }
        end = end.max(y);
    }
    end
}

/// Where an alternative is going: up, down, or level.
fn arrow(trend: Trend, (x, y): (f64, f64)) -> Mark {
    let (r, h) = (4.6, 4.0);
    match trend {
        Trend::Improving => Mark::area(vec![(x, y - h), (x + r, y + h), (x - r, y + h)], AGREED, 1.0),
        Trend::Worsening => Mark::area(vec![(x - r, y - h), (x + r, y - h), (x, y + h)], BLOCKED, 1.0),
        Trend::Steady => Mark::rectangle(x - r, y - 1.6, 2.0 * r, 3.2, OPEN, 1.0),
    }
}

fn legend(marks: &mut Vec<Mark>, over_time: &OverTime, y: f64) {
    let mut x = EDGE;
    let mut entry = |sample: Vec<Mark>, room: f64, text: &str| {
        marks.extend(sample);
        marks.push(Mark::words((x + room, y), text, SMALL, QUIET, Anchor::Start));
        x += room + font::room(text, SMALL, false);
        x
    };
    let known: Vec<Levels> =
        over_time.lanes.iter().flat_map(|lane| lane.levels.iter().copied().flatten()).collect();
    let mut at = EDGE;
    if !known.is_empty() {
        let line = Mark::dashed(vec![(at, y - 4.0), (at + 24.0, y - 4.0)], BLOCKED, 1.6);
        at = entry(vec![line], 31.0, "walk-away value");
    }
    if known.iter().any(|levels| levels.best.is_some()) {
        let area = Mark::rectangle(at, y - 10.0, 20.0, 12.0, AGREED, 0.16);
        let edge = Mark::line(vec![(at, y - 10.0), (at + 20.0, y - 10.0)], AGREED, 1.6);
        at = entry(vec![area, edge], 27.0, "what a deal can bring the party above it");
    }
    if known.iter().any(|levels| levels.nash.is_some()) {
        at = entry(vec![sign(FairnessRule::Nash, (at + 5.0, y - 4.0), 5.0)], 15.0, "Nash package");
    }
    let told = over_time.lanes.iter().flat_map(|lane| lane.events.iter().flatten());
    if told.into_iter().any(|event| event.trend.is_some()) {
        let arrow = arrow(Trend::Improving, (at + 5.0, y - 4.5));
        entry(vec![arrow], 15.0, "where the alternative to a deal is going");
    }
}
