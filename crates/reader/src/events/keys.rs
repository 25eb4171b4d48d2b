//! Names of what holds of a clause or a candidate, as numbers.
//!
//! A report poses tens of thousands of such names, and none is looked at again: each is hashed while it is put together and never
//! stands in memory.

use std::fmt::{self, Write as _};

/// FNV-1a of 32 bits, as it stands after some letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fnv(u32);

impl Fnv {
    const NEW: Self = Self(0x811c_9dc5);

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
}

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(|byte| self.byte(byte));
        Ok(())
    }
}

/// The hash that a name has in the models' files.
///
/// Two names that share a hash share a weight, which costs a little quality and nothing else.
///
/// ```
/// use mediant_reader::events::keys::hash;
///
/// let far = 3;
/// assert_eq!(hash(format_args!("far {far}")), hash(format_args!("far 3")));
/// ```
pub fn hash(name: fmt::Arguments<'_>) -> u32 {
    let mut sum = Fnv::NEW;
    match name.as_str() {
        Some(text) => text.bytes().for_each(|byte| sum.byte(byte)),
        // Writing into a number cannot fail.
        None => {
            let _ = sum.write_fmt(name);
        }
    }
    sum.0
}

/// Hashes of names, in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Keys(Vec<u32>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Keys {
    /// Adds a name.
    pub fn add(&mut self, name: fmt::Arguments<'_>) {
        self.0.push(hash(name));
    }

    /// Adds a name behind each of several beginnings.
    pub fn add_behind<const N: usize>(&mut self, beginnings: &Beginnings<N>, name: fmt::Arguments<'_>) {
        let mut sums = *beginnings;
        let _ = sums.write_fmt(name);
        self.0.extend(sums.0.map(|sum| sum.0));
    }

    /// The hashes as they were added.
    pub fn in_order(self) -> Vec<u32> {
        self.0
    }

    /// The hashes from the smallest to the largest, none twice.
    pub fn sorted(mut self) -> Vec<u32> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

/// Several names that go on alike: what comes next is read once for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginnings<const N: usize>([Fnv; N]);

impl<const N: usize> Beginnings<N> {
    /// Names that begin so.
    pub fn new(beginnings: [fmt::Arguments<'_>; N]) -> Self {
        Self(beginnings.map(|name| Fnv(hash(name))))
    }
}

impl<const N: usize> fmt::Write for Beginnings<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0.iter_mut().for_each(|sum| sum.byte(byte));
        }
        Ok(())
    }
}

/// Hashes that a model knows, and where each stands among them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Sorted, none twice.
    hashes: Vec<u32>,
    /// By the first [`Known::BITS`] bits of a hash: how many known ones stand before the first that begins so.
    begins: Vec<u32>,
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Known({})", self.hashes.len())
    }
}

impl Known {
    const BITS: u32 = 14;

    /// Knows some hashes, which must be sorted.
    pub fn from_hashes(hashes: Vec<u32>) -> Self {
        let mut begins = Vec::with_capacity((1 << Self::BITS) + 1);
        for (place, &hash) in hashes.iter().enumerate() {
            let bucket = (hash >> (32 - Self::BITS)) as usize;
            begins.resize(begins.len().max(bucket + 1), place as u32);
        }
        begins.resize((1 << Self::BITS) + 1, hashes.len() as u32);
        Self { hashes, begins }
    }

    /// The place of a hash, if it is known. Looks at the few that begin with the same bits.
    pub fn place(&self, hash: u32) -> Option<usize> {
        let bucket = (hash >> (32 - Self::BITS)) as usize;
        let (from, to) = (*self.begins.get(bucket)? as usize, *self.begins.get(bucket + 1)? as usize);
        let here = self.hashes.get(from..to)?;
        here.iter().position(|known| *known == hash).map(|place| from + place)
    }

    /// The hashes, sorted.
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_hash_however_it_is_put_together() {
        let text = String::from("far 3|clause");
        let whole = hash(format_args!("{text}"));
        let mut keys = Keys::default();
        let (far, place) = (3, "clause");
        keys.add(format_args!("far {far}|{place}"));
        keys.add_behind(
            &Beginnings::new([format_args!("far "), format_args!("")]),
            format_args!("{far}|{place}"),
        );
        let other = hash(format_args!("3|clause"));
        assert_eq!(keys.in_order(), [whole, whole, other]);
        // The published value of FNV-1a for `foobar`.
        assert_eq!(hash(format_args!("foobar")), 0xbf9c_f968);
    }

    #[test]
    fn known_hashes_are_found_where_they_stand() {
        let mut hashes: Vec<u32> =
            (0..5_000).map(|n| hash(format_args!("name {n}"))).chain([0, u32::MAX]).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let known = Known::from_hashes(hashes.clone());
        for (place, &hash) in hashes.iter().enumerate() {
            assert_eq!(known.place(hash), Some(place));
        }
        for n in 0..5_000 {
            let other = hash(format_args!("another {n}"));
            assert_eq!(known.place(other), hashes.binary_search(&other).ok());
        }
        assert_eq!(Known::from_hashes(Vec::new()).place(7), None);
        assert_eq!(Known::default().place(7), None);
    }
}
