//! The command line: one definition for parser, help, completions and manual page.

pub mod attest;
pub mod mcp;
pub mod mediate;
pub mod read;
pub mod record;
pub mod simulate;
pub mod tournament;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use mediant_model::Date;
use std::path::PathBuf;
use std::time::Duration;

/// Carries a mediated negotiation from the first separate meetings to a signed text.
///
/// Is there a deal everybody could accept? Which one is fair? If there is none, exactly which
/// demands stand in the way, and what is the smallest change that would open one?
#[derive(Debug, Parser)]
#[command(name = "mediant", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say whether a deal exists, which packages are fair, and what stands in the way
    Analyze(Analyze),
    /// Show how the room for a deal changes with the dates of the walk-away values
    Outlook(Outlook),
    /// Ask the parties in turn, without being told numbers, until a deal is found or proven impossible
    Mediate(mediate::Mediate),
    /// Let strategies of the literature negotiate, and show what happens
    Simulate(simulate::Simulate),
    /// Let every strategy meet every other in many scenarios, and sum up who does how well
    Tournament(tournament::Tournament),
    /// Suggest what dated news reports, minutes or letters state, with their words, day and speaker
    Read(read::Read),
    /// Let a software agent read reports and suggest what they state, over the Model Context Protocol
    Mcp(mcp::Mcp),
    /// Take the text out of a PDF on standard input: what `read` starts for each PDF, under limits
    #[command(hide = true)]
    ReadPdf,
    /// Write a case and its briefs to begin with, with comments that say what else can stand there
    New(New),
    /// Report every problem of a case and its briefs, with file, line and column
    Check(Check),
    /// Print the shape of case or brief files as JSON Schema, for an editor
    Schema {
        /// Of which files
        #[arg(value_enum)]
        shape: Shape,
    },
    /// Write a negotiation in another format, naming what is lost
    Convert(Convert),
    /// Check a certificate against the case and briefs it is about
    Verify(Verify),
    /// Open the desk for the mediator and the parties, on a record in a folder or a database
    Serve(record::Serve),
    /// Look around: two stories, in which you choose who you are
    Demo(record::Demo),
    /// Work on a record without a server
    Record(record::Record),
    /// Save a record into one file, sealed as it is
    Backup(record::Backup),
    /// Restore a record from a backup, into any kind of store
    Restore(record::Restore),
    /// Check that nothing in a record was altered, moved or taken out
    VerifyRecord(record::VerifyRecord),
    /// Write down what a reader may know
    Export(record::Export),
    /// Seal a record with another master key
    Rekey(record::Rekey),
    /// Make a key to sign acts with, or show one
    Key(attest::Key),
    /// Sign an act with a key file, after showing it
    Sign(attest::Sign),
    /// Say who agreed to which words, with which key, and what an agreement file does not prove
    VerifyAgreement(attest::VerifyAgreement),
    /// Check a copy of a record: that it is sound, continues an older one, or is of the table that another reader sees
    VerifyCopy(attest::VerifyCopy),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// The files of a negotiation.
#[derive(Debug, Args)]
pub struct Paths {
    /// A folder, or a case file and the briefs to go with it, or what the names of the files begin with
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Take a `&` that stands alone in an XML file as it stands, although XML does not allow it
    #[arg(long)]
    pub lenient: bool,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to write into; it is made where it is not there
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// What the case is called
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// A party, by a short name; once for each
    #[arg(long, value_name = "NAME")]
    pub party: Vec<String>,
    /// A matter to settle, by a short name; once for each
    #[arg(long, value_name = "NAME")]
    pub issue: Vec<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The files.
    #[command(flatten)]
    pub input: Paths,
    /// A folder with the reports that the case cites: are the words that it quotes still in them?
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub reports: Option<PathBuf>,
    /// How to list what was found
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub format: Listing,
}

/// How to list problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// For a person at a terminal
    Text,
    /// One JSON document with stable names
    Json,
}

/// Whose shape a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// Case files
    Case,
    /// Brief files
    Brief,
}

/// Arguments of `analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    /// The files.
    #[command(flatten)]
    pub input: Paths,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Build the report for this party: from what is public, what was said at the table, and its own brief
    #[arg(long = "for", value_name = "PARTY")]
    pub reader: Option<String>,
    /// Take frontier and fair packages over every possible package, parties' statements and walk-away values aside
    #[arg(long)]
    pub all: bool,
    /// Judge this package: an option for every issue, by id or name
    #[arg(long, value_name = "ISSUE=OPTION, …")]
    pub package: Option<String>,
    /// Stop after this long and say what is known by then, for example 10s, 500ms or 2m
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1m")]
    pub budget: Option<Duration>,
    /// Analyse as of this day instead of the day of the case
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Draw the deal space into this file, SVG or PNG by its ending
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub picture: Option<PathBuf>,
    /// Draw the deal space in the terminal, below the report
    #[arg(long)]
    pub plot: bool,
    /// Write the proof into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub certificate: Option<PathBuf>,
    /// Use so many threads; the answer does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Arguments of `outlook`.
#[derive(Debug, Args)]
pub struct Outlook {
    /// The files.
    #[command(flatten)]
    pub input: Paths,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Build the outlook for this party: from what is public, what was said at the table, and its own brief
    #[arg(long = "for", value_name = "PARTY")]
    pub reader: Option<String>,
    /// Write the proof into this file, for `mediant verify`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub certificate: Option<PathBuf>,
    /// Stop after this long and say what is known by then
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub budget: Option<Duration>,
}

/// Arguments of `convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// A folder or a case file
    #[arg(value_name = "IN", value_hint = ValueHint::AnyPath)]
    pub input: PathBuf,
    /// Where to write: a file for formats with one file, otherwise a folder
    #[arg(value_name = "OUT", value_hint = ValueHint::AnyPath)]
    pub output: PathBuf,
    /// The format to write; without it, the one the ending of OUT stands for
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: Option<Target>,
    /// Take a `&` that stands alone in an XML file as it stands, although XML does not allow it
    #[arg(long)]
    pub lenient: bool,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The certificate
    #[arg(value_name = "CERTIFICATE", value_hint = ValueHint::FilePath)]
    pub certificate: PathBuf,
    /// The files.
    #[command(flatten)]
    pub input: Paths,
    /// The day that was analysed, where it was not the day of the case
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Say of each statement of this report (of `analyze --format json`) whether the certificate proves it
    #[arg(long, value_name = "REPORT", value_hint = ValueHint::FilePath)]
    pub report: Option<PathBuf>,
    /// Print every point of a frontier, however many there are
    #[arg(long)]
    pub full: bool,
    /// Refuse what cannot be checked in this time, for example 10s or 5m
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "2m")]
    pub budget: Option<Duration>,
}

/// How to print an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Laid out for a person at a terminal
    Text,
    /// One JSON document with stable names
    Json,
    /// Markdown for a page or a mail
    Markdown,
}

/// A format that `convert` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Mediant's own case and brief files
    Mediant,
    /// Genius XML: a domain and a profile for each party
    Genius,
    /// GeniusWeb JSON: a domain and a profile for each party
    Geniusweb,
    /// The same in the words of GeniusWeb for Python
    GeniuswebPython,
    /// NegoLog JSON: a domain and a profile for each party
    Negolog,
    /// One JSON file with the schema case/1
    Case1,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD, such as 2025-12-04".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit_seconds = match unit.trim() {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err("a time is a number with ms, s, m or h, such as 10s".to_owned()),
    };
    let number: f64 = number.parse().map_err(|_| "a time starts with a number, such as 10s".to_owned())?;
    Duration::try_from_secs_f64(number * unit_seconds).map_err(|_| "this time is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_carry_their_unit() {
        for (text, ms) in
            [("10s", 10_000), ("500ms", 500), ("2m", 120_000), ("1.5", 1_500), ("1h", 3_600_000)]
        {
            assert_eq!(duration(text).map(|time| time.as_millis()), Ok(ms), "{text}");
        }
        for text in ["", "s", "10x", "-1s", "1.2.3s", "1e30h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
