//! Arguments of `mcp`.

use super::date;
use clap::{Args, ValueHint};
use mediant_model::Date;
use std::path::PathBuf;

/// Arguments of `mcp`.
#[derive(Debug, Args)]
pub struct Mcp {
    /// The reports that the agent may read, and nothing else
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub reports: Vec<PathBuf>,
    /// The day of reports that do not say theirs
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
}
