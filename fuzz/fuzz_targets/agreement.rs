#![no_main]
//! Whatever comes as an agreement, the verifier answers; and what was changed of a sound one proves nothing more.

use mediant_attest::Keys;
use mediant_attest::agreement::verify;

const KEYS: &str = include_str!("../../docs/reference/acts/keys.txt");
const SOUND: &str = include_str!("../../docs/reference/acts/agreement.json");

libfuzzer_sys::fuzz_target!(|text: &str| {
    let keys = Keys::parse(KEYS).expect("the vectors are sound");
    let Ok(report) = verify(text, &keys, &[]) else { return };
    let sound = verify(SOUND, &keys, &[]).expect("the vectors are sound");
    if report.is_proven() {
        // Acts that were left out, or what is reported, may differ: nobody signs for that.
        assert_eq!(report.words, sound.words);
        assert!(report.acts.iter().all(|act| sound.acts.iter().any(|other| other.digest == act.digest)));
    }
});
