//! The shapes, as self-describing data, of what a derived shape would say badly or lose.

mod condition;
pub(crate) mod digits;
mod issue;
mod number;
mod session;

pub(crate) use issue::IssueKindShape;
pub(crate) use session::Told;

/// A day, `2025-06-01`, as JSON Schema: the calendar's crate describes none.
#[cfg(feature = "schema")]
pub(crate) struct DaySchema;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DaySchema {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
