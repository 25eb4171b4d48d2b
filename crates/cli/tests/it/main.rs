//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod agreement_report;
mod attest;
mod certificates;
mod commands;
mod crowded;
mod file_commands;
mod inputs;
mod mcp;
mod mediate;
mod operations;
mod read;
mod read_case;
mod read_model;
mod record;
mod record_served;
mod reports;
mod secrecy;
#[cfg(unix)]
mod signed_talks;
mod simulate;
mod support;
mod tournament;
