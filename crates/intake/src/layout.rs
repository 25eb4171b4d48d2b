//! Text as the reader takes it: paragraphs with a blank line between them.

/// Characters that show nothing and stand within words: marks where a word may be broken, joiners, marks of byte order.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Text in the making.
#[derive(Debug, Default)]
pub struct Layout {
    done: String,
    /// The paragraph that is being written, white space not folded yet.
    open: String,
}

impl Layout {
    /// Adds to the paragraph.
    pub fn text(&mut self, words: &str) {
        self.open.push_str(words);
    }

    /// Ends the paragraph. One with nothing in it is none.
    pub fn end_paragraph(&mut self) {
        let words = line(&self.open);
        self.open.clear();
        if !words.is_empty() {
            if !self.done.is_empty() {
                self.done.push_str("\n\n");
            }
            self.done.push_str(&words);
        }
    }

    /// All of it.
    pub fn finish(mut self) -> String {
        self.end_paragraph();
        self.done.push('\n');
        if self.done.len() == 1 { String::new() } else { self.done }
    }
}

/// Words in one line: white space is one blank, what shows nothing is left out. Control characters stay; the reader names them.
pub fn line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let begun = line.len();
        line.extend(word.chars().filter(|c| !is_unseen(*c)));
        if line.len() == begun {
            line.truncate(before);
        }
    }
    line
}

/// A title or a name: one line without control characters, at most 300 characters; `None` where nothing is left.
pub fn label(words: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let seen: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line: String = line(&seen).chars().take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

/// Plain text: a blank line parts paragraphs.
pub fn paragraphs(text: &str) -> String {
    let mut layout = Layout::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            layout.end_paragraph();
        } else {
            layout.text(line);
            layout.text("\n");
        }
    }
    layout.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_empty_paragraphs_are_none() {
        assert_eq!(paragraphs("a  b\nc\n\n \t\n\u{a0}\nd\u{ad}e \u{200b} f"), "a b c\n\nde f\n");
        assert_eq!(paragraphs(" \n\n"), "");
        assert_eq!(line(" \u{200b} "), "");
    }

    #[test]
    fn a_label_steers_no_terminal() {
        assert_eq!(label("a\u{1b}[31m\u{7}\nb").as_deref(), Some("a [31m b"));
        assert_eq!(label("\u{1b}\u{9b}"), None);
        assert_eq!(label(&"x".repeat(1000)).map(|label| label.len()), Some(300));
    }
}
