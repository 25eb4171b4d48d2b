//! How long a check may take: whoever asks for it says when to stop, for there is no clock here.

use crate::{Checked, ClaimError};
use std::cell::Cell;

/// Asked now and then whether time is up.
#[derive(Clone, Copy)]
pub(crate) struct Watch<'a>(pub(crate) &'a dyn Fn() -> bool);

/// So many steps are taken between two looks.
const STEPS: u32 = 4_096;

impl Watch<'_> {
    /// Ends the check where time is up.
    pub(crate) fn look(&self) -> Checked<()> {
        if (self.0)() { Err(ClaimError::OutOfTime) } else { Ok(()) }
    }

    /// What `go` makes of the items, unless time runs out on the way.
    pub(crate) fn through<I: Iterator, T>(
        &self,
        items: I,
        go: impl FnOnce(&mut dyn Iterator<Item = I::Item>) -> T,
    ) -> Checked<T> {
        let (over, mut steps) = (Cell::new(false), 0);
        let mut items = items.take_while(|_| {
            steps += 1;
            if steps == STEPS {
                steps = 0;
                over.set((self.0)());
            }
            !over.get()
        });
        let made = go(&mut items);
        if over.get() { Err(ClaimError::OutOfTime) } else { Ok(made) }
    }
}
