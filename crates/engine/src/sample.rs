//! Small random problems for property tests, and all their packages.

use mediant_model::problem::{
    Fact, FactId, FactKind, FactOrigin, Interaction, ProblemIssue, ProblemParty, Reservation, Utility,
};
use mediant_model::{IssueId, OptionId, OptionSet, Package, PartyId, Problem, Region};
use proptest::prelude::*;

/// Every package of a small problem.
pub(crate) fn packages(problem: &Problem) -> impl Iterator<Item = Package> {
    let sizes: Vec<u32> = problem.issues.iter().map(|issue| issue.options.len() as u32).collect();
    let count: u32 = sizes.iter().product();
    (0..count).map(move |mut number| {
        let digit = |size: &u32| {
            let digit = number % size;
            number /= size;
            digit
        };
        sizes.iter().map(digit).collect()
    })
}

/// A party for a test.
pub(crate) fn party(index: usize, veto: bool, stated: Option<(Utility, i64)>) -> ProblemParty {
    let (utility, reservation) = stated.unzip();
    let reservation =
        reservation.map(|units| Reservation { firm: units, least: units, stated: true, reached: true });
    ProblemParty {
        id: PartyId::new(format!("p{index}")),
        name: format!("P{index}"),
        veto,
        utility,
        reservation,
        scale: mediant_model::problem::Scale::one(),
    }
}

/// An issue for a test.
pub(crate) fn issue(index: usize, option_count: usize, may_be_left_open: bool) -> ProblemIssue {
    let mut options: Vec<OptionId> =
        (0..option_count).map(|option| OptionId::new(format!("o{option}"))).collect();
    if may_be_left_open && let Some(last) = options.last_mut() {
        *last = OptionId::left_open();
    }
    let labels = options.iter().map(ToString::to_string).collect();
    ProblemIssue {
        id: IssueId::new(format!("i{index}")),
        name: format!("I{index}"),
        options,
        labels,
        may_be_left_open,
    }
}

/// A fact for a test.
pub(crate) fn fact(index: usize, kind: FactKind, party: Option<usize>, forbids: Vec<Region>) -> Fact {
    Fact {
        id: FactId::new(format!("f{index}")),
        kind,
        party,
        forbids,
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    }
}

type Numbers = Option<(Vec<Vec<i64>>, Vec<(Vec<u8>, i64)>, i64, Option<i64>)>;

/// Up to four issues of up to four options, up to three parties, some with utilities, up to eight
/// constraints, some quorum.
pub(crate) fn problem() -> impl Strategy<Value = Problem> {
    let boxes = proptest::collection::vec(0u8..16, 4);
    let numbers = (
        proptest::collection::vec(proptest::collection::vec(-3i64..8, 4), 4),
        proptest::collection::vec((boxes.clone(), -6i64..7), 0..3),
        -2i64..28,
        proptest::option::weighted(0.2, 4i64..24),
    );
    let party = (proptest::option::weighted(0.6, numbers), proptest::bool::weighted(0.25));
    let constraint = (proptest::option::weighted(0.85, 0usize..3), proptest::collection::vec(boxes, 1..3));
    (
        proptest::collection::vec(1usize..5, 1..5),
        proptest::collection::vec(party, 1..4),
        proptest::collection::vec(constraint, 0..9),
        any::<bool>(),
        0usize..4,
    )
        .prop_map(|(sizes, parties, constraints, partial, quorum)| {
            assemble(&sizes, parties, constraints, partial, quorum)
        })
}

/// The same with walk-away ranges: the upper ends as they are, the lower ends up to so many units below.
pub(crate) fn ranged() -> impl Strategy<Value = Problem> {
    (problem(), proptest::collection::vec(0i64..9, 3)).prop_map(|(mut problem, widths)| {
        for (party, width) in problem.parties.iter_mut().zip(widths) {
            party.reservation.iter_mut().for_each(|reservation| reservation.least = reservation.firm - width);
        }
        problem
    })
}

fn assemble(
    sizes: &[usize],
    parties: Vec<(Numbers, bool)>,
    constraints: Vec<(Option<usize>, Vec<Vec<u8>>)>,
    partial: bool,
    quorum: usize,
) -> Problem {
    let count = parties.len();
    let region = |masks: &[u8]| {
        let mut region = Region::everything();
        for (index, (size, mask)) in sizes.iter().zip(masks).enumerate() {
            // Two in three sides are full, as in most stated facts.
            if mask % 3 == 0 {
                region.narrow(
                    index,
                    OptionSet::from_options(*size, (0..*size).filter(|option| mask >> option & 1 == 1)),
                );
            }
        }
        region
    };
    let mut problem = Problem {
        parties: Vec::new(),
        issues: sizes
            .iter()
            .enumerate()
            .map(|(index, size)| issue(index, *size, partial && *size > 1))
            .collect(),
        facts: Vec::new(),
        quorum: if quorum == 0 { count } else { quorum.min(count) },
    };
    for (index, (numbers, veto)) in parties.into_iter().enumerate() {
        let stated = numbers.map(|(values, interactions, reservation, cap)| {
            let values = sizes.iter().zip(values).map(|(size, values)| values[..*size].to_vec()).collect();
            let interactions = interactions.into_iter().enumerate();
            let interactions = interactions
                .map(|(stated, (masks, points))| Interaction { region: region(&masks), points, stated })
                .collect();
            (Utility { values, interactions, constant: 0, cap }, reservation)
        });
        if stated.is_some() {
            let at = problem.facts.len();
            problem.facts.push(fact(at, FactKind::Reservation, Some(index), Vec::new()));
        }
        problem.parties.push(party(index, veto, stated));
    }
    for (owner, masks) in constraints {
        let at = problem.facts.len();
        let forbids = masks.iter().map(|masks| region(masks)).filter(|region| !region.is_empty()).collect();
        let party = owner.map(|owner| owner % count);
        let kind = if party.is_some() { FactKind::RedLine } else { FactKind::Linkage };
        problem.facts.push(fact(at, kind, party, forbids));
    }
    problem
}
