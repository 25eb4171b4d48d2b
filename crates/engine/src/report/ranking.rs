//! What rankings without numbers say about packages.

use super::figures::in_words;
use super::naming::capitalised;
use super::{Block, Item, Section, SectionSubject, View};

/// More packages than this are counted, not listed.
const LISTED_MAX: usize = 8;

/// The packages that leave nothing on the table whatever numbers lie behind the rankings.
pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let efficient = view.efficient_by_ranking?;
    let sentence = match efficient.len() {
        0 => "No package is sure to be efficient: for each, some numbers that fit the rankings make another one better for all."
            .to_owned(),
        1 => "One package is efficient whatever numbers lie behind the rankings: none is better for one party and worse for none."
            .to_owned(),
        count => format!(
            "{} packages are efficient whatever numbers lie behind the rankings: none is better for one party and worse for none.",
            capitalised(&in_words(count))
        ),
    };
    let mut blocks = vec![Block::Text(sentence)];
    let listed = efficient.iter().take(LISTED_MAX).map(|package| Item {
        mark: "–".into(),
        text: view.naming.package(package, &[]),
        source: String::new(),
        inferred: false,
    });
    blocks.push(Block::List(listed.collect()));
    if let Some(more) = efficient.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
        blocks.push(Block::Text(format!("{} more are in the JSON output.", capitalised(&in_words(more)))));
    }
    Section::with(SectionSubject::Ranking, "By the rankings alone", blocks)
}
