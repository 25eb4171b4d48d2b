//! Tells an open page that its reader may read something new, so that it can be fetched anew.
//!
//! Nothing but the revision that the reader reads goes over the line: for whom nothing changed hears nothing.

use crate::accounts::{SignInSession, Visitor};
use crate::app::AppState;
use crate::http_error::HttpError;
use crate::security::Peer;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_core::Stream;
use mediant_pages::paths;
use mediant_record::state::Revision;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// How often it is looked whether the session goes on.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// What is told, one after the other.
pub(super) struct Feed(mpsc::Receiver<Revision>);

impl Stream for Feed {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let told = |revision: Revision| Ok(Event::default().id(revision.to_string()).data("new"));
        self.0.poll_recv(cx).map(|revision| revision.map(told))
    }
}

/// The line that a page listens on, from where it stands: `Last-Event-ID` where it was broken, `after` before that.
pub(super) async fn live(
    State(app): State<AppState>,
    session: SignInSession,
    peer: Peer,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Sse<KeepAliveStream<Feed>>, HttpError> {
    let place = app.streams.enter(&Visitor(Some(session.clone())), &peer)?;
    let query: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(Revision::from_text);
    // What cannot be read is no version that there is: the page is told to look anew.
    let stands = |text: &str| Revision::from_text(text).unwrap_or_default();
    let after = last.or_else(|| paths::value(&query, "after").map(stands));
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        tell(app, session, after, sender).await;
    });
    Ok(Sse::new(Feed(receiver)).keep_alive(KeepAlive::default()))
}

/// Tells what is new until nobody listens, or the session is over.
async fn tell(
    app: AppState,
    session: SignInSession,
    after: Option<Revision>,
    sender: mpsc::Sender<Revision>,
) {
    let mut news = app.desk.news(&session.reader());
    let mut told = after.unwrap_or_else(|| news.borrow_and_update().clone());
    loop {
        let revision = news.borrow_and_update().clone();
        // Before the first event the reader's party is not on record yet.
        if revision != told && revision.seen > 0 {
            // The session is looked at before anything is told, however short.
            let goes_on = app.accounts.goes_on(&session).await.unwrap_or(false);
            if !goes_on || sender.send(revision.clone()).await.is_err() {
                return;
            }
            told = revision;
        }
        tokio::select! {
            // Told of nothing new: a day began, and somebody's last day may be over.
            changed = news.changed() => {
                if changed.is_err() || !app.accounts.goes_on(&session).await.unwrap_or(false) {
                    return;
                }
            }
            () = sender.closed() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {
                if !app.accounts.goes_on(&session).await.unwrap_or(false) {
                    return;
                }
            }
        }
    }
}
