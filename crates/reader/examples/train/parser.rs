//! The tagger and parser, from the treebanks.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use mediant_reader::parse::model::VECTORS;
use mediant_reader::training::measure::{Scores, scores};
use mediant_reader::training::treebank::{self, Sentence};
use mediant_reader::training::{Plan, train as train_parser};

/// Trains, tells the scores on `ewt-ud-dev`, which nothing is trained on, and returns the model's file.
pub fn train(corpora: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut sentences = load(&corpora.join("ewt-ud-train.conllu.gz"))?;
    sentences.extend(load(&corpora.join("gum-ud-train.conllu.gz"))?);
    let held_out = load(&corpora.join("ewt-ud-dev.conllu.gz"))?;
    let began = std::time::Instant::now();
    let model = train_parser(&Plan::default(), VECTORS, &sentences, |round, loss, model| {
        println!(
            "round {round}: loss {loss:.4} a word, {} s; {}",
            began.elapsed().as_secs(),
            line(scores(model, &held_out))
        );
    })?;
    println!("ewt-ud-dev: {}", line(scores(&model, &held_out)));
    Ok(model.write())
}

fn load(path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let file = std::fs::File::open(path).map_err(|cause| format!("{}: {cause}", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    treebank::read(&text).map_err(|fault| format!("{}: {fault}", path.display()).into())
}

fn line(s: Scores) -> String {
    format!(
        "XPOS {:.2}, UAS {:.2}, LAS {:.2}, with subtypes {:.2}",
        s.share(s.tags),
        s.share(s.heads),
        s.share(s.relations),
        s.share(s.subtypes)
    )
}
