//! A scene as PNG: its SVG, drawn by `resvg`.
//!
//! Letters come from the font in the program, so that every machine draws the same, and those that it lacks from the fonts
//! that a caller brings: an Arabic or a Chinese name takes a font of the machine. A letter that no font has is an empty
//! box, as a browser draws it.

use super::font;
use super::scene::Scene;
use super::svg::{self, Letters};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Style};
use resvg::usvg::{FontResolver, Options, Tree};
use std::sync::Arc;
use ttf_parser::Face;

/// Pixels for each point of the scene: sharp on dense screens and in print.
const SCALE: f32 = 2.0;

/// The fonts that pictures are lettered with.
#[derive(Clone)]
pub struct Fonts {
    /// The program's own and those beside it.
    all: Arc<Database>,
    /// The program's own.
    own: Option<ID>,
}

impl Fonts {
    /// The program's own font, and for letters that it lacks those of the database.
    ///
    /// ```
    /// use mediant_render::picture::{Fonts, Scene, png};
    /// use mediant_render::picture::fontdb::Database;
    ///
    /// // Without fonts of the machine: a program fills the database with `load_system_fonts`.
    /// let fonts = Fonts::new(Database::new());
    /// let scene = Scene {
    ///     width: 40.0,
    ///     height: 20.0,
    ///     title: "Nothing".to_owned(),
    ///     description: String::new(),
    ///     marks: Vec::new(),
    /// };
    /// assert!(png(&scene, &fonts).is_some_and(|file| file.starts_with(b"\x89PNG")));
    /// ```
    pub fn new(mut database: Database) -> Self {
        let own = database.load_font_source(Source::Binary(Arc::new(font::FILE))).first().copied();
        Self { all: Arc::new(database), own }
    }

    /// Whether the program's own font has every letter of a scene, so that it takes no other.
    pub fn own_suffices(scene: &Scene) -> bool {
        font::has_all(scene.words())
    }

    fn resolver(&self) -> FontResolver<'static> {
        let own = self.own;
        FontResolver {
            select_font: Box::new(move |_, _| own),
            select_fallback: Box::new(|letter, used, all| {
                let able = all.faces().filter(|face| !used.contains(&face.id));
                let able = able.filter(|face| has(all, face.id, letter));
                able.min_by_key(|face| plainness(face)).map(|face| face.id)
            }),
        }
    }
}

fn has(fonts: &Database, face: ID, letter: char) -> bool {
    let glyph = |file: &[u8], index: u32| Face::parse(file, index).ok()?.glyph_index(letter);
    fonts.with_face_data(face, glyph).flatten().is_some()
}

/// Upright before slanted, near to regular before light and bold; then by name, so that the order in which fonts were found
/// does not matter.
fn plainness(face: &FaceInfo) -> (bool, u16, &str) {
    (face.style != Style::Normal, face.weight.0.abs_diff(400), &face.post_script_name)
}

/// The picture as the bytes of a PNG file; `None` where the sheet has no size.
pub fn render(scene: &Scene, fonts: &Fonts) -> Option<Vec<u8>> {
    let options =
        Options { font_resolver: fonts.resolver(), fontdb: Arc::clone(&fonts.all), ..Options::default() };
    let tree = Tree::from_str(&svg::written(scene, Letters::Thickened), &options).ok()?;
    let mut sheet = Pixmap::new((scene.width as f32 * SCALE) as u32, (scene.height as f32 * SCALE) as u32)?;
    sheet.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut sheet.as_mut());
    sheet.encode_png().ok()
}
