//! Lines, areas and words on a sheet: what every writer of pictures understands.

use mediant_model::FairnessRule;

/// A colour of the house: as it prints on white, and as it shows on a dark page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue on white.
    pub light: [u8; 3],
    /// Red, green and blue on a dark page.
    pub dark: [u8; 3],
}

impl Colour {
    const fn new(light: u32, dark: u32) -> Self {
        const fn parts(colour: u32) -> [u8; 3] {
            let [_, red, green, blue] = colour.to_be_bytes();
            [red, green, blue]
        }
        Self { light: parts(light), dark: parts(dark) }
    }

    /// As if this colour were laid on that one, covering so much of it, from 0 to 1.
    pub(super) fn over(self, below: Self, share: f64) -> Self {
        let mix = |ink: [u8; 3], paper: [u8; 3]| {
            let one = |ink: u8, paper: u8| {
                (f64::from(paper) + (f64::from(ink) - f64::from(paper)) * share).round() as u8
            };
            let ([r, g, b], [red, green, blue]) = (ink, paper);
            [one(r, red), one(g, green), one(b, blue)]
        };
        Self { light: mix(self.light, below.light), dark: mix(self.dark, below.dark) }
    }
}

/// What is painted on.
pub const PAPER: Colour = Colour::new(0xffffff, 0x1d2023);
/// Words and outlines.
pub const INK: Colour = Colour::new(0x1d1c1a, 0xe9e6df);
/// What stands back.
pub const QUIET: Colour = Colour::new(0x66625a, 0xa39e93);
/// Rules of a grid.
pub const LINE: Colour = Colour::new(0xdcd8cd, 0x454a4f);
/// What the picture is about.
pub const ACCENT: Colour = Colour::new(0x0b5a66, 0x6fc3cf);
/// What is agreed, or a deal.
pub const AGREED: Colour = Colour::new(0x2c6e3f, 0x7fc793);
/// Agreed in part.
pub const PARTLY: Colour = Colour::new(0xb06a00, 0xe0b15a);
/// What stands in the way.
pub const BLOCKED: Colour = Colour::new(0x9d2b22, 0xf0877c);
/// What is not settled.
pub const OPEN: Colour = Colour::new(0x5b6470, 0x9fabb8);
/// Held in confidence.
pub const HELD: Colour = Colour::new(0x6a3d8f, 0xc9a2ea);

/// A picture: marks painted one over the other, in points from the upper left corner.
pub struct Scene {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// What it shows, for those who cannot see it.
    pub title: String,
    /// The same at length.
    pub description: String,
    /// What is painted, first things first.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// Every text on it, mark by mark.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Words { text, .. } => Some(text.as_str()),
            Mark::Area { .. } | Mark::Line { .. } | Mark::Dot { .. } => None,
        })
    }
}

/// Something painted; later ones lie over earlier ones.
pub enum Mark {
    /// A filled polygon.
    Area {
        /// The corners in order, the last joined to the first.
        corners: Vec<(f64, f64)>,
        /// The colour that fills it.
        fill: Colour,
        /// From 0, invisible, to 1.
        opacity: f64,
        /// The colour and width of its outline.
        outline: Option<(Colour, f64)>,
    },
    /// A line through points.
    Line {
        /// The points that it goes through, in order.
        points: Vec<(f64, f64)>,
        /// The colour of the line.
        colour: Colour,
        /// How thick the line is, in the picture's units.
        width: f64,
        /// From 0, invisible, to 1.
        opacity: f64,
        /// Whether it is dashed.
        dashed: bool,
    },
    /// A filled circle.
    Dot {
        /// The point in its middle.
        at: (f64, f64),
        /// From the middle to the edge, in the picture's units.
        radius: f64,
        /// The colour that fills it.
        fill: Colour,
        /// From 0, invisible, to 1.
        opacity: f64,
        /// The colour and width of its outline.
        outline: Option<(Colour, f64)>,
    },
    /// A line of text.
    Words {
        /// The point at its base line that `anchor` speaks of.
        at: (f64, f64),
        /// The words, in one line.
        text: String,
        /// Height of the letters' body.
        size: f64,
        /// The colour of the letters.
        colour: Colour,
        /// Whether it is bold.
        bold: bool,
        /// Which point of the text stands at `at`.
        anchor: Anchor,
        /// Whether it reads from below to above.
        upwards: bool,
        /// Whether it has a margin of paper around its letters, to stand out from what is below.
        haloed: bool,
    },
}

/// Which point of a text is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where the text begins.
    Start,
    /// The middle of the text.
    Middle,
    /// Where the text ends.
    End,
}

impl Mark {
    /// A filled polygon without outline.
    pub fn area(corners: Vec<(f64, f64)>, fill: Colour, opacity: f64) -> Self {
        Self::Area { corners, fill, opacity, outline: None }
    }

    /// A filled rectangle: its upper left corner, width and height.
    pub fn rectangle(x: f64, y: f64, width: f64, height: f64, fill: Colour, opacity: f64) -> Self {
        let corners = vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        Self::area(corners, fill, opacity)
    }

    /// A line of a width.
    pub fn line(points: Vec<(f64, f64)>, colour: Colour, width: f64) -> Self {
        Self::Line { points, colour, width, opacity: 1.0, dashed: false }
    }

    /// A line that lets through what is below.
    pub fn faint(points: Vec<(f64, f64)>, colour: Colour, width: f64, opacity: f64) -> Self {
        Self::Line { points, colour, width, opacity, dashed: false }
    }

    /// A dashed line.
    pub fn dashed(points: Vec<(f64, f64)>, colour: Colour, width: f64) -> Self {
        Self::Line { points, colour, width, opacity: 1.0, dashed: true }
    }

    /// A filled circle.
    pub fn dot(at: (f64, f64), radius: f64, fill: Colour, opacity: f64) -> Self {
        Self::Dot { at, radius, fill, opacity, outline: None }
    }

    /// A line of text of a size.
    pub fn words(at: (f64, f64), text: impl Into<String>, size: f64, colour: Colour, anchor: Anchor) -> Self {
        Self::Words {
            at,
            text: text.into(),
            size,
            colour,
            bold: false,
            anchor,
            upwards: false,
            haloed: false,
        }
    }

    /// The same text in bold.
    pub fn bold(mut self) -> Self {
        if let Self::Words { bold, .. } = &mut self {
            *bold = true;
        }
        self
    }

    /// The same text with a margin of paper around its letters.
    pub fn haloed(mut self) -> Self {
        if let Self::Words { haloed, .. } = &mut self {
            *haloed = true;
        }
        self
    }

    /// The same text, read from below to above.
    pub fn upwards(mut self) -> Self {
        if let Self::Words { upwards, .. } = &mut self {
            *upwards = true;
        }
        self
    }
}

/// The sign of a fair package: a shape of its own for each rule, so that colour is never needed to tell them apart.
pub(super) fn sign(rule: FairnessRule, at: (f64, f64), size: f64) -> Mark {
    let (x, y) = at;
    let fill = colour(rule);
    let outline = Some((PAPER, 1.6));
    let polygon = |corners: Vec<(f64, f64)>| Mark::Area { corners, fill, opacity: 1.0, outline };
    match rule {
        FairnessRule::Nash => Mark::Dot { at, radius: size, fill, opacity: 1.0, outline },
        FairnessRule::KalaiSmorodinsky => {
            let r = size * 1.25;
            polygon(vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
        }
        FairnessRule::Leximin => {
            let r = size * 0.92;
            polygon(vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)])
        }
        FairnessRule::Utilitarian => {
            let r = size * 1.2;
            polygon(vec![(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)])
        }
    }
}

/// The colour of a rule.
pub(super) fn colour(rule: FairnessRule) -> Colour {
    match rule {
        FairnessRule::Nash => ACCENT,
        FairnessRule::KalaiSmorodinsky => PARTLY,
        FairnessRule::Leximin => AGREED,
        FairnessRule::Utilitarian => HELD,
    }
}
