//! The words that name who speaks.

use crate::document::Sentence;
use crate::report::Excerpt;

/// The subject of a verb, as a place in its sentence: its own, or the one that it shares.
///
/// `Marand met them and said …` has the subject of `met`; `…, who said` that of the noun before; `saying that …` that of the verb above;
/// `she wants to say` her.
pub fn subject(sentence: &Sentence<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    // One step for each word at most: the way goes up the tree.
    for _ in 0..sentence.words.len() {
        let own = sentence
            .children(at)
            .filter(|&child| {
                matches!(sentence.words[child].relation, "nsubj" | "nsubj:pass" | "nsubj:outer" | "csubj")
            })
            .find(|&child| names_somebody(sentence, child));
        let here = &sentence.words[at];
        let above = here.head;
        match own {
            Some(subject) if is_relative(sentence, subject) => return above.or(Some(subject)),
            Some(subject) => return Some(subject),
            None => {}
        }
        match here.relation {
            // `the envoy quoted as saying`, `a letter saying`: the noun.
            "acl" | "acl:relcl" => return above,
            "conj" | "xcomp" | "advcl" | "parataxis" | "ccomp" | "advcl:relcl" => at = above?,
            _ => return None,
        }
    }
    None
}

/// Not `it` or `there`, and not a day: `said Wednesday` may look like a subject.
fn names_somebody(sentence: &Sentence<'_>, word: usize) -> bool {
    let word = &sentence.words[word];
    let day = crate::time::names::weekday(word.at.as_str()).is_some();
    !day && !matches!(word.lemma.as_str(), "it" | "there")
}

fn is_relative(sentence: &Sentence<'_>, word: usize) -> bool {
    matches!(sentence.words[word].tag, "WP" | "WDT")
        && matches!(sentence.words[word].lemma.as_str(), "who" | "which" | "that")
}

/// The words of a noun with what belongs to its name: articles, titles, adjectives, `of` and what follows it, but no
/// clause, no apposition and nothing that is tied by a comma.
pub fn noun_words<'t>(sentence: &Sentence<'t>, head: usize) -> Option<Excerpt<'t>> {
    let mut words = vec![head];
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        for child in sentence.children(at) {
            let kept = match sentence.words[child].kind() {
                "det" | "amod" | "compound" | "flat" | "nummod" | "case" | "goeswith" => {
                    child != at && !(at == head && sentence.words[child].kind() == "case")
                }
                "nmod" => child < at || is_of(sentence, child),
                "punct" => sentence.words[child].tag == "HYPH",
                "cc" | "conj" => at != head || joined_names(sentence, head),
                // Two names side by side are one, whatever an unusual first name was taken for.
                _ => child + 1 == at && sentence.words[child].is_name() && sentence.words[at].is_name(),
            };
            if kept {
                words.push(child);
                open.push(child);
            }
        }
    }
    // A stretch with a hole in it is not one name: keep what is tied to the head.
    words.sort_unstable();
    let place = words.iter().position(|&word| word == head)?;
    let mut first = place;
    while first > 0 && near(sentence, words[first - 1], words[first]) {
        first -= 1;
    }
    let mut last = place;
    while last + 1 < words.len() && near(sentence, words[last], words[last + 1]) {
        last += 1;
    }
    let (first, last) = whole_name(sentence, words[first], words[last]);
    sentence.excerpt_of(&[first, last])
}

/// A name's other words may stand beside it in the tree, on the same head in the same relation, instead of below it.
fn whole_name(sentence: &Sentence<'_>, mut first: usize, mut last: usize) -> (usize, usize) {
    let words = &sentence.words;
    let beside = |one: usize, other: usize| {
        let (one, other) = (&words[one], &words[other]);
        one.is_name() && other.is_name() && one.head == other.head && one.relation == other.relation
    };
    while first > 0 && beside(first, first - 1) {
        first -= 1;
    }
    while last + 1 < words.len() && beside(last, last + 1) {
        last += 1;
    }
    (first, last)
}

/// Next to each other, or with nothing but quotation marks or hyphens between.
fn near(sentence: &Sentence<'_>, left: usize, right: usize) -> bool {
    (left + 1..right).all(|between| matches!(sentence.words[between].tag, "HYPH" | "``" | "''" | "POS"))
}

fn is_of(sentence: &Sentence<'_>, word: usize) -> bool {
    sentence.children(word).any(|child| {
        sentence.words[child].kind() == "case"
            && matches!(sentence.words[child].lemma.as_str(), "of" | "for" | "'s" | "’s")
    })
}

fn joined_names(sentence: &Sentence<'_>, head: usize) -> bool {
    sentence.words[head].is_name()
        && sentence
            .children(head)
            .any(|child| sentence.words[child].relation == "conj" && sentence.words[child].is_name())
}
