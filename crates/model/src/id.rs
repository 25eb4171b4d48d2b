//! Names by which parties, people, issues, options and sources are referred to.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(String);

        impl $name {
            /// The id as the author wrote it. Any text is an id; validation refuses empty ones.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

id!(
    /// A party to the negotiation, or the third party.
    PartyId
);
id!(
    /// A person, unique within a party.
    PersonId
);
id!(
    /// A matter to settle.
    IssueId
);
id!(
    /// One way to settle an issue, unique within the issue.
    OptionId
);
id!(
    /// Where a statement was published or recorded.
    SourceId
);

impl OptionId {
    /// The option that a deal may take on every issue where deals may leave issues open.
    ///
    /// Written like any option in conditions and briefs.
    pub fn left_open() -> Self {
        Self::new("left open")
    }

    /// Whether this is [`OptionId::left_open`].
    pub fn is_left_open(&self) -> bool {
        self.as_str() == "left open"
    }
}
