//! Long work: without the interpreter's lock, stopped by a budget or by Ctrl-C, its panics caught.

use crate::failure;
use mediant_engine::Control;
use pyo3::{PyErr, PyResult, Python};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often a waiting interpreter is asked for signals.
const LISTEN: Duration = Duration::from_millis(50);
/// Searches recurse; the default of a thread is a quarter of what a main thread has.
const STACK: usize = 8 << 20;

/// A clock with an optional end, and a flag that Ctrl-C sets.
#[derive(Debug)]
pub struct Patience {
    started: Instant,
    budget: Option<Duration>,
    interrupted: AtomicBool,
}

impl Patience {
    /// Starts the clock.
    pub fn new(budget: Option<Duration>) -> Self {
        Self { started: now(), budget, interrupted: AtomicBool::new(false) }
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        now().duration_since(self.started)
    }
}

impl Control for Patience {
    fn should_stop(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed) || self.budget.is_some_and(|budget| self.elapsed() >= budget)
    }

    fn spent(&self) -> u32 {
        let millionths = |budget: Duration| {
            let share = self.elapsed().as_nanos().saturating_mul(1_000_000) / budget.as_nanos().max(1);
            u32::try_from(share.min(1_000_000)).unwrap_or(1_000_000)
        };
        self.budget.map_or(0, millionths)
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here and passed on as a callback")]
fn now() -> Instant {
    Instant::now()
}

/// A budget in seconds.
///
/// # Errors
/// It is negative or no number.
pub fn budget(seconds: Option<f64>) -> PyResult<Option<Duration>> {
    let read = |seconds| {
        Duration::try_from_secs_f64(seconds).map_err(|_| {
            failure::usage(
                format!("the budget is `{seconds}`"),
                "give seconds as a number from 0 on, or None for no limit",
            )
        })
    };
    seconds.map(read).transpose()
}

/// Runs the work on a thread of its own while other Python threads go on.
///
/// # Errors
/// `KeyboardInterrupt` (or what else a handler of signals raised), once the work has stopped; a panic of the work
/// as `InternalError`.
pub fn run<T: Send>(
    py: Python<'_>,
    patience: &Patience,
    work: impl FnOnce(&Patience) -> T + Send,
) -> PyResult<T> {
    py.detach(|| {
        thread::scope(|scope| {
            let (running, ended) = channel::<()>();
            let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                // Dropped at the end, also by a panic: that wakes whoever waits.
                let _running = running;
                work(patience)
            });
            let worker = worker.map_err(|error| failure::internal(format!("no thread starts: {error}")))?;
            let mut interrupt: Option<PyErr> = None;
            while ended.recv_timeout(LISTEN) == Err(RecvTimeoutError::Timeout) {
                if interrupt.is_none()
                    && let Err(signal) = Python::attach(|py| py.check_signals())
                {
                    patience.interrupted.store(true, Ordering::Relaxed);
                    interrupt = Some(signal);
                }
            }
            match (worker.join(), interrupt) {
                (Err(payload), _) => Err(failure::panicked(payload.as_ref())),
                (Ok(_), Some(interrupt)) => Err(interrupt),
                (Ok(found), None) => Ok(found),
            }
        })
    })
}

/// Runs the work on the thread that called, which keeps the interpreter's lock: for work that is done in Python.
///
/// # Errors
/// A panic of the work as `InternalError`.
pub fn run_here<T>(patience: &Patience, work: impl FnOnce(&Patience) -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(|| work(patience))).map_err(|payload| failure::panicked(payload.as_ref()))
}
