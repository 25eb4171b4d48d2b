//! Statements, laid out for particles to be held against.
//!
//! A statement is a sum over options' worths and the walk-away, with a sign that the party vouches for. A
//! move changes one issue, so a sweep would look at every statement for every coordinate in vain. Kept by
//! issue and by option, it looks at those alone that can change, and a statement's sum is corrected, not
//! summed anew.

use super::Particle;
use crate::Agenda;
use crate::statement::{Part, Relation, Statement};

/// "Equal" bears with a difference up to this share of the way from the worst to the best package.
/// Nothing continuous is ever exactly equal: without some room no particle could bear out "equal".
const EQUAL: f64 = 0.02;

/// How much a statement of a form counts beside an answer to a question.
///
/// A form that orders five options says something of each of ten pairs, and a slip swaps neighbours: pairs far apart
/// it leaves right. Kept are the four statements about neighbours, from which the other pairs follow. Counted like four
/// answers to questions they would say far less than the form did: ten pairs by four statements is 2.5. Measured
/// (`docs/results.md`): with 1, parties that err in one answer of ten reach 88.8 % of the largest product of gains after
/// 20 questions, with 1.8 93.1 %, with 2.5 97.3 %; more than that is worse again. Without errors the medians are no lower.
pub(super) const OF_A_FORM: f64 = 2.5;

/// How much the statement counts.
pub(super) fn weight(statement: &Statement) -> f64 {
    match statement.part {
        Part::Order { .. } | Part::Step { .. } => OF_A_FORM,
        Part::Whole => 1.0,
    }
}

/// A statement as one issue sees it: what its options add to the statement's sum.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    /// The statement's place among all.
    pub statement: usize,
    /// Its terms within the issue, (option, coefficient): two at most, those that are not there with coefficient 0.
    pub terms: [(usize, f64); 2],
    /// The coefficient of the walk-away.
    pub walk_away: f64,
    /// How much the statement counts.
    pub weight: f64,
    /// How the sum relates to zero.
    relation: Relation,
}

impl Touch {
    /// Whether the statement holds with this sum, the best package being worth so much more than the worst.
    pub fn holds(&self, sum: f64, range: f64) -> bool {
        holds(self.relation, sum, range)
    }

    /// What a move gains in answers borne out, by how much they count.
    pub fn gained(&self, held: bool, holds: bool) -> f64 {
        self.weight * (f64::from(u8::from(holds)) - f64::from(u8::from(held)))
    }
}

/// A statement in the numbers that particles are made of. Confidential, like all here: nothing of it can be printed.
#[derive(Clone)]
struct Linear {
    /// Coefficients of the worth of options, by column.
    terms: Vec<(usize, f64)>,
    walk_away: f64,
    relation: Relation,
    weight: f64,
}

/// Statements by the issues and options they touch, so that a move of one issue, or of one option, looks at those alone.
#[derive(Clone)]
pub(super) struct Observations {
    statements: Vec<Linear>,
    /// By issue: what names one of its options, and what is about the walk-away.
    touches: Vec<Vec<Touch>>,
    /// By column: what names this option.
    naming: Vec<Vec<Touch>>,
    /// Statements about the walk-away, without terms.
    about_walk_away: Vec<Touch>,
}

impl Observations {
    pub fn new(agenda: &Agenda, statements: &[Statement]) -> Self {
        let mut observations = Self {
            statements: Vec::new(),
            touches: vec![Vec::new(); agenda.issues()],
            naming: vec![Vec::new(); agenda.columns()],
            about_walk_away: Vec::new(),
        };
        observations.add(agenda, statements);
        observations
    }

    pub fn add(&mut self, agenda: &Agenda, statements: &[Statement]) {
        for statement in statements {
            let walk_away = statement.walk_away as f64;
            let relation = statement.relation;
            let weight = weight(statement);
            let index = self.statements.len();
            for (issue, touches) in self.touches.iter_mut().enumerate() {
                let offset = agenda.offset(issue);
                let span = offset..offset + agenda.size(issue);
                // A coefficient of 0 stands for "no term": a loop over two terms without a branch is the
                // innermost of all.
                let mut terms = [(0, 0.0); 2];
                let within = statement.terms.iter().filter(|(column, _)| span.contains(column));
                // A package takes one option of an issue, and a statement is about two packages at most.
                let count = terms
                    .iter_mut()
                    .zip(within)
                    .map(|(term, (column, by))| *term = (column - offset, *by as f64))
                    .count();
                let touch = Touch { statement: index, terms, walk_away, weight, relation };
                // Whatever moves the best or worst package moves the walk-away.
                if count > 0 || statement.walk_away != 0 {
                    touches.push(touch);
                }
                for (option, _) in terms.iter().take(count) {
                    if let Some(naming) = self.naming.get_mut(offset + option) {
                        naming.push(touch);
                    }
                }
            }
            if statement.walk_away != 0 {
                self.about_walk_away.push(Touch {
                    statement: index,
                    terms: [(0, 0.0); 2],
                    walk_away,
                    weight,
                    relation,
                });
            }
            self.statements.push(Linear::from_statement(statement));
        }
    }

    pub fn len(&self) -> usize {
        self.statements.len()
    }

    pub fn touching(&self, issue: usize) -> &[Touch] {
        self.touches.get(issue).map_or(&[], Vec::as_slice)
    }

    /// What a move of this option alone can change, as long as the best and the worst package stay worth the same.
    pub fn naming(&self, column: usize) -> &[Touch] {
        self.naming.get(column).map_or(&[], Vec::as_slice)
    }

    pub fn about_walk_away(&self) -> &[Touch] {
        &self.about_walk_away
    }

    /// Every statement's sum under the particle.
    pub fn sums(&self, particle: &Particle, sums: &mut Vec<f64>) {
        sums.clear();
        sums.extend(self.statements.iter().map(|statement| statement.sum(particle)));
    }

    /// How much all statements count that the particle could have made.
    pub fn weight_borne_out(&self, particle: &Particle) -> f64 {
        let range = particle.best - particle.worst;
        self.statements
            .iter()
            .filter(|statement| holds(statement.relation, statement.sum(particle), range))
            .map(|statement| statement.weight)
            .sum()
    }

    /// How many the particle could have stated.
    pub fn borne_out(&self, particle: &Particle) -> usize {
        let range = particle.best - particle.worst;
        self.statements
            .iter()
            .filter(|statement| holds(statement.relation, statement.sum(particle), range))
            .count()
    }
}

impl Linear {
    fn from_statement(statement: &Statement) -> Self {
        Self {
            terms: statement.terms.iter().map(|(column, by)| (*column, *by as f64)).collect(),
            walk_away: statement.walk_away as f64,
            relation: statement.relation,
            weight: weight(statement),
        }
    }

    fn sum(&self, particle: &Particle) -> f64 {
        let worth: f64 = self.terms.iter().map(|(column, by)| particle.worth[*column] * by).sum();
        worth + self.walk_away * particle.walk_away
    }
}

fn holds(relation: Relation, sum: f64, range: f64) -> bool {
    match relation {
        // For numbers on a continuum "more" and "at least" are the same. The difference counts in the cone,
        // where proofs are made.
        Relation::Above | Relation::AtLeast => sum > 0.0,
        Relation::Equal => sum.abs() <= EQUAL * range,
    }
}

/// Whether the particle could have stated it.
pub(super) fn is_borne_out(particle: &Particle, statement: &Statement) -> bool {
    holds(statement.relation, Linear::from_statement(statement).sum(particle), particle.best - particle.worst)
}
