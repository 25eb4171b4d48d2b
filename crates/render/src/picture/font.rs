//! The letters of pictures: one font that comes with the program, so that every machine draws the same.

use ttf_parser::{Face, GlyphId};

/// The face of all text; `None` only if the font in the program were broken.
pub(super) fn face() -> Option<Face<'static>> {
    Face::parse(epaint_default_fonts::UBUNTU_LIGHT, 0).ok()
}

/// How wide a text of this size is. Letters that the font lacks count as an average letter.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = face() else { return text.chars().count() as f64 * size * 0.5 };
    let units: f64 = text.chars().map(|letter| advance(&face, letter)).sum();
    units * size / f64::from(face.units_per_em()) * if bold { 1.03 } else { 1.0 }
}

/// The advance of a letter in font units.
pub(super) fn advance(face: &Face<'_>, letter: char) -> f64 {
    let advance = glyph(face, letter).and_then(|glyph| face.glyph_hor_advance(glyph));
    advance.map_or_else(|| f64::from(face.units_per_em()) * 0.55, f64::from)
}

/// The shape of a letter, or of the sign for one that is missing.
pub(super) fn glyph(face: &Face<'_>, letter: char) -> Option<GlyphId> {
    face.glyph_index(letter).or_else(|| face.glyph_index('\u{fffd}')).or_else(|| face.glyph_index('?'))
}
