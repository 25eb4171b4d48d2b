#![no_main]
//! Whatever comes as a backup, the reader answers; and what it accepts can be written and read again.

use mediant_record::backup::{Contents, Decoder, Encoder, Item};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    let (header, rest) = match bytes.split_first() {
        Some((first, rest)) if first % 2 == 1 => ("mediant stream 1\n", rest),
        _ => ("mediant backup 1\n", bytes),
    };
    read(&[header.as_bytes(), &framed(rest)].concat());
});

fn read(bytes: &[u8]) {
    let (contents, items) = items(bytes);
    let Some(contents) = contents else { return };
    let mut written = Vec::new();
    let mut encoder = Encoder::start(contents, &mut written);
    for item in &items {
        encoder.item(item, &mut written).expect("what was read can be written");
    }
    // Only the description of the master key may be missing.
    if encoder.finish(&mut written).is_ok() {
        assert_eq!(self::items(&written), (Some(contents), items));
    }
}

/// What can be read of a file before damage or its end.
fn items(bytes: &[u8]) -> (Option<Contents>, Vec<Item>) {
    let mut decoder = Decoder::new();
    let mut items = Vec::new();
    for chunk in bytes.chunks(61) {
        decoder.push(chunk);
        while let Ok(Some(item)) = decoder.next_item() {
            items.push(item);
        }
    }
    (decoder.contents(), items)
}

/// The bytes as items whose lengths and checks are sound: a letter, a length, a body, a letter and so on. Without this
/// no input would get past the checks.
fn framed(bytes: &[u8]) -> Vec<u8> {
    let mut framed = Vec::new();
    let mut rest = bytes;
    while let [letter, length, tail @ ..] = rest {
        let (body, tail) = tail.split_at(usize::from(*length).min(tail.len()));
        framed.push(*letter);
        framed.extend_from_slice(&(body.len() as u32).to_le_bytes());
        framed.extend_from_slice(body);
        framed.extend_from_slice(&blake3::hash(&[&[*letter], body].concat()).as_bytes()[..8]);
        rest = tail;
    }
    framed
}
