//! What is to be said of one package that somebody names.

use crate::Control;
use crate::analysis::{Analysis, FrontierPoint};
use crate::ordinal::{Efficiency, efficiency, rankings};
use mediant_check::{Case, Claim, Node, Point, numbers_of};
use mediant_model::problem::Stance;
use mediant_model::{Brief, Package, Problem};
use num_bigint::BigUint;

/// A named package, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The package that was asked about: one option an issue.
    pub package: Package,
    /// For each party what it makes of the package.
    pub parties: Vec<Share>,
    /// The facts it breaks, ascending; of a walk-away range, the upper end counts.
    pub broken: Vec<usize>,
    /// Whether the agreement rule passes it; `None` where that turns on parties that did not say.
    pub passes: Option<bool>,
    /// Whether some package is better for everybody.
    pub comparison: Comparison,
}

/// What a party makes of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its utility, in units, where it has points.
    pub utility: Option<i64>,
    /// Units above its reservation value, below zero where it falls short.
    pub gain: Option<i64>,
    /// Whether it accepts; `None` where it did not say: it stated no points, or the package lies within its walk-away range.
    pub accepts: Option<bool>,
}

/// A package beside the others: dominated is what is worse for a party and better for none.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// By points, with the efficient packages of the analysis's basis.
    Points {
        /// One that dominates it. Of several, that with the greatest least step up, then the greatest sum.
        dominated_by: Option<FrontierPoint>,
        /// Whether none is missed.
        complete: bool,
    },
    /// By rankings, with the packages that break no fact.
    Rankings(Efficiency),
    /// There are neither points of every party nor a ranking in place of them, or there is no package to compare with.
    Nothing,
}

impl Judgement {
    /// What of it a certificate can claim: worths, answers, facts broken, and whether another package is better for
    /// somebody and worse for nobody.
    pub fn claim(&self, problem: &Problem, analysis: &Analysis) -> Claim {
        // Of a walk-away range, what lies within it is broken perhaps.
        let surely = |fact: &usize| {
            problem.facts.get(*fact).is_some_and(|fact| problem.surely_breaks(fact, &self.package))
        };
        let accepts = self.parties.iter().map(|share| Some(share.accepts));
        Claim::Package {
            point: Point::new(problem, &self.package),
            accepts: problem.by_party(accepts),
            passes: self.passes,
            breaks: problem.fact_names(self.broken.iter().copied().filter(surely)),
            efficiency: self.claimed_efficiency(problem, analysis),
        }
    }

    fn claimed_efficiency(
        &self,
        problem: &Problem,
        analysis: &Analysis,
    ) -> Option<mediant_check::Efficiency> {
        let (dominated_by, complete) = match &self.comparison {
            Comparison::Points { dominated_by, complete } => (dominated_by, complete),
            Comparison::Rankings(found) => return claimed_by_rankings(problem, found),
            Comparison::Nothing => return None,
        };
        let basis = analysis.basis;
        if let Some(better) = dominated_by {
            let by = Point::new(problem, &better.package);
            return Some(mediant_check::Efficiency::Dominated { basis, by });
        }
        // What proves the frontier complete proves that nothing dominates: there is less to go through.
        let cases = analysis.certificate.claims.iter().find_map(|claim| match claim {
            Claim::Frontier { basis: of, cases, .. } if *of == basis && *complete => Some(cases),
            _ => None,
        })?;
        let by_layers = |case: &Case| matches!(case.proof.as_slice(), [Node::Layers { .. }]);
        let cases = cases.iter().all(by_layers).then(|| cases.clone())?;
        Some(mediant_check::Efficiency::Efficient { basis, cases })
    }

    /// Judges a package of the problem; `None` for one that is not.
    ///
    /// `briefs`: where rankings are read. Cost: the frontier's points x parties; by rankings that of
    /// [`efficiency`].
    ///
    /// ```
    /// use mediant_engine::judgement::Judgement;
    /// use mediant_engine::{Settings, Unlimited, analyze};
    /// use mediant_formats::{InputFile, read};
    /// use mediant_model::{Problem, problem::Options};
    ///
    /// let file = InputFile::new("fence.toml", r#"
    ///     mediant = 1
    ///     title = "A fence"
    ///     [parties]
    ///     north = { name = "North" }
    ///     south = { name = "South" }
    ///     [issues.height]
    ///     options = { low = "one metre", high = "two metres" }
    ///     [[red_lines]]
    ///     party = "north"
    ///     never = { height = "low" }
    ///     kind = "public"
    ///     on = 2026-03-01
    /// "#);
    /// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
    /// let problem = Problem::compile(&read.case, &read.briefs, &Options::default()).map_err(|all| format!("{all:?}"))?;
    /// let analysis = analyze(&problem, &Settings::default(), &Unlimited);
    /// let judged = Judgement::new(&problem, &read.briefs, &analysis, &[0], &Unlimited).ok_or("it is a package")?;
    /// assert_eq!(judged.passes, Some(false));
    /// assert_eq!(judged.broken, [0]);
    /// # Ok::<(), String>(())
    /// ```
    pub fn new(
        problem: &Problem,
        briefs: &[Brief],
        analysis: &Analysis,
        package: &[u32],
        control: &dyn Control,
    ) -> Option<Self> {
        problem.is_package(package).then(|| {
            let facts = problem.facts.iter().enumerate();
            Self {
                package: package.to_vec(),
                parties: (0..problem.parties.len()).map(|party| share(problem, party, package)).collect(),
                broken: facts
                    .filter(|(_, fact)| problem.breaks(fact, package))
                    .map(|(index, _)| index)
                    .collect(),
                passes: problem.outcome(package),
                comparison: comparison(problem, briefs, analysis, package, control),
            }
        })
    }

    /// Whether nothing dominates it: under all utilities that fit what was stated, and under some.
    /// With points both are the same. `None` where it is not known.
    pub fn efficient(&self) -> (Option<bool>, Option<bool>) {
        match &self.comparison {
            Comparison::Points { dominated_by: Some(_), .. } => (Some(false), Some(false)),
            Comparison::Points { complete: true, .. } => (Some(true), Some(true)),
            Comparison::Points { complete: false, .. } | Comparison::Nothing => (None, None),
            Comparison::Rankings(found) => (found.necessary, found.possible),
        }
    }

    /// A package that dominates it, whatever utilities fit what was stated.
    pub fn dominated_by(&self) -> Option<&Package> {
        match &self.comparison {
            Comparison::Points { dominated_by, .. } => dominated_by.as_ref().map(|point| &point.package),
            Comparison::Rankings(found) => found.dominated_by.as_ref(),
            Comparison::Nothing => None,
        }
    }
}

fn claimed_by_rankings(problem: &Problem, found: &Efficiency) -> Option<mediant_check::Efficiency> {
    let by = |package: &Package| problem.choice(package);
    match (&found.dominated_by, &found.maybe_dominated_by, found.necessary) {
        (Some(other), ..) => Some(mediant_check::Efficiency::DominatedWhatever { by: by(other) }),
        (None, Some(other), _) => {
            let unless = found.efficient_by.as_ref().map(|utilities| numbers_of(problem, utilities));
            Some(mediant_check::Efficiency::PerhapsDominated { by: by(other), unless })
        }
        (None, None, Some(true)) => Some(mediant_check::Efficiency::EfficientWhatever {}),
        (None, None, _) => None,
    }
}

fn share(problem: &Problem, party: usize, package: &[u32]) -> Share {
    let utility = problem.utility(party, package);
    let gain = utility.zip(problem.reservation(party)).and_then(|(utility, firm)| utility.checked_sub(firm));
    let accepts = match problem.stance(party, package) {
        Stance::Accepts => Some(true),
        Stance::Refuses => Some(false),
        Stance::NotSaid => None,
    };
    Share { utility, gain, accepts }
}

fn comparison(
    problem: &Problem,
    briefs: &[Brief],
    analysis: &Analysis,
    package: &[u32],
    control: &dyn Control,
) -> Comparison {
    if problem.has_all_utilities() {
        let Some(frontier) = &analysis.frontier else { return Comparison::Nothing };
        let own: Vec<i64> = (0..problem.parties.len()).filter_map(|p| problem.utility(p, package)).collect();
        let better = frontier.points.iter().filter(|point| dominates(&point.utilities, &own));
        let dominated_by = better.max_by_key(|point| steps(&point.utilities, &own)).cloned();
        return Comparison::Points { dominated_by, complete: frontier.complete };
    }
    let rankings = rankings(problem, briefs);
    let none_admissible = analysis.zopa.unanimous.upper == BigUint::ZERO;
    let mut parties = problem.parties.iter().zip(&rankings);
    let is_ranked = parties.any(|(party, ranking)| party.utility.is_none() && ranking.is_some());
    if none_admissible || !is_ranked {
        return Comparison::Nothing;
    }
    Comparison::Rankings(efficiency(problem, &rankings, package, control))
}

fn dominates(theirs: &[i64], own: &[i64]) -> bool {
    theirs != own && theirs.iter().zip(own).all(|(theirs, own)| theirs >= own)
}

/// The least step up and the sum of all.
fn steps(theirs: &[i64], own: &[i64]) -> (i128, i128) {
    let steps = || theirs.iter().zip(own).map(|(theirs, own)| i128::from(*theirs) - i128::from(*own));
    (steps().min().unwrap_or(0), steps().sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, Unlimited, analyze, sample};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_judgement_is_what_a_look_at_every_package_says(problem in sample::problem(), all in any::<bool>()) {
            let analysis = analyze(&problem, &Settings { all, ..Settings::default() }, &Unlimited);
            let own = |package: &[u32]| -> Vec<i64> {
                (0..problem.parties.len()).filter_map(|party| problem.utility(party, package)).collect()
            };
            let accepted: Vec<Package> =
                sample::packages(&problem).filter(|p| problem.is_unanimously_acceptable(p)).collect();
            for package in sample::packages(&problem) {
                let judged = Judgement::new(&problem, &[], &analysis, &package, &Unlimited);
                prop_assert!(judged.is_some());
                let Some(judged) = judged else { continue };
                prop_assert_eq!(judged.broken.is_empty(), problem.is_unanimously_acceptable(&package));
                if judged.passes.is_some() {
                    prop_assert_eq!(judged.passes, Some(problem.passes_rule(&package)));
                }
                let dominated = accepted.iter().any(|other| dominates(&own(other), &own(&package)));
                if problem.has_all_utilities() && !all && !accepted.is_empty() {
                    prop_assert_eq!(judged.efficient().0, Some(!dominated));
                }
                if let Some(better) = judged.dominated_by() {
                    prop_assert!(dominates(&own(better), &own(&package)));
                }
            }
            prop_assert!(Judgement::new(&problem, &[], &analysis, &[], &Unlimited).is_none() || problem.issues.is_empty());
        }
    }
}
