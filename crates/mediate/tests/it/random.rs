//! Random mediations against all packages: nothing that is called certain or proven is false.
//!
//! Two to five parties that value issues one by one or count combinations and caps, under unanimity, quorums and vetoes,
//! with red lines, that answer truly or err; with the briefs at hand or without.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use mediant_check::{Certificate, Claim, Said, values_one_by_one, verify};
use mediant_mediate::{
    Agenda, Answer, Exchange, Footing, Manner, Mediation, MediationDriver, MediationEnding, Parties,
    Question, Settings, SimulatedParty, Turn,
};
use mediant_model::problem::*;
use mediant_model::{OptionSet, Package};
use num_bigint::BigInt;
use num_rational::Ratio;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A negotiation, and how it is mediated.
#[derive(Clone, Debug)]
pub struct Talks {
    pub problem: Problem,
    pub errors: f64,
    pub briefs_at_hand: bool,
    pub manner: Manner,
    pub forms: bool,
    pub questions: usize,
    pub seed: u64,
}

/// A party's points, its bonuses, its cap, its walk-away as a share of its best, and a red line.
type Drawn = (Vec<Vec<i64>>, Vec<(Vec<u8>, i64)>, Option<u8>, u8, Option<Vec<u8>>, bool);

fn party(sizes: &[usize]) -> impl Strategy<Value = Drawn> + use<> {
    let points: Vec<_> = sizes.iter().map(|size| prop::collection::vec(0..12_i64, *size)).collect();
    let region = prop::collection::vec(any::<u8>(), sizes.len());
    let bonuses = prop::collection::vec((region.clone(), -9..14_i64), 0..3);
    let bonuses = prop_oneof![2 => Just(vec![]), 1 => bonuses];
    let cap = prop::option::weighted(0.15, 40..100_u8);
    let never = prop::option::weighted(0.2, region);
    (points, bonuses, cap, 0..110_u8, never, prop::bool::weighted(0.2))
}

/// The options of some issues that bits choose: of half of the issues all.
fn region(sizes: &[usize], bits: &[u8]) -> Region {
    let mut region = Region::everything();
    for (issue, (size, bits)) in sizes.iter().zip(bits).enumerate() {
        if bits & 1 == 1 {
            region.narrow(
                issue,
                OptionSet::from_options(*size, (0..*size).filter(|option| bits >> (option + 1) & 1 == 1)),
            );
        }
    }
    region
}

pub fn problem(sizes: &[usize], quorum: usize, drawn: Vec<Drawn>, linked: Option<Vec<u8>>) -> Problem {
    let issue = |(index, size): (usize, &usize)| ProblemIssue {
        id: format!("i{index}").as_str().into(),
        name: format!("Issue {index}"),
        options: (0..*size).map(|option| format!("o{option}").as_str().into()).collect(),
        labels: (0..*size).map(|option| format!("Option {option}")).collect(),
        may_be_left_open: false,
    };
    let issues = sizes.iter().enumerate().map(issue).collect();
    let fact = |id: String, kind, party, forbids| Fact {
        id: FactId::new(id),
        kind,
        party,
        forbids,
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    };
    let (mut parties, mut facts) = (Vec::new(), Vec::new());
    for (index, (values, bonuses, cap, share, never, veto)) in drawn.into_iter().enumerate() {
        let most: i64 = values.iter().map(|values| values.iter().max().unwrap()).sum();
        let interactions = bonuses
            .into_iter()
            .enumerate()
            .map(|(stated, (bits, points))| Interaction { region: region(sizes, &bits), points, stated })
            .collect();
        let cap = cap.map(|share| most * i64::from(share) / 100);
        let firm = most * i64::from(share) / 100;
        parties.push(ProblemParty {
            id: format!("p{index}").as_str().into(),
            name: format!("Party {index}"),
            veto,
            utility: Some(Utility { values, interactions, constant: 0, cap }),
            reservation: Some(Reservation { firm, least: firm, stated: true, reached: true }),
            scale: Scale::one(),
        });
        facts.push(fact(format!("p{index}.reservation"), FactKind::Reservation, Some(index), vec![]));
        if let Some(bits) = never {
            let forbids = vec![region(sizes, &bits)];
            facts.push(fact(format!("p{index}.red_line.1"), FactKind::RedLine, Some(index), forbids));
        }
    }
    if let Some(bits) = linked {
        facts.push(fact("linkage.1".into(), FactKind::Linkage, None, vec![region(sizes, &bits)]));
    }
    Problem { parties, issues, facts, quorum }
}

fn talks() -> impl Strategy<Value = Talks> {
    let sizes = prop::collection::vec(2..4_usize, 1..4);
    let drawn = (sizes, 2..6_usize).prop_flat_map(|(sizes, count)| {
        let parties = prop::collection::vec(party(&sizes), count);
        let linked = prop::option::weighted(0.1, prop::collection::vec(any::<u8>(), sizes.len()));
        let quorum = prop_oneof![Just(count), 1..=count];
        (Just(sizes), quorum, parties, linked)
    });
    let problem = drawn.prop_map(|(sizes, quorum, parties, linked)| problem(&sizes, quorum, parties, linked));
    let errors = prop_oneof![2 => Just(0.0), 1 => Just(0.1), 1 => Just(0.3)];
    let how = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.7), 4..40_usize, any::<u64>());
    (problem, errors, how).prop_map(|(problem, errors, (briefs_at_hand, coupled, forms, questions, seed))| {
        let manner = if coupled { Manner::Coupled } else { Manner::Blind };
        Talks { problem, errors, briefs_at_hand, manner, forms, questions, seed }
    })
}

/// The problem without what anybody wants.
fn bare(problem: &Problem) -> Problem {
    let mut bare = problem.clone();
    bare.parties.iter_mut().for_each(|party| (party.utility, party.reservation) = (None, None));
    bare.facts.retain(|fact| fact.kind != FactKind::Reservation);
    bare
}

pub fn packages(problem: &Problem) -> Vec<Package> {
    problem.issues.iter().fold(vec![vec![]], |packages: Vec<Package>, issue| {
        let each = |package: Package| {
            (0..issue.options.len() as u32).map(move |option| [&package[..], &[option]].concat())
        };
        packages.into_iter().flat_map(each).collect()
    })
}

/// A mediation that has ended.
pub struct Ended {
    /// What the mediator knew.
    pub seen: Problem,
    pub mediation: Mediation,
    pub outcome: MediationEnding,
}

/// Leads the talks to their end.
pub fn led(talks: &Talks) -> Ended {
    let seen = if talks.briefs_at_hand { talks.problem.clone() } else { bare(&talks.problem) };
    let agenda = Agenda::from_problem(&seen).unwrap();
    let settings = Settings {
        particles: 48,
        sweeps: 2,
        forms: talks.forms,
        error_rate: talks.errors.max(0.01),
        ..Settings::default()
    };
    let who = Parties::from_problem(&seen).unwrap();
    let mut parties: Vec<SimulatedParty> = (0..who.count())
        .map(|party| {
            let seed = talks.seed.wrapping_add(party as u64);
            SimulatedParty::from_problem(&talks.problem, &who, party, talks.errors, seed).unwrap()
        })
        .collect();
    let mediation = Mediation::new(&agenda, &settings, talks.manner, who, talks.seed);
    let mut session = MediationDriver::new(mediation, talks.questions);
    for _ in 0..10_000 {
        match session.turn(&seen) {
            Turn::Ended(outcome) => return Ended { seen, mediation: session.mediation().clone(), outcome },
            Turn::Ask { party, question, .. } => {
                let answer = parties[party].answer(&agenda, &question);
                session.answer(answer).unwrap();
            }
        }
    }
    panic!("the mediation does not end")
}

/// The last answer of each party to whether it accepts the package.
fn said(exchanges: &[Exchange], package: &Package) -> Option<Answer> {
    let asked = exchanges.iter().rfind(
        |exchange| matches!(&exchange.question, Question::Accept { package: asked } if asked == package),
    );
    asked.map(|exchange| exchange.answer.clone())
}

/// Whether the party's last answers are what it truly wants, as far as packages go.
fn is_true(problem: &Problem, party: usize, exchanges: &[Exchange]) -> bool {
    let utility = problem.parties[party].utility.as_ref().unwrap();
    let latest = |index: usize, question: &Question| {
        exchanges.iter().skip(index + 1).all(|later| later.question != *question)
    };
    let who = Parties::from_problem(problem).unwrap();
    let mut truth = SimulatedParty::from_problem(problem, &who, party, 0.0, 0).unwrap();
    let agenda = Agenda::from_problem(problem).unwrap();
    values_one_by_one(utility)
        && exchanges.iter().enumerate().filter(|(index, exchange)| latest(*index, &exchange.question)).all(
            |(_, exchange)| {
                let truth = truth.answer(&agenda, &exchange.question);
                among(&truth, &exchange.answer) == exchange.answer
            },
        )
}

/// An order of options without those that the other one leaves out, which are not compared.
pub fn among(answer: &Answer, other: &Answer) -> Answer {
    let (Answer::Order(groups), Answer::Order(named)) = (answer, other) else { return answer.clone() };
    let named: BTreeSet<u32> = named.iter().flatten().copied().collect();
    let groups = groups.iter().map(|group| group.iter().copied().filter(|one| named.contains(one)).collect());
    Answer::Order(groups.filter(|group: &Vec<u32>| !group.is_empty()).collect())
}

/// Why something that is claimed is false, by going through all packages.
pub fn falsehood(talks: &Talks, ended: &Ended) -> Option<String> {
    let problem = &talks.problem;
    let interviews = ended.mediation.interviews();
    let count = problem.parties.len();
    let passes = |package: &Package| problem.passes_rule(package);
    let deal = packages(problem).iter().any(passes);
    let holds = |party: usize| is_true(problem, party, interviews[party].exchanges());
    let word = |party: usize, package: &Package| said(interviews[party].exchanges(), package);
    let barred = |party: usize, package: &Package| {
        problem.facts.iter().any(|fact| {
            fact.kind != FactKind::Reservation
                && fact.party.is_none_or(|of| of == party)
                && problem.breaks(fact, package)
        })
    };
    let footings = ended.mediation.footings();
    // Answers that fit nobody bear nothing; a true answer never comes to that.
    let fits_nobody = |party: usize| ended.mediation.contradiction(party).is_some();
    if let Some(party) = (0..count).find(|party| fits_nobody(*party) && holds(*party)) {
        return Some(format!("true answers of party {party} are said to fit nobody"));
    }
    let unfit = (0..count).any(|party| fits_nobody(party) || footings[party] != Footing::Assumed);
    match &ended.outcome {
        MediationEnding::Deal { package, accepting, share, estimate, untrue } => {
            let yes = |party: usize| word(party, package) == Some(Answer::Yes);
            if !accepting.iter().all(|party| yes(*party)) {
                return Some("somebody is said to have accepted who did not".to_owned());
            }
            if !problem.wins(|party| accepting.contains(&party)) {
                return Some("those who accepted are not enough".to_owned());
            }
            if talks.errors == 0.0 && !passes(package) {
                return Some("true answers, and the package does not pass".to_owned());
            }
            if unfit && (estimate.is_some() || share.is_some()) {
                return Some("something is said under an assumption that is known to be false".to_owned());
            }
            let follows = ended.mediation.proven_share(package);
            if untrue.is_none() && (follows > Default::default()) != share.is_some() {
                return Some(format!("a share of {follows} follows, and the checker does not accept it"));
            }
            let Some(share) = share else { return None };
            let Claim::Share { share: proven_share, assumes, .. } = share.as_ref() else {
                panic!("another claim")
            };
            if assumes.len() != count {
                return Some("a share assumes something of fewer than all".to_owned());
            }
            let certificate = Certificate::new(&ended.seen, vec![(**share).clone()]);
            if let Err(refused) = verify(&ended.seen, &certificate) {
                return Some(format!("the checker refuses its own claim: {refused}"));
            }
            let proven_share: Ratio<BigInt> = proven_share.parse().unwrap();
            // Where the briefs are at hand the assumption was held against them.
            if talks.briefs_at_hand || (0..count).all(holds) {
                let from = problem.reservations().unwrap();
                let product = |package: &Package| {
                    let gains = problem.utilities(package).into_iter().zip(&from);
                    gains.map(|(worth, from)| (worth - from).max(0)).product::<i64>()
                };
                let possible = packages(problem);
                let possible =
                    possible.iter().filter(|package| !(0..count).any(|party| barred(party, package)));
                let best = possible.map(product).max().unwrap_or(0);
                if proven_share.numer() * best > proven_share.denom() * product(package) {
                    return Some(format!("a share of {proven_share} of {best}: {}", product(package)));
                }
            }
            None
        }
        MediationEnding::NoDeal(claim) => {
            let Claim::Refused { assumes, said: shown, .. } = claim.as_ref() else { panic!("another claim") };
            let certificate = Certificate::new(&ended.seen, vec![(**claim).clone()]);
            if let Err(refused) = verify(&ended.seen, &certificate) {
                return Some(format!("the checker refuses its own claim: {refused}"));
            }
            let assumed = |party: usize| assumes.contains(&problem.parties[party].id.to_string());
            if (0..count)
                .any(|party| assumed(party) && (fits_nobody(party) || footings[party] != Footing::Assumed))
            {
                return Some("the assumption is known to be false".to_owned());
            }
            let refused = |package: &Package| {
                let refuses = |party| barred(party, package) || word(party, package) == Some(Answer::No);
                !problem.wins(|party| !refuses(party))
            };
            if assumes.is_empty() && !packages(problem).iter().all(refused) {
                return Some("not every package was refused in so many words".to_owned());
            }
            // A claim that infers something of one party may take another at its word, which must be true as well.
            let meant = |party: usize| {
                let answers = shown.get(&problem.parties[party].id.to_string()).into_iter().flatten();
                answers.into_iter().all(|one| match one {
                    Said::Accepts { package, yes } => {
                        let package = problem.chosen(package, &BTreeSet::new()).unwrap();
                        problem.accepts(party, &package) == *yes
                    }
                    _ => true,
                })
            };
            let so = (0..count).all(|party| if assumed(party) { holds(party) } else { meant(party) });
            if deal && (talks.briefs_at_hand || so) {
                return Some("there is a deal".to_owned());
            }
            // Whoever has the briefs and gets the claim is not taken in, whatever the mediator knew.
            let certificate = Certificate::new(problem, vec![(**claim).clone()]);
            (deal && verify(problem, &certificate).is_ok())
                .then(|| "the checker accepts a false claim beside the briefs".to_owned())
        }
        MediationEnding::Open { estimate, .. } => (unfit && estimate.is_some())
            .then(|| "an estimate under a prior that is known not to fit".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_mediation_calls_certain_or_proven_is_false(talks in talks()) {
        let ended = led(&talks);
        prop_assert_eq!(falsehood(&talks, &ended), None);
    }
}

/// What a run came to: whether nothing is proven only because nothing is ever claimed.
#[test]
fn mediations_end_in_deals_and_in_proofs_of_both_kinds() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0; 5];
    for _ in 0..120 {
        let talks = talks().new_tree(&mut runner).unwrap().current();
        let ended = led(&talks);
        let kind = match &ended.outcome {
            MediationEnding::Deal { accepting, .. } if accepting.len() == talks.problem.parties.len() => 0,
            MediationEnding::Deal { .. } => 1,
            MediationEnding::NoDeal(claim) => match claim.as_ref() {
                Claim::Refused { assumes, .. } if assumes.is_empty() => 2,
                _ => 3,
            },
            MediationEnding::Open { .. } => 4,
        };
        counts[kind] += 1;
    }
    assert!(counts[..4].iter().all(|count| *count > 0), "{counts:?}");
}
