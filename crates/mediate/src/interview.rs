//! One party's questions and answers.

use crate::ask::{self, Counterparts, Within};
use crate::belief::Belief;
use crate::combination::contradiction;
use crate::counterpart::imagined;
use crate::draw::Draw;
use crate::statement::{Orders, Statement, is_whole, of_exchange, statements};
use crate::{Agenda, Answer, AnswerError, Exchange, Parties, Question, Settings};
use mediant_model::problem::Region;
use std::fmt;

/// The talk with one party: what it was asked, what it answered, what that makes likely.
///
/// A value that its agenda, settings, red lines, seed and exchanges decide, and nothing else: what another party says
/// does not reach it. [`Interview::next`] is therefore *blind*. Confidential: `Debug` shows how many questions there were.
#[derive(Clone)]
pub struct Interview {
    agenda: Agenda,
    settings: Settings,
    /// What the party told the mediator it will never accept, and what binds everybody.
    forbidden: Vec<Region>,
    /// What cannot come about since somebody else never accepts it, as far as this party may know.
    impossible: Vec<Region>,
    /// How many other parties there are.
    others: usize,
    seed: u64,
    exchanges: Vec<Exchange>,
    belief: Belief,
}

impl fmt::Debug for Interview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interview({} exchanges)", self.exchanges.len())
    }
}

impl Interview {
    /// A talk that has not begun, in a mediation with so many `others`.
    ///
    /// `forbidden` are packages that this party said it will never accept, and those that bind everybody.
    pub fn new(
        agenda: &Agenda,
        settings: &Settings,
        forbidden: Vec<Region>,
        others: usize,
        seed: u64,
    ) -> Self {
        let belief = Belief::new(agenda, settings, &Orders::new(agenda, &[]), &[], &mut Draw::at(seed, 0));
        Self {
            agenda: agenda.clone(),
            settings: settings.clone(),
            forbidden,
            impossible: Vec::new(),
            others: others.max(1),
            seed,
            exchanges: Vec::new(),
            belief,
        }
    }

    /// The same where these packages cannot come about, whatever this party says, and it may know so: it is not asked about them.
    /// Nothing is inferred from that, and nothing proven.
    #[must_use]
    pub fn with_impossible(mut self, impossible: Vec<Region>) -> Self {
        self.impossible = impossible;
        self
    }

    /// The talk as it stands after the exchanges.
    ///
    /// # Errors
    /// An exchange that does not fit.
    pub fn resumed(
        agenda: &Agenda,
        settings: &Settings,
        forbidden: Vec<Region>,
        others: usize,
        seed: u64,
        exchanges: Vec<Exchange>,
    ) -> Result<Self, AnswerError> {
        let mut interview = Self::new(agenda, settings, forbidden, others, seed);
        for exchange in exchanges {
            interview.answer(exchange.question, exchange.answer)?;
        }
        Ok(interview)
    }

    /// What was asked and answered, in order.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Everything stated, as inequalities.
    pub fn statements(&self) -> Vec<Statement> {
        statements(&self.agenda, &self.exchanges, |exchange| self.is_explained(exchange))
    }

    /// Whether it is a refusal that a red line explains, which says nothing of what the package is worth.
    fn is_explained(&self, exchange: &Exchange) -> bool {
        matches!(&exchange.question, Question::Accept { package }
            if exchange.answer == Answer::No && self.forbidden.iter().any(|region| region.contains(package)))
    }

    /// Answers that cannot all be true of anybody who values issues one by one, the fewest that show it, by their places
    /// among the exchanges; `None` where all can be.
    ///
    /// To be shown to this party alone, and asked again. Cost: one linear program.
    pub fn contradiction(&self) -> Option<Vec<usize>> {
        let statements = self.statements();
        let multipliers = contradiction(&self.agenda, &statements)?;
        let mut exchanges: Vec<usize> =
            multipliers.iter().filter_map(|(index, _)| Some(statements.get(*index)?.exchange)).collect();
        exchanges.sort_unstable();
        exchanges.dedup();
        Some(exchanges)
    }

    /// The packages this party said it will never accept.
    pub fn forbidden(&self) -> &[Region] {
        &self.forbidden
    }

    pub(crate) fn belief(&self) -> &Belief {
        &self.belief
    }

    /// How many of the answers one additive utility bears out, at best on average: 1 is all.
    pub fn fit(&self) -> f64 {
        self.belief.fit()
    }

    /// The next question, from this party's own answers and the table alone; `None` when none would tell anything.
    ///
    /// Cost: about 10 ms on 10 issues of 10 options.
    pub fn next(&self) -> Option<Question> {
        self.next_form().or_else(|| {
            let mut draw = self.draw(1);
            let orders = Orders::new(&self.agenda, &self.exchanges);
            self.telling(&self.settings, &imagined(&self.agenda, &orders, self.others, &mut draw), &mut draw)
        })
    }

    /// The next question where nothing can be inferred from this party's answers: whether it accepts a package, which
    /// needs no assumption to be understood. From its own answers and the table alone.
    pub fn next_package(&self) -> Option<Question> {
        self.next_form().or_else(|| {
            let mut draw = self.draw(1);
            let settings = Settings { comparisons: false, ..self.settings.clone() };
            let orders = Orders::new(&self.agenda, &self.exchanges);
            self.telling(&settings, &imagined(&self.agenda, &orders, self.others, &mut draw), &mut draw)
        })
    }

    /// The next question, from what all parties answered. Whoever is asked can learn from it about the others: only
    /// where the rules of the case allow that.
    pub fn next_knowing(&self, others: &[&Self]) -> Option<Question> {
        self.next_form().or_else(|| {
            let mut draw = self.draw(1);
            let mut views: Vec<Counterparts> =
                vec![others.iter().map(|other| other.belief.mean().clone()).collect()];
            let sampled = others.iter().filter_map(|other| {
                other.belief.gains().get(draw.below(other.belief.gains().len())).cloned()
            });
            views.push(sampled.collect());
            self.telling(&self.settings, &views, &mut draw)
        })
    }

    /// Whether a form was not asked yet.
    pub fn has_open_form(&self) -> bool {
        self.next_form().is_some()
    }

    /// The form that was not asked yet, if any.
    fn next_form(&self) -> Option<Question> {
        self.open_forms().into_iter().next()
    }

    /// The forms that were not asked yet, in their order; none where the mediation does without.
    pub fn open_forms(&self) -> Vec<Question> {
        if !self.settings.forms {
            return Vec::new();
        }
        let asked =
            |question: &Question| self.exchanges.iter().any(|exchange| exchange.question == *question);
        let choices: Vec<usize> =
            (0..self.agenda.issues()).filter(|issue| self.agenda.size(*issue) > 1).collect();
        let issues = (choices.len() > 1).then_some(Question::RankIssues);
        let options = choices.into_iter().map(|issue| Question::RankOptions { issue });
        options.chain(issues).filter(|question| !asked(question)).collect()
    }

    fn telling(&self, settings: &Settings, views: &[Counterparts], draw: &mut Draw) -> Option<Question> {
        let asked: Vec<Question> = self.exchanges.iter().map(|exchange| exchange.question.clone()).collect();
        let mut never = vec![[self.forbidden.as_slice(), self.impossible.as_slice()].concat()];
        // The others' red lines are not known here and must not be: what this party is asked may not depend
        // on them.
        never.resize(1 + self.others, Vec::new());
        let who = Parties::unanimous(never).ok()?;
        let orders = Orders::new(&self.agenda, &self.exchanges);
        let ordered: Vec<bool> = (orders.options.iter().enumerate())
            .map(|(issue, order)| order.as_ref().is_some_and(|order| is_whole(&self.agenda, issue, order)))
            .collect();
        let excluded = [self.forbidden.as_slice(), self.impossible.as_slice()];
        let within = Within { asked: &asked, excluded: &excluded, ordered: &ordered };
        ask::choose(&self.agenda, settings, &self.belief, views, &who, within, draw)
    }

    /// A stream of random numbers for this point of the talk.
    fn draw(&self, purpose: u64) -> Draw {
        Draw::at(self.seed, self.exchanges.len() as u64 * 4 + purpose)
    }

    /// Takes down an answer.
    ///
    /// # Errors
    /// The answer does not fit the question, or the question the agenda; then nothing changed.
    pub fn answer(&mut self, question: Question, answer: Answer) -> Result<(), AnswerError> {
        let exchange = Exchange { question, answer };
        exchange.fits(&self.agenda)?;
        let mut draw = self.draw(2);
        let form = exchange.question.is_form();
        let again = self.exchanges.iter().any(|before| before.question == exchange.question);
        self.exchanges.push(exchange);
        // The sample cannot unlearn: an answer that replaces another, or a form that orders the prior itself,
        // needs a new one.
        if form || again {
            // What is likely changes from the start: the prior is drawn anew, once the last form is in.
            if self.next_form().is_none() {
                let orders = Orders::new(&self.agenda, &self.exchanges);
                self.belief =
                    Belief::new(&self.agenda, &self.settings, &orders, &self.statements(), &mut draw);
            }
        } else if let Some(last) = self.exchanges.last().filter(|last| !self.is_explained(last)) {
            let mut stated = Vec::new();
            let orders = Orders { options: Vec::new(), issues: None };
            of_exchange(&self.agenda, &orders, last, self.exchanges.len() - 1, &mut stated);
            self.belief.told(&self.agenda, &self.settings, &stated, &mut draw);
        }
        Ok(())
    }
}
