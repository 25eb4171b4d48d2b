//! `mediant tournament`: every strategy meets every other.

mod onlooker;

use crate::arguments::tournament::Tournament as Arguments;
use crate::failure::CliError;
use crate::patience::Patience;
use crate::{failure, screen, threads};
use mediant_tournament::folder::{Begin, Folder, TournamentError};
use mediant_tournament::{
    Disk, Literature, Record, Results, ResultsError, Shard, Tournament, Watch, files, summary::text,
};
use onlooker::Onlooker;
use std::path::{Path, PathBuf};

/// Plays a tournament or a part of it, or puts parts together; writes results once all of them are there.
pub fn run(arguments: &Arguments) -> Result<(), CliError> {
    threads::use_at_most(arguments.threads)?;
    let tournament = read(&arguments.specification)?;
    let folder = Folder::at(arguments.out.clone().unwrap_or_else(|| folder_of(&arguments.specification)));
    let onlooker = Onlooker::new(Patience::new(None), arguments.quiet);
    let shard = arguments.shard.unwrap_or(Shard::WHOLE);
    let records = if arguments.merge.is_empty() {
        let begin = if arguments.resume { Begin::Resume } else { Begin::Anew };
        let played = folder.play(&tournament, shard, begin, count(arguments), &onlooker);
        onlooker.finish();
        let (progress, records) = played.map_err(unfinished)?;
        if !shard.is_whole() {
            return told(arguments, &kept(shard, progress.of, &folder));
        }
        records
    } else {
        Folder::merged(&tournament, &arguments.merge).map_err(unfinished)?
    };
    finish(arguments, &tournament, records, &folder, &onlooker)
}

fn read(path: &Path) -> Result<Tournament, CliError> {
    if path.is_dir() {
        let message = format!("`{}` is a folder, not the specification of a tournament", path.display());
        return Err(CliError::usage(message, "name the .toml file in it"));
    }
    let files = mediant_files::read(&[path]).map_err(CliError::Input)?;
    let Some(file) = files.first() else { return Err(CliError::Internal("no file was read".to_owned())) };
    let near = path.parent().unwrap_or(Path::new(""));
    let (tournament, warnings) =
        Tournament::read(file, &Literature, &Disk::below(near)).map_err(CliError::Input)?;
    failure::warn(&warnings);
    Ok(tournament)
}

/// Beside whoever calls: `league.toml` is played in `league-results`.
fn folder_of(specification: &Path) -> PathBuf {
    let stem = specification.file_stem().map_or_else(|| "tournament".into(), |stem| stem.to_string_lossy());
    PathBuf::from(format!("{stem}-results"))
}

fn count(arguments: &Arguments) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    arguments.threads.map_or_else(processors, usize::from)
}

fn finish(
    arguments: &Arguments,
    tournament: &Tournament,
    records: Vec<Record>,
    folder: &Folder,
    onlooker: &Onlooker,
) -> Result<(), CliError> {
    let results = Results::new(tournament, records, onlooker);
    onlooker.stage("summing up", 0, 1);
    let results = results.map_err(|error| {
        onlooker.finish();
        unfinished(TournamentError::Results(error))
    })?;
    // Everything is made before anything is written.
    let made = files::all(&results);
    onlooker.finish();
    let (summary, files) = made.map_err(CliError::Internal)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    for (name, content) in &files {
        folder.write(name, content).map_err(unfinished)?;
    }
    let mut report = text::written(&summary);
    report.push_str(&format!("\nIn {}: {}.\n", folder.path().display(), names.join(", ")));
    told(arguments, &report)
}

fn kept(shard: Shard, negotiations: u64, folder: &Folder) -> String {
    format!(
        "Shard {} of {}: {negotiations} negotiations are played and kept in {}.\nWhen all shards are played: mediant \
         tournament SPEC.toml --merge {}\n",
        shard.number(),
        shard.of(),
        folder.journal(shard).display(),
        folder.path().display()
    )
}

fn told(arguments: &Arguments, text: &str) -> Result<(), CliError> {
    if arguments.quiet { Ok(()) } else { screen::print(text) }
}

fn unfinished(trouble: TournamentError) -> CliError {
    let (message, help) = (trouble.to_string(), trouble.help().to_owned());
    match trouble {
        TournamentError::Stopped(_) | TournamentError::Results(ResultsError::Stopped) => {
            CliError::Unfinished { message, help, code: 130 }
        }
        TournamentError::NotKept { .. } | TournamentError::File { .. } | TournamentError::Internal(_) => {
            CliError::Unfinished { message, help, code: 1 }
        }
        TournamentError::Begun { .. }
        | TournamentError::Other { .. }
        | TournamentError::Busy { .. }
        | TournamentError::Damaged { .. }
        | TournamentError::NothingToMerge
        | TournamentError::Missing { .. }
        | TournamentError::Results(_) => CliError::usage(message, help),
    }
}
