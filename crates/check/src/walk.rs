//! Counting packages one after the other, depth first, without keeping any.
//!
//! A branch ends where not even the best of the rest reaches what is asked, and is counted as a whole where the least of
//! the rest does. Where that leaves few packages it takes far less than [tallying](crate::tally) partial sums, and no
//! memory.

use crate::Checked;
use crate::better::priced;
use crate::replay::Layer;
use crate::tally::Counting;
use num_bigint::BigUint;

/// So many choices are tried before it is given up.
const STEPS_MAX: usize = 200_000;
/// And so many between two looks at the time.
const STEPS_BETWEEN: usize = 20_000;
/// Beyond so many layers nothing is walked through: each is a call within a call.
const LAYERS_MAX: usize = 256;

/// A layer on the way.
struct Place {
    /// The sums with the choice that is tried.
    sums: Vec<i64>,
    /// How many of its choices were counted with everything that comes after them.
    whole: u64,
}

impl<C: Fn(&[i64]) -> bool> Counting<'_, C> {
    /// How many packages count; `None` where that takes too many steps.
    pub(crate) fn walked(&self, constant: &[i64]) -> Checked<Option<BigUint>> {
        if self.layers.is_empty() || self.layers.len() > LAYERS_MAX {
            return Ok(None);
        }
        let place = || Place { sums: Vec::with_capacity(constant.len()), whole: 0 };
        let mut places: Vec<Place> = self.layers.iter().map(|_| place()).collect();
        let (mut steps, value) = (0, priced(&self.asked.prices, constant));
        if !self.on(self.layers, &mut places, (constant, value), &mut steps)? {
            return Ok(None);
        }
        // From the last layer back: how many packages everything after a choice makes.
        let (mut count, mut after) = (BigUint::ZERO, BigUint::from(1u32));
        for (place, layer) in places.iter().zip(self.layers).rev() {
            count += &after * place.whole;
            after *= layer.choices.len();
        }
        Ok(Some(count))
    }

    /// Tries each choice of the first of these layers, after what was chosen before; `false` once it is given up.
    fn on(
        &self,
        layers: &[Layer],
        places: &mut [Place],
        (before, value): (&[i64], i128),
        steps: &mut usize,
    ) -> Checked<bool> {
        let least_after = self.least_after.get(self.layers.len() - layers.len());
        let (Some((layer, layers)), Some((place, places))) = (layers.split_first(), places.split_first_mut())
        else {
            return Ok(true);
        };
        for (worth, choice) in &layer.choices {
            *steps += 1;
            if steps.is_multiple_of(STEPS_BETWEEN) {
                self.watch.look()?;
            }
            if *steps > STEPS_MAX {
                return Ok(false);
            }
            let value = value + worth;
            if value + layer.value_after < self.asked.threshold {
                break; // the choices that follow are worth no more
            }
            place.sums.clear();
            place.sums.extend(before.iter().zip(choice).map(|(before, more)| before + more));
            let reach = |after: &[i64]| {
                let mut each = place.sums.iter().zip(after).zip(&self.asked.least);
                each.all(|((sum, after), least)| sum + after >= *least)
            };
            if !reach(&layer.each_after) {
                continue;
            }
            if layers.is_empty() || least_after.is_some_and(|least| reach(least)) {
                place.whole += u64::from((self.counts)(&place.sums));
            } else if !self.on(layers, places, (&place.sums, value), steps)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
