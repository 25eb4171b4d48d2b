//! A landscape laid out for search.
//!
//! Flat arrays, indexed without checks of their own: every index stored here comes from the sizes
//! of the same landscape (slots from `slot_start`, sides from `side_start`, words from
//! `word_start`), and the search only ever uses stored ones.
//!
//! Two things are worked out here once, for all searches: on which grid a party's utilities lie (`steps` and
//! `offsets`), and how far they can reach at all (`ranges`). The grid lets a search ask for the next utility
//! that exists instead of one unit more, which closes windows that hold no package.

use super::landscape::{Effect, Landscape, add};
use mediant_model::Package;
use num_integer::Integer;

/// A landscape with options renumbered: only issues with at least two live options remain.
///
/// An option of an issue is a *slot*; slots of an issue are neighbours. Sets of an issue's options
/// are bits in words, also neighbours.
pub(super) struct Instance {
    pub parties: usize,
    /// The landscape's number of each issue. Issues beyond these stand for cliques of boxes.
    issue_names: Vec<usize>,
    /// The landscape's number of each slot's option.
    option_names: Vec<u32>,
    /// A package with every issue settled that has a single option.
    settled: Package,
    /// The first slot of each issue, and the number of slots.
    pub slot_start: Vec<usize>,
    /// The first word of each issue, and the number of words.
    pub word_start: Vec<usize>,
    /// All options of every issue.
    pub full: Vec<u64>,
    /// Units of each slot: slots x parties.
    pub values: Vec<i64>,
    pub constant: Vec<i64>,
    /// The most a package can be worth to each party; `i64::MAX` where nothing clips.
    pub caps: Vec<i64>,
    /// What each party's raw utilities are apart: they differ by multiples of this. At least 1.
    pub steps: Vec<i64>,
    /// Bounds on each party's raw utility that ignore what excludes what.
    ranges: Vec<(i64, i64)>,
    /// The raw utility of the first package outside every box: where the grid of steps lies.
    offsets: Vec<i64>,
    /// The first side of each box, and the number of sides.
    pub side_start: Vec<usize>,
    /// For each box the end of its sides on the landscape's issues; those on cliques follow.
    stated_end: Vec<usize>,
    pub side_issue: Vec<usize>,
    /// Where the words of a side begin.
    side_word: Vec<usize>,
    side_words: Vec<u64>,
    /// Units of each box: boxes x parties.
    pub points: Vec<i64>,
    pub forbidden: Vec<bool>,
    /// The only party to which the box brings or costs anything.
    pub owner: Vec<Option<usize>>,
    /// For each issue its boxes: (box, side).
    pub touching: Vec<Vec<(usize, usize)>>,
}

impl Instance {
    /// Lays out a landscape that has at least one live option on every issue.
    pub fn new(landscape: &Landscape) -> Self {
        Self::with_cliques(landscape, &[])
    }

    /// The same with an issue for each of these cliques of boxes, of which a package can be in one only.
    pub fn with_cliques(landscape: &Landscape, cliques: &[Vec<usize>]) -> Self {
        let parties = landscape.party_count;
        let issue_names: Vec<usize> =
            (0..landscape.live.len()).filter(|issue| landscape.live[*issue].len() > 1).collect();
        let mut instance = Self {
            parties,
            option_names: Vec::new(),
            settled: landscape.live.iter().map(|live| live.iter().next().unwrap_or(0) as u32).collect(),
            slot_start: vec![0],
            word_start: vec![0],
            full: Vec::new(),
            values: Vec::new(),
            constant: landscape.constant.clone(),
            caps: landscape.caps.iter().map(|cap| cap.unwrap_or(i64::MAX)).collect(),
            steps: vec![1; parties],
            ranges: Vec::new(),
            offsets: vec![0; parties],
            side_start: vec![0],
            stated_end: Vec::new(),
            side_issue: Vec::new(),
            side_word: Vec::new(),
            side_words: Vec::new(),
            points: Vec::new(),
            forbidden: Vec::new(),
            owner: Vec::new(),
            touching: vec![Vec::new(); issue_names.len() + cliques.len()],
            issue_names,
        };
        instance.lay_out_issues(landscape);
        cliques.iter().for_each(|clique| instance.lay_out_clique(clique.len()));
        instance.lay_out_boxes(landscape, cliques);
        // The package of every issue's first option, boxes left aside. Any package would do: the grid is
        // where one utility lies and every other is whole steps away.
        instance.offsets = instance.constant.clone();
        for issue in 0..instance.issues() {
            add(&mut instance.offsets, &instance.values[instance.slot_start[issue] * parties..]);
        }
        instance.steps = instance.all_steps();
        instance.ranges = instance.all_ranges();
        instance
    }

    fn lay_out_issues(&mut self, landscape: &Landscape) {
        for (issue, live) in landscape.live.iter().enumerate() {
            if live.len() < 2 {
                // An issue with one option left is no choice. What it brings belongs to every package, and
                // its boxes were already cut to it by simplification.
                for (total, units) in
                    self.constant.iter_mut().zip(landscape.row(issue, self.settled[issue] as usize))
                {
                    *total += units;
                }
                continue;
            }
            for option in live.iter() {
                self.option_names.push(option as u32);
                self.values.extend_from_slice(landscape.row(issue, option));
            }
            self.lay_out_words(live.len());
        }
    }

    fn lay_out_clique(&mut self, size: usize) {
        // Names and values of a clique's options are fillers: nobody states them, `evaluate` and `package`
        // stop before them. They are worth nothing by themselves; the shares of their boxes are all that a
        // bound finds there.
        self.option_names.resize(self.option_names.len() + size, 0);
        self.values.resize(self.values.len() + size * self.parties, 0);
        self.lay_out_words(size);
    }

    fn lay_out_words(&mut self, options: usize) {
        self.full.extend((0..options.div_ceil(64)).map(|word| match options - word * 64 {
            // A shift by 64 would overflow, so a full word is a case of its own.
            rest if rest < 64 => (1u64 << rest) - 1,
            _ => u64::MAX,
        }));
        self.slot_start.push(self.option_names.len());
        self.word_start.push(self.full.len());
    }

    fn lay_out_boxes(&mut self, landscape: &Landscape, cliques: &[Vec<usize>]) {
        let mut member: Vec<Vec<(usize, usize)>> = vec![Vec::new(); landscape.boxes.len()];
        for (clique, boxes) in cliques.iter().enumerate() {
            boxes.iter().enumerate().for_each(|(option, held)| member[*held].push((clique, option)));
        }
        for (held, member) in landscape.boxes.iter().zip(member) {
            let index = self.forbidden.len();
            for (name, options) in &held.sides {
                // A settled issue has no place here. A side on one holds its one option, or the box would
                // have been dropped as impossible before: it says nothing.
                let Ok(issue) = self.issue_names.binary_search(name) else { continue };
                self.touching[issue].push((index, self.side_issue.len()));
                self.side_issue.push(issue);
                self.side_word.push(self.side_words.len());
                let slots = self.slot_start[issue]..self.slot_start[issue + 1];
                let mut words = vec![0u64; self.word_start[issue + 1] - self.word_start[issue]];
                for (bit, slot) in slots.enumerate() {
                    if options.contains(self.option_names[slot] as usize) {
                        words[bit / 64] |= 1 << (bit % 64);
                    }
                }
                self.side_words.extend(words);
            }
            self.stated_end.push(self.side_issue.len());
            for (clique, option) in member {
                // The clique's side comes after the stated ones, so that `stated_sides` can leave it out with
                // one number.
                let issue = self.issue_names.len() + clique;
                self.touching[issue].push((index, self.side_issue.len()));
                self.side_issue.push(issue);
                self.side_word.push(self.side_words.len());
                let mut words = vec![0u64; self.word_start[issue + 1] - self.word_start[issue]];
                words[option / 64] |= 1 << (option % 64);
                self.side_words.extend(words);
            }
            self.side_start.push(self.side_issue.len());
            self.forbidden.push(held.is_forbidden());
            let points = match &held.effect {
                Effect::Points(points) => points.clone(),
                Effect::Forbidden => vec![0; self.parties],
            };
            let mut paid = (0..self.parties).filter(|party| points[*party] != 0);
            self.owner.push(match (paid.next(), paid.next()) {
                (Some(party), None) => Some(party),
                _ => None,
            });
            self.points.extend(points);
        }
    }

    /// For each party the greatest common divisor of all differences between its utilities.
    ///
    /// Row by row: of many parties, going through a column at a time would fetch all of memory for each.
    fn all_steps(&self) -> Vec<i64> {
        let mut steps = vec![0i64; self.parties];
        for issue in 0..self.issues() {
            let first = self.row(self.slot_start[issue]);
            for slot in self.slot_start[issue]..self.slot_start[issue + 1] {
                for ((step, units), first) in steps.iter_mut().zip(self.row(slot)).zip(first) {
                    // Once neighbours are one apart nothing is left to divide.
                    *step = if *step == 1 { 1 } else { step.gcd(&(units - first)) };
                }
            }
        }
        for held in 0..self.boxes() {
            // Whether a package is in a box is one more difference between packages: the points belong into
            // the divisor too.
            steps.iter_mut().zip(self.paid(held)).for_each(|(step, points)| *step = step.gcd(points));
        }
        steps.into_iter().map(|step| step.max(1)).collect()
    }

    fn all_ranges(&self) -> Vec<(i64, i64)> {
        let mut ranges: Vec<(i64, i64)> = self.constant.iter().map(|units| (*units, *units)).collect();
        for issue in 0..self.issues() {
            let mut of_issue = vec![(i64::MAX, i64::MIN); self.parties];
            for slot in self.slot_start[issue]..self.slot_start[issue + 1] {
                for ((least, most), units) in of_issue.iter_mut().zip(self.row(slot)) {
                    (*least, *most) = ((*least).min(*units), (*most).max(*units));
                }
            }
            for ((least, most), (low, high)) in ranges.iter_mut().zip(of_issue).filter(|(_, of)| of.0 <= of.1)
            {
                (*least, *most) = (*least + low, *most + high);
            }
        }
        for held in 0..self.boxes() {
            for ((least, most), points) in ranges.iter_mut().zip(self.paid(held)) {
                // In the best case a package is in every box that pays and in none that costs, as if no two
                // boxes excluded each other. Too wide is safe: ranges set scales, prices and floors that ask
                // for nothing.
                (*least, *most) = (*least + (*points).min(0), *most + (*points).max(0));
            }
        }
        ranges
    }

    /// How many issues there are, cliques included.
    pub fn issues(&self) -> usize {
        self.slot_start.len() - 1
    }

    /// How many of them are the landscape's; they come first.
    pub fn stated_issues(&self) -> usize {
        self.issue_names.len()
    }

    pub fn boxes(&self) -> usize {
        self.forbidden.len()
    }

    /// About how many bytes a node of a search takes: numbers for slots, sides and boxes, and bits for options.
    pub fn node_bytes(&self) -> usize {
        8 * (self.option_names.len() + self.full.len() + self.side_issue.len() + 2 * self.boxes()) + 256
    }

    /// The words of the side's options, as many as its issue has.
    #[inline]
    pub fn side(&self, side: usize) -> &[u64] {
        let issue = self.side_issue[side];
        let words = self.word_start[issue + 1] - self.word_start[issue];
        &self.side_words[self.side_word[side]..self.side_word[side] + words]
    }

    /// Whether the side allows the option (a number within its issue).
    #[inline]
    pub fn allows(&self, side: usize, option: usize) -> bool {
        self.side_words[self.side_word[side] + option / 64] >> (option % 64) & 1 == 1
    }

    /// The sides of the box.
    #[inline]
    pub fn sides(&self, held: usize) -> std::ops::Range<usize> {
        self.side_start[held]..self.side_start[held + 1]
    }

    /// The sides of the box on the landscape's issues.
    #[inline]
    pub fn stated_sides(&self, held: usize) -> std::ops::Range<usize> {
        self.side_start[held]..self.stated_end[held]
    }

    /// Units of a slot for each party.
    #[inline]
    pub fn row(&self, slot: usize) -> &[i64] {
        &self.values[slot * self.parties..(slot + 1) * self.parties]
    }

    /// Units of a box for each party.
    #[inline]
    pub fn paid(&self, held: usize) -> &[i64] {
        &self.points[held * self.parties..(held + 1) * self.parties]
    }

    /// Writes the raw utilities of a combination into `sum`; false in a forbidden box.
    pub fn evaluate(&self, options: &[u32], sum: &mut Vec<i64>) -> bool {
        sum.clear();
        sum.extend_from_slice(&self.constant);
        for (issue, option) in options.iter().enumerate().take(self.stated_issues()) {
            add(sum, self.row(self.slot_start[issue] + *option as usize));
        }
        for held in 0..self.boxes() {
            // Sides on cliques do not count: they follow from the stated ones, and local search has no
            // options for them.
            if self.stated_sides(held).all(|side| self.allows(side, options[self.side_issue[side]] as usize))
            {
                if self.forbidden[held] {
                    return false;
                }
                add(sum, self.paid(held));
            }
        }
        true
    }

    /// Cuts raw utilities down to what they are worth.
    pub fn clip(&self, raw: &mut [i64]) {
        for (value, cap) in raw.iter_mut().zip(&self.caps) {
            *value = (*value).min(*cap);
        }
    }

    /// The least that a package better than `worth` can be worth to the party; `None` when no
    /// package is.
    pub fn next(&self, party: usize, worth: i64) -> Option<i64> {
        self.reach(party, worth.saturating_add(1))
    }

    /// The least that a package worth at least `least` to the party can be worth to it; `None`
    /// when none is.
    ///
    /// Raw utilities lie on a grid of steps; a clipped one may lie between.
    pub fn reach(&self, party: usize, least: i64) -> Option<i64> {
        // Above the cap there is nothing, whatever the raw utility.
        if least > self.caps[party] {
            return None;
        }
        // "Nothing is asked" is a very low number. It stays as it is: taken from an offset it would overflow.
        if least < i64::MIN / 4 {
            return Some(least);
        }
        // Up to the next point of the grid. Not `%`: below the offset the remainder must still count upwards.
        let above = (least - self.offsets[party]).rem_euclid(self.steps[party]);
        let up = if above == 0 { least } else { least.saturating_add(self.steps[party] - above) };
        // A clipped package is worth the cap itself, on the grid or not. Going past the cap would deny that
        // it exists.
        Some(up.min(self.caps[party]))
    }

    /// The landscape's package for a combination.
    pub fn package(&self, options: &[u32]) -> Package {
        let mut package = self.settled.clone();
        for (issue, option) in options.iter().enumerate().take(self.stated_issues()) {
            package[self.issue_names[issue]] = self.option_names[self.slot_start[issue] + *option as usize];
        }
        package
    }

    /// The landscape's numbers of an issue and of one of its options.
    pub fn names(&self, issue: usize, option: usize) -> (usize, usize) {
        (self.issue_names[issue], self.option_names[self.slot_start[issue] + option] as usize)
    }

    /// Bounds on the party's raw utility that ignore what excludes what.
    pub fn range(&self, party: usize) -> (i64, i64) {
        self.ranges[party]
    }
}

/// The numbers of the set bits.
#[inline]
pub(super) fn bits(word: u64) -> impl Iterator<Item = usize> {
    let mut rest = word;
    std::iter::from_fn(move || {
        (rest != 0).then(|| {
            let bit = rest.trailing_zeros() as usize;
            // Clears the lowest bit that is set.
            rest &= rest - 1;
            bit
        })
    })
}

/// A set of issues.
#[derive(Clone, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub fn none(issues: usize) -> Self {
        Self(vec![0; issues.div_ceil(64)])
    }

    pub fn all(issues: usize) -> Self {
        let mut marks = Self::none(issues);
        (0..issues).for_each(|issue| marks.set(issue));
        marks
    }

    #[inline]
    pub fn set(&mut self, issue: usize) {
        self.0[issue / 64] |= 1 << (issue % 64);
    }

    #[inline]
    pub fn has(&self, issue: usize) -> bool {
        self.0[issue / 64] >> (issue % 64) & 1 == 1
    }

    /// Takes the smallest issue out.
    #[inline]
    pub fn pop(&mut self) -> Option<usize> {
        let (index, word) = self.0.iter_mut().enumerate().find(|(_, word)| **word != 0)?;
        let bit = word.trailing_zeros() as usize;
        *word &= *word - 1;
        Some(index * 64 + bit)
    }

    pub fn add(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}
