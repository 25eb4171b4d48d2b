//! A small network over named features and word vectors: one hidden layer, several answers.
//!
//! `hidden = relu(bias + Σ row(feature) / √count + W · vectors)`, `answers = U · hidden + c`. Some answers are a yes or no of their
//! own (a logistic function of the score), others are one of several (softmax). Sums run in a fixed order over plain `f32`, so that
//! every machine finds the same.

use std::fmt;

use super::keys::Known;
use crate::net::dense::{affine, padded, relu};

/// Sizes and names of a classifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The features that have a row.
    pub features: Known,
    /// Numbers in the dense input.
    pub dense: usize,
    /// Width of the hidden layer, a multiple of eight.
    pub hidden: usize,
    /// How many answers.
    pub answers: usize,
}

impl Shape {
    /// Parameters in all: rows of features, weights of the dense input, bias, weights and bias of the answers.
    pub fn len(&self) -> usize {
        let out = padded(self.answers);
        self.features.hashes().len() * self.hidden
            + self.dense * self.hidden
            + self.hidden
            + self.hidden * out
            + out
    }

    /// Whether there is nothing to learn.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where each block begins: dense weights, bias, answers' weights, answers' bias.
    pub fn blocks(&self) -> [usize; 4] {
        let weights = self.features.hashes().len() * self.hidden;
        let bias = weights + self.dense * self.hidden;
        let out = bias + self.hidden;
        [weights, bias, out, out + self.hidden * padded(self.answers)]
    }

    /// The rows of some features; those without one are passed over.
    pub fn rows(&self, keys: &[u32]) -> Vec<usize> {
        keys.iter().filter_map(|&key| self.features.place(key)).collect()
    }
}

/// A classifier with its weights.
#[derive(Clone, PartialEq)]
pub struct Classifier {
    /// The sizes of its layers, which say how `parameters` is cut.
    pub shape: Shape,
    /// Weights, in the order of [`Shape::len`].
    pub parameters: Vec<f32>,
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Classifier({} features, {} answers)",
            self.shape.features.hashes().len(),
            self.shape.answers
        )
    }
}

impl Classifier {
    /// The hidden layer before it is cut at zero, a row for each description: of its rows of the table and its dense input.
    pub fn hidden(&self, rows: &[Vec<usize>], dense: &[f32]) -> Vec<f32> {
        let shape = &self.shape;
        let [weights, bias, out, _] = shape.blocks();
        let mut hidden =
            affine(&self.parameters[weights..bias], &self.parameters[bias..out], shape.dense, dense);
        for (rows, sums) in rows.iter().zip(hidden.chunks_exact_mut(shape.hidden)) {
            let share = 1.0 / (rows.len().max(1) as f32).sqrt();
            for row in rows {
                let values = &self.parameters[row * shape.hidden..(row + 1) * shape.hidden];
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += value * share;
                }
            }
        }
        hidden
    }

    /// Scores of the answers, before any squashing; each row padded to a multiple of eight.
    pub fn answers(&self, hidden: &[f32]) -> Vec<f32> {
        let [_, _, out, end] = self.shape.blocks();
        affine(&self.parameters[out..end], &self.parameters[end..], self.shape.hidden, hidden)
    }

    /// Scores of a description.
    pub fn scores(&self, keys: &[u32], dense: &[f32]) -> Vec<f32> {
        let mut hidden = self.hidden(&[self.shape.rows(keys)], dense);
        relu(&mut hidden);
        self.answers(&hidden)
    }
}
