//! Until the engine's own entry point is there: every package, one after the other.
use mediant_engine::Control;
use mediant_engine::analysis::*;
use mediant_model::{Package, Problem};
use num_bigint::BigUint;
use num_traits::ToPrimitive;

pub fn analyze(problem: &Problem, all: bool, _control: &dyn Control) -> Analysis {
    let sizes: Vec<u32> = problem.issues.iter().map(|i| i.options.len() as u32).collect();
    let n = problem.package_count().to_u64().unwrap_or(u64::MAX).min(2_000_000);
    let (mut count, mut unanimous) = (0u64, 0u64);
    let mut points: Vec<(Vec<i64>, Package)> = Vec::new();
    let mut rule: Vec<(Vec<i64>, Package)> = Vec::new();
    let mut witness = None;
    for k in 0..n {
        let mut rest = k;
        let package: Package = sizes
            .iter()
            .map(|s| {
                let o = rest % *s as u64;
                rest /= *s as u64;
                o as u32
            })
            .collect();
        let passes = problem.passes_rule(&package);
        let un = problem.is_unanimously_acceptable(&package);
        count += passes as u64;
        unanimous += un as u64;
        if un || passes {
            witness.get_or_insert(package.clone());
        }
        if problem.has_all_utilities() && (passes || un || all) {
            let u: Vec<i64> =
                (0..problem.parties.len()).filter_map(|p| problem.utility(p, &package)).collect();
            if un || all { points.push((u, package)) } else { rule.push((u, package)) }
        }
    }
    let basis = if all {
        Basis::All
    } else if unanimous > 0 {
        Basis::Unanimous
    } else {
        Basis::Rule
    };
    let points = if unanimous > 0 || all { points } else { rule };
    let reservation: Vec<i64> =
        (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let frontier = (!points.is_empty()).then(|| {
        let mut sorted = points.clone();
        sorted.sort_by(|a, b| b.0.cmp(&a.0));
        let mut f: Vec<(Vec<i64>, Package)> = Vec::new();
        for p in sorted {
            if !f.iter().any(|q| q.0.iter().zip(&p.0).all(|(a, b)| a >= b)) {
                f.push(p)
            }
        }
        Frontier {
            complete: true,
            within: None,
            points: f.into_iter().map(|(utilities, package)| FrontierPoint { utilities, package }).collect(),
        }
    });
    let solutions = frontier.as_ref().map(|f| {
        let gains = |u: &[i64]| u.iter().zip(&reservation).map(|(a, b)| a - b).collect::<Vec<_>>();
        let ideal: Vec<i64> = (0..reservation.len())
            .map(|p| f.points.iter().map(|q| q.utilities[p] - reservation[p]).max().unwrap())
            .collect();
        let pick = |key: &dyn Fn(&[i64]) -> Vec<f64>| {
            let best = f
                .points
                .iter()
                .max_by(|a, b| key(&a.utilities).partial_cmp(&key(&b.utilities)).unwrap())
                .unwrap();
            let ties = points.iter().filter(|q| key(&q.0) == key(&best.utilities)).count();
            Solution {
                package: best.package.clone(),
                utilities: best.utilities.clone(),
                gains: gains(&best.utilities),
                ties: Ties { count: BigUint::from(ties), at_least: false },
                proven: true,
                gap: None,
                prices: Some(vec![1; reservation.len()]),
            }
        };
        let sorted = |mut v: Vec<f64>| {
            v.sort_by(f64::total_cmp);
            v
        };
        Solutions {
            nash: pick(&|u| vec![gains(u).iter().map(|g| *g as f64).product()]),
            kalai_smorodinsky: pick(&|u| {
                sorted(
                    gains(u)
                        .iter()
                        .zip(&ideal)
                        .map(|(g, i)| if *i > 0 { *g as f64 / *i as f64 } else { 1.0 })
                        .collect(),
                )
            }),
            leximin: pick(&|u| sorted(gains(u).iter().map(|g| *g as f64).collect())),
            utilitarian: pick(&|u| vec![u.iter().map(|g| *g as f64).sum()]),
        }
    });
    let silent = problem.parties.iter().any(|p| p.utility.is_none());
    let exists = if count == 0 {
        Some(false)
    } else if silent {
        None
    } else {
        Some(true)
    };
    let no_deal = (count == 0).then(|| {
        let facts: Vec<usize> = (0..problem.facts.len()).collect();
        NoDeal {
            conflicts: vec![Conflict {
                facts: facts.clone(),
                witnesses: vec![],
                issues: vec![0],
                derivation: Derivation::Cases {
                    issue: 0,
                    branches: facts.iter().map(|f| (vec![2 - *f as u32 % 3], Derivation::Fact(*f))).collect(),
                },
            }],
            openings: facts
                .iter()
                .map(|f| Opening { change: vec![Change::Drop(*f)], package: Some(vec![0; sizes.len()]) })
                .chain([Opening {
                    change: vec![Change::NewOption {
                        issue: 0,
                        must_not_break: facts[..2.min(facts.len())].to_vec(),
                    }],
                    package: None,
                }])
                .collect(),
            concessions: vec![],
            equal_concession: None,
            hurdles: vec![0],
            complete: true,
        }
    });
    Analysis {
        package_count: problem.package_count(),
        basis,
        zopa: Zopa { exists, count: Count::exactly(count), unanimous: Count::exactly(unanimous), witness },
        frontier,
        solutions,
        adjusted_winner: None,
        no_deal,
        notes: vec![],
    }
}
