//! The packages that every deposited brief can speak of.
//!
//! An option that only the mediator knows of so far is in no party's brief: points for it are missing, and nobody may
//! invent them. Where a brief lacks them, the analysis leaves the option out for everybody and says so; with it, there
//! would be no analysis at all.

use crate::read_brief;
use mediant_model::brief::IssueValues;
use mediant_model::issue::IssueKind;
use mediant_model::{Brief, Case, Condition, IssueId, OptionId, PartyId};
use mediant_record::brief::BriefText;
use mediant_record::state::Named;
use mediant_record::{Compartment, State};
use std::collections::{BTreeMap, BTreeSet};

/// Options of issues, by both names.
pub type Options = BTreeSet<(IssueId, OptionId)>;

/// A brief at hand, as text.
pub struct Held {
    /// Whose it is.
    pub party: PartyId,
    /// Its text.
    pub brief: BriefText,
    /// Whether it is the mediator's estimate.
    pub is_estimate: bool,
    /// The options that its party cannot know of.
    pub unseen: Options,
}

/// Case and briefs over the packages that all of them can speak of.
pub(super) struct Shared {
    pub case: Case,
    pub briefs: Vec<Brief>,
    pub estimated: BTreeSet<PartyId>,
    /// Briefs that do not fit the case any more: whose, and why.
    pub unread: BTreeMap<PartyId, Vec<String>>,
    /// What the analysis leaves out.
    pub left_out: Options,
}

/// The options of issues that the party knows, but which it cannot know itself.
pub(super) fn unseen(state: &State, party: &PartyId) -> Options {
    let caucus = Compartment::Caucus(party.clone());
    let mut unseen = Options::new();
    for issue in &state.issues {
        let IssueKind::Discrete(options) = &issue.kind else { continue };
        let names = options.iter().map(|option| (issue.id.clone(), option.id.clone()));
        let known = |(issue, option): &(IssueId, OptionId)| {
            state.is_known_in(&Named::Option(issue.clone(), option.clone()), &caucus)
        };
        let (seen, hidden): (Options, Options) = names.partition(known);
        // Of an issue of which it knows no option its brief says nothing: that is worth nothing to it, as written.
        if !seen.is_empty() {
            unseen.extend(hidden);
        }
    }
    unseen
}

impl Shared {
    /// Reads each brief on the whole case, or else without the options that its party cannot know of; what one of them
    /// cannot speak of is left out for all.
    pub fn new(case: Case, held: Vec<Held>) -> Self {
        let (mut briefs, mut estimated, mut unread, mut left_out) =
            (Vec::new(), BTreeSet::new(), BTreeMap::new(), Options::new());
        for Held { party, brief, is_estimate, unseen } in held {
            let read = read_brief(&brief, &case).or_else(|why| {
                let narrower =
                    (!unseen.is_empty()).then(|| read_brief(&brief, &without(case.clone(), &unseen)));
                let read = narrower.and_then(Result::ok).ok_or(why)?;
                left_out.extend(unseen);
                Ok(read)
            });
            match read {
                Ok(brief) => {
                    briefs.push(brief);
                    if is_estimate {
                        estimated.insert(party);
                    }
                }
                Err(why) => {
                    unread.insert(party, why);
                }
            }
        }
        if left_out.is_empty() {
            return Self { case, briefs, estimated, unread, left_out };
        }
        let briefs = briefs.into_iter().map(|brief| brief_without(brief, &left_out)).collect();
        Self { case: without(case, &left_out), briefs, estimated, unread, left_out }
    }
}

/// The case without these options. A condition holds for the same packages among those that are left.
fn without(mut case: Case, options: &Options) -> Case {
    let keeps = |issue: &IssueId, option: &OptionId| !options.contains(&(issue.clone(), option.clone()));
    for issue in &mut case.issues {
        let id = issue.id.clone();
        if let IssueKind::Discrete(known) = &mut issue.kind {
            known.retain(|option| !options.contains(&(id.clone(), option.id.clone())));
        }
    }
    let red_lines = case.red_lines.iter_mut().map(|x| &mut x.never);
    let preconditions = case.preconditions.iter_mut().filter_map(|x| x.require.as_mut());
    let linkages = case.linkages.iter_mut().flat_map(|x| [&mut x.when, &mut x.then]);
    let positions = case.positions.iter_mut().filter_map(|x| x.wants.as_mut());
    for condition in red_lines.chain(preconditions).chain(linkages).chain(positions) {
        narrow(condition, &keeps);
    }
    case
}

/// The brief without these options.
fn brief_without(mut brief: Brief, options: &Options) -> Brief {
    let keeps = |issue: &IssueId, option: &OptionId| !options.contains(&(issue.clone(), option.clone()));
    for (issue, tiers) in brief.ranking.iter_mut().flat_map(|ranking| &mut ranking.options) {
        tiers.iter_mut().for_each(|tier| tier.retain(|option| keeps(issue, option)));
        tiers.retain(|tier| !tier.is_empty());
    }
    if let Some(points) = &mut brief.points {
        for (issue, stated) in &mut points.issues {
            if let IssueValues::Options(values) = &mut stated.values {
                values.retain(|option, _| keeps(issue, option));
            }
        }
        points.interactions.iter_mut().for_each(|stated| narrow(&mut stated.when, &keeps));
    }
    let red_lines = brief.red_lines.iter_mut().map(|x| &mut x.never);
    let preconditions = brief.preconditions.iter_mut().filter_map(|x| x.require.as_mut());
    let linkages = brief.linkages.iter_mut().flat_map(|x| [&mut x.when, &mut x.then]);
    red_lines.chain(preconditions).chain(linkages).for_each(|condition| narrow(condition, &keeps));
    brief
}

/// Takes options out of a condition: it holds for the same packages among those that are left.
pub fn narrow(condition: &mut Condition, keeps: &dyn Fn(&IssueId, &OptionId) -> bool) {
    match condition {
        Condition::Options(issue, of) => of.retain(|option| keeps(issue, option)),
        Condition::Between(..) => {}
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| narrow(part, keeps));
        }
        Condition::Not(inner) => narrow(inner, keeps),
    }
}
