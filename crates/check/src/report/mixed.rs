//! What a report says of points, rankings and constraints together.

use super::{Choice, Claim, Count, Held, Shown};
use mediant_model::PlaceRule;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
pub(super) struct Said {
    can_be_efficient: Option<Count>,
    packages: Vec<Choice>,
    picks: Vec<Pick>,
}

#[derive(Deserialize)]
struct Pick {
    rule: PlaceRule,
    package: Choice,
    ties: Option<String>,
    can_be_efficient: Option<bool>,
}

/// Goes through what is said, in its order.
pub(super) fn go_through(reading: &mut Held<'_>, said: &Said) {
    if let Some(found) = &said.can_be_efficient {
        let exact = found.is_exact().then(|| found.lower.to_string());
        let same = |claim: &Claim| matches!(claim, Claim::CanBeEfficient { count: Some(count), .. } if Some(count) == exact.as_ref());
        let words = match &exact {
            Some(count) => format!("mixed.can_be_efficient: exactly {count}"),
            None => "mixed.can_be_efficient: between bounds".to_owned(),
        };
        let shown = if exact.is_some() { reading.by(same) } else { Shown::Not };
        reading.add(words, shown);
    }
    if !said.packages.is_empty() {
        let wanted: BTreeSet<&Choice> = said.packages.iter().collect();
        let same = |claim: &Claim| matches!(claim, Claim::CanBeEfficient { packages, .. } if wanted.is_subset(&packages.iter().collect()));
        let shown = reading.by(same);
        reading.add(format!("mixed.packages: each of {} can be efficient", said.packages.len()), shown);
    }
    for (index, pick) in said.picks.iter().enumerate() {
        let same = |claim: &Claim| match claim {
            Claim::Picked { rule, package, ties } => {
                *rule == pick.rule && *package == pick.package && *ties == pick.ties
            }
            _ => false,
        };
        let shown = reading.by(same);
        reading.add(format!("mixed.picks[{index}]: best by {}", pick.rule.key()), shown);
        if pick.can_be_efficient == Some(true) {
            let among = |claim: &Claim| matches!(claim, Claim::CanBeEfficient { packages, .. } if packages.contains(&pick.package));
            let shown = reading.by(among);
            reading.add(format!("mixed.picks[{index}]: it can be efficient"), shown);
        }
    }
}
