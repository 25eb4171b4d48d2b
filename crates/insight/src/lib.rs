//! What is found out for one reader, from what that reader may see: by the engine, in mediations ([`interview`]), in reports
//! ([`reports`]). Values alone: no clock, no threads; whoever has those says how long it may take ([`Patience`]).
//!
//! A party's insight rests on the table and its own brief. The mediator's rests on every brief that was deposited, or
//! on an estimate where none was. The public's rests on what is public. What is not proven when the patience ends is
//! shown as such.

mod inference;
pub mod interview;
pub mod reports;
mod shared_space;

pub use inference::{Inference, inference};

use mediant_engine::Control;
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
pub use shared_space::Held;
use shared_space::{Shared, unseen};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Packages of one insight whose judgement is kept.
const JUDGED_MAX: usize = 256;

/// How long working out may take, and for whom.
pub trait Patience: Control {
    /// Whether nobody waits any more: then what was found is cut off, and is not to be kept as if it were all.
    fn is_abandoned(&self) -> bool;

    /// What is asked while one package is looked at, each time anew.
    fn for_a_package(&self) -> fn() -> Box<dyn Control>;
}

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
    judging: fn() -> Box<dyn Control>,
}

/// The brief texts that a reader's insight may rest on, and whose are estimates.
pub fn usable_briefs(state: &State) -> Vec<Held> {
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
    /// As [`Insight::work_out`].
    pub fn of_state(
        state: &State,
        today: Date,
        with_outlook: bool,
        patience: &dyn Patience,
    ) -> Result<Self, InsightError> {
        let (case, briefs) = (state.case(today), usable_briefs(state));
        let insight = Self::work_out(state.revision(), case, briefs, state.reader(), today, patience)?;
        if with_outlook {
            insight.look_ahead(patience);
        }
        Ok(insight)
    }

    /// Works out what a case and briefs say that a reader knows.
    ///
    /// # Errors
    /// There is nothing to find out, or what was stated does not fit together.
    pub fn work_out(
        revision: Revision,
        case: Case,
        held: Vec<Held>,
        reader: Reader,
        today: Date,
        patience: &dyn Patience,
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
        let mut analysis = analyze(&posed.problem, &settings, patience);
        let ordinal = Findings::new(&posed.problem, &posed.briefs, patience);
        if settings.certify {
            let claims = ordinal.iter().flat_map(|findings| findings.claims(&posed.problem));
            analysis.certificate.claims.extend(claims);
        }
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
            judging: patience.for_a_package(),
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
    pub fn look_ahead(&self, patience: &dyn Patience) {
        if self.outlook.get().is_some() {
            return;
        }
        let settings = Settings::default();
        let found = outlook(&self.posed.case, &self.posed.briefs, &Options::default(), patience, |problem| {
            Solved::new(problem, &analyze(problem, &settings, patience))
        });
        // Cut off since nobody waits: whoever asks next is told more.
        if !patience.is_abandoned() {
            let _ = self.outlook.set(found.ok());
        }
    }

    /// How the room for a deal changes over time, where that was worked out ([`Insight::look_ahead`]).
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
        let control = (self.judging)();
        let (problem, briefs) = (&self.posed.problem, &self.posed.briefs);
        let judged = Arc::new(Judgement::new(problem, briefs, &self.analysis, &package, &*control)?);
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
pub fn read_brief(brief: &BriefText, case: &Case) -> Result<Brief, Vec<String>> {
    let input = InputFile::new("brief.toml", brief.text.read().as_bytes());
    match native::read_brief(&input, Some(case)) {
        Ok((brief, _)) => Ok(brief),
        Err(problems) => Err(problems.iter().filter(|p| p.is_error()).map(ToString::to_string).collect()),
    }
}
