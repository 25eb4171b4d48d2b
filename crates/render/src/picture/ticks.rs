//! Round numbers along an axis.

/// Between three and eight round numbers within the ends of an axis, ascending.
pub(super) fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return vec![low];
    }
    let magnitude = 10f64.powf((span / 6.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|factor| factor * magnitude)
        .into_iter()
        .find(|step| span / step <= 7.0);
    let step = step.unwrap_or(span);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|index| index as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn a_handful_of_round_numbers_within_the_ends() {
        for (low, high) in
            [(0.0, 1.0), (0.1, 0.93), (-5.0, 12.0), (0.0, 390_625.0), (41.0, 41.5), (1e-7, 3e-7)]
        {
            let ticks = ticks(low, high);
            assert!((3..=8).contains(&ticks.len()), "{low} {high}: {ticks:?}");
            let slack = (high - low) * 1e-6;
            assert!(ticks.iter().all(|tick| *tick >= low - slack && *tick <= high + slack));
        }
        assert_eq!(ticks(3.0, 3.0), [3.0]);
    }
}
