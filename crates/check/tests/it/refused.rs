//! Claims from answers, against all packages of small problems whose briefs are at hand: whatever is accepted is true, and
//! what is true and was said in so many words is accepted.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::small::*;
use mediant_check::*;
use mediant_model::{Package, Problem};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a party answers: the orders of its options and issues and a few packages, or all; some answers are false.
fn answers(draw: &mut Draw<'_>, problem: &Problem, party: usize, all: bool, lies: bool) -> Vec<Said> {
    let worth = worth_by_option(problem.parties[party].utility.as_ref().unwrap());
    let mut said = Vec::new();
    let lie = |draw: &mut Draw<'_>| lies && draw.one_in(12);
    for (issue, worth) in problem.issues.iter().zip(&worth) {
        let mut order = in_order(worth, |option| issue.options[option].to_string());
        if lie(draw) {
            order.reverse();
        }
        said.push(Said::OrderOfOptions { issue: issue.id.to_string(), order });
    }
    let steps: Vec<i64> =
        worth.iter().map(|worth| worth.iter().max().unwrap() - worth.iter().min().unwrap()).collect();
    said.push(Said::OrderOfIssues { order: in_order(&steps, |issue| problem.issues[issue].id.to_string()) });
    for package in packages(problem) {
        if all || draw.one_in(4) {
            let yes = problem.accepts(party, &package) != lie(draw);
            said.push(Said::Accepts { package: problem.choice(&package), yes });
        }
    }
    said
}

/// Names from the largest worth to the least, equals in one group.
fn in_order(worth: &[i64], name: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    worth.iter().enumerate().for_each(|(at, worth)| groups.entry(-worth).or_default().push(name(at)));
    groups.into_values().collect()
}

/// Reasons why the party accepts nothing of a box that holds this one package.
fn reasons(problem: &Problem, party: usize, said: &[Said], package: &[u32]) -> Vec<Refusal> {
    let id = problem.parties[party].id.to_string();
    let named = problem.choice(package);
    let place = |issue: &str, option: &str| {
        said.iter().find_map(|one| match one {
            Said::OrderOfOptions { issue: of, order } if of == issue => {
                order.iter().position(|group| group.iter().any(|name| name == option))
            }
            _ => None,
        })
    };
    let facts = problem.facts.iter().filter(|fact| fact.party.is_none_or(|of| of == party));
    let excluding = facts.filter(|fact| fact.forbids.iter().any(|region| region.contains(package)));
    let mut all: Vec<Refusal> =
        excluding.map(|fact| Refusal::RedLine { fact: fact.id.to_string() }).collect();
    for (answer, one) in said.iter().enumerate() {
        let Said::Accepts { package: refused, yes: false } = one else { continue };
        if *refused == named {
            all.push(Refusal::Said { party: id.clone(), answer });
        }
        // Issue by issue no better than what was refused: the sum of that answer and of the orders.
        let pairs = named.iter().map(|(issue, option)| (issue, &refused[issue], option));
        let no_better =
            pairs.clone().all(|(issue, better, worse)| place(issue, worse) >= place(issue, better));
        if no_better {
            let changed = pairs.filter(|(_, better, worse)| better != worse);
            let order = |(issue, better, worse): (&String, &String, &String)| Summand::Order {
                issue: issue.clone(),
                better: better.clone(),
                worse: worse.clone(),
                times: "1".into(),
            };
            let mut sum: Vec<Summand> = changed.map(order).collect();
            sum.push(Summand::Answer { answer, times: "1".into() });
            all.push(Refusal::Refused { party: id.clone(), package: named.clone(), scale: "1".into(), sum });
        }
    }
    all
}

/// The tree that divides everything down to single packages, with this to be said of each.
fn tree(problem: &Problem, mut leaf: impl FnMut(&Package) -> Refusal) -> Vec<Refusal> {
    let mut boxes: Vec<Package> = vec![vec![]];
    let mut nodes = Vec::new();
    for issue in &problem.issues {
        let mut next = nodes.len() + boxes.len();
        let mut parts = Vec::new();
        for package in boxes {
            let branch = |option: usize| Branch {
                options: vec![issue.options[option].to_string()],
                node: next + option,
            };
            let branches = (0..issue.options.len()).map(branch).collect();
            nodes.push(Refusal::Split { issue: issue.id.to_string(), branches });
            parts.extend(
                (0..issue.options.len() as u32).map(|option| [package.as_slice(), &[option]].concat()),
            );
            next += issue.options.len();
        }
        boxes = parts;
    }
    nodes.extend(boxes.iter().map(&mut leaf));
    nodes
}

/// A claim that no package passes, from these answers.
fn claim(draw: &mut Draw<'_>, problem: &Problem, said: &Answered, by_words: bool) -> Claim {
    let parties: Vec<String> = problem.parties.iter().map(|party| party.id.to_string()).collect();
    let proof = tree(problem, |package| {
        let of = |(party, id): (usize, &String)| {
            let mut reasons = reasons(problem, party, &said[id], package);
            if by_words {
                reasons.retain(|reason| !matches!(reason, Refusal::Refused { .. }));
            }
            (!reasons.is_empty()).then(|| reasons.remove(draw.below(reasons.len())))
        };
        Refusal::Together { each: parties.iter().enumerate().filter_map(of).collect() }
    });
    let assumes = if by_words { vec![] } else { parties };
    Claim::Refused { assumes, said: said.clone(), proof }
}

fn small_enough(problem: &Problem) -> bool {
    packages(problem).len() <= 36
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 4, ..ProptestConfig::default() })]

    /// Additive or not, under every rule, from true answers and false ones: with the briefs at hand nothing false passes.
    #[test]
    fn no_claim_from_answers_is_accepted_where_a_package_passes(
        bytes in prop::collection::vec(any::<u8>(), 200..900),
        by_words in any::<bool>(),
        lies in any::<bool>(),
    ) {
        let mut draw = Draw(bytes.iter());
        let mut problem = draw.problem();
        prop_assume!(small_enough(&problem));
        if draw.one_in(2) {
            // Mostly interactions get in the way of inference: here everybody values issues one by one.
            for utility in problem.parties.iter_mut().filter_map(|party| party.utility.as_mut()) {
                (utility.interactions, utility.cap) = (vec![], None);
            }
        }
        let all = draw.one_in(2);
        let parties = 0..problem.parties.len();
        let said: Answered = parties
            .map(|party| (problem.parties[party].id.to_string(), answers(&mut draw, &problem, party, all, lies)))
            .collect();
        let claim = claim(&mut draw, &problem, &said, by_words);
        let deal = packages(&problem).iter().any(|package| problem.passes_rule(package));
        let json = serde_json::to_string(&Certificate::new(&problem, vec![claim])).unwrap();
        let verdict = verify_json(&problem, &json);
        prop_assert!(verdict.is_err() || !deal, "a false claim is accepted: {}", json);
        if all && by_words && !lies {
            prop_assert_eq!(verdict.is_ok(), !deal, "{:?} {}", verdict, json);
        }
    }
}
