#![no_main]
#[path = "../../crates/intake/tests/it/targets.rs"]
#[allow(dead_code, reason = "the file holds the targets of every form")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::html(bytes));
