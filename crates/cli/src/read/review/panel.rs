//! What a person at the terminal sees of a review, and what each key does.

use super::editor::{Edited, Editor};
use crate::read::page::counted;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use mediant_reader::review::{By, Changed, DecisionError, Review, Sitting};
use mediant_reader::suggest::{Parties, Reading, Suggestion};

/// Writes a review; what to tell where it cannot.
pub type Keep<'k> = &'k mut dyn FnMut(&Review) -> Result<(), String>;

/// Why a review is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// Somebody wants to leave.
    Quits,
    /// The next report is wanted.
    ForNext,
    /// Somebody or the system stopped it; the exit code.
    Stopped(u8),
}

/// What is on the screen besides the suggestions.
pub enum Mode {
    /// The suggestions, and nothing else.
    Looking,
    /// One is being edited, by its place.
    Editing(usize, Box<Editor>),
    /// What the keys do.
    Help,
    /// The report is another one than that which was reviewed: what became of the words, and the review of what stayed.
    Other(Changed, Review),
}

/// A review in the hands of somebody at a terminal.
pub struct Panel<'r> {
    pub file: String,
    pub reading: &'r Reading<'r>,
    pub parties: Parties<'r>,
    pub suggestions: &'r [Suggestion<'r>],
    pub sitting: Sitting,
    /// How many reports come behind this one.
    pub more: usize,
    pub mode: Mode,
    /// Lines by which the paragraph is moved.
    pub scroll: isize,
    /// What the last key came to, and whether it went wrong.
    pub message: Option<(String, bool)>,
    /// What stands whole on the screen, as it was drawn last.
    pub on_screen: Vec<usize>,
    /// Whether the window showed what a key decides about, as it was drawn last.
    pub is_seen: bool,
    by: Option<String>,
}

impl<'r> Panel<'r> {
    /// Of a report, what is suggested of it, and what was decided. A review of another report than this one is looked at first.
    pub fn new(
        file: &str,
        reading: &'r Reading<'r>,
        suggestions: &'r [Suggestion<'r>],
        sitting: Sitting,
        by: Option<String>,
        more: usize,
    ) -> Self {
        Self {
            file: file.to_owned(),
            reading,
            parties: Parties::new(reading),
            suggestions,
            sitting,
            more,
            mode: Mode::Looking,
            scroll: 0,
            message: None,
            on_screen: Vec::new(),
            is_seen: false,
            by,
        }
    }

    /// Takes a key at a moment. Answers why the review is left, if it is.
    pub fn key(&mut self, key: KeyEvent, when: &str, keep: Keep<'_>) -> Option<Leaves> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        if key.modifiers.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char('c' | 'd')) {
            return Some(Leaves::Stopped(130));
        }
        if !self.is_seen {
            return matches!(key.code, KeyCode::Char('q' | 'Q')).then_some(Leaves::Quits);
        }
        let by = By { who: self.by.clone(), when: Some(when.to_owned()) };
        match &mut self.mode {
            Mode::Looking => return self.looking(key, &by, keep),
            Mode::Help => self.mode = Mode::Looking,
            Mode::Editing(place, editor) => {
                let place = *place;
                match editor.key(key) {
                    Edited::Still => {}
                    Edited::Left => {
                        self.mode = Mode::Looking;
                        self.message = Some(("nothing was changed".to_owned(), false));
                    }
                    Edited::Done(fields) => {
                        self.mode = Mode::Looking;
                        self.decide("accepted as edited", keep, |sitting| sitting.edit(place, fields, &by));
                    }
                }
            }
            Mode::Other(_, carried) => match key.code {
                KeyCode::Char('k' | 'K') => {
                    let carried = Sitting::open(carried.clone(), self.sitting.proposals().to_vec());
                    self.decide("the decisions that fit were kept", keep, |sitting| {
                        *sitting = carried;
                        Ok(())
                    });
                    // Where it could not be written, the question stands.
                    if self.message.as_ref().is_some_and(|(_, wrong)| !wrong) {
                        self.mode = Mode::Looking;
                    }
                }
                KeyCode::Char('q' | 'Q') | KeyCode::Esc => return Some(Leaves::Quits),
                _ => {}
            },
        }
        None
    }

    /// Takes what was pasted: only a field takes any.
    pub fn paste(&mut self, text: &str) {
        if let Mode::Editing(_, editor) = &mut self.mode {
            editor.paste(text);
        }
    }

    fn looking(&mut self, key: KeyEvent, by: &By, keep: Keep<'_>) -> Option<Leaves> {
        let next = self.sitting.next();
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return None;
        }
        let letter = match key.code {
            KeyCode::Char(letter) => letter.to_ascii_lowercase(),
            KeyCode::Up => return self.moved(-1),
            KeyCode::Down => return self.moved(1),
            KeyCode::PageUp => return self.moved(-8),
            KeyCode::PageDown => return self.moved(8),
            KeyCode::Enter if next.is_none() && self.more > 0 => return Some(Leaves::ForNext),
            _ => return None,
        };
        match (letter, next) {
            ('q', _) => return Some(Leaves::Quits),
            ('?' | 'h', _) => self.mode = Mode::Help,
            ('u', _) => self.undo(keep),
            ('a', Some(place)) => self.decide("accepted", keep, |sitting| sitting.accept(place, by)),
            ('r', Some(place)) => self.decide("rejected", keep, |sitting| sitting.reject(place, by)),
            ('s', Some(place)) => {
                self.decide("skipped: it comes again at the end", keep, |sitting| sitting.skip(place, by));
            }
            ('e', Some(place)) => {
                if let Some(proposal) = self.sitting.proposals().get(place) {
                    self.mode = Mode::Editing(place, Box::new(Editor::new(proposal.fields.clone())));
                    self.message = None;
                }
            }
            ('*', Some(_)) => self.accept_all(by, keep),
            (letter, _) => {
                let told = format!("`{letter}` does nothing here; ? shows the keys");
                self.message = Some((told, true));
            }
        }
        None
    }

    fn moved(&mut self, by: isize) -> Option<Leaves> {
        self.scroll = self.scroll.saturating_add(by);
        None
    }

    /// Does something and keeps it; what cannot be kept is not done.
    fn decide(
        &mut self,
        done: &str,
        keep: Keep<'_>,
        act: impl FnOnce(&mut Sitting) -> Result<(), DecisionError>,
    ) {
        let mut sitting = self.sitting.clone();
        let kept =
            act(&mut sitting).map_err(|refused| refused.to_string()).and_then(|()| keep(sitting.review()));
        self.message = match kept {
            Ok(()) => {
                self.sitting = sitting;
                self.scroll = 0;
                Some((done.to_owned(), false))
            }
            Err(cause) => Some((format!("nothing was decided: {cause}"), true)),
        };
    }

    fn accept_all(&mut self, by: &By, keep: Keep<'_>) {
        let mut sitting = self.sitting.clone();
        let count = sitting.accept_all(&self.on_screen, by).len();
        if count == 0 {
            let told = "none was accepted: nothing that is open stands whole on the screen".to_owned();
            self.message = Some((told, true));
            return;
        }
        let told = format!(
            "{} accepted together; u takes all of it back",
            counted(count, "suggestion", "suggestions")
        );
        self.decide(&told, keep, |old| {
            *old = sitting;
            Ok(())
        });
    }

    fn undo(&mut self, keep: Keep<'_>) {
        if self.sitting.review().decisions().is_empty() {
            self.message = Some(("there is nothing to take back".to_owned(), true));
            return;
        }
        self.decide("the last decision was taken back", keep, |sitting| {
            sitting.undo();
            Ok(())
        });
    }
}
