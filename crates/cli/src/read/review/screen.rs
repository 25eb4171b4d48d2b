//! A review laid out for a terminal of any size: which line holds what.

use super::blocks::{current, other_lines, others, paragraph};
use super::panel::{Mode, Panel};
use super::spans::{Line, Look, wrapped};

/// A terminal with fewer columns or lines cannot show a suggestion.
const LEAST: (usize, usize) = (36, 18);

/// What is drawn.
pub struct Frame {
    /// Lines from the top; none is wider than the terminal.
    pub lines: Vec<Line>,
    /// Places of the suggestions that stand whole on it.
    pub on_screen: Vec<usize>,
    /// Whether the window is large enough to see what a key would decide about.
    pub is_seen: bool,
}

/// Lays out what the panel shows. Without colours, words that are looked at stand between signs.
pub fn frame(panel: &Panel<'_>, width: usize, height: usize, in_signs: bool) -> Frame {
    if width < LEAST.0 || height < LEAST.1 {
        let told = format!("make the window larger, {} columns and {} lines, or press q", LEAST.0, LEAST.1);
        let lines = wrapped(&told, width.max(4), Look::Plain);
        let lines = lines.into_iter().take(height).map(|line| line.fitted(width)).collect();
        return Frame { lines, on_screen: Vec::new(), is_seen: false };
    }
    let foot = foot(panel, width);
    let room = height.saturating_sub(foot.len());
    let (mut lines, on_screen) = match &panel.mode {
        Mode::Looking => looking(panel, width, room, in_signs),
        Mode::Editing(place, editor) => {
            let below = editor.lines(width);
            let above = room.saturating_sub(below.len() + 1);
            let mut lines = head(panel, width);
            lines.extend(paragraph(panel, *place, width, above.saturating_sub(lines.len()), in_signs).0);
            lines.truncate(above);
            lines.push(Line::default());
            lines.extend(below);
            (lines, Vec::new())
        }
        Mode::Help => (help(width), Vec::new()),
        Mode::Other(changed, carried) => {
            let told = format!(
                "This report has changed since it was reviewed. Of the words that were decided about, those of {} stand where they stood, of {} \
                 somewhere else, of {} nowhere. {} decisions are about suggestions that are made now just as they were then: `k` keeps \
                 these, and everything else is looked at anew. `q` leaves the review as it is.",
                changed.at_place,
                changed.elsewhere,
                changed.gone,
                carried.decisions().len(),
            );
            let mut lines = head(panel, width);
            lines.extend(wrapped(&told, width, Look::Plain));
            (lines, Vec::new())
        }
    };
    lines.truncate(room);
    lines.resize(room, Line::default());
    lines.extend(foot);
    lines.truncate(height);
    Frame { lines: lines.into_iter().map(|line| line.fitted(width)).collect(), on_screen, is_seen: true }
}

/// The report, and how far the review is.
fn head(panel: &Panel<'_>, width: usize) -> Vec<Line> {
    let progress = panel.sitting.progress();
    let date = panel.reading.scene.document.report.date();
    let decided = progress.accepted + progress.rejected;
    let skipped =
        if progress.skipped > 0 { format!(", {} skipped", progress.skipped) } else { String::new() };
    let title = Line::new(&format!("{}, {date}", panel.file), Look::Head);
    let told = format!(
        "{decided} of {} decided: {} accepted, {} rejected{skipped}",
        progress.of, progress.accepted, progress.rejected
    );
    vec![title.fitted(width), Line::new(&told, Look::Dim).fitted(width), Line::default()]
}

fn looking(panel: &Panel<'_>, width: usize, room: usize, in_signs: bool) -> (Vec<Line>, Vec<usize>) {
    let mut lines = head(panel, width);
    let Some(place) = panel.sitting.next() else {
        lines.extend(finished(panel, width));
        return (lines, Vec::new());
    };
    let current = current(panel, place, width);
    // What is said of the suggestion comes before more of the paragraph, and two fifths of the screen are the paragraph's in any case.
    let free = room.saturating_sub(lines.len() + 1);
    let above = free.saturating_sub(current.len()).clamp((free * 2 / 5).max(3), free.max(3));
    let (paragraph, whole) = paragraph(panel, place, width, above, in_signs);
    lines.extend(paragraph);
    lines.push(Line::default());
    let mut on_screen = Vec::new();
    if whole && lines.len() + current.len() <= room {
        on_screen.push(place);
    }
    lines.extend(current);
    let mut hidden = 0;
    for other in others(panel, place) {
        let block = other_lines(panel, other, width);
        if hidden == 0 && lines.len() + block.len() + 1 < room {
            lines.push(Line::default());
            lines.extend(block);
            on_screen.push(other);
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 && lines.len() < room {
        lines.push(Line::new(&format!("… {hidden} more in this paragraph"), Look::Dim));
    }
    (lines, on_screen)
}

fn finished(panel: &Panel<'_>, width: usize) -> Vec<Line> {
    let progress = panel.sitting.progress();
    let mut told = if progress.of == 0 {
        "Nothing is suggested above the line; with --all what is below it can be looked at.".to_owned()
    } else {
        format!(
            "Everything is decided: {} accepted, {} of them edited, {} rejected. `mediant read FILE --case CASE.toml` enters what was accepted.",
            progress.accepted, progress.edited, progress.rejected
        )
    };
    if panel.more > 0 {
        told.push_str(&format!(" Enter goes on to the next report, {} to go.", panel.more));
    }
    wrapped(&told, width, Look::Plain)
}

/// What the last key came to, and what the keys do.
fn foot(panel: &Panel<'_>, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some((message, wrong)) = &panel.message {
        lines.extend(wrapped(message, width, if *wrong { Look::Alarm } else { Look::Dim }));
        lines.truncate(3);
    }
    let keys: Vec<(&str, &str)> = match &panel.mode {
        Mode::Editing(_, editor) => editor.keys().to_vec(),
        Mode::Help => vec![("any key", "goes back")],
        Mode::Other(..) => vec![("k", "keep what fits"), ("q", "quit")],
        Mode::Looking if panel.sitting.next().is_none() => {
            let next = (panel.more > 0).then_some(("Enter", "next report"));
            next.into_iter().chain([("u", "undo"), ("?", "help"), ("q", "quit")]).collect()
        }
        Mode::Looking => vec![
            ("a", "accept"),
            ("r", "reject"),
            ("e", "edit"),
            ("s", "skip"),
            ("u", "undo"),
            ("*", "all shown"),
            ("?", "help"),
            ("q", "quit"),
        ],
    };
    let mut line = Line::default();
    for (key, does) in keys {
        let item = Line::new(key, Look::Strong).with(" ", Look::Plain).with(does, Look::Plain);
        let gap = if line.letters().is_empty() { 0 } else { 2 };
        if line.width() + gap + item.width() > width {
            lines.push(std::mem::take(&mut line));
        } else if gap > 0 {
            line = line.with("  ", Look::Plain);
        }
        line = line.with_line(item);
    }
    lines.push(line);
    lines
}

fn help(width: usize) -> Vec<Line> {
    const KEYS: [(&str, &str); 9] = [
        ("a", "accept as it is suggested"),
        ("r", "reject: it is not so, or of no use"),
        ("e", "correct fields, then accept"),
        ("s", "skip: it comes again at the end"),
        ("u", "undo the last decision"),
        ("*", "accept all that stands whole on the screen and is open; never what a model suggests"),
        ("↑↓", "move the paragraph"),
        ("q", "quit; nothing is lost"),
        ("?", "this help"),
    ];
    let mut lines = vec![Line::new("Keys", Look::Head)];
    for (key, does) in KEYS {
        for (at, line) in wrapped(does, width.saturating_sub(4), Look::Plain).into_iter().enumerate() {
            lines.push(
                Line::new(&format!("{:<4}", if at == 0 { key } else { "" }), Look::Strong).with_line(line),
            );
        }
    }
    lines.push(Line::default());
    lines.extend(wrapped(
        "Each decision is written at once. The marked words are the report's.",
        width,
        Look::Dim,
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use mediant_reader::report::{Options, Report};
    use mediant_reader::review::{Author, Proposal, Review, Sitting};
    use mediant_reader::suggest::Reading;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const TEXT: &str = "date 2031-05-14\n\n\
        Delegations from Veldria and Norland met in Bern on Tuesday for talks about the harbour of Korsk and 日本の港, which is long.\n\n\
        Veldria’s foreign minister, Ilse Marand, ruled out any sale of the harbour. “We will not sell what we need to live,” she told \
        reporters on Wednesday. She added that Veldria was ready to discuss joint use of the northern pier. Norland’s chief negotiator, \
        Tomas Oye, demanded free passage. He said Norland would accept a shared harbour authority if Veldria withdrew its boats.\n";

    static READING: LazyLock<Reading<'static>> =
        LazyLock::new(|| Reading::new(Report::read(TEXT, &Options::default()).unwrap()));

    fn panel() -> Panel<'static> {
        let reading = &*READING;
        let proposals = Proposal::all(reading, &reading.suggestions, &Author::Reader);
        let sitting = Sitting::open(Review::new("a.txt", &"0f".repeat(32)), proposals);
        Panel::new("a.txt", reading, &reading.suggestions, sitting, None, 1)
    }

    fn key() -> impl Strategy<Value = KeyCode> {
        prop_oneof![
            prop::sample::select("arsu*e?qx".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
            prop::sample::select(vec![
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Enter,
                KeyCode::Esc,
                KeyCode::Tab,
                KeyCode::Backspace
            ]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

        #[test]
        fn every_state_fits_every_size(
            keys in prop::collection::vec(key(), 0..30),
            size in (1..140usize, 1..60usize),
            in_signs in any::<bool>(),
            writes in any::<bool>(),
        ) {
            let mut panel = panel();
            let (width, height) = size;
            for key in keys {
                let drawn = frame(&panel, width, height, in_signs);
                prop_assert!(drawn.lines.len() <= height);
                prop_assert!(drawn.lines.iter().all(|line| line.width() <= width));
                panel.on_screen = drawn.on_screen;
                panel.is_seen = drawn.is_seen;
                let before = panel.sitting.clone();
                let shown = panel.on_screen.clone();
                let mut kept = None;
                panel.key(KeyEvent::new(key, KeyModifiers::NONE), "2031-05-14T09:00:00Z", &mut |review| {
                    kept = Some(review.clone());
                    if writes { Ok(()) } else { Err("the disk is full".to_owned()) }
                });
                // What is decided is what was written, and what was not written is not decided.
                match kept {
                    Some(review) if writes => prop_assert_eq!(panel.sitting.review(), &review),
                    _ => prop_assert_eq!(&panel.sitting, &before),
                }
                // Where nothing can be seen nothing is decided.
                prop_assert!(drawn.is_seen || panel.sitting == before);
                // Together only what was on the screen.
                if key == KeyCode::Char('*') && panel.sitting != before {
                    let new = panel.sitting.review().decisions().iter().skip(before.review().decisions().len());
                    for decision in new {
                        prop_assert!(panel.sitting.place(&decision.key).is_some_and(|place| shown.contains(&place)));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_decided_can_be_seen() {
        let mut panel = panel();
        while let Some(place) = panel.sitting.next() {
            let title = panel.suggestions[place].fact.event();
            for (width, height) in [(36, 18), (40, 24), (80, 24), (200, 18)] {
                let drawn = frame(&panel, width, height, false);
                let line = |line: &Line| line.letters().iter().map(|(letter, _)| letter).collect::<String>();
                let title = if title == "none" { "no position" } else { title };
                assert!(
                    drawn.lines.iter().map(line).any(|line| line.starts_with("> ") && line.contains(title))
                );
                assert!(drawn.lines.iter().any(|line| line.has(Look::Mark)));
            }
            panel.sitting.reject(place, &mediant_reader::review::By::default()).unwrap();
        }
    }

    #[test]
    fn what_stands_whole_on_the_screen_can_be_read_there() {
        let panel = panel();
        for (width, height) in [(80, 24), (40, 24), (100, 60), (36, 18)] {
            let drawn = frame(&panel, width, height, false);
            let squeezed =
                |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
            let lines = drawn.lines.iter().flat_map(|line| line.letters()).map(|(letter, _)| *letter);
            let shown = squeezed(&lines.collect::<String>());
            for place in drawn.on_screen {
                // Behind the sign of a paragraph, words may go on in the next line: nothing but letters is compared.
                let words = squeezed(READING.suggestions[place].at.as_str());
                assert_contains(&shown, &words);
            }
        }
    }

    fn assert_contains(shown: &str, words: &str) {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
}
