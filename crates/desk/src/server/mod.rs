//! The desk on the network.

mod connection;
mod lines;

use crate::accounts::{self, Accounts};
use crate::demonstration::Demonstration;
use crate::insight::Insights;
use crate::mediation::Interviews;
use crate::reports::Readings;
use crate::security::{self, Limits, Streams};
use crate::service::Desk;
use crate::work::Workshop;
use crate::{http, site};
use axum::Router;
use connection::Line;
use jiff::civil::Date;
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

/// What every handler has at hand.
#[derive(Clone)]
pub struct AppState {
    /// The service: it decides commands and knows what each reader may read.
    pub desk: Arc<Desk>,
    /// Who may come in.
    pub accounts: Arc<Accounts>,
    /// What follows for each reader from what it may see.
    pub insights: Arc<Insights>,
    /// The talks of mediations, and what each party is asked next.
    pub interviews: Arc<Interviews>,
    /// What the reader found in reports lately.
    pub readings: Arc<Readings>,
    /// Where pages and files are made.
    pub making: Workshop,
    /// The streams that are open.
    pub streams: Arc<Streams>,
    /// How the desk is set up.
    pub settings: Arc<Settings>,
}

impl AppState {
    /// Everything for a desk.
    pub fn new(desk: Arc<Desk>, accounts: Arc<Accounts>, settings: Settings) -> Self {
        let insights = Arc::new(Insights::default());
        let interviews = Arc::new(Interviews::default());
        let readings = Arc::new(Readings::default());
        let making = Workshop::new();
        let streams = Streams::new(&settings.limits);
        let settings = Arc::new(settings);
        Self { desk, accounts, insights, interviews, readings, making, streams, settings }
    }
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
    /// Before the paths of invitations: where a demonstration has a place for whoever is invited. Empty for every desk of
    /// its own.
    pub invited_under: String,
    /// The day it always is, for a demonstration.
    pub fixed_day: Option<Date>,
    /// How much is taken at a time.
    pub limits: Limits,
}

/// All routes: the API, the pages, and the guard before them.
pub fn router(app: AppState) -> Router {
    let routes = http::router().merge(accounts::router()).merge(site::router());
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
