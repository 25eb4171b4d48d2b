//! What is wrong with a case or brief, and where.

use std::fmt;

/// A problem found in a case or brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where: the path of keys from the top of the case or brief.
    pub place: Place,
    /// The cause, in one sentence, lower case, the author's own words in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be computed from this.
    Error,
    /// It can be read, but is probably not meant.
    Warning,
}

/// A path of keys into a case or brief, such as `red_lines[2].never.territory`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub Vec<Step>);

/// One step of a [`Place`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// An index of a list, from 0; of a single value in place of a list, the value.
    Index(usize),
    /// The name of what was reached so far, rather than its content: an issue's key in a condition.
    Name,
}

impl Place {
    /// The place of a file's top: no step into it.
    pub fn top() -> Self {
        Self::default()
    }

    /// This place, one key further in.
    pub fn key(&self, key: impl fmt::Display) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Key(key.to_string()));
        Self(steps)
    }

    /// The name at this place, rather than what stands under it.
    pub fn name(&self) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Name);
        Self(steps)
    }

    /// This place, one list entry further in.
    pub fn index(&self, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Index(index));
        Self(steps)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Name => {}
            }
        }
        Ok(())
    }
}

impl Finding {
    /// An error at a place.
    pub fn error(place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, place, message: message.into(), help: None }
    }

    /// A warning at a place.
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, place, message: message.into(), help: None }
    }

    /// The same finding with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
