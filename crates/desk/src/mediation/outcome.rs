//! What follows from everybody's answers, when the mediator ends the questioning.

use super::forbidden::forbidden;
use super::matter::Matter;
use super::{seed, settings};
use mediant_mediate::{Manner, Mediation as Engine};
use mediant_model::{Case, PartyId};
use mediant_record::id::MediationId;
use mediant_record::mediation::{self as record, Estimated, Exchange, Outcome};
use mediant_record::state::Mediation;
use std::collections::BTreeMap;

/// What an outcome is worked out from: what each party knows and answered.
#[derive(Clone)]
pub(crate) struct Basis {
    pub id: MediationId,
    pub mediation: Mediation,
    /// By party: the case as it knows it, and its answers.
    pub parties: BTreeMap<PartyId, (Case, Vec<Exchange>)>,
}

/// The package to put to the parties, with what is certain, proven and likely of it; or that there is none.
///
/// Takes some 20 ms an answer: not for a task that answers requests.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(crate) fn outcome(basis: &Basis) -> Result<Outcome, Vec<String>> {
    let issues = &basis.mediation.issues;
    let one = |why: String| vec![why];
    let matter = Matter::of(issues).map_err(|why| one(why.to_string()))?;
    let bars = basis.parties.iter().map(|(party, (case, _))| forbidden(issues, party, case));
    let bars = bars.collect::<Result<Vec<_>, _>>()?;
    let manner = match basis.mediation.manner {
        record::Manner::Blind => Manner::Blind,
        record::Manner::Coupled => Manner::Coupled,
    };
    let begun = Engine::new(matter.agenda(), &settings(), manner, bars, seed(&basis.id, None));
    let mut engine = begun.map_err(|why| one(why.to_string()))?;
    for (party, (_, told)) in basis.parties.values().enumerate() {
        for exchange in told.iter().filter_map(|told| matter.exchange(told)) {
            let taken = engine.answer(party, exchange.question, exchange.answer);
            taken.map_err(|misfit| one(misfit.to_string()))?;
        }
    }
    let Some(proposal) = engine.proposal() else { return Ok(Outcome::NothingFound) };
    let Some(options) = matter.options(&proposal.package) else { return Ok(Outcome::NothingFound) };
    let estimate = proposal.estimate;
    Ok(Outcome::Package {
        options,
        accepted: proposal.accepted,
        proven: None,
        estimated: Estimated {
            share: thousandths(estimate.share),
            share_low: thousandths(estimate.share_low),
            acceptance: thousandths(estimate.acceptance),
            prior: PRIOR.to_owned(),
        },
    })
}

/// What was taken as likely before anybody answered.
const PRIOR: &str = "each issue's weight drawn from Gamma(2), each option's worth evenly between 0 and 1, the walk-away \
    between a third below the worst and nine tenths of the way to the best package";

fn thousandths(share: f64) -> u32 {
    // Between 0 and 1 by what it means; whatever else it were is cut off there.
    (share.clamp(0.0, 1.0) * 1_000.0).round() as u32
}
