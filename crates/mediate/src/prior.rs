//! What is taken as likely before anybody answered. Every estimate is a statement under it.

/// The walk-away lies between these shares of the way from the worst to the best package. Below 0 every package is
/// acceptable; at 1 only the best would be.
pub const WALK_AWAY: (f64, f64) = (-0.35, 0.9);

/// The prior in words, to be shown beside every estimate.
///
/// Issues count one by one; an issue's weight is Gamma(2), each of its options has a level uniform in [0, 1], and the
/// walk-away is `worst + share (best - worst)` with the share uniform in [`WALK_AWAY`].
pub const IN_WORDS: &str = "issues count one by one, with weights drawn from Gamma(2); each option's worth lies evenly \
    between 0 and 1; and the walk-away lies evenly between 35 % of the way from the worst to the best package below the \
    worst, and 90 % of it above";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_figures_agree() {
        for share in [-WALK_AWAY.0, WALK_AWAY.1] {
            assert!(IN_WORDS.contains(&format!("{} %", (share * 100.0).round())));
        }
    }
}
