//! Places for labels where they cover neither each other nor what they speak of.

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Frame {
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }

    fn holds(&self, point: (f64, f64)) -> bool {
        self.left < point.0 && point.0 < self.right && self.top < point.1 && point.1 < self.bottom
    }
}

/// What a label must keep clear of.
pub(super) struct Crowd {
    /// The sheet: labels stay within it.
    pub(super) bounds: Frame,
    /// Rectangles that marks and other labels have taken.
    pub(super) taken: Vec<Frame>,
    /// Points of lines, better left free.
    pub(super) lines: Vec<(f64, f64)>,
}

/// Directions in which a label is tried, most welcome first: away from the packages, which lie lower left.
const DIRECTIONS: [(f64, f64); 10] = [
    (0.8, -0.6),
    (1.0, -0.15),
    (0.25, -1.0),
    (1.0, 0.4),
    (-0.5, -1.0),
    (0.7, 0.9),
    (-1.0, -0.5),
    (0.0, 1.0),
    (-1.0, 0.3),
    (-0.7, 0.9),
];

impl Crowd {
    /// The best free place for a label of this size near a point; it counts as taken from then on.
    pub(super) fn place(&mut self, at: (f64, f64), width: f64, height: f64) -> Frame {
        let mut best: Option<(f64, Frame)> = None;
        for (ring, distance) in [16.0, 30.0, 48.0, 70.0, 96.0].into_iter().enumerate() {
            for (rank, (dx, dy)) in DIRECTIONS.into_iter().enumerate() {
                let frame = beside(at, (dx * distance, dy * distance), width, height);
                if !self.bounds.contains(&frame) {
                    continue;
                }
                let covered: f64 = self.taken.iter().map(|taken| frame.overlap(taken)).sum();
                let crossed = self.lines.iter().filter(|point| frame.holds(**point)).count() as f64;
                let cost = covered * 10.0
                    + crossed * 9.0
                    + ring as f64 * 14.0
                    + rank as f64 * if rank < 4 { 2.0 } else { 6.0 };
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, frame));
                }
            }
        }
        let (_, frame) = best.unwrap_or((0.0, beside(at, (16.0, -16.0), width, height)));
        self.taken.push(frame);
        frame
    }
}

/// A frame on the far side of a point offset from `at`.
fn beside(at: (f64, f64), offset: (f64, f64), width: f64, height: f64) -> Frame {
    let (x, y) = (at.0 + offset.0, at.1 + offset.1);
    let left = if offset.0 > 3.0 {
        x
    } else if offset.0 < -3.0 {
        x - width
    } else {
        x - width / 2.0
    };
    let top = if offset.1 > 3.0 {
        y
    } else if offset.1 < -3.0 {
        y - height
    } else {
        y - height / 2.0
    };
    Frame { left, top, right: left + width, bottom: top + height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_close_points_do_not_overlap() {
        let bounds = Frame { left: 0.0, top: 0.0, right: 800.0, bottom: 600.0 };
        let mut crowd = Crowd { bounds, taken: Vec::new(), lines: Vec::new() };
        let frames: Vec<Frame> =
            (0..4).map(|n| crowd.place((400.0 + f64::from(n) * 3.0, 300.0), 120.0, 30.0)).collect();
        for (index, frame) in frames.iter().enumerate() {
            assert!(frames.iter().skip(index + 1).all(|other| frame.overlap(other) == 0.0), "{frames:?}");
            assert!(bounds.contains(frame));
        }
    }
}
