//! Whether a utility values the issues one by one, and what each option is then worth by itself.
//!
//! Everything that is inferred from answers assumes that the party does; where its brief is at hand, this says whether
//! that is so.

use mediant_model::problem::Utility;

/// What each option is worth by itself, by issue: its points, and every bonus or penalty on its issue alone.
pub fn worth_by_option(utility: &Utility) -> Vec<Vec<i64>> {
    let mut worth = utility.values.clone();
    let alone = utility.interactions.iter().filter(|interaction| interaction.region.width() == 1);
    for interaction in alone {
        for (issue, side) in interaction.region.sides() {
            let options = worth.get_mut(issue).into_iter().flatten().enumerate();
            options
                .filter(|(option, _)| side.contains(*option))
                .for_each(|(_, worth)| *worth += interaction.points);
        }
    }
    worth
}

/// Whether every package is worth the sum of what its options are worth by themselves, and a constant: no combination of
/// several issues counts, and no cap cuts anything off.
pub fn values_one_by_one(utility: &Utility) -> bool {
    let counts = utility.interactions.iter().filter(|one| one.points != 0 && !one.region.is_empty());
    if counts.clone().any(|interaction| interaction.region.width() > 1) {
        return false;
    }
    let everywhere = counts.filter(|interaction| interaction.region.width() == 0);
    let constant = i128::from(utility.constant) + everywhere.map(|one| i128::from(one.points)).sum::<i128>();
    let most = worth_by_option(utility)
        .iter()
        .filter_map(|worth| worth.iter().max().copied())
        .fold(constant, |sum, worth| sum + i128::from(worth));
    utility.cap.is_none_or(|cap| most <= i128::from(cap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mediant_model::problem::Interaction;
    use mediant_model::{OptionSet, Region};

    fn utility(interactions: Vec<(Region, i64)>, cap: Option<i64>) -> Utility {
        let interaction =
            |(stated, (region, points)): (usize, (Region, i64))| Interaction { region, points, stated };
        Utility {
            values: vec![vec![0, 4, 7], vec![5, 1]],
            interactions: interactions.into_iter().enumerate().map(interaction).collect(),
            constant: 2,
            cap,
        }
    }

    fn on(issue: usize, size: usize, option: usize) -> Region {
        Region::everything().with(issue, OptionSet::from_options(size, [option]))
    }

    /// By going through all packages: the worth of a package is the sum over its options, whatever the others are.
    fn adds_up(utility: &Utility) -> bool {
        let base = utility.of(&[0, 0]);
        (0..3).all(|one| {
            (0..2).all(|other| {
                utility.of(&[one, other]) + base == utility.of(&[one, 0]) + utility.of(&[0, other])
            })
        })
    }

    #[test]
    fn what_adds_up_is_told_from_what_does_not() {
        let both = on(0, 3, 2).intersection(&on(1, 2, 1));
        for (interactions, cap) in [
            (vec![], None),
            (vec![(on(0, 3, 2), 9), (on(1, 2, 0), -3)], None),
            (vec![(on(0, 3, 2), 9)], Some(23)),
            (vec![(on(0, 3, 2), 9)], Some(22)),
            (vec![], Some(13)),
            (vec![(both.clone(), 1)], None),
            (vec![(both.clone(), 0)], None),
            (vec![(both.intersection(&on(0, 3, 1)), 5)], None),
            (vec![(Region::everything(), 5)], None),
            (vec![(Region::everything(), 5)], Some(18)),
        ] {
            let utility = utility(interactions, cap);
            assert_eq!(values_one_by_one(&utility), adds_up(&utility), "{:?}", utility.interactions);
            if adds_up(&utility) {
                let worth = worth_by_option(&utility);
                for package in (0..6).map(|n| [n % 3, n / 3]) {
                    let by_option =
                        |package: [u32; 2]| worth[0][package[0] as usize] + worth[1][package[1] as usize];
                    assert_eq!(
                        utility.of(&package) - utility.of(&[0, 0]),
                        by_option(package) - by_option([0, 0])
                    );
                }
            }
        }
    }
}
