#![no_main]
//! Whatever comes as an act is refused, or is the one text of its act; also behind a sound beginning.

use mediant_attest::{Act, Keys};

const SOUND: &str = include_str!("../../docs/reference/acts/signs.act");

libfuzzer_sys::fuzz_target!(|text: &str| {
    read(text);
    // With the beginning or the end of a sound act the fields behind and before are reached.
    let cut = text.len() % SOUND.len();
    if let (Some(start), Some(end)) = (SOUND.get(..cut), SOUND.get(cut..)) {
        read(&format!("{start}{text}"));
        read(&format!("{text}{end}"));
        read(&format!("{start}{text}{end}"));
    }
    if let Ok(keys) = Keys::parse(text) {
        assert_eq!(Keys::parse(&keys.print()), Ok(keys));
    }
});

fn read(text: &str) {
    if let Ok(act) = Act::parse(text) {
        assert_eq!(act.print().as_deref(), Ok(text));
        assert_eq!(act.first_difference(&act), Ok(None));
    }
}
