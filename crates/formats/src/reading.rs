//! What a reader collects while it goes through one file.

use crate::diagnostic::{Diagnostic, SourceText};
use std::ops::Range;

/// One file being read: its text, what is wrong with it, what a report should say about the reading.
pub(crate) struct Reading<'a> {
    pub(crate) source: SourceText<'a>,
    pub(crate) found: Vec<Diagnostic>,
    pub(crate) notes: Vec<String>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(source: SourceText<'a>) -> Self {
        Self { source, found: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn error(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.found.push(self.source.error(span.clone(), message));
    }

    pub(crate) fn warning(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.found.push(self.source.warning(span.clone(), message));
    }

    /// Adds what to do to the problem reported last.
    pub(crate) fn advise(&mut self, help: impl Into<String>) {
        if let Some(problem) = self.found.last_mut() {
            problem.help = Some(help.into());
        }
    }

    /// How many errors were reported so far: equal before and after a part means the part is sound.
    pub(crate) fn error_count(&self) -> usize {
        self.found.iter().filter(|problem| problem.is_error()).count()
    }
}
