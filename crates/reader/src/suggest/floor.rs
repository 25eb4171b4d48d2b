//! Who has the floor: the speaker whom words belong to, and the day on which they were said.
//!
//! Of everybody who may have said it (`speakers`) a linear judge chooses; the chosen one has the next turn.

use jiff::civil::Date;

use super::fact::Field;
use super::form::Form;
use super::linear::Judges;
use super::party::Sides;
use super::speakers::candidates;
use super::voice::Voices;
use super::when::{Asked, Before, day};
use super::who::Who;
use crate::events::Scene;
use crate::events::features::Piece;

/// Somebody's turn, as the report goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn<'t> {
    /// The sentence in which they spoke last.
    pub sentence: usize,
    /// Its paragraph, from 0.
    pub paragraph: usize,
    /// The one whose turn it is.
    pub who: Who<'t>,
    /// The day on which they spoke, where it is known.
    pub on: Option<Field<'t, Date>>,
}

impl<'t> Turn<'t> {
    /// The turn of whoever says a piece.
    pub fn new(scene: &Scene<'t>, piece: &Piece<'t>, who: Who<'t>, on: Option<Field<'t, Date>>) -> Self {
        let said = piece.said.and_then(|said| scene.said.get(said));
        let announced = said.map_or(piece.sentence, |said| said.sentence);
        let paragraph = scene.sentence(announced).paragraph;
        Self { sentence: announced.max(piece.sentence), paragraph, who, on }
    }
}

/// Who spoke last, and who before them: two may speak by turns.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Turns<'t> {
    /// The last speaker.
    pub last: Option<Turn<'t>>,
    /// The last who is somebody else.
    pub other: Option<Turn<'t>>,
    /// The last day that was given to something said, and the paragraph of that.
    pub dated: Option<(Field<'t, Date>, usize)>,
}

impl<'t> Turns<'t> {
    /// Makes this turn the last; the one before it stays if somebody else had it.
    pub fn take(&mut self, turn: Turn<'t>) {
        if let Some(last) =
            self.last.filter(|last| last.who.name.value.as_str() != turn.who.name.value.as_str())
        {
            self.other = Some(last);
        }
        self.last = Some(turn);
        self.dated = turn.on.map(|on| (on, turn.paragraph)).or(self.dated);
    }
}

/// Goes through a report's statements in the order of the text.
#[derive(Debug)]
pub struct Floor<'s, 't> {
    scene: &'s Scene<'t>,
    sides: &'s Sides,
    voices: &'s Voices<'t>,
    judges: Judges<'s>,
    turns: Turns<'t>,
}

impl<'s, 't> Floor<'s, 't> {
    /// Nobody has spoken yet.
    pub fn new(scene: &'s Scene<'t>, sides: &'s Sides, voices: &'s Voices<'t>, judges: Judges<'s>) -> Self {
        Self { scene, sides, voices, judges, turns: Turns::default() }
    }

    /// Who says a piece, and when, and how sure both are. Only what is a statement (`stated`) takes the floor.
    pub fn speaker(&mut self, piece: &Piece<'t>, stated: bool) -> Said<'t> {
        let mut all = candidates(self.scene, self.sides, self.voices, piece, self.turns);
        let names: Vec<&str> = all.iter().map(|candidate| candidate.who.name.value.as_str()).collect();
        let best = self.judges.speakers.best(all.iter().map(|candidate| candidate.keys.as_slice()), &names);
        let (who, sure) =
            best.map_or((None, 0.3), |(place, share)| (Some(all.swap_remove(place).who), share));
        let asked = asked(self.scene, piece, who, self.turns);
        let (on, sure_day) = day(self.scene, self.voices, self.judges.days, &asked);
        if let Some(who) = who
            && stated
        {
            self.turns.take(Turn::new(self.scene, piece, who, on));
        }
        Said { who, on, sure: sure * sure_day }
    }
}

/// Who said something and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'t> {
    /// The one who said it; `None` where nobody fits well enough.
    pub who: Option<Who<'t>>,
    /// The day on which it was said; `None` where none fits well enough.
    pub on: Option<Field<'t, Date>>,
    /// How sure both are, from 0 to 1.
    pub sure: f32,
}

/// The question for the day of a statement.
pub fn asked<'a, 't>(
    scene: &'a Scene<'t>,
    piece: &'a Piece<'t>,
    who: Option<Who<'t>>,
    turns: Turns<'t>,
) -> Asked<'a, 't> {
    let said = piece.said.and_then(|said| scene.said.get(said));
    let paragraph = scene.sentence(piece.sentence).paragraph;
    let form = Form::new(scene, piece, said).name();
    let before = turns.last.filter(|turn| turn.paragraph + 1 >= paragraph).map(|turn| {
        let same = Some(turn.who.name.value) == who.map(|who| who.name.value);
        let place = match (turn.paragraph == paragraph, same) {
            (true, true) => "turn",
            (true, false) => "other's turn",
            (false, true) => "turn before",
            (false, false) => "other's turn before",
        };
        let gap = (piece.sentence - turn.sentence.min(piece.sentence)).min(4);
        Before { on: turn.on, place, gap, form }
    });
    let kind = if said.is_some() { "said" } else { "position" };
    Asked {
        kind,
        sentence: piece.sentence,
        head: piece.head,
        words: &piece.words,
        said,
        before,
        told: turns.dated,
    }
}

/// The same somebody, by the words: `the board` and `Board`, `Marand` and `Ilse Marand`.
pub fn same_name(one: &str, other: &str) -> bool {
    const SMALL: [&str; 16] = [
        "the",
        "a",
        "an",
        "of",
        "its",
        "their",
        "his",
        "her",
        "one",
        "mr",
        "mrs",
        "ms",
        "dr",
        "general",
        "commander",
        "our",
    ];
    let bare = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (bare(one), bare(other));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    !one.is_empty()
        && !other.is_empty()
        && (one.last() == other.last() || within(&one, &other) || within(&other, &one))
}
