//! A small problem for tests: two parties, `land` with three options and `water` with two.

use super::*;
use crate::OptionSet;

pub(super) fn problem() -> Problem {
    let issue = |id: &str, options: &[&str]| ProblemIssue {
        id: id.into(),
        name: String::new(),
        options: options.iter().map(|option| OptionId::from(*option)).collect(),
        labels: vec![String::new(); options.len()],
        may_be_left_open: false,
    };
    let side =
        |land: &[usize]| Region::everything().with(0, OptionSet::from_options(3, land.iter().copied()));
    let both = |land: &[usize], water| side(land).with(1, OptionSet::from_options(2, [water]));
    let bonus = |region: &Region, points| Interaction { region: region.clone(), points, stated: 0 };
    let party = |id: &str, values: [[i64; 3]; 2], interactions, cap| ProblemParty {
        id: id.into(),
        name: String::new(),
        veto: false,
        utility: Some(Utility { values: values.map(Vec::from).to_vec(), interactions, constant: 1, cap }),
        reservation: Some(Reservation { firm: 3, least: 3, stated: true, reached: true }),
        scale: Scale::one(),
    };
    let fact = |id: &str, kind, party, forbids| Fact {
        id: FactId::new(id),
        kind,
        party,
        forbids,
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    };
    let shared = both(&[0, 1], 1);
    Problem {
        parties: vec![
            party("a", [[0, 4, 7], [2, 5, 0]], vec![bonus(&shared, 3), bonus(&side(&[2]), -2)], Some(9)),
            party("b", [[6, 5, 0], [4, 0, 0]], vec![bonus(&shared, -1), bonus(&both(&[2], 0), 8)], None),
        ],
        issues: vec![issue("land", &["cede", "divide", "keep"]), issue("water", &["shared", "sold"])],
        facts: vec![
            fact("a.red_line.1", FactKind::RedLine, Some(0), vec![side(&[0])]),
            fact("b.red_line.1", FactKind::RedLine, Some(1), vec![both(&[1], 1), both(&[2], 0)]),
            fact("linkage.1", FactKind::Linkage, None, vec![shared]),
            fact("b.reservation", FactKind::Reservation, Some(1), vec![]),
        ],
        quorum: 2,
    }
}
