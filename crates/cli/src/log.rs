//! What a desk says of itself while it runs: a line on standard error with time and level, of Mediant's own crates alone.
//!
//! It names what failed and where, never what anybody said: errors of the service hold no content.

use std::io::IsTerminal;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Writes to standard error from now on.
pub fn begin() {
    let own = Targets::new().with_target("mediant", LevelFilter::INFO);
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    // Where something else listens already, it goes on.
    let _ = tracing_subscriber::registry().with(lines).with(own).try_init();
}
