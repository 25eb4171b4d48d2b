//! Products of matrices with few rows, and their gradients.
//!
//! A weight matrix of `inputs` × `outputs` stands in *panels*: for every eight outputs, one row of eight for each input.
//! A product then runs through memory from front to back, and eight sums stand in registers. `outputs` is a multiple of
//! eight; activations are rows of `inputs` or `outputs` numbers, one behind the other.

/// Sums that are kept side by side.
pub const LANES: usize = 8;

/// How many rows share one pass over the weights.
const ROWS: usize = 4;

/// `n` rounded up to whole panels.
///
/// ```
/// assert_eq!(mediant_reader::net::dense::padded(49), 56);
/// ```
pub const fn padded(n: usize) -> usize {
    n.div_ceil(LANES) * LANES
}

/// Adds `x · w` to `y`: rows of `inputs` to rows of `outputs`.
pub fn product(w: &[f32], inputs: usize, outputs: usize, x: &[f32], y: &mut [f32]) {
    debug_assert!(w.len() == inputs * outputs && outputs.is_multiple_of(LANES));
    debug_assert_eq!(x.len() / inputs, y.len() / outputs);
    let whole = x.len() / inputs / ROWS * ROWS;
    let (many, few) = x.split_at(whole * inputs);
    let (y_many, y_few) = y.split_at_mut(whole * outputs);
    for (rows, out) in many.chunks_exact(ROWS * inputs).zip(y_many.chunks_exact_mut(ROWS * outputs)) {
        four_rows(w, inputs, outputs, rows, out);
    }
    for (row, out) in few.chunks_exact(inputs).zip(y_few.chunks_exact_mut(outputs)) {
        one_row(w, inputs, row, out);
    }
}

fn four_rows(w: &[f32], inputs: usize, outputs: usize, x: &[f32], y: &mut [f32]) {
    let (x0, x) = x.split_at(inputs);
    let (x1, x) = x.split_at(inputs);
    let (x2, x3) = x.split_at(inputs);
    let (y0, y) = y.split_at_mut(outputs);
    let (y1, y) = y.split_at_mut(outputs);
    let (y2, y3) = y.split_at_mut(outputs);
    let sums = y0.as_chunks_mut().0.iter_mut().zip(y1.as_chunks_mut().0);
    let sums = sums.zip(y2.as_chunks_mut().0).zip(y3.as_chunks_mut().0);
    for (panel, (((s0, s1), s2), s3)) in w.chunks_exact(inputs * LANES).zip(sums) {
        let (mut a0, mut a1, mut a2, mut a3): ([f32; LANES], [f32; LANES], [f32; LANES], [f32; LANES]) =
            (*s0, *s1, *s2, *s3);
        let rows = x0.iter().zip(x1).zip(x2).zip(x3);
        for (weights, (((&v0, &v1), &v2), &v3)) in panel.as_chunks::<LANES>().0.iter().zip(rows) {
            for lane in 0..LANES {
                a0[lane] += v0 * weights[lane];
                a1[lane] += v1 * weights[lane];
                a2[lane] += v2 * weights[lane];
                a3[lane] += v3 * weights[lane];
            }
        }
        (*s0, *s1, *s2, *s3) = (a0, a1, a2, a3);
    }
}

/// Several panels at once: one sum waits for the one before it, so that more of them wait less.
fn one_row(w: &[f32], inputs: usize, x: &[f32], y: &mut [f32]) {
    const PANELS: usize = 4;
    let size = inputs * LANES;
    let mut groups = w.chunks_exact(PANELS * size);
    let mut sums = y.chunks_exact_mut(PANELS * LANES);
    for (group, out) in groups.by_ref().zip(sums.by_ref()) {
        let (first, second) = group.split_at(2 * size);
        let (w0, w1) = first.split_at(size);
        let (w2, w3) = second.split_at(size);
        let out = out.as_chunks_mut::<LANES>().0;
        let [s0, s1, s2, s3] = out else { continue };
        let (mut a0, mut a1, mut a2, mut a3) = (*s0, *s1, *s2, *s3);
        let weights = w0.as_chunks::<LANES>().0.iter().zip(w1.as_chunks::<LANES>().0);
        let weights = weights.zip(w2.as_chunks::<LANES>().0).zip(w3.as_chunks::<LANES>().0);
        for ((((f0, f1), f2), f3), &v) in weights.zip(x) {
            for lane in 0..LANES {
                a0[lane] += v * f0[lane];
                a1[lane] += v * f1[lane];
                a2[lane] += v * f2[lane];
                a3[lane] += v * f3[lane];
            }
        }
        (*s0, *s1, *s2, *s3) = (a0, a1, a2, a3);
    }
    let (last, out) = (groups.remainder(), sums.into_remainder());
    for (panel, sums) in last.chunks_exact(size).zip(out.as_chunks_mut::<LANES>().0) {
        let mut sum = *sums;
        for (weights, &v) in panel.as_chunks::<LANES>().0.iter().zip(x) {
            for lane in 0..LANES {
                sum[lane] += v * weights[lane];
            }
        }
        *sums = sum;
    }
}

/// Rows of `bias`, then [`product`]: an affine map.
pub fn affine(w: &[f32], bias: &[f32], inputs: usize, x: &[f32]) -> Vec<f32> {
    let mut y = Vec::with_capacity(x.len() / inputs * bias.len());
    for _ in 0..x.len() / inputs {
        y.extend_from_slice(bias);
    }
    product(w, inputs, bias.len(), x, &mut y);
    y
}

/// The sum of products of two rows, over eight lanes and then from the first to the last of them.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; LANES];
    for (x, y) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum()
}

/// The transposed matrix, `outputs` × `inputs`, in panels. Both must be multiples of eight.
pub fn transposed(w: &[f32], inputs: usize, outputs: usize) -> Vec<f32> {
    let mut result = vec![0.0; w.len()];
    for input in 0..inputs {
        for output in 0..outputs {
            let from = (output / LANES * inputs + input) * LANES + output % LANES;
            let to = (input / LANES * outputs + output) * LANES + input % LANES;
            result[to] = w[from];
        }
    }
    result
}

/// Adds the gradient of a weight matrix: for every row, each input times each output's gradient.
pub fn outer(gradient: &mut [f32], inputs: usize, outputs: usize, x: &[f32], dy: &[f32]) {
    for (panel, out) in gradient.chunks_exact_mut(inputs * LANES).enumerate() {
        let at = panel * LANES;
        for (block, sums) in out.chunks_mut(ROWS * LANES).enumerate() {
            let first = block * ROWS;
            if sums.len() == ROWS * LANES {
                let mut acc = [[0.0f32; LANES]; ROWS];
                for (row, d) in x.chunks_exact(inputs).zip(dy.chunks_exact(outputs)) {
                    let (values, d) = (&row[first..first + ROWS], &d[at..at + LANES]);
                    for r in 0..ROWS {
                        for lane in 0..LANES {
                            acc[r][lane] += values[r] * d[lane];
                        }
                    }
                }
                for (sum, add) in sums.iter_mut().zip(acc.as_flattened()) {
                    *sum += add;
                }
            } else {
                for (row, d) in x.chunks_exact(inputs).zip(dy.chunks_exact(outputs)) {
                    for (sums, &value) in sums.chunks_exact_mut(LANES).zip(&row[first..]) {
                        for (sum, &d) in sums.iter_mut().zip(&d[at..]) {
                            *sum += value * d;
                        }
                    }
                }
            }
        }
    }
}

/// Adds the gradient of a bias: the sum over rows.
pub fn column_sums(gradient: &mut [f32], dy: &[f32]) {
    for row in dy.chunks_exact(gradient.len()) {
        for (sum, d) in gradient.iter_mut().zip(row) {
            *sum += d;
        }
    }
}

/// Nothing below zero, in place.
pub fn relu(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// The gradient through [`relu`]: nothing where nothing came out.
pub fn relu_gradient(output: &[f32], gradient: &mut [f32]) {
    for (d, &value) in gradient.iter_mut().zip(output) {
        if value <= 0.0 {
            *d = 0.0;
        }
    }
}
