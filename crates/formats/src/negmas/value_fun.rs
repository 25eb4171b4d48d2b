//! Functions of one issue: what its options are worth, exactly.

use super::issue::Known;
use super::start;
use crate::json::{Node, short};
use crate::reading::Reading;
use mediant_model::brief::IssueValues;
use mediant_model::{IssueKind, Number, OptionId};
use std::collections::BTreeMap;

/// Functions that are read.
const READ: &str = "`TableFun`, `AffineFun`, `LinearFun`, `IdentityFun`, `ConstFun`, `QuadraticFun`, `PolynomialFun` and `TriangularFun`";

/// The worth of an issue's options.
pub(super) fn values(reading: &mut Reading<'_>, node: &Node, of: &Known) -> Option<IssueValues> {
    // A table without a class is one, too.
    if super::class(node).is_none() && !node.members().is_empty() {
        return table(reading, node, of);
    }
    let class = reading.class_of(node, "the function of an issue")?.to_owned();
    if class == "TableFun" {
        let mapping = reading.member(node, "mapping")?;
        return table(reading, mapping, of);
    }
    let function = function(reading, node, &class)?;
    worth(reading, node, of, &function)
}

/// What the number itself is worth: `IdentityFun`.
pub(super) fn identity(reading: &mut Reading<'_>, node: &Node, of: &Known) -> Option<IssueValues> {
    worth(reading, node, of, &Function::Polynomial(vec![Number::zero(), Number::one()]))
}

fn table(reading: &mut Reading<'_>, mapping: &Node, of: &Known) -> Option<IssueValues> {
    let before = reading.error_count();
    let mut values = BTreeMap::new();
    for member in reading.object(mapping, "`mapping`")? {
        let Some(option) = of.option(&member.key) else {
            let message = format!("`{}` is no option of issue `{}`", short(&member.key), of.issue.id);
            reading.error(&member.key_span, message);
            continue;
        };
        if let Some(value) =
            reading.number_of(&member.node, &format!("the worth of `{}`", short(&member.key)))
        {
            values.insert(option.clone(), value);
        }
    }
    if let Some(missing) = of.options.iter().find(|option| !values.contains_key(&option.id))
        && reading.error_count() == before
    {
        let message = format!("option `{}` of issue `{}` has no worth", missing.id, of.issue.id);
        reading.error(&start(mapping), message);
    }
    (reading.error_count() == before).then_some(IssueValues::Options(values))
}

/// A function of numbers.
enum Function {
    /// Coefficients of the powers from 0 on.
    Polynomial(Vec<Number>),
    /// Zero outside start and end, 1 at the middle; times scale, plus bias.
    Triangle(Box<Triangle>),
}

struct Triangle {
    start: Number,
    middle: Number,
    end: Number,
    bias: Number,
    scale: Number,
}

fn function(reading: &mut Reading<'_>, node: &Node, class: &str) -> Option<Function> {
    let zero = Number::zero;
    let mut required = |key: &str| {
        let stated = reading.member(node, key)?;
        reading.number_of(stated, &format!("`{key}`"))
    };
    Some(match class {
        "IdentityFun" => Function::Polynomial(vec![zero(), Number::one()]),
        "ConstFun" => Function::Polynomial(vec![required("bias")?]),
        "LinearFun" => Function::Polynomial(vec![zero(), required("slope")?]),
        "AffineFun" => {
            let slope = required("slope")?;
            Function::Polynomial(vec![reading.number_or(node, "bias", zero())?, slope])
        }
        "QuadraticFun" => {
            let (a2, a1) = (required("a2")?, required("a1")?);
            Function::Polynomial(vec![reading.number_or(node, "bias", zero())?, a1, a2])
        }
        "PolynomialFun" => {
            let mut coefficients = vec![reading.number_or(node, "bias", zero())?];
            let list = reading.member(node, "coefficients")?;
            for coefficient in reading.list(list, "`coefficients`")? {
                coefficients.push(reading.number_of(coefficient, "a coefficient")?);
            }
            Function::Polynomial(coefficients)
        }
        "TriangularFun" => {
            let (start, middle, end) = (required("start")?, required("middle")?, required("end")?);
            let bias = reading.number_or(node, "bias", zero())?;
            let scale = reading.number_or(node, "scale", Number::one())?;
            Function::Triangle(Box::new(Triangle { start, middle, end, bias, scale }))
        }
        other => {
            reading.error(&start(node), format!("a function of type `{}` is not read", short(other)));
            reading.advise(format!("those that are read are {READ}"));
            return None;
        }
    })
}

impl Function {
    fn at(&self, x: &Number) -> Number {
        match self {
            Self::Polynomial(coefficients) => {
                coefficients.iter().rev().fold(Number::zero(), |sum, coefficient| &(&sum * x) + coefficient)
            }
            Self::Triangle(triangle) => {
                let Triangle { start, middle, end, bias, scale } = &**triangle;
                let share = if x <= start || x >= end {
                    None
                } else if x <= middle {
                    (x - start).checked_div(&(middle - start))
                } else {
                    (end - x).checked_div(&(end - middle))
                };
                bias + &(scale * &share.unwrap_or_else(Number::zero))
            }
        }
    }

    /// Whether it is a straight line.
    fn is_line(&self) -> bool {
        matches!(self, Self::Polynomial(coefficients) if coefficients.len() <= 2)
    }

    /// Whether it asks for a number at all.
    fn is_constant(&self) -> bool {
        matches!(self, Self::Polynomial(coefficients) if coefficients.len() <= 1)
    }
}

fn worth(reading: &mut Reading<'_>, node: &Node, of: &Known, function: &Function) -> Option<IssueValues> {
    if let IssueKind::Range(range) = &of.issue.kind
        && function.is_line()
    {
        let mut ends = vec![range.min.clone(), range.max.clone()];
        ends.dedup();
        return Some(IssueValues::Curve(ends.into_iter().map(|x| (x.clone(), function.at(&x))).collect()));
    }
    let mut values = BTreeMap::new();
    for option in &of.options {
        let value = match &option.number {
            Some(number) => function.at(number),
            None if function.is_constant() => function.at(&Number::zero()),
            None => {
                let message = format!(
                    "option `{}` of issue `{}` is no number, and its worth is a function of one",
                    option.id, of.issue.id
                );
                reading.error(&start(node), message);
                return None;
            }
        };
        let id: &OptionId = &option.id;
        values.insert(id.clone(), value);
    }
    Some(IssueValues::Options(values))
}
