//! Caduceus: a portfolio of experts that vote.

use super::{AgentK, Atlas3, HardHeaded, NiceTitForTat, PonPoko};
use crate::{Action, Offer, Own, Random, Strategy, Turn};

/// Caduceus (Güneş, Arditi & Aydoğan 2017, "Collective Voice of Experts in Multilateral Negotiation", PRIMA 2017;
/// first at ANAC 2016).
///
/// For most of the time it puts its best package forward. Then it asks its experts: it accepts where those who
/// would accept weigh more than those who would not, else it follows the proposal of one of these, drawn by weight.
pub struct Caduceus {
    random: Random,
    experts: Vec<(f64, Box<dyn Strategy>)>,
}

/// Until this time it puts its best package forward.
const SILENT: f64 = 0.83;

impl Default for Caduceus {
    fn default() -> Self {
        let experts: Vec<(f64, Box<dyn Strategy>)> = vec![
            (100.0, Box::new(Atlas3::default())),
            (10.0, Box::new(PonPoko::default())),
            (5.0, Box::new(AgentK::default())),
            (3.0, Box::new(NiceTitForTat::default())),
            (1.0, Box::new(HardHeaded::default())),
        ];
        Self { random: Random::new(0), experts }
    }
}

impl Strategy for Caduceus {
    fn begin(&mut self, own: &Own<'_>, mut random: Random) {
        for (_, expert) in &mut self.experts {
            expert.begin(own, Random::new(random.bits()));
        }
        self.random = random;
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        // Experts keep up with the table even while nobody follows them.
        let advice: Vec<(f64, Action)> =
            self.experts.iter_mut().map(|(weight, expert)| (*weight, expert.act(turn))).collect();
        if turn.time < SILENT {
            return Action::Offer(own.best());
        }
        let weight = |wanted: fn(&Action) -> bool| {
            advice.iter().filter(|(_, action)| wanted(action)).map(|(weight, _)| weight).sum::<f64>()
        };
        let accepting = weight(|action| *action == Action::Accept);
        let offering = weight(|action| matches!(action, Action::Offer(_)));
        if accepting > offering
            && turn.standing.is_some_and(|standing| own.worth(standing) >= own.reservation())
        {
            return Action::Accept;
        }
        let offers: Vec<(f64, Offer)> = advice
            .into_iter()
            .filter_map(|(weight, action)| match action {
                Action::Offer(offer) => Some((weight, offer)),
                Action::Accept | Action::Walk => None,
            })
            .collect();
        let mut draw = self.random.unit() * offers.iter().map(|(weight, _)| weight).sum::<f64>();
        let drawn = offers.iter().find(|(weight, _)| {
            draw -= weight;
            draw < 0.0
        });
        Action::Offer(drawn.map_or_else(|| own.best(), |(_, offer)| offer.clone()))
    }
}
