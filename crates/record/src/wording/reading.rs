//! From the text of a clause to its stretches.

use super::{BracketError, DEPTH_MAX, Stretch};

/// The words of the clause, or of a bracket that is open, as far as they are read.
#[derive(Default)]
struct Level {
    /// What is read.
    words: Vec<Stretch>,
    /// The plain words behind it.
    plain: String,
    /// Who asks for them, once a bar was seen.
    by: Option<Vec<String>>,
    /// The character at which the bracket opened.
    at: usize,
}

impl Level {
    /// One character more, of the words or of the last name.
    fn push(&mut self, character: char) {
        match self.by.as_mut().and_then(|by| by.last_mut()) {
            Some(name) => name.push(character),
            None => self.plain.push(character),
        }
    }

    fn add(&mut self, bracket: Stretch) {
        self.end_words();
        self.words.push(bracket);
    }

    fn end_words(&mut self) {
        if !self.plain.is_empty() {
            self.words.push(Stretch::Plain(std::mem::take(&mut self.plain)));
        }
    }

    fn bracket(mut self) -> Stretch {
        self.end_words();
        let by = self.by.unwrap_or_default();
        let by = by.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        Stretch::Bracket { words: self.words, by }
    }
}

/// The stretches of a clause's text, in order; none is empty.
///
/// # Errors
/// Brackets that do not match, or more than [`DEPTH_MAX`] of them in one another.
pub fn stretches(text: &str) -> Result<Vec<Stretch>, BracketError> {
    let mut whole = Level::default();
    let mut open: Vec<Level> = Vec::new();
    let mut characters = text.chars().zip(1..);
    while let Some((character, at)) = characters.next() {
        let depth = open.len();
        let level = open.last_mut().unwrap_or(&mut whole);
        match character {
            '\\' => match characters.next() {
                Some((escaped @ ('[' | ']' | '|' | '\\'), _)) => level.push(escaped),
                Some((',', _)) if level.by.is_some() => level.push(','),
                // A backslash before anything else is a backslash.
                Some((other, _)) => {
                    level.push('\\');
                    level.push(other);
                }
                None => level.push('\\'),
            },
            '[' if level.by.is_some() => return Err(BracketError::AmongNames(at)),
            '[' if depth >= DEPTH_MAX => return Err(BracketError::TooDeep(at)),
            '[' => open.push(Level { at, ..Level::default() }),
            ']' => {
                let Some(closed) = open.pop() else { return Err(BracketError::NotOpened(at)) };
                open.last_mut().unwrap_or(&mut whole).add(closed.bracket());
            }
            '|' if depth > 0 => level.by.get_or_insert_default().push(String::new()),
            ',' if level.by.is_some() => level.by.get_or_insert_default().push(String::new()),
            other => level.push(other),
        }
    }
    match open.pop() {
        Some(level) => Err(BracketError::NotClosed(level.at)),
        None => {
            whole.end_words();
            Ok(whole.words)
        }
    }
}
