//! The folder of a tournament: its journals and its results on the disk.

use crate::grid::Shard;
use crate::journal::{self, Heading, Journal};
use crate::play::{PlayError, Record, Watch, play};
use crate::results::ResultsError;
use crate::tournament::Tournament;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A folder that a tournament is played in.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// What to do where something was played already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Refuse: nothing must be there.
    Anew,
    /// Go on from it; begin where nothing is there.
    Resume,
}

/// How far a part of a tournament has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Negotiations that are kept.
    pub done: u64,
    /// Of so many in this part.
    pub of: u64,
    /// So many of them were kept before this run.
    pub resumed: u64,
}

/// Why a tournament was not played to its end, or could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum TournamentError {
    /// The folder holds negotiations of this tournament, and nobody said to go on.
    #[error("`{journal}` already holds {} of the {} negotiations", .progress.done, .progress.of)]
    Begun {
        /// The journal that holds them.
        journal: PathBuf,
        /// How far it has come.
        progress: Progress,
    },
    /// The journal is of another tournament: another specification, other scenarios, another version.
    #[error(
        "`{journal}` is of another tournament: its specification, its scenarios or the version of mediant differ"
    )]
    Other {
        /// The journal of the other tournament.
        journal: PathBuf,
    },
    /// Another process is playing into this journal.
    #[error("another process is playing into `{journal}`")]
    Busy {
        /// The journal that is held by the other process.
        journal: PathBuf,
    },
    /// A journal is damaged.
    #[error("`{journal}` is damaged: {damage}")]
    Damaged {
        /// The damaged journal.
        journal: PathBuf,
        /// What is damaged, and where.
        damage: journal::JournalError,
    },
    /// It was stopped; what was finished is kept.
    #[error("stopped: {} of {} negotiations are played and kept", .0.done, .0.of)]
    Stopped(Progress),
    /// What was played could not be kept any more; what was kept before is good.
    #[error("`{journal}` cannot be written any more: {error}; {} of {} negotiations are kept", .progress.done, .progress.of)]
    NotKept {
        /// The journal that could not be written.
        journal: PathBuf,
        /// What the system says.
        error: io::Error,
        /// How far it has come.
        progress: Progress,
    },
    /// A file could not be read or written.
    #[error("`{path}` cannot be read or written: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no journal in these folders.
    #[error("there is no journal of a tournament in these folders")]
    NothingToMerge,
    /// Parts are missing.
    #[error("{negotiations} negotiations are not played yet, of the shards {}", names(.shards))]
    Missing {
        /// The parts of which something is missing.
        shards: Vec<Shard>,
        /// How many negotiations that is.
        negotiations: u64,
    },
    /// Records contradict each other, or the results could not be worked out.
    #[error(transparent)]
    Results(ResultsError),
    /// A fault of ours.
    #[error("this is a fault in mediant: {0}")]
    Internal(String),
}

impl Folder {
    /// The folder of this path; it is made when something is to be kept.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder's path, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal of a part.
    pub fn journal(&self, shard: Shard) -> PathBuf {
        self.path.join(match shard.is_whole() {
            true => "journal.jsonl".to_owned(),
            false => format!("journal-{}-of-{}.jsonl", shard.number(), shard.of()),
        })
    }

    /// Plays a part of a tournament and keeps it, unit by unit; goes on from what was kept before.
    ///
    /// A record reaches the operating system before the next one is taken, so that the end of the process loses none;
    /// it is brought to the disk after every 256 of them and at the end.
    ///
    /// # Errors
    /// [`TournamentError`]; what was kept stays.
    pub fn play(
        &self,
        tournament: &Tournament,
        shard: Shard,
        begin: Begin,
        threads: usize,
        watch: &dyn Watch,
    ) -> Result<(Progress, Vec<Record>), TournamentError> {
        fs::create_dir_all(&self.path)
            .map_err(|error| TournamentError::File { path: self.path.clone(), error })?;
        let path = self.journal(shard);
        let (mut file, mut records) = opened(&path, tournament, shard, begin)?;
        let held: BTreeSet<u64> = records.iter().map(|record| record.unit).collect();
        let units: Vec<u64> = tournament.grid().units_of(shard).filter(|unit| !held.contains(unit)).collect();
        let size = |unit: u64| tournament.grid().unit(unit).map_or(0, |unit| unit.cells.len() as u64);
        let resumed: u64 = held.iter().map(|unit| size(*unit)).sum();
        let of = resumed + units.iter().map(|unit| size(*unit)).sum::<u64>();
        let mut progress = Progress { done: resumed, of, resumed };
        watch.done(progress.done, of);
        let mut unsynced = 0;
        let result = play(tournament, &units, threads, watch, |record| {
            let line = journal::line(&record).map_err(io::Error::other)?;
            file.write_all(line.as_bytes())?;
            unsynced += 1;
            if unsynced == 256 {
                file.sync_data()?;
                unsynced = 0;
            }
            progress.done += record.played.len() as u64;
            records.push(record);
            watch.done(progress.done, of);
            Ok(())
        });
        let synced = file.sync_all();
        match result {
            Ok(()) => match synced {
                Ok(()) => Ok((progress, records)),
                Err(error) => Err(TournamentError::NotKept { journal: path, error, progress }),
            },
            Err(PlayError::Stopped) => Err(TournamentError::Stopped(progress)),
            Err(PlayError::NotKept(error)) => {
                Err(TournamentError::NotKept { journal: path, error, progress })
            }
            Err(PlayError::Refused(misfit)) => Err(TournamentError::Internal(misfit.to_string())),
        }
    }

    /// The records of a whole tournament from the journals in these folders.
    ///
    /// Journals of other tournaments are refused: they were not meant to be there.
    ///
    /// # Errors
    /// [`TournamentError`]: nothing there, damaged, of another tournament, or not all of it.
    pub fn merged(tournament: &Tournament, folders: &[PathBuf]) -> Result<Vec<Record>, TournamentError> {
        let mut records = Vec::new();
        let mut of = BTreeSet::new();
        for folder in folders {
            for path in journals(folder)? {
                let journal = parsed(&path, &bytes(&path)?)?;
                if !journal.heading.is_of(tournament) {
                    return Err(TournamentError::Other { journal: path });
                }
                of.insert(journal.heading.of);
                records.extend(journal.records);
            }
        }
        let Some(of) = of.last().copied() else { return Err(TournamentError::NothingToMerge) };
        let held: BTreeSet<u64> = records.iter().map(|record| record.unit).collect();
        let missing: Vec<u64> =
            (0..tournament.grid().unit_count()).filter(|unit| !held.contains(unit)).collect();
        if missing.is_empty() {
            return Ok(records);
        }
        let parts = (1..=of).filter_map(|number| Shard::new(number, of));
        let shards = parts.filter(|shard| missing.iter().any(|unit| shard.holds(*unit))).collect();
        let units = missing.iter().filter_map(|unit| tournament.grid().unit(*unit));
        Err(TournamentError::Missing {
            shards,
            negotiations: units.map(|unit| unit.cells.len() as u64).sum(),
        })
    }

    /// Writes a file of results, so that whoever looks finds the old content or the new.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<PathBuf, TournamentError> {
        let path = self.path.join(name);
        let written = || -> io::Result<()> {
            fs::create_dir_all(&self.path)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
            file.write_all(content)?;
            file.as_file().sync_all()?;
            // Temporary files are private; results are as readable as other files.
            let file = file.persist(&path).map_err(|error| error.error)?;
            readable(&file)
        };
        written().map(|()| path.clone()).map_err(|error| TournamentError::File { path, error })
    }
}

#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// The journal of a part, open and locked, at its end, with what it holds.
fn opened(
    path: &Path,
    tournament: &Tournament,
    shard: Shard,
    begin: Begin,
) -> Result<(File, Vec<Record>), TournamentError> {
    let failed = |error| TournamentError::File { path: path.to_owned(), error };
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(TournamentError::Busy { journal: path.to_owned() }),
        // A file system without locks: nothing can be said of other processes.
        Ok(()) | Err(TryLockError::Error(_)) => {}
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content).map_err(failed)?;
    let heading = Heading::new(tournament, shard);
    // A journal whose first line was cut off holds nothing yet.
    if !content.contains(&b'\n') {
        file.set_len(0).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let line = journal::line(&heading).map_err(|error| TournamentError::Internal(error.to_string()))?;
        file.write_all(line.as_bytes()).map_err(failed)?;
        return Ok((file, Vec::new()));
    }
    let journal = parsed(path, &content)?;
    if journal.heading != heading {
        return Err(TournamentError::Other { journal: path.to_owned() });
    }
    let units: BTreeSet<u64> = tournament.grid().units_of(shard).collect();
    let size = |unit: u64| tournament.grid().unit(unit).map_or(0, |unit| unit.cells.len());
    if let Some(foreign) = journal
        .records
        .iter()
        .find(|record| !units.contains(&record.unit) || size(record.unit) != record.played.len())
    {
        return Err(TournamentError::Results(ResultsError::Foreign { unit: foreign.unit }));
    }
    if begin == Begin::Anew {
        let done = journal.records.iter().map(|record| record.played.len() as u64).sum();
        let of = units.iter().map(|unit| size(*unit) as u64).sum();
        let progress = Progress { done, of, resumed: done };
        return Err(TournamentError::Begun { journal: path.to_owned(), progress });
    }
    let end = journal.whole_bytes as u64;
    file.set_len(end).map_err(failed)?;
    file.seek(SeekFrom::Start(end)).map_err(failed)?;
    Ok((file, journal.records))
}

fn parsed(path: &Path, content: &[u8]) -> Result<Journal, TournamentError> {
    journal::read(content).map_err(|damage| TournamentError::Damaged { journal: path.to_owned(), damage })
}

fn journals(folder: &Path) -> Result<Vec<PathBuf>, TournamentError> {
    let failed = |error| TournamentError::File { path: folder.to_owned(), error };
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
    let is_journal = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("journal") && name.ends_with(".jsonl")
    };
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(is_journal).collect();
    paths.sort();
    Ok(paths)
}

#[expect(clippy::disallowed_methods, reason = "this is the place where journals are read")]
fn bytes(path: &Path) -> Result<Vec<u8>, TournamentError> {
    fs::read(path).map_err(|error| TournamentError::File { path: path.to_owned(), error })
}

impl TournamentError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "go on with `--resume`, or name another folder with `--out`",
            Self::Other { .. } => "name another folder with `--out`, or remove the journal",
            Self::Busy { .. } => "wait for it, or name another folder with `--out`",
            Self::Damaged { .. } => "remove the journal; what it holds is played again",
            Self::Stopped(_) => "go on with `--resume`",
            Self::NotKept { .. } => "make room on the disk, then go on with `--resume`",
            Self::File { .. } => {
                "check the path, its permissions and the room on the disk; then go on with `--resume`"
            }
            Self::NothingToMerge => "name the folders that the shards were played in",
            Self::Missing { .. } => "play these shards, or go on with them with `--resume`; then merge again",
            Self::Results(ResultsError::Stopped) => "go on with `--resume`",
            Self::Results(_) => {
                "remove the journals that are of other programs or machines, and play them again"
            }
            Self::Internal(_) => "please report it",
        }
    }
}

/// The first twelve shards, `1/4, 3/4`, and whether there are more.
fn names(shards: &[Shard]) -> String {
    let first = shards.iter().take(12).map(|shard| format!("{}/{}", shard.number(), shard.of()));
    let more = if shards.len() > 12 { " and more" } else { "" };
    format!("{}{more}", first.collect::<Vec<String>>().join(", "))
}
