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

/// Writes the page. For whoever changes what an event holds.
#[test]
#[ignore = "writes the page"]
#[allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "it is there to write a file")]
fn write_the_page() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/events.md");
    std::fs::write(page, events_reference::page()).unwrap();
}
