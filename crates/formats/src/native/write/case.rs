//! A case as a document.

use super::super::statement::Home;
use super::super::words::{self, word_for};
use super::entries::{Entries, put_dotted, put_inner, put_named, put_rows};
use super::statement::citation;
use super::value;
use mediant_model::issue::IssueOption;
use mediant_model::party::{Faction, Mandate, PersonRole};
use mediant_model::statement::Source;
use mediant_model::{AgreementRule, Case, Issue, IssueKind, Party, PartyRole, Person, Quorum};
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

pub(in super::super) fn document(case: &Case) -> DocumentMut {
    let mut document = DocumentMut::new();
    let top = document.as_table_mut();
    top.put("mediant", Value::from(1));
    top.put_some("id", case.id.as_ref().map(value::text));
    top.put("title", value::text(&case.title));
    top.put_some("as_of", case.as_of.map(value::date));
    top.insert("agreement", Item::Table(agreement(&case.agreement)));
    put_named(top, "sources", case.sources.iter().map(|x| (x.id.to_string(), source(x))));
    put_named(top, "parties", case.parties.iter().map(|x| (x.id.to_string(), party(x))));
    put_named(top, "issues", case.issues.iter().map(|x| (x.id.to_string(), issue(x))));
    let home = Home::Case;
    put_rows(top, "answers", case.answers.iter().map(|x| home.answer_table(x)));
    put_rows(top, "red_lines", case.red_lines.iter().map(|x| home.red_line_table(x)));
    put_rows(top, "preconditions", case.preconditions.iter().map(|x| home.precondition_table(x)));
    put_rows(top, "linkages", case.linkages.iter().map(|x| home.linkage_table(x)));
    put_rows(top, "positions", case.positions.iter().map(|x| home.position_table(x)));
    put_rows(top, "interests", case.interests.iter().map(|x| home.interest_table(x)));
    put_rows(top, "alternatives", case.alternatives.iter().map(|x| home.alternative_table(x)));
    put_rows(top, "remarks", case.remarks.iter().map(|x| home.remark_table(x)));
    put_rows(top, "sessions", case.sessions.iter().map(|x| home.session_table(x)));
    put_rows(top, "confidences", case.confidences.iter().map(|x| home.confidence_table(x)));
    put_rows(top, "deadlines", case.deadlines.iter().map(|x| home.deadline_table(x)));
    document
}

fn agreement(rule: &AgreementRule) -> Table {
    let usual = AgreementRule::default();
    let mut table = Table::new();
    match rule.quorum {
        Quorum::Unanimity => table.put("rule", value::text("unanimity")),
        // No case has so many parties; a count that TOML cannot say cannot be met either.
        Quorum::AtLeast(count) => table.put("quorum", Value::from(i64::try_from(count).unwrap_or(i64::MAX))),
    }
    table.put_list("veto", rule.veto.iter().map(value::text));
    if rule.nothing_until_everything != usual.nothing_until_everything {
        table.put("nothing_until_everything", Value::from(rule.nothing_until_everything));
    }
    if rule.partial != usual.partial {
        table.put("partial", Value::from(rule.partial));
    }
    table
}

fn source(source: &Source) -> Table {
    let mut table = Table::new();
    table.put_some("date", source.date.map(value::date));
    table.put_unless("title", &source.title, source.id.as_str());
    table.put_some("url", source.url.as_ref().map(value::text));
    table.put_some("sha256", source.sha256.as_ref().map(value::text));
    table
}

fn party(party: &Party) -> Table {
    let mut table = Table::new();
    table.put_unless("name", &party.name, party.id.as_str());
    if party.role != PartyRole::Negotiating {
        table.put("role", value::text(word_for(words::PARTY_ROLE, &party.role)));
    }
    put_dotted(&mut table, "people", party.people.iter().map(|x| (x.id.to_string(), person(x))));
    put_dotted(&mut table, "factions", party.factions.iter().map(|x| (x.id.clone(), faction(x))));
    table
}

fn person(person: &Person) -> InlineTable {
    let mut table = InlineTable::new();
    table.put_unless("name", &person.name, person.id.as_str());
    table.put_some("office", person.office.as_ref().map(value::text));
    if person.role != PersonRole::Delegate {
        table.put("role", value::text(word_for(words::PERSON_ROLE, &person.role)));
    }
    if person.leads {
        table.put("leads", Value::from(true));
    }
    table.put_some("faction", person.faction.as_ref().map(value::text));
    if !person.mandates.is_empty() {
        // A list may be spread over lines, which an inline table had better not be.
        let mandates = person.mandates.iter().map(|given| Value::InlineTable(mandate(given)));
        table.insert("mandate", value::one_or_list(mandates));
    }
    table
}

fn mandate(mandate: &Mandate) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("issues", mandate.issues.as_ref().map_or_else(|| value::text("all"), value::ids));
    table.put_some("from", mandate.from.map(value::date));
    table.put_some("until", mandate.until.map(value::date));
    if let Some(end) = &mandate.ended {
        let mut ended = InlineTable::new();
        ended.put("on", value::date(end.on));
        ended.put_some("reason", end.reason.as_ref().map(value::text));
        table.insert("ended", ended.into());
    }
    table.put_some("source", mandate.source.as_ref().map(citation));
    table
}

fn faction(faction: &Faction) -> InlineTable {
    let mut table = InlineTable::new();
    table.put_unless("name", &faction.name, &faction.id);
    if faction.veto {
        table.put("veto", Value::from(true));
    }
    table
}

fn issue(issue: &Issue) -> Table {
    let mut table = Table::new();
    table.put_unless("name", &issue.name, issue.id.as_str());
    match &issue.kind {
        IssueKind::Discrete(list) => options(&mut table, list),
        IssueKind::Range(range) => {
            table.put("min", value::number(&range.min));
            table.put("max", value::number(&range.max));
            table.put("step", value::number(&range.step));
            table.put_some("unit", range.unit.as_ref().map(value::text));
        }
        IssueKind::Withheld => table.put("disclosed", Value::from(false)),
    }
    table
}

fn options(table: &mut Table, options: &[IssueOption]) {
    if options.iter().all(|option| option.name == option.id.as_str()) {
        table.put("options", value::ids(options.iter().map(|option| &option.id)));
    } else {
        let named = options.iter().map(|option| (option.id.as_str(), value::text(&option.name)));
        put_inner(table, "options", named.collect());
    }
}
