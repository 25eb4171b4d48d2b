//! Certificates mutated and forged at random: whatever is still accepted is true by the statements.
//!
//! Each begins as a genuine certificate, of this crate's tests or of the project's examples; it says truly which files
//! it is about. Then places are changed at random, or a claim is put in that is likely to be false, with a proof that
//! looks the part. `PROPTEST_CASES=25600` makes it a hundred thousand.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::files::{about, certificates, example, negotiation};
use crate::truth::Truth;
use mediant_check::*;
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_formats::Negotiation;
use mediant_model::Problem;
use num_traits::ToPrimitive;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Mutations for each case that the tests are asked for.
const MUTATIONS: u32 = 4;
/// An example with more packages is not gone through.
const PACKAGES_MAX: u64 = 600;

/// Numbers without end from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Files, and the genuine certificates about them.
struct Ground {
    name: String,
    negotiation: Negotiation,
    genuine: Vec<Value>,
}

fn grounds() -> Vec<Ground> {
    let mut by_name: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (_, of, certificate) in certificates("genuine") {
        by_name.entry(of).or_default().push(certificate);
    }
    let mut grounds: Vec<Ground> = by_name
        .into_iter()
        .map(|(name, genuine)| Ground { negotiation: negotiation(&name), name, genuine })
        .collect();
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut names: Vec<String> = std::fs::read_dir(examples)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !["expected", "reports", "tournaments"].contains(&name.as_str()))
        .collect();
    names.sort();
    for name in names {
        let negotiation = example(&name);
        let subject = crate::files::subject(&negotiation);
        let problem = subject.problem();
        let few = problem.package_count().to_u64().is_some_and(|count| count <= PACKAGES_MAX);
        if few && problem.facts.len() <= 12 {
            let certificate = analyze(problem, &Settings::default(), &Unlimited).certificate;
            if !certificate.claims.is_empty() {
                let genuine = vec![serde_json::to_value(&certificate).unwrap()];
                grounds.push(Ground { name, negotiation: negotiation.clone(), genuine });
            }
        }
    }
    // Walk-away ranges, and units that differ.
    for name in ["ranges", "ranges_open", "ranges_stuck", "thirds"] {
        let negotiation = negotiation(name);
        let certificate =
            analyze(crate::files::subject(&negotiation).problem(), &Settings::default(), &Unlimited);
        let certificate = certificate.certificate;
        // What turns on a range alone is not known, and nothing is claimed.
        assert_eq!(certificate.claims.is_empty(), name == "ranges_open");
        if !certificate.claims.is_empty() {
            let genuine = vec![serde_json::to_value(&certificate).unwrap()];
            grounds.push(Ground { name: name.to_owned(), negotiation, genuine });
        }
    }
    // A case over time.
    let negotiation = negotiation("dated");
    let claims = vec![crate::outlook::claimed(&negotiation).0];
    let certificate = Certificate::new(crate::files::subject(&negotiation).problem(), claims);
    let genuine = vec![serde_json::to_value(&certificate).unwrap()];
    grounds.push(Ground { name: "dated".to_owned(), negotiation, genuine });
    assert!(grounds.len() > 8, "{}", grounds.len());
    grounds
}

/// Every place of a value, as the steps that lead there.
fn places(value: &Value, here: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    all.push(here.clone());
    let mut go = |step: String, value: &Value| {
        here.push(step);
        places(value, here, all);
        here.pop();
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| go(index.to_string(), item)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| go(name.clone(), field)),
        _ => {}
    }
}

fn at<'a>(value: &'a mut Value, place: &[String]) -> Option<&'a mut Value> {
    place.iter().try_fold(value, |value, step| match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        Value::Object(fields) => fields.get_mut(step),
        _ => None,
    })
}

/// Changes one place at random: `words` and `others` are what strings and values are exchanged for.
fn mutate(chance: &mut Chance, value: &mut Value, words: &[String], others: &[Value]) {
    let mut all = Vec::new();
    places(value, &mut Vec::new(), &mut all);
    // The deeper places are the more interesting ones; those on top are few.
    let place = chance.pick(&all).clone();
    let (kind, small) = (chance.below(8), chance.below(5) as i64 - 2);
    let (word, other) = (chance.pick(words).clone(), chance.pick(others).clone());
    let [first, second] = [chance.below(64), chance.below(64)];
    let Some(found) = at(value, &place) else { return };
    match found {
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or(0);
            *found = match kind {
                0 => json!(0),
                1 => json!(number.wrapping_neg()),
                2 => json!(number.wrapping_mul(1 << 40)),
                _ => json!(number.wrapping_add(small)),
            };
        }
        Value::String(text) => match (kind, text.parse::<i64>()) {
            (0..5, Ok(number)) => *found = json!((number + small).to_string()),
            (0, _) => *found = Value::Null,
            _ => *found = json!(word),
        },
        Value::Bool(yes) => *yes = !*yes,
        Value::Null => *found = if kind < 4 { json!(small) } else { json!(kind == 4) },
        Value::Array(items) => match kind {
            0 | 1 if !items.is_empty() => {
                items.remove(first % items.len());
            }
            2 if !items.is_empty() => items.push(items[first % items.len()].clone()),
            3 if !items.is_empty() => {
                let count = items.len();
                items.swap(first % count, second % count);
            }
            4 => items.clear(),
            5 => items.push(json!(word)),
            _ => items.push(other),
        },
        Value::Object(fields) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            match (kind, names.get(first % names.len().max(1))) {
                (0 | 1, Some(name)) => {
                    fields.remove(name);
                }
                (2, Some(name)) => {
                    let taken = fields.remove(name);
                    fields.insert(word, taken.unwrap_or_default());
                }
                (3 | 4, Some(name)) => {
                    fields.insert(name.clone(), other);
                }
                _ => {
                    fields.insert(word, json!(small));
                }
            }
        }
    }
}

/// A claim that may well be false, with a proof by going through.
fn forge(chance: &mut Chance, problem: &Problem) -> Claim {
    let mut package = || -> Vec<u32> {
        problem.issues.iter().map(|issue| chance.below(issue.options.len()) as u32).collect()
    };
    let (one, two) = (package(), package());
    let point = |package: &[u32]| Point::new(problem, package);
    let prices: Vec<u64> = problem.parties.iter().map(|_| chance.below(4) as u64).collect();
    let facts: Vec<usize> = (0..problem.facts.len()).filter(|_| chance.below(4) > 0).collect();
    let case = |facts: &[usize]| Case::new(problem, facts.iter().copied(), layers(problem, &prices));
    let cases = match (problem.is_unanimous(), problem.smallest_coalitions()) {
        (false, Some(coalitions)) if chance.below(4) > 0 => {
            let of = |coalition: &std::collections::BTreeSet<usize>| {
                let bound =
                    |fact: &usize| problem.facts[*fact].party.is_none_or(|party| coalition.contains(&party));
                case(&(0..problem.facts.len()).filter(bound).collect::<Vec<_>>())
            };
            coalitions.iter().map(of).collect()
        }
        _ => vec![case(if chance.below(2) == 0 { &facts } else { &[] })],
    };
    let everything = vec![case(&(0..problem.facts.len()).collect::<Vec<_>>())];
    let cases = if chance.below(2) == 0 { cases } else { everything };
    let basis = *chance.pick(&[Basis::Unanimous, Basis::Rule, Basis::All]);
    let names = problem.fact_names(0..problem.facts.len());
    let mut change = Vec::new();
    for _ in 0..1 + chance.below(2) {
        if names.is_empty() {
            break;
        }
        let fact = chance.pick(&names).clone();
        let by = (chance.below(2) == 0).then(|| 1 - chance.below(12) as i64);
        change.push(Change::Fact { fact, by });
    }
    match chance.below(10) {
        8 if !problem.issues.is_empty() => {
            let issue = chance.pick(&problem.issues).id.to_string();
            let mut package = problem.choice(&one);
            package.remove(&issue);
            Claim::Hurdle { issue, facts: problem.fact_names(facts.iter().copied()), package }
        }
        0 => Claim::Deal { point: point(&one), unanimous: chance.below(2) == 0 },
        1 => Claim::NoDeal { change: if chance.below(2) == 0 { change } else { Vec::new() }, cases },
        2 => Claim::Count { basis, count: chance.below(8).to_string() },
        3 => {
            let rule = *chance.pick(&[
                FairnessRule::Nash,
                FairnessRule::Leximin,
                FairnessRule::KalaiSmorodinsky,
                FairnessRule::Utilitarian,
            ]);
            let ties = (chance.below(2) == 0).then(|| (1 + chance.below(2)).to_string());
            let ideal = |party: &mediant_model::problem::ProblemParty| Ideal {
                party: party.id.to_string(),
                point: point(&two),
                cases: cases.clone(),
            };
            let ideals = problem.parties.iter().map(ideal).collect();
            Claim::Solution { rule, basis, point: point(&one), ties, ideals, cases: cases.clone() }
        }
        4 => {
            let points =
                if chance.below(2) == 0 { vec![point(&one)] } else { vec![point(&one), point(&two)] };
            Claim::Frontier { basis, points, table: None, cases }
        }
        5 => {
            let witness = |name: &String| Witness {
                without: name.clone(),
                package: problem.choice(if name.len().is_multiple_of(2) { &one } else { &two }),
            };
            let facts = problem.fact_names(facts.iter().copied());
            let witnesses = facts.iter().map(witness).collect();
            let (proof, cases) = if problem.is_unanimous() {
                (layers(problem, &prices), Vec::new())
            } else {
                (Vec::new(), cases)
            };
            Claim::Conflict { facts, proof, cases, witnesses }
        }
        6 => {
            let shown = change.iter().map(|_| if chance.below(2) == 0 { cases.clone() } else { Vec::new() });
            let shown: Vec<Vec<Case>> = shown.collect();
            let smallest = if chance.below(2) == 0 { shown } else { Vec::new() };
            Claim::Opening { change, package: problem.choice(&one), smallest }
        }
        7 => {
            let answers = problem.parties.iter().map(|_| {
                Some(match chance.below(3) {
                    0 => None,
                    answer => Some(answer == 1),
                })
            });
            let accepts = problem.by_party(answers.collect::<Vec<_>>());
            let efficiency = match chance.below(3) {
                0 => None,
                1 => Some(Efficiency::Efficient { basis, cases }),
                _ => Some(Efficiency::Dominated { basis, by: point(&two) }),
            };
            let passes = [None, Some(true), Some(false)][chance.below(3)];
            Claim::Package { point: point(&one), accepts, passes, breaks: Vec::new(), efficiency }
        }
        _ => Claim::Bound {
            basis,
            prices: mediant_check::prices(problem, &prices),
            value: chance.below(40) as i128,
            cases,
        },
    }
}

#[test]
fn whatever_is_accepted_is_true() {
    let grounds = grounds();
    let subjects: Vec<Subject<'_>> =
        grounds.iter().map(|ground| crate::files::subject(&ground.negotiation)).collect();
    let truths: Vec<Truth<'_>> = grounds
        .iter()
        .zip(&subjects)
        .map(|(ground, subject)| Truth::new(&ground.negotiation, subject.problem()))
        .collect();
    let mut known: Vec<BTreeMap<String, bool>> = vec![BTreeMap::new(); grounds.len()];
    let total = proptest::test_runner::Config::default().cases * MUTATIONS;
    let (mut accepted, mut changed) = (0, 0);
    for seed in 0..total {
        let mut chance = Chance(u64::from(seed) << 20);
        let index = chance.below(grounds.len());
        let (ground, subject) = (&grounds[index], &subjects[index]);
        let problem = subject.problem();
        let mut certificate = chance.pick(&ground.genuine).clone();
        if chance.below(3) == 0 {
            let claim = serde_json::to_value(forge(&mut chance, problem)).unwrap();
            if let Some(claims) = certificate["claims"].as_array_mut() {
                if chance.below(2) == 0 {
                    claims.clear();
                }
                claims.insert(chance.below(claims.len() + 1), claim);
            }
        } else {
            let ids = problem.issues.iter().flat_map(|issue| {
                issue.options.iter().map(ToString::to_string).chain([issue.id.to_string()])
            });
            let parties = problem.parties.iter().map(|party| party.id.to_string());
            let facts = problem.fact_names(0..problem.facts.len());
            let bases = ["unanimous", "rule", "all", "nash", "leximin", "utilitarian"].map(String::from);
            let words: Vec<String> = ids.chain(parties).chain(facts).chain(bases).collect();
            let donor = chance.pick(&ground.genuine).clone();
            let mut all = Vec::new();
            places(&donor, &mut Vec::new(), &mut all);
            let mut donor = donor;
            for _ in 0..1 + chance.below(3) {
                let other = at(&mut donor, &chance.pick(&all).clone()).map(|value| value.clone());
                mutate(&mut chance, &mut certificate, &words, &[other.unwrap_or_default()]);
            }
        }
        let text = about(&ground.negotiation, certificate).to_string();
        let Ok(found) = subject.verify_json(&text, &|| false) else { continue };
        accepted += 1;
        let genuine = ground
            .genuine
            .iter()
            .any(|genuine| genuine["claims"] == serde_json::to_value(found.claims()).unwrap_or_default());
        changed += u32::from(!genuine);
        for claim in found.claims() {
            // Completeness is of all claims, the others each of itself.
            let key = match claim {
                Claim::Complete {} => serde_json::to_string(found.claims()).unwrap(),
                claim => serde_json::to_string(claim).unwrap(),
            };
            let truth = known[index].entry(key).or_insert_with(|| truths[index].holds(found.claims(), claim));
            assert!(*truth, "seed {seed}, {}: a false claim is accepted: {text}", ground.name);
        }
    }
    println!(
        "{total} altered certificates: {accepted} accepted, {changed} of them changed, every claim of them true"
    );
    assert!(changed > total / 100, "what is altered is never accepted: the test tests nothing");
}

#[test]
fn genuine_claims_are_true() {
    for ground in grounds() {
        let subject = crate::files::subject(&ground.negotiation);
        let truth = Truth::new(&ground.negotiation, subject.problem());
        for genuine in &ground.genuine {
            let text = about(&ground.negotiation, genuine.clone()).to_string();
            let found = subject.verify_json(&text, &|| false);
            assert!(found.is_ok(), "{}: {found:?}", ground.name);
            let found = found.unwrap();
            for claim in found.claims() {
                let json = serde_json::to_string(claim).unwrap();
                assert!(truth.holds(found.claims(), claim), "{}: {json}", ground.name);
            }
        }
    }
}
