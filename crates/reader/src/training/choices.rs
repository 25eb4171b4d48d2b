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
use crate::suggest::floor::{Turn, Turns, asked, same_name};
use crate::suggest::party::Sides;
use crate::suggest::speakers::candidates;
use crate::suggest::voice::Voices;
use crate::suggest::when::{self, Asked};
use crate::suggest::who::Who;
use crate::suggest::whose::{self, Event};

use super::events::{clause_of, shared};
use super::labelled::{Fact, Labelled};
use super::rng::Rng;

/// Candidates by the hashes of what holds of each, what each comes to, and which of them are right.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    candidates: Vec<Vec<u32>>,
    answers: Vec<usize>,
    right: Vec<bool>,
}

/// The choices of one judge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Posed {
    /// Those with a right candidate.
    pub choices: Vec<Choice>,
    /// How many have none.
    pub without: usize,
}

/// The choices that labelled reports pose.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Of a speaker for each piece of a statement.
    pub speakers: Posed,
    /// Of a day for each fact.
    pub days: Posed,
    /// Of whom an event befalls.
    pub befallen: Posed,
}

/// Adds the choices that a labelled report poses.
///
/// # Errors
/// The fault of a report that cannot be read.
pub fn choices(
    labelled: &Labelled,
    model: &'static Model,
    all: &mut Choices,
) -> Result<(), crate::report::ReportError> {
    let report = Report::read(&labelled.text, &Options::default())?;
    let scene = Scene::new(Document::read(report, model));
    let voices = Voices::of_report(&scene);
    let sides = Sides::new(&scene);
    let mut turns = Turns::default();
    for (piece, fact) in stated(&scene, labelled) {
        let mut who = None;
        if let Some(by) = fact.fields.get("by") {
            let found = candidates(&scene, &sides, &voices, &piece, turns);
            let right: Vec<bool> =
                found.iter().map(|candidate| same_name(candidate.who.name.value.as_str(), by)).collect();
            if let Some(place) = right.iter().position(|right| *right) {
                who = Some(found[place].who);
            }
            let names = found.iter().map(|candidate| candidate.who.name.value.as_str());
            all.speakers.add(found.iter().map(|candidate| &candidate.keys), names, right);
        }
        // Once as if nothing had been said before: a reader that missed one day must find the next all the same.
        if turns.last.is_some() {
            let question = asked(&scene, &piece, who, Turns::default());
            choose_day(&scene, &voices, &question, fact, &mut all.days);
        }
        let question = asked(&scene, &piece, who, turns);
        let on = choose_day(&scene, &voices, &question, fact, &mut all.days);
        if let Some(who) = who {
            turns.take(Turn::new(&scene, &piece, who, on));
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
            told: None,
        };
        choose_day(&scene, &voices, &question, fact, &mut all.days);
    }
    for fact in labelled.facts.iter().filter(|fact| matches!(fact.kind.as_str(), "alternative" | "person")) {
        let Some(clause) = clause_of(&scene, fact).and_then(|clause| scene.clauses.get(clause)) else {
            continue;
        };
        let event =
            Event { kind: &fact.what, sentence: clause.sentence, head: clause.head, words: &clause.words };
        let found = whose::candidates(&scene, &sides, &voices, &event);
        let right: Vec<bool> =
            found.iter().map(|candidate| is_right(labelled, fact, &candidate.who)).collect();
        let names = found.iter().map(|candidate| candidate.who.name.value.as_str());
        all.befallen.add(found.iter().map(|candidate| &candidate.keys), names, right);
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

impl Posed {
    fn add<'k, A: PartialEq>(
        &mut self,
        keys: impl Iterator<Item = &'k Vec<u32>>,
        answers: impl Iterator<Item = A>,
        right: Vec<bool>,
    ) {
        if !right.contains(&true) {
            self.without += 1;
            return;
        }
        let answers: Vec<A> = answers.collect();
        let first = |answer: &A| answers.iter().position(|other| other == answer).unwrap_or(0);
        let answers = answers.iter().map(first).collect();
        self.choices.push(Choice { candidates: keys.cloned().collect(), answers, right });
    }

    /// How many choices were asked for, how many have a right candidate, and in how many of these a judge takes one.
    pub fn chosen(&self, judge: &Linear) -> [usize; 3] {
        let taken = self.choices.iter().filter(|choice| {
            let best = judge.best(choice.candidates.iter().map(Vec::as_slice), &choice.answers);
            best.is_some_and(|(place, _)| choice.right[place])
        });
        [self.choices.len() + self.without, self.choices.len(), taken.count()]
    }
}

/// Adds the choice of a fact's day, and returns the right one where it is among the candidates.
fn choose_day<'t>(
    scene: &Scene<'t>,
    voices: &Voices<'t>,
    question: &Asked<'_, 't>,
    fact: &Fact,
    days: &mut Posed,
) -> Option<Field<'t, Date>> {
    let gold: Option<Date> = fact.fields.get("on").and_then(|on| on.parse().ok());
    let found = when::candidates(scene, voices, question);
    let right: Vec<bool> = found.iter().map(|candidate| candidate.on.map(|on| on.value) == gold).collect();
    let on = right.iter().position(|right| *right).and_then(|place| found[place].on);
    let values = found.iter().map(|candidate| candidate.on.map(|on| on.value));
    days.add(found.iter().map(|candidate| &candidate.keys), values, right);
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
pub fn train_linear(posed: &Posed) -> Linear {
    let choices = &posed.choices;
    const ROUNDS: usize = 10;
    /// From this round on the weights count towards the mean that is kept: single weights still go up and down.
    const MEAN_FROM: usize = 5;
    /// Share of what holds that is left out by chance each time, so that no weight leans on others always being there.
    const LEFT_OUT: f32 = 0.3;
    /// What a weight loses each time it counts, as a share of the step.
    const DECAY: f32 = 1e-3;
    /// Weights that change nothing are not kept.
    const SMALL: f32 = 0.02;
    let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
    let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
    let mut rng = Rng::new(1);
    let mut order: Vec<usize> = (0..choices.len()).collect();
    for round in 0..ROUNDS {
        rng.shuffle(&mut order);
        let rate = 0.1 * (1.0 - round as f32 / ROUNDS as f32);
        for &number in &order {
            let choice = &choices[number];
            let mut kept = choice.candidates.clone();
            kept.iter_mut().for_each(|keys| keys.retain(|_| rng.share() >= LEFT_OUT));
            let mut shares: Vec<f32> =
                kept.iter().map(|keys| keys.iter().filter_map(|key| weights.get(key)).sum()).collect();
            softmax(&mut shares);
            let good: f32 =
                shares.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(share, _)| share).sum();
            for ((keys, share), right) in kept.iter().zip(&shares).zip(&choice.right) {
                let wanted = if *right { share / good.max(1e-6) } else { 0.0 };
                for key in keys {
                    let weight = weights.entry(*key).or_default();
                    *weight += rate * (wanted - share) - rate * DECAY * *weight;
                }
            }
        }
        if round >= MEAN_FROM {
            weights.iter().for_each(|(key, weight)| *sums.entry(*key).or_default() += weight);
        }
    }
    let mut weights = sums;
    weights.values_mut().for_each(|weight| *weight /= (ROUNDS - MEAN_FROM) as f32);
    weights.retain(|_, weight| weight.abs() >= SMALL);
    Linear::from_weights(weights)
}
