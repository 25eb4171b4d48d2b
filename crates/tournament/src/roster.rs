//! Who takes part, and where strategies come from.

use mediant_sim::{Spec, Strategy};
use std::fmt;
use std::sync::Arc;

/// A strategy that takes part in a tournament.
#[derive(Clone)]
pub struct Entrant {
    /// What results call it.
    pub label: String,
    /// Its full name, with parameters.
    pub strategy: String,
    /// The protocols it is made for, by name; empty for any.
    pub protocols: Vec<String>,
    make: Arc<dyn Fn() -> Box<dyn Strategy> + Send + Sync>,
}

/// Why a name is no strategy, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterError {
    /// What is wrong with the name, in one sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Where the strategies that a specification names come from.
pub trait Roster: Sync {
    /// The strategy of this name, which may have parameters in brackets.
    ///
    /// # Errors
    /// There is none, or its parameters are wrong.
    fn find(&self, name: &str) -> Result<Entrant, RosterError>;
}

/// The strategies of the literature that the simulator knows by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Literature;

impl Roster for Literature {
    fn find(&self, name: &str) -> Result<Entrant, RosterError> {
        let spec: Spec = name.parse().map_err(|error: mediant_sim::SpecError| RosterError {
            message: error.to_string(),
            help: error.help(),
        })?;
        let protocols = spec.entry().protocols.iter().map(|&name| name.to_owned()).collect();
        let full = spec.to_string();
        Ok(Entrant { protocols, ..Entrant::new(full, move || spec.make()) })
    }
}

impl Entrant {
    /// A strategy under its full name, made anew by `make` whenever a seat is taken; for any protocol.
    ///
    /// What it is made into must play the same way each time it is told the same, or a tournament cannot be repeated.
    pub fn new(
        strategy: impl Into<String>,
        make: impl Fn() -> Box<dyn Strategy> + Send + Sync + 'static,
    ) -> Self {
        let strategy = strategy.into();
        Self { label: strategy.clone(), strategy, protocols: Vec::new(), make: Arc::new(make) }
    }

    /// The same strategy under another label.
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// A strategy ready to take a seat.
    pub fn make(&self) -> Box<dyn Strategy> {
        (self.make)()
    }

    /// Whether it is made for the protocol of this name.
    pub fn plays(&self, protocol: &str) -> bool {
        self.protocols.is_empty() || self.protocols.iter().any(|known| known == protocol)
    }
}

impl fmt::Debug for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entrant({} as {})", self.strategy, self.label)
    }
}
