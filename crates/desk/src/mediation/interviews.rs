//! What each party is asked next.

use super::deposited::deposited;
use super::matter::Matter;
use super::red_lines::{excluded_options, forbidden, impossible, posed};
use super::{seed, settings};
use crate::service::Desk;
use crate::work::{BusyError, Workshop};
use mediant_insight::interview::{Deposited, InterviewProgress, Questioning};
use mediant_mediate::{Exchange, Interview, Question};
use mediant_model::case::Reader;
use mediant_model::problem::Region;
use mediant_model::{Case, IssueId, OptionId, PartyId};
use mediant_record::State;
use mediant_record::brief::BriefText;
use mediant_record::mediation::{
    self as record, Ask, Manner, MediatedIssue, Mediation, MediationId, MediationStage, Reply,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Talks that are kept in memory. Any other is taken up anew from what is on record.
const KEPT_MAX: usize = 128;

/// The talks with each party.
#[derive(Default)]
pub struct Interviews {
    workshop: Workshop,
    kept: Mutex<BTreeMap<(MediationId, PartyId), Arc<Talk>>>,
}

/// What a talk follows from.
#[derive(Clone, PartialEq)]
struct Ground {
    forbidden: Vec<Region>,
    impossible: Vec<Region>,
    others: usize,
    exchanges: Vec<Exchange>,
    /// The version of the brief that it handed over last.
    brief: Option<u32>,
}

/// A talk, and what is asked next in it.
struct Talk {
    ground: Ground,
    interview: Interview,
    next: Option<Question>,
    contradiction: Vec<usize>,
    excluded: BTreeMap<IssueId, BTreeSet<OptionId>>,
    settled: Vec<Ask>,
    deposited: Vec<Deposited>,
}

/// A mediation as one party knows it.
struct Known {
    id: MediationId,
    mediation: Mediation,
    told: Vec<record::Exchange>,
    case: Case,
    /// The brief that it handed over last.
    brief: Option<BriefText>,
}

impl Interviews {
    /// Where the party stands in each mediation that is open and asks it. Takes some 20 ms for each answer that came in
    /// since the last time, away from the tasks that answer requests.
    pub async fn of(&self, desk: &Arc<Desk>, party: &PartyId) -> BTreeMap<MediationId, InterviewProgress> {
        let today = desk.world().today();
        let now = desk.world().now();
        let reader = Reader::Party(party.clone());
        let known = desk.read(&reader, |state| known(state, party, today)).unwrap_or_default();
        let mut all = BTreeMap::new();
        for known in known.into_iter().filter(|known| known.mediation.closes > now) {
            let others = match known.mediation.manner {
                Manner::Blind => Vec::new(),
                Manner::Coupled => others(desk, &known, party, today),
            };
            let id = known.id.clone();
            let mut talks = Vec::new();
            let mut unclear = None;
            for (of, known) in [(party.clone(), known)].into_iter().chain(others) {
                match self.talk(party, of, known).await {
                    Ok(talk) => talks.push(talk),
                    Err(why) => unclear = Some(why),
                }
            }
            let standing = match (unclear, talks.split_first()) {
                (None, Some((own, others))) => InterviewProgress {
                    questioning: own.stands(others, &self.workshop, party).await,
                    contradiction: own.talk.contradiction.clone(),
                    excluded: own.talk.excluded.clone(),
                    settled: own.talk.settled.clone(),
                    deposited: own.talk.deposited.clone(),
                },
                (unclear, _) => InterviewProgress {
                    questioning: Questioning::Unclear(unclear.unwrap_or_default()),
                    contradiction: Vec::new(),
                    excluded: BTreeMap::new(),
                    settled: Vec::new(),
                    deposited: Vec::new(),
                },
            };
            all.insert(id, standing);
        }
        all
    }

    /// The talk with a party as it stands, from what is kept and what came in since.
    async fn talk(&self, whose: &PartyId, party: PartyId, known: Known) -> Result<Stand, Vec<String>> {
        let key = (known.id.clone(), party.clone());
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let matter = Matter::from_issues(&known.mediation.issues).map_err(|why| vec![why.to_string()])?;
        let matter = Arc::new(matter);
        let work = {
            let matter = matter.clone();
            move || Talk::taken_up(kept, &matter, &party, &known).map(|talk| (talk, known.mediation))
        };
        let (talk, mediation) =
            worked(self.workshop.run(whose.as_str(), work).await).unwrap_or_else(|why| Err(vec![why]))?;
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT_MAX && !all.contains_key(&key) {
            all.pop_first();
        }
        all.insert(key, talk.clone());
        Ok(Stand { talk, matter, mediation })
    }
}

/// What was worked out, or why nothing was.
fn worked<T>(done: Result<Option<T>, BusyError>) -> Result<T, String> {
    match done {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err("the engine failed on this mediation".to_owned()),
        Err(BusyError) => {
            Err("too much is being worked out for you already: try again in a moment".to_owned())
        }
    }
}

/// The mediations that are open and ask the party.
fn known(state: &State, party: &PartyId, today: mediant_model::Date) -> Vec<Known> {
    let open = state.mediations.iter().filter(|(_, mediation)| {
        mediation.stage == MediationStage::Open && mediation.parties.contains(party)
    });
    let known = open.map(|(id, mediation)| Known {
        id: id.clone(),
        mediation: mediation.clone(),
        told: state.told_in(id).iter().map(|told| told.exchange.clone()).collect(),
        case: state.case(today),
        brief: state.briefs.get(party).and_then(|briefs| briefs.deposited.last()).cloned(),
    });
    known.collect()
}

/// The same mediation as each other party knows it. For coupled questions alone, which the rules of the case allow.
fn others(desk: &Desk, own: &Known, party: &PartyId, today: mediant_model::Date) -> Vec<(PartyId, Known)> {
    let others = own.mediation.parties.iter().filter(|other| *other != party);
    let same = |other: &PartyId| {
        let all = desk.read(&Reader::Party(other.clone()), |state| known(state, other, today))?;
        all.into_iter().find(|known| known.id == own.id).map(|known| (other.clone(), known))
    };
    others.filter_map(same).collect()
}

impl Talk {
    /// The talk as it stands: the one that is kept where nothing came in since.
    fn taken_up(
        kept: Option<Arc<Self>>,
        matter: &Matter,
        party: &PartyId,
        known: &Known,
    ) -> Result<Arc<Self>, Vec<String>> {
        let mediation = &known.mediation;
        let forbidden = forbidden(&posed(mediation, &known.case)?, party);
        let impossible = impossible(mediation, &known.case, party)?;
        let excluded = excluded_options(mediation, &[forbidden.as_slice(), impossible.as_slice()].concat());
        let settled = settled(mediation, &excluded, &known.told);
        // Taken as told, so that nothing asks them.
        let unsaid =
            settled.iter().map(|form| record::Exchange { question: form.clone(), answer: Reply::CannotSay });
        let all = unsaid.chain(known.told.iter().cloned());
        let ground = Ground {
            forbidden,
            impossible,
            brief: known.brief.as_ref().map(|brief| brief.version),
            others: mediation.parties.len().saturating_sub(1),
            exchanges: all.filter_map(|told| matter.exchange(&told)).collect(),
        };
        if let Some(kept) = &kept
            && kept.ground == ground
        {
            return Ok(kept.clone());
        }
        let begun = kept.filter(|kept| {
            kept.ground.forbidden == ground.forbidden
                && kept.ground.impossible == ground.impossible
                && kept.ground.others == ground.others
                && ground.exchanges.starts_with(&kept.ground.exchanges)
        });
        let mut interview = match begun {
            Some(kept) => kept.interview.clone(),
            None => Interview::new(
                matter.agenda(),
                &settings(),
                ground.forbidden.clone(),
                ground.others,
                seed(&known.id, Some(party)),
            )
            .with_impossible(ground.impossible.clone()),
        };
        let since = interview.exchanges().len();
        for exchange in ground.exchanges.iter().skip(since) {
            let taken = interview.answer(exchange.question.clone(), exchange.answer.clone());
            taken.map_err(|misfit| vec![misfit.to_string()])?;
        }
        // What was not told is among no answers that contradict each other.
        let told = |at: usize| at.checked_sub(settled.len());
        let contradiction: Vec<usize> =
            interview.contradiction().unwrap_or_default().into_iter().filter_map(told).collect();
        let next = match mediation.manner {
            // Where nothing can be inferred from its answers it is asked about whole packages, which needs no inference.
            _ if !contradiction.is_empty() => interview.next_package(),
            Manner::Blind => interview.next(),
            Manner::Coupled => None,
        };
        let forms: Vec<Ask> = interview.open_forms().iter().filter_map(|form| matter.ask(form)).collect();
        let deposited = known
            .brief
            .as_ref()
            .filter(|_| !forms.is_empty())
            .map(|brief| deposited(brief, &known.case, &mediation.issues, &excluded, &forms));
        let deposited = deposited.unwrap_or_default();
        Ok(Arc::new(Self { ground, interview, next, contradiction, excluded, settled, deposited }))
    }
}

/// A talk with what it is about.
struct Stand {
    talk: Arc<Talk>,
    matter: Arc<Matter>,
    mediation: Mediation,
}

impl Stand {
    async fn stands(&self, others: &[Self], workshop: &Workshop, whose: &PartyId) -> Questioning {
        let next = match self.mediation.manner {
            _ if !self.talk.contradiction.is_empty() => self.talk.next.clone(),
            Manner::Blind => self.talk.next.clone(),
            Manner::Coupled => {
                let own = self.talk.clone();
                let others: Vec<Arc<Talk>> = others.iter().map(|other| other.talk.clone()).collect();
                let work = move || {
                    let others: Vec<&Interview> = others.iter().map(|other| &other.interview).collect();
                    own.interview.next_knowing(&others)
                };
                match worked(workshop.run(whose.as_str(), work).await) {
                    Ok(next) => next,
                    Err(why) => return Questioning::Unclear(vec![why]),
                }
            }
        };
        let Some(next) = next.and_then(|question| self.matter.ask(&question)) else {
            return self.unsaid().unwrap_or(Questioning::NothingLeft);
        };
        let questions =
            self.talk.ground.exchanges.iter().filter(|exchange| !exchange.question.is_form()).count();
        if !next.is_form() && u32::try_from(questions).unwrap_or(u32::MAX) >= self.mediation.questions_max {
            return self.unsaid().unwrap_or(Questioning::Enough);
        }
        Questioning::Asked(next)
    }
    /// A form that leaves nothing to put in order, where there was no other answer that it could have been said along with: the
    /// mediator waits for it.
    fn unsaid(&self) -> Option<Questioning> {
        self.talk.settled.first().cloned().map(Questioning::Asked)
    }
}

/// The ranking forms that leave the party fewer than two things to put in order and that it has not told: of an issue with one way
/// left its options, and the issues where at most one is open.
fn settled(
    mediation: &Mediation,
    excluded: &BTreeMap<IssueId, BTreeSet<OptionId>>,
    told: &[record::Exchange],
) -> Vec<Ask> {
    let is_open = |mediated: &MediatedIssue| {
        let out = excluded.get(&mediated.issue);
        mediated.options.iter().filter(|option| out.is_none_or(|out| !out.contains(*option))).count() > 1
    };
    let (open, closed): (Vec<_>, Vec<_>) = mediation.issues.iter().partition(|mediated| is_open(mediated));
    let options = closed.into_iter().map(|mediated| Ask::RankOptions(mediated.issue.clone()));
    let issues = (open.len() < 2 && mediation.issues.len() > 1).then_some(Ask::RankIssues);
    let is_told = |form: &Ask| told.iter().any(|exchange| &exchange.question == form);
    options.chain(issues).filter(|form| !is_told(form)).collect()
}
