//! The schemas for editors describe what is read: files that are read satisfy them, and a key that one of the two
//! does not know is unknown to the other.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test should stop at the first thing that is not as it expects"
)]

use mediant_formats::native::{schema, template};
use mediant_formats::{InputFile, native};
use serde_json::{Value, json};
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// A file as an editor sees it: dates are texts.
fn json_of(text: &str) -> Value {
    let table = DeTable::parse(text).expect("TOML");
    table_of(table.get_ref())
}

fn table_of(table: &DeTable<'_>) -> Value {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), value_of(value.get_ref()))).collect()
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => json!(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(truth) => json!(truth),
        DeValue::Datetime(moment) => json!(moment.to_string()),
        DeValue::Array(list) => list.iter().map(|entry| value_of(entry.get_ref())).collect(),
        DeValue::Table(table) => table_of(table),
    }
}

/// The first place where a value is not of a shape. As much of JSON Schema as the schemas use.
fn fault(root: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    let no = |what: &str| Some(format!("{place}: {what}"));
    if let Some(reference) = schema["$ref"].as_str() {
        return fault(root, root.pointer(&reference[1..]).expect("a definition"), value, place);
    }
    for all in schema["allOf"].as_array().into_iter().flatten() {
        if let Some(found) = fault(root, all, value, place) {
            return Some(found);
        }
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let faults: Vec<Option<String>> = any.iter().map(|one| fault(root, one, value, place)).collect();
        if !faults.contains(&None) {
            return faults.into_iter().flatten().max_by_key(String::len);
        }
    }
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    match &schema["type"] {
        Value::String(kind) if !is(kind) => return no(kind),
        Value::Array(kinds) if !kinds.iter().any(|kind| is(kind.as_str().expect("a type"))) => {
            return no("type");
        }
        _ => {}
    }
    if schema.get("const").is_some_and(|only| only.as_f64() != value.as_f64())
        || schema["enum"].as_array().is_some_and(|all| !all.contains(value))
    {
        return no("value");
    }
    if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
        let (least, most) = (&schema["minItems"], &schema["maxItems"]);
        let count = list.len() as u64;
        if least.as_u64().is_some_and(|least| count < least) || most.as_u64().is_some_and(|most| count > most)
        {
            return no("length");
        }
        return list
            .iter()
            .enumerate()
            .find_map(|(at, entry)| fault(root, items, entry, &format!("{place}/{at}")));
    }
    let table = value.as_object()?;
    for required in schema["required"].as_array().into_iter().flatten() {
        if !table.contains_key(required.as_str().expect("a key")) {
            return no(&format!("lacks {required}"));
        }
    }
    table.iter().find_map(|(key, entry)| {
        let place = format!("{place}/{key}");
        match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(shape), _) => fault(root, shape, entry, &place),
            (None, Value::Bool(false)) => Some(format!("{place}: unknown")),
            (None, Value::Null | Value::Bool(true)) => None,
            (None, shape) => fault(root, shape, entry, &place),
        }
    })
}

fn misfit(text: &str) -> Option<String> {
    let schema = match native::kind(text) {
        Some(native::NativeKind::Case) => schema::of_case(),
        Some(native::NativeKind::Brief) => schema::of_brief(),
        None => panic!("neither a case nor a brief"),
    };
    let schema = schema.to_value();
    fault(&schema, &schema, &json_of(text), "")
}

#[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
fn examples() -> Vec<(String, String)> {
    fn collect(folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                collect(&entry, into);
            } else if entry.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&entry).expect("readable");
                into.push((entry.display().to_string(), text));
            }
        }
    }
    let mut all = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    collect(&root.join("../../examples"), &mut all);
    collect(&root.join("tests/native"), &mut all);
    all.retain(|(_, text)| native::kind(text).is_some());
    all
}

#[test]
fn every_example_satisfies_its_schema() {
    let examples = examples();
    assert!(examples.len() > 20);
    for (name, text) in &examples {
        assert_eq!(misfit(text), None, "{name}");
    }
}

/// A key that means nothing, put into every table of every example: both must refuse it where the reader does.
#[test]
fn a_key_is_unknown_to_the_schema_where_it_is_to_the_reader() {
    let mut refused = 0;
    for (name, text) in examples() {
        let tables =
            text.lines().enumerate().filter(|(_, line)| line.starts_with('[') && !line.contains("ranking"));
        for (number, line) in tables {
            let mut lines: Vec<&str> = text.lines().collect();
            lines.insert(number + 1, "unheard_of = \"x\"");
            let changed = lines.join("\n");
            let file = InputFile::new("x.toml", changed.as_str());
            let problems = match native::kind(&text) {
                Some(native::NativeKind::Case) => native::read_case(&file).err(),
                _ => native::read_brief(&file, None).err(),
            };
            let reader = problems.unwrap_or_default().iter().any(|x| x.message.contains("unheard_of"));
            let schema = misfit(&changed).is_some();
            // Tables of names take any name; what it then stands for is another matter.
            if ["[parties]", "[issues]", "[sources]", "[points]"].contains(&line.trim())
                || [".options]", ".people]", ".factions]"].iter().any(|names| line.contains(names))
            {
                continue;
            }
            assert_eq!(schema, reader, "{name}:{} {line}", number + 1);
            refused += usize::from(reader);
        }
    }
    assert!(refused > 50, "{refused}");
}

#[test]
fn what_has_the_wrong_shape_does_not_satisfy_a_schema() {
    let case = "mediant = 1\ntitle = \"x\"\n[parties.a]\n[issues.p]\noptions = [\"x\"]\n";
    assert_eq!(misfit(case), None);
    for more in [
        "[people.x]\n",
        "[[red_lines]]\nparty = \"a\"\n",
        "[[red_lines]]\nparty = \"a\"\nnever = \"x\"\n",
        "[[answers]]\nparty = \"a\"\nissue = \"p\"\nanswer = \"perhaps\"\n",
        "[parties.b]\nrole = \"boss\"\n",
        "[issues.q]\noptions = true\n",
    ] {
        assert!(misfit(&format!("{case}{more}")).is_some(), "{more}");
    }
    let brief = "mediant_brief = 1\nparty = \"a\"\n";
    assert_eq!(misfit(brief), None);
    for more in
        ["reservation = 200\n", "[points.p]\ncurve = [[1, 2, 3]]\n", "cap = true\n", "title = \"x\"\n"]
    {
        assert!(misfit(&format!("{brief}{more}")).is_some(), "{more}");
    }
}

/// Files to begin with are right, and so is every example in their comments.
#[test]
fn files_to_begin_with_are_right_with_and_without_their_examples() {
    for (parties, issues) in [
        (vec![], vec![]),
        (vec!["north", "south bank", "O'Neill \"X\""], vec!["a price", "b", "c.d"]),
        (vec!["one"], vec!["only"]),
    ] {
        let strings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let wanted = template::Wanted {
            title: "Über \"das\" Boot".to_owned(),
            parties: strings(&parties),
            issues: strings(&issues),
        };
        let files = template::files(&wanted).expect("a template");
        assert_eq!(files.len(), 1 + parties.len().max(if parties.is_empty() { 2 } else { 1 }));
        for with_examples in [false, true] {
            let shown = |text: &str| match with_examples {
                false => text.to_owned(),
                true => {
                    let line = |line: &str| {
                        line.strip_prefix('#')
                            .filter(|rest| !rest.starts_with(' '))
                            .unwrap_or(line)
                            .to_owned()
                            + "\n"
                    };
                    text.lines().map(line).collect()
                }
            };
            let inputs: Vec<InputFile> =
                files.iter().map(|(name, text)| InputFile::new(name, shown(text))).collect();
            let read = mediant_formats::read(&inputs);
            let (negotiation, warnings) = read.unwrap_or_else(|found| panic!("{}", found[0]));
            assert_eq!(warnings, []);
            assert!(
                mediant_model::Problem::compile(&negotiation.case, &negotiation.briefs, &Default::default())
                    .is_ok()
            );
            assert_eq!(negotiation.briefs.len() + 1, files.len());
            for (_, text) in &files {
                assert_eq!(misfit(&shown(text)), None);
            }
        }
    }
    for (parties, issues) in [(vec!["a", "a"], vec![]), (vec![""], vec![]), (vec![], vec!["all"])] {
        let strings = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let wanted =
            template::Wanted { title: "x".to_owned(), parties: strings(parties), issues: strings(issues) };
        assert!(template::files(&wanted).is_err());
    }
}
