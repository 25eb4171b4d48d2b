//! Certificates of negotiation analyses and their independent verifier.

mod certificate;
mod live;

pub use certificate::*;
pub use live::{Combination, Live};

use mediant_model::Problem;
use std::fmt;

/// A claim that holds for the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which claim of the certificate, counted from 0.
    pub claim: usize,
    /// What it says, in a few words without confidential figures.
    pub says: String,
}

/// Why a certificate is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which claim of the certificate, counted from 0; `None` when it cannot be read as a whole.
    pub claim: Option<usize>,
    /// Why.
    pub why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.claim {
            Some(claim) => write!(f, "claim {} is not proven: {}", claim + 1, self.why),
            None => write!(f, "the certificate cannot be checked: {}", self.why),
        }
    }
}

impl std::error::Error for Refused {}

/// Checks every claim of a certificate, given as JSON, against the problem.
pub fn verify_json(problem: &Problem, certificate: &str) -> Result<Vec<Verified>, Refused> {
    let certificate: Certificate = serde_json::from_str(certificate)
        .map_err(|error| Refused { claim: None, why: format!("it is not a certificate: {error}") })?;
    verify(problem, &certificate)
}

/// Checks every claim of a certificate against the problem.
pub fn verify(problem: &Problem, certificate: &Certificate) -> Result<Vec<Verified>, Refused> {
    let _ = (problem, certificate);
    Err(Refused { claim: None, why: "the verifier is not built yet".into() })
}
