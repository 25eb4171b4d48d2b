use super::*;
use crate::control::Unlimited;
use crate::sample;
use mediant_model::brief::{IssuePoints, IssueValues, Points};
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::statement::{Publicity, RedLine, ReservationValue, Standing};
use mediant_model::{Condition, Issue, IssueId, OptionId, Party, PartyRole};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn said(on: &str, until: Option<&str>) -> Provenance {
    Provenance { on: Some(day(on)), until: until.map(day), ..Provenance::known_to(Publicity::Public) }
}

/// Two parties, one issue of three options.
fn case() -> Case {
    let party = |id: &str| Party {
        id: id.into(),
        name: id.to_owned(),
        role: PartyRole::Negotiating,
        people: Vec::new(),
        factions: Vec::new(),
    };
    let option = |id: &str| IssueOption { id: id.into(), name: id.to_owned() };
    let kind = IssueKind::Discrete(["low", "middle", "high"].map(option).to_vec());
    Case {
        title: "a case".to_owned(),
        parties: ["a", "b"].map(party).to_vec(),
        issues: vec![Issue { id: "price".into(), name: "Price".to_owned(), kind }],
        ..Case::default()
    }
}

fn brief(party: &str, points: [i64; 3], walk_away: &[(Option<&str>, i64)]) -> Brief {
    let options = ["low", "middle", "high"].map(OptionId::from).into_iter();
    let values = IssueValues::Options(options.zip(points.map(Number::from)).collect());
    let issue = IssuePoints { weight: Number::one(), values, left_open: None };
    let value = |(from, units): &(Option<&str>, i64)| ReservationValue {
        from: from.map(day),
        low: Number::from(*units),
        high: Number::from(*units),
        because: from.map(|from| format!("since {from}")),
    };
    Brief {
        points: Some(Points { issues: [(IssueId::from("price"), issue)].into(), ..Points::default() }),
        reservations: walk_away.iter().map(value).collect(),
        ..Brief::empty(party.into())
    }
}

fn count(problem: &Problem) -> Solved {
    let deals: Vec<_> = sample::packages(problem).filter(|package| problem.passes_rule(package)).collect();
    let best = |party| {
        let units = deals.iter().filter_map(|deal| problem.utility(party, deal)).max();
        Some(units? - problem.reservation(party)?)
    };
    Solved {
        room: Room { exists: Some(!deals.is_empty()), count: Some(Count::exactly(deals.len())) },
        best_gains: (0..problem.parties.len()).map(best).collect(),
        best_of_all: true,
        nash_gains: Vec::new(),
    }
}

#[test]
fn dated_walk_away_values_open_shrink_and_close_the_room() {
    let briefs = [
        brief("a", [0, 5, 9], &[(None, 5), (Some("2025-03-01"), 9), (Some("2025-06-01"), 0)]),
        brief("b", [9, 5, 0], &[(None, 5), (Some("2025-09-01"), 0)]),
    ];
    let found = outlook(&case(), &briefs, &Options::default(), &Unlimited, count).unwrap();
    let rows: Vec<(Option<Date>, Option<Motion>)> =
        found.rows.iter().map(|row| (row.from, row.motion)).collect();
    let expected = [
        (None, None),
        (Some(day("2025-03-01")), Some(Motion::Closes)),
        (Some(day("2025-06-01")), Some(Motion::Opens)),
        (Some(day("2025-09-01")), Some(Motion::Grows)),
    ];
    assert_eq!(rows, expected);
    let change = WalkAway {
        party: 0,
        before: Some(Number::from(5)),
        after: Some(Number::from(9)),
        because: Some("since 2025-03-01".to_owned()),
    };
    assert_eq!(found.rows[1].changes, [Dated::WalkAway(change)]);
    let gains: Vec<Option<i64>> =
        found.rows.iter().map(|row| row.parties[0].as_ref().and_then(|figures| figures.best_gain)).collect();
    assert_eq!(gains, [Some(0), None, Some(5), Some(9)]);
    assert_eq!(format!("{:?}", found.rows[1].changes), "[WalkAway(WalkAway(of party 0, confidential))]");
}

#[test]
fn statements_begin_and_cease_to_count() {
    let mut case = case();
    let never = Condition::Options("price".into(), vec!["low".into()]);
    let line = |provenance| RedLine {
        party: "a".into(),
        never: never.clone(),
        standing: Standing::Public,
        provenance,
    };
    case.red_lines = vec![line(said("2025-01-10", Some("2025-02-10"))), line(said("2025-02-10", None))];
    case.red_lines[1].never = Condition::Options("price".into(), vec!["low".into(), "high".into()]);
    let found = outlook(&case, &[], &Options::default(), &Unlimited, count).unwrap();
    let motions: Vec<Option<Motion>> = found.rows.iter().map(|row| row.motion).collect();
    assert_eq!(motions, [None, Some(Motion::Shrinks), Some(Motion::Shrinks)]);
    let names: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            let name = |change: &Dated| match change {
                Dated::Stands(fact) => format!("+{}", fact.id),
                Dated::Falls(fact) => format!("-{}", fact.id),
                other => format!("{other:?}"),
            };
            row.changes.iter().map(name).collect()
        })
        .collect();
    assert_eq!(names, [vec![], vec!["+a.red_line.1"], vec!["+a.red_line.1", "-a.red_line.1"]]);
}

#[test]
fn trends_without_numbers_say_in_whose_favour() {
    let alternative = |party: &str, trend, on: &str| Alternative {
        party: party.into(),
        trend: Some(trend),
        provenance: said(on, None),
    };
    let trends = |stated: &[(&str, Trend)]| {
        let mut case = case();
        case.as_of = Some(day("2025-12-04"));
        let stated = stated.iter().map(|(party, trend)| alternative(party, *trend, "2025-12-01"));
        case.alternatives = stated.chain([alternative("b", Trend::Improving, "2026-01-01")]).collect();
        outlook(&case, &[], &Options::default(), &Unlimited, count).unwrap()
    };
    let towards_a = Shift::Towards(vec!["a".into()]);
    let both = trends(&[("a", Trend::Improving), ("b", Trend::Worsening)]);
    assert_eq!(both.shift, towards_a);
    let found: Vec<_> = both.directions.iter().map(|x| (x.trend, x.rests_on.len())).collect();
    assert_eq!(found, [(Some(Trend::Improving), 1), (Some(Trend::Worsening), 1)]);
    assert_eq!(trends(&[("b", Trend::Worsening)]).shift, towards_a);
    assert_eq!(trends(&[("a", Trend::Improving), ("a", Trend::Steady)]).shift, towards_a);
    for undecided in [
        vec![],
        vec![("a", Trend::Steady)],
        vec![("a", Trend::Improving), ("a", Trend::Worsening)],
        vec![("a", Trend::Improving), ("b", Trend::Improving)],
    ] {
        assert_eq!(trends(&undecided).shift, Shift::Unknown, "{undecided:?}");
    }
}

/// By everything that the engine finds out.
fn analyzed(problem: &Problem) -> Solved {
    let settings = crate::Settings { certify: false, ..crate::Settings::default() };
    Solved::new(problem, &crate::analyze(problem, &settings, &Unlimited))
}

#[test]
fn no_deal_gains_a_party_more_than_is_said() {
    // Two of three pass a package: `a` has most where `c` is outvoted.
    let mut case = case();
    case.agreement.quorum = mediant_model::Quorum::AtLeast(2);
    case.parties.push(Party { id: "c".into(), ..case.parties[0].clone() });
    let briefs = [
        brief("a", [0, 5, 9], &[(None, 0)]),
        brief("b", [5, 5, 5], &[(None, 0)]),
        brief("c", [5, 5, 0], &[(None, 5)]),
    ];
    let found = outlook(&case, &briefs, &Options::default(), &Unlimited, analyzed).unwrap();
    let said = found.rows[0].parties[0].as_ref().expect("all numbers are stated");
    assert!(!said.best_of_all || said.best_gain.is_none_or(|gain| gain >= 9), "{:?}", said.best_gain);
}

#[test]
fn the_lower_end_of_a_walk_away_range_counts() {
    let range = |from: Option<&str>, low: i64, high: i64| ReservationValue {
        from: from.map(day),
        low: Number::from(low),
        high: Number::from(high),
        because: None,
    };
    let mut briefs = [brief("a", [0, 5, 9], &[]), brief("b", [9, 5, 0], &[(None, 6)])];
    briefs[0].reservations = vec![range(None, 6, 6), range(Some("2025-03-01"), 0, 6)];
    let found = outlook(&case(), &briefs, &Options::default(), &Unlimited, analyzed).unwrap();
    assert_eq!(found.rows[0].room.exists, Some(false));
    assert_eq!(found.rows[1].room.exists, None);
    assert_eq!(found.rows[1].changes.len(), 1);
    // Within the range `b` may accept what brings `a` more than any deal that is certain.
    let mut briefs = [brief("a", [0, 5, 9], &[(None, 0)]), brief("b", [9, 5, 4], &[])];
    briefs[1].reservations = vec![range(None, 4, 5)];
    let found = outlook(&case(), &briefs, &Options::default(), &Unlimited, analyzed).unwrap();
    let said = found.rows[0].parties[0].as_ref().expect("all numbers are stated");
    assert!(!said.best_of_all || said.best_gain.is_none_or(|gain| gain >= 9), "{:?}", said.best_gain);
}

#[test]
fn a_case_without_dates_has_one_row() {
    let found = outlook(&case(), &[], &Options::default(), &Unlimited, count).unwrap();
    assert_eq!((found.rows.len(), found.rows[0].from), (1, None));
}
