//! Which negotiations make up a tournament, in which order, and with which seeds.

use crate::specification::Roles;
use mediant_sim::derived_seed;
use std::ops::Range;

/// Every negotiation of a tournament in its fixed order: by scenario, then by assignment of strategies to parties,
/// then by repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    repetitions: u32,
    blocks: Vec<Block>,
}

/// The negotiations in one scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    /// For each assignment, the strategy at each seat.
    assignments: Vec<Vec<usize>>,
    /// The numbers of its first cell and unit.
    first_cell: u64,
    first_unit: u64,
}

/// One negotiation: a scenario, a strategy at each seat, and a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its number, from 0, in the fixed order of the tournament.
    pub number: u64,
    /// The number of its scenario.
    pub scenario: usize,
    /// The number of the strategy at each party's seat.
    pub seats: Vec<usize>,
    /// Which repetition, from 0.
    pub repetition: u32,
}

/// What is played, kept and dealt out as one: some repetitions of one assignment in one scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its number, from 0, in the order of its cells.
    pub number: u64,
    /// The negotiations in it, in the order of the tournament.
    pub cells: Vec<Cell>,
}

/// Why there is no such grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridError {
    /// There would be more than [`Grid::CELLS_MAX`] negotiations.
    TooLarge,
    /// There are fewer strategies than this scenario has parties, and none may meet itself.
    TooFewStrategies {
        /// The number of the scenario.
        scenario: usize,
    },
}

/// A part of a tournament, for one of several processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Part `number` of `of`, counted from 1; `None` for anything else.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.number
    }

    /// How many parts there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether it is all of the tournament.
    pub fn is_whole(self) -> bool {
        self.of == 1
    }

    /// The part that a unit belongs to. Units are dealt out like cards, each round beginning one part later, so that
    /// no part gets the same pairing of every scenario.
    pub fn holds(self, unit: u64) -> bool {
        let of = u64::from(self.of);
        (unit + unit / of) % of == u64::from(self.number - 1)
    }
}

impl Grid {
    /// A tournament has at most so many negotiations.
    pub const CELLS_MAX: u64 = 1_000_000_000;
    /// A scenario has at most so many assignments.
    const ASSIGNMENTS_MAX: u64 = 1_000_000;
    /// So many repetitions, at most, make a unit.
    pub const UNIT: u32 = 16;

    /// The grid of scenarios with these numbers of parties.
    ///
    /// # Errors
    /// It would be too large, or there are too few strategies for a scenario without self-play.
    pub fn new(
        party_counts: &[usize],
        strategies: usize,
        roles: Roles,
        self_play: bool,
        repetitions: u32,
    ) -> Result<Self, GridError> {
        let (mut cells, mut units) = (0_u64, 0_u64);
        let mut blocks = Vec::new();
        for (scenario, parties) in party_counts.iter().enumerate() {
            let most =
                u32::try_from(*parties).ok().and_then(|parties| (strategies as u64).checked_pow(parties));
            if most.is_none_or(|most| most > Self::ASSIGNMENTS_MAX) {
                return Err(GridError::TooLarge);
            }
            let assignments = assignments(*parties, strategies, roles, self_play);
            if assignments.is_empty() {
                return Err(GridError::TooFewStrategies { scenario });
            }
            let count = assignments.len() as u64;
            blocks.push(Block { assignments, first_cell: cells, first_unit: units });
            cells += count * u64::from(repetitions);
            units += count * u64::from(repetitions.div_ceil(Self::UNIT));
            if cells > Self::CELLS_MAX {
                return Err(GridError::TooLarge);
            }
        }
        Ok(Self { repetitions, blocks })
    }

    /// How many negotiations there are.
    pub fn cell_count(&self) -> u64 {
        self.blocks.last().map_or(0, |block| {
            block.first_cell + block.assignments.len() as u64 * u64::from(self.repetitions)
        })
    }

    /// How many units there are.
    pub fn unit_count(&self) -> u64 {
        self.blocks
            .last()
            .map_or(0, |block| block.first_unit + block.assignments.len() as u64 * self.per_assignment())
    }

    fn per_assignment(&self) -> u64 {
        u64::from(self.repetitions.div_ceil(Self::UNIT))
    }

    /// The unit of this number.
    pub fn unit(&self, number: u64) -> Option<Unit> {
        let scenario = self.blocks.partition_point(|block| block.first_unit <= number).checked_sub(1)?;
        let block = self.blocks.get(scenario)?;
        let within = number - block.first_unit;
        let assignment = usize::try_from(within / self.per_assignment()).ok()?;
        let seats = block.assignments.get(assignment)?;
        let part = u32::try_from(within % self.per_assignment()).ok()?;
        let repetitions: Range<u32> =
            part * Self::UNIT..part.saturating_add(1).saturating_mul(Self::UNIT).min(self.repetitions);
        let first = block.first_cell + assignment as u64 * u64::from(self.repetitions);
        let cell = |repetition: u32| Cell {
            number: first + u64::from(repetition),
            scenario,
            seats: seats.clone(),
            repetition,
        };
        Some(Unit { number, cells: repetitions.map(cell).collect() })
    }

    /// The units of a part, in order.
    pub fn units_of(&self, shard: Shard) -> impl Iterator<Item = u64> + use<> {
        (0..self.unit_count()).filter(move |unit| shard.holds(*unit))
    }
}

/// All ways to seat strategies, in the order of their numbers seat by seat.
fn assignments(parties: usize, strategies: usize, roles: Roles, self_play: bool) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..parties {
        let longer = all.into_iter().flat_map(|seats| (0..strategies).map(move |next| (seats.clone(), next)));
        let fits = |(seats, next): &(Vec<usize>, usize)| {
            let in_order = roles == Roles::All || seats.last().is_none_or(|last| last <= next);
            in_order && (self_play || !seats.contains(next))
        };
        all = longer
            .filter(fits)
            .map(|(mut seats, next)| {
                seats.push(next);
                seats
            })
            .collect();
    }
    all
}

/// The seed of a negotiation: the same whatever else the tournament contains, and whatever its order.
///
/// It derives from the tournament's seed, the scenario's label, the label of the strategy at each seat and the number
/// of the repetition ([`derived_seed`] over the first eight bytes of BLAKE3 of each label).
pub fn seed_of(seed: u64, scenario: &str, strategies: &[&str], repetition: u32) -> u64 {
    let labels = std::iter::once(&scenario).chain(strategies).map(|label| number_of(label));
    let indices: Vec<u64> = labels.chain([u64::from(repetition)]).collect();
    derived_seed(seed, &indices)
}

fn number_of(label: &str) -> u64 {
    let hash =
        blake3::derive_key("mediant tournament 2026 label of a scenario or strategy", label.as_bytes());
    let mut first = [0; 8];
    first.iter_mut().zip(hash).for_each(|(slot, byte)| *slot = byte);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn assignments_are_those_that_were_asked_for() {
        let count =
            |parties, strategies, roles, self_play| assignments(parties, strategies, roles, self_play).len();
        assert_eq!(count(2, 4, Roles::All, true), 16);
        assert_eq!(count(2, 4, Roles::All, false), 12);
        assert_eq!(count(2, 4, Roles::Once, true), 10);
        assert_eq!(count(2, 4, Roles::Once, false), 6);
        assert_eq!(count(3, 3, Roles::All, false), 6);
        assert_eq!(count(3, 2, Roles::All, false), 0);
        assert_eq!(assignments(2, 2, Roles::All, true), [[0, 0], [0, 1], [1, 0], [1, 1]]);
    }

    #[test]
    fn what_is_too_large_or_impossible_is_refused() {
        let grid = |parties: &[usize], strategies, repetitions| {
            Grid::new(parties, strategies, Roles::All, false, repetitions)
        };
        assert_eq!(grid(&[2, 3], 2, 1), Err(GridError::TooFewStrategies { scenario: 1 }));
        assert_eq!(grid(&[30], 10, 1), Err(GridError::TooLarge));
        assert_eq!(grid(&[2; 600], 1_000, 1_000_000), Err(GridError::TooLarge));
    }

    proptest! {
        #[test]
        fn units_hold_every_cell_once_and_in_order(
            parties in prop::collection::vec(2usize..4, 1..4), strategies in 3usize..5, repetitions in 1u32..40,
            self_play: bool, once: bool,
        ) {
            let roles = if once { Roles::Once } else { Roles::All };
            let grid = Grid::new(&parties, strategies, roles, self_play, repetitions).unwrap();
            let cells: Vec<Cell> =
                (0..grid.unit_count()).flat_map(|unit| grid.unit(unit).unwrap().cells).collect();
            prop_assert_eq!(cells.len() as u64, grid.cell_count());
            prop_assert!(cells.iter().enumerate().all(|(place, cell)| cell.number == place as u64));
            let key = |cell: &Cell| (cell.scenario, cell.seats.clone(), cell.repetition);
            prop_assert!(cells.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
            prop_assert!(cells.iter().all(|cell| cell.seats.len() == parties[cell.scenario]));
            prop_assert_eq!(grid.unit(grid.unit_count()), None);
        }

        #[test]
        fn shards_share_out_every_unit_once_and_evenly(units in 1u64..500, of in 1u32..20) {
            let shards: Vec<Shard> = (1..=of).map(|number| Shard::new(number, of).unwrap()).collect();
            let held = |shard: &Shard| (0..units).filter(|unit| shard.holds(*unit)).count() as u64;
            prop_assert!((0..units).all(|unit| shards.iter().filter(|shard| shard.holds(unit)).count() == 1));
            let counts: Vec<u64> = shards.iter().map(held).collect();
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 2);
        }
    }

    #[test]
    fn a_seed_depends_on_what_identifies_the_negotiation_alone() {
        let seed = seed_of(1, "Animal", &["boulware", "conceder"], 0);
        assert_eq!(seed, seed_of(1, "Animal", &["boulware", "conceder"], 0));
        let others = [
            seed_of(2, "Animal", &["boulware", "conceder"], 0),
            seed_of(1, "animal", &["boulware", "conceder"], 0),
            seed_of(1, "Animal", &["conceder", "boulware"], 0),
            seed_of(1, "Animal", &["boulware", "conceder"], 1),
        ];
        assert!(others.iter().all(|other| *other != seed));
        assert_eq!(Shard::new(0, 4), None);
        assert_eq!(Shard::new(5, 4), None);
    }
}
