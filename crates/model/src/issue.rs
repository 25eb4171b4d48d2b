//! Matters to settle.

use crate::grid::Grid;
use crate::{IssueId, Number, OptionId};

/// A matter to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issue {
    /// Its id.
    pub id: IssueId,
    /// Its name to show.
    pub name: String,
    /// The ways to settle it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub kind: IssueKind,
}

/// The ways to settle an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "crate::wire::IssueKindShape", into = "crate::wire::IssueKindShape")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IssueKind {
    /// One of these options, in the order of the file.
    Discrete(Vec<IssueOption>),
    /// A number on a grid.
    Range(Range),
    /// The substance is withheld: there is a status to report, but no options.
    Withheld,
}

/// One way to settle an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssueOption {
    /// Unique in the issue.
    pub id: OptionId,
    /// What it means, to show.
    pub name: String,
}

/// A range with a unit; its grid points are its options.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// First grid point.
    pub min: Number,
    /// Last value allowed; a grid point when the step divides the range.
    pub max: Number,
    /// Distance between grid points, above zero.
    pub step: Number,
    /// What is counted, such as "EUR" or "years".
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
}

impl Range {
    /// A range may have at most this many grid points: a million steps.
    pub const GRID_MAX: usize = 1_000_001;

    /// The grid points in ascending order; `None` when the range is empty, its step is not
    /// positive, or it has more than [`Range::GRID_MAX`] points.
    pub fn grid(&self) -> Option<Vec<Number>> {
        let grid = Grid::from_range(self)?;
        Some((0..grid.len()).filter_map(|place| grid.at(place)).collect())
    }
}

impl Issue {
    /// The options' ids in order, without "left open"; empty for an issue whose substance is withheld.
    ///
    /// A grid point's id is its number in plain decimals.
    pub fn option_ids(&self) -> Vec<OptionId> {
        match &self.kind {
            IssueKind::Discrete(options) => options.iter().map(|option| option.id.clone()).collect(),
            IssueKind::Range(range) => Grid::from_range(range)
                .map(|grid| grid.texts())
                .unwrap_or_default()
                .into_iter()
                .map(OptionId::new)
                .collect(),
            IssueKind::Withheld => Vec::new(),
        }
    }

    /// The options' names in the order of [`Issue::option_ids`].
    pub fn option_names(&self) -> Vec<String> {
        match &self.kind {
            IssueKind::Discrete(options) => options.iter().map(|option| option.name.clone()).collect(),
            IssueKind::Range(range) => {
                let unit = range.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let mut names = Grid::from_range(range).map(|grid| grid.texts()).unwrap_or_default();
                names.iter_mut().for_each(|name| name.push_str(&unit));
                names
            }
            IssueKind::Withheld => Vec::new(),
        }
    }

    /// How many options there are, "left open" not counted.
    pub fn option_count(&self) -> usize {
        match &self.kind {
            IssueKind::Discrete(options) => options.len(),
            IssueKind::Range(range) => Grid::from_range(range).map_or(0, |grid| grid.len()),
            IssueKind::Withheld => 0,
        }
    }

    /// The place of an option in the order of [`Issue::option_ids`]; `None` where the issue has none of this id.
    ///
    /// Of a range by arithmetic: finding one of a million grid points costs as much as finding one of ten.
    ///
    /// ```
    /// use mediant_model::{Issue, IssueKind, Number, OptionId, issue::Range};
    ///
    /// let (min, max, step) = (Number::zero(), Number::from(999_999), Number::one());
    /// let range = Range { min, max, step, unit: Some("EUR".to_owned()) };
    /// let wage = Issue { id: "wage".into(), name: "Wage".to_owned(), kind: IssueKind::Range(range) };
    /// assert_eq!(wage.option_place(&OptionId::new("2500")), Some(2_500));
    /// assert_eq!(wage.option_place(&OptionId::new("2500.0")), None);
    /// assert_eq!(wage.option_name(&OptionId::new("2500")).as_deref(), Some("2500 EUR"));
    /// ```
    pub fn option_place(&self, option: &OptionId) -> Option<usize> {
        match &self.kind {
            IssueKind::Discrete(options) => options.iter().position(|known| &known.id == option),
            IssueKind::Range(range) => Grid::from_range(range)?.place_of_text(option.as_str()),
            IssueKind::Withheld => None,
        }
    }

    /// Whether the issue has an option of this id, "left open" not counted.
    pub fn has_option(&self, option: &OptionId) -> bool {
        self.option_place(option).is_some()
    }

    /// The name of an option; `None` where the issue has none of this id.
    pub fn option_name(&self, option: &OptionId) -> Option<String> {
        let place = self.option_place(option)?;
        match &self.kind {
            IssueKind::Discrete(options) => options.get(place).map(|known| known.name.clone()),
            IssueKind::Range(range) => Some(match &range.unit {
                Some(unit) => format!("{option} {unit}"),
                None => option.to_string(),
            }),
            IssueKind::Withheld => None,
        }
    }

    /// Whether the issue has options to choose from.
    pub fn is_disclosed(&self) -> bool {
        self.kind != IssueKind::Withheld
    }
}
