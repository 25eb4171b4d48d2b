//! A brief from the fields of its form. The names of the fields stand in [`super::told`].

mod gone;

pub use gone::{Gone, gone};

use super::conditions::{read_issues, read_tiers};
use super::names::Names;
use super::numbers::{number_of, pairs_of};
use super::row::{Row, RowOf, at};
use super::told::{Fields, options_of};
use crate::form::{FormError, key};
use mediant_model::brief::{
    IssuePoints, IssueValues, Points, Ranking, ReservationDefault, StatedInteraction,
};
use mediant_model::issue::Range;
use mediant_model::statement::{
    Alternative, Interest, Linkage, Precondition, Provenance, Publicity, RedLine, ReservationValue, Standing,
    Trend,
};
use mediant_model::{Brief, Condition, Issue, IssueId, IssueKind, Number, OptionId, PartyId};
use mediant_words::say;
use std::collections::{BTreeMap, BTreeSet};

/// A brief as its form says it.
pub struct Composed {
    /// The brief.
    pub brief: Brief,
    /// What the fields say of issues and options that are not on the table any more: it is in no brief.
    pub gone: Vec<Gone>,
}

/// The brief that the fields describe; `base` says whose it is, and for which case.
///
/// # Errors
/// A field that cannot be read, or an issue with points for some of its options alone.
pub fn composed(base: Brief, names: &Names<'_>, fields: &Fields) -> Result<Composed, FormError> {
    let form = Given::new(names, &base.party, fields);
    let mut brief = Brief::empty(base.party.clone());
    brief.case = base.case;
    let mut points = Points::default();
    let mut ranking = Ranking::default();
    for issue in names.disclosed() {
        form.points_of(issue, &mut points)?;
        form.order_of(issue, &mut ranking)?;
        form.lines_on(issue, &mut brief.red_lines)?;
    }
    form.importance(&mut ranking)?;
    form.conditions(&mut brief, &mut points)?;
    form.without_a_deal(&mut brief)?;
    points.constant = form.number("constant")?;
    points.cap = form.number("cap")?;
    let counts = form.has("counts") || points != Points::default();
    brief.points = counts.then_some(points);
    brief.ranking = Some(ranking).filter(|ranking| *ranking != Ranking::default());
    Ok(Composed { brief, gone: gone(names, fields) })
}

/// What stands in the fields, without the empty ones.
pub(super) struct Given<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) party: &'a PartyId,
    by_name: BTreeMap<&'a str, String>,
    settled: Vec<IssueId>,
}

impl<'a> Given<'a> {
    fn new(names: &'a Names<'a>, party: &'a PartyId, fields: &'a Fields) -> Self {
        // Browsers end lines with two characters.
        let read = |value: &str| value.trim().replace("\r\n", "\n");
        let mut settled = Vec::new();
        let mut by_name = BTreeMap::new();
        for (name, value) in fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let name = name.rsplit_once(':').map_or(name.as_str(), |(name, _)| name);
            if name == "settled[]" {
                settled.push(IssueId::new(read(value)));
            } else {
                by_name.insert(name, read(value));
            }
        }
        Self { names, party, by_name, settled }
    }

    fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    fn number(&self, name: &str) -> Result<Option<Number>, FormError> {
        self.text(name)
            .map(|text| number_of(text).map_err(|why| at(name, why.said(self.names.language))))
            .transpose()
    }

    /// The rows of a list in which something stands, in order. A fault in one is told by its place among them.
    fn rows(&self, list: &str) -> Vec<Row> {
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for (name, value) in &self.by_name {
            let found = name.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.split_once("]."));
            if let Some((Ok(number), field)) = found.map(|(number, field)| (number.parse(), field)) {
                rows.entry(number).or_default().insert(field.to_owned(), value.clone());
            }
        }
        rows.into_values().collect()
    }

    fn points_of(&self, issue: &Issue, points: &mut Points) -> Result<(), FormError> {
        let path = key(issue.id.as_str());
        let values = match &issue.kind {
            IssueKind::Discrete(options) => {
                let mut of = BTreeMap::new();
                let mut missing = None;
                for option in options {
                    let name = format!("points.{path}.{}", key(option.id.as_str()));
                    match self.number(&name)? {
                        Some(points) => drop(of.insert(option.id.clone(), points)),
                        None => drop(missing.get_or_insert(name)),
                    }
                }
                if let Some(name) = missing.filter(|_| !of.is_empty()) {
                    return Err(at(
                        &name,
                        say!(self.names, brief_faults.some_options_have_points, issue = issue.name),
                    ));
                }
                (!of.is_empty()).then_some(IssueValues::Options(of))
            }
            IssueKind::Range(range) => self.points_along(issue, range, &path)?,
            IssueKind::Withheld => None,
        };
        let weight = self.number(&format!("weight.{path}"))?.unwrap_or_else(Number::one);
        let left_open = self.number(&format!("left_open.{path}"))?;
        points
            .issues
            .extend(values.map(|values| (issue.id.clone(), IssuePoints { weight, values, left_open })));
        Ok(())
    }

    fn points_along(
        &self,
        issue: &Issue,
        range: &Range,
        path: &str,
    ) -> Result<Option<IssueValues>, FormError> {
        let corners = format!("corners.{path}");
        let mut between = match self.text(&corners) {
            Some(text) => pairs_of(text).map_err(|why| at(&corners, why.said(self.names.language)))?,
            None => Vec::new(),
        };
        if self.has(&format!("exact.{path}")) && !between.is_empty() {
            let of = between.into_iter().map(|(value, points)| (OptionId::new(value.to_string()), points));
            return Ok(Some(IssueValues::Options(of.collect())));
        }
        let ends = (self.number(&format!("low.{path}"))?, self.number(&format!("high.{path}"))?);
        match ends {
            (Some(low), Some(high)) => {
                between.insert(0, (range.min.clone(), low));
                between.push((range.max.clone(), high));
            }
            (None, None) => {}
            (low, _) => {
                let empty = if low.is_none() { "low" } else { "high" };
                let message = say!(self.names, brief_faults.points_at_one_end_alone, issue = issue.name);
                return Err(at(&format!("{empty}.{path}"), message));
            }
        }
        Ok((!between.is_empty()).then_some(IssueValues::Curve(between)))
    }

    fn order_of(&self, issue: &Issue, ranking: &mut Ranking) -> Result<(), FormError> {
        let path = key(issue.id.as_str());
        let tiers = if matches!(issue.kind, IssueKind::Range(_)) {
            let name = format!("order.{path}");
            let text = self.text(&name).unwrap_or_default();
            read_tiers(self.names, &issue.id, text).map_err(|why| at(&name, why))?
        } else {
            let mut tiers: BTreeMap<Number, Vec<OptionId>> = BTreeMap::new();
            for option in options_of(self.names, issue) {
                if let Some(rank) = self.number(&format!("rank.{path}.{}", key(option.as_str())))? {
                    tiers.entry(rank).or_default().push(option);
                }
            }
            tiers.into_values().collect()
        };
        if !tiers.is_empty() {
            ranking.options.insert(issue.id.clone(), tiers);
        }
        Ok(())
    }

    fn importance(&self, ranking: &mut Ranking) -> Result<(), FormError> {
        let mut tiers: BTreeMap<Number, Vec<IssueId>> = BTreeMap::new();
        for issue in self.names.disclosed() {
            if let Some(rank) = self.number(&format!("importance.{}", key(issue.id.as_str())))? {
                tiers.entry(rank).or_default().push(issue.id.clone());
            }
        }
        ranking.importance = tiers.into_values().collect();
        Ok(())
    }

    fn lines_on(&self, issue: &Issue, lines: &mut Vec<RedLine>) -> Result<(), FormError> {
        let path = key(issue.id.as_str());
        let ticked: Vec<OptionId> = options_of(self.names, issue)
            .into_iter()
            .filter(|option| self.has(&format!("never.{path}.{}", key(option.as_str()))))
            .collect();
        let mut line = |never: Condition, text: Option<&str>| {
            let provenance = Provenance { text: text.map(str::to_owned), ..self.own() };
            lines.push(RedLine { party: self.party.clone(), never, standing: Standing::Told, provenance });
        };
        if !ticked.is_empty() {
            line(Condition::Options(issue.id.clone(), ticked), self.text(&format!("why.{path}")));
        }
        if matches!(issue.kind, IssueKind::Range(_)) {
            if let Some(least) = self.number(&format!("least.{path}"))? {
                line(Condition::Between(issue.id.clone(), None, Some(least)), None);
            }
            if let Some(most) = self.number(&format!("most.{path}"))? {
                line(Condition::Between(issue.id.clone(), Some(most), None), None);
            }
        }
        Ok(())
    }

    fn own(&self) -> Provenance {
        Provenance::known_to(Publicity::Caucus(self.party.clone()))
    }

    fn conditions(&self, brief: &mut Brief, points: &mut Points) -> Result<(), FormError> {
        for (at, row) in self.rows("red").iter().enumerate() {
            let row = RowOf { form: self, list: "red", at, row };
            brief.red_lines.push(RedLine {
                party: self.party.clone(),
                never: row.condition("when")?,
                standing: row.standing()?,
                provenance: row.provenance()?,
            });
        }
        if !self.settled.is_empty() {
            let known: BTreeSet<&IssueId> = self.names.issues.iter().map(|issue| &issue.id).collect();
            let settled = self.settled.iter().filter(|issue| known.contains(issue)).cloned().collect();
            brief.preconditions.push(Precondition {
                party: self.party.clone(),
                settled,
                require: None,
                standing: Standing::Told,
                provenance: self.own(),
            });
        }
        for (at, row) in self.rows("required").iter().enumerate() {
            let row = RowOf { form: self, list: "required", at, row };
            let settled = row.text("settled").unwrap_or_default();
            let settled = read_issues(self.names, settled).map_err(|why| row.fault("settled", why))?;
            let require = if row.text("when").is_some() || settled.is_empty() {
                Some(row.condition("when")?)
            } else {
                None
            };
            brief.preconditions.push(Precondition {
                party: self.party.clone(),
                settled,
                require,
                standing: row.standing()?,
                provenance: row.provenance()?,
            });
        }
        for (at, row) in self.rows("link").iter().enumerate() {
            let row = RowOf { form: self, list: "link", at, row };
            brief.linkages.push(Linkage {
                party: Some(self.party.clone()),
                when: row.condition("when")?,
                then: row.condition("then")?,
                provenance: row.provenance()?,
            });
        }
        for (at, row) in self.rows("bonus").iter().enumerate() {
            let row = RowOf { form: self, list: "bonus", at, row };
            points.interactions.push(StatedInteraction {
                when: row.condition("when")?,
                points: row.needed_number("points")?,
                text: row.text("text").map(str::to_owned),
            });
        }
        Ok(())
    }

    fn without_a_deal(&self, brief: &mut Brief) -> Result<(), FormError> {
        for (at, row) in self.rows("interest").iter().enumerate() {
            let row = RowOf { form: self, list: "interest", at, row };
            brief.interests.push(Interest { party: self.party.clone(), provenance: row.provenance()? });
        }
        for (at, row) in self.rows("without").iter().enumerate() {
            let row = RowOf { form: self, list: "without", at, row };
            let trend = row.one_of(
                "trend",
                &[
                    ("improving", Trend::Improving),
                    ("worsening", Trend::Worsening),
                    ("steady", Trend::Steady),
                ],
            )?;
            let (party, provenance) = (self.party.clone(), row.provenance()?);
            brief.alternatives.push(Alternative { party, trend, provenance });
        }
        for (at, row) in self.rows("walk").iter().enumerate() {
            let row = RowOf { form: self, list: "walk", at, row };
            let low = row.needed_number("value")?;
            let high = row.number("up_to")?.unwrap_or_else(|| low.clone());
            if high < low {
                let message = say!(self.names, brief_faults.less_than_the_walk_away_value);
                return Err(row.fault("up_to", message));
            }
            let from = row.day("from")?;
            let because = row.text("because").map(str::to_owned);
            brief.reservations.push(ReservationValue { from, low, high, because });
        }
        brief.reservation_default = match self.text("default") {
            None => ReservationDefault::WorstPackage,
            Some("zero") => ReservationDefault::Zero,
            Some(_) => return Err(at("default", say!(self.names, form_faults.not_offered))),
        };
        brief.discount = self.number("discount")?;
        Ok(())
    }
}
