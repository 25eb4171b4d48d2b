//! Reading a case.

use super::fields::{Diagnostics, Fields, FromToml, Value};
use super::statement::Home;
use super::words;
use mediant_model::issue::{IssueOption, Range};
use mediant_model::party::{Faction, Mandate, MandateEnd, PersonRole};
use mediant_model::spelling::quoted;
use mediant_model::statement::Source;
use mediant_model::{
    AgreementRule, Case, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyId, PartyRole, Person,
    PersonId, Quorum, SourceId,
};
use toml::de::DeValue;

/// The case that a file's top table describes, as far as it can be read.
pub(super) fn case(fields: Fields<'_, '_>) -> Case {
    let problems = fields.problems();
    let home = Home::Case;
    let case = Case {
        id: fields.optional("id"),
        title: fields.required("title").unwrap_or_default(),
        as_of: fields.optional("as_of"),
        agreement: agreement(&fields),
        sources: named(&fields, "sources", |id, value| source(id, value, problems)),
        parties: named(&fields, "parties", |id, value| party(id, value, problems)),
        issues: named(&fields, "issues", |id, value| issue(id, value, problems)),
        positions: rows(&fields, "positions", "a position", |row| home.position(row)),
        interests: rows(&fields, "interests", "an interest", |row| home.interest(row)),
        red_lines: rows(&fields, "red_lines", "a red line", |row| home.red_line(row)),
        preconditions: rows(&fields, "preconditions", "a precondition", |row| home.precondition(row)),
        linkages: rows(&fields, "linkages", "a linkage", |row| home.linkage(row)),
        alternatives: rows(&fields, "alternatives", "an alternative", |row| home.alternative(row)),
        answers: rows(&fields, "answers", "an answer", |row| home.answer(row)),
        remarks: rows(&fields, "remarks", "a remark", |row| home.remark(row)),
        sessions: rows(&fields, "sessions", "a session", |row| home.session(row)),
        confidences: rows(&fields, "confidences", "a confidence", |row| home.confidence(row)),
        deadlines: rows(&fields, "deadlines", "a deadline", |row| home.deadline(row)),
    };
    fields.close();
    case
}

/// A list of tables, each read by `read`.
pub(super) fn rows<T>(
    fields: &Fields<'_, '_>,
    key: &'static str,
    what: &'static str,
    read: impl Fn(Fields<'_, '_>) -> T,
) -> Vec<T> {
    fields.rows(key, what).into_iter().map(read).collect()
}

fn named<'a, 't, T>(
    fields: &Fields<'a, 't>,
    key: &'static str,
    read: impl Fn(&str, &'a Value<'t>) -> Option<T>,
) -> Vec<T> {
    fields.named(key).into_iter().filter_map(|(id, _, value)| read(id, value)).collect()
}

fn agreement(top: &Fields<'_, '_>) -> AgreementRule {
    let usual = AgreementRule::default();
    let Some(fields) =
        top.value("agreement").and_then(|v| Fields::new(v, "the agreement rule", top.problems()))
    else {
        return usual;
    };
    let unanimous = fields.word("rule", &[("unanimity", true), ("quorum", false)]);
    let quorum: Option<usize> = fields.optional("quorum");
    if let (Some(true), Some(value)) = (unanimous, fields.value("quorum")) {
        let message = "`quorum` contradicts `rule = \"unanimity\"`";
        fields.problems().error_help(value.span(), message, "leave out one of the two");
    }
    if unanimous == Some(false) && fields.value("quorum").is_none() {
        fields.missing("quorum");
    }
    let rule = AgreementRule {
        quorum: quorum.map_or(Quorum::Unanimity, Quorum::AtLeast),
        veto: fields.list("veto"),
        nothing_until_everything: fields
            .optional("nothing_until_everything")
            .unwrap_or(usual.nothing_until_everything),
        partial: fields.optional("partial").unwrap_or(usual.partial),
    };
    fields.close();
    rule
}

fn source(id: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Source> {
    let fields = Fields::new(value, "a source", problems)?;
    let source = Source {
        id: SourceId::new(id),
        title: fields.optional("title").unwrap_or_else(|| id.to_owned()),
        date: fields.optional("date"),
        url: fields.optional("url"),
        sha256: fields.optional("sha256"),
    };
    fields.close();
    Some(source)
}

fn party(id: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Party> {
    let fields = Fields::new(value, "a party", problems)?;
    let party = Party {
        id: PartyId::new(id),
        name: fields.optional("name").unwrap_or_else(|| id.to_owned()),
        role: fields.word("role", words::PARTY_ROLE).unwrap_or(PartyRole::Negotiating),
        people: named(&fields, "people", |id, value| person(id, value, problems)),
        factions: named(&fields, "factions", |id, value| faction(id, value, problems)),
    };
    fields.close();
    Some(party)
}

fn person(id: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Person> {
    let fields = Fields::new(value, "a person", problems)?;
    let person = Person {
        id: PersonId::new(id),
        name: fields.optional("name").unwrap_or_else(|| id.to_owned()),
        office: fields.optional("office"),
        role: fields.word("role", words::PERSON_ROLE).unwrap_or(PersonRole::Delegate),
        leads: fields.optional("leads").unwrap_or(false),
        faction: fields.optional("faction"),
        mandates: rows(&fields, "mandate", "a mandate", mandate),
    };
    fields.close();
    Some(person)
}

fn mandate(fields: Fields<'_, '_>) -> Mandate {
    let all = fields.value("issues").is_none_or(|value| value.get_ref().as_str() == Some("all"));
    let mandate = Mandate {
        issues: if all { None } else { fields.optional("issues") },
        from: fields.optional("from"),
        until: fields.optional("until"),
        ended: fields.optional("ended"),
        source: fields.optional("source"),
    };
    fields.close();
    mandate
}

impl FromToml for MandateEnd {
    /// A table with a day and a reason, or the day alone.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        if !value.get_ref().is_table() {
            return Some(Self { on: FromToml::from_toml(value, problems)?, reason: None });
        }
        let fields = Fields::new(value, "the end of a mandate", problems)?;
        let (on, reason) = (fields.required("on"), fields.optional("reason"));
        fields.close();
        Some(Self { on: on?, reason })
    }
}

fn faction(id: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Faction> {
    let fields = Fields::new(value, "a faction", problems)?;
    let faction = Faction {
        id: id.to_owned(),
        name: fields.optional("name").unwrap_or_else(|| id.to_owned()),
        veto: fields.optional("veto").unwrap_or(false),
    };
    fields.close();
    Some(faction)
}

fn issue(id: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Issue> {
    let fields = Fields::new(value, "an issue", problems)?;
    let name = fields.optional("name").unwrap_or_else(|| id.to_owned());
    let kind = issue_kind(id, &fields);
    fields.close();
    Some(Issue { id: IssueId::new(id), name, kind })
}

fn issue_kind(id: &str, fields: &Fields<'_, '_>) -> IssueKind {
    let ranged =
        ["min", "max", "step", "unit"].into_iter().filter(|key| fields.value(key).is_some()).count() > 0;
    let options = fields.value("options");
    let disclosed: Option<bool> = fields.optional("disclosed");
    let contradiction = match (options.is_some(), ranged, disclosed) {
        (true, true, _) => Some("both `options` and a range"),
        (true, _, Some(false)) | (_, true, Some(false)) => Some("options although `disclosed = false`"),
        (false, false, None | Some(true)) => Some("neither `options` nor a range"),
        _ => None,
    };
    if let Some(contradiction) = contradiction {
        let help = "give `options`, or `min`, `max` and `step`, or `disclosed = false` where the substance is withheld";
        fields.problems().error_help(
            fields.span(),
            format!("issue {} has {contradiction}", quoted(id)),
            help,
        );
    }
    match options {
        Some(value) => IssueKind::Discrete(issue_options(value, fields.problems())),
        None if ranged => IssueKind::Range(range(fields)),
        None => IssueKind::Withheld,
    }
}

fn range(fields: &Fields<'_, '_>) -> Range {
    // An unreadable bound was noted; the smallest range stands in for it.
    let bound = |key| fields.required::<Number>(key);
    let (min, max) = (bound("min"), bound("max"));
    let min = min.or_else(|| max.clone()).unwrap_or_else(Number::zero);
    Range {
        max: max.unwrap_or_else(|| min.clone()),
        min,
        step: bound("step").unwrap_or_else(Number::one),
        unit: fields.optional("unit"),
    }
}

/// A table of ids and names, or a list of ids.
fn issue_options(value: &Value<'_>, problems: &Diagnostics<'_>) -> Vec<IssueOption> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let read = table.iter().map(|(id, name)| IssueOption {
                id: OptionId::new(id.get_ref().as_ref()),
                name: String::from_toml(name, problems).unwrap_or_default(),
            });
            read.collect()
        }
        _ => {
            let ids: Vec<OptionId> = Vec::from_toml(value, problems).unwrap_or_default();
            ids.into_iter().map(|id| IssueOption { name: id.as_str().to_owned(), id }).collect()
        }
    }
}
