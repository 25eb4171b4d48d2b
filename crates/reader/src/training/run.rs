//! The course of a training.

use std::collections::BTreeMap;

use crate::parse::features::keys;
use crate::parse::model::{Model, ModelError, ROOT};
use crate::parse::network::{Layout, Sizes};
use crate::parse::vectors::Vectors;

use super::adam::Adam;
use super::gradient::{Example, Noise, Prepared, add};
use super::rng::Rng;
use super::treebank::Sentence;

/// Everything that a training depends on beside its treebanks and vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// How often the treebanks are gone through.
    pub rounds: usize,
    /// Words in a batch, at least.
    pub batch: usize,
    /// The first step's length; it falls to nothing in a straight line.
    pub rate: f32,
    /// What is left out by chance.
    pub noise: Noise,
    /// How often a word or a part of it must occur to get a row.
    pub often: (usize, usize),
    /// Inner sizes, in the order of [`Sizes`]: learned, hidden, tagging, arcs, labelling.
    pub sizes: [usize; 5],
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            rounds: 20,
            batch: 500,
            rate: 0.003,
            noise: Noise { word: 0.25, feature: 0.1, given: 0.1, layer: 0.33 },
            often: (3, 5),
            sizes: [48, 120, 96, 96, 96],
        }
    }
}

/// How many parts a batch is cut into, each with a thread of its own. Fixed: sums are taken by part, so another number would
/// give other bytes.
const PARTS: usize = 2;

/// Trains a model, and tells `tell` after each round which it was and the loss a word.
///
/// The result has been through its own file: what is measured on it is what will be read.
///
/// # Errors
/// [`ModelError`] where the vectors cannot be read.
pub fn train(
    plan: &Plan,
    vectors: &'static [u8],
    sentences: &[Sentence],
    mut tell: impl FnMut(usize, f32, &Model),
) -> Result<Model, ModelError> {
    let mut rng = Rng::new(plan.seed);
    let mut model = untrained(plan, vectors, sentences, &mut rng)?;
    let layout = model.layout.clone();
    let examples: Vec<Example> = sentences.iter().map(|sentence| example(&model, sentence)).collect();
    let mut adam = Adam::new(layout.len);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let steps = plan.rounds as f32 * sentences.iter().map(|s| s.words.len()).sum::<usize>() as f32;
    let mut gone = 0.0;
    for round in 1..=plan.rounds {
        rng.shuffle(&mut order);
        let (mut lost, mut words) = (0.0, 0);
        for batch in batches(&order, &examples, plan.batch) {
            let size: usize = batch.iter().map(|&number| examples[number].heads.len() - 1).sum();
            let (loss, mut gradient) =
                batch_gradient(&layout, &model.parameters, &examples, batch, plan, &mut rng);
            gradient.iter_mut().for_each(|d| *d /= size as f32);
            // A short way up, so that the first steps do not throw the network about, then down in a straight line.
            let rate = plan.rate * (gone / 50_000.0_f32).min(1.0) * (1.0 - gone / steps);
            adam.step(&mut model.parameters, &gradient, rate);
            gone += size as f32;
            lost += loss;
            words += size;
        }
        tell(round, lost / words as f32, &model);
    }
    Model::read(vectors, &model.write())
}

/// Cuts an order of examples into stretches of at least `size` words, save the last.
fn batches<'a>(order: &'a [usize], examples: &[Example], size: usize) -> Vec<&'a [usize]> {
    let mut batches = Vec::new();
    let (mut begins, mut words) = (0, 0);
    for (place, &number) in order.iter().enumerate() {
        words += examples[number].heads.len() - 1;
        if words >= size || place + 1 == order.len() {
            batches.push(&order[begins..=place]);
            (begins, words) = (place + 1, 0);
        }
    }
    batches
}

fn batch_gradient(
    layout: &Layout,
    parameters: &[f32],
    examples: &[Example],
    batch: &[usize],
    plan: &Plan,
    rng: &mut Rng,
) -> (f32, Vec<f32>) {
    let prepared = Prepared::new(layout, parameters);
    let parts: Vec<(u64, Vec<usize>)> = (0..PARTS)
        .map(|part| (rng.next(), batch.iter().copied().skip(part).step_by(PARTS).collect()))
        .collect();
    let work = |(seed, numbers): &(u64, Vec<usize>)| {
        let mut rng = Rng::new(*seed);
        let mut gradient = vec![0.0; layout.len];
        let mut loss = 0.0;
        for &number in numbers {
            loss += add(&prepared, &examples[number], plan.noise, &mut rng, &mut gradient);
        }
        (loss, gradient)
    };
    let mut done = std::thread::scope(|scope| {
        let running: Vec<_> = parts.iter().map(|part| scope.spawn(|| work(part))).collect();
        // A thread that panicked has said why; its part is worked out again here, which panics in turn.
        let joined = running.into_iter().zip(&parts);
        joined.map(|(thread, part)| thread.join().unwrap_or_else(|_| work(part))).collect::<Vec<_>>()
    })
    .into_iter();
    let (mut loss, mut gradient) = done.next().unwrap_or_default();
    for (more, part) in done {
        loss += more;
        gradient.iter_mut().zip(part).for_each(|(sum, d)| *sum += d);
    }
    (loss, gradient)
}

/// A model with the names that the treebanks have, and parameters by chance.
fn untrained(
    plan: &Plan,
    vectors: &'static [u8],
    sentences: &[Sentence],
    rng: &mut Rng,
) -> Result<Model, ModelError> {
    let vectors = Vectors::read(vectors).map_err(ModelError::Vectors)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut tags, mut relations) = (BTreeMap::new(), BTreeMap::new());
    for sentence in sentences {
        let begins =
            sentence.words.iter().position(|w| w.form.chars().any(char::is_alphanumeric)).unwrap_or(0);
        for (number, word) in sentence.words.iter().enumerate() {
            tags.insert(word.tag.clone(), ());
            relations.insert(word.relation.clone(), ());
            for key in keys(&word.form, number <= begins) {
                *counts.entry(key).or_default() += 1;
            }
        }
    }
    let needed = |key: &str| if key.starts_with("w:") { plan.often.0 } else { plan.often.1 };
    let mut features: Vec<String> =
        counts.into_iter().filter(|(key, count)| *count >= needed(key)).map(|(key, _)| key).collect();
    features.push(ROOT.to_owned());
    features.sort_unstable();
    let [learned, hidden, tagging, arcs, labelling] = plan.sizes;
    let layout = Layout::new(Sizes {
        given: vectors.columns(),
        features: features.len(),
        learned,
        hidden,
        tagging,
        arcs,
        labelling,
        tags: tags.len(),
        relations: relations.len(),
    });
    let parameters = beginning(&layout, rng);
    let (tags, relations) = (tags.into_keys().collect(), relations.into_keys().collect());
    Ok(Model::assemble(vectors, features, tags, relations, layout, parameters))
}

/// Parameters to begin with: spread so that what goes through a layer keeps its size (Glorot and Bengio 2010).
fn beginning(layout: &Layout, rng: &mut Rng) -> Vec<f32> {
    let mut parameters = vec![0.0; layout.len];
    let mut fill = |parameters: &mut [f32], limit: f32| {
        parameters.iter_mut().for_each(|value| *value = rng.within(limit));
    };
    fill(&mut parameters[layout.table()], 0.15);
    let maps = [
        layout.tag_hidden,
        layout.tag_out,
        layout.dependent,
        layout.head,
        layout.arc,
        layout.label_dependent,
        layout.label_head,
        layout.label_out,
    ];
    for map in maps {
        fill(&mut parameters[map.weights()], (6.0 / (map.inputs + map.outputs) as f32).sqrt());
    }
    let hidden = layout.sizes.hidden;
    for direction in layout.layers.as_flattened() {
        let input = direction.input;
        fill(&mut parameters[input.weights()], (6.0 / (input.inputs + hidden) as f32).sqrt());
        fill(&mut parameters[direction.recurrent()], (3.0 / hidden as f32).sqrt());
        // Input gates begin rather shut, so that a cell keeps what it has.
        parameters[input.bias()][..hidden].fill(-1.0);
    }
    parameters
}

fn example(model: &Model, sentence: &Sentence) -> Example {
    let words: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
    let (given, features) = model.rows(&words);
    let place = |names: &[String], name: &str| names.iter().position(|known| known == name).unwrap_or(0);
    let with_root = |values: Vec<usize>| [vec![0], values].concat();
    Example {
        given,
        features,
        tags: with_root(sentence.words.iter().map(|word| place(&model.tags, &word.tag)).collect()),
        heads: with_root(sentence.words.iter().map(|word| word.head).collect()),
        relations: with_root(
            sentence.words.iter().map(|word| place(&model.relations, &word.relation)).collect(),
        ),
    }
}
