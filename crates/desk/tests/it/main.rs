//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod accounts;
mod altered;
mod api;
mod copies;
mod deletion;
mod departures;
mod doors;
mod faulty;
mod insight;
mod limits;
mod line;
mod mediation;
mod openapi;
mod operator;
mod pages;
mod pages_served;
mod reports;
mod revisions;
mod schema;
mod security;
mod service;
mod setup;
mod signing;
mod story;
mod waiting;
mod who_acted;
