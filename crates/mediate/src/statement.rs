//! What an answer says, as an inequality over the worth of options and the walk-away.
//!
//! Invariant: a statement holds of every additive utility that could have given the answer, on any scale.
//! That is why sums have zero on the other side, and why the worth of an option appears only in differences
//! or against the walk-away: adding a constant to all options of an issue and to the walk-away, or
//! multiplying everything, changes no statement.

use crate::{Agenda, Answer, Exchange, Question};
use std::fmt;

/// How a sum relates to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is greater.
    Above,
    /// It is at least zero.
    AtLeast,
    /// It is zero.
    Equal,
}

/// Which part of an answer a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named in the sentence")]
pub enum Part {
    /// Of an order of options: these two.
    Order { issue: usize, better: u32, worse: u32 },
    /// Of an order of issues: these two.
    Step { larger: usize, smaller: usize },
    /// The whole answer.
    Whole,
}

/// One inequality that an answer states: the sum of `terms` (column, coefficient), and `walk_away` times the
/// walk-away, stands in `relation` to zero.
///
/// True of every additive utility that could have given the answer, whatever its scale. It is confidential:
/// its `Debug` names the exchange alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    /// Coefficients of the worth of options, by column, each column once.
    pub terms: Vec<(usize, i64)>,
    /// The coefficient of the walk-away.
    pub walk_away: i64,
    /// How the sum relates to zero.
    pub relation: Relation,
    /// Which answer states it: an index into the exchanges.
    pub exchange: usize,
    /// Which part of that answer.
    pub part: Part,
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Statement(of exchange {})", self.exchange)
    }
}

/// The order a party gave to an issue's options, best first; groups are equals.
pub(crate) type Order = Vec<Vec<u32>>;

/// The orders that a party's forms state: of each issue's options, and of the issues.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Orders {
    /// By issue; `None` where the party was not asked or could not say.
    pub options: Vec<Option<Order>>,
    /// Of the issues.
    pub issues: Option<Order>,
}

impl Orders {
    /// The latest answer to each form.
    pub fn new(agenda: &Agenda, exchanges: &[Exchange]) -> Self {
        let mut orders = Self { options: vec![None; agenda.issues()], issues: None };
        for exchange in exchanges {
            let order = match &exchange.answer {
                Answer::Order(groups) => Some(groups.clone()),
                _ => None,
            };
            match exchange.question {
                Question::RankOptions { issue } => {
                    if let Some(known) = orders.options.get_mut(issue) {
                        *known = order;
                    }
                }
                Question::RankIssues => orders.issues = order,
                _ => {}
            }
        }
        orders
    }

    /// The best and the worst option of an issue, where the party ordered all of them: of an order that leaves options out
    /// nobody knows its ends.
    pub fn ends(&self, agenda: &Agenda, issue: usize) -> Option<(u32, u32)> {
        let order = self.options.get(issue)?.as_ref().filter(|order| is_whole(agenda, issue, order))?;
        Some((*order.first()?.first()?, *order.last()?.last()?))
    }
}

/// Whether an order of an issue's options names all of them.
pub(crate) fn is_whole(agenda: &Agenda, issue: usize, order: &Order) -> bool {
    order.iter().map(Vec::len).sum::<usize>() == agenda.size(issue)
}

/// Everything the exchanges state, in their order, those aside that state nothing. Of a question asked again the latest
/// answer counts.
pub(crate) fn statements(
    agenda: &Agenda,
    exchanges: &[Exchange],
    states_nothing: impl Fn(&Exchange) -> bool,
) -> Vec<Statement> {
    let orders = Orders::new(agenda, exchanges);
    // Asked again, a party has corrected itself; both answers together might fit nobody.
    let latest = |question: &Question| exchanges.iter().rposition(|exchange| exchange.question == *question);
    let mut all = Vec::new();
    for (index, exchange) in exchanges.iter().enumerate() {
        if latest(&exchange.question) != Some(index) || states_nothing(exchange) {
            continue;
        }
        of_exchange(agenda, &orders, exchange, index, &mut all);
    }
    all
}

/// What one exchange states. A form about issues speaks through the best and worst options of their orders.
pub(crate) fn of_exchange(
    agenda: &Agenda,
    orders: &Orders,
    exchange: &Exchange,
    index: usize,
    all: &mut Vec<Statement>,
) {
    let mut state = |terms: Vec<(usize, i64)>, walk_away: i64, relation: Relation, part: Part| {
        all.push(Statement { terms: joined(terms), walk_away, relation, exchange: index, part });
    };
    let columns = |package: &[u32], sign: i64| {
        let of_issue = |(issue, option): (usize, &u32)| (agenda.column(issue, *option), sign);
        package.iter().enumerate().map(of_issue).collect::<Vec<_>>()
    };
    match (&exchange.question, &exchange.answer) {
        (Question::RankOptions { issue }, Answer::Order(groups)) => {
            let column = |option: u32| agenda.column(*issue, option);
            for (better, worse, relation) in neighbours(groups) {
                let part = Part::Order { issue: *issue, better, worse };
                state(vec![(column(better), 1), (column(worse), -1)], 0, relation, part);
            }
        }
        (Question::RankIssues, Answer::Order(groups)) => {
            let stepping = groups.iter().map(|group| {
                group
                    .iter()
                    .copied()
                    .filter(|issue| orders.ends(agenda, *issue as usize).is_some())
                    .collect::<Vec<_>>()
            });
            // Without its ends an issue's step cannot be written down. The others keep their order around it.
            let stepping: Vec<Vec<u32>> = stepping.filter(|group| !group.is_empty()).collect();
            for (larger, smaller, relation) in neighbours(&stepping) {
                let step = |issue: u32, sign: i64| {
                    let (best, worst) = orders.ends(agenda, issue as usize).unwrap_or_default();
                    [
                        (agenda.column(issue as usize, best), sign),
                        (agenda.column(issue as usize, worst), -sign),
                    ]
                };
                let part = Part::Step { larger: larger as usize, smaller: smaller as usize };
                state([step(larger, 1), step(smaller, -1)].concat(), 0, relation, part);
            }
        }
        (Question::Accept { package }, Answer::Yes) => {
            state(columns(package, 1), -1, Relation::AtLeast, Part::Whole)
        }
        (Question::Accept { package }, Answer::No) => {
            state(columns(package, -1), 1, Relation::Above, Part::Whole)
        }
        (Question::Compare { first, second }, answer) => {
            let difference = |sign: i64| [columns(first, sign), columns(second, -sign)].concat();
            match answer {
                Answer::Yes => state(difference(1), 0, Relation::Above, Part::Whole),
                Answer::No => state(difference(-1), 0, Relation::Above, Part::Whole),
                Answer::Equal => state(difference(1), 0, Relation::Equal, Part::Whole),
                Answer::Order(_) | Answer::CannotSay => {}
            }
        }
        _ => {}
    }
}

/// Each neighbour in an order with the next: equals within a group, greater between groups.
fn neighbours(groups: &[Vec<u32>]) -> Vec<(u32, u32, Relation)> {
    let mut pairs = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        pairs.extend(
            group.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?, Relation::Equal))),
        );
        if let (Some(last), Some(next)) = (group.last(), groups.get(place + 1).and_then(|next| next.first()))
        {
            pairs.push((*last, *next, Relation::Above));
        }
    }
    pairs
}

/// Terms with each column once and none without effect, in the order of columns.
fn joined(mut terms: Vec<(usize, i64)>) -> Vec<(usize, i64)> {
    terms.sort_unstable();
    let mut joined: Vec<(usize, i64)> = Vec::with_capacity(terms.len());
    for (column, coefficient) in terms {
        match joined.last_mut() {
            Some((last, sum)) if *last == column => *sum += coefficient,
            _ => joined.push((column, coefficient)),
        }
    }
    joined.retain(|(_, coefficient)| *coefficient != 0);
    joined
}
