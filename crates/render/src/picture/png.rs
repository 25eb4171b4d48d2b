//! A scene as PNG, drawn with the program's own letters.

use super::font;
use super::scene::{Anchor, Colour, Mark, PAPER, Scene};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};
use ttf_parser::OutlineBuilder;

/// Pixels for each point of the scene: sharp on dense screens and in print.
const SCALE: f32 = 2.0;

/// The picture as the bytes of a PNG file; `None` where the sheet has no size.
pub fn render(scene: &Scene) -> Option<Vec<u8>> {
    let mut sheet = Pixmap::new((scene.width as f32 * SCALE) as u32, (scene.height as f32 * SCALE) as u32)?;
    sheet.fill(Color::WHITE);
    for mark in &scene.marks {
        paint(&mut sheet, mark);
    }
    sheet.encode_png().ok()
}

fn paint(sheet: &mut Pixmap, mark: &Mark) {
    match mark {
        Mark::Area { corners, fill, opacity, outline } => {
            if let Some(path) = polygon(corners, true) {
                shape(sheet, &path, *fill, *opacity, *outline);
            }
        }
        Mark::Line { points, colour, width, opacity, dashed } => {
            if let Some(path) = polygon(points, false) {
                let dash = if *dashed { StrokeDash::new(vec![6.0, 4.0], 0.0) } else { None };
                let stroke = Stroke {
                    width: *width as f32,
                    line_join: LineJoin::Round,
                    line_cap: LineCap::Butt,
                    dash,
                    ..Stroke::default()
                };
                sheet.stroke_path(&path, &colour_of(*colour, *opacity), &stroke, scaled(), None);
            }
        }
        Mark::Dot { at, radius, fill, opacity, outline } => {
            if let Some(path) = PathBuilder::from_circle(at.0 as f32, at.1 as f32, *radius as f32) {
                shape(sheet, &path, *fill, *opacity, *outline);
            }
        }
        Mark::Words { at, text, size, colour, bold, anchor, upwards, haloed } => {
            let Some((path, width)) = outline(text, *size, *bold) else { return };
            let back = match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => width / 2.0,
                Anchor::End => width,
            };
            let turn = if *upwards { Transform::from_rotate(-90.0) } else { Transform::identity() };
            let place = scaled()
                .pre_concat(Transform::from_translate(at.0 as f32, at.1 as f32))
                .pre_concat(turn)
                .pre_concat(Transform::from_translate(-back as f32, 0.0));
            if *haloed {
                let stroke = Stroke { width: 3.5, line_join: LineJoin::Round, ..Stroke::default() };
                sheet.stroke_path(&path, &colour_of(PAPER, 0.85), &stroke, place, None);
            }
            sheet.fill_path(&path, &colour_of(*colour, 1.0), FillRule::Winding, place, None);
            // The font is light: a thin stroke brings ordinary text to regular weight and bold text to bold.
            let weight = *size as f32 * if *bold { 0.058 } else { 0.018 };
            let stroke = Stroke { width: weight, line_join: LineJoin::Round, ..Stroke::default() };
            sheet.stroke_path(&path, &colour_of(*colour, 1.0), &stroke, place, None);
        }
    }
}

fn shape(sheet: &mut Pixmap, path: &Path, fill: Colour, opacity: f64, outline: Option<(Colour, f64)>) {
    if let Some((colour, width)) = outline {
        // Painted first and twice as wide: the outline stands around the shape, as in SVG with half of it covered.
        let stroke = Stroke { width: width as f32 * 2.0, line_join: LineJoin::Round, ..Stroke::default() };
        sheet.stroke_path(path, &colour_of(colour, 1.0), &stroke, scaled(), None);
    }
    sheet.fill_path(path, &colour_of(fill, opacity), FillRule::Winding, scaled(), None);
}

fn scaled() -> Transform {
    Transform::from_scale(SCALE, SCALE)
}

fn colour_of(colour: Colour, opacity: f64) -> Paint<'static> {
    let [red, green, blue] = colour.light;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8);
    paint
}

fn polygon(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 { path.move_to(*x as f32, *y as f32) } else { path.line_to(*x as f32, *y as f32) }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// The outlines of a text that starts at the origin, and its width; `None` for blank text.
fn outline(text: &str, size: f64, bold: bool) -> Option<(Path, f64)> {
    let face = font::face()?;
    let scale = size / f64::from(face.units_per_em());
    let mut pen = Pen { path: PathBuilder::new(), scale: scale as f32, x: 0.0 };
    let mut across = 0.0f64;
    for letter in text.chars() {
        pen.x = across as f32;
        if let Some(glyph) = font::glyph(&face, letter) {
            face.outline_glyph(glyph, &mut pen);
        }
        across += font::advance(&face, letter) * scale * if bold { 1.03 } else { 1.0 };
    }
    Some((pen.path.finish()?, across))
}

/// Draws letters in font units, y upwards, as a path in points, y downwards.
struct Pen {
    path: PathBuilder,
    scale: f32,
    x: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
