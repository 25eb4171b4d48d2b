//! Sentences of a paragraph.

use super::abbreviations::{abbreviations, is_initials};
use crate::report::Excerpt;

/// Cuts a paragraph into sentences, without the white space between them. Every other character is in exactly one of them.
///
/// A sentence ends behind `.`, `!`, `?` or `…`, with the closing quotation marks and brackets that follow, before white space and something
/// that can begin one. A full stop that belongs to an abbreviation, an initial or a number ends none. A line end
/// inside a paragraph is white space. A paragraph without any such sign is one sentence.
///
/// ```
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::words::sentences::split;
///
/// let text = "Gen. Hald arrived at 9 a.m. on Monday. “We will stay,” he said. Why?";
/// let found: Vec<&str> = split(Excerpt::whole(text)).iter().map(|part| part.as_str()).collect();
/// assert_eq!(found, ["Gen. Hald arrived at 9 a.m. on Monday.", "“We will stay,” he said.", "Why?"]);
/// ```
pub fn split(paragraph: Excerpt<'_>) -> Vec<Excerpt<'_>> {
    let text = paragraph.as_str();
    let mut sentences = Vec::new();
    let mut begins = 0;
    let mut passed = 0;
    for (at, mark) in text.char_indices() {
        if at < passed || !is_stop(mark) {
            continue;
        }
        let end = behind_closing(text, at);
        passed = end;
        let (before, after) = (&text[begins..at], &text[end..]);
        if !after.starts_with(char::is_whitespace) || !ends(before, &text[at..end], after.trim_start()) {
            continue;
        }
        sentences.extend(paragraph.cut(text[begins..end].trim()));
        begins = end;
    }
    sentences.extend(paragraph.cut(text[begins..].trim()));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether a mark closes what it stands behind. A straight quotation mark may open as well: white space then stands before it.
fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '“')
}

/// Behind a stop, further stops and what closes.
fn behind_closing(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let stops = rest.trim_start_matches(is_stop);
    at + rest.len() - stops.trim_start_matches(closes).len()
}

/// Whether a sentence ends with `stop` (the sign and what closes), given the words before and after it.
fn ends(before: &str, stop: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    let first: &str = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
    let small = first.starts_with(char::is_lowercase);
    if stop != "." {
        // `“Now?” he asked` goes on; a question in the middle of a sentence does, too.
        return !small;
    }
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '—' | '–'))
        .next()
        .unwrap_or("");
    let lists = abbreviations();
    if lists.is_title(word) {
        // `No.` is a title before a number alone.
        return word == "No" && !next.is_numeric();
    }
    if small {
        return false;
    }
    if is_initials(word) && word.chars().count() == 1 && word != "I" {
        return false;
    }
    if lists.owns_stop(word) {
        return lists.opens(first)
            || matches!(next, '“' | '"' | '«' | '‘') && !word.starts_with(char::is_uppercase);
    }
    true
}
