//! What becomes of the record, as server-sent events.

use super::query::Query;
use crate::accounts::Visitor;
use crate::problem::{Problem, Sort};
use crate::security::Peer;
use crate::server::AppState;
use axum::extract::{RawQuery, State as Extract};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_core::Stream;
use serde_json::json;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// How often it is looked whether the session goes on.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// Where a listener says what it has read.
const LAST_EVENT_ID: &str = "last-event-id";
/// Events that are read at a time.
const PAGE: usize = 100;

/// Events on their way.
pub(super) struct Feed(mpsc::Receiver<Event>);

impl Stream for Feed {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|event| event.map(Ok))
    }
}

/// Each event that the reader may read, after `Last-Event-ID`, else after `after`, else from now on. Ids are the
/// reader's own count. After a deletion they are counted anew: `deleted` says so, with the last one's.
pub(super) async fn stream(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Sse<KeepAliveStream<Feed>>, Problem> {
    let after = Query::new(query.as_deref(), &["after"])?.number("after", 0..=u64::MAX)?;
    // A browser that has read nothing yet sends no id, or an empty one.
    let last = headers.get(LAST_EVENT_ID).filter(|id| !id.is_empty()).map(|id| {
        id.to_str().ok().and_then(|id| id.parse().ok()).ok_or_else(|| {
            Problem::new(
                Sort::Malformed,
                "the header `Last-Event-ID` is not the id of an event of this stream",
            )
            .help("send the id of the last event that arrived, or leave the header out")
        })
    });
    let after = last.transpose()?.or(after);
    let place = app.streams.enter(&visitor, &peer)?;
    let (sender, receiver) = mpsc::channel(PAGE);
    tokio::spawn(async move {
        let _place = place;
        tell(app, visitor, after, sender).await;
    });
    Ok(Sse::new(Feed(receiver)).keep_alive(KeepAlive::default()))
}

/// Tells what is new until nobody listens, or the session is over.
async fn tell(app: AppState, visitor: Visitor, after: Option<u64>, sender: mpsc::Sender<Event>) {
    let reader = visitor.reader();
    let mut news = app.desk.news(&reader);
    let mut told = after.unwrap_or_else(|| *news.borrow_and_update());
    loop {
        let seen = *news.borrow_and_update();
        if 0 < seen && seen < told {
            // A compartment was deleted, and what is left is counted anew: what the listener holds is to be read again.
            let event = Event::default()
                .id(seen.to_string())
                .event("deleted")
                .data(json!({"index": seen}).to_string());
            told = seen;
            if !goes_on(&app, &visitor).await || sender.send(event).await.is_err() {
                return;
            }
        }
        let lines = app.desk.lines_after(&reader, told, PAGE);
        if !lines.is_empty() && !goes_on(&app, &visitor).await {
            return;
        }
        let more = lines.len() == PAGE;
        for line in lines {
            let data = json!({
                "index": line.index,
                "kind": line.placed.recorded.event.kind(),
                "in": line.placed.compartment.name(),
            });
            let event = Event::default().id(line.index.to_string()).event("recorded").data(data.to_string());
            told = line.index;
            if sender.send(event).await.is_err() {
                return;
            }
        }
        if more {
            continue;
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = sender.closed() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {
                if !goes_on(&app, &visitor).await {
                    return;
                }
            }
        }
    }
}

async fn goes_on(app: &AppState, visitor: &Visitor) -> bool {
    match &visitor.0 {
        Some(session) => app.accounts.goes_on(session).await.unwrap_or(false),
        None => true,
    }
}
