//! Percent-encoded text: what pages write into names of fields, and what a path is read as.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is beside letters and digits: nothing that a field's path or an address gives a meaning.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-');

/// A text in which everything but letters, digits, `_` and `-` is encoded.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A text decoded once; `None` where a `%` begins no two digits, or what comes out is no UTF-8.
///
/// The library lets a `%` that begins nothing stand, which would give one text two spellings.
pub fn decoded(text: &str) -> Option<String> {
    let digits = |after: &str| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    let whole = text.split('%').skip(1).all(digits);
    percent_decode_str(text).decode_utf8().ok().filter(|_| whole).map(Into::into)
}
