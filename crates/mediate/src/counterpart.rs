//! What the others may want, guessed without asking them.
//!
//! A blind question may depend on nothing that another party said. So that it still asks about packages worth
//! talking about, the mediator imagines counterparts: utilities drawn from the prior whose orders are, issue by
//! issue, often the reverse of what this party answered. The guess is a function of the party's own answers and the seed.

use crate::Agenda;
use crate::belief::{Gain, Particle};
use crate::draw::Draw;
use crate::statement::Orders;

/// How many imagined counterparts a blind question is chosen against.
pub(crate) const VIEWS: usize = 4;
/// How likely an imagined counterpart wants the reverse on an issue; otherwise it wants anything.
const OPPOSED: f64 = 0.7;

/// One imagined gain for each of `others` parties, [`VIEWS`] times.
pub(crate) fn imagined(agenda: &Agenda, own: &Orders, others: usize, draw: &mut Draw) -> Vec<Vec<Gain>> {
    (0..VIEWS).map(|_| (0..others).map(|_| one(agenda, own, draw)).collect()).collect()
}

fn one(agenda: &Agenda, own: &Orders, draw: &mut Draw) -> Gain {
    let mut orders = Orders { options: vec![None; agenda.issues()], issues: None };
    for (mirrored, order) in orders.options.iter_mut().zip(&own.options) {
        if draw.unit() < OPPOSED {
            *mirrored = order.as_ref().map(|order| order.iter().rev().cloned().collect());
        }
    }
    Particle::drawn(agenda, &orders, draw).gain()
}
