//! What points, rankings and constraints say together, as JSON.

use super::Ordered;
use super::wire::Wire;
use mediant_engine::mixed::{Mixed, Pick, Place, PlaceRule, Reach};
use mediant_model::answer::Count;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisMixed")]
pub(super) struct MixedJson {
    /// The parties that stated points or a ranking: packages are compared for these.
    compared: Vec<String>,
    /// The parties that stated neither; what they exclude counts.
    aside: Vec<String>,
    /// How many of the packages that nobody excluded can be efficient; null where it was not found out.
    can_be_efficient: Option<Count>,
    /// The first of them, at most a hundred.
    packages: Vec<Ordered<String>>,
    /// The best by rules on places.
    picks: Vec<PickJson>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisPick")]
struct PickJson {
    rule: PlaceRule,
    package: Ordered<String>,
    /// By party and issue; issues on which all options are the same to a party, or on which it said nothing, are left out.
    places: Ordered<Ordered<PlaceJson>>,
    /// On how many issues somebody gets its last choice, each party counted by itself.
    last_choices: usize,
    /// How many packages do as well, this one counted, in decimal digits; null where they were not counted.
    ties: Option<String>,
    /// Whether it can be efficient; null where that is not known.
    can_be_efficient: Option<bool>,
    /// Whether it is efficient whatever the numbers; null where that is not known.
    efficient_whatever: Option<bool>,
    /// A package that is better for somebody and worse for nobody whatever the numbers.
    better: Option<Ordered<String>>,
}

/// Which choice a party gets.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnalysisPlace")]
struct PlaceJson {
    /// Counted from 1, the first choice.
    place: usize,
    /// How many places there are.
    of: usize,
    /// Whether the party ranked the option; what it left out comes after all that it named.
    ranked: bool,
}

impl MixedJson {
    /// `None` where what was stated excludes every package.
    pub(super) fn new(wire: &Wire<'_>, found: &Mixed) -> Option<Self> {
        let ids = |parties: &[usize]| -> Vec<String> {
            let each = parties.iter().filter_map(|party| wire.problem.parties.get(*party));
            each.map(|party| party.id.to_string()).collect()
        };
        let (can_be, picks) = match &found.reach {
            Reach::NothingLeft => return None,
            Reach::TooLarge => (None, &[][..]),
            Reach::Found { can_be, picks, .. } => (can_be.as_ref(), picks.as_slice()),
        };
        Some(Self {
            compared: ids(&found.compared),
            aside: ids(&found.aside),
            can_be_efficient: can_be.map(|can_be| can_be.count.clone()),
            packages: can_be
                .map(|can_be| can_be.packages.iter().map(|package| wire.package(package)).collect())
                .unwrap_or_default(),
            picks: picks.iter().map(|pick| pick_json(wire, pick)).collect(),
        })
    }
}

fn pick_json(wire: &Wire<'_>, pick: &Pick) -> PickJson {
    let place = |place: Place| PlaceJson { place: place.at + 1, of: place.of, ranked: place.ranked };
    let of_party = |places: &Vec<Option<Place>>| {
        let issues = wire.problem.issues.iter().zip(places);
        Ordered(issues.filter_map(|(issue, at)| Some((issue.id.to_string(), place((*at)?)))).collect())
    };
    let parties = wire.problem.parties.iter().zip(&pick.places);
    PickJson {
        rule: pick.rule,
        package: wire.package(&pick.package),
        places: Ordered(parties.map(|(party, places)| (party.id.to_string(), of_party(places))).collect()),
        last_choices: pick.last_choices(),
        ties: pick.ties.as_ref().map(ToString::to_string),
        can_be_efficient: pick.can_be,
        efficient_whatever: pick.whatever,
        better: pick.beaten_by.as_ref().map(|package| wire.package(package)),
    }
}
