//! PDF: its text is taken out by a process of its own.
//!
//! What reads a PDF may panic, run for long, or ask for all the memory there is. So this binary starts itself again for each PDF, with the
//! file on its standard input and little else: memory and processor time are limited, it is ended when it takes too long, and no more
//! of its answer is read than a report may be long.

use crate::failure::CliError;
use mediant_intake::{Form, Incoming, IntakeError, Limits, pdf};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// The name of the command that the process is started with.
pub const COMMAND: &str = "read-pdf";

/// How long a PDF may take.
const SECONDS: u64 = 20;

/// Memory that the process may ask for, this binary's own included.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// More of its answer is not read: the text, and as much again for how JSON writes it.
const ANSWER: u64 = 40_000_000;

type Answer = Result<Incoming, IntakeError>;

/// The report in a PDF.
///
/// # Errors
/// Why there is none.
pub fn open(bytes: &[u8]) -> Answer {
    let failed = || IntakeError::Failed(Form::Pdf);
    let mut child = started().map_err(|_| failed())?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A process that ended early says why in its answer, or fails.
            let _ = input.map(|mut input| input.write_all(bytes));
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.map(|output| output.take(ANSWER).read_to_end(&mut answer));
            let _ = sender.send(read.is_some_and(|read| read.is_ok()).then_some(answer));
        });
        let answer = receiver.recv_timeout(Duration::from_secs(SECONDS));
        // Its pipes close with it, and the threads end. One that is done already cannot be ended.
        let _ = child.kill();
        let _ = child.wait();
        match answer {
            Ok(answer) => {
                answer.and_then(|answer| serde_json::from_slice(&answer).ok()).ok_or_else(failed)?
            }
            Err(_) => Err(IntakeError::Slow { form: Form::Pdf, seconds: SECONDS }),
        }
    })
}

fn started() -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .arg(COMMAND)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // What a panic writes there is for nobody.
        .stderr(Stdio::null())
        .spawn()
}

/// The process itself: a PDF on standard input, what is in it on standard output.
pub fn run() -> Result<(), CliError> {
    limit();
    let mut bytes = Vec::new();
    let limits = Limits::default();
    let read = std::io::stdin().lock().take(limits.file as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| CliError::Internal(error.to_string()))?;
    let answer: Answer = pdf::open(&bytes, &limits);
    let text = serde_json::to_vec(&answer).map_err(|error| CliError::Internal(error.to_string()))?;
    std::io::stdout().lock().write_all(&text).map_err(|error| CliError::Internal(error.to_string()))
}

/// Takes from this process what it does not need.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most| Rlimit { current: Some(most), maximum: Some(most) };
    for (resource, most) in
        [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0), (Resource::Fsize, 0)]
    {
        // Where a limit is lower already it stays, and whoever started this process ends it in any case.
        let _ = setrlimit(resource, at_most(most));
    }
}

/// The system has no such limits; whoever started this process ends it.
#[cfg(not(unix))]
fn limit() {}
