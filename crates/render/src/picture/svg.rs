//! A scene as SVG: text stays text, everything an author wrote is escaped, nothing is fetched.

use super::scene::{Anchor, Colour, Mark, PAPER, Scene};
use std::fmt::Write;

/// The picture as a document of its own.
pub fn render(scene: &Scene) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"Ubuntu, 'Source Sans 3', 'Noto Sans', 'Segoe UI', Helvetica, Arial, sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        escaped(&scene.title),
        escaped(&scene.description)
    );
    for mark in &scene.marks {
        write_mark(&mut svg, mark);
    }
    svg.push_str("</svg>\n");
    svg
}

fn write_mark(svg: &mut String, mark: &Mark) {
    let _ = match mark {
        Mark::Area { corners, fill, opacity, outline } => {
            writeln!(
                svg,
                "<path d=\"{}Z\" fill=\"{}\"{}{}/>",
                path(corners),
                hex(*fill),
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
                hex(*colour),
                number(*width),
                faint("stroke-opacity", *opacity)
            )
        }
        Mark::Dot { at, radius, fill, opacity, outline } => {
            let (x, y, radius) = (number(at.0), number(at.1), number(*radius));
            writeln!(
                svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"{}{}/>",
                hex(*fill),
                faint("fill-opacity", *opacity),
                stroke(*outline)
            )
        }
        Mark::Words { at, text, size, colour, bold, anchor, upwards, haloed } => {
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
            let halo = if *haloed {
                format!(
                    " stroke=\"{}\" stroke-width=\"3.5\" stroke-linejoin=\"round\" stroke-opacity=\"0.85\" paint-order=\"stroke\"",
                    hex(PAPER)
                )
            } else {
                String::new()
            };
            writeln!(
                svg,
                "<text {place} font-size=\"{}\" fill=\"{}\"{anchor}{bold}{halo}>{}</text>",
                number(*size),
                hex(*colour),
                escaped(text)
            )
        }
    };
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
        .map(|(colour, width)| format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(colour), number(width)))
        .unwrap_or_default()
}

fn faint(name: &str, opacity: f64) -> String {
    if opacity >= 1.0 { String::new() } else { format!(" {name}=\"{}\"", number(opacity)) }
}

fn hex(Colour(red, green, blue): Colour) -> String {
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
