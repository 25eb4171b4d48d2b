//! Tables under construction: entries in the order of writing, defaults left out.

use super::value;
use toml_edit::{ArrayOfTables, InlineTable, Item, Table, TableLike, Value};

/// Entries of a table, written only where there is something to say.
pub(super) trait Entries: TableLike + Sized {
    /// Writes the entry, over several lines where it is long.
    fn put(&mut self, key: &str, value: Value) {
        self.insert(key, Item::Value(value::spread(value)));
    }

    /// The entry, unless there is none.
    fn put_some(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// The entry with its text, unless it only repeats the usual.
    fn put_unless(&mut self, key: &str, text: &str, usual: &str) {
        if text != usual {
            self.put(key, value::text(text));
        }
    }

    /// The list, unless it is empty.
    fn put_list(&mut self, key: &str, values: impl IntoIterator<Item = Value>) {
        let values: Vec<Value> = values.into_iter().collect();
        if !values.is_empty() {
            self.put(key, value::list(values));
        }
    }
}

impl Entries for Table {}
impl Entries for InlineTable {}

/// A table that is written only by what stands in it, as `[name.…]`.
pub(super) fn unnamed() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

/// Puts named tables under `[key.NAME]`, in order; nothing where there are none.
pub(super) fn put_named(top: &mut Table, key: &str, tables: impl IntoIterator<Item = (String, Table)>) {
    let mut parent = unnamed();
    for (name, table) in tables {
        parent.insert(&name, Item::Table(table));
    }
    if !parent.is_empty() {
        top.insert(key, Item::Table(parent));
    }
}

/// Puts `key.NAME = { … }` lines, in order; nothing where there are none.
pub(super) fn put_dotted(
    table: &mut Table,
    key: &str,
    inner: impl IntoIterator<Item = (String, InlineTable)>,
) {
    let mut parent = Table::new();
    parent.set_dotted(true);
    for (name, entries) in inner {
        parent.insert(&name, Item::Value(entries.into()));
    }
    if !parent.is_empty() {
        table.insert(key, Item::Table(parent));
    }
}

/// Puts a table in a line where it fits, else under a header of its own.
pub(super) fn put_inner(table: &mut Table, key: &str, inner: InlineTable) {
    let item = if value::fits(&inner) { Item::Value(inner.into()) } else { Item::Table(inner.into_table()) };
    table.insert(key, item);
}

/// Puts `[[key]]` tables, in order; nothing where there are none.
pub(super) fn put_rows(top: &mut Table, key: &str, rows: impl IntoIterator<Item = Table>) {
    let rows: ArrayOfTables = rows.into_iter().collect();
    if !rows.is_empty() {
        top.insert(key, Item::ArrayOfTables(rows));
    }
}
