//! The terminal while a review is on it: taken over, drawn, and given back however the program ends.

use super::kept::Kept;
use super::panel::{Leaves, Panel};
use super::screen::frame;
use super::spans::{Line, Look};
use crate::failure::CliError;
use anstyle::{AnsiColor, Style};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event, poll, read};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, execute, queue};
use jiff::Timestamp;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How soon a signal is noticed while no key comes.
const AT_MOST: Duration = Duration::from_millis(100);

/// Refuses to begin where there is nobody to see a suggestion or to press a key.
///
/// # Errors
/// Standard input or output is no terminal, or one that cannot place a line.
pub fn usable() -> Result<(), CliError> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if stdin().is_terminal() && stdout().is_terminal() && !dumb {
        return Ok(());
    }
    let cause = if dumb {
        "the terminal says that it cannot place lines (TERM=dumb)"
    } else {
        "--review asks for keys, and standard input or output is no terminal"
    };
    Err(CliError::usage(
        cause,
        "run it in a terminal window, without a pipe; without --review the suggestions are printed",
    ))
}

/// A terminal that was taken over. It is given back when this is dropped, and when the program panics.
pub struct Terminal {
    in_colours: bool,
    /// The number of the signal that came; 0 of none.
    signal: Arc<AtomicUsize>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// The system does not let it.
    pub fn enter() -> Result<Self, CliError> {
        static GIVEN_BACK_ON_PANIC: Once = Once::new();
        GIVEN_BACK_ON_PANIC.call_once(|| {
            let told = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back();
                told(panic);
            }));
        });
        end_with_the_terminal()?;
        let in_colours = anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never;
        let terminal = Self { in_colours, signal: signals()? };
        enable_raw_mode().map_err(|error| unusable(&error))?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
            .map_err(|error| unusable(&error))?;
        Ok(terminal)
    }

    /// Shows the panel and takes keys until the review is left.
    ///
    /// # Errors
    /// The terminal cannot be read or written.
    pub fn run(&self, panel: &mut Panel<'_>, kept: &mut Kept) -> Result<Leaves, CliError> {
        loop {
            self.draw(panel).map_err(|error| unusable(&error))?;
            // What changes nothing on the screen is not drawn.
            while !poll(AT_MOST).map_err(|error| unusable(&error))? {
                if let Some(leaves) = self.stopped() {
                    return Ok(leaves);
                }
            }
            let when = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default().to_string();
            match read().map_err(|error| unusable(&error))? {
                Event::Key(key) => {
                    if let Some(leaves) = panel.key(key, &when, &mut |review| kept.write(review)) {
                        return Ok(leaves);
                    }
                }
                Event::Paste(text) => panel.paste(&text),
                _ => {}
            }
            if let Some(leaves) = self.stopped() {
                return Ok(leaves);
            }
        }
    }

    fn stopped(&self) -> Option<Leaves> {
        let signal = self.signal.load(Ordering::Relaxed);
        (signal > 0).then(|| Leaves::Stopped(128 + u8::try_from(signal).unwrap_or(0)))
    }

    fn draw(&self, panel: &mut Panel<'_>) -> std::io::Result<()> {
        let (width, height) = size()?;
        let drawn = frame(panel, usize::from(width), usize::from(height), !self.in_colours);
        (panel.on_screen, panel.is_seen) = (drawn.on_screen, drawn.is_seen);
        let mut out = Vec::new();
        for (row, line) in (0..height).zip(&drawn.lines) {
            queue!(out, cursor::MoveTo(0, row))?;
            out.extend(self.painted(line).into_bytes());
            // In the last column this would take the last letter away.
            if line.width() < usize::from(width) {
                queue!(out, Clear(ClearType::UntilNewLine))?;
            }
        }
        queue!(out, Clear(ClearType::FromCursorDown))?;
        let mut screen = stdout().lock();
        screen.write_all(&out)?;
        screen.flush()
    }

    fn painted(&self, line: &Line) -> String {
        let mut text = String::new();
        for run in line.letters().chunk_by(|(_, one), (_, other)| one == other) {
            let style =
                run.first().filter(|_| self.in_colours).map_or(Style::new(), |(_, look)| style(*look));
            let letters: String = run.iter().map(|(letter, _)| letter).collect();
            text.push_str(&format!("{style}{letters}{style:#}"));
        }
        text
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back. What fails here cannot be told to anybody.
fn give_back() {
    let _ = execute!(stdout(), DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
    let _ = disable_raw_mode();
}

fn style(look: Look) -> Style {
    match look {
        Look::Plain => Style::new(),
        Look::Dim => Style::new().dimmed(),
        Look::Strong => Style::new().bold(),
        Look::Head => Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())),
        Look::Mark => Style::new().bold().invert(),
        Look::Other => Style::new().underline(),
        Look::Alarm => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
    }
}

fn unusable(error: &std::io::Error) -> CliError {
    CliError::Internal(format!("the terminal cannot be used: {error}; every decision up to here is kept"))
}

/// The number of a signal that wants the program to end is put where the loop looks; the program ends by itself.
#[cfg(unix)]
fn signals() -> Result<Arc<AtomicUsize>, CliError> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signal = Arc::new(AtomicUsize::new(0));
    for number in [SIGHUP, SIGINT, SIGTERM] {
        let value = usize::try_from(number).unwrap_or(0);
        signal_hook::flag::register_usize(number, Arc::clone(&signal), value)
            .map_err(|error| unusable(&error))?;
    }
    Ok(signal)
}

/// Ends the program when the terminal itself has gone, once and for all.
///
/// Whoever closes a window mostly sends a signal, but not where the program has a session of its own. Reading keys from a terminal that has gone
/// gives nothing, at once, each time: the reader of keys would turn for ever. Every decision is kept by then, and nothing is left to give back.
#[cfg(unix)]
fn end_with_the_terminal() -> Result<(), CliError> {
    use rustix::event::{PollFd, PollFlags, poll};
    static WATCHED: Once = Once::new();
    let mut begun = Ok(());
    WATCHED.call_once(|| {
        let watch = || {
            let keys = stdin();
            loop {
                // Nothing is asked for, so that only what is always told ends the wait.
                let mut looked = [PollFd::new(&keys, PollFlags::empty())];
                match poll(&mut looked, None) {
                    Err(rustix::io::Errno::INTR) => {}
                    Ok(_) if looked.iter().any(|one| one.revents().contains(PollFlags::HUP)) => {
                        std::process::exit(129)
                    }
                    Ok(_) | Err(_) => return,
                }
            }
        };
        begun = std::thread::Builder::new().name("terminal".to_owned()).spawn(watch).map(|_| ());
    });
    begun.map_err(|error| unusable(&error))
}

#[cfg(not(unix))]
fn end_with_the_terminal() -> Result<(), CliError> {
    Ok(())
}

#[cfg(not(unix))]
fn signals() -> Result<Arc<AtomicUsize>, CliError> {
    Ok(Arc::new(AtomicUsize::new(0)))
}
