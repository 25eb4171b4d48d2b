//! `keys.txt`: whose keys are whose, as somebody is ready to trust them.
//!
//! The desk writes it, and so can anybody who was read twelve words. Blank lines, lines that begin with `#` and blanks at the
//! end of a line do not count.

use crate::{AttestError, Digest, Key, Line, Moment, PublicKey, Role};
use std::fmt::Write;

/// The first line.
const HEADER: &str = "mediant keys 1";

/// Keys may be given as at most so many bytes.
pub const KEYS_BYTES_MAX: usize = 1024 * 1024;

/// The keys of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The case, as acts name it.
    pub case_id: Digest,
    /// The keys: none is there twice.
    pub keys: Vec<ListedKey>,
}

/// A key of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// The key and its holder.
    pub key: Key,
    /// When it was registered.
    pub since: Moment,
    /// Who vouched for it.
    pub vouched: Vouched,
    /// From when on it counts no more.
    pub revoked: Option<Moment>,
}

/// Who vouched for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// It is the first of its party: the twelve words have to be read to each other.
    First,
    /// The holder of this key, by a signed act. The list does not show it: the act does, where it is at hand.
    By(Digest),
    /// Nobody signed for it, and both sides confirmed it.
    Confirmed,
    /// Nobody. What it signs proves nothing.
    Nobody,
}

impl Keys {
    /// The list as text.
    pub fn print(&self) -> String {
        let mut text = format!("{HEADER}\ncase id: {}\n", self.case_id);
        for listed in &self.keys {
            let Key { public, party, person, role } = &listed.key;
            // Writing to a string cannot fail.
            let _ = write!(text, "\nparty: {party}\nperson: {person}\nrole: {}\n", role.word());
            text.push_str(&public_lines(public));
            let _ = write!(text, "since: {}\nvouched: {}\n", listed.since, listed.vouched.text());
            if let Some(revoked) = &listed.revoked {
                let _ = writeln!(text, "revoked: {revoked}");
            }
        }
        text
    }

    /// The list of a text.
    ///
    /// # Errors
    /// The first line that does not belong where it stands.
    pub fn parse(text: &str) -> Result<Self, AttestError> {
        if text.len() > KEYS_BYTES_MAX {
            return Err(AttestError::new("", format!("it has more than {KEYS_BYTES_MAX} bytes")));
        }
        let lines = (1..).zip(text.lines()).map(|(number, line)| (number, line.trim_end()));
        let lines: Vec<(usize, &str)> =
            lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect();
        let mut rows = Rows { lines: &lines, next: 0 };
        if lines.first().map(|(_, line)| *line) != Some(HEADER) {
            return Err(rows.refused("", format!("expected `{HEADER}`")));
        }
        rows.next = 1;
        let case_id = rows.checked("case id", Digest::parse)?;
        let mut keys: Vec<ListedKey> = Vec::new();
        while rows.next < lines.len() {
            let at = rows.next;
            let listed = rows.key()?;
            if keys.iter().any(|other| other.key.public.id() == listed.key.public.id()) {
                rows.next = at;
                return Err(rows.refused("key", "it is there twice"));
            }
            keys.push(listed);
        }
        Ok(Self { case_id, keys })
    }
}

/// The lines of `keys.txt` that are of a key alone, whoever holds it.
pub fn public_lines(public: &PublicKey) -> String {
    let mut text = format!("key: {}\n", public.line());
    if let Some((relying_party, origin)) = public.site() {
        let _ = write!(text, "relying party: {relying_party}\norigin: {origin}\n");
    }
    let _ = writeln!(text, "words: {}", public.words());
    text
}

impl Vouched {
    fn text(self) -> String {
        match self {
            Self::First => "first".to_owned(),
            Self::By(key) => format!("by {key}"),
            Self::Confirmed => "confirmed".to_owned(),
            Self::Nobody => "nobody".to_owned(),
        }
    }

    fn parse(text: &str) -> Result<Self, AttestError> {
        match (text, text.strip_prefix("by ")) {
            ("first", _) => Ok(Self::First),
            ("confirmed", _) => Ok(Self::Confirmed),
            ("nobody", _) => Ok(Self::Nobody),
            (_, Some(key)) => Digest::parse(key).map(Self::By),
            _ => Err(AttestError::new("", "expected `first`, `by` and a key's id, `confirmed` or `nobody`")),
        }
    }
}

struct Rows<'t> {
    lines: &'t [(usize, &'t str)],
    next: usize,
}

impl<'t> Rows<'t> {
    fn key(&mut self) -> Result<ListedKey, AttestError> {
        let party = self.checked("party", Line::new)?;
        let person = self.checked("person", Line::new)?;
        let unknown = || AttestError::new("", "expected `principal` or `delegate`");
        let role = self.checked("role", |word| Role::named(word).ok_or_else(unknown))?;
        let at = self.next;
        let line = self.value("key")?;
        let site = if self.begins("relying party") {
            Some((self.checked("relying party", Line::new)?, self.checked("origin", Line::new)?))
        } else {
            None
        };
        let number = self.lines.get(at).map(|(number, _)| *number);
        let public = PublicKey::parse(line, site).map_err(|why| AttestError { line: number, ..why })?;
        if self.value("words")? != public.words() {
            self.next -= 1;
            return Err(self.refused("words", "they are another key's"));
        }
        let since = self.checked("since", Moment::new)?;
        let vouched = self.checked("vouched", Vouched::parse)?;
        let revoked = if self.begins("revoked") { Some(self.checked("revoked", Moment::new)?) } else { None };
        Ok(ListedKey { key: Key { public, party, person, role }, since, vouched, revoked })
    }

    fn begins(&self, name: &str) -> bool {
        let line = self.lines.get(self.next).map_or("", |(_, line)| line);
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'))
    }

    fn value(&mut self, name: &str) -> Result<&'t str, AttestError> {
        let line = self.lines.get(self.next).map_or("", |(_, line)| line);
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        let value = value.ok_or_else(|| self.refused(name, format!("expected `{name}: …`")))?;
        self.next += 1;
        Ok(value)
    }

    fn checked<T>(
        &mut self,
        name: &str,
        check: impl FnOnce(&'t str) -> Result<T, AttestError>,
    ) -> Result<T, AttestError> {
        let at = self.next;
        check(self.value(name)?).map_err(|why| {
            let line = self.lines.get(at).map(|(number, _)| *number);
            AttestError { line, ..why.named(name) }
        })
    }

    fn refused(&self, field: &str, why: impl Into<String>) -> AttestError {
        let end = self.lines.last().map_or(1, |(number, _)| number + 1);
        let line = self.lines.get(self.next).map_or(end, |(number, _)| *number);
        AttestError { line: Some(line), ..AttestError::new(field, why) }
    }
}
