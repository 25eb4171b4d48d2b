//! What a certificate is about: fingerprints of the case, of each brief, and of the report that it covers.
//!
//! A fingerprint is taken of a canonical text, so that comments, spacing and the order of keys do not change it while
//! anything that is stated does.

use mediant_model::brief::{IssuePoints, IssueValues, Points, Ranking, ReservationDefault};
use mediant_model::statement::{Alternative, Interest, Linkage, Precondition, RedLine, ReservationValue};
use mediant_model::{Brief, Case, Date, IssueId, Number, OptionId, PartyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;

/// What a certificate is about. Fingerprints are BLAKE3, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The fingerprint of the case.
    pub case: String,
    /// The fingerprint of each brief, by party.
    pub briefs: BTreeMap<String, String>,
    /// The day as of which everything was read; absent where neither the case nor anybody named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The fingerprint of the report that it covers, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
}

impl About {
    /// A case and briefs read as of a day; `on` where given, else the day of the case.
    ///
    /// # Errors
    /// A condition is nested too deeply, or a number too long, to be written down.
    pub fn new(case: &Case, briefs: &[Brief], on: Option<Date>) -> Result<Self, String> {
        let on = on.or(case.as_of);
        // The day stands for itself: it may be another than the case's own.
        let dateless = Case { as_of: None, ..case.clone() };
        let briefs = briefs.iter().map(|brief| Ok((brief.party.to_string(), fingerprint(&stated(brief))?)));
        Ok(Self {
            case: fingerprint(&dateless)?,
            briefs: briefs.collect::<Result<_, String>>()?,
            on: on.map(|day| day.to_string()),
            report: None,
        })
    }

    /// The same, of a report with this fingerprint; see [`ReportPrint`].
    pub fn with_report(self, report: String) -> Self {
        Self { report: Some(report), ..self }
    }

    /// Checks that the files are those that the certificate is about; else says which are not. What parties answered
    /// without a brief at hand is held against one that is: `more` allows briefs that it was made without.
    pub(crate) fn ensure_is(&self, files: &Self, more: bool) -> Result<(), String> {
        if self.case != files.case {
            return Err("it is about another case, or the case has changed since".into());
        }
        for (party, print) in &self.briefs {
            match files.briefs.get(party) {
                None => return Err(format!("it rests on a brief of `{party}` that is not given")),
                Some(given) if given != print => {
                    return Err(format!("the brief of `{party}` is another, or has changed since"));
                }
                Some(_) => {}
            }
        }
        let unknown = files.briefs.keys().find(|party| !self.briefs.contains_key(*party));
        if let Some(party) = unknown.filter(|_| !more) {
            return Err(format!("it was made without the brief of `{party}`"));
        }
        let day = |about: &Self| about.on.clone().unwrap_or_else(|| "no day in particular".into());
        if self.on != files.on {
            return Err(format!("it was made as of {}, not as of {}", day(self), day(files)));
        }
        Ok(())
    }
}

fn fingerprint(text: &impl Serialize) -> Result<String, String> {
    let mut hasher = blake3::Hasher::new();
    serde_json::to_writer(&mut hasher, text).map_err(|error| error.to_string())?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// The order of each issue's options, and the order of issues.
type StatedRanking<'a> = (&'a BTreeMap<IssueId, Vec<Vec<OptionId>>>, &'a [Vec<IssueId>]);

/// Everything that a brief states, in a fixed order.
#[derive(Serialize)]
struct Stated<'a> {
    party: &'a PartyId,
    case: &'a Option<String>,
    interests: &'a [Interest],
    red_lines: &'a [RedLine],
    preconditions: &'a [Precondition],
    linkages: &'a [Linkage],
    alternatives: &'a [Alternative],
    ranking: Option<StatedRanking<'a>>,
    points: Option<StatedPoints<'a>>,
    reservations: Vec<(Option<String>, &'a Number, &'a Number, &'a Option<String>)>,
    default: &'static str,
    discount: &'a Option<Number>,
}

#[derive(Serialize)]
struct StatedPoints<'a> {
    issues: Vec<(&'a IssueId, &'a Number, StatedValues<'a>, &'a Option<Number>)>,
    interactions: Vec<(&'a mediant_model::Condition, &'a Number, &'a Option<String>)>,
    constant: &'a Option<Number>,
    cap: &'a Option<Number>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum StatedValues<'a> {
    Options(&'a BTreeMap<OptionId, Number>),
    Curve(&'a [(Number, Number)]),
}

fn stated(brief: &Brief) -> Stated<'_> {
    // Named one by one, so that whatever a brief may one day state finds its place here too.
    let Brief {
        case,
        party,
        interests,
        red_lines,
        preconditions,
        linkages,
        alternatives,
        ranking,
        points,
        reservations,
        reservation_default,
        discount,
    } = brief;
    fn walk_away(value: &ReservationValue) -> (Option<String>, &Number, &Number, &Option<String>) {
        let ReservationValue { from, low, high, because } = value;
        (from.as_ref().map(Date::to_string), low, high, because)
    }
    Stated {
        party,
        case,
        interests,
        red_lines,
        preconditions,
        linkages,
        alternatives,
        ranking: ranking.as_ref().map(|Ranking { options, importance }| (options, importance.as_slice())),
        points: points.as_ref().map(points_stated),
        reservations: reservations.iter().map(walk_away).collect(),
        default: match reservation_default {
            ReservationDefault::WorstPackage => "worst package",
            ReservationDefault::Zero => "zero",
        },
        discount,
    }
}

fn points_stated(points: &Points) -> StatedPoints<'_> {
    let Points { issues, interactions, constant, cap } = points;
    let issues = issues.iter().map(|(issue, stated)| {
        let IssuePoints { weight, values, left_open } = stated;
        let values = match values {
            IssueValues::Options(listed) => StatedValues::Options(listed),
            IssueValues::Curve(curve) => StatedValues::Curve(curve),
        };
        (issue, weight, values, left_open)
    });
    StatedPoints {
        issues: issues.collect(),
        interactions: interactions.iter().map(|x| (&x.when, &x.points, &x.text)).collect(),
        constant,
        cap,
    }
}

const PENDING_MAX: usize = 1 << 14;

/// The fingerprint of a report in JSON, taken while it is written: of its members one after the other, without the
/// spaces between their parts and without `elapsed_ms`, which differs each time.
#[derive(Clone, Debug, Default)]
pub struct ReportPrint {
    hasher: blake3::Hasher,
    /// What is still to be hashed: a byte at a time would be slow.
    pending: Vec<u8>,
    /// How many objects and lists are open.
    depth: usize,
    in_text: bool,
    after_backslash: bool,
    /// Text at the top level since the last comma, until the name of the member is known.
    name: Vec<u8>,
    /// Whether the member under way counts; `None` before its name has ended.
    counts: Option<bool>,
}

impl ReportPrint {
    /// The fingerprint of all that was written.
    pub fn finish(mut self) -> String {
        self.hasher.update(&self.pending);
        self.hasher.finalize().to_hex().to_string()
    }

    fn hash(&mut self, byte: u8) {
        self.pending.push(byte);
        if self.pending.len() >= PENDING_MAX {
            self.hasher.update(&self.pending);
            self.pending.clear();
        }
    }

    fn take(&mut self, byte: u8) {
        if self.in_text {
            self.in_text = byte != b'"' || self.after_backslash;
            self.after_backslash = byte == b'\\' && !self.after_backslash;
        } else {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => return,
                b'"' => self.in_text = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth == 1 {
                        return;
                    }
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth == 0 || self.depth == 1 && byte == b',' {
                (self.name, self.counts) = (Vec::new(), None);
                return;
            }
            if self.depth == 1 && byte == b':' && self.counts.is_none() {
                let name = std::mem::take(&mut self.name);
                self.counts = Some(name != b"\"elapsed_ms\"");
                if self.counts == Some(true) {
                    self.hash(b'\n');
                    name.into_iter().for_each(|byte| self.hash(byte));
                }
            }
        }
        match self.counts {
            None => self.name.push(byte),
            Some(true) => self.hash(byte),
            Some(false) => {}
        }
    }
}

impl Write for ReportPrint {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        bytes.iter().for_each(|byte| self.take(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> String {
        let mut print = ReportPrint::default();
        assert!(print.write_all(text.as_bytes()).is_ok());
        print.finish()
    }

    #[test]
    fn spaces_and_the_time_taken_do_not_count() {
        let plain = print(r#"{"a":1,"b":{"elapsed_ms":2,"c":[3,"x, y"]},"elapsed_ms":0.4}"#);
        assert_eq!(
            plain,
            print("{ \"a\": 1,\n \"b\": {\"elapsed_ms\": 2, \"c\": [3, \"x, y\"]}, \"elapsed_ms\": 17}\n")
        );
        assert_eq!(plain, print(r#"{"elapsed_ms":7,"a":1,"b":{"elapsed_ms":2,"c":[3,"x, y"]}}"#));
        for other in [
            r#"{"a":1,"b":{"elapsed_ms":3,"c":[3,"x, y"]},"elapsed_ms":0.4}"#,
            r#"{"a":1,"b":{"elapsed_ms":2,"c":[3,"x,y"]},"elapsed_ms":0.4}"#,
            r#"{"a":1,"b":{"elapsed_ms":2,"c":[3,"x, y"]},"elapsed":0.4}"#,
            r#"{"a":12,"b":{"elapsed_ms":2,"c":[3,"x, y"]},"elapsed_ms":0.4}"#,
            r#"{"a":1,"b":{"elapsed_ms":2,"c":[3,"x\", y"]},"elapsed_ms":0.4}"#,
        ] {
            assert_ne!(plain, print(other), "{other}");
        }
    }
}
