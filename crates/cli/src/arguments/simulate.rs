//! Arguments of `simulate`.

use super::Format;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    /// A folder, or a case file and the briefs to go with it
    #[arg(required_unless_present = "list", value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The strategy of each party, in the order of the case, with parameters in brackets; one alone plays every seat
    #[arg(long, value_name = "NAME[(PARAMETER=NUMBER, …)], …", required_unless_present_any = ["list", "replay"])]
    pub strategies: Option<String>,
    /// Who may say what when
    #[arg(long, value_enum, default_value_t = ProtocolName::Alternating)]
    pub protocol: ProtocolName,
    /// Single text: the probability with which the mediator keeps a change that was voted down, at the beginning
    #[arg(long, value_name = "0..1", value_parser = probability)]
    pub temperature: Option<f64>,
    /// At most so many rounds
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub rounds: u32,
    /// The seed of all chance; the same seed gives the same run
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How to print the run: as text, or as the JSON that `--replay` reads
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the run as JSON into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Draw the offers into this file, SVG or PNG by its ending
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub picture: Option<PathBuf>,
    /// Play the run in this file again, and say whether every byte is the same
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        conflicts_with_all = ["strategies", "protocol", "temperature", "rounds", "seed", "list"]
    )]
    pub replay: Option<PathBuf>,
    /// List the strategies, with their parameters and sources
    #[arg(long)]
    pub list: bool,
}

/// Who may say what when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProtocolName {
    /// Stacked alternating offers: accept what stands, put something else forward, or walk away
    Alternating,
    /// A mediator changes a single text, and the parties vote
    SingleText,
    /// Blind bidding: hidden offers, a deal where they overlap
    Overlap,
    /// A mediator asks each party alone and puts a package to all; rounds are questions to each party
    Shuttle,
}

fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a probability is a number from 0 to 1, such as 0.2".to_owned())
}
