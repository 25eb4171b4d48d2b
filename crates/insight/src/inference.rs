//! What somebody can infer who is told of a package.
//!
//! A package taken from the deal space rests on what other parties told in confidence. Before it goes to anybody the
//! mediator is shown what the recipient learns, if the recipient takes it that only packages are proposed which the
//! others could accept.

use super::Insight;
use mediant_engine::report::decimal;
use mediant_model::problem::FactKind;
use mediant_model::statement::Standing;
use mediant_model::{IssueId, OptionId, PartyId};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that the recipient of a package can infer about another party. For the mediator's eyes alone.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Inference {
    /// About whom.
    pub about: PartyId,
    /// What, in a sentence.
    pub sentence: String,
    /// The issue it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Whether the recipient would be misled: the party does not accept the package.
    pub misleads: bool,
}

impl std::fmt::Debug for Inference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inference(confidential)")
    }
}

/// What a recipient (`None`: everybody at the table) can infer from a package about each of the other parties.
///
/// `None` where the options are not one for every issue: then nothing is worth telling as acceptable to anybody.
pub fn inference(
    insight: &Insight,
    options: &BTreeMap<IssueId, OptionId>,
    recipient: Option<&PartyId>,
) -> Option<Vec<Inference>> {
    let package = insight.package(options)?;
    let problem = &insight.posed.problem;
    let mut all = Vec::new();
    for (index, party) in problem.parties.iter().enumerate().filter(|(_, p)| Some(&p.id) != recipient) {
        let mut say = |sentence: String, issue: Option<IssueId>, misleads: bool| {
            all.push(Inference { about: party.id.clone(), sentence, issue, misleads });
        };
        let name = &party.name;
        if !problem.accepts(index, &package) {
            say(
                format!("{name} does not accept this package: whoever is told otherwise is misled"),
                None,
                true,
            );
            continue;
        }
        if let (Some(worth), Some(reservation)) =
            (problem.utility(index, &package), problem.reservation(index))
        {
            let (worth, reservation) =
                (decimal(problem.shown(index, worth)), decimal(problem.shown(index, reservation)));
            say(
                format!(
                    "{name} walks away somewhere below what this is worth to it ({worth}; in truth at {reservation})"
                ),
                None,
                false,
            );
        }
        let told = problem.facts.iter().filter(|fact| fact.party == Some(index));
        let told = told.filter(|fact| {
            fact.kind != FactKind::Reservation && fact.origin.standing.is_some_and(|s| s == Standing::Told)
        });
        if told.count() > 0 {
            say(format!("nothing that {name} told in confidence excludes this package"), None, false);
        }
        let Some(utility) = &party.utility else { continue };
        for (at, issue) in problem.issues.iter().enumerate() {
            let Some(taken) = package.get(at).and_then(|option| usize::try_from(*option).ok()) else {
                continue;
            };
            let points = |option: usize| utility.points(at, option);
            let (best, worst) = (0..issue.options.len())
                .map(points)
                .fold((i64::MIN, i64::MAX), |(best, worst), p| (best.max(p), worst.min(p)));
            let option = issue.options.get(taken).map(ToString::to_string).unwrap_or_default();
            if best > worst && points(taken) == best {
                let sentence = format!("on {} {name} gets what it values most: “{option}”", issue.id);
                say(sentence, Some(issue.id.clone()), false);
            } else if best > worst && points(taken) == worst {
                let sentence =
                    format!("on {} {name} can be brought to its least wanted option: “{option}”", issue.id);
                say(sentence, Some(issue.id.clone()), false);
            }
        }
    }
    Some(all)
}
