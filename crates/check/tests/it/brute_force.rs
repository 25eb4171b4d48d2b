//! Every claim against all packages of small problems: true claims with a proof by layers are
//! accepted, and whatever is accepted, with any proof, is true.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::small::*;
use mediant_check::*;
use mediant_model::{Package, Problem};
use proptest::prelude::*;

/// A claim, and whether it is true.
fn claim(draw: &mut Draw<'_>, problem: &Problem, all_layers: bool) -> Option<(Claim, bool)> {
    let basis = *draw.pick(&[Basis::Unanimous, Basis::Rule, Basis::All]);
    let inside = in_basis(problem, basis);
    let vectors: Vec<Vec<i64>> = inside.iter().map(|package| utilities(problem, package)).collect();
    let cases = |draw: &mut Draw<'_>, basis| -> Vec<Case> {
        let sets = coverage(problem, basis).into_iter();
        sets.map(|facts| Case::new(problem, facts, draw.proof(problem, all_layers))).collect()
    };
    // Ties are counted for what a single node proves.
    let whole = |draw: &mut Draw<'_>, basis, counted: bool| -> Vec<Case> {
        let mut cases = cases(draw, basis);
        if counted {
            let proof = layers(problem, &draw.prices(problem));
            cases.iter_mut().for_each(|case| case.proof = proof.clone());
        }
        cases
    };
    let at_least = |a: &[i64], b: &[i64]| a.iter().zip(b).all(|(a, b)| a >= b);
    Some(match draw.below(6) {
        0 => {
            let cases = cases(draw, Basis::Rule);
            (Claim::NoDeal { change: vec![], cases }, in_basis(problem, Basis::Rule).is_empty())
        }
        1 => {
            let mut points: Vec<Package> = Vec::new();
            for package in &inside {
                let own = utilities(problem, package);
                let beaten = vectors.iter().any(|other| at_least(other, &own) && *other != own);
                if !beaten && !points.iter().any(|point| utilities(problem, point) == own) {
                    points.push(package.clone());
                }
            }
            let lost = draw.one_in(2) && !points.is_empty();
            if lost {
                points.remove(draw.below(points.len()));
            }
            let points = points.iter().map(|package| Point::new(problem, package)).collect();
            (Claim::Frontier { basis, points, table: None, cases: cases(draw, basis) }, !lost)
        }
        5 => {
            let off = if draw.one_in(2) { 0 } else { 1 };
            let count = inside.len() + off;
            (Claim::Count { basis, count: count.to_string() }, off == 0)
        }
        2 => {
            let by = draw.prices(problem);
            let value = |vector: &Vec<i64>| {
                vector.iter().zip(&by).map(|(u, price)| *u as i128 * *price as i128).sum()
            };
            let most: i128 = vectors.iter().map(value).max()?;
            let slack = draw.between(-2, 6) as i128;
            let prices = prices(problem, &by);
            (Claim::Bound { basis, prices, value: most + slack, cases: cases(draw, basis) }, slack >= 0)
        }
        _ => {
            let rule = *draw.pick(&[
                FairnessRule::Nash,
                FairnessRule::Leximin,
                FairnessRule::KalaiSmorodinsky,
                FairnessRule::Utilitarian,
            ]);
            let ideal_of = |party: usize| vectors.iter().map(|vector| vector[party]).max();
            let ideals: Vec<i64> = (0..problem.parties.len()).map(ideal_of).collect::<Option<_>>()?;
            let claimed = draw.one_in(2).then(|| draw.pick(&inside).clone());
            let better = |a: &Package, b: &Package| {
                is_better(problem, rule, &ideals, &utilities(problem, a), &utilities(problem, b))
            };
            let best = |package: &&Package| !inside.iter().any(|other| better(other, package));
            let claimed = claimed.or_else(|| inside.iter().find(best).cloned())?;
            let is_best = best(&&claimed);
            // Where every package has a product of 0 ties are not counted.
            let gains = utilities(problem, &claimed);
            let gains = (0..gains.len()).all(|party| gains[party] > problem.reservation(party).unwrap());
            let even = |other: &&Package| !better(other, &claimed) && !better(&claimed, other);
            let tied = inside.iter().filter(even).count();
            let counted =
                all_layers && draw.one_in(2) && basis != Basis::Rule && (gains || rule != FairnessRule::Nash);
            let off = usize::from(counted && draw.one_in(3));
            let ties = counted.then(|| (tied + off).to_string());
            let is_true = is_best && off == 0;
            let mut stated = Vec::new();
            for (party, most) in ideals.iter().enumerate() {
                let package = inside.iter().find(|package| utilities(problem, package)[party] == *most)?;
                let cases = cases(draw, basis);
                stated.push(Ideal {
                    party: format!("party{party}"),
                    point: Point::new(problem, package),
                    cases,
                });
            }
            let ideals = if rule == FairnessRule::KalaiSmorodinsky { stated } else { vec![] };
            let point = Point::new(problem, &claimed);
            (
                Claim::Solution { rule, basis, point, ties, ideals, cases: whole(draw, basis, counted) },
                is_true,
            )
        }
    })
}

fn check(bytes: &[u8], all_layers: bool) -> Result<(), TestCaseError> {
    let mut draw = Draw(bytes.iter());
    let problem = draw.problem();
    let Some((claim, is_true)) = claim(&mut draw, &problem, all_layers) else { return Ok(()) };
    let json = serde_json::to_string(&Certificate::new(&problem, vec![claim])).unwrap();
    let verdict = verify_json(&problem, &json);
    if !is_true {
        prop_assert!(verdict.is_err(), "a false claim is accepted: {}", json);
    } else if all_layers {
        prop_assert!(verdict.is_ok(), "{:?} {}", verdict, json);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 8, ..ProptestConfig::default() })]

    #[test]
    fn layers_prove_what_is_true_and_nothing_else(bytes in prop::collection::vec(any::<u8>(), 200..900)) {
        check(&bytes, true)?;
    }

    #[test]
    fn no_proof_of_any_form_proves_what_is_false(bytes in prop::collection::vec(any::<u8>(), 200..900)) {
        check(&bytes, false)?;
    }
}
