//! Names in a sentence: where they stand, and what kind of name each is as far as its own sentence tells.

use std::ops::Range;

use super::lists::{Form, country, offices};
use crate::document::{Document, Sentence};
use crate::report::Excerpt;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person: there is a title or an office with it, or two names and nothing that speaks against it.
    Person,
    /// A country, by one of its forms.
    Country(Form),
    /// A body: a ministry, a union, an agency.
    Body,
    /// A name that the sentence does not tell more of.
    Unknown,
}

/// A name in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'t> {
    /// The sentence, as a place in [`Document::sentences`].
    pub sentence: usize,
    /// Its words, as places in [`Sentence::words`], without title and office.
    pub words: Range<usize>,
    /// The name, without title and office.
    pub at: Excerpt<'t>,
    /// The office that stands with it: `foreign minister` of `foreign minister Ilse Marand`.
    pub office: Option<Excerpt<'t>>,
    /// The words of the party that the office belongs to: `Norland` of `Norland's foreign minister`.
    pub party: Option<Excerpt<'t>>,
    /// What it names.
    pub kind: Kind,
}

/// Finds the names of a document, in order.
///
/// ```
/// use mediant_reader::document::Document;
/// use mediant_reader::names::{Kind, mentions};
/// use mediant_reader::parse::Model;
/// use mediant_reader::report::{Options, Report};
///
/// let text = "date 2031-05-14 Norland's foreign minister, Ilse Marand, met the envoys.";
/// let document = Document::read(Report::read(text, &Options::default())?, Model::english());
/// let names = mentions(&document);
/// let marand = names.iter().find(|name| name.kind == Kind::Person).ok_or("a person")?;
/// assert_eq!(marand.at.as_str(), "Ilse Marand");
/// assert_eq!(marand.office.map(|words| words.as_str()), Some("foreign minister"));
/// assert_eq!(marand.party.map(|words| words.as_str()), Some("Norland"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mentions<'t>(document: &Document<'t>) -> Vec<Mention<'t>> {
    let each = document.sentences.iter().enumerate();
    each.flat_map(|(place, sentence)| {
        runs(sentence).into_iter().flat_map(move |run| mention(place, sentence, run))
    })
    .collect()
}

/// Stretches of name words, with hyphens and small words inside them.
fn runs(sentence: &Sentence<'_>) -> Vec<Range<usize>> {
    let words = &sentence.words;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..words.len() {
        if !is_name_word(sentence, at) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if joins(sentence, run.end, at) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn is_name_word(sentence: &Sentence<'_>, at: usize) -> bool {
    let word = &sentence.words[at];
    let text = word.at.as_str();
    let capital = text.starts_with(char::is_uppercase);
    // A demonym is an adjective to the tagger: it names a country all the same. A name that the tagger does not know may be a noun to it; a
    // capital inside a sentence, beside a name, tells.
    let noun = at > 0
        && matches!(word.tag, "NN" | "NNS" | "FW")
        && !offices().is_office(text)
        && !offices().is_title(text);
    let tied = || {
        [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .filter_map(|next| sentence.words.get(next))
            .any(|next| {
                next.is_name()
                    && (next.head == Some(at)
                        || word.head.is_some_and(|head| std::ptr::eq(&sentence.words[head], next)))
            })
    };
    capital && (word.is_name() && !is_calendar(text) || country(text).is_some() || noun && tied())
}

/// Days and months are names to the tagger.
fn is_calendar(word: &str) -> bool {
    crate::time::names::weekday(word).is_some_and(|_| word.ends_with("day"))
        || crate::time::names::month(word).is_some_and(|_| word.len() > 3)
}

/// Whether a name goes on at `at` behind one that ended before `end`.
fn joins(sentence: &Sentence<'_>, end: usize, at: usize) -> bool {
    let between = &sentence.words[end..at];
    match between {
        [] => country(sentence.words[end - 1].at.as_str()).is_none_or(|_| {
            // `Norwegian Refugee Council`, `New Zealand`; but `Russian Vladimir …` begins anew.
            let both = format!("{} {}", sentence.words[end - 1].at.as_str(), sentence.words[at].at.as_str());
            country(&both).is_some() || offices().is_body(sentence.words[at].at.as_str())
        }),
        [one] => one.tag == "HYPH" || offices().is_particle(one.at.as_str()) && one.at.as_str().len() < 4,
        _ => false,
    }
}

/// Takes titles and offices off a run, and tells what it is. A run that is nothing but an office is no name.
fn mention<'t>(place: usize, sentence: &Sentence<'t>, run: Range<usize>) -> Option<Mention<'t>> {
    let lists = offices();
    let text = |at: usize| sentence.words[at].at.as_str();
    let mut start = run.start;
    let mut titled = false;
    while start < run.end
        && (lists.is_title(text(start))
            || lists.is_office(text(start))
            || is_office_modifier(sentence, start, run.end))
    {
        titled = true;
        start += 1;
    }
    let words = start..run.end;
    let all: Vec<usize> = words.clone().collect();
    let at = sentence.excerpt_of(&all)?;
    let before = before(sentence, start);
    let behind = behind(sentence, run.end);
    let (office, party) = [before, behind]
        .into_iter()
        .flatten()
        .next()
        .map_or((None, None), |told| (Some(told.office), told.party));
    let kind = kind(sentence, &words, titled || office.is_some());
    let (office, party) = if kind == Kind::Person { (office, party) } else { (None, None) };
    Some(Mention { sentence: place, words, at, office, party, kind })
}

/// `Foreign` of `Foreign Minister`, `Prime` of `Prime Minister`: a capital word before an office word.
fn is_office_modifier(sentence: &Sentence<'_>, at: usize, end: usize) -> bool {
    (at + 1..end.min(at + 3)).any(|next| offices().is_office(sentence.words[next].at.as_str()))
        && country(sentence.words[at].at.as_str()).is_none()
}

fn kind(sentence: &Sentence<'_>, words: &Range<usize>, titled: bool) -> Kind {
    let lists = offices();
    let text = |at: usize| sentence.words[at].at.as_str();
    let whole = words.clone().map(text).collect::<Vec<_>>().join(" ");
    if let Some((_, form)) = country(&whole) {
        return Kind::Country(form);
    }
    if words.clone().any(|at| lists.is_body(text(at))) || is_acronym(&whole) {
        return Kind::Body;
    }
    if titled {
        return Kind::Person;
    }
    let before = words.start.checked_sub(1).map(|at| &sentence.words[at]);
    let determined = before.is_some_and(|word| word.tag == "DT");
    let placed = before.is_some_and(|word| {
        matches!(word.lemma.as_str(), "in" | "at" | "near" | "into" | "outside" | "across" | "off")
    });
    let several = words.clone().filter(|&at| sentence.words[at].tag != "HYPH").count();
    let capitals = words
        .clone()
        .filter(|&at| sentence.words[at].tag != "HYPH")
        .all(|at| text(at).starts_with(char::is_uppercase) || lists.is_particle(text(at)));
    if (2..=5).contains(&several)
        && capitals
        && !determined
        && !placed
        && !words.clone().any(|at| sentence.words[at].tag == "NNPS")
    {
        return Kind::Person;
    }
    Kind::Unknown
}

/// `UNHCR`, `A.P.U.`: capitals alone, at least two.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1 && name.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '&'))
}

/// An office beside a name, and whose it is.
pub(crate) struct Office<'t> {
    pub office: Excerpt<'t>,
    pub party: Option<Excerpt<'t>>,
}

/// The office before a name: `Norland's chief negotiator ILSE MARAND`, `the Norlandic minister, ILSE MARAND`.
fn before<'t>(sentence: &Sentence<'t>, name: usize) -> Option<Office<'t>> {
    let comma = name.checked_sub(1).filter(|&at| sentence.words[at].at.as_str() == ",");
    let end = comma.unwrap_or(name);
    let start = (0..end).rev().take_while(|&at| in_noun_phrase(sentence, at)).last()?;
    let office = office_in(sentence, start..end)?;
    // The office must end the phrase: in `the minister of NORLAND` it belongs to somebody else.
    (office.1.end == end).then_some(office.0)
}

/// The office behind a name: `ILSE MARAND, the foreign minister of Norland,`.
fn behind<'t>(sentence: &Sentence<'t>, end: usize) -> Option<Office<'t>> {
    /// Words that such a phrase has at most.
    const LONG: usize = 12;
    let opens = sentence.words.get(end).is_some_and(|word| matches!(word.at.as_str(), "," | "(" | "–" | "—"));
    opens.then_some(())?;
    let start = end + 1;
    let close = (start..sentence.words.len().min(start + LONG)).find(|&at| {
        matches!(sentence.words[at].at.as_str(), "," | ")" | "." | ";" | "–" | "—")
            || matches!(sentence.words[at].tag, "VBD" | "VBZ" | "VBP" | "MD" | "WP" | "WDT")
    })?;
    let (found, span) = office_in(sentence, start..close)?;
    // `Marand, whose minister …`, `Marand, in the presence of the minister`: the phrase must begin with the office.
    let begins = (start..span.start).all(|at| in_noun_phrase(sentence, at));
    begins.then_some(found)
}

/// Words that may stand in a noun phrase before its noun.
fn in_noun_phrase(sentence: &Sentence<'_>, at: usize) -> bool {
    let word = &sentence.words[at];
    matches!(word.tag, "NN" | "NNS" | "NNP" | "NNPS" | "JJ" | "POS" | "HYPH" | "DT" | "PRP$" | "AFX")
        || word.lemma == "of"
}

/// The office in a phrase: its noun with what stands before it, up to an article, an owner or a country's adjective; and the party, which is the owner, the
/// adjective, or what follows `of`.
fn office_in<'t>(sentence: &Sentence<'t>, phrase: Range<usize>) -> Option<(Office<'t>, Range<usize>)> {
    let lists = offices();
    let noun = phrase.clone().rfind(|&at| {
        let word = &sentence.words[at];
        (word.tag.starts_with("NN") && lists.is_office(word.at.as_str()))
            && !after_of(sentence, phrase.start, at)
    })?;
    let mut start = noun;
    while start > phrase.start {
        let word = &sentence.words[start - 1];
        let stays = matches!(word.tag, "NN" | "JJ" | "NNP" | "HYPH" | "AFX" | "NNS")
            && !names_party(word.at.as_str());
        if !stays {
            break;
        }
        start -= 1;
    }
    // `Norland's minister`, `the Norlandic minister`, `minister of Norland`.
    let owner =
        start.checked_sub(1).filter(|&at| at >= phrase.start).and_then(|at| match sentence.words[at].tag {
            "POS" => owner(sentence, phrase.start, at),
            "JJ" | "NNP" | "NNPS" | "NN" => Some(at..at + 1),
            _ => None,
        });
    // `chief of staff` is one office; `minister of Norland` is an office and a party.
    let lower =
        |at: usize| sentence.words.get(at).is_some_and(|word| word.tag.starts_with("NN") && !word.is_name());
    let end = if sentence.words.get(noun + 1).is_some_and(|word| word.lemma == "of")
        && lower(noun + 2)
        && noun + 2 < phrase.end
    {
        noun + 3
    } else {
        noun + 1
    };
    let ties = end < phrase.end && matches!(sentence.words[end].lemma.as_str(), "of" | "for" | "to");
    let of = ties.then(|| {
        let names: Vec<usize> = (end + 1..phrase.end)
            .skip_while(|&at| sentence.words[at].tag == "DT")
            .take_while(|&at| sentence.words[at].is_name())
            .collect();
        names.first().copied().zip(names.last().copied()).map(|(first, last)| first..last + 1)
    });
    let party = owner.or(of.flatten()).and_then(|words| sentence.excerpt_of(&words.collect::<Vec<_>>()));
    let office = sentence.excerpt_of(&(start..end).collect::<Vec<_>>())?;
    Some((Office { office, party }, start..end))
}

fn after_of(sentence: &Sentence<'_>, start: usize, at: usize) -> bool {
    (start..at).any(|place| {
        sentence.words[place].lemma == "of"
            && (start..place).any(|noun| offices().is_office(sentence.words[noun].at.as_str()))
    })
}

/// The words before a possessive's mark: the last name, or the last noun.
fn owner(sentence: &Sentence<'_>, start: usize, mark: usize) -> Option<Range<usize>> {
    let first = (start..mark).rev().take_while(|&at| sentence.words[at].tag.starts_with("NN")).last()?;
    Some(first..mark)
}

/// Whether a word is a country's adjective, or is made like one of a name: `Norlandic`, `Veldrian`.
pub(crate) fn names_party(word: &str) -> bool {
    const ENDINGS: [&str; 6] = ["ian", "ese", "ish", "ean", "landic", "ani"];
    let capital = word.starts_with(char::is_uppercase);
    capital
        && (country(word).is_some() || word.len() > 5 && ENDINGS.iter().any(|ending| word.ends_with(ending)))
}
