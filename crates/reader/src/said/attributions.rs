//! What is said in a report: its words, its cue, its speaker.

use super::cues::cues;
use super::indirect::{indirect, is_according};
use super::quotations::{Quotation, quotations};
use super::speaker::{noun_words, subject};
use crate::document::Document;
use crate::report::Excerpt;

/// How words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// In quotation marks, all of it.
    Direct,
    /// In the report's words.
    Indirect,
    /// In the report's words, with some of the speaker's in quotation marks.
    Mixed,
}

/// Something that somebody is said to have said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribution<'t> {
    /// The sentence that the cue, or without one the content, stands in, as a place in [`Document::sentences`].
    pub sentence: usize,
    /// How it is given.
    pub manner: Manner,
    /// What was said: one clause, or the inside of the quotation.
    pub content: Excerpt<'t>,
    /// The other part of a quotation or a sentence that the cue stands in the middle of.
    pub rest: Option<Excerpt<'t>>,
    /// The word that announces it; `None` for a quotation that goes on from the one before.
    pub cue: Option<Excerpt<'t>>,
    /// Whether the cue tells of thinking (`believes`) instead of saying.
    pub thought: bool,
    /// The words that name the speaker, where there are any in the sentence.
    pub speaker: Option<Excerpt<'t>>,
    /// The noun at the heart of them, as a place in [`Sentence::words`](crate::document::Sentence::words).
    pub speaker_word: Option<usize>,
}

/// Finds what is said in a document, in the order of the contents. Costs little beside reading it.
///
/// ```
/// use mediant_reader::document::Document;
/// use mediant_reader::parse::Model;
/// use mediant_reader::report::{Options, Report};
/// use mediant_reader::said::{Manner, attributions};
///
/// let text = "date 2031-05-14 “We will not leave the port,” the envoy told reporters. She said that talks would go on.";
/// let document = Document::read(Report::read(text, &Options::default())?, Model::english());
/// let said = attributions(&document);
/// assert_eq!(said[0].content.as_str(), "We will not leave the port,");
/// assert_eq!(said[0].speaker.map(|words| words.as_str()), Some("the envoy"));
/// assert_eq!(said[1].content.as_str(), "that talks would go on");
/// assert_eq!(said[1].manner, Manner::Indirect);
/// # Ok::<(), mediant_reader::report::ReportError>(())
/// ```
pub fn attributions<'t>(document: &Document<'t>) -> Vec<Attribution<'t>> {
    let mut all = Vec::new();
    for (paragraph, &at) in document.report.paragraphs().iter().enumerate() {
        let quotes = quotations(at);
        let here: Vec<usize> = (0..document.sentences.len())
            .filter(|&place| document.sentences[place].paragraph == paragraph)
            .collect();
        direct(document, &here, &quotes, &mut all);
        for &place in &here {
            indirect(document, place, &quotes, &mut all);
        }
    }
    all.sort_by_key(|said| (said.content.start(), said.content.end()));
    all.dedup_by(|later, earlier| later.content == earlier.content);
    all
}

/// A cue of a sentence with its subject.
#[derive(Clone, Copy)]
pub(super) struct Cue {
    pub(super) sentence: usize,
    pub(super) word: usize,
    pub(super) speaker: Option<usize>,
}

/// Quotations that a verb of saying stands beside.
fn direct<'t>(
    document: &Document<'t>,
    here: &[usize],
    quotes: &[Quotation<'t>],
    all: &mut Vec<Attribution<'t>>,
) {
    let mut last: Option<(Cue, usize)> = None;
    let mut number = 0;
    while let Some(quote) = quotes.get(number) {
        number += 1;
        let beside: Vec<usize> =
            here.iter().copied().filter(|&place| document.sentences[place].at.overlaps(quote.at)).collect();
        let cue = cue_beside(document, &beside, here, quotes, quote);
        let whole = is_utterance(document, &beside, quote);
        match cue {
            Some(cue) if whole => {
                // `“We wait,” she said, “and hope.”`: two halves of one.
                let half = quotes.get(number).filter(|next| is_other_half(document, cue, quote, next));
                number += usize::from(half.is_some());
                all.push(said(document, cue, Manner::Direct, quote.inner, half.map(|half| half.inner)));
                last = Some((cue, number));
            }
            Some(_) => {}
            // A quotation of whole sentences behind one with a speaker goes on.
            None if whole && stands_alone(document, &beside, quote) => {
                if let Some((cue, _)) = last.filter(|&(_, next)| next == number - 1) {
                    let mut going_on = said(document, cue, Manner::Direct, quote.inner, None);
                    going_on.cue = None;
                    all.push(going_on);
                    last = Some((cue, number));
                }
            }
            None => {}
        }
    }
}

/// What a cue announces.
pub(super) fn said<'t>(
    document: &Document<'t>,
    cue: Cue,
    manner: Manner,
    content: Excerpt<'t>,
    rest: Option<Excerpt<'t>>,
) -> Attribution<'t> {
    let sentence = &document.sentences[cue.sentence];
    let word = &sentence.words[cue.word];
    Attribution {
        sentence: cue.sentence,
        manner,
        content,
        rest,
        cue: Some(word.at),
        thought: cues().thinks(&word.lemma) && !cues().says(&word.lemma),
        speaker: cue.speaker.and_then(|speaker| noun_words(sentence, speaker)),
        speaker_word: cue.speaker,
    }
}

/// Whether a quotation is something said, not a few words that stand in somebody else's clause: it ends with a mark of its own, or
/// has a verb with a subject or a request in it, or is the whole of what a colon announces.
fn is_utterance(document: &Document<'_>, beside: &[usize], quote: &Quotation<'_>) -> bool {
    let inner = quote.inner.as_str();
    if inner.ends_with([',', '.', '!', '?', '…']) && inner.split_whitespace().count() > 1 {
        return true;
    }
    let announced = beside.first().is_some_and(|&place| {
        let sentence = &document.sentences[place];
        let before = quote.at.start().saturating_sub(sentence.at.start());
        sentence.at.as_str().get(..before).is_some_and(|words| words.trim_end().ends_with([':', ',']))
    });
    announced && inner.split_whitespace().count() > 2
        || beside.iter().any(|&place| {
            let sentence = &document.sentences[place];
            sentence.words_in(quote.inner).any(|word| {
                let finite = matches!(sentence.words[word].tag, "VBD" | "VBZ" | "VBP" | "MD");
                finite && announced
            })
        })
}

/// Whether nothing but the quotation stands in its sentences.
fn stands_alone(document: &Document<'_>, beside: &[usize], quote: &Quotation<'_>) -> bool {
    beside.iter().all(|&place| {
        let sentence = &document.sentences[place];
        sentence
            .words
            .iter()
            .all(|word| quote.at.contains(word.at) || word.tag.starts_with(|c: char| !c.is_alphabetic()))
    })
}

/// The verb of saying that stands nearest to a quotation, outside all quotations: in its own sentences, or at the end of the sentence
/// before when that ends with a colon.
fn cue_beside(
    document: &Document<'_>,
    beside: &[usize],
    here: &[usize],
    quotes: &[Quotation<'_>],
    quote: &Quotation<'_>,
) -> Option<Cue> {
    /// Words between a cue and its quotation.
    const FAR: usize = 14;
    let mut best: Option<(usize, Cue)> = None;
    let before =
        beside.first().and_then(|first| here.iter().copied().take_while(|place| place < first).last());
    let before = before.filter(|&place| document.sentences[place].at.as_str().ends_with(':'));
    for &place in beside.iter().chain(before.iter()) {
        let sentence = &document.sentences[place];
        for (word, told) in sentence.words.iter().enumerate() {
            let according = is_according(sentence, word);
            let verb = told.is_verb() && cues().says(&told.lemma);
            if !(verb || according) || quotes.iter().any(|other| other.at.contains(told.at)) {
                continue;
            }
            let quoted = sentence.words_in(quote.at);
            let distance = if quoted.is_empty() {
                sentence.words.len() - word
            } else if word < quoted.start {
                quoted.start - word
            } else {
                // Behind the quotation is the usual place.
                (word + 1).saturating_sub(quoted.end)
            };
            let speaker = if according { sentence.words[word].head } else { subject(sentence, word) };
            // A cue whose speaker speaks inside a quotation belongs to that one.
            let speaker =
                speaker.filter(|&at| !quotes.iter().any(|other| other.at.contains(sentence.words[at].at)));
            let distance = distance + if speaker.is_none() { FAR / 2 } else { 0 };
            if distance <= FAR && best.as_ref().is_none_or(|(nearest, _)| distance < *nearest) {
                best = Some((distance, Cue { sentence: place, word, speaker }));
            }
        }
    }
    best.map(|(_, cue)| cue)
}

/// Whether the next quotation is the other half of this one: in the sentence of the cue, which stands between them.
fn is_other_half(document: &Document<'_>, cue: Cue, quote: &Quotation<'_>, next: &Quotation<'_>) -> bool {
    let sentence = &document.sentences[cue.sentence];
    let word = sentence.words[cue.word].at;
    let between = quote.at.end() <= word.start() && word.end() <= next.at.start();
    between && next.at.start() < sentence.at.end() && next.inner.as_str().split_whitespace().count() > 2
}
