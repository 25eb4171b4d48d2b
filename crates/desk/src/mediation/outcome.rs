//! What follows from everybody's answers, when the mediator ends the questioning.

use super::matter::Matter;
use super::red_lines::{forbidden, posed};
use super::{seed, settings};
use mediant_mediate::{Manner, Mediation as Engine, Question, Room, RoomSearch, Step};
use mediant_model::{Case, Package, PartyId};
use mediant_record::id::MediationId;
use mediant_record::mediation::{self as record, Estimated, Exchange, Outcome};
use mediant_record::state::Mediation;
use num_rational::Ratio;
use std::collections::BTreeMap;

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
}

/// The package to put to the parties, with what is certain, proven and likely of it; or that there is none.
///
/// Takes some 20 ms an answer, and more where a deal is in doubt: not for a task that answers requests.
///
/// # Errors
/// What was said does not fit together, each reason in a sentence.
pub(crate) fn outcome(basis: &Basis) -> Result<Outcome, Vec<String>> {
    let one = |why: String| vec![why];
    let matter = Matter::of(&basis.mediation.issues).map_err(|why| one(why.to_string()))?;
    let problem = posed(&basis.mediation, &basis.case)?;
    let bars = basis.told.keys().map(|party| forbidden(&problem, party)).collect();
    let manner = match basis.mediation.manner {
        record::Manner::Blind => Manner::Blind,
        record::Manner::Coupled => Manner::Coupled,
    };
    let begun = Engine::new(matter.agenda(), &settings(), manner, bars, seed(&basis.id, None));
    let mut engine = begun.map_err(|why| one(why.to_string()))?;
    for (party, told) in basis.told.values().enumerate() {
        for exchange in told.iter().filter_map(|told| matter.exchange(told)) {
            let taken = engine.answer(party, exchange.question, exchange.answer);
            taken.map_err(|misfit| one(misfit.to_string()))?;
        }
    }
    let few = matter.agenda().packages().is_some_and(|count| count <= PROVEN_MAX);
    let doubted = few && engine.step() == Step::Search;
    let package = match doubted.then(|| RoomSearch::new(&engine).look(&engine, &problem)) {
        Some(Room::Closed(_)) => return Ok(Outcome::NoDeal { refusals: refusals(&engine) }),
        Some(Room::Open(package)) => Some(package),
        Some(Room::CutOff) | None => engine.proposal().map(|proposal| proposal.package),
    };
    let found = package.and_then(|package| described(&engine, &matter, &package, few));
    Ok(found.unwrap_or(Outcome::NothingFound))
}

/// What can be said of a package; `None` where it is none of this matter.
fn described(engine: &Engine, matter: &Matter, package: &Package, few: bool) -> Option<Outcome> {
    let estimate = engine.estimate(package);
    let proven = few.then(|| engine.proven_share(package)).filter(|share| *share > Ratio::default());
    let agreed = engine.best_accepted().filter(|agreed| agreed != package);
    Some(Outcome::Package {
        options: matter.options(package)?,
        accepted: engine.accepted().contains(package),
        // Rounded down: what is proven is at least this.
        proven: proven
            .and_then(|share| u32::try_from((share * Ratio::from_integer(1_000.into())).to_integer()).ok()),
        estimated: Estimated {
            share: thousandths(estimate.share),
            share_low: thousandths(estimate.share_low),
            acceptance: thousandths(estimate.acceptance),
            prior: format!("that {}", mediant_mediate::prior::IN_WORDS),
        },
        agreed: agreed.and_then(|agreed| matter.options(&agreed)),
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

fn thousandths(share: f64) -> u32 {
    // Between 0 and 1 by what it means; whatever else it were is cut off there.
    (share.clamp(0.0, 1.0) * 1_000.0).round() as u32
}
