//! The API for programs: `/api/v1`.

use crate::server::AppState;
use axum::Router;

/// Its routes.
pub fn router() -> Router<AppState> {
    Router::new()
}
