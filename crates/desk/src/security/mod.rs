//! What stands between the outside and the routes.

pub mod rates;

use crate::server::AppState;
use axum::Router;

/// How much is taken at a time.
#[derive(Clone, Debug, Default)]
pub struct Limits {}

/// temporary
pub fn guarded(routes: Router<AppState>, app: AppState) -> Router {
    routes.with_state(app)
}

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;

/// The network address that a request comes from.
#[derive(Clone, Debug)]
pub struct Peer(pub String);

impl FromRequestParts<AppState> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self(String::new())))
    }
}
