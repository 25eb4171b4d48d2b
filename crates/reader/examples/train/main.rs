//! Trains the reader: `cargo run --release -p mediant-reader --example train -- [--check] [--only parser|events] [--held-out N --gold DIR] [--reports FROM TO]`.
//!
//! First the tagger and parser, from `ewt-ud-train` and `gum-ud-train` in `../shared/corpora`; then, with the parser that is in the crate, what clauses
//! tell and the judges of fields, from the labelled reports in `crates/reader/training`. Writes into `crates/reader/models`. With `--check`
//! nothing is written: the bytes are compared with the files there.
//!
//! With `--held-out N` every fifth report of a style, from the Nth on, is left out, nothing is written but DIR, and what is read in the reports that were left
//! out goes there, in the forms that `read_score.py` and `training/confidence.py` read. With `--reports FROM TO` what the models that were trained
//! read in every text of FROM goes to TO in the same form.

#![allow(clippy::disallowed_methods, reason = "an example meets the world")]

mod events;
mod gold;
mod parser;

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpora = here.join("../../../shared/corpora");
    let (mut check, mut only, mut from, mut folder) = (false, None::<String>, None::<usize>, None::<PathBuf>);
    let mut reports = None::<[PathBuf; 2]>;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--check" => check = true,
            "--only" => only = Some(value()?),
            "--corpora" => corpora = PathBuf::from(value()?),
            "--held-out" => from = Some(value()?.parse()?),
            "--gold" => folder = Some(PathBuf::from(value()?)),
            "--reports" => reports = Some([PathBuf::from(value()?), PathBuf::from(value()?)]),
            _ => return Err(format!("{argument} is not known").into()),
        }
    }
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    let training = here.join("training");
    if let (Some(from), Some(folder)) = (from, folder) {
        let files = events::train(&training, Some(&events::HeldOut { from, folder }))?;
        return reports.map_or(Ok(()), |[from, to]| gold::read(&from, &to, &files));
    }
    let mut files = Vec::new();
    if wanted("parser") {
        files.push(("english.bin", parser::train(&corpora)?));
    }
    if wanted("events") {
        let trained = events::train(&training, None)?;
        if let Some([from, to]) = &reports {
            gold::read(from, to, &trained)?;
        }
        files.extend(trained);
    }
    let mut other = Vec::new();
    for (name, bytes) in files {
        let path = here.join("models").join(name);
        println!("{name}: {} bytes, blake3 {}", bytes.len(), blake3::hash(&bytes));
        if !check {
            std::fs::write(path, bytes)?;
        } else if std::fs::read(&path)? != bytes {
            other.push(name);
        }
    }
    if other.is_empty() { Ok(()) } else { Err(format!("not what is in models: {}", other.join(", ")).into()) }
}
