//! What the engine finds out for one reader, from what that reader may see.
//!
//! A party's insight rests on the table and its own brief. The mediator's rests on every brief that was deposited, or
//! on an estimate where none was. The public's rests on what is public. It is worked out off the tasks that answer
//! requests, once for each state of a reader's knowledge, and within a budget: what is not proven by then is shown as
//! such.

mod inference;
mod shared_space;

pub use inference::{Inference, inference};
pub(crate) use shared_space::narrow;

use crate::service::Desk;
use jiff::Timestamp;
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::Findings;
use mediant_engine::outlook::{Outlook, Solved, outlook};
use mediant_engine::report::Report;
use mediant_engine::{Analysis, Control, Settings, analyze};
use mediant_formats::native;
use mediant_formats::{InputFile, Negotiation};
use mediant_model::case::Reader;
use mediant_model::problem::{Choice, Options};
use mediant_model::{Brief, Case, Date, IssueId, OptionId, PartyId};
use mediant_record::State;
use mediant_record::state::BriefText;
use mediant_render::picture::{self, DealSpace};
use mediant_render::{Found, Posed};
use shared_space::{Held, Shared, unseen};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::OnceCell;

/// How long the engine may think about one state of the record, in milliseconds.
const BUDGET_MS: i64 = 3_000;
/// How many insights are kept.
const KEPT_MAX: usize = 64;

/// Why there is nothing to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoInsight {
    /// Nobody reads as this party.
    UnknownReader,
    /// There are no parties or issues yet.
    TooEarly,
    /// What was stated does not fit together. Each sentence is about what the reader may see.
    Unclear(Vec<String>),
}

impl fmt::Display for NoInsight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownReader => f.write_str("this party is not on record"),
            Self::TooEarly => f.write_str("there is nothing to work out yet: parties and issues come first"),
            Self::Unclear(why) => f.write_str(&why.join("; ")),
        }
    }
}

impl std::error::Error for NoInsight {}

/// What was found out for a reader, at one point of the record.
pub struct Insight {
    /// How many events the reader could read.
    pub seen: u64,
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
}

/// The insights worked out lately.
#[derive(Default)]
pub struct Insights {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    cells: BTreeMap<Key, Cell>,
    /// The keys in the order in which they came.
    order: Vec<Key>,
    /// Stops what is being worked out for a reader, once something newer is asked for.
    stops: BTreeMap<Reader, Arc<AtomicBool>>,
}

type Key = (Reader, u64, Date);
type Cell = Arc<OnceCell<Result<Arc<Insight>, NoInsight>>>;

impl Insights {
    /// What there is to know for a reader now.
    ///
    /// # Errors
    /// There is nothing to find out, or what was stated does not fit together.
    pub async fn of(&self, desk: &Arc<Desk>, reader: &Reader) -> Result<Arc<Insight>, NoInsight> {
        let today = desk.world().today();
        let seen = desk.read(reader, |state| state.seen).ok_or(NoInsight::UnknownReader)?;
        if let Some(found) = self.known(&(reader.clone(), seen, today)) {
            return found;
        }
        let known = desk.read(reader, |state| (state.seen, state.case(today), usable_briefs(state)));
        let (seen, case, briefs) = known.ok_or(NoInsight::UnknownReader)?;
        let (cell, stop) = self.cell((reader.clone(), seen, today));
        let work = || async {
            let (reader, world) = (reader.clone(), desk.world().clone());
            let until = world.now() + jiff::SignedDuration::from_millis(BUDGET_MS);
            let work = move || {
                let left = move || (until - world.now()).as_millis();
                let patience = Patience { stop, left: Box::new(left) };
                Insight::work_out(seen, case, briefs, reader, today, &patience).map(Arc::new)
            };
            match tokio::task::spawn_blocking(work).await {
                Ok(found) => found,
                Err(_) => Err(NoInsight::Unclear(vec!["the engine failed on this case".to_owned()])),
            }
        };
        cell.get_or_init(work).await.clone()
    }

    /// What was worked out already: without putting the case together once more.
    fn known(&self, key: &Key) -> Option<Result<Arc<Insight>, NoInsight>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.cells.get(key)?.get().cloned()
    }

    fn cell(&self, key: Key) -> (Cell, Arc<AtomicBool>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = kept.cells.get(&key) {
            let stop = kept.stops.get(&key.0).cloned().unwrap_or_default();
            return (cell.clone(), stop);
        }
        while kept.order.len() >= KEPT_MAX {
            let oldest = kept.order.remove(0);
            kept.cells.remove(&oldest);
        }
        let stop = Arc::new(AtomicBool::new(false));
        if let Some(older) = kept.stops.insert(key.0.clone(), stop.clone()) {
            older.store(true, Ordering::Relaxed);
        }
        let cell = Cell::default();
        kept.order.push(key.clone());
        kept.cells.insert(key, cell.clone());
        (cell, stop)
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

/// When the engine stops: its time is over, or something newer was asked for.
struct Patience {
    stop: Arc<AtomicBool>,
    /// Milliseconds left, below zero when time is over.
    left: Box<dyn Fn() -> i128 + Sync>,
}

impl Control for Patience {
    fn should_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || (self.left)() <= 0
    }

    fn spent(&self) -> u32 {
        let budget = i128::from(BUDGET_MS);
        let spent = (budget - (self.left)()).clamp(0, budget) * 1_000_000 / budget;
        u32::try_from(spent).unwrap_or(1_000_000)
    }
}

impl Insight {
    /// Works out what a state says; for previews, which are not kept.
    ///
    /// # Errors
    /// As [`Insights::of`].
    pub fn of_state(
        state: &State,
        today: Date,
        until: impl Fn() -> Timestamp + Sync + 'static,
    ) -> Result<Self, NoInsight> {
        let started = until();
        let budget = jiff::SignedDuration::from_millis(BUDGET_MS);
        let patience = Patience {
            stop: Arc::default(),
            left: Box::new(move || (started + budget - until()).as_millis()),
        };
        Self::work_out(state.seen, state.case(today), usable_briefs(state), state.reader(), today, &patience)
    }

    fn work_out(
        seen: u64,
        case: Case,
        held: Vec<Held>,
        reader: Reader,
        today: Date,
        patience: &Patience,
    ) -> Result<Self, NoInsight> {
        if case.negotiating_parties().next().is_none() || case.issues.is_empty() {
            return Err(NoInsight::TooEarly);
        }
        let Shared { case, briefs, estimated, unread: unread_briefs, left_out } = Shared::of(case, held);
        let notes = left_out.iter().map(|option| left_out_note(&case, option)).collect();
        let negotiation = Negotiation { case, briefs, notes };
        // The case is as the reader knows it already; posing it for the mediator drops nothing more, and what is said
        // of it is worded for the reader below.
        let posed = Posed::new(negotiation, Reader::Mediator, Some(today))
            .map_err(|errors| NoInsight::Unclear(errors.iter().map(ToString::to_string).collect()))?;
        let posed = Posed { reader, ..posed };
        let settings = Settings { certify: posed.reader == Reader::Mediator, ..Settings::default() };
        let analysis = analyze(&posed.problem, &settings, patience);
        let ordinal = Findings::of(&posed.problem, &posed.briefs, patience);
        let found = Found { analysis: &analysis, ordinal: ordinal.as_ref(), judgement: None };
        let report = Report::new(&posed.subject(&found));
        Ok(Self {
            seen,
            posed,
            analysis,
            ordinal,
            report,
            unread_briefs,
            estimated,
            left_out,
            picture: OnceLock::new(),
            outlook: OnceLock::new(),
        })
    }

    /// Everything found out, for the layouts.
    pub fn found(&self) -> Found<'_> {
        Found { analysis: &self.analysis, ordinal: self.ordinal.as_ref(), judgement: None }
    }

    /// The picture of the deal space as SVG, where every party has points.
    pub fn picture(&self) -> Option<&str> {
        let draw = || {
            let space = DealSpace::new(&self.posed.case.title, &self.posed.problem, &self.analysis)?;
            Some(picture::svg(&space.scene()))
        };
        self.picture.get_or_init(draw).as_deref()
    }

    /// How the room for a deal changes over time. Solves the case once for each day on which something changes, so not
    /// for a task that answers requests.
    pub fn outlook(&self) -> Option<&Outlook> {
        let settings = Settings::default();
        let stop = AtomicBool::new(false);
        let control = Flag(&stop);
        let work = || {
            outlook(&self.posed.case, &self.posed.briefs, &Options::default(), |problem| {
                Solved::of(problem, &analyze(problem, &settings, &control))
            })
            .ok()
        };
        self.outlook.get_or_init(work).as_ref()
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

    /// What is to be said of a package; `None` where it is not one option for every issue.
    pub fn judge(&self, options: &BTreeMap<IssueId, OptionId>) -> Option<Judgement> {
        let package = self.package(options)?;
        let stop = AtomicBool::new(false);
        Judgement::of(&self.posed.problem, &self.posed.briefs, &self.analysis, &package, &Flag(&stop))
    }
}

struct Flag<'a>(&'a AtomicBool);

impl Control for Flag<'_> {
    fn should_stop(&self) -> bool {
        self.0.load(Ordering::Relaxed)
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
