//! Where a request comes from.

use crate::settings::Settings;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::SocketAddr;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remote(pub SocketAddr);

/// The network address that a request comes from, as text; empty where it did not come over the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer(pub String);

impl Peer {
    /// The other end; or, behind a proxy, what the proxy says it was: the last entry, since whoever asks may have put
    /// others before it.
    pub(super) fn from_request(settings: &Settings, request: &Request) -> Self {
        let remote = request.extensions().get::<Remote>().map(|Remote(address)| address.ip().to_canonical());
        let remote = remote.map(|address| address.to_string()).unwrap_or_default();
        let said = request.headers().get_all("x-forwarded-for").iter().next_back();
        let said = said.filter(|_| settings.behind_proxy).and_then(|value| value.to_str().ok());
        let last = said.and_then(|list| list.rsplit(',').next()).map(str::trim);
        // Nothing but an address goes into the audit.
        let last = last.filter(|text| text.parse::<std::net::IpAddr>().is_ok());
        Self(last.map_or(remote, str::to_owned))
    }
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self(String::new())))
    }
}
