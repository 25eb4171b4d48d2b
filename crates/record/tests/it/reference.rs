//! The page of the events says what the code does: it is what the code prints.

#[path = "../../examples/events_reference.rs"]
#[allow(dead_code, reason = "the program's `main` is not run here")]
mod events_reference;

#[test]
fn the_page_of_the_events_is_what_the_code_prints() {
    let committed = include_str!("../../../../docs/reference/events.md");
    assert!(
        committed == events_reference::page(),
        "print it anew: cargo run -p mediant-record --example events_reference > docs/reference/events.md"
    );
}
