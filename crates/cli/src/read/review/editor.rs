//! Editing a suggestion: a line for each field with its present value.

use super::spans::{Line, Look};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use mediant_reader::review::{Fields, Slot};

/// A suggestion's fields being edited.
pub struct Editor {
    was: Fields,
    fields: Fields,
    /// The field that is edited, as a place among the slots.
    at: usize,
    /// What stands in it, and the letter before which the cursor stands.
    line: Vec<char>,
    cursor: usize,
    /// Why the value was not taken.
    wrong: Option<String>,
}

/// What a key in the editor came to.
pub enum Edited {
    /// It goes on.
    Still,
    /// It is left, and nothing is decided.
    Left,
    /// These fields are accepted.
    Done(Fields),
}

impl Editor {
    /// Begins with the fields as they stand.
    pub fn new(fields: Fields) -> Self {
        let mut editor =
            Self { was: fields.clone(), fields, at: 0, line: Vec::new(), cursor: 0, wrong: None };
        editor.open(0);
        editor
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Edited {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Edited::Left,
            KeyCode::Enter => {
                return if self.take() { Edited::Done(self.fields.clone()) } else { Edited::Still };
            }
            KeyCode::Down | KeyCode::Tab => self.go(1),
            KeyCode::Up | KeyCode::BackTab => self.go(self.slots().len().saturating_sub(1)),
            KeyCode::Left | KeyCode::Right if self.choices().is_some() => {
                self.choose(if key.code == KeyCode::Right { 1 } else { -1 });
            }
            KeyCode::Char(letter) if self.choices().is_some() => self.choose_by(letter),
            KeyCode::Left => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Right => self.cursor = (self.cursor + 1).min(self.line.len()),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.line.len(),
            KeyCode::Backspace if self.choices().is_none() && self.cursor > 0 => {
                self.cursor -= 1;
                self.line.remove(self.cursor);
            }
            KeyCode::Delete if self.choices().is_none() && self.cursor < self.line.len() => {
                self.line.remove(self.cursor);
            }
            KeyCode::Char('u') if control => {
                self.line.clear();
                self.cursor = 0;
            }
            KeyCode::Char(letter) if !control => self.put(letter),
            _ => {}
        }
        Edited::Still
    }

    /// Takes what was pasted, as one line.
    pub fn paste(&mut self, text: &str) {
        if self.choices().is_none() {
            text.chars()
                .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
                .for_each(|letter| self.put(letter));
        }
    }

    /// Its lines, for so many columns.
    pub fn lines(&self, width: usize) -> Vec<Line> {
        let mut lines =
            vec![Line::new(&format!("Edit this {}", self.fields.kind()), Look::Head), Line::default()];
        let name = self.slots().iter().map(|slot| slot.name().len()).max().unwrap_or(0);
        for (at, slot) in self.slots().iter().enumerate() {
            let here = at == self.at;
            let lead = format!("{} {:name$}  ", if here { '>' } else { ' ' }, slot.name());
            let look = if here { Look::Strong } else { Look::Plain };
            let room = width.saturating_sub(lead.chars().count());
            let mut line = Line::new(&lead, look);
            line = match (here, self.fields.choices(*slot)) {
                (true, Some(choices)) => {
                    let place =
                        choices.iter().position(|choice| *choice == self.fields.value(*slot)).unwrap_or(0);
                    line.with(&format!("< {} >", self.fields.value(*slot)), Look::Mark)
                        .with(&format!("  {} of {}", place + 1, choices.len()), Look::Dim)
                }
                (true, None) => self.with_cursor(line, room),
                (false, _) => line.with(&self.fields.value(*slot), Look::Plain),
            };
            lines.push(line.fitted(width));
        }
        lines.push(Line::default());
        if let Some(choices) = self.choices() {
            lines.extend(super::spans::wrapped(&format!("One of: {}", choices.join(", ")), width, Look::Dim));
        }
        if let Some(hint) = self.hint() {
            lines.extend(super::spans::wrapped(hint, width, Look::Dim));
        }
        if let Some(wrong) = &self.wrong {
            lines.extend(super::spans::wrapped(wrong, width, Look::Alarm));
        }
        lines
    }

    /// What the keys do.
    pub fn keys(&self) -> &'static [(&'static str, &'static str)] {
        match self.choices() {
            Some(_) => {
                &[("←→", "choose"), ("↑↓", "field"), ("Enter", "accept so"), ("Esc", "leave as it was")]
            }
            None => &[("↑↓", "field"), ("^U", "clear"), ("Enter", "accept so"), ("Esc", "leave as it was")],
        }
    }

    fn slots(&self) -> &'static [Slot] {
        self.was.slots()
    }

    fn slot(&self) -> Slot {
        self.slots().get(self.at).copied().unwrap_or(Slot::Event)
    }

    fn choices(&self) -> Option<Vec<&'static str>> {
        self.fields.choices(self.slot())
    }

    fn hint(&self) -> Option<&'static str> {
        match self.slot() {
            Slot::On => Some("A day as 2031-05-14; empty where none is given."),
            Slot::About => Some("The matter, in a word or two; empty leaves it to the draft."),
            Slot::Participants => Some("Names with ; between them."),
            Slot::Event | Slot::Speaker | Slot::Who | Slot::Party | Slot::Place => None,
        }
    }

    fn open(&mut self, at: usize) {
        self.at = at;
        self.line = self.fields.value(self.slot()).chars().collect();
        self.cursor = self.line.len();
    }

    fn go(&mut self, by: usize) {
        if self.take() {
            self.open((self.at + by) % self.slots().len().max(1));
        }
    }

    /// Takes over what stands in the line; stays where it is no value of the field.
    fn take(&mut self) -> bool {
        let written: String = self.line.iter().collect();
        // As it was, a value is taken however long it is.
        let now = if written == self.fields.value(self.slot()) {
            Ok(self.fields.clone())
        } else {
            self.fields.with(self.slot(), &written)
        };
        match now {
            Ok(fields) => {
                self.fields = fields;
                self.wrong = None;
                true
            }
            Err(refused) => {
                self.wrong = Some(refused.to_string());
                false
            }
        }
    }

    fn choose(&mut self, by: isize) {
        let Some(choices) = self.choices() else { return };
        let now = self.fields.value(self.slot());
        let at = choices.iter().position(|choice| *choice == now).unwrap_or(0);
        let next = (at as isize + by).rem_euclid(choices.len().max(1) as isize) as usize;
        self.set(choices.get(next).copied());
    }

    /// The next choice that begins with a letter.
    fn choose_by(&mut self, letter: char) {
        let Some(choices) = self.choices() else { return };
        let now = self.fields.value(self.slot());
        let at = choices.iter().position(|choice| *choice == now).unwrap_or(0);
        let round = choices.iter().cycle().skip(at + 1).take(choices.len());
        let wanted = round.copied().find(|choice| choice.starts_with(letter.to_ascii_lowercase()));
        self.set(wanted);
    }

    fn set(&mut self, choice: Option<&str>) {
        if let Some(choice) = choice {
            self.line = choice.chars().collect();
            self.cursor = self.line.len();
            self.take();
        }
    }

    fn put(&mut self, letter: char) {
        if !letter.is_control() {
            self.line.insert(self.cursor, letter);
            self.cursor += 1;
        }
    }

    /// The line with the cursor on it: of a long one the part around the cursor.
    fn with_cursor(&self, line: Line, room: usize) -> Line {
        let first = self.cursor.saturating_sub(room.saturating_sub(2));
        let text =
            |from: usize, to: usize| self.line.get(from..to).unwrap_or_default().iter().collect::<String>();
        let under: String = self.line.get(self.cursor).map_or(" ".to_owned(), char::to_string);
        line.with(&text(first, self.cursor), Look::Strong)
            .with(&under, Look::Mark)
            .with(&text((self.cursor + 1).min(self.line.len()), self.line.len()), Look::Strong)
    }
}
