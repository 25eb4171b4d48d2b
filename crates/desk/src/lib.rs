//! The mediator's desk.
//!
//! [`service`] is the one layer under everything: it decides commands, keeps the record in a store, and holds what each
//! reader knows ready to be read. It knows no HTTP.

pub mod accounts;
pub mod app;
pub mod demonstration;
pub mod drafts;
pub mod export;
pub mod http;
pub mod http_error;
pub mod insight;
pub mod mediation;
pub mod reports;
pub mod security;
pub mod server;
pub mod service;
pub mod settings;
pub mod show;
pub mod signing;
pub mod site;
pub mod story;
pub mod work;
pub mod world;

pub use service::{AskError, Desk, OpenError, Receipt};
pub use world::World;
