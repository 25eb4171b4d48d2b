//! Training of what clauses tell, from labelled reports.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::events::classifier::{Classifier, Shape};
use crate::events::features::{Features, Piece, VECTORS, of_clause};
use crate::events::keys::Known;
use crate::events::model::{ANSWERS, DIRECTIONS, EVENTS, SESSIONS, STANCES, shares};
use crate::events::pieces::{pieces, position};
use crate::events::positions::of_piece;
use crate::events::{Clause, Events, Scene};
use crate::net::dense::{column_sums, outer, padded, product, relu, relu_gradient, transposed};
use crate::parse::Model;
use crate::report::{Options, Report};

use super::adam::Adam;
use super::labelled::{Fact, Labelled};
use super::rng::Rng;

/// How the classifiers are trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventPlan {
    /// Where chance begins.
    pub seed: u64,
    /// How often the examples are gone through.
    pub rounds: usize,
    /// Examples in a batch.
    pub batch: usize,
    /// The first step's length.
    pub rate: f32,
    /// Share of features, of dense inputs and of hidden numbers left out by chance.
    pub noise: (f32, f32, f32),
    /// How many reports a feature must stand in to get a row.
    pub often: usize,
    /// Width of the hidden layer.
    pub hidden: usize,
    /// How many classifiers are averaged.
    pub members: usize,
    /// What each weight loses a step, as a share of the step.
    pub decay: f32,
}

impl Default for EventPlan {
    fn default() -> Self {
        Self {
            seed: 1,
            rounds: 15,
            batch: 32,
            rate: 0.004,
            noise: (0.3, 0.1, 0.3),
            often: 9,
            hidden: 40,
            members: 3,
            decay: 0.01,
        }
    }
}

/// A description with what is right about it; `None` where nothing is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    features: Features,
    events: [Option<bool>; EVENTS.len()],
    session: Option<usize>,
    direction: Option<usize>,
    stance: Option<usize>,
}

/// The examples that a labelled report gives.
///
/// # Errors
/// The fault of a report that cannot be read.
pub fn examples(
    labelled: &Labelled,
    model: &'static Model,
) -> Result<Vec<Example>, crate::report::ReportError> {
    let report = Report::read(&labelled.text, &Options::default())?;
    let scene = Scene::new(Document::read(report, model));
    let mut all = Vec::new();
    // A statement that is announced is judged by its pieces; any other by its clause.
    let parts = pieces(&scene);
    let statements: Vec<&Fact> = labelled.facts.iter().filter(|fact| fact.kind == "statement").collect();
    let mut announced = vec![false; statements.len()];
    for piece in &parts {
        let best = statements
            .iter()
            .enumerate()
            .map(|(number, fact)| (shared(&scene, piece, fact), number))
            .filter(|&(share, _)| share > 0.0)
            .max_by(|one, other| one.0.total_cmp(&other.0));
        let mut example = Example { features: of_piece(&scene, model, piece), ..Example::default() };
        example.events[index(&EVENTS, "said")] = Some(best.is_some());
        example.events[index(&EVENTS, "trap")] =
            Some(best.is_none() && trapped(&scene, labelled, piece.sentence, &piece.words));
        if let Some((_, number)) = best {
            announced[number] = true;
            example.stance = STANCES.iter().position(|stance| *stance == statements[number].what);
        }
        all.push(example);
    }
    for (number, clause) in scene.clauses.iter().enumerate() {
        let mut example = Example { features: of_clause(&scene, model, clause), ..Example::default() };
        example.events = [Some(false); EVENTS.len()];
        example.events[index(&EVENTS, "said")] = None;
        let mut fact_here = false;
        for fact in labelled.facts.iter().filter(|fact| clause_of(&scene, fact) == Some(number)) {
            let what = fact.what.as_str();
            fact_here |= fact.kind != "trap";
            match fact.kind.as_str() {
                "session" => {
                    example.events[index(&EVENTS, "session")] = Some(true);
                    example.session = SESSIONS.iter().position(|status| *status == what);
                }
                "alternative" => {
                    example.events[index(&EVENTS, "alternative")] = Some(true);
                    example.direction = DIRECTIONS.iter().position(|direction| *direction == what);
                }
                "status" | "person" => {
                    if let Some(event) = EVENTS.iter().position(|event| *event == what) {
                        example.events[event] = Some(true);
                    }
                }
                _ => {}
            }
        }
        let mine = |fact: &&Fact| clause_of(&scene, fact) == Some(number);
        let stated = statements.iter().zip(&announced).find(|(fact, announced)| !**announced && mine(fact));
        if let Some((fact, _)) = stated {
            example.events[index(&EVENTS, "position")] = Some(true);
            if let Some(piece) = position(&scene, clause) {
                let mut second = Example { features: of_piece(&scene, model, &piece), ..Example::default() };
                second.stance = STANCES.iter().position(|stance| *stance == fact.what);
                all.push(second);
            }
        } else if statements.iter().any(mine) {
            // Announced: whether its clause would be a position without the cue is not asked.
            example.events[index(&EVENTS, "position")] = None;
        }
        let caught = trapped(&scene, labelled, clause.sentence, &clause.words);
        example.events[index(&EVENTS, "trap")] = Some(!fact_here && caught);
        all.push(example);
    }
    Ok(all)
}

/// Whether at least half of some words stand in what is labelled as a trap.
fn trapped(scene: &Scene<'_>, labelled: &Labelled, place: usize, words: &[usize]) -> bool {
    let sentence = scene.sentence(place);
    labelled.facts.iter().filter(|fact| fact.kind == "trap").any(|trap| {
        let inside = |&&word: &&usize| {
            let at = sentence.words[word].at;
            trap.at.start <= at.start() && at.end() <= trap.at.end
        };
        2 * words.iter().filter(inside).count() >= words.len().max(1)
    })
}

fn index(names: &[&str], name: &str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or(0)
}

/// How much of a piece and a fact's words are the same: the share of the shorter; nothing below half.
pub(super) fn shared(scene: &Scene<'_>, piece: &Piece<'_>, fact: &Fact) -> f32 {
    let sentence = scene.sentence(piece.sentence);
    let ranges: Vec<_> = std::iter::once(&fact.at).chain(&fact.rest).chain(&fact.condition).collect();
    let plain = |&&word: &&usize| sentence.words[word].at.as_str().chars().any(char::is_alphanumeric);
    let own: Vec<usize> = piece.words.iter().filter(plain).copied().collect();
    let both = own
        .iter()
        .filter(|&&word| {
            let at = sentence.words[word].at;
            ranges.iter().any(|range| range.start <= at.start() && at.end() <= range.end)
        })
        .count();
    let of_fact = scene
        .document
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.words)
        .filter(|word| {
            fact.at.start <= word.at.start()
                && word.at.end() <= fact.at.end
                && word.at.as_str().chars().any(char::is_alphanumeric)
        })
        .count();
    let shorter = own.len().min(of_fact).max(1);
    if 2 * both >= shorter && both > 0 { both as f32 / own.len().max(of_fact) as f32 } else { 0.0 }
}

/// The clause that the top word of a fact's words belongs to. Where that clause's predicate is no word of the fact, but those of clauses
/// below it are (`Agnes Wren, whom the council appointed`), the first of these: it is what tells the fact.
pub(super) fn clause_of(scene: &Scene<'_>, fact: &Fact) -> Option<usize> {
    let (place, sentence) =
        scene.document.sentences.iter().enumerate().find(|(_, sentence)| {
            sentence.at.start() <= fact.at.start && fact.at.start < sentence.at.end()
        })?;
    let depth = |word: usize| sentence.way_up(word).count();
    let inside = (0..sentence.words.len()).filter(|&word| {
        let told = &sentence.words[word];
        fact.at.start <= told.at.start() && told.at.end() <= fact.at.end && told.kind() != "punct"
    });
    let words: Vec<usize> = inside.collect();
    let top = words.iter().copied().min_by_key(|&word| (depth(word), word))?;
    let here = |clause: &Clause| clause.sentence == place;
    let own = scene.clauses.iter().position(|clause| here(clause) && clause.words.contains(&top))?;
    if words.contains(&scene.clauses.get(own)?.head) {
        return Some(own);
    }
    let told = scene.clauses.iter().enumerate().filter(|(_, clause)| {
        let of_fact = clause.words.iter().filter(|word| words.contains(word)).count();
        here(clause) && words.contains(&clause.head) && 3 * of_fact >= words.len()
    });
    Some(told.min_by_key(|(_, clause)| depth(clause.head)).map_or(own, |(place, _)| place))
}

/// Trains on the examples of several reports; `tell` gets the round and the loss an example.
pub fn train_events(plan: &EventPlan, reports: &[Vec<Example>], mut tell: impl FnMut(usize, f32)) -> Events {
    let features = Known::from_hashes(known_features(plan, reports));
    let examples: Vec<&Example> = reports.iter().flatten().collect();
    let dense = examples.first().map_or(0, |example| example.features.dense.len());
    let shape = Shape { features, dense, hidden: plan.hidden, answers: ANSWERS };
    let rows: Vec<Vec<usize>> = examples.iter().map(|example| shape.rows(&example.features.keys)).collect();
    let work = |seed| one(plan, seed, &shape, &examples, &rows);
    let seeds: Vec<u64> = (0..plan.members as u64).map(|member| plan.seed + member).collect();
    let trained = std::thread::scope(|scope| {
        let running: Vec<_> = seeds.iter().map(|&seed| scope.spawn(move || work(seed))).collect();
        // A thread that panicked has said why; its part is worked out again here, which panics in turn.
        let joined = running.into_iter().zip(&seeds);
        joined.map(|(thread, &seed)| thread.join().unwrap_or_else(|_| work(seed))).collect::<Vec<_>>()
    });
    let mut members = Vec::new();
    for (member, losses) in trained {
        losses.into_iter().zip(1..).for_each(|(loss, round)| tell(round, loss));
        members.push(member);
    }
    Events { members }
}

fn known_features(plan: &EventPlan, reports: &[Vec<Example>]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for report in reports {
        let mut here: Vec<u32> =
            report.iter().flat_map(|example| example.features.keys.iter().copied()).collect();
        here.sort_unstable();
        here.dedup();
        here.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    counts.into_iter().filter(|&(_, count)| count >= plan.often).map(|(key, _)| key).collect()
}

/// One classifier, and the loss an example of each round.
fn one(
    plan: &EventPlan,
    seed: u64,
    shape: &Shape,
    examples: &[&Example],
    rows: &[Vec<usize>],
) -> (Classifier, Vec<f32>) {
    let mut rng = Rng::new(seed);
    let [weights, bias, out, out_bias] = shape.blocks();
    let mut parameters = vec![0.0; shape.len()];
    parameters[..weights].iter_mut().for_each(|value| *value = rng.within(0.1));
    let limit = (3.0 / (VECTORS as f32 * 64.0)).sqrt();
    parameters[weights..bias].iter_mut().for_each(|value| *value = rng.within(limit));
    let limit = (6.0 / (shape.hidden + ANSWERS) as f32).sqrt();
    parameters[out..out_bias].iter_mut().for_each(|value| *value = rng.within(limit));
    let mut classifier = Classifier { shape: shape.clone(), parameters };
    let mut adam = Adam::new(shape.len());
    let mut gradient = vec![0.0; shape.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let steps = (plan.rounds * examples.len()).max(1) as f32;
    let mut gone = 0;
    let mut losses = Vec::new();
    for _ in 0..plan.rounds {
        rng.shuffle(&mut order);
        let mut lost = 0.0;
        for batch in order.chunks(plan.batch) {
            let here: Vec<(&Example, &[usize])> =
                batch.iter().map(|&number| (examples[number], rows[number].as_slice())).collect();
            let touched: BTreeSet<usize> = here.iter().flat_map(|(_, rows)| rows.iter().copied()).collect();
            lost += step(&classifier, &here, plan, &mut rng, &mut gradient);
            let parts: Vec<_> = touched
                .into_iter()
                .map(|row| row * shape.hidden..(row + 1) * shape.hidden)
                .chain(std::iter::once(weights..shape.len()))
                .collect();
            gone += batch.len();
            let rate = plan.rate * (1.0 - 0.95 * gone as f32 / steps);
            for part in &parts {
                gradient[part.clone()].iter_mut().for_each(|d| *d /= batch.len() as f32);
                classifier.parameters[part.clone()]
                    .iter_mut()
                    .for_each(|value| *value *= 1.0 - plan.decay * rate);
            }
            adam.step_parts(&mut classifier.parameters, &gradient, rate, &parts);
            parts.into_iter().for_each(|part| gradient[part].fill(0.0));
        }
        losses.push(lost / examples.len() as f32);
    }
    (classifier, losses)
}

/// Adds the gradient of a batch, with chance leaving things out; returns the sum of its losses.
fn step(
    classifier: &Classifier,
    batch: &[(&Example, &[usize])],
    plan: &EventPlan,
    rng: &mut Rng,
    gradient: &mut [f32],
) -> f32 {
    let shape = &classifier.shape;
    let [weights, bias, out, out_bias] = shape.blocks();
    let (features, inputs, inner) = plan.noise;
    let (mut kept, mut dense, mut mask) = (Vec::new(), Vec::new(), Vec::new());
    for (example, rows) in batch {
        kept.push(rows.iter().copied().filter(|_| rng.share() >= features).collect::<Vec<usize>>());
        let factors = rng.mask(shape.dense, inputs);
        dense.extend(example.features.dense.iter().zip(&factors).map(|(value, factor)| value * factor));
        mask.extend(rng.mask(shape.hidden, inner));
    }
    let mut hidden = classifier.hidden(&kept, &dense);
    relu(&mut hidden);
    hidden.iter_mut().zip(&mask).for_each(|(value, factor)| *value *= factor);
    let scores = classifier.answers(&hidden);
    let (mut lost, mut d_scores) = (0.0, Vec::with_capacity(scores.len()));
    for (row, (example, _)) in scores.chunks_exact(padded(ANSWERS)).zip(batch) {
        let (loss, d) = loss(row, example);
        lost += loss;
        d_scores.extend(d);
    }
    outer(&mut gradient[out..out_bias], shape.hidden, padded(ANSWERS), &hidden, &d_scores);
    column_sums(&mut gradient[out_bias..], &d_scores);
    let back = transposed_answers(classifier, out, out_bias);
    let mut d_hidden = vec![0.0; hidden.len()];
    product(&back, padded(ANSWERS), shape.hidden, &d_scores, &mut d_hidden);
    d_hidden.iter_mut().zip(&mask).for_each(|(d, factor)| *d *= factor);
    relu_gradient(&hidden, &mut d_hidden);
    outer(&mut gradient[weights..bias], shape.dense, shape.hidden, &dense, &d_hidden);
    column_sums(&mut gradient[bias..out], &d_hidden);
    for (rows, d_hidden) in kept.iter().zip(d_hidden.chunks_exact(shape.hidden)) {
        let share = 1.0 / (rows.len().max(1) as f32).sqrt();
        for row in rows {
            let sums = &mut gradient[row * shape.hidden..(row + 1) * shape.hidden];
            sums.iter_mut().zip(d_hidden).for_each(|(sum, d)| *sum += d * share);
        }
    }
    lost
}

fn transposed_answers(classifier: &Classifier, out: usize, end: usize) -> Vec<f32> {
    transposed(&classifier.parameters[out..end], classifier.shape.hidden, padded(ANSWERS))
}

/// The loss of some scores, and its gradient: what is asked of each answer.
fn loss(scores: &[f32], example: &Example) -> (f32, Vec<f32>) {
    let shares = shares(scores);
    let mut gradient = vec![0.0; scores.len()];
    let mut loss = 0.0;
    let minus_log = |share: f32| -crate::net::maths::ln(share.max(1e-6));
    for (place, right) in example.events.iter().enumerate() {
        let Some(right) = *right else { continue };
        gradient[place] = shares[place] - f32::from(u8::from(right));
        loss += minus_log(if right { shares[place] } else { 1.0 - shares[place] });
    }
    let mut start = EVENTS.len();
    for (right, count) in [
        (example.session, SESSIONS.len()),
        (example.direction, DIRECTIONS.len()),
        (example.stance, STANCES.len()),
    ] {
        if let Some(right) = right {
            for place in 0..count {
                gradient[start + place] = shares[start + place] - f32::from(u8::from(place == right));
            }
            loss += minus_log(shares[start + right]);
        }
        start += count;
    }
    (loss, gradient)
}

/// How a classifier does on examples: a line for each answer.
pub fn scores_of(events: &Events, reports: &[Vec<Example>]) -> Vec<String> {
    let mut lines = Vec::new();
    let judged: Vec<_> = reports
        .iter()
        .flatten()
        .map(|example| (example, events.judge(&example.features.keys, &example.features.dense)))
        .collect();
    for (place, name) in EVENTS.iter().enumerate() {
        let asked = judged.iter().filter_map(|(example, judgement)| {
            Some((example.events[place]?, judgement.events[place] >= 0.5))
        });
        let (mut right, mut made, mut gold) = (0, 0, 0);
        for (is, told) in asked {
            right += usize::from(is && told);
            made += usize::from(told);
            gold += usize::from(is);
        }
        lines.push(format!("{name}: {gold} in the examples, {made} told, {right} of them right"));
    }
    let mut group = |name: &str, pairs: Vec<(usize, Option<usize>)>| {
        let right = pairs.iter().filter(|(gold, told)| Some(*gold) == *told).count();
        lines.push(format!("{name}: {right} of {} right", pairs.len()));
    };
    let largest = crate::net::maths::largest;
    group("sessions", judged.iter().filter_map(|(e, j)| Some((e.session?, largest(&j.sessions)))).collect());
    group(
        "directions",
        judged.iter().filter_map(|(e, j)| Some((e.direction?, largest(&j.directions)))).collect(),
    );
    group("stances", judged.iter().filter_map(|(e, j)| Some((e.stance?, largest(&j.stances)))).collect());
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
mod tests {
    use super::*;
    use crate::training::labelled;

    fn predicate(marked: &str) -> String {
        let text = format!("date 2034-06-15\n---\n{marked}\n---\n1 person appointed | on -\n");
        let labelled = labelled::read(&text).unwrap();
        let report = Report::read(&labelled.text, &Options::default()).unwrap();
        let scene = Scene::new(Document::read(report, Model::english()));
        let clause = &scene.clauses[clause_of(&scene, &labelled.facts[0]).unwrap()];
        scene.sentence(clause.sentence).words[clause.head].at.as_str().to_owned()
    }

    #[test]
    fn the_clause_of_a_fact_is_the_one_that_tells_it() {
        assert_eq!(
            predicate("They praised [[1: Agnes Wren, whom the council appointed on Monday]]."),
            "appointed"
        );
        assert_eq!(predicate("[[1: The council, which met on Monday, appointed Agnes Wren]]."), "appointed");
        assert_eq!(predicate("The council appointed [[1: Agnes Wren]], who smiled."), "appointed");
    }
}
