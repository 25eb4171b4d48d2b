//! Utility functions: the brief that one makes.

use super::issue::Known;
use super::{start, value_fun};
use crate::json::{Node, Value, short};
use crate::reading::Reading;
use crate::scenario;
use mediant_model::brief::{IssuePoints, IssueValues, Points};
use mediant_model::statement::{Provenance, Publicity, RedLine, Standing};
use mediant_model::{Brief, Condition, Number, PartyId};

/// Utility functions that are read.
const READ: &str = "`LinearAdditiveUtilityFunction`, `LinearUtilityFunction`, `AffineUtilityFunction`, \
                    `ConstUtilityFunction`, and `ExpDiscountedUFun` over one of them";

/// Keys that every utility function has, and that say nothing here.
const GENERAL: [&str; 9] = [
    "name",
    "id",
    "stability",
    "outcome_space",
    "reserved_value",
    "reserved_outcome",
    "reserved_distribution",
    "path",
    "invalid_value",
];

/// The brief a utility function makes; nothing where an error in it was reported.
pub(super) fn brief(
    reading: &mut Reading<'_>,
    root: &Node,
    party: &PartyId,
    issues: &[Known],
) -> Option<Brief> {
    let before = reading.error_count();
    let (points, discount) = points(reading, root, issues)?;
    let mut brief = Brief { points: Some(points), discount, ..Brief::empty(party.clone()) };
    match root.get("reserved_value").filter(|value| !value.is_null()) {
        None => {}
        Some(Node { value: Value::Number(digits), .. }) if digits == "-Infinity" => {}
        Some(Node { value: Value::Number(digits), .. }) if digits == "Infinity" => {
            brief.red_lines.push(nothing(party));
        }
        Some(stated) => {
            let value = reading.number_of(stated, "`reserved_value`")?;
            brief.reservations.push(scenario::exactly(value));
        }
    }
    if let Some(outcome) = root.get("reserved_outcome").filter(|outcome| !outcome.is_null()) {
        reading.warning(&start(outcome), "`reserved_outcome` is passed over; `reserved_value` counts");
    }
    (reading.error_count() == before).then_some(brief)
}

/// That a party accepts nothing: a reserved value of infinity.
fn nothing(party: &PartyId) -> RedLine {
    RedLine {
        party: party.clone(),
        never: Condition::All(Vec::new()),
        standing: Standing::Told,
        provenance: Provenance {
            by: None,
            on: None,
            until: None,
            source: None,
            also: Vec::new(),
            publicity: Publicity::Caucus(party.clone()),
            text: Some("its reserved value is infinite: it accepts nothing".to_owned()),
        },
    }
}

fn points(reading: &mut Reading<'_>, node: &Node, issues: &[Known]) -> Option<(Points, Option<Number>)> {
    let class = reading.class_of(node, "this utility function")?.to_owned();
    let known =
        |more: &[&'static str]| GENERAL.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    match class.as_str() {
        "LinearAdditiveUtilityFunction" | "LinearUtilityAggregationFunction" => {
            reading.asked_for(node, &known(&["values", "weights", "bias"]));
            Some((sum(reading, node, issues, node.get("values"))?, None))
        }
        "LinearUtilityFunction" | "AffineUtilityFunction" => {
            reading.asked_for(node, &known(&["weights", "bias"]));
            Some((sum(reading, node, issues, None)?, None))
        }
        "ConstUtilityFunction" => {
            reading.asked_for(node, &known(&["value"]));
            let value = reading.member(node, "value")?;
            let constant = reading.number_of(value, "`value`")?;
            Some((Points { constant: Some(constant), ..Points::default() }, None))
        }
        "ExpDiscountedUFun" => {
            reading.asked_for(node, &known(&["ufun", "discount", "factor", "dynamic_reservation"]));
            let inner = reading.member(node, "ufun")?;
            let (points, _) = points(reading, inner, issues)?;
            let discount = reading.number_or(node, "discount", Number::one())?;
            if discount.is_negative() || discount > Number::one() {
                reading.warning(
                    &start(node),
                    format!("a discount of {discount} is not between 0 and 1 and is ignored"),
                );
                return Some((points, None));
            }
            Some((
                points,
                Some(discount).filter(|discount| !discount.is_zero() && *discount != Number::one()),
            ))
        }
        other => {
            reading.error(&start(node), format!("a utility function of type `{}` is not read", short(other)));
            reading.advise(format!("those that are read are {READ}"));
            None
        }
    }
}

/// A bias and a weighted sum over the issues; without `values` every number counts as itself.
fn sum(reading: &mut Reading<'_>, node: &Node, issues: &[Known], values: Option<&Node>) -> Option<Points> {
    let before = reading.error_count();
    let weights = node.get("weights").filter(|weights| !weights.is_null());
    for (stated, what) in [(values, "values"), (weights, "weights")] {
        let Some(stated) = stated else { continue };
        count(reading, stated, what, issues)?;
    }
    let mut points = Points::default();
    for (index, of) in issues.iter().enumerate() {
        let weight = match weights.map(|weights| entry(weights, index, of)) {
            Some(Some(weight)) => reading.number_of(weight, &format!("the weight of `{}`", of.issue.id)),
            // NegMAS takes 1 for a weight that is not there.
            _ => Some(Number::one()),
        };
        let values = match values.map(|values| (values, entry(values, index, of))) {
            Some((_, Some(stated))) => value_fun::values(reading, stated, of),
            Some((values, None)) => value_fun::identity(reading, values, of),
            None => value_fun::identity(reading, node, of),
        };
        let (Some(weight), Some(values)) = (weight, values) else { continue };
        points.issues.insert(of.issue.id.clone(), scenario::floating(upright(weight, values)).0);
    }
    let bias = reading.number_or(node, "bias", Number::zero())?;
    points.constant = Some(bias).filter(|bias| !bias.is_zero());
    (reading.error_count() == before).then_some(points)
}

/// What stands for an issue: by place in a list, by name in a mapping.
fn entry<'n>(stated: &'n Node, index: usize, of: &Known) -> Option<&'n Node> {
    match &stated.value {
        Value::List(nodes) => nodes.get(index),
        _ => stated.get(of.issue.id.as_str()),
    }
}

/// A list has one entry an issue; a mapping names issues that there are.
fn count(reading: &mut Reading<'_>, stated: &Node, what: &str, issues: &[Known]) -> Option<()> {
    if let Value::List(nodes) = &stated.value {
        if nodes.len() == issues.len() {
            return Some(());
        }
        let message = format!("`{what}` has {} entries for {} issues", nodes.len(), issues.len());
        reading.error(&start(stated), message);
        return None;
    }
    let before = reading.error_count();
    for member in reading.object(stated, &format!("`{what}`"))? {
        if !issues.iter().any(|of| of.issue.id.as_str() == member.key) {
            reading.error(
                &member.key_span,
                format!("`{}` is no issue of the outcome space", short(&member.key)),
            );
        }
    }
    (reading.error_count() == before).then_some(())
}

/// A weight below zero turns the points around instead: the model has none.
fn upright(weight: Number, values: IssueValues) -> IssuePoints {
    if !weight.is_negative() {
        return IssuePoints { weight, values, left_open: None };
    }
    let turned = |value: Number| &Number::zero() - &value;
    let values = match values {
        IssueValues::Options(values) => {
            IssueValues::Options(values.into_iter().map(|(option, value)| (option, turned(value))).collect())
        }
        IssueValues::Curve(curve) => {
            IssueValues::Curve(curve.into_iter().map(|(x, y)| (x, turned(y))).collect())
        }
    };
    IssuePoints { weight: turned(weight), values, left_open: None }
}
