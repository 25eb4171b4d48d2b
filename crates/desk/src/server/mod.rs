//! The desk on the network.

mod connection;
mod lines;

use crate::accounts::Accounts;
use crate::app::AppState;
use crate::demonstration::Demonstration;
use crate::security;
use crate::{http, site};
use axum::Router;
use connection::Line;
pub(crate) use lines::Mark;
use lines::{LinePlace, Lines};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often what is over is taken out of the document store.
const TIDY: Duration = Duration::from_secs(3_600);
/// How often the desk looks at the clock for doors that wait.
const WATCH: Duration = Duration::from_secs(60);
/// How long to wait when the system gives no more connections.
const PATIENCE: Duration = Duration::from_millis(100);

/// All routes: the API, the pages, and the guard before them.
pub fn router(app: AppState) -> Router {
    let routes = http::router().merge(site::router());
    security::guarded(routes, app)
}

/// Serves the desk until `shutdown` comes about. Requests that are being answered then are answered, for a while.
///
/// # Errors
/// The listener has no address.
pub async fn serve(
    listener: TcpListener,
    app: AppState,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    serve_routes(listener, router(app.clone()), vec![app], shutdown).await
}

/// Serves a demonstration until `shutdown` comes about.
///
/// # Errors
/// The listener has no address, or others than this machine reach it: whoever opens a demonstration can be anybody in it.
pub async fn serve_demonstration(
    listener: TcpListener,
    demonstration: Demonstration,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    if !listener.local_addr()?.ip().to_canonical().is_loopback() {
        let why = "a demonstration in which one chooses who one is is for this machine alone";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    }
    let apps = demonstration.apps();
    serve_routes(listener, demonstration.router(), apps, shutdown).await
}

/// Answers by these routes, and keeps the accounts of these desks in order meanwhile.
async fn serve_routes(
    listener: TcpListener,
    routes: Router,
    apps: Vec<AppState>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let limits = apps.first().map(|app| app.settings.limits).unwrap_or_default();
    tracing::info!(address = %listener.local_addr()?, "the desk is open");
    // With the set they end, too.
    let mut keeping = JoinSet::new();
    for app in apps {
        // Whoever comes in without a door on record does not come in: those of before get theirs first.
        if let Err(error) = app.accounts.keep_doors().await {
            tracing::error!(%error, "the doors of accounts from before cannot be put on record yet");
        }
        keeping.spawn(tidy(app.accounts.clone()));
        keeping.spawn(watch_doors(app.accounts));
    }
    let open = Lines::new(limits.connections);
    let (stop, stopped) = watch::channel(false);
    let mut lines = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (place, stream, remote) = tokio::select! {
            () = &mut shutdown => break,
            // Those that ended are let go of.
            Some(_) = lines.join_next() => continue,
            next = next(&listener, &open) => next,
        };
        let line = Line { stream, remote, place, routes: routes.clone(), limits, stopped: stopped.clone() };
        lines.spawn(line.serve());
    }
    drop(listener);
    drop(keeping);
    // Whoever listens has an end of it, which no error can hinder.
    let _ = stop.send(true);
    let farewell = async { while lines.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.farewell_time, farewell).await.is_err() {
        lines.shutdown().await;
    }
    Ok(())
}

/// The next connection that there is room for.
async fn next(listener: &TcpListener, open: &Arc<Lines>) -> (LinePlace, TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => {
                if let Some(place) = open.enter(remote.ip().to_canonical()) {
                    return (place, stream, remote);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PATIENCE).await;
            }
        }
    }
}

async fn tidy(accounts: Arc<Accounts>) {
    let mut clock = tokio::time::interval(TIDY);
    loop {
        clock.tick().await;
        if let Err(error) = accounts.tidy().await {
            tracing::warn!(%error, "the cabinet could not be tidied");
        }
    }
}

async fn watch_doors(accounts: Arc<Accounts>) {
    let mut clock = tokio::time::interval(WATCH);
    loop {
        clock.tick().await;
        accounts.watch_doors();
    }
}
