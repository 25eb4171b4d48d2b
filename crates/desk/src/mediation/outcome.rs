//! What follows from everybody's answers, when the mediator ends the questioning.

use super::matter::Matter;
use super::red_lines::{forbidden, posed};
use super::{seed, settings};
use mediant_check::{Certificate, Claim};
use mediant_insight::read_brief;
use mediant_mediate::{
    ASSUMPTION, Footing, Manner, Mediation as Engine, Parties, Question, Room, RoomSearch, Rule, Step,
};
use mediant_model::problem::{Options, Problem};
use mediant_model::{Case, IssueId, OptionId, Package, PartyId, Quorum};
use mediant_record::brief::BriefText;
use mediant_record::mediation::{
    self as record, Ask, Estimated, Exchange, MediatedIssue, Mediation, MediationId, MediationOutcome, Reply,
};
use num_bigint::BigInt;
use num_rational::Ratio;
use std::collections::{BTreeMap, BTreeSet};

/// With more packages than this nothing is proven: it would take minutes.
const PROVEN_MAX: u64 = 5_000;

/// What an outcome is worked out from.
#[derive(Clone)]
pub(crate) struct Basis {
    pub id: MediationId,
    pub mediation: Mediation,
    /// The case as the mediator knows it: what every party told is in it.
    pub case: Case,
    /// What each party answered.
    pub told: BTreeMap<PartyId, Vec<Exchange>>,
    /// The briefs that parties put into the mediator's hands.
    pub briefs: Vec<BriefText>,
}

/// The package to put to the parties, with what is certain, proven and likely of it; or that there is none.
///
/// Takes some 20 ms an answer, and more where a deal is in doubt: not for a task that answers requests.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(crate) fn outcome(basis: &Basis) -> Result<MediationOutcome, Vec<String>> {
    let one = |why: String| vec![why];
    let mediation = looked_at(basis);
    let matter = Matter::from_issues(&mediation.issues).map_err(|why| one(why.to_string()))?;
    let problem = posed(&mediation, &basis.case)?;
    let bars = basis.told.keys().map(|party| forbidden(&problem, party)).collect();
    let rule = rule(basis).map_err(one)?;
    let parties = Parties::new(rule.clone(), bars).map_err(|why| one(why.to_string()))?;
    let joined = joined(basis);
    let known = basis.told.keys().enumerate().filter(|(_, party)| joined.contains(party));
    let parties = parties.with_joined(known.map(|(index, _)| index));
    let manner = match basis.mediation.manner {
        record::Manner::Blind => Manner::Blind,
        record::Manner::Coupled => Manner::Coupled,
    };
    let mut engine = Engine::new(matter.agenda(), &settings(), manner, parties, seed(&basis.id, None));
    for (party, told) in basis.told.values().enumerate() {
        for exchange in told.iter().filter_map(|told| matter.exchange(told)) {
            let taken = engine.answer(party, exchange.question, exchange.answer);
            taken.map_err(|misfit| one(misfit.to_string()))?;
        }
    }
    let few = matter.agenda().packages().is_some_and(|count| count <= PROVEN_MAX);
    let infers = engine.footings().into_iter().all(Footing::is_assumed);
    // Where nothing may be inferred, what enough parties said yes to goes before anything that is only likely.
    let agreed = engine.best_accepted().filter(|_| !infers);
    // Whether the answers rule a deal out follows from them alone. How likely one seems hangs on what was drawn, and decides
    // no more than whether one that is left is put forward.
    let looked = (few && agreed.is_none()).then(|| RoomSearch::new(&engine).look(&engine, &problem));
    let package = match looked {
        Some(Room::Closed(claim)) if is_accepted(&rule.ruling_out(problem.clone()), &claim) => {
            let proven_if = is_assumed(&claim).then(|| ASSUMPTION.to_owned());
            let among = among(&mediation, &basis.case);
            return Ok(MediationOutcome::NoDeal { refusals: refusals(&engine), proven_if, among });
        }
        Some(Room::Open(package)) if engine.step() == Step::Search => Some(package),
        Some(Room::Open(_) | Room::Unsettled | Room::Closed(_)) | None => {
            agreed.or_else(|| engine.proposal().map(|proposal| proposal.package))
        }
    };
    let share = package.as_ref().filter(|_| few).and_then(|package| engine.share_claim(&problem, package));
    let found = package.and_then(|package| described(&engine, &matter, &package, share.as_ref(), infers));
    let found = found.map(|mut found| {
        if let MediationOutcome::Package { among: of, .. } = &mut found {
            *of = among(&mediation, &basis.case);
        }
        found
    });
    Ok(found.unwrap_or(MediationOutcome::NothingFound))
}

/// The mediation with the values that there is something to say of: where somebody did not put all values of a number in order,
/// those that were asked about first, and those that somebody was asked about.
fn looked_at(basis: &Basis) -> Mediation {
    let mut mediation = basis.mediation.clone();
    let orders_all = |mediated: &MediatedIssue, told: &Vec<Exchange>| {
        told.iter().any(|told| {
            let is_about = told.question == Ask::RankOptions(mediated.issue.clone());
            matches!(&told.answer, Reply::Order(groups)
                if is_about && groups.iter().map(Vec::len).sum::<usize>() == mediated.options.len())
        })
    };
    for mediated in mediation.issues.iter_mut().filter(|mediated| mediated.is_number()) {
        if basis.told.values().all(|told| orders_all(mediated, told)) {
            continue;
        }
        let asked: BTreeSet<&OptionId> = (basis.told.values().flatten())
            .flat_map(|told| match &told.question {
                Ask::Accept(package) => vec![package],
                Ask::Compare { first, second } => vec![first, second],
                Ask::RankOptions(_) | Ask::RankIssues => Vec::new(),
            })
            .filter_map(|package| package.get(&mediated.issue))
            .collect();
        let round = mediated.round.clone();
        mediated.options.retain(|value| round.contains(value) || asked.contains(value));
    }
    mediation
}

/// The values that were looked at, of each number of which there are others.
fn among(mediation: &Mediation, case: &Case) -> BTreeMap<IssueId, Vec<OptionId>> {
    let numbers = mediation.issues.iter().filter(|mediated| {
        let known = case.issues.iter().find(|known| known.id == mediated.issue);
        mediated.is_number() && known.is_none_or(|known| known.option_count() > mediated.options.len())
    });
    numbers.map(|mediated| (mediated.issue.clone(), mediated.options.clone())).collect()
}

/// Whether the checker accepts the claim: nothing is called proven that it did not see.
fn is_accepted(problem: &Problem, claim: &Claim) -> bool {
    mediant_check::verify(problem, &Certificate::new(problem, vec![claim.clone()])).is_ok()
}

/// Whether the claim assumes anything of those who answered.
fn is_assumed(claim: &Claim) -> bool {
    !matches!(claim, Claim::Refused { assumes, .. } if assumes.is_empty())
}

/// The rule of agreement, as far as it is about those who are asked.
fn rule(basis: &Basis) -> Result<Rule, String> {
    let asked: Vec<&PartyId> = basis.told.keys().collect();
    let Quorum::AtLeast(needed) = basis.case.agreement.quorum else {
        return Ok(Rule::unanimity(asked.len()));
    };
    let veto = &basis.case.agreement.veto;
    if asked.len() < needed || veto.iter().any(|party| !asked.contains(&party)) {
        return Err("by the rule of agreement those who are asked cannot make a deal by themselves: ask \
                    as many as it takes, and everybody with a veto"
            .to_owned());
    }
    let unasked = basis.case.negotiating_parties().filter(|party| !asked.contains(&&party.id)).count();
    Ok(Rule::quorum(needed, asked.iter().map(|party| veto.contains(party)).collect(), unasked))
}

/// Parties whose briefs, which the mediator holds, count combinations of issues or a cap.
fn joined(basis: &Basis) -> Vec<PartyId> {
    let briefs = basis.briefs.iter().filter_map(|brief| read_brief(brief, &basis.case).ok());
    let options = Options { on: basis.case.as_of, ..Options::default() };
    // A brief that no longer fits the case says nothing here; the deal space says what is wrong with it.
    let problem = Problem::compile(&basis.case, &briefs.collect::<Vec<_>>(), &options).ok();
    let Some((problem, parties)) = problem.and_then(|problem| {
        let parties = Parties::from_problem(&problem).ok()?;
        Some((problem, parties))
    }) else {
        return Vec::new();
    };
    let joined = problem.parties.iter().enumerate().filter(|(index, _)| parties.is_joined(*index));
    joined.map(|(_, party)| party.id.clone()).collect()
}

/// What can be said of a package; `None` where it is none of this matter.
fn described(
    engine: &Engine,
    matter: &Matter,
    package: &Package,
    share: Option<&Claim>,
    infers: bool,
) -> Option<MediationOutcome> {
    let estimate = engine.estimate(package);
    let proven = share.and_then(proven_thousandths);
    let agreed = engine.best_accepted().filter(|agreed| agreed != package);
    Some(MediationOutcome::Package {
        options: matter.options(package)?,
        accepted: engine.accepted().contains(package),
        proven_if: proven.map(|_| ASSUMPTION.to_owned()),
        proven,
        estimated: Estimated {
            share: thousandths(estimate.share),
            share_low: thousandths(estimate.share_low),
            acceptance: thousandths(estimate.acceptance),
            prior: format!("that {}", mediant_mediate::prior::IN_WORDS),
        },
        agreed: agreed.and_then(|agreed| matter.options(&agreed)),
        unfit: !infers,
        among: BTreeMap::new(),
    })
}

/// How many packages parties said they would not accept.
fn refusals(engine: &Engine) -> u32 {
    let exchanges = engine.interviews().iter().flat_map(|interview| interview.exchanges());
    let refused = exchanges.filter(|exchange| {
        matches!(exchange.question, Question::Accept { .. }) && exchange.answer == mediant_mediate::Answer::No
    });
    u32::try_from(refused.count()).unwrap_or(u32::MAX)
}

/// The share that the claim is about, in thousandths and rounded down: what is proven is at least this.
fn proven_thousandths(claim: &Claim) -> Option<u32> {
    let Claim::Share { share, .. } = claim else { return None };
    let share: Ratio<BigInt> = share.parse().ok()?;
    u32::try_from((share * BigInt::from(1_000)).to_integer()).ok()
}

fn thousandths(share: f64) -> u32 {
    // Between 0 and 1 by what it means; whatever else it were is cut off there.
    (share.clamp(0.0, 1.0) * 1_000.0).round() as u32
}
