//! What is known of a clause, or of something said (`positions`), when it is judged: words, pairs of words, ties in the tree, tense, what stands
//! around it; and the vectors of its main words.

use std::collections::BTreeSet;
use std::fmt;

use super::classes::classes;
use super::clause::Clause;
use super::keys::Keys;
use super::scene::Scene;
use crate::document::Sentence;
use crate::names::cast::Named;
use crate::parse::Model;
use crate::report::Excerpt;

/// How many word vectors stand one behind the other in [`Features::dense`].
pub const VECTORS: usize = 5;

/// The description of a clause or of something said.
#[derive(Clone, PartialEq, Default)]
pub struct Features {
    /// Hashes of the names of what holds, sorted, none twice.
    pub keys: Vec<u32>,
    /// Vectors of the predicate, its subject, its objects, of all its words and of the whole sentence; [`VECTORS`] rows.
    pub dense: Vec<f32>,
}

impl fmt::Debug for Features {
    /// How many there are: the names are made of the report's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Features({})", self.keys.len())
    }
}

/// A part of something said: what of it stands in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    /// Which of [`Scene::said`] it belongs to; `None` for a position that nothing announces.
    pub said: Option<usize>,
    /// The sentence it stands in, as a place in the document's sentences.
    pub sentence: usize,
    /// The word at its top.
    pub head: usize,
    /// Its words in the sentence.
    pub words: Vec<usize>,
    /// Where it stands.
    pub at: Excerpt<'t>,
}

/// Describes a clause.
pub fn of_clause(scene: &Scene<'_>, model: &Model, clause: &Clause) -> Features {
    let sentence = scene.sentence(clause.sentence);
    let mut keys = Keys::default();
    words(scene, clause.sentence, clause.head, &clause.words, &mut keys);
    around(scene, clause, &mut keys);
    let at = sentence.words[clause.head].at;
    let said = scene
        .said
        .iter()
        .find(|said| said.content.contains(at) || said.rest.is_some_and(|rest| rest.contains(at)));
    if let Some(said) = said {
        keys.add(format_args!("within: said"));
        if said.thought {
            keys.add(format_args!("within: thought"));
        }
        if let Some(cue) = said.cue.and_then(|cue| scene.sentence(said.sentence).word_at(cue.start())) {
            keys.add(format_args!("within: {}", scene.tokens(said.sentence)[cue]));
        }
    }
    Features { keys: keys.sorted(), dense: dense(scene, model, clause.sentence, clause.head, &clause.words) }
}

/// What the words themselves tell.
pub(super) fn words(scene: &Scene<'_>, place: usize, head: usize, own: &[usize], keys: &mut Keys) {
    let sentence = scene.sentence(place);
    let tokens = scene.tokens(place);
    let top = &sentence.words[head];
    keys.add(format_args!("head {}", tokens[head]));
    keys.add(format_args!("head tag {}", top.tag));
    keys.add(format_args!("tense {}", tense(sentence, head)));
    keys.add(format_args!("tense {} {}", tokens[head], tense(sentence, head)));
    if negated(sentence, head) {
        keys.add(format_args!("not"));
        keys.add(format_args!("not {}", tokens[head]));
    }
    let plain: Vec<usize> = own.iter().copied().filter(|&at| sentence.words[at].kind() != "punct").collect();
    for &at in &plain {
        keys.add(format_args!("w {}", tokens[at]));
        let word = &sentence.words[at];
        if matches!(
            word.kind(),
            "amod" | "nmod" | "compound" | "obj" | "xcomp" | "nsubj" | "obl" | "advmod" | "ccomp"
        ) && let Some(above) = word.head.filter(|above| *above != head)
        {
            keys.add(format_args!("t {} {} {}", tokens[above], word.kind(), tokens[at]));
        }
        if word.kind() == "xcomp" {
            keys.add(format_args!("x {}", tokens[at]));
            if negated(sentence, at) {
                keys.add(format_args!("not {}", tokens[at]));
            }
        }
    }
    for pair in plain.windows(2) {
        if pair[0] + 1 == pair[1] {
            keys.add(format_args!("b {} {}", tokens[pair[0]], tokens[pair[1]]));
        }
    }
    let lists = classes();
    let mut found = BTreeSet::new();
    let deny = |at: usize| if negated(sentence, at) { "not " } else { "" };
    let denied = deny(head);
    for (place, &at) in plain.iter().enumerate() {
        let pair = plain
            .get(place + 1)
            .filter(|&&next| next == at + 1)
            .map(|&next| format!("{} {}", tokens[at], tokens[next]));
        for class in lists.of(&tokens[at]).chain(pair.iter().flat_map(|pair| lists.of(pair))) {
            keys.add(format_args!("class {class}"));
            keys.add(format_args!("class {denied}{class}"));
            keys.add(format_args!("class {} {class}", sentence.words[at].kind()));
            if at == head {
                keys.add(format_args!("class head {denied}{class}"));
            }
            found.insert(class.to_owned());
        }
    }
    for one in &found {
        for other in found.range(one.clone()..).skip(1) {
            keys.add(format_args!("classes {one} {other}"));
        }
    }
    for child in sentence.children(head) {
        let word = &sentence.words[child];
        if matches!(word.kind(), "punct" | "cc" | "det") {
            continue;
        }
        keys.add(format_args!("{} {}", word.relation, tokens[child]));
        keys.add(format_args!("{} {} {}", tokens[head], word.kind(), tokens[child]));
        if word.kind() == "mark" {
            keys.add(format_args!("mark {}", tokens[child]));
        }
        if matches!(word.kind(), "obl" | "nmod")
            && let Some(case) = sentence.child(child, "case")
        {
            keys.add(format_args!("{} {}", tokens[case], tokens[child]));
            keys.add(format_args!("{} {} {}", tokens[head], tokens[case], tokens[child]));
        }
    }
    let first = plain.first().map_or("", |&at| tokens[at].as_str());
    keys.add(format_args!("begins {first}"));
    if sentence.at.as_str().trim_end().ends_with('?') {
        keys.add(format_args!("question"));
    }
    if !plain.iter().any(|&at| sentence.words[at].is_verb() || sentence.words[at].kind() == "cop") {
        keys.add(format_args!("no verb"));
    }
    if scene.is_quoted(sentence.words[head].at) {
        keys.add(format_args!("quoted"));
    }
}

/// What stands around a clause.
fn around(scene: &Scene<'_>, clause: &Clause, keys: &mut Keys) {
    let sentence = scene.sentence(clause.sentence);
    let tokens = scene.tokens(clause.sentence);
    let top = &sentence.words[clause.head];
    keys.add(format_args!("ties {}", top.relation));
    if let Some(above) = top.head {
        keys.add(format_args!("ties {} {}", top.kind(), tokens[above]));
        keys.add(format_args!("below {}", tokens[above]));
    }
    for other in
        scene.clauses.iter().filter(|other| other.sentence == clause.sentence && other.head != clause.head)
    {
        keys.add(format_args!("beside {}", tokens[other.head]));
    }
    let same = |place: usize| {
        scene.document.sentences.get(place).filter(|other| other.paragraph == sentence.paragraph)
    };
    match clause.sentence.checked_sub(1).and_then(|before| Some((before, same(before)?))) {
        Some((place, before)) => {
            if let Some(root) = before.words.iter().position(|word| word.head.is_none()) {
                keys.add(format_args!("before {}", scene.tokens(place)[root]));
            }
            for (word, token) in before.words.iter().zip(scene.tokens(place)) {
                if token.starts_with('@') || matches!(word.kind(), "nsubj" | "obj") {
                    keys.add(format_args!("before w {token}"));
                }
            }
        }
        None => {
            keys.add(format_args!("opens the paragraph"));
        }
    }
    keys.add(format_args!("paragraph {}", sentence.paragraph.min(3)));
    if sentence.words.iter().any(|word| matches!(word.lemma.as_str(), "if" | "were" | "whether")) {
        keys.add(format_args!("sentence if"));
    }
    for token in tokens.iter().filter(|token| token.starts_with('@')) {
        keys.add(format_args!("sentence {token}"));
    }
    let sides = sides(scene, clause);
    keys.add(format_args!("sides {sides}"));
    let top = &tokens[clause.head];
    keys.add(format_args!("sides {sides} {top}"));
    for class in classes().of(top) {
        keys.add(format_args!("sides {sides} class {class}"));
    }
    if let Some(subject) = sentence.child(clause.head, "nsubj") {
        for class in classes().of(&tokens[subject]) {
            keys.add(format_args!("subject class {class}"));
        }
    }
}

/// How many sides a clause names, at most three: parties, and people of different parties.
fn sides(scene: &Scene<'_>, clause: &Clause) -> usize {
    let here = scene.cast.mentions.iter().filter(|(mention, _)| {
        mention.sentence == clause.sentence && mention.words.clone().any(|at| clause.words.contains(&at))
    });
    let sides: BTreeSet<Named> = here
        .filter_map(|(_, named)| match named {
            Named::Person(person) => {
                let party = scene.cast.people.get(*person)?.party;
                Some(party.map_or(*named, Named::Party))
            }
            Named::Party(_) => Some(*named),
        })
        .collect();
    sides.len().min(3)
}

/// The helpers of a predicate and its form: `will VB`, `have be VBN`.
pub(crate) fn tense(sentence: &Sentence<'_>, head: usize) -> String {
    let mut said = String::new();
    for child in sentence.children(head) {
        let word = &sentence.words[child];
        if matches!(word.kind(), "aux" | "cop") {
            said.push_str(&word.lemma);
            said.push(' ');
            if matches!(word.tag, "VBD") {
                said.push_str("past ");
            }
        }
    }
    said.push_str(sentence.words[head].tag);
    said
}

/// Whether a predicate or what completes it is denied.
pub(super) fn negated(sentence: &Sentence<'_>, head: usize) -> bool {
    sentence.children(head).any(|child| {
        let no = |at: usize| {
            matches!(
                sentence.words[at].lemma.as_str(),
                "not"
                    | "n't"
                    | "n’t"
                    | "no"
                    | "never"
                    | "neither"
                    | "nor"
                    | "nobody"
                    | "nothing"
                    | "none"
                    | "hardly"
                    | "without"
            )
        };
        no(child)
            || sentence
                .children(child)
                .any(|below| matches!(sentence.words[below].kind(), "det" | "case") && no(below))
    })
}

/// Vectors of the main words.
pub(super) fn dense(scene: &Scene<'_>, model: &Model, place: usize, head: usize, own: &[usize]) -> Vec<f32> {
    let sentence = scene.sentence(place);
    let columns = model.columns();
    let mut all = vec![0.0; VECTORS * columns];
    let everything: Vec<usize> = (0..sentence.words.len()).collect();
    let with = |kinds: &[&str]| -> Vec<usize> {
        sentence.children(head).filter(|&child| kinds.contains(&sentence.words[child].kind())).collect()
    };
    let groups: [&[usize]; VECTORS] =
        [&[head], &with(&["nsubj", "csubj"]), &with(&["obj", "obl", "xcomp", "ccomp"]), own, &everything];
    let mut row = vec![0.0; columns];
    for (group, mean) in groups.iter().zip(all.chunks_exact_mut(columns)) {
        let mut count = 0.0f32;
        for &at in *group {
            let word = &sentence.words[at];
            let content =
                word.tag.starts_with(['N', 'V', 'J', 'R']) && !scene.tokens(place)[at].starts_with('@');
            if !content {
                continue;
            }
            model.vector(word.at.as_str(), &mut row);
            mean.iter_mut().zip(&row).for_each(|(sum, value)| *sum += value);
            count += 1.0;
        }
        if count > 0.0 {
            mean.iter_mut().for_each(|sum| *sum /= count);
        }
    }
    all
}
