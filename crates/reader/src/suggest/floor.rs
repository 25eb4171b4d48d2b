//! Who has the floor: the speaker whom words belong to, and the day on which they were said.
//!
//! Everybody whom the sentence, its neighbours, the turn before and the report's voice offer is a candidate; what is known of each is
//! weighed by a linear judge that is trained on labelled reports. The chosen one has the next turn.

use std::fmt;

use jiff::civil::Date;

use super::fact::{Field, From};
use super::linear::Judges;
use super::voice::Voices;
use super::when::{Asked, day};
use super::who::{Who, meant, meant_by_word};
use crate::events::Scene;
use crate::events::features::Piece;
use crate::events::keys::Keys;
use crate::names::actors::is_actor;
use crate::said::cues::cues;
use crate::said::speaker::subject;
use crate::said::{Attribution, Manner};

/// The last speaker, as the report goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn<'t> {
    /// The paragraph, from 0.
    pub paragraph: usize,
    /// Who spoke.
    pub who: Who<'t>,
    /// When.
    pub on: Option<Field<'t, Date>>,
}

/// Somebody who may have said something, with what holds of them.
#[derive(Clone, PartialEq)]
pub struct Candidate<'t> {
    /// Who.
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
    voices: &Voices<'t>,
    piece: &Piece<'t>,
    before: Option<Turn<'t>>,
) -> Vec<Candidate<'t>> {
    let said = piece.said.and_then(|said| scene.said.get(said));
    let sentence = scene.sentence(piece.sentence);
    let around = Around::of(scene, piece, said);
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
    if let Some(turn) = before {
        let far = match sentence.paragraph - turn.paragraph.min(sentence.paragraph) {
            0 => "turn here",
            1 => "turn before",
            _ => "turn long before",
        };
        let kind = if turn.who.person { "person" } else { "other" };
        all.push(Candidate { who: turn.who, keys: around.keys(far, kind).in_order() });
    }
    if let Some((voice, name)) = voices.named(sentence.paragraph) {
        let mut who = meant(scene, piece.sentence, voice.name);
        who.name.from = From::Memory(voice.paragraph);
        all.push(Candidate { who, keys: around.keys(name, "voice").in_order() });
    }
    all
}

/// What holds of a piece whoever said it.
struct Around {
    context: String,
    first_person: bool,
    saying: Vec<usize>,
    sentence: usize,
    head: usize,
}

impl Around {
    fn of(scene: &Scene<'_>, piece: &Piece<'_>, said: Option<&Attribution<'_>>) -> Self {
        let sentence = scene.sentence(piece.sentence);
        let quoted = scene.is_quoted(sentence.words[piece.head].at);
        let manner = match said.map(|said| said.manner) {
            Some(Manner::Direct) => "direct",
            Some(Manner::Indirect) => "indirect",
            Some(Manner::Mixed) => "mixed",
            None => "position",
        };
        let cue = said.is_some_and(|said| said.cue.is_some());
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
            context: format!("{manner} {quoted} {cue}"),
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
        keys
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

/// Goes through a report's statements in the order of the text.
#[derive(Debug)]
pub struct Floor<'s, 't> {
    scene: &'s Scene<'t>,
    voices: &'s Voices<'t>,
    judges: Judges<'s>,
    last: Option<Turn<'t>>,
}

impl<'s, 't> Floor<'s, 't> {
    /// Nobody has spoken yet.
    pub fn new(scene: &'s Scene<'t>, voices: &'s Voices<'t>, judges: Judges<'s>) -> Self {
        Self { scene, voices, judges, last: None }
    }

    /// Who says a piece, and when, and how sure both are. Only what is a statement (`stated`) takes the floor.
    pub fn speaker(&mut self, piece: &Piece<'t>, stated: bool) -> Said<'t> {
        let mut all = candidates(self.scene, self.voices, piece, self.last);
        let best = self.judges.speakers.best(all.iter().map(|candidate| candidate.keys.as_slice()));
        let (who, sure) =
            best.map_or((None, 0.3), |(place, share)| (Some(all.swap_remove(place).who), share));
        let asked = asked(self.scene, piece, who, self.last);
        let (on, sure_day) = day(self.scene, self.voices, self.judges.days, &asked);
        if let Some(who) = who
            && stated
        {
            let paragraph = self.scene.sentence(piece.sentence).paragraph;
            self.last = Some(Turn { paragraph, who, on });
        }
        Said { who, on, sure: sure * sure_day }
    }
}

/// Who said something and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'t> {
    /// Who.
    pub who: Option<Who<'t>>,
    /// When.
    pub on: Option<Field<'t, Date>>,
    /// How sure both are, from 0 to 1.
    pub sure: f32,
}

/// The question for the day of a statement.
pub fn asked<'a, 't>(
    scene: &'a Scene<'t>,
    piece: &'a Piece<'t>,
    who: Option<Who<'t>>,
    last: Option<Turn<'t>>,
) -> Asked<'a, 't> {
    let said = piece.said.and_then(|said| scene.said.get(said));
    let paragraph = scene.sentence(piece.sentence).paragraph;
    let before = last.filter(|turn| turn.paragraph + 1 >= paragraph).map(|turn| {
        let same = Some(turn.who.name.value) == who.map(|who| who.name.value);
        let place = match (turn.paragraph == paragraph, same) {
            (true, true) => "turn",
            (true, false) => "other's turn",
            (false, true) => "turn before",
            (false, false) => "other's turn before",
        };
        (turn.on, place)
    });
    let kind = if said.is_some() { "said" } else { "position" };
    Asked { kind, sentence: piece.sentence, head: piece.head, words: &piece.words, said, before }
}

/// The same somebody, by the words: `the board` and `Board`, `Marand` and `Ilse Marand`.
pub fn same_name(one: &str, other: &str) -> bool {
    const SMALL: [&str; 16] = [
        "the",
        "a",
        "an",
        "of",
        "its",
        "their",
        "his",
        "her",
        "one",
        "mr",
        "mrs",
        "ms",
        "dr",
        "general",
        "commander",
        "our",
    ];
    let bare = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (bare(one), bare(other));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    !one.is_empty()
        && !other.is_empty()
        && (one.last() == other.last() || within(&one, &other) || within(&other, &one))
}
