//! A report at a terminal.

use anstyle::{AnsiColor, Style};
use mediant_engine::report::{Block, Cell, Item, Line, Report, Section, Table, Tone};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Columns between two columns of a table.
const GAP: usize = 2;
/// No column of a table gets narrower than this, unless its content is.
const COLUMN_MIN: usize = 8;

/// The report for a screen of so many columns, with colours that a stream may strip.
pub fn render(report: &Report, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    page.title(report);
    for line in &report.preface {
        page.paragraph(line, 0, Tone::Quiet);
    }
    page.blank();
    page.verdict(report);
    for section in &report.sections {
        page.section(section);
    }
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn title(&mut self, report: &Report) {
        let day = report.as_of.as_ref().map(|day| format!("as of {day}")).unwrap_or_default();
        let room = self.width.saturating_sub(report.title.width() + day.width());
        let title = painted(&report.title, Style::new().bold());
        if room >= GAP {
            let blank = if day.is_empty() { String::new() } else { " ".repeat(room) };
            let _ = writeln!(self.text, "{title}{blank}{}", painted(&day, tone(Tone::Quiet)));
        } else {
            let lines = wrapped(&report.title, self.width);
            for line in lines {
                let _ = writeln!(self.text, "{}", painted(&line, Style::new().bold()));
            }
            self.paragraph(&day, 0, Tone::Quiet);
        }
    }

    fn verdict(&mut self, report: &Report) {
        let verdict = &report.verdict;
        let sign = verdict.tone.sign().unwrap_or("–");
        let style = tone(verdict.tone).bold();
        for (index, line) in wrapped(&verdict.sentence, self.width - 2).iter().enumerate() {
            let sign = if index == 0 { sign } else { " " };
            let _ = writeln!(self.text, "{} {}", painted(sign, style), painted(line, style));
        }
        for detail in &verdict.details {
            self.paragraph(detail, 2, Tone::Plain);
        }
    }

    fn section(&mut self, section: &Section) {
        self.blank();
        let _ = writeln!(self.text, "{}", painted(&section.title, Style::new().bold().underline()));
        for block in &section.blocks {
            match block {
                Block::Text(text) => self.paragraph(text, 2, Tone::Plain),
                Block::List(items) => self.list(items),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn paragraph(&mut self, text: &str, indent: usize, shown: Tone) {
        for line in wrapped(text, self.width - indent) {
            let _ = writeln!(self.text, "{:indent$}{}", "", painted(&line, tone(shown)));
        }
    }

    fn list(&mut self, items: &[Item]) {
        let mark_width = items.iter().map(|item| item.mark.width()).max().unwrap_or(0).min(self.width / 3);
        let indent = 4 + mark_width;
        for item in items {
            let room = self.width - indent - 2;
            let source = if item.source.is_empty() { String::new() } else { format!("  {}", item.source) };
            let lines = wrapped(&item.text, room);
            let last = lines.len().saturating_sub(1);
            let fits = lines.last().is_some_and(|line| line.width() + source.width() <= room);
            for (index, line) in lines.iter().enumerate() {
                let mark = if index == 0 { item.mark.as_str() } else { "" };
                let mark = painted(&padded(mark, mark_width, false), Style::new().bold());
                let behind =
                    if index == last && fits { painted(&source, tone(Tone::Quiet)) } else { String::new() };
                let _ = writeln!(self.text, "  {mark}  {line}{behind}");
            }
            if !fits && !source.is_empty() {
                self.paragraph(&item.source, indent, Tone::Quiet);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let widths = column_widths(table, self.width - 2);
        let blank = table.headings.iter().all(Cell::is_empty);
        if !blank {
            let heading = |cell: &Cell| Cell {
                lines: cell.lines.iter().map(|l| Line { text: l.text.clone(), tone: Tone::Quiet }).collect(),
                figures: cell.figures,
            };
            self.row(&table.headings.iter().map(heading).collect::<Vec<_>>(), &widths);
        }
        for row in &table.rows {
            self.row(row, &widths);
        }
    }

    fn row(&mut self, cells: &[Cell], widths: &[usize]) {
        let cells: Vec<(Vec<(String, Tone)>, bool)> =
            cells.iter().zip(widths).map(|(cell, width)| (cell_lines(cell, *width), cell.figures)).collect();
        let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
        for index in 0..height {
            let mut line = String::new();
            for ((lines, figures), width) in cells.iter().zip(widths) {
                let (text, shown) =
                    lines.get(index).map_or(("", Tone::Plain), |(text, shown)| (text.as_str(), *shown));
                let cell = padded(text, *width, *figures);
                // Colour covers the words only, so that a stripped line has no styled blanks at its end.
                let styled =
                    if text.is_empty() { cell } else { cell.replacen(text, &painted(text, tone(shown)), 1) };
                let _ = write!(line, "{styled}{:GAP$}", "");
            }
            let _ = writeln!(self.text, "  {}", line.trim_end());
        }
    }
}

/// The lines of a cell, broken to the width, a status with its sign.
fn cell_lines(cell: &Cell, width: usize) -> Vec<(String, Tone)> {
    cell.lines
        .iter()
        .flat_map(|line| wrapped(&signed(line), width).into_iter().map(|part| (part, line.tone)))
        .collect()
}

fn signed(line: &Line) -> String {
    match line.tone.sign() {
        Some(sign) => format!("{sign} {}", line.text),
        None => line.text.clone(),
    }
}

/// Widths that fit: every column as wide as its content wants; where that is too much, columns are narrowed step by step where it
/// costs least: in rows that become higher first of all, then in lines of their own cells, so that no column is a thread beside wide ones.
fn column_widths(table: &Table, room: usize) -> Vec<usize> {
    let rows: Vec<&Vec<Cell>> = std::iter::once(&table.headings).chain(&table.rows).collect();
    let mut columns: Vec<Column> =
        (0..table.headings.len()).map(|column| Column::new(&rows, column)).collect();
    let room = room.saturating_sub(GAP * columns.len().saturating_sub(1));
    while columns.iter().map(|column| column.width).sum::<usize>() > room {
        let heights: Vec<[usize; 2]> = (0..rows.len()).map(|row| highest_two(&columns, row)).collect();
        let candidates = columns.iter().enumerate().filter(|(_, column)| column.width > COLUMN_MIN);
        let candidates = candidates.map(|(place, column)| {
            let then = column.at(column.width - 1);
            // Of equally cheap columns the widest gives way.
            (column.costs(&then, &heights), std::cmp::Reverse(column.width), place, then)
        });
        let Some((_, _, place, then)) = candidates.min_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)))
        else {
            break;
        };
        if let Some(column) = columns.get_mut(place) {
            (column.width, column.broken) = (column.width - 1, then);
        }
    }
    columns.iter().map(|column| column.width).collect()
}

/// A column of a table, by row: the texts of its cells, and how they break at its width.
struct Column {
    cells: Vec<Vec<String>>,
    /// Whether it says what the rows are about.
    leads: bool,
    width: usize,
    broken: Broken,
}

/// How the cells of a column break at a width.
struct Broken {
    /// Lines of each cell.
    lines: Vec<usize>,
    /// Words that are cut, and signs that stand apart from theirs.
    words: usize,
}

impl Column {
    /// As wide as its content wants.
    fn new(rows: &[&Vec<Cell>], column: usize) -> Self {
        let texts = |cell: &Cell| cell.lines.iter().map(signed).collect::<Vec<String>>();
        let cells: Vec<Vec<String>> =
            rows.iter().map(|row| row.get(column).map(texts).unwrap_or_default()).collect();
        let width = cells.iter().flatten().map(|text| text.width()).max().unwrap_or(0);
        let leads = column == 0;
        let mut column = Self { cells, leads, width, broken: Broken { lines: Vec::new(), words: 0 } };
        column.broken = column.at(width);
        column
    }

    fn at(&self, width: usize) -> Broken {
        let mut broken = Broken { lines: Vec::new(), words: 0 };
        for cell in &self.cells {
            let mut lines = 0;
            for text in cell {
                let all = wrapped(text, width);
                // A sign apart from its word is as bad as a word that is cut.
                let apart = all.len() > 1 && all.first().is_some_and(|first| first.width() == 1);
                let cut = text.split_whitespace().filter(|word| word.width() > width).count();
                lines += all.len();
                broken.words += cut + usize::from(apart);
            }
            broken.lines.push(lines);
        }
        broken
    }

    /// What it costs to break so instead; `heights` are the heights of the highest cell of each row, and of the next.
    fn costs(&self, then: &Broken, heights: &[[usize; 2]]) -> usize {
        // The words that a row is looked up by are to be read at a glance.
        let line = if self.leads { 3 } else { 1 };
        let rows = self.broken.lines.iter().zip(&then.lines).zip(heights);
        let higher = rows.map(|((now, then), [highest, next])| {
            let others = if now == highest { next } else { highest };
            (then.max(others).saturating_sub(*highest) * 2) + then.saturating_sub(*now) * line
        });
        higher.sum::<usize>() + then.words.saturating_sub(self.broken.words) * 40
    }
}

/// The lines of the highest cell of a row, and of the one that comes next.
fn highest_two(columns: &[Column], row: usize) -> [usize; 2] {
    columns.iter().filter_map(|column| column.broken.lines.get(row)).fold([0, 0], |[high, next], lines| {
        if *lines > high { [*lines, high] } else { [high, next.max(*lines)] }
    })
}

fn padded(text: &str, width: usize, from_right: bool) -> String {
    let blank = " ".repeat(width.saturating_sub(text.width()));
    if from_right { format!("{blank}{text}") } else { format!("{text}{blank}") }
}

/// The text in lines of at most `width` columns, broken at blanks, inside words only where one is longer than a line.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        while word.width() > width {
            let cut = word
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take_while(|end| word.get(..*end).is_some_and(|part| part.width() <= width))
                .last();
            let Some((head, tail)) = cut.and_then(|cut| word.split_at_checked(cut)) else { break };
            lines.push(head.to_owned());
            word = tail;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

fn painted(text: &str, style: Style) -> String {
    if text.is_empty() || style.is_plain() { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

/// The colours of the house, by what they mean.
fn tone(tone: Tone) -> Style {
    let plain = Style::new();
    let coloured = |colour: AnsiColor| plain.fg_color(Some(colour.into()));
    match tone {
        Tone::Plain => plain,
        Tone::Strong => plain.bold(),
        Tone::Quiet => plain.dimmed(),
        Tone::Agreed | Tone::Improving => coloured(AnsiColor::Green),
        Tone::Partly => coloured(AnsiColor::Yellow),
        Tone::Blocked | Tone::Worsening => coloured(AnsiColor::Red),
        Tone::Open | Tone::Steady => coloured(AnsiColor::Cyan),
        Tone::Held => coloured(AnsiColor::Magenta),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_never_exceed_the_width() {
        let text = "a short line, then averyveryverylongwordthatfitsnowhere and Ёжик в тумане 交渉の席";
        for width in 4..40 {
            let lines = wrapped(text, width);
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:?}");
            let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(text));
        }
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn a_sign_stays_with_its_word() {
        let cell = |text: &str, tone: Tone| Cell {
            lines: vec![Line { text: text.to_owned(), tone }],
            figures: false,
        };
        let status = "withheld by agreement of 2 December";
        let row = vec![
            cell("The other proposals of the third side", Tone::Plain),
            cell(status, Tone::Held),
            cell("accepts in part, and the work goes on; no compromise has been found yet", Tone::Plain),
        ];
        let table = Table { headings: vec![cell("", Tone::Plain); 3], rows: vec![row] };
        for room in 45..90 {
            let widths = column_widths(&table, room);
            let lines = cell_lines(&table.rows[0][1], widths[1]);
            assert!(lines[0].0.width() > 1, "{room}: {lines:?}");
        }
    }
}
