#![no_main]
//! Whatever comes as a copy, it is checked and held against a sound one, and reads back as it was written.

use mediant_attest::Act;
use mediant_attest::copy::Copy;

const SOUND: &str = include_str!("../../docs/reference/acts/copy.json");
const ACT: &str = include_str!("../../docs/reference/acts/signs.act");

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(copy) = Copy::from_json(text) else { return };
    let written = copy.to_json().expect("a copy can be written");
    assert_eq!(Copy::from_json(&written), Ok(copy.clone()));
    let sound = Copy::from_json(SOUND).expect("the vectors are sound");
    let faults = copy.check();
    let _ = (copy.against(&sound), sound.against(&copy), copy.find(text));
    let act = Act::parse(ACT).expect("the vectors are sound");
    if faults.is_empty() && copy.has_table(&act.table) == Some(true) {
        // Who has the link has everything before it.
        assert_eq!(copy.stream("table").map(|stream| &stream.entries[0]), sound.stream("table").map(|stream| &stream.entries[0]));
    }
});
