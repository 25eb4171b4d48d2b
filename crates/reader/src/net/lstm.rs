//! One direction of a recurrent layer: long short-term memory whose forget gate is what the input gate leaves.
//!
//! With gates `i`, `o` and candidate `g`: `c = c' + i (g - c')`, `h = o tanh c` (Greff et al. 2017, variant CIFG). It needs three
//! quarters of the weights and reads as well.

use super::dense::{affine, column_sums, outer, product};
use super::maths::{sigmoid, tanh};

/// The three gates, one behind the other in every row of `3 * hidden`.
const GATES: usize = 3;

/// Weights of one direction, cut out of a parameter vector.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    /// `inputs` × `3 hidden`, in panels.
    pub input: &'a [f32],
    /// `hidden` × `3 hidden`, in panels.
    pub recurrent: &'a [f32],
    /// One bias for each row of the three gates: `3 hidden` numbers.
    pub bias: &'a [f32],
}

/// What a pass leaves: all that a gradient needs.
pub struct Trace {
    /// Rows of `3 hidden`: gates after their squashing.
    gates: Vec<f32>,
    /// Rows of `hidden`: the cell.
    cells: Vec<f32>,
    /// Rows of `hidden`: tanh of the cell.
    squashed: Vec<f32>,
    /// Rows of `hidden`: what the layer says, in the order of the text.
    pub out: Vec<f32>,
}

/// Runs over the rows of `x`, from the last to the first if `backwards`.
pub fn forward(weights: Weights<'_>, inputs: usize, x: &[f32], backwards: bool) -> Trace {
    let width = weights.bias.len();
    let hidden = width / GATES;
    let rows = x.len() / inputs;
    let mut gates = affine(weights.input, weights.bias, inputs, x);
    let mut cells = vec![0.0; rows * hidden];
    let mut squashed = vec![0.0; rows * hidden];
    let mut out = vec![0.0; rows * hidden];
    let mut h = vec![0.0; hidden];
    let mut c = vec![0.0; hidden];
    for step in 0..rows {
        let t = if backwards { rows - 1 - step } else { step };
        let row = &mut gates[t * width..(t + 1) * width];
        product(weights.recurrent, hidden, width, &h, row);
        let (io, g) = row.split_at_mut(2 * hidden);
        io.iter_mut().for_each(|value| *value = sigmoid(*value));
        g.iter_mut().for_each(|value| *value = tanh(*value));
        let (i, o) = io.split_at(hidden);
        let span = t * hidden..(t + 1) * hidden;
        let squash = &mut squashed[span.clone()];
        for ((c, &i), &g) in c.iter_mut().zip(i).zip(g.iter()) {
            *c += i * (g - *c);
        }
        for (s, &c) in squash.iter_mut().zip(&c) {
            *s = tanh(c);
        }
        for ((h, &o), &s) in h.iter_mut().zip(o).zip(squash.iter()) {
            *h = o * s;
        }
        cells[span.clone()].copy_from_slice(&c);
        out[span].copy_from_slice(&h);
    }
    Trace { gates, cells, squashed, out }
}

/// Gradients of one direction's weights, cut out of a gradient vector.
pub struct Gradients<'a> {
    /// Laid out as [`Weights::input`] is.
    pub input: &'a mut [f32],
    /// Laid out as [`Weights::recurrent`] is.
    pub recurrent: &'a mut [f32],
    /// Laid out as [`Weights::bias`] is.
    pub bias: &'a mut [f32],
}

/// The transposed matrices of [`Weights`], in panels.
#[derive(Clone, Copy)]
pub struct Transposed<'a> {
    /// `3 hidden` × `inputs`.
    pub input: &'a [f32],
    /// `3 hidden` × `hidden`.
    pub recurrent: &'a [f32],
}

/// Adds the gradients of the weights and of `x`, given that of the output (`d_out`, rows of `hidden`).
pub fn backward(
    trace: &Trace,
    transposed: Transposed<'_>,
    (x, inputs, backwards): (&[f32], usize, bool),
    d_out: &[f32],
    gradients: Gradients<'_>,
    d_x: &mut [f32],
) {
    let width = gradients.bias.len();
    let hidden = width / GATES;
    let rows = x.len() / inputs;
    let mut d_gates = vec![0.0; rows * width];
    // What the step before said, which the recurrent weights saw; nothing at the first step.
    let mut before = vec![0.0; rows * hidden];
    let mut d_h = vec![0.0; hidden];
    let mut d_c = vec![0.0; hidden];
    for step in (0..rows).rev() {
        let t = if backwards { rows - 1 - step } else { step };
        let earlier = (step > 0).then(|| if backwards { t + 1 } else { t - 1 });
        let gates = &trace.gates[t * width..(t + 1) * width];
        let squashed = &trace.squashed[t * hidden..(t + 1) * hidden];
        let d_row = &mut d_gates[t * width..(t + 1) * width];
        for k in 0..hidden {
            let (i, o, g, s) = (gates[k], gates[hidden + k], gates[2 * hidden + k], squashed[k]);
            let c_before = earlier.map_or(0.0, |e| trace.cells[e * hidden + k]);
            let dh = d_h[k] + d_out[t * hidden + k];
            let dc = d_c[k] + dh * o * (1.0 - s * s);
            d_row[k] = dc * (g - c_before) * i * (1.0 - i);
            d_row[hidden + k] = dh * s * o * (1.0 - o);
            d_row[2 * hidden + k] = dc * i * (1.0 - g * g);
            d_c[k] = dc * (1.0 - i);
        }
        d_h.fill(0.0);
        product(transposed.recurrent, width, hidden, d_row, &mut d_h);
        if let Some(e) = earlier {
            before[t * hidden..(t + 1) * hidden].copy_from_slice(&trace.out[e * hidden..(e + 1) * hidden]);
        }
    }
    outer(gradients.input, inputs, width, x, &d_gates);
    outer(gradients.recurrent, hidden, width, &before, &d_gates);
    column_sums(gradients.bias, &d_gates);
    product(transposed.input, width, inputs, &d_gates, d_x);
}
