//! Quotations: what stands between quotation marks.

use crate::report::Excerpt;

/// Something in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation<'t> {
    /// With its marks.
    pub at: Excerpt<'t>,
    /// Without them, and without white space at its ends.
    pub inner: Excerpt<'t>,
    /// Whether a closing mark was found; otherwise the quotation goes to the end of its paragraph, as one that goes on in the next does.
    pub closed: bool,
}

/// Marks that open, and what closes each.
const PAIRS: [(char, &[char]); 9] = [
    ('“', &['”']),
    ('„', &['“', '”']),
    ('"', &['"']),
    ('«', &['»']),
    ('»', &['«']),
    ('‘', &['’']),
    ('\'', &['\'']),
    ('‹', &['›']),
    ('`', &['\'']),
];

/// Finds the quotations of a paragraph, outermost ones alone, in order.
///
/// A mark opens at the beginning or behind white space, a dash or a bracket, with something other than white space behind it. A single mark
/// closes where no letter follows, so that an apostrophe closes nothing; without a closing one it opened nothing. Other marks that are not closed run to the end of the
/// paragraph.
///
/// ```
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::said::quotations;
///
/// let text = "“We can't wait,” he said, and spoke of a 'harbour of peace'.";
/// let found: Vec<&str> = quotations(Excerpt::whole(text)).iter().map(|quote| quote.inner.as_str()).collect();
/// assert_eq!(found, ["We can't wait,", "harbour of peace"]);
/// ```
pub fn quotations(paragraph: Excerpt<'_>) -> Vec<Quotation<'_>> {
    let text = paragraph.as_str();
    let mut found = Vec::new();
    let mut passed = 0;
    for (at, mark) in text.char_indices() {
        if at < passed {
            continue;
        }
        let Some((_, closing)) = PAIRS.iter().find(|(opening, _)| *opening == mark) else { continue };
        if !opens(&text[..at], &text[at + mark.len_utf8()..], mark) {
            continue;
        }
        let inside = at + mark.len_utf8();
        let end = close(&text[inside..], closing).map(|end| inside + end);
        if end.is_none() && matches!(mark, '‘' | '\'' | '`' | '»') {
            continue;
        }
        let (inner_end, whole_end) = match end {
            Some(end) => (end, end + text[end..].chars().next().map_or(0, char::len_utf8)),
            None => (text.len(), text.len()),
        };
        let quotation =
            paragraph.cut(&text[at..whole_end]).zip(paragraph.cut(text[inside..inner_end].trim()));
        if let Some((at, inner)) = quotation
            && !inner.is_empty()
        {
            found.push(Quotation { at, inner, closed: end.is_some() });
            passed = whole_end;
        }
    }
    found
}

fn opens(before: &str, behind: &str, mark: char) -> bool {
    let free = before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | ':' | '/'));
    let full = behind.chars().next().is_some_and(|c| !c.is_whitespace());
    // `'90s`, `'s`: an apostrophe.
    let apostrophe = mark == '\''
        && (behind.starts_with(|c: char| c.is_ascii_digit())
            || ["s ", "em ", "n ", "tis ", "twas "].iter().any(|word| behind.starts_with(word)));
    let single = matches!(mark, '“' | '„' | '«');
    full && (free || single) && !apostrophe
}

/// Where the quotation ends: at the first closing mark that closes.
fn close(text: &str, closing: &[char]) -> Option<usize> {
    text.char_indices().find_map(|(at, c)| {
        if !closing.contains(&c) || at == 0 {
            return None;
        }
        let before = text[..at].chars().next_back();
        let behind = text[at + c.len_utf8()..].chars().next();
        let letter_behind = behind.is_some_and(char::is_alphanumeric);
        match c {
            // `the parties' plan` closes as well as it can; `can't` does not.
            '\'' | '’' => (!letter_behind && before.is_some_and(|c| !c.is_whitespace())).then_some(at),
            '"' => (!letter_behind).then_some(at),
            _ => Some(at),
        }
    })
}
