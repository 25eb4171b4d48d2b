//! What is found out for each reader, kept: worked out off the tasks that answer requests, once for each state of a reader's
//! knowledge, and within a budget.

use crate::service::Desk;
use crate::work::{FlightError, Flights, Stop, Workshop};
use mediant_engine::Control;
use mediant_insight::{Insight, InsightError, Patience, usable_briefs};
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_record::State;
use mediant_record::state::Revision;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long the engine may think about one state of the record.
const BUDGET: Duration = Duration::from_secs(3);
/// How long it may think about all the days of an outlook.
const BUDGET_OVER_TIME: Duration = Duration::from_secs(10);
/// How long it may think about one package that is looked at.
const JUDGED_WITHIN: Duration = Duration::from_millis(500);

impl Patience for Stop {
    fn is_abandoned(&self) -> bool {
        Self::is_abandoned(self)
    }

    fn for_a_package(&self) -> fn() -> Box<dyn Control> {
        || Box::new(Self::within(JUDGED_WITHIN).begun())
    }
}

/// What is found out for a reader, or why nothing is.
type FoundOrNot = Result<Arc<Insight>, InsightError>;

/// The insights worked out lately, each once for all who ask for it.
pub struct Insights {
    found: Arc<Flights<Reader, Version, FoundOrNot>>,
    over_time: Arc<Flights<Reader, Version, Arc<Insight>>>,
    /// What previews of somebody else's desk show, by whose it is; with the outlook or without.
    previewed: Arc<Flights<Reader, (Version, bool), FoundOrNot>>,
    /// How many events were deleted by the time of what is kept.
    deleted_events: AtomicUsize,
}

/// The state of a reader's knowledge, and the day.
type Version = (Revision, Date);

impl Default for Insights {
    fn default() -> Self {
        let workshop = Workshop::new();
        Self {
            found: Arc::new(Flights::new(workshop.clone(), BUDGET)),
            over_time: Arc::new(Flights::new(workshop.clone(), BUDGET_OVER_TIME)),
            previewed: Arc::new(Flights::new(workshop, BUDGET + BUDGET_OVER_TIME)),
            deleted_events: AtomicUsize::new(0),
        }
    }
}

impl Insights {
    /// What there is to know for a reader now.
    ///
    /// # Errors
    /// There is nothing to find out, or what was stated does not fit together.
    pub async fn of(&self, desk: &Arc<Desk>, reader: &Reader) -> Result<Arc<Insight>, InsightError> {
        let today = desk.world().today();
        self.forget_deleted(desk.deleted_events());
        let revision = desk.read(reader, State::revision).ok_or(InsightError::UnknownReader)?;
        if let Some(found) = self.found.known(reader, &(revision, today)) {
            return found;
        }
        let known = desk.read(reader, |state| (state.revision(), state.case(today), usable_briefs(state)));
        let (revision, case, briefs) = known.ok_or(InsightError::UnknownReader)?;
        let (whose, version) = (reader.clone(), (revision.clone(), today));
        let work =
            move |stop: &Stop| Insight::work_out(revision, case, briefs, whose, today, stop).map(Arc::new);
        let answer = self.found.answer(reader, &version, &desk_of(reader), work).await;
        answer.unwrap_or_else(|failed| Err(not_worked_out(failed)))
    }

    /// The same with the outlook worked out, where there is one.
    ///
    /// # Errors
    /// As [`Insights::of`].
    pub async fn with_outlook(
        &self,
        desk: &Arc<Desk>,
        reader: &Reader,
    ) -> Result<Arc<Insight>, InsightError> {
        let insight = self.of(desk, reader).await?;
        let version = (insight.revision.clone(), desk.world().today());
        let work = move |stop: &Stop| {
            insight.look_ahead(stop);
            insight
        };
        let answer = self.over_time.answer(reader, &version, &desk_of(reader), work).await;
        answer.map_err(not_worked_out)
    }

    /// Drops everything that was worked out before something was deleted: it may rest on that.
    ///
    /// What is being worked out goes on: whom the deletion does not concern must not notice it.
    fn forget_deleted(&self, deleted_events: usize) {
        if self.deleted_events.swap(deleted_events, Ordering::SeqCst) != deleted_events {
            self.found.forget();
            self.over_time.forget();
            self.previewed.forget();
        }
    }

    /// What the state of a reader's desk says that somebody else looks at: what the reader keeps to itself is not in it. With
    /// the outlook where it is wanted.
    ///
    /// # Errors
    /// As [`Insights::of`].
    pub async fn of_preview(
        &self,
        desk: &Arc<Desk>,
        state: State,
        with_outlook: bool,
    ) -> Result<Arc<Insight>, InsightError> {
        let today = desk.world().today();
        self.forget_deleted(desk.deleted_events());
        let (whose, version) = (state.reader(), ((state.revision(), today), with_outlook));
        let work = move |stop: &Stop| Insight::of_state(&state, today, with_outlook, stop).map(Arc::new);
        let answer = self.previewed.answer(&whose, &version, "previews", work).await;
        answer.unwrap_or_else(|failed| Err(not_worked_out(failed)))
    }
}

/// What is found out, where it is found within `patience`. Where it is not, it goes on being worked out, and is there when
/// it is asked for again.
///
/// # Errors
/// [`InsightError::Underway`]; as [`Insights::of`].
pub async fn soon(
    patience: Duration,
    found: impl Future<Output = Result<Arc<Insight>, InsightError>> + Send + 'static,
) -> Result<Arc<Insight>, InsightError> {
    let mut found = Box::pin(found);
    // A clock that is asked to wait for no time waits for its next tick all the same.
    let over = async {
        if !patience.is_zero() {
            tokio::time::sleep(patience).await;
        }
    };
    tokio::select! {
        biased;
        found = &mut found => found,
        () = over => {
            // What nobody waits for stops: somebody waits, no longer than the engine's budget.
            tokio::spawn(found);
            Err(InsightError::Underway)
        }
    }
}

/// Who takes turns for a reader's work.
fn desk_of(reader: &Reader) -> String {
    match reader {
        Reader::Mediator => "mediator".to_owned(),
        Reader::Party(party) => format!("party {party}"),
        Reader::Public => "public".to_owned(),
    }
}

fn not_worked_out(failed: FlightError) -> InsightError {
    InsightError::Unclear(vec![match failed {
        FlightError::Busy => "too much is being worked out for you already: try again in a moment".to_owned(),
        FlightError::Broken => "the engine failed on this case".to_owned(),
    }])
}
