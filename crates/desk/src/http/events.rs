//! What becomes of the record, as server-sent events.

use super::query::Query;
use crate::accounts::Visitor;
use crate::app::AppState;
use crate::http_error::{HttpError, ProblemKind};
use crate::security::Peer;
use crate::service::Line;
use axum::extract::{RawQuery, State as Extract};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_core::Stream;
use mediant_record::State;
use mediant_record::state::Revision;
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

/// What a listener has read already.
enum Read {
    /// Everything up to here.
    Upto(Revision),
    /// So many events, counted before or after some were deleted.
    Count(u64),
    /// What is there now.
    Now,
}

impl Read {
    fn from_text(text: &str) -> Option<Self> {
        let counted = || text.parse().ok().map(Self::Count);
        Revision::from_text(text).map(Self::Upto).or_else(counted)
    }
}

/// Each event that the reader may read, after `Last-Event-ID`, else after `after`, else from now on. An id is a revision:
/// the reader's own count, and the event. After a deletion the events are counted anew: `deleted` says so, up to the
/// revision that is its id.
pub(super) async fn stream(
    Extract(app): Extract<AppState>,
    visitor: Visitor,
    peer: Peer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Sse<KeepAliveStream<Feed>>, HttpError> {
    let query = Query::new(query.as_deref(), &["after"])?;
    let after = query.text("after").map(|after| {
        Read::from_text(after).ok_or_else(|| {
            HttpError::new(ProblemKind::Malformed, "`after` is neither a revision nor a number of events")
                .at("after")
                .help("give the `revision` of an answer, or leave it out")
        })
    });
    // A browser that has read nothing yet sends no id, or an empty one.
    let last = headers.get(LAST_EVENT_ID).filter(|id| !id.is_empty()).map(|id| {
        id.to_str().ok().and_then(Read::from_text).ok_or_else(|| {
            HttpError::new(
                ProblemKind::Malformed,
                "the header `Last-Event-ID` is not the id of an event of this stream",
            )
            .help("send the id of the last event that arrived, or leave the header out")
        })
    });
    let place = app.streams.enter(&visitor, &peer)?;
    let (sender, receiver) = mpsc::channel(PAGE);
    let read = last.transpose()?.or(after.transpose()?).unwrap_or(Read::Now);
    tokio::spawn(async move {
        let _place = place;
        tell(app, visitor, read, sender).await;
    });
    Ok(Sse::new(Feed(receiver)).keep_alive(KeepAlive::default()))
}

/// Tells what is new until nobody listens, or the session is over.
async fn tell(app: AppState, visitor: Visitor, read: Read, sender: mpsc::Sender<Event>) {
    let reader = visitor.reader();
    let mut news = app.desk.news(&reader);
    let now = || app.desk.read(&reader, State::revision).unwrap_or_default();
    // `None`: what the listener holds is to be read again.
    let mut told = match read {
        Read::Upto(revision) => Some(revision),
        Read::Count(0) => Some(Revision::default()),
        Read::Count(seen) => app.desk.revision_at(&reader, seen),
        Read::Now => Some(now()),
    };
    loop {
        news.borrow_and_update();
        let lines = told.as_ref().and_then(|told| app.desk.lines_since(&reader, told, PAGE));
        let anew = lines.is_none();
        let events = match lines {
            Some(lines) => lines.iter().map(recorded).collect(),
            None => vec![deleted(&now())],
        };
        if !events.is_empty() && !goes_on(&app, &visitor).await {
            return;
        }
        let more = anew || events.len() == PAGE;
        for (revision, event) in events {
            told = Some(revision);
            if sender.send(event).await.is_err() {
                return;
            }
        }
        if more {
            continue;
        }
        tokio::select! {
            // Told of nothing new: a day began, and somebody's last day may be over.
            changed = news.changed() => if changed.is_err() || !goes_on(&app, &visitor).await { return },
            () = sender.closed() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {
                if !goes_on(&app, &visitor).await {
                    return;
                }
            }
        }
    }
}

fn recorded(line: &Line) -> (Revision, Event) {
    let recorded = &line.placed.recorded;
    let revision = Revision { seen: line.index, latest: Some(recorded.id.clone()) };
    let data =
        json!({ "index": line.index, "kind": recorded.event.kind(), "in": line.placed.compartment.name() });
    let event = Event::default().id(revision.to_string()).event("recorded").data(data.to_string());
    (revision, event)
}

/// A compartment was deleted, and what is left is counted anew: what the listener holds is to be read again.
fn deleted(now: &Revision) -> (Revision, Event) {
    let data = json!({ "index": now.seen });
    (now.clone(), Event::default().id(now.to_string()).event("deleted").data(data.to_string()))
}

async fn goes_on(app: &AppState, visitor: &Visitor) -> bool {
    match &visitor.0 {
        Some(session) => app.accounts.goes_on(session).await.unwrap_or(false),
        None => true,
    }
}
