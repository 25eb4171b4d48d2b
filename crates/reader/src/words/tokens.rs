//! Words of a sentence, cut as the English Web Treebank cuts them.

use super::abbreviations::abbreviations;
use crate::report::Excerpt;

/// Cuts a sentence into words and marks. White space is in none of them, every other character in exactly one.
///
/// `don't` is `do` and `n't`, `Oslo's` is `Oslo` and `'s`, `cannot` is `can` and `not`; words are cut at their hyphens; `$`, `%` and the
/// like stand alone; addresses and numbers stay whole; an abbreviation keeps its full stop.
///
/// ```
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::words::tokens::split;
///
/// let text = "Dr. Ost didn't pay $1,250.50 – the cease-fire's cost.";
/// let found: Vec<&str> = split(Excerpt::whole(text)).iter().map(|word| word.as_str()).collect();
/// assert_eq!(
///     found,
///     ["Dr.", "Ost", "did", "n't", "pay", "$", "1,250.50", "–", "the", "cease", "-", "fire", "'s", "cost", "."]
/// );
/// ```
pub fn split(sentence: Excerpt<'_>) -> Vec<Excerpt<'_>> {
    let text = sentence.as_str();
    let mut words = Vec::new();
    let mut chunks = text.split_whitespace().peekable();
    while let Some(chunk) = chunks.next() {
        let last = chunks.peek().is_none();
        chunk_words(chunk, last, &mut |word| words.extend(sentence.cut(word)));
    }
    words
}

/// Longer chunks are looked at piece by piece: no word of a language is as long.
const LONGEST: usize = 200;

/// The words of what stands between two white spaces.
fn chunk_words<'t>(chunk: &'t str, last: bool, out: &mut impl FnMut(&'t str)) {
    let mut chunk = chunk;
    while chunk.len() > LONGEST {
        let (head, rest) = chunk.split_at(chunk.floor_char_boundary(LONGEST));
        bounded(head, false, out);
        chunk = rest;
    }
    bounded(chunk, last, out);
}

fn bounded<'t>(chunk: &'t str, last: bool, out: &mut impl FnMut(&'t str)) {
    // From the front: marks that open.
    let mut rest = chunk;
    while let Some(len) = opening(rest) {
        let (mark, behind) = rest.split_at(len);
        out(mark);
        rest = behind;
    }
    // From the back: marks that close, to be said after the word.
    let mut closing_marks: Vec<&str> = Vec::new();
    while let Some(len) = closing(rest, last && closing_marks.iter().all(|mark| !is_stop(mark))) {
        let (before, mark) = rest.split_at(rest.len() - len);
        closing_marks.push(mark);
        rest = before;
    }
    inner(rest, out);
    closing_marks.into_iter().rev().for_each(out);
}

fn is_stop(mark: &str) -> bool {
    mark.ends_with(['.', '!', '?', '…'])
}

/// Bytes of a mark that opens, in front of a word.
fn opening(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let behind = &text[first.len_utf8()..];
    match first {
        '(' | '[' | '{' | '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '<' | '¿' | '¡' | '*' | '•' | '~'
        | '=' | '|' => run(text, first),
        '`' | '!' | '?' => Some(text.len() - text.trim_start_matches(first).len()),
        '$' | '€' | '£' | '¥' | '§' => Some(first.len_utf8()),
        '#' if behind.starts_with(|c: char| c.is_ascii_digit()) => Some(1),
        '\'' | '‘' | '’' if behind.is_empty() => Some(first.len_utf8()),
        // `'s`, `'90s` and the like are words; a quotation begins before a longer one.
        '\'' | '‘' | '’' => {
            let clitic = clitics(text) == Some(0);
            let years = behind.starts_with(|c: char| c.is_ascii_digit());
            (!clitic && !years).then_some(first.len_utf8())
        }
        '-' | '–' | '—' | '.' | '…' | '_' => {
            let len = run(text, first)?;
            // `-5` and `.5` are numbers.
            let number = len == 1 && behind.starts_with(|c: char| c.is_ascii_digit()) && first != '–';
            (!number).then_some(len)
        }
        ',' | ';' | ':' | ')' | ']' | '}' | '>' | '/' | '%' | '&' | '+' if !is_smiley(text) => {
            Some(first.len_utf8())
        }
        _ => None,
    }
    .filter(|&len| len < text.len() || !behind.is_empty() || text.chars().count() == 1)
}

/// Bytes of a run of one character.
fn run(text: &str, of: char) -> Option<usize> {
    let single = matches!(of, '(' | '[' | '{' | '"' | '“' | '”' | '„' | '«' | '»');
    Some(if single { of.len_utf8() } else { text.len() - text.trim_start_matches(of).len() })
}

fn is_smiley(text: &str) -> bool {
    matches!(text, ":)" | ":(" | ";)" | ":-)" | ":-(" | ";-)" | ":D" | ":P")
}

/// Bytes of a mark that closes, at the end of a word; `last` says that a full stop here ends the sentence.
fn closing(text: &str, last: bool) -> Option<usize> {
    if is_smiley(text) {
        return None;
    }
    let mark = text.chars().next_back()?;
    let before = &text[..text.len() - mark.len_utf8()];
    if before.is_empty() {
        return None;
    }
    let len = mark.len_utf8();
    match mark {
        '"' | '“' | '”' | '»' | '«' | '›' | ')' | ']' | '}' | '>' | ',' | ';' | ':' | '%' | '*' | '='
        | '~' | '|' => Some(len),
        '!' | '?' => {
            let marks = text.len() - text.trim_end_matches(['!', '?']).len();
            (marks < text.len()).then_some(marks)
        }
        '…' => Some(len),
        '\'' | '’' | '‘' => {
            // `parties'` is `parties` and `'`; `'s` was seen to by `inner`.
            Some(len)
        }
        '-' | '–' | '—' => {
            let marks = text.len() - text.trim_end_matches(mark).len();
            let hyphen = mark == '-' && marks == 1 && abbreviations().keeps_hyphen(before);
            (marks < text.len() && !hyphen).then_some(marks)
        }
        '.' if last && text.ends_with("..") && abbreviations().owns_stop(text.trim_end_matches('.')) => {
            Some(len)
        }
        '.' => {
            let stops = text.len() - text.trim_end_matches('.').len();
            if stops > 1 {
                return (stops < text.len()).then_some(stops);
            }
            let word = before.rsplit(['-', '/', '(', '–', '—']).next().unwrap_or(before);
            let own = abbreviations().owns_stop(word)
                && !(last && !word.contains('.') && !abbreviations().is_title(word));
            (!own).then_some(len)
        }
        '/' => Some(len),
        _ => None,
    }
}

/// Words inside a chunk without opening and closing marks.
fn inner<'t>(text: &'t str, out: &mut impl FnMut(&'t str)) {
    if text.is_empty() {
        return;
    }
    if is_address(text) || is_smiley(text) {
        return out(text);
    }
    if let Some(at) = clitics(text).filter(|&at| at > 0) {
        let (word, clitic) = text.split_at(at);
        inner(word, out);
        return out(clitic);
    }
    if let Some(at) = double(text) {
        let (first, second) = text.split_at(at);
        out(first);
        return out(second);
    }
    // Cut at the first mark inside.
    let cut = text.char_indices().skip(1).find_map(|(at, c)| {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        if behind.is_empty() {
            return None;
        }
        let digit_before = before.ends_with(|c: char| c.is_ascii_digit());
        let digit_behind = behind.starts_with(|c: char| c.is_ascii_digit());
        let cuts = match c {
            '-' => !abbreviations().keeps_hyphen(before) && !is_dialled(text),
            '–' | '—' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '…' | ';' | '+' | '=' | '*' | '<' | '>' => {
                true
            }
            '/' => !digit_before || !digit_behind,
            '%' | '$' | '€' | '£' => true,
            ',' | ':' => !(digit_before && digit_behind),
            '?' | '!' => true,
            '.' => {
                behind.starts_with('.')
                    || (!digit_behind
                        && before.chars().count() > 2
                        && behind.starts_with(char::is_uppercase)
                        && !before.contains('.')
                        && behind.chars().count() > 2)
            }
            _ => false,
        };
        cuts.then(|| (at, text[at..].len() - text[at..].trim_start_matches(c).len()))
    });
    match cut {
        Some((at, len)) => {
            let (before, rest) = text.split_at(at);
            let (mark, behind) = rest.split_at(len);
            out_number_and_unit(before, out);
            out(mark);
            bounded(behind, false, out);
        }
        None => out_number_and_unit(text, out),
    }
}

/// `10km` is `10` and `km`, `5pm` is `5` and `pm`.
fn out_number_and_unit<'t>(text: &'t str, out: &mut impl FnMut(&'t str)) {
    let at =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',' && c != ':').unwrap_or(text.len());
    let unit = matches!(
        &text[at..],
        "km" | "m"
            | "cm"
            | "mm"
            | "kg"
            | "g"
            | "lb"
            | "lbs"
            | "pm"
            | "am"
            | "p.m."
            | "a.m."
            | "PM"
            | "AM"
            | "mph"
            | "ft"
            | "k"
            | "K"
            | "bn"
            | "MB"
            | "GB"
            | "MW"
            | "GW"
            | "ha"
            | "hrs"
            | "mg"
    );
    if at > 0 && unit {
        let (number, unit) = text.split_at(at);
        out(number);
        out(unit);
    } else if !text.is_empty() {
        out(text);
    }
}

/// Where `n't`, `'s`, `'ll` and the like begin at the end of a word.
fn clitics(text: &str) -> Option<usize> {
    const ENDINGS: [&str; 6] = ["s", "ll", "ve", "re", "d", "m"];
    let at = text.rfind(['\'', '’', '‘'])?;
    let mark = text[at..].chars().next()?;
    let ending = text[at + mark.len_utf8()..].to_lowercase();
    if ending == "t" {
        let n = text[..at].chars().next_back().filter(|c| matches!(c, 'n' | 'N'))?;
        let start = at - n.len_utf8();
        // `n't` alone is one already.
        return Some(start);
    }
    ENDINGS.contains(&ending.as_str()).then_some(at)
}

/// Two words written as one.
fn double(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "cannot" | "gonna" | "gotta" | "wanna" => Some(3),
        _ => None,
    }
}

/// `303-555-0199`: digits alone between the hyphens, and at least six of them.
fn is_dialled(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 6 && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// Addresses of pages and people, and names of files.
fn is_address(text: &str) -> bool {
    let starts = ["http://", "https://", "www.", "ftp://"].iter().any(|start| text.starts_with(start));
    let mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    starts || mail
}
