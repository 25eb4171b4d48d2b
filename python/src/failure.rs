//! What goes wrong, as the exceptions of `mediant.errors`.

use mediant_formats::Diagnostic;
use mediant_model::Severity;
use mediant_model::problem::CompileError;
use mediant_render::named_package::PackageError;
use pyo3::{PyErr, import_exception};
use std::any::Any;

import_exception!(mediant.errors, InputError);
import_exception!(mediant.errors, CertificateError);
import_exception!(mediant.errors, InternalError);
import_exception!(mediant.errors, EffortError);

/// A problem as Python gets it: severity, file, line and column from 1, message, help, and all of it as text.
pub type Told = (&'static str, String, Option<usize>, Option<usize>, String, Option<String>, String);

/// A problem for Python.
pub fn told(problem: &Diagnostic) -> Told {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = problem.line_column();
    let shown = problem.to_string();
    // A problem of no file in particular starts with its severity.
    let shown = shown.strip_prefix(": ").unwrap_or(&shown).to_owned();
    (
        severity,
        problem.file.clone(),
        place.map(|(line, _)| line),
        place.map(|(_, column)| column),
        problem.message.clone(),
        problem.help.clone(),
        shown,
    )
}

/// `InputError` with every problem at once.
pub fn input(problems: &[Diagnostic]) -> PyErr {
    let problems: Vec<Told> = problems.iter().map(told).collect();
    InputError::new_err((problems,))
}

/// `InputError` about what was asked, not about a file.
pub fn usage(message: impl Into<String>, help: impl Into<String>) -> PyErr {
    input(&[Diagnostic::of_file("", message).help(help)])
}

/// What does not compile, told with no file: it is about several together.
pub fn uncompiled(errors: &[CompileError]) -> PyErr {
    input(&errors.iter().map(|error| Diagnostic::of_file("", error.to_string())).collect::<Vec<_>>())
}

/// A package that names something the case does not have.
pub fn not_understood(error: PackageError) -> PyErr {
    usage(error.message, error.help)
}

/// A certificate that does not hold.
pub fn refused(why: String) -> PyErr {
    CertificateError::new_err(why)
}

/// A fault of the program.
pub fn internal(what: impl std::fmt::Display) -> PyErr {
    InternalError::new_err(format!("{what}: this is a fault of the program, please report it"))
}

/// A panic of the program, from what it carried.
pub fn panicked(payload: &(dyn Any + Send)) -> PyErr {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    internal(text.unwrap_or("a panic without words"))
}
