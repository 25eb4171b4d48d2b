//! How many negotiations a second one thread plays, and two: `speed FOLDER ROUNDS SECONDS STRATEGY STRATEGY`.
//!
//! Prints JSON: negotiations a second, moves a second, how long the scenario took to prepare. The strategies are made
//! once and play again and again under new seeds, as in a tournament.

#![expect(clippy::disallowed_methods, reason = "a measurement reads files and the clock")]

use mediant_formats::InputFile;
use mediant_model::Problem;
use mediant_model::problem::Options;
use mediant_sim::{Limits, Protocol, Scenario, Spec, derived_seed, negotiate};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rounds, seconds, names @ ..] = arguments.as_slice() else {
        return Err("give a folder, a number of rounds, seconds, and a strategy for each party".into());
    };
    let (rounds, length) = (rounds.parse()?, Duration::from_secs_f64(seconds.parse()?));
    let specs: Vec<Spec> = names.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
    let (problem, briefs) = read(Path::new(folder))?;
    let started = Instant::now();
    let scenario = Scenario::new(problem, &briefs)?;
    let prepared = started.elapsed().as_secs_f64();
    let (one, moves) = rate(&scenario, &specs, rounds, length, 1)?;
    let (two, _) = rate(&scenario, &specs, rounds, length, 2)?;
    println!(
        r#"{{"per_second": {one:.1}, "two_threads_per_second": {two:.1}, "moves_per_second": {moves:.0}, "prepared_s": {prepared:.4}}}"#
    );
    Ok(())
}

fn read(folder: &Path) -> Result<(Problem, Vec<mediant_model::Brief>), Box<dyn Error>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ["xml", "json", "toml"].iter().any(|e| ending == *e))
    });
    let files = paths
        .iter()
        .map(|path| Ok(InputFile::new(path.display().to_string(), std::fs::read(path)?)))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    let (negotiation, _) = mediant_formats::read(&files).map_err(|problems| format!("{problems:?}"))?;
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default());
    Ok((problem.map_err(|errors| format!("{errors:?}"))?, negotiation.briefs))
}

/// Negotiations and moves a second on so many threads.
fn rate(
    scenario: &Scenario,
    specs: &[Spec],
    rounds: u32,
    length: Duration,
    threads: u64,
) -> Result<(f64, f64), Box<dyn Error>> {
    let started = Instant::now();
    let work = |thread: u64| -> Result<(u64, u64), mediant_sim::StartError> {
        let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
        let (mut count, mut moves) = (0, 0);
        while started.elapsed() < length {
            for _ in 0..8 {
                let seed = derived_seed(thread, &[count]);
                let outcome =
                    negotiate(scenario, &mut seats, &Protocol::Alternating, &Limits::rounds(rounds), seed)?;
                count += 1;
                moves += outcome.moves;
            }
        }
        Ok((count, moves))
    };
    let done = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        running.into_iter().map(|thread| thread.join().map_err(|_| "a thread panicked")).collect::<Vec<_>>()
    });
    let spent = started.elapsed().as_secs_f64();
    let (mut count, mut moves) = (0, 0);
    for result in done {
        let (some, made) = result??;
        count += some;
        moves += made;
    }
    Ok((count as f64 / spent, moves as f64 / spent))
}
