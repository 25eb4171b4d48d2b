//! Arguments of `mediate`.

use super::{Format, Paths, date};
use clap::{Args, ValueHint};
use mediant_model::Date;
use std::path::PathBuf;

/// Arguments of `mediate`.
#[derive(Debug, Args)]
pub struct Mediate {
    /// The files: a case is enough; briefs add told red lines and, with `--simulate`, the parties' answers
    #[command(flatten)]
    pub input: Paths,
    /// Let the briefs answer in the place of people
    #[arg(long)]
    pub simulate: bool,
    /// The day whose walk-away values count, instead of the case's own date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, requires = "simulate")]
    pub date: Option<Date>,
    /// Simulated parties err with this probability, answer by answer
    #[arg(long, value_name = "0..0.5", default_value_t = 0.0, value_parser = error_share, requires = "simulate")]
    pub errors: f64,
    /// At most so many questions to each party, forms and proposals included
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub questions: u16,
    /// Choose questions from everybody's answers: fewer are needed, and each may tell a party something about the
    /// others. Only where the parties agreed to that; it is recorded
    #[arg(long)]
    pub coupled: bool,
    /// Do without ranking forms: yes-or-no questions and comparisons alone
    #[arg(long)]
    pub no_forms: bool,
    /// The seed of all chance; the same seed and answers give the same questions
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write questions and answers into this file, also when the talks break off. They are confidential
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Go on from the questions and answers in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub resume: Option<PathBuf>,
    /// Write the proof into this file, for `mediant verify`: that there is no deal, or how near one is to the best
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub certificate: Option<PathBuf>,
}

fn error_share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "this is no number".to_owned())?;
    if (0.0..=0.5).contains(&share) { Ok(share) } else { Err("a share from 0 to 0.5 is expected".to_owned()) }
}
