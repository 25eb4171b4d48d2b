//! A scene as SVG: text stays text, everything an author wrote is escaped, nothing is fetched.
//!
//! Marks carry their colours on white as attributes. A page that prefers dark gets the dark ones from a
//! sheet inside the picture, which holds for an `<img>` too; where a policy forbids such a sheet, the
//! picture stays as it is on white. There is no script and no style on elements.

use super::scene::{Anchor, Colour, Mark, PAPER, Scene};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How letters are painted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// As the reader's fonts have them, in the colours of the reader's page.
    AsTheyAre,
    /// With a thin line around them, on white: the program's font is light, and the line brings ordinary text to regular
    /// weight and bold text to bold.
    Thickened,
}

/// The picture as a document of its own.
pub fn render(scene: &Scene) -> String {
    written(scene, Letters::AsTheyAre)
}

/// The same for who paints letters so.
pub(super) fn written(scene: &Scene, letters: Letters) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"Ubuntu, 'Source Sans 3', 'Noto Sans', 'Segoe UI', Helvetica, Arial, sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        escaped(&scene.title),
        escaped(&scene.description)
    );
    if letters == Letters::AsTheyAre {
        svg.push_str(&sheet(scene));
    }
    for mark in &scene.marks {
        write_mark(&mut svg, mark);
        if letters == Letters::Thickened {
            thicken(&mut svg, mark);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The colours of a dark page, for what the scene paints.
fn sheet(scene: &Scene) -> String {
    let rules: BTreeSet<String> = scene
        .marks
        .iter()
        .flat_map(painted)
        .map(|(with, colour)| format!("[{with}=\"{}\"]{{{with}:{}}}\n", hex(colour.light), hex(colour.dark)))
        .collect();
    let rules: String = rules.into_iter().collect();
    format!("<style>@media (prefers-color-scheme:dark){{\n{rules}}}</style>\n")
}

/// The colours of a mark, each with the attribute it is painted with.
fn painted(mark: &Mark) -> Vec<(&'static str, Colour)> {
    let outlined = |fill: Colour, outline: &Option<(Colour, f64)>| {
        std::iter::once(("fill", fill)).chain(outline.map(|(colour, _)| ("stroke", colour))).collect()
    };
    match mark {
        Mark::Area { fill, outline, .. } | Mark::Dot { fill, outline, .. } => outlined(*fill, outline),
        Mark::Line { colour, .. } => vec![("stroke", *colour)],
        Mark::Words { colour, haloed, .. } => outlined(*colour, &haloed.then_some((PAPER, 0.0))),
    }
}

fn write_mark(svg: &mut String, mark: &Mark) {
    let _ = match mark {
        Mark::Area { corners, fill, opacity, outline } => {
            writeln!(
                svg,
                "<path d=\"{}Z\" fill=\"{}\"{}{}/>",
                path(corners),
                hex(fill.light),
                faint("fill-opacity", *opacity),
                stroke(*outline)
            )
        }
        Mark::Line { points, colour, width, opacity, dashed } => {
            let dashes = if *dashed { " stroke-dasharray=\"6 4\"" } else { "" };
            writeln!(
                svg,
                "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{}{dashes}/>",
                path(points),
                hex(colour.light),
                number(*width),
                faint("stroke-opacity", *opacity)
            )
        }
        Mark::Dot { at, radius, fill, opacity, outline } => {
            let (x, y, radius) = (number(at.0), number(at.1), number(*radius));
            writeln!(
                svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"{}{}/>",
                hex(fill.light),
                faint("fill-opacity", *opacity),
                stroke(*outline)
            )
        }
        Mark::Words { haloed, .. } => {
            let halo = if *haloed {
                format!(
                    " stroke=\"{}\" stroke-width=\"3.5\" stroke-linejoin=\"round\" stroke-opacity=\"0.85\" paint-order=\"stroke\"",
                    hex(PAPER.light)
                )
            } else {
                String::new()
            };
            write_words(svg, mark, &halo);
            Ok(())
        }
    };
}

/// The words of a mark once more, with a thin line of their own colour around each letter.
fn thicken(svg: &mut String, mark: &Mark) {
    if let Mark::Words { size, colour, bold, .. } = mark {
        let width = size * if *bold { 0.058 } else { 0.018 };
        write_words(
            svg,
            mark,
            &format!(
                " stroke=\"{}\" stroke-width=\"{width:.3}\" stroke-linejoin=\"round\"",
                hex(colour.light)
            ),
        );
    }
}

fn write_words(svg: &mut String, mark: &Mark, stroke: &str) {
    let Mark::Words { at, text, size, colour, bold, anchor, upwards, .. } = mark else { return };
    let (x, y) = (number(at.0), number(at.1));
    let place = if *upwards {
        format!("transform=\"translate({x} {y}) rotate(-90)\"")
    } else {
        format!("x=\"{x}\" y=\"{y}\"")
    };
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let bold = if *bold { " font-weight=\"600\"" } else { "" };
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<text {place} font-size=\"{}\" fill=\"{}\"{anchor}{bold}{stroke}>{}</text>",
        number(*size),
        hex(colour.light),
        escaped(text)
    );
}

fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if index == 0 { "M" } else { "L" }, number(*x), number(*y));
    }
    path
}

fn stroke(outline: Option<(Colour, f64)>) -> String {
    outline
        .map(|(colour, width)| {
            format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(colour.light), number(width))
        })
        .unwrap_or_default()
}

fn faint(name: &str, opacity: f64) -> String {
    if opacity >= 1.0 { String::new() } else { format!(" {name}=\"{}\"", number(opacity)) }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Two decimals are finer than any screen.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML shows it; characters that XML forbids are replaced.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            '\t' | '\n' | '\r' => shown.push(' '),
            _ if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {
                shown.push('\u{fffd}')
            }
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_an_author_writes_becomes_markup() {
        assert_eq!(
            escaped("</text><script>\"x\" & 'y'\u{0}"),
            "&lt;/text&gt;&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;\u{fffd}"
        );
    }
}
