//! Reading a brief.

use super::case::rows;
use super::condition::unreadable;
use super::fields::{Diagnostics, Fields, FromToml, Value};
use super::statement::Home;
use super::words;
use mediant_model::brief::{
    IssuePoints, IssueValues, Points, Ranking, ReservationDefault, StatedInteraction,
};
use mediant_model::statement::ReservationValue;
use mediant_model::{Brief, IssueId, Number, OptionId, PartyId};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// The brief that a file's top table describes, as far as it can be read.
pub(super) fn brief(fields: Fields<'_, '_>) -> Brief {
    let party: PartyId = fields.id("party");
    let home = Home::BriefOf(&party);
    let usual = Brief::empty(party.clone()).reservation_default;
    let brief = Brief {
        case: fields.optional("case"),
        interests: rows(&fields, "interests", "an interest", |row| home.interest(row)),
        red_lines: rows(&fields, "red_lines", "a red line", |row| home.red_line(row)),
        preconditions: rows(&fields, "preconditions", "a precondition", |row| home.precondition(row)),
        linkages: rows(&fields, "linkages", "a linkage", |row| home.linkage(row)),
        alternatives: rows(&fields, "alternatives", "an alternative", |row| home.alternative(row)),
        ranking: ranking(&fields),
        points: points(&fields),
        reservations: rows(&fields, "reservation", "a walk-away value", reservation),
        reservation_default: fields
            .word::<ReservationDefault>("reservation_default", words::RESERVATION_DEFAULT)
            .unwrap_or(usual),
        discount: fields.optional("discount"),
        party,
    };
    fields.close();
    brief
}

/// One tier of a ranking: a name, or several that are equal.
struct Tier<T>(Vec<T>);

impl<T: FromToml> FromToml for Tier<T> {
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        Vec::from_toml(value, problems).map(Self)
    }
}

fn tiers<T: FromToml>(value: &Value<'_>, problems: &Diagnostics<'_>) -> Vec<Vec<T>> {
    let tiers: Vec<Tier<T>> = Vec::from_toml(value, problems).unwrap_or_default();
    tiers.into_iter().map(|tier| tier.0).collect()
}

fn ranking(top: &Fields<'_, '_>) -> Option<Ranking> {
    let problems = top.problems();
    let importance = top.value("importance");
    if importance.is_none() && top.value("ranking").is_none() {
        return None;
    }
    let ranked = top.named("ranking").into_iter();
    Some(Ranking {
        options: ranked.map(|(issue, _, value)| (IssueId::new(issue), tiers(value, problems))).collect(),
        importance: importance.map(|value| tiers(value, problems)).unwrap_or_default(),
    })
}

fn points(top: &Fields<'_, '_>) -> Option<Points> {
    let stated = ["points", "interactions", "constant", "cap"].map(|key| top.value(key).is_some());
    let problems = top.problems();
    let issues = top.named("points").into_iter().filter_map(|(issue, _, value)| {
        Some((IssueId::new(issue), issue_points(Fields::new(value, "the points of an issue", problems)?)))
    });
    let points = Points {
        issues: issues.collect(),
        interactions: rows(top, "interactions", "an interaction", interaction),
        constant: top.optional("constant"),
        cap: top.optional("cap"),
    };
    stated.contains(&true).then_some(points)
}

fn issue_points(fields: Fields<'_, '_>) -> IssuePoints {
    let (options, curve) = (fields.value("options"), fields.value("curve"));
    if options.is_some() == curve.is_some() {
        let message = match options {
            Some(_) => "the points of an issue have both `options` and a `curve`",
            None => "the points of an issue lack `options` or a `curve`",
        };
        let help = "write `options = { a = 10, b = 0 }`, or for a range `curve = [[0, 0], [100, 1]]`";
        fields.problems().error_help(fields.span(), message, help);
    }
    let values = match (options, curve) {
        (None, Some(curve)) => IssueValues::Curve(curve_points(curve, fields.problems())),
        (Some(options), _) => IssueValues::Options(option_points(options, fields.problems())),
        (None, None) => IssueValues::Options(BTreeMap::new()),
    };
    let points = IssuePoints {
        weight: fields.optional("weight").unwrap_or_else(Number::one),
        values,
        left_open: fields.optional("left_open"),
    };
    fields.close();
    points
}

fn option_points(value: &Value<'_>, problems: &Diagnostics<'_>) -> BTreeMap<OptionId, Number> {
    let Some(fields) = Fields::new(value, "the points of options", problems) else { return BTreeMap::new() };
    let read = fields.entries().map(|(option, _, value)| {
        let points = Number::from_toml(value, problems).unwrap_or_else(Number::zero);
        (OptionId::new(option), points)
    });
    read.collect()
}

/// A point of a curve: `[value, points]`.
struct CurvePoint(Number, Number);

impl FromToml for CurvePoint {
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        if let DeValue::Array(pair) = value.get_ref()
            && let [x, y] = pair.iter().collect::<Vec<_>>().as_slice()
        {
            return Some(Self(Number::from_toml(x, problems)?, Number::from_toml(y, problems)?));
        }
        problems.error(value.span(), "expected a pair `[value, points]`");
        None
    }
}

fn curve_points(value: &Value<'_>, problems: &Diagnostics<'_>) -> Vec<(Number, Number)> {
    let points: Vec<CurvePoint> = Vec::from_toml(value, problems).unwrap_or_default();
    points.into_iter().map(|CurvePoint(x, y)| (x, y)).collect()
}

fn interaction(fields: Fields<'_, '_>) -> StatedInteraction {
    let interaction = StatedInteraction {
        when: fields.required("when").unwrap_or_else(unreadable),
        points: fields.required("points").unwrap_or_else(Number::zero),
        text: fields.optional("text"),
    };
    fields.close();
    interaction
}

fn reservation(fields: Fields<'_, '_>) -> ReservationValue {
    let (value, range) = (fields.value("value"), fields.value("range"));
    if value.is_some() == range.is_some() {
        let message = match value {
            Some(_) => "a walk-away value has both `value` and `range`",
            None => "a walk-away value lacks `value` or `range`",
        };
        fields.problems().error_help(fields.span(), message, "write `value = 50`, or `range = [40, 60]`");
    }
    let read = |value: &Value<'_>| Number::from_toml(value, fields.problems());
    let ends = match (value, range) {
        (Some(value), _) => read(value).map(|number| (number.clone(), number)),
        (None, Some(range)) => {
            CurvePoint::from_toml(range, fields.problems()).map(|CurvePoint(low, high)| (low, high))
        }
        (None, None) => None,
    };
    let (low, high) = ends.unwrap_or_else(|| (Number::zero(), Number::zero()));
    let stated =
        ReservationValue { from: fields.optional("from"), low, high, because: fields.optional("because") };
    fields.close();
    stated
}
