//! Deals that people made, improved.
//!
//! CaSiNo (Chawla et al., NAACL 2021): two campers share three packages each of food, water and firewood, worth 5, 4 or 3
//! points a package to each by its own priorities.

#![expect(clippy::panic, reason = "a measuring program stops at a file that it cannot read")]

use crate::domain::Domain;
use crate::mediate::{Plan, honest, mean, mediated};
use mediant_mediate::Manner;
use mediant_model::problem::{Problem, ProblemIssue, ProblemParty, Reservation, Utility};
use rayon::prelude::*;
use std::path::Path;

/// Questions to each party, four forms included.
const QUESTIONS: [usize; 3] = [8, 12, 20];

pub fn print(path: &Path) {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("human negotiations: `{}` cannot be read\n", path.display());
        return;
    };
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let column = |name: &str| {
        header.iter().position(|column| *column == name).unwrap_or_else(|| panic!("no column {name}"))
    };
    let whole = |row: &[&str], name: &str| {
        row[column(name)].parse::<i64>().unwrap_or_else(|_| panic!("{name} is no number"))
    };
    let deals: Vec<Deal> = rows
        .iter()
        .filter(|row| row[column("ending")] == "deal")
        .map(|row| Deal {
            points: ["a", "b"]
                .map(|side| ["food", "water", "firewood"].map(|item| whole(row, &format!("{side}_{item}")))),
            taken: ["food", "water", "firewood"].map(|item| whole(row, &format!("a_gets_{item}")) as u32),
        })
        .collect();
    let domains: Vec<Domain> = deals.iter().filter_map(Deal::domain).collect();
    let improvable = domains.iter().zip(&deals).filter(|(domain, deal)| deal.is_improvable(domain)).count();
    println!("### Human negotiations\n");
    println!(
        "{} deals, of which {improvable} could be improved without loss to anybody. The mediator takes what people agreed as each party's walk-away and asks, blind; what it finds is taken only where both accept it.\n",
        deals.len()
    );
    println!(
        "| questions to each | improved | points gained by both together, on average over those improved | somebody worse off |"
    );
    println!("|---|---|---|---|");
    let plan = Plan::new(true, Manner::Blind, 0.0, &QUESTIONS);
    let runs: Vec<_> =
        domains.par_iter().map(|domain| mediated(domain, &plan, &mut honest(domain, 0.0, 1), 1)).collect();
    for questions in QUESTIONS {
        let gains: Vec<[i64; 2]> = domains
            .iter()
            .zip(&runs)
            .map(|(domain, agreed)| {
                // Without a package both accept, the deal stays as people made it.
                agreed[&questions]
                    .as_ref()
                    .map_or([0, 0], |package| [0, 1].map(|party| domain.gain(party, package)))
            })
            .collect();
        let better: Vec<f64> = gains.iter().map(|[a, b]| (a + b) as f64).filter(|sum| *sum > 0.0).collect();
        let worse = gains.iter().filter(|gains| gains.iter().any(|gain| *gain < 0)).count();
        println!("| {questions} | {} of {improvable} | {:.2} | {worse} |", better.len(), mean(&better));
    }
    println!();
}

struct Deal {
    points: [[i64; 3]; 2],
    taken: [u32; 3],
}

impl Deal {
    fn domain(&self) -> Option<Domain> {
        let issue = |name: &str| ProblemIssue {
            id: name.into(),
            name: name.to_owned(),
            options: (0..4).map(|count| count.to_string().as_str().into()).collect(),
            labels: (0..4).map(|count| format!("{count} to A")).collect(),
            may_be_left_open: false,
        };
        let party = |side: usize| {
            let share = |count: i64| if side == 0 { count } else { 3 - count };
            let values: Vec<Vec<i64>> = self.points[side]
                .iter()
                .map(|points| (0..4).map(|count| share(count) * points).collect())
                .collect();
            let utility = Utility { values, interactions: vec![], constant: 0, cap: None };
            let has = utility.of(&self.taken);
            let id = ["a", "b"][side];
            ProblemParty {
                id: id.into(),
                name: id.to_uppercase(),
                veto: false,
                utility: Some(utility),
                reservation: Some(Reservation { firm: has, least: has, stated: true, reached: true }),
                scale: mediant_model::problem::Scale::one(),
            }
        };
        let problem = Problem {
            parties: vec![party(0), party(1)],
            issues: ["food", "water", "firewood"].map(issue).into(),
            facts: vec![],
            quorum: 2,
        };
        Domain::new("casino", problem, &[])
    }

    fn is_improvable(&self, domain: &Domain) -> bool {
        let package = |number: u32| [number / 16, number / 4 % 4, number % 4];
        (0..64).map(package).any(|package| {
            let gains = [0, 1].map(|party| domain.gain(party, &package));
            gains.iter().all(|gain| *gain >= 0) && gains.iter().any(|gain| *gain > 0)
        })
    }
}
