//! Rewriting a file: what changed is changed, everything else, comments and order included, stays.
//!
//! The file's old content is written afresh, and so is the new content. Where the two differ, the
//! difference is made in the file itself, whichever of the possible forms its author chose.

use toml_edit::{ArrayOfTables, DocumentMut, Item, TableLike};

/// Makes the differences between `old` and `new` in `file`, whose content is `old` in other words.
pub(super) fn apply(file: &mut DocumentMut, old: &DocumentMut, new: &DocumentMut) {
    edit_table(file.as_table_mut(), old.as_table(), new.as_table());
}

fn edit_table(file: &mut dyn TableLike, old: &dyn TableLike, new: &dyn TableLike) {
    let gone: Vec<&str> = old.iter().map(|(key, _)| key).filter(|key| !new.contains_key(key)).collect();
    for key in gone {
        file.remove(key);
    }
    for (key, to) in new.iter() {
        match (file.get_mut(key), old.get(key)) {
            (Some(item), Some(from)) => {
                if !same(from, to) {
                    edit_item(item, from, to);
                }
            }
            // Written although it was the usual: it may say something else now.
            (Some(item), None) => replace(item, to),
            (None, _) => {
                file.insert(key, to.clone());
            }
        }
    }
}

fn edit_item(item: &mut Item, old: &Item, new: &Item) {
    if let (Item::ArrayOfTables(rows), Item::ArrayOfTables(old), Item::ArrayOfTables(new)) =
        (&mut *item, old, new)
        && rows.len() == old.len()
    {
        return edit_rows(rows, old, new);
    }
    match (item.as_table_like_mut(), old.as_table_like(), new.as_table_like()) {
        (Some(table), Some(old), Some(new)) => edit_table(table, old, new),
        _ => replace(item, new),
    }
}

/// Puts a new item in place of another, and keeps the comment that stands behind it.
fn replace(item: &mut Item, new: &Item) {
    let comment = item.as_value().map(|value| value.decor().clone());
    *item = new.clone();
    if let (Some(decor), Some(value)) = (comment, item.as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

fn same(one: &Item, other: &Item) -> bool {
    canonical(one) == canonical(other)
}

/// The item in one line, the same for the same content: an item's own text leaves out tables with headers.
fn canonical(item: &Item) -> String {
    let table = |table: &dyn TableLike| {
        let entries = table.iter().map(|(key, item)| format!("{key:?}={},", canonical(item)));
        format!("{{{}}}", entries.collect::<String>())
    };
    match item {
        Item::Value(value) => value.to_string(),
        Item::Table(of) => table(of),
        Item::ArrayOfTables(rows) => format!("[{}]", rows.iter().map(|row| table(row)).collect::<String>()),
        Item::None => String::new(),
    }
}

fn edit_rows(rows: &mut ArrayOfTables, old: &ArrayOfTables, new: &ArrayOfTables) {
    let texts = |list: &ArrayOfTables| {
        list.iter().map(|row| canonical(&Item::Table(row.clone()))).collect::<Vec<String>>()
    };
    let (before, after) = (texts(old), texts(new));
    let mut edited = ArrayOfTables::new();
    for (from, to) in pair(&before, &after) {
        let row =
            match (from.and_then(|from| rows.get(from).zip(old.get(from))), to.and_then(|to| new.get(to))) {
                (Some((row, old)), Some(new)) => {
                    let mut row = row.clone();
                    edit_table(&mut row, old, new);
                    row
                }
                (None, Some(new)) => new.clone(),
                (_, None) => continue,
            };
        edited.push(row);
    }
    *rows = edited;
}

/// Beyond this many comparisons rows are paired by their place alone.
const COMPARISONS_MAX: usize = 4_000_000;

/// Which old row became which new one, in order: equal ones first, the others by place between them.
fn pair(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut pairs = Vec::new();
    let (mut from, mut to) = (0, 0);
    let end = (old.len(), new.len());
    for (next_from, next_to) in equal_rows(old, new).into_iter().chain([end]) {
        let (gap_from, gap_to) = (next_from - from, next_to - to);
        for step in 0..gap_from.max(gap_to) {
            pairs.push(((step < gap_from).then_some(from + step), (step < gap_to).then_some(to + step)));
        }
        if (next_from, next_to) != end {
            pairs.push((Some(next_from), Some(next_to)));
        }
        (from, to) = (next_from + 1, next_to + 1);
    }
    pairs
}

/// A longest common subsequence, as pairs of indices in ascending order.
fn equal_rows(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > COMPARISONS_MAX {
        return Vec::new();
    }
    // longest[i][j]: the length of a longest common subsequence of old[i..] and new[j..].
    let mut longest = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    let at = |table: &[Vec<usize>], i: usize, j: usize| {
        table.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0)
    };
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let length = if a == b {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = length;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&longest, i + 1, j) >= at(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
