//! The course of a recorded negotiation: what was offered over the rounds, and where that lies among what is possible.

use super::font;
use super::label::Frame;
use super::plane::clipped;
use super::scene::{
    ACCENT, AGREED, Anchor, BLOCKED, Colour, HELD, INK, LINE, Mark, OPEN, PAPER, PARTLY, QUIET, Scene,
};
use super::ticks::ticks;
use mediant_engine::report::decimal;
use mediant_sim::{Run, RunAct, Scenario};

const HEIGHT: f64 = 560.0;
const LEFT: Frame = Frame { left: 76.0, top: 84.0, right: 560.0, bottom: 470.0 };
const RIGHT: Frame = Frame { left: 668.0, top: 84.0, right: 1132.0, bottom: 470.0 };
const SMALL: f64 = 12.5;

/// The figures of the picture: worths from 0, a party's worst package, to 1, its best.
///
/// Confidential as far as all briefs are.
pub struct Course {
    title: String,
    subtitle: String,
    rounds: u32,
    parties: Vec<Lane>,
    /// The efficient packages, by falling worth to the first party; for two parties.
    frontier: Vec<[f64; 2]>,
    /// The deal: the round and what it is worth to each.
    deal: Option<(u32, Vec<f64>)>,
}

/// A party's offers.
struct Lane {
    name: String,
    walk_away: f64,
    /// The round of each offer and what it is worth to each party.
    offers: Vec<(u32, Vec<f64>)>,
}

impl Course {
    /// What there is to draw of a run in its scenario; `frontier` holds the utilities of the efficient packages in
    /// units, as far as they are known.
    pub fn new(title: &str, scenario: &Scenario, run: &Run, frontier: &[Vec<i64>]) -> Self {
        let problem = scenario.problem();
        let worths = |units: &[i64]| -> Vec<f64> {
            units.iter().enumerate().map(|(party, units)| scenario.worth(party, *units)).collect()
        };
        let of_party = |party: usize| {
            let offers = run.moves.iter().filter_map(|made| match &made.act {
                RunAct::Offer { units, .. } if made.party == Some(party) => Some((made.round, worths(units))),
                // What the mediator drafts is drawn once, with the first party.
                RunAct::Draft { units, .. } if party == 0 => Some((made.round, worths(units))),
                _ => None,
            });
            Lane {
                name: problem.parties.get(party).map_or_else(String::new, |party| party.name.clone()),
                walk_away: problem.reservation(party).map_or(0.0, |units| scenario.worth(party, units)),
                offers: offers.collect(),
            }
        };
        let mut frontier: Vec<[f64; 2]> = frontier
            .iter()
            .filter(|_| problem.parties.len() == 2)
            .filter_map(|units| worths(units).try_into().ok())
            .collect();
        frontier.sort_by(|a, b| b[0].total_cmp(&a[0]));
        let seats: Vec<String> = run.strategies.clone();
        Self {
            title: title.to_owned(),
            subtitle: format!("{}: {}, seed {}", run.protocol.name(), seats.join(" and "), run.seed),
            rounds: run.end.rounds.max(1),
            parties: (0..problem.parties.len()).map(of_party).collect(),
            frontier,
            deal: run
                .end
                .package
                .as_ref()
                .map(|_| (run.end.rounds.saturating_sub(1), worths(&run.end.units))),
        }
    }

    /// The picture laid out: worths over rounds; for two parties beside it the plane of both worths.
    pub fn scene(&self) -> Scene {
        let two = self.parties.len() == 2;
        let width = if two { RIGHT.right + 28.0 } else { LEFT.right + 40.0 };
        let mut marks = vec![Mark::rectangle(0.0, 0.0, width, HEIGHT, PAPER, 1.0)];
        let title = clipped(&self.title, 21.0, width - 110.0);
        marks.push(Mark::words((LEFT.left, 38.0), title, 21.0, INK, Anchor::Start).bold());
        let subtitle = clipped(&self.subtitle, 14.0, width - 110.0);
        marks.push(Mark::words((LEFT.left, 61.0), subtitle, 14.0, QUIET, Anchor::Start));
        self.over_rounds(&mut marks);
        if two {
            self.in_the_plane(&mut marks);
        }
        self.legend(&mut marks);
        Scene { width, height: HEIGHT, title: self.title.clone(), description: self.described(), marks }
    }

    fn described(&self) -> String {
        let deal = match &self.deal {
            Some((round, worths)) => {
                let each: Vec<String> = self
                    .parties
                    .iter()
                    .zip(worths)
                    .map(|(lane, worth)| format!("{} {}", lane.name, decimal(*worth)))
                    .collect();
                format!("Deal in round {}: {}", round + 1, each.join(", "))
            }
            None => "No deal".to_owned(),
        };
        format!("{}. {deal}.", self.subtitle)
    }

    /// Each party's own offers as worths to itself; its walk-away value dashed.
    fn over_rounds(&self, marks: &mut Vec<Mark>) {
        let last = f64::from(self.rounds);
        let at = |round: f64, worth: f64| {
            let share = if self.rounds == 1 { 0.5 } else { (round - 1.0) / (last - 1.0) };
            (LEFT.left + share * (LEFT.right - LEFT.left), height(&LEFT, worth))
        };
        grid(marks, &LEFT, "round", "worth to whoever offers, from worst to best package");
        for tick in ticks(1.0, last).into_iter().filter(|tick| tick.fract() == 0.0) {
            let (x, _) = at(tick, 0.0);
            marks.push(Mark::words((x, LEFT.bottom + 20.0), decimal(tick), SMALL, QUIET, Anchor::Middle));
        }
        for (party, lane) in self.parties.iter().enumerate() {
            if lane.walk_away > 0.0 && lane.walk_away <= 1.0 {
                let y = height(&LEFT, lane.walk_away);
                marks.push(Mark::dashed(vec![(LEFT.left, y), (LEFT.right, y)], colour(party), 1.1));
            }
            let points = lane.offers.iter().filter_map(|(round, worths)| {
                Some(at(f64::from(*round) + 1.0, worths.get(party)?.clamp(0.0, 1.0)))
            });
            marks.push(Mark::line(points.collect(), colour(party), 1.8));
        }
        if let Some((round, worths)) = &self.deal {
            for (party, worth) in worths.iter().enumerate() {
                marks.push(agreed(at(f64::from(*round) + 1.0, worth.clamp(0.0, 1.0)), colour(party)));
            }
        }
    }

    /// Every offer by what it is worth to both, the efficient packages, and the deal.
    fn in_the_plane(&self, marks: &mut Vec<Mark>) {
        let at = |x: f64, y: f64| {
            let share = x.clamp(0.0, 1.0);
            (RIGHT.left + share * (RIGHT.right - RIGHT.left), height(&RIGHT, y))
        };
        let [first, second] = self.parties.as_slice() else { return };
        let to = |lane: &Lane| clipped(&format!("worth to {}", lane.name), 14.0, 420.0);
        grid(marks, &RIGHT, &to(first), &to(second));
        for tick in ticks(0.0, 1.0) {
            let (x, _) = at(tick, 0.0);
            marks.push(Mark::words((x, RIGHT.bottom + 20.0), decimal(tick), SMALL, QUIET, Anchor::Middle));
        }
        if (0.0..=1.0).contains(&first.walk_away) && first.walk_away > 0.0 {
            let (x, _) = at(first.walk_away, 0.0);
            marks.push(Mark::dashed(vec![(x, RIGHT.top), (x, RIGHT.bottom)], colour(0), 1.1));
        }
        if (0.0..=1.0).contains(&second.walk_away) && second.walk_away > 0.0 {
            let y = height(&RIGHT, second.walk_away);
            marks.push(Mark::dashed(vec![(RIGHT.left, y), (RIGHT.right, y)], colour(1), 1.1));
        }
        let frontier: Vec<(f64, f64)> = self.frontier.iter().map(|[x, y]| at(*x, *y)).collect();
        marks.push(Mark::faint(frontier.clone(), QUIET, 1.6, 0.8));
        marks.extend(frontier.into_iter().map(|point| Mark::dot(point, 1.8, QUIET, 1.0)));
        for (party, lane) in self.parties.iter().enumerate() {
            let points: Vec<(f64, f64)> = lane
                .offers
                .iter()
                .filter_map(|(_, worths)| Some(at(*worths.first()?, *worths.get(1)?)))
                .collect();
            marks.push(Mark::faint(points.clone(), colour(party), 1.2, 0.55));
            let mut distinct = points;
            distinct.dedup();
            marks.extend(distinct.into_iter().map(|point| Mark::dot(point, 2.6, colour(party), 0.8)));
        }
        if let Some((_, worths)) = &self.deal
            && let [x, y] = worths.as_slice()
        {
            marks.push(agreed(at(*x, *y), INK));
        }
    }

    fn legend(&self, marks: &mut Vec<Mark>) {
        let y = HEIGHT - 20.0;
        let mut x = LEFT.left;
        for (party, lane) in self.parties.iter().enumerate() {
            marks.push(Mark::line(vec![(x, y - 4.0), (x + 22.0, y - 4.0)], colour(party), 2.4));
            let name = clipped(&lane.name, SMALL, 220.0);
            marks.push(Mark::words((x + 29.0, y), &name, SMALL, QUIET, Anchor::Start));
            x += 29.0 + font::room(&name, SMALL, false);
        }
        marks.push(Mark::dashed(vec![(x, y - 4.0), (x + 22.0, y - 4.0)], QUIET, 1.3));
        marks.push(Mark::words((x + 29.0, y), "walk-away value", SMALL, QUIET, Anchor::Start));
        x += 29.0 + font::room("walk-away value", SMALL, false);
        if self.deal.is_some() {
            marks.push(agreed((x + 6.0, y - 4.0), INK));
            marks.push(Mark::words((x + 18.0, y), "the deal", SMALL, QUIET, Anchor::Start));
        }
        if !self.frontier.is_empty() {
            let x = RIGHT.left + 100.0;
            marks.push(Mark::faint(vec![(x, y - 4.0), (x + 22.0, y - 4.0)], QUIET, 1.6, 0.8));
            let text = "efficient: nobody can gain unless somebody loses";
            marks.push(Mark::words((x + 29.0, y), text, SMALL, QUIET, Anchor::Start));
        }
    }
}

fn height(frame: &Frame, worth: f64) -> f64 {
    frame.bottom - worth.clamp(0.0, 1.0) * (frame.bottom - frame.top)
}

/// Lines at round worths, and the names of the axes.
fn grid(marks: &mut Vec<Mark>, frame: &Frame, across: &str, up: &str) {
    for tick in ticks(0.0, 1.0) {
        let y = height(frame, tick);
        marks.push(Mark::faint(vec![(frame.left, y), (frame.right, y)], LINE, 1.0, 0.6));
        marks.push(Mark::words((frame.left - 10.0, y + 4.5), decimal(tick), SMALL, QUIET, Anchor::End));
    }
    let corner = vec![(frame.left, frame.top), (frame.left, frame.bottom), (frame.right, frame.bottom)];
    marks.push(Mark::line(corner, INK, 1.2));
    let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
    marks.push(Mark::words((middle.0, frame.bottom + 44.0), across, 14.0, INK, Anchor::Middle));
    marks.push(Mark::words((frame.left - 48.0, middle.1), up, 14.0, INK, Anchor::Middle).upwards());
}

fn colour(party: usize) -> Colour {
    let all = [ACCENT, PARTLY, HELD, AGREED, BLOCKED, OPEN];
    all.get(party % all.len()).copied().unwrap_or(INK)
}

/// The mark of an agreement: a diamond around the point.
fn agreed((x, y): (f64, f64), fill: Colour) -> Mark {
    let r = 7.5;
    let corners = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
    Mark::Area { corners, fill, opacity: 1.0, outline: Some((PAPER, 1.6)) }
}
