//! Whom an event befalls: the person who comes or goes, the party whose situation changes.
//!
//! Everybody whom the clause, its sentence and those before it name is a candidate; a linear judge that is trained on labelled reports
//! chooses.

use std::fmt;

use super::fact::From;
use super::linear::Linear;
use super::party::Sides;
use super::voice::Voices;
use super::who::{Who, meant, meant_by_word};
use crate::events::Scene;
use crate::events::classes::classes;
use crate::events::keys::{Beginnings, Keys};
use crate::names::actors::is_actor;
use crate::names::lists::offices;
use crate::said::speaker::subject;

/// An event whose somebody is asked.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// The event as files name it: `resigned`, `worsens`.
    pub kind: &'a str,
    /// The sentence it stands in, as a place in the document's sentences.
    pub sentence: usize,
    /// The word at the top of its predicate, as a place in that sentence.
    pub head: usize,
    /// Its words in the sentence.
    pub words: &'a [usize],
}

/// Somebody with what holds of them.
#[derive(Clone, PartialEq)]
pub struct Candidate<'t> {
    /// The one whom it may befall.
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

/// Sentences before the event's own that are looked at.
const BACK: usize = 3;

/// Everybody whom an event may befall.
pub fn candidates<'t>(
    scene: &Scene<'t>,
    sides: &Sides,
    voices: &Voices<'t>,
    event: &Event<'_>,
) -> Vec<Candidate<'t>> {
    let mut all = Vec::new();
    for place in event.sentence.saturating_sub(BACK)..=event.sentence {
        let sentence = scene.sentence(place);
        for (word, told) in sentence.words.iter().enumerate() {
            let name = told.is_name() && !matches!(told.kind(), "flat" | "compound");
            let noun = told.tag.starts_with("NN") && is_actor(&told.lemma);
            let pronoun = told.tag.starts_with("PRP");
            // What the event's own verb has for a subject or object may be a group by a noun that no list has.
            let own = place == event.sentence
                && told.tag.starts_with("NN")
                && (told.head == Some(event.head) || told.relation == "nmod:poss")
                && matches!(told.kind(), "nsubj" | "obj" | "nmod");
            if (name || noun || pronoun || own)
                && let Some(who) = meant_by_word(scene, place, word)
            {
                let keys = keys(scene, sides, event, place, word, &who);
                all.push(Candidate { who, keys });
            }
        }
    }
    // `Our reserves are falling`, in a letter or in what somebody says: the writer's, the speaker's.
    let here = scene.sentence(event.sentence);
    let first_person = event.words.iter().any(|&word| is_first_person(here.words[word].at.as_str()));
    if let Some((voice, name)) = voices.named(here.paragraph) {
        let mut who = meant(scene, event.sentence, voice.name);
        who.name.from = From::Memory(voice.paragraph);
        all.push(Candidate { who, keys: told(event.kind, name, first_person) });
    }
    let at = here.words[event.head].at;
    let said = scene.said.iter().find(|said| said.content.contains(at));
    if let Some((said, word)) = said.and_then(|said| Some((said, said.speaker_word?)))
        && let Some(who) = meant_by_word(scene, said.sentence, word)
    {
        let name = if who.person { "the person who says so" } else { "who says so" };
        all.push(Candidate { who, keys: told(event.kind, name, first_person) });
    }
    all
}

fn is_first_person(word: &str) -> bool {
    matches!(word, "we" | "our" | "us" | "We" | "Our" | "I" | "my" | "My")
}

/// What holds of whoever tells an event.
fn told(kind: &str, name: &str, first_person: bool) -> Vec<u32> {
    let mut keys = Keys::default();
    keys.add(format_args!("{name}"));
    keys.add(format_args!("{name} {first_person}"));
    keys.add(format_args!("{kind}|{name} {first_person}"));
    keys.in_order()
}

fn keys(
    scene: &Scene<'_>,
    sides: &Sides,
    event: &Event<'_>,
    place: usize,
    word: usize,
    who: &Who<'_>,
) -> Vec<u32> {
    let sentence = scene.sentence(place);
    let told = &sentence.words[word];
    let kind = event.kind;
    let here = place == event.sentence;
    let back = event.sentence - place;
    let own = here && event.words.contains(&word);
    let where_ = match (own, here) {
        (true, _) => "clause".to_owned(),
        (false, true) => "sentence".to_owned(),
        _ if sentence.paragraph == scene.sentence(event.sentence).paragraph => format!("before {back}"),
        _ => "paragraph before".to_owned(),
    };
    let text = told.at.as_str().to_lowercase();
    let sort = if told.tag.starts_with("PRP") {
        text.as_str()
    } else if who.person {
        "person"
    } else if who.party.is_some() {
        "party"
    } else if is_actor(&told.lemma) {
        "actor"
    } else {
        "name"
    };
    let is_subject = here && subject(scene.sentence(event.sentence), event.head) == Some(word);
    let direct = here && told.head == Some(event.head);
    let above = told.head.map_or("", |above| scene.tokens(place)[above].as_str());
    let weight = super::party::weight_of(scene, sides, place, word).min(6);
    // `Agnes Wren, whom the council appointed`.
    let event_head = &scene.sentence(event.sentence).words[event.head];
    let antecedent = here && event_head.kind() == "acl" && event_head.head == Some(word);
    let passive =
        sentence.children(event.head).any(|child| here && sentence.words[child].relation == "aux:pass");
    let group = if matches!(kind, "improves" | "worsens") { "alternative" } else { "person" };
    let begin = Beginnings::new([format_args!("{kind}|"), format_args!("{group}|")]);
    let mut keys = Keys::default();
    let mut add = |name: fmt::Arguments<'_>| keys.add_behind(&begin, name);
    add(format_args!("{where_}"));
    add(format_args!("{sort}"));
    add(format_args!("{where_} {sort}"));
    add(format_args!("{where_} {}", told.relation));
    add(format_args!("{where_} {sort} {}", told.relation));
    add(format_args!("{where_} subject {is_subject} {sort}"));
    add(format_args!("{where_} direct {direct} {} {passive}", told.kind()));
    add(format_args!("antecedent {antecedent} {sort}"));
    let tie = if antecedent {
        "antecedent"
    } else if direct {
        told.kind()
    } else if is_subject {
        "subject"
    } else {
        where_.as_str()
    };
    let case = sentence.child(word, "case").filter(|case| *case < word);
    let case = case.map_or("", |case| sentence.words[case].lemma.as_str());
    for class in classes().of(&scene.tokens(event.sentence)[event.head]) {
        add(format_args!("{class} {passive} {tie} {case} {sort}"));
    }
    add(format_args!("weight {weight}"));
    add(format_args!("weight {weight} {where_}"));
    add(format_args!("above {above}"));
    add(format_args!("side {} {where_}", if here && word < event.head { "left" } else { "right" }));
    add(format_args!("far {} {where_}", if here { word.abs_diff(event.head).min(15) / 3 } else { 9 }));
    add(format_args!("office {}", offices().is_office(&told.lemma)));
    add(format_args!("{} {sort} above {above}", told.relation));
    if let Some(case) = sentence.child(word, "case").filter(|case| *case < word) {
        add(format_args!("case {} {where_}", sentence.words[case].lemma));
        add(format_args!("case {} above {above}", sentence.words[case].lemma));
    }
    keys.in_order()
}

/// Whom an event befalls, and how sure that is.
pub fn befallen<'t>(
    scene: &Scene<'t>,
    sides: &Sides,
    voices: &Voices<'t>,
    judge: &Linear,
    event: &Event<'_>,
) -> Option<(Who<'t>, f32)> {
    let mut all = candidates(scene, sides, voices, event);
    let names: Vec<&str> = all.iter().map(|candidate| candidate.who.name.value.as_str()).collect();
    let (place, share) = judge.best(all.iter().map(|candidate| candidate.keys.as_slice()), &names)?;
    Some((all.swap_remove(place).who, share))
}
