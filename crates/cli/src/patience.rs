//! How long the engine may think, and what a waiting person sees.

use mediant_engine::Control;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Set by Ctrl-C: the engine stops at the next occasion and says what it knows.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Nothing is shown of work shorter than this.
const QUIET: Duration = Duration::from_millis(500);
/// The line of progress changes at most this often.
const REDRAW: Duration = Duration::from_millis(100);

/// A clock with an optional end, a listener for Ctrl-C, and a line of progress.
pub struct Patience {
    started: Instant,
    budget: Option<Duration>,
    line: Option<Mutex<Line>>,
}

struct Line {
    last: Instant,
    shown: bool,
}

impl Patience {
    /// Starts the clock. A line of progress appears on a terminal only.
    pub fn new(budget: Option<Duration>) -> Self {
        // A second Ctrl-C ends the process at once. Where no handler can be set, Ctrl-C simply ends the process.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        let started = now();
        let line = std::io::stderr().is_terminal().then(|| Mutex::new(Line { last: started, shown: false }));
        Self { started, budget, line }
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        now().duration_since(self.started)
    }

    /// Shows a line of progress on a terminal, not too often; `line` is asked for it only when it is shown.
    pub fn show(&self, line: impl FnOnce() -> String) {
        let Some(Ok(mut drawn)) = self.line.as_ref().map(Mutex::try_lock) else { return };
        let now = now();
        if now.duration_since(self.started) < QUIET
            || (drawn.shown && now.duration_since(drawn.last) < REDRAW)
        {
            return;
        }
        (drawn.last, drawn.shown) = (now, true);
        let _ = write!(std::io::stderr(), "\r\x1b[2K{}", line());
    }

    /// Whether progress shows on a terminal.
    pub fn is_on_terminal(&self) -> bool {
        self.line.is_some()
    }

    /// Takes the line of progress away.
    pub fn finish(&self) {
        if let Some(line) = &self.line
            && let Ok(mut line) = line.lock()
            && std::mem::take(&mut line.shown)
        {
            let _ = std::io::stderr().write_all(b"\r\x1b[2K");
        }
    }
}

/// So many millionths of the budget, at most all of it.
fn millionths(elapsed: Duration, budget: Duration) -> u32 {
    let share = elapsed.as_nanos().saturating_mul(1_000_000) / budget.as_nanos().max(1);
    u32::try_from(share.min(1_000_000)).unwrap_or(1_000_000)
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here and passed on as a callback")]
fn now() -> Instant {
    Instant::now()
}

impl Control for Patience {
    fn should_stop(&self) -> bool {
        INTERRUPTED.load(Ordering::Relaxed) || self.budget.is_some_and(|budget| self.elapsed() >= budget)
    }

    fn spent(&self) -> u32 {
        self.budget.map_or(0, |budget| millionths(self.elapsed(), budget))
    }

    fn progress(&self, stage: &str, per_mille: Option<u32>) {
        self.show(|| {
            let share = per_mille.map(|share| format!(" {}%", share / 10)).unwrap_or_default();
            format!("{stage}{share} (Ctrl-C stops and says what is known)")
        });
    }
}
