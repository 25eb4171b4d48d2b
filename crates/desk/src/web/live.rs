//! Tells an open page that its reader may read something new, so that it can be fetched anew.
//!
//! Nothing but the number of events that the reader may read goes over the line: who may read nothing new hears nothing.

use super::paths;
use crate::accounts::{Session, Visitor};
use crate::problem::Problem;
use crate::security::Peer;
use crate::server::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_core::Stream;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// How often it is looked whether the session goes on.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What is told, one after the other.
pub(super) struct Feed(mpsc::Receiver<u64>);

impl Stream for Feed {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let told = |seen: u64| Ok(Event::default().id(seen.to_string()).data("new"));
        self.0.poll_recv(cx).map(|seen| seen.map(told))
    }
}

/// The line that a page listens on, from where it stands: `Last-Event-ID` where it was broken, `after` before that.
pub(super) async fn live(
    State(app): State<AppState>,
    session: Session,
    peer: Peer,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Sse<KeepAliveStream<Feed>>, Problem> {
    let place = app.streams.enter(&Visitor(Some(session.clone())), &peer)?;
    let query: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let after = last.or_else(|| paths::number(&query, "after"));
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        tell(app, session, after, sender).await;
    });
    Ok(Sse::new(Feed(receiver)).keep_alive(KeepAlive::default()))
}

/// Tells what is new until nobody listens, or the session is over.
async fn tell(app: AppState, session: Session, after: Option<u64>, sender: mpsc::Sender<u64>) {
    let mut news = app.desk.news(&session.reader());
    let mut told = after.unwrap_or_else(|| *news.borrow_and_update());
    loop {
        let seen = *news.borrow_and_update();
        // Fewer than before: a compartment was deleted. None: the reader's party is not on record yet.
        if seen != told && seen > 0 {
            // The session is looked at before anything is told, however short.
            if !app.accounts.goes_on(&session).await.unwrap_or(false) || sender.send(seen).await.is_err() {
                return;
            }
            told = seen;
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = sender.closed() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {
                if !app.accounts.goes_on(&session).await.unwrap_or(false) {
                    return;
                }
            }
        }
    }
}
