//! Metropolis moves that leave the posterior as it is (Metropolis et al. 1953; Hastings 1970).
//!
//! A move is proposed and taken with a probability that makes it and its reverse balance under the posterior:
//! the ratio of the two posteriors, times the ratio at which the two are proposed. Most proposals are as
//! likely one way as the other, so only the posterior counts; where a proposal stretches a scale, the stretch
//! is in the ratio as well.
//!
//! Three kinds, because each is blind to something. Single levels mix fast but cannot cross a ridge where two
//! values must change together. Weights stretch a whole issue. Differences of other particles know the
//! ridges, since the others lie along them.

use super::observation::Observations;
use super::particle::Particle;
use crate::Agenda;
use crate::draw::Draw;
use crate::prior::WALK_AWAY;
use crate::statement::{Orders, is_whole};

/// One sweep over every coordinate of a particle: steps along differences of other particles first, then each
/// option's level, each issue's weight, the walk-away.
///
/// Where the party ordered an issue's options, a level moves between those of its neighbours in the order, and equals
/// move together: nearly every such move agrees with the form, so that the sample mixes far better than by free moves.
///
/// Cost: O(columns x statements that touch the column's issue), where an option is neither its issue's best nor its worst
/// only those that name it.
pub(super) fn sweep(
    agenda: &Agenda,
    orders: &Orders,
    particle: &mut Particle,
    observations: &Observations,
    reliability: f64,
    others: Others<'_>,
    draw: &mut Draw,
) {
    differences(agenda, particle, observations, reliability, others, draw);
    let mut walk =
        Walk { agenda, observations, reliability, sums: Vec::new(), change: Vec::new(), moved: Vec::new() };
    observations.sums(particle, &mut walk.sums);
    for issue in 0..agenda.issues() {
        match orders.options.get(issue).and_then(Option::as_ref) {
            Some(order) => {
                walk.ordered(particle, issue, order, draw);
                if !is_whole(agenda, issue, order) {
                    let left_out = |option: &u32| !order.iter().any(|group| group.contains(option));
                    for option in (0..agenda.size(issue) as u32).filter(left_out) {
                        walk.level(particle, issue, option, draw);
                    }
                }
            }
            None => {
                for option in 0..agenda.size(issue) as u32 {
                    walk.level(particle, issue, option, draw);
                }
            }
        }
        walk.weight(particle, issue, draw);
    }
    for _ in 0..2 {
        walk.walk_away(particle, draw);
    }
}

/// The particles as they were before the sweep, without the one that moves.
#[derive(Clone, Copy)]
pub(super) struct Others<'a> {
    /// All of them.
    pub all: &'a [Particle],
    /// The place of the one that moves. A step along a difference from where it stood itself would have no reverse that is
    /// as likely.
    pub own: usize,
}

impl<'a> Others<'a> {
    /// Two of the others, perhaps the same twice; `None` where there are none.
    fn pair(self, draw: &mut Draw) -> Option<(&'a Particle, &'a Particle)> {
        let mut one = || {
            let place = draw.below(self.all.len().checked_sub(1)?);
            self.all.get(place + usize::from(place >= self.own))
        };
        Some((one()?, one()?))
    }
}

/// Back into [low, high] by reflection at the ends; `None` where one reflection is not enough.
fn reflected(value: f64, (low, high): (f64, f64)) -> Option<f64> {
    let inside = if value < low {
        2.0 * low - value
    } else if value > high {
        2.0 * high - value
    } else {
        value
    };
    (low..=high).contains(&inside).then_some(inside)
}

/// Steps along the difference of two other particles (ter Braak 2006): they keep to what the answers tie together.
fn differences(
    agenda: &Agenda,
    particle: &mut Particle,
    observations: &Observations,
    reliability: f64,
    others: Others<'_>,
    draw: &mut Draw,
) {
    let mut borne_out = observations.weight_borne_out(particle);
    // Long steps to change the scene, short ones to be taken.
    for length in [0.9, 0.4, 0.15] {
        let Some((to, from)) = others.pair(draw) else { return };
        let by = length * (0.5 + draw.unit());
        // Half of the steps move mainly one issue: with many issues a step in all of them at once is hardly
        // ever taken.
        let mostly = (draw.unit() < 0.5).then(|| draw.below(agenda.issues()));
        let mut next = particle.clone();
        let mut log_ratio = 0.0;
        let mut inside = true;
        for issue in 0..agenda.issues() {
            if mostly.is_some_and(|only| only != issue) && draw.unit() < 0.7 {
                continue;
            }
            // Weights are positive, so they move by factors.
            let growth = by * (to.weights[issue] / from.weights[issue]).ln();
            next.weights[issue] *= growth.exp();
            // As in `Walk::weight`: Gamma(2) and the stretch of the logarithm.
            log_ratio += 2.0 * growth - (next.weights[issue] - particle.weights[issue]);
            for column in agenda.offset(issue)..agenda.offset(issue) + agenda.size(issue) {
                match reflected(
                    next.levels[column] + by * (to.levels[column] - from.levels[column]),
                    (0.0, 1.0),
                ) {
                    Some(level) => next.levels[column] = level,
                    None => inside = false,
                }
            }
        }
        next.share += by * (to.share - from.share);
        // Outside of the prior nothing is possible. The particle stays, which counts as a step.
        if !inside || !(WALK_AWAY.0..=WALK_AWAY.1).contains(&next.share) {
            continue;
        }
        next.settle(agenda);
        let then = observations.weight_borne_out(&next);
        log_ratio += reliability * (then - borne_out);
        // A weight that under- or overflowed gives no number; such a step is refused.
        if log_ratio.is_finite() && (log_ratio >= 0.0 || draw.unit() < log_ratio.exp()) {
            *particle = next;
            borne_out = then;
        }
    }
}

/// A walk through the coordinates, with every statement's sum kept in step.
struct Walk<'a> {
    agenda: &'a Agenda,
    observations: &'a Observations,
    reliability: f64,
    sums: Vec<f64>,
    /// What the move under trial would add to each option of its issue.
    change: Vec<f64>,
    /// The sums that the move under trial would change, in the order of the statements that touch its issue.
    moved: Vec<f64>,
}

/// How often a level in order is moved between its neighbours, and not anywhere.
const BETWEEN: f64 = 0.9;

impl Walk<'_> {
    /// Tries another level for each group of an order, between its neighbours where it stands between them.
    fn ordered(&mut self, particle: &mut Particle, issue: usize, order: &[Vec<u32>], draw: &mut Draw) {
        let offset = self.agenda.offset(issue);
        let level = |particle: &Particle, group: Option<&Vec<u32>>, or: f64| {
            let first = group.and_then(|group| group.first());
            first.map_or(or, |option| particle.levels[offset + *option as usize])
        };
        let mut place = 0;
        while let Some(group) = order.get(place) {
            let high = level(particle, place.checked_sub(1).and_then(|place| order.get(place)), 1.0);
            let low = level(particle, order.get(place + 1), 0.0);
            let now = level(particle, Some(group), 0.0);
            let is_between = |level: f64| low < level && level < high;
            if is_between(now) && draw.unit() < BETWEEN {
                // The interval is the same before and after, so that the move is as likely as its reverse.
                let level = low + (high - low) * draw.unit();
                self.place(particle, issue, group, (level, 0.0), draw);
            } else if let Some(level) = self.elsewhere(particle, issue, group, draw) {
                // Out of order the free move is always tried, in order seldom. What leads out of order is proposed more
                // rarely than what leads back, and taken more readily by as much.
                let tried = |level: f64| if is_between(level) { 1.0 - BETWEEN } else { 1.0 };
                self.place(particle, issue, group, (level, (tried(level) / tried(now)).ln()), draw);
            }
            place += 1;
        }
    }

    /// Tries another level for an option.
    fn level(&mut self, particle: &mut Particle, issue: usize, option: u32, draw: &mut Draw) {
        if let Some(level) = self.elsewhere(particle, issue, &[option], draw) {
            self.place(particle, issue, &[option], (level, 0.0), draw);
        }
    }

    /// Another level for options that move together: anywhere, or nearby. As likely as from there back here.
    fn elsewhere(&self, particle: &Particle, issue: usize, options: &[u32], draw: &mut Draw) -> Option<f64> {
        let first = options.first()?;
        // Half anywhere, to get away from where it is stuck; half nearby, which is taken more often.
        if draw.unit() < 0.5 {
            return Some(draw.unit());
        }
        let now = particle.levels[self.agenda.column(issue, *first)];
        reflected(now + 0.15 * draw.normal(), (0.0, 1.0))
    }

    /// Tries this level for the options. With it goes the logarithm of how likely the way back is proposed, against the way
    /// there.
    fn place(
        &mut self,
        particle: &mut Particle,
        issue: usize,
        options: &[u32],
        (level, proposed): (f64, f64),
        draw: &mut Draw,
    ) {
        let offset = self.agenda.offset(issue);
        let moves = |column: usize| options.iter().any(|option| offset + *option as usize == column);
        let weight = particle.weights[issue];
        let worth = |at: usize, now: f64| if moves(at) { weight * level } else { now };
        // Only one option: several that move together touch more statements than one option's list names.
        let alone = if let [option] = options { Some(offset + *option as usize) } else { None };
        if self.accepts(particle, issue, alone, worth, proposed, draw) {
            options.iter().for_each(|option| particle.levels[offset + *option as usize] = level);
        }
    }

    /// Tries another weight for an issue. Gamma(2) has density w exp(-w); the step is in ln w, whose Jacobian is w.
    fn weight(&mut self, particle: &mut Particle, issue: usize, draw: &mut Draw) {
        let growth = 0.5 * draw.normal();
        let weight = particle.weights[issue] * growth.exp();
        let log_ratio = 2.0 * growth - (weight - particle.weights[issue]);
        let grown = growth.exp();
        if self.accepts(particle, issue, None, |_, now| now * grown, log_ratio, draw) {
            particle.weights[issue] = weight;
        }
    }

    /// Whether the issue's options may be worth what `worth` (of column and present worth) says; if so the particle's
    /// worths follow. `alone` is the column that moves where no other does.
    fn accepts(
        &mut self,
        particle: &mut Particle,
        issue: usize,
        alone: Option<usize>,
        worth: impl Fn(usize, f64) -> f64,
        prior: f64,
        draw: &mut Draw,
    ) -> bool {
        let offset = self.agenda.offset(issue);
        let span = offset..offset + self.agenda.size(issue);
        let (mut low, mut high, mut new_low, mut new_high) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        self.change.clear();
        for (column, now) in span.clone().zip(&particle.worth[span.clone()]) {
            let then = worth(column, *now);
            (low, high) = (low.min(*now), high.max(*now));
            (new_low, new_high) = (new_low.min(then), new_high.max(then));
            self.change.push(then - now);
        }
        // An option between the best and the worst of its issue moves no end, so that what does not name it stays as it is.
        let inner = (new_low == low && new_high == high).then_some(alone).flatten();
        // The walk-away is a share of the way from the worst to the best package, so whatever moves these
        // moves it, and with it every statement about acceptance.
        let (worst, best, walk_away) = if inner.is_some() {
            (particle.worst, particle.best, particle.walk_away)
        } else {
            let (worst, best) = (particle.worst - low + new_low, particle.best - high + new_high);
            (worst, best, worst + particle.share * (best - worst))
        };
        let touching = inner
            .map_or_else(|| self.observations.touching(issue), |column| self.observations.naming(column));
        let raised = walk_away - particle.walk_away;
        let (range, new_range) = (particle.best - particle.worst, best - worst);
        self.moved.clear();
        let mut right = 0.0_f64;
        for touch in touching {
            let now = self.sums[touch.statement];
            let [(one, by), (other, other_by)] = touch.terms;
            let then = now + touch.walk_away * raised + by * self.change[one] + other_by * self.change[other];
            self.moved.push(then);
            // What the move gains in answers borne out; the rest of the likelihood stays as it was and drops
            // out.
            right += touch.gained(touch.holds(now, range), touch.holds(then, new_range));
        }
        let log_ratio = prior + self.reliability * right;
        // No draw where it is taken anyway.
        let taken = log_ratio >= 0.0 || draw.unit() < log_ratio.exp();
        if taken {
            particle.worth[span].iter_mut().zip(&self.change).for_each(|(worth, change)| *worth += change);
            (particle.worst, particle.best, particle.walk_away) = (worst, best, walk_away);
            for (touch, then) in touching.iter().zip(&self.moved) {
                // Only now: a refused move leaves no trace.
                self.sums[touch.statement] = *then;
            }
        }
        taken
    }

    /// Tries another walk-away: anywhere, or nearby.
    fn walk_away(&mut self, particle: &mut Particle, draw: &mut Draw) {
        let anywhere = draw.unit() < 0.5;
        let share = if anywhere {
            Some(WALK_AWAY.0 + (WALK_AWAY.1 - WALK_AWAY.0) * draw.unit())
        } else {
            reflected(particle.share + 0.1 * draw.normal(), WALK_AWAY)
        };
        let Some(share) = share else { return };
        let range = particle.best - particle.worst;
        let walk_away = particle.worst + share * range;
        let raised = walk_away - particle.walk_away;
        let mut right = 0.0_f64;
        for touch in self.observations.about_walk_away() {
            let now = self.sums[touch.statement];
            let then = now + touch.walk_away * raised;
            right += touch.gained(touch.holds(now, range), touch.holds(then, range));
        }
        let log_ratio = self.reliability * right;
        if log_ratio >= 0.0 || draw.unit() < log_ratio.exp() {
            for touch in self.observations.about_walk_away() {
                self.sums[touch.statement] += touch.walk_away * raised;
            }
            (particle.share, particle.walk_away) = (share, walk_away);
        }
    }
}

#[cfg(test)]
mod tests;
