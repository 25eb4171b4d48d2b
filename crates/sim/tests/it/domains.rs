//! Domains for tests and benchmarks: shared files where they are there, random ones anywhere.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]
#![allow(dead_code, reason = "each test and bench uses a part of this")]
#![expect(clippy::disallowed_methods, reason = "scenario files are read here")]

use mediant_formats::InputFile;
use mediant_model::Problem;
use mediant_model::problem::Options;
use mediant_sim::{Random, Scenario, sample};
use std::path::{Path, PathBuf};

/// The folder of a shared scenario, where there is one.
pub fn folder(name: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/scenarios").join(name);
    let other =
        std::env::var_os("MEDIANT_SHARED").map(|shared| Path::new(&shared).join("scenarios").join(name));
    std::iter::once(shared).chain(other).find(|path| path.is_dir())
}

/// A shared scenario; `None`, said on standard error, where it is missing.
pub fn shared(name: &str) -> Option<Scenario> {
    let Some(folder) = folder(name) else {
        eprintln!("skipped: there is no ../shared/scenarios/{name}");
        return None;
    };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files: Vec<InputFile> = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "xml" || ending == "json"))
        .map(|path| InputFile::new(path.display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    let (negotiation, _) = mediant_formats::read(&files).unwrap();
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()).unwrap();
    Some(Scenario::new(problem, &negotiation.briefs).unwrap())
}

/// A random additive domain with so many options an issue; discounts of 0.75 and walk-away values of a fifth.
pub fn random(options: &[usize], parties: usize, seed: u64) -> Scenario {
    let mut random = Random::new(seed);
    let points: Vec<Vec<Vec<i64>>> = (0..parties)
        .map(|_| {
            let weigh = |count: &usize| {
                let weight = 1 + random.below(100);
                (0..*count).map(|_| random.below(1 + 10 * weight) as i64).collect()
            };
            options.iter().map(weigh).collect()
        })
        .collect();
    let best = |party: &Vec<Vec<i64>>| party.iter().filter_map(|issue| issue.iter().max()).sum::<i64>();
    let reservations: Vec<i64> = points.iter().map(|party| best(party) / 5).collect();
    let issues: Vec<Vec<&[i64]>> =
        points.iter().map(|party| party.iter().map(Vec::as_slice).collect()).collect();
    let parties: Vec<&[&[i64]]> = issues.iter().map(Vec::as_slice).collect();
    sample::of(&parties, &reservations, &vec![0.75; parties.len()])
}
