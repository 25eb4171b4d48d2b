//! How the speaker of something said is told: by name, by a pronoun, not at all.

use super::who::meant_by_word;
use crate::events::Scene;
use crate::events::features::Piece;
use crate::names::cast::Named;
use crate::said::Attribution;
use crate::said::speaker::subject;

/// What the words beside a piece that should name its speaker are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// There are none.
    Nothing,
    /// The pronoun `he`.
    He,
    /// The pronoun `she`.
    She,
    /// The pronoun `they`.
    They,
    /// Another pronoun, or words that mean nobody.
    Other,
    /// A name, or an office whose holder is known.
    Person,
    /// `the minister`, whoever that is.
    Definite,
    /// `a diplomat`, whom the report has not named.
    Indefinite,
    /// A name that is no person's.
    Name,
}

impl Form {
    /// Of the cue of something said, or of a position's subject.
    pub fn new(scene: &Scene<'_>, piece: &Piece<'_>, said: Option<&Attribution<'_>>) -> Self {
        let (place, word) = match said {
            Some(said) => (said.sentence, said.speaker_word),
            None => (piece.sentence, subject(scene.sentence(piece.sentence), piece.head)),
        };
        let Some(word) = word else { return Self::Nothing };
        let told = &scene.sentence(place).words[word];
        match told.at.as_str().to_lowercase().as_str() {
            "he" => return Self::He,
            "she" => return Self::She,
            "they" => return Self::They,
            _ if told.tag.starts_with("PRP") => return Self::Other,
            _ => {}
        }
        let Some(who) = meant_by_word(scene, place, word) else { return Self::Other };
        if who.person {
            Self::Person
        } else if who.anonymous {
            Self::Indefinite
        } else if told.is_name() {
            Self::Name
        } else {
            Self::Definite
        }
    }

    /// A name for features.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
            Self::Other => "other",
            Self::Person => "person",
            Self::Definite => "definite",
            Self::Indefinite => "indefinite",
            Self::Name => "name",
        }
    }

    /// Whether a pronoun may mean a woman (`Some(true)`) or a man (`Some(false)`).
    pub fn suits(self, woman: Option<bool>) -> &'static str {
        match (self, woman) {
            (Self::He, Some(woman)) => {
                if woman {
                    "no"
                } else {
                    "yes"
                }
            }
            (Self::She, Some(woman)) => {
                if woman {
                    "yes"
                } else {
                    "no"
                }
            }
            _ => "unknown",
        }
    }
}

/// Whether a person is a woman, where a title or an office tells: `Ms Marand`, `the chairman`.
pub fn gender(scene: &Scene<'_>, person: usize) -> Option<bool> {
    let of_office = scene.cast.people.get(person)?.office.and_then(|office| {
        let last = office.as_str().to_lowercase();
        if last.ends_with("woman") { Some(true) } else { last.ends_with("man").then_some(false) }
    });
    of_office.or_else(|| {
        scene.cast.mentions.iter().filter(|(_, named)| *named == Named::Person(person)).find_map(
            |(mention, _)| {
                let before = mention.words.start.checked_sub(1)?;
                match scene.sentence(mention.sentence).words[before].at.as_str().trim_end_matches('.') {
                    "Ms" | "Mrs" | "Miss" | "Lady" | "Madam" | "Sister" | "Dame" | "Baroness" | "Queen"
                    | "Princess" => Some(true),
                    "Mr" | "Sir" | "Lord" | "Father" | "Brother" | "Baron" | "King" | "Prince" => Some(false),
                    _ => None,
                }
            },
        )
    })
}
