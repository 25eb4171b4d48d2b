//! How a mediation is led.

/// How a mediation is led. The defaults are those that the published figures were measured with.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Whether ranking forms come first.
    pub forms: bool,
    /// The most issues on which two packages to compare may differ: whole packages are hard to compare.
    pub differences_max: usize,
    /// Whether parties are asked to compare packages at all, or only whether they accept one.
    pub comparisons: bool,
    /// The share of answers expected to be wrong: 0.01 for who answers with care, 0.06 to 0.11 for people in a hurry.
    pub error_rate: f64,
    /// How many utilities a belief holds.
    pub particles: usize,
    /// How often each is moved after an answer.
    pub sweeps: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            forms: true,
            differences_max: 2,
            comparisons: true,
            error_rate: 0.01,
            particles: 192,
            sweeps: 8,
        }
    }
}
