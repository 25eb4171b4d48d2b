//! A condition in the language of the case files: an object, all of whose entries hold.
//!
//! | entry | part |
//! |---|---|
//! | `"issue": "option"`, `"issue": ["a", "b"]` | [`Condition::Options`] |
//! | `"issue": {"min": "1", "max": "2"}` | [`Condition::Between`] |
//! | `"issue": {"above": "1", "below": "2"}` | what [`Bounds::condition`] makes of it, and written as that |
//! | `"any": [{…}]`, `"all": [{…}]`, `"not": {…}` | [`Condition::Any`], [`Condition::All`], [`Condition::Not`] |
//!
//! An object of exactly one entry is that part by itself; any other number of entries is a
//! [`Condition::All`] of the parts in the order of the entries. An issue called `any`, `all` or `not`, or by
//! a name that begins with `=`, is written with one more `=` in front.
//!
//! Every condition is read back as it was. Written as entries of one object is only the empty [`Condition::All`]
//! and one of two or more parts whose keys ascend, so that a reader that sorts keys changes nothing; every other
//! one is written under `"all"`. A condition is at most [`DEPTH_MAX`] objects and lists deep, on reading and
//! on writing: reading takes stack.

use crate::bounds::Bounds;
use crate::{Condition, IssueId, OptionId};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// Objects and lists within each other, the outermost object counted. Leaves room for what a condition stands
/// in below the 127 that JSON readers commonly allow.
const DEPTH_MAX: usize = 100;

const ANY: &str = "any";
const ALL: &str = "all";
const NOT: &str = "not";
/// In front of an issue's id that would be read as something else.
const ESCAPE: char = '=';

impl Serialize for Condition {
    /// Refuses a condition nested too deeply to be read back.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { condition: self, depth: DEPTH_MAX }.serialize(serializer)
    }
}

/// A condition as an object, with as many levels left to write.
struct Written<'a> {
    condition: &'a Condition,
    depth: usize,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let depth = deeper(self.depth)?;
        let entries = match self.condition {
            Condition::All(parts) if are_entries(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        };
        let mut map = serializer.serialize_map(Some(entries.len()))?;
        for part in entries {
            map.serialize_entry(&*key(part), &Entry { part, depth })?;
        }
        map.end()
    }
}

/// Whether the parts of a conjunction are written as entries of one object.
fn are_entries(parts: &[Condition]) -> bool {
    parts.len() != 1 && parts.is_sorted_by(|a, b| key(a) < key(b))
}

fn key(part: &Condition) -> Cow<'_, str> {
    match part {
        Condition::Any(_) => ANY.into(),
        Condition::All(_) => ALL.into(),
        Condition::Not(_) => NOT.into(),
        Condition::Options(issue, _) | Condition::Between(issue, _, _) => match issue.as_str() {
            id if id.starts_with(ESCAPE) || matches!(id, ANY | ALL | NOT) => format!("{ESCAPE}{id}").into(),
            id => id.into(),
        },
    }
}

/// What stands behind a part's key.
struct Entry<'a> {
    part: &'a Condition,
    depth: usize,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.part {
            Condition::Any(parts) | Condition::All(parts) => {
                let depth = deeper(self.depth)?;
                let mut list = serializer.serialize_seq(Some(parts.len()))?;
                for condition in parts {
                    list.serialize_element(&Written { condition, depth })?;
                }
                list.end()
            }
            Condition::Not(condition) => Written { condition, depth: self.depth }.serialize(serializer),
            Condition::Options(_, options) => match options.as_slice() {
                [option] => option.serialize(serializer),
                options => {
                    deeper(self.depth)?;
                    options.serialize(serializer)
                }
            },
            Condition::Between(_, min, max) => {
                deeper(self.depth)?;
                Bounds { min: min.clone(), max: max.clone(), ..Bounds::default() }.serialize(serializer)
            }
        }
    }
}

fn deeper<E: ser::Error>(depth: usize) -> Result<usize, E> {
    depth.checked_sub(1).ok_or_else(|| E::custom(TOO_DEEP))
}

const TOO_DEEP: &str = "a condition is nested too deeply: at most 100 objects and lists within each other";

impl<'de> de::Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reading { depth: DEPTH_MAX }.deserialize(deserializer)
    }
}

/// Reads an object, with as many levels left to read.
#[derive(Clone, Copy)]
struct Reading {
    depth: usize,
}

impl Reading {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom(TOO_DEEP))?;
        Ok(Self { depth })
    }
}

impl<'de> DeserializeSeed<'de> for Reading {
    type Value = Condition;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Condition, D::Error> {
        deserializer.deserialize_map(self.deeper()?)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition: an object of issues and how they are settled, `any`, `all` or `not`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let mut parts = Vec::new();
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            parts.push(match key.as_str() {
                ANY => Condition::Any(map.next_value_seed(Parts(self))?),
                ALL => Condition::All(map.next_value_seed(Parts(self))?),
                NOT => Condition::Not(Box::new(map.next_value_seed(self)?)),
                issue => {
                    let issue = IssueId::new(issue.strip_prefix(ESCAPE).unwrap_or(issue));
                    map.next_value_seed(Settled { issue, within: self })?
                }
            });
            if let Some(twice) = keys.replace(key) {
                return Err(de::Error::custom(format!(
                    "`{twice}` stands twice in a condition: put the two into `all`"
                )));
            }
        }
        // An object of one entry is that entry's part.
        if parts.len() == 1
            && let Some(part) = parts.pop()
        {
            return Ok(part);
        }
        Ok(Condition::All(parts))
    }
}

/// Reads a list of conditions.
struct Parts(Reading);

impl<'de> DeserializeSeed<'de> for Parts {
    type Value = Vec<Condition>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Condition>, D::Error> {
        deserializer.deserialize_seq(Self(self.0.deeper()?))
    }
}

impl<'de> Visitor<'de> for Parts {
    type Value = Vec<Condition>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of conditions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Condition>, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element_seed(self.0)? {
            parts.push(part);
        }
        Ok(parts)
    }
}

/// Reads how an issue is settled.
struct Settled {
    issue: IssueId,
    within: Reading,
}

impl<'de> DeserializeSeed<'de> for Settled {
    type Value = Condition;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Condition, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Settled {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an option, a list of options, or bounds (`min`, `max`, `above`, `below`); a number with decimals as a string")
    }

    fn visit_str<E: de::Error>(self, option: &str) -> Result<Condition, E> {
        Ok(Condition::Options(self.issue, vec![OptionId::new(option)]))
    }

    fn visit_i64<E: de::Error>(self, point: i64) -> Result<Condition, E> {
        self.visit_str(&point.to_string())
    }

    fn visit_u64<E: de::Error>(self, point: u64) -> Result<Condition, E> {
        self.visit_str(&point.to_string())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Condition, A::Error> {
        self.within.deeper::<A::Error>()?;
        let mut options = Vec::new();
        while let Some(Point(option)) = list.next_element()? {
            options.push(option);
        }
        Ok(Condition::Options(self.issue, options))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Condition, A::Error> {
        self.within.deeper::<A::Error>()?;
        let bounds: Bounds = de::Deserialize::deserialize(de::value::MapAccessDeserializer::new(map))?;
        if bounds.min.is_some() && bounds.above.is_some() || bounds.max.is_some() && bounds.below.is_some() {
            return Err(de::Error::custom("give `min` or `above`, and `max` or `below`, not both of a pair"));
        }
        Ok(bounds.condition(self.issue))
    }
}

/// Reads an option in a list: its id, or an integer for a grid point.
struct Point(OptionId);

impl<'de> de::Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PointVisitor)
    }
}

struct PointVisitor;

impl Visitor<'_> for PointVisitor {
    type Value = Point;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an option; a number with decimals as a string")
    }

    fn visit_str<E: de::Error>(self, option: &str) -> Result<Point, E> {
        Ok(Point(OptionId::new(option)))
    }

    fn visit_i64<E: de::Error>(self, point: i64) -> Result<Point, E> {
        self.visit_str(&point.to_string())
    }

    fn visit_u64<E: de::Error>(self, point: u64) -> Result<Point, E> {
        self.visit_str(&point.to_string())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let condition = generator.subschema_for::<Self>();
        let bounds = generator.subschema_for::<Bounds>();
        let option = schemars::json_schema!({ "type": ["string", "integer"] });
        schemars::json_schema!({
            "type": "object",
            "description": "A condition on packages: every entry holds. A key is an issue's id, with the option \
                it is settled by, a list of such options, or the bounds of a range (`min` and `max` included, `above` and `below` not); or `any`, \
                `all` or `not`. An issue whose id is one of these three, or begins with `=`, is written with \
                one more `=` in front.",
            "properties": {
                "any": { "type": "array", "items": condition, "description": "At least one of these holds." },
                "all": { "type": "array", "items": condition, "description": "Every one of these holds." },
                "not": condition
            },
            "additionalProperties": {
                "anyOf": [option, { "type": "array", "items": option }, bounds]
            }
        })
    }
}
