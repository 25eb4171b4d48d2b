#![no_main]
//! Whatever comes as an envelope is refused, or is one text of one envelope, and verifies under no key that did not sign it.

use mediant_attest::{Envelope, Keys};

const KEYS: &str = include_str!("../../docs/reference/acts/keys.txt");
const SOUND: [&str; 2] = [
    include_str!("../../docs/reference/acts/passkey.json"),
    include_str!("../../docs/reference/acts/key-file.json"),
];

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(envelope) = Envelope::from_json(text) else { return };
    assert_eq!(envelope.to_json().as_deref(), Ok(text));
    let keys = Keys::parse(KEYS).expect("the vectors are sound");
    for listed in &keys.keys {
        if envelope.verify(&listed.key).is_ok() {
            assert!(SOUND.contains(&text), "an envelope that nobody made verifies");
        }
    }
    envelope.changed();
});
