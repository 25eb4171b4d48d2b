//! The kind of an issue beside its id and name: `"kind": "discrete"` with `options`, `"kind": "range"` with
//! the range's own fields, or `"kind": "withheld"`.

use crate::issue::{IssueKind, IssueOption, Range};

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IssueKind"))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum IssueKindShape {
    /// One of these options, in order.
    Discrete { options: Vec<IssueOption> },
    /// A number on a grid.
    Range(Range),
    /// The substance is withheld: there is a status to report, but no options.
    Withheld,
}

impl From<IssueKindShape> for IssueKind {
    fn from(shape: IssueKindShape) -> Self {
        match shape {
            IssueKindShape::Discrete { options } => Self::Discrete(options),
            IssueKindShape::Range(range) => Self::Range(range),
            IssueKindShape::Withheld => Self::Withheld,
        }
    }
}

impl From<IssueKind> for IssueKindShape {
    fn from(kind: IssueKind) -> Self {
        match kind {
            IssueKind::Discrete(options) => Self::Discrete { options },
            IssueKind::Range(range) => Self::Range(range),
            IssueKind::Withheld => Self::Withheld,
        }
    }
}
