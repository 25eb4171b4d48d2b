//! Vectors for words and endings, learned once from a dictionary and texts (`models/vectors.py`).

/// A file of vectors that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the word vectors are damaged; make them again with models/vectors.py")]
pub struct VectorsError;

/// Pieces of words and a row of numbers for each.
///
/// A word that is a piece has that row. Any other is cut, always taking the longest piece that fits, and has the mean of its
/// first and its last piece: the last tells the ending, the first what it begins like.
pub struct Vectors {
    /// Sorted, each with its row.
    pieces: Vec<(&'static str, u32)>,
    columns: usize,
    rows: &'static [u8],
}

/// What a signed byte of the file is multiplied by: 32 stand for one standard deviation, which the network likes at a half.
const SCALE: f32 = 1.0 / 64.0;

impl Vectors {
    /// Reads the file that `models/vectors.py` describes.
    ///
    /// # Errors
    /// [`VectorsError`] where the sizes in the header are not those of the file, or its pieces are not text.
    pub fn read(file: &'static [u8]) -> Result<Self, VectorsError> {
        let rest = file.strip_prefix(b"MVEC").ok_or(VectorsError)?;
        let (count, rest) = number(rest)?;
        let (columns, rest) = number(rest)?;
        let (length, rest) = number(rest)?;
        let (text, rows) = rest.split_at_checked(length).ok_or(VectorsError)?;
        let text = std::str::from_utf8(text).map_err(|_| VectorsError)?;
        let mut pieces: Vec<(&str, u32)> = text.lines().zip(0..).collect();
        pieces.sort_unstable();
        if pieces.len() != count || Some(rows.len()) != count.checked_mul(columns) || columns == 0 {
            return Err(VectorsError);
        }
        Ok(Self { pieces, columns, rows })
    }

    /// How many numbers a row has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Writes the vector of `word` (lower case) into `row`, which has [`Vectors::columns`] numbers. A word without any
    /// known piece leaves zeros. Costs a few binary searches for each piece of the word.
    pub fn write(&self, word: &str, row: &mut [f32]) {
        row.fill(0.0);
        let (first, last) = self.cut(word);
        for (piece, share) in [(first, 0.5 * SCALE), (last, 0.5 * SCALE)] {
            let Some(piece) = piece else { continue };
            let start = piece as usize * self.columns;
            let Some(values) = self.rows.get(start..start + self.columns) else { continue };
            for (value, &byte) in row.iter_mut().zip(values) {
                *value += f32::from(byte.cast_signed()) * share;
            }
        }
    }

    /// First and last piece. A stretch that no piece fits is passed over by one character.
    fn cut(&self, word: &str) -> (Option<u32>, Option<u32>) {
        /// Longer words are no words: their ends tell as much.
        const LONGEST: usize = 64;
        let word = if word.len() > LONGEST { &word[..word.floor_char_boundary(LONGEST)] } else { word };
        let (mut first, mut last) = (None, None);
        let mut rest = word;
        let mut buffer = String::with_capacity(LONGEST + 2);
        while let Some(next) = rest.chars().next() {
            let mut end = rest.len();
            let found = loop {
                buffer.clear();
                if rest.len() < word.len() {
                    buffer.push_str("##");
                }
                buffer.push_str(&rest[..end]);
                if let Ok(at) = self.pieces.binary_search_by(|(piece, _)| (*piece).cmp(&buffer)) {
                    break Some(self.pieces[at].1);
                }
                match rest[..end].char_indices().next_back() {
                    Some((shorter, _)) if shorter > 0 => end = shorter,
                    _ => break None,
                }
            };
            if found.is_some() {
                first = first.or(found);
                last = found;
            }
            rest = &rest[if found.is_some() { end } else { next.len_utf8() }..];
        }
        (first, last)
    }
}

fn number(bytes: &[u8]) -> Result<(usize, &[u8]), VectorsError> {
    let (head, rest) = bytes.split_first_chunk::<4>().ok_or(VectorsError)?;
    Ok((u32::from_le_bytes(*head) as usize, rest))
}
