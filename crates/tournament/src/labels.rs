//! Short names for scenarios.

/// A label for each path that is no other's: the last part, without the ending of a file, and as many parts in front
/// of it as it takes.
pub(crate) fn of_paths(paths: &[&str]) -> Vec<String> {
    let parts: Vec<Vec<&str>> = paths.iter().map(|path| parts(path)).collect();
    let shortest = |own: usize| {
        let of = |parts: &Vec<&str>, count: usize| {
            let from = parts.len().saturating_sub(count);
            parts.get(from..).unwrap_or_default().join("/")
        };
        let longest = parts.get(own).map_or(1, Vec::len).max(1);
        let label = |count: usize| parts.get(own).map(|parts| of(parts, count)).unwrap_or_default();
        let is_clear = |count: &usize| {
            let mine = label(*count);
            parts.iter().enumerate().all(|(other, parts)| other == own || of(parts, *count) != mine)
        };
        label((1..=longest).find(is_clear).unwrap_or(longest))
    };
    (0..paths.len()).map(shortest).collect()
}

fn parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    if let Some(last) = parts.last_mut()
        && let Some((stem, "toml" | "xml" | "json" | "yml" | "yaml")) = last.rsplit_once('.')
    {
        *last = stem;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::of_paths;

    #[test]
    fn the_last_part_unless_it_is_taken() {
        let paths = ["a/2012/Animal", "a/2013/Animal", "b/lunch.json", "./b/../x/case.toml"];
        assert_eq!(of_paths(&paths), ["2012/Animal", "2013/Animal", "lunch", "case"]);
        assert_eq!(of_paths(&["Animal", "x/Animal"]), ["Animal", "x/Animal"]);
    }
}
