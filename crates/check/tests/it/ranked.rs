//! Claims from rankings, held against every utility of small whole numbers that fits the orders.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::files::about;
use mediant_check::{Certificate, Claim, Efficiency, Subject};
use mediant_engine::judgement::Judgement;
use mediant_engine::ordinal::{Efficient, Findings};
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_formats::{InputFile, Negotiation};
use mediant_model::Package;
use mediant_model::problem::Choice;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(crate) const SIZES: [usize; 2] = [3, 2];
/// Values of an option go up to this.
pub(crate) const MOST: i64 = 6;

/// What a party says: points, or an order as a number for each option and each issue (0 is best, 9 is not listed).
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Points(Vec<Vec<i64>>),
    Order(Vec<Vec<u8>>, Vec<u8>),
    Nothing,
}

fn by_issue<T: std::fmt::Debug>(of: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = Vec<Vec<T>>> {
    SIZES.map(|size| proptest::collection::vec(of.clone(), size)).to_vec()
}

/// What some numbers fit: nothing is to be said of a ranking that contradicts itself.
pub(crate) fn said() -> impl Strategy<Value = Said> {
    let tier = prop_oneof![5 => 0_u8..3, 1 => Just(9_u8)];
    let order = (by_issue(tier.clone()), proptest::collection::vec(tier, SIZES.len()));
    prop_oneof![
        5 => order.prop_map(|(options, issues)| Said::Order(options, issues)),
        2 => by_issue(0_i64..5).prop_map(Said::Points),
        1 => Just(Said::Nothing),
    ]
    .prop_filter("no numbers fit", |said| !fitting(said).is_empty())
}

/// `[["a", "b"], ["c"]]`: the tiers of what these numbers stand for.
fn tiers(numbers: &[u8], name: &str) -> String {
    let tier = |level: u8| {
        let at = numbers.iter().enumerate().filter(|(_, number)| **number == level);
        let names: Vec<String> = at.map(|(index, _)| format!("\"{name}{index}\"")).collect();
        (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
    };
    format!("[{}]", (0..9).filter_map(tier).collect::<Vec<_>>().join(", "))
}

pub(crate) fn brief(party: usize, said: &Said) -> Option<String> {
    let mut text = format!("mediant_brief = 1\ncase = \"ranked\"\nparty = \"p{party}\"\n");
    match said {
        Said::Nothing => return None,
        Said::Points(values) => {
            for (issue, values) in values.iter().enumerate() {
                let options =
                    values.iter().enumerate().map(|(option, points)| format!("o{option} = {points}"));
                let options = options.collect::<Vec<_>>().join(", ");
                text += &format!("points.i{issue}.options = {{ {options} }}\n");
            }
        }
        Said::Order(options, issues) => {
            if issues.iter().any(|number| *number < 9) {
                text += &format!("importance = {}\n", tiers(issues, "i"));
            }
            text += "[ranking]\n";
            for (issue, numbers) in options.iter().enumerate() {
                if numbers.iter().any(|number| *number < 9) {
                    text += &format!("i{issue} = {}\n", tiers(numbers, "o"));
                }
            }
        }
    }
    Some(text)
}

pub(crate) fn negotiation(parties: &[Said], never: bool) -> Negotiation {
    let mut case = "mediant = 1\nid = \"ranked\"\ntitle = \"Orders\"\n".to_owned();
    (0..parties.len()).for_each(|party| case += &format!("[parties.p{party}]\n"));
    for (issue, size) in SIZES.iter().enumerate() {
        let options: Vec<String> = (0..*size).map(|option| format!("\"o{option}\"")).collect();
        case += &format!("[issues.i{issue}]\noptions = [{}]\n", options.join(", "));
    }
    if never {
        case += "[[red_lines]]\nparty = \"p0\"\nnever = { i0 = \"o1\", i1 = \"o0\" }\n";
    }
    let briefs = parties
        .iter()
        .enumerate()
        .filter_map(|(party, said)| Some((format!("brief-p{party}.toml"), brief(party, said)?)));
    let files = [("case.toml".to_owned(), case)].into_iter().chain(briefs);
    let files: Vec<InputFile> = files.map(|(name, text)| InputFile::new(name, text.into_bytes())).collect();
    mediant_formats::read(&files).unwrap().0
}

/// All values for the options of one issue.
fn grid(size: usize) -> Vec<Vec<i64>> {
    let base = MOST + 1;
    (0..base.pow(size as u32))
        .map(|number| (0..size).map(|digit| number / base.pow(digit as u32) % base).collect())
        .collect()
}

fn keeps<T: Copy + Into<i64>>(numbers: &[u8], values: &[T]) -> bool {
    let listed = || numbers.iter().zip(values).filter(|(number, _)| **number < 9);
    listed().all(|(a, x)| listed().all(|(b, y)| a.cmp(b) == (*y).into().cmp(&(*x).into())))
}

/// Every utility that fits what the party said.
pub(crate) fn fitting(said: &Said) -> Vec<Vec<Vec<i64>>> {
    match said {
        Said::Points(values) => vec![values.clone()],
        Said::Nothing => pairs(&|_, _| true),
        Said::Order(options, issues) => pairs(&|first, second| {
            let values = [first, second];
            let range = |values: &[i64]| values.iter().max().unwrap() - values.iter().min().unwrap();
            let ranges: Vec<i64> = values.map(range).to_vec();
            options.iter().zip(values).all(|(numbers, values)| keeps(numbers, values))
                && keeps(issues, &ranges)
        }),
    }
}

fn pairs(fits: &dyn Fn(&[i64], &[i64]) -> bool) -> Vec<Vec<Vec<i64>>> {
    let (first, second) = (grid(SIZES[0]), grid(SIZES[1]));
    let both = first.iter().flat_map(|first| second.iter().map(move |second| (first, second)));
    both.filter(|(first, second)| fits(first, second))
        .map(|(first, second)| vec![first.clone(), second.clone()])
        .collect()
}

/// What is true of two packages for one party.
#[derive(Clone, Copy, Default)]
struct Truth {
    may_be_better: bool,
    may_be_as_good: bool,
    sure_as_good: bool,
    sure_better: bool,
}

fn truth(utilities: &[Vec<Vec<i64>>], package: &[u32], other: &[u32]) -> Truth {
    let worth = |values: &[Vec<i64>], package: &[u32]| -> i64 {
        values.iter().zip(package).map(|(values, option)| values[*option as usize]).sum()
    };
    let mut truth = Truth { sure_as_good: true, sure_better: true, ..Truth::default() };
    for values in utilities {
        let gain = worth(values, other) - worth(values, package);
        truth.may_be_better |= gain > 0;
        truth.may_be_as_good |= gain >= 0;
        truth.sure_as_good &= gain >= 0;
        truth.sure_better &= gain > 0;
    }
    truth
}

struct World {
    packages: Vec<Package>,
    /// For each party its utilities that fit.
    utilities: Vec<Vec<Vec<Vec<i64>>>>,
}

impl World {
    fn might_dominate(&self, other: &[u32], package: &[u32]) -> bool {
        let all: Vec<Truth> = self.utilities.iter().map(|of| truth(of, package, other)).collect();
        all.iter().all(|truth| truth.may_be_as_good) && all.iter().any(|truth| truth.may_be_better)
    }

    fn surely_dominates(&self, other: &[u32], package: &[u32]) -> bool {
        let all: Vec<Truth> = self.utilities.iter().map(|of| truth(of, package, other)).collect();
        all.iter().all(|truth| truth.sure_as_good) && all.iter().any(|truth| truth.sure_better)
    }

    fn efficient(&self) -> Vec<&Package> {
        let dominated =
            |package: &Package| self.packages.iter().any(|other| self.might_dominate(other, package));
        self.packages.iter().filter(|package| !dominated(package)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn what_rankings_prove_is_true_of_every_utility_that_fits(
        parties in proptest::collection::vec(said(), 2), never in any::<bool>(), chosen in any::<u64>()
    ) {
        let negotiation = negotiation(&parties, never);
        let subject = Subject::new(&negotiation.case, &negotiation.briefs, None).unwrap();
        let problem = subject.problem();
        let utilities: Vec<_> = parties.iter().map(fitting).collect();
        let all = (0..6_u32).map(|number| vec![number / 2, number % 2]);
        let packages = all.clone().filter(|package| problem.is_unanimously_acceptable(package)).collect();
        let world = World { packages, utilities };
        let accepted = |claim: Claim| {
            let certificate = Certificate::new(problem, vec![claim]);
            let text = about(&negotiation, serde_json::to_value(&certificate).unwrap()).to_string();
            subject.verify_json(&text, &|| false).is_ok()
        };
        let choice = |package: &Package| problem.choice(package);
        let is_ranked = parties.iter().any(|said| matches!(said, Said::Order(options, issues)
            if options.iter().flatten().chain(issues).any(|number| *number < 9)));

        // Any list at all is accepted only if it is the one.
        let efficient: Vec<Choice> = world.efficient().into_iter().map(choice).collect();
        prop_assert_eq!(accepted(Claim::Ranked { efficient: efficient.clone() }), is_ranked);
        let drawn: Vec<Choice> =
            all.clone().filter(|package| chosen >> (package[0] * 2 + package[1]) & 1 == 1).map(|p| choice(&p)).collect();
        let same = {
            let mut sorted = drawn.clone();
            sorted.sort();
            let mut right = efficient.clone();
            right.sort();
            sorted == right
        };
        prop_assert_eq!(accepted(Claim::Ranked { efficient: drawn }), same && is_ranked);

        // What the engine says it can prove is proven.
        let analysis = analyze(problem, &Settings::default(), &Unlimited);
        if let Some(found) = Findings::new(problem, &negotiation.briefs, &Unlimited) {
            if let Efficient::All(found) = &found.efficient {
                prop_assert_eq!(found.iter().map(choice).collect::<Vec<_>>(), efficient);
            }
            for claim in found.claims(problem) {
                prop_assert!(accepted(claim));
            }
        }

        let mut claimed: BTreeMap<Package, mediant_check::Numbers> = BTreeMap::new();
        for package in all.clone() {
            let judged = Judgement::new(problem, &negotiation.briefs, &analysis, &package, &Unlimited).unwrap();
            let genuine = judged.claim(problem, &analysis);
            prop_assert!(accepted(genuine.clone()));
            let Claim::Package { point, accepts, passes, breaks, efficiency } = genuine else { unreachable!() };
            let with = |efficiency: Efficiency| Claim::Package {
                point: point.clone(),
                accepts: accepts.clone(),
                passes,
                breaks: breaks.clone(),
                efficiency: Some(efficiency),
            };
            let free = !world.packages.iter().any(|other| world.might_dominate(other, &package));
            prop_assert_eq!(accepted(with(Efficiency::EfficientWhatever {})), free && is_ranked);
            for other in all.clone() {
                let stands = is_ranked && world.packages.contains(&other);
                let by = choice(&other);
                prop_assert_eq!(
                    accepted(with(Efficiency::DominatedWhatever { by: by.clone() })),
                    stands && world.surely_dominates(&other, &package)
                );
                prop_assert_eq!(
                    accepted(with(Efficiency::PerhapsDominated { by, unless: None })),
                    stands && world.might_dominate(&other, &package)
                );
            }
            if let Some(Efficiency::PerhapsDominated { by, unless: Some(numbers) }) = &efficiency {
                // By numbers of somebody else's the claim is another.
                let mut worse = numbers.clone();
                worse.values_mut().flat_map(BTreeMap::values_mut).flat_map(BTreeMap::values_mut).for_each(|points| *points = 0);
                let zero = Efficiency::PerhapsDominated { by: by.clone(), unless: Some(worse) };
                let all_equal = parties.iter().all(|said| match said {
                    Said::Order(options, _) => options.iter().all(|numbers| keeps(numbers, &vec![0_i64; numbers.len()])),
                    _ => true,
                });
                if !all_equal {
                    prop_assert!(!accepted(with(zero)));
                }
                for (other, numbers) in &claimed {
                    // Numbers by which another package is efficient may do for this one too, if nothing beats it by them.
                    let fits = Efficiency::PerhapsDominated { by: by.clone(), unless: Some(numbers.clone()) };
                    let beaten = beaten_by(&world, &parties, numbers, &package);
                    prop_assert_eq!(accepted(with(fits)), !beaten, "{:?}", other);
                }
                claimed.insert(package.clone(), numbers.clone());
            }
        }
    }
}

/// Whether by these numbers, and the points of who has some, a package that stands is better for somebody and worse for
/// nobody.
fn beaten_by(world: &World, parties: &[Said], numbers: &mediant_check::Numbers, package: &[u32]) -> bool {
    let worth = |package: &[u32]| -> Vec<i64> {
        let of = |(party, said): (usize, &Said)| -> i64 {
            package
                .iter()
                .enumerate()
                .map(|(issue, option)| match said {
                    Said::Points(values) => values[issue][*option as usize],
                    _ => numbers[&format!("p{party}")][&format!("i{issue}")][&format!("o{option}")],
                })
                .sum()
        };
        parties.iter().enumerate().map(of).collect()
    };
    let own = worth(package);
    world
        .packages
        .iter()
        .map(|other| worth(other))
        .any(|theirs| theirs != own && theirs.iter().zip(&own).all(|(theirs, own)| theirs >= own))
}
