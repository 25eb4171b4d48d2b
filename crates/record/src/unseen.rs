//! Characters that show nothing, and characters that turn what stands around them.
//!
//! With them a name can look like another one, and a line can read from the wrong end. Some have their uses within words: joiners
//! in Persian and Hindi, marks of direction beside Hebrew and Arabic, selectors after an emoji. So a text may hold those; what
//! embeds or overrides a direction, which can reach beyond the text itself, is taken nowhere.

/// Whether a character embeds, isolates or overrides a direction.
pub fn turns_text(character: char) -> bool {
    matches!(u32::from(character), 0x202a..=0x202e | 0x2066..=0x2069)
}

/// Whether a character shows nothing and has no use within a name: spaces without width, hyphens that show at the end of a
/// line alone, fillers, ends of lines and paragraphs, invisible operators, tags.
pub fn hides_in_names(character: char) -> bool {
    matches!(u32::from(character), 0x00ad | 0x034f | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x200b | 0x2028..=0x2029
        | 0x2060..=0x2065 | 0x206a..=0x206f | 0x3164 | 0xfeff | 0xffa0 | 0xe_0000..=0xe_00ff | 0xe_01f0..=0xe_0fff)
}

/// Whether a character shows nothing at all by itself, whatever its use.
pub fn is_unseen(character: char) -> bool {
    turns_text(character)
        || hides_in_names(character)
        || matches!(u32::from(character), 0x061c | 0x180b..=0x180f | 0x200c..=0x200f | 0xfe00..=0xfe0f | 0xe_0100..=0xe_01ef)
}

/// Whether a text holds something and shows nothing.
pub fn shows_nothing(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_whitespace() || is_unseen(character))
}
