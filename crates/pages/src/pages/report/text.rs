//! The text of a report, with what is suggested of it marked.

use super::Shown;
use maud::{Markup, html};
use mediant_words::say;
use std::collections::BTreeSet;
use std::ops::Range;

/// A stretch of the text with the suggestions whose words it is part of, by their places; the innermost first.
#[derive(Debug, PartialEq, Eq)]
struct Stretch {
    at: Range<usize>,
    of: Vec<usize>,
}

pub(super) fn text(shown: &Shown<'_, '_>) -> Markup {
    let text = shown.report.text.read();
    // What cannot be read has no paragraphs, and stands as it is.
    let blank = shown.found.paragraphs.is_empty();
    let head = shown.found.paragraphs.first().map_or(0, |first| first.start);
    let marked: Vec<(usize, Range<usize>)> = shown
        .listed()
        .into_iter()
        .filter_map(|at| Some((at, shown.found.suggestions.get(at)?)))
        .flat_map(|(at, suggested)| suggested.ranges().map(move |range| (at, range)))
        .collect();
    html! {
        h2 { (say!(shown.view, text.the_report)) }
        @if blank { (crate::words::prose(text)) }
        @else if !text.get(..head).unwrap_or_default().trim().is_empty() {
            p.quiet dir="auto" { (text.get(..head).unwrap_or_default()) }
        }
        @for (number, paragraph) in shown.found.paragraphs.iter().enumerate() {
            p dir="auto" id=(format!("p-{}", number + 1)) {
                @for stretch in stretches(paragraph, &marked) { (marked_words(shown, text, &stretch)) }
            }
        }
    }
}

fn marked_words(shown: &Shown<'_, '_>, text: &str, stretch: &Stretch) -> Markup {
    let words = text.get(stretch.at.clone()).unwrap_or_default();
    let Some(first) = stretch.of.first() else { return html! { (words) } };
    let stands =
        shown.found.suggestions.get(*first).map_or("open", |suggested| shown.stands(&suggested.key).word());
    let of: Vec<String> = stretch.of.iter().map(ToString::to_string).collect();
    // Who uses the keyboard goes by the list, and does not step through every word of the text.
    html! { a.found href=(format!("#s-{first}")) tabindex="-1" data-of=(of.join(" ")) data-stands=(stands) { (words) } }
}

/// A paragraph cut wherever a suggestion's words begin or end. Stretches follow one another and miss nothing.
fn stretches(paragraph: &Range<usize>, marked: &[(usize, Range<usize>)]) -> Vec<Stretch> {
    let here: Vec<&(usize, Range<usize>)> = marked
        .iter()
        .filter(|(_, range)| range.start < paragraph.end && paragraph.start < range.end)
        .collect();
    let within = |at: usize| at.clamp(paragraph.start, paragraph.end);
    let mut cuts: BTreeSet<usize> = BTreeSet::from([paragraph.start, paragraph.end]);
    cuts.extend(here.iter().flat_map(|(_, range)| [within(range.start), within(range.end)]));
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let stretch = |start: usize, end: usize| {
        let mut of: Vec<&(usize, Range<usize>)> =
            here.iter().copied().filter(|(_, range)| range.start <= start && end <= range.end).collect();
        of.sort_by_key(|(at, range)| (range.len(), *at));
        let mut of: Vec<usize> = of.into_iter().map(|(at, _)| *at).collect();
        of.dedup();
        Stretch { at: start..end, of }
    };
    cuts.iter().zip(cuts.iter().skip(1)).map(|(start, end)| stretch(*start, *end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every byte of a paragraph stands in one stretch, in order, under exactly the suggestions that cover it.
        #[test]
        fn nothing_is_lost_or_doubled(
            start in 0usize..20, length in 1usize..40, ranges in prop::collection::vec((0usize..60, 0usize..30), 0..8),
        ) {
            let paragraph = start..start + length;
            let marked: Vec<(usize, Range<usize>)> =
                ranges.iter().enumerate().map(|(at, (from, length))| (at, *from..from + length)).collect();
            let mut next = paragraph.start;
            for stretch in stretches(&paragraph, &marked) {
                prop_assert_eq!(stretch.at.start, next);
                prop_assert!(!stretch.at.is_empty());
                next = stretch.at.end;
                for byte in stretch.at.clone() {
                    let covering: BTreeSet<usize> =
                        marked.iter().filter(|(_, range)| range.contains(&byte)).map(|(at, _)| *at).collect();
                    prop_assert_eq!(&stretch.of.iter().copied().collect::<BTreeSet<_>>(), &covering);
                }
            }
            prop_assert_eq!(next, paragraph.end);
        }
    }
}
