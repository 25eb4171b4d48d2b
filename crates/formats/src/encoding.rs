//! Bytes to UTF-8: what older tools wrote in the encoding of their day.
//!
//! An XML file may say what it is written in, and what it says counts. One that says nothing and is not UTF-8 is read
//! as Windows-1252, which the authoring tools of Genius's time wrote, with a warning at the first such letter.

use crate::diagnostic::{Diagnostic, SourceText};
use crate::negotiation::InputFile;
use std::borrow::Cow;

/// A declaration stands within so many bytes of the start.
const DECLARATION_MAX: usize = 200;

/// The same file in UTF-8, with a warning where its encoding had to be guessed.
///
/// # Errors
/// Text that breaks off as UTF-16; an encoding that is named and not known here.
pub(crate) fn utf8(file: &InputFile) -> Result<(Cow<'_, InputFile>, Option<Diagnostic>), Diagnostic> {
    let bytes = file.bytes.as_slice();
    if bytes.len() > InputFile::SIZE_MAX {
        return Ok((Cow::Borrowed(file), None));
    }
    if let Some((order, text)) = utf16_order(bytes) {
        let text = utf16(text, order).ok_or_else(|| {
            let message = "this file begins as UTF-16 and does not go on as such";
            Diagnostic::of_file(&file.name, message).help("fetch it again, or save it as UTF-8")
        })?;
        return Ok((again(file, text), None));
    }
    let is_valid = std::str::from_utf8(bytes).is_ok();
    let is_xml = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    if !is_xml {
        return Ok((Cow::Borrowed(file), None));
    }
    match declared(bytes).as_deref() {
        Some("iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252") => {
            Ok((again(file, western(bytes)), None))
        }
        Some("iso-8859-15") => Ok((again(file, western(bytes).replace('\u{a4}', "€")), None)),
        Some("iso-8859-9" | "windows-1254") => Ok((again(file, turkish(&western(bytes))), None)),
        _ if is_valid => Ok((Cow::Borrowed(file), None)),
        Some(name) if !matches!(name, "utf-8" | "utf8" | "us-ascii" | "ascii") => {
            let message = format!("this file says that it is written in `{name}`, which is not read");
            Err(Diagnostic::of_file(&file.name, message).help("save it as UTF-8"))
        }
        _ => {
            let text = western(bytes);
            let at = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
            let message = "this file is not UTF-8 and does not say what it is: it is read as Windows-1252";
            let warning = SourceText::new(&file.name, &text).warning(at..at, message);
            Ok((again(file, text), Some(warning.help("save it as UTF-8 where letters come out wrong"))))
        }
    }
}

fn again(file: &InputFile, text: String) -> Cow<'_, InputFile> {
    Cow::Owned(InputFile::new(&file.name, text))
}

#[derive(Clone, Copy)]
enum Order {
    LowFirst,
    HighFirst,
}

/// Whether the bytes are UTF-16, by their mark or because every other byte of the first tag is zero; and the text
/// behind the mark.
fn utf16_order(bytes: &[u8]) -> Option<(Order, &[u8])> {
    match bytes {
        [0xFF, 0xFE, text @ ..] => Some((Order::LowFirst, text)),
        [0xFE, 0xFF, text @ ..] => Some((Order::HighFirst, text)),
        [b'<', 0, ..] => Some((Order::LowFirst, bytes)),
        [0, b'<', ..] => Some((Order::HighFirst, bytes)),
        _ => None,
    }
}

fn utf16(bytes: &[u8], order: Order) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| match order {
        Order::LowFirst => u16::from_le_bytes(*pair),
        Order::HighFirst => u16::from_be_bytes(*pair),
    };
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(unit)).collect();
    text.ok().filter(|_| rest.is_empty())
}

/// What an XML declaration says the file is written in, in small letters.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(DECLARATION_MAX))?;
    let head = String::from_utf8_lossy(head);
    let inside =
        head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = inside.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_ascii_lowercase)
}

/// What Windows-1252 has where ISO-8859-1 has control characters that nobody writes.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// ISO-8859-1 with Windows-1252's letters in its gap, as browsers read either.
fn western(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at))) {
        Some(letter) => *letter,
        None => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// The six letters in which the Turkish encodings differ.
fn turkish(text: &str) -> String {
    let letter = |c: char| match c {
        'Ð' => 'Ğ',
        'ð' => 'ğ',
        'Ý' => 'İ',
        'ý' => 'ı',
        'Þ' => 'Ş',
        'þ' => 'ş',
        other => other,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, bool) {
        let file = InputFile::new("x.xml", bytes);
        let (decoded, warning) = utf8(&file).expect("readable");
        (decoded.text().expect("UTF-8").to_owned(), warning.is_some())
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let of = |name: &str| format!("<?xml version=\"1.0\" encoding='{name}'?><a x=\"Zürich\"/>");
        let latin = |text: &str| {
            text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect::<Vec<u8>>()
        };
        for name in ["UTF-8", "us-ascii"] {
            assert_eq!(read(of(name).as_bytes()), (of(name), false));
        }
        for name in ["ISO-8859-1", "Windows-1252", "cp1252", "iso-8859-15", "ISO-8859-9"] {
            assert_eq!(read(&latin(&of(name))), (of(name), false), "{name}");
        }
        let text = of("UTF-16");
        for (mark, order) in
            [(vec![0xFF, 0xFE], true), (vec![0xFE, 0xFF], false), (vec![], true), (vec![], false)]
        {
            let unit = |unit: u16| if order { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let bytes: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect();
            assert_eq!(read(&bytes), (text.clone(), false));
        }
        // Nothing said, and not UTF-8: a guess, and a warning. The same where it says UTF-8 and is not.
        assert_eq!(read(b"<a x=\"\x8010\"/>"), ("<a x=\"€10\"/>".to_owned(), true));
        assert_eq!(read(&latin(&of("utf-8"))), (of("utf-8"), true));
        // A declaration that cannot be true of bytes that are UTF-8 is passed over.
        assert_eq!(read(of("utf-16").as_bytes()), (of("utf-16"), false));
    }

    #[test]
    fn what_cannot_be_decoded_is_refused() {
        for bytes in [b"\xff\xfe<\0a".as_slice(), b"\xff\xfe\x00\xd8\x00\x00"] {
            assert_eq!(
                utf8(&InputFile::new("x.xml", bytes)).is_ok(),
                bytes.len() % 2 == 0 && bytes.len() < 6
            );
        }
        let named = b"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a x=\"\x83\x41\"/>";
        assert!(utf8(&InputFile::new("x.xml", named.as_slice())).is_err());
        // What is not XML is left to its own reader.
        let toml = InputFile::new("x.toml", b"title = \"Z\xfcrich\"".as_slice());
        assert!(utf8(&toml).is_ok_and(|(file, _)| file.text().is_err()));
    }
}
