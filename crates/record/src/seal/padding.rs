//! Size classes: what is sealed is padded, so that lengths at rest tell little.

use super::TAG_BYTES;

/// The least size class, in bytes.
const LEAST: usize = 256;

/// Up to here a class is twice the one before it; from here on classes are multiples of it, in bytes.
const STEP: usize = 64 * 1024;

/// The size to which `length` bytes are padded: 256, 512, 1,024 and so on, doubling up to 65,536, then the multiples
/// of 65,536. One byte is always taken by the mark at which the padding begins.
pub fn size_class(length: usize) -> usize {
    let needed = length.saturating_add(1);
    if needed <= STEP {
        needed.next_power_of_two().max(LEAST)
    } else {
        needed.div_ceil(STEP).saturating_mul(STEP)
    }
}

/// The parts one after the other, the mark `0x80`, and zeros up to the size class; with room for the cipher's tag.
pub(crate) fn pad(parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let class = size_class(length);
    let mut padded = Vec::with_capacity(class.saturating_add(TAG_BYTES));
    for part in parts {
        padded.extend_from_slice(part);
    }
    padded.push(0x80);
    padded.resize(class, 0);
    padded
}

/// What was padded. `None` when it was padded in another way.
pub(crate) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let mark = padded.iter().rposition(|&byte| byte != 0)?;
    let (content, rest) = padded.split_at_checked(mark)?;
    (rest.first() == Some(&0x80) && size_class(content.len()) == padded.len()).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_double_and_then_go_in_steps() {
        for (length, class) in [
            (0, 256),
            (255, 256),
            (256, 512),
            (1_023, 1_024),
            (1_024, 2_048),
            (65_535, 65_536),
            (65_536, 131_072),
            (131_071, 131_072),
            (131_072, 196_608),
        ] {
            assert_eq!(size_class(length), class, "{length}");
        }
    }

    #[test]
    fn padding_comes_off_exactly() {
        for length in (0..600).chain([65_534, 65_535, 65_536, 200_000]) {
            for last in [0x00, 0x80, 0xff] {
                let mut text = vec![0x80; length];
                if let Some(byte) = text.last_mut() {
                    *byte = last;
                }
                let padded = pad(&[&text]);
                assert_eq!(padded.len(), size_class(length));
                assert_eq!(unpad(&padded), Some(text.as_slice()), "{length} {last}");
            }
        }
    }

    #[test]
    fn other_padding_is_refused() {
        assert_eq!(unpad(&[]), None);
        assert_eq!(unpad(&[0; 256]), None);
        let mut unmarked = [0; 256];
        unmarked[3] = 1;
        assert_eq!(unpad(&unmarked), None);
        let mut longer = pad(&[b"text"]);
        longer.resize(512, 0);
        assert_eq!(unpad(&longer), None);
    }
}
