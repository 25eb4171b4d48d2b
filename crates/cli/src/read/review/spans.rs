//! Text with marks on it, cut into lines that fit.
//!
//! Whatever comes in, a line holds letters and blanks only: what would steer a terminal or turn its line is shown as a mark.

use mediant_record::unseen::turns_text;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// How a letter is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    #[default]
    Plain,
    /// Of less weight.
    Dim,
    /// Of more weight.
    Strong,
    /// How headings look.
    Head,
    /// Words that are looked at.
    Mark,
    /// Words of another suggestion on the screen.
    Other,
    /// Something went wrong.
    Alarm,
}

/// One line of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(Vec<(char, Look)>);

impl Line {
    /// Of a text, which is put on one line.
    pub fn new(text: &str, look: Look) -> Self {
        Self::default().with(text, look)
    }

    /// With more behind.
    pub fn with(mut self, text: &str, look: Look) -> Self {
        self.0.extend(text.chars().map(|letter| (seen(letter), look)));
        self
    }

    /// With another line behind.
    pub fn with_line(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Every letter with the look that it is shown in, from left to right.
    pub fn letters(&self) -> &[(char, Look)] {
        &self.0
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|(letter, _)| wide(*letter)).sum()
    }

    /// Whether any of it has this look.
    pub fn has(&self, look: Look) -> bool {
        self.0.iter().any(|(_, letter)| *letter == look)
    }

    /// As much of it as fits; what was cut off is shown as `…`.
    pub fn fitted(mut self, width: usize) -> Self {
        if self.width() <= width {
            return self;
        }
        while self.width() + 1 > width && self.0.pop().is_some() {}
        if width > 0 {
            self.0.push(('…', Look::Plain));
        }
        self
    }

    /// Behind so many blanks.
    pub fn indented(mut self, by: usize) -> Self {
        self.0.splice(0..0, std::iter::repeat_n((' ', Look::Plain), by));
        self
    }
}

/// Words of a text in lines of at most `width` columns, one blank between two words.
pub fn wrapped(text: &str, width: usize, look: Look) -> Vec<Line> {
    marked(text, 0, &[], false, width, look)
}

/// The same of a text that begins at byte `start` of a report, with ranges of the report marked. The first range that holds a letter
/// counts. Where nothing can be coloured, the words of [`Look::Mark`] stand between `»` and `«`.
pub fn marked(
    text: &str,
    start: usize,
    marks: &[(Range<usize>, Look)],
    in_signs: bool,
    width: usize,
    look: Look,
) -> Vec<Line> {
    let width = width.max(4);
    let mut lines = Lines { width, lines: Vec::new(), line: Line::default(), columns: 0 };
    let mut word: Vec<(char, Look)> = Vec::new();
    let mut between = Look::Plain;
    let mut before = look;
    for (at, letter) in text.char_indices() {
        let here =
            marks.iter().find(|(range, _)| range.contains(&(start + at))).map_or(look, |(_, look)| *look);
        if in_signs && here != before {
            if before == Look::Mark {
                word.push(('«', Look::Mark));
            }
            if here == Look::Mark {
                // A sign belongs to the word behind it.
                lines.word(std::mem::take(&mut word), between);
                word.push(('»', Look::Mark));
            }
        }
        if letter.is_whitespace() {
            lines.word(std::mem::take(&mut word), between);
            between = if here == before { here } else { Look::Plain };
        } else {
            word.push((seen(letter), here));
        }
        before = here;
    }
    if in_signs && before == Look::Mark {
        word.push(('«', Look::Mark));
    }
    lines.word(word, between);
    lines.end()
}

struct Lines {
    width: usize,
    lines: Vec<Line>,
    line: Line,
    columns: usize,
}

impl Lines {
    fn word(&mut self, word: Vec<(char, Look)>, between: Look) {
        if word.is_empty() {
            return;
        }
        let columns: usize = word.iter().map(|(letter, _)| wide(*letter)).sum();
        if !self.line.0.is_empty() {
            if self.columns + 1 + columns > self.width {
                self.new_line();
            } else {
                self.line.0.push((' ', between));
                self.columns += 1;
            }
        }
        for (letter, look) in word {
            // A word that is longer than a line is cut.
            if self.columns + wide(letter) > self.width {
                self.new_line();
            }
            self.columns += wide(letter);
            self.line.0.push((letter, look));
        }
    }

    fn new_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.columns = 0;
    }

    fn end(mut self) -> Vec<Line> {
        if !self.line.0.is_empty() || self.lines.is_empty() {
            self.new_line();
        }
        self.lines
    }
}

/// A letter as it is shown: what would steer a terminal or turn its line, and what has no width of its own, is a mark.
fn seen(letter: char) -> char {
    match letter {
        ' ' | '\u{a0}' => ' ',
        letter if letter.is_whitespace() => ' ',
        letter if letter.is_control() || turns_text(letter) || letter.width().is_none() => '\u{fffd}',
        letter => letter,
    }
}

fn wide(letter: char) -> usize {
    letter.width().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_fit_and_hold_nothing_but_letters(text in "\\PC{0,80}|(?s).{0,80}", width in 4..60usize, from in 0..60usize, long in 0..40usize) {
            let marks = [(from..from + long, Look::Mark), (0..30, Look::Other)];
            let lines = marked(&text, 0, &marks, false, width, Look::Plain);
            for line in &lines {
                prop_assert!(line.width() <= width);
                prop_assert!(line.letters().iter().all(|(letter, _)| !letter.is_control() && !turns_text(*letter)));
            }
            // Every letter that is no blank is there, in its order, with its look.
            let told: Vec<(char, Look)> = lines.iter().flat_map(|line| line.letters().to_vec()).filter(|(letter, _)| *letter != ' ').collect();
            let all: Vec<(char, Look)> = text
                .char_indices()
                .filter(|(_, letter)| !letter.is_whitespace())
                .map(|(at, letter)| (seen(letter), marks.iter().find(|(range, _)| range.contains(&at)).map_or(Look::Plain, |(_, look)| *look)))
                .collect();
            prop_assert_eq!(told, all);
        }

        #[test]
        fn with_signs_the_marked_words_stand_between_them(text in "[a-c ]{1,60}", width in 4..60usize, from in 0..60usize, long in 1..40usize) {
            let lines = marked(&text, 0, &[(from..from + long, Look::Mark)], true, width, Look::Plain);
            let told: String = lines.iter().flat_map(|line| line.letters()).map(|(letter, _)| *letter).filter(|letter| *letter != ' ').collect();
            let inside = &text[from.min(text.len())..(from + long).min(text.len())];
            let bare = |text: &str| text.chars().filter(|letter| *letter != ' ').collect::<String>();
            let wanted = if inside.is_empty() {
                bare(&text)
            } else {
                format!("{}»{}«{}", bare(&text[..from]), bare(inside), bare(&text[from + inside.len()..]))
            };
            prop_assert_eq!(told, wanted);
            prop_assert!(lines.iter().all(|line| line.width() <= width));
        }

        #[test]
        fn a_fitted_line_fits(text in "\\PC{0,40}", width in 0..30usize) {
            prop_assert!(Line::new(&text, Look::Plain).fitted(width).width() <= width);
        }
    }
}
