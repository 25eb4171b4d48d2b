//! The reference page is what the code says.

use mediant_tournament::results::reference::page;

#[test]
fn the_committed_page_is_the_printed_one() {
    let committed = include_str!("../../../../docs/reference/tournament-results.md");
    assert!(
        committed == page(),
        "print it anew: cargo run -p mediant-tournament --example results_reference > docs/reference/tournament-results.md"
    );
}
