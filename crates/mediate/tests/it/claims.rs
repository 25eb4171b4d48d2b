//! Small cases in which what follows from answers was claimed although it is not so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use crate::random::{Ended, Talks, falsehood, led, packages, problem};
use mediant_check::{Claim, values_one_by_one};
use mediant_mediate::{
    Agenda, Answer, Footing, Manner, Mediation, MediationDriver, MediationEnding, Parties, Purpose, Question,
    Rule, Settings, Turn,
};
use mediant_model::OptionSet;
use mediant_model::problem::{Interaction, Problem, Region};

/// Parties with points, walk-aways and vetoes, on issues of two options.
fn council(quorum: usize, parties: &[(&[[i64; 2]], i64, bool)]) -> Problem {
    let sizes = vec![2; parties[0].0.len()];
    let drawn = parties.iter().map(|(points, _, veto)| {
        (points.iter().map(|points| points.to_vec()).collect(), vec![], None, 0, None, *veto)
    });
    let mut problem = problem(&sizes, quorum, drawn.collect(), None);
    for (party, (_, walk_away, _)) in problem.parties.iter_mut().zip(parties) {
        let reservation = party.reservation.as_mut().unwrap();
        (reservation.firm, reservation.least) = (*walk_away, *walk_away);
    }
    problem
}

fn talks(problem: Problem) -> Talks {
    Talks {
        problem,
        errors: 0.0,
        briefs_at_hand: true,
        manner: Manner::Blind,
        forms: true,
        questions: 40,
        seed: 1,
    }
}

fn with_bonus(problem: &mut Problem, party: usize, options: &[(usize, usize)], points: i64) {
    let region = options.iter().fold(Region::everything(), |region, (issue, option)| {
        region.with(*issue, OptionSet::from_options(2, [*option]))
    });
    let utility = problem.parties[party].utility.as_mut().unwrap();
    utility.interactions.push(Interaction { region, points, stated: 0 });
}

fn outcomes(talks: &Talks) -> Vec<Ended> {
    let each = (1..=8).flat_map(|seed| [(seed, true), (seed, false)]);
    each.map(|(seed, briefs_at_hand)| led(&Talks { seed, briefs_at_hand, ..talks.clone() })).collect()
}

/// Three of four pass a package, the first among them; the last one wants none of it, and is outvoted.
#[test]
fn whoever_can_be_outvoted_does_not_stand_in_the_way() {
    let dam: (&[[i64; 2]], i64, bool) = (&[[9, 0], [3, 0]], 8, false);
    let problem = council(3, &[(&[[9, 0], [0, 3]], 8, true), dam, dam, (&[[0, 9], [0, 3]], 8, false)]);
    assert!(!packages(&problem).iter().any(|package| problem.is_unanimously_acceptable(package)));
    for ended in outcomes(&talks(problem.clone())) {
        let MediationEnding::Deal { package, accepting, .. } = &ended.outcome else {
            panic!("{:?}", ended.outcome)
        };
        assert!(problem.passes_rule(package));
        assert!(problem.wins(|party| accepting.contains(&party)));
    }
}

/// Two of three pass a package, and each wants another option; or the one with a veto wants nothing of the kind.
#[test]
fn enough_refusals_are_proven_and_no_fewer() {
    let no: (&[[i64; 2]], i64, bool) = (&[[2, 1]], 5, false);
    let yes: (&[[i64; 2]], i64, bool) = (&[[7, 6]], 5, false);
    let (bound, veto) = ((no.0, no.1, true), (yes.0, yes.1, true));
    for (parties, deal) in [
        ([no, no, yes], false),
        ([yes, yes, no], true),
        ([bound, yes, yes], false),
        ([veto, no, yes], true),
        ([veto, no, no], false),
    ] {
        let problem = council(2, &parties);
        assert_eq!(packages(&problem).iter().any(|package| problem.passes_rule(package)), deal);
        for ended in outcomes(&talks(problem.clone())) {
            assert_eq!(matches!(ended.outcome, MediationEnding::Deal { .. }), deal);
            assert_eq!(matches!(ended.outcome, MediationEnding::NoDeal(_)), !deal);
            assert_eq!(falsehood(&talks(problem.clone()), &ended), None);
        }
    }
}

/// The only deal lies in a bonus for two options together, each of which by itself is the worse one.
#[test]
fn a_bonus_for_a_combination_is_found_and_nothing_is_inferred_from_who_has_one() {
    let mut problem = council(2, &[(&[[1, 0], [1, 0]], 5, false), (&[[0, 1], [0, 1]], 0, false)]);
    with_bonus(&mut problem, 0, &[(0, 1), (1, 1)], 10);
    for ended in outcomes(&talks(problem.clone())) {
        match &ended.outcome {
            MediationEnding::Deal { package, estimate, .. } => {
                assert_eq!(package, &[1, 1]);
                assert!(estimate.is_none() || !ended.seen.has_all_utilities());
            }
            // Without its brief the party's orders are believed, and the claim says so.
            MediationEnding::NoDeal(claim) => {
                let Claim::Refused { assumes, .. } = claim.as_ref() else { panic!("another claim") };
                assert!(!ended.seen.has_all_utilities() && assumes.contains(&"p0".to_owned()));
            }
            MediationEnding::Open { .. } => panic!("four packages can be asked about"),
        }
        if ended.seen.has_all_utilities() {
            assert_eq!(ended.mediation.footings(), [Footing::Joined, Footing::Assumed]);
        }
    }
}

/// A bonus on one option alone counts with it: the party values issues one by one, and its forms say so.
#[test]
fn a_bonus_on_one_issue_is_part_of_what_its_options_are_worth() {
    let mut problem = council(2, &[(&[[1, 0]], 5, false), (&[[1, 1]], 1, false)]);
    with_bonus(&mut problem, 0, &[(0, 1)], 10);
    assert!(values_one_by_one(problem.parties[0].utility.as_ref().unwrap()));
    for ended in outcomes(&talks(problem)) {
        let MediationEnding::Deal { package, .. } = &ended.outcome else { panic!("{:?}", ended.outcome) };
        assert_eq!(package, &[1]);
        assert_eq!(ended.mediation.contradiction(0), None);
    }
}

/// Answers that fit nobody: nothing is inferred from them, no estimate is given, and whole packages are asked about.
#[test]
fn answers_that_fit_nobody_withdraw_what_follows_from_them() {
    // Both like the second options best by themselves, and would take one package alone, of the first options.
    let problem = council(2, &[(&[[0, 5], [0, 5]], 3, false), (&[[0, 5], [0, 5]], 3, false)]);
    let who = Parties::unanimous(vec![vec![]; 2]).unwrap();
    let agenda = Agenda::from_problem(&problem).unwrap();
    let settings = Settings { particles: 48, sweeps: 2, ..Settings::default() };
    let mut session = MediationDriver::new(Mediation::new(&agenda, &settings, Manner::Blind, who, 3), 40);
    let mut bare = problem.clone();
    bare.parties.iter_mut().for_each(|party| (party.utility, party.reservation) = (None, None));
    let best = [0, 0];
    let mut votes = 0;
    let outcome = loop {
        match session.turn(&bare) {
            Turn::Ended(outcome) => break outcome,
            Turn::Ask { question, purpose, .. } => {
                votes += usize::from(purpose == Purpose::Vote);
                let answer = match &question {
                    Question::RankOptions { .. } => Answer::Order(vec![vec![1], vec![0]]),
                    Question::RankIssues => Answer::Order(vec![vec![0, 1]]),
                    Question::Accept { package } if *package == best => Answer::Yes,
                    Question::Accept { .. } => Answer::No,
                    Question::Compare { first, .. } if *first == best => Answer::Yes,
                    Question::Compare { second, .. } if *second == best => Answer::No,
                    Question::Compare { .. } => Answer::Equal,
                };
                session.answer(answer).unwrap();
            }
        }
    };
    let mediation = session.mediation();
    match outcome {
        MediationEnding::Deal { package, estimate, share, .. } => {
            assert_eq!(package, best);
            assert_eq!(mediation.footings(), [Footing::Contradicted; 2]);
            assert!(estimate.is_none() && share.is_none());
        }
        // As long as the answers may still fit somebody, the claim names what it assumes.
        MediationEnding::NoDeal(claim) => {
            let Claim::Refused { assumes, .. } = claim.as_ref() else { panic!("another claim") };
            assert!(!assumes.is_empty());
        }
        MediationEnding::Open { .. } => panic!("{votes} votes, and four packages can be asked about"),
    }
}

/// What a party cannot say about a package is neither a yes nor a no, and the mediation ends all the same.
#[test]
fn what_cannot_be_said_proves_nothing() {
    let problem = council(2, &[(&[[1, 0]], 1, false), (&[[0, 1]], 0, false)]);
    let who = Parties::unanimous(vec![vec![]; 2]).unwrap();
    let agenda = Agenda::from_problem(&problem).unwrap();
    let mut session =
        MediationDriver::new(Mediation::new(&agenda, &Settings::default(), Manner::Blind, who, 3), 1000);
    let mut asked = 0;
    loop {
        match session.turn(&problem) {
            Turn::Ended(outcome) => {
                assert!(matches!(outcome, MediationEnding::Open { .. }), "{outcome:?}");
                break;
            }
            Turn::Ask { .. } => session.answer(Answer::CannotSay).unwrap(),
        }
        asked += 1;
        assert!(asked < 200, "it goes on asking what cannot be said");
    }
}

/// The rule of a mediation is about those who are asked.
#[test]
fn a_rule_about_others_is_refused() {
    assert!(Parties::new(Rule::unanimity(3), vec![vec![]; 2]).is_err());
    assert!(Parties::unanimous(vec![vec![]]).is_err());
}

/// One acceptance would do, but each may veto: all must accept, for whoever claims a share and whoever checks it.
#[test]
fn whoever_may_veto_must_accept_for_the_checker_too() {
    let first: (&[[i64; 2]], i64, bool) = (&[[9, 4], [3, 8]], 3, true);
    let second: (&[[i64; 2]], i64, bool) = (&[[5, 7], [9, 1]], 3, true);
    let talks = talks(council(1, &[first, second]));
    let mut shares = 0;
    for ended in outcomes(&talks) {
        assert_eq!(falsehood(&talks, &ended), None);
        let MediationEnding::Deal { accepting, share, .. } = &ended.outcome else {
            panic!("{:?}", ended.outcome)
        };
        assert_eq!(accepting.len(), 2);
        shares += usize::from(share.is_some());
    }
    assert!(shares > 0);
}
