//! Words of reports in the comments of a case: what a draft could not enter stands there, with its words.

use std::ops::Range;

/// Words in a comment, with the source that they are said to stand in.
pub(super) struct Commented<'a> {
    /// The source's id.
    pub id: &'a str,
    /// The words, without quotation marks.
    pub words: &'a str,
    /// Where they stand in the file.
    pub span: Range<usize>,
}

/// Every `“words”` in comments that name a source: by `id:P6` or `id:` before them, or by the report's name with a comma behind it,
/// in the same line or one above it in the same comment. Other quotation marks are a person's own.
///
/// `sources` are ids with the names of their reports.
pub(super) fn commented<'a>(text: &'a str, sources: &[(&'a str, Option<&'a str>)]) -> Vec<Commented<'a>> {
    let mut found = Vec::new();
    let mut of_comment = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(comment) = line.trim_start().strip_prefix('#') else {
            of_comment = None;
            continue;
        };
        let (before, words) = match quotation(comment) {
            Some((before, words)) => (before, Some(words)),
            None => (comment, None),
        };
        let by_id = sources.iter().map(|(id, _)| *id).find(|id| names(before, id, ":"));
        let titles = sources.iter().filter_map(|(id, title)| Some((*id, (*title)?)));
        let by_title = titles.filter(|(_, title)| names(before, title, ",")).map(|(id, _)| id).next();
        of_comment = by_title.or(of_comment);
        let (Some(words), Some(id)) = (words, by_id.or(of_comment)) else { continue };
        // `words` is a part of the line.
        let from = start + (words.as_ptr() as usize - line.as_ptr() as usize);
        let words = words.trim_end().strip_suffix('…').unwrap_or(words).trim();
        found.push(Commented { id, words, span: from..from + words.len() });
    }
    found
}

/// What stands before the first quotation mark, and what stands up to its partner; marks inside are counted.
fn quotation(line: &str) -> Option<(&str, &str)> {
    let (before, rest) = line.split_once('“')?;
    let mut open = 1;
    for (at, letter) in rest.char_indices() {
        match letter {
            '“' => open += 1,
            '”' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((before, rest.get(..at)?));
        }
    }
    None
}

/// Whether a name stands there as a word of its own, with a sign right behind it.
fn names(text: &str, name: &str, sign: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let begins = text
                .get(..at)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            begins && text.get(at + name.len()..).is_some_and(|behind| behind.starts_with(sign))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_to_the_source_that_is_named() {
        let text = "a = 1 # “not a comment of its own: x:P1”\n\
            # Not entered, day.txt, 2031-05-14:\n# P4, 57 %, statement: “we “never” pay …”: it is not clear about what\n\
            # also other:P2, 2031-05-15: “so they say”\n\n# “mine”\n# I think other is right: “nobody said”\n";
        let sources = [("day", Some("day.txt")), ("other", None)];
        let found: Vec<(&str, &str)> =
            commented(text, &sources).iter().map(|found| (found.id, found.words)).collect();
        assert_eq!(found, [("day", "we “never” pay"), ("other", "so they say")]);
        for found in commented(text, &sources) {
            assert_eq!(text.get(found.span), Some(found.words));
        }
    }

    #[test]
    fn further_sources_and_comments_are_looked_up() {
        use crate::native::quoted::{Report, misquotations};
        let case = "mediant = 1\ntitle = \"Talks\"\n[sources.a]\ntitle = \"a.txt\"\n[sources.b]\ntitle = \"b.txt\"\n[parties.v]\n\
            # also b:P1, 2031-05-14: “to live well”\n[[interests]]\nparty = \"v\"\n\
            source = { id = \"a\", words = \"to live\" }\nalso = [\"a:P2\", { id = \"b\", words = \"to live, too\" }]\n";
        let case = crate::InputFile::new("case.toml", case.as_bytes());
        let one = Report { name: "a.txt", sha256: "", text: "what we need to live" };
        let told = |other: &str| -> Vec<bool> {
            let other = Report { name: "b.txt", sha256: "", text: other };
            misquotations(&case, &[one, other]).iter().map(crate::Diagnostic::is_error).collect()
        };
        assert!(told("to live, too, and to live well").is_empty());
        assert_eq!(told("to live well"), [true]);
        assert_eq!(told("to live, too"), [false]);
    }
}
