//! Training of who has the floor and which day a fact has, from labelled reports.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::document::Document;
use crate::events::Scene;
use crate::events::features::Piece;
use crate::events::pieces::{pieces, position};
use crate::net::maths::softmax;
use crate::parse::Model;
use crate::report::{Options, Report};
use crate::suggest::Linear;
use crate::suggest::fact::Field;
use crate::suggest::floor::{Turn, asked, candidates, same_name};
use crate::suggest::party::Sides;
use crate::suggest::voice::Voices;
use crate::suggest::when::{self, Asked};
use crate::suggest::who::Who;
use crate::suggest::whose::{self, Event};

use super::events::{clause_of, shared};
use super::labelled::{Fact, Labelled};
use super::rng::Rng;

/// Candidates by the hashes of what holds of each, and which of them are right.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    candidates: Vec<Vec<u32>>,
    right: Vec<bool>,
}

/// The choices that labelled reports pose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Of a speaker for each piece of a statement.
    pub speakers: Vec<Choice>,
    /// Of a day for each fact.
    pub days: Vec<Choice>,
    /// Of whom an event befalls.
    pub befallen: Vec<Choice>,
}

/// Adds the choices that a labelled report poses.
///
/// # Errors
/// The fault of a report that cannot be read.
pub fn choices(
    labelled: &Labelled,
    model: &'static Model,
    all: &mut Choices,
) -> Result<(), crate::report::Fault> {
    let report = Report::read(&labelled.text, &Options::default())?;
    let scene = Scene::of(Document::read(report, model));
    let voices = Voices::of_report(&scene);
    let mut turn: Option<Turn<'_>> = None;
    let sides = Sides::of(&scene);
    for (piece, fact) in stated(&scene, labelled) {
        let paragraph = scene.sentence(piece.sentence).paragraph;
        let mut who = None;
        if let Some(by) = fact.fields.get("by") {
            let found = candidates(&scene, &voices, &piece, turn);
            let right: Vec<bool> =
                found.iter().map(|candidate| same_name(candidate.who.name.value.as_str(), by)).collect();
            if let Some(place) = right.iter().position(|right| *right) {
                who = Some(found[place].who);
                all.speakers.push(choice(found.iter().map(|candidate| &candidate.keys), right));
            }
        }
        let question = asked(&scene, &piece, who, turn);
        let on = choose_day(&scene, &voices, &question, fact, &mut all.days);
        if let Some(who) = who {
            turn = Some(Turn { paragraph, who, on });
        }
    }
    for fact in
        labelled.facts.iter().filter(|fact| matches!(fact.kind.as_str(), "session" | "status" | "person"))
    {
        let Some(clause) = clause_of(&scene, fact).and_then(|clause| scene.clauses.get(clause)) else {
            continue;
        };
        let question = Asked {
            kind: &fact.what,
            sentence: clause.sentence,
            head: clause.head,
            words: &clause.words,
            said: None,
            before: None,
        };
        choose_day(&scene, &voices, &question, fact, &mut all.days);
    }
    for fact in labelled.facts.iter().filter(|fact| matches!(fact.kind.as_str(), "alternative" | "person")) {
        let Some(clause) = clause_of(&scene, fact).and_then(|clause| scene.clauses.get(clause)) else {
            continue;
        };
        let event =
            Event { kind: &fact.what, sentence: clause.sentence, head: clause.head, words: &clause.words };
        let found = whose::candidates(&scene, &sides, &event);
        let right: Vec<bool> =
            found.iter().map(|candidate| is_right(labelled, fact, &candidate.who)).collect();
        if right.contains(&true) {
            all.befallen.push(choice(found.iter().map(|candidate| &candidate.keys), right));
        }
    }
    Ok(())
}

/// Whether somebody is whom a fact befalls: the person, or one of the party or of its forms.
fn is_right(labelled: &Labelled, fact: &Fact, who: &Who<'_>) -> bool {
    let name = who.name.value.as_str();
    if let Some(gold) = fact.fields.get("who") {
        return same_name(name, gold);
    }
    let Some(party) = fact.fields.get("party") else { return false };
    let of_party = labelled.people.iter().any(|[person, _, of]| of == party && same_name(name, person));
    let forms = labelled.parties.iter().filter(|(id, _)| id == party).flat_map(|(_, forms)| forms);
    of_party || forms.into_iter().any(|form| same_name(name, form))
}

fn choice<'k>(keys: impl Iterator<Item = &'k Vec<u32>>, right: Vec<bool>) -> Choice {
    Choice { candidates: keys.cloned().collect(), right }
}

/// Adds the choice of a fact's day, and returns the right one where it is among the candidates.
fn choose_day<'t>(
    scene: &Scene<'t>,
    voices: &Voices<'t>,
    question: &Asked<'_, 't>,
    fact: &Fact,
    days: &mut Vec<Choice>,
) -> Option<Field<'t, Date>> {
    let gold: Option<Date> = fact.fields.get("on").and_then(|on| on.parse().ok());
    let found = when::candidates(scene, voices, question);
    let right: Vec<bool> = found.iter().map(|candidate| candidate.on.map(|on| on.value) == gold).collect();
    let place = right.iter().position(|right| *right)?;
    let on = found[place].on;
    days.push(choice(found.iter().map(|candidate| &candidate.keys), right));
    on
}

/// The pieces of a report's statements, in the order of the text.
fn stated<'t, 'l>(scene: &Scene<'t>, labelled: &'l Labelled) -> Vec<(Piece<'t>, &'l Fact)> {
    let statements: Vec<&Fact> = labelled.facts.iter().filter(|fact| fact.kind == "statement").collect();
    let mut announced = vec![false; statements.len()];
    let mut all = Vec::new();
    for piece in pieces(scene) {
        let best = statements
            .iter()
            .enumerate()
            .map(|(number, fact)| (shared(scene, &piece, fact), number))
            .filter(|&(share, _)| share > 0.0)
            .max_by(|one, other| one.0.total_cmp(&other.0));
        if let Some((_, number)) = best {
            announced[number] = true;
            all.push((piece, statements[number]));
        }
    }
    for (fact, _) in statements.iter().zip(&announced).filter(|(_, announced)| !**announced) {
        let clause = clause_of(scene, fact).and_then(|clause| scene.clauses.get(clause));
        if let Some(piece) = clause.and_then(|clause| position(scene, clause)) {
            all.push((piece, fact));
        }
    }
    all.sort_by_key(|(piece, _)| (piece.at.start(), piece.at.end()));
    all
}

/// Trains a judge: the right candidates of each choice together are made likelier than the others.
pub fn train_linear(choices: &[Choice]) -> Linear {
    const ROUNDS: usize = 20;
    let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
    let mut rng = Rng::new(1);
    let mut order: Vec<usize> = (0..choices.len()).collect();
    for round in 0..ROUNDS {
        rng.shuffle(&mut order);
        let rate = 0.1 * (1.0 - round as f32 / ROUNDS as f32);
        for &number in &order {
            let choice = &choices[number];
            let mut shares: Vec<f32> = choice
                .candidates
                .iter()
                .map(|keys| keys.iter().filter_map(|key| weights.get(key)).sum())
                .collect();
            softmax(&mut shares);
            let good: f32 =
                shares.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for ((keys, share), right) in choice.candidates.iter().zip(&shares).zip(&choice.right) {
                let wanted = if *right { share / good.max(1e-6) } else { 0.0 };
                for key in keys {
                    let weight = weights.entry(*key).or_default();
                    *weight += rate * (wanted - share) - rate * 1e-4 * *weight;
                }
            }
        }
    }
    Linear::of(weights)
}
