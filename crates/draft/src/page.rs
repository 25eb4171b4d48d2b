//! The case's file: what is entered goes behind what stands there, which is left as it is.

use crate::{NOT_YET, Read};
use mediant_formats::Diagnostic;
use mediant_model::{AgreementRule, Case, Date};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// A case's file.
pub struct Page {
    document: DocumentMut,
    /// Whether lines end in CR and LF.
    crlf: bool,
}

/// A row of a list of statements under construction.
#[derive(Default)]
pub struct Row(Table);

impl Row {
    /// The row with one more entry.
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key, Item::Value(value.into()));
        self
    }

    /// The row with one more entry, if there is something to say.
    pub fn with_some(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }
}

/// A list of names.
pub fn list(names: impl IntoIterator<Item = impl AsRef<str>>) -> Value {
    Value::Array(names.into_iter().map(|name| Value::from(name.as_ref())).collect::<Array>())
}

/// A table in one line.
pub fn inline(entries: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> InlineTable {
    entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// A day as a value of TOML.
pub fn day(date: Date) -> Value {
    let written = date.to_string();
    match written.parse::<Datetime>() {
        Ok(day) => Value::from(day),
        // TOML has no days before the year 0; as text they can be read all the same.
        Err(_) => Value::from(written),
    }
}

impl Page {
    /// An existing file.
    ///
    /// # Errors
    /// It is no TOML.
    pub fn from_text(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let document = text
            .parse()
            .map_err(|error: toml_edit::TomlError| vec![Diagnostic::of_file("the case", error.message())])?;
        Ok(Self { document, crlf: text.contains("\r\n") })
    }

    /// A new case, of the day of the latest report, and what it says so far.
    pub fn begun(reports: &[Read<'_>]) -> (Self, Case) {
        let mut document = DocumentMut::new();
        let last = reports.iter().map(|read| read.reading.scene.document.report.date()).max();
        let top = document.as_table_mut();
        top.insert("mediant", Item::Value(1.into()));
        top.insert("title", Item::Value("Talks, as reported".into()));
        if let Some(last) = last {
            top.insert("as_of", Item::Value(day(last)));
        }
        let mut agreement = Table::new();
        agreement.insert("rule", Item::Value("unanimity".into()));
        agreement.insert("partial", Item::Value(true.into()));
        comment(&mut agreement, &["not reviewed: a report seldom says when a deal counts"]);
        top.insert("agreement", Item::Table(agreement));
        if let Some(mut key) = top.key_mut("mediant") {
            key.leaf_decor_mut().set_prefix(
                "# Drafted from reports. Each entry that a person has not looked at says `not reviewed`: read it against its\n\
                 # report, correct it or take it out, then delete the mark. What is taken out stays out.\n",
            );
        }
        let agreement = AgreementRule { partial: true, ..AgreementRule::default() };
        (Self { document, crlf: false }, Case { as_of: last, agreement, ..Case::default() })
    }

    /// The file as it now is.
    pub fn text(&self) -> String {
        let text = self.document.to_string();
        if self.crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
    }

    /// Moves the day of the case to `to`, if it is `from`.
    pub fn move_day(&mut self, to: Date) {
        if let Some(value) = self.document.get_mut("as_of").and_then(Item::as_value_mut) {
            let decor = value.decor().clone();
            *value = day(to);
            *value.decor_mut() = decor;
        }
    }

    /// A named table `[list.id]` with a comment above it.
    pub fn name(&mut self, list: &str, id: &str, row: Row, notes: &[&str]) {
        let Some(tables) = self.named(list) else { return };
        put(tables, id, row, notes);
    }

    /// A person `[parties.PARTY.people.ID]`.
    pub fn person(&mut self, party: &str, id: &str, row: Row, notes: &[&str]) {
        let Some(party) = self.party(party) else { return };
        if !party.contains_key("people") {
            let mut people = Table::new();
            people.set_implicit(true);
            insert(party, "people", Item::Table(people));
        }
        if let Some(people) = party.get_mut("people").and_then(Item::as_table_like_mut) {
            put(people, id, row, notes);
        }
    }

    /// Adds a mandate of a person, or the end of the last one.
    pub fn mandate(&mut self, party: &str, person: &str, entries: InlineTable, ends_last: bool) {
        let person = self
            .party(party)
            .and_then(|party| party.get_mut("people"))
            .and_then(Item::as_table_like_mut)
            .and_then(|people| people.get_mut(person))
            .and_then(Item::as_table_like_mut);
        let Some(person) = person else { return };
        match person.get_mut("mandate") {
            None => {
                insert(person, "mandate", Item::Value(entries.into()));
            }
            Some(item) if ends_last => {
                let last = match item {
                    Item::Value(Value::Array(list)) => list
                        .iter_mut()
                        .last()
                        .and_then(Value::as_inline_table_mut)
                        .map(|table| table as &mut dyn TableLike),
                    Item::ArrayOfTables(rows) => {
                        rows.iter_mut().last().map(|table| table as &mut dyn TableLike)
                    }
                    other => other.as_table_like_mut(),
                };
                if let (Some(last), Some(end)) = (last, entries.get("ended")) {
                    insert(last, "ended", Item::Value(end.clone()));
                }
            }
            Some(Item::Value(Value::Array(list))) => list.push(entries),
            Some(Item::ArrayOfTables(rows)) => rows.push(entries.into_table()),
            Some(item) => {
                let mut list = Array::new();
                if let Ok(mut first) = std::mem::take(item).into_value() {
                    first.decor_mut().clear();
                    list.push(first);
                }
                list.push(entries);
                *item = Item::Value(list.into());
            }
        }
    }

    fn party(&mut self, id: &str) -> Option<&mut dyn TableLike> {
        self.document.get_mut("parties")?.as_table_like_mut()?.get_mut(id)?.as_table_like_mut()
    }

    /// A drafted issue: its options, and the one that is not yet on the table.
    pub fn issue(&mut self, id: &str, name: &str, notes: &[&str]) {
        let row = Row::default().with("name", name);
        self.name("issues", id, row, notes);
        let mut options = InlineTable::new();
        options.insert(NOT_YET, "something not yet on the table".into());
        if let Some(issue) = self.issue_table(id) {
            issue.insert("options", Item::Value(options.into()));
        }
    }

    /// One more option of an issue whose options have names.
    pub fn option(&mut self, issue: &str, id: &str, name: &str) {
        let options = self.issue_table(issue).and_then(|issue| issue.get_mut("options"));
        let Some(options) = options.and_then(Item::as_table_like_mut) else { return };
        insert(options, id, Item::Value(name.into()));
    }

    fn issue_table(&mut self, id: &str) -> Option<&mut dyn TableLike> {
        self.document.get_mut("issues")?.as_table_like_mut()?.get_mut(id)?.as_table_like_mut()
    }

    /// A `[[list]]` row with a comment above it. Answers its place in the list.
    pub fn row(&mut self, list: &str, row: Row, notes: &[&str]) {
        let mut table = row.0;
        comment(&mut table, notes);
        let item = self.document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        match item {
            Item::ArrayOfTables(rows) => rows.push(table),
            Item::Value(Value::Array(rows)) => rows.push(table.into_inline_table()),
            // One row alone may stand as a table; it becomes the first of a list.
            Item::Table(first) => {
                let mut rows = ArrayOfTables::new();
                rows.push(std::mem::take(first));
                rows.push(table);
                *item = Item::ArrayOfTables(rows);
            }
            other => {
                let mut rows = Array::new();
                if let Ok(mut first) = std::mem::take(other).into_value() {
                    first.decor_mut().clear();
                    rows.push(first);
                }
                rows.push(table.into_inline_table());
                *other = Item::Value(rows.into());
            }
        }
    }

    /// Changes an entry of a row: what stands behind it stays.
    pub fn change(&mut self, list: &str, at: usize, key: &str, value: Value, note: &str) {
        self.note(list, at, note);
        if let Some(row) = self.at(list, at) {
            match row.get_mut(key).and_then(Item::as_value_mut) {
                Some(old) => {
                    let decor = old.decor().clone();
                    *old = value;
                    *old.decor_mut() = decor;
                }
                None => {
                    insert(row, key, Item::Value(value));
                }
            }
        }
    }

    /// Adds a further source to a row that has a first one; whether it has.
    pub fn also(&mut self, list: &str, at: usize, cited: Value) -> bool {
        let Some(row) = self.at(list, at).filter(|row| row.contains_key("source")) else { return false };
        match row.get_mut("also").and_then(Item::as_value_mut) {
            Some(Value::Array(sources)) => sources.push(cited),
            // One alone may stand without brackets.
            Some(one) => {
                let mut first = one.clone();
                first.decor_mut().clear();
                *one = [first, cited].into_iter().collect::<Array>().into();
            }
            None => insert(row, "also", Item::Value([cited].into_iter().collect::<Array>().into())),
        }
        true
    }

    /// A comment above a row that is there.
    pub fn note(&mut self, list: &str, at: usize, note: &str) {
        let rows = self.document.get_mut(list);
        match rows {
            Some(Item::ArrayOfTables(rows)) => {
                if let Some(row) = rows.get_mut(at) {
                    let above = row.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or("\n").to_owned();
                    row.decor_mut().set_prefix(format!("{above}# {note}\n"));
                }
            }
            // Rows of another form have no line of their own for it.
            _ => self.end(&[note.to_owned()]),
        }
    }

    fn at(&mut self, list: &str, at: usize) -> Option<&mut dyn TableLike> {
        match self.document.get_mut(list)? {
            Item::ArrayOfTables(rows) => rows.get_mut(at).map(|row| row as &mut dyn TableLike),
            Item::Value(Value::Array(rows)) => {
                rows.get_mut(at)?.as_inline_table_mut().map(|row| row as &mut dyn TableLike)
            }
            other if at == 0 => other.as_table_like_mut(),
            _ => None,
        }
    }

    /// Comments at the end of the file.
    pub fn end(&mut self, notes: &[String]) {
        let mut trailing = self.document.trailing().as_str().unwrap_or("").to_owned();
        if !trailing.ends_with("\n\n") {
            trailing.push('\n');
        }
        for note in notes {
            trailing.push_str(&format!("# {note}\n"));
        }
        self.document.set_trailing(trailing);
    }

    fn named(&mut self, list: &str) -> Option<&mut dyn TableLike> {
        let item = self.document.entry(list).or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        item.as_table_like_mut()
    }
}

fn put(tables: &mut dyn TableLike, id: &str, row: Row, notes: &[&str]) {
    let mut table = row.0;
    comment(&mut table, notes);
    let item =
        if tables.is_dotted() { Item::Value(table.into_inline_table().into()) } else { Item::Table(table) };
    insert(tables, id, item);
}

/// Inserts an entry behind the others. In one line, the space before the closing brace belongs to the last value, and goes.
fn insert(table: &mut dyn TableLike, key: &str, item: Item) {
    let last = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut());
    if let Some(last) = last
        && last
            .decor()
            .suffix()
            .and_then(|raw| raw.as_str())
            .is_some_and(|space| space.trim_matches(' ').is_empty())
    {
        last.decor_mut().set_suffix("");
    }
    table.insert(key, item);
}

fn comment(table: &mut Table, notes: &[&str]) {
    let lines: String = notes.iter().map(|note| format!("# {note}\n")).collect();
    table.decor_mut().set_prefix(format!("\n{lines}"));
}
