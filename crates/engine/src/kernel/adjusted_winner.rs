//! Adjusted Winner for two parties (Brams & Taylor, Fair Division, 1996, chapter 4).
//!
//! Each matter first goes to the second party; the first then takes matters in the order of what they bring
//! it for each point they cost the other, until both have the same share. That order is why no division does
//! better for both, and at most one matter is split, since the points cross in one place only.

use crate::layers::{Layer, Layers};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{One, Zero};

/// The division that Adjusted Winner proposes.
///
/// Points are shares of what a party can win or lose in all disputed matters together; reservations play no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustedWinner {
    /// Per layer who wins it.
    pub shares: Vec<Share>,
    /// Each party's points, 0 to 1; equal, unless one of the two disputes nothing.
    pub points: [Ratio<BigInt>; 2],
    /// The package in which a split matter goes wholly to the first party (one option per issue).
    pub package_first: Vec<u32>,
    /// The package in which a split matter goes wholly to the second party; the same if nothing is split.
    pub package_second: Vec<u32>,
}

/// Who wins a layer: whose favourite choice is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// Nothing to divide: some choice is best for both.
    Agreed,
    /// The first party's favourite.
    First,
    /// The second party's favourite.
    Second,
    /// The first party's favourite to this share, strictly between 0 and 1, the second's for the rest.
    Split(Ratio<BigInt>),
}

/// One layer as a matter to be won.
struct Matter {
    /// The choices that the first and the second party like best.
    favourites: [u32; 2],
    /// What each party has more from its own favourite than from the other's.
    stakes: [i64; 2],
}

/// Divides the layers between two parties so that both win the same share of what is at stake for them.
///
/// None unless there are two parties and every layer has a choice. Cost: one pass over the choices and a sort.
///
/// ```
/// use mediant_engine::kernel::{Share, adjusted_winner};
/// use mediant_engine::{Layer, Layers};
///
/// // Two issues with two options each; the first matters more to the first party, the second to the second.
/// let layer = |issue: usize, utilities: [i64; 4]| Layer {
///     issues: vec![issue],
///     options: vec![0, 1],
///     utilities: utilities.to_vec(),
/// };
/// let layers = Layers {
///     party_count: 2,
///     issue_count: 2,
///     constant: vec![0, 0],
///     layers: vec![layer(0, [6, 0, 0, 4]), layer(1, [3, 0, 0, 7])],
/// };
///
/// let found = adjusted_winner(&layers).ok_or("there are two parties")?;
/// assert!(matches!(found.shares.as_slice(), [Share::First | Share::Split(_), Share::Second | Share::Split(_)]));
/// // Equal, by definition.
/// assert_eq!(found.points[0], found.points[1]);
/// # Ok::<(), &str>(())
/// ```
pub fn adjusted_winner(layers: &Layers) -> Option<AdjustedWinner> {
    if layers.party_count != 2 {
        return None;
    }
    let matters: Vec<Matter> = layers.layers.iter().map(Matter::from_layer).collect::<Option<_>>()?;
    let totals = [0, 1].map(|p| matters.iter().map(|matter| BigInt::from(matter.stakes[p])).sum::<BigInt>());
    let mut order: Vec<usize> = (0..matters.len()).filter(|index| matters[*index].is_disputed()).collect();
    // The first party's points per point of the second, largest first; totals are the same for all and drop out.
    let product = |a: &Matter, b: &Matter| i128::from(a.stakes[0]) * i128::from(b.stakes[1]);
    order.sort_by(|a, b| {
        let (a, b) = (&matters[*a], &matters[*b]);
        product(b, a).cmp(&product(a, b))
    });
    let mut shares: Vec<Share> = matters.iter().map(|_| Share::Agreed).collect();
    let mut points = [Ratio::zero(), Ratio::one()];
    for index in order {
        let worth = [0, 1].map(|p| Ratio::new(matters[index].stakes[p].into(), totals[p].clone()));
        let [first, second] = &points;
        // first + f·w0 = second − f·w1
        let share = ((second - first) / (&worth[0] + &worth[1])).clamp(Ratio::zero(), Ratio::one());
        points = [first + &share * &worth[0], second - &share * &worth[1]];
        shares[index] = match share {
            share if share.is_zero() => Share::Second,
            share if share.is_one() => Share::First,
            share => Share::Split(share),
        };
    }
    if shares.iter().all(|share| *share == Share::Agreed) {
        points = [Ratio::one(), Ratio::one()];
    }
    let package = |split_to: usize| {
        let winner = |share: &Share| match share {
            Share::Agreed | Share::First => 0,
            Share::Second => 1,
            Share::Split(_) => split_to,
        };
        let choices = matters.iter().zip(&shares).map(|(matter, share)| matter.favourites[winner(share)]);
        super::EfficientLayers { layers, reduced: Vec::new() }.package(&choices.collect::<Vec<u32>>())
    };
    Some(AdjustedWinner { package_first: package(0), package_second: package(1), shares, points })
}

impl Matter {
    fn from_layer(layer: &Layer) -> Option<Self> {
        let rows: Vec<[i64; 2]> = layer.rows(2).filter_map(|row| row.try_into().ok()).collect();
        let favourite = |own: usize, other: usize| {
            (0..rows.len())
                .max_by_key(|choice| (rows[*choice][own], rows[*choice][other], std::cmp::Reverse(*choice)))
        };
        let (first, second) = (favourite(0, 1)?, favourite(1, 0)?);
        let stakes = [rows[first][0] - rows[second][0], rows[second][1] - rows[first][1]];
        Some(Self { favourites: [u32::try_from(first).ok()?, u32::try_from(second).ok()?], stakes })
    }

    /// Both lose if the other wins; by the choice of favourites either both do or neither.
    fn is_disputed(&self) -> bool {
        self.stakes[0] > 0 && self.stakes[1] > 0
    }
}
