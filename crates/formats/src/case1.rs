//! `case/1` JSON: published cases with their numbers in one file.
//!
//! Two kinds are read: `discrete-additive` (points per option, optional weights, reservation, a rule of
//! quorum and vetoes) and `barter` between two parties (each good is given or kept; utilities are gains
//! over keeping everything). What else the file holds (results, provenance, verification) is left alone.

use crate::convert::{Converted, FileNames};
use crate::json::{JsonFile, Member, Node, Output};
use crate::negotiation::{Negotiation, ReadResult};
use crate::reading::Reading;
use crate::reduction::{Decimals, Reduced, ReducedIssue, ReducedParty, reduce};
use crate::scenario;
use mediant_model::brief::{IssuePoints, IssueValues};
use mediant_model::issue::IssueOption;
use mediant_model::{
    AgreementRule, Brief, Case, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyId, Quorum,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Whether a document says that it is a case of this family, whatever its version.
pub(crate) fn is_case(root: &Node) -> bool {
    root.get("schema").and_then(Node::as_text).is_some_and(|schema| schema.starts_with("case/"))
}

/// Reads a case with the preferences in it.
///
/// # Errors
/// Everything wrong in the file; a version or kind that is not read.
pub(crate) fn read(file: JsonFile<'_>) -> ReadResult {
    let root = file.root;
    let mut reading = Reading::new(file.source);
    let negotiation = negotiation(&mut reading, &root).unwrap_or_default();
    scenario::result(negotiation, reading.found)
}

fn negotiation(reading: &mut Reading<'_>, root: &Node) -> Option<Negotiation> {
    let schema = reading.member(root, "schema")?;
    if schema.as_text() != Some("case/1") {
        reading.error(&schema.span, "only version `case/1` is read");
        return None;
    }
    let kind = reading.member(root, "kind")?;
    let parties = parties(reading, root)?;
    let text = |key: &str| root.get(key).and_then(Node::as_text).map(str::to_owned);
    let mut case = Case { id: text("id"), parties, ..Case::default() };
    case.title = text("title").or_else(|| case.id.clone()).unwrap_or_else(|| "negotiation".to_owned());
    let briefs = match kind.as_text() {
        Some("discrete-additive") => additive(reading, root, &mut case)?,
        Some("barter") => barter(reading, root, &mut case)?,
        _ => {
            let named = kind.as_text().unwrap_or("something else");
            reading.error(&kind.span, format!("a case of kind `{named}` is not read"));
            reading.advise("the kinds that are read are `discrete-additive` and `barter`");
            return None;
        }
    };
    Some(Negotiation { case, briefs, notes: Vec::new() })
}

/// The first character of a value that may be long.
fn start(node: &Node) -> Range<usize> {
    node.span.start..node.span.start + 1
}

/// The objects of a list, each with its `id`, which is there once.
fn identified<'n>(reading: &mut Reading<'_>, node: &'n Node, what: &str) -> Option<Vec<(&'n str, &'n Node)>> {
    let before = reading.error_count();
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for entry in reading.list(node, &format!("the list of {what}s"))? {
        let Some(id) = reading.member(entry, "id") else { continue };
        let Some(text) = reading.text_of(id, "an id") else { continue };
        if !known.insert(text) {
            reading.error(&id.span, format!("{what} `{text}` is there twice"));
        }
        all.push((text, entry));
    }
    if all.is_empty() && reading.error_count() == before {
        reading.error(&start(node), format!("there is no {what}"));
    }
    (reading.error_count() == before).then_some(all)
}

fn name_of(entry: &Node, key: &str, id: &str) -> String {
    entry.get(key).and_then(Node::as_text).unwrap_or(id).to_owned()
}

fn parties(reading: &mut Reading<'_>, root: &Node) -> Option<Vec<Party>> {
    let node = reading.member(root, "parties")?;
    let entries = identified(reading, node, "party")?;
    let party = |(id, entry): (&str, &Node)| scenario::party(PartyId::new(id), &name_of(entry, "name", id));
    Some(entries.into_iter().map(party).collect())
}

fn additive(reading: &mut Reading<'_>, root: &Node, case: &mut Case) -> Option<Vec<Brief>> {
    let issues = reading.member(root, "issues")?;
    for (id, entry) in identified(reading, issues, "issue")? {
        let options = reading.member(entry, "options")?;
        let options = identified(reading, options, "option")?;
        let option = |(id, entry): (&str, &Node)| IssueOption {
            id: OptionId::new(id),
            name: name_of(entry, "label", id),
        };
        let kind = IssueKind::Discrete(options.into_iter().map(option).collect());
        case.issues.push(Issue { id: IssueId::new(id), name: name_of(entry, "name", id), kind });
    }
    if let Some(rule) = root.get("rule") {
        case.agreement = self::rule(reading, rule, case)?;
    }
    let preferences = reading.member(root, "preferences")?;
    let before = reading.error_count();
    let mut briefs = Vec::new();
    for member in reading.object(preferences, "`preferences`")? {
        if case.parties.iter().any(|party| party.id.as_str() == member.key) {
            briefs.extend(brief(reading, member, case));
        } else {
            reading.error(&member.key_span, format!("`{}` is no party of the case", member.key));
        }
    }
    for party in &case.parties {
        if preferences.get(party.id.as_str()).is_none() {
            reading.warning(&start(preferences), format!("there are no preferences of `{}`", party.id));
        }
    }
    briefs.sort_by_key(|brief| case.parties.iter().position(|party| party.id == brief.party));
    (reading.error_count() == before).then_some(briefs)
}

fn rule(reading: &mut Reading<'_>, node: &Node, case: &Case) -> Option<AgreementRule> {
    let mut rule = AgreementRule::default();
    if let Some(quorum) = node.get("quorum") {
        let number = reading.number_of(quorum, "`quorum`")?;
        let count = (1..=case.parties.len()).find(|count| number == Number::from(*count as i64));
        let Some(count) = count else {
            let message = format!("a quorum of {number} cannot be met by {} parties", case.parties.len());
            reading.error(&quorum.span, message);
            return None;
        };
        if count < case.parties.len() {
            rule.quorum = Quorum::AtLeast(count);
        }
    }
    if let Some(veto) = node.get("veto") {
        for entry in reading.list(veto, "`veto`")? {
            let id = PartyId::new(reading.text_of(entry, "a veto holder")?);
            if !case.parties.iter().any(|party| party.id == id) {
                reading.error(&entry.span, format!("`{id}` is no party of the case"));
                return None;
            }
            rule.veto.push(id);
        }
    }
    Some(rule)
}

fn brief(reading: &mut Reading<'_>, member: &Member, case: &Case) -> Option<Brief> {
    let node = &member.node;
    let values = reading.member(node, "values")?;
    let weights = node.get("weights");
    let before = reading.error_count();
    for (key, what) in [(Some(values), "values"), (weights, "weights")] {
        let Some(key) = key else { continue };
        for stated in reading.object(key, &format!("`{what}`"))? {
            if !case.issues.iter().any(|issue| issue.id.as_str() == stated.key) {
                reading.error(&stated.key_span, format!("`{}` is no issue of the case", stated.key));
            }
        }
    }
    let mut issues = BTreeMap::new();
    for issue in &case.issues {
        let Some(node) = values.get(issue.id.as_str()) else {
            reading
                .error(&start(values), format!("`{}` gives no values for issue `{}`", member.key, issue.id));
            continue;
        };
        let weight = match weights {
            None => Some(Number::one()),
            Some(weights) => match weights.get(issue.id.as_str()) {
                Some(weight) => reading.number_of(weight, "a weight"),
                None => {
                    reading.error(&start(weights), format!("issue `{}` has no weight", issue.id));
                    None
                }
            },
        };
        let (Some(values), Some(weight)) = (of_issue(reading, node, issue), weight) else { continue };
        issues.insert(issue.id.clone(), IssuePoints { weight, values, left_open: None });
    }
    let reservation = match node.get("reservation") {
        Some(node) => Some(reading.number_of(node, "`reservation`")?),
        None => None,
    };
    (reading.error_count() == before).then(|| scenario::brief(PartyId::new(&member.key), issues, reservation))
}

fn of_issue(reading: &mut Reading<'_>, node: &Node, issue: &Issue) -> Option<IssueValues> {
    let before = reading.error_count();
    let known = issue.option_ids();
    let mut values = BTreeMap::new();
    for member in reading.object(node, "the values of an issue")? {
        let option = OptionId::new(&member.key);
        if !issue.has_option(&option) {
            reading.error(&member.key_span, format!("`{option}` is no option of issue `{}`", issue.id));
        } else if let Some(value) = reading.number_of(&member.node, "a value") {
            values.insert(option, value);
        }
    }
    if let Some(missing) = known.iter().find(|option| !values.contains_key(option))
        && reading.error_count() == before
    {
        reading.error(&start(node), format!("option `{missing}` of issue `{}` has no value", issue.id));
    }
    (reading.error_count() == before).then_some(IssueValues::Options(values))
}

/// Every good an issue: its owner keeps it or gives it to the other party.
fn barter(reading: &mut Reading<'_>, root: &Node, case: &mut Case) -> Option<Vec<Brief>> {
    let goods = reading.member(root, "goods")?;
    let parties: Vec<PartyId> = case.parties.iter().map(|party| party.id.clone()).collect();
    let [first, second] = parties.as_slice() else {
        let node = root.get("parties").unwrap_or(root);
        reading.error(&start(node), "a barter is read between two parties only");
        return None;
    };
    let before = reading.error_count();
    let mut gains: BTreeMap<&PartyId, BTreeMap<IssueId, IssuePoints>> = BTreeMap::new();
    for (id, entry) in identified(reading, goods, "good")? {
        let Some(owner_node) = reading.member(entry, "owner") else { continue };
        let owner = match reading.text_of(owner_node, "an owner") {
            Some(text) if text == first.as_str() => first,
            Some(text) if text == second.as_str() => second,
            Some(text) => {
                reading.error(&owner_node.span, format!("`{text}` is no party of the case"));
                continue;
            }
            None => continue,
        };
        let other = if owner == first { second } else { first };
        let option = |id: &str, name: String| IssueOption { id: OptionId::new(id), name };
        let options = vec![
            option("keep", format!("{owner} keeps it")),
            option("give", format!("{owner} gives it to {other}")),
        ];
        let issue = IssueId::new(id);
        case.issues.push(Issue {
            id: issue.clone(),
            name: name_of(entry, "name", id),
            kind: IssueKind::Discrete(options),
        });
        let Some(utilities) = reading.member(entry, "utility") else { continue };
        for party in [first, second] {
            let Some(node) = reading.member(utilities, party.as_str()) else { continue };
            let Some(utility) = reading.number_of(node, "a utility") else { continue };
            let gain = if party == owner { &Number::zero() - &utility } else { utility };
            let values = [(OptionId::new("keep"), Number::zero()), (OptionId::new("give"), gain)];
            let values = IssueValues::Options(values.into_iter().collect());
            let points = IssuePoints { weight: Number::one(), values, left_open: None };
            gains.entry(party).or_default().insert(issue.clone(), points);
        }
    }
    let mut briefs = Vec::new();
    for party in [first, second] {
        let stated = root.get("disagreement").and_then(|node| node.get(party.as_str()));
        let reservation = match stated {
            Some(node) => Some(reading.number_of(node, "a disagreement value")?),
            None => None,
        };
        briefs.push(scenario::brief(party.clone(), gains.remove(party).unwrap_or_default(), reservation));
    }
    (reading.error_count() == before).then_some(briefs)
}

/// Writes the case with its briefs as one file.
pub(crate) fn write(case: &Case, briefs: &[Brief]) -> Converted {
    let Reduced { title, issues, mut parties, mut losses } = reduce(case, briefs);
    for issue in issues.iter().filter(|issue| issue.grid.is_some()) {
        losses.push(format!("the values of the range `{}` become named options", issue.id));
    }
    let mut preferences = Vec::new();
    for party in &mut parties {
        party.drop_interactions(&mut losses);
        party.drop_cap(&mut losses);
        party.drop_constant(&mut losses);
        if party.discount.is_some() {
            losses.push(format!("the discount of `{}` is left out", party.id));
        }
        let mut decimals = Decimals::default();
        preferences.push((party.id.as_str().to_owned(), preferences_of(&issues, party, &mut decimals)));
        losses.extend(decimals.loss(&party.id));
    }
    let identified = |id: &str, key: &str, name: &str| {
        Output::object([("id", Output::text(id)), (key, Output::text(name))])
    };
    let negotiating =
        case.negotiating_parties().map(|party| identified(party.id.as_str(), "name", &party.name));
    let mut members = vec![
        ("schema", Output::text("case/1")),
        ("id", Output::text(case.id.as_deref().unwrap_or(&title))),
        ("title", Output::text(&title)),
        ("kind", Output::text("discrete-additive")),
        ("parties", Output::List(negotiating.collect())),
        ("issues", Output::List(issues.iter().map(issue_of).collect())),
        ("preferences", Output::Object(preferences)),
    ];
    members.extend(rule_of(&case.agreement, case.negotiating_parties().count()).map(|rule| ("rule", rule)));
    let name = FileNames::new("json").of(case.id.as_deref().unwrap_or("case"));
    Converted { files: vec![(name, Output::object(members).document())], losses }
}

fn issue_of(issue: &ReducedIssue) -> Output {
    let option = |(id, name): &(OptionId, String)| {
        Output::object([("id", Output::text(id.as_str())), ("label", Output::text(name))])
    };
    Output::object([
        ("id", Output::text(issue.id.as_str())),
        ("name", Output::text(&issue.name)),
        ("options", Output::List(issue.options.iter().map(option).collect())),
    ])
}

fn preferences_of(issues: &[ReducedIssue], party: &ReducedParty, decimals: &mut Decimals) -> Output {
    let mut members = Vec::new();
    if party.weights.iter().any(|weight| *weight != Number::one()) {
        let weight = |(issue, weight): (&ReducedIssue, &Number)| {
            (issue.id.as_str().to_owned(), Output::Number(decimals.text(weight)))
        };
        members.push(("weights", Output::Object(issues.iter().zip(&party.weights).map(weight).collect())));
    }
    let mut values = Vec::new();
    for (issue, of_options) in issues.iter().zip(&party.values) {
        let options = issue.options.iter().zip(of_options);
        let options = options.map(|((id, _), value)| (id.as_str(), Output::Number(decimals.text(value))));
        values.push((issue.id.as_str(), Output::object(options)));
    }
    members.push(("values", Output::object(values)));
    if let Some(reservation) = decimals.walk_away(party) {
        members.push(("reservation", Output::Number(reservation.to_string())));
    }
    Output::object(members)
}

fn rule_of(rule: &AgreementRule, party_count: usize) -> Option<Output> {
    if *rule == AgreementRule::default() {
        return None;
    }
    let veto = rule.veto.iter().map(|party| Output::text(party.as_str())).collect();
    let quorum = Output::Number(rule.acceptances(party_count).to_string());
    Some(Output::object([("quorum", quorum), ("veto", Output::List(veto))]))
}
