//! Reads the rectangles of Genius's nonlinear profiles, enough for tests of the engine.

use super::{fact, issue, problem_party};
use mediant_model::problem::{FactKind, Interaction, Region, Utility};
use mediant_model::{Number, OptionSet, Problem};
use std::path::{Path, PathBuf};

/// The folder with test input, where it is present.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    folder.is_dir().then(|| folder.to_path_buf())
}

#[allow(clippy::disallowed_methods, reason = "tests read their input")]
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a readable file")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let key = format!(" {name}=\"");
    let rest = &tag[tag.find(&key)? + key.len()..];
    rest.split('"').next()
}

fn number(tag: &str, name: &str) -> i64 {
    attribute(tag, name).and_then(|text| text.parse::<f64>().ok()).expect("a number") as i64
}

/// The scenario in the folder, with the profiles named.
pub fn scenario(folder: &Path, profiles: &[&str]) -> Problem {
    let texts: Vec<String> = profiles.iter().map(|profile| text(&folder.join(profile))).collect();
    let mut issues: Vec<(i64, i64, i64)> = texts[0]
        .split("<issue ")
        .skip(1)
        .map(|tag| format!(" {}", tag.split('>').next().unwrap_or_default()))
        .map(|tag| (number(&tag, "index"), number(&tag, "lowerbound"), number(&tag, "upperbound")))
        .collect();
    issues.sort();
    let largest: Vec<i64> = texts
        .iter()
        .map(|text| number(&text[text.find("<utility ").expect("a utility")..], "maxutility"))
        .collect();
    let denominator = largest.iter().fold(1i64, |a, b| num_integer::lcm(a, *b));
    let parties = texts.iter().zip(&largest).enumerate().map(|(index, (text, largest))| {
        let utility = utility(text, &issues, denominator / largest, denominator);
        let reserved = text.find("<reservation").map_or(0.0, |at| {
            attribute(&text[at..], "value").and_then(|value| value.parse().ok()).unwrap_or(0.0)
        });
        let mut party = problem_party(index, Some(utility), (reserved * denominator as f64).ceil() as i64);
        party.scale.unit = Number::ratio(1, denominator).expect("not zero");
        party
    });
    let parties: Vec<_> = parties.collect();
    let facts = (0..parties.len())
        .map(|party| fact(format!("p{party}.reservation"), FactKind::Reservation, Some(party), vec![]))
        .collect();
    let issues =
        issues.iter().enumerate().map(|(i, (_, low, high))| issue(i, (high - low + 1) as usize)).collect();
    Problem { quorum: parties.len(), parties, issues, facts }
}

fn utility(text: &str, issues: &[(i64, i64, i64)], scale: i64, cap: i64) -> Utility {
    let values = issues.iter().map(|(_, low, high)| vec![0; (high - low + 1) as usize]).collect();
    let mut utility = Utility { values, interactions: Vec::new(), constant: 0, cap: Some(cap) };
    for (stated, block) in text.split("<hyperRectangle").skip(1).enumerate() {
        let block = block.split("</hyperRectangle").next().unwrap_or_default();
        let weight = number(block, "utility") * scale;
        let mut region = Region::everything();
        let mut excludes = false;
        for tag in block.split('<').filter(|tag| tag.starts_with("INCLUDES") || tag.starts_with("EXCLUDES")) {
            excludes |= tag.starts_with("EXCLUDES");
            let index = number(tag, "index");
            let at = issues.iter().position(|issue| issue.0 == index).expect("a known issue");
            let (_, low, high) = issues[at];
            let options = number(tag, "min").max(low)..=number(tag, "max").min(high);
            let set = OptionSet::from_options(
                (high - low + 1) as usize,
                options.map(|option| (option - low) as usize),
            );
            region.narrow(at, set);
        }
        let points = if excludes { -weight } else { weight };
        utility.constant += if excludes { weight } else { 0 };
        utility.interactions.push(Interaction { region, points, stated });
    }
    utility
}
