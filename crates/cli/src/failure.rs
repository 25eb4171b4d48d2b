//! What can go wrong, how it is told, and with which exit code.

use crate::screen;
use anstyle::{AnsiColor, Style};
use mediant_formats::Diagnostic;
use mediant_render::named_package::PackageError;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Why a command did not answer.
#[derive(Debug)]
pub enum CliError {
    /// The input is wrong, or cannot be read: exit code 2.
    Input(Vec<Diagnostic>),
    /// What was asked cannot be done as asked: exit code 2.
    Usage {
        /// The cause in one sentence, without an end.
        message: String,
        /// What to do.
        help: String,
    },
    /// Work ended before it was done, and what was finished is kept.
    Unfinished {
        /// The cause in one sentence, without an end.
        message: String,
        /// How to go on.
        help: String,
        /// The exit code: 130 where somebody stopped it, 1 otherwise.
        code: u8,
    },
    /// A file could not be written, or there is a fault in the program: exit code 1.
    Internal(String),
    /// The input is wrong, and everything was said of it on standard output: exit code 2.
    Told,
    /// Whoever reads the output has closed it: nothing is left to say.
    Closed,
}

impl CliError {
    /// A usage failure.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    /// A file could not be read.
    pub fn unread(path: &Path, error: &std::io::Error) -> Self {
        let problem =
            Diagnostic::of_file(path.display().to_string(), format!("this cannot be read: {error}"));
        Self::Input(vec![problem.help("check the path and its permissions")])
    }

    /// A file could not be written.
    pub fn unwritten(path: &Path, error: &std::io::Error) -> Self {
        Self::Internal(format!("`{}` could not be written: {error}", path.display()))
    }

    /// Tells it on standard error; the exit code to end with.
    pub fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::Input(problems) => {
                let mut text = diagnostics(problems);
                let errors = problems.iter().filter(|problem| problem.is_error()).count();
                if errors > 1 {
                    let _ = write!(text, "\n{errors} errors\n");
                }
                (text, 2)
            }
            Self::Usage { message, help } => {
                (format!("{}: {message}\n   {}: {help}\n", red("error"), cyan("help")), 2)
            }
            Self::Unfinished { message, help, code } => {
                (format!("{}: {message}\n   {}: {help}\n", red("error"), cyan("help")), *code)
            }
            Self::Internal(message) => (format!("{}: {message}\n", red("error")), 1),
            Self::Told => (String::new(), 2),
            Self::Closed => (String::new(), 0),
        };
        anstream::eprint!("{}", screen::seen(&text));
        ExitCode::from(code)
    }
}

impl From<PackageError> for CliError {
    fn from(error: PackageError) -> Self {
        Self::Usage { message: error.message, help: error.help }
    }
}

/// Tells warnings on standard error.
pub fn warn(warnings: &[Diagnostic]) {
    anstream::eprint!("{}", screen::seen(&diagnostics(warnings)));
}

/// Diagnostics one below the other, with colours that a stream may strip.
pub fn diagnostics(problems: &[Diagnostic]) -> String {
    let mut text = String::new();
    for problem in problems {
        let shown = problem.to_string();
        // Nothing but a name in front: a problem of no file in particular starts with its severity.
        let shown = shown.strip_prefix(": ").unwrap_or(&shown);
        for (index, line) in shown.lines().enumerate() {
            let coloured = if index == 0 {
                line.replacen("error:", &format!("{}:", red("error")), 1).replacen(
                    "warning:",
                    &format!("{}:", yellow("warning")),
                    1,
                )
            } else if let Some(help) = line.strip_prefix("   help:") {
                format!("   {}:{help}", cyan("help"))
            } else {
                line.to_owned()
            };
            let _ = writeln!(text, "{coloured}");
        }
    }
    text
}

fn painted(text: &str, colour: AnsiColor) -> String {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    format!("{style}{text}{style:#}")
}

fn red(text: &str) -> String {
    painted(text, AnsiColor::Red)
}

fn yellow(text: &str) -> String {
    painted(text, AnsiColor::Yellow)
}

fn cyan(text: &str) -> String {
    painted(text, AnsiColor::Cyan)
}
