//! What was found in reports lately, each read once for all who look at it.

use crate::service::Desk;
use crate::work::{FlightError, Flights, Workshop};
use mediant_insight::reports::{Found, ReportRead};
use mediant_model::case::Reader;
use mediant_record::report::ReportId;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A report is not stopped while it is read: how long it may be bounds how long that takes. This bounds waiting for nothing.
const BUDGET: Duration = Duration::from_secs(30);

/// Who takes turns for reading.
const WHOSE: &str = "reports";

/// What was found lately.
pub struct Readings {
    flights: Arc<Flights<(), ReportId, ReportRead>>,
    /// How many events were deleted by the time of what is kept.
    deleted_events: AtomicUsize,
}

impl Default for Readings {
    fn default() -> Self {
        Self { flights: Arc::new(Flights::new(Workshop::new(), BUDGET)), deleted_events: AtomicUsize::new(0) }
    }
}

impl Readings {
    /// What is found in a report of the mediator's; `None` where there is no such report. Read in a turn of those who read reports, away
    /// from the tasks that answer.
    pub async fn of(&self, desk: &Desk, report: &ReportId) -> Option<ReportRead> {
        self.forget_deleted(desk.deleted_events());
        let (text, on) = desk.read(&Reader::Mediator, |state| {
            let known = state.reports.get(report)?;
            Some((known.text.clone(), known.on))
        })??;
        let work = move |_: &_| match Found::new(text.read(), on) {
            Ok(found) => ReportRead::Found(Arc::new(found)),
            Err(why) => ReportRead::Unreadable(why),
        };
        let failed = |failed| {
            ReportRead::Unreadable(match failed {
                FlightError::Busy => {
                    "too many reports are being read already; look again in a moment".to_owned()
                }
                FlightError::Broken => {
                    "the reader failed on this text; state what it says by hand, and tell us of it".to_owned()
                }
            })
        };
        Some(self.flights.answer(&(), report, WHOSE, work).await.unwrap_or_else(failed))
    }

    /// Drops everything that was read before something was deleted: it may be of that.
    fn forget_deleted(&self, deleted_events: usize) {
        if self.deleted_events.swap(deleted_events, Ordering::SeqCst) != deleted_events {
            self.flights.forget();
        }
    }
}

/// What is found within `patience`; else it goes on being read, and is there when it is asked for again.
pub async fn soon(
    patience: Duration,
    read: impl Future<Output = Option<ReportRead>> + Send + 'static,
) -> Option<ReportRead> {
    let mut read = Box::pin(read);
    tokio::select! {
        biased;
        read = &mut read => read,
        () = tokio::time::sleep(patience) => {
            // What nobody waits for stops: somebody waits.
            tokio::spawn(read);
            Some(ReportRead::Underway)
        }
    }
}
