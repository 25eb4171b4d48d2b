//! Parts of what is said, each in one sentence and with one predicate at its top.

use super::clause::Clause;
use super::features::Piece;
use super::scene::Scene;
use crate::report::Excerpt;

/// The parts of everything that is said, in the order of [`Scene::said`].
///
/// A quotation of several sentences has a part in each; clauses that are joined by `and` or stand beside each other are parts of their
/// own, since each may take a position.
pub fn pieces<'t>(scene: &Scene<'t>) -> Vec<Piece<'t>> {
    let mut all = Vec::new();
    for (number, said) in scene.said.iter().enumerate() {
        for at in std::iter::once(said.content).chain(said.rest) {
            for (place, sentence) in scene.document.sentences.iter().enumerate() {
                if sentence.at.overlaps(at) {
                    let words: Vec<usize> = sentence.words_in(at).collect();
                    split(scene, Some(number), place, words, &mut all);
                }
            }
        }
    }
    all
}

/// A clause as a position that nothing announces.
pub fn position<'t>(scene: &Scene<'t>, clause: &Clause) -> Option<Piece<'t>> {
    let stretches = clause.stretches(&scene.document);
    let at = stretches.iter().copied().max_by_key(|stretch| stretch.as_str().len())?;
    Some(Piece { said: None, sentence: clause.sentence, head: clause.head, words: clause.words.clone(), at })
}

fn split<'t>(
    scene: &Scene<'t>,
    said: Option<usize>,
    place: usize,
    words: Vec<usize>,
    all: &mut Vec<Piece<'t>>,
) {
    let sentence = scene.sentence(place);
    let depth = |word: usize| sentence.way_up(word).count();
    let plain = words.iter().copied().filter(|&word| sentence.words[word].kind() != "punct");
    let Some(head) = plain.min_by_key(|&word| (depth(word), word)) else { return };
    let is_clause =
        |word: usize| scene.clauses.iter().any(|clause| clause.sentence == place && clause.head == word);
    let beside = sentence.children(head).find(|&child| {
        words.contains(&child)
            && matches!(sentence.words[child].kind(), "conj" | "parataxis")
            && is_clause(child)
    });
    if let Some(beside) = beside {
        let (under, rest): (Vec<usize>, Vec<usize>) =
            words.iter().partition(|&&word| sentence.is_under(word, beside));
        if !rest.is_empty() && under.len() > 2 {
            split(scene, said, place, rest, all);
            split(scene, said, place, under, all);
            return;
        }
    }
    if let Some(at) = bare(scene, place, &words) {
        all.push(Piece { said, sentence: place, head, words, at });
    }
}

/// From the first to the last word that is more than a mark or a conjunction; a quotation mark that closes what opens among them is kept.
fn bare<'t>(scene: &Scene<'t>, place: usize, words: &[usize]) -> Option<Excerpt<'t>> {
    let sentence = scene.sentence(place);
    let first = words.iter().position(|&word| !matches!(sentence.words[word].kind(), "punct" | "cc"))?;
    let last = words.iter().rposition(|&word| sentence.words[word].kind() != "punct")?;
    let at = sentence.excerpt_of(words.get(first..=last)?)?;
    let open = scene
        .quotations
        .iter()
        .find(|quote| at.start() < quote.at.start() && at.contains(quote.inner) && at.overlaps(quote.at));
    open.filter(|quote| quote.closed).map_or(Some(at), |quote| at.to(quote.at))
}
