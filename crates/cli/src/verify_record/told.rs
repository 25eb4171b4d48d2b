//! What verifying a record came to, and how that is told.

use crate::backup::events;
use mediant_record::Compartment;
use mediant_record::end::EndFault;
use mediant_record::store::Document;
use mediant_record::verify::{ClockWatch, Depth, Heads, PutBack, RecordReport, StreamFault, StreamReport};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What came of it.
pub(super) struct Verified {
    pub(super) name: String,
    pub(super) streams: BTreeMap<Compartment, StreamReport>,
    pub(super) heads: Heads,
    pub(super) faults: Vec<StreamFault>,
    /// What is wrong with the end of the record, or with its accounts.
    pub(super) end_faults: Vec<EndFault>,
    /// How much of that could be looked at.
    pub(super) end: EndSeen,
    /// When the clock was put back, as far as the times of events can be read.
    pub(super) put_back: Vec<PutBack>,
}

/// How much could be said of the end of the record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EndSeen {
    /// It was held against the entries.
    Held,
    /// It does not say where it ends: it was written before that was kept.
    OfBefore,
    /// It was not looked at: that takes the keys, and the whole record.
    NotLookedAt,
}

impl Verified {
    pub(super) fn of_record(
        name: &str,
        mut faults: Vec<StreamFault>,
        (report, last): (RecordReport, Vec<StreamFault>),
    ) -> Self {
        faults.extend(last);
        Self {
            name: name.to_owned(),
            streams: report.streams,
            heads: report.heads,
            faults,
            end_faults: Vec::new(),
            end: EndSeen::NotLookedAt,
            put_back: Vec::new(),
        }
    }

    /// How many entries were looked at.
    pub(super) fn entries(&self) -> u64 {
        self.streams.values().map(|stream| stream.entries).sum()
    }

    /// The same, with the end of the record looked at.
    pub(super) fn ended(self, end: Option<&Document>, faults: Vec<EndFault>) -> Self {
        let seen = if end.is_some() { EndSeen::Held } else { EndSeen::OfBefore };
        Self { end_faults: faults, end: seen, ..self }
    }

    pub(super) fn watched(self, clock: &ClockWatch) -> Self {
        Self { put_back: clock.found().to_vec(), ..self }
    }

    pub(super) fn of_stream(
        name: &str,
        compartment: &Compartment,
        mut faults: Vec<StreamFault>,
        (report, last): (StreamReport, Option<StreamFault>),
    ) -> Self {
        faults.extend(last);
        let head = report.head.map(|head| (compartment.clone(), head));
        Self {
            name: name.to_owned(),
            heads: Heads { record: None, streams: head.into_iter().collect() },
            streams: BTreeMap::from([(compartment.clone(), report)]),
            faults,
            end_faults: Vec::new(),
            end: EndSeen::NotLookedAt,
            put_back: Vec::new(),
        }
    }
}

/// What holds, with what was not looked at.
pub(super) fn told(verified: &Verified) -> String {
    let all_links = verified.streams.values().all(|stream| stream.depth == Depth::LinksAlone);
    let what = if all_links && verified.entries() > 0 {
        "links follow; what the texts say is not known"
    } else {
        "nothing altered"
    };
    let mut text = format!("{}: {}, {what}\n", verified.name, events(verified.entries()));
    let width = verified.streams.keys().map(|name| name.name().chars().count()).max().unwrap_or(0);
    for (compartment, stream) in &verified.streams {
        let depth = match stream.depth {
            Depth::Opened => "every link and every text",
            Depth::LinksAlone => "every link; the texts are sealed",
            Depth::KeyDestroyed => "every link; the key was destroyed",
        };
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<width$}  {:>12}  {depth}", compartment.name(), events(stream.entries));
    }
    for PutBack { at, from, to } in &verified.put_back {
        let _ = writeln!(
            text,
            "  the clock was put back before event {at}: from {from:.0} to {to:.0}. What ended before then stays ended; days and \
             times after it may be wrong"
        );
    }
    text.push_str(match verified.end {
        EndSeen::Held => {
            "  the record ends where it says, and neither the accounts nor the list of sign-ins is older than it says. Not looked at: which \
             sessions\n  are open, sign-ins since the last event, and whether all of it was put back to an earlier day, which copies, signed \
             acts and kept heads show\n"
        }
        EndSeen::OfBefore => {
            "  the record does not say yet where it ends, so that what was cut off would not be missed: open it once with `mediant \
             serve`\n"
        }
        EndSeen::NotLookedAt => "",
    });
    text
}
