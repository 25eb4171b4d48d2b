#![no_main]
#[path = "../../crates/formats/tests/it/targets/mod.rs"]
#[allow(dead_code, reason = "the file holds the targets of every parser")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::negmas(bytes));
