//! Who watches a tournament: a line with the time left on a terminal, now and then a line elsewhere.

use crate::patience::Patience;
use mediant_engine::Control;
use mediant_tournament::Watch;
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

/// Where progress does not go to a terminal, a line is written this often.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Shows progress and passes on Ctrl-C.
pub struct Onlooker {
    patience: Patience,
    quiet: bool,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// What was kept when the run began.
    at_start: Option<u64>,
    last_line: Duration,
}

impl Onlooker {
    /// Watches with this clock; a quiet one shows nothing.
    pub fn new(patience: Patience, quiet: bool) -> Self {
        Self { patience, quiet, seen: Mutex::default() }
    }

    /// Takes the line of progress away.
    pub fn finish(&self) {
        self.patience.finish();
    }

    fn tell(&self, line: impl FnOnce() -> String) {
        if self.quiet {
            return;
        }
        if self.patience.is_on_terminal() {
            return self.patience.show(line);
        }
        let Ok(mut seen) = self.seen.lock() else { return };
        let now = self.patience.elapsed();
        if now >= seen.last_line + LINE_EVERY {
            seen.last_line = now;
            // Nobody can be told that nobody can be told.
            let _ = writeln!(std::io::stderr(), "{}", line());
        }
    }
}

impl Watch for Onlooker {
    fn should_stop(&self) -> bool {
        self.patience.should_stop()
    }

    fn done(&self, negotiations: u64, of: u64) {
        let at_start = match self.seen.lock() {
            Ok(mut seen) => *seen.at_start.get_or_insert(negotiations),
            Err(_) => return,
        };
        self.tell(|| {
            let percent = negotiations * 100 / of.max(1);
            let left = left(self.patience.elapsed(), negotiations - at_start, of - negotiations);
            format!("{negotiations} of {of} negotiations, {percent} %{left} (Ctrl-C stops and keeps what is finished)")
        });
    }

    fn stage(&self, what: &str, done: usize, of: usize) {
        self.tell(|| format!("{what}, {done} of {of}"));
    }
}

/// The time left, if so much was done in this time and so much is still to do.
fn left(elapsed: Duration, done: u64, to_do: u64) -> String {
    if done == 0 {
        return String::new();
    }
    let seconds = (elapsed.as_secs_f64() * to_do as f64 / done as f64).ceil() as u64;
    match seconds {
        0..=90 => format!(", {seconds} s left"),
        91..=5_400 => format!(", {} min left", seconds.div_ceil(60)),
        _ => format!(", {} h {} min left", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_time_taken() {
        assert_eq!(left(Duration::from_secs(10), 0, 5), "");
        assert_eq!(left(Duration::from_secs(10), 100, 300), ", 30 s left");
        assert_eq!(left(Duration::from_secs(10), 1, 60), ", 10 min left");
        assert_eq!(left(Duration::from_secs(100), 1, 100), ", 2 h 46 min left");
    }
}
