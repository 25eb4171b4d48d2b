//! What is shown of a suggestion: its paragraph with the words marked, its fields, and the others beside it.

use super::panel::Panel;
use super::spans::{Line, Look, marked, wrapped};
use crate::read::page::{fields, heading, quoted_words};
use mediant_reader::review::{Author, DecisionKind, Slot};
use mediant_reader::suggest::{Fact, From, Suggestion};
use std::ops::Range;

/// The other suggestions of the paragraph: what comes next first, then what stands before.
pub fn others(panel: &Panel<'_>, place: usize) -> Vec<usize> {
    let all = panel.suggestions;
    let paragraph = all.get(place).map(|found| found.paragraph);
    let here =
        (0..all.len()).filter(|&at| at != place && all.get(at).map(|found| found.paragraph) == paragraph);
    let (behind, before): (Vec<usize>, Vec<usize>) = here.partition(|&at| at > place);
    behind.into_iter().chain(before).collect()
}

/// The paragraph around the words, and whether all of the words can be seen.
pub fn paragraph(
    panel: &Panel<'_>,
    place: usize,
    width: usize,
    room: usize,
    in_signs: bool,
) -> (Vec<Line>, bool) {
    let Some(found) = panel.suggestions.get(place) else { return (Vec::new(), false) };
    let report = &panel.reading.scene.document.report;
    let Some(words) = report.paragraphs().get(found.paragraph) else { return (Vec::new(), false) };
    let mut marks: Vec<(Range<usize>, Look)> = ranges(found).map(|range| (range, Look::Mark)).collect();
    for other in others(panel, place) {
        marks.extend(
            panel.suggestions.get(other).into_iter().flat_map(ranges).map(|range| (range, Look::Other)),
        );
    }
    let name = format!("P{} ", found.paragraph + 1);
    let indent = name.len();
    let text =
        marked(words.as_str(), words.start(), &marks, in_signs, width.saturating_sub(indent), Look::Plain);
    let lines: Vec<Line> = text
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let mut lead = Line::new(if at == 0 { &name } else { "" }, Look::Strong);
            if at > 0 {
                lead = lead.indented(indent);
            }
            lead.with_line(line)
        })
        .collect();
    window(lines, room, panel.scroll)
}

/// So many of the lines, with those that are marked in them, moved by `scroll`; and whether all that is marked can be seen.
fn window(lines: Vec<Line>, room: usize, scroll: isize) -> (Vec<Line>, bool) {
    let count = lines.len();
    let first_mark = lines.iter().position(|line| line.has(Look::Mark)).unwrap_or(0);
    let last_mark = lines.iter().rposition(|line| line.has(Look::Mark)).unwrap_or(0);
    if count <= room {
        return (lines, true);
    }
    // A line above and one below say that something is cut.
    let inner = room.saturating_sub(2).max(1);
    // A line before the words, where there is room for it.
    let wanted = if last_mark < inner { 0 } else { first_mark.saturating_sub(usize::from(inner > 2)) };
    let first =
        (wanted as isize).saturating_add(scroll).clamp(0, count.saturating_sub(inner) as isize) as usize;
    let end = first + inner;
    let cut = |lines: usize| Line::new(&format!("     … {lines} more"), Look::Dim);
    let mut shown = vec![if first > 0 { cut(first) } else { Line::default() }];
    shown.extend(lines.into_iter().skip(first).take(inner));
    shown.push(if end < count { cut(count - end) } else { Line::default() });
    shown.truncate(room);
    (shown, first <= first_mark && last_mark < end && room > 2)
}

fn ranges<'a>(found: &'a Suggestion<'_>) -> impl Iterator<Item = Range<usize>> + 'a {
    std::iter::once(found.at.range()).chain(found.also.iter().map(|also| also.range()))
}

/// `57 %  statement: rules out`, or who suggests it where there is no figure.
fn title(panel: &Panel<'_>, place: usize, look: Look) -> Line {
    let (Some(found), Some(proposal)) = (panel.suggestions.get(place), panel.sitting.proposals().get(place))
    else {
        return Line::default();
    };
    let figure = match (&proposal.key.author, proposal.confidence) {
        (Author::Model(name), _) => format!("{name} suggests: "),
        (Author::Reader, figure) => figure.map(|figure| format!("{figure} %  ")).unwrap_or_default(),
    };
    // The line is drawn by how sure the reader is; of what a model suggests nobody knows that.
    let below = if found.shown || proposal.is_of_a_model() { "" } else { ", below the line" };
    let line =
        Line::default().with(&figure, Look::Plain).with(&heading(&found.fact), look).with(below, Look::Plain);
    match panel.sitting.decided(place).map(|decision| decision.verdict) {
        Some(verdict) => line.with(&format!("   {}", told(verdict)), Look::Strong),
        None => line,
    }
}

fn told(verdict: DecisionKind) -> &'static str {
    match verdict {
        DecisionKind::Accepted => "accepted",
        DecisionKind::Edited => "accepted with edits",
        DecisionKind::Rejected => "rejected",
        DecisionKind::Skipped => "skipped before",
    }
}

/// The suggestion that is decided now: a line for each field, with the words it came from.
pub fn current(panel: &Panel<'_>, place: usize, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::new("> ", Look::Strong).with_line(title(panel, place, Look::Head))];
    let (Some(found), Some(proposal)) = (panel.suggestions.get(place), panel.sitting.proposals().get(place))
    else {
        return lines;
    };
    for slot in proposal.fields.slots().iter().filter(|slot| **slot != Slot::Event && **slot != Slot::About) {
        let value = proposal.fields.value(*slot);
        let shown = if value.is_empty() { "not said".to_owned() } else { value.clone() };
        let look = if value.is_empty() { Look::Dim } else { Look::Plain };
        let name = slot.name();
        let indent = 2 + NAME;
        let text = match origin(&found.fact, *slot, &value, found.paragraph) {
            Some(origin) => format!("{shown}  ({origin})"),
            None => shown,
        };
        for (at, line) in wrapped(&text, width.saturating_sub(indent), look).into_iter().enumerate() {
            let lead = if at == 0 { format!("  {name:NAME$}") } else { " ".repeat(indent) };
            lines.push(Line::new(&lead, Look::Dim).with_line(line));
        }
    }
    lines
}

/// Columns of a field's name.
const NAME: usize = 14;

/// What a field was computed from, where that is not the value itself, word for word, in this paragraph.
fn origin(fact: &Fact<'_>, slot: Slot, value: &str, paragraph: usize) -> Option<String> {
    let from = match (slot, fact) {
        (Slot::Speaker, Fact::Statement { speaker, .. }) => speaker.map(|field| field.from),
        (Slot::Who, Fact::Person { who, .. }) => who.map(|field| field.from),
        (
            Slot::Party,
            Fact::Statement { party, .. } | Fact::Alternative { party, .. } | Fact::Person { party, .. },
        ) => party.map(|field| field.from),
        (
            Slot::On,
            Fact::Statement { on, .. }
            | Fact::Session { on, .. }
            | Fact::Status { on, .. }
            | Fact::Person { on, .. },
        ) => on.map(|on| on.from),
        _ => None,
    };
    match from? {
        From::Words(words) if words.as_str() == value => None,
        From::Words(words) => Some(format!("from {}", quoted_words(words))),
        From::Memory(at) if at == paragraph => Some("from this paragraph".to_owned()),
        From::Memory(at) => Some(format!("from P{}", at + 1)),
        From::Dateline => Some("the report's date".to_owned()),
        From::Person => Some("as edited".to_owned()),
    }
}

/// Another suggestion of the paragraph, in full.
pub fn other_lines(panel: &Panel<'_>, place: usize, width: usize) -> Vec<Line> {
    let mut lines = vec![title(panel, place, Look::Strong).indented(2)];
    let Some(found) = panel.suggestions.get(place) else { return lines };
    let words: Vec<String> =
        std::iter::once(&found.at).chain(&found.also).map(|words| quoted_words(*words)).collect();
    let inner = width.saturating_sub(4);
    lines.extend(wrapped(&words.join(" … "), inner, Look::Other).into_iter().map(|line| line.indented(4)));
    let told = fields(&panel.parties, found).join("; ");
    lines.extend(wrapped(&told, inner, Look::Dim).into_iter().map(|line| line.indented(4)));
    lines
}
