//! Arguments of `read`.

use super::{Listing, date};
use clap::{Args, ValueHint};
use mediant_model::Date;
use std::path::PathBuf;

/// Arguments of `read`.
#[derive(Debug, Args)]
pub struct Read {
    /// The reports, in English: text, Markdown, web pages, mails (.eml), Word documents (.docx), RSS and Atom feeds, PDF
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub reports: Vec<PathBuf>,
    /// The day of reports that do not say theirs; one that says another day is refused
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// Print the text that is read, and suggest nothing
    #[arg(long, conflicts_with_all = ["all", "format", "out", "case"])]
    pub text: bool,
    /// Show what is below the default line as well, marked
    #[arg(long)]
    pub all: bool,
    /// How to print the suggestions
    #[arg(long, value_enum, default_value_t = Listing::Text)]
    pub format: Listing,
    /// Write the suggestions into this folder instead, as one JSON file for each report, named like it
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write a case of them, or extend the one that is there; what stands in it stays as it is
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["all", "format", "out"])]
    pub case: Option<PathBuf>,
    /// Ask a model as well: the address of a server on this machine that speaks OpenAI's chat interface. It gets the report's text and nothing else;
    /// its words are held against the report, and a person decides about each
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, conflicts_with_all = ["text", "case"])]
    pub model: Option<String>,
    /// Which of the server's models; needed where it has several
    #[arg(long, value_name = "NAME", requires = "model")]
    pub model_name: Option<String>,
    /// Hold what models replied before against the reports again, from `FILE.replies.json`, and ask nobody
    #[arg(long, conflicts_with_all = ["model", "text", "case"])]
    pub replies: bool,
    /// Decide about each suggestion at the terminal, one key each; the decisions are kept in FILE.review.json
    #[arg(long, conflicts_with_all = ["format", "out", "case", "text"])]
    pub review: bool,
    /// Who decides: the name stands with each decision, and in a case that is drafted from them
    #[arg(long, value_name = "NAME", requires = "review", value_parser = name)]
    pub by: Option<String>,
    /// Use so many threads; the answer does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// A name in one plain line.
fn name(text: &str) -> Result<String, String> {
    let name = crate::screen::plain(text);
    match name.chars().count() {
        0 => Err("a name is expected".to_owned()),
        1..=100 if name == text.trim() => Ok(name),
        1..=100 => Err("a name in one plain line is expected".to_owned()),
        _ => Err("a name of at most 100 letters is expected".to_owned()),
    }
}
