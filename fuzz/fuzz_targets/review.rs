#![no_main]
//! Whatever bytes a review's file has: it is read as it was written, or refused with a place inside it.

use mediant_reader::review::Review;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Review::read(text) {
        Ok(review) => {
            let again = Review::read(&review.json());
            assert!(again.as_ref() == Ok(&review), "what was read cannot be written and read");
            // Whatever the decisions say, they can be held against any text.
            let changed = review.changed("date 2031-05-14\n\nThe envoys met.");
            assert!(changed.at_place + changed.elsewhere + changed.gone <= review.decisions().len());
        }
        Err(fault) => assert!(fault.place.is_none_or(|place| place.byte <= text.len())),
    }
});
