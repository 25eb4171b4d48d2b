//! The same figures drawn with characters.
//!
//! Indices into the canvas are checked against its size before they are used.

use super::packages::Packages;
use super::{Axis, DealSpace};
use anstyle::{AnsiColor, Style};
use mediant_engine::report::decimal;
use mediant_model::FairnessRule;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Rows of characters of a plane.
const ROWS: usize = 22;

/// The picture for a screen of so many columns, with colours that a stream may strip.
pub fn render(space: &DealSpace, width: usize) -> String {
    let mut text = if space.axes.len() == 2 { plane(space, width) } else { strips(space, width) };
    let mut legend: Vec<String> = space
        .fair
        .iter()
        .filter_map(|fair| {
            Some(format!(
                "{} {}",
                painted(&letter(fair.rules.first()?), rule_style(*fair.rules.first()?)),
                fair.names()
            ))
        })
        .collect();
    if space.axes.len() == 2 {
        if !matches!(space.packages, Packages::None) {
            legend.push(format!("{} packages", painted("⠂", Style::new().dimmed())));
        }
        if !space.frontier.is_empty() {
            legend.push(format!("{} efficient", painted("●", frontier_style())));
        }
    } else {
        legend.push(format!("{} efficient packages", painted("─", frontier_style())));
    }
    if space.axes.iter().any(|axis| axis.walk_away.is_some()) {
        legend.push(format!("{} walk-away value", painted("┊", walk_away_style())));
    }
    let _ = writeln!(text, "  {}", legend.join("   "));
    text
}

fn letter(rule: &FairnessRule) -> String {
    super::letter(*rule).to_string()
}

fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

fn rule_style(rule: FairnessRule) -> Style {
    let colour = match rule {
        FairnessRule::Nash => AnsiColor::Cyan,
        FairnessRule::KalaiSmorodinsky => AnsiColor::Yellow,
        FairnessRule::Leximin => AnsiColor::Green,
        FairnessRule::Utilitarian => AnsiColor::Magenta,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}

fn frontier_style() -> Style {
    Style::new().fg_color(Some(AnsiColor::Cyan.into()))
}

fn walk_away_style() -> Style {
    Style::new().fg_color(Some(AnsiColor::Red.into()))
}

/// Characters with a style each.
struct Canvas {
    columns: usize,
    rows: usize,
    cells: Vec<(char, Style)>,
}

impl Canvas {
    fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![(' ', Style::new()); columns * rows] }
    }

    fn cell(&mut self, column: usize, row: usize) -> Option<&mut (char, Style)> {
        if column >= self.columns || row >= self.rows {
            None
        } else {
            self.cells.get_mut(row * self.columns + column)
        }
    }

    fn set(&mut self, column: usize, row: usize, character: char, style: Style) {
        if let Some(cell) = self.cell(column, row) {
            *cell = (character, style);
        }
    }

    /// Sets one of the eight dots of a cell, at fine coordinates: two to a column, four to a row.
    fn dot(&mut self, x: usize, y: usize, style: Style) {
        const DOTS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let bit = DOTS.get(y % 4).and_then(|row| row.get(x % 2)).copied().unwrap_or(0);
        if let Some(cell) = self.cell(x / 2, y / 4) {
            let present =
                if ('\u{2800}'..='\u{28ff}').contains(&cell.0) { cell.0 as u32 - 0x2800 } else { 0 };
            if let Some(character) = char::from_u32(0x2800 + (present | bit)) {
                *cell = (character, style);
            }
        }
    }

    fn row(&self, row: usize) -> String {
        let mut text = String::new();
        let cells = self.cells.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default();
        let used = cells.iter().rposition(|(character, _)| *character != ' ').map_or(0, |last| last + 1);
        for (character, style) in cells.iter().take(used) {
            if style.is_plain() {
                text.push(*character)
            } else {
                let _ = write!(text, "{style}{character}{style:#}");
            }
        }
        text
    }
}

/// A share of an axis, 0 to 1.
fn share(axis: &Axis, value: f64) -> f64 {
    ((value - axis.low) / (axis.high - axis.low)).clamp(0.0, 1.0)
}

fn plane(space: &DealSpace, width: usize) -> String {
    let [x, y] = space.axes.as_slice() else { return String::new() };
    let labels = [decimal(y.high), decimal((y.high + y.low) / 2.0), decimal(y.low)];
    let margin = labels.iter().map(|label| label.width()).max().unwrap_or(0) + 1;
    let columns = width.saturating_sub(margin + 4).clamp(30, 84);
    let mut canvas = Canvas::new(columns, ROWS);
    let fine = |point: &[f64]| {
        let value = |party: usize| point.get(party).copied().unwrap_or(0.0);
        let across = (share(x, value(0)) * (columns * 2 - 1) as f64).round() as usize;
        let down = ((1.0 - share(y, value(1))) * (ROWS * 4 - 1) as f64).round() as usize;
        (across, down)
    };
    let quiet = Style::new().dimmed();
    match &space.packages {
        Packages::None => {}
        Packages::Points(points) | Packages::Sample(points) => {
            for point in points {
                let (across, down) = fine(point);
                canvas.dot(across, down, quiet);
            }
        }
        Packages::Density(density) => {
            for (middle, filled) in density.filled() {
                let (across, down) = fine(&middle);
                // Denser places get more of their dots, by a fixed pattern.
                let pattern = ((across * 7 + down * 13) % 16) as f64 / 16.0;
                if filled > 0.15 && filled * filled > pattern {
                    canvas.dot(across, down, quiet);
                }
            }
        }
    }
    if let Some(value) = x.walk_away {
        let (across, _) = fine(&[value, y.low]);
        (0..ROWS).for_each(|row| canvas.set(across / 2, row, '┊', walk_away_style()));
    }
    if let Some(value) = y.walk_away {
        let (_, down) = fine(&[x.low, value]);
        (0..columns).for_each(|column| canvas.set(column, down / 4, '┈', walk_away_style()));
    }
    for point in &space.frontier {
        let (across, down) = fine(point);
        canvas.set(across / 2, down / 4, '●', frontier_style());
    }
    for fair in space.fair.iter().rev() {
        let (across, down) = fine(&fair.utilities);
        if let Some(rule) = fair.rules.first() {
            canvas.set(across / 2, down / 4, super::letter(*rule), rule_style(*rule).invert());
        }
    }
    let mut text = format!("  {} (up)\n", y.name);
    for row in 0..ROWS {
        let label = if row == 0 {
            labels.first()
        } else if row == ROWS / 2 {
            labels.get(1)
        } else if row == ROWS - 1 {
            labels.get(2)
        } else {
            None
        };
        let label = label.map_or("", String::as_str);
        let _ = writeln!(
            text,
            "  {}{label} │{}",
            " ".repeat((margin - 1).saturating_sub(label.width())),
            canvas.row(row)
        );
    }
    let (left, right) = (decimal(x.low), decimal(x.high));
    let name = format!("{} (right)", x.name);
    let room = columns.saturating_sub(left.width() + right.width() + name.width());
    let _ = writeln!(text, "  {} └{}", " ".repeat(margin - 1), "─".repeat(columns));
    let _ = writeln!(
        text,
        "  {}  {left}{}{name}{}{right}",
        " ".repeat(margin - 1),
        " ".repeat(room / 2),
        " ".repeat(room - room / 2)
    );
    text
}

/// One line of characters for each party: where the fair packages stand between its worst and its best.
fn strips(space: &DealSpace, width: usize) -> String {
    let name_width = space.axes.iter().map(|axis| axis.name.width()).max().unwrap_or(0).min(width / 3);
    let low_width = space.axes.iter().map(|axis| decimal(axis.low).width()).max().unwrap_or(0);
    let high_width = space.axes.iter().map(|axis| decimal(axis.high).width()).max().unwrap_or(0);
    let columns = width.saturating_sub(name_width + low_width + high_width + 8).max(20);
    let mut text = String::new();
    for (party, axis) in space.axes.iter().enumerate() {
        let mut canvas = Canvas::new(columns, 1);
        let at = |value: f64| (share(axis, value) * (columns - 1) as f64).round() as usize;
        for point in &space.frontier {
            canvas.set(at(point.get(party).copied().unwrap_or(axis.low)), 0, '─', frontier_style());
        }
        if let Some(value) = axis.walk_away {
            canvas.set(at(value), 0, '┊', walk_away_style());
        }
        for fair in space.fair.iter().rev() {
            if let (Some(rule), Some(utility)) = (fair.rules.first(), fair.utilities.get(party)) {
                canvas.set(at(*utility), 0, super::letter(*rule), rule_style(*rule));
            }
        }
        let (low, high) = (decimal(axis.low), decimal(axis.high));
        let shown = canvas.row(0);
        let used =
            canvas.cells.iter().rposition(|(character, _)| *character != ' ').map_or(0, |last| last + 1);
        let name: String = axis.name.chars().take(name_width).collect();
        let _ = writeln!(
            text,
            "  {name}{}  {}{low} {shown}{} {high}",
            " ".repeat(name_width.saturating_sub(name.width())),
            " ".repeat(low_width.saturating_sub(low.width())),
            " ".repeat(columns - used)
        );
    }
    text
}
