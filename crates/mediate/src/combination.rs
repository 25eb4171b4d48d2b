//! What follows from answers: an inequality is certain where it is a combination of stated ones.
//!
//! Answers are linear inequalities over the worth of options and the walk-away (see [`Statement`]). By Farkas' lemma
//! another linear inequality follows from them exactly where it is their sum with multipliers that are not negative. A
//! solver in floats finds which statements to use; the multipliers themselves are then solved for in exact fractions,
//! and only what is exact counts.
//!
//! Why floats may choose. The solver's optimum is a vertex, and a vertex is determined by which statements it
//! uses; the multipliers follow from these by elimination. If the floats chose wrongly, elimination finds no
//! multipliers, or negative ones, and the answer is "not known". It is never wrong.

use crate::Agenda;
use crate::statement::{Relation, Statement};
use microlp::{ComparisonOp, OptimizationDirection, Problem as Program};
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{Signed, Zero};

/// An exact fraction.
type Fraction = Ratio<BigInt>;

/// A linear form over columns and the walk-away, each column at most once.
#[derive(Clone)]
pub(crate) struct Form {
    pub terms: Vec<(usize, i64)>,
    pub walk_away: i64,
}

impl Form {
    /// `sign` times the gain of a package over the walk-away.
    pub fn gain(agenda: &Agenda, package: &[u32], sign: i64) -> Self {
        let term = |(issue, option): (usize, &u32)| (agenda.column(issue, *option), sign);
        Self { terms: package.iter().enumerate().map(term).collect(), walk_away: -sign }
    }

    fn from_statement(statement: &Statement) -> Self {
        Self { terms: statement.terms.clone(), walk_away: statement.walk_away }
    }

    /// The coefficients that decide: adding the same to all options of an issue, and to the walk-away, changes no
    /// statement, so that the first option of every issue can be left out.
    fn reduced(&self, agenda: &Agenda) -> Vec<(usize, i64)> {
        let firsts: Vec<usize> = (0..agenda.issues()).map(|issue| agenda.offset(issue)).collect();
        let kept = self.terms.iter().copied().filter(|(column, _)| firsts.binary_search(column).is_err());
        let walk_away = (self.walk_away != 0).then_some((agenda.columns(), self.walk_away));
        kept.chain(walk_away).collect()
    }
}

/// Multipliers of statements, by their index, none of them zero.
pub(crate) type Multipliers = Vec<(usize, Fraction)>;

/// Multipliers with which the statements add up to the target, with the least sum of their sizes times `costs`; those of
/// equalities may be negative.
///
/// `None` where there are none, or where the solver could not tell. Cost: one linear program of as many columns as
/// statements and as many rows as options, then elimination in fractions over the statements used.
pub(crate) fn combined(
    agenda: &Agenda,
    statements: &[Statement],
    cost: impl Fn(usize) -> f64,
    target: &Form,
) -> Option<Multipliers> {
    let forms: Vec<Vec<(usize, i64)>> =
        statements.iter().map(|said| Form::from_statement(said).reduced(agenda)).collect();
    exactly(statements, &forms, agenda.columns() + 1, cost, &target.reduced(agenda))
}

/// Multipliers with which strict statements contradict each other: their sum is zero, and yet greater than zero.
///
/// The statements used are a smallest set in the sense that without any one of them the others could all be true
/// (Gleeson and Ryan 1990: the vertices of the alternative system are the irreducible infeasible ones). `None` where all
/// can be true together.
pub(crate) fn contradiction(agenda: &Agenda, statements: &[Statement]) -> Option<Multipliers> {
    let strict = agenda.columns() + 1;
    let form = |said: &Statement| {
        let mut form = Form::from_statement(said).reduced(agenda);
        if said.relation == Relation::Above {
            form.push((strict, 1));
        }
        form
    };
    let forms: Vec<Vec<(usize, i64)>> = statements.iter().map(form).collect();
    exactly(statements, &forms, strict + 1, |_| 1.0, &[(strict, 1)])
}

fn exactly(
    statements: &[Statement],
    forms: &[Vec<(usize, i64)>],
    columns: usize,
    cost: impl Fn(usize) -> f64,
    target: &[(usize, i64)],
) -> Option<Multipliers> {
    let is_equality =
        |index: usize| statements.get(index).is_some_and(|said| said.relation == Relation::Equal);
    let used = support(forms, columns, is_equality, cost, target)?;
    let exact = solved(forms, columns, &used, target)?;
    let fair = |(index, multiplier): &(usize, Fraction)| is_equality(*index) || multiplier.is_positive();
    exact.iter().all(fair).then_some(exact)
}

/// Which forms a solution in floats uses.
fn support(
    forms: &[Vec<(usize, i64)>],
    columns: usize,
    is_equality: impl Fn(usize) -> bool,
    cost: impl Fn(usize) -> f64,
    target: &[(usize, i64)],
) -> Option<Vec<usize>> {
    let mut program = Program::new(OptimizationDirection::Minimize);
    let mut rows: Vec<Vec<(microlp::Variable, f64)>> = vec![Vec::new(); columns];
    let mut variables = Vec::new();
    for (index, form) in forms.iter().enumerate() {
        // An equality may be used in both directions.
        for sign in if is_equality(index) { &[1.0, -1.0][..] } else { &[1.0][..] } {
            let variable = program.add_var(cost(index), (0.0, f64::INFINITY));
            for (column, by) in form {
                rows.get_mut(*column)?.push((variable, *by as f64 * sign));
            }
            variables.push((index, variable));
        }
    }
    for (column, row) in rows.into_iter().enumerate() {
        let wanted = target.iter().find(|(at, _)| *at == column).map_or(0, |(_, by)| *by);
        if row.is_empty() && wanted != 0 {
            return None;
        }
        // A row of zeros asks for nothing.
        if !row.is_empty() {
            program.add_constraint(row, ComparisonOp::Eq, wanted as f64);
        }
    }
    let solution = program.solve().ok()?.into_solution().ok()?;
    let mut used: Vec<usize> = variables
        .iter()
        .filter(|(_, variable)| solution[*variable] > 1e-9)
        .map(|(index, _)| *index)
        .collect();
    used.dedup();
    Some(used)
}

/// The multipliers of the forms used, exactly, by elimination; `None` where they cannot reach the target. Forms that
/// depend on others get none.
fn solved(
    forms: &[Vec<(usize, i64)>],
    columns: usize,
    used: &[usize],
    target: &[(usize, i64)],
) -> Option<Multipliers> {
    let unknowns = used.len();
    let whole = |value: i64| Fraction::from_integer(BigInt::from(value));
    // One equation a column: coefficients of the unknowns, then the right-hand side.
    let mut equations = vec![vec![Fraction::zero(); unknowns + 1]; columns];
    for (place, index) in used.iter().enumerate() {
        for (column, by) in forms.get(*index)? {
            *equations.get_mut(*column)?.get_mut(place)? = whole(*by);
        }
    }
    for (column, by) in target {
        *equations.get_mut(*column)?.last_mut()? = whole(*by);
    }
    // Most columns are named by no statement that is used.
    equations.retain(|equation| equation.iter().any(|value| !value.is_zero()));
    let mut pivots: Vec<(usize, usize)> = Vec::new(); // (equation, unknown)
    for unknown in 0..unknowns {
        let first = pivots.len();
        // This form is a sum of others: it can be left out without losing a solution.
        let Some(found) = (first..equations.len()).find(|row| !equations[*row][unknown].is_zero()) else {
            continue;
        };
        equations.swap(first, found);
        let scale = equations[first][unknown].recip();
        equations[first].iter_mut().for_each(|value| *value *= &scale);
        let pivot = equations[first].clone();
        for (row, equation) in equations.iter_mut().enumerate() {
            if row != first && !equation[unknown].is_zero() {
                let factor = equation[unknown].clone();
                equation.iter_mut().zip(&pivot).for_each(|(value, by)| *value -= by * &factor);
            }
        }
        pivots.push((first, unknown));
    }
    // What is left must say 0 = 0.
    if equations
        .iter()
        .skip(pivots.len())
        .any(|equation| equation.last().is_some_and(|value| !value.is_zero()))
    {
        return None;
    }
    let multiplier = |(row, unknown): &(usize, usize)| {
        let value = equations.get(*row)?.last()?.clone();
        Some((*used.get(*unknown)?, value))
    };
    let all: Option<Multipliers> = pivots.iter().map(multiplier).collect();
    Some(all?.into_iter().filter(|(_, value)| !value.is_zero()).collect())
}

/// A worth of options and a walk-away that bear out every statement and give the package the largest gain that a scale
/// of 1 an option allows: a witness that the package may yet be acceptable. `None` where none gains anything.
pub(crate) fn witness(agenda: &Agenda, statements: &[Statement], package: &[u32]) -> Option<(Vec<f64>, f64)> {
    let mut program = Program::new(OptimizationDirection::Maximize);
    let gain = Form::gain(agenda, package, 1);
    let coefficient =
        |column: usize| gain.terms.iter().find(|(at, _)| *at == column).map_or(0, |(_, by)| *by) as f64;
    let worth: Vec<_> =
        (0..agenda.columns()).map(|column| program.add_var(coefficient(column), (0.0, 1.0))).collect();
    let most = agenda.issues() as f64 + 1.0;
    let walk_away = program.add_var(-1.0, (-most, most));
    for statement in statements {
        let mut row: Vec<_> = statement
            .terms
            .iter()
            .filter_map(|(column, by)| Some((*worth.get(*column)?, *by as f64)))
            .collect();
        if statement.walk_away != 0 {
            row.push((walk_away, statement.walk_away as f64));
        }
        let (op, side) = match statement.relation {
            Relation::Equal => (ComparisonOp::Eq, 0.0),
            Relation::Above | Relation::AtLeast => (ComparisonOp::Ge, 0.0),
        };
        program.add_constraint(row, op, side);
    }
    let solution = program.solve().ok()?.into_solution().ok()?;
    (solution.objective() > 1e-7)
        .then(|| (worth.iter().map(|variable| solution[*variable]).collect(), solution[walk_away]))
}
