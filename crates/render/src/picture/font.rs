//! The letters of pictures: one font that comes with the program, so that every machine draws the same.

use ttf_parser::Face;
use unicode_width::UnicodeWidthChar;

/// The font that comes with the program.
pub(super) const FILE: &[u8] = epaint_default_fonts::UBUNTU_LIGHT;

/// The face of all text; `None` only if the font in the program were broken.
fn face() -> Option<Face<'static>> {
    Face::parse(FILE, 0).ok()
}

/// How wide a text of this size is. Letters that the font lacks count as an average letter, or as a square where they are
/// wide ones.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = face() else { return text.chars().count() as f64 * size * 0.5 };
    let units: f64 = text.chars().map(|letter| advance(&face, letter)).sum();
    units * size / f64::from(face.units_per_em()) * if bold { 1.03 } else { 1.0 }
}

/// How much room a text of this size takes beside another one. A picture on a page is set in a font of its reader's, which may be wider
/// than ours: DejaVu Sans is, by a sixth, and by a quarter where it is bold.
pub(super) fn room(text: &str, size: f64, bold: bool) -> f64 {
    width(text, size, bold) * if bold { 1.28 } else { 1.18 } + 12.0
}

/// Whether the font has every letter of these texts.
pub(super) fn has_all<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    let has = |face: &Face<'_>, text: &str| text.chars().all(|letter| face.glyph_index(letter).is_some());
    face().is_some_and(|face| texts.all(|text| has(&face, text)))
}

/// The advance of a letter in font units.
fn advance(face: &Face<'_>, letter: char) -> f64 {
    let advance = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    let missing = match letter.width() {
        Some(2) => 1.0,
        Some(0) => 0.0,
        _ => 0.55,
    };
    advance.map_or_else(|| f64::from(face.units_per_em()) * missing, f64::from)
}
