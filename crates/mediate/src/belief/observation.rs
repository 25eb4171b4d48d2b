//! Statements, laid out for particles to be held against.

use super::Particle;
use crate::Agenda;
use crate::statement::{Relation, Statement};

/// "Equal" bears with a difference up to this share of the way from the worst to the best package.
const EQUAL: f64 = 0.02;

/// A statement as one issue sees it: what its options add to the statement's sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    /// Which statement.
    pub statement: usize,
    /// Its terms within the issue, (option, coefficient): two at most, those that are not there with coefficient 0.
    pub terms: [(usize, f64); 2],
    /// The coefficient of the walk-away.
    pub walk_away: f64,
    /// How the sum relates to zero.
    relation: Relation,
}

impl Touch {
    /// Whether the statement holds with this sum, the best package being worth so much more than the worst.
    pub fn holds(&self, sum: f64, range: f64) -> bool {
        holds(self.relation, sum, range)
    }
}

/// Statements by the issues they touch, so that a move of one issue looks at those alone.
#[derive(Clone, Debug)]
pub(super) struct Observations {
    statements: Vec<Statement>,
    /// By issue.
    touches: Vec<Vec<Touch>>,
    /// Statements about the walk-away, without terms.
    about_walk_away: Vec<Touch>,
}

impl Observations {
    pub fn of(agenda: &Agenda, statements: &[Statement]) -> Self {
        let mut observations = Self {
            statements: Vec::new(),
            touches: vec![Vec::new(); agenda.issues()],
            about_walk_away: Vec::new(),
        };
        observations.add(agenda, statements);
        observations
    }

    pub fn add(&mut self, agenda: &Agenda, statements: &[Statement]) {
        for statement in statements {
            let walk_away = statement.walk_away as f64;
            let relation = statement.relation;
            let index = self.statements.len();
            for (issue, touches) in self.touches.iter_mut().enumerate() {
                let offset = agenda.offset(issue);
                let span = offset..offset + agenda.size(issue);
                let mut terms = [(0, 0.0); 2];
                let within = statement.terms.iter().filter(|(column, _)| span.contains(column));
                // A package takes one option of an issue, and a statement is about two packages at most.
                let count = terms
                    .iter_mut()
                    .zip(within)
                    .map(|(term, (column, by))| *term = (column - offset, *by as f64))
                    .count();
                // Whatever moves the best or worst package moves the walk-away.
                if count > 0 || statement.walk_away != 0 {
                    touches.push(Touch { statement: index, terms, walk_away, relation });
                }
            }
            if statement.walk_away != 0 {
                self.about_walk_away.push(Touch {
                    statement: index,
                    terms: [(0, 0.0); 2],
                    walk_away,
                    relation,
                });
            }
            self.statements.push(statement.clone());
        }
    }

    pub fn len(&self) -> usize {
        self.statements.len()
    }

    pub fn touching(&self, issue: usize) -> &[Touch] {
        self.touches.get(issue).map_or(&[], Vec::as_slice)
    }

    pub fn about_walk_away(&self) -> &[Touch] {
        &self.about_walk_away
    }

    /// Every statement's sum under the particle.
    pub fn sums(&self, particle: &Particle, sums: &mut Vec<f64>) {
        sums.clear();
        sums.extend(self.statements.iter().map(|statement| sum(particle, statement)));
    }

    pub fn borne_out(&self, particle: &Particle) -> usize {
        self.statements.iter().filter(|statement| is_borne_out(particle, statement)).count()
    }
}

fn sum(particle: &Particle, statement: &Statement) -> f64 {
    let worth: f64 = statement.terms.iter().map(|(column, by)| particle.worth[*column] * *by as f64).sum();
    worth + statement.walk_away as f64 * particle.walk_away
}

fn holds(relation: Relation, sum: f64, range: f64) -> bool {
    match relation {
        Relation::Above | Relation::AtLeast => sum > 0.0,
        Relation::Equal => sum.abs() <= EQUAL * range,
    }
}

/// Whether the particle could have stated it.
pub(super) fn is_borne_out(particle: &Particle, statement: &Statement) -> bool {
    holds(statement.relation, sum(particle, statement), particle.best - particle.worst)
}
