//! Steps down the gradient, each parameter at its own pace (Kingma and Ba 2015).

pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    /// What is left of the first step's share in each average.
    left: (f32, f32),
}

const BETAS: (f32, f32) = (0.9, 0.98);

impl Adam {
    pub fn new(len: usize) -> Self {
        Self { mean: vec![0.0; len], square: vec![0.0; len], left: (1.0, 1.0) }
    }

    pub fn step(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32) {
        /// Longer gradients are shortened to this.
        const LONGEST: f32 = 2.0;
        let (b1, b2) = BETAS;
        self.left = (self.left.0 * b1, self.left.1 * b2);
        let length = length(gradient);
        let shorten = if length > LONGEST { LONGEST / length } else { 1.0 };
        let rate = rate * (1.0 - self.left.1).sqrt() / (1.0 - self.left.0);
        let state = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, &d), (mean, square)) in parameters.iter_mut().zip(gradient).zip(state) {
            let d = d * shorten;
            *mean = b1 * *mean + (1.0 - b1) * d;
            *square = b2 * *square + (1.0 - b2) * d * d;
            *parameter -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }

    /// A step for some stretches of the parameters alone, as if the gradient of all others were nothing and their averages stood still. For
    /// tables of which a batch touches few rows: it costs what these rows cost.
    pub fn step_parts(
        &mut self,
        parameters: &mut [f32],
        gradient: &[f32],
        rate: f32,
        parts: &[std::ops::Range<usize>],
    ) {
        let (b1, b2) = BETAS;
        self.left = (self.left.0 * b1, self.left.1 * b2);
        let rate = rate * (1.0 - self.left.1).sqrt() / (1.0 - self.left.0);
        for part in parts {
            let state = self.mean[part.clone()].iter_mut().zip(&mut self.square[part.clone()]);
            let values = parameters[part.clone()].iter_mut().zip(&gradient[part.clone()]);
            for ((parameter, &d), (mean, square)) in values.zip(state) {
                *mean = b1 * *mean + (1.0 - b1) * d;
                *square = b2 * *square + (1.0 - b2) * d * d;
                *parameter -= rate * *mean / (square.sqrt() + 1e-8);
            }
        }
    }
}

fn length(gradient: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    for chunk in gradient.as_chunks::<8>().0 {
        for (sum, &d) in sums.iter_mut().zip(chunk) {
            *sum += d * d;
        }
    }
    sums.iter().sum::<f32>().sqrt()
}
