//! What is told without quotation marks around it: clauses that a verb or a noun governs, and clauses that a cue stands beside.

use super::attributions::{Attribution, Cue, Manner, said};
use super::cues::cues;
use super::quotations::Quotation;
use super::speaker::subject;
use crate::document::{Document, Sentence};
use crate::report::Excerpt;

/// Clauses that a verb of saying, thinking or wanting governs, and clauses beside which it stands.
pub(super) fn indirect<'t>(
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
            && let Some(clause) = act_of(sentence, word)
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

/// What an acting verb wants or refuses: an infinitive or a noun made of a verb (`ruled out giving up the port`), or a clause with `that`. To the
/// parser the second may look like what goes on meanwhile; then no comma, no other word that ties it and nobody of its own stands before it.
fn act_of(sentence: &Sentence<'_>, word: usize) -> Option<usize> {
    let own = |child: usize| sentence.words[child].kind();
    let gerund = |child: usize| {
        let near = sentence.words.get(word + 1..child).unwrap_or_default();
        sentence.words[child].tag == "VBG"
            && matches!(own(child), "advcl" | "ccomp" | "obj" | "obl" | "dep")
            && child > word
            && !near.iter().any(|between| between.kind() == "punct")
            && sentence.children(child).all(|below| match own(below) {
                "mark" | "case" => {
                    matches!(sentence.words[below].lemma.as_str(), "on" | "at" | "to" | "about")
                }
                kind => kind != "nsubj",
            })
    };
    let wanted = |child: usize| own(child) == "xcomp" || own(child) == "ccomp" && is_that(sentence, child);
    sentence.children(word).find(|&child| wanted(child) || gerund(child))
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

/// `according to X`: the word is `according`, and its head the noun.
pub(super) fn is_according(sentence: &Sentence<'_>, word: usize) -> bool {
    let here = &sentence.words[word];
    let next_to = sentence.words.get(word + 1).is_some_and(|next| next.lemma == "to");
    here.at.as_str().eq_ignore_ascii_case("according") && next_to
}
