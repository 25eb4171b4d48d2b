//! Shows what the reader makes of a report: `cargo run --release -p mediant-reader --example read -- FILE [--trees]`; `-` is standard input.

#![allow(clippy::disallowed_methods, reason = "an example meets the world")]

use std::error::Error;
use std::io::Read as _;

use mediant_reader::document::Document;
use mediant_reader::names::Cast;
use mediant_reader::parse::Model;
use mediant_reader::report::{Options, Report, decode};
use mediant_reader::said::attributions;
use mediant_reader::time::times::times;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let trees = arguments.next().is_some();
    let mut bytes = Vec::new();
    match path.as_str() {
        "-" => std::io::stdin().read_to_end(&mut bytes)?,
        path => std::fs::File::open(path)?.read_to_end(&mut bytes)?,
    };
    let document = Document::read(Report::read(decode(&bytes)?, &Options::default())?, Model::english());
    let cast = Cast::new(&document);
    println!("{}", document.report.date());
    for person in &cast.people {
        let office = person.office.map_or("-", |office| office.as_str());
        let party = person.party.map_or("-", |party| cast.parties[party].name.as_str());
        println!("person  {} | {office} | {party} | {} times", person.name.as_str(), person.at.len());
    }
    for party in &cast.parties {
        println!("party   {} | {} times", party.name, party.at.len());
    }
    for time in times(&document) {
        let when = time.when.map_or("?".to_owned(), |when| format!("{}..{}", when.from, when.to));
        println!("time    {:?} is {when}", time.at.as_str());
    }
    for said in attributions(&document) {
        let referent = said.speaker.map(|speaker| cast.refer(&document, said.sentence, speaker));
        let who = referent
            .and_then(|referent| referent.person)
            .map_or("-", |person| cast.people[person].name.as_str());
        let party = referent
            .and_then(|referent| referent.party)
            .map_or("-", |party| cast.parties[party].name.as_str());
        println!(
            "said    {:?} by {:?} ({who}, {party}), {}: {:?} {:?}",
            said.manner,
            said.speaker.map(|speaker| speaker.as_str()),
            said.cue.map_or("-", |cue| cue.as_str()),
            said.content.as_str(),
            said.rest.map(|rest| rest.as_str())
        );
    }
    for sentence in document.sentences.iter().filter(|_| trees) {
        println!();
        for (place, word) in sentence.words.iter().enumerate() {
            let head = word.head.map_or(0, |head| head + 1);
            println!(
                "{}\t{}\t{}\t{}\t{head}\t{}",
                place + 1,
                word.at.as_str(),
                word.lemma,
                word.tag,
                word.relation
            );
        }
    }
    Ok(())
}
