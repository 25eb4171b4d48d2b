//! What is known of a part of something said, or of a position that nothing announces, when it is judged: who announces it and how, and
//! what may be, must be or is.

use super::classes::classes;
use super::features::{Features, Piece, dense, negated, tense, words};
use super::keys::Keys;
use super::scene::Scene;
use crate::parse::Model;
use crate::said::{Attribution, Manner};

/// Describes a part of something said.
pub fn of_piece(scene: &Scene<'_>, model: &Model, piece: &Piece<'_>) -> Features {
    let mut keys = Keys::default();
    words(scene, piece.sentence, piece.head, &piece.words, &mut keys);
    keys.add(format_args!("piece"));
    match piece.said.and_then(|said| scene.said.get(said)) {
        Some(said) => told(scene, said, &mut keys),
        None => {
            keys.add(format_args!("no cue"));
            let sentence = scene.sentence(piece.sentence);
            if let Some(subject) = sentence.child(piece.head, "nsubj") {
                keys.add(format_args!("speaker: {}", scene.tokens(piece.sentence)[subject]));
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
            keys.add(format_args!("condition {}", tokens[at]));
        }
        if !piece.words.contains(&at) {
            keys.add(format_args!("outside {}", tokens[at]));
        }
    }
    wishes(scene, piece, &mut keys);
    let short = piece.words.len();
    keys.add(format_args!(
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
    Features { keys: keys.sorted(), dense: dense(scene, model, piece.sentence, piece.head, &piece.words) }
}

fn told(scene: &Scene<'_>, said: &Attribution<'_>, keys: &mut Keys) {
    let sentence = scene.sentence(said.sentence);
    let tokens = scene.tokens(said.sentence);
    let manner = match said.manner {
        Manner::Direct => "direct",
        Manner::Indirect => "indirect",
        Manner::Mixed => "mixed",
    };
    keys.add(format_args!("manner: {manner}"));
    if said.thought {
        keys.add(format_args!("thought"));
    }
    match said.cue.and_then(|cue| sentence.word_at(cue.start())) {
        Some(cue) => {
            keys.add(format_args!("cue: {}", tokens[cue]));
            keys.add(format_args!("cue tag: {}", sentence.words[cue].tag));
            keys.add(format_args!("cue tense: {}", tense(sentence, cue)));
            keys.add(format_args!("cue ties: {}", sentence.words[cue].kind()));
            let not = if negated(sentence, cue) { "not " } else { "" };
            for class in classes().of(&tokens[cue]) {
                keys.add(format_args!("cue class: {not}{class}"));
            }
            if negated(sentence, cue) {
                keys.add(format_args!("cue not: {}", tokens[cue]));
            }
            for child in sentence.children(cue) {
                keys.add(format_args!("cue {} {}", sentence.words[child].kind(), tokens[child]));
            }
        }
        None => {
            keys.add(format_args!("cue: none"));
        }
    }
    match said.speaker_word {
        Some(word) => {
            keys.add(format_args!("speaker: {}", tokens[word]));
            keys.add(format_args!("speaker tag: {}", sentence.words[word].tag));
            if let Some(article) = sentence.child(word, "det") {
                keys.add(format_args!("speaker det: {}", tokens[article]));
            }
        }
        None => {
            keys.add(format_args!("speaker: none"));
        }
    }
}

/// What may be, must be, or is, and how much of what is spoken of: what a stance hangs on beside the verb itself.
fn wishes(scene: &Scene<'_>, piece: &Piece<'_>, keys: &mut Keys) {
    let (sentence, tokens) = (scene.sentence(piece.sentence), scene.tokens(piece.sentence));
    let head = piece.head;
    let not = if negated(sentence, head) { "not " } else { "" };
    let modal = sentence.children(head).find(|&child| sentence.words[child].tag == "MD");
    let modal = modal.map_or("none", |at| tokens[at].as_str());
    keys.add(format_args!("modal {not}{modal}"));
    let said = piece.said.and_then(|said| scene.said.get(said));
    let cue = said.and_then(|said| scene.sentence(said.sentence).word_at(said.cue?.start()));
    let cue = cue.zip(said).map_or("none", |(cue, said)| scene.tokens(said.sentence)[cue].as_str());
    keys.add(format_args!("modal {not}{modal} cue {cue}"));
    let subject = sentence.child(head, "nsubj").map_or("none", |at| tokens[at].as_str());
    keys.add(format_args!("modal {not}{modal} subject {subject}"));
    for class in classes().of(&tokens[head]) {
        keys.add(format_args!("modal {not}{modal} class {class}"));
        keys.add(format_args!("subject {subject} class {not}{class}"));
        keys.add(format_args!("cue {cue} class {not}{class}"));
    }
    // `No talks until the fence is down`: a refusal with a way out is a condition, wherever the two stand.
    let conditional = |at: &usize| classes().of(&tokens[*at]).any(|class| class == "condition");
    let inside = piece.words.iter().any(conditional);
    let outside = (0..tokens.len()).filter(|at| !piece.words.contains(at)).any(|at| conditional(&at));
    let denied = piece
        .words
        .iter()
        .any(|&at| matches!(tokens[at].as_str(), "not" | "n't" | "n’t" | "no" | "never" | "nothing"));
    keys.add(format_args!("condition inside {inside} outside {outside} denied {denied}"));
    keys.add(format_args!("condition inside {inside} outside {outside} modal {not}{modal}"));
    keys.add(format_args!("condition inside {inside} outside {outside} cue {cue} denied {denied}"));
    for &at in &piece.words {
        let word = &sentence.words[at];
        let quantity = matches!(word.kind(), "det" | "nummod" | "amod" | "advmod")
            && matches!(
                word.lemma.as_str(),
                "some"
                    | "all"
                    | "no"
                    | "any"
                    | "every"
                    | "part"
                    | "most"
                    | "only"
                    | "half"
                    | "other"
                    | "both"
                    | "such"
                    | "more"
                    | "first"
            );
        if quantity {
            let above = word.head.map_or("", |above| sentence.words[above].kind());
            keys.add(format_args!("quantity {} {above}", word.lemma));
            keys.add(format_args!("quantity {} {not}{}", word.lemma, tokens[head]));
        }
        if word.kind() == "mark" || word.lemma == "unless" || word.lemma == "until" {
            let first = piece.words.first() == Some(&at);
            keys.add(format_args!("inside mark {} {first} modal {not}{modal}", word.lemma));
        }
    }
}
