//! What a statement without words of its own says, in a line.

use mediant_model::bounds::Bounds;
use mediant_model::{Condition, IssueId, IssueKind, OptionId};
use mediant_record::State;
use mediant_record::statement::Statement;

/// What it says of how issues are settled; `None` where it says nothing of that.
pub(super) fn said(state: &State, content: &Statement) -> Option<String> {
    match content {
        Statement::Position(position) => Some(format!("wants {}", words(state, position.wants.as_ref()?))),
        Statement::RedLine(line) => Some(format!("never {}", words(state, &line.never))),
        Statement::Precondition(stated) => {
            Some(format!("only with {}", words(state, stated.require.as_ref()?)))
        }
        Statement::Linkage(link) => {
            Some(format!("{} only with {}", words(state, &link.when), words(state, &link.then)))
        }
        Statement::Interest(_)
        | Statement::Alternative(_)
        | Statement::Answer(_)
        | Statement::Remark(_)
        | Statement::Confidence(_)
        | Statement::Deadline(_) => None,
    }
}

fn words(state: &State, condition: &Condition) -> String {
    if let Some((issue, bounds)) = Bounds::of(condition) {
        let known = state.issues.iter().find(|known| &known.id == issue).map(|known| &known.kind);
        let unit = if let Some(IssueKind::Range(range)) = known { range.unit.as_deref() } else { None };
        return format!("{} {}", name(state, issue), bounds.words(unit));
    }
    let joined = |parts: &[Condition], by: &str| {
        parts.iter().map(|part| words(state, part)).collect::<Vec<_>>().join(by)
    };
    match condition {
        Condition::Options(issue, options) => {
            let options: Vec<String> =
                options.iter().map(|option| option_name(state, issue, option)).collect();
            format!("{} on {}", options.join(" or "), name(state, issue))
        }
        Condition::Between(issue, ..) => format!("{} at any value", name(state, issue)),
        Condition::All(parts) if parts.is_empty() => "any package".to_owned(),
        Condition::Any(parts) if parts.is_empty() => "no package".to_owned(),
        Condition::All(parts) => joined(parts, " together with "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(inner) => format!("not ({})", words(state, inner)),
    }
}

fn name(state: &State, issue: &IssueId) -> String {
    let known = state.issues.iter().find(|known| &known.id == issue);
    known.map_or_else(|| issue.to_string(), |known| known.name.clone())
}

fn option_name(state: &State, issue: &IssueId, option: &OptionId) -> String {
    let known = state.issues.iter().find(|known| &known.id == issue);
    let named = known.and_then(|known| known.option_name(option));
    format!("“{}”", named.unwrap_or_else(|| option.to_string()))
}
