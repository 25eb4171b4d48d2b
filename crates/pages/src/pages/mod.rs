//! The pages, each a function of what its reader knows.

pub mod account;
mod advice;
pub mod agreement;
pub mod beginning;
pub mod brief;
pub mod caucus;
mod clause_answer;
pub mod communiques;
pub mod conclusion;
pub mod deal;
pub mod deletion;
pub mod desk;
pub mod doors;
pub mod editor;
pub mod inference;
pub mod issue;
pub mod keys;
pub mod mediation;
pub mod mending;
pub mod opening;
pub mod outlook;
pub mod packages;
pub mod passing_on;
pub mod people;
mod printed;
pub mod problem;
pub mod record;
pub mod report;
pub mod reports;
pub mod rounds;
pub mod sessions;
pub mod signing;
pub mod stand;
pub mod stating;
pub mod templates;
pub mod text;
pub mod timeline;

/// The beginning of a longer text.
fn shortened(text: &str) -> String {
    const SHOWN_MAX: usize = 90;
    if text.chars().count() <= SHOWN_MAX {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN_MAX).collect();
    let cut = head.rfind(' ').filter(|at| *at > SHOWN_MAX / 2).unwrap_or(head.len());
    format!("{}…", head.get(..cut).unwrap_or(&head))
}
