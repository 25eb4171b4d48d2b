//! Issues as rows of a spreadsheet, pasted or read from a file.

use super::several::{NewIssue, NewNumbers};
use mediant_model::Number;

/// One issue a row: its name, then its options, or from, to, step and unit. Rows without a word are none.
///
/// Cells are apart by tabs where there is one, else by semicolons where there is one, else by commas; what stands in quotation marks is
/// one cell.
pub(super) fn rows(text: &str) -> Vec<NewIssue> {
    let apart = ['\t', ';'].into_iter().find(|apart| text.contains(*apart)).unwrap_or(',');
    let rows = cells(text, apart).into_iter();
    rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).map(issue).collect()
}

fn issue(row: Vec<String>) -> NewIssue {
    let mut cells = row.into_iter();
    let name = cells.next().unwrap_or_default();
    let rest: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    let numbers = numbers(&rest);
    let options = if numbers.is_some() { Vec::new() } else { rest };
    NewIssue { id: None, name, options, numbers }
}

/// Cells that say from, to and step, with or without a unit. Three numbers that cannot be that are three options.
fn numbers(cells: &[String]) -> Option<NewNumbers> {
    let (written, unit) = match cells {
        [from, to, step] => ([from, to, step], None),
        [from, to, step, unit] if number(unit).is_none() => ([from, to, step], Some(unit.clone())),
        _ => return None,
    };
    let [from, to, step] = written;
    let (low, high, apart) = (number(from)?, number(to)?, number(step)?);
    let ((top, of_top), (bottom, of_bottom)) = (high.parts(), low.parts());
    let between = Number::ratio(top * of_bottom - bottom * of_top, of_top * of_bottom)?;
    let fits = apart > Number::zero() && apart <= between;
    let given = |cell: &String| Some(cell.clone());
    fits.then(|| NewNumbers { from: given(from), to: given(to), step: given(step), unit })
}

/// A number as people write it: with a decimal comma, with spaces between thousands. `None` for one that can be read in two ways,
/// such as `1,000`.
pub(super) fn number(written: &str) -> Option<Number> {
    let tight: String = written.trim().chars().filter(|c| !c.is_whitespace() && *c != '\u{2009}').collect();
    let tight = tight.replace('\u{2212}', "-");
    match tight.split_once(',') {
        Some((whole, part)) if part.contains([',', '.']) || whole.contains('.') || part.len() == 3 => None,
        Some((whole, part)) => format!("{whole}.{part}").parse().ok(),
        None => tight.parse().ok(),
    }
}

/// The cells of every row, without spaces around them.
fn cells(text: &str, apart: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A mark twice within quotation marks is one mark.
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(finished(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ if character == apart && !quoted => row.push(finished(&mut cell)),
            // A cell of several lines is one line here.
            '\n' | '\r' => cell.push(' '),
            _ => cell.push(character),
        }
    }
    row.push(finished(&mut cell));
    rows.push(row);
    rows
}

fn finished(cell: &mut String) -> String {
    std::mem::take(cell).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>, bool)> {
        rows(text).into_iter().map(|new| (new.name, new.options, new.numbers.is_some())).collect()
    }

    fn options(of: &[&str]) -> Vec<String> {
        of.iter().map(|option| (*option).to_owned()).collect()
    }

    #[test]
    fn a_row_is_an_issue_whatever_is_between_its_cells() {
        let expected = vec![
            ("Turns".to_owned(), options(&["by the day", "by the hour"]), false),
            ("Fee".to_owned(), Vec::new(), true),
        ];
        assert_eq!(read("Turns\tby the day\tby the hour\t\r\n\r\nFee\t100\t400\t50\tEUR\r\n"), expected);
        assert_eq!(read("Turns;by the day;by the hour\nFee;100;400;50;EUR"), expected);
        assert_eq!(read("\"Turns\",by the day,\"by the hour\"\nFee,100,400,50\n"), expected);
    }

    #[test]
    fn a_cell_in_quotation_marks_is_one_cell() {
        assert_eq!(
            read("Keys;\"a warden; or two\";\"said \"\"each\"\"\""),
            vec![("Keys".to_owned(), options(&["a warden; or two", "said \"each\""]), false)]
        );
    }

    #[test]
    fn three_numbers_that_are_no_range_are_three_options() {
        assert_eq!(read("Days;1;2;3"), vec![("Days".to_owned(), options(&["1", "2", "3"]), false)]);
        assert_eq!(read("Days;30;20;10"), vec![("Days".to_owned(), options(&["30", "20", "10"]), false)]);
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |text: &str| number(text).map(|number| number.to_string());
        assert_eq!(read("12,5").as_deref(), Some("12.5"));
        assert_eq!(read("10 000").as_deref(), Some("10000"));
        assert_eq!(read("\u{2212}3").as_deref(), Some("-3"));
        assert_eq!((read("1,000"), read("twelve"), read("1.000,5")), (None, None, None));
    }
}
