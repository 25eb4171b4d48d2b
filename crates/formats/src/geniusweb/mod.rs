//! GeniusWeb JSON: linear additive profiles, each with its domain inside (TU Delft's GeniusWeb; ANL).
//!
//! By `LinearAdditiveUtilitySpace` and `NumberValueSetUtilities` of its source: weights sum to exactly 1,
//! utilities of options lie in 0..1, a number's utility lies on a straight line and is rounded to eight
//! decimals, and a party accepts what is worth at least as much as its reservation bid. An issue on which
//! that bid is silent counts nothing in it; without a bid anything is acceptable.
//!
//! GeniusWeb for Python writes the same with the names of its classes (ANL 2022 and 2023): [`Spelling`].

mod write;

pub(crate) use write::write;

use crate::json::{self, JsonFile, Node, Value};
use crate::negotiation::{Negotiation, ReadResult};
use crate::reading::Reading;
use crate::scenario;
use mediant_model::brief::{IssuePoints, IssueValues};
use mediant_model::issue::Range;
use mediant_model::{Brief, Issue, IssueId, IssueKind, Number, OptionId, PartyId};
use std::collections::{BTreeMap, BTreeSet};

/// Utilities of numbers are rounded to this many decimals.
const DECIMALS: u32 = 8;
/// Numbers too long for exact integers keep this many decimals when a problem is compiled.
const DECIMALS_COMPILED: u32 = 12;
/// The profile this reader understands.
const LINEAR: &str = "LinearAdditiveUtilitySpace";

/// By which names the two GeniusWebs call an issue's utilities; both are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// `discreteutils` and `numberutils`, as GeniusWeb for Java writes.
    Java,
    /// `DiscreteValueSetUtilities` and `NumberValueSetUtilities`, as GeniusWeb for Python writes.
    Python,
}

impl Spelling {
    const ALL: [Self; 2] = [Self::Java, Self::Python];

    fn of_options(self) -> &'static str {
        match self {
            Self::Java => "discreteutils",
            Self::Python => "DiscreteValueSetUtilities",
        }
    }

    fn of_numbers(self) -> &'static str {
        match self {
            Self::Java => "numberutils",
            Self::Python => "NumberValueSetUtilities",
        }
    }
}

/// Whether a document is a GeniusWeb domain.
pub(crate) fn is_domain(root: &Node) -> bool {
    root.get("issuesValues").is_some()
}

/// Whether a document is a GeniusWeb profile, of a kind that is read or not.
pub(crate) fn is_profile(root: &Node) -> bool {
    let kinds = ["UtilitySpace", "Ordering", "Profile"];
    match root.members() {
        [only] => kinds.iter().any(|kind| only.key.ends_with(kind)) && only.node.get("domain").is_some(),
        _ => false,
    }
}

/// Reads profiles, and the domain file where there is one.
///
/// # Errors
/// Everything wrong in any of the files, and profiles of different domains.
pub(crate) fn read(domain: Option<JsonFile<'_>>, profiles: Vec<(PartyId, JsonFile<'_>)>) -> ReadResult {
    let mut found = Vec::new();
    let mut negotiation = Negotiation::default();
    let mut agreed: Option<(String, Domain)> = None;
    if let Some(file) = domain {
        let (name, root) = (file.source.name().to_owned(), file.root);
        let mut reading = Reading::new(file.source);
        agreed = self::domain(&mut reading, &root).map(|domain| (name, domain));
        found.append(&mut reading.found);
    }
    let mut parties = Vec::new();
    for (party, file) in profiles {
        let (name, root) = (file.source.name().to_owned(), file.root);
        let mut reading = Reading::new(file.source);
        if let Some((own, brief)) = profile(&mut reading, &root, &party) {
            match &agreed {
                Some((first, domain)) if *domain != own => {
                    let place = root.span.start..root.span.start + 1;
                    reading.error(&place, format!("the domain in this profile is not the one in `{first}`"));
                }
                Some(_) => {}
                None => agreed = Some((name, own)),
            }
            negotiation.briefs.push(brief);
        }
        parties.push(party);
        found.append(&mut reading.found);
    }
    if let Some((_, domain)) = agreed {
        negotiation.case = scenario::case(domain.name, parties.into_iter(), domain.issues);
    }
    scenario::result(negotiation, found)
}

/// A domain's name and issues. Equal when issues and options are, in whatever order.
struct Domain {
    name: String,
    issues: Vec<Issue>,
}

impl PartialEq for Domain {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |domain: &Self| -> BTreeMap<IssueId, BTreeSet<OptionId>> {
            let options = |issue: &Issue| issue.option_ids().into_iter().collect();
            domain.issues.iter().map(|issue| (issue.id.clone(), options(issue))).collect()
        };
        sorted(self) == sorted(other)
    }
}

fn domain(reading: &mut Reading<'_>, root: &Node) -> Option<Domain> {
    let name = root.get("name").and_then(Node::as_text).unwrap_or("negotiation").to_owned();
    let values = reading.member(root, "issuesValues")?;
    let members = reading.object(values, "`issuesValues`")?;
    let before = reading.error_count();
    let issues: Vec<Issue> =
        members.iter().filter_map(|member| issue(reading, &member.key, &member.node)).collect();
    if members.is_empty() {
        reading.error(&(values.span.start..values.span.start + 1), "this domain has no issue");
    }
    (reading.error_count() == before).then_some(Domain { name, issues })
}

fn issue(reading: &mut Reading<'_>, name: &str, node: &Node) -> Option<Issue> {
    let Some(range) = node.get("range") else {
        let list = reading.member(node, "values")?;
        let (mut options, mut known) = (Vec::new(), BTreeSet::new());
        for value in reading.list(list, "`values`")? {
            let option = reading.text_of(value, "an option")?.to_owned();
            if !known.insert(option.clone()) {
                reading.error(&value.span, format!("option `{option}` of issue `{name}` is there twice"));
                return None;
            }
            options.push(option);
        }
        if options.is_empty() {
            reading.error(&list.span, format!("issue `{name}` has no options"));
            return None;
        }
        return Some(scenario::discrete(name, &options));
    };
    let mut part = |key: &str| {
        let node = reading.member(range, key)?;
        decimal(reading, node, key)
    };
    let range_read = Range { min: part("low")?, max: part("high")?, step: part("step")?, unit: None };
    if range_read.grid().is_none() {
        reading.error(&range.span, format!("the range of issue `{name}` is empty or has too many values"));
        return None;
    }
    Some(scenario::range(name, range_read))
}

/// A number that GeniusWeb may also write as a text.
fn decimal(reading: &mut Reading<'_>, node: &Node, what: &str) -> Option<Number> {
    match &node.value {
        Value::Text(text) => match text.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                reading.error(&node.span, format!("`{what}` is `{text}`: {error}"));
                None
            }
        },
        _ => reading.number_of(node, &format!("`{what}`")),
    }
}

fn profile(reading: &mut Reading<'_>, root: &Node, party: &PartyId) -> Option<(Domain, Brief)> {
    let Some(space) = root.get(LINEAR) else {
        let (kind, place) =
            root.members().first().map(|m| (m.key.clone(), m.key_span.clone())).unwrap_or_default();
        reading.error(&place, format!("a profile of kind `{kind}` is not read"));
        reading.advise(format!("only `{LINEAR}` is"));
        return None;
    };
    let domain_node = reading.member(space, "domain")?;
    let domain = domain(reading, domain_node)?;
    let weights = weights(reading, space, &domain)?;
    let utilities = reading.member(space, "issueUtilities")?;
    let before = reading.error_count();
    let mut issues = BTreeMap::new();
    for issue in &domain.issues {
        let Some(node) = utilities.get(issue.id.as_str()) else {
            let place = utilities.span.start..utilities.span.start + 1;
            reading.error(&place, format!("issue `{}` has no utilities", issue.id));
            continue;
        };
        let (Some(values), Some(weight)) = (values(reading, node, issue), weights.get(&issue.id)) else {
            continue;
        };
        let points = IssuePoints { weight: weight.clone(), values, left_open: None };
        issues.insert(issue.id.clone(), scenario::floating(points).0);
    }
    let known = ["issueUtilities", "issueWeights", "domain", "name", "reservationBid"];
    for member in space.members().iter().filter(|member| !known.contains(&member.key.as_str())) {
        let message = format!("`{}` is not understood and is passed over", json::short(&member.key));
        reading.warning(&member.key_span, message);
    }
    for member in utilities.members() {
        if !domain.issues.iter().any(|issue| issue.id.as_str() == member.key) {
            reading.error(&member.key_span, format!("`{}` is no issue of the domain", member.key));
        }
    }
    let reservation = match space.get("reservationBid") {
        None | Some(Node { value: Value::Null, .. }) => None,
        Some(bid) => Some(utility_of_bid(reading, bid, &domain, &issues)?),
    };
    (reading.error_count() == before).then(|| (domain, scenario::brief(party.clone(), issues, reservation)))
}

/// The weights, which must be those of the domain's issues and sum to 1.
fn weights(reading: &mut Reading<'_>, space: &Node, domain: &Domain) -> Option<BTreeMap<IssueId, Number>> {
    let node = reading.member(space, "issueWeights")?;
    let place = node.span.start..node.span.start + 1;
    let before = reading.error_count();
    let mut weights = BTreeMap::new();
    let mut sum = Number::zero();
    for member in reading.object(node, "`issueWeights`")? {
        if !domain.issues.iter().any(|issue| issue.id.as_str() == member.key) {
            reading.error(&member.key_span, format!("`{}` is no issue of the domain", member.key));
            continue;
        }
        let Some(weight) = decimal(reading, &member.node, &member.key) else { continue };
        if weight.is_negative() {
            reading.error(&member.node.span, format!("the weight of `{}` is below zero", member.key));
        }
        sum = &sum + &weight;
        weights.insert(IssueId::new(&member.key), weight);
    }
    for issue in &domain.issues {
        if !weights.contains_key(&issue.id) && reading.error_count() == before {
            reading.error(&place, format!("issue `{}` has no weight", issue.id));
        }
    }
    if reading.error_count() == before && sum != Number::one() {
        reading.error(&place, format!("the weights sum to {sum}, not to 1"));
        reading.advise("GeniusWeb demands that they sum to exactly 1");
    }
    (reading.error_count() == before).then_some(weights)
}

fn values(reading: &mut Reading<'_>, node: &Node, issue: &Issue) -> Option<IssueValues> {
    let stated = |name: fn(Spelling) -> &'static str| {
        Spelling::ALL.iter().find_map(|spelling| node.get(name(*spelling)))
    };
    match &issue.kind {
        IssueKind::Range(range) => {
            let node = match stated(Spelling::of_numbers) {
                Some(node) => node,
                None => reading.member(node, Spelling::Java.of_numbers())?,
            };
            numbers(reading, node, issue, range)
        }
        _ => {
            let node = match stated(Spelling::of_options) {
                Some(node) => node,
                None => reading.member(node, Spelling::Java.of_options())?,
            };
            options(reading, node, issue)
        }
    }
}

fn options(reading: &mut Reading<'_>, node: &Node, issue: &Issue) -> Option<IssueValues> {
    let node = reading.member(node, "valueUtilities")?;
    let before = reading.error_count();
    let known = issue.option_ids();
    let mut values = BTreeMap::new();
    for member in reading.object(node, "`valueUtilities`")? {
        let option = OptionId::new(&member.key);
        if !issue.has_option(&option) {
            reading.error(&member.key_span, format!("`{option}` is no option of issue `{}`", issue.id));
        } else if let Some(value) = share(reading, &member.node, &member.key) {
            values.insert(option, value);
        }
    }
    if let Some(missing) = known.iter().find(|option| !values.contains_key(option))
        && reading.error_count() == before
    {
        let place = node.span.start..node.span.start + 1;
        reading.error(&place, format!("option `{missing}` of issue `{}` has no utility", issue.id));
    }
    (reading.error_count() == before).then_some(IssueValues::Options(values))
}

/// A utility, which must lie in 0..1.
fn share(reading: &mut Reading<'_>, node: &Node, what: &str) -> Option<Number> {
    let value = decimal(reading, node, what)?;
    if value.is_negative() || value > Number::one() {
        reading.error(&node.span, format!("the utility of `{what}` is {value}, outside 0..1"));
        return None;
    }
    Some(value)
}

/// Utilities on a straight line between the range's ends.
fn numbers(reading: &mut Reading<'_>, node: &Node, issue: &Issue, range: &Range) -> Option<IssueValues> {
    let mut end = |value_key: &str, utility_key: &str| {
        let value = reading.member(node, value_key)?;
        let utility = reading.member(node, utility_key)?;
        Some((decimal(reading, value, value_key)?, share(reading, utility, utility_key)?))
    };
    let (low, high) = (end("lowValue", "lowUtility")?, end("highValue", "highUtility")?);
    if low.0 != range.min || high.0 != range.max || high.0 <= low.0 {
        let message = format!("the utilities of issue `{}` do not span its range", issue.id);
        reading.error(&(node.span.start..node.span.start + 1), message);
        return None;
    }
    let curve = IssueValues::Curve(vec![low, high]);
    let grid = range.grid().unwrap_or_default();
    let exact = |point: &Number| curve.at(point).unwrap_or_else(Number::zero);
    if grid.iter().all(|point| exact(point) == exact(point).rounded(DECIMALS)) {
        return Some(curve);
    }
    let rounded = grid.iter().map(|point| (OptionId::new(point.to_string()), exact(point).rounded(DECIMALS)));
    Some(IssueValues::Options(rounded.collect()))
}

fn utility_of_bid(
    reading: &mut Reading<'_>,
    bid: &Node,
    domain: &Domain,
    issues: &BTreeMap<IssueId, IssuePoints>,
) -> Option<Number> {
    let values = reading.member(bid, "issuevalues")?;
    let (mut utility, mut rounded) = (Number::zero(), Number::zero());
    for member in reading.object(values, "`issuevalues`")? {
        let Some(issue) = domain.issues.iter().find(|issue| issue.id.as_str() == member.key) else {
            reading.error(&member.key_span, format!("`{}` is no issue of the domain", member.key));
            return None;
        };
        let points = issues.get(&issue.id)?;
        let value = match &issue.kind {
            IssueKind::Range(range) => {
                let number = decimal(reading, &member.node, &member.key)?;
                let on_grid = range.grid().unwrap_or_default().contains(&number);
                on_grid.then(|| points.values.at(&number)).flatten()
            }
            _ => points.values.of_option(&OptionId::new(reading.text_of(&member.node, "an option")?)),
        };
        let Some(value) = value else {
            reading.error(&member.node.span, format!("this is no option of issue `{}`", issue.id));
            return None;
        };
        let part = &points.weight * &value;
        utility = &utility + &part;
        rounded = &rounded + &part.rounded(DECIMALS_COMPILED);
    }
    // Where parts are so long that compiling rounds them, their sum must not end up below this value:
    // the reservation bid itself is acceptable.
    Some(utility.min(rounded))
}
