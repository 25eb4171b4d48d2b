//! A link as a QR code, for a telephone that is held against the screen.
//!
//! Drawn into the page: no picture of a link that lets somebody in has an address of its own, or stays in a cache.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// The code of a link, named for who cannot see it. `None` where the link is longer than a code holds (2,331 bytes).
pub(super) fn code(link: &str, named: &str) -> Option<Markup> {
    let (size, dark) = drawn(link)?;
    Some(html! {
        // Dark on light in a dark page as well: some readers do not know it the other way round.
        svg.qr role="img" aria-label=(named) viewBox=(format!("0 0 {size} {size}")) shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(dark) fill="#000" {}
        }
    })
}

/// The side of the whole, in modules, and a path over what is dark, one piece for each run in a row.
fn drawn(link: &str) -> Option<(usize, String)> {
    // A screen is neither folded nor dirty: 15 % to spare are enough, and modules stay large.
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{n}v1h-{n}z", x + QUIET, y + QUIET, n = run.len());
            }
            x += run.len();
        }
    }
    Some((code.width() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What another program reads off the drawing.
    fn read(link: &str) -> String {
        let (size, path) = drawn(link).unwrap();
        let mut dark = vec![vec![false; size]; size];
        for piece in path.split('M').skip(1) {
            let numbers: Vec<usize> =
                piece.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
            let [x, y, run, ..] = numbers[..] else { panic!("{piece}") };
            dark[y][x..x + run].fill(true);
        }
        let scale = 4;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * scale, size * scale, |x, y| {
            if dark[y / scale][x / scale] { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code is found");
        grids[0].decode().unwrap().1
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_telephone_reads_the_link(host in "[a-z]{1,40}\\.example(:[0-9]{2,5})?", token in "[A-Za-z0-9_-]{1,200}") {
            let link = format!("https://{host}/invited#{token}");
            prop_assert_eq!(read(&link), link);
        }
    }

    #[test]
    fn a_link_too_long_for_a_code_gets_none() {
        assert!(drawn(&"a".repeat(2_331)).is_some());
        assert!(drawn(&"a".repeat(2_332)).is_none());
    }
}
