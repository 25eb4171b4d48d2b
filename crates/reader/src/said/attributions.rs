//! What is said in a report: its words, its cue, its speaker.

use super::cues::cues;
use super::quotations::{Quotation, quotations};
use super::speaker::{noun_words, subject};
use crate::document::{Document, Sentence};
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
    /// The noun at the heart of them, as a place in [`Sentence::words`].
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
struct Cue {
    sentence: usize,
    word: usize,
    speaker: Option<usize>,
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

fn said<'t>(
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

/// `according to X`: the word is `according`, and its head the noun.
fn is_according(sentence: &Sentence<'_>, word: usize) -> bool {
    let here = &sentence.words[word];
    let next_to = sentence.words.get(word + 1).is_some_and(|next| next.lemma == "to");
    here.at.as_str().eq_ignore_ascii_case("according") && next_to
}

/// Clauses that a verb of saying, thinking or wanting governs, and clauses beside which it stands.
fn indirect<'t>(
    document: &Document<'t>,
    place: usize,
    quotes: &[Quotation<'t>],
    all: &mut Vec<Attribution<'t>>,
) {
    let sentence = &document.sentences[place];
    for word in 0..sentence.words.len() {
        let Some(content) = content_of(sentence, word) else { continue };
        let told = &sentence.words[word];
        if quotes.iter().any(|quote| quote.inner.contains(told.at) && quote.inner.contains(content.whole)) {
            // What somebody says within a quotation is part of it.
            continue;
        }
        let speaker = content.speaker;
        let cue = Cue { sentence: place, word, speaker };
        let quoted = quotes.iter().find(|quote| quote.inner.overlaps(content.whole));
        let manner = match quoted {
            Some(quote) if quote.at.contains(content.whole) || covers(content.whole, quote.inner) => {
                // Seen to as a direct quotation.
                if all.iter().any(|said| said.content == quote.inner || said.rest == Some(quote.inner)) {
                    continue;
                }
                Manner::Direct
            }
            Some(quote)
                if all.iter().any(|said| said.content == quote.inner && said.manner == Manner::Direct) =>
            {
                continue;
            }
            Some(_) => Manner::Mixed,
            None => Manner::Indirect,
        };
        all.push(said(document, cue, manner, content.whole, content.rest));
    }
}

/// Whether one excerpt is the other but for marks and the like at its ends.
fn covers(whole: Excerpt<'_>, part: Excerpt<'_>) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    whole.overlaps(part) && bare(whole.as_str()) <= bare(part.as_str()) + 4
}

/// What a word announces.
struct Content<'t> {
    whole: Excerpt<'t>,
    rest: Option<Excerpt<'t>>,
    speaker: Option<usize>,
}

fn content_of<'t>(sentence: &Sentence<'t>, word: usize) -> Option<Content<'t>> {
    let told = &sentence.words[word];
    let lists = cues();
    if is_according(sentence, word) {
        return according(sentence, word);
    }
    let says = lists.says(&told.lemma) || lists.thinks(&told.lemma);
    if told.is_verb() && (says || lists.acts(&told.lemma)) {
        let speaker = subject(sentence, word);
        if says
            && let Some(clause) =
                sentence.children(word).find(|&child| matches!(sentence.words[child].kind(), "ccomp"))
        {
            let whole = clause_words(sentence, clause, word)?;
            return Some(Content { whole, rest: None, speaker });
        }
        if says && told.kind() == "parataxis" {
            return beside(sentence, word, speaker);
        }
        if lists.acts(&told.lemma)
            && let Some(clause) = sentence.child(word, "xcomp")
        {
            let whole = clause_words(sentence, clause, word)?;
            return Some(Content { whole, rest: None, speaker });
        }
        return None;
    }
    // `X's condition is that …`, `the claim that …`.
    if told.tag.starts_with("NN") && lists.holds(&told.lemma) {
        let owner = sentence.children(word).find(|&child| sentence.words[child].relation == "nmod:poss");
        let clause = match told.head {
            Some(predicate)
                if told.kind() == "nsubj"
                    && has_copula(sentence, predicate)
                    && sentence.words[predicate].is_verb() =>
            {
                Some(predicate)
            }
            _ => sentence
                .children(word)
                .find(|&child| sentence.words[child].relation == "acl" && is_that(sentence, child)),
        };
        let whole = clause_words(sentence, clause?, word)?;
        return owner.map(|owner| Content { whole, rest: None, speaker: Some(owner) });
    }
    None
}

fn has_copula(sentence: &Sentence<'_>, word: usize) -> bool {
    sentence.children(word).any(|child| {
        matches!(sentence.words[child].kind(), "cop" | "aux") && sentence.words[child].lemma == "be"
    })
}

fn is_that(sentence: &Sentence<'_>, clause: usize) -> bool {
    sentence
        .children(clause)
        .any(|child| sentence.words[child].kind() == "mark" && sentence.words[child].lemma == "that")
}

/// The words of a clause, without what stands on the other side of the cue and without marks at the ends.
fn clause_words<'t>(sentence: &Sentence<'t>, clause: usize, cue: usize) -> Option<Excerpt<'t>> {
    let words: Vec<usize> = sentence
        .subtree(clause)
        .into_iter()
        .filter(|&word| (word < cue) == (clause < cue) && word != cue)
        .collect();
    trimmed(sentence, &words)
}

/// From the first to the last word that is no mark.
fn trimmed<'t>(sentence: &Sentence<'t>, words: &[usize]) -> Option<Excerpt<'t>> {
    let is_mark = |word: &&usize| {
        sentence.words[**word].kind() == "punct"
            && !matches!(sentence.words[**word].tag, "``" | "''" | "-LRB-" | "-RRB-")
    };
    let first = words.iter().position(|word| !is_mark(&word))?;
    let last = words.iter().rposition(|word| !is_mark(&word))?;
    sentence.excerpt_of(words.get(first..=last)?)
}

/// `The port stays shut, Marand said, until June.`: what the cue's clause stands beside.
fn beside<'t>(sentence: &Sentence<'t>, word: usize, speaker: Option<usize>) -> Option<Content<'t>> {
    let above = sentence.words[word].head?;
    let own = sentence.subtree(word);
    let others: Vec<usize> = sentence.subtree(above).into_iter().filter(|at| !own.contains(at)).collect();
    let (first, last) = (*own.first()?, *own.last()?);
    let before: Vec<usize> = others.iter().copied().filter(|&at| at < first).collect();
    let behind: Vec<usize> = others.iter().copied().filter(|&at| at > last).collect();
    let (before, behind) = (trimmed(sentence, &before), trimmed(sentence, &behind));
    let speaker = speaker.filter(|at| own.contains(at));
    match (before, behind) {
        (Some(whole), rest) => Some(Content { whole, rest, speaker }),
        (None, Some(whole)) => Some(Content { whole, rest: None, speaker }),
        (None, None) => None,
    }
}

/// `According to X, …`: everything in the clause but the phrase.
fn according<'t>(sentence: &Sentence<'t>, word: usize) -> Option<Content<'t>> {
    // The tree may hang the phrase on `according` or on the noun.
    let noun = sentence.words[word].head.filter(|&head| head > word).or_else(|| {
        sentence.children(word).find(|&child| child > word && sentence.words[child].tag.starts_with("NN"))
    })?;
    let top = if sentence.is_under(noun, word) { word } else { noun };
    let above = sentence.words[top].head?;
    let own = sentence.subtree(top);
    let others: Vec<usize> = sentence.subtree(above).into_iter().filter(|at| !own.contains(at)).collect();
    let (first, last) = (*own.first()?, *own.last()?);
    let before: Vec<usize> = others.iter().copied().filter(|&at| at < first).collect();
    let behind: Vec<usize> = others.iter().copied().filter(|&at| at > last).collect();
    let parts = (trimmed(sentence, &before), trimmed(sentence, &behind));
    let (whole, rest) = match parts {
        (Some(whole), rest) => (whole, rest),
        (None, Some(whole)) => (whole, None),
        (None, None) => return None,
    };
    Some(Content { whole, rest, speaker: Some(noun) })
}
