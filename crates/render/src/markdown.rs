//! A report as Markdown.

use mediant_engine::report::{Block, Cell, Item, Line, Report, Section, Table, Tone};
use std::fmt::Write;

/// The report for a page or a mail.
pub fn render(report: &Report) -> String {
    let mut text = format!("# {}\n\n", escaped(&report.title));
    if let Some(day) = &report.as_of {
        let _ = writeln!(text, "*As of {}.*\n", escaped(day));
    }
    for line in report.preface.iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "{}  ", escaped(line));
    }
    let verdict = &report.verdict;
    let sign = verdict.tone.sign().unwrap_or("–");
    let _ = write!(text, "\n**{sign} {}**", escaped(&verdict.sentence));
    for detail in &verdict.details {
        let _ = write!(text, " {}", escaped(detail));
    }
    text.push('\n');
    for part in &report.sections {
        section(&mut text, part);
    }
    text
}

fn section(text: &mut String, section: &Section) {
    let _ = writeln!(text, "\n## {}", escaped(&section.title));
    for block in &section.blocks {
        text.push('\n');
        match block {
            Block::Text(paragraph) => {
                let _ = writeln!(text, "{}", escaped(paragraph));
            }
            Block::List(items) => items.iter().for_each(|item| list_item(text, item)),
            Block::Table(table) => self::table(text, table),
        }
    }
}

fn list_item(text: &mut String, item: &Item) {
    let source =
        if item.source.is_empty() { String::new() } else { format!(" *({})*", escaped(&item.source)) };
    let mark = match item.mark.as_str() {
        "" | "–" => String::new(),
        mark => format!("**{}** ", escaped(mark)),
    };
    let _ = writeln!(text, "- {mark}{}{source}", escaped(&item.text));
}

fn table(text: &mut String, table: &Table) {
    let row = |cells: &[Cell]| {
        let cells: Vec<String> = cells.iter().map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let plain = |cell: &Cell| Cell {
        lines: cell.lines.iter().map(|line| Line { text: line.text.clone(), tone: Tone::Plain }).collect(),
        figures: cell.figures,
    };
    let headings: Vec<Cell> = table.headings.iter().map(plain).collect();
    let rule: Vec<&str> =
        table.headings.iter().map(|cell| if cell.figures { "---:" } else { "---" }).collect();
    let _ = writeln!(text, "{}\n|{}|", row(&headings), rule.join("|"));
    for cells in &table.rows {
        let _ = writeln!(text, "{}", row(cells));
    }
}

fn cell(cell: &Cell) -> String {
    let lines = cell.lines.iter().map(|line| {
        let words = escaped(&line.text);
        match (line.tone, line.tone.sign()) {
            (_, Some(sign)) => format!("{sign} {words}"),
            (Tone::Strong, _) => format!("**{words}**"),
            (Tone::Quiet, _) => format!("*{words}*"),
            _ => words,
        }
    });
    lines.collect::<Vec<_>>().join("<br>")
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                shown.push('\\');
                shown.push(character);
            }
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '\n' | '\r' => shown.push(' '),
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_an_author_writes_becomes_markup() {
        assert_eq!(escaped("a|b <script> *x* [y](z)"), "a\\|b &lt;script&gt; \\*x\\* \\[y\\](z)");
    }
}
