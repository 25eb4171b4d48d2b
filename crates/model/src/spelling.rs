//! The author's words in messages, and what an author who misspelt one probably meant.

/// The candidate nearest to a word, if it is near enough to be what was meant.
///
/// Distance counts letters inserted, dropped, changed or swapped with their neighbour, case not counted;
/// at most a third of the word may differ. Of equally near candidates the first is taken. Costs the
/// product of the lengths per candidate; words of more than 40 characters and more than 1,000 candidates
/// are not compared.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    if word.len() > 40 {
        return None;
    }
    let allowed = (word.len() / 3).max(1);
    let near = candidates.into_iter().take(1_000).filter_map(|candidate| {
        let letters: Vec<char> = candidate.to_lowercase().chars().take(60).collect();
        let far = letters.len().abs_diff(word.len()) > allowed;
        (!far).then(|| (distance(&word, &letters), candidate))
    });
    near.filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Advice naming the nearest candidate, or all of them where they are few.
///
/// ```
/// use mediant_model::spelling::did_you_mean;
///
/// let known = ["territory", "guarantees"];
/// assert_eq!(did_you_mean("teritory", known).as_deref(), Some("did you mean `territory`?"));
/// assert_eq!(did_you_mean("money", known).as_deref(), Some("known here: `territory`, `guarantees`"));
/// ```
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().take(1_000).collect();
    if let Some(meant) = nearest(word, candidates.iter().copied()) {
        return Some(format!("did you mean {}?", quoted(meant)));
    }
    if candidates.is_empty() || candidates.len() > 12 {
        return None;
    }
    let all: Vec<String> = candidates.into_iter().map(quoted).collect();
    Some(format!("known here: {}", all.join(", ")))
}

/// The word in backticks; long ones are cut and control characters replaced.
pub fn quoted(word: &str) -> String {
    let shown: String = word.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let cut = if word.chars().nth(60).is_some() { "…" } else { "" };
    format!("`{shown}{cut}`")
}

/// Optimal string alignment distance (Damerau-Levenshtein without overlapping swaps).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&last, j) + usize::from(x != y);
            let mut least = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let known = ["territory", "guarantees", "price"];
        for (word, meant) in [
            ("teritory", Some("territory")),
            ("Guarantees", Some("guarantees")),
            ("pirce", Some("price")),
            ("sanctions", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
    }

    #[test]
    fn distance_counts_single_edits() {
        let count =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for (a, b, edits) in
            [("", "", 0), ("", "abc", 3), ("abc", "acb", 1), ("abc", "abd", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(count(a, b), edits, "{a} {b}");
            assert_eq!(count(b, a), edits, "{b} {a}");
        }
    }
}
