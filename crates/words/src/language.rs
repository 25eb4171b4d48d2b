//! In which language somebody is spoken to.

use crate::message::Category;

/// A language of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, in which the catalogue is written.
    #[default]
    English,
    /// English that no reader wants: accented, a third longer, and right to left where that is asked for. What shows plain in it
    /// is no message, and what does not fit was made for English.
    Pseudo {
        /// Whether pages go from right to left.
        right_to_left: bool,
    },
}

impl Language {
    /// How a document says which language it is in.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Pseudo { right_to_left: false } => "en-XA",
            Self::Pseudo { right_to_left: true } => "ar-XB",
        }
    }

    /// How a document says which way it goes; `None` where it goes as documents do that say nothing.
    pub fn direction(self) -> Option<&'static str> {
        match self {
            Self::English | Self::Pseudo { right_to_left: false } => None,
            Self::Pseudo { right_to_left: true } => Some("rtl"),
        }
    }

    /// Which form a number takes.
    pub(crate) fn category(self, number: u64) -> Category {
        match self {
            Self::English | Self::Pseudo { .. } if number == 1 => Category::One,
            Self::English | Self::Pseudo { .. } => Category::Other,
        }
    }
}

/// Whatever knows in which language it speaks.
pub trait Speaks {
    /// The language.
    fn language(&self) -> Language;
}

impl Speaks for Language {
    fn language(&self) -> Language {
        *self
    }
}

impl<T: Speaks + ?Sized> Speaks for &T {
    fn language(&self) -> Language {
        (**self).language()
    }
}
