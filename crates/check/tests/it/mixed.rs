//! Claims about preferences of different kinds, held against every utility of small whole numbers that fits, and every package.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::files::about;
use crate::ranked::{SIZES, Said, brief, fitting, said};
use mediant_check::{Certificate, Claim, PlaceRule, Subject};
use mediant_engine::Unlimited;
use mediant_engine::ordinal::Findings;
use mediant_formats::{InputFile, Negotiation};
use mediant_model::Package;
use mediant_model::problem::Choice;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A case with these briefs; with `floor` whoever has points asks for so many.
fn negotiation(parties: &[Said], never: bool, floor: Option<i64>) -> Negotiation {
    let mut case = "mediant = 1\nid = \"ranked\"\ntitle = \"Mixed\"\n".to_owned();
    (0..parties.len()).for_each(|party| case += &format!("[parties.p{party}]\n"));
    for (issue, size) in SIZES.iter().enumerate() {
        let options: Vec<String> = (0..*size).map(|option| format!("\"o{option}\"")).collect();
        case += &format!("[issues.i{issue}]\noptions = [{}]\n", options.join(", "));
    }
    if never {
        case += "[[red_lines]]\nparty = \"p0\"\nnever = { i0 = \"o1\", i1 = \"o0\" }\n";
    }
    let briefs = parties.iter().enumerate().filter_map(|(party, said)| {
        let mut text = brief(party, said)?;
        if let (Said::Points(_), Some(floor)) = (said, floor) {
            text += &format!("[reservation]\nvalue = {floor}\n");
        }
        Some((format!("brief-p{party}.toml"), text))
    });
    let files = [("case.toml".to_owned(), case)].into_iter().chain(briefs);
    let files: Vec<InputFile> = files.map(|(name, text)| InputFile::new(name, text.into_bytes())).collect();
    mediant_formats::read(&files).unwrap().0
}

/// Whether some numbers that fit make the package efficient among these.
fn can_be_efficient(parties: &[&Said], packages: &[Package], package: &Package) -> bool {
    let mut profiles: BTreeSet<Vec<(bool, bool)>> = BTreeSet::from([vec![(true, false); packages.len()]]);
    for said in parties {
        let row = |values: &Vec<Vec<i64>>| -> Vec<Ordering> {
            let worth = |package: &Package| -> i64 {
                values.iter().zip(package).map(|(values, option)| values[*option as usize]).sum()
            };
            packages.iter().map(|other| worth(other).cmp(&worth(package))).collect()
        };
        let rows: BTreeSet<Vec<Ordering>> = fitting(said).iter().map(row).collect();
        let with = |profile: &Vec<(bool, bool)>, row: &Vec<Ordering>| -> Vec<(bool, bool)> {
            let each = profile.iter().zip(row);
            each.map(|((as_good, better), sign)| {
                (*as_good && *sign != Ordering::Less, *better || *sign == Ordering::Greater)
            })
            .collect()
        };
        profiles =
            profiles.iter().flat_map(|profile| rows.iter().map(move |row| with(profile, row))).collect();
    }
    profiles.iter().any(|profile| !profile.iter().any(|(as_good, better)| *as_good && *better))
}

/// The places that everybody gets, as the guide tells the rules.
fn places(parties: &[Said], package: &Package) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for said in parties {
        for (issue, option) in package.iter().enumerate() {
            // Less is better.
            let levels: Vec<Option<i64>> = match said {
                Said::Nothing => continue,
                Said::Points(values) => values[issue].iter().map(|points| Some(-points)).collect(),
                Said::Order(levels, _) => {
                    levels[issue].iter().map(|level| (*level < 9).then_some(i64::from(*level))).collect()
                }
            };
            let known: BTreeSet<i64> = levels.iter().flatten().copied().collect();
            let of = known.len() + usize::from(levels.contains(&None));
            if !known.is_empty() && of > 1 {
                let at = levels[*option as usize].map_or(known.len(), |level| known.range(..level).count());
                all.push((at, of));
            }
        }
    }
    all
}

fn key(rule: PlaceRule, places: &[(usize, usize)]) -> (i64, Vec<usize>) {
    let count = |holds: &dyn Fn(&(usize, usize)) -> bool| places.iter().filter(|p| holds(p)).count() as i64;
    let head = match rule {
        PlaceRule::FewestLastChoices => count(&|(at, of)| at + 1 == *of),
        PlaceRule::Leximin => 0,
        PlaceRule::MostFirstChoices => -count(&|(at, _)| *at == 0),
    };
    let mut worst: Vec<usize> = places.iter().map(|(at, _)| *at).collect();
    worst.sort_by(|a, b| b.cmp(a));
    (head, worst)
}

/// Nobody ranks the issues.
fn without_importance(said: Said) -> Said {
    match said {
        Said::Order(options, issues) => Said::Order(options, vec![9; issues.len()]),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: (ProptestConfig::default().cases / 8).max(8), ..ProptestConfig::default() })]

    #[test]
    fn only_what_is_true_is_accepted(
        parties in proptest::collection::vec(said(), 2..4), never in any::<bool>(), floor in proptest::option::of(0_i64..7),
        chosen in any::<u8>(), off in 1_u64..4,
    ) {
        let parties: Vec<Said> = parties.into_iter().map(without_importance).collect();
        let negotiation = negotiation(&parties, never, floor);
        let subject = Subject::new(&negotiation.case, &negotiation.briefs, None).unwrap();
        let problem = subject.problem();
        let accepted = |claim: Claim| {
            let certificate = Certificate::new(problem, vec![claim]);
            let text = about(&negotiation, serde_json::to_value(&certificate).unwrap()).to_string();
            subject.verify_json(&text, &|| false).is_ok()
        };
        let choice = |package: &Package| problem.choice(package);
        let all = || (0..6_u32).map(|number| vec![number / 2, number % 2]);
        let left: Vec<Package> = all().filter(|package| problem.is_unanimously_acceptable(package)).collect();
        prop_assume!(!left.is_empty());
        let speaking: Vec<&Said> = parties
            .iter()
            .filter(|said| match said {
                Said::Nothing => false,
                Said::Points(_) => true,
                Said::Order(options, _) => options.iter().flatten().any(|level| *level < 9),
            })
            .collect();
        let efficient: Vec<&Package> =
            left.iter().filter(|package| can_be_efficient(&speaking, &left, package)).collect();
        let spoken = !speaking.is_empty();

        // Any packages, and any number.
        let drawn: Vec<Package> = all().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, p)| p).collect();
        let right = drawn.iter().all(|package| efficient.contains(&package));
        let listed: Vec<Choice> = drawn.iter().map(choice).collect();
        prop_assert_eq!(accepted(Claim::CanBeEfficient { count: None, packages: listed }), right && spoken);
        let count = |count: u64| Claim::CanBeEfficient { count: Some(count.to_string()), packages: Vec::new() };
        prop_assert_eq!(accepted(count(efficient.len() as u64)), spoken);
        prop_assert!(!accepted(count(efficient.len() as u64 + off)));

        // Any package as the best by each rule, and any number of ties.
        let placed = all().any(|package| !places(&parties, &package).is_empty());
        for rule in PlaceRule::ALL {
            let best = left.iter().map(|package| key(rule, &places(&parties, package))).min();
            for package in all() {
                let own = key(rule, &places(&parties, &package));
                let is_best = left.contains(&package) && Some(&own) == best.as_ref() && placed;
                let claim = |ties: Option<u64>| Claim::Picked {
                    rule,
                    package: choice(&package),
                    ties: ties.map(|ties| ties.to_string()),
                };
                prop_assert_eq!(accepted(claim(None)), is_best, "{:?} {:?} {:?}", rule, parties, package);
                let tied = left.iter().filter(|other| key(rule, &places(&parties, other)) == own).count() as u64;
                prop_assert!(!accepted(claim(Some(tied + off))));
            }
        }

        // What the engine says it can prove is proven.
        if let Some(found) = Findings::new(problem, &negotiation.briefs, &Unlimited) {
            for claim in found.claims(problem) {
                prop_assert!(accepted(claim));
            }
        }
    }
}

/// Whoever ranks issues may make more packages inefficient than those that are sure to be beaten.
#[test]
fn with_ranks_of_issues_nothing_is_accepted_as_possible() {
    let order = |issues: Vec<u8>| Said::Order(vec![vec![0, 1, 2], vec![0, 1]], issues);
    let is_accepted = |parties: &[Said]| {
        let negotiation = negotiation(parties, false, None);
        let subject = Subject::new(&negotiation.case, &negotiation.briefs, None).unwrap();
        let best = Claim::CanBeEfficient { count: None, packages: vec![subject.problem().choice(&[0, 0])] };
        let certificate = Certificate::new(subject.problem(), vec![best]);
        let text = about(&negotiation, serde_json::to_value(&certificate).unwrap()).to_string();
        subject.verify_json(&text, &|| false).is_ok()
    };
    assert!(is_accepted(&[order(vec![9, 9]), order(vec![9, 9])]));
    assert!(!is_accepted(&[order(vec![0, 1]), order(vec![9, 9])]));
}

/// A case of 3^30 packages, with points, an order, and red lines that join issues.
#[test]
fn what_is_found_of_very_many_packages_is_proven() {
    let issues = 30;
    let mut case =
        "mediant = 1\nid = \"ranked\"\ntitle = \"Many\"\n[parties.p0]\n[parties.p1]\n[parties.p2]\n"
            .to_owned();
    let (mut points, mut order) = (
        "mediant_brief = 1\nparty = \"p0\"\n".to_owned(),
        "mediant_brief = 1\nparty = \"p1\"\n[ranking]\n".to_owned(),
    );
    for issue in 0..issues {
        case += &format!("[issues.i{issue}]\noptions = [\"o0\", \"o1\", \"o2\"]\n");
        points +=
            &format!("points.i{issue}.options = {{ o0 = {}, o1 = {}, o2 = 0 }}\n", 7 + issue % 5, issue % 4);
        order += &format!("i{issue} = [\"o{}\", \"o1\"]\n", issue % 2 * 2);
    }
    points += "[reservation]\nvalue = 160\n";
    case += "[[red_lines]]\nparty = \"p2\"\nnever = { i0 = \"o0\", i1 = \"o2\" }\n";
    let files = [("case.toml", case), ("brief-p0.toml", points), ("brief-p1.toml", order)];
    let files: Vec<InputFile> =
        files.into_iter().map(|(name, text)| InputFile::new(name, text.into_bytes())).collect();
    let negotiation = mediant_formats::read(&files).unwrap().0;
    let subject = Subject::new(&negotiation.case, &negotiation.briefs, None).unwrap();
    let found = Findings::new(subject.problem(), &negotiation.briefs, &Unlimited).unwrap();
    let claims = found.claims(subject.problem());
    assert!(claims.iter().any(|claim| matches!(claim, Claim::CanBeEfficient { count: Some(_), .. })));
    assert_eq!(claims.iter().filter(|claim| matches!(claim, Claim::Picked { .. })).count(), 3);
    let certificate = Certificate::new(subject.problem(), claims);
    let text = about(&negotiation, serde_json::to_value(&certificate).unwrap()).to_string();
    subject.verify_json(&text, &|| false).unwrap();
}
