//! Everybody who may have said something: whom the sentence, its neighbours, the turns before and the report's voice offer, each with what
//! holds of them. A linear judge that is trained on labelled reports chooses.

use std::fmt;

use super::fact::From;
use super::floor::{Turn, Turns};
use super::form::{Form, gender};
use super::party::{Sides, weight_of};
use super::voice::Voices;
use super::who::{Who, meant, meant_by_word};
use crate::events::Scene;
use crate::events::features::Piece;
use crate::events::keys::Keys;
use crate::names::actors::is_actor;
use crate::names::cast::Named;
use crate::said::cues::cues;
use crate::said::speaker::subject;
use crate::said::{Attribution, Manner};

/// Somebody who may have said something, with what holds of them.
#[derive(Clone, PartialEq)]
pub struct Candidate<'t> {
    /// The one who may have said it.
    pub who: Who<'t>,
    /// Hashes of the names of what holds.
    pub keys: Vec<u32>,
}

impl fmt::Debug for Candidate<'_> {
    /// How much holds, not of whom.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({} keys)", self.keys.len())
    }
}

/// Everybody who may have said a piece, the likeliest places first.
pub fn candidates<'t>(
    scene: &Scene<'t>,
    sides: &Sides,
    voices: &Voices<'t>,
    piece: &Piece<'t>,
    turns: Turns<'t>,
) -> Vec<Candidate<'t>> {
    let said = piece.said.and_then(|said| scene.said.get(said));
    let sentence = scene.sentence(piece.sentence);
    let around = Around::new(scene, sides, voices, piece, said);
    let mut all = Vec::new();
    if let Some(said) = said
        && let Some(word) = said.speaker_word
    {
        around.offer(scene, "cue", said.sentence, word, &mut all);
    }
    if let Some(word) = subject(sentence, piece.head) {
        around.offer(scene, "subject", piece.sentence, word, &mut all);
    }
    for (word, told) in sentence.words.iter().enumerate() {
        let inside = piece.at.contains(told.at);
        let name = match (told.kind() == "nsubj", inside) {
            (true, true) => "nsubj inside",
            (true, false) => "nsubj outside",
            (false, true) => "inside",
            (false, false) => "outside",
        };
        around.offer_actor(scene, name, piece.sentence, word, &mut all);
    }
    for (name, step) in [("before", -1isize), ("after", 1), ("long before", -2)] {
        let Some(place) = piece.sentence.checked_add_signed(step) else { continue };
        let Some(other) =
            scene.document.sentences.get(place).filter(|other| other.paragraph == sentence.paragraph)
        else {
            continue;
        };
        for (word, told) in other.words.iter().enumerate() {
            if told.kind() == "nsubj" || told.is_name() {
                let name = if told.kind() == "nsubj" { format!("nsubj {name}") } else { name.to_owned() };
                around.offer_actor(scene, &name, place, word, &mut all);
            }
        }
    }
    for (turn, whose) in [(turns.last, "turn"), (turns.other, "other's turn")] {
        if let Some(turn) = turn {
            all.push(around.of_turn(sentence.paragraph, turn, whose));
        }
    }
    around.offer_remembered(scene, turns, piece, &mut all);
    if let Some((voice, name)) = voices.named(sentence.paragraph) {
        let mut who = meant(scene, piece.sentence, voice.name);
        who.name.from = From::Memory(voice.paragraph);
        all.push(Candidate { who, keys: around.keys(name, "voice").in_order() });
    }
    all
}

/// What holds of a piece whoever said it.
struct Around<'s> {
    sides: &'s Sides,
    style: &'static str,
    context: String,
    manner: &'static str,
    form: Form,
    modal: bool,
    first_person: bool,
    saying: Vec<usize>,
    sentence: usize,
    head: usize,
}

impl<'s> Around<'s> {
    fn new<'t>(
        scene: &Scene<'t>,
        sides: &'s Sides,
        voices: &Voices<'t>,
        piece: &Piece<'t>,
        said: Option<&Attribution<'t>>,
    ) -> Self {
        let sentence = scene.sentence(piece.sentence);
        let quoted = scene.is_quoted(sentence.words[piece.head].at);
        let manner = match said.map(|said| said.manner) {
            Some(Manner::Direct) => "direct",
            Some(Manner::Indirect) => "indirect",
            Some(Manner::Mixed) => "mixed",
            None => "position",
        };
        let cue = said.is_some_and(|said| said.cue.is_some());
        let modal = sentence.children(piece.head).any(|child| sentence.words[child].tag == "MD");
        let first_person = piece.words.iter().any(|&word| {
            matches!(
                sentence.words[word].at.as_str().to_lowercase().as_str(),
                "we" | "i" | "our" | "my" | "us"
            )
        });
        let saying = sentence
            .words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_verb() && cues().says(&word.lemma))
            .map(|(at, _)| at)
            .collect();
        Self {
            sides,
            style: voices.style(),
            context: format!("{manner} {quoted} {cue}"),
            manner,
            form: Form::new(scene, piece, said),
            modal,
            first_person,
            saying,
            sentence: piece.sentence,
            head: piece.head,
        }
    }

    /// What holds of somebody by where they stand and what they are.
    fn keys(&self, place: &str, kind: &str) -> Keys {
        let (context, first_person) = (&self.context, self.first_person);
        let mut keys = Keys::default();
        keys.add(format_args!("{place}"));
        keys.add(format_args!("{kind}"));
        keys.add(format_args!("{place}|{kind}"));
        keys.add(format_args!("{place}|{context}"));
        keys.add(format_args!("{place}|{kind}|{context}"));
        keys.add(format_args!("{place}|{kind}|{context}|{first_person}"));
        keys.add(format_args!("{place}|{first_person}"));
        let (form, manner) = (self.form.name(), self.manner);
        keys.add(format_args!("{place}|{kind}|form {form}"));
        keys.add(format_args!("{place}|form {form}|{manner}"));
        keys.add(format_args!("{place}|{}|{manner}", self.style));
        keys.add(format_args!("{place}|{}|{first_person}|form {form}", self.style));
        keys
    }

    /// Somebody who spoke before.
    fn of_turn<'t>(&self, paragraph: usize, turn: Turn<'t>, whose: &str) -> Candidate<'t> {
        let far = match paragraph - turn.paragraph.min(paragraph) {
            0 => "here",
            1 => "before",
            2 => "two before",
            _ => "long before",
        };
        let kind = if turn.who.person { "person" } else { "other" };
        let place = format!("{whose} {far}");
        let gap = (self.sentence - turn.sentence.min(self.sentence)).min(4);
        let mut keys = self.keys(&place, kind);
        for more in [format_args!("gap {gap}"), format_args!("gap {gap} modal {}", self.modal)] {
            self.add(&mut keys, whose, more);
        }
        keys.add(format_args!("{place}|gap {gap}|form {}|{}", self.form.name(), self.context));
        Candidate { who: turn.who, keys: keys.in_order() }
    }

    /// People named shortly before, the last first, where the words beside the piece name nobody.
    fn offer_remembered<'t>(
        &self,
        scene: &Scene<'t>,
        turns: Turns<'t>,
        piece: &Piece<'t>,
        all: &mut Vec<Candidate<'t>>,
    ) {
        /// How many people, and paragraphs back.
        const FEW: usize = 4;
        const BACK: usize = 3;
        if self.form == Form::Person {
            return;
        }
        let paragraph = scene.sentence(self.sentence).paragraph;
        let mut seen = Vec::new();
        for (mention, named) in scene.cast.mentions.iter().rev() {
            let Named::Person(person) = *named else { continue };
            let far = paragraph.checked_sub(scene.sentence(mention.sentence).paragraph);
            let before = mention.at.end() <= piece.at.start() && mention.sentence <= self.sentence;
            let Some(far) = far.filter(|far| before && *far <= BACK) else { continue };
            if seen.contains(&person) || seen.len() == FEW {
                continue;
            }
            seen.push(person);
            let mut who = meant(scene, mention.sentence, mention.at);
            who.name.from = From::Memory(scene.sentence(mention.sentence).paragraph);
            let rank = seen.len();
            let name = who.name.value.as_str();
            let is = |turn: Option<Turn<'t>>| turn.is_some_and(|turn| turn.who.name.value.as_str() == name);
            let spoke = if is(turns.last) {
                "last"
            } else if is(turns.other) {
                "other"
            } else {
                "no"
            };
            let words = &scene.sentence(mention.sentence).words;
            let acts = scene
                .sentence(mention.sentence)
                .way_up(mention.words.start)
                .take(3)
                .any(|at| words[at].kind() == "nsubj");
            let suits = self.form.suits(gender(scene, person));
            let mut keys = self.keys("remembered", spoke);
            for more in [
                format_args!("rank {rank}"),
                format_args!("far {far}"),
                format_args!("acts {acts} {far} {rank}"),
                format_args!("suits {suits}"),
                format_args!("suits {suits} {spoke} {far}"),
                format_args!("form {} {spoke} {rank} {far}", self.form.name()),
            ] {
                self.add(&mut keys, "remembered", more);
            }
            all.push(Candidate { who, keys: keys.in_order() });
        }
    }

    /// One thing more that holds of somebody.
    fn add(&self, keys: &mut Keys, place: &str, more: fmt::Arguments<'_>) {
        keys.add(more);
        keys.add(format_args!("{place}|{more}"));
        keys.add(format_args!("{place}|{more}|{}", self.context));
    }

    fn offer<'t>(
        &self,
        scene: &Scene<'t>,
        place: &str,
        at: usize,
        word: usize,
        all: &mut Vec<Candidate<'t>>,
    ) {
        let sentence = scene.sentence(at);
        let Some(who) = meant_by_word(scene, at, word) else { return };
        let told = &sentence.words[word];
        let text = told.at.as_str().to_lowercase();
        let kind = if told.tag.starts_with("PRP") || matches!(told.tag, "WP" | "WDT" | "DT") {
            text.as_str()
        } else if who.person {
            "person"
        } else if is_actor(&told.lemma) {
            "actor"
        } else if told.is_name() {
            "name"
        } else {
            "thing"
        };
        let mut keys = self.keys(place, kind);
        let mut add = |more: fmt::Arguments<'_>| self.add(&mut keys, place, more);
        add(format_args!("ties {}", told.kind()));
        add(format_args!("relation {}", told.relation));
        if let Some(case) = sentence.child(word, "case").filter(|case| *case < word) {
            add(format_args!("case {}", sentence.words[case].lemma));
        }
        let weight = weight_of(scene, self.sides, at, word).min(6);
        add(format_args!("weight {weight}"));
        add(format_args!("weight {weight} {kind}"));
        if at == self.sentence {
            let far = word.abs_diff(self.head);
            let far = [3, 7, 15].into_iter().find(|step| far < *step).map_or(15, |step| step - 1);
            add(format_args!("far {far}"));
            if word < self.head {
                add(format_args!("left"));
            }
            if sentence.words[word].head.is_some_and(|above| self.saying.contains(&above)) {
                add(format_args!("says"));
            }
        }
        if let From::Memory(paragraph) = who.name.from {
            add(format_args!(
                "remembered {}",
                (scene.sentence(at).paragraph + 1).saturating_sub(paragraph).min(3)
            ));
        }
        if who.party.is_some() {
            add(format_args!("has a party"));
        }
        if who.anonymous {
            add(format_args!("anonymous"));
        }
        if scene.is_quoted(told.at) {
            add(format_args!("in quotation marks"));
        }
        all.push(Candidate { who, keys: keys.in_order() });
    }

    /// Somebody who is named, or a noun that means people.
    fn offer_actor<'t>(
        &self,
        scene: &Scene<'t>,
        place: &str,
        at: usize,
        word: usize,
        all: &mut Vec<Candidate<'t>>,
    ) {
        let told = &scene.sentence(at).words[word];
        let heads_name = told.is_name() && !matches!(told.kind(), "flat" | "compound");
        let noun = told.tag.starts_with("NN") && is_actor(&told.lemma);
        let pronoun = told.kind() == "nsubj" && matches!(told.tag, "PRP");
        if heads_name || noun || pronoun {
            self.offer(scene, place, at, word, all);
        }
    }
}
