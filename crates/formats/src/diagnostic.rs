//! Problems of an input file, with their place, and how a terminal shows them.

use mediant_model::Severity;
use std::fmt;
use std::ops::Range;

/// A problem of an input file: cause, place, what to do.
///
/// The message is one sentence in lower case with the author's own words in backticks; advice stands in `help`.
/// Built from a [`SourceText`], which knows lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether anything can be computed in spite of it.
    pub severity: Severity,
    /// The file's name as the caller gave it.
    pub file: String,
    /// Where in the file; `None` when it is about the file as a whole.
    pub spot: Option<Box<Spot>>,
    /// What is wrong, in one sentence in lower case, the author's own words in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A stretch of text in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Bytes from the start of the text, a byte order mark not counted.
    pub span: Range<usize>,
    /// Line of its first character, from 1.
    pub line: usize,
    /// Column of its first character, in characters, from 1.
    pub column: usize,
    /// The line it starts in, shortened around it where the line is very long.
    pub excerpt: String,
    /// Characters of the excerpt in front of it.
    pub lead: usize,
    /// How many characters of the excerpt it covers; at least 1.
    pub width: usize,
}

/// At most this many characters of a line are shown.
const EXCERPT_MAX: usize = 110;
/// Where a line is shortened, this many characters in front of the spot are kept.
const LEAD_MAX: usize = 40;

/// A file's text, with its name and the starts of its lines.
#[derive(Clone, Debug)]
pub struct SourceText<'a> {
    name: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> SourceText<'a> {
    /// A text under the name that its diagnostics carry. Costs one pass over the text.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { name, text, line_starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The file's name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// An error at a span of bytes.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.diagnostic(Severity::Error, Some(span), message.into())
    }

    /// A warning at a span of bytes.
    pub fn warning(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.diagnostic(Severity::Warning, Some(span), message.into())
    }

    /// A problem at a span of bytes, or with the file as a whole.
    pub fn diagnostic(&self, severity: Severity, span: Option<Range<usize>>, message: String) -> Diagnostic {
        let spot = span.map(|span| Box::new(self.spot(span)));
        Diagnostic { severity, file: self.name.to_owned(), spot, message, help: None }
    }

    /// Line, column and excerpt of a span of bytes; a span beyond the text is moved to its end.
    ///
    /// ```
    /// use mediant_formats::SourceText;
    ///
    /// let text = "first\nsecond line";
    /// let spot = SourceText::new("file.toml", text).spot(13..17);
    /// assert_eq!((spot.line, spot.column), (2, 8));
    /// assert_eq!(spot.excerpt, "second line");
    /// ```
    pub fn spot(&self, span: Range<usize>) -> Spot {
        let start = self.boundary(span.start);
        let end = self.boundary(span.end.max(start));
        let line = self.line_starts.partition_point(|first| *first <= start).max(1);
        let first = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let next = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let slice = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        let column = slice(first..start).chars().count() + 1;
        let before: Vec<char> = slice(first..start).chars().rev().take(LEAD_MAX).collect();
        let width = slice(start..end.min(next)).trim_end().chars().count().clamp(1, EXCERPT_MAX - LEAD_MAX);
        let rest = slice(start..next).chars().take_while(|c| *c != '\n' && *c != '\r');
        let kept = before.iter().rev().copied().chain(rest).take(EXCERPT_MAX);
        // Tabs and control characters would move the underline away from what it marks.
        let excerpt = kept.map(|c| if c.is_control() { ' ' } else { c }).collect();
        Spot { span: start..end, line, column, excerpt, lead: before.len(), width }
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

impl Diagnostic {
    /// An error of a file as a whole.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, file: file.into(), spot: None, message: message.into(), help: None }
    }

    /// The same diagnostic with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same diagnostic with advice, where there is any.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Whether nothing can be computed from the file.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Line and column from 1, where it has a place.
    pub fn line_column(&self) -> Option<(usize, usize)> {
        self.spot.as_ref().map(|spot| (spot.line, spot.column))
    }

    /// Whether both mark some of the same text of one file.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (&self.spot, &other.spot) else { return false };
        self.file == other.file && a.span.start < b.span.end && b.span.start < a.span.end
    }

    /// Where it stands among others: by file, then place, then message.
    fn order(&self) -> (&str, usize, std::cmp::Reverse<Severity>, &str) {
        let start = self.spot.as_ref().map_or(0, |spot| spot.span.start);
        (&self.file, start, std::cmp::Reverse(self.severity), &self.message)
    }
}

/// Sorts by file and place and drops repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
    diagnostics.dedup();
}

impl fmt::Display for Diagnostic {
    /// `file:line:column: severity: message`, the source line underlined, the advice; no final line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.line_column() {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {severity}: {}", self.message)?;
        if let Some(spot) = &self.spot {
            let number = spot.line.to_string();
            let margin = " ".repeat(number.len());
            let marks = "^".repeat(spot.width);
            write!(f, "\n {number} | {}", spot.excerpt.trim_end())?;
            write!(f, "\n {margin} | {:lead$}{marks}", "", lead = spot.lead)?;
        }
        match &self.help {
            Some(help) => write!(f, "\n   help: {help}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_the_underline_stands_below_the_word() {
        let text = "eins\nzwei = \"Zürich\"\ndrei\n";
        let at = text.find("Zürich").unwrap();
        let shown = SourceText::new("a.toml", text).error(at..at + 7, "no such `Zürich`").help("write it");
        assert_eq!(shown.line_column(), Some((2, 9)));
        let shown = shown.to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0], "a.toml:2:9: error: no such `Zürich`");
        assert_eq!(lines[1].chars().position(|c| c == 'Z'), lines[2].find('^'));
        assert_eq!(lines[2].matches('^').count(), 6);
        assert_eq!(lines[3].trim(), "help: write it");
    }

    #[test]
    fn a_very_long_line_is_shortened_and_any_span_is_safe() {
        let text = "ä".repeat(1_000_000);
        let source = SourceText::new("x", &text);
        for span in [0..1, 1..3, 999_999..1_000_001, 5_000_000..6_000_000, 2_000_000..2_000_000] {
            let spot = source.spot(span);
            assert!(spot.excerpt.chars().count() <= EXCERPT_MAX);
            assert!(spot.lead <= LEAD_MAX && spot.width >= 1 && spot.line == 1);
        }
        assert_eq!(SourceText::new("x", "").spot(3..9).column, 1);
    }

    #[test]
    fn sorted_by_place_without_repetitions() {
        let source = SourceText::new("x", "a b c");
        let mut all = vec![source.error(4..5, "c"), source.warning(0..1, "a"), source.error(4..5, "c")];
        sort(&mut all);
        let order: Vec<&str> = all.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(order, ["a", "c"]);
    }
}
