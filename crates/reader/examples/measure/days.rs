//! Days of `gum-reports.jsonl` against what the reader makes of them.

use std::error::Error;
use std::path::Path;

use mediant_reader::document::Document;
use mediant_reader::parse::Model;
use mediant_reader::report::{Options, Report};
use mediant_reader::time::times::times;
use mediant_reader::time::{Meaning, names};

/// What is counted: days with a month, weekdays alone, and other words for a day or a stretch of days.
#[allow(dead_code, reason = "the example prints them; the tests count alone")]
pub const KINDS: [&str; 3] = ["calendar days", "weekdays", "other days"];

/// How many of each kind are right, and how many there are. A weekday that the corpus itself dates on another weekday is left out, and said
/// to be.
pub fn measure(corpora: &Path, show: bool) -> Result<[(usize, usize); 3], Box<dyn Error>> {
    let mut counts = [(0usize, 0usize); 3];
    for line in std::fs::read_to_string(corpora.join("gum-reports.jsonl"))?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let text = record["text"].as_str().ok_or("no text")?;
        let date: jiff::civil::Date = record["date"].as_str().ok_or("no date")?.parse()?;
        let options = Options { date: Some(date), ..Options::default() };
        let report = match Report::read(text, &options) {
            Ok(report) => report,
            Err(fault) => {
                println!("{}: {fault}", record["id"]);
                continue;
            }
        };
        let dated = report.dated().map(|at| at.range());
        let found = times(&Document::read(report, Model::english()));
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for gold in record["timex"].as_array().ok_or("no times")? {
            let place = |key: &str| gold[key].as_u64().and_then(|at| bytes.get(at as usize).copied());
            let (Some(start), Some(end)) = (place("start"), place("end")) else {
                return Err("no place".into());
            };
            let words = &text[start..end];
            let value = |key: &str| gold[key].as_str();
            let (Some(from), Some(to)) = (value("when").or(value("from")), value("when").or(value("to")))
            else {
                continue;
            };
            let day = |value: &str| value.len() == 10 && !value.starts_with('-');
            let has_weekday = words
                .split(|c: char| !c.is_alphabetic())
                .any(|word| names::weekday(word).is_some() && word.ends_with("day"));
            let has_month =
                words.split(|c: char| !c.is_alphabetic()).any(|word| names::month(word).is_some());
            let kind = match (day(from) && day(to), has_month, has_weekday) {
                (true, true, _) => 0,
                (true, false, true) => 1,
                (true, ..) => 2,
                _ => continue,
            };
            let here = found.iter().filter(|time| time.at.start() < end && start < time.at.end());
            let ours: Vec<_> = here.collect();
            let right = ours.iter().any(|time| {
                time.when.is_some_and(|when| when.from.to_string() == from && when.to.to_string() == to)
            });
            // The day in the header belongs to no paragraph.
            let right = right
                || dated
                    .as_ref()
                    .is_some_and(|at| at.start < end && start < at.end && date.to_string() == from);
            let day: Option<jiff::civil::Date> = from.parse().ok();
            let weekdays = words.split(|c: char| !c.is_alphabetic()).filter_map(names::weekday);
            if kind == 1 && weekdays.clone().all(|weekday| day.is_some_and(|day| day.weekday() != weekday)) {
                println!("left out: {words:?} in {} is dated {from}, which is another weekday", record["id"]);
                continue;
            }
            counts[kind].0 += usize::from(right);
            counts[kind].1 += 1;
            if show && !right {
                let said: Vec<(Meaning, _, _)> =
                    ours.iter().map(|time| (time.meaning, time.when, time.aspect)).collect();
                println!("{} of {date}: {words:?} is {from}..{to}; {said:?}", record["id"]);
            }
        }
    }
    Ok(counts)
}
