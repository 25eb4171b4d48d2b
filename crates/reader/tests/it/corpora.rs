//! Shares of what is right on the corpora of `../shared`, where they are there.

#![allow(clippy::disallowed_methods, reason = "the corpora stand on the disk")]

use std::io::Read as _;
use std::path::{Path, PathBuf};

use mediant_reader::parse::Model;
use mediant_reader::training::measure;
use mediant_reader::training::treebank::{self, Sentence};

#[path = "../../examples/measure/days.rs"]
mod days;
#[path = "../../examples/measure/said.rs"]
mod said;

/// A file of the corpora, or a word on standard error that the test was skipped.
pub fn corpus(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no ../shared/corpora/{name}");
    None
}

fn held_out() -> Option<Vec<Sentence>> {
    let file = std::fs::File::open(corpus("ewt-ud-dev.conllu.gz")?).expect("the corpus can be opened");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("the corpus can be unpacked");
    Some(treebank::read(&text).expect("the corpus can be read"))
}

#[test]
fn tags_and_trees_of_a_treebank_that_was_not_trained_on() {
    let Some(sentences) = held_out() else { return };
    let scores = measure::scores(Model::english(), &sentences);
    assert!(scores.share(scores.relations) >= 85.0, "LAS {:.2}", scores.share(scores.relations));
    assert!(scores.share(scores.tags) >= 95.0, "XPOS {:.2}", scores.share(scores.tags));
}

#[test]
fn words_are_cut_as_in_a_treebank_that_was_not_trained_on() {
    let Some(sentences) = held_out() else { return };
    let (words, ends) = measure::cuts(&sentences, |_, _| {});
    assert!(words.f1() >= 98.5, "words {:.2}", words.f1());
    assert!(ends.f1() >= 80.0, "sentences {:.2}", ends.f1());
}

#[test]
fn days_of_reports() {
    let Some(path) = corpus("gum-reports.jsonl") else { return };
    let folder = path.parent().expect("a folder");
    let [calendar, weekdays, _] = days::measure(folder, false).expect("the corpus can be read");
    let share = |(right, all): (usize, usize)| 100.0 * right as f64 / all as f64;
    assert!(share(calendar) >= 93.0, "calendar days {calendar:?}");
    assert!(share(weekdays) >= 97.0, "weekdays {weekdays:?}");
}

#[test]
fn attributions_of_reports() {
    let Some(path) = corpus("gum-reports.jsonl") else { return };
    let folder = path.parent().expect("a folder");
    let counts = said::measure(folder, false).expect("the corpus can be read");
    let news = counts["news"];
    assert!(news.told_found * 100 >= news.told * 75, "{news:?}");
    assert!(news.speaker * 100 >= news.found * 90, "{news:?}");
}
