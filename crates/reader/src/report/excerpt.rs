//! A stretch of a report: the only form in which anything keeps words of it.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

/// Words of a report, known by where they stand in it.
///
/// An excerpt can be made from a range of the text alone, so that its words are always the text's, letter for letter. There is no other
/// way to construct one. It is as small as two references.
///
/// ```
/// use mediant_reader::report::Excerpt;
///
/// let text = "The envoys met in Bern.";
/// let whole = Excerpt::whole(text);
/// let place = whole.part(18..22).ok_or("the range ends between letters")?;
/// assert_eq!(place.as_str(), "Bern");
/// assert_eq!(place.range(), 18..22);
/// assert_eq!(whole.part(18..99), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy)]
pub struct Excerpt<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Excerpt<'t> {
    /// All of a text.
    pub fn whole(text: &'t str) -> Self {
        Self { text, start: 0, end: text.len() }
    }

    /// The bytes `range` of the **text** (not of this excerpt), as long as they lie within this excerpt; `None` where they do
    /// not, or where an end falls inside a letter.
    pub fn part(self, range: Range<usize>) -> Option<Self> {
        let inside = self.start <= range.start && range.start <= range.end && range.end <= self.end;
        (inside && self.text.is_char_boundary(range.start) && self.text.is_char_boundary(range.end))
            .then_some(Self { text: self.text, start: range.start, end: range.end })
    }

    /// The words of the text that it stands for, without a copy.
    pub fn as_str(self) -> &'t str {
        // Both ends are letters' ends of this very text: nothing else is ever constructed.
        &self.text[self.start..self.end]
    }

    /// Its bytes in the text.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Where it begins in the text, in bytes.
    pub fn start(self) -> usize {
        self.start
    }

    /// Where it ends in the text, in bytes.
    pub fn end(self) -> usize {
        self.end
    }

    /// Whether there is nothing in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within it, in the same text.
    pub fn contains(self, other: Self) -> bool {
        self.of_one_text(other) && self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.of_one_text(other) && self.start < other.end && other.start < self.end
    }

    /// From where the first of the two begins to where the last ends; `None` of two texts.
    pub fn to(self, other: Self) -> Option<Self> {
        self.of_one_text(other).then(|| Self {
            text: self.text,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        })
    }

    /// Without white space at its ends.
    pub fn trimmed(self) -> Self {
        let words = self.as_str();
        let start = self.start + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        Self { text: self.text, start, end }
    }

    /// The words of `part`, a slice of this excerpt's own text, as an excerpt; for what `str`'s methods cut out of it.
    pub(crate) fn cut(self, part: &str) -> Option<Self> {
        let start = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        self.part(start..start.checked_add(part.len())?)
    }

    fn of_one_text(self, other: Self) -> bool {
        std::ptr::eq(self.text, other.text)
    }
}

impl PartialEq for Excerpt<'_> {
    /// The same bytes of the same text; equal words elsewhere are another excerpt.
    fn eq(&self, other: &Self) -> bool {
        self.of_one_text(*other) && self.range() == other.range()
    }
}

impl Eq for Excerpt<'_> {}

impl PartialOrd for Excerpt<'_> {
    /// By where they stand, in one text.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.of_one_text(*other).then(|| (self.start, self.end).cmp(&(other.start, other.end)))
    }
}

impl fmt::Debug for Excerpt<'_> {
    /// The range alone: what a report says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt({}..{})", self.start, self.end)
    }
}
