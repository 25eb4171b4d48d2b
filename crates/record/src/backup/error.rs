//! What is wrong with a file.

use std::fmt;

/// Damage, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupError {
    /// The byte, from 0, at which the damaged item begins.
    pub offset: u64,
    /// Its number among the items, from 1; 0 for the header.
    pub item: u64,
    /// What is wrong.
    pub damage: BackupFormatError,
}

/// What can be wrong with a file, or with what is to be written into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupFormatError {
    /// It does not begin like a backup or a stream.
    NotABackup,
    /// It was written by another version.
    OtherVersion,
    /// It ends too early.
    CutOff,
    /// It goes on after its end.
    GoesOn,
    /// There is no item with this letter.
    UnknownItem(u8),
    /// An item is longer than [`super::ITEM_BYTES_MAX`].
    TooLong,
    /// An item is not in its form; this part of it.
    Malformed(&'static str),
    /// An item is not in its place; the rule that it breaks.
    Misplaced(&'static str),
    /// The counts at the end are others than those of the items.
    Counts,
    /// The hash at the end is another than that of the bytes before it.
    Checksum,
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item {
            0 => write!(f, "{}", self.damage),
            item => write!(f, "item {item}, at byte {}: {}", self.offset, self.damage),
        }
    }
}

impl std::error::Error for BackupError {}

impl fmt::Display for BackupFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABackup => f.write_str("this is not a backup of a record, nor a copy of a stream"),
            Self::OtherVersion => {
                f.write_str("this was written by another version of Mediant: read it with that version")
            }
            Self::CutOff => f.write_str("the file ends too early: it was not written or copied to its end"),
            Self::GoesOn => f.write_str("the file goes on after its end"),
            Self::UnknownItem(letter) => {
                write!(f, "there is no item `{}`: the file is damaged", letter.escape_ascii())
            }
            Self::TooLong => f.write_str("the item is too long"),
            Self::Malformed(part) => write!(f, "{part} cannot be read: the file is damaged"),
            Self::Misplaced(rule) => write!(f, "out of order: {rule}"),
            Self::Counts => f.write_str("items are missing or there are too many: the file is damaged"),
            Self::Checksum => f.write_str("the checksum does not fit: a byte before it is damaged"),
        }
    }
}
