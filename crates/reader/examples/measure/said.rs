//! Attributions of `gum-reports.jsonl` against what the reader finds.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use mediant_reader::document::Document;
use mediant_reader::parse::Model;
use mediant_reader::report::{Options, Report};
use mediant_reader::said::attributions;

/// Counts of one genre.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// In the corpus.
    pub gold: usize,
    /// Of these, found.
    pub found: usize,
    /// Of these, with a speaker in the unit that names the source.
    pub speaker: usize,
    /// In the corpus, where the unit that names the source has more than a name, as the credit of a picture has.
    pub told: usize,
    /// Of those, found.
    pub told_found: usize,
    /// Made.
    pub made: usize,
}

/// Counts by genre. Gold names the unit of source and cue, and the first unit of the content: an attribution counts
/// as found where our cue stands in the first and our content touches the second.
pub fn measure(corpora: &Path, show: bool) -> Result<BTreeMap<String, Counts>, Box<dyn Error>> {
    let mut counts = BTreeMap::<String, Counts>::new();
    for line in std::fs::read_to_string(corpora.join("gum-reports.jsonl"))?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let text = record["text"].as_str().ok_or("no text")?;
        let options =
            Options { date: record["date"].as_str().ok_or("no date")?.parse().ok(), ..Options::default() };
        let Ok(report) = Report::read(text, &options) else { continue };
        let document = Document::read(report, Model::english());
        let ours = attributions(&document);
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place = |value: &serde_json::Value| {
            let at = |end: usize| value[end].as_u64().and_then(|at| bytes.get(at as usize).copied());
            at(0).zip(at(1)).map(|(from, to)| from..to)
        };
        let golds: Vec<_> = record["attributions"]
            .as_array()
            .ok_or("no attributions")?
            .iter()
            .filter_map(|gold| place(&gold["attribution"]).zip(place(&gold["content_head"])))
            .collect();
        let genre = record["genre"].as_str().ok_or("no genre")?.to_owned();
        let row = counts.entry(genre.clone()).or_default();
        row.gold += golds.len();
        for (source, content) in &golds {
            let found = ours.iter().find(|said| {
                let cue = said.cue.is_some_and(|cue| source.contains(&cue.start()));
                let touches = |at: mediant_reader::report::Excerpt<'_>| {
                    at.start() < content.end && content.start < at.end()
                };
                cue && (touches(said.content) || said.rest.is_some_and(touches))
            });
            let told =
                text[source.clone()].split_whitespace().any(|word| word.starts_with(char::is_lowercase));
            row.told += usize::from(told);
            row.told_found += usize::from(told && found.is_some());
            row.found += usize::from(found.is_some());
            row.speaker += usize::from(
                found.is_some_and(|said| said.speaker.is_some_and(|at| source.contains(&at.start()))),
            );
            if show && found.is_none() && genre == "news" {
                println!("MISSED {:?} | {:?}", &text[source.clone()], &text[content.clone()]);
            }
        }
        row.made += ours.iter().filter(|said| said.cue.is_some()).count();
        for said in ours.iter().filter(|_| show && genre == "news") {
            let cue = said.cue.map_or("-", |cue| cue.as_str());
            let known =
                golds.iter().any(|(source, _)| said.cue.is_some_and(|cue| source.contains(&cue.start())));
            println!(
                "{} {:?} {:?} {cue}: {:?} / {:?}",
                if known { "      " } else { "OTHER " },
                said.manner,
                said.speaker.map(|at| at.as_str()),
                said.content.as_str(),
                said.rest.map(|at| at.as_str())
            );
        }
    }
    Ok(counts)
}
