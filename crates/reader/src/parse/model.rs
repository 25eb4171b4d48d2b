//! The trained model: its file, and what it says of a sentence.

use std::sync::OnceLock;

use super::features::{keys, plain};
use super::network::{Layout, Run, Sizes, run};
use super::trees;
use super::vectors::{Vectors, VectorsError};
use crate::net::maths::largest;

/// The vectors that the model in this crate was trained with.
pub const VECTORS: &[u8] = include_bytes!("../../models/vectors.bin");

/// The model in this crate: what `examples/train` writes.
pub const WEIGHTS: &[u8] = include_bytes!("../../models/english.bin");

/// The most words that are parsed as one sentence; a longer one is cut by whoever calls, since a tree takes time in the cube.
pub const LONGEST: usize = 200;

const MAGIC: &[u8] = b"MRDR1\n";

/// The key of the root's row in the learned table.
pub(crate) const ROOT: &str = "root";

/// A model's file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The vectors beside it.
    #[error(transparent)]
    Vectors(VectorsError),
    /// The file itself: what of it.
    #[error("the reader's model is damaged ({0}); train it again")]
    Weights(&'static str),
}

/// A tagger and parser for English.
pub struct Model {
    vectors: Vectors,
    /// Keys of the learned table, sorted: the place is the row.
    pub(crate) features: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) layout: Layout,
    pub(crate) parameters: Vec<f32>,
}

/// What a model says of a sentence: for each word, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// Numbers of tags, as [`Model::tag`] names them.
    pub tags: Vec<usize>,
    /// The word that each hangs on, counted from 1; 0 is the root. Exactly one word hangs on the root.
    pub heads: Vec<usize>,
    /// Numbers of relations, as [`Model::relation`] names them.
    pub relations: Vec<usize>,
}

impl Model {
    /// The model in this crate, read when it is first asked for (some milliseconds).
    ///
    /// ```
    /// use mediant_reader::parse::Model;
    ///
    /// let model = Model::english();
    /// let parsed = model.parse(&["The", "ministers", "met", "in", "Oslo", "."]);
    /// assert_eq!(model.tag(parsed.tags[1]), "NNS");
    /// assert_eq!(parsed.heads, [2, 3, 0, 5, 3, 3]);
    /// assert_eq!(model.relation(parsed.relations[1]), "nsubj");
    /// ```
    pub fn english() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
        MODEL.get_or_init(|| Self::read(VECTORS, WEIGHTS).expect("the crate's own model can be read"))
    }

    /// Puts a model together, its parameters as they are.
    pub(crate) fn assemble(
        vectors: Vectors,
        features: Vec<String>,
        tags: Vec<String>,
        relations: Vec<String>,
        layout: Layout,
        parameters: Vec<f32>,
    ) -> Self {
        Self { vectors, features, tags, relations, layout, parameters }
    }

    /// Reads a model from its two files.
    ///
    /// # Errors
    /// [`ModelError`] where a file is cut off, has another version or sizes that do not fit.
    pub fn read(vectors: &'static [u8], file: &[u8]) -> Result<Self, ModelError> {
        let vectors = Vectors::read(vectors).map_err(ModelError::Vectors)?;
        let mut rest = Rest(file.strip_prefix(MAGIC).ok_or(ModelError::Weights("another version"))?);
        let tags = rest.names()?;
        let relations = rest.names()?;
        let features = rest.names()?;
        let mut sizes = [0; 5];
        for size in &mut sizes {
            *size = rest.number()?;
        }
        let [learned, hidden, tagging, arcs, labelling] = sizes;
        if sizes.iter().any(|&size| size == 0 || size > 4096 || size % 8 != 0) {
            return Err(ModelError::Weights("sizes"));
        }
        if tags.is_empty() || relations.is_empty() || !features.is_sorted() {
            return Err(ModelError::Weights("names"));
        }
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
        let mut parameters = Vec::new();
        for _ in 0..features.len() {
            let scale = rest.scale()?;
            parameters.extend(rest.take(learned)?.iter().map(|&byte| f32::from(byte.cast_signed()) * scale));
        }
        while parameters.len() < layout.len {
            let len = BLOCK.min(layout.len - parameters.len());
            let scale = rest.scale()?;
            let (pairs, _) = rest.take(2 * len)?.as_chunks::<2>();
            parameters.extend(pairs.iter().map(|&pair| f32::from(i16::from_le_bytes(pair)) * scale));
        }
        if !rest.0.is_empty() {
            return Err(ModelError::Weights("something behind it"));
        }
        Ok(Self { vectors, features, tags, relations, layout, parameters })
    }

    /// The file of this model: names, sizes, the learned table in signed bytes with a factor a row, and everything else in 16 bits with
    /// a factor for every 4,096 of them.
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for names in [&self.tags, &self.relations, &self.features] {
            let text = names.iter().map(|name| format!("{name}\n")).collect::<String>();
            put_number(&mut file, text.len());
            file.extend_from_slice(text.as_bytes());
        }
        let sizes = self.layout.sizes;
        for size in [sizes.learned, sizes.hidden, sizes.tagging, sizes.arcs, sizes.labelling] {
            put_number(&mut file, size);
        }
        let (table, core) = self.parameters.split_at(self.layout.table().len());
        for row in table.chunks_exact(sizes.learned) {
            let scale = put_scale(&mut file, row, 127.0);
            file.extend(row.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
        }
        for block in core.chunks(BLOCK) {
            let scale = put_scale(&mut file, block, 32767.0);
            file.extend(block.iter().flat_map(|value| ((value / scale).round() as i16).to_le_bytes()));
        }
        file
    }

    /// How many numbers a word's vector has.
    pub fn columns(&self) -> usize {
        self.vectors.columns()
    }

    /// Writes the vector of a word into `row`, which has [`Model::columns`] numbers; zeros for a word that nothing is known of.
    pub fn vector(&self, word: &str, row: &mut [f32]) {
        self.vectors.write(&plain_but_digits(word), row);
    }

    /// The name of a tag; `X` for a number that is none.
    pub fn tag(&self, number: usize) -> &str {
        self.tags.get(number).map_or("X", String::as_str)
    }

    /// The name of a relation; `dep` for a number that is none.
    pub fn relation(&self, number: usize) -> &str {
        self.relations.get(number).map_or("dep", String::as_str)
    }

    /// Vectors of words and their rows in the learned table, the root first. The first row of each is that of the word itself; where
    /// the model does not know that, it is the row of any other unknown word.
    pub(crate) fn rows(&self, words: &[&str]) -> (Vec<f32>, Vec<Vec<usize>>) {
        let columns = self.vectors.columns();
        let mut given = vec![0.0; (words.len() + 1) * columns];
        let mut rows = vec![self.row(ROOT).into_iter().collect::<Vec<_>>()];
        let begins = words.iter().position(|word| word.chars().any(char::is_alphanumeric)).unwrap_or(0);
        for ((number, word), vector) in words.iter().enumerate().zip(given.chunks_exact_mut(columns).skip(1))
        {
            self.vectors.write(&plain_but_digits(word), vector);
            rows.push(keys(word, number <= begins).iter().filter_map(|key| self.row(key)).collect());
        }
        (given, rows)
    }

    fn row(&self, key: &str) -> Option<usize> {
        self.features.binary_search_by(|known| known.as_str().cmp(key)).ok()
    }

    /// Tags a sentence and finds its tree. Of more than [`LONGEST`] words each stretch of that many is a sentence of its own, and
    /// every later root hangs on the first as `parataxis`, so that there is one tree all the same.
    ///
    /// Takes about 0.1 ms a word.
    pub fn parse(&self, words: &[&str]) -> Parsed {
        let mut all = Parsed::default();
        let mut root = None;
        for (stretch, begins) in words.chunks(LONGEST).zip((0..).step_by(LONGEST)) {
            let part = self.parse_stretch(stretch);
            for (&head, mut relation) in part.heads.iter().zip(part.relations) {
                let here = all.heads.len() + 1;
                all.heads.push(match (head, root) {
                    (0, None) => {
                        root = Some(here);
                        0
                    }
                    (0, Some(first)) => {
                        relation =
                            self.relations.iter().position(|name| name == "parataxis").unwrap_or(relation);
                        first
                    }
                    (head, _) => head + begins,
                });
                all.relations.push(relation);
            }
            all.tags.extend(part.tags);
        }
        all
    }

    fn parse_stretch(&self, words: &[&str]) -> Parsed {
        let (given, features) = self.rows(words);
        let (columns, learned) = (self.vectors.columns(), self.layout.sizes.learned);
        let mut x = vec![0.0; given.len() / columns * self.layout.inputs()];
        for ((row, vector), features) in
            x.chunks_exact_mut(self.layout.inputs()).zip(given.chunks_exact(columns)).zip(features)
        {
            row[..columns].copy_from_slice(vector);
            for feature in features {
                for (value, add) in row[columns..].iter_mut().zip(&self.parameters[feature * learned..]) {
                    *value += add;
                }
            }
        }
        self.decide(&run(&self.layout, &self.parameters, &x, None))
    }

    fn decide(&self, run: &Run) -> Parsed {
        let best = |scores: &[f32], width: usize, count: usize| -> Vec<usize> {
            let rows = scores.chunks_exact(width).skip(1);
            rows.map(|row| largest(&row[..count]).unwrap_or(0)).collect()
        };
        let sizes = self.layout.sizes;
        let tags = best(&run.tags, self.layout.tag_out.outputs, sizes.tags);
        let mut heads = trees::best(&run.arcs, run.rows);
        let hidden = run.label_hidden(&self.layout, &heads);
        let scores = Run::labels(&self.layout, &self.parameters, &hidden);
        let mut relations = best(&scores, self.layout.label_out.outputs, sizes.relations);
        heads.remove(0);
        // The word under the root is `root`, and no other is.
        let root = self.relations.iter().position(|name| name == "root");
        let width = self.layout.label_out.outputs;
        for ((relation, &head), row) in
            relations.iter_mut().zip(&heads).zip(scores.chunks_exact(width).skip(1))
        {
            match root {
                Some(root) if head == 0 => *relation = root,
                Some(root) if *relation == root => {
                    let others =
                        row[..sizes.relations].iter().enumerate().filter(|&(label, _)| label != root);
                    *relation = others
                        .fold(
                            (0, f32::NEG_INFINITY),
                            |best, (label, &score)| {
                                if score > best.1 { (label, score) } else { best }
                            },
                        )
                        .0;
                }
                _ => {}
            }
        }
        Parsed { tags, heads, relations }
    }
}

/// As the vectors' pieces are written: lower case, but every digit as it is.
fn plain_but_digits(word: &str) -> String {
    if word.chars().any(char::is_numeric) { word.to_lowercase() } else { plain(word) }
}

/// How many parameters share a factor in the file.
const BLOCK: usize = 4096;

fn put_number(file: &mut Vec<u8>, number: usize) {
    file.extend_from_slice(&(number as u32).to_le_bytes());
}

/// Writes the factor that brings the largest of `values` to `limit`, and returns it.
fn put_scale(file: &mut Vec<u8>, values: &[f32], limit: f32) -> f32 {
    let scale = values.iter().fold(0.0f32, |top, value| top.max(value.abs())) / limit;
    let scale = if scale > 0.0 { scale } else { 1.0 };
    file.extend_from_slice(&scale.to_le_bytes());
    scale
}

/// What of a file is not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], ModelError> {
        let (head, rest) = self.0.split_at_checked(len).ok_or(ModelError::Weights("cut off"))?;
        self.0 = rest;
        Ok(head)
    }

    fn four(&mut self) -> Result<[u8; 4], ModelError> {
        let (head, rest) = self.0.split_first_chunk::<4>().ok_or(ModelError::Weights("cut off"))?;
        self.0 = rest;
        Ok(*head)
    }

    fn number(&mut self) -> Result<usize, ModelError> {
        Ok(u32::from_le_bytes(self.four()?) as usize)
    }

    fn scale(&mut self) -> Result<f32, ModelError> {
        let scale = f32::from_le_bytes(self.four()?);
        if scale.is_finite() { Ok(scale) } else { Err(ModelError::Weights("a factor")) }
    }

    fn names(&mut self) -> Result<Vec<String>, ModelError> {
        let length = self.number()?;
        let text = std::str::from_utf8(self.take(length)?).map_err(|_| ModelError::Weights("names"))?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}
