//! What is known of a clause, or of something said, when it is judged: words, pairs of words, ties in the tree, tense, what stands
//! around it; and the vectors of its main words.

use std::collections::BTreeSet;
use std::fmt;

use super::classes::classes;
use super::clause::Clause;
use super::scene::Scene;
use crate::document::Sentence;
use crate::parse::Model;
use crate::report::Excerpt;
use crate::said::{Attribution, Manner};

/// How many word vectors stand one behind the other in [`Features::dense`].
pub const VECTORS: usize = 5;

/// The description of a clause or of something said.
#[derive(Clone, PartialEq, Default)]
pub struct Features {
    /// Names of what holds, sorted, none twice.
    pub keys: Vec<String>,
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
    /// Its sentence.
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
    let mut keys = BTreeSet::new();
    words(scene, clause.sentence, clause.head, &clause.words, &mut keys);
    around(scene, clause, &mut keys);
    let at = sentence.words[clause.head].at;
    let said = scene
        .said
        .iter()
        .find(|said| said.content.contains(at) || said.rest.is_some_and(|rest| rest.contains(at)));
    if let Some(said) = said {
        keys.insert("within: said".to_owned());
        if said.thought {
            keys.insert("within: thought".to_owned());
        }
        if let Some(cue) = said.cue.and_then(|cue| scene.sentence(said.sentence).word_at(cue.start())) {
            keys.insert(format!("within: {}", scene.tokens(said.sentence)[cue]));
        }
    }
    Features {
        keys: keys.into_iter().collect(),
        dense: dense(scene, model, clause.sentence, clause.head, &clause.words),
    }
}

/// Describes a part of something said.
pub fn of_piece(scene: &Scene<'_>, model: &Model, piece: &Piece<'_>) -> Features {
    let mut keys = BTreeSet::new();
    words(scene, piece.sentence, piece.head, &piece.words, &mut keys);
    keys.insert("piece".to_owned());
    match piece.said.and_then(|said| scene.said.get(said)) {
        Some(said) => told(scene, said, &mut keys),
        None => {
            keys.insert("no cue".to_owned());
            let sentence = scene.sentence(piece.sentence);
            if let Some(subject) = sentence.child(piece.head, "nsubj") {
                keys.insert(format!("speaker: {}", scene.tokens(piece.sentence)[subject]));
            }
        }
    }
    let (sentence, tokens) = (scene.sentence(piece.sentence), scene.tokens(piece.sentence));
    for (at, word) in sentence.words.iter().enumerate() {
        if word.kind() == "punct" {
            continue;
        }
        // What holds the condition may stand outside.
        if word.kind() == "mark" && word.lemma != "that" && word.lemma != "to" {
            keys.insert(format!("condition {}", tokens[at]));
        }
        if !piece.words.contains(&at) {
            keys.insert(format!("outside {}", tokens[at]));
        }
    }
    let short = piece.words.len();
    keys.insert(format!(
        "long: {}",
        if short < 4 {
            "3"
        } else if short < 9 {
            "8"
        } else if short < 20 {
            "19"
        } else {
            "20"
        }
    ));
    Features {
        keys: keys.into_iter().collect(),
        dense: dense(scene, model, piece.sentence, piece.head, &piece.words),
    }
}

fn told(scene: &Scene<'_>, said: &Attribution<'_>, keys: &mut BTreeSet<String>) {
    let sentence = scene.sentence(said.sentence);
    let tokens = scene.tokens(said.sentence);
    keys.insert(
        match said.manner {
            Manner::Direct => "manner: direct",
            Manner::Indirect => "manner: indirect",
            Manner::Mixed => "manner: mixed",
        }
        .to_owned(),
    );
    if said.thought {
        keys.insert("thought".to_owned());
    }
    match said.cue.and_then(|cue| sentence.word_at(cue.start())) {
        Some(cue) => {
            keys.insert(format!("cue: {}", tokens[cue]));
            keys.insert(format!("cue tag: {}", sentence.words[cue].tag));
            keys.insert(format!("cue tense: {}", tense(sentence, cue)));
            keys.insert(format!("cue ties: {}", sentence.words[cue].kind()));
            if negated(sentence, cue) {
                keys.insert(format!("cue not: {}", tokens[cue]));
            }
            for child in sentence.children(cue) {
                keys.insert(format!("cue {} {}", sentence.words[child].kind(), tokens[child]));
            }
        }
        None => {
            keys.insert("cue: none".to_owned());
        }
    }
    match said.speaker_word {
        Some(word) => {
            keys.insert(format!("speaker: {}", tokens[word]));
            keys.insert(format!("speaker tag: {}", sentence.words[word].tag));
            if let Some(article) = sentence.child(word, "det") {
                keys.insert(format!("speaker det: {}", tokens[article]));
            }
        }
        None => {
            keys.insert("speaker: none".to_owned());
        }
    }
}

/// What the words themselves tell.
fn words(scene: &Scene<'_>, place: usize, head: usize, own: &[usize], keys: &mut BTreeSet<String>) {
    let sentence = scene.sentence(place);
    let tokens = scene.tokens(place);
    let top = &sentence.words[head];
    keys.insert(format!("head {}", tokens[head]));
    keys.insert(format!("head tag {}", top.tag));
    keys.insert(format!("tense {}", tense(sentence, head)));
    keys.insert(format!("tense {} {}", tokens[head], tense(sentence, head)));
    if negated(sentence, head) {
        keys.insert("not".to_owned());
        keys.insert(format!("not {}", tokens[head]));
    }
    let plain: Vec<usize> = own.iter().copied().filter(|&at| sentence.words[at].kind() != "punct").collect();
    for &at in &plain {
        keys.insert(format!("w {}", tokens[at]));
        let word = &sentence.words[at];
        if matches!(
            word.kind(),
            "amod" | "nmod" | "compound" | "obj" | "xcomp" | "nsubj" | "obl" | "advmod" | "ccomp"
        ) && let Some(above) = word.head.filter(|above| *above != head)
        {
            keys.insert(format!("t {} {} {}", tokens[above], word.kind(), tokens[at]));
        }
        if word.kind() == "xcomp" {
            keys.insert(format!("x {}", tokens[at]));
            if negated(sentence, at) {
                keys.insert(format!("not {}", tokens[at]));
            }
        }
    }
    for pair in plain.windows(2) {
        if pair[0] + 1 == pair[1] {
            keys.insert(format!("b {} {}", tokens[pair[0]], tokens[pair[1]]));
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
            keys.insert(format!("class {class}"));
            keys.insert(format!("class {denied}{class}"));
            keys.insert(format!("class {} {class}", sentence.words[at].kind()));
            if at == head {
                keys.insert(format!("class head {denied}{class}"));
            }
            found.insert(class.to_owned());
        }
    }
    for one in &found {
        for other in found.range(one.clone()..).skip(1) {
            keys.insert(format!("classes {one} {other}"));
        }
    }
    for child in sentence.children(head) {
        let word = &sentence.words[child];
        if matches!(word.kind(), "punct" | "cc" | "det") {
            continue;
        }
        keys.insert(format!("{} {}", word.relation, tokens[child]));
        keys.insert(format!("{} {} {}", tokens[head], word.kind(), tokens[child]));
        if word.kind() == "mark" {
            keys.insert(format!("mark {}", tokens[child]));
        }
        if matches!(word.kind(), "obl" | "nmod")
            && let Some(case) = sentence.child(child, "case")
        {
            keys.insert(format!("{} {}", tokens[case], tokens[child]));
            keys.insert(format!("{} {} {}", tokens[head], tokens[case], tokens[child]));
        }
    }
    let first = plain.first().map_or("", |&at| tokens[at].as_str());
    keys.insert(format!("begins {first}"));
    if sentence.at.as_str().trim_end().ends_with('?') {
        keys.insert("question".to_owned());
    }
    if !plain.iter().any(|&at| sentence.words[at].is_verb() || sentence.words[at].kind() == "cop") {
        keys.insert("no verb".to_owned());
    }
    if scene.is_quoted(sentence.words[head].at) {
        keys.insert("quoted".to_owned());
    }
}

/// What stands around a clause.
fn around(scene: &Scene<'_>, clause: &Clause, keys: &mut BTreeSet<String>) {
    let sentence = scene.sentence(clause.sentence);
    let tokens = scene.tokens(clause.sentence);
    let top = &sentence.words[clause.head];
    keys.insert(format!("ties {}", top.relation));
    if let Some(above) = top.head {
        keys.insert(format!("ties {} {}", top.kind(), tokens[above]));
        keys.insert(format!("below {}", tokens[above]));
    }
    for other in
        scene.clauses.iter().filter(|other| other.sentence == clause.sentence && other.head != clause.head)
    {
        keys.insert(format!("beside {}", tokens[other.head]));
    }
    let same = |place: usize| {
        scene.document.sentences.get(place).filter(|other| other.paragraph == sentence.paragraph)
    };
    match clause.sentence.checked_sub(1).and_then(|before| Some((before, same(before)?))) {
        Some((place, before)) => {
            if let Some(root) = before.words.iter().position(|word| word.head.is_none()) {
                keys.insert(format!("before {}", scene.tokens(place)[root]));
            }
            for (word, token) in before.words.iter().zip(scene.tokens(place)) {
                if token.starts_with('@') || matches!(word.kind(), "nsubj" | "obj") {
                    keys.insert(format!("before w {token}"));
                }
            }
        }
        None => {
            keys.insert("opens the paragraph".to_owned());
        }
    }
    keys.insert(format!("paragraph {}", sentence.paragraph.min(3)));
    if sentence.words.iter().any(|word| matches!(word.lemma.as_str(), "if" | "were" | "whether")) {
        keys.insert("sentence if".to_owned());
    }
    for token in tokens.iter().filter(|token| token.starts_with('@')) {
        keys.insert(format!("sentence {token}"));
    }
}

/// The helpers of a predicate and its form: `will VB`, `have be VBN`.
fn tense(sentence: &Sentence<'_>, head: usize) -> String {
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
fn negated(sentence: &Sentence<'_>, head: usize) -> bool {
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

fn dense(scene: &Scene<'_>, model: &Model, place: usize, head: usize, own: &[usize]) -> Vec<f32> {
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
