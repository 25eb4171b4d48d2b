//! From a page's bytes to its letters.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far a page's declaration is looked for.
const HEAD: usize = 4096;

/// The letters of a page: by its mark of byte order, by `declared`, by what its head declares, as UTF-8 where that fits, as
/// Windows-1252 where nothing else does, as browsers do. Whether every byte was a letter's.
pub fn decoded<'b>(bytes: &'b [u8], declared: Option<&str>) -> (Cow<'b, str>, bool) {
    let by_label = |label: &str| Encoding::for_label(label.as_bytes());
    let encoding = declared.and_then(by_label).or_else(|| in_head(bytes).and_then(|label| by_label(&label)));
    let encoding = encoding.unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    });
    // A mark of byte order goes before what is declared.
    let (text, _, failed) = encoding.decode(bytes);
    (text, !failed)
}

/// `charset="…"` or `encoding="…"` in the head.
fn in_head(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head
        .split_once("charset")
        .filter(|(before, _)| before.rfind('<').is_some_and(|at| before[at..].starts_with("<meta")))
        .or_else(|| head.strip_prefix("<?xml").and_then(|rest| rest.split_once("encoding")))?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).next()?;
    // Whoever could write this declaration in letters of one byte did not write the page in UTF-16.
    Some(if label.starts_with("utf-16") { "utf-8".to_owned() } else { label.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_their_letters_in_many_ways() {
        let utf16: Vec<u8> = "\u{feff}é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"\xe9".as_slice(), "é".as_bytes(), b"\xef\xbb\xbf\xc3\xa9", &utf16] {
            assert_eq!(decoded(bytes, None).0, "é");
        }
        let greek = b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-7'>\xe1";
        assert!(decoded(greek, None).0.ends_with('α'));
        assert!(decoded(b"<META CHARSET = \"windows-1251\">\xe4", None).0.ends_with('д'));
        assert!(decoded(b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9", None).0.ends_with('é'));
        assert!(decoded(b"<meta charset=utf-16>\xc3\xa9", None).0.ends_with('é'));
    }
}
