//! What the engine finds out for one reader, from what that reader may see.
//!
//! A party's insight rests on the table and its own brief. The mediator's rests on every brief that was deposited, or
//! on an estimate where none was. The public's rests on what is public. It is worked out off the tasks that answer
//! requests, once for each state of a reader's knowledge, and within a budget: what is not proven by then is shown as
//! such.

mod inference;
mod shared_space;

pub use inference::{Inference, inference};

use crate::service::Desk;
use crate::work::{FlightError, Flights, Stop, Workshop};
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::outlook::{Outlook, Solved, outlook};
use mediant_engine::report::Report;
use mediant_engine::{Analysis, Settings, analyze};
use mediant_formats::native;
use mediant_formats::{InputFile, Negotiation};
use mediant_model::case::Reader;
use mediant_model::problem::{Choice, Options};
use mediant_model::{Brief, Case, Date, IssueId, OptionId, Package, PartyId};
use mediant_record::State;
use mediant_record::brief::BriefText;
use mediant_record::state::Revision;
use mediant_render::picture::{self, DealSpace};
use mediant_render::{Found, Posed};
use shared_space::{Held, Shared, unseen};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How long the engine may think about one state of the record.
const BUDGET: Duration = Duration::from_secs(3);
/// How long it may think about all the days of an outlook.
const BUDGET_OVER_TIME: Duration = Duration::from_secs(10);
/// How long it may think about one package that is looked at.
const JUDGED_WITHIN: Duration = Duration::from_millis(500);
/// Packages of one insight whose judgement is kept.
const JUDGED_MAX: usize = 256;

/// Why there is nothing to find out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InsightError {
    /// Nobody reads as this party.
    #[error("this party is not on record")]
    UnknownReader,
    /// There are no parties or issues yet.
    #[error("there is nothing to work out yet: parties and issues come first")]
    TooEarly,
    /// It is still being worked out, and will be there when it is asked for again.
    #[error("this is being worked out: ask again in a moment")]
    Underway,
    /// What was stated does not fit together. Each sentence is about what the reader may see.
    #[error("{}", .0.join("; "))]
    Unclear(Vec<String>),
}

/// What was found out for a reader, at one point of the record.
pub struct Insight {
    /// What the reader could read.
    pub revision: Revision,
    /// The case and briefs as the reader knows them, compiled.
    pub posed: Posed,
    /// What the engine found out.
    pub analysis: Analysis,
    /// What rankings say, where there are any in place of points.
    pub ordinal: Option<Findings>,
    /// All of it in words.
    pub report: Report,
    /// Briefs that do not fit the case any more, for instance since an issue was split: whose, and why.
    pub unread_briefs: BTreeMap<PartyId, Vec<String>>,
    /// Parties whose brief is the mediator's estimate.
    pub estimated: BTreeSet<PartyId>,
    /// Options that only the mediator knows of and that are left out, as no deposited brief could give points for them.
    pub left_out: BTreeSet<(IssueId, OptionId)>,
    picture: OnceLock<Option<String>>,
    outlook: OnceLock<Option<Outlook>>,
    judged: Mutex<BTreeMap<Package, Arc<Judgement>>>,
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
        answer.unwrap_or_else(|failed| Err(failed.into()))
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
        answer.map_err(InsightError::from)
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
        answer.unwrap_or_else(|failed| Err(failed.into()))
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

impl From<FlightError> for InsightError {
    fn from(failed: FlightError) -> Self {
        Self::Unclear(vec![match failed {
            FlightError::Busy => {
                "too much is being worked out for you already: try again in a moment".to_owned()
            }
            FlightError::Broken => "the engine failed on this case".to_owned(),
        }])
    }
}

/// The brief texts that a reader's insight may rest on, and whose are estimates.
fn usable_briefs(state: &State) -> Vec<Held> {
    let of = |party: &PartyId| {
        let briefs = state.briefs.get(party)?;
        let deposited = briefs.deposited.last();
        match state.reader() {
            Reader::Mediator => match (deposited, &briefs.estimate) {
                (Some(brief), _) => Some((brief.clone(), false)),
                (None, estimate) => estimate.clone().map(|brief| (brief, true)),
            },
            // A party works with what it wrote last.
            Reader::Party(own) if own == *party => {
                let draft = briefs.draft.as_ref();
                let latest = draft.into_iter().chain(deposited).max_by_key(|brief| brief.trace.index);
                latest.cloned().map(|brief| (brief, false))
            }
            Reader::Party(_) | Reader::Public => None,
        }
    };
    let held = |party: &PartyId| {
        let (brief, is_estimate) = of(party)?;
        Some(Held { party: party.clone(), brief, is_estimate, unseen: unseen(state, party) })
    };
    state.negotiating().filter_map(|party| held(&party.id)).collect()
}

impl Insight {
    /// Works out what a state says, with the outlook where it is wanted.
    ///
    /// # Errors
    /// As [`Insights::of`].
    pub fn of_state(
        state: &State,
        today: Date,
        with_outlook: bool,
        stop: &Stop,
    ) -> Result<Self, InsightError> {
        let (case, briefs) = (state.case(today), usable_briefs(state));
        let insight = Self::work_out(state.revision(), case, briefs, state.reader(), today, stop)?;
        if with_outlook {
            insight.look_ahead(stop);
        }
        Ok(insight)
    }

    fn work_out(
        revision: Revision,
        case: Case,
        held: Vec<Held>,
        reader: Reader,
        today: Date,
        patience: &Stop,
    ) -> Result<Self, InsightError> {
        if case.negotiating_parties().next().is_none() || case.issues.is_empty() {
            return Err(InsightError::TooEarly);
        }
        let Shared { case, briefs, estimated, unread: unread_briefs, left_out } = Shared::new(case, held);
        let notes = left_out.iter().map(|option| left_out_note(&case, option)).collect();
        let negotiation = Negotiation { case, briefs, notes };
        // The case is as the reader knows it already; posing it for the mediator drops nothing more, and what is said
        // of it is worded for the reader below.
        let posed = Posed::new(negotiation, Reader::Mediator, Some(today))
            .map_err(|errors| InsightError::Unclear(errors.iter().map(ToString::to_string).collect()))?;
        let posed = Posed { reader, ..posed };
        let settings = Settings { certify: posed.reader == Reader::Mediator, ..Settings::default() };
        let analysis = analyze(&posed.problem, &settings, patience);
        let ordinal = Findings::new(&posed.problem, &posed.briefs, patience);
        let found = Found { analysis: &analysis, ordinal: ordinal.as_ref(), judgement: None };
        let report = Report::new(&posed.subject(&found));
        Ok(Self {
            revision,
            posed,
            analysis,
            ordinal,
            report,
            unread_briefs,
            estimated,
            left_out,
            picture: OnceLock::new(),
            outlook: OnceLock::new(),
            judged: Mutex::default(),
        })
    }

    /// Everything found out, for the layouts.
    pub fn found(&self) -> Found<'_> {
        Found { analysis: &self.analysis, ordinal: self.ordinal.as_ref(), judgement: None }
    }

    /// The proof of it as JSON, about the case and briefs it rests on; `None` where nothing is proven.
    pub fn certificate(&self) -> Option<String> {
        (!self.analysis.certificate.claims.is_empty()).then_some(())?;
        let about = mediant_render::about(&self.posed, &self.found()).ok()?;
        let mut text = Vec::new();
        self.analysis.certificate.write_about(&about, &mut text).ok()?;
        String::from_utf8(text).ok()
    }

    /// The picture of the deal space as SVG, where every party has points.
    pub fn picture(&self) -> Option<&str> {
        let draw = || {
            let space = DealSpace::new(&self.posed.case.title, &self.posed.problem, &self.analysis)?;
            Some(picture::svg(&space.scene()))
        };
        self.picture.get_or_init(draw).as_deref()
    }

    /// Works out how the room for a deal changes over time: solves the case once for each day on which something
    /// changes, as far as the time goes.
    fn look_ahead(&self, stop: &Stop) {
        if self.outlook.get().is_some() {
            return;
        }
        let settings = Settings::default();
        let found = outlook(&self.posed.case, &self.posed.briefs, &Options::default(), stop, |problem| {
            Solved::new(problem, &analyze(problem, &settings, stop))
        });
        // Cut off since nobody waits: whoever asks next is told more.
        if !stop.is_abandoned() {
            let _ = self.outlook.set(found.ok());
        }
    }

    /// How the room for a deal changes over time, where that was worked out ([`Insights::with_outlook`]).
    pub fn outlook(&self) -> Option<&Outlook> {
        self.outlook.get()?.as_ref()
    }

    /// The outlook in words.
    pub fn outlook_report(&self) -> Option<Report> {
        self.outlook().map(|outlook| Report::over_time(&self.posed.subject(&self.found()), outlook))
    }

    /// The outlook as a picture.
    pub fn outlook_picture(&self) -> Option<String> {
        self.outlook()
            .map(|outlook| picture::outlook_svg(&self.posed.case.title, &self.posed.problem, outlook))
    }

    /// The package of these options, where they are one option for every issue.
    pub fn package(&self, options: &BTreeMap<IssueId, OptionId>) -> Option<Vec<u32>> {
        let choice: Choice =
            options.iter().map(|(issue, option)| (issue.to_string(), option.to_string())).collect();
        let named = self.posed.problem.issues.iter().all(|issue| options.contains_key(&issue.id));
        named.then(|| self.posed.problem.chosen(&choice, &BTreeSet::new()).ok()).flatten()
    }

    /// What is to be said of a package; `None` where it is not one option for every issue. Each package is judged once.
    pub fn judge(&self, options: &BTreeMap<IssueId, OptionId>) -> Option<Arc<Judgement>> {
        let package = self.package(options)?;
        let known = || self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(judged) = known().get(&package) {
            return Some(judged.clone());
        }
        let stop = Stop::within(JUDGED_WITHIN).begun();
        let (problem, briefs) = (&self.posed.problem, &self.posed.briefs);
        let judged = Arc::new(Judgement::new(problem, briefs, &self.analysis, &package, &stop)?);
        let mut all = known();
        if all.len() >= JUDGED_MAX {
            all.pop_first();
        }
        all.insert(package, judged.clone());
        Some(judged)
    }
}

fn left_out_note(case: &Case, (issue, option): &(IssueId, OptionId)) -> String {
    let name =
        case.issues.iter().find(|known| &known.id == issue).map_or(issue.as_str(), |known| &known.name);
    format!(
        "the option `{option}` of {name} is left out: a party that gave a brief does not know of it; \
         bring it onto the table to have it counted"
    )
}

/// The brief that a text on record gives, for this case.
///
/// # Errors
/// What is wrong with it, each mistake in a sentence.
pub(crate) fn read_brief(brief: &BriefText, case: &Case) -> Result<Brief, Vec<String>> {
    let input = InputFile::new("brief.toml", brief.text.read().as_bytes());
    match native::read_brief(&input, Some(case)) {
        Ok((brief, _)) => Ok(brief),
        Err(problems) => Err(problems.iter().filter(|p| p.is_error()).map(ToString::to_string).collect()),
    }
}
