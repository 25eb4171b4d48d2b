//! Prints `docs/reference/tournament-results.md`: every column of the results, from the code itself.
//!
//! ```sh
//! cargo run -p mediant-tournament --example results_reference > docs/reference/tournament-results.md
//! ```

fn main() {
    print!("{}", mediant_tournament::results::reference::page());
}
