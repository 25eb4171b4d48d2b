//! What a proof claims that no package reaches.

/// What no package of a proof is.
#[derive(Clone, Debug, PartialEq)]
pub enum Beyond {
    /// Anything: no package respects the facts.
    Nothing,
    /// Above all of these points, none of which is at least as good as another.
    Points(Vec<Vec<i64>>),
    /// Of a larger product of gains, counted from `from`, than this worth.
    Nash {
        /// What gains are counted from.
        from: Vec<i64>,
        /// The utilities of the best package.
        best: Vec<i64>,
    },
    /// Of lexicographically larger ascending shares of the ideals than this worth.
    Shares {
        /// What gains are counted from.
        from: Vec<i64>,
        /// The ideal gains; 1 for leximin.
        ideals: Vec<i64>,
        /// The utilities of the best package.
        best: Vec<i64>,
    },
    /// Of a larger sum of utilities times prices than this.
    Sum {
        /// What a unit of each party's utility counts, none negative.
        prices: Vec<i64>,
        /// The claimed sum.
        value: i128,
    },
}
