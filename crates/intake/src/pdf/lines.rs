//! Letters with their places to words, lines and paragraphs.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

use crate::layout::Layout;

/// A gap of so much of the letters' height parts words. Spaces between words are a quarter and more; between letters of a word hardly
/// anything stands, also where a line is spread to the margin.
const WORD: f64 = 0.16;

/// What comes out of the pages.
pub struct Lines {
    pages: Vec<Vec<Line>>,
    letters: usize,
    unknown: usize,
    /// Letters that are still taken.
    left: usize,
}

/// Letters of one height on one line.
#[derive(Debug)]
struct Line {
    text: String,
    left: f64,
    right: f64,
    /// How far above the page's foot.
    base: f64,
    height: f64,
}

impl Lines {
    /// Takes at most so many letters.
    pub fn new(limit: usize) -> Self {
        Self { pages: Vec::new(), letters: 0, unknown: 0, left: limit }
    }

    /// Whether there were more letters than are taken.
    pub fn is_full(&self) -> bool {
        self.left == 0
    }

    /// Letters that were drawn.
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// Of these, letters of which nothing says which they are.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// The lines joined to paragraphs.
    pub fn text(self) -> String {
        let mut layout = Layout::default();
        let furniture = furniture(&self.pages);
        for page in self.pages {
            let lines: Vec<Line> =
                page.into_iter().filter(|line| !furniture.contains(&stripped(&line.text))).collect();
            let usual = usual_step(&lines);
            let mut before: Option<&Line> = None;
            for line in &lines {
                if let Some(before) = before
                    && begins_paragraph(before, line, usual)
                {
                    layout.end_paragraph();
                }
                add(&mut layout, &line.text);
                before = Some(line);
            }
            // A sentence that goes on overleaf goes on.
            if before
                .is_none_or(|line| line.text.trim_end().ends_with(['.', '!', '?', '”', '"', ':', '’', ')']))
            {
                layout.end_paragraph();
            }
        }
        layout.finish()
    }
}

/// Adds a line. A word that was broken at a hyphen is not put together: whether the hyphen is its own is not known.
fn add(layout: &mut Layout, words: &str) {
    layout.text(words);
    if !words.ends_with('-') {
        layout.text("\n");
    }
}

/// Whether a line begins a paragraph: further below than lines of this page stand from one another, above the last one, of another
/// height, or set in where the last one is not full.
fn begins_paragraph(before: &Line, line: &Line, usual: f64) -> bool {
    let step = before.base - line.base;
    let height = before.height.max(line.height);
    let is_other = (before.height - line.height).abs() > 0.15 * height;
    step > usual * 1.3 || step < -height || is_other || line.left > before.left + 0.9 * height && step > 0.0
}

/// The distance between lines that is most frequent on a page.
fn usual_step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> =
        lines.windows(2).map(|two| two[0].base - two[1].base).filter(|step| *step > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    // Most steps are within paragraphs; where every line is a paragraph, the letters' height says how far is far.
    let middle = steps.get(steps.len() / 4).copied().unwrap_or(0.0);
    let height = lines.iter().map(|line| line.height).fold(0.0, f64::max);
    if middle > 0.0 { middle.min(1.6 * height) } else { 1.2 * height }
}

/// Lines that stand at the head or foot of most pages, figures aside.
fn furniture(pages: &[Vec<Line>]) -> std::collections::BTreeSet<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for page in pages {
        let ends: std::collections::BTreeSet<String> =
            page.iter().take(2).chain(page.iter().rev().take(2)).map(|line| stripped(&line.text)).collect();
        for line in ends {
            *counts.entry(line).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 2 && 2 * count > pages.len())
        .map(|(line, _)| line)
        .collect()
}

/// A line without its figures.
fn stripped(words: &str) -> String {
    words.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().trim().to_owned()
}

/// The letters of one that joins several for the looks of it.
fn apart(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

impl OutputDev for Lines {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        let Some(page) = self.pages.last_mut() else { return Ok(()) };
        self.left = self.left.saturating_sub(letters.len().max(1));
        if self.left == 0 {
            return Ok(());
        }
        let height = (size * (place.m21.powi(2) + place.m22.powi(2)).sqrt()).abs();
        let across = (size * (place.m11.powi(2) + place.m12.powi(2)).sqrt()).abs();
        let (x, y) = (place.m31, place.m32);
        let letters: String = if letters.is_empty() { "\u{fffd}".to_owned() } else { letters.to_owned() };
        let is_unknown =
            |c: char| c.is_control() || c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c);
        let letters: String = letters
            .chars()
            .flat_map(|c| {
                if is_unknown(c) {
                    vec!['\u{fffd}']
                } else {
                    apart(c).map_or(vec![c], |two| two.chars().collect())
                }
            })
            .collect();
        self.letters += letters.chars().filter(|c| !c.is_whitespace()).count();
        self.unknown += letters.chars().filter(|c| *c == '\u{fffd}').count();
        let end = x + width * across;
        let same = page.last_mut().filter(|line| {
            (line.base - y).abs() < 0.4 * line.height.max(height)
                && x > line.right - 0.5 * height.max(line.height)
        });
        match same {
            Some(line) => {
                if x > line.right + WORD * height && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&letters);
                line.right = end;
                line.height = line.height.max(height);
            }
            None if letters.trim().is_empty() => {}
            None => page.push(Line { text: letters, left: x, right: end, base: y, height }),
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
