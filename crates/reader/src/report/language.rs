//! Which language a report is in.

use whatlang::{Lang, Script, detect, detect_script};

use super::excerpt::Excerpt;
use super::fault::{Place, ReportError};
use super::text::Report;

/// Fewer letters than these say too little: names alone can look like any language.
const LETTERS: usize = 120;

/// Fewer letters than these say too little even where statistics are sure and no word is English.
const LETTERS_WITHOUT_ENGLISH: usize = 60;

/// Fewer letters of another script say too little: a name may be given as it is written at home.
const LETTERS_OF_SCRIPT: usize = 20;

/// Of a hundred words of English, at least so many are among [`COMMON`] unless it is a list of names. Of other languages hardly any are.
const COMMON_WORDS: usize = 8;

/// Fewer words than these are not counted.
const WORDS: usize = 15;

/// Of a hundred words of a text that is nothing but English, whatever its names look like.
const PLAINLY_ENGLISH: usize = 20;

/// The commonest words of English, without those that are words of other languages as well.
const COMMON: [&str; 33] = [
    "the", "of", "and", "to", "that", "it", "is", "was", "he", "with", "as", "his", "they", "at", "be",
    "this", "from", "have", "by", "had", "not", "but", "what", "were", "we", "when", "their", "would",
    "which", "will", "said", "has", "she",
];

/// Passes an English report, and one of which it is not sure that it is in another language.
///
/// Statistics over groups of three letters name the language (`whatlang`, 69 of them); where they are not sure, or name a neighbour of a
/// language that they do not know, the commonest words of English decide whether it is English. Takes about a millisecond for a page.
///
/// # Errors
/// [`ReportError::OtherLanguage`] of a text that is surely in another language: of at least 120 letters, of 60 where no word is English, of 20 in
/// another script.
///
/// ```
/// use mediant_reader::report::{ReportError, Options, Report, english};
///
/// let text = "date 2031-05-14\n\nDie beiden Abordnungen haben sich am Dienstag in Bern getroffen und drei Stunden lang über den \
///             Hafen gesprochen. Eine Einigung wurde nicht erreicht, die Gespräche gehen am Montag weiter.";
/// let report = Report::read(text, &Options::default())?;
/// assert!(matches!(english(&report), Err(ReportError::OtherLanguage { name: Some("German"), .. })));
/// # Ok::<(), ReportError>(())
/// ```
pub fn english(report: &Report<'_>) -> Result<(), ReportError> {
    let paragraphs: Vec<&str> = report.paragraphs().iter().map(|paragraph| paragraph.as_str()).collect();
    let Some(name) = other(&paragraphs.join("\n")) else { return Ok(()) };
    // A heading or a name may stand before the first paragraph that says enough.
    let is_it = |paragraph: &&Excerpt<'_>| other(paragraph.as_str()).is_some();
    let first = report.paragraphs().iter().find(is_it).or(report.paragraphs().first());
    let place = Place::new(report.text(), first.map_or(0, |paragraph| paragraph.start()));
    Err(ReportError::OtherLanguage { name, place })
}

/// Whether a text is surely in another language, and its name if that is sure.
fn other(text: &str) -> Option<Option<&'static str>> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
    let script = detect_script(text);
    if letters >= LETTERS_OF_SCRIPT && script.is_some_and(|script| script != Script::Latin) {
        return Some(detect(text).map(|found| found.lang().eng_name()));
    }
    if letters < LETTERS_WITHOUT_ENGLISH {
        return None;
    }
    let found = detect(text)?;
    if letters < LETTERS && (!found.is_reliable() || has_common_words(text, COMMON_WORDS)) {
        return None;
    }
    match (found.lang(), found.is_reliable()) {
        (Lang::Eng, true) => None,
        (lang, true) if lang != Lang::Eng && !has_common_words(text, PLAINLY_ENGLISH) => {
            Some(Some(lang.eng_name()))
        }
        _ if words(text).count() < WORDS || has_common_words(text, COMMON_WORDS) => None,
        _ => Some(None),
    }
}

/// Whether so many of a hundred words are among the commonest of English.
fn has_common_words(text: &str, share: usize) -> bool {
    let (mut all, mut common) = (0, 0);
    for word in words(text) {
        all += 1;
        common += usize::from(COMMON.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    100 * common >= share * all
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}
