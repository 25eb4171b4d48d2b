//! Tournaments: read, played in parts, put together.

use crate::failure::{self, Told, told};
use crate::negotiation::NamedBytes;
use crate::strategy::{Guest, Interrupt};
use crate::table::{Column, Table};
use crate::work::{self, Patience};
use mediant_engine::Control;
use mediant_formats::{Diagnostic, InputFile};
use mediant_tournament::folder::{Begin, Folder, TournamentError};
use mediant_tournament::results::columns::{Kind, Placed, Value, placed};
use mediant_tournament::{
    Disk, Entrant, Found, Literature, Record, Results as Measured, Roster, RosterError, Shard, Source, Watch,
    files, journal, play,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// A tournament, ready to be played: its specification, its scenarios prepared, all of it valid.
///
/// It holds the scenarios' files, so that pickling carries everything a process elsewhere needs.
#[pyclass(frozen, module = "mediant._mediant")]
pub struct Tournament {
    inner: mediant_tournament::Tournament,
    file: InputFile,
    found: Vec<(String, Vec<Found>)>,
    strategies: Py<PyDict>,
    warnings: Vec<Diagnostic>,
    interrupt: Interrupt,
}

/// A scenario as Python holds it: its path, and its files by name.
type Files = (String, Vec<(String, Vec<u8>)>);
/// What a pattern of a specification names.
type Contents = Vec<(String, Vec<Files>)>;

#[pymethods]
impl Tournament {
    /// Reads a specification. Scenarios are found on the disk below `folder`, or among `contents`, which another
    /// tournament found for the same patterns. `strategies` maps names to callables that make a strategy.
    #[new]
    #[pyo3(signature = (name, specification, strategies, *, folder=None, contents=None))]
    fn new(
        py: Python<'_>,
        name: String,
        specification: Vec<u8>,
        strategies: Bound<'_, PyDict>,
        folder: Option<PathBuf>,
        contents: Option<Contents>,
    ) -> PyResult<Self> {
        let interrupt = Interrupt::default();
        let guests = strategies.iter().map(|(name, make)| Ok((name.extract()?, Arc::new(make.unbind()))));
        let guests = Guests { make: guests.collect::<PyResult<_>>()?, interrupt: interrupt.clone() };
        let known = contents.map(|contents| contents.into_iter().map(of_python).collect());
        let scenarios =
            Scenarios { known, disk: Disk::below(folder.unwrap_or_default()), found: Mutex::default() };
        let file = InputFile::new(name, specification);
        let read = work::run(py, &Patience::new(None), |_| {
            mediant_tournament::Tournament::read(&file, &guests, &scenarios)
        })?;
        let (inner, warnings) = read.map_err(|problems| failure::input(&problems))?;
        let found = scenarios.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Self { inner, file, found, strategies: strategies.unbind(), warnings, interrupt })
    }

    /// The title.
    #[getter]
    fn title(&self) -> &str {
        &self.inner.specification().title
    }

    /// How many negotiations it has.
    #[getter]
    fn negotiations(&self) -> u64 {
        self.inner.grid().cell_count()
    }

    /// How many units it is played in: up to 16 negotiations each.
    #[getter]
    fn units(&self) -> u64 {
        self.inner.grid().unit_count()
    }

    /// How many negotiations a unit has.
    fn negotiations_of(&self, unit: u64) -> usize {
        self.inner.grid().unit(unit).map_or(0, |unit| unit.cells.len())
    }

    /// The labels of the scenarios.
    #[getter]
    fn scenarios(&self) -> Vec<&str> {
        self.inner.entries().iter().map(|entry| entry.label.as_str()).collect()
    }

    /// The labels of the strategies.
    #[getter]
    fn strategies(&self) -> Vec<&str> {
        self.inner.specification().entrants.iter().map(|entrant| entrant.label.as_str()).collect()
    }

    /// A hash of everything that results depend on, as 64 hexadecimal digits.
    #[getter]
    fn fingerprint(&self) -> String {
        self.inner.fingerprint()
    }

    #[getter]
    fn _warnings(&self) -> Vec<Told> {
        self.warnings.iter().map(told).collect()
    }

    /// Plays these units, and gives their records: a line for each, with a checksum.
    #[pyo3(signature = (units, threads, progress=None))]
    fn play<'py>(
        &self,
        py: Python<'py>,
        units: Vec<u64>,
        threads: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let of: u64 = units.iter().map(|unit| self.negotiations_of(*unit) as u64).sum();
        let mut lines = String::new();
        let (patience, interrupt) = (Patience::new(None), &self.interrupt);
        let played = work::run(py, &patience, |patience| {
            let watch = Watcher { patience, interrupt, progress };
            let mut done = 0;
            play(&self.inner, &units, threads, &watch, |record| {
                lines.push_str(&journal::line(&record).map_err(std::io::Error::other)?);
                done += record.played.len() as u64;
                watch.done(done, of);
                Ok(())
            })
        });
        self.interrupt.raise()?;
        played?.map_err(|cut| failure::internal(format!("{cut:?}")))?;
        Ok(PyBytes::new(py, lines.as_bytes()))
    }

    /// Plays all of it in a folder, where everything finished is kept; goes on from what is kept if `resume`.
    #[pyo3(signature = (folder, threads, resume, progress=None))]
    fn play_in<'py>(
        &self,
        py: Python<'py>,
        folder: PathBuf,
        threads: usize,
        resume: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let begin = if resume { Begin::Resume } else { Begin::Anew };
        let folder = Folder::at(folder);
        let (patience, interrupt) = (Patience::new(None), &self.interrupt);
        let played = work::run(py, &patience, |patience| {
            let watch = Watcher { patience, interrupt, progress };
            folder.play(&self.inner, Shard::WHOLE, begin, threads, &watch)
        });
        self.interrupt.raise()?;
        let (_, records) = played?.map_err(troubled)?;
        let lines: Result<String, _> = records.iter().map(journal::line).collect();
        Ok(PyBytes::new(py, lines.map_err(failure::internal)?.as_bytes()))
    }

    /// Puts records together: the files of the results by name, their table, and the scenarios whose frontier is not
    /// known.
    fn results<'py>(&self, py: Python<'py>, lines: Vec<Vec<u8>>) -> PyResult<Put<'py>> {
        let mut records: Vec<Record> = Vec::new();
        for text in &lines {
            let read = journal::records(text);
            records.extend(read.map_err(|damage| {
                failure::usage(format!("these records are damaged: {damage}"), "play the units again")
            })?);
        }
        let patience = Patience::new(None);
        let put = work::run(py, &patience, |patience| {
            let watch = Watcher { patience, interrupt: &self.interrupt, progress: None };
            let results = Measured::new(&self.inner, records, &watch).map_err(|incomplete| {
                failure::usage(incomplete.to_string(), "play every unit of this tournament, and of no other")
            })?;
            let (_, written) = files::all(&results).map_err(failure::internal)?;
            let columns = placed(results.parties_max());
            let columns = columns.iter().map(|column| column_of(&results, column)).collect();
            Ok::<_, PyErr>((written, Table::new(columns)?, results.without_frontier))
        })?;
        let (written, table, without) = put?;
        let written = written.iter().map(|(name, content)| (*name, PyBytes::new(py, content)));
        Ok((written.collect(), table, without))
    }

    fn __repr__(&self) -> String {
        format!("Tournament({:?}, {} negotiations)", self.title(), self.negotiations())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Pickled<'py>)> {
        let (py, this) = (slf.py(), slf.get());
        let rebuild = py.import("mediant.tournaments")?.getattr("_rebuilt")?;
        let files = |found: &Found| {
            let files = found.files.iter();
            let files = files.map(|file| (file.name.clone(), PyBytes::new(py, &file.bytes)));
            (found.path.clone(), files.collect())
        };
        let contents = this.found.iter();
        let contents = contents.map(|(pattern, found)| (pattern.clone(), found.iter().map(files).collect()));
        let specification = PyBytes::new(py, &this.file.bytes);
        let strategies = this.strategies.bind(py).clone();
        Ok((rebuild, (this.file.name.clone(), specification, strategies, contents.collect())))
    }
}

type Put<'py> = (Vec<(&'static str, Bound<'py, PyBytes>)>, Table, Vec<String>);
type Pickled<'py> =
    (String, Bound<'py, PyBytes>, Bound<'py, PyDict>, Vec<(String, Vec<(String, Vec<NamedBytes<'py>>)>)>);

fn of_python((pattern, found): (String, Vec<Files>)) -> (String, Vec<Found>) {
    let found = found.into_iter().map(|(path, files)| {
        let files = files.into_iter().map(|(name, bytes)| InputFile::new(name, bytes)).collect();
        Found { path, files }
    });
    (pattern, found.collect())
}

fn troubled(trouble: TournamentError) -> PyErr {
    let help = match trouble {
        TournamentError::Begun { .. } => "go on with `resume=True`, or name another folder",
        _ => trouble.help(),
    };
    failure::usage(trouble.to_string(), help)
}

fn column_of(results: &Measured<'_>, column: &Placed) -> Column {
    let values = results.rows.iter().map(|row| column.value(results, row));
    let name = column.name.as_str();
    match column.column.kind {
        Kind::Whole => Column::wholes(
            name,
            values.map(|value| match value {
                Value::Whole(number) => Some(number),
                _ => None,
            }),
        ),
        Kind::Float => Column::numbers(
            name,
            values.map(|value| match value {
                Value::Float(number) => Some(number),
                _ => None,
            }),
        ),
        Kind::Truth => Column::flags(
            name,
            values.map(|value| match value {
                Value::Truth(truth) => Some(truth),
                _ => None,
            }),
        ),
        Kind::Text => Column::texts(
            name,
            values.map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            }),
        ),
    }
}

/// Strategies written in Python beside those of the literature.
struct Guests {
    make: BTreeMap<String, Arc<Py<PyAny>>>,
    interrupt: Interrupt,
}

impl Roster for Guests {
    fn find(&self, name: &str) -> Result<Entrant, RosterError> {
        let Some(make) = self.make.get(name) else { return Literature.find(name) };
        let (make, interrupt) = (Arc::clone(make), self.interrupt.clone());
        Ok(Entrant::new(name, move || Box::new(Guest::new(Arc::clone(&make), interrupt.clone()))))
    }
}

/// Scenarios on the disk, or those that were found before; remembers what it gave.
struct Scenarios {
    known: Option<BTreeMap<String, Vec<Found>>>,
    disk: Disk,
    found: Mutex<Vec<(String, Vec<Found>)>>,
}

impl Source for Scenarios {
    fn find(&self, pattern: &str) -> Result<Vec<Found>, Vec<Diagnostic>> {
        let found = match &self.known {
            None => self.disk.find(pattern)?,
            Some(known) => known.get(pattern).cloned().ok_or_else(|| {
                let message = format!("the contents of `{pattern}` were not sent along");
                vec![Diagnostic::of_file("", message).help("send the tournament as it was read")]
            })?,
        };
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((pattern.to_owned(), found.clone()));
        Ok(found)
    }
}

/// Passes progress on to Python; stops on Ctrl-C, and when a strategy or the callback was interrupted.
struct Watcher<'a> {
    patience: &'a Patience,
    interrupt: &'a Interrupt,
    progress: Option<Py<PyAny>>,
}

impl Watch for Watcher<'_> {
    fn should_stop(&self) -> bool {
        self.patience.should_stop() || self.interrupt.is_kept()
    }

    fn done(&self, negotiations: u64, of: u64) {
        let Some(progress) = &self.progress else { return };
        let told = Python::attach(|py| progress.call1(py, (negotiations, of)).map(|_| ()));
        if let Err(raised) = told {
            self.interrupt.keep(raised);
        }
    }
}
