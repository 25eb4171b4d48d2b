//! Two versions of a text, word by word.

use maud::{Markup, html};

/// A run of words that are in both versions, or in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Words that both texts have.
    Kept(String),
    /// In the earlier one alone.
    Removed(String),
    /// In the later one alone.
    Added(String),
}

/// Beyond so many pairs of words the versions are set one after the other: comparing them takes time by pairs.
const PAIRS_MAX: usize = 4_000_000;

/// The later version with what is new and what is gone marked.
pub fn marked(before: &str, after: &str) -> Markup {
    html! {
        @for run in runs(before, after) {
            @match run {
                Run::Kept(text) => (text),
                Run::Removed(text) => del { (text) },
                Run::Added(text) => ins { (text) },
            }
        }
    }
}

/// One side of two versions: the earlier one with what is gone marked, or the later one with what is new.
pub fn side(runs: &[Run], later: bool) -> Markup {
    html! {
        @for run in runs {
            @match run {
                Run::Kept(text) => (text),
                Run::Removed(text) if !later => del { (text) },
                Run::Added(text) if later => ins { (text) },
                Run::Removed(_) | Run::Added(_) => {}
            }
        }
    }
}

/// The runs of which both versions are made: a longest common sequence of words is kept.
pub fn runs(before: &str, after: &str) -> Vec<Run> {
    let (old, new) = (words(before), words(after));
    if old.len().saturating_mul(new.len()) > PAIRS_MAX {
        return vec![Run::Removed(before.to_owned()), Run::Added(after.to_owned())];
    }
    let width = new.len() + 1;
    // The length of the longest common sequence of what follows each pair of places.
    let mut length = vec![0_u32; (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let value = if one == other {
                length.get(at(i + 1, j + 1)).map_or(0, |rest| rest + 1)
            } else {
                let down = length.get(at(i + 1, j)).copied().unwrap_or(0);
                let right = length.get(at(i, j + 1)).copied().unwrap_or(0);
                down.max(right)
            };
            if let Some(cell) = length.get_mut(at(i, j)) {
                *cell = value;
            }
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(one), Some(other)) if one == other => {
                push(&mut found, Run::Kept((*one).to_owned()));
                (i, j) = (i + 1, j + 1);
            }
            (Some(one), other) if other.is_none() || length.get(at(i + 1, j)) >= length.get(at(i, j + 1)) => {
                push(&mut found, Run::Removed((*one).to_owned()));
                i += 1;
            }
            (_, Some(other)) => {
                push(&mut found, Run::Added((*other).to_owned()));
                j += 1;
            }
            _ => break,
        }
    }
    found
}

fn push(runs: &mut Vec<Run>, run: Run) {
    match (runs.last_mut(), &run) {
        (Some(Run::Kept(text)), Run::Kept(more))
        | (Some(Run::Removed(text)), Run::Removed(more))
        | (Some(Run::Added(text)), Run::Added(more)) => text.push_str(more),
        _ => runs.push(run),
    }
}

/// The words of a text, each with the space that follows it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_changed_is_marked() {
        let found = runs("a mix of works", "a mix of water-based works");
        let expected = vec![
            Run::Kept("a mix of ".to_owned()),
            Run::Added("water-based ".to_owned()),
            Run::Kept("works".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn both_versions_are_in_the_runs(before in "[a-c \\n]{0,30}", after in "[a-c \\n]{0,30}") {
            let found = runs(&before, &after);
            let side = |keep: fn(&Run) -> Option<&String>| found.iter().filter_map(keep).cloned().collect::<String>();
            let old = side(|run| match run { Run::Kept(t) | Run::Removed(t) => Some(t), Run::Added(_) => None });
            let new = side(|run| match run { Run::Kept(t) | Run::Added(t) => Some(t), Run::Removed(_) => None });
            prop_assert_eq!(old, before);
            prop_assert_eq!(new, after);
        }
    }
}
