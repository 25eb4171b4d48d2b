//! The desk on the network.

use crate::accounts::{self, Accounts};
use crate::http;
use crate::security::{self, Limits};
use crate::service::Desk;
use axum::Router;
use jiff::civil::Date;
use std::sync::Arc;

/// What every handler has at hand.
#[derive(Clone)]
pub struct AppState {
    /// The record.
    pub desk: Arc<Desk>,
    /// Who may come in.
    pub accounts: Arc<Accounts>,
    /// How the desk is set up.
    pub settings: Arc<Settings>,
}

/// How the desk is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where readers find the desk, such as `https://talks.example.org`. Where it is not given, it is what the request
    /// says.
    pub origin: Option<String>,
    /// Whether readers come over https: cookies are kept from going any other way then.
    pub secure_cookies: bool,
    /// Whether a proxy stands before the desk and says where requests come from in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The day it always is, for a demonstration.
    pub fixed_day: Option<Date>,
    /// How much is taken at a time.
    pub limits: Limits,
}

/// All routes: the API, the pages, and what stands before them.
pub fn router(app: AppState) -> Router {
    let routes = http::router().merge(accounts::router());
    security::guarded(routes, app)
}
