//! Paragraphs: what stands between blank lines.

use super::excerpt::Excerpt;

/// Cuts a text at its blank lines. White space and marks of byte order at the ends belong to no paragraph; empty ones are left
/// out. A single line end is part of its paragraph. Line ends are `\n`, `\r\n` or `\r`.
pub fn split(text: Excerpt<'_>) -> Vec<Excerpt<'_>> {
    let mut paragraphs = Vec::new();
    let mut open: Option<Excerpt<'_>> = None;
    for line in text.as_str().split(['\n', '\r']) {
        let Some(line) = text.cut(line).map(bare) else { continue };
        if !line.is_empty() {
            open = open.map_or(Some(line), |begun| begun.to(line));
        } else if !is_within_line_end(text, line) {
            paragraphs.extend(open.take());
        }
    }
    paragraphs.extend(open);
    paragraphs
}

/// `\r\n` is one line end: the nothing between the two is no blank line.
fn is_within_line_end(text: Excerpt<'_>, line: Excerpt<'_>) -> bool {
    let Some(rest) = text.part(text.start()..line.start()) else { return false };
    let Some(after) = text.part(line.end()..text.end()) else { return false };
    rest.as_str().ends_with('\r') && after.as_str().starts_with('\n')
}

/// Without white space and marks of byte order at both ends.
pub fn bare(text: Excerpt<'_>) -> Excerpt<'_> {
    let words = text.as_str().trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    text.cut(words).unwrap_or(text)
}
