//! Measures the reader on `../shared/corpora`: `cargo run --release -p mediant-reader --example measure -- [PART]...`.
//!
//! Parts: `cuts` (words and sentences of `ewt-ud-dev`), `trees` (its tags and trees), `days` and `said` (`gum-reports`). With `--show`
//! what went wrong is printed.

#![allow(clippy::disallowed_methods, reason = "an example meets the world")]

mod days;
mod said;

use std::error::Error;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use mediant_reader::parse::Model;
use mediant_reader::training::measure;
use mediant_reader::training::treebank::{self, Sentence};

fn main() -> Result<(), Box<dyn Error>> {
    let mut corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let (mut parts, mut show) = (Vec::new(), false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => show = true,
            "--corpora" => corpora = PathBuf::from(arguments.next().ok_or("--corpora wants a folder")?),
            _ => parts.push(argument),
        }
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|name| name == part);
    let dev = load(&corpora.join("ewt-ud-dev.conllu.gz"))?;
    if wanted("cuts") {
        let (words, sentences) = measure::cuts(&dev, |text, made| {
            if show {
                println!("{text}\n    {}", made.join(" | "));
            }
        });
        println!("ewt-ud-dev, own cuts: words F1 {:.2}, sentences F1 {:.2}", words.f1(), sentences.f1());
    }
    if wanted("trees") {
        let s = measure::scores(Model::english(), &dev);
        let shares = [s.tags, s.heads, s.relations, s.subtypes].map(|count| s.share(count));
        println!(
            "ewt-ud-dev, given words: XPOS {:.2}, UAS {:.2}, LAS {:.2}, LAS with subtypes {:.2}",
            shares[0], shares[1], shares[2], shares[3]
        );
    }
    if wanted("days") {
        for (kind, (right, all)) in days::KINDS.into_iter().zip(days::measure(&corpora, show)?) {
            println!("gum-reports, {kind}: {right} of {all} right ({:.1} %)", share(right, all));
        }
    }
    if wanted("said") {
        for (genre, c) in said::measure(&corpora, show)? {
            println!(
                "gum-reports, {genre}: {} attributions, {} found ({:.1} %), {} of these with a speaker in the same unit; without bare names \
                 {} of {} found ({:.1} %); {} made",
                c.gold,
                c.found,
                share(c.found, c.gold),
                c.speaker,
                c.told_found,
                c.told,
                share(c.told_found, c.told),
                c.made
            );
        }
    }
    Ok(())
}

fn share(part: usize, all: usize) -> f64 {
    100.0 * part as f64 / all.max(1) as f64
}

fn load(path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let file = std::fs::File::open(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    treebank::read(&text).map_err(|fault| format!("{}: {fault}", path.display()).into())
}
