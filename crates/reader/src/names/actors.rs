//! Nouns that mean people or groups (`data/actors.txt`, made by `models/actors.py`, and `data/offices.toml`).

use std::sync::OnceLock;

use super::lists::offices;

static ACTORS: OnceLock<Vec<&'static str>> = OnceLock::new();

/// Groups that the dictionary has as something else first.
const MORE: [&str; 16] = [
    "airline",
    "railway",
    "railways",
    "carrier",
    "utility",
    "ministry",
    "staff",
    "camp",
    "bench",
    "centre",
    "owner",
    "operator",
    "insurer",
    "developer",
    "broadcaster",
    "publisher",
];

/// Nouns of the dictionary that a report of talks means otherwise.
const NONE: [&str; 14] = [
    "market",
    "line",
    "house",
    "world",
    "war",
    "set",
    "block",
    "number",
    "series",
    "body of water",
    "host",
    "order",
    "school",
    "subject",
];

/// Whether a noun, in its base form, means people or a group of people: `farmer`, `union`, `delegation`.
///
/// ```
/// use mediant_reader::names::actors::is_actor;
///
/// assert!(is_actor("union") && is_actor("negotiator") && !is_actor("offer"));
/// ```
pub fn is_actor(noun: &str) -> bool {
    let known = ACTORS.get_or_init(|| include_str!("../../data/actors.txt").lines().collect());
    let lists = offices();
    (known.binary_search(&noun).is_ok()
        || MORE.contains(&noun)
        || lists.is_office(noun)
        || lists.is_anonymous(noun)
        || lists.is_group(noun))
        && !NONE.contains(&noun)
}
