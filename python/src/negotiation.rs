//! A case with its briefs, as Python holds it.

use crate::failure::{self, Told, told};
use mediant_formats::{Diagnostic, Format, InputFile, convert};
use mediant_model::case::Reader;
use mediant_model::{Brief, Case, Date};
use mediant_render::Posed;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::path::PathBuf;

/// A case and its briefs, read from files of any format.
///
/// It holds everything the files hold, for the mediator; `repr` shows no confidence. Pickling carries the files along.
#[pyclass(frozen, module = "mediant._mediant")]
#[derive(Debug)]
pub struct Negotiation {
    inner: mediant_formats::Negotiation,
    files: Vec<InputFile>,
    warnings: Vec<Diagnostic>,
}

/// Reads the files and folders of these paths.
#[pyfunction]
pub fn read(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Negotiation> {
    py.detach(|| mediant_files::read(&paths).and_then(understand))
        .map_err(|problems| failure::input(&problems))
}

/// Reads these contents: pairs of a name and bytes.
#[pyfunction]
pub fn read_contents(py: Python<'_>, contents: Vec<(String, Vec<u8>)>) -> PyResult<Negotiation> {
    let files = contents.into_iter().map(|(name, bytes)| InputFile::new(name, bytes)).collect();
    py.detach(|| understand(files)).map_err(|problems| failure::input(&problems))
}

fn understand(files: Vec<InputFile>) -> Result<Negotiation, Vec<Diagnostic>> {
    let (inner, warnings) = mediant_formats::read(&files)?;
    Ok(Negotiation { inner, files, warnings })
}

#[pymethods]
impl Negotiation {
    /// The title of the case.
    #[getter]
    fn title(&self) -> &str {
        &self.inner.case.title
    }

    /// The day of the case as YYYY-MM-DD, if it has one.
    #[getter]
    fn as_of(&self) -> Option<String> {
        self.inner.case.as_of.map(|day| day.to_string())
    }

    /// The ids of the negotiating parties, in the order of the case.
    #[getter]
    fn parties(&self) -> Vec<&str> {
        self.inner.case.negotiating_parties().map(|party| party.id.as_str()).collect()
    }

    /// The ids of the issues, in the order of the case; also of those whose substance is withheld.
    #[getter]
    fn issues(&self) -> Vec<&str> {
        self.inner.case.issues.iter().map(|issue| issue.id.as_str()).collect()
    }

    /// The parties that gave a brief.
    #[getter]
    fn briefs(&self) -> Vec<&str> {
        self.inner.briefs.iter().map(|brief| brief.party.as_str()).collect()
    }

    /// What was decided or lost on reading, in sentences.
    #[getter]
    fn notes(&self) -> Vec<&str> {
        self.inner.notes.iter().map(String::as_str).collect()
    }

    #[getter]
    fn _warnings(&self) -> Vec<Told> {
        self.warnings.iter().map(told).collect()
    }

    /// The discount factor of each party that states one, in the order of the briefs.
    #[getter]
    fn discounts(&self) -> Vec<(&str, f64)> {
        let briefs = self.inner.briefs.iter();
        briefs.filter_map(|brief| Some((brief.party.as_str(), brief.discount.as_ref()?.to_f64()))).collect()
    }

    /// The files of another format, as pairs of name and content, and what it cannot hold, in sentences.
    fn _convert(&self, format: &str) -> PyResult<Converted> {
        let Some(format) = Format::ALL.into_iter().find(|known| known.name() == format) else {
            let names: Vec<String> = Format::ALL.iter().map(|known| format!("`{}`", known.name())).collect();
            return Err(failure::usage(
                format!("there is no format `{format}`"),
                format!("it is one of {}", names.join(", ")),
            ));
        };
        let converted =
            convert(&self.inner, format).map_err(|refused| failure::usage(refused.message, refused.help))?;
        Ok((converted.files, converted.losses))
    }

    fn __repr__(&self) -> String {
        let parties: Vec<String> = self.parties().iter().map(|party| format!("{party:?}")).collect();
        let briefs = self.inner.briefs.len();
        let title = &self.inner.case.title;
        format!("Negotiation({title:?}, parties=[{}], {briefs} confidential briefs)", parties.join(", "))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Vec<NamedBytes<'py>>,))> {
        let rebuild = py.import("mediant._mediant")?.getattr("read_contents")?;
        let contents = self.files.iter().map(|file| (file.name.clone(), PyBytes::new(py, &file.bytes)));
        Ok((rebuild, (contents.collect(),)))
    }
}

/// Files by name, and sentences about what is lost.
type Converted = (Vec<(String, String)>, Vec<String>);

/// A file as Python gets it: its name and its content.
pub type NamedBytes<'py> = (String, Bound<'py, PyBytes>);

impl Negotiation {
    /// What the files state: the case and every brief.
    pub fn stated(&self) -> (&Case, &[Brief]) {
        (&self.inner.case, &self.inner.briefs)
    }

    /// The negotiation as one reader knows it, compiled.
    ///
    /// What a party may not see is dropped before anything is derived; what then does not compile is not told to it.
    pub fn posed(&self, reader: Option<&str>, date: Option<Date>) -> PyResult<Posed> {
        let Some(party) = reader else {
            return Posed::new(self.inner.clone(), Reader::Mediator, date)
                .map_err(|errors| failure::uncompiled(&errors));
        };
        let id = self.inner.case.negotiating_parties().map(|known| &known.id).find(|id| id.as_str() == party);
        let Some(id) = id else {
            let names: Vec<String> = self.parties().iter().map(|name| format!("`{name}`")).collect();
            return Err(failure::usage(
                format!("`{party}` does not negotiate in this case"),
                format!("it is one of {}", names.join(", ")),
            ));
        };
        Posed::new(self.inner.clone(), Reader::Party(id.clone()), date).map_err(|_| {
            failure::usage(
                "this negotiation cannot be analysed as it stands",
                "analysing it for the mediator tells the problems",
            )
        })
    }
}

/// A date of Python or text, as YYYY-MM-DD.
///
/// # Errors
/// It is no date.
pub fn date(text: Option<&str>) -> PyResult<Option<Date>> {
    let read = |text: &str| {
        text.parse().map_err(|_| {
            failure::usage(format!("`{text}` is no date"), "a date is written YYYY-MM-DD, such as 2025-12-04")
        })
    };
    text.map(read).transpose()
}
